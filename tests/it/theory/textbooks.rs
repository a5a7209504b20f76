//! The library recognises the queues of this folder, and nothing that differs from them.

use super::setup::{Setup, constant, exponential, lognormal, minutes};
use quasisync::civil::Weekly;
use quasisync::experiment::run;
use quasisync::metrics::Scope;
use quasisync::model::{
    Arrivals, Backlog, Bot, Burst, CatchUp, Channel, DayFactor, Disruption, Down, Drift, Ending, Event, Factors, Looks,
    Nudges, Particulars, Return, ServesFrom, Shift, Staffing, Surge, Takes, Target, Team, Transfer, Until, Urgent,
    When,
};
use quasisync::policy::{
    AssignmentKey, ChannelShare, Clock, CloseClock, Entry, Escalation, Inactivity, Offer, OrderKey, Parking, Pool,
    Rate, Reminders, Then, Unanswered, WarmUp,
};
use quasisync::random::{Count, Law, name_key};
use quasisync::textbook::{Number, check};
use quasisync::units::{DemandId, Span, Time};
use std::sync::atomic::AtomicBool;

/// A queue of the textbooks: what it is called, how it is configured, and what it comes to. Times are in seconds.
struct Known {
    name: &'static str,
    setup: Setup,
    numbers: Vec<(&'static str, &'static str, f64)>,
}

fn known(name: &'static str, setup: Setup, numbers: &[(&'static str, &'static str, f64)]) -> Known {
    Known { name, setup, numbers: numbers.to_vec() }
}

/// A common inbox and slots for all, or a slot that every reply frees.
fn erlang_r() -> [Setup; 2] {
    let setup = Setup::conversations(0.3, exponential(1.0), exponential(4.0), 0.8, 3);
    [setup.clone().shared_inbox(), setup.back_through_the_queue(Entry::Back)]
}

/// One agent with slots of his own.
fn one_agent(rate: f64, slots: u32) -> Setup {
    Setup::conversations(rate, exponential(1.0), exponential(2.0), 0.8, 1).slots(slots)
}

/// The queues of the other files whose closed form the library has, with the references that stand there.
fn textbooks() -> Vec<Known> {
    let [shared, back] = erlang_r();
    let messages = [
        ("wait", "mean", 60.0 * 0.157894736842),
        ("wait", "share_above_zero", 0.236842105263),
        ("utilisation", "share", 0.5),
        ("needing_reply", "mean", 1.73684210526),
    ];
    let lost = [
        ("refused", "share", 0.110054347826),
        ("utilisation", "share", 0.533967391304),
        ("needing_reply", "mean", 2.66983695652),
    ];
    let no_room = |law: Law| Setup::queue(0.6, law, 5).waiting_room(0);
    let two_classes = |urgent: Setup, law: Law, rate: f64| urgent.and_less_urgent(rate, law);
    vec![
        known(
            "M/M/1 (Erlang C)",
            Setup::queue(0.7, exponential(1.0), 1),
            &[("wait", "mean", 140.0), ("wait", "share_above_zero", 0.7), ("needing_reply", "mean", 7.0 / 3.0)],
        ),
        known(
            "M/M/2 (Erlang C)",
            Setup::queue(1.0, exponential(1.0), 2),
            &[
                ("wait", "mean", 20.0),
                ("wait", "share_above_zero", 1.0 / 3.0),
                ("utilisation", "share", 0.5),
                ("needing_reply", "mean", 4.0 / 3.0),
            ],
        ),
        known(
            "M/M/5+M (Erlang A)",
            Setup::queue(0.8, exponential(5.0), 5).patience(exponential(10.0)),
            &[
                ("wait", "mean", 60.0 * 0.779686752871),
                ("wait", "share_above_zero", 0.415051540181),
                ("abandoned", "share", 0.0779686752871),
                ("utilisation", "share", 0.73762505977),
                ("needing_reply", "mean", 0.623749402296 + 5.0 * 0.73762505977),
            ],
        ),
        known("M/G/5/5 (Erlang B)", no_room(exponential(5.0)), &lost),
        known("M/G/5/5 (Erlang B)", no_room(lognormal(5.0, 1.5)), &lost),
        known("M/G/5/5 (Erlang B)", Setup::queue(0.6, constant(5.0), 5).places_inside(5), &lost),
        known("M/G/1 (Pollaczek", Setup::queue(0.1, constant(5.0), 1), &[("wait", "mean", 150.0)]),
        known(
            "M/G/1 (Pollaczek",
            Setup::queue(0.16, lognormal(5.0, 1.5), 1),
            &[("wait", "mean", 60.0 * 32.5), ("utilisation", "share", 0.8), ("needing_reply", "mean", 0.16 * 37.5)],
        ),
        known(
            "M/G/1 with classes",
            two_classes(Setup::queue(0.1, lognormal(2.0, 1.2), 1), constant(5.0), 0.12),
            &[("wait", "mean", 60.0 * 7.90681818182), ("utilisation", "share", 0.8)],
        ),
        known(
            "M/M/4 with classes",
            two_classes(Setup::queue(0.24, exponential(5.0), 4), exponential(5.0), 0.4),
            &[("utilisation", "share", 0.8)],
        ),
        known("Erlang-R", shared, &messages),
        known("Erlang-R", back, &messages),
        known(
            "M/G/1 of whole conversations",
            one_agent(0.05, 1),
            &[
                ("wait_first", "mean", 60.0 * 26.4285714286),
                ("wait_first", "share_above_zero", 0.65),
                ("utilisation", "share", 0.25),
                ("concurrency", "mean", 0.65),
            ],
        ),
        known(
            "3 slots always full",
            one_agent(0.4, 3),
            &[
                ("utilisation", "share", 0.850379894798),
                ("replies_per_hour", "mean", 60.0 * 0.850379894798),
                ("wait_later", "mean", 60.0 * 0.92783505155),
            ],
        ),
    ]
}

fn value(numbers: &[Number], scope: Scope, metric: &str, statistic: &str) -> Option<f64> {
    let wanted = |it: &&Number| (it.scope, it.metric, &*it.statistic) == (scope, metric, statistic);
    numbers.iter().find(wanted).map(|it| it.value)
}

#[test]
fn every_queue_of_the_textbooks_is_recognised() {
    for Known { name, setup, numbers } in textbooks() {
        let textbook = setup.textbook().unwrap_or_else(|| panic!("{name} is recognised"));
        assert!(textbook.name.starts_with(name), "{} instead of {name}", textbook.name);
        for (metric, statistic, reference) in numbers {
            let found = value(&textbook.numbers, Scope::Overall, metric, statistic);
            let close = found.is_some_and(|it| (it / reference - 1.0).abs() < 1e-10);
            assert!(close, "{name}, {metric}.{statistic}: {found:?} instead of {reference}");
        }
    }
}

#[test]
fn each_class_of_urgency_has_its_own_wait() {
    let waits = |known: &Known| {
        let textbook = known.setup.textbook().expect("a textbook");
        let of = |demand| value(&textbook.numbers, Scope::Demand(DemandId(demand)), "wait", "mean").expect("a wait");
        [0, 1].map(|demand| of(demand) / 60.0)
    };
    let close = |one: [f64; 2], other: [f64; 2]| one.iter().zip(other).all(|(a, b)| (a / b - 1.0).abs() < 1e-10);
    let all = textbooks();
    assert!(close(waits(&all[8]), [2.485, 12.425]));
    assert!(close(waits(&all[9]), [1.06505798533, 5.32528992667]));
}

#[test]
fn the_reason_is_given_in_words() {
    let because = |setup: Setup| setup.textbook().expect("a textbook").because;
    assert_eq!(
        because(Setup::queue(0.8, exponential(5.0), 5)),
        "Poisson arrivals, one exponential exchange, 5 agents with one slot each, nobody gives up"
    );
    assert_eq!(
        because(Setup::queue(0.6, constant(5.0), 1).waiting_room(0)),
        "Poisson arrivals, one exchange, 1 agent with one slot, whoever finds nobody free is turned away"
    );
    let [shared, _] = erlang_r();
    assert_eq!(
        because(shared),
        "Poisson arrivals, a geometric number of exponential exchanges, 3 agents with one inbox, slots for all, nobody \
         gives up"
    );
}

#[test]
fn shares_within_spans_are_told_where_they_are_known() {
    let within = |setup: Setup| {
        let mut setup = setup;
        setup.model_mut().bands.within = vec![minutes(0.5), minutes(1.0)];
        let numbers = setup.textbook().expect("a textbook").numbers;
        ["within_30s", "within_1m"]
            .map(|statistic| value(&numbers, Scope::Overall, "wait", statistic).expect("a share"))
    };
    let close = |one: [f64; 2], other: [f64; 2]| one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-11);
    assert!(close(within(Setup::queue(1.0, exponential(1.0), 2)), [0.797823113429, 0.87737351961]));
    let patience = Setup::queue(0.8, exponential(5.0), 5).patience(exponential(10.0));
    assert!(close(within(patience), [1.0 - 0.329217447555, 1.0 - 0.257781757024]));
}

/// What the numbers of a textbook are called is what the program measures: all of them are met by a run.
#[test]
fn a_run_meets_every_closed_form() {
    for (place, Known { name, mut setup, .. }) in (0..).zip(textbooks()) {
        let Arrivals::Poisson(per_hour) = &setup.model().demands[0].arrivals else { panic!("{name} has a rate") };
        let enough = 6_000.0 * 60.0 / per_hour.at(0);
        setup = setup.lasting(0.1 * enough, enough);
        setup.model_mut().bands.within = vec![minutes(2.0)];
        let experiment = setup.experiment(name_key(name) ^ place, 40);
        let results = run(&experiment, &(), &AtomicBool::new(false)).expect("nobody stops it");
        let checks = check(&experiment, &results);
        let compared = &checks[0].compared;
        assert_eq!(compared.len(), setup.textbook().expect("a textbook").numbers.len(), "{name}: all are measured");
        for it in compared {
            let (number, error) = (&it.number, it.estimate.standard_error().expect("an error"));
            let of = format!(
                "{name}, {}.{} is {}, simulated {}",
                number.metric, number.statistic, number.value, it.estimate.value
            );
            assert!(!it.is_off() && it.errors_off().is_some_and(|off| off.abs() < 4.0), "{of} ± {error}");
            assert!(error < 0.08 * number.value, "{of} ± {error}: it could be anything");
        }
    }
}

#[test]
fn what_is_not_the_queue_is_off_its_closed_form() {
    let setup = Setup::queue(0.7, exponential(1.0), 1).lasting(300.0, 4_000.0);
    let experiment = setup.experiment(1, 20);
    // The same rules with a tenth more work: what a mistake in the simulator would look like.
    let slower = setup.slowdown(&[1.1]).experiment(1, 20);
    let results = run(&slower, &(), &AtomicBool::new(false)).expect("nobody stops it");
    assert!(check(&slower, &results).is_empty(), "no textbook");
    let checks = check(&experiment, &results);
    let off: Vec<&str> = checks[0].compared.iter().filter(|it| it.is_off()).map(|it| it.number.metric).collect();
    assert!(off.contains(&"wait") && off.contains(&"utilisation"), "{off:?}");
    assert!(checks[0].compared.iter().all(|it| it.holds() == Some(false)));
}

/// What makes a queue no queue of the textbooks.
type Change = (&'static str, fn(Setup) -> Setup);

fn weekly<T: Copy + PartialEq>(half: T, rest: T) -> Weekly<T> {
    Weekly::from_pieces(&[(0, 300_000, half)], rest).expect("a week")
}

fn away() -> Return {
    Return { probability: 0.1, after: exponential(5.0), keep: true }
}

/// Customers who are not as in the textbooks.
const CUSTOMERS: &[Change] = &[
    ("rate", |it| it.customers(|it| it.arrivals = Arrivals::Poisson(weekly(3.0, 5.0)))),
    ("log", |it| it.customers(|it| it.arrivals = Arrivals::Trace(vec![Time::START; 9]))),
    ("nobody", |it| {
        let mut it = it;
        it.model_mut().demands.iter_mut().for_each(|it| it.arrivals = Arrivals::Poisson(Weekly::constant(0.0)));
        it
    }),
    ("hours", |it| it.customers(|it| it.open = Some(weekly(true, false)))),
    ("day factor", |it| {
        it.customers(|it| it.day_factor = Some(DayFactor { name: "weather".into(), law: constant(1.0 / 60.0) }))
    }),
    ("factors", |it| it.customers(|it| it.factors = Some(Factors::new(&[], [1.0; 12]).expect("factors")))),
    ("backlog", |it| it.customers(|it| it.backlog = Some(Backlog { count: 3, age: constant(1.0) }))),
    ("event", |it| {
        let surge = Surge::new(10.0, minutes(1.0), minutes(1.0), minutes(1.0)).expect("a surge");
        let event = Event { name: "outage".into(), when: When::PerWeek(1.0), surge };
        it.customers(|it| it.events.push(event))
    }),
    ("batches", |it| it.batches(Count::constant(2).expect("a count"))),
    ("work of two laws", |it| {
        let two = Law::mixture(vec![(1.0, exponential(1.0)), (1.0, Law::pareto(4.0, 1.5).expect("a law"))]);
        it.customers(|it| {
            (it.handling_first, it.exchanges) = (two.expect("a law"), Count::constant(2).expect("a count"))
        })
    }),
    ("ghosts", |it| it.ghosts(0.1)),
    ("ending", |it| it.customers(|it| it.ending = Ending::recognised(0.9))),
    ("sleep", |it| it.customers(|it| it.awake = Some(weekly(true, false)))),
    ("bursts", |it| {
        let messages = Count::constant(2).expect("a count");
        it.customers(|it| it.burst = Some(Burst { messages, gap: constant(0.1) }))
    }),
    ("nudges", |it| it.customers(|it| it.nudges = Some(Nudges { after: constant(1.0), at_most: 1 }))),
    ("solved, and back", |it| it.customers(|it| it.comes_back.solved = Some(away()))),
    ("gone, and back", |it| it.customers(|it| it.comes_back.gave_up = Some(away()))),
    ("refused, and back", |it| it.customers(|it| it.comes_back.refused = Some(away()))),
    ("bot", |it| {
        let (takes, back_after) = (constant(1.0), constant(1.0));
        it.customers(|it| it.bot = Some(Bot { takes, contains: 0.1, falsely: 0.0, back_after }))
    }),
    ("urgent", |it| it.customers(|it| it.urgent = Some(Urgent { share: 0.1, class: 0 }))),
    ("transfer", |it| {
        it.customers(|it| it.transfer = Some(Transfer { probability: 0.1, to: DemandId(0), warm: None }))
    }),
    ("escalation", |it| it.customers(|it| it.escalates = Some(DemandId(0)))),
    ("patience", |it| it.patience(lognormal(5.0, 1.0))),
    ("patience out of hours", |it| {
        it.patience(exponential(5.0)).customers(|it| it.patience.out_of_hours = Some(constant(1.0)))
    }),
    ("later patience", |it| it.customers(|it| (it.patience.first, it.patience.later) = (None, Some(exponential(5.0))))),
    ("patience until the reply", |it| it.patience(exponential(5.0)).until(Until::Reply)),
    ("silent giving up", |it| it.patience(exponential(5.0)).silent(0.5, 1.0)),
];

/// Agents who are not as in the textbooks.
const AGENTS: &[Change] = &[
    ("nobody", |it| it.agents(|it| it.agents = Weekly::constant(0).into())),
    ("count", |it| it.agents(|it| it.agents = weekly(4, 5).into())),
    ("dated", |it| it.agents(|it| it.agents = Staffing::Dated(vec![(Time::START, 5)]))),
    ("shifts", |it| it.agents(|it| it.agents = Staffing::Shifts(vec![Shift::daily("day", 0, 86_400, 5)]))),
    ("speeds", |it| it.agents(|it| it.speed_ln_sd = 0.1)),
    ("slowdown", |it| it.slowdown(&[1.0, 1.2])),
    ("switch cost", |it| it.switch_cost(0.1)),
    ("catch-up", |it| it.agents(|it| it.catch_up = CatchUp { first: Span::SECOND, per_exchange: Span::ZERO })),
    ("sharing", |it| it.sharing(&[1.0])),
    ("wrap-up", |it| it.wrap_up(exponential(1.0))),
    ("looks", |it| it.agents(|it| it.looks = Some(Looks { every: None, interruption: Span::ZERO }))),
    ("names", |it| {
        let own = Particulars { place: 0, name: "Eve".into(), speed: Some(2.0), serves: None, capacity: None };
        it.agents(|it| it.particulars.push(own))
    }),
    ("rings", |it| it.agents(|it| it.serves[0].from = ServesFrom::After(Span::MINUTE))),
    ("fallback", |it| it.agents(|it| it.serves[0].from = ServesFrom::Fallback)),
    ("nobody for it", |it| it.agents(|it| it.serves.clear())),
    ("two teams", |it| {
        let mut it = it;
        let team = Team { name: "second".into(), ..it.model_mut().teams[0].clone() };
        it.model_mut().teams.push(team);
        it.rules(|it| it.capacity.limits.push(it.capacity.limits[0]))
    }),
];

/// Rules that are not those of the textbooks.
const RULES: &[Change] = &[
    ("newest", |it| it.order(&[OrderKey::Newest])),
    ("deadline", |it| it.order(&[OrderKey::WaitingLongest, OrderKey::Deadline])),
    ("inbox", |it| it.inbox(&[OrderKey::Random])),
    ("dispatch", |it| it.rules(|it| it.dispatch.every = Some(Span::MINUTE))),
    ("offers", |it| it.rules(|it| it.offer = Offer::Pull)),
    ("unanswered", |it| {
        let then = Then::Transfer;
        it.rules(|it| it.unanswered = Some(Unanswered { after: Span::MINUTE, then, excludes: true, pause: Span::ZERO }))
    }),
    ("inactivity", |it| it.inactive_after(5.0)),
    ("inactivity while waiting", |it| {
        it.rules(|it| it.inactivity = Inactivity::After { after: Span::MINUTE, clock: Clock::LastAny })
    }),
    ("at once, to the owner", |it| {
        it.rules(|it| {
            it.inactivity = Inactivity::AtOnce;
            it.reactivation.to = quasisync::policy::To::OwnerSignedIn;
        })
    }),
    ("at once, in front", |it| it.back_through_the_queue(Entry::Front)),
    ("sweep", |it| it.rules(|it| it.silence.sweep = Span::MINUTE)),
    ("reminders", |it| {
        let reminders = Reminders { every: Span::MINUTE, at_most: 1, probability: 0.5 };
        it.rules(|it| it.silence.reminders = Some(reminders))
    }),
    ("parking", |it| it.rules(|it| it.silence.parking = Some(Parking { probability: 0.5, lasts: Span::MINUTE }))),
    ("closing", |it| it.closed_after(5.0)),
    ("closing in the queue", |it| it.rules(|it| it.close.queue_wait = Some(Span::HOUR))),
    ("closing, any clock", |it| it.rules(|it| it.close.after = Some((Span::HOUR, CloseClock::LastAny)))),
    ("waiting room", |it| it.waiting_room(5)),
    ("places inside", |it| it.places_inside(7)),
    ("both", |it| it.waiting_room(0).places_inside(7)),
    ("signals", |it| it.rules(|it| it.door.gives.typing = true)),
    ("signals at night", |it| it.rules(|it| it.door.gives_out_of_hours = Some(it.door.gives))),
    ("weights", |it| it.rules(|it| it.capacity.weights.awaits_customer = 500)),
    ("slack", |it| it.rules(|it| it.capacity.slack = 500)),
    ("pool", |it| it.rules(|it| it.capacity.pool = Pool::Demand)),
    ("channel weight", |it| {
        it.rules(|it| it.capacity.channels.push(ChannelShare { weight: 500, ..ChannelShare::default() }))
    }),
    ("warm-up", |it| {
        let warm_up = WarmUp { every: Span::MINUTE, lasts: Span::HOUR, after_idle: None };
        it.rules(|it| it.capacity.warm_up = Some(warm_up))
    }),
    ("rate", |it| it.rules(|it| it.capacity.rate = Some(Rate { at_most: 9, per: Span::HOUR }))),
    ("on request", |it| it.rules(|it| it.capacity.on_request = true)),
    ("rules for a demand", |it| it.rules(|it| it.own = vec![(DemandId(0), it.treatment())])),
];

/// What else there is in a model.
const MODELS: &[Change] = &[
    ("past", |it| {
        let mut it = it;
        it.model_mut().past = Span::HOUR;
        it
    }),
    ("disruption", |it| {
        let mut it = it;
        let down = Down::Notifications;
        let from = Time::START;
        let disruption =
            Disruption { name: "down".into(), demands: vec![DemandId(0)], from, to: from + Span::HOUR, down };
        it.model_mut().disruptions.push(disruption);
        it
    }),
    ("calls", |it| on_a_channel(it, |it| it.takes = Takes::Agent)),
    ("rank", |it| on_a_channel(it, |it| it.rank = 1)),
    ("page", |it| on_a_channel(it, |it| it.page = true)),
];

fn on_a_channel(mut setup: Setup, change: impl FnOnce(&mut Channel)) -> Setup {
    let mut channel = Channel::from("messaging");
    change(&mut channel);
    setup.model_mut().channels.push(channel);
    setup
}

#[test]
fn one_thing_more_makes_it_no_textbook() {
    let changes = [CUSTOMERS, AGENTS, RULES, MODELS].concat();
    for Known { name, setup, .. } in textbooks() {
        for (what, change) in &changes {
            let found = change(setup.clone()).textbook().map(|it| it.name);
            assert_eq!(found, None, "{name} with {what}");
        }
    }
}

#[test]
fn conversations_need_a_geometric_number_of_alike_exchanges() {
    let changes: [Change; 6] = [
        ("work that differs", |it| it.customers(|it| it.handling_later = exponential(2.0))),
        ("a fixed number", |it| it.works(3)),
        ("a bound", |it| {
            it.customers(|it| it.exchanges = Count::geometric(5.0).and_then(|it| it.clamp(20)).expect("a count"))
        }),
        ("tempers", |it| it.customers(|it| it.reply.personal_ln_sd = 0.5)),
        ("drift", |it| it.customers(|it| it.reply.drift = Some(Drift { after_wait: Span::HOUR, slower: 0.5 }))),
        ("modes", |it| it.customers(|it| it.reply.modes.push(it.reply.modes[0].clone()))),
    ];
    let [shared, back] = erlang_r();
    for setup in [shared.clone(), back, one_agent(0.4, 3)] {
        for (what, change) in &changes {
            assert_eq!(change(setup.clone()).textbook().map(|it| it.name), None, "{what}");
        }
    }
    // Who thinks for how long only matters on average.
    let other = shared.clone().customers(|it| it.reply.modes[0].latency = lognormal(4.0, 2.0));
    assert_eq!(other.textbook(), shared.textbook());
    // Two slots too few now and then, and nobody knows.
    assert_eq!(shared.slots(8).textbook(), None);
    assert_eq!(one_agent(0.17, 3).textbook(), None, "hardly more than an agent with three slots can serve");
    assert_eq!(one_agent(0.13, 3).textbook(), None, "less than that");
}

#[test]
fn what_cannot_matter_does_not() {
    let promised = Target { first: Span::MINUTE, later: Span::MINUTE, share: 0.8, in_hours: false };
    let setup = Setup::queue(0.8, exponential(5.0), 5);
    let same = setup
        .clone()
        .customers(|it| it.target = Some(promised))
        .customers(|it| it.reply.personal_ln_sd = 1.0)
        .agents(|it| it.cost = Some(30.0))
        .assignment(&[AssignmentKey::Random])
        .rules(|it| it.escalation = Escalation { urgent: true, ..Escalation::default() });
    assert_eq!(same.textbook(), setup.textbook());
    assert_eq!(on_a_channel(setup.clone(), |_| ()).textbook(), setup.textbook());
    // Work that nobody has to wait for, in one line or in another.
    let shared = setup.clone().shared_inbox().textbook().expect("a textbook");
    assert_eq!(shared.numbers, setup.textbook().expect("a textbook").numbers);
    assert_eq!(setup.slots(2).textbook(), None, "one waits for an agent while another is free");
    // A class of its own for the same customers, where the queue does not ask.
    let one = Setup::queue(0.5, exponential(5.0), 5).and_less_urgent(0.3, exponential(5.0));
    let one = one.order(&[OrderKey::WaitingLongest]).textbook().expect("a textbook");
    assert!((one.numbers[0].value / shared.numbers[0].value - 1.0).abs() < 1e-12, "{one:?}");
}

#[test]
fn without_a_steady_state_there_is_nothing_to_compare() {
    assert_eq!(Setup::queue(1.0, exponential(5.0), 5).textbook(), None);
    assert_eq!(Setup::queue(1.0, constant(1.0), 1).textbook(), None);
    assert_eq!(Setup::queue(1.0, constant(0.0), 1).textbook(), None, "no work at all");
    assert_eq!(Setup::queue(0.1, Law::pareto(4.0, 1.5).expect("a law"), 1).textbook(), None, "no variance");
    let over = Setup::queue(1.5, exponential(5.0), 5).patience(exponential(5.0));
    assert!(over.textbook().is_some(), "who gives up leaves a steady state");
}
