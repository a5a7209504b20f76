//! When to stop adding replications: as soon as all estimates are as precise as they should be.
//!
//! Whoever looks after every replication and stops at the first interval that looks narrow enough, stops where the scatter
//! happens to look small. So looks are few and at numbers of replications that are fixed beforehand, the same for all
//! policies, the first of them late enough for an interval by Student's t: A. M. Law and W. D. Kelton, "Confidence
//! intervals for steady-state simulations II: a survey of sequential procedures", Management Science 28 (1982); Law,
//! "Simulation Modeling and Analysis" (5th edition, 2015), section 9.4.1. A little is lost even so; the table in
//! [`stats`](super) has how much.

use super::estimate::{Estimate, Interval};
use super::prognosis::{Prognosis, when};

/// How precise an estimate should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Precision {
    /// The half-width of its interval is at most this, in the unit of the estimate.
    Absolute(f64),
    /// The half-width of its interval is at most this share of the estimate, whatever its sign.
    Relative(f64),
}

impl Precision {
    /// The half-width that is allowed at this value of the estimate.
    pub fn target(self, value: f64) -> f64 {
        match self {
            Self::Absolute(half_width) => half_width,
            Self::Relative(share) => share * value.abs(),
        }
    }
}

/// An estimate as it is at present.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Present {
    /// The estimate itself.
    pub value: f64,
    /// Its interval, at the confidence that is asked for; `None` with fewer than two informed replications.
    pub interval: Option<Interval>,
    /// How many replications had anything to say.
    pub informed: usize,
    /// How many replications there are.
    pub replications: usize,
}

impl Present {
    /// An estimate with its interval by Student's t.
    pub fn new(estimate: &Estimate, confidence: f64) -> Self {
        Self::with_interval(estimate, estimate.interval(confidence))
    }

    /// An estimate with an interval of its own, as a quantile has.
    pub fn with_interval(estimate: &Estimate, interval: Option<Interval>) -> Self {
        let (informed, replications) = (estimate.informed, estimate.influence.len());
        Self { value: estimate.value, interval, informed, replications }
    }
}

/// How far an estimate is from the precision that it should have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// The present half-width; `None` without an interval.
    pub half_width: Option<f64>,
    /// The half-width that is allowed at the present value; `None` without an estimate.
    pub target: Option<f64>,
    /// Whether the precision is reached, and when it will be.
    pub needed: Prognosis,
}

impl Progress {
    /// Whether the estimate is as precise as it should be.
    pub fn holds(&self) -> bool {
        self.needed == Prognosis::Reached
    }
}

/// What the stopping rule says.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// By estimate.
    pub progress: Vec<Progress>,
    /// Whether all of them are as precise as they should be, and when they will be: the greatest number that one of them
    /// needs. Unknown if it is for one of them.
    pub needed: Prognosis,
}

impl Judgement {
    /// Whether no further replication is needed.
    pub fn stops(&self) -> bool {
        self.needed == Prognosis::Reached
    }

    /// The places of the estimates that are not yet as precise as they should be.
    pub fn failing(&self) -> impl Iterator<Item = usize> + '_ {
        self.progress.iter().enumerate().filter(|(_, progress)| !progress.holds()).map(|(place, _)| place)
    }
}

/// Judges estimates, each with the precision that it should have; `None` is one for which there is no value yet. The
/// intervals are those at the given confidence, one by one.
///
/// # Panics
/// If `confidence` is not between 0 and 1.
pub fn judge(wanted: &[(Precision, Option<Present>)], confidence: f64) -> Judgement {
    let progress = |(precision, present): &(Precision, Option<Present>)| {
        let Some(present) = present else {
            return Progress { half_width: None, target: None, needed: Prognosis::Unknown };
        };
        let half_width = present.interval.map(|interval| interval.half_width());
        let target = precision.target(present.value);
        let needed = when(half_width, target, (confidence, 1), (present.informed, present.replications));
        Progress { half_width, target: Some(target), needed }
    };
    let progress: Vec<Progress> = wanted.iter().map(progress).collect();
    let needed = progress.iter().map(|progress| progress.needed).max().unwrap_or(Prognosis::Reached);
    Judgement { progress, needed }
}

/// The numbers of replications at which a run looks whether it can stop: the first one, each next half as many again
/// (rounded down), and the cap, which is the last. From 10: 15, 22, 33, 49, 73, 109, 163, 244, 366, 549, 823, ...
///
/// The first number is at least 2, and the cap at least the first.
pub fn counts(first: u64, cap: u64) -> impl Iterator<Item = u64> {
    let first = first.max(2);
    let cap = cap.max(first);
    std::iter::successors(Some(first), move |&count| (count < cap).then(|| (count + count / 2).min(cap)))
}
