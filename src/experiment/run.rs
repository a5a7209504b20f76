//! Runs a share of an experiment's replications on all cores.

use super::{Experiment, Results};
use crate::engine::{Halt, simulate};
use crate::metrics::measures::{AgentWork, Count, Interval, Measures};
use crate::metrics::{Contribution, METRICS, Scope, View};
use crate::recorder::Recorder;
use crate::stats::Distribution;
use crate::trace::Fingerprint;
use crate::workload::Workload;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// Is told how far the runs are; called from several threads.
pub trait Progress: Sync {
    /// One replication under one policy is done.
    fn run_done(&self);
}

/// Nobody wants to know.
impl Progress for () {
    fn run_done(&self) {}
}

/// One replication under one policy: what it contributes to the results.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRecord {
    /// Which replication.
    pub replication: u32,
    /// The place of the policy.
    pub policy: usize,
    /// By scope, and within it by metric, in the order of [`METRICS`].
    pub contributions: Vec<Vec<Contribution>>,
    /// By demand and mode: the tempo ratios of the responses to customers in that mode, in thousandths.
    pub tempo: Vec<Vec<Distribution<7>>>,
    /// By agent.
    pub agents: Vec<AgentWork>,
    /// How many conversations needed a reply, step by step of the course of the work left over.
    pub course: Vec<u32>,
    /// How many conversations were offered.
    pub offered: u64,
    /// How many events the run had.
    pub events: u64,
    /// The fingerprint of its trajectory.
    pub fingerprint: u64,
}

/// A share of an experiment.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareRecord {
    /// The runs, replication by replication, policy by policy.
    pub runs: Vec<RunRecord>,
    /// By policy: the intervals, added up over the replications of the share. Integers: the order does not matter.
    pub intervals: Vec<Vec<Interval>>,
}

/// Runs an experiment on this machine: one plan, one share.
///
/// # Errors
/// [`Halt::Stopped`] soon after `stop` is raised; [`Halt::NoNumber`] at a score that is not a number.
pub fn run(experiment: &Experiment, progress: &impl Progress, stop: &AtomicBool) -> Result<Results, Halt> {
    let plan: Vec<u32> = (0..experiment.replications).collect();
    Ok(merge(experiment, vec![share(experiment, &plan, progress, stop)?]))
}

/// Runs some replications of an experiment, each under every policy, on all threads of the present rayon pool.
///
/// A replication's customers are sampled once, and dropped when its last policy is through; so at most as many workloads are
/// in memory as there are threads.
///
/// # Errors
/// [`Halt::Stopped`] soon after `stop` is raised; [`Halt::NoNumber`] at a score that is not a number.
pub fn share(
    experiment: &Experiment,
    replications: &[u32],
    progress: &impl Progress,
    stop: &AtomicBool,
) -> Result<ShareRecord, Halt> {
    let threads = rayon::current_num_threads();
    let mut record = ShareRecord { runs: Vec::new(), intervals: vec![Vec::new(); experiment.policies.len()] };
    for some in replications.chunks(threads) {
        // Few replications: the policies of one are run side by side. Enough: a thread takes a whole replication.
        let done: Vec<Done> = match some.len() < threads {
            true => some.iter().map(|&replication| side_by_side(experiment, replication, progress, stop)).collect(),
            false => some.par_iter().map(|&replication| one_by_one(experiment, replication, progress, stop)).collect(),
        };
        // Of several that did not come to their end the first is told, on any number of threads.
        let done: Vec<Vec<(RunRecord, Vec<Interval>)>> = done.into_iter().collect::<Result<_, Halt>>()?;
        for (run, intervals) in done.into_iter().flatten() {
            add_intervals(&mut record.intervals[run.policy], intervals);
            record.runs.push(run);
        }
    }
    Ok(record)
}

type Done = Result<Vec<(RunRecord, Vec<Interval>)>, Halt>;

fn one_by_one(experiment: &Experiment, replication: u32, progress: &impl Progress, stop: &AtomicBool) -> Done {
    let workload = Workload::sample(&experiment.model, experiment.seed, replication);
    let policies = 0..experiment.policies.len();
    policies.map(|policy| one_run(experiment, &workload, replication, policy, progress, stop)).collect()
}

fn side_by_side(experiment: &Experiment, replication: u32, progress: &impl Progress, stop: &AtomicBool) -> Done {
    let workload = Workload::sample(&experiment.model, experiment.seed, replication);
    let policies = (0..experiment.policies.len()).into_par_iter();
    let runs = policies.map(|policy| one_run(experiment, &workload, replication, policy, progress, stop));
    runs.collect::<Vec<_>>().into_iter().collect()
}

fn one_run(
    experiment: &Experiment,
    workload: &Workload,
    replication: u32,
    policy: usize,
    progress: &impl Progress,
    stop: &AtomicBool,
) -> Result<(RunRecord, Vec<Interval>), Halt> {
    // The engine looks at the flag every few thousand events, which a small run never reaches.
    if stop.load(Ordering::Relaxed) {
        return Err(Halt::Stopped);
    }
    let model = &experiment.model;
    let _place = InPanics { experiment, replication, policy };
    let mut observer = (Recorder::new(model, workload.key()), Fingerprint::default());
    let summary = simulate(model, workload, &experiment.policies[policy], &mut observer, stop)?;
    let (recorder, fingerprint) = observer;
    let mut measures = recorder.finish(&summary.world, summary.events, fingerprint.0, model.frame.end());
    let intervals = std::mem::take(&mut measures.intervals);
    progress.run_done();
    Ok((record(experiment, measures, replication, policy), intervals))
}

/// Says in which run a panic happened: it is a bug, and this is how to see it again.
struct InPanics<'a> {
    experiment: &'a Experiment,
    replication: u32,
    policy: usize,
}

impl Drop for InPanics<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let (name, seed) = (&self.experiment.policies[self.policy].name, self.experiment.seed);
            eprintln!("this happened in replication {} under policy {name}, seed {seed}", self.replication + 1);
        }
    }
}

fn record(experiment: &Experiment, measures: Measures, replication: u32, policy: usize) -> RunRecord {
    let contributions = |scope: Scope| {
        let view = View::new(&measures, scope);
        METRICS.iter().map(|metric| view.contribution(metric)).collect()
    };
    RunRecord {
        replication,
        policy,
        contributions: experiment.scopes().into_iter().map(contributions).collect(),
        offered: measures.cells.iter().map(|cell| cell.count(Count::Offered)).sum(),
        tempo: measures.tempo.iter().map(|modes| modes.iter().map(Distribution::from).collect()).collect(),
        agents: measures.agents,
        course: measures.course,
        events: measures.events,
        fingerprint: measures.fingerprint,
    }
}

fn add_intervals(sum: &mut Vec<Interval>, more: Vec<Interval>) {
    if sum.is_empty() {
        *sum = more;
        return;
    }
    sum.iter_mut().zip(&more).for_each(|(sum, more)| sum.merge(more));
}

/// Merges the shares of an experiment, in any order, into its results.
///
/// # Panics
/// If a run is missing or there twice.
pub fn merge(experiment: &Experiment, shares: Vec<ShareRecord>) -> Results {
    let policies = experiment.policies.len();
    let mut runs: Vec<Vec<RunRecord>> = vec![Vec::new(); policies];
    let mut intervals: Vec<Vec<Interval>> = vec![Vec::new(); policies];
    for share in shares {
        for run in share.runs {
            runs[run.policy].push(run);
        }
        for (sum, more) in intervals.iter_mut().zip(share.intervals) {
            add_intervals(sum, more);
        }
    }
    for runs in &mut runs {
        runs.sort_by_key(|run| run.replication);
        let whole = runs.iter().zip(0..).all(|(run, place)| run.replication == place);
        assert!(whole && runs.len() == experiment.replications as usize, "a run is missing or there twice");
    }
    Results::new(experiment, runs, intervals)
}
