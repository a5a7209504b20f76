//! What silence may do to a conversation, and policies in which it does much.

use super::{Audit, Found, State};
use crate::twin::scenario::Scenario;
use quasisync::policy::{
    Adaptive, Clock, Close, CloseClock, Entry, Inactivity, Parking, Policy, Reactivation, Reminders, Silence, To,
    Treatment,
};
use quasisync::random::Stream;
use quasisync::units::{ConversationId, DemandId, Span};

/// What happened because of silence, each as often.
#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    LapsedInQueue,
    Lapsed,
    Parked,
    Resumed,
    Reminded,
    /// Somebody wrote who would not have.
    Heeded,
    Requeued,
    /// Somebody wrote in the queue.
    WroteInQueue,
    ClosedWhileWaiting,
    ClosedInQueue,
    WaitedTooLong,
    BackWithBot,
    /// Given to an owner who is not there.
    ToNobody,
    Accepted,
    Missed,
    TakenAway,
    /// Given to the owner for whom it waited in the queue.
    WentToOwner,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts(pub(super) [u64; What::WentToOwner as usize + 1]);

impl Counts {
    /// What needs no rule of routing.
    pub(super) fn of_silence(&self) -> &[u64] {
        &self.0[..=What::ToNobody as usize]
    }
}

impl std::ops::Add for Counts {
    type Output = Counts;

    fn add(mut self, other: Counts) -> Counts {
        self.0.iter_mut().zip(other.0).for_each(|(mine, others)| *mine += others);
        self
    }
}

impl Audit<'_> {
    pub(super) fn happened(&mut self, what: What) {
        self.counts.silence.0[what as usize] += 1;
    }

    pub(super) fn treatment(&self, conversation: ConversationId) -> Treatment {
        self.scenario.policy.treatment_of(self.threads[conversation.index()].demand)
    }

    /// The rule by which a conversation returned.
    pub(super) fn returns_by(&self, conversation: ConversationId) -> Reactivation {
        let rules = self.treatment(conversation);
        let own = match self.threads[conversation.index()].found {
            Found::Parked => rules.reactivation_parked,
            Found::Closed => rules.reactivation_closed,
            Found::Otherwise => None,
        };
        own.unwrap_or(rules.reactivation)
    }

    pub(super) fn met_bot(&mut self, conversation: ConversationId) {
        self.comes_to_nobody(conversation);
        self.is(conversation, &[State::AtTheDoor, State::Returning]);
        let it = &self.threads[conversation.index()];
        self.check(self.scenario.model.demands[it.demand.index()].bot.is_some(), "there is no bot");
        if it.state == State::Returning {
            self.check(self.returns_by(conversation).to == To::Bot, "nothing sends it to the bot");
            self.happened(What::BackWithBot);
        }
        self.thread(conversation).owner = None;
        self.turn(conversation, State::WithBot);
    }

    pub(super) fn lapsed(&mut self, conversation: ConversationId) {
        self.waits(conversation);
        let rules = self.treatment(conversation);
        let clock = match rules.inactivity {
            Inactivity::After { clock, .. } | Inactivity::Adaptive { clock, .. } | Inactivity::Manual { clock, .. } => {
                Some(clock)
            }
            _ => None,
        };
        self.check(clock.is_some_and(Clock::runs_on), "no clock runs while the customer waits");
        let it = &self.threads[conversation.index()];
        self.check(it.state != State::Queued || rules.silence.unassigned, "lapses in the queue");
        self.check(!it.lapsed, "lapses twice");
        self.happened(if it.state == State::Queued { What::LapsedInQueue } else { What::Lapsed });
        self.thread(conversation).lapsed = true;
    }

    pub(super) fn parked(&mut self, conversation: ConversationId) {
        self.is(conversation, &[State::Awaiting]);
        self.check(self.threads[conversation.index()].since == self.now, "set aside without a reply");
        self.check(self.treatment(conversation).silence.parking.is_some(), "nobody sets anything aside");
        self.turn(conversation, State::Parked);
        self.happened(What::Parked);
    }

    pub(super) fn resumed(&mut self, conversation: ConversationId) {
        self.is(conversation, &[State::Parked]);
        let since = self.threads[conversation.index()].since;
        let parking = self.treatment(conversation).silence.parking;
        self.check(parking.is_some_and(|parking| since + parking.lasts == self.now), "set aside for another time");
        self.turn(conversation, State::Awaiting);
        self.happened(What::Resumed);
    }

    pub(super) fn reminded(&mut self, conversation: ConversationId) {
        self.is(conversation, &[State::Awaiting, State::Inactive, State::Parked]);
        self.check(self.treatment(conversation).silence.reminders.is_some(), "nobody is reminded");
        let it = self.thread(conversation);
        // A ghost may heed it.
        it.quiet &= !it.ghost;
        self.happened(What::Reminded);
    }

    pub(super) fn closed_silent(&mut self, conversation: ConversationId) {
        let close = self.treatment(conversation).close;
        let waits = matches!(self.threads[conversation.index()].state, State::Queued | State::Waiting);
        if waits {
            let runs_on = close.after.is_some_and(|(_, clock)| clock.runs_on());
            self.check(!close.only_awaiting && runs_on, "closed though its customer waits");
            let queued = self.threads[conversation.index()].state == State::Queued;
            self.happened(if queued { What::ClosedInQueue } else { What::ClosedWhileWaiting });
        } else {
            self.is(conversation, &[State::Awaiting, State::Inactive, State::Parked]);
            self.check(!close.requeues, "closed instead of requeued");
        }
    }
}

/// Gives a scenario rules of silence, and often others for one of its demands.
pub(super) fn draw(seed: u64, scenario: &mut Scenario) {
    let mut dice = Dice(Stream::new([seed, 5], [0; 3]));
    let policy = &mut scenario.policy;
    let drawn = dice.treatment(policy);
    let Policy { inactivity, silence, reactivation, reactivation_parked, reactivation_closed, close, .. } = policy;
    *inactivity = drawn.inactivity;
    *silence = drawn.silence;
    *reactivation = drawn.reactivation;
    *reactivation_parked = drawn.reactivation_parked;
    *reactivation_closed = drawn.reactivation_closed;
    *close = drawn.close;
    if dice.one_in(2) {
        let demand = DemandId(dice.below(scenario.model.demands.len() as u64) as u32);
        let own = dice.treatment(policy);
        policy.own.push((demand, own));
    }
}

struct Dice(Stream);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0.word() % count
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn of<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.below(values.len() as u64) as usize].clone()
    }

    fn span(&mut self) -> Span {
        Span::milliseconds(self.of(&[0, 1000, 2000, 5000, 10_000, 30_000]))
    }

    fn share(&mut self) -> f64 {
        self.of(&[0.3, 0.7, 1.0])
    }

    fn some<T>(&mut self, value: impl FnOnce(&mut Dice) -> T) -> Option<T> {
        self.one_in(2).then(|| value(self))
    }

    fn treatment(&mut self, policy: &Policy) -> Treatment {
        Treatment {
            inactivity: self.inactivity(),
            silence: Silence {
                unassigned: self.one_in(2),
                sweep: self.of(&[Span::ZERO, Span::ZERO, Span::SECOND, Span(7_000_000)]),
                reminders: self.some(|it| Reminders { every: it.span(), at_most: 3, probability: it.share() }),
                parking: self.some(|it| Parking { probability: it.share(), lasts: it.span() }),
            },
            reactivation: self.reactivation(),
            reactivation_parked: self.some(Dice::reactivation),
            reactivation_closed: self.some(Dice::reactivation),
            close: self.close(policy.close),
            ..policy.treatment()
        }
    }

    fn inactivity(&mut self) -> Inactivity {
        let clock = self.of(&[
            Clock::LastAgent,
            Clock::LastCustomerWhileAwaiting,
            Clock::FirstAgentAfterCustomer,
            Clock::LastCustomer,
            Clock::LastAny,
        ]);
        let (after, probability) = (self.span(), self.share());
        match self.below(7) {
            0 => Inactivity::Never,
            1 => Inactivity::AtOnce,
            2 | 3 => Inactivity::After { after, clock },
            4 => {
                let adaptive = Adaptive { factor: 1.0, minimum: Span::ZERO, maximum: Span::MINUTE };
                Inactivity::Adaptive { adaptive, clock }
            }
            5 => Inactivity::OnDemand { after, clock },
            _ => Inactivity::Manual { after, clock, probability },
        }
    }

    fn reactivation(&mut self) -> Reactivation {
        let to = self.of(&[To::OwnerAlways, To::OwnerSignedIn, To::OwnerBelowMaximum, To::Queue, To::Bot]);
        let at = self.of(&[Entry::Back, Entry::Original, Entry::Front]);
        Reactivation { to, at, wait: Span::ZERO }
    }

    fn close(&mut self, before: Close) -> Close {
        let clock = self.of(&[
            CloseClock::Inactive,
            CloseClock::LastAgent,
            CloseClock::LastCustomerWhileAwaiting,
            CloseClock::FirstAgentAfterCustomer,
            CloseClock::LastCustomer,
            CloseClock::LastAny,
        ]);
        Close {
            after: self.some(|it| (it.span(), clock)),
            only_awaiting: self.one_in(2),
            sweep: self.of(&[Span::ZERO, Span::ZERO, Span(3_000_000)]),
            requeues: self.one_in(3),
            queue_wait: self.some(Dice::span),
            ..before
        }
    }
}
