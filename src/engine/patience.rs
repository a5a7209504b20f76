//! Patience: who waits, for how long, and what becomes of those who will not.

use super::Engine;
use crate::facts::{Cause, Fact, Observer};
use crate::model::{Demand, Until};
use crate::policy::{Door, Gives, Ownership};
use crate::units::{AgentId, ConversationId, DeskId, Span, Time};
use crate::workload::Occasion;
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

/// What the customers of a demand make of what this policy tells those who wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Temper {
    until: Until,
    /// The same for what is written out of hours.
    until_out_of_hours: Until,
    /// By how much the signals multiply patience.
    factor: f64,
    /// The same out of hours.
    factor_out_of_hours: f64,
    out_of_hours: bool,
}

impl Temper {
    pub(super) fn new(demand: &Demand, door: &Door) -> Temper {
        let (patience, gives) = (&demand.patience, door.gives);
        let factor = |gives: Gives| {
            let given = [
                (gives.acknowledgement, patience.signals.acknowledgement),
                (gives.presence, patience.signals.presence),
                (gives.estimated_wait, patience.signals.estimated_wait),
            ];
            given.iter().filter(|signal| signal.0).fold(1.0, |product, signal| product * signal.1)
        };
        let until = |gives: Gives| match patience.until {
            Until::Reply if gives.typing => Until::Handling,
            until => until,
        };
        let at_night = if demand.open.is_some() { door.gives_out_of_hours.unwrap_or(gives) } else { gives };
        let differs = patience.out_of_hours.is_some() || gives != at_night;
        Temper {
            until: until(gives),
            until_out_of_hours: until(at_night),
            factor: factor(gives),
            factor_out_of_hours: factor(at_night),
            out_of_hours: differs && demand.open.is_some(),
        }
    }
}

impl<O: Observer<World>> Engine<'_, O> {
    /// If the customer will not wait for ever, his patience is looked at when the round has done what it can for him.
    #[inline]
    pub(super) fn waits(&mut self, conversation: ConversationId) {
        if !self.truth.is_there(conversation) {
            return;
        }
        if self.out_of_hours || self.truth.patience(conversation).is_some() {
            self.wrote.push(conversation);
        }
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
            let waits = it.exchange == impatience.exchange && self.clock_runs(it);
            if waits && self.truth.is_there(impatience.conversation) {
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
        if let Some(patience) = self.patience_with(conversation, it) {
            let (written, exchange) = (it.written, it.exchange);
            // Whoever still waits for an answer from the past has patience left: all of it.
            let deadline = written.max(self.model.begins()) + patience;
            self.patience.push(Reverse(Impatience { deadline, written, conversation, exchange }));
        }
    }

    /// How long the customer waits for the reply to this message, if not for ever.
    #[inline]
    fn patience_with(&self, conversation: ConversationId, it: &Conversation) -> Option<Span> {
        let temper = self.tempers[it.demand().index()];
        let (mut patience, mut factor) = (self.truth.patience(conversation), temper.factor);
        if temper.out_of_hours && !self.is_open(it) {
            patience = self.truth.patience_out_of_hours(conversation).or(patience);
            factor = temper.factor_out_of_hours;
        }
        match factor == 1.0 {
            true => patience,
            false => patience.map(|it| Span((it.0 as f64 * factor + 0.5) as u64)),
        }
    }

    /// Whether the customer's message was written in opening hours.
    fn is_open(&self, it: &Conversation) -> bool {
        self.model.is_open(it.demand(), it.written)
    }

    /// Whether the clock of the customer's patience runs.
    #[inline]
    fn clock_runs(&self, it: &Conversation) -> bool {
        let temper = self.tempers[it.demand().index()];
        let same = temper.until == temper.until_out_of_hours;
        match if same || self.is_open(it) { temper.until } else { temper.until_out_of_hours } {
            Until::Assigned => matches!(it.state, State::Queued | State::Offered),
            Until::Handling => matches!(it.state, State::Queued | State::Offered | State::Waiting),
            Until::Reply => it.state.needs_reply(),
        }
    }

    /// Gone for this visit. Either the platform sees it, and work in hand stops; or nobody knows.
    fn gives_up(&mut self, conversation: ConversationId) {
        let it = self.world.conversation(conversation);
        let silently = self.truth.leaves_silently(conversation, it.demand());
        if silently && !self.is_page(conversation) {
            self.tell(Fact::LeftSilently { conversation });
            self.truth.leaves(conversation);
            return self.may_come_again(conversation, Occasion::GaveUp);
        }
        self.templates.remove(&conversation);
        let it = self.world.conversation(conversation);
        let in_hand = (it.state == State::InHand).then(|| self.who_handles(conversation));
        self.tell(Fact::GaveUp { conversation, in_hand });
        self.withdraws(conversation);
        self.close(conversation, Cause::GaveUp);
        self.world.conversations[conversation.index()].ticket = 0;
        match in_hand {
            Some(agent) => {
                self.world.agents[agent.index()].last = Some(conversation);
                self.frees(agent);
            }
            None => {
                if let Some(desk) = self.world.conversation(conversation).desk() {
                    self.has_less_to_work_off(desk);
                }
            }
        }
        self.may_come_again(conversation, Occasion::GaveUp);
    }

    /// Whoever was only waiting to work this off may leave.
    pub(super) fn has_less_to_work_off(&mut self, desk: DeskId) {
        if self.policy.capacity.ownership == Ownership::Team {
            return;
        }
        let agent = AgentId(desk.0);
        if self.is_leaving(agent) && self.world.agents[agent.index()].activity == Activity::Free {
            self.may_leave(agent);
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

/// Whether somebody's patience depends on opening hours.
pub(super) fn out_of_hours(tempers: &[Temper]) -> bool {
    tempers.iter().any(|temper| temper.out_of_hours)
}

/// What the customers of each demand make of a policy.
pub(super) fn tempers(demands: &[Demand], door: &Door) -> Vec<Temper> {
    demands.iter().map(|demand| Temper::new(demand, door)).collect()
}
