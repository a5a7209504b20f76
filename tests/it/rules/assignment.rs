//! Which desk gets the conversation.

use crate::table::{Table, work};
use quasisync::policy::{AssignmentKey, Inactivity};
use quasisync::random::philox;

fn table(agents: u32, slots: u32, keys: &[AssignmentKey]) -> Table {
    let mut table = Table::new(agents, slots);
    table.policy.assignment = keys.to_vec();
    table
}

/// Five come at once to two agents with three slots.
fn five(keys: &[AssignmentKey]) -> String {
    let mut table = table(2, 3, keys);
    for _ in 0..5 {
        table.visit(1, [work(100)]);
    }
    table.run().desks()
}

/// Without a key, and last of all: the lowest number with room.
#[test]
fn the_lowest_number() {
    assert_eq!(five(&[]), "A0 B0 C0 D1 E1");
}

#[test]
fn the_least_loaded() {
    assert_eq!(five(&[AssignmentKey::LeastLoaded]), "A0 B1 C0 D1 E0");
}

/// Who is loaded most, but still has room. C holds a slot on desk 1 when D comes; desk 0 is empty.
#[test]
fn the_most_loaded() {
    assert_eq!(five(&[AssignmentKey::MostLoaded]), "A0 B0 C0 D1 E1");
    let desks = |keys: &[AssignmentKey]| {
        let mut table = table(2, 2, keys);
        table.visit(0, [work(5)]);
        table.visit(0, [work(5)]);
        table.visit(1, [work(100)]);
        table.visit(20, [work(1)]);
        table.run().desks()
    };
    assert_eq!(desks(&[AssignmentKey::MostLoaded]), "A0 B0 C1 D1");
    assert_eq!(desks(&[]), "A0 B0 C1 D0");
}

/// Load counts what inactive conversations weigh.
#[test]
fn inactive_conversations_count_in_the_load_as_they_weigh() {
    let desks = |weight: u32| {
        let mut table = table(2, 3, &[AssignmentKey::LeastLoaded]);
        table.policy.inactivity = Inactivity::AtOnce;
        table.policy.capacity.weights.inactive = weight;
        table.visit(0, [work(5).silent()]);
        table.visit(10, [work(1)]);
        table.run().desks()
    };
    assert_eq!(desks(0), "A0 B0");
    assert_eq!(desks(1), "A0 B1");
}

/// Room counts from the preferred capacity: the agent with four slots has more of it even with one of them taken.
#[test]
fn the_most_spare() {
    let desks = |key| {
        let mut table = table(1, 2, &[key]);
        table.add_team(1, 4, &[0]);
        for _ in 0..4 {
            table.visit(1, [work(100)]);
        }
        table.run().desks()
    };
    assert_eq!(desks(AssignmentKey::MostSpare), "A1 B1 C0 D1", "room 2 and 4, 2 and 3, 2 and 2, 1 and 2");
    assert_eq!(desks(AssignmentKey::LeastLoaded), "A0 B1 C0 D1");
}

/// The longest since the last reply, or since signing in if that was later.
#[test]
fn the_longest_idle() {
    let desks = |keys: &[AssignmentKey]| {
        let mut table = table(3, 1, keys);
        table.staff(0, &[(0, 2), (25, 3)]);
        table.visit(0, [work(10)]); // desk 0, idle since 10
        table.visit(20, [work(1)]); // desk 1, which is idle since 0; then since 21
        table.visit(30, [work(1)]); // desk 0; then since 31
        table.visit(40, [work(1)]); // desk 1 (21), before desk 2 (25) and desk 0 (31); then since 41
        table.visit(50, [work(1)]); // desk 2
        table.run().desks()
    };
    assert_eq!(desks(&[AssignmentKey::LongestIdle]), "A0 B1 C0 D1 E2");
    assert_eq!(desks(&[]), "A0 B0 C0 D0 E0");
}

/// Idle is who has sent no reply for long, not who has nothing to do: B joins A on the desk that never replied.
#[test]
fn idleness_counts_from_replies_not_from_assignments() {
    let mut table = table(2, 3, &[AssignmentKey::LongestIdle]);
    table.visit(0, [work(100)]);
    table.visit(1, [work(10)]);
    assert_eq!(table.run().desks(), "A0 B0");
}

/// An agent who has sent a reply and signs in again afterwards is idle since signing in.
#[test]
fn signing_in_again_begins_a_new_idleness() {
    let desks = |back: u32| {
        let mut table = table(1, 1, &[AssignmentKey::LongestIdle]);
        table.add_team(1, 1, &[0]);
        table.staff(0, &[(0, 1), (10, 0), (back, 1)]);
        table.visit(0, [work(1)]); // desk 0, idle since 1
        table.visit(2, [work(20)]); // desk 1, idle since 22
        table.visit(40, [work(1)]);
        table.run().desks()
    };
    assert_eq!(desks(21), "A0 B1 C0");
    assert_eq!(desks(23), "A0 B1 C1");
}

/// The next number after the one assigned last, around; one without room is passed over.
#[test]
fn cyclic() {
    let mut table = table(3, 2, &[AssignmentKey::Cyclic]);
    for at in [0, 10, 20, 30, 40, 50, 60, 70] {
        // The second one stays, and so does the fifth: desk 1 is full from 40 on.
        table.visit(at, [work(if at == 10 || at == 40 { 100 } else { 1 })]);
    }
    assert_eq!(table.run().desks(), "A0 B1 C2 D0 E1 F2 G0 H2");
}

/// There is one wheel for each queue, that is for each set of teams: another demand's customers do not turn it.
#[test]
fn cyclic_goes_on_queue_by_queue() {
    let mut table = table(2, 5, &[AssignmentKey::Cyclic]);
    table.add_demand();
    table.add_team(1, 5, &[1]);
    for (at, demand) in [(0, 0), (1, 1), (2, 0), (3, 1), (4, 1), (5, 0)] {
        table.visit_of(demand, at, [work(100)]);
    }
    // Demand 0 may go to desks 0 and 1, demand 1 to 0, 1 and 2.
    assert_eq!(table.run().desks(), "A0 B0 C1 D1 E2 F0");
}

/// A number for each (customer, passage): of n desks with room, in the order of numbers, the one at floor(u x n).
#[test]
fn random() {
    let chosen = |row: u64, passage: u64, desks: &[u32]| {
        let bits = philox([0, 0], [row, passage, 0, 101])[0];
        desks[((u128::from(bits) * desks.len() as u128) >> 64) as usize]
    };
    let mut table = table(4, 1, &[AssignmentKey::Random]);
    table.every_reply_ends_ownership();
    let mut expected = Vec::new();
    for row in 0..6_u32 {
        table.visit(row * 10, [work(1).answers(1000), work(1)]);
        expected.push(chosen(u64::from(row), 1, &[0, 1, 2, 3]));
    }
    // All come back one by one; a second passage draws another number.
    expected.extend((0..6).map(|row| chosen(row, 2, &[0, 1, 2, 3])));
    let letters = "ABCDEFABCDEF".chars().zip(&expected);
    assert_eq!(
        table.run().desks(),
        letters.map(|(letter, desk)| format!("{letter}{desk}")).collect::<Vec<_>>().join(" ")
    );
    assert_ne!(expected[..6], expected[6..]);
    assert!(expected.iter().any(|&desk| desk != expected[0]));
}

/// Only desks with room take part in the draw.
#[test]
fn random_among_those_with_room() {
    let mut table = table(4, 1, &[AssignmentKey::Random]);
    let mut free = vec![0, 1, 2, 3];
    let mut expected = Vec::new();
    for row in 0..4_u64 {
        table.visit(1, [work(100)]);
        let bits = philox([0, 0], [row, 1, 0, 101])[0];
        let desk = free.remove(((u128::from(bits) * free.len() as u128) >> 64) as usize);
        expected.push(format!("{}{desk}", char::from(b'A' + row as u8)));
    }
    assert_eq!(table.run().desks(), expected.join(" "));
}

/// The second key decides among those that the first calls equal.
#[test]
fn a_list_of_keys_goes_from_left_to_right() {
    let desks = |keys: &[AssignmentKey]| {
        let mut table = table(2, 3, keys);
        table.visit(0, [work(10)]); // desk 0
        table.visit(1, [work(100)]);
        table.visit(20, [work(1)]);
        table.run().desks()
    };
    use AssignmentKey::{LeastLoaded, LongestIdle};
    assert_eq!(desks(&[LongestIdle]), "A0 B0 C1", "both idle since 0; then desk 0 since 10");
    assert_eq!(desks(&[LongestIdle, LeastLoaded]), "A0 B1 C1", "B finds both idle since 0, and desk 1 less loaded");
    assert_eq!(desks(&[LeastLoaded, LongestIdle]), "A0 B1 C0", "C finds desk 0 empty");

    let desks = |keys: &[AssignmentKey]| {
        let mut table = table(2, 3, keys);
        table.visit(0, [work(10)]);
        table.visit(20, [work(1)]);
        table.run().desks()
    };
    assert_eq!(desks(&[LeastLoaded]), "A0 B0");
    assert_eq!(desks(&[LeastLoaded, LongestIdle]), "A0 B1");
    assert_eq!(desks(&[LeastLoaded, AssignmentKey::Cyclic]), "A0 B1");
    assert_eq!(desks(&[AssignmentKey::MostLoaded, LongestIdle]), "A0 B1");
    assert_eq!(desks(&[AssignmentKey::MostSpare, LongestIdle]), "A0 B1");
}

/// A random choice among those that are equal so far.
#[test]
fn random_may_be_the_last_key() {
    let mut table = table(4, 5, &[AssignmentKey::LeastLoaded, AssignmentKey::Random]);
    let mut free = vec![0, 1, 2, 3];
    let mut expected = Vec::new();
    for row in 0..8_u64 {
        table.visit(1, [work(100)]);
        let bits = philox([0, 0], [row, 1, 0, 101])[0];
        let desk = free.remove(((u128::from(bits) * free.len() as u128) >> 64) as usize);
        expected.push(format!("{}{desk}", char::from(b'A' + row as u8)));
        if free.is_empty() {
            free = vec![0, 1, 2, 3];
        }
    }
    assert_eq!(table.run().desks(), expected.join(" "));
}

/// However long it is idle, a desk without room gets nothing.
#[test]
fn a_desk_without_room_is_passed_over() {
    let desks = |slots: u32| {
        let mut table = table(2, slots, &[AssignmentKey::LongestIdle]);
        table.visit(0, [work(100)]); // desk 0, which has sent no reply yet
        table.visit(0, [work(1)]);
        table.visit(5, [work(1)]);
        table.run().desks()
    };
    assert_eq!(desks(1), "A0 B1 C1");
    assert_eq!(desks(9), "A0 B0 C0");
}

/// Many desks: more than fit into two words of bits.
#[test]
fn every_desk_of_many_is_found() {
    let desks = |key: Option<AssignmentKey>, slots: u32, customers: u64| {
        let mut table = table(150, slots, key.as_slice());
        for _ in 0..customers {
            table.visit(1, [work(100)]);
        }
        table.run().desk_numbers()
    };
    let round: Vec<u32> = (0..150).collect();
    let rounds: Vec<u32> = round.iter().chain(&round).copied().collect();
    assert_eq!(desks(None, 1, 150), round);
    assert_eq!(desks(Some(AssignmentKey::LeastLoaded), 2, 300), rounds);
    assert_eq!(desks(Some(AssignmentKey::MostSpare), 2, 300), rounds);
    assert_eq!(desks(Some(AssignmentKey::Cyclic), 2, 300), rounds);
    let filled: Vec<u32> = (0..300).map(|row| row / 2).collect();
    assert_eq!(desks(Some(AssignmentKey::MostLoaded), 2, 300), filled);
    assert_eq!(desks(None, 2, 300), filled);
    let mut free = round;
    let drawn: Vec<u32> = (0..150)
        .map(|row| {
            let bits = philox([0, 0], [row, 1, 0, 101])[0];
            free.remove(((u128::from(bits) * free.len() as u128) >> 64) as usize)
        })
        .collect();
    assert_eq!(desks(Some(AssignmentKey::Random), 1, 150), drawn);
}

/// The room of a team that owns changes with the number of its agents.
#[test]
fn the_most_spare_counts_who_is_there() {
    let desks = |cut_to: u32| {
        let mut table = table(3, 1, &[AssignmentKey::MostSpare]);
        table.add_team(1, 2, &[0]);
        table.share_the_inbox();
        table.staff(0, &[(0, 3), (10, cut_to)]);
        table.visit(20, [work(1)]);
        table.run().desks()
    };
    assert_eq!(desks(3), "A0", "3 x 1 against 1 x 2");
    assert_eq!(desks(2), "A0", "2 against 2: the lowest number");
    assert_eq!(desks(1), "A1", "1 against 2");
}
