//! Who gets what: from the queue, offered, taken away, back to the owner; and who has room for it.

use super::silence::What;
use super::{Audit, State, Thread};
use quasisync::model::{ServesFrom, Takes};
use quasisync::policy::{Offer, Pool, SLOT, Then, Timed, To, Weights};
use quasisync::units::{ConversationId, DemandId, DeskId, Span};

impl Audit<'_> {
    /// What a conversation of a demand weighs that counts as this part of its weight.
    fn weighed(&self, demand: DemandId, part: impl Fn(&Weights) -> u32) -> u32 {
        let capacity = &self.scenario.policy.capacity;
        let channel = self.scenario.model.demands[demand.index()].channel;
        let share = channel.and_then(|channel| capacity.channels.get(channel.index())).copied().unwrap_or_default();
        let part = part(&share.weights.unwrap_or(capacity.weights));
        (u64::from(share.weight) * u64::from(part) / u64::from(SLOT)) as u32
    }

    /// What a conversation weighs on its desk.
    fn weight(&self, it: &Thread) -> u32 {
        self.weighed(it.demand, |weights| match it.state {
            State::Offered | State::Waiting | State::InHand(_) if it.lapsed => weights.inactive,
            State::Offered => weights.offered,
            State::Waiting | State::InHand(_) => weights.needs_reply,
            State::Awaiting => weights.awaits_customer,
            State::Inactive => weights.inactive,
            State::Parked => weights.parked,
            _ => 0,
        })
    }

    /// Whatever is on a desk, or on offer there.
    fn on(&self, desk: DeskId) -> impl Iterator<Item = &Thread> {
        let offered = move |it: &Thread| it.state == State::Offered && it.offered.is_some_and(|it| it.0 == desk);
        self.threads.iter().filter(move |it| it.owner == Some(desk) || offered(it))
    }

    /// The load of a desk that is compared with its limits for a demand.
    fn load(&self, desk: DeskId, demand: DemandId) -> u32 {
        let capacity = &self.scenario.policy.capacity;
        let channel = |demand: DemandId| self.scenario.model.demands[demand.index()].channel;
        let counts = |it: &&Thread| match capacity.pool {
            Pool::Shared => true,
            Pool::Channel => channel(it.demand) == channel(demand),
            Pool::Demand => it.demand == demand,
        };
        let conversations: u32 = self.on(desk).filter(counts).map(|it| self.weight(it)).sum();
        // A wrap-up may hold the slot of the conversation before it.
        let wraps = |it: &&super::WrapUp| self.desk(it.agent) == desk && it.holds != quasisync::model::Holds::Nothing;
        let wrapping = self.wrap_ups.iter().filter(wraps).count() as u32;
        conversations + if capacity.pool == Pool::Shared { wrapping * capacity.weights.wrap_up } else { 0 }
    }

    /// Whether one more of a demand fits below so much of each agent, in thousandths of a slot.
    fn fits(&self, desk: DeskId, demand: DemandId, most: u32) -> bool {
        let more = self.weighed(demand, |weights| weights.needs_reply);
        self.load(desk, demand) + more <= most * self.signed_in(desk)
    }

    /// Whether the agent of a desk has nothing to do.
    fn idle(&self, desk: DeskId) -> bool {
        let free = self.agents_of(desk).all(|agent| self.free(agent));
        free && !self.threads.iter().any(|it| it.owner == Some(desk) && it.state == State::Waiting)
    }

    /// Whether there is room for new work.
    fn has_room(&self, desk: DeskId, demand: DemandId) -> bool {
        let capacity = &self.scenario.policy.capacity;
        let (preferred, maximum) = self.limits(desk);
        let asked = capacity.on_request && !self.shared() && self.idle(desk);
        self.fits(desk, demand, preferred * SLOT + capacity.slack) || asked && self.fits(desk, demand, maximum * SLOT)
    }

    /// Whether a desk may take a conversation of a channel, whatever the load.
    fn suits(&self, desk: DeskId, demand: DemandId) -> bool {
        let (model, policy) = (&self.scenario.model, &self.scenario.policy);
        let channel_of = |demand: DemandId| model.demands[demand.index()].channel;
        let waits = |state| matches!(state, State::Waiting | State::InHand(_));
        let takes = |demand| match channel_of(demand) {
            Some(channel) if !self.shared() => model.channels[channel.index()].takes,
            _ => Takes::Slot,
        };
        let needs_reply = |state| waits(state) || state == State::Offered;
        if self.on(desk).any(|it| needs_reply(it.state) && takes(it.demand) == Takes::Agent) {
            return false;
        }
        let active = |it: &&Thread| (waits(it.state) || it.state == State::Awaiting) && !it.lapsed;
        let alike = |it: &&Thread| channel_of(it.demand) == channel_of(demand);
        let held = self.on(desk).filter(active).filter(alike).count() as u32;
        let most = channel_of(demand).and_then(|channel| policy.capacity.channels.get(channel.index())?.at_most);
        most.is_none_or(|most| held < most * self.signed_in(desk))
            && match takes(demand) {
                Takes::Slot => true,
                Takes::Agent => self.agents_of(desk).all(|agent| self.free(agent)),
                Takes::Idle => self.idle(desk),
            }
    }

    /// Whether a desk may have a conversation in this passage, and has no pause.
    fn is_let(&self, desk: DeskId, it: &Thread) -> bool {
        let reserved = it.reserved.is_some_and(|(_, until)| self.now < until);
        let offers = self.on(desk).any(|it| it.state == State::Offered);
        let pulls = self.scenario.policy.treatment_of(it.demand).offer == Offer::Pull && !self.shared();
        !reserved
            && !it.barred.contains(&desk)
            && self.paused[desk.index()] <= self.now
            && (!pulls || self.idle(desk) && !offers)
    }

    /// Whether a conversation that stands in the queue would fit on a desk, and somebody would have looked: as far as facts
    /// tell.
    pub(super) fn surely_takes(&self, desk: DeskId, it: &Thread) -> bool {
        let policy = &self.scenario.policy;
        let looked = policy.dispatch.is_plain() && policy.dispatch.at_most.is_none();
        let paced = policy.capacity.warm_up.is_some() || policy.capacity.rate.is_some();
        let at_once = self.serves(desk, it.demand).is_some_and(|it| it.from == ServesFrom::After(Span::ZERO));
        looked
            && !paced
            && at_once
            && self.surely_stays(desk)
            && self.is_let(desk, it)
            && self.has_room(desk, it.demand)
            && self.suits(desk, it.demand)
    }

    // What happens.

    /// Routing picks a desk for a conversation.
    fn chosen(&mut self, conversation: ConversationId, desk: DeskId) {
        let it = &self.threads[conversation.index()];
        let demand = it.demand;
        self.check(self.has_room(desk, demand), "goes where there is no room");
        self.check(self.serves(desk, demand).is_some(), "goes to who does not serve it");
        self.check(self.suits(desk, demand), "goes to who has no room on that channel");
        let pulled = it.state != State::Waiting;
        self.check(!pulled || self.is_let(desk, it), "goes to who may not have it");
        let over = self
            .agents()
            .all(|it| self.desk(it) != desk || !self.agents[it.index()].here || self.agents[it.index()].over);
        self.check(!over || self.shared(), "goes to somebody after the end of the shift");
    }

    fn timed(&self, conversation: ConversationId) -> Option<Timed> {
        match self.treatment(conversation).offer {
            Offer::Timed(timed) if !self.shared() => Some(timed),
            _ => None,
        }
    }

    pub(super) fn offered(&mut self, conversation: ConversationId, desk: DeskId) {
        self.is(conversation, &[State::Queued]);
        self.check(self.timed(conversation).is_some(), "offered, and nobody is asked");
        self.chosen(conversation, desk);
        self.thread(conversation).offered = Some((desk, self.now));
        self.turn(conversation, State::Offered);
    }

    pub(super) fn missed(&mut self, conversation: ConversationId, desk: DeskId) {
        self.is(conversation, &[State::Offered]);
        let offered = self.threads[conversation.index()].offered;
        self.check(offered.is_some_and(|it| it.0 == desk), "was offered to somebody else");
        if let (Some(rule), Some((_, since)), true) = (self.timed(conversation), offered, self.signed_in(desk) > 0) {
            self.check(since + rule.timeout == self.now, "missed at another time");
            self.pauses(desk, rule.pause);
            if rule.excludes {
                self.thread(conversation).barred.push(desk);
            }
        }
        self.turn(conversation, State::Queued);
        self.happened(What::Missed);
    }

    fn pauses(&mut self, desk: DeskId, pause: Span) {
        let until = self.now + pause;
        let paused = &mut self.paused[desk.index()];
        *paused = until.max(*paused);
    }

    pub(super) fn taken_away(&mut self, conversation: ConversationId, desk: DeskId) {
        self.is(conversation, &[State::Waiting]);
        let it = &self.threads[conversation.index()];
        self.check(it.owner == Some(desk), "taken from somebody else");
        let Some(rule) = self.treatment(conversation).unanswered else {
            return self.check(false, "nothing is taken from anybody");
        };
        // Where nobody else has room the time begins anew.
        let waited = self.now.since(it.since).0;
        self.check(waited > 0 && waited.is_multiple_of(rule.after.0), "taken away at another time");
        self.pauses(desk, rule.pause);
        self.thread(conversation).taken = Some(desk);
        self.happened(What::TakenAway);
    }

    pub(super) fn queued(&mut self, conversation: ConversationId) {
        self.comes_to_nobody(conversation);
        let silent = [State::Awaiting, State::Inactive, State::Parked];
        self.thread(conversation).barred.clear();
        self.thread(conversation).reserved = None;
        if silent.contains(&self.threads[conversation.index()].state) {
            self.check(self.treatment(conversation).close.requeues, "nothing takes it from its owner");
            self.thread(conversation).owner = None;
            self.happened(What::Requeued);
            return self.turn(conversation, State::Requeued);
        }
        self.is(conversation, &[State::AtTheDoor, State::Waiting, State::Returning]);
        let (state, owner) = (self.threads[conversation.index()].state, self.threads[conversation.index()].owner);
        let taken = self.thread(conversation).taken.take();
        match (state, owner) {
            (State::Waiting, _) if taken.is_some() => self.is_queued_again(conversation, taken),
            (State::Waiting, Some(owner)) => {
                self.check(self.signed_in(owner) == 0, "taken away from an agent who is there")
            }
            (State::Returning, Some(owner)) => {
                let rule = self.returns_by(conversation);
                let asks = matches!(rule.to, To::OwnerSignedIn | To::OwnerBelowMaximum) && rule.wait > Span::ZERO;
                let until = self.now + rule.wait;
                self.thread(conversation).reserved = asks.then_some((owner, until));
            }
            _ => {}
        }
        self.thread(conversation).owner = None;
        self.turn(conversation, State::Queued);
    }

    /// Taken from an agent who has not answered.
    fn is_queued_again(&mut self, conversation: ConversationId, from: Option<DeskId>) {
        let rule = self.treatment(conversation).unanswered;
        self.check(rule.is_some_and(|it| matches!(it.then, Then::Requeue(_))), "should go to somebody else");
        if rule.is_some_and(|it| it.excludes) {
            self.thread(conversation).barred.extend(from);
        }
    }

    pub(super) fn assigned(&mut self, conversation: ConversationId, desk: DeskId) {
        let taken = self.thread(conversation).taken.take();
        let it = &self.threads[conversation.index()];
        let (state, offered) = (it.state, it.offered);
        match state {
            State::Offered => {
                let in_time = |since| self.timed(conversation).is_some_and(|it| self.now <= since + it.timeout);
                let accepted = offered.is_some_and(|(to, since)| to == desk && in_time(since));
                self.check(accepted, "accepted by somebody else, or too late");
                self.happened(What::Accepted);
            }
            State::Waiting => {
                let rule = self.treatment(conversation).unanswered;
                self.check(rule.is_some_and(|it| it.then == Then::Transfer), "should go to the queue");
                self.check(taken.is_some_and(|from| from != desk), "goes on without being taken away");
                self.chosen(conversation, desk);
            }
            _ => {
                self.is(conversation, &[State::Queued, State::Requeued]);
                let asked = self.timed(conversation).is_some() && state == State::Queued;
                self.check(!asked, "assigned and not offered");
                self.chosen(conversation, desk);
            }
        }
        self.thread(conversation).owner = Some(desk);
        self.turn(conversation, if state == State::Requeued { State::Awaiting } else { State::Waiting });
    }

    pub(super) fn reactivated(&mut self, conversation: ConversationId, desk: DeskId) {
        self.comes_to_nobody(conversation);
        self.is(conversation, &[State::Returning, State::Queued]);
        let it = &self.threads[conversation.index()];
        let (demand, maximum) = (it.demand, self.limits(desk).1 * SLOT);
        if it.state == State::Queued {
            let waits = it.reserved.is_some_and(|(owner, until)| owner == desk && self.now <= until);
            self.check(waits, "does not wait for this owner");
            self.happened(What::WentToOwner);
        } else {
            self.check(it.owner == Some(desk), "not the owner");
        }
        let to = self.returns_by(conversation).to;
        let there = self.signed_in(desk) > 0 || self.holds() || to == To::OwnerAlways;
        self.check(there, "the owner is away");
        match to {
            To::OwnerSignedIn => {}
            // Who holds what comes is not asked how much that is.
            To::OwnerBelowMaximum if self.holds() => {}
            To::OwnerBelowMaximum => self.check(self.fits(desk, demand, maximum), "above the maximum"),
            To::OwnerAlways => {}
            To::Queue | To::Bot => self.check(false, "the policy sends everybody to the queue"),
        }
        let it = self.thread(conversation);
        (it.owner, it.reserved) = (Some(desk), None);
        self.turn(conversation, State::Waiting);
    }
}
