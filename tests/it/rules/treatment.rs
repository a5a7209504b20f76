//! Rules that differ from demand to demand.

use crate::table::{NEVER, Run, Table, adaptive, span, work};
use quasisync::facts::Fact;
use quasisync::policy::{Clock, Close, CloseClock, Contentless, Escalation, Inactivity, LONGEST_GAP, To, Treatment};
use quasisync::units::{DemandId, Span};

/// Two demands, an agent for each; the second one has a treatment of its own, made from the first one's.
fn table(change: impl FnOnce(&mut Treatment)) -> Table {
    let mut table = Table::new(2, 1);
    table.add_demand();
    table.policy.inactivity = Inactivity::After { after: span(5), clock: Clock::LastAgent };
    let mut own = table.policy.treatment();
    change(&mut own);
    table.policy.own.push((DemandId(1), own));
    table
}

/// A of the first and B of the second demand have the same story.
fn stories(change: impl FnOnce(&mut Treatment), turns: impl Fn() -> Vec<crate::table::Turn>) -> [String; 2] {
    let mut table = table(change);
    let [a, b] = [0, 1].map(|demand| table.visit_of(demand, 0, turns()));
    let run: Run = table.run();
    // The second agent's facts read like the first one's.
    [run.story(a), run.story(b).replace("ed 1", "ed 0").replace("replied 1", "replied 0")]
}

const FIRST: &str = "0: arrived, queued, assigned 0, started 0; 10: replied 0";

#[test]
fn inactivity_of_a_demand() {
    let [a, b] = stories(|own| own.inactivity = Inactivity::AtOnce, || vec![work(10).silent()]);
    assert_eq!(a, format!("{FIRST}, resolved; 15: inactive"));
    assert_eq!(b, format!("{FIRST}, resolved, inactive"));
}

#[test]
fn reactivation_of_a_demand() {
    let [a, b] = stories(|own| own.reactivation.to = To::Queue, || vec![work(10).answers(20), work(1).silent()]);
    assert!(a.contains("30: wrote, reactivated 0, started 0"), "{a}");
    assert!(b.contains("30: wrote, queued, assigned 0, started 0"), "{b}");
}

#[test]
fn closing_of_a_demand() {
    let close = Close { after: Some((span(20), CloseClock::Inactive)), ..Close::default() };
    let [a, b] = stories(|own| own.close = close, || vec![work(10).silent()]);
    assert_eq!(a, format!("{FIRST}, resolved; 15: inactive"));
    assert_eq!(b, format!("{FIRST}, resolved; 15: inactive; 35: closed silent"));
}

/// What becomes of a message without content, and of one in a thread that is long closed.
#[test]
fn the_end_of_a_demand() {
    let ignore = |own: &mut Treatment| own.close.contentless = Contentless::Ignore;
    let [a, b] = stories(ignore, || vec![work(10).thanks(20)]);
    assert!(a.ends_with("30: wrote, reactivated 0, started 0, read 0, closed thanked"), "{a}");
    assert!(b.ends_with("15: inactive; 30: concluded"), "{b}");
    let mut table = table(|own| own.close.thread_window = Some(Span::ZERO));
    let close = |close: &mut Close| close.after = Some((span(5), CloseClock::LastAgent));
    close(&mut table.policy.close);
    close(&mut table.policy.own[0].1.close);
    let a = table.visit_of(0, 0, [work(10).answers(30), work(1)]);
    table.visit_of(1, 0, [work(10).answers(30), work(1)]);
    let run = table.run();
    assert!(run.story(a).contains("40: wrote, reopened"));
    assert_eq!(run.count(|fact| matches!(fact, Fact::Linked { .. })), 1);
}

#[test]
fn escalation_of_a_demand() {
    let mut table = table(|own| own.escalation = Escalation { after_exchanges: Some(1), ..Escalation::default() });
    let calls = table.add_demand();
    for demand in 0..2 {
        table.model.demands[demand].escalates = Some(DemandId(calls));
        table.visit_of(demand as u32, 0, [work(10).answers(20), work(1)]);
    }
    assert_eq!(table.run().count(|fact| matches!(fact, Fact::Transferred { .. })), 1);
}

/// On demand only those silent conversations make room whose rule it is.
#[test]
fn on_demand_of_a_demand() {
    let mut table = table(|own| own.inactivity = Inactivity::OnDemand { after: Span::ZERO, clock: Clock::LastAgent });
    table.policy.inactivity = Inactivity::Never;
    let a = table.visit_of(0, 0, [work(10).silent()]);
    table.visit_of(1, 0, [work(20).silent()]);
    table.visit_of(0, 30, [work(10)]);
    let d = table.visit_of(0, 31, [work(1)]);
    let run = table.run();
    assert_eq!(run.at(30), "C arrived, C queued, B inactive, C assigned 1, C started 1");
    assert_eq!((run.goes_inactive(a), run.assigned(d)), (NEVER, vec![40.0]));
}

/// A single gap counts at most as much as the largest maximum of all adaptive rules.
#[test]
fn the_longest_gap_is_that_of_all() {
    let adaptive = |maximum: u32| Inactivity::Adaptive { adaptive: adaptive(1.0, 0, maximum), clock: Clock::LastAgent };
    let longest = |inactivity: Inactivity, own: Inactivity| {
        let mut table = table(|it| it.inactivity = own);
        table.policy.inactivity = inactivity;
        table.policy.longest_gap()
    };
    assert_eq!(longest(Inactivity::Never, Inactivity::Never), LONGEST_GAP);
    assert_eq!(longest(Inactivity::Never, adaptive(70)), span(70));
    assert_eq!(longest(adaptive(90), adaptive(70)), span(90));
}
