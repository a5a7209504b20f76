//! Which teams serve which demands, and how their customers queue.

use crate::table::{Table, work};
use quasisync::policy::OrderKey;

/// Demand 0 is served by team 0 only (agent 0), demand 1 by team 1 only (agent 1).
fn apart() -> Table {
    let mut table = Table::new(1, 1);
    table.add_demand();
    table.first_team_serves(&[0]);
    table.add_team(1, 1, &[1]);
    table
}

/// Demand 0 is served by agent 0, demand 1 by agent 1, who also serves demand 0.
fn flexible() -> Table {
    let mut table = Table::new(1, 1);
    table.add_demand();
    table.first_team_serves(&[0]);
    table.add_team(1, 1, &[0, 1]);
    table
}

/// A conversation goes only to a team that serves its demand, whoever else is free.
#[test]
fn a_team_serves_its_demands_only() {
    let hands = |mut table: Table| {
        for at in [0, 1, 2] {
            table.visit_of(0, at, [work(10)]);
        }
        table.run().hands()
    };
    assert_eq!(hands(apart()), "A0 B0 C0");
    assert_eq!(hands(flexible()), "A0 B1 C0");
}

/// B can go nowhere; C, who came later, does not wait behind B.
#[test]
fn a_blocked_lane_does_not_block_another_one() {
    let starts = |mut table: Table, demand: u32| {
        table.visit_of(0, 0, [work(100)]);
        table.visit_of(0, 1, [work(1)]);
        let c = table.visit_of(demand, 2, [work(1)]);
        table.run().starts(c)
    };
    assert_eq!(starts(apart(), 1), [2.0]);
    assert_eq!(starts(apart(), 0), [101.0], "in the same lane C waits behind B");
}

/// An agent who serves two lanes takes the better head: who waits longest, whichever demand.
#[test]
fn lanes_are_compared_by_their_heads() {
    let served = |order: OrderKey, class: u8, times: [(u32, u32); 2]| {
        let mut table = flexible();
        table.model.demands[1].class = class;
        table.model.demands[0].class = 1;
        table.policy.queue = vec![order];
        table.visit_of(0, 0, [work(1000)]); // agent 0
        table.visit_of(1, 0, [work(100)]); // agent 1, free at 100
        for (demand, at) in times {
            table.visit_of(demand, at, [work(1)]);
        }
        table.run().served()
    };
    assert_eq!(served(OrderKey::WaitingLongest, 0, [(0, 3), (1, 5)]), "A B C D");
    assert_eq!(served(OrderKey::WaitingLongest, 0, [(1, 3), (0, 5)]), "A B C D");
    assert_eq!(served(OrderKey::Newest, 0, [(0, 3), (1, 5)]), "A B D C");
    assert_eq!(served(OrderKey::Class, 0, [(0, 3), (1, 5)]), "A B D C");
    assert_eq!(served(OrderKey::Class, 2, [(1, 3), (0, 5)]), "A B D C");
    assert_eq!(served(OrderKey::Class, 1, [(0, 3), (1, 5)]), "A B C D", "equal: who joined first");
    assert_eq!(served(OrderKey::Class, 1, [(1, 3), (0, 5)]), "A B C D");
}

/// The best head whose lane has room: D waits behind C in a blocked lane, and E is taken though the last to come.
#[test]
fn only_lanes_with_room_are_compared() {
    let mut table = apart();
    table.visit_of(0, 0, [work(100)]);
    table.visit_of(1, 0, [work(10)]);
    table.visit_of(0, 1, [work(1)]);
    table.visit_of(0, 2, [work(1)]);
    let e = table.visit_of(1, 3, [work(1)]);
    assert_eq!(table.run().starts(e), [10.0]);
}

/// Two demands that the same teams serve are one queue; the keys still tell them apart.
#[test]
fn demands_of_the_same_teams_are_one_queue() {
    let served = |class: u8| {
        let mut table = Table::new(1, 1);
        table.add_demand();
        table.model.demands[0].class = 1;
        table.model.demands[1].class = class;
        table.policy.queue = vec![OrderKey::Class];
        table.visit_of(0, 0, [work(10)]);
        table.visit_of(0, 1, [work(1)]);
        table.visit_of(1, 2, [work(1)]);
        table.visit_of(0, 3, [work(1)]);
        table.run().served()
    };
    assert_eq!(served(1), "A B C D");
    assert_eq!(served(0), "A C B D");
}

/// A customer comes back to an owner of a team that serves the demand, and queues in the same lane as before.
#[test]
fn a_returning_customer_stays_in_the_lane() {
    let mut table = apart();
    table.every_reply_ends_ownership();
    table.visit_of(1, 0, [work(10).answers(10), work(1)]);
    let run = table.run();
    assert_eq!(run.at(20), "A wrote, A queued, A assigned 1, A started 1", "agent 0 is free, too");
}
