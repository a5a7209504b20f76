//! What happens at one instant happens in a fixed order: replies, wrap-ups and staff; timers; messages; routing and
//! starts; refusals and patience; and again until nothing is left.

use crate::table::{NEVER, Table, span, work};
use quasisync::model::Until;
use quasisync::policy::{AssignmentKey, Clock, Close, CloseClock, Door, Inactivity, OrderKey};
use quasisync::random::Law;

fn inactive_after(seconds: f64) -> Inactivity {
    Inactivity::After { after: span(seconds), clock: Clock::LastAgent }
}

/// At 15 the silence of A is over and the reply to B is sent. The timer was set first (at 5, before B was started), and
/// yet the reply comes first.
#[test]
fn replies_come_before_timers() {
    let mut table = Table::new(1, 2);
    table.policy.inactivity = inactive_after(10.0);
    table.visit(0, [work(5.0).silent()]);
    table.visit(5, [work(10)]);
    let run = table.run();
    assert_eq!(run.at(15), "B replied 0, B resolved, B closed recognised, A inactive");
}

/// The customer answers at the very instant at which the conversation goes inactive: it is inactive by then.
#[test]
fn timers_come_before_messages() {
    let back_after = |latency: f64| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = inactive_after(5.0);
        let a = table.visit(0, [work(10).answers(latency), work(1)]);
        table.run().story(a)
    };
    let first = "0: arrived, queued, assigned 0, started 0; 10: replied 0";
    assert_eq!(
        back_after(5.0),
        format!("{first}; 15: inactive, wrote, reactivated 0, started 0; 16: replied 0, resolved, closed recognised")
    );
    assert_eq!(
        back_after(4.999),
        format!("{first}; 14.999: wrote, started 0; 15.999: replied 0, resolved, closed recognised"),
        "a millisecond earlier it is still active"
    );
}

/// The same for closing: a message at the deadline finds a closed conversation.
#[test]
fn closing_comes_before_messages() {
    let back_after = |latency: f64| {
        let mut table = Table::new(1, 1);
        table.policy.close = Close { after: Some((span(5), CloseClock::LastAgent)), ..Close::default() };
        table.visit(0, [work(10).answers(latency), work(1)]);
        table.run().at(10.0 + latency)
    };
    assert_eq!(back_after(5.0), "A closed silent, A wrote, A reopened, A reactivated 0, A started 0");
    assert_eq!(back_after(4.999), "A wrote, A started 0");
}

/// Both are due at the same instant: the conversation goes inactive and is closed.
#[test]
fn inactivity_comes_before_closing() {
    let mut table = Table::new(1, 1);
    table.policy.inactivity = inactive_after(5.0);
    table.policy.close = Close { after: Some((span(5), CloseClock::LastAgent)), ..Close::default() };
    table.visit(0, [work(10).silent()]);
    assert_eq!(table.run().at(15), "A inactive, A closed silent");
}

/// A timer without length is set by a reply (phase 1) and runs out in phase 2 of the same round, before the message that
/// the customer writes without delay.
#[test]
fn a_timer_of_no_length_comes_before_a_message_without_delay() {
    let mut table = Table::new(1, 1);
    table.policy.inactivity = inactive_after(0.0);
    table.visit(0, [work(10).answers(0), work(1)]);
    assert_eq!(table.run().at(10), "A replied 0, A inactive, A wrote, A reactivated 0, A started 0");
}

/// Both silences end at 20. B was answered first, so B's timer was set first.
#[test]
fn timers_run_out_in_the_order_in_which_they_were_set() {
    let inactive_at_20 = |work_a: f64, work_b: f64| {
        let mut table = Table::new(2, 1);
        table.policy.inactivity = Inactivity::After { after: span(20), clock: Clock::LastCustomerWhileAwaiting };
        table.visit(0, [work(work_a).silent()]);
        table.visit(0, [work(work_b).silent()]);
        table.run().at(20)
    };
    assert_eq!(inactive_at_20(5.0, 3.0), "B inactive, A inactive");
    assert_eq!(inactive_at_20(3.0, 5.0), "A inactive, B inactive");
}

/// A writes again at 15 and B comes at 15; both must queue. B is first in the queue though A wrote in the same second.
#[test]
fn arrivals_come_before_messages() {
    let at_15 = |latency: f64| {
        let mut table = Table::new(1, 1);
        table.every_reply_ends_ownership();
        table.visit(0, [work(10).answers(latency), work(1)]);
        table.visit(15, [work(1)]);
        table.run().served()
    };
    assert_eq!(at_15(5.0), "A B A");
    assert_eq!(at_15(4.999), "A A B", "who writes earlier is first");

    let mut table = Table::new(1, 2);
    table.visit(0, [work(10).answers(5), work(1)]);
    table.visit(15, [work(1)]);
    let run = table.run();
    assert_eq!(run.at(15), "B arrived, B queued, A wrote, B assigned 0, A started 0", "A is in the inbox before B");
}

/// Two customers come at once: in the order of the workload.
#[test]
fn arrivals_come_in_the_order_of_the_workload() {
    let mut table = Table::new(1, 1);
    table.visit(1, [work(1)]);
    table.visit(1, [work(1)]);
    assert_eq!(table.run().at(1), "A arrived, A queued, B arrived, B queued, A assigned 0, A started 0");
}

/// Two messages at 20: the one that answers the earlier reply comes first, whoever is older.
#[test]
fn messages_come_in_the_order_of_the_replies_that_they_answer() {
    let at_20 = |work_a: f64, work_b: f64| {
        let mut table = Table::new(2, 1);
        table.visit(0, [work(work_a).answers(20.0 - work_a), work(1)]);
        table.visit(0, [work(work_b).answers(20.0 - work_b), work(1)]);
        table.run().at(20)
    };
    assert_eq!(at_20(10.0, 15.0), "A wrote, B wrote, A started 0, B started 1");
    assert_eq!(at_20(15.0, 10.0), "B wrote, A wrote, A started 0, B started 1");
}

/// Two replies at 10: the one begun earlier is sent first, whatever the numbers of agents and conversations.
#[test]
fn replies_are_sent_in_the_order_in_which_they_were_begun() {
    // D comes after C and is taken first, by agent 0; C is taken later, by agent 1.
    let mut table = Table::new(2, 1);
    table.policy.queue = vec![OrderKey::Newest];
    table.visit(0, [work(5)]);
    table.visit(0, [work(6)]);
    table.visit(1, [work(4.0).silent()]);
    table.visit(2, [work(5.0).silent()]);
    let run = table.run();
    assert_eq!(run.hands(), "A0 B1 D0 C1");
    assert_eq!(run.at(10), "D replied 0, D resolved, C replied 1, C resolved", "not by conversation");

    // B is taken first, by agent 1, who is idle longer.
    let mut table = Table::new(2, 1);
    table.policy.assignment = vec![AssignmentKey::LongestIdle];
    table.visit(0, [work(1)]);
    table.visit(2, [work(8.0).silent()]);
    table.visit(5, [work(5.0).silent()]);
    let run = table.run();
    assert_eq!(run.hands(), "A0 B1 C0");
    assert_eq!(run.at(10), "B replied 1, B resolved, C replied 0, C resolved", "not by agent");
}

/// A and B come at once to one agent: both are on the desk before the agent begins, who is slowed down by both.
#[test]
fn routing_comes_before_starts() {
    let reply_to_a = |b_comes: f64| {
        let mut table = Table::new(1, 2);
        table.model.teams[0].slowdown = vec![1.0, 2.0];
        let a = table.visit(0, [work(10)]);
        table.visit(b_comes, [work(10)]);
        table.run().replies(a)
    };
    assert_eq!(reply_to_a(0.0), [20.0]);
    assert_eq!(reply_to_a(0.001), [10.0], "a later one comes too late to slow the agent down");
}

/// A goes to desk 1 and B to desk 0, in this order; the agent of desk 0 begins first.
#[test]
fn starts_come_in_the_order_of_desks() {
    let mut table = Table::new(2, 1);
    table.policy.assignment = vec![AssignmentKey::LongestIdle];
    table.visit(0, [work(1)]);
    table.visit(5, [work(10)]);
    table.visit(5, [work(10)]);
    let run = table.run();
    assert_eq!(
        run.at(5),
        "B arrived, B queued, C arrived, C queued, B assigned 1, C assigned 0, C started 0, B started 1"
    );
}

/// At 5 the queue is one too long, and one of those who wait has had enough: the new one is refused all the same.
#[test]
fn refusals_come_before_patience() {
    let c_comes = |at: f64| {
        let mut table = Table::new(1, 1);
        table.policy.door = Door { waiting: Some(1), ..Door::default() };
        table.visit(0, [work(100)]);
        table.visit(0, [work(1).patient(5)]);
        let c = table.visit(at, [work(1)]);
        (table.run().at(at), table.run().starts(c))
    };
    assert_eq!(
        c_comes(5.0),
        ("C arrived, C queued, C refused, C closed refused, B gave up, B closed given up".into(), NEVER)
    );
    assert_eq!(c_comes(5.001), ("C arrived, C queued".into(), vec![100.0]));
}

/// An agent is free again at the instant at which patience ends: the customer is served.
#[test]
fn starts_come_before_patience() {
    let starts = |patience: f64| {
        let mut table = Table::new(1, 1);
        table.patience_until(Until::Handling);
        table.visit(0, [work(10)]);
        let b = table.visit(0, [work(1).patient(patience)]);
        (table.run().starts(b), table.run().gave_up(b))
    };
    assert_eq!(starts(10.0), (vec![10.0], NEVER));
    assert_eq!(starts(9.999), (NEVER, vec![9.999]));
}

/// The reply comes at the instant at which patience ends: the customer has it.
#[test]
fn replies_come_before_patience() {
    let replies = |patience: f64| {
        let mut table = Table::new(1, 1);
        let a = table.visit(0, [work(10).patient(patience)]);
        (table.run().replies(a), table.run().gave_up(a))
    };
    assert_eq!(replies(10.0), (vec![10.0], NEVER));
    assert_eq!(replies(9.999), (NEVER, vec![9.999]));
}

/// Two have had enough at the same instant. The first departure frees the agent, but the second one leaves all the same:
/// patience ends for all of them before anybody is routed.
#[test]
fn patience_ends_last_and_as_one_batch() {
    let mut table = Table::new(1, 1);
    table.visit(0, [work(100).patient(5)]);
    table.visit(0, [work(1).patient(5)]);
    assert_eq!(table.run().at(5), "A gave up, stopping 0, A closed given up, B gave up, B closed given up");
}

/// The room that a departure makes in the last phase is used in the next round of the same instant.
#[test]
fn room_made_by_a_departure_is_used_at_once() {
    let mut table = Table::new(1, 1);
    table.visit(0, [work(100).patient(5)]);
    table.visit(0, [work(1).patient(5.001)]);
    assert_eq!(table.run().at(5), "A gave up, stopping 0, A closed given up, B assigned 0, B started 0");

    // A slot without an agent: A leaves the inbox, and D gets the slot while the agent is still busy.
    let mut table = Table::new(1, 2);
    table.visit(0, [work(100)]);
    table.visit(0, [work(1).patient(5)]);
    table.visit(1, [work(1)]);
    assert_eq!(table.run().at(5), "B gave up, B closed given up, C assigned 0");
}

/// Among those whose patience ends at the same instant, who wrote first leaves first; then the older conversation.
#[test]
fn patience_ends_in_the_order_of_writing() {
    // A is older than C, but wrote the message that matters later: at 10, C at 5.
    let mut table = Table::new(1, 3);
    table.visit(0, [work(1).answers(9), work(1).patient(5)]);
    table.visit(2, [work(100)]);
    table.visit(5, [work(1).patient(10)]);
    assert_eq!(table.run().at(15), "C gave up, C closed given up, A gave up, A closed given up");

    let mut table = Table::new(1, 3);
    table.visit(0, [work(100)]);
    table.visit(5, [work(1).patient(10)]);
    table.visit(5, [work(1).patient(10)]);
    assert_eq!(table.run().at(15), "B gave up, B closed given up, C gave up, C closed given up");
}

/// A customer without any patience is served by a free agent and leaves otherwise.
#[test]
fn patience_0_leaves_unless_an_agent_is_free() {
    let mut table = Table::new(1, 1);
    table.patience_until(Until::Handling);
    let a = table.visit(1, [work(10).patient(0)]);
    let b = table.visit(5, [work(10).patient(0)]);
    let c = table.visit(11, [work(10).patient(0)]);
    let run = table.run();
    assert_eq!(run.story(a), "1: arrived, queued, assigned 0, started 0; 11: replied 0, resolved, closed recognised");
    assert_eq!(run.story(b), "5: arrived, queued, gave up, closed given up");
    assert_eq!(run.starts(c), [11.0], "the agent is free at this very instant");
}

/// A reply that takes no time is sent in the next round: too late for B, who leaves in this one.
#[test]
fn what_a_phase_that_is_over_brings_about_waits_for_the_next_round() {
    let mut table = Table::new(1, 1);
    table.patience_until(Until::Handling);
    table.visit(1, [work(0)]);
    table.visit(1, [work(10).patient(0)]);
    assert_eq!(
        table.run().at(1),
        "A arrived, A queued, B arrived, B queued, A assigned 0, A started 0, B gave up, B closed given up, \
         A replied 0, A resolved, A closed recognised"
    );
}

/// A message that answers a reply without delay still comes in the same round: after B's arrival, before B is routed.
#[test]
fn what_an_earlier_phase_brings_about_comes_in_this_round() {
    let mut table = Table::new(1, 2);
    table.visit(0, [work(10).answers(0), work(1)]);
    table.visit(10, [work(1)]);
    assert_eq!(table.run().at(10), "A replied 0, B arrived, B queued, A wrote, B assigned 0, A started 0");
}

/// Chains without work and without delay come to their end within one instant, round by round.
#[test]
fn rounds_repeat_until_nothing_is_left() {
    let mut table = Table::new(1, 1);
    table.visit(1, [work(0).answers(0), work(0).answers(0), work(0)]);
    table.visit(1, [work(0)]);
    assert_eq!(
        table.run().at(1),
        "A arrived, A queued, B arrived, B queued, A assigned 0, A started 0, A replied 0, A wrote, A started 0, \
         A replied 0, A wrote, A started 0, A replied 0, A resolved, A closed recognised, B assigned 0, B started 0, \
         B replied 0, B resolved, B closed recognised"
    );
}

/// The reply of an agent whose shift ends at this instant is sent, and then the agent, now idle, leaves: replies come before
/// changes of staff, and these before timers and arrivals.
#[test]
fn changes_of_staff_come_after_replies_and_before_timers_and_arrivals() {
    let mut table = Table::new(2, 1);
    table.policy.inactivity = inactive_after(5.0);
    table.staff(0, &[(0, 2), (10, 1)]);
    table.visit(0, [work(30)]);
    table.visit(0, [work(5.0).silent()]);
    table.visit(10, [work(1)]);
    assert_eq!(table.run().at(10), "agent 1 signed out, B inactive, C arrived, C queued");

    let mut table = Table::new(1, 1);
    table.staff(0, &[(0, 1), (10, 0)]);
    table.visit(0, [work(10)]);
    assert_eq!(table.run().at(10), "A replied 0, A resolved, A closed recognised, agent 0 signed out");
}

/// Who comes when the shift begins is served, even without any patience; who comes when it ends is not.
#[test]
fn shifts_begin_and_end_before_arrivals() {
    let mut table = Table::new(1, 1);
    table.patience_until(Until::Handling);
    table.staff(0, &[(0, 0), (10, 1), (20, 0)]);
    let a = table.visit(10, [work(1).patient(0)]);
    let b = table.visit(20, [work(1).patient(0)]);
    let run = table.run();
    assert_eq!(run.starts(a), [10.0]);
    assert_eq!(run.gave_up(b), [20.0]);
}

/// The wrap-up ends at 15: who comes at 15 is served, who comes a millisecond earlier is not.
#[test]
fn wrap_ups_end_before_arrivals() {
    let gave_up = |at: f64| {
        let mut table = Table::new(1, 1);
        table.patience_until(Until::Handling);
        table.model.teams[0].wrap_up = Some(Law::constant(5.0).unwrap().into());
        table.visit(0, [work(10)]);
        let b = table.visit(at, [work(1).patient(0)]);
        table.run().gave_up(b)
    };
    assert_eq!(gave_up(15.0), NEVER);
    assert_eq!(gave_up(14.999), [14.999]);
}

/// Four come at once: each is placed where those before left the most room.
#[test]
fn routing_places_one_after_the_other() {
    let mut table = Table::new(2, 2);
    table.policy.assignment = vec![AssignmentKey::LeastLoaded];
    for _ in 0..4 {
        table.visit(1, [work(1)]);
    }
    assert_eq!(table.run().desks(), "A0 B1 C0 D1");
}
