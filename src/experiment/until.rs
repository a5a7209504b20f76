//! Until when replications are added: as soon as some numbers are as precise as they should be, for every policy, or as the
//! best policy is known.

use super::race::{Best, race_of};
use super::results::statistic_of;
use super::{Experiment, Results, RunRecord};
use crate::metrics::{Kind, METRICS, Metric, Scope};
use crate::stats::{Estimate, Interval, Judgement, Precision, Present, Progress, judge};

/// The first look is after so many replications.
pub const FIRST_LOOK: u32 = 10;

/// What is to be known before no more replications are added.
#[derive(Clone, Debug, PartialEq)]
pub enum Until {
    /// All of these numbers, under every policy, as precisely as this.
    Precise(Vec<Wanted>),
    /// Which policy is the best.
    Selected(Best),
}

/// What is known after some replications.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// How precise the numbers are.
    Precise(Judgement),
    /// How many policies may still be the best, of how many.
    Selected(usize, usize),
}

impl Look {
    /// Whether no further replication is needed.
    pub fn stops(&self) -> bool {
        match self {
            Look::Precise(judgement) => judgement.stops(),
            Look::Selected(left, _) => *left == 1,
        }
    }
}

/// A number that is to be as precise as this, about everybody.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The name of the metric.
    pub metric: &'static str,
    /// Which number of it.
    pub statistic: String,
    /// How precise.
    pub precision: Precision,
}

impl Wanted {
    /// The metric and the statistic of `wait.mean`, or of `utilisation` with the statistic that it has or that is usual.
    ///
    /// # Errors
    /// `Err(None)` if there is no such metric, `Err(Some(statistics))` if it has no such statistic with an interval, but
    /// these.
    pub fn named(text: &str) -> Result<(&'static str, String), Option<Vec<&'static str>>> {
        let (name, statistic) = text.split_once('.').map_or((text, None), |(name, rest)| (name, Some(rest)));
        let metric = METRICS.iter().find(|it| it.name == name).ok_or(None)?;
        let known = statistics(metric);
        match statistic {
            None => Ok((metric.name, known[0].to_owned())),
            Some(statistic) if known.contains(&statistic) => Ok((metric.name, statistic.to_owned())),
            Some(_) => Err(Some(known)),
        }
    }
}

/// The statistics of a metric that have an interval, the usual one first.
fn statistics(metric: &Metric) -> Vec<&'static str> {
    const QUANTILES: [&str; 5] = ["p50", "p75", "p90", "p95", "p99"];
    match metric.kind {
        Kind::Times(_) | Kind::InHours(_) => [&["mean"], &QUANTILES[..], &["count", "sd", "share_above_zero"]].concat(),
        Kind::Quantiles(_) => QUANTILES.to_vec(),
        Kind::Concurrency => [&["mean"], &QUANTILES[..]].concat(),
        Kind::Ratio { statistic, .. } | Kind::Each { statistic, .. } => vec![statistic],
        Kind::Level(_) => vec!["mean"],
        Kind::Count(_) => vec!["share", "count"],
        Kind::Age => vec!["mean_at_ends"],
        Kind::Total(_) => vec!["total"],
    }
}

/// What is known from runs of all policies, in any order.
pub(super) fn look(experiment: &Experiment, until: &Until, runs: &[RunRecord]) -> Look {
    let mut all: Vec<&RunRecord> = runs.iter().collect();
    all.sort_by_key(|run| (run.policy, run.replication));
    let policies: Vec<&[&RunRecord]> = all.chunk_by(|one, other| one.policy == other.policy).collect();
    match until {
        Until::Precise(wanted) => {
            let number =
                |policy: usize, it: &Wanted| statistic_of(experiment, policies[policy], it.metric, &it.statistic);
            Look::Precise(judge_all(experiment, wanted, number).1)
        }
        Until::Selected(best) => {
            let left = race_of(experiment, best, &policies).map_or(policies.len(), |race| race.survivors().len());
            Look::Selected(left, policies.len())
        }
    }
}

/// How precise the wanted numbers are in results, each with the place of its policy.
pub fn precision<'e>(
    experiment: &'e Experiment,
    wanted: &'e [Wanted],
    results: &Results,
) -> Vec<(usize, &'e Wanted, Progress)> {
    let (places, judgement) = judge_all(experiment, wanted, |policy, it| {
        let row = results.policies[policy].row(Scope::Overall, it.metric, &it.statistic)?;
        Some((row.estimate.clone()?, row.interval))
    });
    places.into_iter().zip(judgement.progress).map(|((policy, it), progress)| (policy, it, progress)).collect()
}

/// Judges every wanted number under every policy.
fn judge_all<'e>(
    experiment: &Experiment,
    wanted: &'e [Wanted],
    number: impl Fn(usize, &Wanted) -> Option<(Estimate, Option<Interval>)>,
) -> (Vec<(usize, &'e Wanted)>, Judgement) {
    let policies = 0..experiment.policies.len();
    let places = policies.flat_map(|policy| wanted.iter().map(move |it| (policy, it)));
    let places: Vec<(usize, &Wanted)> = places.collect();
    let present = |(policy, it): &(usize, &Wanted)| {
        let number = number(*policy, it);
        (it.precision, number.map(|(estimate, interval)| Present::with_interval(&estimate, interval)))
    };
    let judgement = judge(&places.iter().map(present).collect::<Vec<_>>(), experiment.confidence);
    (places, judgement)
}
