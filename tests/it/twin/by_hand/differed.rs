//! Cases in which the simulators once differed over the knobs of the routing rules, made small.

use super::front::{short, two_demands};
use super::{constant, exchange, scenario, seconds, tells_each};
use quasisync::civil::{WEEK, Weekly, second_of_week};
use quasisync::model::Particulars;
use quasisync::policy::{
    Adaptive, Capacity, Clock, CloseClock, Entry, Inactivity, Leaving, Offer, OrderKey, Pool, Reactivation, Then,
    Timed, To, Triggers, Unanswered,
};
use quasisync::units::{DemandId, Span};
use quasisync::workload::End;

const ON_DEMAND: Inactivity = Inactivity::OnDemand { after: Span::ZERO, clock: Clock::LastAgent };

#[test]
fn what_is_freed_last_in_an_instant_is_for_those_of_that_instant() {
    // Nobody waits when the slot is free again, and that somebody comes later is no reason to look.
    let mut it = scenario(vec![
        (0, vec![exchange(1, None, Some(0))], End::Silent),
        (1, vec![exchange(1, None, None)], End::Silent),
    ]);
    it.model.teams[0].accepts = Some(constant(1.0));
    it.policy.offer = Offer::Timed(Timed {
        timeout: seconds(1),
        broadcast: false,
        excludes: false,
        pause: Span::ZERO,
        to_back: false,
    });
    it.policy.dispatch.on = Triggers { arrival: false, ..Triggers::ALL };
    let begun = "0: SignedIn 0 0, Arrived 0, Queued 0, Offered 0 0, GaveUp 0, Closed 0 GaveUp";
    tells_each(&it, &[begun, "1: Arrived 1, Queued 1"]);
}

#[test]
fn a_timer_that_is_no_longer_true_is_no_reason_to_look() {
    // After the first reply closing would have been due at 5, after the second it is at 7.
    let mut it = scenario(vec![
        (0, vec![exchange(1, Some(1), None), exchange(1, None, None)], End::Silent),
        (4, vec![exchange(1, None, None)], End::Silent),
    ]);
    it.policy.capacity = Capacity::uniform(1, 1, 1);
    it.policy.dispatch.on = Triggers { arrival: false, ..Triggers::ALL };
    it.policy.inactivity = ON_DEMAND;
    it.policy.close.after = Some((seconds(4), CloseClock::LastAgent));
    it.model.frame.horizon = seconds(9);
    let told = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0",
        "1: Replied 0 0",
        "2: Wrote 0 0, Started 0 0",
        "3: Replied 0 0, Resolved 0",
        "4: Arrived 1, Queued 1",
        "7: Closed 0 Silence, Assigned 1 0, Started 1 0",
        "8: Replied 1 0, Resolved 1",
    ];
    tells_each(&it, &told);
}

#[test]
fn silence_makes_no_room_in_another_pool() {
    let mut it = two_demands(vec![short(0, 1, 0), short(1, 0, 50), short(2, 0, 1)]);
    it.policy.capacity = Capacity { pool: Pool::Demand, ..Capacity::uniform(1, 1, 1) };
    it.policy.inactivity = ON_DEMAND;
    it.model.frame.horizon = seconds(5);
    let told = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0, Replied 0 0, Resolved 0",
        "1: Arrived 1, Queued 1, Assigned 1 0, Started 1 0",
        "2: Arrived 2, Queued 2",
    ];
    tells_each(&it, &told);
}

#[test]
fn a_wait_for_the_owner_that_ended_early_ends_no_later_one() {
    // The owner is away from 2 to 5 and from 7 to 11. Who comes back at 3 would wait until 9, and at 8 until 14.
    let exchanges = vec![exchange(1, Some(2), None), exchange(1, Some(2), None), exchange(1, None, None)];
    let mut it = scenario(vec![(0, exchanges, End::Silent)]);
    let first = second_of_week(0);
    let there = |from, to| (first + from, first + to, 1);
    it.model.teams[0].agents =
        Weekly::from_pieces(&[there(0, 2), there(5, 7), (first + 11, WEEK, 1)], 0).expect("pieces").into();
    it.policy.inactivity = Inactivity::AtOnce;
    it.policy.reactivation = Reactivation { to: To::OwnerSignedIn, at: Entry::Back, wait: seconds(6) };
    let told = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0",
        "1: Replied 0 0, WentInactive 0",
        "2: SignedOut 0 0",
        "3: Wrote 0 0, Queued 0",
        "5: SignedIn 0 0, Reactivated 0 0, Started 0 0",
        "6: Replied 0 0, WentInactive 0",
        "7: SignedOut 0 0",
        "8: Wrote 0 0, Queued 0",
        "11: SignedIn 0 0, Reactivated 0 0, Started 0 0",
        "12: Replied 0 0, Resolved 0, WentInactive 0",
    ];
    tells_each(&it, &told);
}

#[test]
fn timers_of_one_instant_go_in_the_order_in_which_they_were_set() {
    // Closing was set with the reply of 1, being taken away at 2: first there is room, then it is looked for.
    let mut it = scenario(vec![
        (0, vec![exchange(1, None, None)], End::Silent),
        (1, vec![exchange(50, None, None)], End::Silent),
        (2, vec![exchange(1, None, None)], End::Silent),
    ]);
    it.model.teams[0].agents = Weekly::constant(2).into();
    it.model.teams[0].particulars =
        vec![Particulars { place: 0, name: "first".into(), speed: None, serves: None, capacity: Some((1, 1)) }];
    it.policy.capacity.weights.inactive = 1000;
    it.policy.inactivity = Inactivity::After { after: seconds(3), clock: Clock::LastCustomerWhileAwaiting };
    it.policy.close.after = Some((seconds(4), CloseClock::LastCustomerWhileAwaiting));
    it.policy.unanswered =
        Some(Unanswered { after: seconds(2), then: Then::Transfer, excludes: false, pause: Span::ZERO });
    it.model.frame.horizon = seconds(5);
    let told = [
        "0: SignedIn 0 0, SignedIn 1 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0",
        "1: Replied 0 0, Resolved 0, Arrived 1, Queued 1, Assigned 1 1, Started 1 1",
        "2: Arrived 2, Queued 2, Assigned 2 1",
        "3: WentInactive 0",
        "4: Closed 0 Silence, TakenAway 2 1, Assigned 2 0, Started 2 0",
    ];
    tells_each(&it, &told);
}

#[test]
fn every_adaptive_rule_says_how_long_a_gap_counts() {
    let mut it = scenario(vec![(0, vec![exchange(1, Some(4), None), exchange(1, None, None)], End::Silent)]);
    it.model.demands[0].reply.default_gap = Span::ZERO;
    let adaptive = |most| Adaptive { factor: 1.0, minimum: Span::ZERO, maximum: seconds(most) };
    it.policy.inactivity = Inactivity::Adaptive { adaptive: adaptive(2), clock: Clock::LastAgent };
    it.policy.inbox = vec![OrderKey::Blend(vec![(1.0, vec![OrderKey::Adaptive(adaptive(6))])])];
    let told = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0",
        "1: Replied 0 0, WentInactive 0",
        "5: Wrote 0 0, Reactivated 0 0, Started 0 0",
        "6: Replied 0 0, Resolved 0",
        // Half of 4 seconds; of 2 it would be one.
        "8: WentInactive 0",
    ];
    tells_each(&it, &told);
}

#[test]
fn room_that_is_made_for_one_lane_is_for_whoever_is_first() {
    // One agent, two lanes. The first of the one lane, 3, may not go there any more, so room is made for the other lane; but
    // 5, the second of the one lane, came before 6.
    let mut it = two_demands(vec![
        short(0, 0, 0),
        short(0, 0, 0),
        short(1, 0, 50),
        short(2, 0, 1),
        short(7, 1, 1),
        short(8, 0, 1),
        short(8, 1, 1),
    ]);
    it.model.teams[0].serves[1].rank = 2;
    it.policy.inactivity = ON_DEMAND;
    // What is of the other lane is not taken away.
    it.policy.own = vec![(DemandId(1), it.policy.treatment())];
    let back = Then::Requeue(Entry::Back);
    it.policy.unanswered = Some(Unanswered { after: seconds(4), then: back, excludes: true, pause: Span::ZERO });
    it.model.frame.horizon = seconds(13);
    let told = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Arrived 1, Queued 1, Assigned 0 0, Assigned 1 0, Started 0 0, \
         Replied 0 0, Resolved 0, Started 1 0, Replied 1 0, Resolved 1",
        "1: Arrived 2, Queued 2, Assigned 2 0, Started 2 0",
        "2: Arrived 3, Queued 3, WentInactive 0, Assigned 3 0",
        "6: TakenAway 3 0, Queued 3",
        "7: Arrived 4, Queued 4, Assigned 4 0",
        "8: Arrived 5, Queued 5, Arrived 6, Queued 6, WentInactive 1, Assigned 5 0",
        "12: TakenAway 5 0, Queued 5, Assigned 6 0",
    ];
    tells_each(&it, &told);
}

#[test]
fn whoever_is_silent_longest_makes_room_even_after_changing_desks() {
    let mut it = scenario(vec![
        (2, vec![exchange(0, None, None)], End::Silent),
        (3, vec![exchange(0, None, None)], End::Silent),
        (11, vec![exchange(0, None, None)], End::Silent),
    ]);
    let first = second_of_week(0);
    let agents = [(first, first + 6, 2), (first + 6, first + 30, 1)];
    it.model.teams[0].agents = Weekly::from_pieces(&agents, 2).expect("pieces").into();
    it.policy.capacity = Capacity::uniform(1, 1, 1);
    it.policy.desk.shift_end = Leaving::HandOverOpen;
    it.policy.inactivity = Inactivity::OnDemand { after: seconds(2), clock: Clock::LastAgent };
    it.policy.close.after = Some((seconds(7), CloseClock::LastAgent));
    (it.policy.close.sweep, it.policy.close.requeues) = (seconds(5), true);
    it.model.frame.horizon = seconds(32);
    let told = [
        "0: SignedIn 0 0, SignedIn 1 0",
        "2: Arrived 0, Queued 0, Assigned 0 0, Started 0 0, Replied 0 0, Resolved 0",
        "3: Arrived 1, Queued 1, Assigned 1 1, Started 1 1, Replied 1 1, Resolved 1",
        "6: SignedOut 1 0, Released 1",
        "10: Queued 0, Queued 1, Assigned 0 0, WentInactive 0, Assigned 1 0",
        "11: Arrived 2, Queued 2, WentInactive 1, Assigned 2 0, Started 2 0, Replied 2 0, Resolved 2",
        "20: Queued 0, Queued 1, Queued 2, Assigned 0 0, WentInactive 0, Assigned 1 0, WentInactive 1, Assigned 2 0",
        "30: SignedIn 1 0, Queued 0, Queued 1, Queued 2, Assigned 0 0, Assigned 1 1, WentInactive 0, Assigned 2 0",
    ];
    tells_each(&it, &told);
}
