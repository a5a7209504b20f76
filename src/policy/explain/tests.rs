//! Whatever a policy can say is told, and told differently.

use super::super::*;
use super::*;
use crate::civil::{Weekly, Zone};
use crate::model::{Arrivals, Channel, Demand, Frame, Team};
use crate::random::{Count, Law};
use crate::world::World;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Two demands on two channels, and two teams.
fn model() -> Model {
    let hour = Span::HOUR;
    let frame = Frame { zone: Zone::new(0), warm_up: hour, horizon: hour, cool_down: hour, interval: hour };
    let law = Law::constant(60.0).unwrap();
    let demand = |name: &str| {
        let arrivals = Arrivals::Poisson(Weekly::constant(60.0));
        Demand::new(name, arrivals, Count::constant(1).unwrap(), law.clone(), law.clone())
    };
    let team = |name: &str| Team::new(name, vec![DemandId(0), DemandId(1)], Weekly::constant(1));
    let model = Model::new(frame, vec![demand("loans"), demand("cards")], vec![team("denver"), team("austin")]);
    Model { channels: vec![Channel::from("chat"), Channel::from("mail")], ..model }
}

fn told(policy: &Policy) -> String {
    let parts = policy.explain(Names(&model()));
    assert!(parts.iter().all(|part| !part.sentences.is_empty()), "{parts:#?}");
    let sentences: Vec<&String> = parts.iter().flat_map(|part| &part.sentences).collect();
    for sentence in &sentences {
        assert!(sentence.ends_with('.') && sentence.starts_with(char::is_uppercase), "{sentence}");
        assert!(!sentence.contains("  ") && !sentence.contains(".."), "{sentence}");
    }
    parts.iter().map(|part| format!("{}\n{}\n", part.heading, part.sentences.join(" "))).collect()
}

#[derive(Debug)]
struct Longest;

impl OrderRule for Longest {
    fn score(&self, _: &World, _: crate::units::ConversationId) -> f64 {
        0.0
    }
}

impl AssignmentRule for Longest {
    fn score(&self, _: &World, _: crate::units::ConversationId, _: crate::units::DeskId) -> f64 {
        0.0
    }
}

/// Many policies, each of which differs from all others.
struct Many {
    base: Policy,
    found: BTreeMap<String, usize>,
    number: usize,
}

impl Many {
    /// One more, made from the base.
    fn add(&mut self, change: impl FnOnce(&mut Policy)) {
        let mut policy = self.base.clone();
        change(&mut policy);
        self.number += 1;
        let told = told(&policy);
        if let Some(other) = self.found.insert(told.clone(), self.number) {
            panic!("policies {other} and {} are told alike:\n{told}", self.number);
        }
    }
}

fn minutes(minutes: u64) -> Span {
    Span(minutes * Span::MINUTE.0)
}

fn capacities(many: &mut Many) {
    type Change = fn(&mut Capacity);
    let changes: [Change; 22] = [
        |it| it.ownership = Ownership::Team,
        |it| it.limits = vec![Limits { preferred: 3, maximum: 4 }; 2],
        |it| it.limits = vec![Limits { preferred: 2, maximum: 4 }; 2],
        |it| it.limits[1].preferred = 1,
        |it| it.limits[1].maximum = 5,
        |it| it.weights.offered = 500,
        |it| it.weights.needs_reply = 500,
        |it| it.weights.awaits_customer = 500,
        |it| it.weights.inactive = 500,
        |it| it.weights.parked = 500,
        |it| it.weights.wrap_up = 500,
        |it| it.slack = 500,
        |it| it.pool = Pool::Channel,
        |it| it.pool = Pool::Demand,
        |it| it.channels = vec![ChannelShare { weight: 500, ..ChannelShare::default() }; 1],
        |it| it.channels = vec![ChannelShare { at_most: Some(2), ..ChannelShare::default() }],
        |it| it.channels = vec![ChannelShare { weights: Some(Weights::default()), ..ChannelShare::default() }],
        |it| it.warm_up = Some(WarmUp { every: minutes(1), lasts: minutes(20), after_idle: None }),
        |it| it.warm_up = Some(WarmUp { every: minutes(1), lasts: minutes(20), after_idle: Some(minutes(60)) }),
        |it| it.rate = Some(Rate { at_most: 100, per: minutes(60) }),
        |it| it.rate = Some(Rate { at_most: 100, per: minutes(30) }),
        |it| it.on_request = true,
    ];
    for change in changes {
        many.add(|it| change(&mut it.capacity));
    }
}

fn orders(many: &mut Many) {
    let adaptive = Adaptive { factor: 2.0, minimum: minutes(1), maximum: minutes(9) };
    let named = order::NAMES.iter().map(|(_, key)| key.clone());
    let blend = |share| vec![(share, vec![OrderKey::Oldest]), (1.0, vec![OrderKey::Freshest])];
    let keys = named.chain([
        OrderKey::Adaptive(adaptive),
        OrderKey::Adaptive(Adaptive { factor: 3.0, ..adaptive }),
        OrderKey::HeadStart(vec![minutes(10), Span::ZERO]),
        OrderKey::HeadStart(vec![minutes(20), Span::ZERO]),
        OrderKey::Accumulating(vec![2.0, 1.0]),
        OrderKey::Accumulating(vec![3.0, 1.0]),
        OrderKey::Blend(blend(1.0)),
        OrderKey::Blend(blend(2.0)),
        OrderKey::Score(Arc::new(Score::new("wait", &score::Names::default()).expect("a score"))),
        OrderKey::Custom(Shared(Arc::new(Longest))),
    ]);
    for key in keys.filter(|key| *key != OrderKey::WaitingLongest) {
        many.add(|it| it.queue = vec![key.clone()]);
        many.add(|it| it.inbox = vec![key.clone()]);
    }
    many.add(|it| it.queue = vec![OrderKey::Class, OrderKey::WaitingLongest]);
    many.add(|it| it.queue = vec![OrderKey::WaitingLongest, OrderKey::Class]);
    let agents = assignment::NAMES.iter().map(|(_, key)| key.clone());
    for key in agents.chain([AssignmentKey::Custom(Shared(Arc::new(Longest)))]) {
        if key != AssignmentKey::LeastLoaded {
            many.add(|it| it.assignment = vec![key]);
        }
    }
}

fn giving(many: &mut Many) {
    for (_, on) in dispatch::TRIGGERS {
        many.add(|it| it.dispatch.on = *on);
    }
    many.add(|it| it.dispatch.every = Some(minutes(1)));
    many.add(|it| it.dispatch.at_most = Some(1));
    let timed = Timed { timeout: minutes(1), broadcast: false, excludes: false, pause: Span::ZERO, to_back: false };
    many.add(|it| it.offer = Offer::Pull);
    for timed in [
        timed,
        Timed { timeout: minutes(2), ..timed },
        Timed { broadcast: true, ..timed },
        Timed { excludes: true, ..timed },
        Timed { pause: minutes(5), ..timed },
        Timed { to_back: true, ..timed },
    ] {
        many.add(|it| it.offer = Offer::Timed(timed));
    }
    let rule = Unanswered { after: minutes(5), then: Then::Transfer, excludes: true, pause: Span::ZERO };
    let requeue = |at| Unanswered { then: Then::Requeue(at), ..rule };
    for rule in [
        rule,
        requeue(Entry::Front),
        requeue(Entry::Back),
        requeue(Entry::Original),
        Unanswered { after: minutes(6), ..rule },
        Unanswered { excludes: false, ..rule },
        Unanswered { pause: minutes(5), ..rule },
    ] {
        many.add(|it| it.unanswered = Some(rule));
    }
}

fn silences(many: &mut Many) {
    let after = minutes(10);
    let adaptive = Adaptive { factor: 2.0, minimum: minutes(1), maximum: minutes(9) };
    many.add(|it| it.inactivity = Inactivity::AtOnce);
    for (_, clock) in inactivity::CLOCKS {
        let clock = *clock;
        for rule in [
            Inactivity::After { after, clock },
            Inactivity::After { after: minutes(11), clock },
            Inactivity::Adaptive { adaptive, clock },
            Inactivity::OnDemand { after, clock },
            Inactivity::OnDemand { after: Span::ZERO, clock },
            Inactivity::Manual { after, clock, probability: 0.8 },
            Inactivity::Manual { after, clock, probability: 0.7 },
        ] {
            many.add(|it| it.inactivity = rule);
        }
    }
    let rule = Inactivity::After { after, clock: Clock::LastCustomer };
    let with = |silence: Silence| move |it: &mut Policy| (it.inactivity, it.silence) = (rule, silence);
    many.add(with(Silence { unassigned: true, ..Silence::default() }));
    many.add(with(Silence { sweep: minutes(1), ..Silence::default() }));
    for (probability, lasts) in [(0.2, 60), (0.3, 60), (0.2, 61)] {
        let parking = Some(Parking { probability, lasts: minutes(lasts) });
        many.add(|it| it.silence.parking = parking);
    }
    for (every, at_most, probability) in [(10, 3, 0.2), (11, 3, 0.2), (10, 1, 0.2), (10, 3, 0.3)] {
        let reminders = Some(Reminders { every: minutes(every), at_most, probability });
        many.add(|it| it.silence.reminders = reminders);
    }
}

fn returns(many: &mut Many) {
    for (_, to) in reactivation::OWNERS {
        for (_, at) in reactivation::ENTRIES {
            for wait in [Span::ZERO, minutes(10)] {
                let rule = Reactivation { to: *to, at: *at, wait };
                if rule != many.base.reactivation {
                    many.add(|it| it.reactivation = rule);
                    many.add(|it| it.reactivation_parked = Some(rule));
                    many.add(|it| it.reactivation_closed = Some(rule));
                }
            }
        }
    }
    for (_, clock) in close::CLOCKS {
        for hours in [12, 24] {
            many.add(|it| it.close.after = Some((Span(hours * Span::HOUR.0), *clock)));
        }
    }
    let after = Some((minutes(60), CloseClock::LastAny));
    let with = |close: Close| move |it: &mut Policy| it.close = Close { after, ..close };
    many.add(with(Close { only_awaiting: false, ..Close::default() }));
    many.add(with(Close { sweep: minutes(25), ..Close::default() }));
    many.add(with(Close { requeues: true, ..Close::default() }));
    many.add(|it| it.close.queue_wait = Some(minutes(60)));
    many.add(|it| it.close.thread_window = Some(minutes(60)));
    many.add(|it| it.close.thread_window = Some(Span::ZERO));
    many.add(|it| it.close.on_confirmation = false);
    many.add(|it| it.close.contentless = Contentless::Ignore);
}

fn days(many: &mut Many) {
    for (_, leaving) in desk::LEAVINGS {
        if *leaving != many.base.desk.shift_end {
            many.add(|it| it.desk.shift_end = *leaving);
        }
        if *leaving != many.base.desk.breaks {
            many.add(|it| it.desk.breaks = *leaving);
        }
    }
    many.add(|it| it.desk.no_new_before = minutes(30));
    many.add(|it| it.door.waiting = Some(30));
    many.add(|it| it.door.inside = Some(30));
    many.add(|it| (it.door.waiting, it.door.inside) = (Some(30), Some(30)));
    many.add(|it| it.door.bot = true);
    for (_, gives) in door::SIGNALS {
        many.add(|it| it.door.gives = *gives);
        many.add(|it| it.door.gives_out_of_hours = Some(*gives));
    }
    for rule in [OutOfHours::Refuse, OutOfHours::Bot] {
        many.add(|it| it.door.out_of_hours = rule);
    }
    many.add(|it| it.door.at_closing = AtClosing::Clear);
    many.add(|it| it.escalation.urgent = true);
    many.add(|it| it.escalation.after_exchanges = Some(1));
    many.add(|it| it.escalation.after_exchanges = Some(5));
    many.add(|it| it.escalation.after_wait = Some(minutes(5)));
}

#[test]
fn every_value_of_every_knob_is_told_differently() {
    let base = Policy::new("it", Capacity::uniform(2, 2, 3));
    let mut many = Many { base, found: BTreeMap::new(), number: 0 };
    many.add(|_| ());
    capacities(&mut many);
    orders(&mut many);
    giving(&mut many);
    silences(&mut many);
    returns(&mut many);
    days(&mut many);
    // What holds for one demand only is told as such.
    for demand in [0, 1] {
        many.add(|it| it.own = vec![(DemandId(demand), Treatment { offer: Offer::Pull, ..it.treatment() })]);
    }
    assert!(many.number > 250, "{} policies", many.number);
}

#[test]
fn teams_demands_and_channels_have_their_names() {
    let mut policy = Policy::new("it", Capacity::uniform(2, 2, 3));
    policy.capacity.limits[1].preferred = 1;
    policy.capacity.channels = vec![ChannelShare::default(), ChannelShare { weight: 500, ..ChannelShare::default() }];
    policy.own = vec![(DemandId(1), Treatment { offer: Offer::Pull, ..policy.treatment() })];
    let told = told(&policy);
    for name in ["`austin`", "`denver`", "`mail`", "demand cards:"] {
        assert!(told.contains(name), "{name} in\n{told}");
    }
    assert!(!told.contains("chat") && !told.contains("loans"), "{told}");
}
