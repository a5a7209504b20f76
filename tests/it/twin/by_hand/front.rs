//! Channels, the bot and the door, what is passed on.

use super::{constant, exchange, scenario, seconds, tells_all};
use crate::twin::scenario::{Scenario, demand, rows};
use quasisync::civil::{WEEK, Weekly, second_of_week};
use quasisync::model::{Bot, CatchUp, Channel, Ending, ReplyWindow, Takes, Transfer, Until, Urgent};
use quasisync::policy::{AtClosing, Capacity, OutOfHours};
use quasisync::units::{ChannelId, DemandId, Span};
use quasisync::workload::{End, Exchange, Workload};

/// One agent who serves two demands, a channel each; customers with their demands.
pub(super) fn two_demands(customers: Vec<(u64, u32, Vec<Exchange>, End)>) -> Scenario {
    let demands: Vec<u32> = customers.iter().map(|it| it.1).collect();
    let mut it = scenario(customers.into_iter().map(|it| (it.0, it.2, it.3)).collect());
    it.model.demands.push(demand(1, Until::Reply));
    it.model.teams[0].serves = vec![DemandId(0).into(), DemandId(1).into()];
    it.model.channels = vec![Channel::from("chat"), Channel::from("other")];
    for number in 0..2 {
        it.model.demands[number].channel = Some(ChannelId(number as u32));
    }
    let rows = rows(&it.workload).into_iter().zip(demands).map(|(row, demand)| (row.0, DemandId(demand), row.2, row.3));
    it.workload = Workload::of(rows.collect::<Vec<_>>());
    it.policy.capacity = Capacity::uniform(1, 3, 3);
    it
}

pub(super) fn short(at: u64, demand: u32, handling: u64) -> (u64, u32, Vec<Exchange>, End) {
    (at, demand, vec![exchange(handling, None, None)], End::Silent)
}

#[test]
fn a_call_takes_the_agent_whole() {
    let mut it = two_demands(vec![short(0, 1, 10), short(1, 0, 2)]);
    it.model.channels[1].takes = Takes::Agent;
    let calls = ["0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0", "1: Arrived 1, Queued 1"];
    tells_all(
        &it,
        &[&calls[..], &["10: Replied 0 0, Resolved 0, Started 1 0", "12: Replied 1 0, Resolved 1"]].concat(),
    );
    // And waits until there is nothing in hand.
    let mut it = two_demands(vec![short(0, 0, 5), short(1, 1, 2)]);
    it.model.channels[1].takes = Takes::Agent;
    let chats = ["0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0", "1: Arrived 1, Queued 1"];
    tells_all(&it, &[&chats[..], &["5: Replied 0 0, Resolved 0, Started 1 0", "7: Replied 1 0, Resolved 1"]].concat());
}

#[test]
fn an_e_mail_waits_until_nothing_else_does() {
    let mut it = two_demands(vec![short(0, 0, 5), short(1, 1, 3), short(2, 0, 2)]);
    it.model.channels[1].takes = Takes::Idle;
    tells_all(
        &it,
        &[
            "0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0",
            "1: Arrived 1, Queued 1",
            "2: Arrived 2, Queued 2",
            "5: Replied 0 0, Resolved 0, Started 2 0",
            "7: Replied 2 0, Resolved 2, Started 1 0",
            "10: Replied 1 0, Resolved 1",
        ],
    );
}

#[test]
fn work_of_a_higher_rank_goes_first_and_the_way_back_costs() {
    // The chat of 1 comes before the one of 2, but that has the higher rank; turning back to the lower costs 4.
    let mut it = two_demands(vec![short(0, 0, 5), short(1, 0, 1), short(2, 1, 1)]);
    it.model.channels[1].rank = 1;
    it.model.channels[0].resume = seconds(4);
    it.model.teams[0].switch_cost = seconds(1);
    tells_all(
        &it,
        &[
            "0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0",
            "1: Arrived 1, Queued 1",
            "2: Arrived 2, Queued 2",
            "5: Replied 0 0, Resolved 0, Started 2 0",
            "7: Replied 2 0, Resolved 2, Started 1 0",
            "12: Replied 1 0, Resolved 1",
        ],
    );
}

#[test]
fn who_closes_the_page_is_seen_to_leave() {
    let mut it = two_demands(vec![
        (0, 0, vec![exchange(2, None, None), exchange(1, None, None)], End::Silent),
        (5, 0, vec![exchange(2, None, None)], End::Silent),
        (10, 0, vec![exchange(9, None, Some(3))], End::Silent),
    ]);
    it.model.channels[0].page = true;
    it.model.demands[0].patience.silent = 1.0;
    tells_all(
        &it,
        &[
            "0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0",
            "2: Replied 0 0, Ghosted 0, Closed 0 Left",
            "5: Arrived 1, Queued 1, Started 1 0",
            "7: Replied 1 0, Resolved 1, Closed 1 Left",
            "10: Arrived 2, Queued 2, Started 2 0",
            "13: GaveUp 2 0, Closed 2 GaveUp",
        ],
    );
}

#[test]
fn too_late_for_a_reply_there_is_a_template() {
    // After 4 of 3 seconds. The customer writes again 4 seconds after the template.
    let mut it = two_demands(vec![short(0, 0, 5), short(1, 0, 2)]);
    it.model.channels[0].reply_window = Some(ReplyWindow { within: seconds(3), template: seconds(1) });
    it.model.demands[0].reply.modes[0].latency = constant(4.0);
    let begun = ["0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0", "1: Arrived 1, Queued 1"];
    let late = [
        "5: Replied 0 0, Resolved 0, Started 1 0",
        "6: SentTemplate 1 0",
        "10: Wrote 1 0, Started 1 0",
        "12: Replied 1 0, Resolved 1",
    ];
    tells_all(&it, &[&begun[..], &late].concat());
    it.model.channels[0].reply_window = Some(ReplyWindow { within: seconds(4), template: seconds(1) });
    tells_all(&it, &[&begun[..], &["5: Replied 0 0, Resolved 0, Started 1 0", "7: Replied 1 0, Resolved 1"]].concat());
}

#[test]
fn a_bot_contains_or_hands_over_or_only_seems_to_contain() {
    let bot = |contains, falsely| {
        let mut it = two_demands(vec![short(0, 0, 2)]);
        it.model.demands[0].bot = Some(Bot { takes: constant(3.0), contains, falsely, back_after: constant(5.0) });
        it.policy.door.bot = true;
        it
    };
    let met = "0: SignedIn 0 0, Arrived 0, MetBot 0";
    tells_all(&bot(1.0, 0.0), &[met, "3: Contained 0, Closed 0 Contained"]);
    tells_all(&bot(0.0, 0.0), &[met, "3: HandedOver 0, Queued 0, Started 0 0", "5: Replied 0 0, Resolved 0"]);
    let falsely = ["8: Arrived 1, CameBack 1 0, Queued 1, Started 1 0", "10: Replied 1 0, Resolved 1"];
    tells_all(&bot(1.0, 1.0), &[&[met, "3: Contained 0, Closed 0 Contained"][..], &falsely].concat());
}

#[test]
fn the_door_refuses_out_of_hours_and_clears_at_closing() {
    let first = second_of_week(0);
    let hours = |from, to| Some(Weekly::from_pieces(&[(first + from, to, true)], false).expect("one piece"));
    let mut it = two_demands(vec![short(1, 0, 2), short(10, 0, 2)]);
    it.model.demands[0].open = hours(10, WEEK);
    it.policy.door.out_of_hours = OutOfHours::Refuse;
    let told = [
        "0: SignedIn 0 0",
        "1: Arrived 0, Refused 0, Closed 0 Refused",
        "10: Arrived 1, Queued 1, Started 1 0",
        "12: Replied 1 0, Resolved 1",
    ];
    tells_all(&it, &told);
    // Closes at 10: the second has never been with an agent, the third is of a demand that never closes.
    let mut it = two_demands(vec![short(0, 0, 20), short(5, 0, 2), short(6, 1, 2)]);
    it.policy.capacity = Capacity::uniform(1, 1, 1);
    it.model.demands[0].open = hours(0, first + 10);
    it.policy.door.at_closing = AtClosing::Clear;
    let told = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0",
        "5: Arrived 1, Queued 1",
        "6: Arrived 2, Queued 2",
        "10: Refused 1, Closed 1 Refused",
        "20: Replied 0 0, Resolved 0",
    ];
    tells_all(&it, &told);
}

#[test]
fn a_matter_goes_on_warm_or_cold() {
    let passed_on = || {
        let mut it = two_demands(vec![(0, 0, vec![exchange(2, Some(50), None), exchange(1, None, None)], End::Silent)]);
        it.model.demands[1].handling_first = constant(4.0);
        it.model.demands[1].ending = Ending::recognised(0.0);
        it.model.teams[0].catch_up = CatchUp { first: seconds(2), per_exchange: seconds(1) };
        it.model.teams[0].wrap_up = Some(constant(1.0).into());
        it
    };
    let begun = "0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0";
    let goes_on = "2: Replied 0 0, Closed 0 Transferred, Arrived 1, Transferred 1 0 false, Queued 1";
    let mut it = passed_on();
    // Cold: a wrap-up of 1, then 4 and the reading of 2 + 1.
    it.model.demands[0].transfer = Some(Transfer { probability: 1.0, to: DemandId(1), warm: None });
    tells_all(&it, &[begun, goes_on, "3: WrappedUp 0 0 1000000, Started 1 0", "10: Replied 1 0, Resolved 1"]);
    // Warm: a briefing of 5, and nothing to read.
    it.model.demands[0].transfer = Some(Transfer { probability: 1.0, to: DemandId(1), warm: Some(seconds(5)) });
    tells_all(&it, &[begun, goes_on, "7: WrappedUp 0 0 5000000, Started 1 0", "11: Replied 1 0, Resolved 1"]);
    // Escalated, it is cold whatever a transfer would be.
    it.model.demands[0].escalates = Some(DemandId(1));
    it.policy.escalation.after_exchanges = Some(1);
    let escalated = "2: Replied 0 0, Closed 0 Transferred, Arrived 1, Transferred 1 0 true, Queued 1";
    tells_all(&it, &[begun, escalated, "3: WrappedUp 0 0 1000000, Started 1 0", "10: Replied 1 0, Resolved 1"]);
    it.policy.escalation.after_exchanges = None;
    it.policy.escalation.after_wait = Some(seconds(2) - Span(1));
    tells_all(&it, &[begun, escalated, "3: WrappedUp 0 0 1000000, Started 1 0", "10: Replied 1 0, Resolved 1"]);
    it.policy.escalation.after_wait = Some(seconds(2));
    tells_all(&it, &[begun, goes_on, "7: WrappedUp 0 0 5000000, Started 1 0", "11: Replied 1 0, Resolved 1"]);
}

#[test]
fn who_is_urgent_goes_on_at_once() {
    let mut it = two_demands(vec![short(0, 0, 2)]);
    it.model.demands[0].urgent = Some(Urgent { share: 1.0, class: 0 });
    it.model.demands[0].escalates = Some(DemandId(1));
    it.model.demands[1].handling_first = constant(4.0);
    it.model.demands[1].ending = Ending::recognised(0.0);
    it.policy.escalation.urgent = true;
    let told = [
        "0: SignedIn 0 0, Arrived 0, Closed 0 Transferred, Arrived 1, Transferred 1 0 true, Queued 1, Started 1 0",
        "4: Replied 1 0, Resolved 1",
    ];
    tells_all(&it, &told);
}
