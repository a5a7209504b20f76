//! What happens under few policies only: offers, messages taken from their agents, reminders, waits cut short by the
//! platform. Out of the way of what happens all the time.

use super::ledger::{Marks, Offer};
use super::{Recorder, team_of};
use crate::facts::{Cause, Fact};
use crate::metrics::measures::{Count, Timing};
use crate::units::{ConversationId, DeskId, TeamId, Time};
use crate::world::{Conversation, State, World};

impl Recorder<'_> {
    /// Takes note of a fact of this kind.
    #[cold]
    #[inline(never)]
    pub(super) fn seldom(&mut self, world: &World, fact: Fact, now: Time) {
        match fact {
            Fact::Offered { conversation, desk } => self.offered(world, conversation, desk, now),
            Fact::Missed { conversation, desk } => self.missed(world, conversation, desk, now),
            Fact::TakenAway { conversation, desk } => {
                self.count_now(world, world.conversation(conversation), Count::TakenAway, now);
                self.desk_changes(world, desk, now);
            }
            Fact::Lapsed { conversation } => self.lapsed(world, conversation, now),
            Fact::Parked { conversation } => self.parked(world, conversation, now),
            Fact::Resumed { conversation } => self.resumed(world, conversation, now),
            Fact::Reminded { conversation } => {
                self.count_now(world, world.conversation(conversation), Count::Reminders, now);
            }
            _ => {}
        }
    }

    /// It is still in the queue, and weighs something on the desk already.
    fn offered(&mut self, world: &World, conversation: ConversationId, desk: DeskId, now: Time) {
        self.count(now, world.conversation(conversation).demand(), Some(world.desks.team[desk.index()]), Count::Offers);
        *self.ledger.offers.at(conversation) = Some(Offer { since: now, desk });
        self.desk_changes(world, desk, now);
    }

    fn missed(&mut self, world: &World, conversation: ConversationId, desk: DeskId, now: Time) {
        let demand = world.conversation(conversation).demand();
        self.count(now, demand, Some(world.desks.team[desk.index()]), Count::OffersMissed);
        self.desk_changes(world, desk, now);
    }

    /// An agent accepts what was offered; or gets what was taken from another one, out of whose inbox it comes; or it had
    /// lapsed.
    #[cold]
    #[inline(never)]
    pub(super) fn is_assigned_otherwise(
        &mut self,
        world: &World,
        conversation: ConversationId,
        team: TeamId,
        now: Time,
    ) {
        let it = world.conversation(conversation);
        if it.lapsed {
            self.lapsed_goes(world, conversation, Some(team), now);
        }
        if it.state == State::Waiting {
            return;
        }
        if let (State::Offered, Some(offer)) = (it.state, self.ledger.offers.get(conversation)) {
            self.time(offer.since, it.demand(), Some(team), Timing::AcceptTime, now);
        }
        self.leaves_queue_for(conversation, it, team, now);
    }

    /// Whoever waited in the queue for the owner goes there.
    #[cold]
    #[inline(never)]
    pub(super) fn goes_to_owner(&mut self, world: &World, conversation: ConversationId, desk: DeskId, now: Time) {
        let (it, team) = (world.conversation(conversation), world.desks.team[desk.index()]);
        if it.lapsed {
            self.lapsed_goes(world, conversation, Some(team), now);
        }
        self.leaves_queue_for(conversation, it, team, now);
        self.desk_changes(world, desk, now);
    }

    /// The platform closes a conversation while its customer waits: as if the door had turned him away.
    #[cold]
    #[inline(never)]
    pub(super) fn cut_short(&mut self, world: &World, conversation: ConversationId, cause: Cause, now: Time) {
        let it = world.conversation(conversation);
        self.count_of(world, it, Count::CutShort);
        if cause == Cause::WaitedTooLong {
            self.count_of(world, it, Count::WaitedTooLong);
        }
        self.is_turned_away(world, conversation, now);
        if it.state == State::Offered {
            self.is_offered_no_more(world, conversation, it, now);
        }
    }

    /// What was on offer is closed. It may be off the desk by now, which has held it until this instant.
    fn is_offered_no_more(&mut self, world: &World, conversation: ConversationId, it: &Conversation, now: Time) {
        if let (None, Some(offer)) = (it.desk(), self.ledger.offers.get(conversation)) {
            let channel = world.demand_of(conversation).channel;
            let weight = if it.lapsed { channel.weight_when_lapsed(it.state) } else { channel.weight(it.state) };
            let load = world.desks.load[offer.desk.index()] + u64::from(weight);
            self.desk_has_held(world, offer.desk, load, now);
        }
    }

    /// A customer gets no answer, and knows it: from the door, or because the platform lets nobody wait for so long.
    pub(super) fn is_turned_away(&mut self, world: &World, conversation: ConversationId, now: Time) {
        let it = world.conversation(conversation);
        self.is_settled(conversation, it, now);
        self.ledger.mark(conversation, Marks::OVER);
        let known = self.ledger.known(conversation);
        let (promise, team) = (&self.promises[it.demand().index()], team_of(it, world));
        let (promised, first) = (promise.target.is_some(), !it.came_back());
        let buys = promise.conversion.is_some() && first;
        if known.has(Marks::CONTENTLESS) {
            return;
        }
        if known.has(Marks::GONE) {
            // Whoever has left without a word was let down before; the platform sees it now.
            return if promised && first {
                self.count_of(world, it, Count::PromisedRefusedGone)
            };
        }
        self.message_is_over(it, known);
        if promised {
            self.count(it.written, it.demand(), team, Count::ResponsesPromised);
        }
        if promised && first {
            self.count_of(world, it, Count::PromisedRefused);
        }
        if buys {
            self.count(it.written, it.demand(), team, Count::ConversionOf);
        }
    }

    /// Somebody writes who seemed to have fallen silent for ever: he heeded a reminder.
    #[cold]
    #[inline(never)]
    pub(super) fn is_no_ghost(&mut self, conversation: ConversationId, it: &Conversation) {
        self.ledger.known_mut(conversation).marks &= !Marks::OVER;
        // It was with whoever had just replied.
        let team = it.author().map(|author| self.measures.agent_teams[author.index()]);
        if let Some(mut slot) = self.slot(it.created, it.demand(), team) {
            slot.count_less(Count::Ghosted);
        }
        if conversation.0 < self.seen {
            self.in_process.push(conversation);
        }
    }
}
