//! Channels on one desk.

use crate::table::{Table, span, work};
use quasisync::model::{Channel, ReplyWindow, Takes};
use quasisync::policy::{ChannelShare, OrderKey};

/// Demand 0 writes messages, demand 1 calls or writes e-mails; one agent with three slots.
fn blended(other: Channel) -> Table {
    let mut table = Table::new(1, 3);
    table.add_demand();
    table.channels([Channel::from("messaging"), other]);
    table
}

fn voice() -> Channel {
    Channel { takes: Takes::Agent, rank: 1, resume: span(3), ..Channel::from("voice") }
}

/// A call waits for the reply in hand, goes before what waits in the inbox, and lets nothing new in until it is over.
#[test]
fn a_call_takes_the_agent_whole() {
    let mut table = blended(voice());
    table.visit(0, [work(10)]);
    let b = table.visit(1, [work(10)]);
    let c = table.visit_of(1, 2, [work(100)]);
    let d = table.visit(3, [work(10)]);
    let e = table.visit(20, [work(10)]);
    let run = table.run();
    assert_eq!(run.served(), "A C B D E");
    assert_eq!((run.assigned(c), run.starts(c)), (vec![10.0], vec![10.0]));
    assert_eq!((run.assigned(b), run.assigned(d)), (vec![1.0], vec![3.0]));
    assert_eq!((run.assigned(e), run.starts(b)), (vec![110.0], vec![110.0]));
}

/// Going back from a call costs more than turning from one message to another.
#[test]
fn going_back_costs() {
    let mut table = blended(voice());
    table.model.teams[0].switch_cost = span(1);
    table.model.channels[0].resume = span(5);
    let a = table.visit_of(1, 0, [work(10)]);
    let b = table.visit(1, [work(10)]);
    let c = table.visit(2, [work(10)]);
    let run = table.run();
    assert_eq!((run.replies(a), run.replies(b), run.replies(c)), (vec![10.0], vec![25.0], vec![36.0]));
}

/// An e-mail is taken up when nothing is in hand and nothing waits; what comes meanwhile waits for its end.
#[test]
fn e_mail_fills_idle_time() {
    let mut table = blended(Channel { takes: Takes::Idle, ..Channel::from("e-mail") });
    table.model.channels[0].rank = 1;
    let a = table.visit_of(1, 0, [work(50)]);
    let b = table.visit_of(1, 1, [work(50)]);
    table.visit(10, [work(10)]);
    table.visit(11, [work(10)]);
    let run = table.run();
    assert_eq!(run.served(), "A C D B");
    assert_eq!((run.starts(a), run.assigned(b)), (vec![0.0], vec![70.0]));
}

/// Conversations weigh what the policy says, and no more than so many of a channel are offered.
#[test]
fn channels_weigh_and_are_limited() {
    let share = |weight, at_most| ChannelShare { weight, at_most, weights: None };
    for (shares, desks) in [
        (vec![share(1000, None), share(1000, None)], "A0 B0 C0"),
        (vec![share(1000, None), share(1500, None)], "A0 B0"),
        (vec![share(1000, None), share(0, None)], "A0 B0 C0 D0 E0"),
        (vec![share(1000, None), share(0, Some(2))], "A0 B0 C0 E0"),
    ] {
        let mut table = blended(Channel::from("e-mail"));
        table.visit(0, [work(1000)]);
        table.visit_of(1, 1, [work(1000)]);
        table.visit_of(1, 2, [work(1000)]);
        table.visit_of(1, 3, [work(1000)]);
        table.visit(4, [work(1000)]);
        table.policy.capacity.channels = shares.clone();
        let desks_at_once: Vec<String> =
            table.run().desks().split(' ').map(str::to_owned).filter(|it| it.len() == 2).collect();
        let before: Vec<&str> = desks.split(' ').collect();
        assert_eq!(desks_at_once[..before.len().min(desks_at_once.len())], before[..], "{shares:?}");
    }
}

/// Closing the page tells the platform who has left.
#[test]
fn a_closed_page_is_seen() {
    for page in [false, true] {
        let mut table = Table::new(1, 3);
        table.channels([Channel { page, ..Channel::from("chat") }]);
        let a = table.visit(0, [work(10).ghosts(), work(10)]);
        let b = table.visit(1, [work(10).silent()]);
        let run = table.run();
        assert_eq!(run.story(a).ends_with("ghosted, closed left"), page);
        assert_eq!(run.story(b).ends_with("resolved, closed left"), page);
        table.model.demands[0].patience.silent = 1.0;
        let c = table.visit(2, [work(10).patient(1)]);
        assert_eq!(table.run().story(c).ends_with("closed given up"), page);
    }
}

/// After the window there is only a template; the customer writes again and is answered then.
#[test]
fn after_the_reply_window_there_is_a_template() {
    let mut table = Table::new(1, 1);
    let window = ReplyWindow { within: span(30), template: span(2) };
    table.channels([Channel { reply_window: Some(window), ..Channel::from("messaging") }]);
    table.policy.queue = vec![OrderKey::WaitingLongest];
    table.visit(0, [work(30)]);
    let b = table.visit(0, [work(1)]);
    table.visit(1, [work(31)]);
    let c = table.visit(5, [work(8)]);
    let run = table.run();
    assert_eq!(run.replies(b), [31.0], "thirty seconds are within thirty");
    // The latency of the demand is twenty seconds.
    assert!(
        run.story(c).contains("started 0; 64: template 0; 84: wrote, started 0; 92: replied 0, resolved"),
        "{}",
        run.story(c)
    );
}
