//! What counts and what does not, on runs small enough to be counted by hand.

use super::{Book, both, counted};
use crate::table::{Table, span, work};
use crate::twin::scenario::Scenario;
use quasisync::metrics::measures::{Count, Level, Measures};
use quasisync::metrics::{Contribution, METRICS, Scope, View};
use quasisync::model::{Target, Until};
use quasisync::policy::{CloseClock, Inactivity};
use quasisync::units::TeamId;

/// A table of which only a part counts: from, for so long, and for so long afterwards.
pub(super) fn framed(mut table: Table, warm_up: u32, horizon: u32, cool_down: u32, interval: u32) -> Table {
    let frame = &mut table.model.frame;
    (frame.warm_up, frame.horizon) = (span(warm_up), span(horizon));
    (frame.cool_down, frame.interval) = (span(cool_down), span(interval));
    table
}

pub(super) fn measured(table: &Table) -> Measures {
    let it = Scenario { model: table.model.clone(), workload: table.workload(), policy: table.policy.clone() };
    both(&it).0
}

pub(super) fn pair(measures: &Measures, scope: Scope, name: &str) -> (f64, f64) {
    let metric = METRICS.iter().find(|metric| metric.name == name).expect("a metric");
    match View::new(measures, scope).contribution(metric) {
        Contribution::Pair(over, under) => (over, under),
        other => panic!("{name}: {other:?}"),
    }
}

/// Count and sum in seconds.
pub(super) fn times(measures: &Measures, name: &str) -> (u64, f64) {
    let metric = METRICS.iter().find(|metric| metric.name == name).expect("a metric");
    match View::new(measures, Scope::Overall).contribution(metric) {
        Contribution::Times(times) => (times.moments.count, times.moments.sum as f64 / 1e6),
        other => panic!("{name}: {other:?}"),
    }
}

fn longest_queue(measures: &Measures) -> u32 {
    measures.peaks[Level::QueueLength as usize]
}

/// One message at each of these seconds, ten seconds of work each, agents enough.
fn messages(seconds: &[f64]) -> Table {
    let mut table = Table::new(9, 1);
    seconds.iter().for_each(|&at| {
        table.visit(at, [work(10)]);
    });
    table
}

#[test]
fn a_clock_counts_if_it_starts_in_counted_time() {
    // Just before the start; at the start; just before the end; at the end.
    let table = framed(messages(&[99.999, 100.0, 199.999, 200.0]), 100, 100, 100, 30);
    let it = measured(&table);
    assert_eq!(pair(&it, Scope::Overall, "offered"), (2.0, 2.0));
    assert_eq!(times(&it, "response_time"), (2, 20.0), "the last reply comes after the end and counts");
    assert_eq!(pair(&it, Scope::Overall, "resolved"), (2.0, 2.0));
    let by_interval: Vec<u64> = it.intervals.iter().map(|it| it.count(Count::Offered)).collect();
    assert_eq!(by_interval, [1, 0, 0, 1], "the last interval is shorter");
}

#[test]
fn work_belongs_to_the_time_of_the_work() {
    // From 95 on; from 195 on: five seconds each are within counted time.
    let it = measured(&framed(messages(&[95.0, 195.0]), 100, 100, 100, 30));
    assert_eq!(pair(&it, Scope::Overall, "utilisation"), (10e6, 900e6));
    assert_eq!(pair(&it, Scope::Overall, "needing_reply"), (10e6, 100e6));
    assert_eq!(pair(&it, Scope::Team(TeamId(0)), "replies_per_hour").0, 1.0, "the reply at 105, not the one at 205");
    let handling: Vec<u64> = it.intervals.iter().map(|it| it.work(|_| true).agents.handling / 1_000_000).collect();
    assert_eq!(handling, [5, 0, 0, 5]);
    assert_eq!(it.backlog, [0, 0, 0, 1]);
}

#[test]
fn nothing_at_all_is_blank() {
    let it = measured(&framed(messages(&[0.0, 250.0]), 100, 100, 100, 100));
    assert_eq!(pair(&it, Scope::Overall, "offered"), (0.0, 0.0));
    assert_eq!(pair(&it, Scope::Overall, "service_level"), (0.0, 0.0));
    assert_eq!(times(&it, "wait"), (0, 0.0));
    assert_eq!(View::new(&it, Scope::Overall).fairness(), Some(None));
    assert_eq!(pair(&it, Scope::Overall, "utilisation"), (0.0, 900e6));
}

#[test]
fn a_clock_still_open_is_in_no_mean_but_its_conversation_is_open_at_the_end() {
    let mut table = Table::new(1, 1);
    table.visit(0, [work(500)]);
    table.visit(10, [work(1)]);
    let it = measured(&framed(table, 0, 100, 100, 100));
    assert_eq!(times(&it, "wait"), (1, 0.0), "the second one still waits");
    assert_eq!(times(&it, "response_time"), (0, 0.0));
    assert_eq!(times(&it, "queue_time"), (1, 0.0));
    assert_eq!(pair(&it, Scope::Overall, "open_at_end"), (2.0, 2.0));
    assert_eq!(pair(&it, Scope::Overall, "queue_length"), (90e6, 100e6));
}

/// One agent, busy until 50; a target of 60; a customer at 20 and one at 30.
fn promised(cool_down: u32) -> (f64, f64) {
    let mut table = Table::new(1, 1);
    table.model.demands[0].target = Some(Target { first: span(60), later: span(60), share: 0.8, in_hours: false });
    table.visit(0, [work(50)]);
    table.visit(20, [work(30)]);
    table.visit(30, [work(30)]);
    pair(&measured(&framed(table, 0, 40, cool_down, 40)), Scope::Overall, "service_level")
}

#[test]
fn a_promise_is_decided_by_a_reply_or_by_the_end_of_its_time() {
    // The replies come at 50, 80 and 110: the second exactly in time, the third too late.
    assert_eq!(promised(0), (0.0, 0.0), "nothing is known yet");
    assert_eq!(promised(11), (1.0, 1.0), "the first reply was in time; for the others there is time yet");
    assert_eq!(promised(40), (1.0, 1.0), "exactly as old as the target, at the end: not late yet");
    assert_eq!(promised(41), (2.0, 2.0), "a reply exactly in time keeps the promise");
    assert_eq!(promised(50), (2.0, 2.0));
    assert_eq!(promised(51), (2.0, 3.0), "still without a reply, and late");
    assert_eq!(promised(500), (2.0, 3.0));
}

#[test]
fn who_gives_up_or_is_turned_away_has_been_let_down() {
    let mut table = Table::new(1, 1);
    table.model.demands[0].target = Some(Target { first: span(600), later: span(600), share: 0.8, in_hours: false });
    table.policy.door.waiting = Some(1);
    table.visit(0, [work(500)]);
    table.visit(1, [work(1).patient(10)]);
    table.visit(2, [work(1)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    assert_eq!(pair(&it, Scope::Overall, "service_level"), (0.0, 2.0));
    assert_eq!(pair(&it, Scope::Overall, "abandoned"), (1.0, 3.0));
    assert_eq!(pair(&it, Scope::Overall, "refused"), (1.0, 3.0));
    assert_eq!(times(&it, "wait"), (2, 10.0), "giving up ends a wait; being turned away is none");
}

#[test]
fn giving_up_during_the_work_ends_no_second_wait() {
    let mut table = Table::new(1, 1);
    table.patience_until(Until::Reply);
    table.visit(0, [work(50).patient(20)]);
    let it = measured(&framed(table, 0, 100, 0, 100));
    assert_eq!((times(&it, "wait"), times(&it, "response_time")), ((1, 0.0), (0, 0.0)));
    assert_eq!(pair(&it, Scope::Overall, "utilisation"), (20e6, 100e6), "wasted, but work");
}

/// Who came during the warm-up is not offered, but is in the queue when counted time begins.
#[test]
fn the_longest_queue_may_be_the_one_that_counted_time_begins_with() {
    let mut table = Table::new(1, 1);
    table.visit(0, [work(100)]);
    for at in 1..=3 {
        table.visit(at, [work(100)]);
    }
    let it = measured(&framed(table, 50, 350, 0, 100));
    assert_eq!(pair(&it, Scope::Overall, "offered"), (0.0, 0.0));
    assert_eq!(longest_queue(&it), 3);
}

/// A response of 1.001 s after a gap of 1 s is a ratio of 1.001, and not of 1.000999: that is another thousandth.
#[test]
fn a_tempo_ratio_on_the_edge_of_a_thousandth_is_on_its_right_side() {
    for milliseconds in 990..1100_u32 {
        let mut table = Table::new(1, 1);
        table.model.demands[0].reply.default_gap = span(1);
        table.visit(0, [work(1).answers(1), work(f64::from(milliseconds) / 1000.0)]);
        let it = measured(&framed(table, 0, 100, 0, 100));
        let tempo = METRICS.iter().find(|metric| metric.name == "tempo_ratio").unwrap();
        let Contribution::Times(times) = View::new(&it, Scope::Overall).contribution(tempo) else { panic!() };
        assert_eq!(times.maximum, Some(u64::from(milliseconds) * 1000));
    }
}

/// Closed at 100 and at 300, written in again at 201 and at 402.
#[test]
fn a_conversation_that_is_reopened_twice_is_reopened_two_times() {
    let mut table = Table::new(1, 1);
    table.policy.inactivity = Inactivity::Never;
    table.policy.close.after = Some((span(99), CloseClock::LastAgent));
    table.visit(0, [work(1).answers(200), work(1).answers(200), work(1)]);
    let it = measured(&framed(table, 0, 1000, 0, 100));
    assert_eq!(pair(&it, Scope::Overall, "auto_closed"), (2.0, 1.0));
    assert_eq!(pair(&it, Scope::Overall, "reopened"), (2.0, 1.0));
    assert_eq!(pair(&it, Scope::Overall, "reactivated"), (2.0, 1.0));
}

/// The book of a window holds nothing of what is before and after it.
#[test]
fn the_plain_lists_are_cut_where_counted_time_is() {
    let table = framed(messages(&[95.0, 195.0]), 100, 100, 100, 30);
    let it = Scenario { model: table.model.clone(), workload: table.workload(), policy: table.policy.clone() };
    let book: Book = both(&it).1.within(counted(&it.model.frame));
    assert_eq!((book.messages.len(), book.handling.len(), book.replies.len()), (1, 2, 1));
    assert!(book.handling.iter().all(|it| it.to.0 - it.from.0 == 5_000_000));
}
