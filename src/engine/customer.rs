//! The customer arrives, writes, gives up.

use super::Engine;
use crate::facts::{Cause, Fact, Observer};
use crate::model::Until;
use crate::policy::reactivation::Target;
use crate::policy::{Ownership, order::Joining};
use crate::units::{AgentId, ConversationId, Time};
use crate::world::{Activity, Agent, Conversation, State, World};
use std::cmp::Reverse;

/// A customer who will give up at the deadline unless the clock of his patience is stopped before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Impatience {
    pub(super) deadline: Time,
    pub(super) written: Time,
    pub(super) conversation: ConversationId,
    /// The message that he waits for a reply to: the number of replies before it.
    pub(super) exchange: u16,
}

impl<O: Observer<World>> Engine<'_, O> {
    /// The next customer writes the first message.
    pub(super) fn arrives(&mut self) {
        self.events += 1;
        let conversation = ConversationId(self.coming as u32);
        let customer = &self.workload.customers[self.coming];
        self.coming += 1;
        let demand = customer.demand();
        self.turn.push(customer.first);
        let view = &self.world.demands[demand.index()];
        let now = self.now();
        self.world.conversations.push(Conversation::new(demand, view, now));
        self.world.identities.push(customer.identity);
        self.tell(Fact::Arrived { conversation });
        if self.policy.door.inside.is_some_and(|limit| self.world.open >= limit) {
            self.turned_away.push(conversation);
            return;
        }
        self.enqueue(conversation, Joining::Queue(now));
        self.waits(conversation);
        if self.policy.door.waiting.is_some() {
            self.knocking.push(conversation);
        }
    }

    /// The customer writes a later message.
    pub(super) fn writes(&mut self, conversation: ConversationId) {
        let now = self.now();
        let mode = self.workload.mode(self.turn[conversation.index()] - 1);
        self.tell(Fact::Wrote { conversation, mode });
        let it = &mut self.world.conversations[conversation.index()];
        it.note_gap(now.since(it.replied), self.longest_gap);
        it.written = now;
        it.heard = now;
        let (state, owner) = (it.state, it.desk());
        match owner.filter(|desk| state == State::Awaiting && self.present(*desk)) {
            Some(desk) => {
                self.become_(conversation, State::Waiting);
                self.join_inbox(conversation, desk);
            }
            None => self.comes_back(conversation),
        }
        self.waits(conversation);
    }

    /// If the customer will not wait for ever, his patience is looked at when the round has done what it can for him.
    #[inline]
    pub(super) fn waits(&mut self, conversation: ConversationId) {
        if self.workload.patience(self.turn[conversation.index()]).is_some() {
            self.wrote.push(conversation);
        }
    }

    /// A customer who writes in a conversation that is on nobody's active list.
    fn comes_back(&mut self, conversation: ConversationId) {
        let it = self.world.conversation(conversation);
        let target = self.policy.reactivation.target(&self.world, it, &self.policy.capacity);
        if it.state == State::Closed {
            self.tell(Fact::Reopened { conversation });
        }
        match target {
            Target::Owner(desk) => {
                self.tell(Fact::Reactivated { conversation, desk });
                self.become_(conversation, State::Waiting);
                self.join_inbox(conversation, desk);
            }
            Target::Queue(joining) => self.enqueue(conversation, joining),
        }
    }

    /// Begins a passage through the queue.
    pub(super) fn enqueue(&mut self, conversation: ConversationId, joining: Joining) {
        self.tell(Fact::Queued { conversation });
        self.take_away(conversation);
        self.become_(conversation, State::Queued);
        let it = &mut self.world.conversations[conversation.index()];
        it.passages = it.passages.saturating_add(1);
        self.join_queue(conversation, joining);
    }

    /// Turns away whom the door does not want: those who found no room inside, and, of the new ones that still wait, the
    /// last to come while too many wait.
    pub(super) fn refuse(&mut self) {
        for place in 0..self.turned_away.len() {
            self.turn_away(self.turned_away[place]);
        }
        self.turned_away.clear();
        while let Some(conversation) = self.knocking.pop() {
            let limit = self.policy.door.waiting.unwrap_or(u32::MAX);
            if self.world.queued > limit && self.world.conversation(conversation).state == State::Queued {
                self.turn_away(conversation);
            }
        }
    }

    fn turn_away(&mut self, conversation: ConversationId) {
        self.tell(Fact::Refused { conversation });
        self.close(conversation, Cause::Refused);
        self.world.conversations[conversation.index()].ticket = 0;
    }

    /// Whoever wrote in this round and still waits begins to lose patience; whose patience is over gives up.
    #[inline]
    pub(super) fn lose_patience(&mut self) {
        if !self.wrote.is_empty() {
            for place in 0..self.wrote.len() {
                self.impatient(self.wrote[place]);
            }
            self.wrote.clear();
        }
        let now = self.now();
        while let Some(Reverse(impatience)) = self.patience.peek().copied().filter(|first| first.0.deadline <= now) {
            self.patience.pop();
            let it = self.world.conversation(impatience.conversation);
            if it.exchange == impatience.exchange && self.clock_runs(it) {
                self.events += 1;
                self.gives_up(impatience.conversation);
            }
        }
    }

    #[inline]
    fn impatient(&mut self, conversation: ConversationId) {
        let it = self.world.conversation(conversation);
        if !self.clock_runs(it) {
            return;
        }
        if let Some(patience) = self.workload.patience(self.turn[conversation.index()]) {
            let (written, exchange) = (it.written, it.exchange);
            self.patience.push(Reverse(Impatience { deadline: written + patience, written, conversation, exchange }));
        }
    }

    /// Whether the clock of the customer's patience runs.
    #[inline]
    fn clock_runs(&self, it: &Conversation) -> bool {
        match self.model.demands[it.demand().index()].patience.until {
            Until::Assigned => it.state == State::Queued,
            Until::Handling => matches!(it.state, State::Queued | State::Waiting),
            Until::Reply => it.state.needs_reply(),
        }
    }

    /// Gone, and the platform sees it. Work in hand stops.
    fn gives_up(&mut self, conversation: ConversationId) {
        let it = self.world.conversation(conversation);
        let in_hand = (it.state == State::InHand).then(|| self.who_handles(conversation));
        self.tell(Fact::GaveUp { conversation, in_hand });
        self.close(conversation, Cause::GaveUp);
        self.world.conversations[conversation.index()].ticket = 0;
        if let Some(agent) = in_hand {
            self.world.agents[agent.index()].last = Some(conversation);
            self.frees(agent);
        }
    }

    /// The agent who works on a conversation. Looks at the agents of the owner's desk.
    fn who_handles(&self, conversation: ConversationId) -> AgentId {
        let desk = self.world.conversation(conversation).desk().expect("a conversation in hand has an owner");
        let handles = |agent: &Agent| matches!(agent.activity, Activity::Handling { conversation: other, .. } if other == conversation);
        match self.policy.capacity.ownership {
            Ownership::Agent => AgentId(desk.0),
            Ownership::Team => {
                let place = self.world.agents.iter().position(handles);
                AgentId(place.expect("a conversation in hand is in somebody's hand") as u32)
            }
        }
    }
}
