//! Fewer knobs of the routing rules turned.

use super::Scenario;
use quasisync::model::Model;
use quasisync::policy::{
    Capacity, Clock, Close, CloseClock, Dispatch, Inactivity, Offer, OrderKey, Policy, Pool, Silence, Then, Timed,
    Treatment, Weights,
};
use quasisync::random::Law;
use quasisync::units::Span;

/// All that is simpler by one step, the boldest steps first.
pub(super) fn simpler(scenario: &Scenario) -> Vec<Scenario> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut Policy, &mut Model)| {
        let mut changed = scenario.clone();
        change(&mut changed.policy, &mut changed.model);
        if changed.policy != scenario.policy || changed.model != scenario.model {
            found.push(changed);
        }
    };
    with(&|it, _| it.own.clear());
    for place in 0..scenario.policy.own.len() {
        with(&|it, _| drop(it.own.remove(place)));
        // Its rules for all.
        with(&|it, _| {
            let own = it.own.remove(place).1;
            put(it, own);
        });
    }
    for change in simpler_capacity() {
        with(&|it, _| change(&mut it.capacity));
    }
    for place in 0..scenario.policy.capacity.channels.len() {
        with(&|it, _| it.capacity.channels[place].weights = None);
        with(&|it, _| it.capacity.channels[place].at_most = None);
        with(&|it, _| it.capacity.channels[place].weight = 1000);
    }
    with(&|it, _| it.dispatch = Dispatch::default());
    with(&|it, _| it.dispatch.at_most = None);
    with(&|it, _| it.dispatch.every = it.dispatch.every.filter(|_| it.dispatch.on == Default::default()));
    with(&|it, _| unblend(&mut it.queue));
    with(&|it, _| unblend_last(&mut it.queue));
    with(&|it, _| unblend(&mut it.inbox));
    with(&|it, _| unblend_last(&mut it.inbox));
    for change in simpler_treatments() {
        with(&|it, _| {
            let mut treatment = it.treatment();
            change(&mut treatment);
            put(it, treatment);
        });
        for place in 0..scenario.policy.own.len() {
            with(&|it, _| change(&mut it.own[place].1));
        }
    }
    for team in 0..scenario.model.teams.len() {
        with(&|_, it| it.teams[team].accepts.iter_mut().for_each(|it| *it = Law::constant(1.0).expect("a span")));
    }
    found
}

/// The rules of no demand in particular.
fn put(policy: &mut Policy, it: Treatment) {
    policy.assignment = it.assignment;
    policy.offer = it.offer;
    policy.unanswered = it.unanswered;
    policy.inactivity = it.inactivity;
    policy.silence = it.silence;
    policy.reactivation = it.reactivation;
    policy.reactivation_parked = it.reactivation_parked;
    policy.reactivation_closed = it.reactivation_closed;
    policy.close = it.close;
    policy.escalation = it.escalation;
}

fn unblend(order: &mut Vec<OrderKey>) {
    if let [OrderKey::Blend(members)] = &order[..] {
        *order = members[0].1.clone();
    }
}

fn unblend_last(order: &mut [OrderKey]) {
    if let [OrderKey::Blend(members)] = order {
        members.truncate(members.len().max(2) - 1);
    }
}

fn simpler_capacity() -> Vec<fn(&mut Capacity)> {
    vec![
        |it| it.weights = Weights::default(),
        |it| it.weights.offered = 1000,
        |it| it.weights.needs_reply = 1000,
        |it| it.weights.awaits_customer = 1000,
        |it| it.weights.inactive = 0,
        |it| it.weights.parked = 0,
        |it| it.weights.wrap_up = 1000,
        |it| it.slack = 0,
        |it| it.pool = Pool::Shared,
        |it| it.warm_up = None,
        |it| it.warm_up.iter_mut().for_each(|it| it.after_idle = None),
        |it| it.rate = None,
        |it| it.rate.iter_mut().for_each(|it| it.at_most = 1),
        |it| it.on_request = false,
    ]
}

fn simpler_treatments() -> Vec<fn(&mut Treatment)> {
    vec![
        |it| it.assignment.clear(),
        |it| drop(it.assignment.pop()),
        |it| it.assignment = it.assignment.last().into_iter().cloned().collect(),
        |it| it.offer = Offer::Automatic,
        |it| timed(it, |it| it.broadcast = false),
        |it| timed(it, |it| it.excludes = false),
        |it| timed(it, |it| it.pause = Span::ZERO),
        |it| timed(it, |it| it.to_back = false),
        |it| it.unanswered = None,
        |it| it.unanswered.iter_mut().for_each(|it| it.excludes = false),
        |it| it.unanswered.iter_mut().for_each(|it| it.pause = Span::ZERO),
        |it| it.unanswered.iter_mut().for_each(|it| it.then = Then::Transfer),
        |it| it.inactivity = Inactivity::Never,
        |it| it.inactivity = plainer(it.inactivity),
        |it| it.inactivity = with_plainer_clock(it.inactivity),
        |it| it.silence = Silence::default(),
        |it| it.silence.unassigned = false,
        |it| it.silence.sweep = Span::ZERO,
        |it| it.silence.reminders = None,
        |it| it.silence.reminders.iter_mut().for_each(|it| it.at_most = 1),
        |it| it.silence.reminders.iter_mut().for_each(|it| it.probability = 1.0),
        |it| it.silence.parking = None,
        |it| it.silence.parking.iter_mut().for_each(|it| it.probability = 1.0),
        |it| it.reactivation.wait = Span::ZERO,
        |it| it.reactivation_parked = None,
        |it| it.reactivation_closed = None,
        |it| it.reactivation = it.reactivation_parked.take().unwrap_or(it.reactivation),
        |it| it.reactivation = it.reactivation_closed.take().unwrap_or(it.reactivation),
        |it| it.close = Close::default(),
        |it| it.close.after = None,
        |it| it.close.after.iter_mut().for_each(|it| it.1 = plainer_to_close(it.1)),
        |it| it.close.only_awaiting = true,
        |it| it.close.sweep = Span::ZERO,
        |it| it.close.requeues = false,
        |it| it.close.queue_wait = None,
    ]
}

fn timed(it: &mut Treatment, change: fn(&mut Timed)) {
    if let Offer::Timed(timed) = &mut it.offer {
        change(timed);
    }
}

/// After a fixed time for certain.
fn plainer(it: Inactivity) -> Inactivity {
    match it {
        Inactivity::Manual { after, clock, .. } => Inactivity::After { after, clock },
        Inactivity::Adaptive { clock, .. } => Inactivity::After { after: Span::SECOND, clock },
        other => other,
    }
}

fn with_plainer_clock(mut it: Inactivity) -> Inactivity {
    if let Inactivity::After { clock, .. }
    | Inactivity::Adaptive { clock, .. }
    | Inactivity::OnDemand { clock, .. }
    | Inactivity::Manual { clock, .. } = &mut it
    {
        *clock = if *clock == Clock::LastAny { Clock::LastCustomer } else { Clock::LastAgent };
    }
    it
}

fn plainer_to_close(it: CloseClock) -> CloseClock {
    if it == CloseClock::LastAny { CloseClock::LastCustomer } else { CloseClock::LastAgent }
}
