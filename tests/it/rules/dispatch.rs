//! When the queue is looked at, and how many are placed at once.

use crate::table::{NEVER, Table, span, work};
use quasisync::policy::{Dispatch, Triggers};

const NONE: Triggers = Triggers { arrival: false, freed: false, sign_in: false };

fn assigned<const N: usize>(table: &mut Table, dispatch: Dispatch, times: [u32; N]) -> [Vec<f64>; N] {
    table.policy.dispatch = dispatch;
    let letters = times.map(|at| table.visit(at, [work(10)]));
    let run = table.run();
    letters.map(|it| run.assigned(it))
}

/// Every five seconds, from the first five seconds on: all who fit in, or one.
#[test]
fn so_many_every_so_often() {
    let every = |at_most| Dispatch { on: NONE, every: Some(span(5)), at_most };
    let times = [0, 1, 2, 10];
    assert_eq!(
        assigned(&mut Table::new(1, 9), every(None), times),
        [vec![5.0], vec![5.0], vec![5.0], vec![10.0]],
        "who comes at the very instant takes part"
    );
    assert_eq!(assigned(&mut Table::new(1, 9), every(Some(1)), times), [vec![5.0], vec![10.0], vec![15.0], vec![20.0]]);
    assert_eq!(assigned(&mut Table::new(1, 9), every(Some(3)), times), [vec![5.0], vec![5.0], vec![5.0], vec![10.0]]);
}

/// Besides, whenever somebody comes.
#[test]
fn a_sweep_and_a_trigger() {
    let dispatch = Dispatch { on: Triggers { arrival: true, ..NONE }, every: Some(span(60)), at_most: Some(1) };
    let times = [0, 0, 0, 30];
    assert_eq!(
        assigned(&mut Table::new(1, 9), dispatch, times),
        [vec![0.0], vec![30.0], vec![60.0], vec![120.0]],
        "the one who comes at 30 finds two before him"
    );
}

/// Only when somebody comes: what is freed meanwhile stays empty.
#[test]
fn on_arrival() {
    let dispatch = Dispatch { on: Triggers { arrival: true, ..NONE }, ..Dispatch::default() };
    assert_eq!(
        assigned(&mut Table::new(1, 1), dispatch, [0, 1, 20, 50]),
        [vec![0.0], vec![20.0], vec![50.0], NEVER],
        "A leaves at 10, B at 30"
    );
}

/// Only when somebody may have found room: the first one waits although there is room for him.
#[test]
fn on_room() {
    let dispatch = Dispatch { on: Triggers { freed: true, ..NONE }, ..Dispatch::default() };
    let mut table = Table::new(2, 1);
    assert_eq!(assigned(&mut table, dispatch, [1, 2]), [NEVER, NEVER]);
    let both = Dispatch { on: Triggers { freed: true, sign_in: true, arrival: false }, ..Dispatch::default() };
    let mut table = Table::new(2, 1);
    assert_eq!(
        assigned(&mut table, both, [0, 2, 3]),
        [vec![0.0], vec![10.0], vec![10.0]],
        "A comes as the agents do, and when he leaves both have room"
    );
}

/// Only when somebody signs in or is back.
#[test]
fn on_signing_in() {
    let dispatch = Dispatch { on: Triggers { sign_in: true, ..NONE }, ..Dispatch::default() };
    let mut table = Table::new(2, 5);
    table.staff(0, &[(0, 1), (50, 2)]);
    assert_eq!(assigned(&mut table, dispatch, [1, 60]), [vec![50.0], NEVER]);
}

/// So many of each queue: demands that different teams serve are in different ones.
#[test]
fn queues_are_limited_one_by_one() {
    let mut table = Table::new(1, 9);
    table.add_demand();
    table.first_team_serves(&[0]);
    table.add_team(1, 9, &[1]);
    table.policy.dispatch = Dispatch { on: NONE, every: Some(span(10)), at_most: Some(1) };
    let letters = [0, 0, 1, 1].map(|demand| table.visit_of(demand, 1, [work(1)]));
    let run = table.run();
    assert_eq!(letters.map(|it| run.assigned(it)[0]), [10.0, 20.0, 10.0, 20.0]);
}
