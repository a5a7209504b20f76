//! Silence: when it frees the slot, and when it ends the conversation.

use super::{Engine, phase};
use crate::facts::{Cause, Fact, Observer};
use crate::policy::Inactivity;
use crate::units::{ConversationId, Time};
use crate::world::{State, World};
use std::cmp::Reverse;

/// A conversation that may become inactive on demand: the longest silence is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Silent {
    pub(super) origin: Time,
    pub(super) conversation: ConversationId,
    /// The number of replies when it fell silent: another number means that it has spoken since.
    pub(super) exchange: u16,
}

impl<O: Observer<World>> Engine<'_, O> {
    /// Whether slots are freed only when somebody waits.
    #[inline]
    pub(super) fn on_demand(&self) -> bool {
        matches!(self.policy.inactivity, Inactivity::OnDemand { .. })
    }

    /// The reply is sent, the customer is awaited; the next message, if any, comes at `next`.
    #[inline]
    pub(super) fn falls_silent(&mut self, conversation: ConversationId, next: Option<Time>) {
        if self.policy.inactivity == Inactivity::AtOnce {
            self.lapses(conversation);
            return;
        }
        if let Some(due) = self.next_timer(conversation) {
            // A timer cannot fire once the customer has written; one that is due then fires before the message.
            if next.is_none_or(|next| due <= next) {
                let now = self.now();
                self.agenda.schedule(due.max(now), phase::TIMERS, conversation.0);
            }
        }
    }

    /// When silence next has a consequence for a conversation that awaits its customer.
    fn next_timer(&self, conversation: ConversationId) -> Option<Time> {
        let it = self.world.conversation(conversation);
        let inactivity = if it.state == State::Awaiting { self.policy.inactivity.due(it) } else { None };
        match (inactivity, self.policy.close.due(it)) {
            (Some(inactivity), Some(close)) => Some(inactivity.min(close)),
            (inactivity, close) => inactivity.or(close),
        }
    }

    /// A timer fires: it counts if the silence it was set for lasts still.
    pub(super) fn timer(&mut self, conversation: ConversationId) {
        let now = self.now();
        let is_due = |due: Option<Time>| due.is_some_and(|due| due <= now);
        let it = self.world.conversation(conversation);
        match it.state {
            State::Awaiting | State::Inactive => {}
            State::Queued | State::Offered if self.world.stages.is_some() => return self.widens(conversation),
            _ => return,
        }
        let lapses = it.state == State::Awaiting && is_due(self.policy.inactivity.due(it));
        let closes = is_due(self.policy.close.due(it));
        match lapses {
            // Whoever may lapse only on demand stays active, and so remains due: closing comes first.
            true if self.on_demand() && !closes => self.may_lapse(conversation),
            true if !self.on_demand() => self.lapses(conversation),
            _ if closes => self.close(conversation, Cause::Silence),
            _ => {}
        }
    }

    /// Silence frees the slot.
    pub(super) fn lapses(&mut self, conversation: ConversationId) {
        self.tell(Fact::WentInactive { conversation });
        self.become_(conversation, State::Inactive);
        self.watch_close(conversation);
    }

    /// Silence may free the slot from now on.
    fn may_lapse(&mut self, conversation: ConversationId) {
        let it = self.world.conversation(conversation);
        let Inactivity::OnDemand { clock, .. } = self.policy.inactivity else { return };
        let silent = Silent { origin: clock.origin(it), conversation, exchange: it.exchange };
        let Some(desk) = it.desk() else { return self.watch_close(conversation) };
        self.silent[desk.index()].push(Reverse(silent));
        self.happened.freed = true;
        self.watch_close(conversation);
    }

    /// Sets the timer of closing.
    fn watch_close(&mut self, conversation: ConversationId) {
        if let Some(due) = self.policy.close.due(self.world.conversation(conversation)) {
            let now = self.now();
            self.agenda.schedule(due.max(now), phase::TIMERS, conversation.0);
        }
    }
}
