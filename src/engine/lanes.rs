//! Whoever waits for long, or where nobody is there any more, moves on to a lane with more desks.

use super::{Engine, phase};
use crate::facts::Observer;
use crate::units::ConversationId;
use crate::world::{State, Widens, World};

impl<O: Observer<World>> Engine<'_, O> {
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
        (from..=self.last_lane(from)).find(|lane| desks.staffed().meets(&lanes[*lane].desks))
    }

    /// The last lane to which whoever stands in this one can move on.
    pub(super) fn last_lane(&self, from: usize) -> usize {
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

    /// A timer of a conversation fires that is queued, or offered meanwhile: more desks may serve it, if it has been in the queue for long enough.
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
        self.watches_lane(conversation, to);
        if self.world.conversation(conversation).state == State::Offered {
            return;
        }
        // The entry in the lane before would hold as well: it is dropped when it comes up, by its lane.
        self.world.lanes[from].waiting -= 1;
        self.world.lanes[to].waiting += 1;
        self.world.lanes[to].line.join(key, ticket, conversation);
        self.happened.arrival = true;
    }

    /// Whoever was offered and missed moves on to the next lane with somebody there, if there is one.
    pub(super) fn moves_on(&mut self, conversation: ConversationId) {
        let lane = self.world.lane_of(conversation);
        if self.world.lanes[lane].widens.is_none() {
            return;
        }
        if let Some(to) = self.lane_with_somebody(lane + 1) {
            self.moves_to(conversation, lane, to);
        }
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
        let mut waiting: Vec<ConversationId> = self.members_of(lane).collect();
        waiting.sort_unstable();
        waiting
    }

    /// The same in no order.
    pub(super) fn members_of(&self, lane: usize) -> impl Iterator<Item = ConversationId> + '_ {
        let world = &self.world;
        let valid = move |it, ticket| world.conversation(it).ticket == ticket && world.lane_of(it) == lane;
        world.lanes[lane].line.members(valid)
    }
}
