//! Head of the queue, who has room, which of them; one by one until nobody can be placed.

use super::Engine;
use super::timers::Silent;
use crate::facts::{Fact, Observer};
use crate::policy::assignment;
use crate::units::{ConversationId, DeskId};
use crate::world::{State, World};
use std::cmp::Reverse;

impl<O: Observer<World>> Engine<'_, O> {
    /// Assigns whoever can be assigned, in the order of the queue; lanes take turns by the keys of their heads.
    pub(super) fn route(&mut self) {
        while let Some((lane, conversation)) = self.head() {
            let mut ties = std::mem::take(&mut self.ties);
            let it = &self.world.lanes[lane];
            let desk = assignment::choose(&self.policy.assignment, &self.world, it, conversation, &mut ties);
            self.ties = ties;
            let desk = desk.expect("a lane with room has a desk with room");
            self.world.lanes[lane].line.pop();
            self.assign(conversation, desk);
            if self.world.queued == 0 {
                return;
            }
        }
    }

    /// The first conversation in the order of the queue that somebody has room for, and its lane.
    fn head(&mut self) -> Option<(usize, ConversationId)> {
        let mut head: Option<((u128, u32), usize, ConversationId)> = None;
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
    fn first_in(&mut self, lane: usize) -> Option<(u128, u32, ConversationId)> {
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
        self.world.any_room(lane) || self.displace(lane)
    }

    /// Makes silent conversations inactive until a desk of the lane has room: first the longest silent one on a desk that
    /// then has room. If there is none, because agents hold more than they should, the longest silent one of an agent who is
    /// there, and again. Looks at every desk of the lane with somebody there.
    fn displace(&mut self, lane: usize) -> bool {
        if !self.on_demand() || self.policy.capacity.weights.inactive >= self.policy.capacity.weights.awaits_customer {
            return false;
        }
        loop {
            let (mut enough, mut longest): (Option<Silent>, Option<Silent>) = (None, None);
            for desk in (0..self.world.desks.len() as u32).map(DeskId) {
                let it = &self.world.lanes[lane];
                let there = self.world.desks.servers[desk.index()] > 0;
                if !there || !it.desks.contains(desk) || !self.world.suits(desk, it) {
                    continue;
                }
                let Some(silent) = self.longest_silent(desk) else { continue };
                longest = Some(longest.map_or(silent, |other| other.min(silent)));
                if let Some(silent) = self.longest_that_gives_room(desk, lane, silent) {
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

    /// The conversation of a desk that may become inactive and has been silent for longest.
    fn longest_silent(&mut self, desk: DeskId) -> Option<Silent> {
        while let Some(&Reverse(first)) = self.silent[desk.index()].peek() {
            if self.is_silent(desk, first) {
                return Some(first);
            }
            self.silent[desk.index()].pop();
        }
        None
    }

    /// Whether a conversation has been silent ever since. It may have been left to nobody.
    fn is_silent(&self, desk: DeskId, silent: Silent) -> bool {
        let it = self.world.conversation(silent.conversation);
        it.state == State::Awaiting && it.exchange == silent.exchange && it.desk() == Some(desk)
    }

    /// The longest silent one of a desk that would give room. Where all weigh the same it is `longest`, or none.
    fn longest_that_gives_room(&self, desk: DeskId, lane: usize, longest: Silent) -> Option<Silent> {
        let gives = |silent: &Silent| self.gives_room(desk, lane, silent.conversation);
        if !self.world.mixed {
            return Some(longest).filter(gives);
        }
        let all = self.silent[desk.index()].iter().map(|Reverse(silent)| *silent);
        all.filter(|silent| self.is_silent(desk, *silent)).filter(gives).min()
    }

    /// Whether a desk would have room if this active conversation of it were inactive.
    fn gives_room(&self, desk: DeskId, lane: usize, silent: ConversationId) -> bool {
        let (channel, lane) = (self.world.demand_of(silent).channel, &self.world.lanes[lane]);
        let freed = channel.weights.awaits_customer.saturating_sub(channel.weights.inactive);
        let load = self.world.desks.load[desk.index()];
        let fits =
            load + u64::from(lane.channel.weights.needs_reply) <= self.world.desks.preferred(desk) + u64::from(freed);
        fits && self.world.is_below_most(desk, lane, u32::from(channel.channel == lane.channel.channel))
    }

    fn assign(&mut self, conversation: ConversationId, desk: DeskId) {
        self.tell(Fact::Assigned { conversation, desk });
        let lane = self.world.lane_of(conversation);
        self.world.lanes[lane].assigned_last = Some(desk);
        if self.world.conversation(conversation).only_needs_an_agent() {
            return self.adopts(conversation, desk);
        }
        self.give(conversation, desk, State::Waiting);
        self.join_inbox(conversation, desk);
    }
}
