//! When customers write: at night, slower after a long wait, and once more while they wait.

use crate::table::{NEVER, Table, span, work};
use quasisync::civil::Weekly;
use quasisync::model::{Burst, Drift, Mode, Nudges};
use quasisync::policy::{Clock, CloseClock, Inactivity};
use quasisync::random::{Count, Law};

fn constant(seconds: f64) -> Law {
    Law::constant(seconds).unwrap()
}

/// A message that would come in the night comes in the morning, at the second.
#[test]
fn customers_sleep() {
    let written = |answers: f64| {
        let mut table = Table::new(1, 1);
        table.model.demands[0].awake =
            Some(Weekly::from_pieces(&[(0, 100, true), (500, 604_800, true)], false).unwrap());
        let a = table.visit(0.5, [work(10).answers(answers), work(1)]);
        table.run().starts(a)[1]
    };
    assert_eq!(written(89.25), 99.75);
    assert_eq!(written(89.5), 500.0, "asleep at 100");
    assert_eq!(written(300.0), 500.0);
    assert_eq!(written(489.5), 500.0);
    assert_eq!(written(490.0), 500.5);
}

/// Three modes of 10, 100 and 1000 s; whoever waits more than five seconds turns slower.
fn drifting(slower: f64) -> Table {
    let mut table = Table::new(1, 1);
    let reply = &mut table.model.demands[0].reply;
    let mode = |name: &str, start, seconds| Mode { name: name.into(), start, latency: constant(seconds) };
    reply.modes = vec![mode("fast", 1.0, 10.0), mode("slow", 0.0, 100.0), mode("away", 0.0, 1000.0)];
    reply.transitions = vec![vec![1.0, 0.0, 0.0], vec![0.0, 1.0, 0.0], vec![0.0, 0.0, 1.0]];
    reply.drift = Some(Drift { after_wait: span(5), slower });
    table
}

/// After a response of more than five seconds the customer answers one mode slower, and stays slower; not beyond the
/// slowest.
#[test]
fn a_long_wait_makes_slower() {
    let mut table = drifting(1.0);
    let turns = [5, 6, 5, 6, 6].map(|seconds| work(seconds).answers(10));
    let a = table.visit(0, turns.into_iter().chain([work(1)]));
    let run = table.run();
    let latencies: Vec<f64> =
        run.starts(a)[1..].iter().zip(run.replies(a)).map(|(start, reply)| start - reply).collect();
    assert_eq!(latencies, [10.0, 100.0, 100.0, 1000.0, 1000.0]);
}

/// Who does not care stays as he is.
#[test]
fn not_everybody_drifts() {
    let mut table = drifting(0.0);
    let a = table.visit(0, [work(60).answers(10), work(60).answers(10), work(1)]);
    assert_eq!(table.run().starts(a), [0.0, 70.0, 140.0]);
}

/// The last message, which says nothing, comes later too.
#[test]
fn thanks_drift_as_well() {
    let mut table = drifting(1.0);
    let a = table.visit(0, [work(6).confirms(10)]);
    assert_eq!(table.run().closed(a), [106.0]);
}

/// While the customer waits he writes again, three times at most; the reply ends it.
#[test]
fn nudges_come_while_somebody_waits() {
    let story = |seconds: u32| {
        let mut table = Table::new(1, 1);
        table.model.demands[0].nudges = Some(Nudges { after: constant(10.0), at_most: 3 });
        let a = table.visit(0, [work(seconds).silent()]);
        table.run().story(a)
    };
    let begins = "0: arrived, queued, assigned 0, started 0; ";
    assert_eq!(story(25), format!("{begins}10: nudged; 20: nudged; 25: replied 0, resolved"));
    assert_eq!(story(20), format!("{begins}10: nudged; 20: replied 0, resolved"), "the reply comes first");
    assert_eq!(story(99), format!("{begins}10: nudged; 20: nudged; 30: nudged; 99: replied 0, resolved"));
}

/// Each message has its own nudges; what was due after the reply is not written.
#[test]
fn nudges_belong_to_one_message() {
    let mut table = Table::new(1, 1);
    table.model.demands[0].nudges = Some(Nudges { after: constant(10.0), at_most: 1 });
    let a = table.visit(0, [work(8).answers(1), work(12).silent()]);
    assert_eq!(
        table.run().story(a),
        "0: arrived, queued, assigned 0, started 0; 8: replied 0; 9: wrote, started 0; 19: nudged; 21: replied 0, resolved"
    );
}

/// A burst of three messages, then nudges; the gap of each counts from the one before.
#[test]
fn bursts_come_before_nudges() {
    let mut table = Table::new(1, 1);
    let demand = &mut table.model.demands[0];
    demand.burst = Some(Burst { messages: Count::constant(3).unwrap(), gap: constant(2.0) });
    demand.nudges = Some(Nudges { after: constant(10.0), at_most: 1 });
    let a = table.visit(0, [work(30).silent()]);
    assert_eq!(
        table.run().story(a),
        "0: arrived, queued, assigned 0, started 0; 2: nudged; 4: nudged; 14: nudged; 30: replied 0, resolved"
    );
}

/// Nudges move the clock of the customer's last message, and no other: neither his patience nor his place.
#[test]
fn nudges_move_the_clocks_of_the_platform() {
    let nudged = |at_most| {
        let mut table = Table::new(1, 2);
        table.model.demands[0].nudges = Some(Nudges { after: constant(8.0), at_most });
        table.policy.inactivity = Inactivity::After { after: span(20), clock: Clock::LastCustomerWhileAwaiting };
        table.policy.close.after = Some((span(30), CloseClock::LastCustomerWhileAwaiting));
        let a = table.visit(0, [work(10).silent()]);
        let b = table.visit(1, [work(1).patient(15)]);
        let run = table.run();
        (run.goes_inactive(a), run.closed(a), run.starts(b), run.closed(b))
    };
    assert_eq!(nudged(1), (vec![28.0], vec![38.0], vec![10.0], vec![11.0]));
    let mut impatient = Table::new(1, 2);
    impatient.model.demands[0].nudges = Some(Nudges { after: constant(8.0), at_most: 9 });
    impatient.visit(0, [work(50)]);
    let b = impatient.visit(0, [work(1).patient(15)]);
    let run = impatient.run();
    assert_eq!((run.closed(b), run.starts(b)), (vec![15.0], NEVER));
}
