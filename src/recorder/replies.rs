//! Replies: how long the customer has waited for them, and they for the customer.

use super::agents::Waste;
use super::batch::Answer;
use super::ledger::{Known, Marks};
use super::{Promise, Recorder};
use crate::metrics::measures::{Count, Timing};
use crate::model::{Bands, Curve, Of};
use crate::units::{AgentId, ConversationId, Span, TeamId, Time};
use crate::world::{Conversation, World};

/// The band in which a length of time is, of three from the shortest on.
#[inline]
pub(super) fn band(bands: &Bands, time: Span, [live, quasi_live, deferred]: [Count; 3]) -> Count {
    match time {
        _ if time <= bands.live => live,
        _ if time <= bands.quasi_live => quasi_live,
        _ => deferred,
    }
}

pub(super) const RESPONSES: [Count; 3] = [Count::ResponseLive, Count::ResponseQuasiLive, Count::ResponseDeferred];
pub(super) const CUSTOMERS: [Count; 3] = [Count::CustomerLive, Count::CustomerQuasiLive, Count::CustomerDeferred];

/// The response time over the customer's smoothed gap, in millionths.
#[inline]
pub(super) fn tempo(response: Span, gap: Span) -> u64 {
    // In integers, which cannot fall just short of a whole thousandth. 2^48 microseconds leave room.
    response.0 * 1000 / gap.max(Span::SECOND).as_milliseconds()
}

impl Promise {
    /// The time that the customer of a conversation was promised for the reply that is due.
    #[inline]
    pub(super) fn target(&self, it: &Conversation) -> Option<Span> {
        self.target.map(|(first, later)| if it.came_back() { later } else { first })
    }

    pub(super) fn has_curve(&self) -> bool {
        self.satisfaction.is_some() || self.conversion.is_some()
    }
}

impl Recorder<'_> {
    /// A customer's gap has ended: it belongs to the reply that he answers, and to whoever wrote that. Told when the message
    /// that ended it is no longer waiting, which is when the rest of it is told.
    pub(super) fn customer_answered(&mut self, it: &Conversation, at: Time) {
        let Some(author) = it.author() else { return };
        let count = band(&self.bands, at.since(it.replied), CUSTOMERS);
        self.count(it.replied, it.demand(), Some(self.measures.agent_teams[author.index()]), count);
    }

    /// A message is no longer waiting, and was not answered: the gap that it ended is told, unless it was told when the bot
    /// met it.
    pub(super) fn message_is_over(&mut self, it: &Conversation, known: Known) {
        if !known.has(Marks::HANDED_OVER) {
            self.customer_answered(it, it.written);
        }
    }

    /// When work on a message began is known as long as it is in hand, and told when that ends.
    #[inline(always)]
    pub(super) fn replied(&mut self, world: &World, conversation: ConversationId, agent: AgentId, now: Time) {
        let it = world.conversation(conversation);
        let team = world.agents[agent.index()].team;
        let known = self.work_ends(world, conversation, agent, Waste::None, now);
        self.is_settled(conversation, it, now);
        self.is_put_down(world, conversation, now);
        if self.present.is_some() {
            self.members[agent.index()].work.replies += 1;
            let work = &mut self.work[team.index()];
            work.replies_later += u64::from(it.came_back());
            work.replies_same += u64::from(it.author() == Some(agent));
        }
        if known.has(Marks::GONE) {
            self.replied_to_nobody(it, known, team, now);
        } else {
            self.responded(conversation, it, known, (agent, team), now);
        }
    }

    #[inline(always)]
    fn responded(
        &mut self,
        conversation: ConversationId,
        it: &Conversation,
        known: Known,
        (agent, team): (AgentId, TeamId),
        now: Time,
    ) {
        match it.came_back() {
            true => self.answered_again(it, known, (agent, team), now),
            false if known.has(Marks::HANDED_OVER) => self.responded_after_bot(conversation, it, team, now),
            false => self.answered_first(conversation, it, team, now),
        }
        if self.curves {
            self.judged(it, Some(team), Some(now));
        }
    }

    /// The first reply. The first message is the creation: the same clock starts both.
    fn answered_first(&mut self, conversation: ConversationId, it: &Conversation, team: TeamId, now: Time) {
        let assigned = self.ledger.spells(conversation).assigned();
        let kept = self.promises[it.demand().index()].target(it).map(|target| self.promised_time(it, now) <= target);
        let band = self.response_band(now.since(it.written));
        let Some(mut slot) = self.slot(it.written, it.demand(), Some(team)) else { return };
        slot.response(band, kept);
        slot.answered(kept);
        slot.span(Timing::PickupFirst, it.written, it.since);
        slot.span(Timing::ResponseFirst, it.written, now);
        if let Some(assigned) = assigned {
            slot.span(Timing::ResponseAssigned, it.created + assigned, now);
        }
    }

    /// A later reply: the customer has answered the one before.
    #[inline(always)]
    fn answered_again(&mut self, it: &Conversation, known: Known, (agent, team): (AgentId, TeamId), now: Time) {
        let demand = it.demand();
        // Most replies have the author of the one before, and clocks that began in the same interval.
        let told = known.has(Marks::HANDED_OVER);
        let alike = it.replied >= self.begun && it.author() == Some(agent) && !told;
        if !alike && !told {
            self.customer_answered(it, it.written);
        }
        if it.written >= self.begun && self.hours.is_empty() {
            let place = self.measures.layout.place(demand, Some(team));
            let pause = if alike { it.written.since(it.replied).0 } else { Answer::TOLD };
            if self.places[place].has_answer(it, pause, now) {
                self.answers_add_up(place);
            }
        } else {
            self.answered_later(it, alike, team, now);
        }
        if known.has(Marks::REOPENED) {
            self.time(it.written, demand, Some(team), Timing::ResponseReopened, now);
        }
        if self.modes {
            self.tempo_by_mode(it, known.mode, now);
        }
    }

    /// The same for a message of an interval that is over, or where times are told within opening hours too.
    #[inline(never)]
    fn answered_later(&mut self, it: &Conversation, alike: bool, team: TeamId, now: Time) {
        let kept = self.promises[it.demand().index()].target(it).map(|target| self.promised_time(it, now) <= target);
        let response = now.since(it.written);
        let response_band = self.response_band(response);
        let pause = alike.then(|| band(&self.bands, it.written.since(it.replied), CUSTOMERS));
        let Some(mut slot) = self.slot(it.written, it.demand(), Some(team)) else { return };
        slot.response(response_band, kept);
        pause.into_iter().for_each(|band| slot.count(band));
        slot.span(Timing::PickupLater, it.written, it.since);
        slot.span(Timing::ResponseLater, it.written, now);
        slot.time(Timing::TempoRatio, tempo(response, it.gap()));
    }

    /// What was written down of answers at a place is added up.
    #[inline(never)]
    pub(super) fn answers_add_up(&mut self, place: usize) {
        let (demand, _) = self.measures.layout.at(place);
        let target = self.promises[demand.index()].target.map(|(_, later)| later);
        self.places[place].answers_add_up(target, &self.bands);
    }

    /// Of a customer who has more than one mode, apart from what the tempo is in all of them.
    fn tempo_by_mode(&mut self, it: &Conversation, mode: u8, now: Time) {
        let demand = it.demand().index();
        if self.promises[demand].modes && self.window.counts(it.written) {
            let modes = &mut self.measures.tempo[demand];
            let slowest = modes.len() - 1;
            modes[usize::from(mode).min(slowest)].add(tempo(now.since(it.written), it.gap()) / 1000);
        }
    }

    /// How long the customer has waited for the reply that is due, by the clock of the promise.
    #[inline(always)]
    pub(super) fn promised_time(&self, it: &Conversation, now: Time) -> Span {
        match self.promises[it.demand().index()].in_hours {
            true => self.time_in_hours(it, now),
            false => now.since(it.written),
        }
    }

    #[inline(never)]
    fn time_in_hours(&self, it: &Conversation, now: Time) -> Span {
        Span(self.hours[it.demand().index()].between(it.written, now))
    }

    #[inline(always)]
    pub(super) fn response_band(&self, response: Span) -> Count {
        band(&self.bands, response, RESPONSES)
    }

    /// What the curves of the demand say about a response that comes now, or about giving up.
    #[cold]
    pub(super) fn judged(&mut self, it: &Conversation, team: Option<TeamId>, response: Option<Time>) {
        let promise = &self.promises[it.demand().index()];
        let (gap, target) = (it.came_back().then(|| it.gap()), promise.target(it));
        let value = |curve: &Option<Curve>| {
            let curve = curve.as_ref()?;
            match (response, curve.of()) {
                (Some(now), Of::Target) => curve.millionths(self.promised_time(it, now), gap, target),
                (Some(now), _) => curve.millionths(now.since(it.written), gap, target),
                (None, _) => Some(0),
            }
        };
        let satisfaction = value(&promise.satisfaction);
        let conversion = if it.came_back() { None } else { value(&promise.conversion) };
        let Some(mut slot) = self.slot(it.written, it.demand(), team) else { return };
        if let Some(millionths) = satisfaction {
            slot.count_more(Count::Satisfaction, millionths);
            slot.count(Count::SatisfactionOf);
        }
        if let Some(millionths) = conversion {
            slot.count_more(Count::Conversion, millionths);
            slot.count(Count::ConversionOf);
        }
    }

    /// The platform sees a reply; the customer does not.
    #[cold]
    fn replied_to_nobody(&mut self, it: &Conversation, known: Known, team: TeamId, now: Time) {
        let kept = self.promises[it.demand().index()].target(it).map(|target| self.promised_time(it, now) <= target);
        let handed_over = known.has(Marks::HANDED_OVER);
        let message = match (it.came_back(), handed_over) {
            (true, _) => Timing::ResponseGoneLater,
            (false, false) => Timing::ResponseGoneFirst,
            (false, true) => Timing::ResponseGoneHandedOver,
        };
        if let Some(mut slot) = self.slot(it.written, it.demand(), Some(team)) {
            slot.span(message, it.written, now);
            if !known.has(Marks::PICKED_UP) {
                slot.span(Timing::PickupGone, it.written, it.since);
            }
        }
        if it.came_back() {
            return;
        }
        let Some(mut slot) = self.slot(it.created, it.demand(), Some(team)) else { return };
        if handed_over {
            slot.span(Timing::ResponseGoneCreated, it.created, now);
        }
        slot.count(Count::AnsweredGone);
        if let Some(kept) = kept {
            slot.count(Count::PromisedGone);
            slot.count_more(Count::KeptGone, u64::from(kept));
        }
    }

    #[cold]
    pub(super) fn read(&mut self, world: &World, conversation: ConversationId, agent: AgentId, now: Time) {
        self.work_ends(world, conversation, agent, Waste::None, now);
        self.is_settled(conversation, world.conversation(conversation), now);
        self.is_put_down(world, conversation, now);
    }
}
