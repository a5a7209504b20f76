//! Passes, limits of new work, offers, messages that are not answered, orders.

use super::front::{short, two_demands};
use super::{constant, exchange, scenario, seconds, tells_each};
use crate::twin::engine;
use crate::twin::scenario::Scenario;
use crate::twin::simulator::simulate;
use quasisync::civil::{WEEK, Weekly, second_of_week};
use quasisync::facts::Fact;
use quasisync::model::{Arrivals, Particulars, Return, Serves, ServesFrom, Team};
use quasisync::policy::{
    AssignmentKey, Capacity, CloseClock, Dispatch, Entry, Inactivity, Offer, OrderKey, Pool, Rate, Then, Timed,
    Triggers, Unanswered, WarmUp,
};
use quasisync::units::{DemandId, Span};
use quasisync::workload::{End, Workload};

/// Customers with one exchange each (second of arrival, handling).
fn visits(customers: &[(u64, u64)]) -> Scenario {
    scenario(customers.iter().map(|&(at, handling)| (at, vec![exchange(handling, None, None)], End::Silent)).collect())
}

const NEVER: Triggers = Triggers { arrival: false, freed: false, sign_in: false };

const OFFER: Timed =
    Timed { timeout: seconds(4), broadcast: false, excludes: false, pause: Span::ZERO, to_back: false };

const ARRIVES: &str = "0: SignedIn 0 0, Arrived 0, Queued 0";

#[test]
fn a_sweep_places_so_many_from_each_queue() {
    let mut it = visits(&[(0, 9), (1, 9), (5, 9)]);
    it.policy.capacity = Capacity::uniform(1, 9, 9);
    it.policy.dispatch = Dispatch { on: NEVER, every: Some(seconds(5)), at_most: Some(2) };
    it.model.frame.horizon = seconds(12);
    let told = [
        ARRIVES,
        "1: Arrived 1, Queued 1",
        "5: Arrived 2, Queued 2, Assigned 0 0, Assigned 1 0, Started 0 0",
        "10: Assigned 2 0",
    ];
    tells_each(&it, &told);
}

#[test]
fn who_arrives_waits_until_somebody_signs_in_where_nothing_else_counts() {
    let mut it = visits(&[(0, 2), (1, 2)]);
    let first = second_of_week(0);
    it.model.teams[0].agents =
        Weekly::from_pieces(&[(first, first + 7, 1), (first + 7, WEEK, 2)], 1).expect("pieces").into();
    it.policy.dispatch.on = Triggers { sign_in: true, ..NEVER };
    let told = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0",
        "1: Arrived 1, Queued 1",
        "2: Replied 0 0, Resolved 0",
        "7: SignedIn 1 0, Assigned 1 1, Started 1 1",
        "9: Replied 1 1, Resolved 1",
    ];
    tells_each(&it, &told);
    // What is freed lets the queue be looked at; that somebody came does not.
    it.policy.dispatch.on = Triggers { freed: true, ..NEVER };
    it.policy.inactivity = Inactivity::AtOnce;
    tells_each(&it, &[ARRIVES, "1: Arrived 1, Queued 1", "7: SignedIn 1 0"]);
}

#[test]
fn new_work_comes_no_faster_than_so_many_in_so_long() {
    let mut it = visits(&[(0, 20), (1, 20), (2, 20)]);
    it.policy.capacity = Capacity::uniform(1, 9, 9);
    it.policy.capacity.rate = Some(Rate { at_most: 2, per: seconds(5) });
    it.model.frame.horizon = seconds(12);
    let told = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0",
        "1: Arrived 1, Queued 1, Assigned 1 0",
        "2: Arrived 2, Queued 2",
        "5: Assigned 2 0",
    ];
    tells_each(&it, &told);
}

#[test]
fn who_warms_up_begins_slowly() {
    let mut it = visits(&[(0, 90), (1, 1), (2, 1), (2, 1), (20, 1), (20, 1)]);
    it.policy.capacity = Capacity::uniform(1, 9, 9);
    it.policy.capacity.warm_up = Some(WarmUp { every: seconds(3), lasts: seconds(7), after_idle: Some(seconds(12)) });
    it.model.frame.horizon = seconds(30);
    let told = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0",
        "1: Arrived 1, Queued 1",
        "2: Arrived 2, Queued 2, Arrived 3, Queued 3",
        "3: Assigned 1 0",
        "6: Assigned 2 0",
        "7: Assigned 3 0",
        // 13 seconds without new work: it begins again.
        "20: Arrived 4, Queued 4, Arrived 5, Queued 5, Assigned 4 0",
        "23: Assigned 5 0",
    ];
    tells_each(&it, &told);
}

#[test]
fn slack_and_light_weights_let_one_more_in_and_so_does_who_asks_for_it() {
    let awaiting = |change: fn(&mut Capacity)| {
        let mut it = visits(&[(0, 1), (3, 1)]);
        it.policy.capacity = Capacity::uniform(1, 1, 2);
        change(&mut it.policy.capacity);
        it
    };
    let begun = ["0: SignedIn 0 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0", "1: Replied 0 0, Resolved 0"];
    let waits = [&begun[..], &["3: Arrived 1, Queued 1"]].concat();
    let goes = ["3: Arrived 1, Queued 1, Assigned 1 0, Started 1 0", "4: Replied 1 0, Resolved 1"];
    let goes = [&begun[..], &goes].concat();
    tells_each(&awaiting(|_| {}), &waits);
    tells_each(&awaiting(|it| it.slack = 999), &waits);
    tells_each(&awaiting(|it| it.slack = 1000), &goes);
    tells_each(&awaiting(|it| it.weights.awaits_customer = 1), &waits);
    tells_each(&awaiting(|it| (it.weights.awaits_customer, it.slack) = (500, 500)), &goes);
    tells_each(&awaiting(|it| it.weights.needs_reply = 500), &waits);
    tells_each(&awaiting(|it| it.on_request = true), &goes);
    tells_each(&awaiting(|it| (it.on_request, it.limits[0].maximum) = (true, 1)), &waits);
}

#[test]
fn each_demand_has_its_own_room() {
    let mut it = two_demands(vec![short(0, 0, 9), short(1, 0, 9), short(2, 1, 9)]);
    it.policy.capacity = Capacity::uniform(1, 1, 1);
    it.model.frame.horizon = seconds(5);
    let begun = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0",
        "1: Arrived 1, Queued 1",
        "2: Arrived 2, Queued 2",
    ];
    tells_each(&it, &begun);
    let roomy = [begun[0], begun[1], "2: Arrived 2, Queued 2, Assigned 2 0"];
    for pool in [Pool::Demand, Pool::Channel] {
        it.policy.capacity.pool = pool;
        tells_each(&it, &roomy);
    }
}

#[test]
fn an_offer_is_accepted_or_missed_and_who_misses_pauses() {
    let mut it = visits(&[(0, 2), (5, 2)]);
    it.model.teams[0].agents = Weekly::constant(2).into();
    it.model.teams[0].accepts = Some(constant(4.0));
    it.policy.offer = Offer::Timed(OFFER);
    let accepted = [
        "0: SignedIn 0 0, SignedIn 1 0, Arrived 0, Queued 0, Offered 0 0",
        "4: Assigned 0 0, Started 0 0",
        "5: Arrived 1, Queued 1, Offered 1 1",
        "6: Replied 0 0, Resolved 0",
        "9: Assigned 1 1, Started 1 1",
        "11: Replied 1 1, Resolved 1",
    ];
    tells_each(&it, &accepted);
    // A pause of 6 from 4, then from 8, then longer from 9. In the end nobody is left for either.
    it.model.teams[0].accepts = Some(constant(5.0));
    it.policy.offer = Offer::Timed(Timed { excludes: true, pause: seconds(6), ..OFFER });
    let missed = [
        "0: SignedIn 0 0, SignedIn 1 0, Arrived 0, Queued 0, Offered 0 0",
        "4: Missed 0 0, Offered 0 1",
        "5: Arrived 1, Queued 1, Offered 1 1",
        "8: Missed 0 1",
        "9: Missed 1 1",
        "10: Offered 1 0",
        "14: Missed 1 0",
    ];
    tells_each(&it, &missed);
}

#[test]
fn who_is_missed_keeps_the_place_or_goes_to_the_back() {
    let mut it = visits(&[(0, 2), (1, 2)]);
    it.policy.capacity = Capacity::uniform(1, 1, 1);
    it.model.teams[0].accepts = Some(constant(9.0));
    it.model.frame.horizon = seconds(9);
    for (to_back, next) in [(false, "4: Missed 0 0, Offered 0 0"), (true, "4: Missed 0 0, Offered 1 0")] {
        it.policy.offer = Offer::Timed(Timed { to_back, ..OFFER });
        let last = if to_back { "8: Missed 1 0, Offered 0 0" } else { "8: Missed 0 0, Offered 0 0" };
        tells_each(&it, &["0: SignedIn 0 0, Arrived 0, Queued 0, Offered 0 0", "1: Arrived 1, Queued 1", next, last]);
    }
}

/// Two teams of one, the second of which serves from some time on, and accepts after so long.
fn two_teams(customers: &[(u64, u64)], from: u64, accepts: f64) -> Scenario {
    let mut it = visits(customers);
    let mut second = Team::new("second", vec![DemandId(0)], Weekly::constant(1));
    second.serves[0] = Serves { from: ServesFrom::After(seconds(from)), ..second.serves[0] };
    second.accepts = Some(constant(accepts));
    it.model.teams.push(second);
    it.policy.capacity = Capacity::uniform(2, 2, 2);
    it
}

#[test]
fn the_quickest_gets_it_and_a_miss_goes_to_the_next_ring() {
    let mut it = two_teams(&[(0, 2)], 0, 2.0);
    it.model.teams[0].accepts = Some(constant(3.0));
    it.policy.offer = Offer::Timed(OFFER);
    let begun = "0: SignedIn 0 0, SignedIn 1 1, Arrived 0, Queued 0, Offered 0";
    tells_each(&it, &[&format!("{begun} 0"), "3: Assigned 0 0, Started 0 0", "5: Replied 0 0, Resolved 0"]);
    it.policy.offer = Offer::Timed(Timed { broadcast: true, ..OFFER });
    tells_each(&it, &[&format!("{begun} 1"), "2: Assigned 0 1, Started 0 1", "4: Replied 0 1, Resolved 0"]);
    // The second ring would come after 20 seconds.
    let mut it = two_teams(&[(0, 2)], 20, 0.0);
    it.model.teams[0].accepts = Some(constant(9.0));
    it.policy.offer = Offer::Timed(Timed { excludes: true, ..OFFER });
    let missed = "4: Missed 0 0, Offered 0 1, Assigned 0 1, Started 0 1";
    tells_each(&it, &[&format!("{begun} 0"), missed, "6: Replied 0 1, Resolved 0"]);
}

#[test]
fn who_leaves_misses_what_is_offered_and_is_not_blamed() {
    let mut it = visits(&[(0, 2)]);
    let first = second_of_week(0);
    it.model.teams[0].agents =
        Weekly::from_pieces(&[(first, first + 2, 1), (first + 6, WEEK, 1)], 0).expect("pieces").into();
    it.model.teams[0].accepts = Some(constant(3.0));
    it.policy.offer = Offer::Timed(Timed { excludes: true, pause: seconds(50), ..OFFER });
    let told = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Offered 0 0",
        "2: SignedOut 0 0, Missed 0 0",
        "6: SignedIn 0 0, Offered 0 0",
        "9: Assigned 0 0, Started 0 0",
        "11: Replied 0 0, Resolved 0",
    ];
    tells_each(&it, &told);
}

#[test]
fn the_queue_is_left_after_so_long_offers_included() {
    let mut it = visits(&[(0, 2)]);
    it.model.teams[0].accepts = Some(constant(9.0));
    it.model.demands[0].comes_back.refused = Some(Return { probability: 1.0, after: constant(10.0), keep: true });
    it.policy.offer = Offer::Timed(OFFER);
    it.policy.close.queue_wait = Some(seconds(6));
    it.model.frame.horizon = seconds(18);
    let told = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Offered 0 0",
        "4: Missed 0 0, Offered 0 0",
        "6: Closed 0 WaitedTooLong",
        "16: Arrived 1, CameBack 1 0, Queued 1, Offered 1 0",
    ];
    tells_each(&it, &told);
}

#[test]
fn who_pulls_takes_one_at_a_time() {
    let mut it = visits(&[(0, 10), (1, 10), (2, 10)]);
    it.model.teams[0].agents = Weekly::constant(2).into();
    it.policy.capacity = Capacity::uniform(1, 9, 9);
    it.policy.offer = Offer::Pull;
    it.policy.dispatch.on = Triggers { arrival: true, freed: true, sign_in: false };
    let told = [
        "0: SignedIn 0 0, SignedIn 1 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0",
        "1: Arrived 1, Queued 1, Assigned 1 1, Started 1 1",
        "2: Arrived 2, Queued 2",
        "10: Replied 0 0, Resolved 0, Assigned 2 0, Started 2 0",
        "11: Replied 1 1, Resolved 1",
        "20: Replied 2 0, Resolved 2",
    ];
    tells_each(&it, &told);
}

#[test]
fn what_is_not_answered_goes_back_to_the_queue() {
    let mut it = visits(&[(0, 10), (1, 2)]);
    let rule = |excludes, pause| Unanswered {
        after: seconds(4),
        then: Then::Requeue(Entry::Back),
        excludes,
        pause: seconds(pause),
    };
    let begun =
        ["0: SignedIn 0 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0", "1: Arrived 1, Queued 1, Assigned 1 0"];
    let answered = ["10: Replied 0 0, Resolved 0, Started 1 0", "12: Replied 1 0, Resolved 1"];
    for (rule, told) in [
        (rule(true, 0), &["5: TakenAway 1 0, Queued 1", "10: Replied 0 0, Resolved 0"][..]),
        (rule(false, 3), &["5: TakenAway 1 0, Queued 1", "8: Assigned 1 0", answered[0], answered[1]]),
        (
            rule(false, 0),
            &[
                "5: TakenAway 1 0, Queued 1, Assigned 1 0",
                "9: TakenAway 1 0, Queued 1, Assigned 1 0",
                answered[0],
                answered[1],
            ],
        ),
    ] {
        it.policy.unanswered = Some(rule);
        tells_each(&it, &[&begun[..], told].concat());
    }
}

#[test]
fn what_is_not_answered_goes_to_somebody_else_who_has_room() {
    // Nobody has room at 6. At 10 the second agent has.
    let mut it = scenario(vec![
        (0, vec![exchange(20, None, None)], End::Silent),
        (1, vec![exchange(7, None, None)], End::Recognised),
        (2, vec![exchange(3, None, None)], End::Silent),
        (3, vec![exchange(20, None, None)], End::Silent),
    ]);
    it.model.teams[0].agents = Weekly::constant(2).into();
    let rule = Unanswered { after: seconds(4), then: Then::Transfer, excludes: true, pause: Span::ZERO };
    it.policy.unanswered = Some(rule);
    let told = [
        "0: SignedIn 0 0, SignedIn 1 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0",
        "1: Arrived 1, Queued 1, Assigned 1 1, Started 1 1",
        "2: Arrived 2, Queued 2, Assigned 2 0",
        "3: Arrived 3, Queued 3, Assigned 3 1",
        "8: Replied 1 1, Resolved 1, Closed 1 Recognised, Started 3 1",
        "10: TakenAway 2 0, Assigned 2 1",
        "20: Replied 0 0, Resolved 0",
        "28: Replied 3 1, Resolved 3, Started 2 1",
        "31: Replied 2 1, Resolved 2",
    ];
    tells_each(&it, &told);
    // Whoever had it may get it back.
    it.policy.unanswered = Some(Unanswered { excludes: false, ..rule });
    let told = [
        &told[..6],
        &[
            "14: TakenAway 2 1, Assigned 2 0",
            "18: TakenAway 2 0, Assigned 2 1",
            "20: Replied 0 0, Resolved 0",
            "22: TakenAway 2 1, Assigned 2 0, Started 2 0",
            "25: Replied 2 0, Resolved 2",
            "28: Replied 3 1, Resolved 3",
        ],
    ];
    tells_each(&it, &told.concat());
}

#[test]
fn urgency_is_a_head_start_or_a_rate() {
    // Until 10 the agent is busy. One of class 1 since 1, one of class 0 since 4 or later.
    let told = |second: u64, order: OrderKey, urgent_first: bool| {
        let mut it = two_demands(vec![short(0, 1, 10), short(1, 1, 1), short(second, 0, 1)]);
        it.model.demands[1].class = 1;
        it.policy.capacity = Capacity::uniform(1, 9, 9);
        it.policy.inbox = vec![order];
        let (first, last) = if urgent_first { (2, 1) } else { (1, 2) };
        tells_each(
            &it,
            &[
                "0: SignedIn 0 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0",
                "1: Arrived 1, Queued 1, Assigned 1 0",
                &format!("{second}: Arrived 2, Queued 2, Assigned 2 0"),
                &format!("10: Replied 0 0, Resolved 0, Started {first} 0"),
                &format!("11: Replied {first} 0, Resolved {first}, Started {last} 0"),
                &format!("12: Replied {last} 0, Resolved {last}"),
            ],
        );
    };
    let head_start = || OrderKey::HeadStart(vec![seconds(5), Span::ZERO]);
    told(5, head_start(), true);
    // 6 - 5 = 1: a tie, and who joined first is next.
    told(6, head_start(), false);
    // 2 x 5 against 9, 2 x 4 against 9; at the end 2 x 4.5 would be a tie.
    told(5, OrderKey::Accumulating(vec![2.0, 1.0]), true);
    told(6, OrderKey::Accumulating(vec![2.0, 1.0]), false);
}

#[test]
fn work_goes_to_whom_the_keys_say() {
    let own = |place, preferred| Particulars {
        place,
        name: format!("agent {place}"),
        speed: Some(f64::from(place + 1)),
        serves: None,
        capacity: Some((preferred, preferred)),
    };
    let goes = |key: AssignmentKey, desks: [u32; 4]| {
        let mut it = scenario(vec![
            (0, vec![exchange(9, None, None)], End::Silent),
            (1, vec![exchange(1, None, None)], End::Silent),
            (2, vec![exchange(1, None, None)], End::Recognised),
            (6, vec![exchange(5, None, None)], End::Silent),
        ]);
        it.model.teams[0].agents = Weekly::constant(2).into();
        it.model.teams[0].particulars = vec![own(0, 4), own(1, 9)];
        if key == AssignmentKey::Fastest {
            // Speeds come with a workload that is sampled.
            let arrivals = it.workload.customers.iter().map(|it| it.arrives).collect();
            it.model.demands[0].arrivals = Arrivals::Trace(arrivals);
            it.workload = Workload::sample(&it.model, 0, 0);
        }
        it.policy.assignment = vec![key.clone()];
        let Scenario { model, workload, policy } = &it;
        for facts in [simulate(model, workload, policy), engine(model, workload, policy).expect("no panic")] {
            let mut got = [None; 4];
            for (_, fact) in facts {
                if let Fact::Assigned { conversation, desk } = fact {
                    got[conversation.index()] = Some(desk.0);
                }
            }
            assert_eq!(got, desks.map(Some), "{key:?}");
        }
    };
    // Who had none first, then whose last is longest ago: 0 and 1 had one each, then 0 had another.
    goes(AssignmentKey::LeastRecentlyAssigned, [0, 1, 0, 1]);
    goes(AssignmentKey::FewestAssigned, [0, 1, 0, 1]);
    // At 2 the second agent awaits a customer, who is not closed but needs no reply.
    goes(AssignmentKey::FewestOpen, [0, 1, 0, 1]);
    goes(AssignmentKey::FewestNeedingReply, [0, 1, 1, 1]);
    // 3 of 4 against 8 of 9.
    goes(AssignmentKey::MostSpareShare, [0, 1, 1, 1]);
    goes(AssignmentKey::Fastest, [1, 1, 1, 1]);
    // Nobody wrote to any of them before.
    goes(AssignmentKey::LastAgent, [0, 0, 0, 0]);
}

#[test]
fn who_goes_on_elsewhere_goes_to_the_last_agent() {
    // The second agent answered at 3; the thread is closed at 5, and what follows at 8 a conversation of its own.
    let mut it = scenario(vec![
        (0, vec![exchange(9, None, None)], End::Silent),
        (1, vec![exchange(2, Some(5), None), exchange(1, None, None)], End::Silent),
    ]);
    it.model.teams[0].agents = Weekly::constant(2).into();
    it.policy.capacity = Capacity::uniform(1, 9, 9);
    it.policy.assignment = vec![AssignmentKey::LastAgent, AssignmentKey::LeastLoaded];
    it.policy.close.after = Some((seconds(2), CloseClock::LastAgent));
    it.policy.close.thread_window = Some(Span::ZERO);
    let told = |desk| {
        [
            "0: SignedIn 0 0, SignedIn 1 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0".to_string(),
            "1: Arrived 1, Queued 1, Assigned 1 1, Started 1 1".to_string(),
            "3: Replied 1 1".to_string(),
            "5: Closed 1 Silence".to_string(),
            format!("8: Arrived 2, Linked 2 1, Queued 2, Assigned 2 {desk}, Started 2 {desk}"),
        ]
    };
    it.model.frame.horizon = seconds(9);
    tells_each(&it, &told(1).each_ref().map(String::as_str));
}
