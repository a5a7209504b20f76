//! Head of the queue, who has room, which of them; one by one until nobody can be placed.

use super::Engine;
use super::timers::Silent;
use crate::facts::{Fact, Observer};
use crate::policy::assignment::choose;
use crate::policy::{OrderKey, Policy, Treatment};
use crate::units::{ConversationId, DeskId};
use crate::world::{Rooms, State, Ticket, World};
use std::cmp::Reverse;

impl<O: Observer<World>> Engine<'_, O> {
    /// Assigns whoever can be assigned, in the order of the queue; lanes take turns by the keys of their heads.
    pub(super) fn route(&mut self) {
        if self.takes_care {
            return self.pass();
        }
        while let Some((lane, conversation)) = self.head() {
            let it = &self.world.lanes[lane];
            let desk = choose(&self.policy.assignment, &self.world, it, conversation, &mut self.scratch);
            let desk = desk.expect("a lane with room has a desk with room");
            self.world.lanes[lane].line.pop();
            self.world.lanes[lane].assigned_last = Some(desk);
            self.is_assigned(conversation, desk);
            if self.world.queued == 0 {
                return;
            }
        }
    }

    /// The first conversation in the order of the queue that somebody has room for, and its lane.
    fn head(&mut self) -> Option<(usize, ConversationId)> {
        let mut head: Option<((u128, Ticket), usize, ConversationId)> = None;
        for lane in 0..self.world.lanes.len() {
            if self.world.lanes[lane].waiting == 0 || !self.makes_room(lane) {
                continue;
            }
            let first = self.first_in(lane);
            let (key, ticket, conversation) = first.expect("a lane in which somebody waits has a head");
            if head.is_none_or(|(least, ..)| (key, ticket) < least) {
                head = Some(((key, ticket), lane, conversation));
            }
        }
        head.map(|(_, lane, conversation)| (lane, conversation))
    }

    /// The head of a lane.
    #[inline]
    pub(super) fn first_in(&mut self, lane: usize) -> Option<(u128, Ticket, ConversationId)> {
        let World { lanes, conversations, stages, demands, .. } = &mut self.world;
        let line = &mut lanes[lane].line;
        let Some(stages) = stages else { return line.first(|it, ticket| conversations[it.index()].ticket == ticket) };
        line.first(|it, ticket| {
            let conversation = &conversations[it.index()];
            // An entry that stayed behind in an earlier lane has a valid ticket, and is not valid.
            let own = demands[conversation.demand().index()].lane + stages.stage(it) == lane;
            conversation.ticket == ticket && own
        })
    }

    /// Whether a desk of the lane has room, if need be because a silent conversation makes room on demand.
    fn makes_room(&mut self, lane: usize) -> bool {
        if self.world.desks.any_room(&self.world.lanes[lane].desks) {
            return true;
        }
        let (_, _, first) = self.first_in(lane).expect("a lane in which somebody waits has a head");
        self.displace(lane, first)
    }

    /// Makes silent conversations inactive until a desk of the lane has room for one that waits: first the longest silent
    /// one on a desk that then has room. If there is none, because agents hold more than they should, the longest silent
    /// one of an agent who is there, and again. Looks at every desk of the lane with somebody there.
    pub(super) fn displace(&mut self, lane: usize, head: ConversationId) -> bool {
        if !self.on_demand() {
            return false;
        }
        loop {
            let (mut enough, mut longest): (Option<Silent>, Option<Silent>) = (None, None);
            for desk in (0..self.world.desks.len() as u32).map(DeskId) {
                let there = self.world.desks.servers[desk.index()] > 0;
                if !there || !self.world.lanes[lane].desks.contains(desk) || !self.suits(head, desk) {
                    continue;
                }
                let Some(silent) = self.longest_silent(desk, head) else { continue };
                longest = Some(longest.map_or(silent, |other| other.min(silent)));
                if let Some(silent) = self.longest_that_gives_room(desk, head, silent) {
                    enough = Some(enough.map_or(silent, |other| other.min(silent)));
                }
            }
            match enough.or(longest) {
                Some(silent) => self.goes_inactive(silent.conversation),
                None => return false,
            }
            if enough.is_some() {
                return true;
            }
        }
    }

    /// Whether a desk may take a conversation, had it room.
    fn suits(&self, conversation: ConversationId, desk: DeskId) -> bool {
        match &self.world.rooms {
            None => self.world.desks.takes_new(desk),
            Some(rooms) => self.asked(rooms, conversation).suits(desk),
        }
    }

    /// The conversation of a desk that may become inactive, would weigh less, and has been silent for longest.
    fn longest_silent(&mut self, desk: DeskId, head: ConversationId) -> Option<Silent> {
        if let Some(rooms) = &self.world.rooms {
            return self.silent_ones(desk, rooms, head).min();
        }
        if !self.policy.capacity.silence_frees(None) {
            return None;
        }
        while let Some(&Reverse(first)) = self.silent[desk.index()].peek() {
            if self.is_silent(desk, first) {
                return Some(first);
            }
            self.silent[desk.index()].pop();
        }
        None
    }

    /// All of them that weigh where the head of the queue would, where they do not all weigh the same.
    fn silent_ones(&self, desk: DeskId, rooms: &Rooms, head: ConversationId) -> impl Iterator<Item = Silent> {
        let demand = |it: ConversationId| self.world.conversation(it).demand();
        let all = self.silent[desk.index()].iter().map(|Reverse(silent)| *silent);
        all.filter(move |silent| {
            let frees = |it: &Silent| {
                let channel = self.world.demand_of(it.conversation).channel.channel;
                let frees = self.policy.capacity.silence_frees(channel);
                frees && rooms.share_a_pool(demand(head), demand(it.conversation))
            };
            self.is_silent(desk, *silent) && frees(silent)
        })
    }

    /// Whether a conversation has been silent ever since. It may have been left to nobody.
    fn is_silent(&self, desk: DeskId, silent: Silent) -> bool {
        let it = self.world.conversation(silent.conversation);
        it.state == State::Awaiting && it.exchange == silent.exchange && it.desk() == Some(desk)
    }

    /// The longest silent one of a desk that would give room. Where all weigh the same it is `longest`, or none.
    fn longest_that_gives_room(&self, desk: DeskId, head: ConversationId, longest: Silent) -> Option<Silent> {
        let Some(rooms) = &self.world.rooms else { return Some(longest).filter(|_| self.gives_room(desk)) };
        let asked = self.asked(rooms, head);
        self.silent_ones(desk, rooms, head).filter(|silent| asked.would_have_room(desk, silent.conversation)).min()
    }

    /// Whether a desk would have room if an active conversation of it were inactive, where all weigh the same.
    fn gives_room(&self, desk: DeskId) -> bool {
        let (weights, desks) = (&self.policy.capacity.weights, &self.world.desks);
        let freed = weights.awaits_customer.saturating_sub(weights.inactive);
        desks.load[desk.index()] + u64::from(weights.needs_reply) <= desks.limit(desk) + u64::from(freed)
    }

    /// A conversation belongs to a desk from now on, and waits in its inbox.
    pub(super) fn is_assigned(&mut self, conversation: ConversationId, desk: DeskId) {
        self.tell(Fact::Assigned { conversation, desk });
        if self.world.conversation(conversation).only_needs_an_agent() {
            return self.adopts(conversation, desk);
        }
        self.give(conversation, desk, State::Waiting);
        self.join_inbox(conversation, desk);
    }
}

/// Whether more than loads and fixed orders decide in routing, so that it takes [a pass with more care](super::dispatch).
pub(super) fn takes_care(policy: &Policy, treatments: &[Treatment], world: &World) -> bool {
    world.rooms.is_some()
        || world.tallies.is_some()
        || policy.queue.iter().any(OrderKey::changes)
        || policy.dispatch.at_most.is_some()
        || !policy.own.is_empty()
        || treatments.iter().any(|it| it.offer.timed().is_some())
}

/// Whether more than loads changes while a conversation stays active, or it matters when somebody is free.
pub(super) fn watches_closely(policy: &Policy, world: &World) -> bool {
    let weights = &policy.capacity.weights;
    world.rooms.is_some()
        || world.tallies.is_some()
        || weights.needs_reply != weights.awaits_customer
        || !policy.dispatch.is_plain()
}
