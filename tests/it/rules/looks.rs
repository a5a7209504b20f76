//! Colleagues who have work of their own.

use crate::table::{Table, span, work};
use quasisync::model::{Looks, Why};

/// At once, for a price: A and C interrupt, B is answered while the agent is at it.
#[test]
fn whoever_is_interrupted_at_once_pays_each_time() {
    let mut table = Table::new(1, 3);
    table.model.teams[0].looks = Some(Looks { every: None, interruption: span(5) });
    let a = table.visit(0, [work(10)]);
    let b = table.visit(12, [work(10)]);
    let c = table.visit(100, [work(10)]);
    let run = table.run();
    assert_eq!((run.replies(a), run.replies(b), run.replies(c)), (vec![15.0], vec![25.0], vec![115.0]));
}

/// Every minute: everything that waits is worked off in one look.
#[test]
fn whoever_looks_now_and_then_pays_once_a_look() {
    let mut table = Table::new(1, 3);
    table.model.teams[0].looks = Some(Looks { every: Some(span(60)), interruption: span(5) });
    let a = table.visit(0, [work(10)]);
    let b = table.visit(16, [work(10)]);
    let c = table.visit(17, [work(10)]);
    let d = table.visit(80, [work(10)]);
    let e = table.visit(86, [work(10)]);
    let run = table.run();
    assert_eq!(run.replies(a), [15.0], "a look at signing in");
    assert_eq!((run.starts(b), run.starts(c), run.starts(d)), (vec![75.0], vec![90.0], vec![100.0]), "a minute later");
    assert_eq!((run.starts(e), run.replies(e)), (vec![110.0], vec![120.0]), "still the same look");
}

/// During a break nobody looks; on coming back one does, and then on time again.
#[test]
fn nobody_looks_during_a_break() {
    let mut table = Table::new(0, 3);
    table.shifts(0, &[(0, 1000, 1)]);
    table.pause(Why::Break, 50, 130);
    table.model.teams[0].looks = Some(Looks { every: Some(span(60)), interruption: span(0) });
    let a = table.visit(55, [work(1)]);
    let b = table.visit(140, [work(1)]);
    let run = table.run();
    assert_eq!((run.starts(a), run.starts(b)), (vec![130.0], vec![191.0]));
}
