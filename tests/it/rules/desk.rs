//! The agent's day: what becomes of the conversations of an agent who goes home or on a break.

use crate::table::{Letter, MONDAY, Table, span, work};
use quasisync::civil::Zone;
use quasisync::model::Why;
use quasisync::policy::{AssignmentKey, Clock, Entry, Inactivity, Leaving, To};
use quasisync::units::{Span, Time};

/// A day in seconds.
const DAY: u32 = 86_400;

/// Agent 0 works from 0 to 100, agent 1 from 50 to 1000, on every day. At 100 agent 0 has A in hand (until 110), B waits
/// in the inbox, C will write at 106, D at 500, and E, who is inactive, at 600.
fn evening(rule: Leaving) -> (Table, [Letter; 5]) {
    let mut table = Table::new(0, 5);
    table.shifts(0, &[(0, 100, 1), (50, 1000, 1)]);
    table.policy.desk.shift_end = rule;
    table.policy.inactivity = Inactivity::After { after: span(70), clock: Clock::LastAgent };
    let e = table.visit(0, [work(1).answers(599), work(5)]);
    let c = table.visit(10, [work(27).answers(69), work(5)]);
    let d = table.visit(40, [work(5).answers(455), work(5)]);
    let a = table.visit(90, [work(20)]);
    let b = table.visit(92, [work(5)]);
    table.model.frame.horizon = Span(Span::DAY.0 * 2);
    (table, [a, b, c, d, e])
}

#[test]
fn what_waits_is_handed_over() {
    let (table, [a, b, c, d, e]) = evening(Leaving::HandOver);
    let run = table.run();
    assert_eq!(run.story(a), "90: arrived, queued, assigned 0, started 0; 110: replied 0, resolved, closed recognised");
    assert_eq!(run.at(100), "agent 0 in overtime");
    assert_eq!(
        run.at(110),
        "A replied 0, A resolved, A closed recognised, agent 0 signed out, B queued, B assigned 1"
            .replace('A', &a.to_string())
            .replace('B', &b.to_string())
    );
    assert_eq!(run.starts(b), [111.0], "after C");
    assert!(run.story(c).contains("106: wrote, queued, assigned 1, started 1"), "{}", run.story(c));
    assert!(run.story(d).contains("500: wrote, queued, assigned 1"), "{}", run.story(d));
    assert!(run.story(e).contains("600: wrote, queued, assigned 1"), "{}", run.story(e));
}

#[test]
fn what_waits_is_worked_off_in_overtime() {
    let (table, [_, b, c, ..]) = evening(Leaving::Finish);
    let run = table.run();
    assert_eq!(
        run.staff().split("; ").take(4).collect::<Vec<_>>(),
        ["0: agent 0 signed in", "50: agent 1 signed in", "100: agent 0 in overtime", "115: agent 0 signed out"]
    );
    assert!(run.story(b).ends_with("110: started 0; 115: replied 0, resolved, closed recognised"), "{}", run.story(b));
    assert!(run.story(c).contains("106: wrote, queued, assigned 1"), "what is written meanwhile is for others");
}

#[test]
fn everything_is_held_until_the_agent_is_back() {
    let (table, [_, b, c, d, e]) = evening(Leaving::Hold);
    let run = table.run();
    assert_eq!(run.at(110).split(", ").last(), Some("agent 0 signed out"));
    assert!(run.story(c).contains("106: wrote; 86405: started 0"), "{}", run.story(c));
    assert_eq!((run.starts(b), run.starts(d)[1]), (vec![f64::from(DAY)], f64::from(DAY) + 10.0));
    assert!(run.story(e).contains("600: wrote, reactivated 0; 86415: started 0"), "{}", run.story(e));
}

#[test]
fn they_stay_until_the_customer_writes() {
    let (table, [_, b, c, d, _]) = evening(Leaving::OnReply);
    let run = table.run();
    assert_eq!(run.starts(b), [f64::from(DAY)], "who waits goes on waiting");
    assert!(run.story(c).contains("106: wrote, queued, assigned 1"), "{}", run.story(c));
    assert!(run.story(d).contains("500: wrote, queued, assigned 1"), "{}", run.story(d));
}

/// D awaits a customer, E is inactive.
#[test]
fn conversations_may_be_left_to_nobody() {
    for (rule, released) in [
        (Leaving::HandOver, [false, false]),
        (Leaving::HandOverOpen, [true, false]),
        (Leaving::HandOverAll, [true, true]),
    ] {
        let (table, [.., d, e]) = evening(rule);
        let run = table.run();
        assert_eq!([d, e].map(|it| run.story(it).contains("110: released")), released, "{rule:?}");
    }
}

/// F was answered by agent 0 and writes on the next morning: whom nobody owns goes into the queue, and to whose turn it is.
#[test]
fn who_was_left_to_nobody_is_anybodys_in_the_morning() {
    for (rule, desk) in [(Leaving::HandOver, 0), (Leaving::HandOverOpen, 1)] {
        let mut table = Table::new(0, 5);
        table.shifts(0, &[(0, 100, 1), (50, 1000, 1)]);
        table.policy.desk.shift_end = rule;
        table.policy.assignment = vec![AssignmentKey::Cyclic];
        let f = table.visit(10, [work(5).answers(f64::from(DAY) + 50.0), work(5)]);
        table.model.frame.horizon = Span(Span::DAY.0 * 2);
        assert_eq!(table.run().hands(), format!("{f}0 {f}{desk}"), "{rule:?}");
    }
}

/// Towards the end of the shift there is no new work, but whoever is a customer already is answered.
#[test]
fn no_new_work_before_the_end_of_the_shift() {
    let mut table = Table::new(0, 5);
    table.shifts(0, &[(0, 100, 1)]);
    table.policy.desk.no_new_before = span(20);
    let a = table.visit(70, [work(5).answers(10), work(5)]);
    let b = table.visit(79, [work(1)]);
    let c = table.visit(80, [work(1)]);
    table.model.frame.horizon = Span(Span::DAY.0 * 2);
    let run = table.run();
    assert_eq!(run.starts(a), [70.0, 85.0]);
    assert_eq!((run.starts(b), run.starts(c)), (vec![79.0], vec![f64::from(DAY)]));
}

/// A break begins after the reply in hand and lasts as long as it should; a meeting is over when it is over.
#[test]
fn breaks_are_as_long_as_they_should_be_and_meetings_end_on_time() {
    for (why, back, away) in [(Why::Break, 60, "on break"), (Why::Meeting, 50, "in a meeting")] {
        let mut table = Table::new(0, 5);
        table.shifts(0, &[(0, 100, 1)]);
        table.pause(why, 20, 50);
        table.visit(10, [work(20)]);
        let b = table.visit(40, [work(1)]);
        let run = table.run();
        assert_eq!(
            run.staff(),
            format!("0: agent 0 signed in; 30: agent 0 {away}; {back}: agent 0 returned; 100: agent 0 signed out")
        );
        assert_eq!(run.starts(b), [f64::from(back)]);
    }
}

#[test]
fn who_comes_too_late_to_a_meeting_does_not_go() {
    let mut table = Table::new(0, 1);
    table.shifts(0, &[(0, 100, 1)]);
    table.pause(Why::Meeting, 20, 30);
    table.visit(10, [work(20)]);
    let b = table.visit(25, [work(1)]);
    let run = table.run();
    assert_eq!(run.staff(), "0: agent 0 signed in; 100: agent 0 signed out");
    assert_eq!(run.starts(b), [30.0]);
}

/// A is in hand, B waits, C writes during the break; agent 1 is there all along.
#[test]
fn breaks_have_rules_of_their_own() {
    let story = |rule| {
        let mut table = Table::new(0, 5);
        table.shifts(0, &[(0, 100, 1), (15, 100, 1)]);
        table.pause(Why::Break, 20, 40);
        table.policy.desk.breaks = rule;
        table.policy.reactivation.at = Entry::Back;
        let c = table.visit(1, [work(1).answers(33), work(1)]);
        let a = table.visit(10, [work(20)]);
        let b = table.visit(11, [work(3)]);
        let run = table.run();
        assert_eq!(run.starts(a), [10.0]);
        (run.hands().replace(' ', ""), run.starts(b)[0], run.starts(c)[1], run.staff().contains("overtime"))
    };
    assert_eq!(story(Leaving::Hold), ("A0B0C0A0".into(), 50.0, 53.0, false));
    assert_eq!(story(Leaving::OnReply), ("A0B0A1C0".into(), 50.0, 35.0, false));
    assert_eq!(story(Leaving::HandOver), ("A0B0C1A1".into(), 30.0, 35.0, false));
    assert_eq!(story(Leaving::Finish), ("A0B0C0A1".into(), 30.0, 35.0, false));
}

/// The shift ends while the agent is on a break, and before a break that has not begun.
#[test]
fn the_end_of_the_shift_comes_first() {
    let mut table = Table::new(0, 1);
    table.shifts(0, &[(0, 100, 1)]);
    table.pause(Why::Break, 80, 95);
    table.visit(70, [work(25)]);
    assert_eq!(table.run().staff(), "0: agent 0 signed in; 95: agent 0 on break; 100: agent 0 signed out");
    let mut table = Table::new(0, 1);
    table.shifts(0, &[(0, 100, 1)]);
    table.pause(Why::Break, 80, 95);
    table.visit(70, [work(50)]);
    assert_eq!(table.run().staff(), "0: agent 0 signed in; 100: agent 0 in overtime; 120: agent 0 signed out");
}

/// Overtime reaches into the next shift, and shifts follow each other at midnight: nobody gets up.
#[test]
fn a_shift_may_begin_before_the_last_one_is_over() {
    let mut table = Table::new(0, 1);
    table.shifts(0, &[(0, DAY - 10, 1)]);
    table.visit(DAY - 20, [work(25)]);
    table.model.frame.horizon = Span(Span::DAY.0 + span(100).0);
    assert_eq!(table.run().staff(), "0: agent 0 signed in; 86390: agent 0 in overtime; 86400: agent 0 went on");
    table.shifts(0, &[(0, DAY, 1)]);
    let run = table.run();
    assert_eq!(run.staff(), "0: agent 0 signed in", "round the clock nothing happens at midnight");
    assert_eq!(run.all_replies().len(), 1);
}

/// A team's inbox is always there: an agent just leaves after the reply in hand.
#[test]
fn a_shared_inbox_knows_no_leaving() {
    for rule in [Leaving::Finish, Leaving::Hold, Leaving::HandOver, Leaving::HandOverAll] {
        let mut table = Table::new(0, 5);
        table.shifts(0, &[(0, 100, 1), (50, 1000, 1)]);
        table.share_the_inbox();
        table.policy.desk.shift_end = rule;
        table.policy.reactivation.to = To::OwnerSignedIn;
        table.visit(90, [work(20)]);
        table.visit(92, [work(40)]);
        let c = table.visit(93, [work(5)]);
        let run = table.run();
        assert_eq!(run.hands(), "A0 B1 C1", "{rule:?}");
        assert_eq!(run.starts(c), [132.0]);
        assert!(run.staff().contains("110: agent 0 signed out"), "{}", run.staff());
    }
}

/// Of sixteen agents on five days some do not come, the same under every policy; the others come on time.
#[test]
fn absence_is_drawn_for_each_agent_and_day() {
    let table = |absence: f64| {
        let mut table = Table::new(0, 1);
        table.shifts(0, &[(0, 100, 400)]);
        table.shift(0).absence = absence;
        table.model.frame.horizon = Span(Span::DAY.0 * 5);
        let run = table.run();
        run.staff().matches("signed in").count()
    };
    assert_eq!(table(0.0), 2000);
    let there = table(0.1) as f64;
    assert!((there - 1800.0).abs() < 4.0 * (2000.0_f64 * 0.09).sqrt(), "{there}");
    assert_eq!(table(1.0), 0);
}

/// Clocks are put at two or three in the morning: a shift from 0 to 8 is an hour shorter or longer, and so is the day.
#[test]
fn shifts_go_by_the_clock() {
    const HOUR: i64 = 3600;
    let staff = |at: u64, shows: i64| {
        let mut table = Table::new(0, 1);
        table.shifts(0, &[(0, 8 * 3600, 1)]);
        let step = (Time::START + Span(at * Span::HOUR.0), MONDAY + shows * HOUR);
        table.model.frame.zone = Zone::with_steps(MONDAY, MONDAY, &[step]).expect("one step");
        table.model.frame.horizon = Span(40 * Span::HOUR.0);
        table.run().staff().replace("agent 0 signed ", "")
    };
    let hours = |hours: [u32; 4]| {
        let [a, b, c, d] = hours.map(|hour| hour * 3600);
        format!("{a}: in; {b}: out; {c}: in; {d}: out")
    };
    assert_eq!(staff(2, 3), hours([0, 7, 23, 31]), "spring");
    assert_eq!(staff(3, 2), hours([0, 9, 25, 33]), "autumn");
}
