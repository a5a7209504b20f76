//! The steady state of a scenario whose input is the same all the time: what to leave out at the beginning, which begins
//! empty, and the averages of what follows.
//!
//! ```text
//! Experiment -> input: refused if it changes with time -> plan: nothing left out, about a thousand equal intervals
//!            -> series of each run -> MSER-5 on the mean number that need a reply -> averages of the rest
//! ```
//!
//! All policies leave out the same time, the longest that any of them needs, so that they stay comparable. With several
//! replications each is one observation (replication and deletion: Law, "Simulation Modeling and Analysis", 5th edition,
//! 2015, section 9.5.2); a single run is cut into batches (section 9.5.3).

mod input;
mod plan;
mod series;

pub use input::variations;
pub use plan::{SteadyAsked, SteadyPlan};

use crate::engine::Halt;
use crate::experiment::{Progress, each_run};
use crate::metrics::measures::Layout;
use crate::metrics::{Metric, Unit};
use crate::stats::{BatchMeans, Estimate, Growth, GrowthTest, batch_ratios, mean_series, mser5, ratio, welch};
use crate::units::Span;
use series::{LEVEL, Series, averaged};
use std::sync::atomic::AtomicBool;

/// Welch's moving average reaches over this part of the intervals on either side.
const WINDOW: usize = 40;

/// What came out.
#[derive(Clone, Debug)]
pub struct SteadyState {
    /// The length of an interval.
    pub interval: Span,
    /// What is left out at the beginning; `None` if no policy settles.
    pub warm_up: Option<Span>,
    /// By policy, in the order of the scenario.
    pub policies: Vec<PolicyState>,
    /// Events of all runs.
    pub events: u64,
}

/// What came out under a policy.
#[derive(Clone, Debug)]
pub struct PolicyState {
    /// By interval: how many conversations need a reply on average over time and replications.
    pub level: Vec<f64>,
    /// Whether that settles.
    pub settled: Settled,
    /// The averages after the warm-up; empty where there is no steady state.
    pub averages: Vec<Average>,
}

/// Whether the number of conversations that need a reply settles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Settled {
    /// After so much time, by MSER-5.
    After(Span),
    /// Not in the first half of the time, by MSER-5.
    TooLate,
    /// Never: it grows all along.
    Grows(Growth),
}

/// An average over the steady state.
#[derive(Clone, Debug)]
pub struct Average {
    /// Of what.
    pub metric: &'static Metric,
    /// Which number.
    pub statistic: &'static str,
    /// In what.
    pub unit: Unit,
    /// What is known of it; `None` is blank (0/0).
    pub evidence: Option<Evidence>,
}

/// What an average is estimated from.
#[derive(Clone, Debug, PartialEq)]
pub enum Evidence {
    /// The batches of a single run.
    Batches(BatchMeans),
    /// Independent replications.
    Replications(Estimate),
}

/// Runs a plan on all threads of the present rayon pool: the same numbers on any number of them.
///
/// # Errors
/// As for [`each_run`].
pub fn settle(plan: &SteadyPlan, progress: &impl Progress, stop: &AtomicBool) -> Result<SteadyState, Halt> {
    let layout = Layout::new(&plan.experiment.model);
    let series = each_run(&plan.experiment, progress, stop, |record, intervals| {
        Series::new(record, intervals, &layout, plan.interval())
    })?;
    let of_policy = |policy: usize| -> Vec<&Series> { series.iter().map(|runs| &runs[policy]).collect() };
    let policies: Vec<Vec<&Series>> = (0..plan.experiment.policies.len()).map(of_policy).collect();
    let settled: Vec<(Vec<f64>, Settled)> = policies.iter().map(|runs| settled(plan, runs)).collect();
    let longest = settled.iter().filter_map(|(_, settled)| settled.after()).max();
    let never = settled.iter().all(|(_, settled)| matches!(settled, Settled::Grows(_)));
    let warm_up = plan.given.filter(|_| !never).map(|given| plan.span(given)).or(longest);
    let state = |((level, settled), runs): ((Vec<f64>, Settled), &Vec<&Series>)| {
        // Who says what to leave out need not be told when it settles, but a queue that grows has no averages.
        let has_averages = settled.after().is_some() || plan.given.is_some() && settled == Settled::TooLate;
        let averages = warm_up.filter(|_| has_averages).map(|warm_up| averages(plan, warm_up, runs));
        PolicyState { level, settled, averages: averages.unwrap_or_default() }
    };
    let events = series.iter().flatten().map(|run| run.events).sum();
    let policies = settled.into_iter().zip(&policies).map(state).collect();
    Ok(SteadyState { interval: plan.interval(), warm_up, policies, events })
}

/// The mean level under a policy, and whether it settles.
fn settled(plan: &SteadyPlan, runs: &[&Series]) -> (Vec<f64>, Settled) {
    let levels: Vec<Vec<f64>> = runs.iter().map(|run| run.level.clone()).collect();
    let arrivals: Vec<u64> = runs.iter().map(|run| run.offered).collect();
    let level = mean_series(&levels);
    let growth = GrowthTest::default().judge(&levels, &arrivals).filter(|growth| growth.grows);
    let found = match (growth, mser5(&level)) {
        (Some(growth), _) => Settled::Grows(growth),
        (None, Ok(steady)) => Settled::After(plan.span(steady.left_out)),
        (None, Err(_)) => Settled::TooLate,
    };
    (level, found)
}

/// The averages of what follows the warm-up.
fn averages(plan: &SteadyPlan, warm_up: Span, runs: &[&Series]) -> Vec<Average> {
    let from = (warm_up.0 / plan.interval().0) as usize;
    let evidence = |place: usize| {
        let counted = |run: &Series| run.averages[place].each_ref().map(|series| series[from..].to_vec());
        if let Some(batches) = plan.batches {
            let [numerators, denominators] = counted(runs[0]);
            return batch_ratios(&numerators, &denominators, batches).map(Evidence::Batches);
        }
        let sums = |run: &&Series| <(f64, f64)>::from(counted(run).map(|series| series.iter().sum()));
        let (numerators, denominators): (Vec<f64>, Vec<f64>) = runs.iter().map(sums).unzip();
        ratio(&numerators, &denominators).map(Evidence::Replications)
    };
    let average = |(place, (metric, statistic, unit))| Average { metric, statistic, unit, evidence: evidence(place) };
    averaged().into_iter().enumerate().map(average).collect()
}

impl Settled {
    /// The time after which it has settled, if it does.
    pub fn after(self) -> Option<Span> {
        match self {
            Settled::After(span) => Some(span),
            Settled::TooLate | Settled::Grows(_) => None,
        }
    }
}

impl PolicyState {
    /// Whether there is a steady state.
    pub fn is_steady(&self) -> bool {
        !self.averages.is_empty()
    }

    /// Welch's moving average of the level, over a 40th of the intervals on either side.
    pub fn moving_average(&self) -> Vec<f64> {
        welch(&self.level, self.level.len() / WINDOW)
    }

    /// The average of a metric.
    pub fn average(&self, metric: &str) -> Option<&Average> {
        self.averages.iter().find(|average| average.metric.name == metric)
    }

    /// Whether the batches are long enough, as far as those of the level can say; see [`BatchMeans::long_enough`]. `None`
    /// without batches.
    pub fn has_long_batches(&self, confidence: f64) -> Option<bool> {
        match &self.average(LEVEL)?.evidence {
            Some(Evidence::Batches(batches)) => Some(batches.long_enough(confidence)),
            _ => None,
        }
    }
}

impl Evidence {
    /// The number with its influence values.
    pub fn estimate(&self) -> &Estimate {
        match self {
            Evidence::Batches(batches) => &batches.estimate,
            Evidence::Replications(estimate) => estimate,
        }
    }
}
