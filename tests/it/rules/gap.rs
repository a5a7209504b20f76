//! What a platform takes for the tempo of a customer: the smoothed gap.
//!
//! The gap is seen through adaptive inactivity with factor 1 since the last reply: the silence lasts as long as the gap.

use crate::table::{Table, adaptive, span, work};
use quasisync::policy::{Clock, Inactivity, OrderKey};

/// The smoothed gaps after each reply to a customer who answers after these latencies.
fn gaps(default: f64, longest: f64, latencies: &[f64]) -> Vec<f64> {
    let mut gaps = Vec::new();
    for answered in 0..=latencies.len() {
        let mut table = Table::new(1, 1);
        table.model.demands[0].reply.default_gap = span(default);
        table.policy.inactivity =
            Inactivity::Adaptive { adaptive: adaptive(1.0, 0.0, longest), clock: Clock::LastAgent };
        let mut turns: Vec<_> = latencies[..answered].iter().map(|&latency| work(10).answers(latency)).collect();
        turns.push(work(10).silent());
        let a = table.visit(0, turns);
        let run = table.run();
        let last = *run.replies(a).last().unwrap();
        let inactive = *run.goes_inactive(a).last().unwrap();
        gaps.push(((inactive - last) * 1e6).round() / 1e6);
    }
    gaps
}

/// Half the old gap and half the new one.
#[test]
fn the_smoothed_gap_is_half_old_and_half_new() {
    assert_eq!(gaps(60.0, 1000.0, &[20.0, 100.0, 0.0]), [60.0, 40.0, 70.0, 35.0]);
}

/// Whole milliseconds, cut off.
#[test]
fn the_smoothed_gap_is_cut_to_milliseconds() {
    assert_eq!(gaps(60.0, 1000.0, &[0.001, 0.002]), [60.0, 30.0, 15.001]);
    assert_eq!(gaps(0.003, 1000.0, &[0.0, 0.0, 0.0]), [0.003, 0.001, 0.0, 0.0]);
}

/// A single gap counts no more than the maximum of the adaptive rule; what a platform takes for granted may be longer, but
/// then the rule's own maximum shows.
#[test]
fn a_single_gap_counts_no_more_than_the_maximum() {
    assert_eq!(gaps(60.0, 100.0, &[900.0, 900.0]), [60.0, 80.0, 90.0]);
    assert_eq!(gaps(60.0, 1000.0, &[900.0, 900.0]), [60.0, 480.0, 690.0]);
    assert_eq!(gaps(300.0, 100.0, &[10.0, 10.0]), [100.0, 100.0, 82.5], "300, then 155, then 82.5");
}

/// The gap is from the reply to the message: not from message to message, and not from reply to reply.
#[test]
fn the_gap_is_from_reply_to_message() {
    let inactive = |work_first: f64| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = Inactivity::Adaptive { adaptive: adaptive(1.0, 0, 1000), clock: Clock::LastAgent };
        let a = table.visit(0, [work(work_first).answers(20), work(10).silent()]);
        table.run().goes_inactive(a)
    };
    assert_eq!(inactive(10.0), [40.0 + 40.0]);
    assert_eq!(inactive(500.0), [530.0 + 40.0]);
}

/// Factor x gap is rounded to whole microseconds.
#[test]
fn factor_times_gap_is_rounded_to_microseconds() {
    let inactive = |factor: f64| {
        let mut table = Table::new(1, 1);
        table.model.demands[0].reply.default_gap = span(1);
        table.policy.inactivity = Inactivity::Adaptive { adaptive: adaptive(factor, 0, 1000), clock: Clock::LastAgent };
        let a = table.visit(0, [work(10).silent()]);
        table.run().goes_inactive(a)
    };
    assert_eq!(inactive(1.0 / 3.0), [10.333_333]);
    assert_eq!(inactive(2.0 / 3.0), [10.666_667]);
}

/// Without an adaptive rule a single gap counts half an hour at most; with several, the largest of their maxima. A answers
/// after 10000 s; C is new, with a default gap of 1000 s.
#[test]
fn the_longest_gap_belongs_to_the_policy() {
    let served = |change: &dyn Fn(&mut Table)| {
        let mut table = Table::new(1, 9);
        table.policy.inbox = vec![OrderKey::MostEngaged];
        table.add_demand();
        table.model.demands[0].reply.default_gap = span(0);
        table.model.demands[1].reply.default_gap = span(1000);
        change(&mut table);
        table.visit_of(0, 0, [work(1).answers(10_000), work(1)]);
        table.visit_of(0, 10_000, [work(100)]);
        table.visit_of(1, 10_000, [work(1)]);
        table.run().served()
    };
    assert_eq!(served(&|_| ()), "A B A C", "1800 / 2 is less than 1000");
    let timer = |maximum: f64| OrderKey::Adaptive(adaptive(1.0, 0.0, maximum));
    assert_eq!(served(&|table| table.policy.queue = vec![timer(1900.0)]), "A B A C", "1900 / 2 is less than 1000");
    assert_eq!(served(&|table| table.policy.queue = vec![timer(2100.0)]), "A B C A", "2100 / 2 is more than 1000");
    assert_eq!(served(&|table| table.policy.queue = vec![timer(500.0), timer(2100.0)]), "A B C A", "the larger one");
}
