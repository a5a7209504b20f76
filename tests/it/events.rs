//! Events: how many customers they bring, when, and whom.

use crate::table::{MONDAY, demand, team};
use quasisync::civil::{WEEK, Weekly, Zone};
use quasisync::model::{Arrivals, DayFactor, Demand, Event, Factors, Frame, Model, Surge, When};
use quasisync::random::{Count, Law};
use quasisync::scenario::{Disk, parse};
use quasisync::units::{Span, Time};
use quasisync::workload::Workload;
use std::path::Path;

fn minutes(minutes: u64) -> Span {
    Span(minutes * Span::MINUTE.0)
}

/// Something that happens at this hour after Monday, midnight; its length is given in minutes.
fn once(name: &str, hour: i64, customers: f64, [ramp, hold, decay]: [u64; 3]) -> Event {
    let surge = Surge::new(customers, minutes(ramp), minutes(hold), minutes(decay)).expect("a surge");
    Event { name: name.into(), when: When::At(MONDAY + hour * 3600), surge }
}

/// The same at random times.
fn often(name: &str, per_week: f64, customers: f64) -> Event {
    Event { when: When::PerWeek(per_week), ..once(name, 0, customers, [0, 1, 0]) }
}

/// A demand with so many customers an hour and these events.
fn with(name: &str, rate: f64, events: Vec<Event>) -> Demand {
    let mut it = demand(name);
    it.arrivals = Arrivals::Poisson(Weekly::constant(rate));
    it.events = events;
    it
}

/// From Monday, midnight, for so many hours.
fn model(demands: Vec<Demand>, hours: u64) -> Model {
    let (zero, horizon) = (Span::ZERO, Span(Span::HOUR.0 * hours));
    let frame = Frame { zone: Zone::new(MONDAY), warm_up: zero, horizon, cool_down: zero, interval: Span::HOUR };
    let serves: Vec<u32> = (0..demands.len() as u32).collect();
    Model::new(frame, demands, vec![team("team", 1, &serves)])
}

/// The customers of a demand: when, and who.
fn customers(model: &Model, name: &str, replication: u32) -> Vec<(Time, u64)> {
    let customers = Workload::sample(model, 42, replication).customers.into_iter();
    let mine = customers.filter(|it| model.demands[it.demand().index()].name == name);
    mine.map(|it| (it.arrives, it.identity)).collect()
}

/// Over many replications an event brings as many customers as it says, with the variance of a Poisson number, and in its
/// shape: a quarter of an hour of ramp and half an hour of hold are of an hour's weight with a decay of 22.5 minutes.
#[test]
fn an_event_brings_its_customers_in_its_shape() {
    let model = model(vec![with("loans", 0.0, vec![once("premiere", 20, 400.0, [15, 30, 22])])], 48);
    let begin = 20.0 * 60.0;
    let (mut total, mut squares, mut pieces) = (0.0, 0.0, [0.0; 5]);
    const RUNS: u32 = 400;
    for replication in 0..RUNS {
        let all = customers(&model, "loans", replication);
        total += all.len() as f64;
        let off = all.len() as f64 - 400.0;
        squares += off * off;
        for (at, _) in all {
            let minute = at.since(Time::START).as_seconds() / 60.0 - begin;
            assert!((0.0..45.0 + 440.0).contains(&minute), "{minute}");
            let piece = [7.5, 15.0, 45.0, 67.0, f64::INFINITY].iter().position(|end| minute < *end);
            pieces[piece.expect("one of them")] += 1.0;
        }
    }
    let runs = f64::from(RUNS);
    assert!((total / runs - 400.0).abs() < 4.0 * (400.0 / runs).sqrt(), "{total}");
    assert!((squares / runs - 400.0).abs() < 4.0 * (2.0 * 400.0 * 400.0 / runs).sqrt(), "{squares}");
    let weight = 7.5 + 30.0 + 22.0;
    let decayed = 22.0 * (1.0 - quasisync::maths::exp(-1.0));
    let expected = [7.5 / 4.0, 7.5 * 3.0 / 4.0, 30.0, decayed, 22.0 - decayed];
    for (count, expected) in pieces.into_iter().zip(expected.map(|it| it / weight * 400.0 * runs)) {
        assert!((count - expected).abs() < 4.0 * expected.sqrt(), "{pieces:?}");
    }
}

/// Everybody who came without the event comes with it, and who came to a small one comes to a larger one.
#[test]
fn a_larger_event_keeps_everybody() {
    let with_size = |size: Option<f64>| {
        let events = size.map(|size| once("premiere", 20, size, [10, 20, 45]));
        customers(&model(vec![with("loans", 30.0, events.into_iter().collect())], 48), "loans", 1)
    };
    let sizes = [None, Some(0.0), Some(200.0), Some(220.0), Some(900.0)].map(with_size);
    assert_eq!(sizes[0], sizes[1]);
    for pair in sizes[1..].windows(2) {
        assert!(pair[0].len() < pair[1].len());
        assert!(pair[0].iter().all(|it| pair[1].contains(it)));
    }
    assert!(sizes[4].len().abs_diff(30 * 48 + 900) < 4 * 49);
}

/// What an event brings has nothing to do with the factors of the day.
#[test]
fn factors_of_the_day_leave_events_alone() {
    let mut closed = with("loans", 30.0, vec![once("outage", 20, 400.0, [0, 60, 0])]);
    closed.factors = Factors::new(&[], [0.0; 12]).ok();
    closed.day_factor = Some(DayFactor { name: "day".into(), law: Law::constant(0.0).unwrap() });
    let come = customers(&model(vec![closed], 48), "loans", 1);
    assert!(come.len().abs_diff(400) < 80);
    assert!(come.iter().all(|(at, _)| (20..21).contains(&(at.0 / Span::HOUR.0))));
}

/// Each point of an event brings a batch, like any other.
#[test]
fn events_bring_batches() {
    let mut groups = with("loans", 0.0, vec![once("outage", 20, 100.0, [0, 60, 0])]);
    let alone = customers(&model(vec![groups.clone()], 48), "loans", 1);
    groups.batch = Some(Count::constant(3).unwrap());
    assert_eq!(customers(&model(vec![groups], 48), "loans", 1).len(), 3 * alone.len());
}

/// An event that began before the run goes on in it, as it would in a longer run.
#[test]
fn an_event_before_the_run_reaches_into_it() {
    let events = || vec![once("premiere", -2, 4000.0, [0, 60, 90]), often("rumour", 50.0, 40.0)];
    let short = model(vec![with("loans", 5.0, events())], 24);
    let mut long = short.clone();
    long.frame.zone = Zone::new(MONDAY - 7 * 3600);
    long.frame.warm_up = Span(Span::HOUR.0 * 7);
    let begin = long.frame.start();
    let mut late = customers(&long, "loans", 1);
    late.retain(|it| it.0 >= begin);
    let late: Vec<(Time, u64)> = late.into_iter().map(|(at, who)| (Time(at.0 - begin.0), who)).collect();
    let short = customers(&short, "loans", 1);
    assert!(short.len() > 500);
    assert_eq!(short, late);
}

/// The minutes in which many come at once.
fn times(customers: &[(Time, u64)]) -> Vec<u64> {
    let mut times: Vec<u64> = Vec::new();
    for (at, _) in customers {
        let minute = at.0 / Span::MINUTE.0;
        if times.last().is_none_or(|last| minute > last + 1) {
            times.push(minute);
        }
    }
    times
}

/// At random an event happens a Poisson number of times, in every replication anew.
#[test]
fn random_times_are_poisson() {
    const RUNS: u32 = 300;
    let weeks = 4;
    let model = model(vec![with("loans", 0.0, vec![often("outage", 2.5, 60.0)])], 7 * 24 * weeks);
    let counts: Vec<f64> =
        (0..RUNS).map(|replication| times(&customers(&model, "loans", replication)).len() as f64).collect();
    let (runs, expected) = (f64::from(RUNS), 2.5 * weeks as f64);
    let mean = counts.iter().sum::<f64>() / runs;
    let variance = counts.iter().map(|count| (count - expected) * (count - expected)).sum::<f64>() / runs;
    assert!((mean - expected).abs() < 4.0 * (expected / runs).sqrt(), "{mean}");
    assert!((variance - expected).abs() < 4.0 * ((expected + 2.0 * expected * expected) / runs).sqrt(), "{variance}");
}

/// Demands share the random times of an event by its name, whatever it means to each of them; another event, another
/// demand and more of the same move none of them.
#[test]
fn random_times_are_shared_by_name() {
    let hours = u64::from(WEEK / 3600) * 8;
    let outage = |customers| often("outage", 3.0, customers);
    let alone = model(vec![with("loans", 0.0, vec![outage(60.0)])], hours);
    let base = times(&customers(&alone, "loans", 1));
    assert!(base.len() > 10);
    let both =
        [with("cards", 0.0, vec![outage(90.0)]), with("loans", 0.0, vec![often("campaign", 1.0, 80.0), outage(60.0)])];
    let both = model(both.to_vec(), hours);
    // Where more come, the first of them may come a moment sooner or later.
    let cards = times(&customers(&both, "cards", 1));
    assert!(cards.len() == base.len() && cards.iter().zip(&base).all(|(it, other)| it.abs_diff(*other) <= 5));
    let loans = times(&customers(&both, "loans", 1));
    assert!(base.iter().all(|time| loans.contains(time)) && loans.len() > base.len());
    let there = customers(&both, "loans", 1);
    assert!(customers(&alone, "loans", 1).iter().all(|it| there.contains(it)));
    let more = times(&customers(&model(vec![with("loans", 0.0, vec![often("outage", 4.5, 60.0)])], hours), "loans", 1));
    assert!(base.iter().all(|time| more.contains(time)) && more.len() > base.len());
    assert_ne!(times(&customers(&alone, "loans", 2)), base, "each replication has its own");
}

/// A local time is that of the customers.
#[test]
fn an_event_begins_by_the_clocks_of_the_customers() {
    let read = |zone: &str| {
        let text = format!(
            "[time]\nzone = \"UTC\"\nstart = \"2026-03-05T00:00\"\nhorizon = \"7d\"\n\
             [[demand]]\nname = \"loans\"\nexchanges = {{ constant = 1 }}\narrivals = {{ poisson = {{ per_hour = 0 }} }}\n\
             {zone}\nhandling = {{ first = {{ constant = \"1m\" }} }}\n\
             events = [{{ name = \"premiere\", at = \"2026-03-05T20:00\", customers = 400, ramp = \"10m\", hold = \"20m\", \
             decay = \"45m\" }}, {{ name = \"outage\", per_week = 0.5, customers = 90, hold = \"1h\" }}]\n\
             [[team]]\nname = \"team\"\nserves = [\"loans\"]\nagents = 1\n\
             [[policy]]\nname = \"plain\"\ncapacity = {{ preferred = 9, maximum = 9 }}\n"
        );
        let read = parse(&text, Path::new("case.toml"), &Disk).unwrap_or_else(|found| panic!("{found:?}"));
        assert!(read.warnings.is_empty());
        read.experiment.model.demands[0].events.clone()
    };
    let events = read("");
    // 2026-03-05 is a Thursday.
    assert_eq!(events[0], once("premiere", 3 * 24 + 20, 400.0, [10, 20, 45]));
    assert_eq!(events[1], Event { when: When::PerWeek(0.5), ..once("outage", 0, 90.0, [0, 60, 0]) });
    assert_eq!(read("zone = \"America/Denver\"")[0], once("premiere", 4 * 24 + 3, 400.0, [10, 20, 45]));
}
