//! Runs a share of the replications of experiments on all cores.

use super::until::{Look, look};
use super::{Experiment, FIRST_LOOK, Results};
use crate::engine::{Halt, simulate};
use crate::metrics::measures::{AgentWork, Count, Interval, Measures};
use crate::metrics::{Contribution, METRICS, Scope, View};
use crate::recorder::Recorder;
use crate::stats::{Distribution, counts};
use crate::trace::Fingerprint;
use crate::workload::Workload;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// Is told how far the runs are; called from several threads.
pub trait Progress: Sync {
    /// One replication under one policy is done.
    fn run_done(&self);

    /// So many replications are done, and so much of what is to be known is known, by experiment.
    fn looked(&self, _replications: u32, _looks: &[Look]) {}
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
    /// The runs, in any order.
    pub runs: Vec<RunRecord>,
    /// By policy: the intervals, added up over the replications of the share. Integers: the order does not matter.
    pub intervals: Vec<Vec<Interval>>,
}

impl ShareRecord {
    fn merge(&mut self, more: ShareRecord) {
        self.runs.extend(more.runs);
        for (sum, more) in self.intervals.iter_mut().zip(more.intervals) {
            add_intervals(sum, more);
        }
    }
}

/// Runs an experiment on this machine: one plan, one share.
///
/// # Errors
/// [`Halt::Stopped`] soon after `stop` is raised; [`Halt::NoNumber`] at a score that is not a number.
pub fn run(experiment: &Experiment, progress: &impl Progress, stop: &AtomicBool) -> Result<Results, Halt> {
    Ok(run_together(&[experiment], progress, stop)?.remove(0))
}

/// Runs several experiments with the same seed and as many replications: those that [have the same
/// customers](crate::model::Model::has_customers_of) share their samples.
///
/// # Errors
/// [`Halt::Stopped`] soon after `stop` is raised; [`Halt::NoNumber`] at a score that is not a number.
///
/// # Panics
/// If the experiments have different seeds or numbers of replications.
pub fn run_together(
    experiments: &[&Experiment],
    progress: &impl Progress,
    stop: &AtomicBool,
) -> Result<Vec<Results>, Halt> {
    let Some(first) = experiments.first() else { return Ok(Vec::new()) };
    let looks: Vec<u32> = match first.until {
        None => vec![first.replications],
        Some(_) => counts(FIRST_LOOK.into(), first.replications.into()).map(|count| count as u32).collect(),
    };
    let (mut all, mut done) = (Vec::new(), 0);
    for count in looks {
        let plan: Vec<u32> = (done..count).collect();
        let more = share(experiments, &plan, progress, stop)?;
        all = if done == 0 { more } else { merged(all, more) };
        done = count;
        let looks = looks_at(experiments, &all);
        if !looks.is_empty() {
            progress.looked(done, &looks);
        }
        if looks.iter().all(Look::stops) {
            break;
        }
    }
    Ok(experiments.iter().zip(all).map(|(experiment, share)| merge(experiment, vec![share])).collect())
}

/// What is known of each experiment of which something is to be known.
fn looks_at(experiments: &[&Experiment], shares: &[ShareRecord]) -> Vec<Look> {
    let known = |(experiment, share): (&&Experiment, &ShareRecord)| {
        experiment.until.as_ref().map(|until| look(experiment, until, &share.runs))
    };
    experiments.iter().zip(shares).filter_map(known).collect()
}

/// Runs some replications of experiments, each under every policy, on all threads of the present rayon pool.
///
/// A replication's customers are sampled once, and dropped when its last policy is through; so at most as many workloads are
/// in memory as there are threads.
///
/// # Errors
/// [`Halt::Stopped`] soon after `stop` is raised; [`Halt::NoNumber`] at a score that is not a number.
///
/// # Panics
/// If the experiments have different seeds.
pub fn share(experiments: &[&Experiment], replications: &[u32], progress: &impl Progress, stop: &AtomicBool) -> Done {
    assert!(experiments.windows(2).all(|it| it[0].seed == it[1].seed), "other seeds are other customers");
    let nothing = |it: &&Experiment| ShareRecord { runs: Vec::new(), intervals: vec![Vec::new(); it.policies.len()] };
    let nothing = || experiments.iter().map(nothing).collect::<Vec<_>>();
    // Of several that did not come to their end the first is told, on any number of threads.
    let both = |all: Done, more: Done| Ok(merged(all?, more?));
    let team = Team { experiments, groups: with_the_same_customers(experiments, usize::MAX), progress, stop };
    // A thread takes a whole replication; of those that are left over the runs go side by side.
    let (most, rest) = replications.split_at(replications.len() - replications.len() % rayon::current_num_threads());
    let one_by_one = |run: &(dyn Fn(usize) -> Run + Sync), policies: usize| (0..policies).map(run).collect();
    let side_by_side =
        |run: &(dyn Fn(usize) -> Run + Sync), policies: usize| (0..policies).into_par_iter().map(run).collect();
    let all = most.par_iter().map(|&replication| team.replication(replication, one_by_one));
    let all = all.reduce(|| Ok(nothing()), both);
    rest.iter().fold(all, |all, &replication| both(all, team.replication(replication, side_by_side)))
}

fn merged(mut all: Vec<ShareRecord>, more: Vec<ShareRecord>) -> Vec<ShareRecord> {
    all.iter_mut().zip(more).for_each(|(all, more)| all.merge(more));
    all
}

/// The places of the experiments, those that have the same customers together, at most so many.
pub fn with_the_same_customers(experiments: &[&Experiment], at_most: usize) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (place, experiment) in experiments.iter().enumerate() {
        let same = |group: &&mut Vec<usize>| {
            group.len() < at_most && experiment.model.has_customers_of(&experiments[group[0]].model)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    groups
}

/// A share of each experiment.
type Done = Result<Vec<ShareRecord>, Halt>;

/// One replication under one policy, with its intervals.
pub(super) type Run = Result<(RunRecord, Vec<Interval>), Halt>;

/// Experiments that are run together.
struct Team<'a, P> {
    experiments: &'a [&'a Experiment],
    groups: Vec<Vec<usize>>,
    progress: &'a P,
    stop: &'a AtomicBool,
}

impl<P: Progress> Team<'_, P> {
    /// Runs a replication of each experiment; `all` does something for each of so many policies.
    fn replication(
        &self,
        replication: u32,
        all: impl Fn(&(dyn Fn(usize) -> Run + Sync), usize) -> Result<Vec<(RunRecord, Vec<Interval>)>, Halt>,
    ) -> Done {
        let mut shares: Vec<Option<ShareRecord>> = self.experiments.iter().map(|_| None).collect();
        for group in &self.groups {
            let first = self.experiments[group[0]];
            let mut workload = Workload::sample(&first.model, first.seed, replication);
            for &place in group {
                let experiment = self.experiments[place];
                if place != group[0] {
                    workload = workload.staffed(&experiment.model);
                }
                let run = |policy| one_run(experiment, &workload, replication, policy, self.progress, self.stop);
                let (runs, intervals) = all(&run, experiment.policies.len())?.into_iter().unzip();
                shares[place] = Some(ShareRecord { runs, intervals });
            }
        }
        Ok(shares.into_iter().map(|it| it.expect("every experiment is in a group")).collect())
    }
}

/// One replication under one policy.
pub(super) fn one_run(
    experiment: &Experiment,
    workload: &Workload,
    replication: u32,
    policy: usize,
    progress: &impl Progress,
    stop: &AtomicBool,
) -> Run {
    let mut measures = measured(experiment, workload, replication, policy, progress, stop)?;
    let intervals = std::mem::take(&mut measures.intervals);
    Ok((record(experiment, measures, replication, policy), intervals))
}

/// The measures of one replication under one policy: for whoever looks at intervals, and needs no results of it all.
///
/// # Errors
/// [`Halt::Stopped`] soon after `stop` is raised; [`Halt::NoNumber`] at a score that is not a number.
pub fn measures(
    experiment: &Experiment,
    replication: u32,
    policy: usize,
    progress: &impl Progress,
    stop: &AtomicBool,
) -> Result<Measures, Halt> {
    let workload = Workload::sample(&experiment.model, experiment.seed, replication);
    measured(experiment, &workload, replication, policy, progress, stop)
}

fn measured(
    experiment: &Experiment,
    workload: &Workload,
    replication: u32,
    policy: usize,
    progress: &impl Progress,
    stop: &AtomicBool,
) -> Result<Measures, Halt> {
    // The engine looks at the flag every few thousand events, which a small run never reaches.
    if stop.load(Ordering::Relaxed) {
        return Err(Halt::Stopped);
    }
    let model = &experiment.model;
    let _place = InPanics { experiment, replication, policy };
    let mut observer = (Recorder::new(model, workload.key()), Fingerprint::default());
    let summary = simulate(model, workload, &experiment.policies[policy], &mut observer, stop)?;
    let (recorder, fingerprint) = observer;
    let measures = recorder.finish(&summary.world, summary.events, fingerprint.0, model.frame.end());
    progress.run_done();
    Ok(measures)
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
    let mut all = ShareRecord { runs: Vec::new(), intervals: vec![Vec::new(); policies] };
    shares.into_iter().for_each(|share| all.merge(share));
    let mut runs: Vec<Vec<RunRecord>> = vec![Vec::new(); policies];
    all.runs.into_iter().for_each(|run| runs[run.policy].push(run));
    for runs in &mut runs {
        runs.sort_by_key(|run| run.replication);
        let whole = runs.iter().zip(0..).all(|(run, place)| run.replication == place);
        // Who stops as soon as enough is known, needs fewer.
        let most = experiment.replications as usize;
        let enough = if experiment.until.is_some() { runs.len() <= most } else { runs.len() == most };
        assert!(whole && enough, "a run is missing or there twice");
    }
    Results::new(experiment, runs, all.intervals)
}
