//! Every way to offer, to look at the queue and to judge silence, within the milliseconds in which the customers write.

use super::{Digits, Setting, model, policy};
use quasisync::model::ServesFrom;
use quasisync::policy::{
    Adaptive, Clock, CloseClock, Dispatch, Entry, Inactivity, Offer, Ownership, Parking, Rate, Reactivation, Reminders,
    Silence, Then, Timed, To, Triggers, Unanswered, WarmUp, close, inactivity,
};
use quasisync::random::Law;
use quasisync::units::Span;
use quasisync::workload::End;

/// What else there is changes with every setting; agents own conversations.
fn setting(number: u64) -> Setting {
    let (model, mut policy) = (model(Digits(number * 5)), policy(number));
    policy.capacity.ownership = Ownership::Agent;
    Setting { model, policy, ends: [End::Silent, End::Recognised] }
}

/// Timeouts, times to accept, what a miss does, and rings.
pub(super) fn offers() -> Vec<Setting> {
    (0..2 * 4 * 2 * 2 * 2 * 3 * 3 * 3).map(offer).collect()
}

fn offer(number: u64) -> Setting {
    let (mut digits, mut it) = (Digits(number), setting(number));
    let timeout = Span::milliseconds(1 + digits.next(2));
    let accepts = Law::constant(digits.next(4) as f64 * 0.001).expect("a span");
    let mut is = || digits.next(2) == 1;
    let (broadcast, excludes, to_back) = (is(), is(), is());
    it.policy.offer = Offer::Timed(Timed { timeout, broadcast, excludes, pause: digits.span(), to_back });
    it.model.teams[0].accepts = Some(accepts);
    let ring = [ServesFrom::After(Span::ZERO), ServesFrom::After(Span::milliseconds(1)), ServesFrom::Fallback];
    let (ring, own) = (ring[digits.next(3) as usize], digits.next(3));
    if let Some(second) = it.model.teams.get_mut(1) {
        second.serves.iter_mut().for_each(|it| it.from = ring);
    }
    if own == 1 {
        it.policy.unanswered =
            Some(Unanswered { after: Span::milliseconds(1), then: Then::Transfer, excludes, pause: Span::ZERO });
    }
    it
}

/// Triggers, sweeps, limits of a pass and of an agent, and what is not answered.
pub(super) fn passes() -> Vec<Setting> {
    (0..8 * 3 * 2 * 4 * 4 * 2).map(pass).collect()
}

fn pass(number: u64) -> Setting {
    let (mut digits, mut it) = (Digits(number), setting(number));
    let mut is = || digits.next(2) == 1;
    let on = Triggers { arrival: is(), freed: is(), sign_in: is() };
    let every = [None, Some(Span::milliseconds(1)), Some(Span::milliseconds(2))][digits.next(3) as usize];
    it.policy.dispatch = Dispatch { on, every, at_most: [None, Some(1)][digits.next(2) as usize] };
    let (one, two) = (Span::milliseconds(1), Span::milliseconds(2));
    match digits.next(4) {
        0 => {}
        1 => it.policy.capacity.rate = Some(Rate { at_most: 1, per: two }),
        2 => it.policy.capacity.warm_up = Some(WarmUp { every: one, lasts: two, after_idle: Some(one) }),
        _ => it.policy.offer = Offer::Pull,
    }
    let then = [None, Some(Then::Requeue(Entry::Back)), Some(Then::Requeue(Entry::Front)), Some(Then::Transfer)];
    let (then, harsh) = (then[digits.next(4) as usize], digits.next(2) == 1);
    let pause = if harsh { two } else { Span::ZERO };
    it.policy.unanswered = then.map(|then| Unanswered { after: one, then, excludes: harsh, pause });
    it
}

/// Rules, clocks and sweeps of inactivity and closing, setting aside, reminders, coming back.
pub(super) fn silences() -> Vec<Setting> {
    (0..5 * 4 * 3 * 2 * 7 * 2 * 2).map(silence).collect()
}

fn silence(number: u64) -> Setting {
    let (mut digits, mut it) = (Digits(number), setting(number));
    let clock: Clock = inactivity::CLOCKS[digits.next(5) as usize].1;
    let after = Span::milliseconds(number % 3);
    let adaptive = Adaptive { factor: 0.5, minimum: Span(500), maximum: Span::milliseconds(2) };
    it.policy.inactivity = match digits.next(4) {
        0 => Inactivity::After { after, clock },
        1 => Inactivity::Adaptive { adaptive, clock },
        2 => Inactivity::Manual { after, clock, probability: 0.6 },
        _ => Inactivity::OnDemand { after, clock },
    };
    let (sweep, unassigned) = (digits.span(), digits.next(2) == 1);
    let clocks = close::CLOCKS.iter().map(|it| Some(it.1)).chain([None]);
    let closing: Vec<Option<CloseClock>> = clocks.collect();
    let close = &mut it.policy.close;
    close.after = closing[digits.next(7) as usize].map(|clock| (Span::milliseconds(number / 3 % 3), clock));
    (close.only_awaiting, close.requeues) = (digits.next(2) == 1, digits.next(2) == 1);
    (close.sweep, close.queue_wait) = (sweep, (number % 5 == 1).then_some(Span::milliseconds(2)));
    let (one, probability) = (Span::milliseconds(1), 0.6);
    let reminders = number.is_multiple_of(3).then_some(Reminders { every: one, at_most: 2, probability });
    let parking = (number % 4 == 1).then_some(Parking { probability, lasts: one });
    it.policy.silence = Silence { unassigned, sweep, reminders, parking };
    let to = [To::OwnerAlways, To::OwnerSignedIn, To::OwnerBelowMaximum, To::Queue][(number / 7 % 4) as usize];
    it.policy.reactivation = Reactivation { to, at: Entry::Back, wait: Span::milliseconds(number / 28 % 3) };
    if number % 2 == 1 {
        it.policy.capacity.ownership = Ownership::Team;
    }
    it
}
