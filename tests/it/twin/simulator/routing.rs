//! Phase 4: desks get conversations, agents start to work on them.

use super::things::{Conversation, Event, State};
use super::{Twin, agent_id, id};
use quasisync::facts::Fact;
use quasisync::policy::{Clock, Inactivity, Ownership, SLOT};
use quasisync::units::DeskId;
use std::cmp::Reverse;

impl Twin<'_> {
    pub(super) fn route(&mut self) {
        loop {
            self.make_room();
            let mut placeable = self.queue();
            placeable.retain(|&it| !self.desks_with_room(it).is_empty());
            let first = |&it: &usize| (Reverse(self.channel_rank(it)), self.conversations[it].rank.clone());
            let Some(next) = placeable.into_iter().min_by_key(first) else { return };
            let desk = self.choose(next);
            let lane = self.lane(next);
            self.last_assigned.insert(lane, desk);
            self.tell(Fact::Assigned { conversation: id(next), desk: DeskId(desk as u32) });
            self.join_inbox(next, desk);
            self.leave_stages(next);
        }
    }

    /// Lane by lane, for whoever is first there.
    fn make_room(&mut self) {
        let lanes = self.queue().into_iter().map(|it| self.lane(it));
        let lanes: std::collections::BTreeSet<(usize, usize)> = lanes.collect();
        for lane in lanes {
            let waiting = self.queue().into_iter().filter(|&it| self.lane(it) == lane);
            let head = waiting.min_by_key(|&it| self.conversations[it].rank.clone()).expect("somebody waits");
            self.displace(head);
        }
    }

    /// Silent conversations become inactive until a desk has room for somebody who waits: the one that is silent longest
    /// of those that make room at once, else of those whose desk could take somebody. None if that would not free anything.
    fn displace(&mut self, head: usize) {
        let Inactivity::OnDemand { clock, .. } = self.policy.inactivity else { return };
        if self.policy.capacity.weights.inactive == SLOT {
            return;
        }
        while self.desks_with_room(head).is_empty() {
            let since = |it: &Conversation| match clock {
                Clock::LastAgent => it.replied,
                Clock::LastCustomerWhileAwaiting => it.heard,
                _ => todo!(),
            };
            let desks = self.desks_for(head);
            let mut silent: Vec<usize> = (0..self.conversations.len()).collect();
            silent.retain(|&it| self.conversations[it].state == State::Awaiting && self.conversations[it].displaceable);
            silent.retain(|&it| self.conversations[it].owner.is_some_and(|desk| desks.contains(&desk)));
            silent.sort_by_key(|&it| (since(&self.conversations[it]), it));
            let makes_room = silent.iter().copied().find(|&it| self.would_make_room(it, head));
            let there = silent.iter().copied().find(|&it| self.suits(self.owner(it), head));
            let Some(longest) = makes_room.or(there) else { return };
            self.go_inactive(longest);
        }
    }

    fn would_make_room(&mut self, silent: usize, head: usize) -> bool {
        self.conversations[silent].state = State::Inactive;
        let enough = self.has_room(self.owner(silent), head);
        self.conversations[silent].state = State::Awaiting;
        enough
    }

    pub(super) fn owner(&self, conversation: usize) -> usize {
        self.conversations[conversation].owner.expect("somebody owns it")
    }

    pub(super) fn start(&mut self) {
        for desk in 0..self.desks() {
            while let Some(&conversation) = self.inbox(desk).first() {
                let mut able = self.agents_at(desk);
                able.retain(|&it| if self.shares(it) { !self.is_wrapping_up(it) } else { self.is_free(it) });
                able.retain(|&it| !self.must_leave(it) && self.has_eyes_for_messages(it));
                let Some(agent) = able.into_iter().min_by_key(|&it| self.agents[it].freed) else { break };
                self.begin(agent, conversation);
            }
        }
        self.end_looks();
    }

    fn begin(&mut self, agent: usize, conversation: usize) {
        self.conversations[conversation].template = self.is_too_late(conversation);
        if self.shares(agent) {
            self.join_course(agent, conversation);
        } else {
            self.schedule(self.now + self.work(agent, conversation), Event::Done(conversation));
        }
        self.agents[agent].last = Some(conversation);
        self.agents[agent].at_own_work = false;
        self.conversations[conversation].worker = Some(agent);
        self.conversations[conversation].state = State::InHand;
        self.tell(Fact::Started { conversation: id(conversation), agent: agent_id(agent) });
    }

    /// Whether the channel lets an agent send a template only.
    fn is_too_late(&self, conversation: usize) -> bool {
        let it = &self.conversations[conversation];
        let window = self.channel(conversation).and_then(|it| it.reply_window);
        !it.contentless && !it.gone && window.is_some_and(|window| self.now.since(it.wrote) > window.within)
    }

    /// Whether a desk takes any new work, if there is room.
    pub(super) fn takes_new_work(&self, desk: usize) -> bool {
        use super::things::Reach;
        match self.policy.capacity.ownership {
            Ownership::Agent => self.agents[desk].reach == Reach::Open,
            Ownership::Team => !self.agents_at(desk).is_empty(),
        }
    }
}
