//! What it costs to take over, what a wrap-up holds, and agents who share their time.

use crate::table::{NEVER, Table, conversation, span, work};
use quasisync::model::{CatchUp, Holds, Until, WrapUp};
use quasisync::policy::CloseClock;
use quasisync::random::Law;

fn constant(seconds: f64) -> Law {
    Law::constant(seconds).unwrap()
}

/// The first message that an agent answers in somebody else's conversation takes longer, the more so the longer it is.
#[test]
fn catching_up_costs() {
    let replies = |agents: &[(u32, u32)]| {
        let mut table = Table::new(1, 1);
        table.every_reply_ends_ownership();
        table.model.teams[0].catch_up = CatchUp { first: span(20), per_exchange: span(3) };
        table.add_team(1, 1, &[0]);
        table.staff(0, agents);
        table.staff(1, &[(0, 0), (15, 1)]);
        table.model.teams[1].catch_up = table.model.teams[0].catch_up;
        let a = table.visit(0, [work(10).answers(90), work(10).answers(80), work(10).answers(90), work(10)]);
        (table.run().hands(), table.run().replies(a))
    };
    assert_eq!(replies(&[(0, 1)]), ("A0 A0 A0 A0".into(), vec![10.0, 110.0, 200.0, 300.0]));
    assert_eq!(
        replies(&[(0, 1), (15, 0)]),
        ("A0 A1 A1 A1".into(), vec![10.0, 133.0, 223.0, 323.0]),
        "20 s and 3 s for one exchange"
    );
    assert_eq!(
        replies(&[(0, 1), (15, 0), (220, 1)]),
        ("A0 A1 A1 A0".into(), vec![10.0, 133.0, 223.0, 352.0]),
        "20 s and 3 s for each of three exchanges"
    );
}

/// Catching up is work: it is slowed down, and faster for a fast agent.
#[test]
fn catching_up_is_work() {
    let mut table = Table::new(1, 1);
    table.policy.close.after = Some((span(20), CloseClock::LastAgent));
    table.policy.close.thread_window = Some(span(0));
    table.model.teams[0].catch_up.first = span(20);
    table.model.teams[0].slowdown = vec![1.5];
    table.visit(0, [work(10).answers(85), work(10)]);
    assert_eq!(table.run().starts(conversation(2)), [100.0]);
    assert_eq!(table.run().replies(conversation(2)), [145.0], "a linked conversation must be read, (10 + 20) x 1.5");
}

/// What a wrap-up of ten seconds holds: the agent, a slot, or nothing.
#[test]
fn a_wrap_up_holds_what_it_is_told() {
    let starts = |holds: Holds| {
        let mut table = Table::new(1, 2);
        table.model.teams[0].wrap_up = Some(WrapUp { law: constant(10.0), holds });
        table.visit(0, [work(5)]);
        let b = table.visit(1, [work(2).silent()]);
        let c = table.visit(2, [work(1)]);
        let run = table.run();
        let wrapped = run.staff().matches("wrapped up").count();
        ([run.starts(b), run.starts(c)].concat(), wrapped)
    };
    assert_eq!(starts(Holds::Agent), (vec![15.0, 17.0], 2));
    assert_eq!(starts(Holds::Slot), (vec![5.0, 15.0], 2), "B is answered at once, C finds no slot");
    assert_eq!(starts(Holds::Nothing), (vec![5.0, 7.0], 2));
}

/// One agent who shares time evenly, at a total speed of 1, 1.5, 2.
fn sharing(speeds: &[f64]) -> Table {
    let mut table = Table::new(1, 5);
    table.model.teams[0].sharing = speeds.to_vec();
    table
}

/// With a total speed of 1 two who come together take twice as long, and the rest of the longer one is as fast as alone.
#[test]
fn time_is_shared_evenly() {
    let mut table = sharing(&[1.0]);
    let (a, b) = (table.visit(0, [work(10)]), table.visit(0, [work(30)]));
    let run = table.run();
    assert_eq!((run.starts(a), run.starts(b)), (vec![0.0], vec![0.0]));
    assert_eq!((run.replies(a), run.replies(b)), (vec![20.0], vec![40.0]));
}

/// Whoever comes later slows down those who are there: A has 10 of 20 done alone, then half speed.
#[test]
fn a_newcomer_slows_down_the_others() {
    let mut table = sharing(&[1.0]);
    let (a, b) = (table.visit(0, [work(20)]), table.visit(10, [work(5)]));
    let run = table.run();
    assert_eq!((run.replies(b), run.replies(a)), (vec![20.0], vec![25.0]));
}

/// The total speed goes by the active conversations as they are now; those that await their customer count, and take no
/// time.
#[test]
fn the_total_speed_goes_by_active_conversations() {
    let mut table = sharing(&[1.0, 1.5, 2.0]);
    let a = table.visit(0, [work(10).silent()]);
    let b = table.visit(20, [work(15)]);
    let run = table.run();
    assert_eq!((run.replies(a), run.replies(b)), (vec![10.0], vec![30.0]), "A is silent, and B has the speed of two");
    let mut table = sharing(&[1.0, 1.5, 2.0]);
    let all: Vec<_> = (0..3).map(|_| table.visit(0, [work(10)])).collect();
    let run = table.run();
    assert_eq!(all.iter().map(|it| run.replies(*it)[0]).collect::<Vec<_>>(), [15.0; 3]);
}

/// Who gives up frees his share; who is gone silently keeps it.
#[test]
fn giving_up_frees_a_share() {
    let replies = |silent| {
        let mut table = sharing(&[1.0]);
        table.patience_until(Until::Reply);
        table.model.demands[0].patience.silent = silent;
        let a = table.visit(0, [work(20)]);
        table.visit(0, [work(20).patient(10)]);
        (table.run().replies(a), table.run().replies(conversation(2)))
    };
    assert_eq!(replies(0.0), (vec![25.0], NEVER));
    assert_eq!(replies(1.0), (vec![40.0], vec![40.0]));
}

/// Who leaves finishes all that is in hand.
#[test]
fn who_shares_leaves_when_all_is_done() {
    let mut table = sharing(&[1.0]);
    table.staff(0, &[(0, 1), (5, 0)]);
    table.visit(0, [work(10)]);
    table.visit(0, [work(20)]);
    assert!(table.run().staff().ends_with("30: agent 0 signed out"), "{}", table.run().staff());
}
