//! How long the work on a message takes.

use crate::table::{Run, Table, span, work};
use quasisync::model::Arrivals;
use quasisync::policy::Inactivity;
use quasisync::random::Law;
use quasisync::units::{AgentId, Time};
use quasisync::workload::Workload;

/// The more active conversations on the desk when the agent begins, this one included, the slower; fixed until sent.
#[test]
fn more_conversations_slow_an_agent_down() {
    let replies = |slowdown: &[f64]| {
        let mut table = Table::new(1, 3);
        table.model.teams[0].slowdown = slowdown.to_vec();
        let all = [0, 1, 2].map(|at| table.visit(at, [work(10)]));
        let run = table.run();
        all.map(|customer| run.replies(customer)[0])
    };
    assert_eq!(replies(&[1.0]), [10.0, 20.0, 30.0]);
    // A is begun alone and does not become slower; B is begun with C on the desk, C alone again.
    assert_eq!(replies(&[1.0, 1.5, 2.0]), [10.0, 25.0, 35.0]);
    assert_eq!(replies(&[2.0, 1.5]), [20.0, 35.0, 55.0], "the first factor is for one conversation");
}

/// Beyond the end of the list its last value holds.
#[test]
fn the_last_factor_holds_for_all_that_follow() {
    let reply = |slowdown: &[f64]| {
        let mut table = Table::new(1, 4);
        table.model.teams[0].slowdown = slowdown.to_vec();
        let a = table.visit(0, [work(10)]);
        for _ in 0..3 {
            table.visit(0, [work(10)]);
        }
        table.run().replies(a)
    };
    assert_eq!(reply(&[1.0, 2.0]), [20.0]);
    assert_eq!(reply(&[1.0, 2.0, 3.0, 4.0, 5.0]), [40.0]);
}

/// An awaited customer is on the agent's mind, an inactive one is not.
#[test]
fn awaited_customers_slow_down_and_inactive_ones_do_not() {
    let reply = |inactivity: Inactivity, weight: u32| {
        let mut table = Table::new(1, 3);
        table.model.teams[0].slowdown = vec![1.0, 1.5];
        table.policy.inactivity = inactivity;
        table.policy.capacity.weights.inactive = weight;
        table.visit(0, [work(10).silent()]);
        let b = table.visit(20, [work(10)]);
        table.run().replies(b)
    };
    assert_eq!(reply(Inactivity::Never, 0), [35.0]);
    assert_eq!(reply(Inactivity::AtOnce, 0), [30.0]);
    assert_eq!(reply(Inactivity::AtOnce, 1000), [30.0], "whatever it weighs");
}

/// Where the team owns, its conversations are shared evenly, rounded up, among those who are there.
#[test]
fn a_team_shares_its_conversations() {
    let replies = |conversations: u32| {
        let mut table = Table::new(2, 9);
        table.share_the_inbox();
        table.model.teams[0].slowdown = vec![1.0, 2.0, 3.0];
        let a = table.visit(0, [work(10)]);
        for _ in 1..conversations {
            table.visit(0, [work(10)]);
        }
        table.run().replies(a)
    };
    assert_eq!(replies(1), [10.0]);
    assert_eq!(replies(2), [10.0], "one each");
    assert_eq!(replies(3), [20.0], "one and a half, rounded up");
    assert_eq!(replies(4), [20.0]);
    assert_eq!(replies(5), [30.0]);
}

/// Another conversation costs extra; the same one and the first one do not.
#[test]
fn switching_costs() {
    let mut table = Table::new(1, 1);
    table.model.teams[0].switch_cost = span(3);
    let a = table.visit(0, [work(10).answers(5), work(10)]);
    let b = table.visit(30, [work(10)]);
    let c = table.visit(50, [work(10)]);
    let run = table.run();
    assert_eq!(run.replies(a), [10.0, 25.0], "the first, and the same once more");
    assert_eq!(run.replies(b), [43.0]);
    assert_eq!(run.replies(c), [63.0]);
}

/// The cost is the agent's own: what another agent did last does not matter.
#[test]
fn switching_is_counted_for_each_agent() {
    let replies = |team: bool| {
        let mut table = Table::new(2, 2);
        table.model.teams[0].switch_cost = span(3);
        if team {
            table.share_the_inbox();
        }
        table.visit(0, [work(10)]); // agent 0
        let b = table.visit(20, [work(10).answers(10), work(10)]); // the team: agent 1, who is free longest
        table.run().replies(b)
    };
    assert_eq!(replies(true), [30.0, 50.0 + 3.0], "agent 1, then agent 0, who last worked on A");
    assert_eq!(replies(false), [33.0, 53.0], "agent 0 twice");
}

/// The cost of switching is the same however many conversations there are.
#[test]
fn switching_is_not_slowed_down() {
    let mut table = Table::new(1, 1);
    table.model.teams[0].switch_cost = span(3);
    table.model.teams[0].slowdown = vec![2.0];
    table.visit(0, [work(10)]);
    let b = table.visit(30, [work(10)]);
    assert_eq!(table.run().replies(b), [30.0 + 20.0 + 3.0]);
}

/// A handling that a customer stopped by giving up was a handling: to turn away from it costs.
#[test]
fn turning_away_from_stopped_work_costs() {
    let reply = |patience: f64| {
        let mut table = Table::new(1, 1);
        table.model.teams[0].switch_cost = span(3);
        table.visit(0, [work(100).patient(patience)]);
        let b = table.visit(1, [work(10)]);
        table.run().replies(b)
    };
    assert_eq!(reply(5.0), [18.0]);
    assert_eq!(reply(100.0), [113.0]);
}

/// Work is divided by the agent's speed, in microseconds, rounded; a speed belongs to an agent.
#[test]
fn faster_agents_need_less_time() {
    let mut table = Table::new(2, 1);
    table.model.teams[0].speed_ln_sd = 0.3;
    table.model.teams[0].slowdown = vec![1.5];
    table.model.teams[0].switch_cost = span(3);
    table.model.demands[0].handling_first = Law::constant(100.0).unwrap();
    table.model.demands[0].arrivals =
        Arrivals::Trace([0, 1, 1000, 1001].map(|second| Time::START + span(second)).to_vec());
    let workload = Workload::sample(&table.model, 7, 0);
    let speeds = [0, 1].map(|agent| workload.speed(AgentId(agent)));
    assert!(speeds[0] != speeds[1] && speeds[0] != 1.0 && speeds[1] != 1.0);
    let took = speeds.map(|speed| (100e6 * 1.5 / speed + 0.5).floor() as u64);
    let run = Run::of(&table.model, &workload, &table.policy);
    assert_eq!(run.hands(), "A0 B1 C0 D1");
    let replies: Vec<u64> = run.all_replies().iter().map(|at| at.0).collect();
    let mut expected = vec![took[0], 1_000_000 + took[1], 1_003_000_000 + took[0], 1_004_000_000 + took[1]];
    expected.sort_unstable();
    assert_eq!(replies, expected);
}

/// After a conversation that the agent closed, wrap-up holds the agent and the slot: nobody is assigned before it ends.
#[test]
fn wrap_up_holds_the_agent_and_the_slot() {
    let mut table = Table::new(1, 1);
    table.model.teams[0].wrap_up = Some(Law::constant(5.0).unwrap().into());
    let a = table.visit(0, [work(10)]);
    let b = table.visit(1, [work(10)]);
    let run = table.run();
    assert_eq!(run.replies(a), [10.0]);
    assert_eq!(
        run.story(b),
        "1: arrived, queued; 15: assigned 0, started 0; 25: replied 0, resolved, closed recognised"
    );
    assert_eq!(run.staff(), "0: agent 0 signed in; 15: agent 0 wrapped up; 30: agent 0 wrapped up");
    table.model.teams[0].wrap_up = None;
    assert_eq!(table.run().starts(b), [10.0]);
}

/// Whoever wraps up does not look idle: the next customer goes to the agent who can start.
#[test]
fn who_wraps_up_attracts_no_work() {
    let mut table = Table::new(2, 1);
    table.model.teams[0].wrap_up = Some(Law::constant(600.0).unwrap().into());
    table.visit(0, [work(60)]);
    table.visit(120, [work(60)]);
    assert_eq!(table.run().desks(), "A0 B1");
}

/// The reply that would have been sent at 100 had A not given up does not end the wrap-up after B.
#[test]
fn stopped_work_does_not_end_a_later_wrap_up() {
    let mut table = Table::new(1, 1);
    table.model.teams[0].wrap_up = Some(Law::constant(200.0).unwrap().into());
    table.visit(0, [work(100).patient(5)]);
    table.visit(1, [work(10)]);
    let c = table.visit(20, [work(1)]);
    let run = table.run();
    assert_eq!(run.starts(c), [215.0]);
    assert_eq!(run.staff(), "0: agent 0 signed in; 215: agent 0 wrapped up; 416: agent 0 wrapped up");
}

/// Nor does it end a later piece of work.
#[test]
fn stopped_work_does_not_end_later_work() {
    let mut table = Table::new(1, 1);
    table.visit(0, [work(100).patient(5)]);
    let b = table.visit(1, [work(200)]);
    assert_eq!(table.run().replies(b), [205.0]);
}

/// There is nothing to wrap up where the agent did not close.
#[test]
fn wrap_up_only_after_closing() {
    let starts = |turns: Vec<crate::table::Turn>| {
        let mut table = Table::new(1, 2);
        table.model.teams[0].wrap_up = Some(Law::constant(5.0).unwrap().into());
        table.visit(0, turns);
        let b = table.visit(1, [work(10)]);
        table.run().starts(b)
    };
    assert_eq!(starts(vec![work(10)]), [15.0]);
    assert_eq!(starts(vec![work(10).silent()]), [10.0]);
    assert_eq!(starts(vec![work(10).ghosts(), work(10)]), [10.0]);
    assert_eq!(starts(vec![work(10).answers(50), work(10)]), [10.0]);
    assert_eq!(starts(vec![work(10).patient(6)]), [6.0], "giving up leaves nothing to wrap up");
}

/// Each team has its own wrap-up, slowdown and cost of switching.
#[test]
fn teams_differ() {
    let mut table = Table::new(1, 1);
    table.add_team(1, 1, &[0]);
    table.model.teams[1].slowdown = vec![2.0];
    table.model.teams[1].switch_cost = span(3);
    table.model.teams[1].wrap_up = Some(Law::constant(5.0).unwrap().into());
    let all = [0, 0, 30, 30].map(|at| table.visit(at, [work(10)]));
    let run = table.run();
    assert_eq!(all.map(|customer| run.replies(customer)[0]), [10.0, 20.0, 40.0, 53.0]);
    assert_eq!(
        run.staff(),
        "0: agent 0 signed in; 0: agent 1 signed in; 25: agent 1 wrapped up; 58: agent 1 wrapped up"
    );
}
