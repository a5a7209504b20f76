//! The rows of one agent's schedule as stints: work with breaks and meetings in it, less the times of absence.

use crate::model::Why;

/// What an agent does, as a schedule says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Activity {
    Work,
    Pause(Why),
    Absent,
}

impl Activity {
    pub(super) const NAMES: &[(&'static str, Activity)] = &[
        ("work", Activity::Work),
        ("break", Activity::Pause(Why::Break)),
        ("meeting", Activity::Pause(Why::Meeting)),
        ("absent", Activity::Absent),
    ];
}

/// A row, in microseconds of any clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    pub(super) activity: Activity,
    pub(super) from: i128,
    /// Above `from`.
    pub(super) to: i128,
    /// Whatever tells the rows apart.
    pub(super) row: usize,
}

/// A presence, with what takes the agent off the desk in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: i128,
    pub(super) to: i128,
    /// Why, from when on, up to when; one after the other.
    pub(super) pauses: Vec<(Why, i128, i128)>,
}

/// Two rows that contradict each other, or twice the same one.
#[derive(Debug)]
pub(super) struct Contradiction {
    pub(super) message: &'static str,
    pub(super) help: &'static str,
    pub(super) rows: [usize; 2],
}

/// The stints of an agent, in the order of time. Work, and breaks and meetings that touch it, are one stint as long as there
/// is no time between them.
pub(super) fn stints(mut rows: Vec<Planned>) -> Result<Vec<Stretch>, Contradiction> {
    rows.sort_by_key(|row| (row.from, row.to));
    let of = |wanted: fn(&Activity) -> bool| {
        rows.iter().filter(move |row| wanted(&row.activity)).copied().collect::<Vec<_>>()
    };
    let work = of(|activity| *activity == Activity::Work);
    let pauses = of(|activity| matches!(activity, Activity::Pause(_)));
    let absences = of(|activity| *activity == Activity::Absent);
    refuse_overlaps(&work, "two rows of work overlap")?;
    refuse_overlaps(&pauses, "two times off the desk overlap")?;
    let mut all: Vec<Planned> = work.iter().chain(&pauses).copied().collect();
    all.sort_by_key(|row| (row.from, row.activity != Activity::Work));
    let mut stints: Vec<Stretch> = Vec::new();
    // The rows of the stint that is being put together: some work must be among them.
    let mut open: Vec<Planned> = Vec::new();
    for row in all {
        match stints.last_mut().filter(|stint| row.from <= stint.to) {
            Some(stint) => stint.to = stint.to.max(row.to),
            None => {
                refuse_without_work(&open)?;
                open.clear();
                stints.push(Stretch { from: row.from, to: row.to, pauses: Vec::new() });
            }
        }
        open.push(row);
        if let (Activity::Pause(why), Some(stint)) = (row.activity, stints.last_mut()) {
            refuse_partly_outside(&row, &work)?;
            stint.pauses.push((why, row.from, row.to));
        }
    }
    refuse_without_work(&open)?;
    Ok(absences
        .iter()
        .fold(stints, |stints, absence| stints.iter().flat_map(|stint| without(stint, absence)).collect()))
}

fn refuse_overlaps(rows: &[Planned], message: &'static str) -> Result<(), Contradiction> {
    let overlap = rows.windows(2).find(|pair| pair[1].from < pair[0].to);
    let help = "an agent does one thing at a time";
    overlap.map_or(Ok(()), |pair| Err(Contradiction { message, help, rows: [pair[0].row, pair[1].row] }))
}

fn refuse_without_work(rows: &[Planned]) -> Result<(), Contradiction> {
    match rows.first() {
        Some(row) if rows.iter().all(|row| row.activity != Activity::Work) => Err(Contradiction {
            message: "a break or a meeting without work around it",
            help: "write the work around it as well, or remove it",
            rows: [row.row, row.row],
        }),
        _ => Ok(()),
    }
}

/// A pause lies within work or beside it.
fn refuse_partly_outside(pause: &Planned, work: &[Planned]) -> Result<(), Contradiction> {
    // Rows of work that touch are one.
    let mut covered = pause.from;
    let mut last = None;
    for work in work.iter().filter(|work| work.from < pause.to && pause.from < work.to) {
        if work.from > covered {
            return Err(partly_outside(pause, work));
        }
        covered = work.to;
        last = Some(work);
    }
    last.filter(|_| covered < pause.to).map_or(Ok(()), |work| Err(partly_outside(pause, work)))
}

fn partly_outside(pause: &Planned, work: &Planned) -> Contradiction {
    let message = "a break or a meeting is partly outside of the work";
    Contradiction { message, help: "write times within the work, or right beside it", rows: [work.row, pause.row] }
}

/// What is left of a stint.
fn without(stint: &Stretch, absence: &Planned) -> Vec<Stretch> {
    let part = |from: i128, to: i128| {
        let clipped = stint.pauses.iter().map(|&(why, begins, ends)| (why, begins.max(from), ends.min(to)));
        let pauses = clipped.filter(|(_, begins, ends)| begins < ends).collect();
        (from < to).then_some(Stretch { from, to, pauses })
    };
    let before = part(stint.from, stint.to.min(absence.from));
    let after = part(stint.from.max(absence.to), stint.to);
    before.into_iter().chain(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORK: Activity = Activity::Work;
    const BREAK: Activity = Activity::Pause(Why::Break);
    const MEETING: Activity = Activity::Pause(Why::Meeting);

    fn read(rows: &[(Activity, i128, i128)]) -> Result<Vec<Stretch>, Contradiction> {
        let planned = |(row, &(activity, from, to))| Planned { activity, from, to, row };
        stints(rows.iter().enumerate().map(planned).collect())
    }

    fn stretch(from: i128, to: i128, pauses: &[(Why, i128, i128)]) -> Stretch {
        Stretch { from, to, pauses: pauses.to_vec() }
    }

    #[test]
    fn breaks_lie_within_the_work_or_between_two_parts_of_it() {
        let whole = [stretch(8, 16, &[(Why::Break, 12, 13)])];
        assert_eq!(read(&[(WORK, 8, 16), (BREAK, 12, 13)]).unwrap(), whole);
        assert_eq!(read(&[(BREAK, 12, 13), (WORK, 13, 16), (WORK, 8, 12)]).unwrap(), whole);
        assert_eq!(read(&[(WORK, 8, 12), (WORK, 12, 16), (BREAK, 12, 13)]).unwrap(), whole);
        let edge = [stretch(7, 16, &[(Why::Meeting, 7, 8), (Why::Break, 8, 9)])];
        assert_eq!(read(&[(MEETING, 7, 8), (BREAK, 8, 9), (WORK, 9, 16)]).unwrap(), edge);
        let two = [stretch(8, 12, &[]), stretch(13, 16, &[])];
        assert_eq!(read(&[(WORK, 8, 12), (WORK, 13, 16)]).unwrap(), two);
    }

    #[test]
    fn absences_are_cut_out() {
        assert_eq!(read(&[(WORK, 8, 16), (Activity::Absent, 0, 24)]).unwrap(), []);
        let split = [stretch(8, 10, &[]), stretch(12, 16, &[(Why::Break, 12, 13)])];
        assert_eq!(read(&[(WORK, 8, 16), (BREAK, 11, 13), (Activity::Absent, 10, 12)]).unwrap(), split);
        assert_eq!(read(&[(Activity::Absent, 10, 12)]).unwrap(), []);
    }

    #[test]
    fn contradictions_are_named_with_both_rows() {
        let wrong = |rows: &[(Activity, i128, i128)]| {
            let wrong = read(rows).unwrap_err();
            (wrong.message, wrong.rows)
        };
        assert_eq!(wrong(&[(WORK, 8, 12), (WORK, 11, 16)]), ("two rows of work overlap", [0, 1]));
        let twice = [(WORK, 8, 16), (MEETING, 12, 14), (BREAK, 13, 15)];
        assert_eq!(wrong(&twice), ("two times off the desk overlap", [1, 2]));
        let outside = "a break or a meeting is partly outside of the work";
        assert_eq!(wrong(&[(WORK, 8, 12), (BREAK, 11, 13)]), (outside, [0, 1]));
        assert_eq!(wrong(&[(BREAK, 7, 9), (WORK, 8, 12)]), (outside, [1, 0]));
        assert_eq!(wrong(&[(WORK, 8, 12), (WORK, 13, 16), (BREAK, 11, 14)]).0, outside);
        let alone = "a break or a meeting without work around it";
        assert_eq!(wrong(&[(WORK, 8, 12), (BREAK, 13, 14)]), (alone, [1, 1]));
        assert_eq!(wrong(&[(BREAK, 7, 8), (MEETING, 8, 9), (WORK, 10, 12)]), (alone, [0, 0]));
    }
}
