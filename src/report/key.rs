//! The numbers that answer the question: which metrics a reader wants to see first, and how they are written.

use super::Report;
use super::words::{duration, margin};
use crate::experiment::Row;
use crate::metrics::Unit;
use crate::stats::Difference;

/// One of the main numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Key {
    /// In words.
    pub(super) title: &'static str,
    /// The same in two short lines.
    pub(super) heading: &'static str,
    pub(super) metric: &'static str,
    pub(super) statistic: &'static str,
    /// Which way is good for customers; neither way for what is a matter of taste.
    pub(super) better: Better,
    /// Where there is no room for all, the highest go first.
    pub(super) rank: u8,
}

/// Which way is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Better {
    Lower,
    Higher,
    Neither,
}

/// How a number of a policy stands against that of the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The baseline itself, or no significant difference.
    None,
    /// Significantly higher.
    Higher(Worth),
    /// Significantly lower.
    Lower(Worth),
}

/// What a difference is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worth {
    Good,
    Bad,
    Neutral,
}

const fn key(
    title: &'static str,
    heading: &'static str,
    (metric, statistic): (&'static str, &'static str),
    better: Better,
    rank: u8,
) -> Key {
    Key { title, heading, metric, statistic, better, rank }
}

/// In a scenario with opening hours these stand for the keys of waits.
const IN_HOURS: [Key; 2] = [
    key("mean wait in opening hours", "mean wait\nin hours", ("wait_in_hours", "mean"), Better::Lower, 0),
    key(
        "time to the first reply in opening hours (p90)",
        "first reply\nin hours p90",
        ("first_response_time_in_hours", "p90"),
        Better::Lower,
        2,
    ),
];

const KEYS: [Key; 7] = [
    key("mean wait", "mean\nwait", ("wait", "mean"), Better::Lower, 0),
    key("time to the first reply (p90)", "first\nreply p90", ("first_response_time", "p90"), Better::Lower, 2),
    key("service level", "service\nlevel", ("service_level", "share"), Better::Higher, 3),
    key("share who give up", "\ngave up", ("abandoned", "share"), Better::Lower, 4),
    key("tempo ratio (p90)", "tempo\nratio p90", ("tempo_ratio", "p90"), Better::Lower, 6),
    key("utilisation", "utili-\nsation", ("utilisation", "share"), Better::Neither, 1),
    key("concurrency", "concur-\nrency", ("concurrency", "mean"), Better::Neither, 5),
];

/// The main numbers of this scenario: nobody reads about targets or giving up where there are none.
pub(super) fn keys(report: &Report<'_>) -> Vec<Key> {
    let demands = &report.experiment().model.demands;
    let exists = |key: &Key| match key.metric {
        "abandoned" => demands.iter().any(|demand| demand.patience.limited()),
        _ => (0..report.results.policies.len()).any(|policy| value(report, policy, key).is_some()),
    };
    all(report.in_hours()).filter(exists).collect()
}

/// All main numbers. Where there are opening hours waits are told within them: nights are the same whatever is compared.
pub(super) fn all(in_hours: bool) -> impl Iterator<Item = Key> {
    let told = move |key: Key| match in_hours {
        true => *IN_HOURS.iter().find(|other| other.rank == key.rank).unwrap_or(&key),
        false => key,
    };
    KEYS.into_iter().map(told)
}

/// The row of a main number.
pub(super) fn row<'a>(report: &Report<'a>, policy: usize, key: &Key) -> Option<&'a Row> {
    report.results.policies[policy].row(crate::metrics::Scope::Overall, key.metric, key.statistic)
}

/// A main number; `None` where it is 0/0.
pub(super) fn value(report: &Report<'_>, policy: usize, key: &Key) -> Option<f64> {
    row(report, policy, key)?.estimate.as_ref().map(|estimate| estimate.value)
}

/// How it stands against the baseline.
pub(super) fn mark(report: &Report<'_>, policy: usize, key: &Key) -> Mark {
    let comparison = report.comparison(policy, key.metric, key.statistic);
    comparison.map_or(Mark::None, |it| mark_of(key, &it.difference))
}

/// What a difference in a main number is.
pub(super) fn mark_of(key: &Key, difference: &Difference) -> Mark {
    let higher = difference.value > 0.0;
    let worth = match key.better {
        Better::Neither => Worth::Neutral,
        Better::Higher if higher => Worth::Good,
        Better::Lower if !higher => Worth::Good,
        _ => Worth::Bad,
    };
    match difference.significant {
        false => Mark::None,
        true if higher => Mark::Higher(worth),
        true => Mark::Lower(worth),
    }
}

/// A number with half of its interval, as people write them.
pub(super) fn written(unit: Unit, value: f64, half: Option<f64>, places: usize) -> (String, Option<String>) {
    let number = |it: f64| format!("{it:.places$}");
    match unit {
        Unit::Seconds => (duration(value), half.map(|half| margin(half, value))),
        Unit::Share => (format!("{}%", number(value * 100.0)), half.map(|half| number(half * 100.0))),
        Unit::Number | Unit::Ratio | Unit::Hours | Unit::Money => (number(value), half.map(number)),
    }
}

/// Decimals for a column of shares, in per cent, or of numbers, such that its intervals do not look like nothing.
pub(super) fn places(unit: Unit, halves: impl Iterator<Item = f64>) -> usize {
    let smallest = halves.filter(|half| *half > 0.0).fold(f64::INFINITY, f64::min);
    match unit {
        Unit::Share if smallest < 0.0005 => 2,
        Unit::Share => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_a_reader_can_use() {
        let text = |value: &str, half: &str| (value.to_owned(), Some(half.to_owned()));
        assert_eq!(written(Unit::Share, 0.8312, Some(0.0121), 1), text("83.1%", "1.2"));
        assert_eq!(written(Unit::Share, 0.5, None, 1), ("50.0%".to_owned(), None));
        assert_eq!(written(Unit::Number, 3.2144, Some(0.031), 2), text("3.21", "0.03"));
        assert_eq!(written(Unit::Seconds, 92.0, Some(4.3), 2), text("1m 32s", "4s"));
        assert_eq!(written(Unit::Seconds, 12.0, Some(4.3), 2), text("12s", "4.3s"));
        assert_eq!(places(Unit::Share, [0.01, 0.0004].into_iter()), 2);
    }
}
