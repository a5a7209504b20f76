//! When customers give up.

use crate::table::{NEVER, Table, span, work};
use quasisync::model::Until;

/// One agent with two slots, busy with A until 10. B is on the desk, too; C must queue. Then B or C is worked on for 10 s.
fn gives_up(until: Until, patience_b: f64, patience_c: f64) -> [Vec<f64>; 2] {
    let mut table = Table::new(1, 2);
    table.patience_until(until);
    table.visit(0, [work(10)]);
    let b = table.visit(0, [work(10).patient(patience_b)]);
    let c = table.visit(0, [work(10).patient(patience_c)]);
    let run = table.run();
    [run.gave_up(b), run.gave_up(c)]
}

/// The clock stops when the conversation is on a desk.
#[test]
fn until_assigned() {
    assert_eq!(gives_up(Until::Assigned, 0.0, 9.999), [NEVER, vec![9.999]]);
    assert_eq!(gives_up(Until::Assigned, 0.0, 10.0), [NEVER, NEVER], "assigned at 10, begun at 20");
}

/// The clock stops when an agent works on the message.
#[test]
fn until_handling() {
    assert_eq!(gives_up(Until::Handling, 9.999, 19.999), [vec![9.999], NEVER], "B has gone, so C is begun at 10");
    assert_eq!(gives_up(Until::Handling, 10.0, 19.999), [NEVER, vec![19.999]]);
    assert_eq!(gives_up(Until::Handling, 10.0, 20.0), [NEVER, NEVER]);
}

/// The clock stops with the reply.
#[test]
fn until_the_reply() {
    assert_eq!(gives_up(Until::Reply, 19.999, 29.0), [vec![19.999], vec![29.0]], "C is begun at 19.999");
    assert_eq!(gives_up(Until::Reply, 20.0, 30.0), [NEVER, NEVER]);
    assert_eq!(gives_up(Until::Reply, 20.0, 29.999), [NEVER, vec![29.999]]);
}

/// Work in hand stops when the customer leaves, and the agent takes the next message at the same instant.
#[test]
fn work_in_hand_stops() {
    let mut table = Table::new(1, 1);
    let a = table.visit(0, [work(100).patient(5)]);
    let b = table.visit(0, [work(10)]);
    let run = table.run();
    assert_eq!(run.story(a), "0: arrived, queued, assigned 0, started 0; 5: gave up, stopping 0, closed given up");
    assert_eq!(run.replies(b), [15.0], "nothing is sent at 100");
    assert_eq!(run.at(100), "");
}

/// Even a customer without patience reaches a free agent, but not the reply.
#[test]
fn patience_0_until_the_reply_leaves_while_the_agent_works() {
    let mut table = Table::new(1, 1);
    let a = table.visit(1, [work(10).patient(0)]);
    assert_eq!(table.run().story(a), "1: arrived, queued, assigned 0, started 0, gave up, stopping 0, closed given up");
}

/// Each message has its own patience, counted from the message.
#[test]
fn each_message_has_its_own_patience() {
    let story = |first: Option<f64>, later: Option<f64>| {
        let mut table = Table::new(1, 1);
        let patient = |turn: crate::table::Turn, seconds: Option<f64>| match seconds {
            Some(seconds) => turn.patient(seconds),
            None => turn,
        };
        let a = table.visit(0, [patient(work(10).answers(20), first), patient(work(10), later)]);
        table.run().story(a)
    };
    let first = "0: arrived, queued, assigned 0, started 0; 10: replied 0; 30: wrote, started 0";
    assert_eq!(story(None, Some(5.0)), format!("{first}; 35: gave up, stopping 0, closed given up"));
    assert_eq!(story(Some(15.0), None), format!("{first}; 40: replied 0, resolved, closed recognised"));
    assert_eq!(
        story(Some(5.0), None),
        "0: arrived, queued, assigned 0, started 0; 5: gave up, stopping 0, closed given up",
        "and never writes again"
    );
}

/// Who gave up is closed and gone: the slot and the place in the line are free.
#[test]
fn who_gives_up_leaves_queue_and_inbox() {
    // From the inbox: D, who queues, gets the slot.
    let mut table = Table::new(1, 2);
    table.visit(0, [work(100)]);
    let b = table.visit(0, [work(10).patient(5)]);
    let c = table.visit(1, [work(10)]);
    let run = table.run();
    assert_eq!(run.story(b), "0: arrived, queued, assigned 0; 5: gave up, closed given up");
    assert_eq!((run.assigned(c), run.starts(c)), (vec![5.0], vec![100.0]));

    // From the queue: E finds a place.
    let mut table = Table::new(1, 1);
    table.policy.door.waiting = Some(1);
    table.visit(0, [work(100)]);
    let b = table.visit(0, [work(10).patient(5)]);
    let c = table.visit(6, [work(10)]);
    let run = table.run();
    assert_eq!(run.story(b), "0: arrived, queued; 5: gave up, closed given up");
    assert_eq!(run.starts(c), [100.0]);
}

/// Nobody gives up who is not waiting: not while it is the customer's turn, not without a limit.
#[test]
fn only_who_waits_gives_up() {
    let mut table = Table::new(1, 1);
    let a = table.visit(0, [work(10).patient(10).answers(500), work(10).patient(10)]);
    let b = table.visit(1, [work(10)]);
    let run = table.run();
    assert_eq!(run.replies(a), [10.0, 520.0]);
    assert_eq!(run.replies(b), [530.0]);
}

/// An agent with two slots and customers who give up until they are assigned. The agent leaves at 20, B is handed over then,
/// and nobody is there before 30. B was assigned at 0, or queued until 5.
fn handed_over(queued_first: bool, patience: f64, others_at_20: u32) -> String {
    let mut table = Table::new(1, 2);
    table.patience_until(Until::Assigned);
    table.staff(0, &[(0, 1), (10, 0), (30, 1)]);
    table.add_team(1, 1, &[0]);
    table.staff(1, &[(0, 0), (20, others_at_20)]);
    if queued_first {
        table.visit(0, [work(5)]);
        table.visit(0, [work(15)]);
    } else {
        table.visit(0, [work(20)]);
    }
    let b = table.visit(0, [work(10).patient(patience)]);
    table.run().story(b)
}

/// The clock that stopped on the desk runs on where the conversation must queue again, and it runs since the message.
#[test]
fn back_in_the_queue_the_clock_runs_on() {
    assert_eq!(
        handed_over(true, 25.0, 0),
        "0: arrived, queued; 5: assigned 0; 20: queued; 25: gave up, closed given up"
    );
    assert!(handed_over(true, 31.0, 0).contains("20: queued; 30: assigned 0, started 0; 40: replied 0"));
}

/// So it does if the conversation was assigned at once and never waited in the queue before.
#[test]
fn back_in_the_queue_the_clock_runs_that_never_ran_before() {
    assert_eq!(handed_over(false, 25.0, 0), "0: arrived, queued, assigned 0; 20: queued; 25: gave up, closed given up");
    assert!(handed_over(false, 31.0, 0).contains("20: queued; 30: assigned 0, started 0; 40: replied 0"));
}

/// Where the time was up while the conversation was on the desk, the customer is gone at once, unless somebody takes the
/// conversation at this very instant.
#[test]
fn back_in_the_queue_too_late() {
    assert!(handed_over(true, 15.0, 1).contains("20: queued, assigned 1, started 1"));
    assert_eq!(handed_over(true, 15.0, 0), "0: arrived, queued; 5: assigned 0; 20: queued, gave up, closed given up");
}

/// What stops the clock is a matter of the demand.
#[test]
fn each_demand_has_its_own_clock() {
    let mut table = Table::new(1, 9);
    table.add_demand();
    table.model.demands[0].patience.until = Until::Assigned;
    table.model.demands[1].patience.until = Until::Handling;
    table.visit(0, [work(100)]);
    let b = table.visit_of(0, 0, [work(1).patient(5)]);
    let c = table.visit_of(1, 0, [work(1).patient(5)]);
    let run = table.run();
    assert_eq!((run.gave_up(b), run.gave_up(c)), (NEVER, vec![5.0]));
    assert_eq!(run.starts(b), [span(100).as_seconds()]);
}
