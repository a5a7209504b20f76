//! What repeats week by week: days, times of the day, and steps made of them.

use super::decode::{Context, Item, Problem, Read, TableReader};
use super::diagnostic::Place;
use super::tree::Value;
use crate::civil::{DAY, Weekly};

const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A step of the week.
#[derive(Clone, Debug)]
pub(super) struct Step<T> {
    /// The days, 0 for Monday, ascending.
    pub(super) days: Vec<u32>,
    /// The second of the day at which it begins.
    pub(super) from: u32,
    /// The second of the day at which it is over; above `from`.
    pub(super) to: u32,
    /// What holds meanwhile.
    pub(super) value: T,
    /// Where it is written.
    pub(super) place: Place,
}

impl<T> Step<T> {
    /// Its length on one day, in hours.
    pub(super) fn hours(&self) -> f64 {
        f64::from(self.to - self.from) / 3600.0
    }
}

/// The days of a text such as "mon", "mon-fri", "sat,sun" or "daily".
pub(super) fn days(text: &str) -> Result<Vec<u32>, (String, String)> {
    let refuse = || {
        (
            format!("`{text}` names no days"),
            "write for instance \"mon\", \"mon-fri\", \"sat,sun\" or \"daily\"".to_owned(),
        )
    };
    let day = |name: &str| NAMES.iter().position(|known| known.eq_ignore_ascii_case(name.trim())).ok_or_else(refuse);
    if text.len() > 200 {
        return Err(refuse());
    }
    let mut chosen = [false; 7];
    for part in text.split(',') {
        if part.trim().eq_ignore_ascii_case("daily") {
            chosen = [true; 7];
        } else if let Some((first, last)) = part.split_once('-') {
            let (first, last) = (day(first)?, day(last)?);
            // "sat-mon" goes on into the next week.
            (0..=(last + 7 - first) % 7).for_each(|step| chosen[(first + step) % 7] = true);
        } else {
            chosen[day(part)?] = true;
        }
    }
    Ok((0..7).filter(|&day| chosen[day as usize]).collect())
}

/// The second of the day of a text such as "07:30"; "24:00" is the end of the day.
pub(super) fn time_of_day(text: &str) -> Result<u32, (String, String)> {
    let refuse = || {
        (format!("`{text}` is not a time of the day"), "write hours and minutes from \"00:00\" to \"24:00\"".to_owned())
    };
    let parts: Vec<&str> = text.trim().split(':').collect();
    let [hours, minutes] = match parts[..] {
        [hours, minutes] => [hours, minutes],
        [hours, minutes, "00"] => [hours, minutes],
        _ => return Err(refuse()),
    };
    let number = |part: &str| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.parse::<u32>().ok() } else { None }
    };
    match (number(hours), number(minutes)) {
        (Some(hours), Some(minutes)) if minutes < 60 && hours * 60 + minutes <= 24 * 60 => {
            Ok((hours * 60 + minutes) * 60)
        }
        _ => Err(refuse()),
    }
}

/// Checks that a step ends after it begins.
pub(super) fn order(from: u32, to: u32) -> Result<(), (String, String)> {
    if from < to {
        return Ok(());
    }
    Err((
        format!("the step ends at {} and begins at {}", clock(to), clock(from)),
        "it must end later on the same day; split a step over midnight in two".to_owned(),
    ))
}

/// A second of the day as a scenario writes it.
pub(super) fn clock(second: u32) -> String {
    format!("{:02}:{:02}", second / 3600, second / 60 % 60)
}

/// A day as a scenario writes it, 0 for Monday.
pub(super) fn day_name(day: u32) -> &'static str {
    NAMES[day as usize]
}

/// Days as the model has them, Monday first.
pub(super) fn flags(days: &[u32]) -> [bool; 7] {
    std::array::from_fn(|day| days.contains(&(day as u32)))
}

/// Days as a scenario writes them.
pub(super) fn day_names(days: &[u32]) -> String {
    if days.len() == 7 {
        return "daily".to_owned();
    }
    days.iter().map(|&day| day_name(day)).collect::<Vec<_>>().join(",")
}

/// Reads `days`, `from` and `to` of a step; the value is read by whoever knows it.
pub(super) fn step_of(item: &Item<'_>, table: &mut TableReader<'_, '_>) -> Read<Step<()>> {
    let days = table.required("days", days_of);
    let from = table.required("from", time);
    let to = table.required("to", time);
    let (days, from, to) = (days?, from?, to?);
    order(from, to).map_err(|(message, help)| item.refuse(message, help))?;
    Ok(Step { days, from, to, value: (), place: item.place() })
}

/// The days that a key names, 0 for Monday.
pub(super) fn days_of(item: &Item<'_>) -> Read<Vec<u32>> {
    let text = item.text()?;
    let days = days(&text).map_err(|(message, help)| item.refuse(message, help))?;
    item.normal(day_names(&days));
    Ok(days)
}

fn time(item: &Item<'_>) -> Read<u32> {
    let text = match &item.node.value {
        // TOML knows times without quotes.
        Value::Moment(moment) => moment.clone(),
        _ => item.text()?,
    };
    let second = time_of_day(&text).map_err(|(message, help)| item.refuse(message, help))?;
    item.normal(clock(second));
    Ok(second)
}

/// The week of some steps; steps must not overlap, in between `otherwise` holds.
pub(super) fn weekly<T: Copy + PartialEq>(
    context: &Context<'_>,
    key: &str,
    steps: &[Step<T>],
    otherwise: T,
) -> Read<Weekly<T>> {
    let mut pieces = Vec::new();
    let mut origins = Vec::new();
    for step in steps {
        for day in &step.days {
            pieces.push((day * DAY + step.from, day * DAY + step.to, step.value));
            origins.push(step);
        }
    }
    Weekly::from_pieces(&pieces, otherwise).map_err(|(one, other)| {
        // Name the one further down: it is probably the newer one.
        let (first, second) = (one.min(other), one.max(other));
        let day = day_name(pieces[second].0 / DAY);
        let message = format!("this step overlaps another one on {day}");
        let problem = Problem::new(message, "at every time at most one step may hold");
        context.report(
            origins[second].place.clone(),
            key,
            problem.related(origins[first].place.clone(), "the other step"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_planners_write_them() {
        for (text, expected) in [
            ("mon", vec![0]),
            ("mon-fri", vec![0, 1, 2, 3, 4]),
            ("sat,sun", vec![5, 6]),
            ("Sat, Sun", vec![5, 6]),
            ("sat-mon", vec![0, 5, 6]),
            ("daily", vec![0, 1, 2, 3, 4, 5, 6]),
            ("wed,wed", vec![2]),
        ] {
            assert_eq!(days(text).as_ref(), Ok(&expected), "{text}");
            assert_eq!(days(&day_names(&expected)), Ok(expected));
        }
        for text in ["", "monday", "mon-", "mon--fri", ",", "1"] {
            assert!(days(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times_of_the_day_end_at_twenty_four() {
        assert_eq!(time_of_day("07:30"), Ok(27_000));
        assert_eq!(time_of_day("7:05"), Ok(25_500));
        assert_eq!(time_of_day("24:00"), Ok(DAY));
        assert_eq!(time_of_day("07:30:00"), Ok(27_000));
        for text in ["24:01", "7", "07:60", "25:00", "-1:00", "07:30:15", "", "a:b", "+1:00"] {
            assert!(time_of_day(text).is_err(), "{text}");
        }
        assert_eq!(clock(27_000), "07:30");
    }
}
