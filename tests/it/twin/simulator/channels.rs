//! What the channel of a conversation changes.

use super::Twin;
use super::things::State;
use quasisync::model::{Channel, Takes};
use quasisync::policy::{ChannelShare, Ownership};
use quasisync::units::Span;

impl<'a> Twin<'a> {
    pub(super) fn channel(&self, conversation: usize) -> Option<&'a Channel> {
        let channel = self.demand(self.conversations[conversation].person).channel?;
        Some(&self.model.channels[channel.index()])
    }

    /// Whether it makes a difference to who has room, or goes first, on which channel somebody writes.
    pub(super) fn channels_matter(&self) -> bool {
        let plain = |it: &Channel| it.takes == Takes::Slot && it.rank == 0;
        let usual = |it: &ChannelShare| *it == ChannelShare::default();
        !(self.model.channels.iter().all(plain) && self.policy.capacity.channels.iter().all(usual))
    }

    /// Work of a higher rank goes first.
    pub(super) fn channel_rank(&self, conversation: usize) -> u8 {
        self.channel(conversation).map_or(0, |it| it.rank)
    }

    /// What a conversation takes; of a team's desk, always slots.
    fn takes(&self, conversation: usize) -> Takes {
        let takes = self.channel(conversation).map_or(Takes::Slot, |it| it.takes);
        if self.policy.capacity.ownership == Ownership::Agent { takes } else { Takes::Slot }
    }

    fn share_of_channel(&self, conversation: usize) -> ChannelShare {
        let channel = self.demand(self.conversations[conversation].person).channel;
        let share = channel.and_then(|it| self.policy.capacity.channels.get(it.index()));
        share.copied().unwrap_or_default()
    }

    /// What a conversation weighs in a state.
    pub(super) fn weight_in(&self, conversation: usize, state: State) -> u64 {
        let weight = u64::from(self.share_of_channel(conversation).weight);
        match state {
            State::Waiting | State::InHand | State::Awaiting => weight,
            State::Inactive => weight * u64::from(self.policy.capacity.weights.inactive) / 1000,
            State::New | State::WithBot | State::Queued | State::Closed => 0,
        }
    }

    /// Whether a desk has room for a new conversation.
    pub(super) fn has_room(&self, desk: usize, conversation: usize) -> bool {
        let weight = self.weight_in(conversation, State::Waiting);
        if self.load(desk) + weight > self.preferred(desk) || !self.suits(desk, conversation) {
            return false;
        }
        let channel = self.demand(self.conversations[conversation].person).channel;
        let here = |it: usize| self.conversations[it].owner == Some(desk);
        let of_channel = |it: usize| self.demand(self.conversations[it].person).channel == channel;
        let all = 0..self.conversations.len();
        let active = all.clone().filter(|&it| here(it) && of_channel(it) && self.conversations[it].is_active()).count();
        let most = self.share_of_channel(conversation).at_most;
        most.is_none_or(|most| active < most as usize * self.agents_at(desk).len())
    }

    /// Whether a desk could take a conversation, had it room for it.
    pub(super) fn suits(&self, desk: usize, conversation: usize) -> bool {
        let here = |it: usize| self.conversations[it].owner == Some(desk);
        let all = 0..self.conversations.len();
        let needs_reply = |it: usize| matches!(self.conversations[it].state, State::Waiting | State::InHand);
        let taken = all.into_iter().any(|it| here(it) && needs_reply(it) && self.takes(it) == Takes::Agent);
        self.takes_new_work(desk)
            && !taken
            && match self.takes(conversation) {
                Takes::Slot => true,
                Takes::Agent => self.is_free(desk),
                Takes::Idle => self.is_free(desk) && self.inbox(desk).is_empty(),
            }
    }

    /// What it costs an agent to turn to a conversation.
    pub(super) fn turning(&self, agent: usize, conversation: usize) -> Span {
        let Some(last) = self.agents[agent].last.filter(|&last| last != conversation) else { return Span::ZERO };
        match self.channel(conversation) {
            Some(channel) if channel.rank < self.channel_rank(last) => channel.resume,
            _ => self.model.teams[self.agents[agent].team].switch_cost,
        }
    }
}
