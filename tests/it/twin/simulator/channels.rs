//! What the channel of a conversation changes.

use super::Twin;
use quasisync::model::{Channel, Takes};
use quasisync::policy::{ChannelShare, Ownership};
use quasisync::units::{ChannelId, Span};

impl<'a> Twin<'a> {
    pub(super) fn channel(&self, conversation: usize) -> Option<&'a Channel> {
        let channel = self.demand(self.conversations[conversation].person).channel?;
        Some(&self.model.channels[channel.index()])
    }

    /// Whether it makes a difference to who has room, or goes first, on which channel somebody writes.
    pub(super) fn channels_matter(&self) -> bool {
        let agents_own = self.policy.capacity.ownership == Ownership::Agent;
        let plain = |it: &Channel| (it.takes == Takes::Slot || !agents_own) && it.rank == 0;
        let usual = |it: &ChannelShare| *it == ChannelShare::default();
        let mut used = self.model.demands.iter().filter_map(|it| it.channel).map(ChannelId::index);
        used.any(|it| !plain(&self.model.channels[it]) || !self.policy.capacity.channels.get(it).is_none_or(usual))
    }

    /// Work of a higher rank goes first.
    pub(super) fn channel_rank(&self, conversation: usize) -> u8 {
        self.channel(conversation).map_or(0, |it| it.rank)
    }

    /// What a conversation takes; of a team's desk, always slots.
    pub(super) fn takes(&self, conversation: usize) -> Takes {
        let takes = self.channel(conversation).map_or(Takes::Slot, |it| it.takes);
        if self.policy.capacity.ownership == Ownership::Agent { takes } else { Takes::Slot }
    }

    pub(super) fn share_of_channel(&self, conversation: usize) -> ChannelShare {
        let channel = self.demand(self.conversations[conversation].person).channel;
        let share = channel.and_then(|it| self.policy.capacity.channels.get(it.index()));
        share.copied().unwrap_or_default()
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
