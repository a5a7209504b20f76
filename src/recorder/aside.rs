//! Conversations that are on a desk and do not count as active: inactive, lapsed though their customers wait, set aside.

use super::{Recorder, team_of};
use crate::metrics::measures::{Count, Level};
use crate::units::{ConversationId, DemandId, TeamId, Time};
use crate::world::{Conversation, State, World};

/// Where conversations are that do not count as active.
#[derive(Clone, Copy, Debug)]
#[repr(usize)]
pub(super) enum Pool {
    Inactive,
    Parked,
}

/// How many pools there are.
pub(super) const POOLS: usize = Pool::Parked as usize + 1;

impl Pool {
    pub(super) const ALL: [Pool; POOLS] = [Pool::Inactive, Pool::Parked];

    pub(super) fn level(self) -> Level {
        match self {
            Pool::Inactive => Level::InactivePool,
            Pool::Parked => Level::ParkedPool,
        }
    }
}

impl Recorder<'_> {
    /// Somebody's pool, or nobody's, has more in it or less.
    pub(super) fn pool_changes(&mut self, pool: Pool, demand: DemandId, team: Option<TeamId>, change: i32, now: Time) {
        let place = self.measures.layout.place(demand, team);
        self.pools[place][pool as usize].changes(change, now);
        self.peaks[pool.level() as usize].changes(change, now);
    }

    pub(super) fn went_inactive(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.count_now(world, it, Count::WentInactive, now);
        self.pool_changes(Pool::Inactive, it.demand(), team_of(it, world), 1, now);
        self.owner_changes(world, it, now);
    }

    /// The agent sets it aside with the reply.
    pub(super) fn parked(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.count_now(world, it, Count::Parked, now);
        self.pool_changes(Pool::Parked, it.demand(), team_of(it, world), 1, now);
        self.owner_changes(world, it, now);
    }

    pub(super) fn resumed(&mut self, world: &World, conversation: ConversationId, now: Time) {
        self.is_active_again(world, conversation, now);
        self.owner_changes(world, world.conversation(conversation), now);
    }

    /// What is inactive or set aside is so no longer.
    pub(super) fn is_active_again(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        let pool = if it.state == State::Parked { Pool::Parked } else { Pool::Inactive };
        self.pool_changes(pool, it.demand(), team_of(it, world), -1, now);
        // What is released is nobody's, active or not.
        if it.desk().is_some() {
            self.was_not_active_since(conversation, it, it.since, now);
        }
    }

    fn was_not_active_since(&mut self, conversation: ConversationId, it: &Conversation, since: Time, now: Time) {
        self.ledger.spells_mut(conversation).inactive += now.since(since).0;
        if let Some(hours) = self.hours.get(it.demand().index()) {
            self.ledger.in_hours.at(conversation).inactive += hours.between(since, now);
        }
    }

    /// Since when a conversation is on its owner's desk and not active, if so.
    pub(super) fn not_active_since(&self, conversation: ConversationId, it: &Conversation) -> Option<Time> {
        it.desk()?;
        match it.state {
            State::Inactive | State::Parked => Some(it.since),
            State::Waiting | State::InHand if it.lapsed => Some(self.ledger.lapsed.get(conversation)),
            _ => None,
        }
    }

    /// It counts as inactive though its customer waits.
    pub(super) fn lapsed(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.count_now(world, it, Count::Lapsed, now);
        self.owner_changes(world, it, now);
        self.lapsed_is_with(conversation, it, team_of(it, world), now);
    }

    /// Whatever lapsed counts as usual again, or is over.
    #[cold]
    #[inline(never)]
    pub(super) fn wakes(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.owner_changes(world, it, now);
        self.lapsed_is_no_more_with(conversation, it, team_of(it, world), now);
    }

    /// A lapsed conversation goes to a team's desk, or to nobody's.
    #[cold]
    #[inline(never)]
    pub(super) fn lapsed_goes(&mut self, world: &World, conversation: ConversationId, to: Option<TeamId>, now: Time) {
        let it = world.conversation(conversation);
        self.lapsed_is_no_more_with(conversation, it, team_of(it, world), now);
        self.lapsed_is_with(conversation, it, to, now);
    }

    fn lapsed_is_with(&mut self, conversation: ConversationId, it: &Conversation, team: Option<TeamId>, now: Time) {
        self.pool_changes(Pool::Inactive, it.demand(), team, 1, now);
        *self.ledger.lapsed.at(conversation) = now;
    }

    fn lapsed_is_no_more_with(
        &mut self,
        conversation: ConversationId,
        it: &Conversation,
        team: Option<TeamId>,
        now: Time,
    ) {
        self.pool_changes(Pool::Inactive, it.demand(), team, -1, now);
        if team.is_some() {
            self.was_not_active_since(conversation, it, self.ledger.lapsed.get(conversation), now);
        }
    }

    /// An agent is done with a message: where what awaits its customer weighs something else than what needs a reply, or
    /// the conversation had lapsed, its desk holds something else now.
    #[inline(always)]
    pub(super) fn is_put_down(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let lapsed = world.conversation(conversation).lapsed;
        if self.reweighs | lapsed {
            self.weighs_something_else(world, conversation, now);
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn weighs_something_else(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        match it.lapsed {
            true => self.wakes(world, conversation, now),
            false => self.owner_changes(world, it, now),
        }
    }
}
