//! What becomes of a message that its agent does not answer, and who waits for an owner.

use crate::table::{Table, span, work};
use quasisync::policy::{Entry, Inactivity, Then, To, Unanswered};

/// Two agents; A keeps agent 0 busy until 100, and B waits there from 1 on, because the lowest number gets everything.
fn table(then: Then, excludes: bool, pause: u32) -> Table {
    let mut table = Table::new(2, 3);
    table.policy.unanswered = Some(Unanswered { after: span(20), then, excludes, pause: span(pause) });
    table.visit(0, [work(100)]);
    table
}

/// It goes back to the queue, and to somebody else if the rule says so.
#[test]
fn back_to_the_queue() {
    let story = |excludes: bool| {
        let mut table = table(Then::Requeue(Entry::Back), excludes, 0);
        let b = table.visit(1, [work(10)]);
        table.run().story(b)
    };
    assert_eq!(
        story(true),
        "1: arrived, queued, assigned 0; 21: taken from 0, queued, assigned 1, started 1; \
         31: replied 1, resolved, closed recognised"
    );
    assert!(story(false).starts_with(
        "1: arrived, queued, assigned 0; 21: taken from 0, queued, assigned 0; \
             41: taken from 0, queued, assigned 0; 61: taken from 0"
    ));
}

/// Who is barred from the only desk waits, and holds up nobody.
#[test]
fn who_is_barred_waits() {
    let mut table = table(Then::Requeue(Entry::Front), true, 0);
    table.staff(0, &[(0, 1), (200, 2)]);
    let b = table.visit(1, [work(10)]);
    let c = table.visit(95, [work(10)]);
    let run = table.run();
    assert!(run.story(b).contains("21: taken from 0, queued; 200: assigned 1, started 1"));
    assert_eq!(run.assigned(c), [95.0]);
}

/// To another agent with room, without a passage through the queue; without one it stays, and is looked at again.
#[test]
fn to_another_agent() {
    let mut two = table(Then::Transfer, true, 0);
    let b = two.visit(1, [work(10)]);
    assert!(two.run().story(b).starts_with("1: arrived, queued, assigned 0; 21: taken from 0, assigned 1, started 1"));
    let mut later = table(Then::Transfer, false, 0);
    later.staff(0, &[(0, 1), (50, 2)]);
    let b = later.visit(1, [work(10)]);
    assert!(
        later.run().story(b).starts_with("1: arrived, queued, assigned 0; 61: taken from 0, assigned 1, started 1")
    );
    let mut alone = table(Then::Transfer, false, 0);
    alone.staff(0, &[(0, 1)]);
    let b = alone.visit(1, [work(10)]);
    assert!(alone.run().story(b).starts_with("1: arrived, queued, assigned 0; 100: started 0"));
}

/// The agent gets nothing new for a while.
#[test]
fn unanswered_messages_may_pause_the_agent() {
    let desks = |pause: u32| {
        let mut table = table(Then::Requeue(Entry::Back), true, pause);
        table.visit(1, [work(10)]);
        table.visit(22, [work(1)]);
        table.visit(120, [work(1)]);
        table.visit(121, [work(1)]);
        table.run().desks()
    };
    assert_eq!(desks(0), "A0 B0 B1 C0 C1 D0 E0", "C is taken away at 42");
    assert_eq!(desks(100), "A0 B0 B1 C1 D1 E0", "until 121");
}

/// Work in hand is left alone, and so is a shared inbox.
#[test]
fn only_what_waits_with_an_agent() {
    let mut table = table(Then::Requeue(Entry::Back), true, 0);
    table.share_the_inbox();
    table.visit(1, [work(100)]);
    let c = table.visit(2, [work(10)]);
    let run = table.run();
    assert_eq!(
        run.story(c),
        "2: arrived, queued, assigned 0; 100: started 0; 110: replied 0, resolved, closed recognised"
    );
}

/// Agent 0 answered A at 5 and is busy with B from 6 to 46; A writes again at 25, when agent 1 has nothing to do.
fn returning(wait: u32) -> Table {
    let mut table = Table::new(2, 1);
    table.policy.inactivity = Inactivity::AtOnce;
    table.policy.reactivation.to = To::OwnerBelowMaximum;
    table.policy.reactivation.wait = span(wait);
    table.visit(0, [work(5).answers(20), work(5)]);
    table.visit(6, [work(40)]);
    table
}

/// For a while a returning customer waits for the owner only; then he is for anybody.
#[test]
fn waiting_for_the_owner() {
    let story = |wait: u32| {
        let mut table = returning(wait);
        let c = table.visit(26, [work(1)]);
        let run = table.run();
        assert_eq!(run.assigned(c), [if wait == 0 { 30.0 } else { 26.0 }], "who comes later is not held up");
        run.story(crate::table::conversation(1))
    };
    assert!(story(0).contains("25: wrote, queued, assigned 1, started 1; 30"));
    assert!(story(10).contains("25: wrote, queued; 35: assigned 1, started 1"));
    assert!(story(21).contains("25: wrote, queued; 46: assigned 0, started 0"), "the wait is over at that instant");
    assert!(story(22).contains("25: wrote, queued; 46: reactivated 0, started 0"));
}

/// An owner who is not there may come back in time.
#[test]
fn waiting_for_an_owner_who_is_away() {
    let story = |wait: u32| {
        let mut table = Table::new(1, 1);
        table.add_team(1, 1, &[0]);
        table.policy.inactivity = Inactivity::AtOnce;
        table.policy.reactivation.wait = span(wait);
        table.staff(0, &[(0, 1), (10, 0), (50, 1)]);
        let a = table.visit(0, [work(5).answers(20), work(5)]);
        table.run().story(a)
    };
    assert!(story(0).contains("25: wrote, queued, assigned 1"));
    assert!(story(20).contains("25: wrote, queued; 45: assigned 1"));
    assert!(story(30).contains("25: wrote, queued; 50: reactivated 0"));
}

/// Who gives up while waiting for the owner leaves nothing behind.
#[test]
fn giving_up_on_the_owner() {
    let mut table = Table::new(2, 1);
    table.policy.inactivity = Inactivity::AtOnce;
    table.policy.reactivation.to = To::OwnerBelowMaximum;
    table.policy.reactivation.wait = span(30);
    let a = table.visit(0, [work(5).answers(20), work(5).patient(10)]);
    table.visit(6, [work(40)]);
    assert!(table.run().story(a).ends_with("25: wrote, queued; 35: gave up, closed given up"));
}
