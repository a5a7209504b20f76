//! The numbers that answer the question: which metrics a reader wants to see first, and how they are written.

use super::Report;
use super::words::duration;
use crate::experiment::Row;
use crate::metrics::Unit;
use crate::stats::Interval;

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
    Higher(Verdict),
    /// Significantly lower.
    Lower(Verdict),
}

/// What a difference is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
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

const KEYS: [Key; 7] = [
    key("mean wait", "mean\nwait", ("wait", "mean"), Better::Lower, 0),
    key("first reply within (p90)", "first\nreply p90", ("first_response_time", "p90"), Better::Lower, 2),
    key("service level", "service\nlevel", ("service_level", "share"), Better::Higher, 3),
    key("abandoned", "gave up", ("abandoned", "share"), Better::Lower, 4),
    key("tempo ratio (p90)", "tempo\nratio p90", ("tempo_ratio", "p90"), Better::Lower, 6),
    key("utilisation", "utili-\nsation", ("utilisation", "share"), Better::Neither, 1),
    key("concurrency", "concur-\nrency", ("concurrency", "mean"), Better::Neither, 5),
];

/// The main numbers of this scenario: nobody reads about targets or giving up where there are none.
pub(super) fn keys(report: &Report<'_>) -> Vec<Key> {
    let demands = &report.experiment().model.demands;
    let exists = |key: &&Key| match key.metric {
        "abandoned" => demands.iter().any(|demand| demand.patience.first.is_some() || demand.patience.later.is_some()),
        _ => (0..report.results.policies.len()).any(|policy| value(report, policy, key).is_some()),
    };
    KEYS.iter().filter(exists).copied().collect()
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
    let Some(comparison) = report.comparison(policy, key.metric, key.statistic) else { return Mark::None };
    let higher = comparison.difference.value > 0.0;
    let worth = match key.better {
        Better::Neither => Verdict::Neutral,
        Better::Higher if higher => Verdict::Good,
        Better::Lower if !higher => Verdict::Good,
        _ => Verdict::Bad,
    };
    match comparison.difference.significant {
        false => Mark::None,
        true if higher => Mark::Higher(worth),
        true => Mark::Lower(worth),
    }
}

/// A number with half of its interval, as people write them: as many digits as the interval leaves meaning.
pub(super) fn written(unit: Unit, value: f64, interval: Option<Interval>) -> (String, Option<String>) {
    let half = interval.map(|it| it.half_width());
    let plain = |factor: f64, mark: &str| {
        let places = half.map_or(1, |half| places(half * factor));
        let number = |it: f64| format!("{:.places$}", it * factor);
        (format!("{}{mark}", number(value)), half.map(number))
    };
    match unit {
        Unit::Seconds => (duration(value), half.map(duration)),
        Unit::Share => plain(100.0, "%"),
        Unit::Number | Unit::Ratio => plain(1.0, ""),
    }
}

/// Decimals that show one digit of an uncertainty, two where it begins with a 1; no more than three.
fn places(half: f64) -> usize {
    [2.0, 0.2, 0.02].into_iter().position(|limit| half >= limit).unwrap_or(if half > 0.0 { 3 } else { 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_that_the_interval_leaves_meaning() {
        let around = |value: f64, half: f64| Some(Interval { low: value - half, high: value + half });
        let share = written(Unit::Share, 0.8312, around(0.8312, 0.0121));
        assert_eq!(share, ("83.1%".to_owned(), Some("1.2".to_owned())));
        assert_eq!(written(Unit::Share, 0.5, None), ("50.0%".to_owned(), None));
        let level = written(Unit::Number, 3.2144, around(3.2144, 0.031));
        assert_eq!(level, ("3.21".to_owned(), Some("0.03".to_owned())));
        let time = written(Unit::Seconds, 92.0, around(92.0, 4.0));
        assert_eq!(time, ("1m 32s".to_owned(), Some("4s".to_owned())));
    }
}
