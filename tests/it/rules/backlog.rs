//! Who waits already when the run begins. In each of these the first hundred seconds are past.

use crate::table::{Table, span, work};
use quasisync::experiment::run;
use quasisync::metrics::Scope;
use quasisync::model::Until;
use quasisync::policy::OrderKey;
use quasisync::random::Law;
use quasisync::scenario::{Disk, Scenario, parse};
use quasisync::units::{Span, Time};
use quasisync::workload::Workload;
use std::path::Path;
use std::sync::atomic::AtomicBool;

fn table(agents: u32, slots: u32) -> Table {
    let mut table = Table::new(agents, slots);
    table.model.past = span(100);
    table.model.frame.warm_up = span(100);
    table
}

/// In the past nobody works. When the run begins agents sign in, and who has waited longest is first.
#[test]
fn the_run_begins_with_whoever_waits() {
    let mut table = table(1, 1);
    let a = table.visit(10, [work(20)]);
    let b = table.visit(60, [work(20).answers(5), work(20)]);
    let c = table.visit(100, [work(20)]);
    let run = table.run();
    assert_eq!(run.staff(), "100: agent 0 signed in");
    assert_eq!(
        run.story(a),
        "10: arrived, queued; 100: assigned 0, started 0; 120: replied 0, resolved, closed recognised"
    );
    assert_eq!(
        run.story(b),
        "60: arrived, queued; 120: assigned 0, started 0; 140: replied 0; 145: wrote, started 0; \
         165: replied 0, resolved, closed recognised"
    );
    assert!(run.story(c).starts_with("100: arrived, queued; 165: assigned 0"));
}

/// The order goes by when they wrote: the newest first, or by the time that is left of a promise.
#[test]
fn order_counts_from_the_message() {
    let served = |key| {
        let mut table = table(1, 1);
        table.policy.queue = vec![key];
        for at in [10, 60, 90] {
            table.visit(at, [work(20)]);
        }
        table.run().served()
    };
    assert_eq!(served(OrderKey::WaitingLongest), "A B C");
    assert_eq!(served(OrderKey::Newest), "C B A");
}

/// Nobody gives up in the past, and whoever is still there has all of his patience left.
#[test]
fn patience_begins_with_the_run() {
    let mut table = table(1, 1);
    table.patience_until(Until::Handling);
    let a = table.visit(10, [work(40).patient(0)]);
    let b = table.visit(20, [work(5).patient(30)]);
    let c = table.visit(30, [work(5).patient(50)]);
    let run = table.run();
    assert!(run.story(a).starts_with("10: arrived, queued; 100: assigned 0, started 0; 140: replied 0"));
    assert_eq!(run.story(b), "20: arrived, queued; 130: gave up, closed given up");
    assert!(run.story(c).contains("140: assigned 0, started 0"));
}

/// No door turned the backlog away, but it is in the way of those who come.
#[test]
fn the_door_lets_the_backlog_be() {
    let mut table = table(1, 1);
    table.policy.door.waiting = Some(1);
    let before = [10, 20, 30].map(|at| table.visit(at, [work(40)]));
    let new = table.visit(101, [work(5)]);
    let run = table.run();
    assert!(before.iter().all(|it| run.story(*it).ends_with("resolved, closed recognised")));
    assert_eq!(run.story(new), "101: arrived, queued, refused, closed refused");
    table.policy.door.waiting = None;
    table.policy.door.inside = Some(2);
    let run = table.run();
    assert!(before.iter().all(|it| run.story(*it).ends_with("resolved, closed recognised")));
    assert!(run.story(new).contains("refused"));
}

fn read(rate: u32, backlog: &str, zone: &str) -> Scenario {
    let text = format!(
        "[time]\n{zone}\nstart = \"2026-03-09T00:00\"\nhorizon = \"1d\"\ninterval = \"1h\"\n\
         [experiment]\nreplications = 3\n\
         [[demand]]\nname = \"loans\"\nexchanges = {{ geometric = {{ mean = 2 }} }}\nopen = \"08:00-18:00\"\n\
         arrivals = {{ poisson = {{ per_hour = {rate} }} }}\nhandling = {{ first = {{ constant = \"2m\" }} }}\n\
         reply = {{ latency = {{ constant = \"1m\" }} }}\n{backlog}\n\
         [[team]]\nname = \"team\"\nserves = [\"loans\"]\n\
         agents = [{{ days = \"daily\", from = \"08:00\", to = \"18:00\", count = 2 }}]\n\
         [[policy]]\nname = \"plain\"\ncapacity = {{ preferred = 3, maximum = 3 }}\n"
    );
    parse(&text, Path::new("case.toml"), &Disk).unwrap_or_else(|found| panic!("{text}\n{found:?}"))
}

/// The customers, from the beginning of the run: when, and who.
fn customers(scenario: &Scenario) -> Vec<(i64, u64)> {
    let model = &scenario.experiment.model;
    let begins = model.begins().0 as i64;
    let customers = Workload::sample(model, 42, 3).customers;
    customers.iter().map(|it| (it.arrives.0 as i64 - begins, it.identity)).collect()
}

const SIX_HOURS: &str = "age = { exponential = { mean = \"6h\" } }";

/// As many as are said wait, for as long as the law says; a larger backlog keeps everybody, and whoever comes later is the
/// same.
#[test]
fn a_backlog_is_as_large_and_as_old_as_it_says() {
    let usual = customers(&read(20, "", ""));
    let with = |count: u32| customers(&read(20, &format!("backlog = {{ count = {count}, {SIX_HOURS} }}"), ""));
    let (small, large) = (with(300), with(4000));
    assert_eq!((small.len(), large.len()), (usual.len() + 300, usual.len() + 4000));
    assert_eq!(small[300..], usual);
    assert_eq!(large[4000..], usual);
    assert!(small[..300].iter().all(|it| it.0 < 0 && large[..4000].contains(it)));
    assert!(large.is_sorted_by_key(|it| it.0));
    let law = Law::exponential(6.0 * 3600.0).unwrap();
    for (place, share) in [(400, 0.1), (2000, 0.5), (3600, 0.9)] {
        let age = -large[4000 - place].0 as f64 / 1e6;
        let (low, high) = (law.quantile(share - 0.03), law.quantile(share + 0.03));
        assert!((low..high).contains(&age), "{share}: {age}");
    }
    let old = customers(&read(20, "backlog = { count = 10, age = { constant = \"400d\" } }", ""));
    assert!(old[..10].iter().all(|it| it.0 == -365 * Span::DAY.0 as i64), "nobody waits longer than a year");
}

/// A run with a backlog begins at the same time on the wall, whether or not clocks were put in the year before.
#[test]
fn the_past_does_not_move_the_run() {
    for zone in ["", "zone = \"America/Denver\""] {
        let [without, with] = ["", "backlog = { count = 1, age = { constant = \"1h\" } }"].map(|it| read(20, it, zone));
        let [without, with] = [without, with].map(|it| it.experiment.model);
        assert_eq!((without.begins(), without.frame.start()), (Time::START, Time::START));
        assert_eq!(with.begins(), with.frame.start());
        for hours in [0, 5, 20] {
            let after = Span(hours * Span::HOUR.0);
            let [here, there] = [&without, &with].map(|it| it.frame.zone.second(it.begins() + after));
            assert_eq!(here, there, "{zone}");
            let [here, there] = [&without, &with].map(|it| it.frame.zone.universal(it.begins() + after));
            assert_eq!(here, there, "{zone}");
        }
    }
}

/// The backlog is there, and has its age; but its clocks started before the run and are not counted.
#[test]
fn a_backlog_is_seen_but_not_counted() {
    let scenario = read(0, "backlog = { count = 300, age = { constant = \"6h\" } }", "");
    let results = run(&scenario.experiment, &(), &AtomicBool::new(false)).expect("nobody stops it");
    let value = |metric: &str, statistic: &str| {
        let rows = &results.policies[0].rows;
        let row =
            rows.iter().find(|it| it.scope == Scope::Overall && it.metric.name == metric && it.statistic == statistic);
        row.and_then(|row| row.estimate.as_ref()).map(|estimate| estimate.value)
    };
    assert_eq!((value("offered", "count"), value("first_response_time", "mean")), (Some(0.0), None));
    assert_eq!(value("queue_length", "max"), Some(300.0));
    // The doors open at 8:00, with messages of 18:00 the day before.
    let oldest = value("backlog_age", "mean_at_ends").expect("an age");
    assert!(oldest > 6.0 * 3600.0 && oldest < 24.5 * 3600.0, "{oldest}");
    assert!(value("utilisation", "share").expect("work") > 0.9, "two agents for ten hours");
}
