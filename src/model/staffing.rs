//! When the agents of a team are there.

use crate::civil::{DAY, Weekly, Zone};
use crate::units::Time;

/// When the agents of a team are there.
#[derive(Clone, Debug, PartialEq)]
pub enum Staffing {
    /// So many at every second of the week; nobody is named.
    Weekly(Weekly<u32>),
    /// So many from each of these instants on, ascending; none before the first. Nobody is named.
    Dated(Vec<(Time, u32)>),
    /// People with shifts that repeat week by week: a place in a shift is the same person every day.
    Shifts(Vec<Shift>),
    /// People with a schedule of their own: the stints of each, in the order of time.
    Schedule(Vec<Vec<Stint>>),
}

/// Hours in which the same people work on some days of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// The name, unique in the team; it also keys the random numbers of its agents.
    pub name: String,
    /// On which days it begins, Monday first.
    pub days: [bool; 7],
    /// The second of the day at which it begins.
    pub from: u32,
    /// The second, counted from midnight of the same day, at which it is over: above `from`, and at most a day later.
    pub to: u32,
    /// How many agents.
    pub agents: u32,
    /// Breaks, meetings, trainings.
    pub pauses: Vec<PlannedPause>,
    /// The probability that an agent does not come on a day.
    pub absence: f64,
}

/// A time off the desk within a shift, staggered over its agents.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPause {
    /// What it is.
    pub why: Why,
    /// On which days of the shift, Monday first.
    pub days: [bool; 7],
    /// Not before this second, counted from midnight of the day on which the shift begins.
    pub from: u32,
    /// Over by this second.
    pub to: u32,
    /// How many seconds it lasts; at most `to - from`.
    pub lasts: u32,
}

/// Why an agent is off the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// A break: it begins after the reply in hand, and lasts as long as it should.
    Break,
    /// A meeting or a training: it is over when it is over, however late the agent comes.
    Meeting,
}

/// One presence of an agent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stint {
    /// When it begins.
    pub from: Time,
    /// When it is over.
    pub to: Time,
    /// Off the desk in between: in the order of time, one after the other, within the stint.
    pub pauses: Vec<Pause>,
}

/// Off the desk for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// What it is.
    pub why: Why,
    /// When it should begin.
    pub from: Time,
    /// When it should be over.
    pub to: Time,
}

impl From<Weekly<u32>> for Staffing {
    fn from(weekly: Weekly<u32>) -> Staffing {
        Staffing::Weekly(weekly)
    }
}

impl Staffing {
    /// The most agents that are ever there.
    pub fn places(&self) -> u32 {
        match self {
            Staffing::Weekly(weekly) => weekly.steps().iter().map(|step| step.1).max().unwrap_or(0),
            Staffing::Dated(steps) => steps.iter().map(|step| step.1).max().unwrap_or(0),
            Staffing::Shifts(shifts) => shifts.iter().map(|shift| shift.agents).sum(),
            Staffing::Schedule(agents) => agents.len() as u32,
        }
    }

    /// The count that repeats every week, if that is what it is.
    pub fn weekly(&self) -> Option<&Weekly<u32>> {
        if let Staffing::Weekly(weekly) = self { Some(weekly) } else { None }
    }

    /// Whether any agent should be there at an instant; absences and pauses are not asked for.
    pub fn is_planned(&self, zone: &Zone, at: Time) -> bool {
        match self {
            Staffing::Weekly(weekly) => weekly.at(zone.second_of_week(at)) > 0,
            Staffing::Dated(steps) => count_at(steps, at) > 0,
            Staffing::Shifts(shifts) => shifts.iter().any(|shift| shift.holds(zone.second_of_week(at))),
            Staffing::Schedule(agents) => agents.iter().flatten().any(|stint| stint.from <= at && at < stint.to),
        }
    }

    /// Whether the agents are people, of whom it is known who works when; else they are counted.
    pub fn has_people(&self) -> bool {
        matches!(self, Staffing::Shifts(_) | Staffing::Schedule(_))
    }
}

/// The number at an instant of steps (from when on, number), none before the first.
pub fn count_at(steps: &[(Time, u32)], at: Time) -> u32 {
    steps[..steps.partition_point(|step| step.0 <= at)].last().map_or(0, |step| step.1)
}

/// When the number of such steps changes next after an instant; `None` if it never does.
pub fn next_step(steps: &[(Time, u32)], at: Time) -> Option<Time> {
    steps.get(steps.partition_point(|step| step.0 <= at)).map(|step| step.0)
}

impl PlannedPause {
    /// When the pause of the agent at a place among so many begins, in seconds from midnight: the first place at `from`, the
    /// last as late as possible, the others evenly in between.
    pub fn begins(&self, place: u32, agents: u32) -> u32 {
        let slack = u64::from(self.to - self.from - self.lasts);
        let last = u64::from(agents.saturating_sub(1)).max(1);
        self.from + (slack * u64::from(place) / last) as u32
    }
}

impl Shift {
    /// The share of the paid time of its agents that they are at the desk: (1 - absence) (1 - pauses / length), over the days
    /// of the shift.
    pub fn net(&self) -> f64 {
        let days = (0..7).filter(|day| self.days[*day]);
        let (mut paid, mut paused) = (0, 0);
        for day in days {
            paid += self.to - self.from;
            paused += self.pauses.iter().filter(|pause| pause.days[day]).map(|pause| pause.lasts).sum::<u32>();
        }
        if paid == 0 { 0.0 } else { (1.0 - self.absence) * (1.0 - f64::from(paused) / f64::from(paid)) }
    }

    /// Whether it lasts at a second of the week.
    fn holds(&self, second: u32) -> bool {
        let (day, second) = (second / DAY, second % DAY);
        let since_midnight = [(day, second), ((day + 6) % 7, second + DAY)];
        since_midnight.into_iter().any(|(day, at)| self.days[day as usize] && self.from <= at && at < self.to)
    }

    /// The same hours on every day, without pauses, and everybody comes.
    pub fn daily(name: &str, from: u32, to: u32, agents: u32) -> Shift {
        debug_assert!(from < to && to <= from + DAY);
        Shift { name: name.to_owned(), days: [true; 7], from, to, agents, pauses: Vec::new(), absence: 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_are_staggered_from_the_first_place_to_the_last() {
        let pause = |to| PlannedPause { why: Why::Break, days: [true; 7], from: 100, to, lasts: 30 };
        let begins = |pause: PlannedPause, agents: u32| -> Vec<u32> {
            (0..agents).map(|place| pause.begins(place, agents)).collect()
        };
        assert_eq!(begins(pause(190), 4), [100, 120, 140, 160]);
        assert_eq!(begins(pause(130), 3), [100, 100, 100], "no room to stagger");
        assert_eq!(begins(pause(190), 1), [100]);
    }
}
