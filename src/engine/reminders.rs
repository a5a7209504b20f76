//! Reminders: the platform writes to customers who are awaited, and some of them write sooner, or at all.

use super::clocks::Clock;
use super::{Engine, phase};
use crate::facts::{Fact, Observer};
use crate::units::{ConversationId, Span, Time};
use crate::world::{State, World};

/// The message that the customer of a conversation is going to write.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Plan {
    /// When, if at all.
    at: Option<Time>,
    /// Which entry of the agenda it is.
    entry: u64,
}

impl<O: Observer<World>> Engine<'_, O> {
    /// The customer writes at an instant, and not when it was planned before.
    #[inline]
    pub(super) fn plans_to_write(&mut self, conversation: ConversationId, at: Time) {
        let entry = self.agenda.schedule(at, phase::MESSAGES, conversation.0);
        if let Some(plans) = &mut self.plans {
            plans[conversation.index()] = Plan { at: Some(at), entry };
        }
    }

    /// A message is due: whether it is the one that is planned.
    #[cold]
    #[inline(never)]
    pub(super) fn writes_as_planned(&mut self, conversation: ConversationId, entry: u64) -> bool {
        let plan = &mut self.plans.as_mut().expect("customers are reminded")[conversation.index()];
        let planned = plan.entry == entry;
        match planned {
            true => *plan = Plan::default(),
            false => self.events -= 1,
        }
        planned
    }

    /// Sets the timer of the next reminder.
    pub(super) fn watch_reminder(&mut self, conversation: ConversationId) {
        let Some(reminders) = self.treatment(conversation).silence.reminders else { return };
        let number = self.clocks_of(conversation).reminder;
        if let Some(due) = reminders.due(self.world.conversation(conversation).replied, number) {
            self.set_clock(conversation, Clock::Reminder, due, Span::ZERO);
        }
    }

    /// It is time for a reminder. In the queue there is none, but perhaps there is later.
    pub(super) fn reminder_is_due(&mut self, conversation: ConversationId) {
        let clocks = self.clocks_of(conversation);
        let number = clocks.reminder;
        clocks.reminder = number.saturating_add(1);
        self.watch_reminder(conversation);
        if matches!(self.world.conversation(conversation).state, State::Awaiting | State::Inactive | State::Parked) {
            self.tell(Fact::Reminded { conversation });
            self.may_heed(conversation, number);
        }
    }

    /// The customer, if there is one left who has something to say, may write sooner than he would have, or at all.
    fn may_heed(&mut self, conversation: ConversationId, number: u16) {
        let Some(reminders) = self.treatment(conversation).silence.reminders else { return };
        if !self.truth.is_there(conversation) {
            return;
        }
        let asked = self.asked.contains(&conversation);
        let Some(latency) = self.truth.heeds(conversation, number, reminders.probability, asked) else { return };
        let demand = self.world.conversation(conversation).demand();
        let at = self.awake(demand, self.is_read_at(demand) + latency);
        let planned = self.plans.as_ref().and_then(|plans| plans[conversation.index()].at);
        if planned.is_none_or(|planned| at < planned) {
            self.plans_to_write(conversation, at);
        }
    }
}
