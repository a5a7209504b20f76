//! A channel or its notifications do not work for a while.

use crate::table::{Table, span, work};
use quasisync::civil::Weekly;
use quasisync::model::{Arrivals, Disruption, Down};
use quasisync::units::{DemandId, Span, Time};
use quasisync::workload::Workload;

fn from_to(from: u32, to: u32, down: Down) -> Disruption {
    let (from, to) = (Time::START + span(from), Time::START + span(to));
    Disruption { name: "outage".into(), demands: vec![DemandId(0)], from, to, down }
}

const DOWN: Down = Down::Channel { lost: 0.0, moves: None, back_within: Span::ZERO };

/// A would have written at 60, B at 70; C reads at 100 what was sent at 55. D is another demand's.
#[test]
fn messages_come_when_the_channel_works_again() {
    for (down, starts) in [
        (DOWN, [100.0, 100.0, 105.0, 61.0]),
        (Down::Channel { lost: 0.0, moves: None, back_within: span(50) }, [110.0, 120.0, 105.0, 61.0]),
        (Down::Notifications, [60.0, 70.0, 105.0, 61.0]),
    ] {
        let mut table = Table::new(4, 1);
        table.add_demand();
        table.model.disruptions = vec![from_to(50, 100, down)];
        let a = table.visit(0, [work(1).answers(59), work(1)]);
        let b = table.visit(0, [work(1).answers(69), work(1)]);
        let d = table.visit_of(1, 0, [work(1).answers(60), work(1)]);
        let c = table.visit(54, [work(1).answers(5), work(1)]);
        let run = table.run();
        assert_eq!([a, b, c, d].map(|it| run.starts(it)[1]), starts, "{down:?}");
    }
}

/// Of those who would have come for the first time some never do, some turn to the other demand at once, and the rest comes
/// in the same order within a quarter of an hour after the end; nobody else is touched.
#[test]
fn first_messages_are_lost_moved_or_late() {
    let mut table = Table::new(1, 1);
    table.model.demands[0].arrivals = Arrivals::Poisson(Weekly::constant(3600.0));
    table.add_demand();
    table.model.demands[1].arrivals = Arrivals::Poisson(Weekly::constant(0.0));
    table.model.frame.horizon = Span(4 * Span::HOUR.0);
    let plain = Workload::sample(&table.model, 1, 0);
    let quarter = Span(15 * Span::MINUTE.0);
    let down = Down::Channel { lost: 0.25, moves: Some((0.4, DemandId(1))), back_within: quarter };
    table.model.disruptions = vec![from_to(3600, 7200, down)];
    let outage = Workload::sample(&table.model, 1, 0);
    let (from, to) = (table.model.disruptions[0].from, table.model.disruptions[0].to);
    let during = |at: Time| from <= at && at < to;
    assert!(outage.customers.is_sorted_by_key(|it| it.arrives));
    let hit: Vec<_> = plain.customers.iter().filter(|it| during(it.arrives)).collect();
    let find = |identity| outage.customers.iter().find(|it| it.identity == identity);
    let fates: Vec<_> = hit.iter().map(|it| find(it.identity)).collect();
    let share = |count: usize, expected: f64| {
        let (n, share) = (hit.len() as f64, count as f64 / hit.len() as f64);
        let error = (expected * (1.0 - expected) / n).sqrt();
        assert!((share - expected).abs() < 4.0 * error, "{share} for {expected}");
    };
    share(fates.iter().filter(|it| it.is_none()).count(), 0.25);
    let moved = fates.iter().flatten().filter(|it| it.demand() == DemandId(1));
    assert!(moved.clone().all(|it| during(it.arrives)), "at once");
    share(moved.count(), 0.75 * 0.4);
    let late: Vec<_> = fates.iter().flatten().filter(|it| it.demand() == DemandId(0)).collect();
    assert!(late.iter().all(|it| to <= it.arrives && it.arrives < to + quarter));
    assert!(late.is_sorted_by_key(|it| it.arrives), "in the same order");
    let spared = plain.customers.iter().filter(|it| !during(it.arrives));
    assert!(spared.clone().all(|it| find(it.identity).is_some_and(|other| other.arrives == it.arrives)));
    assert_eq!(spared.count() + fates.iter().flatten().count(), outage.customers.len());
}
