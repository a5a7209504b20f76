//! Runs of which only a part is kept: for studies that look at each replication by itself.

use super::Experiment;
use super::run::{Progress, RunRecord, one_run};
use crate::engine::Halt;
use crate::metrics::measures::Interval;
use crate::workload::Workload;
use rayon::prelude::*;
use std::sync::atomic::AtomicBool;

/// Runs all replications of an experiment on all threads of the present rayon pool, and keeps of each run what `keep` makes
/// of it and of its intervals: by replication, and within it by policy.
///
/// # Errors
/// [`Halt::Stopped`] soon after `stop` is raised; [`Halt::NoNumber`] at a score that is not a number. Of several the first
/// is told, on any number of threads.
pub fn each_run<T: Send>(
    experiment: &Experiment,
    progress: &impl Progress,
    stop: &AtomicBool,
    keep: impl Fn(&RunRecord, &[Interval]) -> T + Sync,
) -> Result<Vec<Vec<T>>, Halt> {
    let policies = experiment.policies.len();
    let sample = |replication| Workload::sample(&experiment.model, experiment.seed, replication);
    let run = |workload: &Workload, replication, policy| {
        let (record, intervals) = one_run(experiment, workload, replication, policy, progress, stop)?;
        Ok(keep(&record, &intervals))
    };
    let one_by_one = |replication| {
        let workload = sample(replication);
        (0..policies).map(|policy| run(&workload, replication, policy)).collect()
    };
    let side_by_side = |replication| {
        let workload = sample(replication);
        (0..policies).into_par_iter().map(|policy| run(&workload, replication, policy)).collect()
    };
    // A thread takes a whole replication; of those that are left over the runs go side by side.
    let whole = experiment.replications - experiment.replications % rayon::current_num_threads() as u32;
    let mut all: Vec<Vec<Result<T, Halt>>> = (0..whole).into_par_iter().map(one_by_one).collect();
    all.extend((whole..experiment.replications).map(side_by_side));
    all.into_iter().map(|runs| runs.into_iter().collect()).collect()
}
