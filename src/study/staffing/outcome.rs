//! What a staffing comes to: each target in each interval, with what chance leaves open.

use super::Halted;
use crate::engine::Halt;
use crate::experiment::{Experiment, Progress, measures};
use crate::maths::{normal_quantile, sqrt};
use crate::metrics::measures::{Cell, Count, Interval, Layout, Work};
use crate::metrics::{Kind, Scope, View};
use crate::model::Model;
use crate::stats::{Distribution, Estimate, quantile, quantile_interval, ratio};
use crate::study::target::{Evidence, Statistic, Target};
use crate::units::{Span, TeamId};
use rayon::prelude::*;
use std::ops::Range;
use std::sync::atomic::AtomicBool;

/// Simulates staffings, and counts how often.
pub(super) struct Simulator<'a, P> {
    /// With one policy.
    pub(super) experiment: Experiment,
    pub(super) targets: &'a [Target],
    pub(super) progress: &'a P,
    pub(super) stop: &'a AtomicBool,
    /// How many staffings were simulated, and how many replications of them all together.
    pub(super) simulated: (u64, u64),
    /// How many events they had.
    pub(super) events: u64,
}

/// What some replications of a staffing say.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// By interval and target: what each replication says.
    evidence: Vec<Vec<Vec<Evidence>>>,
    /// The intervals, added up over the replications.
    intervals: Vec<Interval>,
    layout: Layout,
    replications: u32,
}

/// A number as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// The number, in its unit.
    pub value: f64,
    /// The end of its one-sided interval on the side of the bound; `None` with fewer than two replications that know it.
    pub end: Option<f64>,
}

/// How sure the end of a one-sided interval is: the probability that the truth is beyond it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tail(pub f64);

/// How a target stands in an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Standing {
    /// The ratio of the evidence.
    pub(super) ratio: f64,
    /// The end of its interval on the bad side, and on the good one.
    pub(super) ends: Option<(f64, f64)>,
    /// Over how many it is a share, and how many replications had any.
    whole: f64,
    informed: usize,
}

impl Standing {
    /// Whether so few stand behind it that a number beyond the bound says nothing: fewer than five are expected beyond it or
    /// within it, or hardly any replication has one.
    pub(super) fn is_sparse(&self, of: &Target) -> bool {
        const FEW: f64 = 5.0;
        let level = of.level();
        of.is_share() && self.whole * level.min(1.0 - level) < FEW || self.informed < FEW as usize
    }
}

impl<P: Progress> Simulator<'_, P> {
    /// Simulates a staffing on these replications, on all threads of the present pool.
    pub(super) fn outcome(&mut self, model: Model, replications: Range<u32>) -> Result<Outcome, Halted> {
        self.experiment.model = model;
        let (experiment, targets) = (&self.experiment, self.targets);
        let layout = Layout::new(&experiment.model);
        let one = |replication: u32| -> Result<One, Halt> {
            let measures = measures(experiment, replication, 0, self.progress, self.stop)?;
            let intervals = measures.intervals;
            let evidence = intervals.iter().enumerate().map(|(number, interval)| {
                let length = experiment.model.frame.interval_at(number).1;
                let (view, coarse) = View::of_interval(interval, &layout, Scope::Overall, length.0 as f64);
                targets.iter().map(|target| target.evidence(&view, &coarse)).collect()
            });
            let evidence = evidence.collect();
            Ok(One { intervals, evidence, events: measures.events })
        };
        let count = replications.len() as u32;
        self.simulated = (self.simulated.0 + 1, self.simulated.1 + u64::from(count));
        let all: Vec<One> = replications.into_par_iter().map(one).collect::<Result<_, _>>()?;
        self.events += all.iter().map(|one| one.events).sum::<u64>();
        let (intervals, evidence) = all.into_iter().map(|one| (one.intervals, one.evidence)).unzip();
        Ok(Outcome { evidence: by_interval(evidence), intervals: added_up(intervals), layout, replications: count })
    }
}

/// What one replication says.
struct One {
    intervals: Vec<Interval>,
    /// By interval and target.
    evidence: Vec<Vec<Evidence>>,
    events: u64,
}

/// From replication, interval and target to interval, target and replication.
fn by_interval(evidence: Vec<Vec<Vec<Evidence>>>) -> Vec<Vec<Vec<Evidence>>> {
    let first = evidence.first().map_or(&[][..], |it| it);
    let mut all: Vec<Vec<Vec<Evidence>>> = first.iter().map(|targets| vec![Vec::new(); targets.len()]).collect();
    for replication in evidence {
        for (all, interval) in all.iter_mut().zip(replication) {
            all.iter_mut().zip(interval).for_each(|(all, evidence)| all.push(evidence));
        }
    }
    all
}

fn added_up(replications: Vec<Vec<Interval>>) -> Vec<Interval> {
    let mut replications = replications.into_iter();
    let mut sum = replications.next().unwrap_or_default();
    for intervals in replications {
        sum.iter_mut().zip(&intervals).for_each(|(sum, more)| sum.merge(more));
    }
    sum
}

impl Outcome {
    /// How many intervals there are.
    pub fn intervals(&self) -> usize {
        self.intervals.len()
    }

    /// How a target stands in an interval; `None` if nobody says anything.
    pub(super) fn standing(&self, interval: usize, target: usize, of: &Target, tail: Tail) -> Option<Standing> {
        let evidence = &self.evidence[interval][target];
        standing(evidence.iter().map(|it| it.pair), of, tail)
    }

    /// The same over the whole counted time.
    pub(super) fn overall(&self, target: usize, of: &Target, tail: Tail) -> Option<Standing> {
        let together = |replication: usize| {
            let pairs = self.evidence.iter().map(|targets| targets[target][replication].pair);
            let (numerator, denominator) = pairs.fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            match (of.statistic, of.metric.kind) {
                (Statistic::Count, _) | (_, Kind::Total(_)) => (numerator, 1.0),
                _ => (numerator, denominator),
            }
        };
        standing((0..self.replications as usize).map(together), of, tail)
    }

    /// The number that a target is about, in an interval, with its end on the bad side.
    pub fn reached(&self, interval: usize, target: usize, of: &Target, tail: Tail) -> Option<Reached> {
        if let Statistic::Quantile(p) = of.statistic {
            let spreads: Vec<&Distribution<3>> = self.evidence[interval][target].iter().map(|it| &it.spread).collect();
            let value = quantile(p, &spreads)?.value * 1e-3;
            let ends = quantile_interval(p, &spreads, 1.0 - 2.0 * tail.0);
            let end = ends.map(|it| 1e-3 * if of.wants_high() { it.high } else { it.low });
            return Some(Reached { value, end });
        }
        let standing = self.standing(interval, target, of, tail)?;
        Some(Reached { value: standing.ratio, end: standing.ends.map(|it| it.0) })
    }

    /// The work of a team in an interval, added up over the replications.
    pub fn work(&self, interval: usize, team: TeamId) -> Work {
        self.intervals[interval].work(|place| place == team.index())
    }

    /// The agents of a team who are at work on average in an interval of this length: the load that it carries, in erlang.
    pub fn load(&self, interval: usize, team: TeamId, length: Span) -> f64 {
        let work = &self.work(interval, team).agents;
        (work.handling + work.wrap_up) as f64 / (length.0 as f64 * f64::from(self.replications))
    }

    /// The share of its time that a team is at work in an interval; 1 if nobody is there.
    pub(super) fn utilisation(&self, interval: usize, team: TeamId) -> f64 {
        let work = &self.work(interval, team).agents;
        match work.signed_in {
            0 => 1.0,
            there => (work.handling + work.wrap_up) as f64 / there as f64,
        }
    }

    /// The lengths of time that end in an interval, of everybody.
    pub(super) fn everybody(&self, interval: usize) -> Cell<3> {
        // No number over time is asked for.
        View::of_interval(&self.intervals[interval], &self.layout, Scope::Overall, 1.0).1
    }

    /// How many conversations are offered in an interval, a mean per replication.
    pub fn offered(&self, interval: usize) -> f64 {
        self.intervals[interval].count(Count::Offered) as f64 / f64::from(self.replications)
    }

    /// Over how many replications the sums are.
    pub fn replications(&self) -> u32 {
        self.replications
    }
}

/// Ratio and ends. Shares have, besides the interval by Student's t, that of Wilson ("Probable inference, the law of
/// succession, and statistical inference", Journal of the American Statistical Association 22 (1927)), as if customers were
/// independent of each other, and the wider end counts: where nobody fails Student's has no width at all.
fn standing(pairs: impl Iterator<Item = (f64, f64)>, of: &Target, tail: Tail) -> Option<Standing> {
    let (numerators, denominators): (Vec<f64>, Vec<f64>) = pairs.unzip();
    let estimate = ratio(&numerators, &denominators)?;
    let whole: f64 = denominators.iter().sum();
    let ends = ends(&estimate, whole, of.is_share(), tail);
    let in_order = |(low, high)| if of.wants_high() { (low, high) } else { (high, low) };
    Some(Standing { ratio: estimate.value, ends: ends.map(in_order), whole, informed: estimate.informed })
}

fn ends(estimate: &Estimate, whole: f64, is_share: bool, tail: Tail) -> Option<(f64, f64)> {
    let student = estimate.interval(1.0 - 2.0 * tail.0)?;
    if !is_share {
        return Some((student.low, student.high));
    }
    let (p, z) = (estimate.value.clamp(0.0, 1.0), -normal_quantile(tail.0));
    let squared = z * z / whole;
    let middle = (p + squared / 2.0) / (1.0 + squared);
    let half = z * sqrt(p * (1.0 - p) / whole + squared / (4.0 * whole)) / (1.0 + squared);
    Some((student.low.min(middle - half).max(0.0), student.high.max(middle + half).min(1.0)))
}
