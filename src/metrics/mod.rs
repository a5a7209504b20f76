//! What is measured, and what each number means: one table, from which results, files and `quasisync list metrics` are
//! made. A new metric is one line there and, if it needs a new fact, one in the recorder.

mod clocks;
mod lines;
pub mod measures;
mod parts;
mod table;
mod view;

pub use table::METRICS;
pub use view::{Contribution, Scope, Times, View};

use measures::{Count, Level, Timing};

/// The unit of a metric's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Hours of agents.
    Hours,
    /// A share between 0 and 1.
    Share,
    /// A number of conversations (or of times).
    Number,
    /// A ratio of two spans.
    Ratio,
    /// What the scenario counts costs in.
    Money,
}

impl Unit {
    /// As the files write it.
    pub const fn name(self) -> &'static str {
        match self {
            Unit::Seconds => "s",
            Unit::Hours => "h",
            Unit::Share => "share",
            Unit::Number => "number",
            Unit::Ratio => "ratio",
            Unit::Money => "money",
        }
    }
}

/// One metric.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// The name.
    pub name: &'static str,
    /// What its values are.
    pub unit: Unit,
    /// What it means, with its formula.
    pub about: &'static str,
    /// How it comes about.
    pub kind: Kind,
}

impl Metric {
    /// The name and the unit of its average, the ratio of sums that [`View::average`] gives; `None` where it has none.
    pub fn average(&self) -> Option<(&'static str, Unit)> {
        match self.kind {
            Kind::Times(_) | Kind::InHours(_) | Kind::Level(_) | Kind::Concurrency => Some(("mean", self.unit)),
            Kind::Ratio { statistic, .. } => Some((statistic, self.unit)),
            Kind::Count(_) => Some(("share", Unit::Share)),
            Kind::Quantiles(_) | Kind::Age | Kind::Total(_) | Kind::Each { .. } => None,
        }
    }
}

/// The timings that are pooled into lengths of time.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Those that have ended: the values.
    pub ended: &'static [Timing],
    /// The ages of those that have not ended when the run does. Older than a span they are beyond it, else nobody knows:
    /// they count in shares within a span, and in nothing else.
    pub open: &'static [Timing],
}

/// How a metric comes about from one replication in one scope.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Lengths of time: count, mean, sd, quantiles, maximum, share above zero, shares within.
    Times(Clock),
    /// The same, of which only the time within opening hours counts.
    InHours(Clock),
    /// The same as times without mean, sd and shares, for ratios.
    Quantiles(&'static [Timing]),
    /// A ratio of sums over the replications. `None`: not in this scope.
    Ratio {
        /// The name of the statistic: mean or share.
        statistic: &'static str,
        /// Numerator and denominator of one replication.
        of: fn(&View) -> Option<(f64, f64)>,
    },
    /// A number of conversations or of times, added up over these counts: the mean per replication, and the share of the
    /// conversations offered, or of a team of those assigned to it.
    Count(&'static [Count]),
    /// A number over time: its mean; of an interval also what it is at the end. The most is a metric of the same name.
    Level(Level),
    /// How many active conversations an agent has: mean, quantiles and shares over the agents' signed-in time.
    Concurrency,
    /// The age of the oldest unanswered message at the ends of intervals.
    Age,
    /// A sum, the mean of it per replication; none where it is unknown. `None`: not in this scope.
    Total(fn(&View) -> Option<Option<f64>>),
    /// One number a replication, averaged over them.
    Each {
        /// The name of the statistic.
        statistic: &'static str,
        /// The number, or none where it is 0/0. `None`: not in this scope.
        of: fn(&View) -> Option<Option<f64>>,
    },
}
