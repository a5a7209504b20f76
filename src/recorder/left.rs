//! What is left when the run ends: messages that nobody has answered, and work in hand.

use super::ledger::Marks;
use super::{Recorder, team_of};
use crate::metrics::measures::{Count, Timing};
use crate::units::{AgentId, ConversationId, Time};
use crate::world::{Activity, Conversation, State, World};

impl Recorder<'_> {
    /// Messages that nobody has answered, and conversations that are in the queue or with the bot.
    pub(super) fn messages_are_left(&mut self, world: &World, waiting: &[ConversationId], end: Time) {
        for &conversation in waiting {
            let it = world.conversation(conversation);
            match it.state {
                State::New => self.time(it.since, it.demand(), None, Timing::BotOpen, end),
                State::Queued => self.time(it.since, it.demand(), None, Timing::QueueOpen, end),
                State::Offered => self.offer_is_left(world, conversation, end),
                _ => {}
            }
            if it.needs_reply() && !self.ledger.known(conversation).has(Marks::CONTENTLESS) {
                self.message_is_left(world, conversation, it, end);
            }
        }
    }

    /// What is on offer when the run ends is still in the queue.
    fn offer_is_left(&mut self, world: &World, conversation: ConversationId, end: Time) {
        let it = world.conversation(conversation);
        self.time(it.since, it.demand(), None, Timing::QueueOpen, end);
        if let Some(offer) = self.ledger.offers.get(conversation) {
            let team = world.desks.team[offer.desk.index()];
            self.time(offer.since, it.demand(), Some(team), Timing::AcceptOpen, end);
        }
    }

    fn message_is_left(&mut self, world: &World, conversation: ConversationId, it: &Conversation, end: Time) {
        let known = self.ledger.known(conversation);
        let assigned = self.ledger.spells(conversation).assigned();
        let target = self.promises[it.demand().index()].target(it);
        let late = target.is_some_and(|target| self.promised_time(it, end) > target);
        let (gone, later, handed_over) =
            (known.has(Marks::GONE), it.came_back(), known.has(Marks::HANDED_OVER) && !it.came_back());
        let (pickup, wait, response) = match (gone, later) {
            (false, false) => (Timing::PickupFirst, Timing::WaitOpenFirst, Timing::ResponseOpenFirst),
            (false, true) => (Timing::PickupLater, Timing::WaitOpenLater, Timing::ResponseOpenLater),
            (true, false) => (Timing::PickupGone, Timing::WaitOpenGone, Timing::ResponseOpenGoneFirst),
            (true, true) => (Timing::PickupGone, Timing::WaitOpenGone, Timing::ResponseOpenGoneLater),
        };
        let (response, from_creation) = match (handed_over, gone) {
            (false, _) => (response, None),
            (true, false) => (Timing::ResponseOpenHandedOver, Some(Timing::ResponseOpenCreated)),
            (true, true) => (Timing::ResponseOpenGoneHandedOver, Some(Timing::ResponseOpenGoneCreated)),
        };
        if !gone {
            self.message_is_over(it, known);
        }
        if let Some(mut slot) = self.slot(it.written, it.demand(), team_of(it, world)) {
            match it.state {
                State::InHand if known.has(Marks::PICKED_UP) => {}
                State::InHand => slot.span(pickup, it.written, it.since),
                _ => slot.span(wait, it.written, end),
            }
            slot.span(response, it.written, end);
            if late && !gone {
                slot.count(Count::ResponsesPromised);
            }
            if !gone && known.has(Marks::REOPENED) {
                slot.span(Timing::ResponseOpenReopened, it.written, end);
            }
        }
        if later {
            return;
        }
        let Some(mut slot) = self.slot(it.created, it.demand(), team_of(it, world)) else { return };
        from_creation.into_iter().for_each(|timing| slot.span(timing, it.created, end));
        if late {
            slot.count(if gone { Count::PromisedLateGone } else { Count::PromisedLate });
        }
        if let (false, Some(after)) = (gone, assigned) {
            slot.span(Timing::ResponseOpenAssigned, it.created + after, end);
        }
    }

    /// What is still in hand is work so far, for nobody if the customer has gone.
    pub(super) fn work_is_left(&mut self, world: &World, end: Time) {
        for (agent, it) in (0..).map(AgentId).zip(&world.agents) {
            match it.activity {
                Activity::Handling { conversation, .. } => {
                    let known = self.ledger.known_mut(conversation);
                    known.add_effort(end.since(it.since).0);
                    if known.has(Marks::GONE) {
                        self.wasted(it.team, it.since.max(self.ledger.gone.get(conversation)), end);
                    }
                }
                Activity::Sharing { .. } => {
                    let sharer = &self.sharers[agent.index()];
                    let (hands, part) = (sharer.hands.clone(), sharer.part_at(end));
                    for hand in hands {
                        self.ledger.known_mut(hand.conversation).add_effort(hand.effort(part));
                        hand.wasted.into_iter().for_each(|from| self.shared_work_wasted(it.team, agent, from, part));
                    }
                }
                _ => {}
            }
        }
    }
}
