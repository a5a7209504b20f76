//! Silence: when it frees the slot, and when it ends the conversation.
//!
//! Where nothing makes a timer void one is set for what comes first, and none for what would come after the customer's
//! next message. Where more can happen, [`clocks`](super::clocks) keep track.

use super::{Engine, phase};
use crate::facts::{Cause, Fact, Observer};
use crate::policy::Treatment;
use crate::units::{ConversationId, Time};
use crate::world::{Conversation, State, World};
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
        self.on_demand
    }

    /// The reply is sent, the customer is awaited; the next message, if any, comes at `next`.
    #[inline(always)]
    pub(super) fn falls_silent(&mut self, conversation: ConversationId, next: Option<Time>) {
        if self.clocks.is_some() {
            return self.silence_begins(conversation, true);
        }
        self.falls_plainly_silent(conversation, next);
    }

    /// The same for a template, with which nobody sets a conversation aside.
    #[cold]
    #[inline(never)]
    pub(super) fn falls_silent_after_template(&mut self, conversation: ConversationId, next: Option<Time>) {
        match self.clocks.is_some() {
            true => self.silence_begins(conversation, false),
            false => self.falls_plainly_silent(conversation, next),
        }
    }

    #[inline(always)]
    fn falls_plainly_silent(&mut self, conversation: ConversationId, next: Option<Time>) {
        let treatment = self.treatment(conversation);
        if treatment.inactivity.is_at_once() {
            self.goes_inactive(conversation);
            return;
        }
        if let Some(due) = next_timer(treatment, self.world.conversation(conversation)) {
            // A timer cannot fire once the customer has written; one that is due then fires before the message.
            if next.is_none_or(|next| due <= next) {
                let now = self.now();
                self.agenda.schedule(due.max(now), phase::TIMERS, conversation.0);
            }
        }
    }

    /// A timer fires: it counts if the silence it was set for lasts still.
    pub(super) fn timer(&mut self, conversation: ConversationId, sequence: u64) {
        if self.clocks.is_some() && self.rings(conversation, sequence) {
            return;
        }
        let now = self.now();
        let is_due = |due: Option<Time>| due.is_some_and(|due| due <= now);
        let it = self.world.conversation(conversation);
        match it.state {
            State::Awaiting | State::Inactive if self.clocks.is_none() => {}
            State::Queued | State::Offered if self.world.stages.is_some() => return self.widens(conversation),
            _ => return,
        }
        let treatment = self.treatment(conversation);
        let lapses = it.state == State::Awaiting && is_due(treatment.inactivity.due(it));
        let closes = is_due(treatment.close.due(it));
        let on_demand = treatment.inactivity.is_on_demand();
        match lapses {
            // Whoever may lapse only on demand stays active, and so remains due: closing comes first.
            true if on_demand && !closes => {
                self.may_go_inactive(conversation);
                self.watch_close(conversation);
            }
            true if !on_demand => self.goes_inactive(conversation),
            _ if closes => self.close(conversation, Cause::Silence),
            _ => {}
        }
    }

    /// Silence frees the slot.
    pub(super) fn goes_inactive(&mut self, conversation: ConversationId) {
        self.tell(Fact::WentInactive { conversation });
        self.become_(conversation, State::Inactive);
        match self.clocks.is_some() {
            true => self.watch_close_unless_watched(conversation),
            false => self.watch_close(conversation),
        }
    }

    /// Silence may free the slot from now on.
    pub(super) fn may_go_inactive(&mut self, conversation: ConversationId) {
        let it = self.world.conversation(conversation);
        let since = self.treatment(conversation).inactivity.silent_since(it);
        let (Some(origin), Some(desk)) = (since, it.desk()) else { return };
        let silent = Silent { origin, conversation, exchange: it.exchange };
        self.silent[desk.index()].push(Reverse(silent));
        self.happened.freed = true;
    }

    /// Sets the timer of closing.
    fn watch_close(&mut self, conversation: ConversationId) {
        if let Some(due) = self.treatment(conversation).close.due(self.world.conversation(conversation)) {
            let now = self.now();
            self.agenda.schedule(due.max(now), phase::TIMERS, conversation.0);
        }
    }
}

/// When silence next has a consequence for a conversation that awaits its customer.
#[inline(always)]
fn next_timer(treatment: &Treatment, it: &Conversation) -> Option<Time> {
    let inactivity = if it.state == State::Awaiting { treatment.inactivity.due(it) } else { None };
    match (inactivity, treatment.close.due(it)) {
        (Some(inactivity), Some(close)) => Some(inactivity.min(close)),
        (inactivity, close) => inactivity.or(close),
    }
}
