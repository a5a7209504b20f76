//! How much an agent may hold, and who owns.

use crate::table::{Table, work};
use quasisync::policy::Inactivity;

/// New work is assigned while load + 1 fits into the preferred capacity; the third waits for a slot.
#[test]
fn new_work_is_assigned_up_to_the_preferred_capacity() {
    let assigned = |slots: u32| {
        let mut table = Table::new(1, slots);
        table.visit(0, [work(10)]);
        table.visit(1, [work(10)]);
        let c = table.visit(2, [work(10)]);
        table.run().assigned(c)
    };
    assert_eq!(assigned(2), [10.0], "when A is closed");
    assert_eq!(assigned(3), [2.0]);
}

/// The maximum is for those who return; new work never uses it.
#[test]
fn new_work_does_not_use_the_maximum() {
    let mut table = Table::new(1, 1);
    table.maximum(5);
    table.visit(0, [work(10)]);
    let b = table.visit(1, [work(10)]);
    assert_eq!(table.run().assigned(b), [10.0]);
}

/// An agent holds several conversations but writes one reply at a time.
#[test]
fn an_agent_works_on_one_message_at_a_time() {
    let mut table = Table::new(1, 3);
    table.visit(0, [work(10)]);
    let b = table.visit(1, [work(10)]);
    let run = table.run();
    assert_eq!(
        run.story(b),
        "1: arrived, queued, assigned 0; 10: started 0; 20: replied 0, resolved, closed recognised"
    );
}

/// While a customer is awaited the agent is free, but the slot is not.
#[test]
fn awaiting_a_customer_holds_a_slot_but_not_the_agent() {
    let story = |slots: u32| {
        let mut table = Table::new(1, slots);
        table.visit(0, [work(10).answers(30), work(10)]);
        let b = table.visit(15, [work(10)]);
        table.run().story(b)
    };
    assert_eq!(
        story(1),
        "15: arrived, queued; 50: assigned 0, started 0; 60: replied 0, resolved, closed recognised",
        "after A is closed"
    );
    assert_eq!(story(2), "15: arrived, queued, assigned 0, started 0; 25: replied 0, resolved, closed recognised");
}

/// An inactive conversation weighs what the policy says, to the thousandth of a slot.
#[test]
fn inactive_conversations_weigh_as_the_policy_says() {
    let assigned = |slots: u32, weight: u32| {
        let mut table = Table::new(1, slots);
        table.policy.inactivity = Inactivity::AtOnce;
        table.policy.capacity.weights.inactive = weight;
        table.visit(0, [work(10).silent()]);
        table.visit(0, [work(10).silent()]);
        let c = table.visit(30, [work(10)]);
        table.run().assigned(c).len()
    };
    assert_eq!(assigned(1, 0), 1, "both are weightless");
    assert_eq!(assigned(1, 1), 0, "0.001 + 1 does not fit into 1");
    assert_eq!(assigned(2, 500), 1, "2 x 0.5 + 1 fits into 2");
    assert_eq!(assigned(2, 501), 0, "2 x 0.501 + 1 does not");
    assert_eq!(assigned(2, 1000), 0, "a full weight is as if it were active");
}

/// An agent's customer waits for this agent; a team's customer is answered by whoever is free.
#[test]
fn ownership_decides_who_answers_later_messages() {
    let table = |team: bool| {
        let mut table = Table::new(2, 2);
        if team {
            table.share_the_inbox();
        }
        table.visit(0, [work(10).answers(5), work(10)]); // writes again at 15
        table.visit(12, [work(10)]);
        table
    };
    let run = table(false).run();
    assert_eq!(run.hands(), "A0 B0 A0", "agent 0 is the lowest number with room, and A belongs there");
    assert_eq!(run.served(), "A B A");
    assert_eq!(run.at(15), "A wrote", "agent 1 has nothing to do, and yet A waits");
    let run = table(true).run();
    assert_eq!(run.hands(), "A0 B1 A0");
    assert_eq!(run.at(15), "A wrote, A started 0");

    // Another agent of the team answers where the first one is busy.
    let mut table = table(true);
    table.staff(0, &[(0, 1), (11, 2)]);
    table.visit(13, [work(3)]);
    let run = table.run();
    assert_eq!(run.hands(), "A0 B0 C1 A1", "at 12 agent 0 is free since 10, agent 1 since 11; at 16 agent 1 is free");
}

/// With team ownership desks are numbered like teams.
#[test]
fn a_team_that_owns_is_one_desk() {
    let mut table = Table::new(2, 1);
    table.add_team(2, 1, &[0]);
    table.share_the_inbox();
    for _ in 0..4 {
        table.visit(1, [work(10)]);
    }
    let run = table.run();
    assert_eq!(run.desks(), "A0 B0 C1 D1");
    assert_eq!(run.hands(), "A0 B1 C2 D3", "agents are numbered through the teams");
}

/// Of a team's agents with nothing in hand the one starts who is free longest.
#[test]
fn the_agent_of_a_team_who_is_free_longest_starts() {
    let mut table = Table::new(2, 1);
    table.share_the_inbox();
    for at in [0, 20, 40, 60] {
        table.visit(at, [work(10)]);
    }
    assert_eq!(table.run().hands(), "A0 B1 C0 D1");
    let mut table = Table::new(2, 1);
    for at in [0, 20, 40, 60] {
        table.visit(at, [work(10)]);
    }
    assert_eq!(table.run().hands(), "A0 B0 C0 D0", "not so with desks of their own");
}

/// Both become free at 10, agent 1 first because that reply was begun first.
#[test]
fn agents_who_become_free_at_one_instant_start_in_that_order() {
    let hands = |work_b: f64| {
        let mut table = Table::new(2, 1);
        table.share_the_inbox();
        table.visit(0, [work(5)]); // agent 0
        table.visit(1, [work(work_b)]); // agent 1
        table.visit(6, [work(4)]); // agent 0, until 10
        table.visit(20, [work(1)]);
        table.run().hands()
    };
    assert_eq!(hands(9.0), "A0 B1 C0 D1", "B is answered at 10, before C");
    assert_eq!(hands(9.001), "A0 B1 C0 D0", "agent 0 is free a millisecond longer");
}

/// An agent is free since the customer gave up, too.
#[test]
fn giving_up_makes_an_agent_free() {
    let hands = |patience: f64| {
        let mut table = Table::new(2, 1);
        table.share_the_inbox();
        table.visit(0, [work(100).patient(patience)]); // agent 0
        table.visit(0, [work(10)]); // agent 1, until 10
        table.visit(20, [work(1)]);
        table.run().hands()
    };
    assert_eq!(hands(9.0), "A0 B1 C0");
    assert_eq!(hands(11.0), "A0 B1 C1");
}

/// The slots of a team are preferred x agents signed in, one pool, whoever works.
#[test]
fn the_slots_of_a_team_are_one_pool() {
    let mut table = Table::new(2, 2);
    table.share_the_inbox();
    table.staff(0, &[(0, 2), (5, 1), (7, 3)]);
    for _ in 0..7 {
        table.visit(0, [work(100)]);
    }
    let run = table.run();
    // At 5 one agent is to go when free; both have something in hand, so nobody goes before 7.
    assert_eq!(run.desks(), "A0 B0 C0 D0 E0 F0 G0");
    assert_eq!(run.at(7), "agent 2 signed in, E assigned 0, F assigned 0, C started 2", "4 slots, then 6");
}

/// Each team has limits of its own.
#[test]
fn limits_belong_to_teams() {
    let mut table = Table::new(1, 1);
    table.add_team(1, 3, &[0]);
    for _ in 0..5 {
        table.visit(1, [work(100)]);
    }
    assert_eq!(table.run().desks(), "A0 B1 C1 D1 E0", "E waits until 101");
}
