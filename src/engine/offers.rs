//! Offers: made, accepted, missed, withdrawn.

use super::Engine;
use super::dispatch::Entry;
use super::pace::Alarm;
use crate::facts::{Fact, Observer};
use crate::policy::order::Joining;
use crate::policy::{Timed, assignment};
use crate::units::{AgentId, ConversationId, DeskId, Span};
use crate::world::{State, World};
use std::collections::BTreeMap;

/// What is offered, and how often it was.
#[derive(Debug, Default)]
pub(super) struct Offers {
    open: BTreeMap<ConversationId, Open>,
    /// How many offers of a conversation there were, closed ones included.
    made: BTreeMap<ConversationId, u16>,
}

/// An offer that is neither accepted nor missed.
#[derive(Clone, Copy, Debug)]
struct Open {
    /// Where the conversation stood in the queue.
    entry: Entry,
    rule: Timed,
    /// Which entry of the agenda ends it.
    alarm: u64,
    accepted: bool,
}

impl<O: Observer<World>> Engine<'_, O> {
    /// A conversation is offered to a desk, whose agent accepts it after a time of his own, or not.
    pub(super) fn offers(&mut self, entry: Entry, desk: DeskId, rule: Timed) {
        let conversation = entry.conversation;
        let takes = self.takes_to_accept(conversation, desk);
        let made = self.offers.made.entry(conversation).or_default();
        *made = made.saturating_add(1);
        self.tell(Fact::Offered { conversation, desk });
        let since = self.world.conversation(conversation).since;
        self.give(conversation, desk, State::Offered);
        self.world.conversations[conversation.index()].since = since;
        let accepted = rule.is_accepted(takes);
        if accepted && takes == Span::ZERO {
            return self.accepts(conversation);
        }
        let until = self.now() + if accepted { takes } else { rule.timeout };
        let alarm = self.set_alarm(until, Alarm::Offer(conversation));
        self.offers.open.insert(conversation, Open { entry, rule, alarm, accepted });
    }

    /// How long the agent of a desk takes to accept a conversation that is offered now.
    fn takes_to_accept(&self, conversation: ConversationId, desk: DeskId) -> Span {
        let agent = AgentId(desk.0);
        let Some(law) = &self.team(agent).accepts else { return Span::ZERO };
        let number = self.offers.made.get(&conversation).copied().unwrap_or(0);
        self.truth.accepts(law, self.world.identities[conversation.index()], number, agent)
    }

    /// Who accepts first of all who have room and the best rank.
    pub(super) fn quickest(&self, lane: usize, conversation: ConversationId) -> Option<DeskId> {
        let (world, lane, mut found) = (&self.world, &self.world.lanes[lane], Vec::new());
        match &world.rooms {
            None => assignment::candidates(world, lane, |_| true, &mut found),
            Some(rooms) => {
                let asked = self.asked(rooms, conversation);
                assignment::candidates(world, lane, |desk| asked.has_room(desk), &mut found);
            }
        }
        found.into_iter().min_by_key(|desk| (self.takes_to_accept(conversation, *desk), *desk))
    }

    /// The time has come at which an offer is accepted or missed, unless it is over.
    pub(super) fn offer_ends(&mut self, conversation: ConversationId, alarm: u64) {
        let Some(&Open { rule, accepted, .. }) = self.offers.open.get(&conversation).filter(|it| it.alarm == alarm)
        else {
            return;
        };
        if accepted {
            self.offers.open.remove(&conversation);
            return self.accepts(conversation);
        }
        let desk = self.world.conversation(conversation).desk().expect("what is offered is on a desk");
        self.misses(conversation, rule.to_back);
        if let Some(rooms) = self.world.rooms.as_mut().filter(|_| rule.excludes) {
            rooms.bar(conversation, desk);
        }
        self.pauses(desk, rule.pause);
        if self.world.stages.is_some() {
            self.moves_on(conversation);
        }
    }

    fn accepts(&mut self, conversation: ConversationId) {
        let desk = self.world.conversation(conversation).desk().expect("what is offered is on a desk");
        self.lines.forgets(conversation);
        self.tell(Fact::Assigned { conversation, desk });
        self.become_(conversation, State::Waiting);
        self.join_inbox(conversation, desk);
    }

    /// What was offered is in the queue again: the same passage goes on.
    fn misses(&mut self, conversation: ConversationId, to_back: bool) {
        let Some(Open { entry, .. }) = self.offers.open.remove(&conversation) else { return };
        let it = self.world.conversation(conversation);
        let since = it.since;
        let desk = it.desk().expect("what is offered is on a desk");
        self.tell(Fact::Missed { conversation, desk });
        self.take_away(conversation);
        self.become_(conversation, State::Queued);
        self.world.conversations[conversation.index()].since = since;
        let (key, ticket) = match to_back {
            true => (self.queue_key(conversation, Joining::Queue(self.now())), self.ticket(conversation)),
            false => (entry.key, entry.ticket),
        };
        let lane = self.world.lane_of(conversation);
        let first = self.world.demand_of(conversation).lane;
        if let Some(stages) = &mut self.world.stages {
            stages.joins(conversation, lane - first, key);
        }
        self.world.lanes[lane].line.join(key, ticket, conversation);
        self.happened.arrival = true;
    }

    /// An agent is gone: whatever is offered to him is missed, and keeps its place.
    pub(super) fn misses_all_of(&mut self, agent: AgentId) {
        if self.offers.open.is_empty() {
            return;
        }
        let desk = self.world.agents[agent.index()].desk;
        let open = self.offers.open.keys().copied();
        let offered: Vec<ConversationId> =
            open.filter(|it| self.world.conversation(*it).desk() == Some(desk)).collect();
        for conversation in offered {
            self.misses(conversation, false);
        }
    }

    /// A conversation that may be on offer is closed as if it stood in the queue: on nobody's desk.
    pub(super) fn withdraws(&mut self, conversation: ConversationId) {
        if self.offers.open.remove(&conversation).is_some() {
            self.take_away(conversation);
        }
    }
}
