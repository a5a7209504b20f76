//! How the matter of a customer ends, and what is known of it.

use crate::table::{NEVER, Table, Turn, span, work};
use quasisync::policy::Inactivity;

fn story(turns: impl IntoIterator<Item = Turn>) -> String {
    let mut table = Table::new(1, 1);
    let a = table.visit(0, turns);
    table.run().story(a)
}

/// With the last reply the matter is solved; if the agent sees it, the conversation is closed.
#[test]
fn solved_with_the_last_reply() {
    assert_eq!(
        story([work(10)]),
        "0: arrived, queued, assigned 0, started 0; 10: replied 0, resolved, closed recognised"
    );
    assert_eq!(story([work(10).silent()]), "0: arrived, queued, assigned 0, started 0; 10: replied 0, resolved");
    assert_eq!(
        story([work(10).answers(5), work(1).answers(5), work(1)]),
        "0: arrived, queued, assigned 0, started 0; 10: replied 0; 15: wrote, started 0; 16: replied 0; \
         21: wrote, started 0; 22: replied 0, resolved, closed recognised"
    );
}

/// A ghost never writes again though the matter is open: not solved, and not closed by anybody.
#[test]
fn a_ghost_is_not_solved() {
    assert_eq!(
        story([work(10).ghosts(), work(10)]),
        "0: arrived, queued, assigned 0, started 0; 10: replied 0, ghosted"
    );
    assert_eq!(
        story([work(10).answers(5), work(10).ghosts(), work(10)]),
        "0: arrived, queued, assigned 0, started 0; 10: replied 0; 15: wrote, started 0; 25: replied 0, ghosted"
    );
}

/// What the customer does is settled before the slot is freed.
#[test]
fn facts_of_a_reply_come_in_order() {
    let at_10 = |turns: Vec<Turn>| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = Inactivity::AtOnce;
        table.visit(0, turns);
        table.run().at(10)
    };
    assert_eq!(at_10(vec![work(10).ghosts(), work(1)]), "A replied 0, A ghosted, A inactive");
    assert_eq!(at_10(vec![work(10).silent()]), "A replied 0, A resolved, A inactive");
    assert_eq!(at_10(vec![work(10)]), "A replied 0, A resolved, A closed recognised");
    assert_eq!(at_10(vec![work(10).answers(1), work(1)]), "A replied 0, A inactive");
}

/// A ghost and a silent ending hold their slot for ever, unless a rule says otherwise.
#[test]
fn who_is_silent_holds_the_slot() {
    for last in [vec![work(10).ghosts(), work(10)], vec![work(10).silent()]] {
        let mut table = Table::new(1, 1);
        table.visit(0, last);
        let b = table.visit(20, [work(1)]);
        assert_eq!(table.run().story(b), "20: arrived, queued");
    }
    let mut table = Table::new(1, 1);
    table.visit(0, [work(10)]);
    let b = table.visit(20, [work(1)]);
    assert_eq!(table.run().starts(b), [20.0], "a recognised ending frees it");
}

/// What happens at the end of the frame or later does not happen.
#[test]
fn the_run_ends_before_its_last_instant() {
    let story = |work_until: f64| {
        let mut table = Table::new(1, 1);
        let end = table.model.frame.end().0 as f64 / 1e6;
        table.visit(0, [work(end - work_until)]);
        table.visit(end, [work(1)]);
        (table.run().served(), table.run().at(end - work_until), table.run().at(end))
    };
    assert_eq!(story(0.0), ("A".into(), String::new(), String::new()));
    assert_eq!(story(0.001).1, "A replied 0, A resolved, A closed recognised");
}

/// Warm-up and cool-down are simulated like the rest.
#[test]
fn the_world_runs_before_and_after_what_counts() {
    let mut table = Table::new(1, 1);
    table.model.frame.warm_up = span(10);
    table.model.frame.horizon = span(10);
    let a = table.visit(5, [work(3).silent()]);
    assert_eq!(table.run().replies(a), [8.0]);
    let mut table = Table::new(1, 1);
    table.model.frame.horizon = span(10);
    let b = table.visit(5, [work(10).silent()]);
    assert_eq!(table.run().replies(b), NEVER);
    table.model.frame.cool_down = span(10);
    assert_eq!(table.run().replies(b), [15.0]);
}
