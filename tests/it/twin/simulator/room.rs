//! What conversations weigh, and which desk has room for one more.

use super::Twin;
use super::events::Event;
use super::things::State;
use quasisync::model::{Holds, Takes};
use quasisync::policy::{Offer, Ownership, Pool, Weights};

impl Twin<'_> {
    /// What a conversation of this channel weighs in each state, in thousandths of what the channel weighs.
    fn weights(&self, conversation: usize) -> Weights {
        self.share_of_channel(conversation).weights.unwrap_or(self.policy.capacity.weights)
    }

    /// What a conversation weighs in a state.
    pub(super) fn weight_in(&self, conversation: usize, state: State) -> u64 {
        let weights = self.weights(conversation);
        let part = match state {
            State::Offered => weights.offered,
            State::Waiting | State::InHand => weights.needs_reply,
            State::Awaiting => weights.awaits_customer,
            State::Inactive => weights.inactive,
            State::Parked => weights.parked,
            State::New | State::WithBot | State::WithBotAgain | State::Queued | State::Closed => 0,
        };
        u64::from(self.share_of_channel(conversation).weight) * u64::from(part) / 1000
    }

    /// What it weighs now.
    pub(super) fn weight(&self, conversation: usize) -> u64 {
        let it = &self.conversations[conversation];
        let inactive = it.lapsed && it.is_to_be_answered_on_a_desk();
        self.weight_in(conversation, if inactive { State::Inactive } else { it.state })
    }

    /// Whether a slot would be lighter if a conversation that is awaited went inactive.
    pub(super) fn gains_by_silence(&self, conversation: usize) -> bool {
        let weights = self.weights(conversation);
        weights.inactive < weights.awaits_customer
    }

    pub(super) fn of_desk(&self, desk: usize) -> Vec<usize> {
        (0..self.conversations.len()).filter(|&it| self.conversations[it].owner == Some(desk)).collect()
    }

    pub(super) fn load(&self, desk: usize) -> u64 {
        let holds_slot = |event: &Event| match event {
            Event::WrappedUp(it) => it.holds != Holds::Nothing && self.desk_of(it.agent) == desk,
            _ => false,
        };
        let wrapping = self.events.iter().filter(|it| holds_slot(&it.1)).count();
        self.of_desk(desk).into_iter().map(|it| self.weight(it)).sum::<u64>()
            + wrapping as u64 * u64::from(self.policy.capacity.weights.wrap_up)
    }

    /// The load that limits what a desk takes of a conversation: all of it, or that of its like.
    pub(super) fn load_for(&self, desk: usize, conversation: usize) -> u64 {
        if self.policy.capacity.pool == Pool::Shared {
            return self.load(desk);
        }
        self.of_desk(desk)
            .into_iter()
            .filter(|&it| self.shares_limits(it, conversation))
            .map(|it| self.weight(it))
            .sum()
    }

    /// Whether two conversations compete for the same room on a desk.
    pub(super) fn shares_limits(&self, one: usize, other: usize) -> bool {
        let demand = |it: usize| self.conversations[it].person.demand;
        let channel = |it: usize| self.demand(self.conversations[it].person).channel;
        match self.policy.capacity.pool {
            Pool::Shared => true,
            Pool::Channel => channel(one) == channel(other),
            Pool::Demand => demand(one) == demand(other),
        }
    }

    pub(super) fn active(&self, desk: usize) -> usize {
        self.of_desk(desk).into_iter().filter(|&it| self.conversations[it].is_active()).count()
    }

    /// Whether a desk has room for a new conversation.
    pub(super) fn has_room(&self, desk: usize, conversation: usize) -> bool {
        if !self.suits(desk, conversation) {
            return false;
        }
        let load = self.load_for(desk, conversation) + self.weight_in(conversation, State::Waiting);
        let slack = u64::from(self.policy.capacity.slack) * self.agents_at(desk).len() as u64;
        let asks = self.policy.capacity.on_request && self.has_nothing_to_do(desk) && load <= self.maximum(desk);
        if load > self.preferred(desk) + slack && !asks {
            return false;
        }
        let channel = self.demand(self.conversations[conversation].person).channel;
        let of_channel = |it: &usize| self.demand(self.conversations[*it].person).channel == channel;
        let here = self.of_desk(desk).into_iter().filter(of_channel);
        let active = here.filter(|&it| self.conversations[it].is_active()).count();
        let most = self.share_of_channel(conversation).at_most;
        most.is_none_or(|most| active < most as usize * self.agents_at(desk).len())
    }

    /// Whether an agent who owns conversations has nothing in hand and nothing to answer.
    fn has_nothing_to_do(&self, desk: usize) -> bool {
        self.policy.capacity.ownership == Ownership::Agent && self.is_free(desk) && self.inbox(desk).is_empty()
    }

    /// Whether a desk could take a conversation, had it room for it.
    pub(super) fn suits(&self, desk: usize, conversation: usize) -> bool {
        let of_desk = self.of_desk(desk);
        let state = |it: usize| self.conversations[it].state;
        let needs_reply = |it: usize| self.conversations[it].is_to_be_answered_on_a_desk();
        let taken = of_desk.iter().any(|&it| needs_reply(it) && self.takes(it) == Takes::Agent);
        let offered = of_desk.iter().any(|&it| state(it) == State::Offered);
        let pulls =
            self.treatment(conversation).offer == Offer::Pull && self.policy.capacity.ownership == Ownership::Agent;
        self.takes_new_work(desk)
            && !taken
            && match self.takes(conversation) {
                Takes::Slot => true,
                Takes::Agent => self.is_free(desk),
                Takes::Idle => self.has_nothing_to_do(desk),
            }
            && (!pulls || self.has_nothing_to_do(desk) && !offered)
            && self.gets_more(desk, self.now)
            && !self.conversations[conversation].barred.contains(&desk)
    }
}
