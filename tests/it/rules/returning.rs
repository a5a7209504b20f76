//! Where a returning customer goes: to an owner who is not there, to the bot, by what became of the conversation.

use crate::table::{Letter, Table, span, work};
use quasisync::model::Bot;
use quasisync::policy::{Close, CloseClock, Entry, Inactivity, Leaving, OrderKey, Reactivation, To};
use quasisync::random::Law;
use quasisync::units::Span;

fn rule(to: To) -> Reactivation {
    Reactivation { to, at: Entry::Back, wait: Span::ZERO }
}

/// Two teams of one agent each; the first agent, A's owner, is gone from 20 to `back`. A is answered at 10 and writes
/// again at 30.
fn absent(inactivity: Inactivity, to: To, back: u32, patience: f64) -> String {
    let mut table = Table::new(1, 1);
    table.add_team(1, 1, &[0]);
    table.policy.inactivity = inactivity;
    table.policy.reactivation.to = to;
    table.staff(0, &[(0, 1), (20, 0), (back, 1)]);
    let a = table.visit(0, [work(10).answers(20), work(1).patient(patience)]);
    table.run().story(a)
}

const FIRST: &str = "0: arrived, queued, assigned 0, started 0; 10: replied 0";

/// To the owner always: the message waits for an agent who has gone home, though another one has nothing to do.
#[test]
fn stuck_with_an_owner_who_is_not_there() {
    let back = "60: started 0; 61: replied 0, resolved, closed recognised";
    assert_eq!(absent(Inactivity::Never, To::OwnerAlways, 60, 100.0), format!("{FIRST}; 30: wrote; {back}"));
    assert_eq!(
        absent(Inactivity::AtOnce, To::OwnerAlways, 60, 100.0),
        format!("{FIRST}, inactive; 30: wrote, reactivated 0; {back}")
    );
    assert_eq!(
        absent(Inactivity::AtOnce, To::OwnerAlways, 60, 15.0),
        format!("{FIRST}, inactive; 30: wrote, reactivated 0; 45: gave up, closed given up")
    );
    assert_eq!(
        absent(Inactivity::AtOnce, To::OwnerSignedIn, 60, 15.0),
        format!(
            "{FIRST}, inactive; 30: wrote, queued, assigned 1, started 1; 31: replied 1, resolved, closed recognised"
        )
    );
}

/// The same for a team whose agents are all gone, and after closing.
#[test]
fn stuck_with_a_team_that_is_not_there() {
    let story = |close: Close| {
        let mut table = Table::new(1, 1);
        table.share_the_inbox();
        table.add_team(1, 1, &[0]);
        table.policy.inactivity = Inactivity::AtOnce;
        table.policy.close = close;
        table.policy.reactivation.to = To::OwnerAlways;
        table.staff(0, &[(0, 1), (20, 0), (60, 1)]);
        let a = table.visit(0, [work(10).answers(20), work(1)]);
        table.run().story(a)
    };
    let last = "60: started 0; 61: replied 0, resolved, closed recognised";
    assert_eq!(story(Close::default()), format!("{FIRST}, inactive; 30: wrote, reactivated 0; {last}"));
    let close = Close { after: Some((span(5), CloseClock::LastAgent)), ..Close::default() };
    assert_eq!(
        story(close),
        format!("{FIRST}, inactive; 15: closed silent; 30: wrote, reopened, reactivated 0; {last}")
    );
}

/// Whom nobody owns any more goes to the queue, even where the owner is always the one.
#[test]
fn without_an_owner_to_the_queue() {
    let mut table = Table::new(1, 1);
    table.shifts(0, &[(0, 20, 1)]);
    table.add_team(1, 1, &[0]);
    table.policy.desk.shift_end = Leaving::HandOverOpen;
    table.policy.reactivation.to = To::OwnerAlways;
    let a = table.visit(0, [work(10).answers(20), work(1)]);
    assert_eq!(
        table.run().story(a),
        format!(
            "{FIRST}; 20: released; 30: wrote, queued, assigned 1, started 1; 31: replied 1, resolved, closed recognised"
        )
    );
}

/// A bot that takes seven seconds with whoever comes back; new conversations do not meet it.
fn with_bot(close: Close) -> (Table, Letter) {
    let constant = |seconds| Law::constant(seconds).unwrap();
    let mut table = Table::new(1, 1);
    let bot = Bot { takes: constant(7.0), contains: 1.0, falsely: 0.0, back_after: constant(1.0) };
    table.model.demands[0].bot = Some(bot);
    table.policy.inactivity = Inactivity::AtOnce;
    table.policy.close = close;
    table.policy.reactivation = rule(To::Bot);
    let a = table.visit(0, [work(10).answers(20), work(1).patient(40)]);
    (table, a)
}

/// A returning customer meets the bot, which contains nobody here, and then waits from the hand-over on.
#[test]
fn to_the_bot() {
    let (mut table, a) = with_bot(Close::default());
    let last = "started 0; 38: replied 0, resolved, closed recognised";
    assert_eq!(
        table.run().story(a),
        format!("{FIRST}, inactive; 30: wrote, met the bot; 37: handed over, queued, assigned 0, {last}")
    );
    table.visit(15, [work(500)]);
    assert_eq!(
        table.run().story(a),
        format!("{FIRST}, inactive; 30: wrote, met the bot; 37: handed over, queued; 77: gave up, closed given up"),
        "patience begins with the hand-over"
    );
    table.model.demands[0].bot = None;
    assert!(table.run().story(a).contains("30: wrote, queued"), "there is no bot");
}

/// A closed conversation is open again before the bot has it; one that awaits its customer stays with its owner.
#[test]
fn to_the_bot_from_a_closed_conversation() {
    let close = Close { after: Some((span(5), CloseClock::LastAgent)), ..Close::default() };
    let (mut table, a) = with_bot(close);
    assert!(
        table.run().story(a).contains("15: closed silent; 30: wrote, reopened, met the bot; 37: handed over, queued")
    );
    table.policy.close = Close::default();
    table.policy.inactivity = Inactivity::Never;
    assert!(table.run().story(a).contains("30: wrote, started 0"));
}

/// With the bot it stays inside: at a door that lets two in, B is refused, and the count is right afterwards.
#[test]
fn with_the_bot_it_counts_as_inside() {
    let (mut table, a) = with_bot(Close::default());
    table.policy.door.inside = Some(1);
    let b = table.visit(33, [work(1)]);
    let c = table.visit(50, [work(1)]);
    let run = table.run();
    assert!(run.story(a).contains("30: wrote, met the bot"));
    assert_eq!(run.story(b), "33: arrived, refused, closed refused");
    assert!(run.story(c).starts_with("50: arrived, queued, assigned 0"), "{}", run.story(c));
}

/// A message without content goes to the queue.
#[test]
fn thanks_do_not_meet_the_bot() {
    let (mut table, _) = with_bot(Close::default());
    let b = table.visit(60, [work(1).thanks(5)]);
    let story = table.run().story(b);
    assert!(story.contains("66: wrote, queued, assigned 0, started 0, read 0"), "{story}");
}

/// After the bot `at` says where in the queue: behind B, who came at 35, or before.
#[test]
fn after_the_bot_the_place_in_the_queue() {
    let served = |at: Entry| {
        let (mut table, _) = with_bot(Close::default());
        table.policy.reactivation.at = at;
        table.policy.queue = vec![OrderKey::WaitingLongest];
        table.visit(20, [work(30)]); // until 50
        table.visit(35, [work(5)]);
        table.run().served()
    };
    assert_eq!(served(Entry::Back), "A B C A");
    assert_eq!(served(Entry::Original), "A B A C");
    assert_eq!(served(Entry::Front), "A B A C");
}

/// Inactive conversations go by one rule, closed ones by another.
#[test]
fn closed_conversations_have_a_rule_of_their_own() {
    let story = |latency: f64| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = Inactivity::AtOnce;
        table.policy.close = Close { after: Some((span(15), CloseClock::LastAgent)), ..Close::default() };
        table.policy.reactivation_closed = Some(rule(To::Queue));
        let a = table.visit(0, [work(10).answers(latency), work(1)]);
        table.run().story(a)
    };
    assert!(story(10.0).contains("20: wrote, reactivated 0"), "{}", story(10.0));
    assert!(story(20.0).contains("30: wrote, reopened, queued, assigned 0"), "{}", story(20.0));
}
