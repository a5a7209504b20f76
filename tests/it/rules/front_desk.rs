//! The bot, opening hours, who is urgent.

use crate::table::{Table, conversation, work};
use quasisync::civil::{WEEK, Weekly};
use quasisync::model::{Bot, Urgent};
use quasisync::policy::{AtClosing, Gives, OrderKey, OutOfHours};
use quasisync::random::Law;

fn constant(seconds: f64) -> Law {
    Law::constant(seconds).expect("a constant")
}

/// A bot that takes five seconds; one agent.
fn with_bot(contains: f64, falsely: f64) -> Table {
    let mut table = Table::new(1, 1);
    let bot = Bot { takes: constant(5.0), contains, falsely, back_after: constant(100.0) };
    table.model.demands[0].bot = Some(bot);
    table.policy.door.bot = true;
    table
}

/// Open from 100 to 200 on Monday.
fn open(table: &mut Table) {
    let hours = Weekly::from_pieces(&[(100, 200, true), (WEEK - 1, WEEK, true)], false).expect("hours");
    table.model.demands[0].open = Some(hours);
}

/// The wait begins with the hand-over.
#[test]
fn a_bot_hands_over_whom_it_cannot_help() {
    let mut table = with_bot(0.0, 0.0);
    let a = table.visit(0, [work(10)]);
    let b = table.visit(1, [work(10).patient(9)]);
    let c = table.visit(2, [work(10).patient(7)]);
    table.patience_until(quasisync::model::Until::Handling);
    let run = table.run();
    assert!(run.story(a).starts_with("0: arrived, met the bot; 5: handed over, queued, assigned 0, started 0"));
    assert_eq!(run.starts(b), [15.0], "nine seconds from 6 on");
    assert_eq!(run.gave_up(c), [14.0], "seven seconds from 7 on");
}

#[test]
fn whom_a_bot_contains_nobody_else_sees() {
    let mut table = with_bot(1.0, 0.0);
    let a = table.visit(0, [work(10)]);
    assert_eq!(table.run().story(a), "0: arrived, met the bot; 5: contained, closed contained");
}

/// Whoever only seemed to be helped comes again, past the bot, with the same matter.
#[test]
fn a_false_containment_comes_again() {
    let mut table = with_bot(1.0, 1.0);
    let a = table.visit(0, [work(10)]);
    let run = table.run();
    assert_eq!(run.story(a), "0: arrived, met the bot; 5: contained, closed contained");
    assert_eq!(
        run.story(conversation(2)),
        format!(
            "105: arrived, came back after {a}, queued, assigned 0, started 0; 115: replied 0, resolved, closed recognised"
        )
    );
}

/// Out of hours the policy decides: wait, be refused, meet the bot.
#[test]
fn out_of_hours() {
    let story = |rule| {
        let mut table = with_bot(0.0, 0.0);
        open(&mut table);
        (table.policy.door.bot, table.policy.door.out_of_hours) = (false, rule);
        let a = table.visit(0, [work(10)]);
        let b = table.visit(150, [work(10)]);
        let run = table.run();
        assert!(run.story(b).starts_with("150: arrived, queued, assigned 0"), "{}", run.story(b));
        run.story(a).split("; ").next().expect("an arrival").to_owned()
    };
    assert_eq!(story(OutOfHours::Queue), "0: arrived, queued, assigned 0, started 0");
    assert_eq!(story(OutOfHours::Refuse), "0: arrived, refused, closed refused");
    assert_eq!(story(OutOfHours::Bot), "0: arrived, met the bot");
}

/// At closing time those go who have never had an agent; B is in hand, C waits, D is a customer already and waits.
#[test]
fn the_queue_is_cleared_at_closing_time() {
    let told = |rule| {
        let mut table = Table::new(1, 1);
        open(&mut table);
        table.policy.door.at_closing = rule;
        table.every_reply_ends_ownership();
        let d = table.visit(100, [work(1).answers(80), work(1)]);
        let b = table.visit(150, [work(100)]);
        let c = table.visit(160, [work(1)]);
        let run = table.run();
        assert_eq!(
            (run.starts(b), run.starts(d)[1]),
            (vec![150.0], if rule == AtClosing::Keep { 251.0 } else { 250.0 })
        );
        run.story(c)
    };
    assert!(told(AtClosing::Keep).starts_with("160: arrived, queued; 250: assigned 0"), "{}", told(AtClosing::Keep));
    assert_eq!(told(AtClosing::Clear), "160: arrived, queued; 200: refused, closed refused");
}

/// Who writes at night is told something else, and waits longer for it.
#[test]
fn signals_out_of_hours() {
    let mut table = Table::new(0, 1);
    open(&mut table);
    table.model.demands[0].patience.out_of_hours = None;
    table.model.demands[0].patience.signals.acknowledgement = 3.0;
    table.policy.door.gives_out_of_hours = Some(Gives { acknowledgement: true, ..Gives::default() });
    let a = table.visit(50, [work(1).patient(10)]);
    let b = table.visit(150, [work(1).patient(10)]);
    let run = table.run();
    assert_eq!((run.gave_up(a), run.gave_up(b)), (vec![80.0], vec![160.0]));
}

/// Everybody is urgent in the second demand, and comes before the first.
#[test]
fn urgent_customers_have_a_class_of_their_own() {
    for (share, served) in [(1.0, "A C B"), (0.0, "A B C")] {
        let mut table = Table::new(1, 1);
        table.model.demands[0].class = 1;
        table.add_demand();
        table.model.demands[1].urgent = Some(Urgent { share, class: 0 });
        table.policy.queue = vec![OrderKey::Class, OrderKey::WaitingLongest];
        table.visit(0, [work(10)]);
        table.visit(1, [work(10)]);
        table.visit_of(1, 2, [work(10)]);
        assert_eq!(table.run().served(), served);
    }
}
