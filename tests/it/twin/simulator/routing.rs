//! Phase 4: desks get conversations, agents start to work on them.

use super::events::Event;
use super::order::Line;
use super::things::{Reach, State};
use super::{Twin, agent_id, id};
use quasisync::facts::Fact;
use quasisync::policy::{Dispatch, Inactivity, Ownership, Triggers};
use quasisync::units::{DeskId, Time};

impl Twin<'_> {
    pub(super) fn route(&mut self) {
        let Dispatch { on, every, .. } = self.policy.dispatch;
        let it = self.happened;
        let triggered = it.arrival && on.arrival || it.freed && on.freed || it.sign_in && on.sign_in;
        let swept = self.swept != Some(self.now)
            && self.now > Time::START
            && every.is_some_and(|every| self.now.0.is_multiple_of(every.0));
        if swept {
            self.swept = Some(self.now);
        }
        if triggered || swept {
            self.pass();
        }
        self.happened = Triggers::default();
    }

    /// Places as many as can be.
    fn pass(&mut self) {
        self.give_back();
        let mut placed = vec![0; self.model.demands.len()];
        loop {
            self.make_room(&placed);
            let mut placeable = self.placeable(&placed);
            placeable.retain(|&it| !self.desks_with_room(it).is_empty());
            let Some(&next) = self.in_order(Line::Queue, placeable).first() else { return };
            placed[self.lane(next).0] += 1;
            self.place(next);
        }
    }

    /// Whoever waits for an owner who takes him now goes there.
    fn give_back(&mut self) {
        let mut waiting = self.queue();
        waiting.sort_by_key(|&it| self.conversations[it].place.ticket);
        for conversation in waiting {
            let Some((owner, to)) = self.conversations[conversation].waits_for else { continue };
            if self.takes_back(owner, to, conversation) {
                self.return_to(conversation, owner);
            }
        }
    }

    /// Those in the queue who are for anybody, as long as their queue has not had its share of this pass.
    fn placeable(&self, placed: &[u32]) -> Vec<usize> {
        let most = self.policy.dispatch.at_most.unwrap_or(u32::MAX);
        let for_anybody = |it: &usize| self.conversations[*it].waits_for.is_none();
        self.queue().into_iter().filter(for_anybody).filter(|&it| placed[self.lane(it).0] < most).collect()
    }

    fn place(&mut self, conversation: usize) {
        let desks = self.desks_with_room(conversation);
        match self.offer_of(conversation) {
            None => {
                let desk = self.choose(conversation, &desks);
                self.note_placing(conversation, desk);
                self.assign(conversation, desk);
            }
            Some(rule) => {
                let quickest = |&desk: &usize| (self.accepts_after(conversation, desk), desk);
                let desk = match rule.broadcast {
                    true => self.of_least_rank(conversation, &desks).into_iter().min_by_key(quickest),
                    false => Some(self.choose(conversation, &desks)),
                };
                let desk = desk.expect("somebody has room");
                self.note_placing(conversation, desk);
                self.offer(conversation, desk, rule);
            }
        }
    }

    /// A desk was chosen for a conversation.
    pub(super) fn note_placing(&mut self, conversation: usize, desk: usize) {
        let lane = self.lane(conversation);
        self.last_assigned.insert(lane, desk);
        self.note_choice(desk);
    }

    /// A desk has it from now on.
    pub(super) fn assign(&mut self, conversation: usize, desk: usize) {
        self.tell(Fact::Assigned { conversation: id(conversation), desk: DeskId(desk as u32) });
        self.leave_line(conversation);
        if self.conversations[conversation].only_needs_an_agent {
            self.take_over(conversation, desk);
        } else {
            self.join_inbox(conversation, desk);
            self.look_again(conversation);
        }
    }

    /// Lane by lane, for whoever is first there.
    fn make_room(&mut self, placed: &[u32]) {
        let lanes = self.placeable(placed).into_iter().map(|it| self.lane(it));
        let lanes: std::collections::BTreeSet<(usize, usize)> = lanes.collect();
        for lane in lanes {
            let waiting: Vec<usize> = self.placeable(placed).into_iter().filter(|&it| self.lane(it) == lane).collect();
            if waiting.iter().all(|&it| self.desks_with_room(it).is_empty()) {
                self.displace(self.in_order(Line::Queue, waiting)[0]);
            }
        }
    }

    /// Silent conversations become inactive until a desk has room for somebody who waits: the one that is silent longest
    /// of those that make room at once, else of those whose desk could take somebody. None that would not get lighter.
    fn displace(&mut self, head: usize) {
        while self.desks_with_room(head).is_empty() {
            let since = |it: usize| match self.treatment(it).inactivity {
                Inactivity::OnDemand { clock, .. } => self.silent_since(it, clock),
                _ => unreachable!("only on demand"),
            };
            let desks = self.desks_for(head);
            let mut silent: Vec<usize> = (0..self.conversations.len()).collect();
            silent.retain(|&it| self.conversations[it].state == State::Awaiting && self.conversations[it].displaceable);
            silent.retain(|&it| self.conversations[it].owner.is_some_and(|desk| desks.contains(&desk)));
            silent.retain(|&it| self.gains_by_silence(it) && self.shares_limits(it, head));
            silent.sort_by_key(|&it| (since(it), it));
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
        self.events.retain(|it| it.1 != Event::Unanswered(conversation));
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
        match self.policy.capacity.ownership {
            Ownership::Agent => self.agents[desk].reach == Reach::Open,
            Ownership::Team => !self.agents_at(desk).is_empty(),
        }
    }
}
