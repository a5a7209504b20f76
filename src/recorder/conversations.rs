//! What happens in conversations: clocks that end, things that are counted, and what the ledger takes note of.

use super::agents::Waste;
use super::ledger::Marks;
use super::{Recorder, team_of};
use crate::facts::Cause;
use crate::metrics::measures::{Count, Timing};
use crate::units::{AgentId, ConversationId, DeskId, TeamId, Time};
use crate::world::{Conversation, State, World};

impl Recorder<'_> {
    /// What becomes of a conversation: belongs to its first message.
    #[inline]
    pub(super) fn count_of(&mut self, world: &World, it: &Conversation, count: Count) {
        self.count(it.created, it.demand(), team_of(it, world), count);
    }

    /// What happens to a conversation: belongs to the instant.
    #[inline]
    pub(super) fn count_now(&mut self, world: &World, it: &Conversation, count: Count, now: Time) {
        self.count(now, it.demand(), team_of(it, world), count);
    }

    #[inline]
    pub(super) fn arrived(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.ledger.open(world.conversations.capacity());
        self.count_of(world, it, Count::Offered);
        self.open_changes(it, 1, now);
        self.needs_reply(it, 1, now);
    }

    #[cold]
    pub(super) fn linked(&mut self, world: &World, conversation: ConversationId, earlier: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.count_of(world, it, Count::Linked);
        if self.ledger.known(earlier).has(Marks::OVER) {
            self.is_no_ghost(earlier, world.conversation(earlier));
        }
        self.ledger.mark(earlier, Marks::OVER);
        if self.ledger.known(earlier).has(Marks::CONTENTLESS) {
            self.ledger.mark(conversation, Marks::EMPTY);
            self.awaits_nothing(conversation, it, now);
        } else {
            self.customer_answered(world.conversation(earlier), now);
        }
    }

    #[inline(always)]
    pub(super) fn wrote(&mut self, world: &World, conversation: ConversationId, mode: u8, now: Time) {
        let it = world.conversation(conversation);
        self.needs_reply(it, 1, now);
        self.wrote_last = (conversation, it.exchange);
        if self.reweighs && it.state == State::Awaiting {
            self.weighs_something_else(world, conversation, now);
        }
        let known = self.ledger.known_mut(conversation);
        known.mode = mode;
        known.marks &= !(Marks::REOPENED | Marks::HANDED_OVER);
        if known.has(Marks::CONTENTLESS | Marks::OVER) {
            self.wrote_unexpectedly(conversation, it, now);
        }
    }

    /// Something without content, or in spite of having fallen silent for ever.
    #[cold]
    #[inline(never)]
    fn wrote_unexpectedly(&mut self, conversation: ConversationId, it: &Conversation, now: Time) {
        let known = self.ledger.known(conversation);
        if known.has(Marks::CONTENTLESS) {
            self.awaits_nothing(conversation, it, now);
        } else {
            self.is_no_ghost(conversation, it);
        }
    }

    #[cold]
    pub(super) fn nudged(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.count_now(world, it, Count::Nudges, now);
        self.extra_changes(conversation, it, 1, now);
        if it.lapsed {
            self.wakes(world, conversation, now);
        }
    }

    /// A message that nobody needs to answer; what comes after closing changes nothing.
    #[cold]
    pub(super) fn concluded(&mut self, it: &Conversation, conversation: ConversationId, now: Time) {
        if it.state != State::Closed {
            *self.ledger.concluded.at(conversation) = now;
        }
    }

    pub(super) fn refused(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.count_of(world, it, Count::Refused);
        self.is_turned_away(world, conversation, now);
    }

    pub(super) fn queued(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        if matches!(it.state, State::Inactive | State::Parked | State::Closed) {
            self.returns(world, conversation, now);
        }
        if it.lapsed {
            self.lapsed_goes(world, conversation, None, now);
        }
        if it.passages > 0 {
            self.count_now(world, it, Count::Requeues, now);
            self.is_owned_again(conversation, it, now);
        }
        self.owner_changes(world, it, now);
        self.queue_changes(it, 1, now);
    }

    /// A conversation is no longer inactive, set aside or closed: its customer comes back to it, unless it was silence that
    /// took it from its owner.
    pub(super) fn returns(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        if self.wrote_last == (conversation, it.exchange) {
            self.count_now(world, it, Count::Reactivated, now);
        }
        if it.state != State::Closed {
            return self.is_active_again(world, conversation, now);
        }
        *self.ledger.gaps.at(conversation) += now.since(it.since).0;
        if let Some(hours) = self.hours.get(it.demand().index()) {
            self.ledger.in_hours.at(conversation).gaps += hours.between(it.since, now);
        }
    }

    pub(super) fn reactivated(&mut self, world: &World, conversation: ConversationId, desk: DeskId, now: Time) {
        if world.conversation(conversation).state == State::Queued {
            return self.goes_to_owner(world, conversation, desk, now);
        }
        self.returns(world, conversation, now);
        self.desk_changes(world, desk, now);
    }

    #[inline]
    pub(super) fn assigned(&mut self, world: &World, conversation: ConversationId, desk: DeskId, now: Time) {
        let it = world.conversation(conversation);
        let team = world.desks.team[desk.index()];
        match it.state == State::Queued && !it.lapsed {
            true => self.leaves_queue_for(conversation, it, team, now),
            false => self.is_assigned_otherwise(world, conversation, team, now),
        }
        if self.ledger.reaches(conversation, team, now.since(it.created)) {
            self.count(it.created, it.demand(), Some(team), Count::Assigned);
        }
        self.desk_changes(world, desk, now);
    }

    /// A passage through the queue ends on the desk of a team.
    #[inline]
    pub(super) fn leaves_queue_for(
        &mut self,
        conversation: ConversationId,
        it: &Conversation,
        team: TeamId,
        now: Time,
    ) {
        self.time(it.since, it.demand(), Some(team), Timing::QueueTime, now);
        self.passage_ends(conversation, it, now);
    }

    #[inline]
    fn passage_ends(&mut self, conversation: ConversationId, it: &Conversation, now: Time) {
        self.ledger.spells_mut(conversation).queued += now.since(it.since).0;
        if let Some(hours) = self.hours.get(it.demand().index()) {
            self.ledger.in_hours.at(conversation).queued += hours.between(it.since, now);
        }
        self.queue_changes(it, -1, now);
    }

    pub(super) fn reopened(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.count_now(world, it, Count::Reopened, now);
        self.open_changes(it, 1, now);
        self.ledger.mark(conversation, Marks::REOPENED);
    }

    #[inline]
    pub(super) fn resolved(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.ledger.mark(conversation, Marks::SOLVED);
        if let Some(mut slot) = self.slot(it.created, it.demand(), team_of(it, world)) {
            slot.count(Count::Resolved);
            slot.span(Timing::ResolutionTime, it.created, now);
        }
    }

    pub(super) fn gave_up(&mut self, world: &World, conversation: ConversationId, in_hand: Option<AgentId>, now: Time) {
        let it = world.conversation(conversation);
        self.count_of(world, it, Count::AbandonedTold);
        self.is_settled(conversation, it, now);
        if it.state == State::Offered {
            self.owner_changes(world, it, now);
        }
        if let Some(agent) = in_hand {
            self.work_ends(world, conversation, agent, Waste::All, now);
        }
        self.leaves(world, conversation, [Timing::LostFirst, Timing::LostLater], Count::PromisedLost, now);
    }

    #[cold]
    pub(super) fn left_silently(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.count_of(world, it, Count::AbandonedSilent);
        self.awaits_nothing(conversation, it, now);
        let picked_up = if it.state == State::InHand { Marks::PICKED_UP } else { 0 };
        self.ledger.mark(conversation, Marks::GONE | picked_up);
        *self.ledger.gone.at(conversation) = now;
        self.work_is_for_nobody(conversation, now);
        self.leaves(world, conversation, [Timing::LeftFirst, Timing::LeftLater], Count::PromisedLeft, now);
    }

    /// A customer gave up, with a word or without.
    fn leaves(
        &mut self,
        world: &World,
        conversation: ConversationId,
        [first, later]: [Timing; 2],
        promised: Count,
        now: Time,
    ) {
        let (it, short) = (world.conversation(conversation), self.bands.short);
        self.ledger.mark(conversation, Marks::OVER);
        let promise = &self.promises[it.demand().index()];
        let (target, curves, team) = (promise.target.is_some(), promise.has_curve(), team_of(it, world));
        self.message_is_over(it, self.ledger.known(conversation));
        if let Some(mut slot) = self.slot(it.written, it.demand(), team) {
            match (it.state, it.came_back()) {
                (State::InHand, false) => slot.span(Timing::PickupFirst, it.written, it.since),
                (State::InHand, true) => slot.span(Timing::PickupLater, it.written, it.since),
                (_, came_back) => slot.span(if came_back { later } else { first }, it.written, now),
            }
            if target {
                slot.count(Count::ResponsesPromised);
            }
        }
        if target
            && !it.came_back()
            && let Some(mut slot) = self.slot(it.created, it.demand(), team)
        {
            slot.count(promised);
            slot.count_more(Count::PromisedShort, u64::from(now.since(it.written) <= short));
        }
        if curves {
            self.judged(it, team, None);
        }
    }

    pub(super) fn ghosted(&mut self, world: &World, conversation: ConversationId) {
        let it = world.conversation(conversation);
        self.count_of(world, it, Count::Ghosted);
        self.ledger.mark(conversation, Marks::OVER);
    }

    pub(super) fn closed(&mut self, world: &World, conversation: ConversationId, cause: Cause, now: Time) {
        let it = world.conversation(conversation);
        match cause {
            Cause::Silence => self.closed_by_silence(world, conversation, now),
            Cause::WaitedTooLong => self.cut_short(world, conversation, cause, now),
            Cause::Recognised | Cause::Thanked => self.closed_by_agent(world, conversation, now),
            // Who goes on at once instead of coming to the door waits here no more.
            Cause::Transferred if it.state == State::New => self.is_settled(conversation, it, now),
            Cause::GaveUp | Cause::Refused | Cause::Confirmed | Cause::Contained | Cause::Transferred | Cause::Left => {
            }
        }
        match it.state {
            State::Queued | State::Offered => self.passage_ends(conversation, it, now),
            State::Inactive | State::Parked => self.is_active_again(world, conversation, now),
            _ => {}
        }
        if it.lapsed {
            self.wakes(world, conversation, now);
        }
        self.is_owned_again(conversation, it, now);
        self.open_changes(it, -1, now);
        self.owner_changes(world, it, now);
    }

    fn closed_by_silence(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.count_now(world, it, Count::AutoClosed, now);
        if it.needs_reply() {
            self.cut_short(world, conversation, Cause::Silence, now);
        }
    }

    fn closed_by_agent(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let team = team_of(world.conversation(conversation), world);
        if team.is_some_and(|team| self.wraps_up[team.index()]) {
            self.ledger.wrapped.at(conversation).begins(now);
        }
    }

    pub(super) fn owner_changes(&mut self, world: &World, it: &Conversation, now: Time) {
        if let Some(desk) = it.desk() {
            self.desk_changes(world, desk, now);
        }
    }
}
