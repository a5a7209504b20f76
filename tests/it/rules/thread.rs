//! What is written after the end: messages without content, closed threads, customers who come again.

use crate::table::{NEVER, Table, conversation, span, work};
use quasisync::model::{Return, Until};
use quasisync::policy::{CloseClock, Contentless, Inactivity};
use quasisync::random::Law;

fn constant(seconds: f64) -> Law {
    Law::constant(seconds).unwrap()
}

/// "No, that is all" closes at once where the platform reads it, without wrap-up.
#[test]
fn a_confirmation_closes() {
    let mut table = Table::new(1, 1);
    table.model.teams[0].wrap_up = Some(constant(5.0).into());
    let a = table.visit(0, [work(10).confirms(7)]);
    let b = table.visit(1, [work(1)]);
    let run = table.run();
    assert_eq!(
        run.story(a),
        "0: arrived, queued, assigned 0, started 0; 10: replied 0, resolved; 17: concluded, closed confirmed"
    );
    assert_eq!(run.starts(b), [17.0]);
}

/// Where nobody reads it, it is a message without content: an agent reads it, which is no reply, and closes.
#[test]
fn a_message_without_content_costs_work() {
    let story = |turn, on_confirmation| {
        let mut table = Table::new(1, 1);
        table.policy.close.on_confirmation = on_confirmation;
        table.model.demands[0].handling_closing = Some(constant(4.0));
        let a = table.visit(0, [turn]);
        table.run().story(a)
    };
    let handled = "0: arrived, queued, assigned 0, started 0; 10: replied 0, resolved; 17: wrote, started 0; \
                   21: read 0, closed thanked";
    assert_eq!(story(work(10).thanks(7), true), handled);
    assert_eq!(story(work(10).confirms(7), false), handled);
}

/// Without work of its own it is read in no time.
#[test]
fn a_message_without_content_may_cost_nothing() {
    let mut table = Table::new(1, 1);
    let a = table.visit(0, [work(10).thanks(7)]);
    assert_eq!(table.run().at(17), "A wrote, A started 0, A read 0, A closed thanked");
    assert_eq!(table.run().closed(a), [17.0]);
}

/// The agent who closes it wraps up.
#[test]
fn thanks_are_wrapped_up() {
    let mut table = Table::new(1, 1);
    table.model.teams[0].wrap_up = Some(constant(5.0).into());
    table.visit(0, [work(10).thanks(7)]);
    let b = table.visit(1, [work(1)]);
    assert_eq!(table.run().starts(b), [22.0]);
}

/// A platform that ignores it behaves as if it had not been written: silence goes on.
#[test]
fn an_ignored_message_changes_nothing() {
    let mut table = Table::new(1, 1);
    table.policy.close.contentless = Contentless::Ignore;
    table.policy.inactivity = Inactivity::After { after: span(20), clock: quasisync::policy::Clock::LastAgent };
    let a = table.visit(0, [work(10).thanks(7)]);
    let b = table.visit(0, [work(10).confirms(7)]);
    let run = table.run();
    assert_eq!(
        run.story(a),
        "0: arrived, queued, assigned 0, started 0; 10: replied 0, resolved; 17: concluded; 30: inactive"
    );
    assert_eq!(
        run.story(b),
        "0: arrived, queued; 30: assigned 0, started 0; 40: replied 0, resolved; 47: concluded, closed confirmed"
    );
}

/// Nobody loses patience with a message without content, and nobody follows it up.
#[test]
fn endings_start_no_patience() {
    let mut table = Table::new(1, 2);
    table.model.demands[0].nudges = Some(quasisync::model::Nudges { after: constant(1.0), at_most: 1 });
    let a = table.visit(0, [work(10).patient(1000).thanks(1)]);
    table.visit(5, [work(5000)]);
    let story = table.run().story(a);
    assert!(story.ends_with("11: wrote; 5010: started 0, read 0, closed thanked"), "{story}");
}

/// A platform closes after twenty seconds of silence, and forgets the thread so many seconds later.
fn forgets(seconds: Option<u32>) -> Table {
    let mut table = Table::new(1, 1);
    table.policy.close.after = Some((span(20), CloseClock::LastAgent));
    table.policy.close.thread_window = seconds.map(span);
    table
}

/// Within the window a message reopens the thread, up to its last instant; later it begins a linked one.
#[test]
fn the_thread_window() {
    let second = |window: Option<u32>| {
        let mut table = forgets(window);
        let a = table.visit(0, [work(10).answers(70), work(1)]);
        let run = table.run();
        (run.story(a), run.story(conversation(2)))
    };
    let begins = "0: arrived, queued, assigned 0, started 0; 10: replied 0; 30: closed silent";
    let reopened =
        format!("{begins}; 80: wrote, reopened, reactivated 0, started 0; 81: replied 0, resolved, closed recognised");
    assert_eq!(second(None), (reopened.clone(), String::new()));
    assert_eq!(second(Some(50)), (reopened, String::new()));
    let linked =
        "80: arrived, goes on with A, queued, assigned 0, started 0; 81: replied 0, resolved, closed recognised";
    assert_eq!(second(Some(49)), (begins.into(), linked.into()));
}

/// The rest of the visit goes on in the linked conversation, which can be closed and forgotten in its turn.
#[test]
fn a_linked_conversation_goes_on() {
    let mut table = forgets(Some(0));
    table.visit(0, [work(10).answers(70), work(1).answers(90), work(2).answers(1), work(3)]);
    let run = table.run();
    assert_eq!(
        run.story(conversation(2)),
        "80: arrived, goes on with A, queued, assigned 0, started 0; 81: replied 0; 101: closed silent"
    );
    assert_eq!(
        run.story(conversation(3)),
        "171: arrived, goes on with B, queued, assigned 0, started 0; 173: replied 0; 174: wrote, started 0; \
         177: replied 0, resolved, closed recognised"
    );
}

/// Thanks that come too late are a new conversation; a confirmation that the platform reads needs none.
#[test]
fn late_thanks() {
    let mut table = forgets(Some(5));
    table.visit(0, [work(10).thanks(70)]);
    assert_eq!(
        table.run().story(conversation(2)),
        "80: arrived, goes on with A, queued, assigned 0, started 0, read 0, closed thanked"
    );
    let mut table = forgets(Some(5));
    let a = table.visit(0, [work(10).confirms(70)]);
    let story = table.run().story(a);
    assert!(story.ends_with("30: closed silent; 80: concluded"), "{story}");
}

fn again(keep: bool) -> Option<Return> {
    Some(Return { probability: 1.0, after: constant(100.0), keep })
}

/// Who was solved comes again with the same matter or with a fresh one, a new conversation each time.
#[test]
fn the_solved_come_again() {
    for (keep, works) in [(true, 10.0), (false, 60.0)] {
        let mut table = Table::new(1, 1);
        table.model.demands[0].comes_back.solved = again(keep);
        table.visit(0, [work(10)]);
        let run = table.run();
        assert_eq!(
            run.story(conversation(2)),
            format!(
                "110: arrived, came back after A, queued, assigned 0, started 0; {}: replied 0, resolved, closed recognised",
                110.0 + works
            ),
            "the law of handling says 60 s"
        );
        assert_eq!(run.starts(conversation(3)), [210.0 + works]);
    }
}

/// Who gave up comes again, with the same patience if it is the same matter; the delay counts from the leaving.
#[test]
fn those_who_gave_up_come_again() {
    let mut table = Table::new(1, 1);
    table.model.demands[0].comes_back.gave_up = again(true);
    table.visit(0, [work(1000)]);
    table.visit(1, [work(10).patient(5)]);
    let run = table.run();
    assert_eq!(run.closed(conversation(3)), [111.0]);
    assert_eq!(run.closed(conversation(4)), [216.0]);
}

/// Who was refused comes again, and may be refused again.
#[test]
fn the_refused_come_again() {
    let mut table = Table::new(1, 1);
    table.policy.door.inside = Some(1);
    table.model.demands[0].comes_back.refused = again(true);
    table.visit(0, [work(150)]);
    table.visit(1, [work(10)]);
    let run = table.run();
    assert_eq!(run.story(conversation(3)), "101: arrived, came back after B, refused, closed refused");
    assert_eq!(run.starts(conversation(4)), [201.0]);
}

/// Nobody comes again within the same second, and nobody who need not.
#[test]
fn who_comes_again_takes_a_second() {
    let mut table = Table::new(1, 1);
    let solved = &mut table.model.demands[0].comes_back.solved;
    *solved = Some(Return { probability: 1.0, after: constant(0.0), keep: true });
    table.visit(0, [work(10)]);
    assert_eq!(table.run().starts(conversation(2)), [11.0]);
    let mut table = Table::new(1, 1);
    table.model.demands[0].comes_back.solved = Some(Return { probability: 0.0, after: constant(0.0), keep: true });
    table.visit(0, [work(10)]);
    assert_eq!(table.run().starts(conversation(2)), NEVER);
}

/// A return at night waits for the morning.
#[test]
fn who_comes_again_sleeps() {
    let mut table = Table::new(1, 1);
    table.model.demands[0].comes_back.solved = again(true);
    let awake = [(0, 50, true), (3600, 604_800, true)];
    table.model.demands[0].awake = Some(quasisync::civil::Weekly::from_pieces(&awake, false).unwrap());
    table.visit(0, [work(10)]);
    assert_eq!(table.run().starts(conversation(2)), [3600.0]);
}

/// The patience of a linked conversation is that of its exchange.
#[test]
fn a_linked_conversation_has_the_patience_of_its_exchange() {
    let mut table = forgets(Some(0));
    table.patience_until(Until::Reply);
    table.visit(0, [work(10).answers(70), work(100).patient(30)]);
    assert_eq!(table.run().closed(conversation(2)), [110.0]);
}
