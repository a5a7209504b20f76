//! Who the customers are: a customer stays the same whatever else changes.

mod batches;
mod field;

use crate::table::{MONDAY, demand, span, team};
use quasisync::civil::{Weekly, Zone};
use quasisync::model::{Arrivals, DayFactor, Demand, Ending, Frame, Mode, Model};
use quasisync::random::{Count, Law};
use quasisync::units::{AgentId, DemandId, Span, Time};
use quasisync::workload::{End, Exchange, Workload};

/// A demand in which everything varies, with so many customers an hour.
fn lively(name: &str, rate: f64) -> Demand {
    let mut demand = demand(name);
    demand.arrivals = Arrivals::Poisson(Weekly::constant(rate));
    demand.exchanges = Count::geometric(3.0).unwrap();
    demand.handling_first = Law::lognormal_mean_cv(120.0, 0.8).unwrap();
    demand.handling_later = Law::exponential(60.0).unwrap();
    demand.patience.first = Some(Law::exponential(300.0).unwrap());
    demand.patience.later = Some(Law::weibull_mean_shape(600.0, 1.5).unwrap());
    demand.ghosts = 0.1;
    demand.ending = Ending::recognised(0.5);
    demand.reply.personal_ln_sd = 0.4;
    let mode = |name: &str, start, mean| Mode { name: name.into(), start, latency: Law::exponential(mean).unwrap() };
    demand.reply.modes = vec![mode("engaged", 0.6, 20.0), mode("intermittent", 0.3, 200.0), mode("away", 0.1, 2000.0)];
    demand.reply.transitions = vec![vec![0.8, 0.15, 0.05], vec![0.3, 0.5, 0.2], vec![0.2, 0.3, 0.5]];
    demand
}

/// So many hours from Monday, midnight.
fn model(demands: Vec<Demand>, hours: u64) -> Model {
    let frame = Frame {
        zone: Zone::new(MONDAY),
        warm_up: Span::ZERO,
        horizon: Span(Span::HOUR.0 * hours),
        cool_down: Span::ZERO,
        interval: Span::HOUR,
    };
    let serves: Vec<u32> = (0..demands.len() as u32).collect();
    Model::new(frame, demands, vec![team("team", 1, &serves)])
}

/// All about a customer, with the civil microsecond of the arrival.
#[derive(Clone, Debug, PartialEq)]
struct Person {
    arrives: i64,
    identity: u64,
    end: End,
    exchanges: Vec<Exchange>,
}

fn people(workload: &Workload, model: &Model, demand: &str) -> Vec<Person> {
    let begin = model.frame.zone.second(Time::START) * 1_000_000;
    let all = 0..workload.customers.len();
    let mine = all.filter(|&it| model.demands[workload.customers[it].demand().index()].name == demand);
    mine.map(|it| {
        let customer = &workload.customers[it];
        Person {
            arrives: begin + customer.arrives.0 as i64,
            identity: customer.identity,
            end: workload.end(it),
            exchanges: (0..customer.count()).map(|exchange| workload.exchange(it, exchange)).collect(),
        }
    })
    .collect()
}

fn sampled(model: &Model, demand: &str) -> Vec<Person> {
    let people = people(&Workload::sample(model, 42, 3), model, demand);
    assert!(people.len() > 20, "too few to tell: {}", people.len());
    people
}

/// The customers of a demand are its own, whoever else there is and in whatever order the scenario names them.
#[test]
fn other_demands_change_no_customer() {
    let alone = sampled(&model(vec![lively("loans", 20.0)], 24), "loans");
    let first = model(vec![lively("loans", 20.0), lively("orders", 90.0)], 24);
    let last = model(vec![lively("orders", 90.0), demand("trace"), lively("loans", 20.0)], 24);
    assert_eq!(sampled(&first, "loans"), alone);
    assert_eq!(sampled(&last, "loans"), alone);
    assert_eq!(sampled(&first, "orders"), sampled(&last, "orders"));
    assert_ne!(sampled(&model(vec![lively("other", 20.0)], 24), "other"), alone, "a name makes a difference");
}

/// 10 % more volume keeps every customer there was and adds some; less volume takes some away and changes nobody.
#[test]
fn more_volume_keeps_everybody() {
    let scaled = |scale: f64| {
        let mut loans = lively("loans", 0.0);
        let profile: Vec<(u32, u32, f64)> = [3.0, 17.5, 60.0, 0.4]
            .iter()
            .zip(0..)
            .map(|(rate, step)| (step * 20_000, step * 20_000 + 20_000, rate * scale))
            .collect();
        loans.arrivals = Arrivals::Poisson(Weekly::from_pieces(&profile, 0.0).unwrap());
        loans.day_factor = Some(DayFactor { name: "day".into(), law: Law::gamma_mean_cv(1.0, 0.2).unwrap() });
        sampled(&model(vec![loans], 24), "loans")
    };
    let (less, base, more) = (scaled(0.5), scaled(1.0), scaled(1.1));
    assert!(less.len() < base.len() && base.len() < more.len());
    for (small, large) in [(&less, &base), (&base, &more)] {
        let kept: Vec<&Person> = large.iter().filter(|person| small.contains(person)).collect();
        assert_eq!(kept.len(), small.len(), "in the same order, with the same exchanges");
        assert!(kept.into_iter().eq(small.iter()));
    }
    let growth = more.len() as f64 / base.len() as f64;
    assert!((1.02..1.25).contains(&growth), "{growth}");
}

/// Warm-up, horizon and cool-down move the frame over the calendar; who writes when is a matter of the calendar.
#[test]
fn the_time_frame_changes_nobody() {
    let framed = |earlier: u64, hours: u64, later: u64| {
        let mut model = model(vec![lively("loans", 20.0)], hours);
        // From 9:30:15, and earlier by the warm-up.
        model.frame.zone = Zone::new(MONDAY + 9 * 3600 + 1815 - earlier as i64);
        model.frame.warm_up = Span(Span::SECOND.0 * earlier);
        model.frame.cool_down = Span(Span::SECOND.0 * later);
        let mut people = sampled(&model, "loans");
        let start = (MONDAY + 9 * 3600 + 1815) * 1_000_000;
        people.retain(|person| person.arrives >= start && person.arrives < start + 8 * 3_600_000_000);
        people
    };
    let base = framed(0, 8, 0);
    assert!(base.len() > 100);
    assert_eq!(framed(5400, 8, 0), base, "90 minutes of warm-up");
    assert_eq!(framed(100_001, 8, 0), base, "more than a day of warm-up");
    assert_eq!(framed(0, 30, 0), base);
    assert_eq!(framed(0, 8, 10_000), base);
    assert_eq!(framed(4000, 12, 77), base);
}

/// Customers come from the first instant of the frame to the last, and in order.
#[test]
fn arrivals_are_in_order_and_fill_the_frame() {
    let mut model = model(vec![lively("loans", 200.0), lively("orders", 300.0)], 3);
    model.frame.zone = Zone::new(MONDAY + 1815);
    let workload = Workload::sample(&model, 1, 0);
    let end = model.frame.end();
    assert!(workload.customers.is_sorted_by_key(|customer| customer.arrives));
    assert!(workload.customers.iter().all(|customer| customer.arrives < end));
    assert!(workload.customers[0].arrives.0 < 60_000_000);
    assert!(workload.customers.last().unwrap().arrives.0 > end.0 - 60_000_000);
}

/// Those who come at the same instant come in the order of the demands, then of the rows.
#[test]
fn equal_arrivals_come_in_the_order_of_the_demands() {
    let at = |seconds: &[u32]| Arrivals::Trace(seconds.iter().map(|&second| Time::START + span(second)).collect());
    let mut model = model(vec![demand("a"), demand("b")], 1);
    model.demands[0].arrivals = at(&[5, 7]);
    model.demands[1].arrivals = at(&[5, 6]);
    let workload = Workload::sample(&model, 1, 0);
    let order: Vec<(u64, u32)> =
        workload.customers.iter().map(|it| (it.arrives.0 / 1_000_000, it.demand().0)).collect();
    assert_eq!(order, [(5, 0), (5, 1), (6, 1), (7, 0)]);
}

/// Customers of a log are known by their rows: a row that is appended, or moved in time, changes nobody else, and the rows
/// need not be in order.
#[test]
fn customers_of_a_trace_are_known_by_their_rows() {
    let with = |rows: &[u32]| {
        let mut logged = lively("logged", 0.0);
        logged.arrivals = Arrivals::Trace(rows.iter().map(|&second| Time::START + span(second)).collect());
        let model = model(vec![lively("loans", 20.0), logged], 1);
        people(&Workload::sample(&model, 42, 3), &model, "logged")
    };
    let matter = |person: &Person| (person.identity, person.end, person.exchanges.clone());
    let base = with(&[10, 20, 30]);
    let seconds: Vec<i64> = base.iter().map(|person| person.arrives / 1_000_000 - MONDAY).collect();
    assert_eq!(seconds, [10, 20, 30]);
    assert_eq!(with(&[10, 20, 30, 25])[..2], base[..2]);
    assert_eq!(with(&[10, 20, 30, 25])[3], base[2]);
    let moved = with(&[10, 40, 30]);
    assert_eq!((moved[0].clone(), moved[1].clone()), (base[0].clone(), base[2].clone()));
    assert_eq!(matter(&moved[2]), matter(&base[1]), "row 1 comes last now, and is the same customer");
    assert_eq!(with(&[10, 4000, 30]), [base[0].clone(), base[2].clone()], "a row after the end of the run");
    assert!(base[0].exchanges != base[1].exchanges && base[0].identity != base[1].identity);
}

/// One changed law moves what it is the law of, and nothing else.
#[test]
fn a_changed_law_moves_only_its_own_values() {
    type View = fn(&Exchange) -> (Span, Option<Span>, Option<Span>, u8);
    let base = sampled(&model(vec![lively("loans", 20.0)], 24), "loans");
    let compare = |change: fn(&mut Demand), view: View, what: &str| {
        let mut loans = lively("loans", 20.0);
        change(&mut loans);
        let changed = sampled(&model(vec![loans], 24), "loans");
        assert_ne!(changed, base, "{what}: nothing moved");
        assert_eq!(changed.len(), base.len(), "{what}");
        for (changed, base) in changed.iter().zip(&base) {
            assert_eq!((changed.arrives, changed.identity), (base.arrives, base.identity), "{what}");
            let seen = |person: &Person| person.exchanges.iter().map(view).collect::<Vec<_>>();
            assert_eq!(seen(changed), seen(base), "{what}");
        }
    };
    compare(
        |demand| demand.handling_first = Law::exponential(11.0).unwrap(),
        |it| (Span::ZERO, it.latency(), it.patience(), it.mode()),
        "handling of first messages",
    );
    compare(
        |demand| demand.handling_later = Law::exponential(11.0).unwrap(),
        |it| (Span::ZERO, it.latency(), it.patience(), it.mode()),
        "handling of later messages",
    );
    compare(
        |demand| demand.patience.first = None,
        |it| (it.handling(), it.latency(), None, it.mode()),
        "patience for the first reply",
    );
    compare(
        |demand| demand.patience.later = Some(Law::exponential(11.0).unwrap()),
        |it| (it.handling(), it.latency(), None, it.mode()),
        "patience for later replies",
    );
    compare(
        |demand| demand.reply.modes[0].latency = Law::exponential(11.0).unwrap(),
        |it| (it.handling(), None, it.patience(), it.mode()),
        "latency",
    );
    compare(
        |demand| demand.reply.personal_ln_sd = 0.9,
        |it| (it.handling(), None, it.patience(), it.mode()),
        "personal tempo",
    );
    compare(
        |demand| demand.reply.transitions[0] = vec![0.5, 0.3, 0.2],
        |it| (it.handling(), None, it.patience(), 0),
        "transitions",
    );
    compare(|demand| demand.ghosts = 0.4, |it| (it.handling(), None, it.patience(), it.mode()), "ghosts");
    compare(
        |demand| demand.ending = Ending::recognised(0.9),
        |it| (it.handling(), it.latency(), it.patience(), it.mode()),
        "recognised endings",
    );
}

/// A draw that a changed law needs less or more often does not shift the others: with more exchanges a visit is the same as
/// before for as long as it lasted.
#[test]
fn more_exchanges_keep_those_there_were() {
    let with = |mean: f64| {
        let mut loans = lively("loans", 20.0);
        loans.exchanges = Count::geometric(mean).unwrap();
        sampled(&model(vec![loans], 24), "loans")
    };
    let (short, long) = (with(2.0), with(4.0));
    assert_eq!(short.len(), long.len());
    for (short, long) in short.iter().zip(&long) {
        assert_eq!((short.arrives, short.identity, short.end), (long.arrives, long.identity, long.end));
        assert!(short.exchanges.len() <= long.exchanges.len(), "by inversion of the same number");
        let open = short.exchanges.len() - 1;
        assert_eq!(short.exchanges[..open], long.exchanges[..open], "the last one has no latency where it is the last");
        assert_eq!(short.exchanges[open].handling(), long.exchanges[open].handling());
        assert_eq!(short.exchanges[open].patience(), long.exchanges[open].patience());
    }
}

/// A longer law makes every value longer: draws are by inversion.
#[test]
fn draws_are_by_inversion() {
    let with = |mean: f64| {
        let mut loans = lively("loans", 20.0);
        loans.handling_first = Law::exponential(mean).unwrap();
        sampled(&model(vec![loans], 24), "loans")
    };
    for (short, long) in with(50.0).iter().zip(&with(100.0)) {
        let (short, long) = (short.exchanges[0].handling(), long.exchanges[0].handling());
        assert!(long.0.abs_diff(2 * short.0) <= 2000, "{short} and {long}");
    }
}

/// First and later messages have laws of their own; the last exchange and a ghost have no answer.
#[test]
fn laws_apply_to_first_and_later_messages() {
    let mut loans = lively("loans", 20.0);
    let constant = |seconds: f64| Law::constant(seconds).unwrap();
    loans.handling_first = constant(60.0);
    loans.handling_later = constant(30.0);
    loans.patience.first = Some(constant(100.0));
    loans.patience.later = None;
    loans.exchanges = Count::constant(4).unwrap();
    loans.ghosts = 0.0;
    loans.ending = Ending::recognised(1.0);
    loans.reply.personal_ln_sd = 0.0;
    // From the slow mode to the fast one and back.
    for (mode, (start, latency)) in loans.reply.modes.iter_mut().zip([(0.0, 5.0), (1.0, 50.0), (0.0, 500.0)]) {
        (mode.start, mode.latency) = (start, constant(latency));
    }
    loans.reply.transitions = vec![vec![0.0, 1.0, 0.0], vec![1.0, 0.0, 0.0], vec![0.0, 0.0, 1.0]];
    let expected = [
        (span(60), Some(span(50)), Some(span(100)), 1),
        (span(30), Some(span(5)), None, 0),
        (span(30), Some(span(50)), None, 1),
        (span(30), None, None, 0),
    ];
    for person in sampled(&model(vec![loans.clone()], 24), "loans") {
        let seen = person.exchanges.iter().map(|it| (it.handling(), it.latency(), it.patience(), it.mode()));
        assert!(seen.eq(expected), "{:?}", person.exchanges);
        assert_eq!(person.end, End::Recognised);
    }
    loans.ghosts = 1.0;
    loans.ending = Ending::recognised(0.0);
    for person in sampled(&model(vec![loans], 24), "loans") {
        assert!(person.exchanges.iter().all(|exchange| exchange.latency().is_none()));
        assert_eq!(person.end, End::Silent);
    }
}

/// The factor of a day is shared by name: with a factor of 0 or 2, both demands have customers or neither has.
#[test]
fn a_day_factor_is_shared_by_name() {
    let zero_or_two = || {
        let parts = vec![(0.5, Law::constant(0.0).unwrap()), (0.5, Law::constant(2.0).unwrap())];
        Law::mixture(parts).unwrap()
    };
    let days = |name: &str, factor: &str| {
        let mut other = lively(name, 10.0);
        other.day_factor = Some(DayFactor { name: factor.into(), law: zero_or_two() });
        let model = model(vec![other], 24 * 40);
        let mut busy = [false; 40];
        for person in sampled(&model, name) {
            busy[((person.arrives / 1_000_000 - MONDAY) / 86_400) as usize] = true;
        }
        busy
    };
    let base = days("loans", "weather");
    assert!(base.contains(&true) && base.contains(&false), "a new one each day");
    assert_eq!(days("orders", "weather"), base);
    assert_ne!(days("loans", "mood"), base);
}

/// Without a factor nothing changes; with one, the days on which it is 1 are the same as without.
#[test]
fn a_day_factor_only_scales_the_rate() {
    let with = |law: Option<Law>| {
        let mut loans = lively("loans", 20.0);
        loans.day_factor = law.map(|law| DayFactor { name: "weather".into(), law });
        sampled(&model(vec![loans], 48), "loans")
    };
    let base = with(None);
    assert_eq!(with(Some(Law::constant(1.0).unwrap())), base);
    let mut loans = lively("loans", 40.0);
    loans.day_factor = None;
    assert_eq!(with(Some(Law::constant(2.0).unwrap())), sampled(&model(vec![loans], 48), "loans"));
}

/// Seed and replication decide, and nothing besides.
#[test]
fn seed_and_replication_decide() {
    let model = model(vec![lively("loans", 20.0)], 24);
    let people = |seed, replication| people(&Workload::sample(&model, seed, replication), &model, "loans");
    assert_eq!(people(1, 0), people(1, 0));
    let arrivals = |people: Vec<Person>| people.into_iter().map(|person| person.arrives).collect::<Vec<_>>();
    assert_ne!(arrivals(people(1, 0)), arrivals(people(1, 1)));
    assert_ne!(arrivals(people(1, 0)), arrivals(people(2, 0)));
    assert_ne!(arrivals(people(1, 2)), arrivals(people(2, 1)));
}

/// The speed of an agent belongs to team and place: other teams change nothing, and with fewer agents the last places are
/// missing.
#[test]
fn speeds_belong_to_team_and_place() {
    let speeds = |teams: &[(&str, u32)]| {
        let mut model = model(vec![lively("loans", 1.0)], 1);
        model.teams = teams.iter().map(|&(name, agents)| team(name, agents, &[0])).collect();
        model.teams.iter_mut().for_each(|team| team.speed_ln_sd = 0.2);
        let workload = Workload::sample(&model, 42, 3);
        (0..model.agents()).map(|agent| workload.speed(AgentId(agent))).collect::<Vec<f64>>()
    };
    let base = speeds(&[("day", 3)]);
    assert!(base[0] != base[1] && base[1] != base[2]);
    assert_eq!(speeds(&[("day", 2)]), base[..2]);
    assert_eq!(speeds(&[("night", 2), ("day", 3)])[2..], base);
    assert_eq!(speeds(&[("day", 3), ("night", 2)])[..3], base);
}

/// The wrap-up of a conversation is drawn for the customer: by inversion of one number, whatever the law.
#[test]
fn wrap_ups_belong_to_the_customer() {
    let wrap_ups = |demands: Vec<Demand>, mean: f64| {
        let model = model(demands, 24);
        let workload = Workload::sample(&model, 42, 3);
        let law = Law::exponential(mean).unwrap();
        let all = 0..workload.customers.len();
        let loans = all.filter(|&it| model.demands[workload.customers[it].demand().index()].name == "loans");
        loans.map(|it| workload.wrap_up(&law, workload.customers[it].identity)).collect::<Vec<Span>>()
    };
    let base = wrap_ups(vec![lively("loans", 20.0)], 30.0);
    assert_eq!(wrap_ups(vec![lively("orders", 50.0), lively("loans", 20.0)], 30.0), base);
    let doubled = wrap_ups(vec![lively("loans", 20.0)], 60.0);
    assert!(base.iter().zip(&doubled).all(|(one, two)| two.0.abs_diff(2 * one.0) <= 2000));
    assert!(base[0] != base[1]);
}

/// The values themselves: a change here changes every result ever published.
#[test]
fn the_first_customers_are_pinned() {
    let mut loans = lively("loans", 20.0);
    loans.day_factor = Some(DayFactor { name: "day".into(), law: Law::gamma_mean_cv(1.0, 0.2).unwrap() });
    let mut logged = lively("logged", 0.0);
    logged.arrivals = Arrivals::Trace(vec![Time::START + span(600), Time::START + span(60)]);
    let mut model = model(vec![loans, logged], 24);
    model.teams[0].speed_ln_sd = 0.2;
    let workload = Workload::sample(&model, 42, 3);
    let told: Vec<String> = (0..4)
        .map(|row| {
            let customer = workload.customers[row];
            let exchange = workload.exchange(row, 0);
            let span = |span: Option<Span>| span.map_or("never".into(), |span| span.to_string());
            format!(
                "{} at {}, {} exchanges, first: {}, {}, {}, mode {}",
                if customer.demand() == DemandId(0) { "loans" } else { "logged" },
                customer.arrives.since(Time::START),
                customer.count(),
                exchange.handling(),
                span(exchange.latency()),
                span(exchange.patience()),
                exchange.mode()
            )
        })
        .collect();
    assert_eq!(told, PINNED);
    let wrap_up = workload.wrap_up(&Law::exponential(30.0).unwrap(), workload.customers[0].identity);
    assert_eq!((workload.speed(AgentId(0)).to_bits(), wrap_up), (4_607_396_260_976_405_507, span(54.475)));
    let mut digest = 0_u64;
    let mut add = |value: u64| digest = (digest.rotate_left(7) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    for (row, customer) in workload.customers.iter().enumerate() {
        let end = workload.end(row);
        add(customer.arrives.0);
        add(customer.identity);
        add(u64::from(customer.count()) << 1 | u64::from(end == End::Recognised));
    }
    let exchanges: Vec<Exchange> = (0..workload.customers.len())
        .flat_map(|it| (0..workload.customers[it].count()).map(move |exchange| (it, exchange)))
        .map(|(it, exchange)| workload.exchange(it, exchange))
        .collect();
    for exchange in &exchanges {
        add(exchange.handling().0);
        add(exchange.latency().map_or(u64::MAX, |span| span.0));
        add(exchange.patience().map_or(u64::MAX, |span| span.0));
        add(u64::from(exchange.mode()));
    }
    assert_eq!((workload.customers.len(), exchanges.len(), digest), (556, 1705, 17_325_975_133_757_641_326));
}

const PINNED: [&str; 4] = [
    "logged at 1m, 2 exchanges, first: 10m8s236ms, never, 10m46s614ms, mode 1",
    "loans at 1m56s561ms830us, 12 exchanges, first: 3m3s581ms, 24s286ms, 1m44s702ms, mode 0",
    "loans at 2m18s224ms578us, 2 exchanges, first: 2m35s329ms, 21m37s564ms, 3m9s940ms, mode 2",
    "loans at 2m36s402ms874us, 4 exchanges, first: 6m27s851ms, 2m42s143ms, 2m33s431ms, mode 1",
];
