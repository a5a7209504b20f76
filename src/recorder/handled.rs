//! What a conversation says as a whole, once it is over or the run is.

use super::ledger::{InHours, Spells};
use super::slot::Slot;
use crate::metrics::measures::Timing;
use crate::units::{Span, Time};
use crate::world::{Conversation, State};

/// What it took to handle a conversation, or has taken so far. Microseconds.
pub(super) struct Handled {
    pub(super) effort: u64,
    /// With an owner.
    pub(super) owned: u64,
    pub(super) active: u64,
    /// The last two within opening hours, in a model with them.
    pub(super) in_hours: Option<(u64, u64)>,
    pub(super) wrapped: u64,
}

impl Handled {
    /// Whether there was no wrap-up, and the conversation had its owner and was active all the time from its first assignment.
    pub(super) fn is_steady(&self, from_assignment: Span) -> bool {
        self.wrapped == 0 && self.owned == self.active && self.owned == from_assignment.0
    }
}

impl Slot<'_> {
    /// The time of a conversation in the queue.
    pub(super) fn queued(&mut self, it: &Conversation, spells: &Spells, in_hours: &InHours, end: Time) {
        let (timing, since) = match it.state {
            State::Queued | State::Offered => (Timing::QueueSummedOpen, it.since),
            _ => (Timing::QueueSummed, end),
        };
        self.time(timing, spells.queued + end.since(since).0);
        if let Some(hours) = self.hours {
            self.time_in_hours(timing, in_hours.queued + hours.between(since, end));
        }
    }

    /// Of a conversation that is closed.
    pub(super) fn handled(&mut self, it: &Handled) {
        if it.wrapped == 0 {
            return self.bare([Timing::Effort, Timing::Assigned, Timing::Active], it);
        }
        self.bare([Timing::EffortBare, Timing::AssignedBare, Timing::ActiveBare], it);
        self.wrapped([Timing::EffortWrapped, Timing::AssignedWrapped, Timing::ActiveWrapped], it);
    }

    /// Of a conversation that is not closed: when it was assigned and when somebody wrote last if the matter is solved, and
    /// what it has taken so far if it was answered.
    pub(super) fn still_open(&mut self, solved: Option<(Time, Time)>, times: Option<Handled>, end: Time) {
        if let Some((assigned, last)) = solved {
            self.span(Timing::DurationOpen, assigned, end);
            self.span(Timing::CloseLagOpen, last, end);
        }
        if let Some(it) = times {
            self.bare([Timing::EffortOpen, Timing::AssignedOpen, Timing::ActiveOpen], &it);
            self.wrapped([Timing::EffortWrappedOpen, Timing::AssignedWrappedOpen, Timing::ActiveWrappedOpen], &it);
        }
    }

    /// Without wrap-up.
    fn bare(&mut self, [effort, assigned, active]: [Timing; 3], it: &Handled) {
        self.time(effort, it.effort);
        self.time(assigned, it.owned);
        self.time(active, it.active);
        if let Some((owned, in_use)) = it.in_hours {
            self.time_in_hours(assigned, owned);
            self.time_in_hours(active, in_use);
        }
    }

    /// With wrap-up, which is done whatever the hours.
    fn wrapped(&mut self, timings: [Timing; 3], it: &Handled) {
        let times = [it.effort, it.owned, it.active].map(|time| time + it.wrapped);
        timings.into_iter().zip(times).for_each(|(timing, time)| self.time(timing, time));
    }
}
