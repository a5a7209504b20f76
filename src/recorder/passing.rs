//! What happens before a conversation comes to the door, and where it goes on as another one: with the bot, passed on,
//! released.

use super::aside::Pool;
use super::ledger::Marks;
use super::{Recorder, team_of};
use crate::metrics::measures::{Count, Timing};
use crate::units::{AgentId, ConversationId, TeamId, Time};
use crate::world::{Conversation, State, World};

impl Recorder<'_> {
    /// Who is with the bot waits for nobody, and is not inside.
    #[cold]
    pub(super) fn met_bot(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        if it.came_back() {
            self.meets_bot_again(world, conversation, now);
        } else {
            self.count_of(world, it, Count::MetBot);
            self.ledger.mark(conversation, Marks::BOT);
        }
        self.is_settled(conversation, it, now);
        self.open_changes(it, -1, now);
    }

    /// A customer who wrote again is met by the bot, and no longer on a desk.
    fn meets_bot_again(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.count_now(world, it, Count::MetBotAgain, now);
        // His gap ended with the message. That waits from the hand-over on.
        self.customer_answered(it, it.written);
        if matches!(it.state, State::Inactive | State::Parked | State::Closed) {
            self.returns(world, conversation, now);
        }
        self.is_owned_again(conversation, it, now);
        self.owner_changes(world, it, now);
    }

    #[cold]
    pub(super) fn contained(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.count_of(world, it, Count::Contained);
        self.time(it.created, it.demand(), None, Timing::BotTime, now);
        self.ledger.mark(conversation, Marks::OVER);
        // It is closed next, as any other.
        self.open_changes(it, 1, now);
    }

    #[cold]
    pub(super) fn handed_over(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        if !it.came_back() {
            self.count_of(world, it, Count::HandedOver);
        }
        self.time(it.since, it.demand(), None, Timing::BotTime, now);
        let known = self.ledger.known_mut(conversation);
        known.marks = known.marks & !Marks::BOT | Marks::HANDED_OVER;
        self.is_unowned_since(conversation, it, it.since, now);
        self.needs_reply(it, 1, now);
        self.open_changes(it, 1, now);
    }

    /// Somebody comes again whom the bot only seemed to have helped, or anybody else.
    #[cold]
    pub(super) fn came_back(&mut self, world: &World, conversation: ConversationId, earlier: ConversationId) {
        self.count_of(world, world.conversation(conversation), Count::CameBack);
        if self.ledger.known(earlier).has(Marks::BOT) {
            self.count_of(world, world.conversation(earlier), Count::FalselyContained);
        }
    }

    /// The first reply to somebody whom the bot handed over: he has waited since then, and wanted something before.
    #[cold]
    #[inline(never)]
    pub(super) fn responded_after_bot(
        &mut self,
        conversation: ConversationId,
        it: &Conversation,
        team: TeamId,
        now: Time,
    ) {
        let demand = it.demand();
        let kept = self.promises[demand.index()].target(it).map(|target| self.promised_time(it, now) <= target);
        let band = self.response_band(now.since(it.written));
        let assigned = self.ledger.spells(conversation).assigned();
        if let Some(mut slot) = self.slot(it.written, demand, Some(team)) {
            slot.response(band, kept);
            slot.span(Timing::PickupFirst, it.written, it.since);
            slot.span(Timing::ResponseHandedOver, it.written, now);
        }
        if let Some(mut slot) = self.slot(it.created, demand, Some(team)) {
            slot.answered(kept);
            slot.span(Timing::ResponseCreated, it.created, now);
            assigned.into_iter().for_each(|after| slot.span(Timing::ResponseAssigned, it.created + after, now));
        }
    }

    /// A template is a reply, whatever comes of it.
    #[cold]
    pub(super) fn sent_template(&mut self, world: &World, conversation: ConversationId, agent: AgentId, now: Time) {
        let team = world.agents[agent.index()].team;
        self.count(now, world.conversation(conversation).demand(), Some(team), Count::Templates);
        self.replied(world, conversation, agent, now);
    }

    /// A matter goes on as another demand. Whoever passed it on has work after it: a briefing, or a wrap-up.
    #[cold]
    pub(super) fn transferred(
        &mut self,
        world: &World,
        conversation: ConversationId,
        earlier: ConversationId,
        escalated: bool,
        now: Time,
    ) {
        let before = world.conversation(earlier);
        self.count_of(world, before, if escalated { Count::Escalated } else { Count::Transferred });
        self.count_of(world, world.conversation(conversation), Count::PassedOn);
        self.ledger.mark(earlier, Marks::OVER);
        let briefs = !escalated && self.promises[before.demand().index()].briefs;
        if team_of(before, world).is_some_and(|team| briefs || self.wraps_up[team.index()]) {
            self.ledger.wrapped.at(earlier).begins(now);
        }
    }

    /// A conversation that awaits its customer is nobody's any more.
    #[cold]
    pub(super) fn released(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.desk_changes(world, it.desk().expect("somebody released it"), now);
        *self.ledger.released.at(conversation) = now;
        let pool = match it.state {
            State::Inactive => Pool::Inactive,
            State::Parked => Pool::Parked,
            _ => return,
        };
        self.is_active_again(world, conversation, now);
        self.pool_changes(pool, it.demand(), None, 1, now);
    }

    /// A conversation goes where it is somebody's again, or where nobody need own it: if it was released, that is over.
    #[inline]
    pub(super) fn is_owned_again(&mut self, conversation: ConversationId, it: &Conversation, now: Time) {
        if is_released(it) {
            self.is_unowned_since(conversation, it, self.ledger.released.get(conversation), now);
        }
    }

    /// For so long nobody owned a conversation that was not in the queue.
    #[cold]
    fn is_unowned_since(&mut self, conversation: ConversationId, it: &Conversation, since: Time, now: Time) {
        *self.ledger.gaps.at(conversation) += now.since(since).0;
        if let Some(hours) = self.hours.get(it.demand().index()) {
            self.ledger.in_hours.at(conversation).gaps += hours.between(since, now);
        }
    }
}

/// Whether a conversation that awaits its customer belongs to nobody.
#[inline]
pub(super) fn is_released(it: &Conversation) -> bool {
    it.desk().is_none() && matches!(it.state, State::Awaiting | State::Inactive | State::Parked)
}
