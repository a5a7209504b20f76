//! Every knob of the routing rules at random: weights and limits, orders, passes, offers, silence, coming back, and rules
//! that differ from demand to demand. Spans are few units, so that they bite.

use super::lively::Taste;
use super::{Dice, News, Scenario, adaptive};
use quasisync::model::Model;
use quasisync::policy::{
    AssignmentKey, AssignmentRule, Capacity, ChannelShare, Close, CloseClock, Dispatch, Entry, Inactivity, Offer,
    OrderKey, OrderRule, Ownership, Parking, Policy, Pool, Rate, Reactivation, Reminders, Shared, Silence, Then, Timed,
    To, Treatment, Triggers, Unanswered, WarmUp, Weights,
};
use quasisync::units::{ConversationId, DemandId, DeskId, Span};
use quasisync::world::World;
use std::fmt::Write;
use std::sync::Arc;

/// An order from outside. The twin knows it by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whim {
    /// Whose customer wrote last is longest ago, nudges included.
    Unheard,
    /// The shortest smoothed gap; of nothing is minus nothing.
    ShortGap,
}

impl Whim {
    pub(crate) const ALL: [Whim; 2] = [Whim::Unheard, Whim::ShortGap];

    pub(crate) fn named(name: &str) -> Whim {
        Whim::ALL.into_iter().find(|it| format!("{it:?}") == name).expect("a rule of this name")
    }
}

impl OrderRule for Whim {
    fn score(&self, world: &World, conversation: ConversationId) -> f64 {
        let it = world.conversation(conversation);
        match self {
            Whim::Unheard => world.now.since(it.heard).0 as f64,
            Whim::ShortGap => -(it.gap().as_milliseconds() as f64),
        }
    }
}

/// A choice from outside. The twin knows it by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Favour {
    /// The least load; of nothing is minus nothing.
    LightLoad,
    /// Somewhere near, by the numbers.
    Neighbour,
}

impl Favour {
    pub(crate) const ALL: [Favour; 2] = [Favour::LightLoad, Favour::Neighbour];

    pub(crate) fn named(name: &str) -> Favour {
        Favour::ALL.into_iter().find(|it| format!("{it:?}") == name).expect("a rule of this name")
    }

    pub(crate) fn neighbour(conversation: usize, desk: usize) -> f64 {
        ((conversation * 3 + desk * 7) % 5) as f64
    }
}

impl AssignmentRule for Favour {
    fn score(&self, world: &World, conversation: ConversationId, desk: DeskId) -> f64 {
        match self {
            Favour::LightLoad => -(world.desks.load[desk.index()] as f64),
            Favour::Neighbour => Favour::neighbour(conversation.index(), desk.index()),
        }
    }
}

/// Agents who take their time.
pub(super) fn model(dice: &mut Dice, taste: Taste, model: &mut Model) {
    for team in &mut model.teams {
        if dice.below(4) > 0 {
            team.accepts = Some(taste.law(dice));
        }
    }
    // What happens every few milliseconds, or seconds, makes a long run slow.
    if taste.unit == 1 {
        model.frame.horizon = Span::milliseconds(500);
        model.frame.cool_down = Span::ZERO;
    }
    model.frame.cool_down = model.frame.cool_down.min(Span::MINUTE);
}

/// None to so many units.
fn units(dice: &mut Dice, taste: Taste, below: u64) -> Span {
    Span::milliseconds(dice.below(below) * taste.unit)
}

/// At least one unit.
fn some(dice: &mut Dice, taste: Taste, most: u64) -> Span {
    Span::milliseconds((1 + dice.below(most)) * taste.unit)
}

pub(super) fn policy(dice: &mut Dice, taste: Taste, news: News, model: &Model, it: &mut Policy) {
    if dice.one_in(2) && it.capacity.ownership == Ownership::Team {
        it.capacity.ownership = Ownership::Agent;
    }
    if news.routing {
        capacity(dice, taste, model, &mut it.capacity);
        if dice.below(3) > 0 {
            it.queue = order_or_blend(dice, taste);
        }
        if dice.below(3) > 0 {
            it.inbox = order_or_blend(dice, taste);
        }
        if taste.turns(dice) {
            it.dispatch = dispatch(dice, taste);
        }
    }
    let all = treatment(dice, taste, news, it.treatment());
    for demand in (0..model.demands.len() as u32).map(DemandId) {
        if dice.one_in(3) {
            it.own.push((demand, treatment(dice, taste, news, all.clone())));
        }
    }
    it.assignment = all.assignment;
    it.offer = all.offer;
    it.unanswered = all.unanswered;
    it.inactivity = all.inactivity;
    it.silence = all.silence;
    it.reactivation = all.reactivation;
    it.reactivation_parked = all.reactivation_parked;
    it.reactivation_closed = all.reactivation_closed;
    it.close = all.close;
}

fn weights(dice: &mut Dice) -> Weights {
    Weights {
        offered: dice.of(&[1000, 1000, 500, 0]),
        needs_reply: dice.of(&[1000, 1000, 500, 333, 1500]),
        awaits_customer: dice.of(&[1000, 1000, 500, 250, 0]),
        inactive: dice.of(&[0, 0, 250, 1000]),
        parked: dice.of(&[0, 300, 1000]),
        wrap_up: dice.of(&[1000, 500, 0]),
    }
}

fn capacity(dice: &mut Dice, taste: Taste, model: &Model, it: &mut Capacity) {
    if taste.turns(dice) {
        it.weights = weights(dice);
    }
    if taste.turns(dice) {
        it.slack = dice.of(&[300, 500, 1000]);
    }
    if taste.turns(dice) {
        it.pool = dice.of(&[Pool::Channel, Pool::Demand]);
    }
    if taste.turns(dice) {
        it.channels.resize(model.channels.len(), ChannelShare::default());
        it.channels.iter_mut().for_each(|it| it.weights = dice.one_in(2).then(|| weights(dice)));
    }
    if taste.turns(dice) {
        let after_idle = dice.one_in(2).then(|| units(dice, taste, 4));
        it.warm_up = Some(WarmUp { every: some(dice, taste, 3), lasts: some(dice, taste, 8), after_idle });
    }
    if taste.turns(dice) {
        it.rate = Some(Rate { at_most: 1 + dice.below(3) as u32, per: some(dice, taste, 5) });
    }
    it.on_request = taste.turns(dice);
}

fn order_or_blend(dice: &mut Dice, taste: Taste) -> Vec<OrderKey> {
    if dice.one_in(4) {
        let members = 1 + dice.below(3);
        let member = |dice: &mut Dice| (dice.of(&[0.5, 1.0, 0.3]), order(dice, taste));
        return vec![OrderKey::Blend((0..members).map(|_| member(dice)).collect())];
    }
    order(dice, taste)
}

/// At most as many keys as fit.
fn order(dice: &mut Dice, taste: Taste) -> Vec<OrderKey> {
    let mut order = Vec::new();
    for _ in 0..1 + dice.below(4) {
        let key = match dice.below(8) {
            0 => OrderKey::Adaptive(adaptive(dice, taste.unit)),
            1 => OrderKey::HeadStart((0..1 + dice.below(3)).map(|_| units(dice, taste, 6)).collect()),
            2 => OrderKey::Accumulating((0..1 + dice.below(3)).map(|_| dice.of(&[0.0, 0.5, 1.0, 2.0])).collect()),
            3 => OrderKey::Custom(Shared(Arc::new(dice.of(&Whim::ALL)) as Arc<dyn OrderRule>)),
            _ => dice.of(quasisync::policy::order::NAMES).1,
        };
        if order.iter().chain([&key]).map(OrderKey::width).sum::<u32>() <= OrderKey::MOST {
            order.push(key);
        }
    }
    order
}

fn dispatch(dice: &mut Dice, taste: Taste) -> Dispatch {
    let mut on = || dice.one_in(2);
    let on = Triggers { arrival: on(), freed: on(), sign_in: on() };
    let every = (on == Triggers::default() || dice.one_in(2)).then(|| some(dice, taste, 5));
    Dispatch { on, every, at_most: dice.of(&[None, Some(1), Some(2)]) }
}

/// The rules that can differ from demand to demand.
fn treatment(dice: &mut Dice, taste: Taste, news: News, mut it: Treatment) -> Treatment {
    if news.routing {
        if taste.turns(dice) {
            it.assignment = (0..1 + dice.below(3)).map(|_| assignment_key(dice)).collect();
        }
        if taste.turns(dice) {
            it.offer = offer(dice, taste);
        }
        if taste.turns(dice) {
            it.unanswered = Some(unanswered(dice, taste));
        }
    }
    if news.silence {
        if dice.below(3) > 0 {
            it.inactivity = inactivity(dice, taste);
        }
        it.silence = silence(dice, taste);
        reactivations(dice, taste, &mut it);
        if taste.turns(dice) {
            close(dice, taste, &mut it.close);
        }
    }
    it
}

fn offer(dice: &mut Dice, taste: Taste) -> Offer {
    let timed = Timed {
        timeout: some(dice, taste, 4),
        broadcast: dice.one_in(3),
        excludes: dice.one_in(2),
        pause: units(dice, taste, 5),
        to_back: dice.one_in(2),
    };
    dice.of(&[Offer::Automatic, Offer::Pull, Offer::Timed(timed), Offer::Timed(timed)])
}

fn unanswered(dice: &mut Dice, taste: Taste) -> Unanswered {
    let entry = Then::Requeue(dice.of(&[Entry::Back, Entry::Original, Entry::Front]));
    Unanswered {
        after: some(dice, taste, 4),
        then: dice.of(&[entry, Then::Transfer]),
        excludes: dice.one_in(2),
        pause: units(dice, taste, 5),
    }
}

fn assignment_key(dice: &mut Dice) -> AssignmentKey {
    if dice.one_in(8) {
        return AssignmentKey::Custom(Shared(Arc::new(dice.of(&Favour::ALL)) as Arc<dyn AssignmentRule>));
    }
    dice.of(quasisync::policy::assignment::NAMES).1
}

fn inactivity(dice: &mut Dice, taste: Taste) -> Inactivity {
    let (after, clock) = (units(dice, taste, 6), dice.of(quasisync::policy::inactivity::CLOCKS).1);
    match dice.below(4) {
        0 => Inactivity::After { after, clock },
        1 => Inactivity::Adaptive { adaptive: adaptive(dice, taste.unit), clock },
        2 => Inactivity::Manual { after, clock, probability: dice.of(&[0.3, 0.7, 1.0]) },
        _ => Inactivity::OnDemand { after, clock },
    }
}

fn silence(dice: &mut Dice, taste: Taste) -> Silence {
    let probability = |dice: &mut Dice| dice.of(&[0.3, 0.7, 1.0]);
    Silence {
        unassigned: dice.one_in(2),
        sweep: if taste.turns(dice) { some(dice, taste, 5) } else { Span::ZERO },
        reminders: taste.turns(dice).then(|| Reminders {
            every: units(dice, taste, 4),
            at_most: 1 + dice.below(3) as u16,
            probability: probability(dice),
        }),
        parking: taste.turns(dice).then(|| Parking { probability: probability(dice), lasts: units(dice, taste, 6) }),
    }
}

fn reactivations(dice: &mut Dice, taste: Taste, it: &mut Treatment) {
    let reactivation = |dice: &mut Dice| Reactivation {
        to: dice.of(&[To::OwnerAlways, To::OwnerSignedIn, To::OwnerBelowMaximum, To::Queue, To::Bot]),
        at: dice.of(&[Entry::Back, Entry::Original, Entry::Front]),
        wait: if dice.one_in(2) { units(dice, taste, 8) } else { Span::ZERO },
    };
    if taste.turns(dice) {
        it.reactivation = reactivation(dice);
    }
    it.reactivation_parked = taste.turns(dice).then(|| reactivation(dice));
    it.reactivation_closed = taste.turns(dice).then(|| reactivation(dice));
}

fn close(dice: &mut Dice, taste: Taste, it: &mut Close) {
    let clock: CloseClock = dice.of(quasisync::policy::close::CLOCKS).1;
    it.after = (dice.below(4) > 0).then(|| (units(dice, taste, 8), clock));
    it.only_awaiting = dice.one_in(2);
    it.sweep = if taste.turns(dice) { some(dice, taste, 5) } else { Span::ZERO };
    it.requeues = dice.one_in(3);
    it.queue_wait = taste.turns(dice).then(|| units(dice, taste, 10));
}

/// The words for what takes agents their time.
pub(super) fn words(scenario: &Scenario) -> String {
    let mut words = String::new();
    for (number, it) in scenario.model.teams.iter().enumerate() {
        if let Some(law) = &it.accepts {
            let _ = writeln!(words, "team {number}: accepts after {law:?}");
        }
    }
    words
}
