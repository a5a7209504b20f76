//! Which agent: the keys that compare more than load and time of the last reply.

use crate::table::{Run, Table, span, work};
use quasisync::engine::{Halt, simulate};
use quasisync::model::{Arrivals, Particulars, Return};
use quasisync::policy::{AssignmentKey, AssignmentRule, CloseClock, Inactivity};
use quasisync::random::Law;
use quasisync::units::{ConversationId, DeskId, Time};
use quasisync::workload::Workload;
use quasisync::world::World;
use std::sync::atomic::AtomicBool;

fn table(agents: u32, slots: u32, keys: &[AssignmentKey]) -> Table {
    let mut table = Table::new(agents, slots);
    table.policy.assignment = keys.to_vec();
    table
}

/// Of ten slots and of two: the larger share that is free.
#[test]
fn most_spare_share() {
    let desks = |key: AssignmentKey| {
        let mut table = table(1, 10, &[key]);
        table.add_team(1, 2, &[0]);
        for at in 1..=8 {
            table.visit(at, [work(1000)]);
        }
        table.run().desks()
    };
    assert_eq!(desks(AssignmentKey::MostSpareShare), "A0 B1 C0 D0 E0 F0 G0 H1", "H finds 0.4 against 0.5");
    assert_eq!(desks(AssignmentKey::MostSpare), "A0 B0 C0 D0 E0 F0 G0 H0");
}

/// Inactive conversations are open, whatever they weigh; closed ones are not.
#[test]
fn fewest_open() {
    let desks = |key: AssignmentKey| {
        let mut table = table(2, 5, &[key]);
        table.policy.inactivity = Inactivity::AtOnce;
        table.visit(0, [work(1).silent()]);
        table.visit(10, [work(1)]);
        table.visit(20, [work(1)]);
        table.run().desks()
    };
    assert_eq!(desks(AssignmentKey::LeastLoaded), "A0 B0 C0");
    assert_eq!(desks(AssignmentKey::FewestOpen), "A0 B1 C1", "B is closed when C comes, A is not");
}

/// Only those who wait for a reply count.
#[test]
fn fewest_needing_a_reply() {
    let desks = |key: AssignmentKey| {
        let mut table = table(2, 5, &[key]);
        table.visit(0, [work(2).answers(1000), work(1)]);
        table.visit(3, [work(100)]);
        table.visit(4, [work(100)]);
        table.visit(5, [work(100)]);
        table.run().desks()
    };
    assert_eq!(desks(AssignmentKey::FewestNeedingReply), "A0 B0 C1 D0");
    assert_eq!(desks(AssignmentKey::FewestOpen), "A0 B1 C0 D1", "C finds one at each");
}

/// Whose last new work is longest ago, and who had the least: somebody who has just come had none.
#[test]
fn least_recently_and_least_often() {
    let desks = |key: AssignmentKey| {
        let mut table = table(2, 9, &[key]);
        table.staff(0, &[(0, 1), (10, 2)]);
        for at in [0, 1, 11, 12, 13, 14] {
            table.visit(at, [work(1000)]);
        }
        table.run().desks()
    };
    assert_eq!(desks(AssignmentKey::LeastRecentlyAssigned), "A0 B0 C1 D0 E1 F0");
    assert_eq!(desks(AssignmentKey::FewestAssigned), "A0 B0 C1 D1 E0 F1");
}

/// Reactivations are no new work.
#[test]
fn only_choices_count() {
    let mut table = table(2, 9, &[AssignmentKey::LeastRecentlyAssigned]);
    table.policy.inactivity = Inactivity::AtOnce;
    table.visit(0, [work(1).answers(20), work(1)]);
    table.visit(1, [work(1)]);
    table.visit(30, [work(1)]);
    let run = table.run();
    assert!(run.at(21).starts_with("A wrote, A reactivated 0"));
    assert_eq!(run.desks(), "A0 B1 C0");
}

/// Whoever wrote the last reply, also in the conversation that this one goes on with.
#[test]
fn last_agent() {
    use AssignmentKey::{LastAgent, LeastLoaded};
    let stories = |keys: &[AssignmentKey], change: fn(&mut Table)| {
        let mut table = table(2, 2, keys);
        table.every_reply_ends_ownership();
        table.visit(0, [work(100)]);
        table.visit(1, [work(1).answers(148), work(1)]);
        change(&mut table);
        table.run().desks()
    };
    assert_eq!(stories(&[LeastLoaded], |_| ()), "A0 B1 B0");
    assert_eq!(stories(&[LastAgent, LeastLoaded], |_| ()), "A0 B1 B1");
    let links = |table: &mut Table| {
        table.policy.close.after = Some((span(20), CloseClock::LastAgent));
        table.policy.close.thread_window = Some(span(10));
    };
    assert_eq!(stories(&[LeastLoaded], links), "A0 B1 C0");
    assert_eq!(stories(&[LastAgent, LeastLoaded], links), "A0 B1 C1", "C goes on with B");
}

/// The same for whoever comes again with another visit.
#[test]
fn last_agent_of_an_earlier_visit() {
    let desks = |keys: &[AssignmentKey]| {
        let mut table = table(2, 1, keys);
        let after = Law::constant(50_000.0).unwrap();
        table.model.demands[0].comes_back.solved = Some(Return { probability: 1.0, after, keep: true });
        table.visit(0, [work(40_000)]);
        table.visit(1, [work(1)]);
        table.run().desks()
    };
    // B comes again at 50,002, A at 90,000, which is too late.
    assert_eq!(desks(&[]), "A0 B1 C0");
    assert_eq!(desks(&[AssignmentKey::LastAgent]), "A0 B1 C1");
}

/// The fastest of those who have room.
#[test]
fn fastest() {
    let mut table = table(3, 1, &[AssignmentKey::Fastest]);
    let particulars = |place: u32, speed: f64| Particulars {
        place,
        name: format!("agent {place}"),
        speed: Some(speed),
        serves: None,
        capacity: None,
    };
    table.model.teams[0].particulars = vec![particulars(0, 0.5), particulars(2, 2.0)];
    // Speeds come with a workload that is sampled.
    table.model.demands[0].arrivals = Arrivals::Trace((0..3).map(|at| Time::START + span(at)).collect());
    let workload = Workload::sample(&table.model, 1, 0);
    assert_eq!(Run::of(&table.model, &workload, &table.policy).desks(), "A2 B1 C0");
}

/// The highest number.
#[derive(Debug)]
struct Last;

impl AssignmentRule for Last {
    fn score(&self, _world: &World, _conversation: ConversationId, desk: DeskId) -> f64 {
        f64::from(desk.0) - 1.0
    }
}

/// A rule from outside, and among equals the next key.
#[test]
fn a_rule_from_outside() {
    let mut table = table(3, 1, &[AssignmentKey::custom(Last)]);
    for at in 0..3 {
        table.visit(at, [work(100)]);
    }
    assert_eq!(table.run().desks(), "A2 B1 C0");
}

/// Nobody is a number.
#[derive(Debug)]
struct Nobody;

impl AssignmentRule for Nobody {
    fn score(&self, _world: &World, _conversation: ConversationId, _desk: DeskId) -> f64 {
        f64::NAN
    }
}

/// A rule whose score is not a number stops the run, and is named.
#[test]
fn a_score_must_be_a_number() {
    let mut table = table(2, 1, &[AssignmentKey::custom(Nobody), AssignmentKey::custom(Last)]);
    table.visit(7, [work(1)]);
    let halt = simulate(&table.model, &table.workload(), &table.policy, (), &AtomicBool::new(false)).unwrap_err();
    let Halt::NoNumber(found) = halt else { panic!("a score is not a number") };
    assert_eq!((found.group, &*found.rule, found.conversation), ("assignment", "Nobody", ConversationId(0)));
    assert_eq!(found.at, Time::START + span(7));
}
