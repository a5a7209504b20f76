//! Agents who are people: what is planned, interval by interval, also on days of 23 and of 25 hours.

use super::windows::{framed, measured, pair};
use super::{Said, compare};
use crate::table::{MONDAY, Table, span, work};
use crate::twin::scenario::Scenario;
use quasisync::civil::Zone;
use quasisync::metrics::measures::{Measures, Work};
use quasisync::metrics::{Contribution, METRICS, Scope, View};
use quasisync::model::{PlannedPause, Shift, Staffing, Why};
use quasisync::policy::Leaving;
use quasisync::units::{Span, Time};

const HOUR: u32 = 3600;

fn number(measures: &Measures, name: &str) -> Option<f64> {
    let metric = METRICS.iter().find(|metric| metric.name == name).expect("a metric");
    match View::new(measures, Scope::Overall).contribution(metric) {
        Contribution::Value(number) => number,
        other => panic!("{name}: {other:?}"),
    }
}

fn by_interval(it: &Measures, of: fn(&Work) -> u64) -> Vec<u64> {
    it.intervals.iter().map(|it| of(&it.work(|_| true)) / 1_000_000).collect()
}

/// Two on shift from 10 to 100 with a break from 50 to 60; one of them works until 53, and from 95 to 105.
fn shifts() -> Table {
    let mut table = Table::new(0, 1);
    table.shifts(0, &[(10, 100, 2)]);
    table.pause(Why::Break, 50, 60);
    table.model.teams[0].cost = Some(36.0);
    table.visit(43, [work(10)]);
    table.visit(95, [work(10)]);
    table
}

#[test]
fn a_shift_is_paid_with_its_pauses_and_overtime_is_on_top() {
    let it = measured(&framed(shifts(), 0, 200, 0, 50));
    assert_eq!(by_interval(&it, |it| it.scheduled), [80, 80, 0, 0]);
    assert_eq!(by_interval(&it, |it| it.breaks), [0, 20, 0, 0]);
    assert_eq!(by_interval(&it, |it| it.agents.overtime.signed_in), [0, 0, 5, 0]);
    assert_eq!(by_interval(&it, Work::paid), [80, 100, 5, 0]);
    // The one who was busy goes at 53 and is back at 63.
    assert_eq!(by_interval(&it, |it| it.agents.signed_in), [80, 80, 5, 0]);
    assert_eq!(number(&it, "cost"), Some(1.85));
    assert_eq!(pair(&it, Scope::Overall, "utilisation"), (15e6, 160e6), "overtime is in neither");
    assert_eq!(pair(&it, Scope::Overall, "shrinkage"), (20e6, 185e6));
}

/// From 10 to 30 and from 35 to 60; the reply takes from 25 to 40.
#[test]
fn overtime_ends_where_the_next_shift_begins() {
    let mut table = Table::new(0, 1);
    table.shifts(0, &[(10, 30, 1)]);
    let stint = |from: u32, to: u32| quasisync::model::Stint {
        from: Time::START + span(from),
        to: Time::START + span(to),
        pauses: Vec::new(),
    };
    table.model.teams[0].agents = Staffing::Schedule(vec![vec![stint(10, 30), stint(35, 60)]]);
    table.visit(25, [work(15)]);
    let it = measured(&framed(table, 0, 100, 0, 50));
    assert_eq!(number(&it, "overtime"), Some(5.0 / 3600.0));
    assert_eq!(pair(&it, Scope::Overall, "utilisation"), (10e6, 45e6));
}

/// A count with dates is a count.
#[test]
fn a_count_with_dates_has_overtime_beyond_it() {
    let mut table = Table::new(1, 1);
    let at = |second: u32| Time::START + span(second);
    table.model.teams[0].agents = Staffing::Dated(vec![(at(10), 2), (at(20), 1), (at(60), 0)]);
    table.visit(15, [work(10)]);
    table.visit(15, [work(30)]);
    let it = measured(&framed(table, 0, 100, 0, 20));
    assert_eq!(by_interval(&it, |it| it.scheduled), [20, 20, 20, 0, 0]);
    assert_eq!(by_interval(&it, |it| it.agents.overtime.signed_in), [0, 5, 0, 0, 0]);
    assert_eq!(by_interval(&it, Work::paid), [20, 25, 20, 0, 0]);
}

/// Clocks that are put by an hour at 2 in the morning of the second day.
fn put(by: i64) -> Zone {
    let step = Span((24 + 2) * Span::HOUR.0);
    let civil = MONDAY + 26 * 3600 + by * 3600;
    Zone::with_steps(MONDAY - 3600, MONDAY, &[(Time::START + step, civil)]).expect("one step")
}

#[test]
fn the_time_staffed_is_that_of_the_schedule_on_days_of_23_and_of_25_hours() {
    for by in [-1, 0, 1] {
        let mut table = Table::new(0, 2);
        table.model.frame.zone = put(by);
        let pause = |why, from: u32, lasts: u32, to: u32| PlannedPause { why, days: [true; 7], from, to, lasts };
        let nights = Shift {
            pauses: vec![
                pause(Why::Break, 25 * HOUR, HOUR / 2, 27 * HOUR),
                pause(Why::Meeting, 27 * HOUR, 900, 28 * HOUR),
            ],
            absence: 0.3,
            ..Shift::daily("nights", 22 * HOUR, 30 * HOUR, 4)
        };
        // Round the clock, and nobody gets up at midnight.
        let always =
            Shift { days: [true, true, true, true, true, false, false], ..Shift::daily("always", 0, 24 * HOUR, 1) };
        table.model.teams[0].agents = Staffing::Shifts(vec![nights, always]);
        table.model.teams[0].cost = Some(20.0);
        table.policy.desk.shift_end = Leaving::Finish;
        for at in (0..70).map(|hour| hour * HOUR + 1700) {
            table.visit(at, [work(5000)]);
        }
        let table = framed(table, 30 * 60, 72 * HOUR, 0, HOUR);
        let it = Scenario { model: table.model.clone(), workload: table.workload(), policy: table.policy.clone() };
        compare(&format!("clocks put by {by}"), &it, &mut Said::new());
        let day = by_interval(&measured(&table), Work::paid);
        let hours: u64 = day.iter().sum::<u64>() / 3600;
        assert!(hours >= 72 + 4 * 8 * 3 - 40, "{hours}");
    }
}

#[test]
fn who_does_not_come_is_paid_and_not_there() {
    let mut table = Table::new(0, 1);
    table.shifts(0, &[(0, 1000, 50)]);
    table.shift(0).absence = 0.4;
    let it = measured(&framed(table, 0, 1000, 0, 100));
    let (absent, scheduled) = (it.work[0].absent, it.work[0].scheduled);
    assert_eq!(absent + scheduled, 50 * 1000 * 1_000_000);
    assert_eq!((absent % 1_000_000_000, it.work[0].agents.signed_in), (0, scheduled));
    assert!((10..30).contains(&(absent / 1_000_000_000)), "{absent}");
}

/// A run that ends in the hour that is shown twice, where the day before goes on: the shift of the next day has begun.
#[test]
fn a_shift_has_begun_though_the_clocks_go_back_over_midnight() {
    let mut table = Table::new(0, 1);
    let step = Time::START + span(20);
    table.model.frame.zone =
        Zone::with_steps(MONDAY - 3600, MONDAY - 10, &[(step, MONDAY + 10 - 3600)]).expect("one step");
    table.shifts(0, &[(5, 1000, 1)]);
    let it = measured(&framed(table, 0, 100, 0, 50));
    assert_eq!(by_interval(&it, |it| it.scheduled), [35, 50]);
    assert_eq!(by_interval(&it, |it| it.agents.signed_in), [35, 50]);
}
