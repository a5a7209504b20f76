//! Until when replications are added: as soon as some numbers are as precise as they should be, for every policy.

use super::results::statistic_of;
use super::{Experiment, RunRecord};
use crate::metrics::{Kind, METRICS, Metric, Scope};
use crate::stats::{Judgement, Precision, Present, judge};

/// The first look is after so many replications.
pub const FIRST_LOOK: u32 = 10;

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

/// How precise the wanted numbers are under every policy, in the order of the policies; `runs` are those of all policies,
/// in any order.
pub(super) fn judged(experiment: &Experiment, runs: &[RunRecord]) -> Judgement {
    let mut all: Vec<&RunRecord> = runs.iter().collect();
    all.sort_by_key(|run| (run.policy, run.replication));
    let policies = all.chunk_by(|one, other| one.policy == other.policy);
    let present = |runs: &[&RunRecord], wanted: &Wanted| -> Option<Present> {
        let (estimate, interval) = statistic_of(experiment, runs, wanted.metric, &wanted.statistic)?;
        Some(Present::with_interval(&estimate, interval))
    };
    let numbers = policies.flat_map(|runs| {
        experiment.until.iter().flatten().map(move |wanted| (wanted.precision, present(runs, wanted)))
    });
    judge(&numbers.collect::<Vec<_>>(), experiment.confidence)
}

/// The same from the rows of results.
pub fn precision(experiment: &Experiment, results: &super::Results) -> Vec<(usize, Wanted, crate::stats::Progress)> {
    let wanted = || experiment.until.iter().flatten();
    let present = |policy: usize, it: &Wanted| -> Option<Present> {
        let row = results.policies[policy].row(Scope::Overall, it.metric, &it.statistic)?;
        Some(Present::with_interval(row.estimate.as_ref()?, row.interval))
    };
    let all = (0..results.policies.len()).flat_map(|policy| wanted().map(move |it| (policy, it)));
    let (places, numbers): (Vec<_>, Vec<_>) =
        all.map(|(policy, it)| ((policy, it.clone()), (it.precision, present(policy, it)))).unzip();
    let judgement = judge(&numbers, experiment.confidence);
    places.into_iter().zip(judgement.progress).map(|((policy, it), progress)| (policy, it, progress)).collect()
}
