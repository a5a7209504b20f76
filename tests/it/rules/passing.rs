//! What goes on as another demand: transfers and escalation.

use crate::table::{Table, conversation, span, work};
use quasisync::facts::Fact;
use quasisync::model::{CatchUp, Transfer, Urgent};
use quasisync::policy::Escalation;
use quasisync::random::Law;
use quasisync::units::{DemandId, Span};

/// Demand 1 is the second line, with agent 1; each of its matters takes one exchange of 60 seconds.
fn two_lines() -> Table {
    let mut table = Table::new(1, 3);
    table.add_demand();
    table.first_team_serves(&[0]);
    table.add_team(1, 3, &[1]);
    table.model.teams[1].catch_up = CatchUp { first: span(7), per_exchange: Span::ZERO };
    table
}

fn passes(warm: Option<f64>) -> Table {
    let mut table = two_lines();
    let warm = warm.map(span);
    table.model.demands[0].transfer = Some(Transfer { probability: 1.0, to: DemandId(1), warm });
    table
}

/// Cold: the second line must read what was written.
#[test]
fn a_cold_transfer_is_read_anew() {
    let mut table = passes(None);
    let a = table.visit(0, [work(10).answers(5), work(10)]);
    let run = table.run();
    assert_eq!(run.story(a), "0: arrived, queued, assigned 0, started 0; 10: replied 0, closed transferred");
    assert_eq!(
        run.story(conversation(2)),
        format!(
            "10: arrived, transferred from {a}, queued, assigned 1, started 1; 77: replied 1, resolved, closed recognised"
        )
    );
}

/// Warm: whoever passes it on tells the next one, who need not read.
#[test]
fn a_warm_transfer_takes_the_first_line_a_while() {
    let mut table = passes(Some(20.0));
    table.visit(0, [work(10).answers(5), work(10)]);
    let b = table.visit(1, [work(10)]);
    let run = table.run();
    assert_eq!(run.at(30), "agent 0 wrapped up, B started 0");
    assert_eq!(run.starts(b), [30.0]);
    assert!(
        run.story(conversation(3)).ends_with("70: replied 1, resolved, closed recognised"),
        "{}",
        run.story(conversation(3))
    );
}

/// A reply that solves the matter is not passed on.
#[test]
fn what_is_solved_goes_nowhere() {
    let mut table = passes(None);
    let a = table.visit(0, [work(10)]);
    assert!(table.run().story(a).ends_with("10: replied 0, resolved, closed recognised"));
}

/// Whom the first line passes on with some probability is drawn by customer and exchange.
#[test]
fn the_share_that_is_passed_on() {
    let mut table = two_lines();
    table.model.demands[0].transfer = Some(Transfer { probability: 0.3, to: DemandId(1), warm: None });
    table.model.demands[1].handling_first = Law::constant(1.0).expect("a constant");
    for _ in 0..2000 {
        table.visit(0, [work(0.001).answers(1), work(0.001)]);
    }
    let transferred = table.run().count(|fact| matches!(fact, Fact::Transferred { .. }));
    assert!((transferred as f64 - 600.0).abs() < 4.0 * (2000.0_f64 * 0.21).sqrt(), "{transferred}");
}

/// After two replies the matter becomes a call.
#[test]
fn escalation_after_so_many_replies() {
    let mut table = two_lines();
    table.model.demands[0].escalates = Some(DemandId(1));
    table.policy.escalation = Escalation { after_exchanges: Some(2), ..Escalation::default() };
    let a = table.visit(0, [work(10).answers(5), work(10).answers(5), work(10)]);
    let run = table.run();
    assert!(run.story(a).ends_with("25: replied 0, closed transferred"), "{}", run.story(a));
    assert!(run.story(conversation(2)).starts_with(&format!("25: arrived, escalated from {a}, queued, assigned 1")));
}

/// A response that took longer than twenty seconds.
#[test]
fn escalation_after_a_long_wait() {
    let mut table = two_lines();
    table.model.demands[0].escalates = Some(DemandId(1));
    table.policy.escalation = Escalation { after_wait: Some(span(20)), ..Escalation::default() };
    let a = table.visit(0, [work(20).answers(100), work(10)]);
    let b = table.visit(1, [work(10).answers(100), work(10)]);
    let run = table.run();
    assert_eq!(run.replies(a).len(), 2, "twenty seconds are not longer than twenty");
    assert!(run.story(b).ends_with("30: replied 0, closed transferred"), "{}", run.story(b));
}

/// Urgent customers go on at once, if the policy says so.
#[test]
fn urgent_matters_go_on_at_once() {
    for (urgent, told) in
        [(true, "0: arrived, closed transferred"), (false, "0: arrived, queued, assigned 0, started 0")]
    {
        let mut table = two_lines();
        table.model.demands[0].escalates = Some(DemandId(1));
        table.model.demands[0].urgent = Some(Urgent { share: 1.0, class: 0 });
        table.policy.escalation = Escalation { urgent, ..Escalation::default() };
        let a = table.visit(0, [work(10)]);
        assert_eq!(table.run().story(a).split("; ").next(), Some(told));
    }
}
