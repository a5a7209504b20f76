//! Small cases with all their facts, worked out by hand from the rules. Both simulators must tell exactly these.

mod differed;
mod front;
mod passes;
mod silences;
mod workforce;

use super::scenario::{Scenario, demand};
use super::{Facts, engine, simulator};
use quasisync::civil::{WEEK, Weekly, Zone, second_of_week};
use quasisync::facts::Fact;
use quasisync::model::{CatchUp, Ending, Frame, Holds, Model, Nudges, Return, Team, Until, WrapUp};
use quasisync::policy::{Capacity, Clock, CloseClock, Contentless, Inactivity, Policy};
use quasisync::random::{Count, Law};
use quasisync::units::{DemandId, Span, Time};
use quasisync::workload::{End, Exchange, Workload};

const fn seconds(seconds: u64) -> Span {
    Span(seconds * Span::SECOND.0)
}

fn constant(seconds: f64) -> Law {
    Law::constant(seconds).expect("a span")
}

/// Handling, latency and patience in seconds.
fn exchange(handling: u64, latency: Option<u64>, patience: Option<u64>) -> Exchange {
    Exchange::new(seconds(handling), latency.map(seconds), patience.map(seconds), 0)
}

/// One demand and one agent with two slots; customers (second of arrival, exchanges, ending).
fn scenario(customers: Vec<(u64, Vec<Exchange>, End)>) -> Scenario {
    let frame = Frame {
        zone: Zone::new(0),
        warm_up: Span::ZERO,
        horizon: seconds(100),
        cool_down: Span::ZERO,
        interval: Span::MINUTE,
    };
    let team = Team::new("team", vec![DemandId(0)], Weekly::constant(1));
    let rows =
        customers.into_iter().map(|(at, exchanges, end)| (Time::START + seconds(at), DemandId(0), exchanges, end));
    Scenario {
        model: Model::new(frame, vec![demand(0, Until::Reply)], vec![team]),
        workload: Workload::of(rows.collect::<Vec<_>>()),
        policy: Policy::new("plain", Capacity::uniform(1, 2, 2)),
    }
}

/// "Closed 0 Silence": the name, and what it carries.
fn words(fact: Fact) -> String {
    let text = format!("{fact:?}");
    let labels = [
        "conversation",
        "ConversationId",
        "earlier",
        "agent",
        "AgentId",
        "desk",
        "DeskId",
        "team",
        "TeamId",
        "cause",
        "mode",
        "took",
        "Span",
        "in_hand",
        "why",
        "escalated",
        "Some",
        "None",
    ];
    let pieces = text.split(|it: char| !it.is_alphanumeric() && it != '_');
    pieces.filter(|it| !it.is_empty() && !labels.contains(it)).collect::<Vec<_>>().join(" ")
}

/// Lines of "second: facts"; what happens at the same second stands on one line. Hides the facts that go without saying.
fn told(facts: &Facts, hides: impl Fn(Fact) -> bool) -> Vec<String> {
    let mut lines: Vec<(Time, Vec<String>)> = Vec::new();
    for &(at, fact) in facts.iter().filter(|it| !hides(it.1)) {
        match lines.last_mut().filter(|it| it.0 == at) {
            Some(line) => line.1.push(words(fact)),
            None => lines.push((at, vec![words(fact)])),
        }
    }
    lines.into_iter().map(|(at, facts)| format!("{}: {}", at.0 as f64 / 1e6, facts.join(", "))).collect()
}

/// Queued, Assigned and SignedIn go without saying.
#[track_caller]
fn tells(scenario: &Scenario, expected: &[&str]) {
    tell(scenario, expected, |it| matches!(it, Fact::Queued { .. } | Fact::Assigned { .. } | Fact::SignedIn { .. }));
}

/// Assigned goes without saying.
#[track_caller]
fn tells_all(scenario: &Scenario, expected: &[&str]) {
    tell(scenario, expected, |it| matches!(it, Fact::Assigned { .. }));
}

/// Nothing goes without saying.
#[track_caller]
fn tells_each(scenario: &Scenario, expected: &[&str]) {
    tell(scenario, expected, |_| false);
}

#[track_caller]
fn tell(scenario: &Scenario, expected: &[&str], hides: impl Fn(Fact) -> bool) {
    let Scenario { model, workload, policy } = scenario;
    assert_eq!(told(&simulator::simulate(model, workload, policy), &hides), expected, "the twin");
    assert_eq!(told(&engine(model, workload, policy).expect("no panic"), &hides), expected, "the engine");
}

#[test]
fn who_leaves_silently_is_answered_and_never_writes() {
    // Two slots, one pair of hands. The second customer leaves at 7 unseen; the work on him takes a quarter of 4 seconds.
    let mut it = scenario(vec![
        (0, vec![exchange(10, Some(1), None), exchange(1, None, None)], End::Silent),
        (2, vec![exchange(4, Some(1), Some(5)), exchange(1, None, None)], End::Recognised),
    ]);
    it.model.demands[0].patience.silent = 1.0;
    it.model.demands[0].patience.gone_share = 0.25;
    it.policy.close.after = Some((seconds(20), CloseClock::LastAgent));
    tells(
        &it,
        &[
            "0: Arrived 0, Started 0 0",
            "2: Arrived 1",
            "7: LeftSilently 1",
            "10: Replied 0 0, Started 1 0",
            "11: Replied 1 0, Wrote 0 0, Started 0 0",
            "12: Replied 0 0, Resolved 0",
            "31: Closed 1 Silence",
            "32: Closed 0 Silence",
        ],
    );
}

#[test]
fn signals_stretch_patience_once_and_typing_ends_it() {
    let customers =
        vec![(0, vec![exchange(10, None, None)], End::Silent), (1, vec![exchange(9, None, Some(4))], End::Silent)];
    let mut it = scenario(customers.clone());
    it.model.demands[0].patience.signals.acknowledgement = 1.5;
    it.model.demands[0].patience.signals.presence = 2.0;
    it.policy.door.gives.acknowledgement = true;
    it.policy.door.gives.presence = true;
    // 4 seconds become 12: from 1 to 13; at 10 the work on it begins, and stops unfinished.
    let begun = ["0: Arrived 0, Started 0 0", "1: Arrived 1", "10: Replied 0 0, Resolved 0, Started 1 0"];
    tells(&it, &[&begun[..], &["13: GaveUp 1 0, Closed 1 GaveUp"]].concat());
    it.policy.door.gives.typing = true;
    tells(&it, &[&begun[..], &["19: Replied 1 0, Resolved 1"]].concat());
}

#[test]
fn out_of_hours_another_patience_holds_to_its_end() {
    let first = second_of_week(0);
    let busy = (0, vec![exchange(90, None, None)], End::Silent);
    let patient = |at| (at, vec![exchange(1, None, Some(3))], End::Silent);
    let mut it = scenario(vec![busy, patient(1), patient(9), patient(10)]);
    it.model.demands[0].patience.until = Until::Handling;
    it.policy.capacity = Capacity::uniform(1, 4, 4);
    // Opens at 10.
    it.model.demands[0].open = Some(Weekly::from_pieces(&[(first + 10, WEEK, true)], false).expect("one piece"));
    it.model.demands[0].patience.out_of_hours = Some(constant(20.0));
    tells(
        &it,
        &[
            "0: Arrived 0, Started 0 0",
            "1: Arrived 1",
            "9: Arrived 2",
            "10: Arrived 3",
            "13: GaveUp 3, Closed 3 GaveUp",
            "21: GaveUp 1, Closed 1 GaveUp",
            "29: GaveUp 2, Closed 2 GaveUp",
            "90: Replied 0 0, Resolved 0",
        ],
    );
}

#[test]
fn a_message_of_the_night_comes_in_the_morning() {
    let first = second_of_week(0);
    let mut it = scenario(vec![(0, vec![exchange(1, Some(5), None), exchange(1, None, None)], End::Silent)]);
    // The first message may come in the night; the second is due at 6, and comes at 20.
    it.model.demands[0].awake = Some(Weekly::from_pieces(&[(first + 20, WEEK, true)], false).expect("one piece"));
    tells(
        &it,
        &["0: Arrived 0, Started 0 0", "1: Replied 0 0", "20: Wrote 0 0, Started 0 0", "21: Replied 0 0, Resolved 0"],
    );
}

#[test]
fn a_nudge_moves_the_clock_of_silence_and_nothing_else() {
    // Nudges at 3 and at 6, the third would come at 9; the reply is sent at 8. Silence counts from 6.
    let mut it = scenario(vec![(0, vec![exchange(8, None, None)], End::Silent)]);
    it.model.demands[0].nudges = Some(Nudges { after: constant(3.0), at_most: 3 });
    it.policy.inactivity = Inactivity::After { after: seconds(10), clock: Clock::LastCustomerWhileAwaiting };
    it.policy.close.after = Some((seconds(12), CloseClock::LastCustomerWhileAwaiting));
    tells(
        &it,
        &[
            "0: Arrived 0, Started 0 0",
            "3: Nudged 0",
            "6: Nudged 0",
            "8: Replied 0 0, Resolved 0",
            "16: WentInactive 0",
            "18: Closed 0 Silence",
        ],
    );
}

#[test]
fn a_confirmation_closes_where_it_is_read_and_is_work_where_it_is_not() {
    let mut it = scenario(vec![(0, vec![exchange(2, None, None)], End::Confirms(seconds(4)))]);
    it.model.demands[0].handling_closing = Some(constant(3.0));
    it.model.teams[0].wrap_up = Some(constant(1.0).into());
    let begun = ["0: Arrived 0, Started 0 0", "2: Replied 0 0, Resolved 0"];
    tells(&it, &[&begun[..], &["6: Concluded 0, Closed 0 Confirmed"]].concat());
    it.policy.close.contentless = Contentless::Ignore;
    it.policy.close.on_confirmation = false;
    tells(&it, &[&begun[..], &["6: Concluded 0"]].concat());
    it.policy.close.contentless = Contentless::Handle;
    let read = ["6: Wrote 0 0, Started 0 0", "9: Read 0 0, Closed 0 Thanked", "10: WrappedUp 0 0 1000000"];
    tells(&it, &[&begun[..], &read].concat());
}

#[test]
fn a_message_after_the_window_begins_a_linked_conversation() {
    // Closed at 6. The message of 11 lies 5 seconds later: still in a window of 5 seconds, no more in one of 4.
    let exchanges = vec![exchange(1, Some(10), None), exchange(2, None, None)];
    let mut it = scenario(vec![(0, exchanges, End::Silent)]);
    it.policy.close.after = Some((seconds(5), CloseClock::LastAgent));
    it.model.teams[0].catch_up = CatchUp { first: seconds(3), per_exchange: seconds(4) };
    let begun = ["0: Arrived 0, Started 0 0", "1: Replied 0 0", "6: Closed 0 Silence"];
    it.policy.close.thread_window = Some(seconds(5));
    let reopened = [
        "11: Wrote 0 0, Reopened 0, Reactivated 0 0, Started 0 0",
        "13: Replied 0 0, Resolved 0",
        "18: Closed 0 Silence",
    ];
    tells(&it, &[&begun[..], &reopened].concat());
    // Nobody wrote in the new one: 2 + 3 + 4 seconds.
    it.policy.close.thread_window = Some(seconds(4));
    let linked = ["11: Arrived 1, Linked 1 0, Started 1 0", "20: Replied 1 0, Resolved 1", "25: Closed 1 Silence"];
    tells(&it, &[&begun[..], &linked].concat());
}

#[test]
fn thanks_after_the_window_are_read_in_a_conversation_of_their_own() {
    let mut it = scenario(vec![(0, vec![exchange(1, None, Some(1))], End::Thanks(seconds(10)))]);
    it.policy.close.after = Some((seconds(5), CloseClock::LastAgent));
    it.policy.close.thread_window = Some(Span::ZERO);
    it.model.demands[0].handling_closing = Some(constant(7.0));
    tells(
        &it,
        &[
            "0: Arrived 0, Started 0 0",
            "1: Replied 0 0, Resolved 0",
            "6: Closed 0 Silence",
            "11: Arrived 1, Linked 1 0, Started 1 0",
            "18: Read 1 0, Closed 1 Thanked",
        ],
    );
}

#[test]
fn who_gave_up_comes_again_with_the_same_matter_or_a_fresh_one() {
    let busy = (0, vec![exchange(50, None, None)], End::Silent);
    for keep in [true, false] {
        let mut it = scenario(vec![busy.clone(), (1, vec![exchange(5, None, Some(4))], End::Silent)]);
        let demand = &mut it.model.demands[0];
        // The fresh matter: one exchange, 7 seconds of work, 30 of patience. Solved is solved.
        demand.comes_back.gave_up = Some(Return { probability: 1.0, after: constant(20.0), keep });
        demand.exchanges = Count::constant(1).expect("a count");
        demand.handling_first = constant(7.0);
        demand.ending = Ending::recognised(0.0);
        demand.patience.first = Some(constant(30.0));
        let begun = [
            "0: Arrived 0, Started 0 0",
            "1: Arrived 1",
            "5: GaveUp 1, Closed 1 GaveUp",
            "25: Arrived 2, CameBack 2 1",
        ];
        let rest: &[&str] = match keep {
            true => &[
                "29: GaveUp 2, Closed 2 GaveUp",
                "49: Arrived 3, CameBack 3 2",
                "50: Replied 0 0, Resolved 0, Started 3 0",
                "53: GaveUp 3 0, Closed 3 GaveUp",
                "73: Arrived 4, CameBack 4 3, Started 4 0",
                "77: GaveUp 4 0, Closed 4 GaveUp",
                "97: Arrived 5, CameBack 5 4, Started 5 0",
            ],
            false => &[
                "50: Replied 0 0, Resolved 0, Started 2 0",
                "55: GaveUp 2 0, Closed 2 GaveUp",
                "75: Arrived 3, CameBack 3 2, Started 3 0",
                "82: Replied 3 0, Resolved 3",
            ],
        };
        tells(&it, &[&begun[..], rest].concat());
    }
}

#[test]
fn a_wrap_up_holds_the_agent_or_a_slot_or_nothing() {
    // One slot. The first conversation is closed at 2 and wrapped up until 7; the second comes at 3.
    let customers = || {
        let one = |at| (at, vec![exchange(2, None, None)], End::Recognised);
        vec![one(0), one(3)]
    };
    for (holds, starts) in [(Holds::Agent, 7), (Holds::Slot, 7), (Holds::Nothing, 3)] {
        let mut it = scenario(customers());
        it.policy.capacity = Capacity::uniform(1, 1, 1);
        it.model.teams[0].wrap_up = Some(WrapUp { law: constant(5.0), holds });
        let begun = ["0: Arrived 0, Started 0 0", "2: Replied 0 0, Resolved 0, Closed 0 Recognised"];
        let rest: &[&str] = match starts {
            7 => &[
                "3: Arrived 1",
                "7: WrappedUp 0 0 5000000, Started 1 0",
                "9: Replied 1 0, Resolved 1, Closed 1 Recognised",
                "14: WrappedUp 1 0 5000000",
            ],
            _ => &[
                "3: Arrived 1, Started 1 0",
                "5: Replied 1 0, Resolved 1, Closed 1 Recognised",
                "7: WrappedUp 0 0 5000000",
                "10: WrappedUp 1 0 5000000",
            ],
        };
        tells(&it, &[&begun[..], rest].concat());
    }
}

#[test]
fn a_wrap_up_with_a_second_slot_keeps_only_the_agent_waiting() {
    for (holds, starts) in
        [(Holds::Agent, "7: WrappedUp 0 0 5000000, Started 1 0"), (Holds::Slot, "7: WrappedUp 0 0 5000000")]
    {
        let mut it = scenario(vec![
            (0, vec![exchange(2, None, None)], End::Recognised),
            (3, vec![exchange(8, None, None)], End::Silent),
        ]);
        it.model.teams[0].wrap_up = Some(WrapUp { law: constant(5.0), holds });
        let (arrives, ends) = match holds {
            Holds::Agent => ("3: Arrived 1", "15: Replied 1 0, Resolved 1"),
            _ => ("3: Arrived 1, Started 1 0", "11: Replied 1 0, Resolved 1"),
        };
        let begun = ["0: Arrived 0, Started 0 0", "2: Replied 0 0, Resolved 0, Closed 0 Recognised"];
        tells(&it, &[&begun[..], &[arrives, starts, ends]].concat());
    }
}

#[test]
fn who_shares_does_everything_at_once_and_slower() {
    // Twice 4 seconds of work, from 0 and from 2. Alone until 2, then each at half speed: the first has 2 left and is done at
    // 6. The second has done 2, and does the other 2 alone. What three active ones would be worth does not matter.
    let one = |at| (at, vec![exchange(4, None, None)], End::Silent);
    for sharing in [vec![1.0], vec![1.0, 1.0, 9.0]] {
        let mut it = scenario(vec![one(0), one(2)]);
        it.model.teams[0].sharing = sharing;
        tells(
            &it,
            &[
                "0: Arrived 0, Started 0 0",
                "2: Arrived 1, Started 1 0",
                "6: Replied 0 0, Resolved 0",
                "8: Replied 1 0, Resolved 1",
            ],
        );
    }
    // With two active the agent does 2 seconds of work a second: each at full speed, then the last at double speed.
    let mut it = scenario(vec![one(0), one(2)]);
    it.model.teams[0].sharing = vec![1.0, 2.0];
    tells(
        &it,
        &[
            "0: Arrived 0, Started 0 0",
            "2: Arrived 1, Started 1 0",
            "4: Replied 0 0, Resolved 0",
            "5: Replied 1 0, Resolved 1",
        ],
    );
}

#[test]
fn who_shares_and_wraps_up_is_not_held() {
    // 2 and 6 seconds of work from 0 at 1/2 each: the first is done at 4 and wrapped up until 14, beside the rest. The second
    // has 3 left at 5, when the third comes: at 1/2 each that one is done at 7, the second at 9.
    let mut it = scenario(vec![
        (0, vec![exchange(2, None, None)], End::Recognised),
        (0, vec![exchange(6, None, None)], End::Silent),
        (5, vec![exchange(1, None, None)], End::Silent),
    ]);
    it.policy.capacity = Capacity::uniform(1, 3, 3);
    it.model.teams[0].sharing = vec![1.0];
    it.model.teams[0].wrap_up = Some(constant(10.0).into());
    tells(
        &it,
        &[
            "0: Arrived 0, Arrived 1, Started 0 0, Started 1 0",
            "4: Replied 0 0, Resolved 0, Closed 0 Recognised",
            "5: Arrived 2, Started 2 0",
            "7: Replied 2 0, Resolved 2",
            "9: Replied 1 0, Resolved 1",
            "14: WrappedUp 0 0 10000000",
        ],
    );
}

/// A closing at 7 changes neither the rate nor what is done next: the reply stays where it was, to the microsecond.
#[test]
fn what_changes_nothing_moves_no_reply() {
    // 4 s of work at 1; at 3, with 2 left, two more with 2 and 4: from then on 1/3 each. At 9 the first two are done.
    let mut it = scenario(vec![
        (1, vec![exchange(4, None, None)], End::Silent),
        (3, vec![exchange(0, None, None)], End::Silent),
        (3, vec![exchange(2, None, None)], End::Silent),
        (3, vec![exchange(4, None, None)], End::Silent),
    ]);
    it.policy.capacity = Capacity::uniform(1, 9, 9);
    it.policy.close.after = Some((seconds(4), CloseClock::LastCustomerWhileAwaiting));
    it.model.teams[0].sharing = vec![1.0];
    tells(
        &it,
        &[
            "1: Arrived 0, Started 0 0",
            "3: Arrived 1, Arrived 2, Arrived 3, Started 1 0, Started 2 0, Started 3 0, Replied 1 0, Resolved 1",
            "7: Closed 1 Silence",
            "9: Replied 0 0, Resolved 0, Closed 0 Silence, Replied 2 0, Resolved 2, Closed 2 Silence",
            "11: Replied 3 0, Resolved 3, Closed 3 Silence",
        ],
    );
}
