//! Who serves first, who later, who only if there is nobody else.

use crate::table::{Table, span, work};
use quasisync::model::{Particulars, Serves, ServesFrom};
use quasisync::policy::AssignmentKey;
use quasisync::units::{DemandId, Span};

fn serves(rank: u8, from: ServesFrom) -> Vec<Serves> {
    vec![Serves { demand: DemandId(0), rank, from }]
}

const AT_ONCE: ServesFrom = ServesFrom::After(Span::ZERO);

/// Team 0 has one agent, and team 1 another one who serves as told.
fn two_teams(rank: u8, from: ServesFrom) -> Table {
    let mut table = Table::new(1, 1);
    table.add_team(1, 1, &[0]);
    table.model.teams[1].serves = serves(rank, from);
    table
}

/// The best rank with room, whatever the order of assignment says.
#[test]
fn the_best_rank_with_room_comes_first() {
    for (rank, desks) in [(2, "A0 B1"), (1, "A1 B0"), (0, "A1 B0")] {
        let mut table = two_teams(rank, AT_ONCE);
        // The last one assigned is 0 at the beginning: the turn is agent 1's.
        table.policy.assignment = vec![AssignmentKey::LongestIdle];
        table.staff(0, &[(0, 0), (5, 1)]);
        table.visit(10, [work(100)]);
        table.visit(11, [work(100)]);
        assert_eq!(table.run().desks(), desks, "rank {rank}");
    }
}

/// B goes to the second ring after ten seconds; C, who came later, waits for the first ring or its own ten seconds.
#[test]
fn the_second_ring_gets_whoever_has_waited_for_long_enough() {
    let mut table = two_teams(1, ServesFrom::After(span(10)));
    table.visit(0, [work(100)]);
    let b = table.visit(1, [work(3)]);
    let c = table.visit(5, [work(3)]);
    let d = table.visit(95, [work(3)]);
    let run = table.run();
    assert_eq!((run.starts(b), run.starts(c)), (vec![11.0], vec![15.0]));
    assert_eq!((run.starts(d), run.desks()), (vec![100.0], "A0 B1 C1 D0".into()));
}

/// Whoever moves on keeps his place: C came before D, who has been with the second ring for as long.
#[test]
fn moving_on_keeps_the_place_in_the_queue() {
    let mut table = two_teams(1, ServesFrom::After(span(10)));
    table.visit(0, [work(100)]);
    table.visit(1, [work(50)]);
    let c = table.visit(2, [work(3)]);
    let d = table.visit(3, [work(3)]);
    let run = table.run();
    assert_eq!((run.starts(c), run.starts(d)), (vec![61.0], vec![64.0]));
}

/// A ring with nobody there is skipped: at once, and when the last one leaves.
#[test]
fn an_empty_ring_is_skipped() {
    let mut table = two_teams(1, ServesFrom::After(span(1000)));
    table.staff(0, &[(0, 0), (20, 1), (50, 0)]);
    let a = table.visit(10, [work(30)]);
    let b = table.visit(25, [work(40)]);
    let c = table.visit(26, [work(1)]);
    let run = table.run();
    assert_eq!((run.hands(), run.starts(a), run.starts(b)), ("A1 B0 C1".into(), vec![10.0], vec![25.0]));
    assert_eq!(run.starts(c), [65.0], "agent 0 leaves at 65, after B");
}

/// The fallback serves only while nobody else is there, however long somebody waits.
#[test]
fn a_fallback_serves_while_nobody_else_is_there() {
    let mut table = two_teams(1, ServesFrom::Fallback);
    table.staff(0, &[(0, 1), (300, 0)]);
    table.visit(0, [work(200)]);
    let b = table.visit(1, [work(1)]);
    let c = table.visit(310, [work(1)]);
    let run = table.run();
    assert_eq!((run.starts(b), run.starts(c), run.hands()), (vec![200.0], vec![310.0], "A0 B0 C1".into()));
}

/// An agent may have skills, speed and room of his own.
#[test]
fn an_agent_may_differ_from_the_team() {
    let mut table = Table::new(2, 1);
    table.add_demand();
    let own = Particulars {
        place: 0,
        name: "Ada".into(),
        speed: None,
        serves: Some(vec![DemandId(1).into()]),
        capacity: Some((2, 2)),
    };
    table.model.teams[0].particulars = vec![own];
    table.visit_of(0, 0, [work(100)]);
    table.visit_of(0, 1, [work(100)]);
    table.visit_of(1, 2, [work(100)]);
    table.visit_of(1, 3, [work(100)]);
    assert_eq!(table.run().desks(), "A1 C0 D0 B1", "agent 0 holds two, and none of the first demand");
}
