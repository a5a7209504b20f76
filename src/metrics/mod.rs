//! What is measured, and what each number means: one table, from which results, files and `quasisync list metrics` are
//! made. A new metric is one line here and, if it needs a new fact, one in the recorder.

pub mod measures;
mod view;

pub use view::{Contribution, Scope, Times, View};

use measures::{Count, Level, Timing};

/// The unit of a metric's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// A share between 0 and 1.
    Share,
    /// A number of conversations (or of times).
    Number,
    /// A ratio of two spans.
    Ratio,
}

impl Unit {
    /// As the files write it.
    pub const fn name(self) -> &'static str {
        match self {
            Unit::Seconds => "s",
            Unit::Share => "share",
            Unit::Number => "number",
            Unit::Ratio => "ratio",
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

/// How a metric comes about from one replication in one scope.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Lengths of time, pooled over these timings: count, mean, sd, quantiles, maximum, share above zero.
    Times(&'static [Timing]),
    /// The same without mean and sd, for ratios.
    Quantiles(&'static [Timing]),
    /// A ratio of sums over the replications. `None`: not in this scope.
    Ratio {
        /// The name of the statistic: mean or share.
        statistic: &'static str,
        /// Numerator and denominator of one replication.
        of: fn(&View) -> Option<(f64, f64)>,
    },
    /// A number of conversations: the mean per replication, and the share of those offered.
    Count(Count),
    /// How many active conversations an agent has: mean and quantiles over the agents' signed-in time.
    Concurrency,
    /// One number a replication, averaged over them.
    Each {
        /// The name of the statistic.
        statistic: &'static str,
        /// The number, or none where it is 0/0. `None`: not in this scope.
        of: fn(&View) -> Option<Option<f64>>,
    },
}

const FIRST: &[Timing] = &[Timing::PickupFirst, Timing::LostFirst];
const LATER: &[Timing] = &[Timing::PickupLater, Timing::LostLater];
const WAIT: &[Timing] = &[Timing::PickupFirst, Timing::PickupLater, Timing::LostFirst, Timing::LostLater];
const PICKUP: &[Timing] = &[Timing::PickupFirst, Timing::PickupLater];
const RESPONSE: &[Timing] = &[Timing::ResponseFirst, Timing::ResponseLater];

const fn times(name: &'static str, timings: &'static [Timing], about: &'static str) -> Metric {
    Metric { name, unit: Unit::Seconds, about, kind: Kind::Times(timings) }
}

const fn count(name: &'static str, count: Count, about: &'static str) -> Metric {
    Metric { name, unit: Unit::Number, about, kind: Kind::Count(count) }
}

const fn share(name: &'static str, about: &'static str, of: fn(&View) -> Option<(f64, f64)>) -> Metric {
    Metric { name, unit: Unit::Share, about, kind: Kind::Ratio { statistic: "share", of } }
}

const fn average(name: &'static str, about: &'static str, of: fn(&View) -> Option<(f64, f64)>) -> Metric {
    Metric { name, unit: Unit::Number, about, kind: Kind::Ratio { statistic: "mean", of } }
}

/// Every metric, in the order of the files.
pub const METRICS: &[Metric] = &[
    times("wait", WAIT, "message to start of handling or to giving up, all messages"),
    times("wait_first", FIRST, "wait of first messages"),
    times("wait_later", LATER, "wait of later messages"),
    times(
        "wait_open",
        &[Timing::WaitOpen],
        "messages that still wait when the run ends, and for how long: not in wait",
    ),
    times("pickup_time", PICKUP, "message to start of handling, messages that were handled"),
    times("pickup_time_first", &[Timing::PickupFirst], "pickup_time of first messages"),
    times("pickup_time_later", &[Timing::PickupLater], "pickup_time of later messages"),
    times("first_response_time", &[Timing::ResponseFirst], "creation of a conversation to the first reply sent"),
    times("response_time", RESPONSE, "message to the reply sent, messages that were answered"),
    times("queue_time", &[Timing::QueueTime], "a passage through the queue: entry to assignment"),
    times(
        "resolution_time",
        &[Timing::ResolutionTime],
        "creation to the reply that solved the matter, solved ones only",
    ),
    Metric {
        name: "tempo_ratio",
        unit: Unit::Ratio,
        about: "response_time / the customer's own smoothed gap (at least 1 s), from the second exchange on; quantiles only",
        kind: Kind::Quantiles(&[Timing::TempoRatio]),
    },
    share("service_level", "first replies within target / offered whose fate against the target is decided", |view| {
        view.counts(Count::Kept, Count::Promised)
    }),
    count("offered", Count::Offered, "conversations that reached the door"),
    count("answered", Count::Answered, "of those, with a reply"),
    count("abandoned", Count::AbandonedTold, "of those, given up by the customer"),
    count("refused", Count::Refused, "of those, turned away by the door"),
    count("ghosted", Count::Ghosted, "of those, left for ever by the customer with the matter open"),
    count("resolved", Count::Resolved, "of those, solved"),
    count("auto_closed", Count::AutoClosed, "closings because of silence"),
    count("reopened", Count::Reopened, "times that a customer wrote again in a closed conversation"),
    count("open_at_end", Count::OpenAtEnd, "of those offered, not closed when the run ended"),
    count("went_inactive", Count::WentInactive, "times that silence freed a slot"),
    count("reactivated", Count::Reactivated, "times that a customer came back to an inactive or closed conversation"),
    share("utilisation", "(handling + switching) / signed-in time", |view| {
        view.work.as_ref().map(|work| (work.handling as f64, work.signed_in as f64))
    }),
    share("occupancy", "(handling + switching + wrap-up) / signed-in time", |view| {
        view.work.as_ref().map(|work| ((work.handling + work.wrap_up) as f64, work.signed_in as f64))
    }),
    share("slot_occupancy", "integral of load / integral of preferred capacity, over signed-in time", |view| {
        view.work.as_ref().map(|work| (work.load as f64, work.preferred as f64))
    }),
    share("any_work", "signed-in time with at least one active conversation / signed-in time", |view| {
        view.work.as_ref().map(|work| (work.signed_in as f64 - work.at_level.count_at_most(0), work.signed_in as f64))
    }),
    Metric {
        name: "concurrency",
        unit: Unit::Number,
        about: "active conversations of a signed-in agent, over time",
        kind: Kind::Concurrency,
    },
    average("replies_per_hour", "replies sent / signed-in hours", |view| {
        view.work.as_ref().map(|work| (work.replies as f64, work.signed_in as f64 / 3.6e9))
    }),
    average("queue_length", "conversations in the queue, over time", |view| view.level(Level::QueueLength)),
    Metric {
        name: "queue_length",
        unit: Unit::Number,
        about: "the most conversations that stood in the queue at once",
        kind: Kind::Each { statistic: "max", of: |view| view.longest_queue.map(|it| Some(f64::from(it))) },
    },
    average("inactive_pool", "inactive conversations, over time", |view| view.level(Level::InactivePool)),
    average("needing_reply", "conversations with an unanswered message, over time", |view| {
        view.level(Level::NeedingReply)
    }),
    Metric {
        name: "fairness",
        unit: Unit::Ratio,
        about: "coefficient of variation of utilisation over the agents of a team (0 is even)",
        kind: Kind::Each { statistic: "cv", of: |view| view.work.as_ref().map(|_| view.fairness()) },
    },
];
