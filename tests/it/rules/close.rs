//! When a conversation ends.

use crate::table::{NEVER, Table, span, work};
use quasisync::policy::{Clock, Close, CloseClock, Inactivity, To};

fn close(seconds: f64, clock: CloseClock) -> Close {
    Close { after: Some((span(seconds), clock)), ..Close::default() }
}

/// One agent; silence frees the slot 5 s after the reply.
fn table(rule: Close) -> Table {
    let mut table = Table::new(1, 1);
    table.policy.inactivity = Inactivity::After { after: span(5), clock: Clock::LastAgent };
    table.policy.close = rule;
    table
}

/// The agent sees that the matter is solved and closes with the reply, whatever the rule; otherwise only the rule closes.
#[test]
fn a_recognised_ending_closes_with_the_reply() {
    for rule in [Close::default(), close(0.0, CloseClock::LastAgent), close(99.0, CloseClock::Inactive)] {
        let mut table = table(rule);
        table.visit(0, [work(10)]);
        assert_eq!(table.run().at(10), "A replied 0, A resolved, A closed recognised");
    }
    let mut table = table(Close::default());
    let a = table.visit(0, [work(10).silent()]);
    assert_eq!(
        table.run().story(a),
        "0: arrived, queued, assigned 0, started 0; 10: replied 0, resolved; 15: inactive"
    );
}

/// A writes at 0, is answered at 10 and inactive at 15.
#[test]
fn after_so_much_of_each_clock() {
    let closed = |seconds: f64, clock: CloseClock| {
        let mut table = table(close(seconds, clock));
        let a = table.visit(0, [work(10).silent()]);
        table.run().closed(a)
    };
    assert_eq!(closed(20.0, CloseClock::Inactive), [35.0]);
    assert_eq!(closed(20.0, CloseClock::LastAgent), [30.0]);
    assert_eq!(closed(20.0, CloseClock::LastCustomerWhileAwaiting), [20.0]);
    assert_eq!(closed(0.0, CloseClock::Inactive), [15.0]);
    assert_eq!(closed(3.0, CloseClock::LastAgent), [13.0], "before it is inactive");
    assert_eq!(closed(3.0, CloseClock::LastCustomerWhileAwaiting), [10.0], "not while the agent is writing");
}

/// What never goes inactive is never closed by the clock of inactivity.
#[test]
fn the_clock_of_inactivity_needs_inactivity() {
    let closed = |inactivity: Inactivity| {
        let mut table = table(close(20.0, CloseClock::Inactive));
        table.policy.inactivity = inactivity;
        let a = table.visit(0, [work(10).silent()]);
        table.run().closed(a)
    };
    assert_eq!(closed(Inactivity::Never), NEVER);
    assert_eq!(closed(Inactivity::AtOnce), [30.0]);
}

/// A closed conversation holds no slot.
#[test]
fn closing_frees_the_slot() {
    let assigned = |rule: Close| {
        let mut table = table(rule);
        table.policy.inactivity = Inactivity::Never;
        table.visit(0, [work(10).silent()]);
        let b = table.visit(12, [work(1)]);
        table.run().assigned(b)
    };
    assert_eq!(assigned(close(7.0, CloseClock::LastAgent)), [17.0]);
    assert_eq!(assigned(Close::default()), NEVER);
}

/// A message in time ends the silence; each reply begins a new one.
#[test]
fn a_message_in_time_ends_the_silence() {
    let closed = |seconds: f64, clock: CloseClock| {
        let mut table = table(close(seconds, clock));
        let a = table.visit(0, [work(10).answers(10), work(30).silent()]); // messages at 0, 20, replies at 10, 50
        table.run().closed(a)
    };
    assert_eq!(closed(12.0, CloseClock::LastAgent), [62.0], "not while the agent is writing");
    assert_eq!(closed(9.0, CloseClock::LastAgent), [19.0, 59.0]);
    assert_eq!(closed(6.0, CloseClock::Inactive), [61.0]);
    assert_eq!(closed(40.0, CloseClock::LastCustomerWhileAwaiting), [60.0]);
}

/// A closed conversation whose customer writes is open again and goes where a returning one goes.
#[test]
fn a_message_reopens_a_closed_conversation() {
    let story = |to: To| {
        let mut table = table(close(10.0, CloseClock::LastAgent));
        table.policy.reactivation.to = to;
        let a = table.visit(0, [work(10).answers(30), work(1).silent()]);
        table.run().story(a)
    };
    let first = "0: arrived, queued, assigned 0, started 0; 10: replied 0; 15: inactive; 20: closed silent";
    let last = "41: replied 0, resolved; 46: inactive; 51: closed silent";
    assert_eq!(story(To::OwnerSignedIn), format!("{first}; 40: wrote, reopened, reactivated 0, started 0; {last}"));
    assert_eq!(story(To::Queue), format!("{first}; 40: wrote, reopened, queued, assigned 0, started 0; {last}"));
}

/// A closed conversation weighs nothing, whatever an inactive one weighs; reopened it must fit in below the maximum.
#[test]
fn a_closed_conversation_weighs_nothing() {
    let story = |maximum: u32| {
        let mut table = table(close(10.0, CloseClock::LastAgent));
        table.maximum(maximum);
        table.policy.capacity.weights.inactive = 1000;
        table.policy.reactivation.to = To::OwnerBelowMaximum;
        let a = table.visit(0, [work(10).answers(30), work(1)]);
        table.visit(12, [work(100)]); // assigned at 20
        table.run().story(a)
    };
    assert!(story(2).contains("20: closed silent; 40: wrote, reopened, reactivated 0; 120: started 0"), "{}", story(2));
    assert!(story(1).contains("20: closed silent; 40: wrote, reopened, queued; 120: assigned 0"), "{}", story(1));
}

/// An absent owner sends a reopened conversation to the queue.
#[test]
fn a_reopened_conversation_of_an_absent_owner_queues() {
    let mut table = table(close(10.0, CloseClock::LastAgent));
    table.add_team(1, 1, &[0]);
    table.staff(0, &[(0, 1), (30, 0)]);
    table.visit(0, [work(10).answers(30), work(1)]);
    assert_eq!(table.run().at(40), "A wrote, A reopened, A queued, A assigned 1, A started 1");
}

/// Who may be displaced on demand, but is not because nobody waits, is closed when the time has come.
#[test]
fn closing_does_not_wait_for_demand() {
    let story = |clock: CloseClock, somebody_comes: bool| {
        let mut table = table(close(20.0, clock));
        table.policy.inactivity = Inactivity::OnDemand { after: span(5), clock: Clock::LastAgent };
        let a = table.visit(0, [work(10).silent()]);
        if somebody_comes {
            table.visit(25, [work(1)]);
        }
        table.run().story(a)
    };
    let first = "0: arrived, queued, assigned 0, started 0; 10: replied 0, resolved";
    assert_eq!(story(CloseClock::LastAgent, false), format!("{first}; 30: closed silent"));
    assert_eq!(story(CloseClock::LastAgent, true), format!("{first}; 25: inactive; 30: closed silent"));
    assert_eq!(story(CloseClock::LastCustomerWhileAwaiting, false), format!("{first}; 20: closed silent"));
    assert_eq!(story(CloseClock::Inactive, false), first);
    assert_eq!(story(CloseClock::Inactive, true), format!("{first}; 25: inactive; 45: closed silent"));
}
