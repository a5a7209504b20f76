//! Messages that wait in an inbox for too long are taken from their agents.

use super::Engine;
use super::pace::Alarm;
use crate::facts::{Fact, Observer};
use crate::policy::Then;
use crate::units::{ConversationId, DeskId};
use crate::world::{State, Ticket, World};

impl<O: Observer<World>> Engine<'_, O> {
    /// A message waits in an inbox from now on, under a rule that does not let it wait for ever.
    #[cold]
    #[inline(never)]
    pub(super) fn watches_answer(&mut self, conversation: ConversationId, ticket: Ticket) {
        if let Some(rule) = self.treatment(conversation).unanswered {
            let until = self.now() + rule.after;
            self.set_alarm(until, Alarm::Unanswered(conversation, ticket));
        }
    }

    /// A message has waited in an inbox for as long as the rule lets it, unless it was answered or taken away.
    pub(super) fn is_unanswered(&mut self, conversation: ConversationId, ticket: Ticket) {
        let it = self.world.conversation(conversation);
        let Some(desk) = it.desk().filter(|_| it.state == State::Waiting && it.ticket == ticket) else { return };
        let Some(rule) = self.treatment(conversation).unanswered else { return };
        match rule.then {
            Then::Requeue(at) => {
                let joining = at.joining(&self.world, self.world.conversation(conversation));
                self.tell(Fact::TakenAway { conversation, desk });
                self.enqueue(conversation, joining);
                if rule.excludes {
                    self.bars(conversation, desk);
                }
                // Patience that ends with assignment has run on since the message.
                self.waits(conversation);
            }
            Then::Transfer => {
                let Some(other) = self.another_desk(conversation, desk, rule.excludes) else {
                    return self.watches_answer(conversation, ticket);
                };
                self.tell(Fact::TakenAway { conversation, desk });
                self.is_chosen(conversation, other);
                self.is_assigned(conversation, other);
            }
        }
        self.pauses(desk, rule.pause);
        self.has_less_to_work_off(desk);
    }

    /// A desk may not have a conversation in this passage. Whether it could until now.
    fn bars(&mut self, conversation: ConversationId, desk: DeskId) -> bool {
        let rooms = self.world.rooms.as_mut().expect("a rule that takes messages away keeps rooms");
        rooms.bar(conversation, desk)
    }

    /// The desk that gets a conversation instead of another one, which stays barred if it is said so and there is one.
    fn another_desk(&mut self, conversation: ConversationId, desk: DeskId, bar: bool) -> Option<DeskId> {
        let barred = self.bars(conversation, desk);
        let lane = self.last_lane(self.world.demand_of(conversation).lane);
        let other = self.desk_for(lane, conversation);
        if let Some(rooms) = self.world.rooms.as_mut().filter(|_| barred && !(bar && other.is_some())) {
            rooms.unbar(conversation, desk);
        }
        other
    }
}
