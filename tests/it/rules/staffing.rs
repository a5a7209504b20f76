//! Agents come and go.

use crate::table::{Table, span, work};
use quasisync::model::Until;
use quasisync::policy::{AssignmentKey, Clock, Inactivity, OrderKey};
use quasisync::random::Law;

/// At the beginning everybody who should be there signs in, team by team.
#[test]
fn everybody_signs_in_at_the_beginning() {
    let mut table = Table::new(2, 1);
    table.add_team(1, 1, &[0]);
    assert_eq!(table.run().staff(), "0: agent 0 signed in; 0: agent 1 signed in; 0: agent 2 signed in");
}

/// A team has as many numbers as the most agents that it ever has; the lowest come first.
#[test]
fn the_lowest_numbers_sign_in_first() {
    let mut table = Table::new(1, 1);
    table.staff(0, &[(0, 1), (10, 3), (20, 1), (30, 2)]);
    table.add_team(1, 1, &[0]);
    assert_eq!(
        table.run().staff(),
        "0: agent 0 signed in; 0: agent 3 signed in; 10: agent 1 signed in; 10: agent 2 signed in; \
         20: agent 2 signed out; 20: agent 1 signed out; 30: agent 1 signed in"
    );
}

/// Changes at the same instant come in the order of the teams.
#[test]
fn changes_come_in_the_order_of_the_teams() {
    let mut table = Table::new(2, 1);
    table.add_team(2, 1, &[0]);
    table.staff(0, &[(0, 1), (10, 2), (20, 1)]);
    table.staff(1, &[(0, 2), (10, 1), (20, 2)]);
    let run = table.run();
    assert_eq!(run.at(10), "agent 1 signed in, agent 3 signed out");
    assert_eq!(run.at(20), "agent 1 signed out, agent 3 signed in");
}

/// Nobody is assigned while nobody is there; who waits is served when the shift begins.
#[test]
fn who_comes_before_the_shift_waits_for_it() {
    let mut table = Table::new(1, 1);
    table.staff(0, &[(0, 0), (10, 1)]);
    let a = table.visit(0, [work(1)]);
    assert_eq!(
        table.run().story(a),
        "0: arrived, queued; 10: assigned 0, started 0; 11: replied 0, resolved, closed recognised"
    );
}

/// On a cut, idle agents leave first: agent 0 has nothing in hand, agent 1 has.
#[test]
fn idle_agents_leave_first() {
    let mut table = Table::new(2, 1);
    table.staff(0, &[(0, 2), (20, 1)]);
    table.visit(0, [work(5)]);
    table.visit(1, [work(100)]);
    assert_eq!(table.run().staff(), "0: agent 0 signed in; 0: agent 1 signed in; 20: agent 0 signed out");
}

/// Among idle agents the one with the fewest active conversations leaves, then the highest number.
#[test]
fn of_idle_agents_the_one_with_the_fewest_conversations_leaves() {
    let left = |inactivity: Inactivity, silent: u32| {
        let mut table = Table::new(2, 1);
        table.policy.inactivity = inactivity;
        table.staff(0, &[(0, 2), (20, 1)]);
        if silent == 1 {
            table.visit(0, [work(5)]);
        }
        table.visit(0, [work(5).silent()]);
        table.run().at(20)
    };
    assert_eq!(left(Inactivity::Never, 0), "agent 1 signed out", "agent 0 has a silent customer");
    assert_eq!(left(Inactivity::Never, 1), "agent 0 signed out", "agent 1 has one");
    assert_eq!(left(Inactivity::AtOnce, 1), "agent 1 signed out", "an inactive one does not count");
}

/// At the instant of the cut an agent who has just sent a reply has nothing in hand: with the inbox full such an agent stays
/// before one without any conversation, but goes and hands over where all must go.
#[test]
fn who_has_just_replied_is_idle() {
    let at_20 = |to: u32| {
        let mut table = Table::new(2, 2);
        table.staff(0, &[(0, 2), (20, to)]);
        table.visit(0, [work(20)]);
        table.visit(0, [work(20)]);
        table.run().at(20)
    };
    let replied = "A replied 0, A resolved, A closed recognised, agent 1 signed out";
    assert_eq!(at_20(1), format!("{replied}, B started 0"));
    assert_eq!(at_20(0), format!("{replied}, agent 0 signed out, B queued"));
}

/// Where all have something in hand, whoever frees next leaves: after the reply, without taking the next one.
#[test]
fn otherwise_whoever_frees_next_leaves() {
    let mut table = Table::new(2, 1);
    table.staff(0, &[(0, 2), (20, 1)]);
    table.visit(0, [work(50)]);
    table.visit(0, [work(30)]);
    let c = table.visit(25, [work(10)]);
    let run = table.run();
    assert_eq!(run.at(30), "B replied 1, B resolved, B closed recognised, agent 1 signed out");
    assert_eq!(run.starts(c), [50.0]);
    assert_eq!(run.staff(), "0: agent 0 signed in; 0: agent 1 signed in; 30: agent 1 signed out");
}

/// The wrap-up belongs to the work: the agent leaves when it is done.
#[test]
fn an_agent_leaves_after_the_wrap_up() {
    let staff = |cut: u32| {
        let mut table = Table::new(1, 1);
        table.model.teams[0].wrap_up = Some(Law::constant(5.0).unwrap().into());
        table.staff(0, &[(0, 1), (cut, 0)]);
        table.visit(0, [work(30)]);
        table.run().staff()
    };
    let expected = "0: agent 0 signed in; 35: agent 0 wrapped up; 35: agent 0 signed out";
    assert_eq!(staff(20), expected);
    assert_eq!(staff(32), expected);
    assert_eq!(staff(35), expected);
}

/// Who becomes free because the customer gives up leaves, too.
#[test]
fn an_agent_whose_customer_gives_up_leaves() {
    let mut table = Table::new(1, 1);
    table.staff(0, &[(0, 1), (20, 0)]);
    table.visit(0, [work(100).patient(30)]);
    table.visit(25, [work(1)]);
    let run = table.run();
    assert_eq!(run.at(30), "A gave up, stopping 0, A closed given up, agent 0 signed out");
    assert_eq!(run.served(), "A");
}

/// A rise first calls off the departures that are due.
#[test]
fn a_rise_cancels_departures() {
    let staff = |rise: u32| {
        let mut table = Table::new(2, 1);
        table.staff(0, &[(0, 2), (20, 1), (rise, 2)]);
        table.visit(0, [work(50)]);
        table.visit(0, [work(30)]);
        table.run().staff()
    };
    let start = "0: agent 0 signed in; 0: agent 1 signed in";
    assert_eq!(staff(25), start, "nobody was free before: nobody leaves");
    assert_eq!(staff(35), format!("{start}; 30: agent 1 signed out; 35: agent 1 signed in"));
}

/// A rise calls off no more departures than it must, and calls in no more agents than it must.
#[test]
fn a_rise_after_two_departures() {
    let staff = |to: u32| {
        let mut table = Table::new(2, 1);
        table.staff(0, &[(0, 2), (20, 0), (25, to)]);
        table.visit(0, [work(50)]);
        table.visit(0, [work(30)]);
        table.run().staff()
    };
    let start = "0: agent 0 signed in; 0: agent 1 signed in";
    assert_eq!(staff(1), format!("{start}; 30: agent 1 signed out"));
    assert_eq!(staff(3), format!("{start}; 25: agent 2 signed in"));
}

/// A second cut counts those who are to leave as gone.
#[test]
fn a_second_cut_comes_on_top() {
    let mut table = Table::new(3, 1);
    table.staff(0, &[(0, 3), (20, 2), (25, 1)]);
    for end in [50, 40, 30] {
        table.visit(0, [work(end)]);
    }
    assert_eq!(
        table.run().staff(),
        "0: agent 0 signed in; 0: agent 1 signed in; 0: agent 2 signed in; 30: agent 2 signed out; 40: agent 1 signed out"
    );
}

/// Two teams; the agent of the first, who has two slots, leaves at 20 after the reply to A at 30. B is in the inbox then and
/// goes back to the queue with the time at which it came; D waits there since 5.
#[test]
fn the_inbox_of_who_leaves_is_handed_over() {
    let run = |queue: OrderKey| {
        let mut table = Table::new(1, 2);
        table.add_team(1, 1, &[0]);
        table.policy.queue = vec![queue];
        table.staff(0, &[(0, 1), (20, 0)]);
        table.visit(0, [work(30)]);
        table.visit(1, [work(10)]); // in the inbox of desk 0
        table.visit(2, [work(100)]); // on desk 1 until 102
        table.visit(5, [work(10)]);
        table.run()
    };
    assert_eq!(run(OrderKey::WaitingLongest).desks(), "A0 B0 C1 B1 D1");
    assert_eq!(run(OrderKey::JoinedFirst).desks(), "A0 B0 C1 D1 B1");
    assert_eq!(
        run(OrderKey::JoinedFirst).at(30),
        "A replied 0, A resolved, A closed recognised, agent 0 signed out, B queued"
    );
}

/// The inbox is handed over in its own order.
#[test]
fn the_inbox_is_handed_over_in_its_order() {
    let at_30 = |inbox: OrderKey| {
        let mut table = Table::new(1, 9);
        table.policy.inbox = vec![inbox];
        table.staff(0, &[(0, 1), (20, 0)]);
        table.visit(0, [work(30)]);
        table.visit(1, [work(10)]);
        table.visit(2, [work(10)]);
        table.run().at(30)
    };
    let gone = "A replied 0, A resolved, A closed recognised, agent 0 signed out";
    assert_eq!(at_30(OrderKey::JoinedFirst), format!("{gone}, B queued, C queued"));
    assert_eq!(at_30(OrderKey::Newest), format!("{gone}, C queued, B queued"));
}

/// Silent customers stay with their owner: nobody sees them until they write.
#[test]
fn silent_customers_stay_owned() {
    for inactivity in [Inactivity::Never, Inactivity::AtOnce] {
        let mut table = Table::new(1, 9);
        table.policy.inactivity = inactivity;
        table.staff(0, &[(0, 1), (20, 0)]);
        table.visit(0, [work(10).silent()]);
        assert_eq!(table.run().at(20), "agent 0 signed out");
    }
}

/// Timers go on while the owner is away.
#[test]
fn silence_ends_while_the_owner_is_away() {
    let mut table = Table::new(1, 9);
    table.policy.inactivity = Inactivity::After { after: span(50), clock: Clock::LastAgent };
    table.staff(0, &[(0, 1), (20, 0)]);
    let a = table.visit(0, [work(10).silent()]);
    assert_eq!(table.run().goes_inactive(a), [60.0]);
}

/// Where the team owns, nothing moves when somebody leaves: the inbox belongs to those who stay, or who come.
#[test]
fn a_team_keeps_its_inbox() {
    let story = |team: bool| {
        let mut table = Table::new(1, 2);
        if team {
            table.share_the_inbox();
        }
        table.staff(0, &[(0, 1), (20, 0), (60, 1)]);
        table.visit(0, [work(30)]);
        let b = table.visit(1, [work(10)]);
        table.run().story(b)
    };
    let last = "70: replied 0, resolved, closed recognised";
    assert_eq!(story(true), format!("1: arrived, queued, assigned 0; 60: started 0; {last}"));
    assert_eq!(story(false), format!("1: arrived, queued, assigned 0; 30: queued; 60: assigned 0, started 0; {last}"));
}

/// The slots of a team go with its agents; who is over the limit stays, but nobody is added.
#[test]
fn the_slots_of_a_team_go_with_its_agents() {
    let mut table = Table::new(2, 1);
    table.share_the_inbox();
    table.staff(0, &[(0, 2), (20, 1)]);
    table.visit(0, [work(10).answers(90), work(1)]);
    table.visit(0, [work(10).answers(40), work(1)]); // closed at 51
    let c = table.visit(30, [work(1)]);
    let run = table.run();
    assert_eq!(run.assigned(c), [101.0], "one slot: A's until then");
}

/// Until an agent who is to leave has the last reply sent, the desk takes new work as before; it is handed over then.
#[test]
fn a_desk_takes_work_until_its_agent_leaves() {
    let mut table = Table::new(1, 2);
    table.staff(0, &[(0, 1), (20, 0), (40, 1)]);
    table.visit(0, [work(30)]);
    let b = table.visit(25, [work(1)]);
    assert_eq!(
        table.run().story(b),
        "25: arrived, queued, assigned 0; 30: queued; 40: assigned 0, started 0; 41: replied 0, resolved, closed recognised"
    );
}

/// Agents who come are idle since then, and take what waits at that instant.
#[test]
fn who_comes_takes_what_waits() {
    let mut table = Table::new(1, 1);
    table.patience_until(Until::Handling);
    table.policy.assignment = vec![AssignmentKey::LongestIdle];
    table.staff(0, &[(0, 1), (10, 2)]);
    table.visit(0, [work(100)]);
    let b = table.visit(5, [work(1).patient(5)]);
    assert_eq!(table.run().starts(b), [10.0]);
}

/// What is handed over waits on since its message, not since the conversation began: an old thread does not overtake.
#[test]
fn what_is_handed_over_enters_with_the_time_of_its_message() {
    let mut table = Table::new(1, 2);
    table.add_team(1, 1, &[0]);
    table.policy.queue = vec![OrderKey::WaitingLongest];
    table.staff(0, &[(0, 1), (40, 0)]);
    table.visit(0, [work(10).answers(25), work(10)]); // writes again at 35, in the inbox of desk 0 until 60
    table.visit(1, [work(50)]); // in hand at desk 0 from 10 to 60
    table.visit(2, [work(100)]); // on desk 1 until 102
    table.visit(30, [work(10)]); // in the queue since 30, before A's second message
    assert_eq!(table.run().desks(), "A0 B0 C1 D1 A1");
}
