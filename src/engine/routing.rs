//! Head of the queue, who has room, which of them; one by one until nobody can be placed.

use super::Engine;
use super::timers::Silent;
use crate::facts::{Fact, Observer};
use crate::policy::{SLOT, assignment};
use crate::units::{ConversationId, DeskId};
use crate::world::{State, World};
use std::cmp::Reverse;

impl<O: Observer<World>> Engine<'_, O> {
    /// Assigns whoever can be assigned, in the order of the queue; lanes take turns by the keys of their heads.
    pub(super) fn route(&mut self) {
        while let Some((lane, conversation)) = self.head() {
            let mut ties = std::mem::take(&mut self.ties);
            let desks = &self.world.lanes[lane].desks;
            let desk = assignment::choose(&self.policy.assignment, &self.world, desks, conversation, &mut ties);
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
            let World { lanes, conversations, .. } = &mut self.world;
            let first = lanes[lane].line.first(|it, ticket| conversations[it.index()].ticket == ticket);
            let (key, ticket, conversation) = first.expect("a lane in which somebody waits has a head");
            if head.is_none_or(|(least, ..)| (key, ticket) < least) {
                head = Some(((key, ticket), lane, conversation));
            }
        }
        head.map(|(_, lane, conversation)| (lane, conversation))
    }

    /// Whether a desk of the lane has room, if need be because a silent conversation makes room on demand.
    fn makes_room(&mut self, lane: usize) -> bool {
        let World { lanes, desks, .. } = &self.world;
        desks.any_room(&lanes[lane].desks) || self.displace(lane)
    }

    /// Makes silent conversations inactive until a desk of the lane has room: first the longest silent one on a desk that
    /// then has room. If there is none, because agents hold more than they should, the longest silent one of an agent who is
    /// there, and again. Looks at every desk of the lane with somebody there.
    fn displace(&mut self, lane: usize) -> bool {
        if !self.on_demand() || self.policy.capacity.inactive_weight == SLOT {
            return false;
        }
        loop {
            let (mut enough, mut longest): (Option<Silent>, Option<Silent>) = (None, None);
            for desk in (0..self.world.desks.len() as u32).map(DeskId) {
                let World { lanes, desks, .. } = &self.world;
                if desks.servers[desk.index()] == 0 || !lanes[lane].desks.contains(desk) {
                    continue;
                }
                let Some(silent) = self.longest_silent(desk) else { continue };
                longest = Some(longest.map_or(silent, |other| other.min(silent)));
                if self.gives_room(desk) {
                    enough = Some(enough.map_or(silent, |other| other.min(silent)));
                }
            }
            match enough.or(longest) {
                Some(silent) => self.lapses(silent.conversation),
                None => return false,
            }
            if enough.is_some() {
                return true;
            }
        }
    }

    /// The conversation of a desk that may become inactive and has been silent for longest.
    fn longest_silent(&mut self, desk: DeskId) -> Option<Silent> {
        let silent = &mut self.silent[desk.index()];
        while let Some(&Reverse(first)) = silent.peek() {
            let it = self.world.conversation(first.conversation);
            if it.state == State::Awaiting && it.exchange == first.exchange {
                return Some(first);
            }
            silent.pop();
        }
        None
    }

    /// Whether a desk would have room if one of its active conversations were inactive.
    fn gives_room(&self, desk: DeskId) -> bool {
        let freed = SLOT - self.policy.capacity.inactive_weight;
        let load = self.world.desks.load[desk.index()];
        load + u64::from(SLOT) <= self.world.desks.preferred(desk) + u64::from(freed)
    }

    fn assign(&mut self, conversation: ConversationId, desk: DeskId) {
        self.tell(Fact::Assigned { conversation, desk });
        self.world.assigned_last = Some(desk);
        self.give(conversation, desk, State::Waiting);
        self.join_inbox(conversation, desk);
    }
}
