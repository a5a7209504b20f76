//! What is done about customers who are awaited: setting aside, reminding.

use super::events::{Event, Message};
use super::things::State;
use super::{Twin, id};
use quasisync::facts::Fact;
use quasisync::units::Span;

impl Twin<'_> {
    /// Whether the agent sets the conversation aside with the reply.
    pub(super) fn is_set_aside(&mut self, conversation: usize) -> bool {
        let Some(rule) = self.treatment(conversation).silence.parking else { return false };
        if self.drawn_by_replies(conversation, 105) >= rule.probability {
            return false;
        }
        self.conversations[conversation].state = State::Parked;
        self.tell(Fact::Parked { conversation: id(conversation) });
        self.schedule(self.now + rule.lasts, Event::Resume(conversation));
        true
    }

    pub(super) fn resume(&mut self, conversation: usize) {
        self.conversations[conversation].state = State::Awaiting;
        self.tell(Fact::Resumed { conversation: id(conversation) });
        self.may_go_inactive(conversation);
    }

    /// One more reminder may follow; `number` came before it, since the reply.
    pub(super) fn will_remind(&mut self, conversation: usize, number: u16) {
        let Some(rule) = self.treatment(conversation).silence.reminders else { return };
        if number < rule.at_most {
            let after = Span(rule.every.0 * u64::from(number + 1));
            self.schedule(self.conversations[conversation].replied + after, Event::Remind(conversation, number));
        }
    }

    pub(super) fn remind(&mut self, conversation: usize, number: u16) {
        // Nobody is reminded while it is in the queue.
        if matches!(self.conversations[conversation].state, State::Awaiting | State::Inactive | State::Parked) {
            self.tell(Fact::Reminded { conversation: id(conversation) });
            self.may_heed(conversation, number);
        }
        self.will_remind(conversation, number + 1);
    }

    /// A customer who has something left to say may say it sooner.
    fn may_heed(&mut self, conversation: usize, number: u16) {
        let rule = self.treatment(conversation).silence.reminders.expect("a rule");
        let it = &self.conversations[conversation];
        let (person, Some(plan)) = (it.person, it.plan) else { return };
        if self.reactions.heeds(person, plan.exchange, number) >= rule.probability {
            return;
        }
        let latency = self.reactions.latency_when_reminded(person, plan.exchange, number, plan.mode);
        let at = self.awake(person, self.awake(person, self.now) + latency);
        if plan.at.is_none_or(|planned| at < planned) {
            let message = Event::Message(conversation, Message::Content);
            self.events.retain(|it| it.1 != message);
            self.schedule(at, message);
            self.conversations[conversation].plan.as_mut().expect("a plan").at = Some(at);
        }
    }
}
