//! What is known to go wrong on some platforms, and only there: the same small story under all presets.

use super::{LONG, Scale, run, under, until};
use crate::table::{Table, work};
use quasisync::policy::{Inactivity, SLOT};
use quasisync::scenario::preset::PRESETS;
use quasisync::units::Span;

/// The presets under which something can be seen, in the order of their names.
fn showing(shows: impl Fn(&str) -> bool) -> Vec<&'static str> {
    let mut names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).filter(|name| shows(name)).collect();
    names.sort_unstable();
    names
}

/// How much new work one agent may hold, in slots.
fn slots(table: &Table) -> u32 {
    table.policy.capacity.limits[0].preferred
}

/// Twelve come at night, and at eight an agent: does he get more in the first minute than fits in?
fn floods(platform: &str) -> bool {
    let morning = 8 * 3600;
    let mut table = under(platform, 1);
    table.staff(0, &[(0, 0), (morning, 1)]);
    let letters: Vec<_> = (0..12).map(|place| table.visit(100 * place, [work(LONG)])).collect();
    until(&mut table, morning + 60);
    let run = run(&table);
    let given = letters.iter().filter(|it| !run.assigned(**it).is_empty()).count();
    assert!(slots(&table) < 12);
    given > slots(&table) as usize
}

/// The rule behind it is that a message which nobody has yet counts no more after ten minutes: "My agent automatically gets
/// assigned more tickets than their capacity allows". Nobody else says so of messages in the queue. Freshchat's clock, too,
/// is the customer's last message, but about the conversations of an agent; and where Zendesk counts inactive ones, what
/// lapsed is as heavy as before.
#[test]
fn the_first_in_the_morning_is_flooded() {
    assert_eq!(showing(floods), ["zendesk"]);
}

/// What an agent carries, in slots, when two times as many customers as new work may fill his slots have fallen silent, the
/// slots have been filled anew, and at 8000 all of the silent ones write again.
fn carries(platform: &str) -> (Table, f64) {
    let mut table = under(platform, 1);
    let slots = slots(&table);
    // More than an hour of silence lies behind the first round, and behind the second.
    for round in [0, 4000] {
        for place in 0..slots {
            let at = round + 100 * place;
            table.visit(at, [work(1).answers(8000 - at - 10), work(LONG)]);
        }
    }
    for _ in 0..slots {
        table.visit(7900, [work(LONG)]);
    }
    // Nobody serves the one who looks how much there is.
    table.add_demand();
    table.first_team_serves(&[0]);
    table.visit_of(1, 8100, [work(1)]);
    until(&mut table, 8150);
    run(&table);
    let load = Scale::of(&table).found_at(8100);
    (table, load as f64 / f64::from(SLOT))
}

/// Whether an agent holds more than the larger of the two limits, when silent customers are back.
fn overshoots(platform: &str) -> bool {
    let (table, load) = carries(platform);
    load > f64::from(table.policy.capacity.limits[0].maximum) + f64::from(table.policy.capacity.slack) / f64::from(SLOT)
}

/// The same with the limit for new work.
fn holds_more_than_new_work_may_fill(platform: &str) -> bool {
    let (table, load) = carries(platform);
    load > f64::from(slots(&table)) + f64::from(table.policy.capacity.slack) / f64::from(SLOT)
}

/// Where whoever comes back goes to his owner, and nobody asks whether there is room: Zendesk says it of itself, Chatwoot's
/// capacity is asked only for who has no assignee, LivePerson's and Intercom's owners keep what is open, what is paused goes
/// on with the same agent at Salesforce and at Twilio, and Kustomer asks only whether the owner is available. It does not
/// matter whether silence frees the slot or an agent who closes. Quiq asks for its second limit, Genesys and Rocket.Chat
/// for the only one; Amazon, Freshchat, Salesforce with tabs and Twilio, left, know no owner any more.
#[test]
fn customers_come_back_beyond_the_limit() {
    let beyond = [
        "chatwoot",
        "flex-pause",
        "intercom",
        "kustomer",
        "liveperson",
        "salesforce-status",
        "zendesk",
        "zendesk-count-inactive",
    ];
    assert_eq!(showing(overshoots), beyond);
    let mut with_a_second_limit = [&beyond[..], &["quiq"]].concat();
    with_a_second_limit.sort_unstable();
    assert_eq!(showing(holds_more_than_new_work_may_fill), with_a_second_limit);
}

/// The owner goes home at 100, a colleague is there from 50 on, and the customer writes again at 1010: is he left alone?
fn is_stuck(platform: &str) -> bool {
    let mut table = under(platform, 1);
    let limits = table.policy.capacity.limits[0];
    table.add_team(1, limits.preferred, &[0]);
    table.policy.capacity.limits[1] = limits;
    table.shifts(0, &[(0, 100, 1)]);
    table.staff(1, &[(0, 0), (50, 1)]);
    table.visit(0, [work(10).answers(1000), work(5)]);
    until(&mut table, 12 * 3600);
    match run(&table).all_replies().len() {
        1 => true,
        2 => false,
        replies => panic!("{replies} replies under {platform}"),
    }
}

/// Where what belongs to an agent stays with him, whether he is there or not: a reopened conversation keeps its assignee
/// (Chatwoot's `auto_assignment_handler`), what is snoozed wakes for the same teammate unless replies are reassigned
/// (Intercom), what is paused goes on with the same agent (Salesforce, Twilio), a ticket keeps its owner (Zendesk, in both
/// ways of counting). LivePerson's agents, to whom the same applies, give everything back before they log out.
#[test]
fn a_customer_is_stuck_with_an_owner_who_is_not_there() {
    let stuck = ["chatwoot", "flex-pause", "intercom", "salesforce-status", "zendesk", "zendesk-count-inactive"];
    assert_eq!(showing(is_stuck), stuck);
}

/// Two come at once to two agents with nothing to do: does the second one wait, though there is an agent for him?
fn is_blocked_by_the_head_of_the_line(platform: &str) -> bool {
    let mut table = under(platform, 2);
    let letters = [0, 1].map(|_| table.visit(1, [work(LONG)]));
    until(&mut table, 100);
    let run = run(&table);
    let [first, second] = letters.map(|it| run.assigned(it)[0]);
    first < second
}

/// `server/services/omnichannel/queue`: a pass takes one inquiry of a department. Others look at the queue only now and
/// then (LivePerson), or take at most a hundred at a time (Chatwoot), but then they take both.
#[test]
fn the_head_of_the_line_keeps_others_waiting() {
    assert_eq!(showing(is_blocked_by_the_head_of_the_line), ["rocketchat"]);
}

/// Customers who never write again fill all slots; is there no room for another one within ten days?
fn is_held_for_ever(platform: &str, change: impl Fn(&mut Table)) -> bool {
    let mut table = under(platform, 1);
    change(&mut table);
    for place in 0..slots(&table) {
        table.visit(100 * place, [work(1).silent()]);
    }
    let next = table.visit(1000, [work(5)]);
    table.model.frame.horizon = Span(10 * Span::DAY.0);
    table.run().assigned(next).is_empty()
}

/// Agents do nothing about silence: they neither close nor snooze, park, pause or leave what is silent; and no timer
/// disconnects that is off until somebody sets it.
fn nobody_tidies_up(table: &mut Table) {
    table.policy.close.after = None;
    table.policy.silence.parking = None;
    if matches!(table.policy.inactivity, Inactivity::Manual { .. }) {
        table.policy.inactivity = Inactivity::Never;
    }
}

/// Whether silence holds a slot for ever by default.
fn holds_slots(platform: &str) -> bool {
    is_held_for_ever(platform, nobody_tidies_up)
}

/// By itself silence frees a slot where a conversation becomes inactive by a timer: at Freshchat, LivePerson, Quiq,
/// Rocket.Chat, Salesforce with tabs and Zendesk. Genesys has such a timer, but it is off by default, and without it
/// inactive conversations stay with the agent; at Amazon an idle customer holds the slot until he is disconnected; the
/// others free slots when agents do something. The presets assume that agents do, so that none of them holds a slot for
/// ever.
#[test]
fn silence_holds_slots() {
    let held = [
        "amazon-connect",
        "chatwoot",
        "erlang-chat",
        "flex-leave",
        "flex-pause",
        "genesys",
        "intercom",
        "kustomer",
        "salesforce-status",
        "zendesk-count-inactive",
    ];
    assert_eq!(showing(holds_slots), held);
    assert_eq!(showing(|platform| is_held_for_ever(platform, |_| ())), <[&str; 0]>::default());
}
