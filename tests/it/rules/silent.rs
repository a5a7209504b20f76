//! Customers who give up without a word.

use crate::table::{Table, span, work};
use quasisync::model::Until;
use quasisync::random::Law;

/// Everybody who gives up goes without a word; one agent with two slots.
fn table(gone_share: f64, until: Until) -> Table {
    let mut table = Table::new(1, 2);
    let patience = &mut table.model.demands[0].patience;
    (patience.silent, patience.gone_share) = (1.0, gone_share);
    table.patience_until(until);
    table
}

/// The platform does not see it: the agent works on the message, for a part of the time, sends the reply, and waits.
#[test]
fn nobody_knows_that_he_is_gone() {
    let mut table = table(0.5, Until::Handling);
    table.visit(0, [work(20)]);
    let b = table.visit(0, [work(10).patient(5).answers(1), work(10)]);
    let c = table.visit(0, [work(1)]);
    let run = table.run();
    assert_eq!(run.story(b), "0: arrived, queued, assigned 0; 5: left silently; 20: started 0; 25: replied 0");
    assert_eq!(
        run.story(c),
        "0: arrived, queued; 20: assigned 0; 25: started 0; 26: replied 0, resolved, closed recognised"
    );
}

/// Work in hand runs to its normal end.
#[test]
fn work_in_hand_runs_to_its_end() {
    let mut table = table(0.5, Until::Reply);
    let a = table.visit(0, [work(10).patient(5)]);
    assert_eq!(table.run().story(a), "0: arrived, queued, assigned 0, started 0; 5: left silently; 10: replied 0");
}

/// He holds a place in the queue, a slot, and the agent who is no wiser; told giving up holds nothing.
#[test]
fn who_goes_silently_costs_a_slot() {
    let starts = |silent: f64| {
        let mut table = table(1.0, Until::Handling);
        table.policy.capacity.limits[0].preferred = 1;
        table.model.demands[0].patience.silent = silent;
        table.policy.close.after = Some((span(50), quasisync::policy::CloseClock::LastAgent));
        table.visit(0, [work(20)]);
        table.visit(1, [work(10).patient(5)]);
        let c = table.visit(2, [work(1)]);
        table.run().starts(c)
    };
    assert_eq!(starts(0.0), [20.0]);
    assert_eq!(starts(1.0), [80.0], "ten seconds of work and fifty of silence");
}

/// The part of the work comes before the switch cost, which is due in full.
#[test]
fn the_switch_cost_is_due_in_full() {
    let mut table = table(0.25, Until::Handling);
    table.model.teams[0].switch_cost = span(3);
    table.visit(0, [work(20)]);
    let b = table.visit(1, [work(8).patient(5)]);
    assert_eq!(table.run().replies(b), [25.0]);
}

/// Who has gone never writes again, and no clock of patience runs for him any more.
#[test]
fn gone_is_gone() {
    let mut table = table(1.0, Until::Reply);
    table.staff(0, &[(0, 1), (8, 0), (40, 1)]);
    table.visit(0, [work(30).answers(1), work(1)]);
    let b = table.visit(1, [work(5).patient(3).answers(1), work(1)]);
    assert_eq!(
        table.run().story(b),
        "1: arrived, queued, assigned 0; 4: left silently; 30: queued; 40: assigned 0, started 0; 45: replied 0"
    );
}

/// He comes again as anybody who gave up.
#[test]
fn he_may_come_again() {
    let mut table = table(1.0, Until::Handling);
    let again = quasisync::model::Return { probability: 1.0, after: Law::constant(100.0).unwrap(), keep: true };
    table.model.demands[0].comes_back.gave_up = Some(again);
    table.visit(0, [work(20)]);
    table.visit(0, [work(10).patient(5)]);
    assert_eq!(
        table.run().story(crate::table::conversation(3)),
        "105: arrived, came back after B, queued, assigned 0, started 0; 115: replied 0, resolved, closed recognised"
    );
}
