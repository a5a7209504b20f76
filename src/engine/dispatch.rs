//! A pass over the queue where more than loads and fixed orders decide: who is next of those for whom somebody has room,
//! whether somebody else's turn comes first, and how many are placed at once.

use super::Engine;
use crate::facts::Observer;
use crate::policy::assignment::{self, choose, choose_where};
use crate::policy::changing::{Look, Rank};
use crate::policy::room::Asked;
use crate::units::{ConversationId, DemandId, DeskId};
use crate::world::{Rooms, State, Ticket, World};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a pass needs to remember.
#[derive(Debug, Default)]
pub(super) struct Pass {
    /// By the first lane of each queue: how many have been placed from it. Only where that is limited.
    placed: Vec<u32>,
    /// Whoever stands before the heads of their lanes, and nobody has room for.
    aside: Vec<(usize, Entry)>,
    /// Demands for which, and for those alike, the lane that is looked at has no room.
    hopeless: Vec<DemandId>,
}

/// A conversation in the line of a lane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) key: u128,
    pub(super) ticket: Ticket,
    pub(super) conversation: ConversationId,
}

/// Who is next in a lane. The least is next of all.
struct Head {
    order: (u128, Rank, Ticket),
    lane: usize,
    entry: Entry,
}

/// What is found in a lane: the first with room, and the first who does not wait for somebody in particular.
type Found = (Option<Head>, Option<ConversationId>);

impl<O: Observer<World>> Engine<'_, O> {
    /// Places whoever can be placed, in the order of the queue.
    #[cold]
    #[inline(never)]
    pub(super) fn pass(&mut self) {
        self.go_to_owners();
        let limited = self.policy.dispatch.at_most.is_some();
        self.pass.placed.clear();
        self.pass.placed.resize(if limited { self.world.lanes.len() } else { 0 }, 0);
        while self.world.queued > 0
            && let Some(head) = self.next_head()
        {
            self.places(head);
            self.put_back(0);
        }
        self.put_back(0);
    }

    /// The first conversation in the order of the queue that somebody has room for, if need be because silent ones make
    /// room on demand.
    fn next_head(&mut self) -> Option<Head> {
        loop {
            let (mut next, mut room_was_made): (Option<Head>, bool) = (None, false);
            for lane in 0..self.world.lanes.len() {
                if self.world.lanes[lane].waiting == 0 || self.has_had_its_share(lane) {
                    continue;
                }
                let aside = self.pass.aside.len();
                let (head, first) = self.first_with_room(lane);
                let Some(head) = head else {
                    self.put_back(aside);
                    room_was_made |= first.is_some_and(|first| self.displace(lane, first));
                    continue;
                };
                if next.as_ref().is_none_or(|least| head.order < least.order) {
                    next = Some(head);
                }
            }
            // Room that is made for one lane is for whoever comes first of all.
            if !room_was_made {
                return next;
            }
            self.put_back(0);
        }
    }

    /// Whether no more may be placed from a lane in this pass.
    fn has_had_its_share(&self, lane: usize) -> bool {
        let placed = self.pass.placed.get(self.world.lanes[lane].queue);
        placed.zip(self.policy.dispatch.at_most).is_some_and(|(placed, most)| *placed >= most)
    }

    fn first_with_room(&mut self, lane: usize) -> Found {
        self.pass.hopeless.clear();
        match self.lines.queue.is_some() {
            true => self.first_now_with_room(lane),
            false => self.first_fixed_with_room(lane),
        }
    }

    /// In a fixed order: the head of the line is the one that is found, and whoever stood before it is put aside.
    fn first_fixed_with_room(&mut self, lane: usize) -> Found {
        let mut first = None;
        while let Some((key, ticket, conversation)) = self.first_in(lane) {
            let entry = Entry { key, ticket, conversation };
            if self.has_place(lane, conversation, &mut first) {
                return (Some(Head { order: (key, Rank::new(), ticket), lane, entry }), first);
            }
            if self.is_hopeless(lane, &self.pass.hopeless) {
                break;
            }
            self.world.lanes[lane].line.pop();
            self.pass.aside.push((lane, entry));
        }
        (None, first)
    }

    /// In an order that changes: looks at everybody, if there is room for anybody at all.
    fn first_now_with_room(&mut self, lane: usize) -> Found {
        // Who would be first matters beyond that only where room can be made for him.
        if !self.on_demand() && !self.is_room_for_anybody(lane) {
            return (None, None);
        }
        // Nearly always there is room for the first, and the order of the others does not matter.
        let ranked = self.ranked(Look::Queue, self.waiting_in(lane));
        let mut ranked: BinaryHeap<Reverse<(Rank, Ticket, ConversationId)>> = ranked.into_iter().map(Reverse).collect();
        let mut first = None;
        while let Some(Reverse((rank, ticket, conversation))) = ranked.pop() {
            if self.has_place(lane, conversation, &mut first) {
                let entry = Entry { key: 0, ticket, conversation };
                return (Some(Head { order: (0, rank, ticket), lane, entry }), first);
            }
            if self.is_hopeless(lane, &self.pass.hopeless) {
                break;
            }
        }
        (None, first)
    }

    /// Whether there is room for anybody in a lane, whoever is first.
    fn is_room_for_anybody(&self, lane: usize) -> bool {
        let mut hopeless = Vec::new();
        for conversation in self.members_of(lane) {
            if self.finds_place(lane, conversation, &mut hopeless) {
                return true;
            }
            if self.is_hopeless(lane, &hopeless) {
                return false;
            }
        }
        false
    }

    /// Whether any desk of a lane has room for a conversation; takes note of the first who does not wait for somebody in
    /// particular.
    fn has_place(&mut self, lane: usize, conversation: ConversationId, first: &mut Option<ConversationId>) -> bool {
        if !self.world.rooms.as_ref().is_some_and(|rooms| rooms.is_reserved(conversation)) {
            first.get_or_insert(conversation);
        }
        let mut hopeless = std::mem::take(&mut self.pass.hopeless);
        let place = self.finds_place(lane, conversation, &mut hopeless);
        self.pass.hopeless = hopeless;
        place
    }

    /// Whether any desk of a lane has room for a conversation. All of one kind are alike, but for those who wait for their
    /// owners and those whom some desks may not have.
    fn finds_place(&self, lane: usize, conversation: ConversationId, hopeless: &mut Vec<DemandId>) -> bool {
        let demand = self.world.demand_of(conversation).alike;
        let lane = &self.world.lanes[lane];
        let Some(rooms) = &self.world.rooms else {
            let room = self.world.desks.any_room(&lane.desks);
            if !room {
                hopeless.push(demand);
            }
            return room;
        };
        if hopeless.contains(&demand) {
            return false;
        }
        let asked = self.asked(rooms, conversation);
        let room = assignment::any(&self.world, lane, |desk| asked.has_room(desk));
        if !room && !rooms.is_particular(conversation) {
            hopeless.push(demand);
        }
        room
    }

    /// Whether nobody else in a lane can be placed either.
    fn is_hopeless(&self, lane: usize, hopeless: &[DemandId]) -> bool {
        let found = hopeless.len() as u32;
        // Where only loads decide, all are alike.
        found == self.world.lanes[lane].kinds || found > 0 && self.world.rooms.is_none()
    }

    /// Puts back whoever was put aside since there were so many.
    fn put_back(&mut self, before: usize) {
        for (lane, Entry { key, ticket, conversation }) in self.pass.aside.drain(before..) {
            self.world.lanes[lane].line.join(key, ticket, conversation);
        }
    }

    /// The question whether somebody has room for a conversation.
    pub(super) fn asked<'a>(&'a self, rooms: &'a Rooms, conversation: ConversationId) -> Asked<'a> {
        let offer = self.treatment(conversation).offer;
        Asked { capacity: &self.policy.capacity, world: &self.world, rooms, offer, conversation }
    }

    /// The desk that gets a conversation.
    pub(super) fn desk_for(&mut self, lane: usize, conversation: ConversationId) -> Option<DeskId> {
        let mut scratch = std::mem::take(&mut self.scratch);
        let (world, lane) = (&self.world, &self.world.lanes[lane]);
        let keys = &self.treatment(conversation).assignment;
        let desk = match &world.rooms {
            None => choose(keys, world, lane, conversation, &mut scratch),
            Some(rooms) => {
                let asked = self.asked(rooms, conversation);
                choose_where(keys, world, lane, conversation, |desk| asked.has_room(desk), &mut scratch)
            }
        };
        if let Some(rule) = scratch.no_number.take() {
            self.has_no_number(conversation, "assignment", format!("{:?}", &*rule), &[]);
        }
        self.scratch = scratch;
        desk
    }

    /// Gives or offers the head of a lane to a desk.
    fn places(&mut self, Head { lane, entry, .. }: Head) {
        let conversation = entry.conversation;
        let offer = self.treatment(conversation).offer.timed();
        let offer = offer.filter(|_| self.world.conversation(conversation).needs_reply());
        let desk = match offer.filter(|offer| offer.broadcast) {
            Some(_) => self.quickest(lane, conversation),
            None => self.desk_for(lane, conversation),
        };
        let desk = desk.expect("whoever has a place has a desk");
        match self.lines.queue.is_some() {
            true => self.world.lanes[lane].line.retain(|it, _| it != conversation),
            false => self.world.lanes[lane].line.pop(),
        }
        if let Some(placed) = self.pass.placed.get_mut(self.world.lanes[lane].queue) {
            *placed += 1;
        }
        self.is_chosen(conversation, desk);
        match offer {
            Some(offer) => self.offers(entry, desk, offer),
            None => {
                self.lines.forgets(conversation);
                self.is_assigned(conversation, desk);
            }
        }
    }

    /// Routing picks a desk for a conversation.
    pub(super) fn is_chosen(&mut self, conversation: ConversationId, desk: DeskId) {
        let now = self.now();
        let lane = self.world.lane_of(conversation);
        self.world.lanes[lane].assigned_last = Some(desk);
        if let Some(tallies) = &mut self.world.tallies {
            tallies.choose(desk, now);
        }
        let capacity = &self.policy.capacity;
        if let Some(rooms) = self.world.rooms.as_mut().filter(|_| capacity.paces()) {
            let pace = rooms.pace_mut(desk);
            if capacity.warms_up(pace, now) {
                pace.warming = Some(now);
            }
            pace.choose(now, capacity.remembered());
            self.is_kept_waiting(desk);
        }
    }

    /// Whoever waits in the queue for an owner who now takes him goes there, in the order of tickets.
    fn go_to_owners(&mut self) {
        let Some(rooms) = &self.world.rooms else { return };
        let world = &self.world;
        let mut waiting: Vec<(Ticket, ConversationId, DeskId)> = rooms
            .reserved()
            .filter(|(conversation, _)| world.conversation(*conversation).state == State::Queued)
            .map(|(conversation, desk)| (world.conversation(conversation).ticket, conversation, desk))
            .collect();
        waiting.sort_unstable();
        for (_, conversation, desk) in waiting {
            self.may_go_to_owner(conversation, desk);
        }
    }
}
