//! Clocks of silence: what each of them means in the same story, those that run on while a customer waits, silence noted by
//! hand, sweeps.

use crate::table::{Run, Table, adaptive, span, work};
use quasisync::facts::Fact;
use quasisync::model::Nudges;
use quasisync::policy::{Clock, Inactivity, Silence};
use quasisync::random::Law;
use quasisync::units::Span;

fn after(seconds: f64, clock: Clock) -> Inactivity {
    Inactivity::After { after: span(seconds), clock }
}

/// A customer who waits writes once more, so many seconds after the message.
fn nudges(table: &mut Table, seconds: f64) {
    table.model.demands[0].nudges = Some(Nudges { after: Law::constant(seconds).unwrap(), at_most: 1 });
}

/// Messages at 0 and 30, answered at 10 and 40; silent from then on.
#[test]
fn every_clock_in_the_same_story() {
    let story = |clock: Clock| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = after(5.0, clock);
        let a = table.visit(0, [work(10).answers(20), work(10).silent()]);
        table.run().story(a)
    };
    let since_reply = "0: arrived, queued, assigned 0, started 0; 10: replied 0; 15: inactive; \
                       30: wrote, reactivated 0, started 0; 40: replied 0, resolved; 45: inactive";
    assert_eq!(story(Clock::LastAgent), since_reply);
    assert_eq!(story(Clock::FirstAgentAfterCustomer), since_reply);
    assert_eq!(
        story(Clock::LastCustomerWhileAwaiting),
        "0: arrived, queued, assigned 0, started 0; 10: replied 0, inactive; \
         30: wrote, reactivated 0, started 0; 40: replied 0, resolved, inactive",
        "overdue with the reply"
    );
    assert_eq!(
        story(Clock::LastCustomer),
        "0: arrived, queued, assigned 0, started 0; 5: lapsed; 10: replied 0, inactive; \
         30: wrote, reactivated 0, started 0; 35: lapsed; 40: replied 0, resolved, inactive",
        "while the agent writes, too"
    );
    assert_eq!(
        story(Clock::LastAny),
        "0: arrived, queued, assigned 0, started 0; 5: lapsed; 10: replied 0; 15: inactive; \
         30: wrote, reactivated 0, started 0; 35: lapsed; 40: replied 0, resolved; 45: inactive",
        "the reply starts it anew"
    );
}

/// What the customer writes while he waits starts the clock anew, and what has lapsed counts again.
#[test]
fn a_nudge_starts_the_clock_anew() {
    let story = |nudge: f64| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = after(5.0, Clock::LastCustomer);
        nudges(&mut table, nudge);
        let a = table.visit(0, [work(14).silent()]);
        table.run().story(a)
    };
    let first = "0: arrived, queued, assigned 0, started 0";
    assert_eq!(story(3.0), format!("{first}; 3: nudged; 8: lapsed; 14: replied 0, resolved, inactive"));
    assert_eq!(story(7.0), format!("{first}; 5: lapsed; 7: nudged; 12: lapsed; 14: replied 0, resolved, inactive"));
    assert_eq!(story(10.0), format!("{first}; 5: lapsed; 10: nudged; 14: replied 0, resolved; 15: inactive"));
}

/// A conversation that lapsed weighs what an inactive one weighs: another one fits in, and is above the preferred capacity
/// as soon as the first one is answered.
#[test]
fn what_lapsed_weighs_as_if_inactive() {
    let run = |weight: u32| {
        let mut table = Table::new(1, 1);
        table.policy.capacity.weights.inactive = weight;
        table.policy.inactivity = after(5.0, Clock::LastAny);
        table.visit(0, [work(20).silent()]);
        table.visit(2, [work(3).silent()]);
        table.visit(21, [work(1)]);
        table.run()
    };
    let run_light = run(0);
    assert_eq!(run_light.at(5), "A lapsed, B assigned 0");
    assert_eq!(run_light.at(7), "B lapsed", "in the inbox as well");
    assert_eq!(run_light.at(20), "A replied 0, A resolved, B started 0");
    assert_eq!(run_light.at(23), "B replied 0, B resolved");
    assert_eq!(run_light.at(25), "A inactive", "B holds the slot");
    assert_eq!(run_light.at(28), "B inactive, C assigned 0, C started 0");
    assert_eq!(run(1).at(5), "A lapsed", "a thousandth is too much");
}

/// Conversations that lapsed do not slow their agent down: at 10 only A has been answered, and B is next.
#[test]
fn what_lapsed_does_not_slow_down() {
    let replies = |clock: Clock| {
        let mut table = Table::new(1, 3);
        table.model.teams[0].slowdown = vec![1.0, 2.0];
        table.policy.inactivity = after(8.0, clock);
        table.visit(0, [work(10).silent()]);
        let b = table.visit(1, [work(5)]);
        table.visit(1, [work(5)]);
        table.run().replies(b)
    };
    assert_eq!(replies(Clock::LastCustomerWhileAwaiting), [20.0], "B and C are active");
    assert_eq!(replies(Clock::LastCustomer), [15.0]);
}

/// In the queue a conversation lapses only where that is wanted. It is not made up for on a desk.
#[test]
fn in_the_queue_only_if_so_wanted() {
    let story = |unassigned: bool| {
        let mut table = Table::new(1, 1);
        table.staff(0, &[(0, 0), (50, 1)]);
        table.policy.inactivity = after(20.0, Clock::LastCustomer);
        table.policy.silence.unassigned = unassigned;
        let a = table.visit(0, [work(10)]);
        table.run().story(a)
    };
    let last = "50: assigned 0, started 0; 60: replied 0, resolved, closed recognised";
    assert_eq!(story(true), format!("0: arrived, queued; 20: lapsed; {last}"));
    assert_eq!(story(false), format!("0: arrived, queued; {last}"));
}

/// Nobody is there overnight, and four customers write. Nothing that has lapsed weighs anything: the first agent in the
/// morning gets all of them, and with every reply one more wakes up, until there are more than the agent should have.
#[test]
fn the_overnight_flood() {
    let flood = |clock: Clock, unassigned: bool| {
        let mut table = Table::new(1, 1);
        table.staff(0, &[(0, 0), (100, 1)]);
        table.policy.inactivity = after(20.0, clock);
        table.policy.silence.unassigned = unassigned;
        for at in 0..4 {
            table.visit(at, [work(10).silent()]);
        }
        let e = table.visit(121, [work(1)]);
        (table.run(), e)
    };
    let (run, e) = flood(Clock::LastAny, true);
    assert_eq!(run.at(20), "A lapsed");
    assert_eq!(run.desks(), "A0 B0 C0 D0 E0");
    let morning = "agent 0 signed in, A assigned 0, B assigned 0, C assigned 0, D assigned 0, A started 0";
    assert_eq!(run.at(100), morning);
    // Answered at 110, 120, 130 and 140, and inactive 20 s later: two are awake all the time, and one should be.
    assert_eq!(run.assigned(e), [160.0]);
    for (clock, unassigned) in [(Clock::LastAny, false), (Clock::LastAgent, true), (Clock::LastAgent, false)] {
        let (run, _) = flood(clock, unassigned);
        assert_eq!(run.at(100), "agent 0 signed in, A assigned 0, A started 0", "{clock:?}, {unassigned}");
        assert_eq!(run.at(130), "A inactive, B assigned 0, B started 0", "{clock:?}, {unassigned}");
    }
}

/// What has lapsed goes back to the queue so, and stays so until it is answered.
#[test]
fn what_lapsed_stays_so_in_the_queue() {
    let mut table = Table::new(1, 1);
    table.add_team(1, 1, &[0]);
    table.staff(0, &[(0, 1), (40, 0)]);
    table.policy.inactivity = after(15.0, Clock::LastCustomer);
    table.visit(0, [work(50)]); // in hand until 50
    table.visit(1, [work(90)]); // on desk 1 until 91
    let c = table.visit(2, [work(1)]);
    assert_eq!(
        table.run().story(c),
        "2: arrived, queued; 15: assigned 0; 17: lapsed; 50: queued, assigned 1; 91: started 1; \
         92: replied 1, resolved, closed recognised",
        "A lapses at 15, which gives room for C; B has lapsed by 50"
    );
}

/// A message without content is a message for the clocks; what is read does not count as inactive any more.
#[test]
fn thanks_may_lapse_too() {
    let mut table = Table::new(1, 2);
    table.policy.inactivity = after(5.0, Clock::LastCustomer);
    table.model.demands[0].handling_closing = Some(Law::constant(2.0).unwrap());
    let a = table.visit(0, [work(1).thanks(1)]);
    table.visit(1, [work(20)]);
    assert_eq!(
        table.run().story(a),
        "0: arrived, queued, assigned 0, started 0; 1: replied 0, resolved; 2: wrote; 7: lapsed; \
         21: started 0; 23: read 0, closed thanked"
    );
}

/// What is closed lapses no more.
#[test]
fn whoever_gave_up_lapses_no_more() {
    let mut table = Table::new(1, 1);
    table.policy.inactivity = after(30.0, Clock::LastCustomer);
    table.policy.silence.unassigned = true;
    table.visit(0, [work(100)]);
    let b = table.visit(1, [work(10).patient(20)]);
    assert_eq!(table.run().story(b), "1: arrived, queued; 21: gave up, closed given up");
}

/// The smoothed gap decides while a customer waits, too: 60 s by default.
#[test]
fn adaptive_clocks_run_on() {
    let mut table = Table::new(1, 1);
    let adaptive = adaptive(0.5, 0, 1000);
    table.policy.inactivity = Inactivity::Adaptive { adaptive, clock: Clock::LastCustomer };
    let a = table.visit(0, [work(40).answers(20), work(40).silent()]);
    assert_eq!(
        table.run().story(a),
        "0: arrived, queued, assigned 0, started 0; 30: lapsed; 40: replied 0, inactive; \
         60: wrote, reactivated 0, started 0; 80: lapsed; 100: replied 0, resolved, inactive",
        "a gap of 20 s makes (60 + 20) / 2"
    );
}

/// By hand: the agent notes it after so much silence, or not at all in this silence.
#[test]
fn by_hand_or_not_at_all() {
    let inactive = |probability: f64, customers: u32| -> Vec<usize> {
        let mut table = Table::new(30, 1);
        let after = span(5);
        table.policy.inactivity = Inactivity::Manual { after, clock: Clock::LastAgent, probability };
        let turns = || [work(1).answers(20), work(1).answers(20), work(1).silent()];
        let letters: Vec<_> = (0..customers).map(|_| table.visit(0, turns())).collect();
        let run = table.run();
        letters.into_iter().map(|it| run.goes_inactive(it).len()).collect()
    };
    assert_eq!(inactive(1.0, 2), [3, 3]);
    assert_eq!(inactive(0.0, 2), [0, 0]);
    let some = inactive(0.5, 26);
    assert!((25..=53).contains(&some.iter().sum::<usize>()), "39 of 78 are expected: {some:?}");
    assert!((0..=3).all(|times| some.contains(&times)), "each silence is noted or not by itself: {some:?}");
}

/// The same under a clock that runs on: what was not noted while the customer waited may be noted after the reply.
#[test]
fn by_hand_while_a_customer_waits() {
    let mut table = Table::new(1, 1);
    let (after, clock) = (span(5), Clock::LastCustomer);
    table.policy.inactivity = Inactivity::Manual { after, clock, probability: 1.0 };
    let a = table.visit(0, [work(10).silent()]);
    assert_eq!(
        table.run().story(a),
        "0: arrived, queued, assigned 0, started 0; 5: lapsed; 10: replied 0, resolved, inactive"
    );
}

/// One look every 25 minutes, from the beginning on: a minute of silence that ends at 70 s is noted at 1500 s; one that
/// ends at that very instant as well; one that ends at 1515 s only at 3000 s.
#[test]
fn a_sweep_of_25_minutes() {
    let mut table = Table::new(1, 3);
    table.policy.inactivity = after(60.0, Clock::LastAgent);
    table.policy.silence = Silence { sweep: Span(25 * Span::MINUTE.0), ..Silence::default() };
    let a = table.visit(0, [work(10).silent()]);
    let b = table.visit(1430, [work(10).silent()]);
    let c = table.visit(1440, [work(15).silent()]);
    let run = table.run();
    assert_eq!([a, b, c].map(|it| run.goes_inactive(it)), [[1500.0], [1500.0], [3000.0]]);
    assert_eq!(run.at(1500), "A inactive, B inactive", "in the order in which they fell silent");
}

/// Whoever speaks before the sweep is not silent, and an overdue silence waits for the next sweep, too.
#[test]
fn a_sweep_finds_who_is_silent_then() {
    let inactive = |clock: Clock| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = after(5.0, clock);
        table.policy.silence.sweep = span(40);
        let a = table.visit(0, [work(10).answers(22), work(10).silent()]); // messages at 0 and 32, replies at 10 and 42
        table.run().goes_inactive(a)
    };
    assert_eq!(inactive(Clock::LastAgent), [80.0]);
    assert_eq!(inactive(Clock::LastCustomerWhileAwaiting), [80.0], "in hand at 40, overdue at 42");
}

/// What lapses does so with the sweep.
#[test]
fn a_sweep_of_those_who_wait() {
    let mut table = Table::new(1, 1);
    table.policy.inactivity = after(5.0, Clock::LastCustomer);
    table.policy.silence.sweep = span(8);
    let a = table.visit(0, [work(10).silent()]);
    assert_eq!(
        table.run().story(a),
        "0: arrived, queued, assigned 0, started 0; 8: lapsed; 10: replied 0, resolved; 16: inactive"
    );
}

/// On demand, the sweep is when a conversation begins to be one that may.
#[test]
fn a_sweep_of_those_who_may_be_displaced() {
    let assigned = |sweep: f64| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = Inactivity::OnDemand { after: span(5), clock: Clock::LastAgent };
        table.policy.silence.sweep = span(sweep);
        table.visit(0, [work(10).silent()]);
        let b = table.visit(12, [work(1)]);
        table.run().assigned(b)
    };
    assert_eq!(assigned(0.0), [15.0]);
    assert_eq!(assigned(20.0), [20.0]);
}

/// Nothing lapses at once, or on demand, or where there is no rule.
#[test]
fn only_clocks_run_on() {
    let run = |inactivity: Inactivity| -> Run {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = inactivity;
        table.policy.silence.unassigned = true;
        table.visit(0, [work(100).silent()]);
        table.visit(5, [work(1)]);
        table.run()
    };
    let demand = Inactivity::OnDemand { after: span(1), clock: Clock::LastCustomer };
    for inactivity in [Inactivity::Never, Inactivity::AtOnce, demand] {
        let lapsed = |fact| matches!(fact, Fact::Lapsed { .. });
        assert_eq!(run(inactivity).count(lapsed), 0);
    }
}
