//! Where a returning customer goes.

use crate::table::{Letter, Run, Table, work};
use quasisync::policy::{Entry, Inactivity, OrderKey, Reactivation, To};
use quasisync::units::Span;

/// One agent with one slot. A is answered at 10, inactive at once, and comes back at 30, while the agent works on B until 40.
fn back(to: To, maximum: u32, weight: u32) -> (Run, Letter) {
    let mut table = Table::new(1, 1);
    table.maximum(maximum);
    table.policy.inactivity = Inactivity::AtOnce;
    table.policy.capacity.weights.inactive = weight;
    table.policy.reactivation.to = to;
    let a = table.visit(0, [work(10).answers(20), work(1)]);
    if weight == 0 {
        table.visit(15, [work(25)]);
    }
    (table.run(), a)
}

const FIRST: &str = "0: arrived, queued, assigned 0, started 0; 10: replied 0, inactive";
const LAST: &str = "41: replied 0, resolved, closed recognised";

/// Whatever the load: two conversations with one slot and a maximum of one.
#[test]
fn to_the_owner_always() {
    let (run, a) = back(To::OwnerSignedIn, 1, 0);
    assert_eq!(run.story(a), format!("{FIRST}; 30: wrote, reactivated 0; 40: started 0; {LAST}"));
}

#[test]
fn to_the_owner_below_the_maximum() {
    let (run, a) = back(To::OwnerBelowMaximum, 2, 0);
    assert_eq!(run.story(a), format!("{FIRST}; 30: wrote, reactivated 0; 40: started 0; {LAST}"));
    let (run, a) = back(To::OwnerBelowMaximum, 1, 0);
    assert_eq!(run.story(a), format!("{FIRST}; 30: wrote, queued; 40: assigned 0, started 0; {LAST}"));
}

/// What the conversation itself weighed while inactive does not count against it.
#[test]
fn the_returning_conversation_itself_is_not_counted() {
    let (run, a) = back(To::OwnerBelowMaximum, 1, 1000);
    assert_eq!(
        run.story(a),
        format!("{FIRST}; 30: wrote, reactivated 0, started 0; 31: replied 0, resolved, closed recognised")
    );
}

/// A slot that is free below the maximum, to the thousandth: another conversation weighs 0.001 on the desk.
#[test]
fn other_inactive_conversations_count_against_the_maximum() {
    let story = |weight: u32| {
        let mut table = Table::new(1, 2);
        table.policy.inactivity = Inactivity::AtOnce;
        table.policy.capacity.weights.inactive = weight;
        table.policy.reactivation.to = To::OwnerBelowMaximum;
        table.visit(0, [work(1).silent()]);
        let b = table.visit(1, [work(1).answers(20), work(1)]);
        table.visit(3, [work(100)]);
        table.run().story(b)
    };
    assert!(story(0).contains("22: wrote, reactivated 0"), "{}", story(0));
    assert!(story(1).contains("22: wrote, queued"), "0.001 + 1 + 1 does not fit into 2: {}", story(1));
}

/// The queue makes the owner forget: any agent with room may be next.
#[test]
fn to_the_queue() {
    let hands = |to: To| {
        let mut table = Table::new(2, 1);
        table.policy.inactivity = Inactivity::AtOnce;
        table.policy.reactivation.to = to;
        table.visit(0, [work(20)]);
        let b = table.visit(1, [work(9).answers(20), work(1)]); // agent 1
        let run = table.run();
        (run.hands(), run.story(b))
    };
    let (owner, story) = hands(To::OwnerSignedIn);
    assert_eq!(owner, "A0 B1 B1");
    assert!(story.contains("30: wrote, reactivated 1, started 1"), "{story}");
    let (queue, story) = hands(To::Queue);
    assert_eq!(queue, "A0 B1 B0", "the lowest number with room");
    assert!(story.contains("30: wrote, queued, assigned 0, started 0"), "{story}");
}

/// A conversation that is still active has its slot: the rule of reactivation is not asked.
#[test]
fn an_active_conversation_stays_with_its_owner() {
    let mut table = Table::new(1, 1);
    table.policy.reactivation = Reactivation { to: To::Queue, at: Entry::Back, wait: Span::ZERO };
    let a = table.visit(0, [work(10).answers(20), work(1)]);
    assert_eq!(
        table.run().story(a),
        "0: arrived, queued, assigned 0, started 0; 10: replied 0; 30: wrote, started 0; \
         31: replied 0, resolved, closed recognised"
    );
}

/// Two teams of one agent each; the first agent, A's owner, is gone from 20 to `back`.
fn absent(inactivity: Inactivity, to: To, back: u32) -> String {
    let mut table = Table::new(1, 1);
    table.add_team(1, 1, &[0]);
    table.policy.inactivity = inactivity;
    table.policy.reactivation.to = to;
    table.staff(0, &[(0, 1), (20, 0), (back, 1)]);
    let a = table.visit(0, [work(10).answers(20), work(1)]);
    table.run().story(a)
}

/// An absent owner sends to the queue, even where the owner is always the one.
#[test]
fn an_absent_owner_sends_to_the_queue() {
    let elsewhere = "30: wrote, queued, assigned 1, started 1; 31: replied 1, resolved, closed recognised";
    assert_eq!(absent(Inactivity::AtOnce, To::OwnerSignedIn, 50), format!("{FIRST}; {elsewhere}"));
    let first = "0: arrived, queued, assigned 0, started 0; 10: replied 0";
    assert_eq!(absent(Inactivity::Never, To::OwnerSignedIn, 50), format!("{first}; {elsewhere}"), "an active one, too");
    assert_eq!(absent(Inactivity::Never, To::OwnerBelowMaximum, 50), format!("{first}; {elsewhere}"));
}

/// Who is back in time is still the owner.
#[test]
fn an_owner_who_is_back_is_still_the_owner() {
    let last = "31: replied 0, resolved, closed recognised";
    assert_eq!(
        absent(Inactivity::AtOnce, To::OwnerSignedIn, 25),
        format!("{FIRST}; 30: wrote, reactivated 0, started 0; {last}")
    );
    let first = "0: arrived, queued, assigned 0, started 0; 10: replied 0";
    assert_eq!(absent(Inactivity::Never, To::OwnerSignedIn, 25), format!("{first}; 30: wrote, started 0; {last}"));
    assert_eq!(
        absent(Inactivity::Never, To::OwnerSignedIn, 30),
        format!("{first}; 30: wrote, started 0; {last}"),
        "the shift begins before the message"
    );
}

/// Where the team owns, an active conversation stays in the team's inbox though nobody is there; an inactive one must queue.
#[test]
fn an_active_conversation_stays_with_an_absent_team() {
    let story = |team: bool, inactivity: Inactivity| {
        let mut table = Table::new(1, 1);
        if team {
            table.share_the_inbox();
        }
        table.policy.inactivity = inactivity;
        table.staff(0, &[(0, 1), (20, 0), (40, 1)]);
        let a = table.visit(0, [work(10).answers(20), work(1)]);
        table.run().story(a)
    };
    let first = "0: arrived, queued, assigned 0, started 0; 10: replied 0";
    assert_eq!(story(true, Inactivity::Never), format!("{first}; 30: wrote; 40: started 0; {LAST}"));
    assert_eq!(
        story(false, Inactivity::Never),
        format!("{first}; 30: wrote, queued; 40: assigned 0, started 0; {LAST}")
    );
    assert_eq!(
        story(true, Inactivity::AtOnce),
        format!("{FIRST}; 30: wrote, queued; 40: assigned 0, started 0; {LAST}")
    );
}

/// The maximum of a team is maximum x agents signed in.
#[test]
fn the_maximum_of_a_team_is_a_pool() {
    let story = |maximum: u32| {
        let mut table = Table::new(2, 1);
        table.maximum(maximum);
        table.share_the_inbox();
        table.policy.inactivity = Inactivity::AtOnce;
        table.policy.reactivation.to = To::OwnerBelowMaximum;
        let a = table.visit(0, [work(10).answers(20), work(1)]);
        table.visit(15, [work(100)]);
        table.visit(15, [work(20)]);
        table.run().story(a)
    };
    assert_eq!(
        story(2),
        format!("{FIRST}; 30: wrote, reactivated 0; 35: started 0; 36: replied 0, resolved, closed recognised")
    );
    assert!(story(1).contains("30: wrote, queued; 35: assigned 0"), "{}", story(1));
}

/// Above the preferred capacity no new work comes until the load has sunk again.
#[test]
fn a_desk_above_its_preferred_capacity_gets_no_new_work() {
    let mut table = Table::new(1, 1);
    table.maximum(2);
    table.policy.inactivity = Inactivity::AtOnce;
    table.policy.reactivation.to = To::OwnerBelowMaximum;
    table.policy.queue = vec![OrderKey::WaitingLongest];
    table.visit(0, [work(10).answers(20), work(10)]);
    table.visit(15, [work(25)]); // until 40
    let c = table.visit(16, [work(1)]);
    assert_eq!(table.run().assigned(c), [50.0], "at 40 A is still there, and begun");
}
