//! What a staffing is to reach: a number, a bound and on which side of it to be.
//!
//! ```text
//! first_response_time.p90 < 5m          a quantile, any from p1 to p99
//! wait.mean <= 90s                      a mean
//! first_response_time.within_30s > 80%  the share within a span
//! abandoned < 3%                        a share, or abandoned.count < 20
//! service_level >= 0.8                  the share within the demands' own targets
//! ```

use crate::civil::parse_span;
use crate::metrics::measures::Cell;
use crate::metrics::{Clock, Contribution, Kind, METRICS, Metric, Unit, View};
use crate::scenario::{all_of, nearest};
use crate::stats::{Distribution, Tally};
use crate::units::Span;
use std::fmt;

/// A number that is to be on one side of a bound.
#[derive(Clone, Debug)]
pub struct Target {
    /// Of what.
    pub metric: &'static Metric,
    /// Which number of it.
    pub statistic: Statistic,
    /// On which side of the bound it is to be.
    pub side: Side,
    /// The bound, in the unit of the number: seconds, or a share between 0 and 1.
    pub bound: f64,
    /// As it was written, with single spaces.
    text: String,
}

/// Which number of a metric.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// The mean, the ratio of sums, or the one number that there is.
    Plain,
    /// A quantile.
    Quantile(f64),
    /// The share that is not longer than this.
    Within(Span),
    /// The share that is longer than nothing.
    AboveZero,
    /// How many, a mean per replication.
    Count,
}

/// A side of a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Below it, or also on it.
    Below {
        /// Whether the bound itself will do.
        on: bool,
    },
    /// Above it, or also on it.
    Above {
        /// Whether the bound itself will do.
        on: bool,
    },
}

/// What one replication says about a target in an interval.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// What is summed up over the replications, and over what: their ratio is to be on a side of [`Target::level`].
    pub pair: (f64, f64),
    /// Of a quantile: how the values are spread, in thousandths of the unit.
    pub spread: Distribution<3>,
}

/// The numbers that fewer agents bring nearer to a high bound: what the agents are paid for.
const BUSY: [&str; 7] = [
    "utilisation",
    "occupancy",
    "slot_occupancy",
    "any_work",
    "concurrency",
    "replies_per_hour",
    "conversations_per_agent_hour",
];

/// The numbers of which more agents only make more.
const SPENT: [&str; 5] =
    ["agent_hours_scheduled", "agent_hours_signed_in", "agent_hours_paid", "cost", "cost_per_resolved"];

/// The numbers that more agents raise.
const SERVED: [&str; 14] = [
    "response_live",
    "service_level",
    "service_level_of_answered",
    "service_level_without_abandoned",
    "service_level_without_short_abandoned",
    "service_level_seen",
    "target_kept",
    "satisfaction",
    "conversion",
    "answered",
    "answered_seen",
    "resolved",
    "matters_resolved",
    "same_agent_share",
];

const HELP: &str = "write for instance \"first_response_time.p90 < 5m\" or \"abandoned < 3%\"";

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Target {
    /// Reads `METRIC.STATISTIC < VALUE`.
    ///
    /// # Errors
    /// What is wrong with it, and what would be right.
    pub fn parse(text: &str) -> Result<Target, String> {
        let place = text.find(['<', '>', '≤', '≥', '=']).filter(|&place| !text[place..].starts_with('='));
        let place = place.ok_or_else(|| format!("`{text}` has no bound: {HELP}"))?;
        let (number, rest) = text.split_at(place);
        let sign = rest.chars().next().expect("there is a sign");
        let after = &rest[sign.len_utf8()..];
        let (on, value) = match after.strip_prefix('=') {
            Some(value) => (true, value),
            None => (matches!(sign, '≤' | '≥'), after),
        };
        let side = if matches!(sign, '<' | '≤') { Side::Below { on } } else { Side::Above { on } };
        let (metric, statistic) = named(number.trim())?;
        let unit = unit_of(metric, statistic);
        let bound = bound(value.trim(), unit).map_err(|problem| format!("{}: {problem}", text.trim()))?;
        let sign = match side {
            Side::Below { on: false } => "<",
            Side::Below { on: true } => "<=",
            Side::Above { on: false } => ">",
            Side::Above { on: true } => ">=",
        };
        let text = format!("{} {sign} {}", number.trim(), value.trim());
        Ok(Target { metric, statistic, side, bound, text })
    }

    /// Reads all of them, and refuses those that contradict each other.
    ///
    /// # Errors
    /// Everything that is wrong, one a line.
    pub fn parse_all<T: AsRef<str>>(texts: &[T]) -> Result<Vec<Target>, Vec<String>> {
        let read: Vec<Result<Target, String>> = texts.iter().map(|text| Target::parse(text.as_ref())).collect();
        let mut wrong: Vec<String> = read.iter().filter_map(|it| it.as_ref().err()).cloned().collect();
        let targets: Vec<Target> = read.into_iter().flatten().collect();
        for (place, one) in targets.iter().enumerate() {
            let others = targets[..place].iter().filter(|other| one.contradicts(other) || other.contradicts(one));
            wrong.extend(others.map(|other| {
                format!(
                    "`{other}` and `{one}` contradict each other: no number is on both sides; leave one of them out"
                )
            }));
        }
        match (targets.iter().any(Target::is_helped_by_more), wrong.is_empty()) {
            (_, false) => Err(wrong),
            (true, true) => Ok(targets),
            (false, true) if texts.is_empty() => Err(vec![format!("there is no target: {HELP}")]),
            (false, true) => Err(vec![format!(
                "no target asks for agents: without any, {} would be kept; {HELP}",
                targets.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" and ")
            )]),
        }
    }

    /// Whether no number is above the bound of this and below that of the other. A quantile is never below another one of a
    /// smaller share.
    fn contradicts(&self, other: &Target) -> bool {
        let (Side::Above { on: one }, Side::Below { on: two }) = (self.side, other.side) else { return false };
        let least = match (self.statistic, other.statistic) {
            (Statistic::Quantile(small), Statistic::Quantile(large)) => small <= large,
            (one, two) => one == two,
        };
        let apart = self.bound > other.bound || (self.bound >= other.bound && !(one && two));
        std::ptr::eq(self.metric, other.metric) && least && apart
    }

    /// Whether more agents bring the number nearer to its bound, or beyond it. Otherwise fewer do, as with a bound on costs.
    pub fn is_helped_by_more(&self) -> bool {
        let raised = match self.statistic {
            Statistic::Within(_) => true,
            _ => SERVED.contains(&self.metric.name),
        };
        match self.side {
            Side::Above { .. } => raised,
            Side::Below { .. } => !raised && !SPENT.contains(&self.metric.name),
        }
    }

    /// Whether it asks for agents who are busy enough, or for no more of them than can be paid.
    pub fn is_about_agents(&self) -> bool {
        BUSY.contains(&self.metric.name) || SPENT.contains(&self.metric.name)
    }

    /// The unit of the number.
    pub fn unit(&self) -> Unit {
        unit_of(self.metric, self.statistic)
    }

    /// Of what the ratio of the evidence is to be on a side: the bound, or of a quantile the share that is to be within it.
    pub fn level(&self) -> f64 {
        match self.statistic {
            Statistic::Quantile(p) => p,
            _ => self.bound,
        }
    }

    /// Whether the ratio of the evidence is to be high.
    pub fn wants_high(&self) -> bool {
        matches!(self.side, Side::Above { .. }) != matches!(self.statistic, Statistic::Quantile(_))
    }

    /// Whether a ratio of the evidence is where it is to be.
    pub fn is_met(&self, ratio: f64) -> bool {
        let level = self.level();
        match (self.side, self.statistic) {
            // As many within the bound as the quantile wants are enough on either reading of it.
            (_, Statistic::Quantile(_)) if self.wants_high() => ratio >= level,
            (_, Statistic::Quantile(_)) => ratio < level,
            (Side::Below { on: true }, _) => ratio <= level,
            (Side::Below { on: false }, _) => ratio < level,
            (Side::Above { on: true }, _) => ratio >= level,
            (Side::Above { on: false }, _) => ratio > level,
        }
    }

    /// Whether the ratio of the evidence is a share of customers or messages.
    pub fn is_share(&self) -> bool {
        !self.is_about_agents() && (self.unit() == Unit::Share || matches!(self.statistic, Statistic::Quantile(_)))
    }

    /// What an interval of one replication says. Whoever still waits when the run ends is beyond every span that they are
    /// older than.
    pub fn evidence(&self, view: &View, coarse: &Cell<3>) -> Evidence {
        let clock = |Clock { ended, open }: Clock| match matches!(self.metric.kind, Kind::InHours(_)) {
            true => (coarse.in_hours(ended), coarse.in_hours(open)),
            false => (coarse.timing(ended), coarse.timing(open)),
        };
        let pair = match self.metric.kind {
            Kind::Times(it) | Kind::InHours(it) => return self.of_times(clock(it)),
            Kind::Quantiles(ended) => return self.of_times((coarse.timing(ended), Tally::new())),
            Kind::Concurrency => {
                view.work.as_ref().map_or((0.0, 0.0), |work| (work.active as f64, work.agents.signed_in as f64))
            }
            _ => match (view.contribution(self.metric), self.statistic) {
                (Contribution::Pair(count, _), Statistic::Count) => (count, 1.0),
                (Contribution::Pair(numerator, denominator), _) => (numerator, denominator),
                (Contribution::Value(Some(value)), _) => (value, 1.0),
                _ => (0.0, 0.0),
            },
        };
        Evidence { pair, spread: Distribution::default() }
    }

    fn of_times(&self, (ended, open): (Tally<3>, Tally<3>)) -> Evidence {
        let (moments, histogram) = (ended.moments(), ended.milliseconds());
        let count = moments.count as f64;
        let within = |span: u64| {
            let older = open.milliseconds().total() as f64 - open.milliseconds().count_at_most(span);
            (histogram.count_at_most(span), count + older)
        };
        let pair = match self.statistic {
            Statistic::Plain => (moments.sum as f64 * 1e-6, count),
            Statistic::Count => (count, 1.0),
            Statistic::AboveZero => (count - histogram.count_at_most(0), count),
            Statistic::Within(span) => within(span.as_milliseconds()),
            Statistic::Quantile(_) => within((self.bound * 1e3) as u64),
        };
        let spread = match self.statistic {
            Statistic::Quantile(_) => Distribution::from(histogram),
            _ => Distribution::default(),
        };
        Evidence { pair, spread }
    }
}

/// The metric and the statistic of `wait.mean`, or of `abandoned` with the usual statistic.
fn named(text: &str) -> Result<(&'static Metric, Statistic), String> {
    if text.is_empty() {
        return Err(format!("the bound is that of no number: {HELP}"));
    }
    let (name, statistic) = text.split_once('.').map_or((text, None), |(name, rest)| (name, Some(rest.trim())));
    let Some(metric) = METRICS.iter().find(|it| it.name == name.trim()) else {
        let meant = nearest(name, METRICS.iter().map(|it| it.name));
        let meant = meant.map_or(String::new(), |it| format!("did you mean `{it}`? "));
        return Err(format!("there is no metric `{name}`: {meant}`quasisync list metrics` has them all"));
    };
    let known = known(metric);
    let Some(statistic) = statistic else { return Ok((metric, known[0].1)) };
    let plain = known.iter().find(|it| it.0 == statistic).map(|it| it.1);
    let spread = matches!(metric.kind, Kind::Times(_) | Kind::InHours(_) | Kind::Quantiles(_));
    let found = plain.or_else(|| quantile(statistic).filter(|_| spread)).or_else(|| within(metric, statistic));
    found.map(|found| (metric, found)).ok_or_else(|| {
        let names = known.iter().map(|it| it.0);
        format!("`{name}` has no statistic `{statistic}` in an interval: write {name} with one of {}", all_of(names))
    })
}

/// `p90`.
fn quantile(text: &str) -> Option<Statistic> {
    let share: f64 = text.strip_prefix('p')?.parse().ok()?;
    (0.0 < share && share < 100.0).then_some(Statistic::Quantile(share / 100.0))
}

/// `within_30s`.
fn within(metric: &Metric, text: &str) -> Option<Statistic> {
    let span = text.strip_prefix("within_").and_then(|span| parse_span(span).ok())?;
    matches!(metric.kind, Kind::Times(_) | Kind::InHours(_)).then_some(Statistic::Within(span))
}

/// The statistics of a metric that an interval has, the usual one first.
fn known(metric: &Metric) -> Vec<(&'static str, Statistic)> {
    let p90 = ("p90", Statistic::Quantile(0.9));
    let within = ("within_30s", Statistic::Within(Span(30 * Span::SECOND.0)));
    match metric.kind {
        Kind::Times(_) | Kind::InHours(_) => vec![
            ("mean", Statistic::Plain),
            p90,
            within,
            ("count", Statistic::Count),
            ("share_above_zero", Statistic::AboveZero),
        ],
        Kind::Quantiles(_) => vec![p90],
        Kind::Concurrency | Kind::Level(_) => vec![("mean", Statistic::Plain)],
        Kind::Ratio { statistic, .. } | Kind::Each { statistic, .. } => vec![(statistic, Statistic::Plain)],
        Kind::Count(_) => vec![("share", Statistic::Plain), ("count", Statistic::Count)],
        Kind::Age => vec![("mean_at_ends", Statistic::Plain)],
        Kind::Total(_) => vec![("total", Statistic::Plain)],
    }
}

fn unit_of(metric: &Metric, statistic: Statistic) -> Unit {
    match (metric.kind, statistic) {
        (_, Statistic::Count) => Unit::Number,
        (_, Statistic::Within(_) | Statistic::AboveZero) | (Kind::Count(_), Statistic::Plain) => Unit::Share,
        _ => metric.unit,
    }
}

/// A bound in a unit.
fn bound(text: &str, unit: Unit) -> Result<f64, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|it| it.is_finite());
    match unit {
        Unit::Seconds => parse_span(text)
            .map(Span::as_seconds)
            .map_err(|_| format!("`{text}` is no span of time: write for instance 90s, 5m or 1h30m")),
        Unit::Share => {
            let share = match text.strip_suffix('%') {
                Some(percent) => number(percent).map(|it| it / 100.0),
                None => number(text),
            };
            let possible = share.filter(|it| (0.0..=1.0).contains(it));
            possible.ok_or_else(|| format!("`{text}` is no share: write for instance 3% or 0.03"))
        }
        Unit::Number | Unit::Ratio | Unit::Hours | Unit::Money => {
            number(text).ok_or_else(|| format!("`{text}` is no number: write for instance 20 or 1.5"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(text: &str) -> Target {
        Target::parse(text).unwrap()
    }

    #[test]
    fn targets_are_read_in_the_unit_of_their_number() {
        let it = target("first_response_time.p90<5m");
        assert_eq!((it.metric.name, it.statistic, it.bound), ("first_response_time", Statistic::Quantile(0.9), 300.0));
        assert_eq!(it.to_string(), "first_response_time.p90 < 5m");
        assert_eq!((it.level(), it.wants_high(), it.is_helped_by_more()), (0.9, true, true));
        let it = target("abandoned < 3%");
        assert_eq!((it.bound, it.unit(), it.is_helped_by_more(), it.wants_high()), (0.03, Unit::Share, true, false));
        assert_eq!(target("abandoned.count <= 20").unit(), Unit::Number);
        assert_eq!(target("wait.mean ≤ 1m30s").side, Side::Below { on: true });
        let within = target("first_response_time.within_1m30s >= 0.8");
        assert_eq!(within.statistic, Statistic::Within(Span(90 * Span::SECOND.0)));
        assert!(within.is_helped_by_more() && within.wants_high());
        assert!(target("service_level > 80%").is_helped_by_more());
        assert!(!target("utilisation > 70%").is_helped_by_more());
        assert!(target("utilisation < 85%").is_helped_by_more());
        assert!(!target("cost < 5000").is_helped_by_more());
    }

    #[test]
    fn a_bound_is_met_on_its_side_only() {
        assert!(target("abandoned <= 3%").is_met(0.03) && !target("abandoned < 3%").is_met(0.03));
        assert!(target("service_level >= 80%").is_met(0.8) && !target("service_level > 80%").is_met(0.8));
        // Of a quantile the share within the bound is looked at.
        assert!(target("wait.p90 < 5m").is_met(0.91) && !target("wait.p90 < 5m").is_met(0.89));
        assert!(!target("wait.p90 > 5m").is_met(0.91) && target("wait.p90 > 5m").is_met(0.89));
    }

    #[test]
    fn what_is_no_target_is_told() {
        let wrong = |text: &str| Target::parse(text).unwrap_err();
        assert!(wrong("abandoned").contains("has no bound"));
        assert!(wrong("abandoned = 3%").contains("has no bound"));
        assert!(wrong("< 3%").contains("that of no number"));
        assert!(wrong("abandonned < 3%").contains("did you mean `abandoned`?"));
        assert!(wrong("wait.p100 < 3m").contains("no statistic `p100`"));
        assert!(wrong("abandoned.p90 < 3m").contains("`share` and `count`"));
        assert!(wrong("wait.mean < 5").contains("no span of time"));
        assert!(wrong("wait.mean < -5s").contains("no span of time"));
        assert!(wrong("abandoned < 20").contains("no share"));
        assert!(wrong("queue_length < many").contains("no number"));
        assert!(wrong("wait.sd < 5s").contains("no statistic `sd`"));
    }

    #[test]
    fn targets_that_contradict_each_other_are_refused_together_with_all_else() {
        let wrong = |texts: &[&str]| Target::parse_all(texts).unwrap_err().join("\n");
        assert!(wrong(&["wait.p90 < 2m", "wait.p90 > 5m"]).contains("contradict each other"));
        assert!(wrong(&["wait.p50 > 5m", "wait.p90 < 5m"]).contains("contradict each other"));
        assert!(Target::parse_all(&["wait.p90 > 5m", "wait.p50 < 6m"]).is_ok(), "the median may be lower");
        assert!(Target::parse_all(&["abandoned <= 3%", "abandoned >= 3%"]).is_ok(), "3% is on both sides");
        let all = wrong(&["wait.p90 < 2m", "wait.p90 > 5m", "wate.mean < 1m", "abandoned"]);
        assert!(all.contains("contradict") && all.contains("`wate`") && all.contains("no bound"), "{all}");
        assert!(wrong(&["cost < 5000"]).contains("no target asks for agents"));
        assert!(Target::parse_all::<&str>(&[]).unwrap_err()[0].contains("no target"));
    }
}
