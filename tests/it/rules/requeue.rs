//! Silence that sends a conversation back to the queue, and waits that are cut short.

use crate::table::{NEVER, Table, conversation, span, work};
use quasisync::model::{Return, Until};
use quasisync::policy::{Clock, Close, CloseClock, Inactivity, OrderKey};
use quasisync::random::Law;

/// After 20 s of silence a conversation goes to the queue; one agent with one slot, which silence frees after 5 s.
fn table() -> Table {
    let mut table = Table::new(1, 1);
    table.policy.inactivity = Inactivity::After { after: span(5), clock: Clock::LastAgent };
    let after = Some((span(20), CloseClock::LastAgent));
    table.policy.close = Close { after, requeues: true, ..Close::default() };
    table
}

const FIRST: &str = "0: arrived, queued, assigned 0, started 0; 10: replied 0";

/// Whoever gets it awaits the customer as before: nobody works on it. The next 20 s count from then; silence is as old as
/// it is.
#[test]
fn a_silent_conversation_goes_back_to_the_queue() {
    let mut table = table();
    table.add_team(1, 1, &[0]);
    let a = table.visit(0, [work(10).answers(55), work(10)]);
    table.visit(16, [work(100)]); // takes the slot of agent 0
    assert_eq!(
        table.run().story(a),
        format!(
            "{FIRST}; 15: inactive; 30: queued, assigned 1, inactive; 50: queued, assigned 1, inactive; \
             65: wrote, reactivated 1, started 1; 75: replied 1, resolved, closed recognised"
        )
    );
}

/// Without inactivity it holds a slot again as soon as it is assigned.
#[test]
fn it_needs_a_slot() {
    let mut table = table();
    table.policy.inactivity = Inactivity::Never;
    table.visit(0, [work(10).silent()]);
    table.visit(12, [work(60).silent()]);
    let run = table.run();
    assert_eq!(run.at(30), "A queued, B assigned 0, B started 0", "B has waited since 12");
    assert_eq!(run.at(90), "B replied 0, B resolved", "A waits");
    assert_eq!(run.at(110), "B queued, A assigned 0");
    assert_eq!(run.at(130), "A queued, B assigned 0");
}

/// Whoever writes while nobody has it needs a reply from then on, in the same place; only then patience begins.
#[test]
fn who_writes_in_the_queue_waits_from_then_on() {
    let story = |patience: f64| {
        let mut table = table();
        table.patience_until(Until::Assigned);
        let a = table.visit(0, [work(10).answers(30), work(1).patient(patience)]);
        table.visit(16, [work(84)]); // until 100
        table.run().story(a)
    };
    assert_eq!(
        story(100.0),
        format!(
            "{FIRST}; 15: inactive; 30: queued; 40: wrote; 100: assigned 0, started 0; 101: replied 0, resolved, closed recognised"
        )
    );
    assert_eq!(story(30.0), format!("{FIRST}; 15: inactive; 30: queued; 40: wrote; 70: gave up, closed given up"));
}

/// It keeps the place that it took at 30, before C, who came at 35.
#[test]
fn who_writes_in_the_queue_keeps_the_place() {
    let served = |order: Vec<OrderKey>| {
        let mut table = table();
        table.policy.queue = order;
        table.visit(0, [work(10).answers(30), work(1)]);
        table.visit(16, [work(84)]);
        table.visit(35, [work(1)]);
        table.run().served()
    };
    assert_eq!(served(vec![OrderKey::WaitingLongest]), "A B A C");
    assert_eq!(served(vec![OrderKey::Newest]), "A B C A");
}

/// A confirmation ends it in the queue.
#[test]
fn who_confirms_in_the_queue_leaves_it() {
    let mut table = table();
    let a = table.visit(0, [work(10).confirms(30)]);
    table.visit(16, [work(84)]);
    let c = table.visit(50, [work(1)]);
    let run = table.run();
    assert_eq!(run.story(a), format!("{FIRST}, resolved; 15: inactive; 30: queued; 40: concluded, closed confirmed"));
    assert_eq!(run.starts(c), [100.0]);
}

/// Where nothing needs to be closed after any silence at all, it still stays a second with everybody.
#[test]
fn it_stays_for_a_second_at_least() {
    let mut table = table();
    table.policy.inactivity = Inactivity::AtOnce;
    table.policy.close.after = Some((span(0), CloseClock::Inactive));
    table.model.frame.horizon = span(13);
    let a = table.visit(0, [work(10).silent()]);
    assert_eq!(
        table.run().story(a),
        format!(
            "{FIRST}, resolved, inactive, queued, assigned 0, inactive; 11: queued, assigned 0, inactive; \
             12: queued, assigned 0, inactive"
        )
    );
}

/// On demand, whoever gets it may have it displaced only when its silence is looked at again.
#[test]
fn requeued_and_displaced() {
    let mut table = table();
    table.policy.inactivity = Inactivity::OnDemand { after: span(5), clock: Clock::LastAgent };
    table.visit(0, [work(10).silent()]);
    table.visit(60, [work(1)]);
    let run = table.run();
    assert_eq!(run.at(30), "A queued, A assigned 0");
    assert_eq!(run.at(60), "B arrived, B queued, A inactive, B assigned 0, B started 0");
}

/// One agent, busy with A until 100; B waits from 5 on, in the queue (one slot) or in the inbox (two slots).
fn waits(slots: u32, close: Close) -> Table {
    let mut table = Table::new(1, slots);
    table.policy.close = close;
    table.visit(0, [work(100).silent()]);
    table.visit(5, [work(1).patient(1000)]);
    table
}

fn closes(clock: CloseClock, only_awaiting: bool) -> Close {
    Close { after: Some((span(20), clock)), only_awaiting, ..Close::default() }
}

/// Where the clock runs on and that is wanted, silence closes a conversation whose customer waits, in the queue or in an
/// inbox. One that is in hand is closed with the reply, if it is due by then.
#[test]
fn silence_may_end_a_wait() {
    let b = conversation(2);
    for clock in [CloseClock::LastCustomer, CloseClock::LastAny] {
        assert_eq!(waits(1, closes(clock, false)).run().story(b), "5: arrived, queued; 25: closed silent");
        assert_eq!(waits(2, closes(clock, false)).run().story(b), "5: arrived, queued, assigned 0; 25: closed silent");
        assert_eq!(waits(2, closes(clock, true)).run().closed(b), [101.0], "only who is awaited");
    }
    assert_eq!(waits(1, closes(CloseClock::LastCustomerWhileAwaiting, false)).run().closed(b), [101.0]);
    let closed = |clock| waits(1, closes(clock, false)).run().closed(conversation(1));
    assert_eq!(closed(CloseClock::LastCustomer), [100.0], "overdue with the reply");
    assert_eq!(closed(CloseClock::LastAny), [120.0]);
}

/// Whoever is closed while he waits was turned away: he may come again as if the door had refused him.
#[test]
fn whose_wait_is_ended_was_turned_away() {
    for close in [closes(CloseClock::LastCustomer, false), Close { queue_wait: Some(span(20)), ..Close::default() }] {
        let mut table = waits(1, close);
        let after = Law::constant(200.0).unwrap();
        table.model.demands[0].comes_back.refused = Some(Return { probability: 1.0, after, keep: true });
        let run = table.run();
        assert_eq!(run.gave_up(conversation(2)), NEVER);
        assert!(run.story(conversation(3)).starts_with("225: arrived, came back after B, queued"));
    }
}

/// The limit on waiting in the queue; in an inbox there is none, and a passage begins anew when a desk hands over.
#[test]
fn the_longest_wait_in_the_queue() {
    let close = Close { queue_wait: Some(span(30)), ..Close::default() };
    let b = conversation(2);
    assert_eq!(waits(1, close).run().story(b), "5: arrived, queued; 35: closed after too long a wait");
    assert_eq!(waits(2, close).run().closed(b), [101.0]);
    let mut table = waits(2, close);
    table.staff(0, &[(0, 1), (50, 0)]);
    assert_eq!(
        table.run().story(b),
        "5: arrived, queued, assigned 0; 100: queued; 130: closed after too long a wait",
        "the agent leaves after the reply in hand"
    );
}

/// A conversation that needs no reply has no limit in the queue: it counts from the message.
#[test]
fn the_limit_counts_from_the_message() {
    let mut table = table();
    table.policy.close.queue_wait = Some(span(25));
    let a = table.visit(0, [work(10).answers(50), work(1)]);
    table.visit(16, [work(84)]);
    assert_eq!(
        table.run().story(a),
        format!("{FIRST}; 15: inactive; 30: queued; 60: wrote; 85: closed after too long a wait")
    );
}

/// Closing may be swept.
#[test]
fn closing_may_be_swept() {
    let mut table = Table::new(1, 1);
    let after = Some((span(20), CloseClock::LastAgent));
    table.policy.close = Close { after, sweep: span(25), ..Close::default() };
    let a = table.visit(0, [work(10).answers(25), work(5).silent()]);
    assert_eq!(table.run().closed(a), [75.0], "due at 30 and spoken at 35; due at 60");
}
