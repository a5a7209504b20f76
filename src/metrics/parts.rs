//! What ratios are made of: counts, and parts of the agents' work.

use super::View;
use super::measures::{AgentWork, Count, Work};

/// The conversations whose fate against their target is decided; as the platform sees it.
pub(super) const PROMISED: &[Count] =
    &[Count::PromisedAnswered, Count::PromisedLost, Count::PromisedLeft, Count::PromisedRefused, Count::PromisedLate];
pub(super) const PROMISED_SEEN: &[Count] = &[
    Count::PromisedAnswered,
    Count::PromisedGone,
    Count::PromisedLost,
    Count::PromisedRefused,
    Count::PromisedRefusedGone,
    Count::PromisedLate,
    Count::PromisedLateGone,
];

/// A part of the signed-in time of those agents who are meant.
pub(super) fn of_signed_in(view: &View, part: fn(&Work) -> u64) -> Option<(f64, f64)> {
    view.work.as_ref().map(|work| (part(work) as f64, work.agents.signed_in as f64))
}

/// Work over signed-in time, both without overtime.
pub(super) fn within_schedule(view: &View, of: fn(&AgentWork) -> (u64, u64)) -> Option<(f64, f64)> {
    view.work.as_ref().map(|work| of(&work.agents)).map(|(busy, there)| (busy as f64, there as f64))
}

/// One part of the work, over another.
pub(super) fn of_work(view: &View, part: fn(&Work) -> u64, whole: fn(&Work) -> u64) -> Option<(f64, f64)> {
    view.work.as_ref().map(|work| (part(work) as f64, whole(work) as f64))
}

const HOUR: f64 = 3.6e9;

pub(super) fn per_hour(view: &View, number: f64) -> Option<(f64, f64)> {
    view.work.as_ref().map(|work| (number, work.agents.signed_in as f64 / HOUR))
}

pub(super) fn hours(view: &View, time: fn(&Work) -> u64) -> Option<Option<f64>> {
    view.work.as_ref().map(|work| Some(time(work) as f64 / HOUR))
}
