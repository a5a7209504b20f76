//! What those who wait are told, and what hours do to patience.

use crate::table::{NEVER, Table, work};
use quasisync::civil::Weekly;
use quasisync::model::Until;
use quasisync::policy::Gives;
use quasisync::random::Law;

/// When B, who waits ten seconds behind A, gives up.
fn gives_up(gives: Gives, until: Until) -> Vec<f64> {
    let mut table = Table::new(1, 2);
    table.policy.door.gives = gives;
    table.patience_until(until);
    let signals = &mut table.model.demands[0].patience.signals;
    (signals.acknowledgement, signals.presence, signals.estimated_wait) = (1.5, 0.5, 2.0);
    table.visit(0, [work(100)]);
    let b = table.visit(0, [work(10).patient(10)]);
    table.run().closed(b)
}

/// Each signal that is given multiplies patience, once; one that is not given does nothing.
#[test]
fn signals_multiply_patience() {
    let none = Gives::default();
    assert_eq!(gives_up(none, Until::Handling), [10.0]);
    assert_eq!(gives_up(Gives { acknowledgement: true, ..none }, Until::Handling), [15.0]);
    assert_eq!(gives_up(Gives { presence: true, ..none }, Until::Handling), [5.0]);
    assert_eq!(gives_up(Gives { estimated_wait: true, ..none }, Until::Handling), [20.0]);
    assert_eq!(gives_up(Gives { acknowledgement: true, estimated_wait: true, ..none }, Until::Handling), [30.0]);
}

/// Who sees that somebody is typing stops losing patience.
#[test]
fn typing_stops_the_clock() {
    let closed = |typing: bool| {
        let mut table = Table::new(1, 1);
        table.policy.door.gives.typing = typing;
        let a = table.visit(0, [work(20).patient(10).silent()]);
        table.run().closed(a)
    };
    assert_eq!((closed(false), closed(true)), (vec![10.0], NEVER));
    assert_eq!(
        gives_up(Gives { typing: true, ..Gives::default() }, Until::Assigned),
        [110.0],
        "assigned comes first, and B is answered"
    );
}

/// Closed from 100 s to 200 s of the week: a message then has another patience; the hour of writing decides.
#[test]
fn out_of_hours_patience_is_another() {
    let gives_up = |at: u32| {
        let mut table = Table::new(1, 2);
        let demand = &mut table.model.demands[0];
        demand.open = Some(Weekly::from_pieces(&[(0, 100, true), (200, 604_800, true)], false).unwrap());
        demand.patience.out_of_hours = Some(Law::constant(50.0).unwrap());
        table.visit(0, [work(1000)]);
        let b = table.visit(at, [work(10).patient(10)]);
        table.run().closed(b)
    };
    assert_eq!(gives_up(99), [109.0]);
    assert_eq!(gives_up(100), [150.0]);
    assert_eq!(gives_up(199), [249.0], "it goes on in hours");
    assert_eq!(gives_up(200), [210.0]);
}

/// Who would wait for ever in hours may still lose patience out of hours.
#[test]
fn out_of_hours_alone() {
    let mut table = Table::new(1, 2);
    let demand = &mut table.model.demands[0];
    demand.open = Some(Weekly::from_pieces(&[(0, 100, true)], false).unwrap());
    demand.patience.out_of_hours = Some(Law::constant(50.0).unwrap());
    table.visit(0, [work(1000)]);
    let (b, c) = (table.visit(50, [work(10)]), table.visit(150, [work(10)]));
    let run = table.run();
    assert_eq!((run.starts(b), run.closed(c)), (vec![1000.0], vec![200.0]));
}
