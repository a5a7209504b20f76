//! The knobs of a policy, each switched on alone.

use super::features::{Feature, exponential};
use quasisync::policy::score::{Names, Score};
use quasisync::policy::{
    Clock, CloseClock, Entry, Inactivity, Offer, OrderKey, Parking, Policy, Pool, Rate, Reminders, Then, Timed,
    Treatment, Unanswered, WarmUp, Weights,
};
use quasisync::units::{DemandId, Span};
use std::sync::Arc;

pub(super) const KNOBS: &[Feature] = &[
    ("weights by state", |_, policy| {
        policy.capacity.weights = Weights { awaits_customer: 500, inactive: 100, ..Weights::default() };
    }),
    ("a pool for each demand", |_, policy| policy.capacity.pool = Pool::Demand),
    ("a warm-up of new agents", |_, policy| {
        let warm_up = WarmUp { every: minutes(1), lasts: minutes(20), after_idle: Some(minutes(60)) };
        policy.capacity.warm_up = Some(warm_up);
    }),
    ("a rate of new work", |_, policy| policy.capacity.rate = Some(Rate { at_most: 30, per: minutes(60) })),
    ("one more on request", |_, policy| policy.capacity.on_request = true),
    ("priority that grows", |_, policy| policy.queue = vec![OrderKey::Accumulating(vec![1.0])]),
    ("a blend of two orders", |_, policy| {
        let orders = vec![(0.7, vec![OrderKey::WaitingLongest]), (0.3, vec![OrderKey::Freshest])];
        policy.queue = vec![OrderKey::Blend(orders)];
    }),
    ("a score, queue and inbox", |_, policy| {
        policy.queue = score();
        policy.inbox = score();
    }),
    ("dispatch every five seconds", |_, policy| {
        policy.dispatch.on = Default::default();
        policy.dispatch.every = Some(seconds(5));
    }),
    ("offers to be accepted", |model, policy| {
        model.teams[0].accepts = Some(exponential(5.0));
        policy.offer = Offer::Timed(timed(false));
    }),
    ("offers to all at once", |model, policy| {
        model.teams[0].accepts = Some(exponential(5.0));
        policy.offer = Offer::Timed(timed(true));
    }),
    ("unanswered messages back to the queue", |_, policy| {
        let then = Then::Requeue(Entry::Original);
        policy.unanswered = Some(Unanswered { after: minutes(5), then, excludes: true, pause: Span::ZERO });
    }),
    ("a clock that runs on, in the queue, too", |_, policy| {
        policy.inactivity = Inactivity::After { after: minutes(10), clock: Clock::LastAny };
        policy.silence.unassigned = true;
    }),
    ("reminders", |_, policy| {
        policy.silence.reminders = Some(Reminders { every: minutes(5), at_most: 2, probability: 0.2 });
    }),
    ("parking", |_, policy| policy.silence.parking = Some(Parking { probability: 0.2, lasts: minutes(5) })),
    ("timers that are swept", |_, policy| policy.silence.sweep = minutes(1)),
    ("requeueing of the silent", |_, policy| {
        policy.close.after = Some((minutes(5), CloseClock::LastAgent));
        policy.close.requeues = true;
    }),
    ("waiting for the owner", |_, policy| policy.reactivation.wait = minutes(2)),
    ("rules of a demand", |_, policy| {
        let inactivity = Inactivity::After { after: minutes(5), clock: Clock::LastAgent };
        policy.own = vec![(DemandId(0), Treatment { inactivity, ..Policy::treatment(policy) })];
    }),
];

fn seconds(number: u64) -> Span {
    Span(number * Span::SECOND.0)
}

fn minutes(number: u64) -> Span {
    Span(number * Span::MINUTE.0)
}

fn timed(broadcast: bool) -> Timed {
    Timed { timeout: seconds(30), broadcast, excludes: true, pause: minutes(1), to_back: false }
}

/// An order that must be worked out whenever the next one is wanted.
pub(super) fn score() -> Vec<OrderKey> {
    let score = Score::new("wait / max(own_gap, 30s)", &Names::default()).expect("a score");
    vec![OrderKey::Score(Arc::new(score))]
}
