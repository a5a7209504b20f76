//! Head of the queue, who has room, which of them; one by one until nobody can be placed.

use super::timers::Silent;
use super::{Engine, phase};
use crate::facts::{Fact, Observer};
use crate::model::Takes;
use crate::policy::{SLOT, assignment};
use crate::units::{ConversationId, DeskId};
use crate::world::{State, Widens, World};
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
        let channel = self.world.lanes[lane].channel;
        // Neither a call nor an e-mail would get anything out of it.
        if !self.on_demand() || self.policy.capacity.inactive_weight == SLOT || channel.takes != Takes::Slot {
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
                if self.gives_room(desk, lane, silent.conversation) {
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

    /// Whether a desk would have room if this active conversation of it were inactive.
    fn gives_room(&self, desk: DeskId, lane: usize, silent: ConversationId) -> bool {
        let (channel, wanted) = (self.world.demand_of(silent).channel, self.world.lanes[lane].channel.active_weight);
        let freed = channel.active_weight - channel.inactive_weight;
        let load = self.world.desks.load[desk.index()];
        load + u64::from(wanted) <= self.world.desks.preferred(desk) + u64::from(freed)
    }

    fn assign(&mut self, conversation: ConversationId, desk: DeskId) {
        self.tell(Fact::Assigned { conversation, desk });
        let lane = self.world.lane_of(conversation);
        self.world.lanes[lane].assigned_last = Some(desk);
        self.give(conversation, desk, State::Waiting);
        self.join_inbox(conversation, desk);
    }
    /// A conversation joins the queue where some desks serve later than others: in the first lane with anybody there.
    #[cold]
    #[inline(never)]
    pub(super) fn enters(&mut self, conversation: ConversationId, first: usize, key: u128) -> usize {
        let lane = self.lane_with_somebody(first).unwrap_or_else(|| self.last_lane(first));
        let stages = self.world.stages.as_mut().expect("there are stages");
        stages.joins(conversation, lane - first, key);
        // Whoever is counted among the waiting already is so where he enters.
        self.world.lanes[first].waiting -= 1;
        self.world.lanes[lane].waiting += 1;
        self.watches_lane(conversation, lane);
        lane
    }

    /// The first lane from this one on with somebody at one of its desks.
    fn lane_with_somebody(&self, from: usize) -> Option<usize> {
        let World { lanes, desks, .. } = &self.world;
        let staffed = |lane: usize| {
            (0..desks.len() as u32)
                .map(DeskId)
                .any(|it| desks.servers[it.index()] > 0 && lanes[lane].desks.contains(it))
        };
        (from..=self.last_lane(from)).find(|lane| staffed(*lane))
    }

    /// The last lane to which whoever stands in this one can move on.
    fn last_lane(&self, from: usize) -> usize {
        let lanes = self.world.lanes[from..].iter();
        from + lanes.take_while(|lane| lane.widens.is_some()).count()
    }

    /// Sets the timer of moving on to the next lane.
    fn watches_lane(&mut self, conversation: ConversationId, lane: usize) {
        if let Some(Widens::After(after)) = self.world.lanes[lane].widens {
            let due = self.world.conversation(conversation).since + after;
            let now = self.now();
            self.agenda.schedule(due.max(now), phase::TIMERS, conversation.0);
        }
    }

    /// A timer of a queued conversation fires: more desks may serve it, if it has been in the queue for long enough.
    #[cold]
    #[inline(never)]
    pub(super) fn widens(&mut self, conversation: ConversationId) {
        let lane = self.world.lane_of(conversation);
        let Some(Widens::After(after)) = self.world.lanes[lane].widens else { return };
        if self.world.conversation(conversation).since + after <= self.now() {
            self.moves_to(conversation, lane, lane + 1);
        }
    }

    /// A queued conversation moves on to another lane; its place in the order stays.
    fn moves_to(&mut self, conversation: ConversationId, from: usize, to: usize) {
        let ticket = self.world.conversation(conversation).ticket;
        let first = self.world.demand_of(conversation).lane;
        let stages = self.world.stages.as_mut().expect("there are stages");
        let key = stages.key(conversation);
        stages.joins(conversation, to - first, key);
        // The entry in the lane before would hold as well: it is dropped when it comes up, by its lane.
        self.world.lanes[from].waiting -= 1;
        self.world.lanes[to].waiting += 1;
        self.world.lanes[to].line.join(key, ticket, conversation);
        self.watches_lane(conversation, to);
        self.route = true;
    }

    /// After staff changes: whoever waits where nobody is there any more moves on to where somebody is.
    #[cold]
    #[inline(never)]
    pub(super) fn leave_empty_lanes(&mut self) {
        self.lanes_may_be_empty = false;
        for lane in 0..self.world.lanes.len() {
            if self.world.lanes[lane].widens.is_none() || self.world.lanes[lane].waiting == 0 {
                continue;
            }
            match self.lane_with_somebody(lane) {
                Some(to) if to > lane => {
                    for conversation in self.waiting_in(lane) {
                        self.moves_to(conversation, lane, to);
                    }
                }
                _ => {}
            }
        }
    }

    /// Whoever waits in a lane, in the order of the conversations' numbers.
    pub(super) fn waiting_in(&self, lane: usize) -> Vec<ConversationId> {
        let world = &self.world;
        world.lanes[lane].members(|it, ticket| world.conversation(it).ticket == ticket && world.lane_of(it) == lane)
    }
}
