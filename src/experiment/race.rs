//! Which policy is the best: all of them race on the same customers until one is left.

use super::results::statistic_of;
use super::{Experiment, FIRST_LOOK, Results, RunRecord};
use crate::stats::selection::{Better, Race, Selection};
use crate::stats::{Estimate, counts};

/// What makes a policy the best.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// The name of the metric.
    pub metric: &'static str,
    /// Which number of it, about everybody.
    pub statistic: String,
    /// Which values are good.
    pub better: Better,
    /// Differences up to this one do not matter, in the unit of the number; above 0.
    pub indifference: f64,
}

/// The race as far as results go, at the usual looks; `None` if a policy has not got the number in the first of them.
///
/// Dropped policies are simulated on, so that all have the same replications and can be compared in all other numbers.
pub fn race(experiment: &Experiment, best: &Best, results: &Results) -> Option<Race> {
    let runs: Vec<Vec<&RunRecord>> = results.policies.iter().map(|it| it.runs.iter().collect()).collect();
    race_of(experiment, best, &runs.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// The same from the runs of each policy, in the order of replications.
pub(super) fn race_of(experiment: &Experiment, best: &Best, policies: &[&[&RunRecord]]) -> Option<Race> {
    let replications = policies.iter().map(|runs| runs.len()).min()?;
    let estimates = |count: usize| -> Option<Vec<Estimate>> {
        let estimate = |runs: &&[&RunRecord]| statistic_of(experiment, &runs[..count], best.metric, &best.statistic);
        policies.iter().map(|runs| estimate(runs).map(|it| it.0)).collect()
    };
    let mut looks = counts(FIRST_LOOK.into(), replications as u64);
    let first = estimates((looks.next()? as usize).min(replications))?;
    let selection =
        Selection { confidence: experiment.confidence, indifference: best.indifference, better: best.better };
    let observations: Vec<Vec<f64>> = first.iter().map(Estimate::observations).collect();
    let mut race = selection.begin(&observations);
    for count in looks {
        let values: Vec<f64> = estimates(count as usize)?.iter().map(|it| it.value).collect();
        race.screen(count, &values);
    }
    Some(race)
}
