//! Phase 4: desks get conversations, agents start to work on them.

use super::things::{Conversation, Event, State};
use super::{Twin, agent_id, id};
use quasisync::facts::Fact;
use quasisync::policy::{Clock, Inactivity, SLOT};
use quasisync::units::{DeskId, TeamId};

impl Twin<'_> {
    pub(super) fn route(&mut self) {
        loop {
            for lane in self.lanes.clone() {
                let somebody_waits = self.queue().into_iter().any(|it| self.teams_for(it) == lane);
                if somebody_waits && self.desks_with_room(&lane).is_empty() {
                    self.displace(&lane);
                }
            }
            let mut placeable = self.queue();
            placeable.retain(|&it| !self.desks_with_room(&self.teams_for(it)).is_empty());
            let Some(next) = placeable.into_iter().min_by_key(|&it| self.conversations[it].rank.clone()) else {
                return;
            };
            let desk = self.choose(next);
            let lane = self.lane_of(next);
            self.last_assigned[lane] = Some(desk);
            self.tell(Fact::Assigned { conversation: id(next), desk: DeskId(desk as u32) });
            self.join_inbox(next, desk);
        }
    }

    /// Silent conversations become inactive until a desk of these teams has room: the one that is silent longest of those
    /// that make room at once, else of those whose agent is there. None if that would not free anything.
    fn displace(&mut self, teams: &[TeamId]) {
        let Inactivity::OnDemand { clock, .. } = self.policy.inactivity else { return };
        let gain = u64::from(SLOT - self.policy.capacity.inactive_weight);
        if gain == 0 {
            return;
        }
        while self.desks_with_room(teams).is_empty() {
            let since = |it: &Conversation| match clock {
                Clock::LastAgent => it.replied,
                Clock::LastCustomerWhileAwaiting => it.heard,
            };
            let mut silent: Vec<usize> = (0..self.conversations.len()).collect();
            silent.retain(|&it| self.conversations[it].state == State::Awaiting && self.conversations[it].displaceable);
            silent.retain(|&it| self.desks_for(teams).contains(&self.owner(it)));
            silent.sort_by_key(|&it| (since(&self.conversations[it]), it));
            let enough = |desk: usize| self.load(desk) - gain + u64::from(SLOT) <= self.preferred(desk);
            let makes_room = silent.iter().find(|&&it| enough(self.owner(it)));
            let there = silent.iter().find(|&&it| self.preferred(self.owner(it)) > 0);
            let Some(&longest) = makes_room.or(there) else { return };
            self.go_inactive(longest);
        }
    }

    pub(super) fn owner(&self, conversation: usize) -> usize {
        self.conversations[conversation].owner.expect("somebody replied")
    }

    pub(super) fn start(&mut self) {
        for desk in 0..self.idle_since.len() {
            while let Some(&conversation) = self.inbox(desk).first() {
                let mut able = self.agents_at(desk);
                able.retain(|&it| if self.shares(it) { !self.is_wrapping_up(it) } else { self.is_free(it) });
                let Some(agent) = able.into_iter().min_by_key(|&it| self.agents[it].freed) else { break };
                self.begin(agent, conversation);
            }
        }
    }

    fn begin(&mut self, agent: usize, conversation: usize) {
        if self.shares(agent) {
            self.join_course(agent, conversation);
        } else {
            self.schedule(self.now + self.work(agent, conversation), Event::Done(conversation));
        }
        self.agents[agent].last = Some(conversation);
        self.conversations[conversation].worker = Some(agent);
        self.conversations[conversation].state = State::InHand;
        self.tell(Fact::Started { conversation: id(conversation), agent: agent_id(agent) });
    }
}
