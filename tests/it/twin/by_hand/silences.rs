//! Silence: clocks that run on, sweeps, setting aside, reminders, closing; and where those go who come back.

use super::{constant, exchange, scenario, seconds, tells_each};
use crate::twin::scenario::Scenario;
use quasisync::civil::{WEEK, Weekly, second_of_week};
use quasisync::model::{Bot, Nudges, Return};
use quasisync::policy::{
    Capacity, Clock, CloseClock, Entry, Inactivity, Parking, Reactivation, Reminders, To, Treatment,
};
use quasisync::units::{DemandId, Span};
use quasisync::workload::End;

/// One agent; a customer with one exchange (second of arrival, handling) after the other.
fn visits(slots: u32, customers: &[(u64, u64)]) -> Scenario {
    let one = |&(at, handling): &(u64, u64)| (at, vec![exchange(handling, None, None)], End::Silent);
    let mut it = scenario(customers.iter().map(one).collect());
    it.policy.capacity = Capacity::uniform(1, slots, slots);
    it
}

/// One agent; one customer, who writes again so long after the reply of 1.
fn twice(latency: Option<u64>) -> Scenario {
    let mut it = scenario(vec![(0, vec![exchange(1, latency, None), exchange(1, None, None)], End::Silent)]);
    it.model.frame.horizon = seconds(30);
    it
}

fn after(span: u64, clock: Clock) -> Inactivity {
    Inactivity::After { after: seconds(span), clock }
}

const BEGUN: &str = "0: SignedIn 0 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0";

#[test]
fn a_clock_that_runs_on_frees_the_slot_of_who_waits() {
    let mut it = visits(1, &[(0, 10), (1, 2)]);
    it.policy.inactivity = after(5, Clock::LastCustomer);
    let told = [
        BEGUN,
        "1: Arrived 1, Queued 1",
        // Since 0, in hand. The other one lapses as soon as he is on a desk, for he wrote at 1.
        "5: Lapsed 0, Assigned 1 0",
        "6: Lapsed 1",
        "10: Replied 0 0, Resolved 0, WentInactive 0, Started 1 0",
        "12: Replied 1 0, Resolved 1, WentInactive 1",
    ];
    tells_each(&it, &told);
    // The last of either: since the reply.
    it.policy.inactivity = after(5, Clock::LastAny);
    let told = [
        &told[..4],
        &[
            "10: Replied 0 0, Resolved 0, Started 1 0",
            "12: Replied 1 0, Resolved 1",
            "15: WentInactive 0",
            "17: WentInactive 1",
        ],
    ];
    tells_each(&it, &told.concat());
}

#[test]
fn who_writes_once_more_has_not_lapsed() {
    let mut it = visits(1, &[(0, 20)]);
    it.policy.inactivity = after(5, Clock::LastCustomer);
    it.model.demands[0].nudges = Some(Nudges { after: constant(7.0), at_most: 1 });
    let told = [BEGUN, "5: Lapsed 0", "7: Nudged 0", "12: Lapsed 0", "20: Replied 0 0, Resolved 0, WentInactive 0"];
    tells_each(&it, &told);
}

#[test]
fn who_waits_in_the_queue_lapses_only_if_that_is_the_rule() {
    let mut it = visits(1, &[(0, 10), (1, 1)]);
    it.policy.inactivity = after(3, Clock::LastCustomer);
    // The first cannot lapse and gives nothing free: what is awaited weighs as much as what is inactive.
    it.policy.capacity.weights.inactive = 1000;
    it.model.frame.horizon = seconds(12);
    let rest = ["10: Replied 0 0, Resolved 0, WentInactive 0"];
    tells_each(&it, &[&[BEGUN, "1: Arrived 1, Queued 1", "3: Lapsed 0"][..], &rest].concat());
    it.policy.silence.unassigned = true;
    tells_each(&it, &[&[BEGUN, "1: Arrived 1, Queued 1", "3: Lapsed 0", "4: Lapsed 1"][..], &rest].concat());
}

#[test]
fn timers_take_effect_when_it_is_time_to_look() {
    // Due at 4, looked at every 5. Closing is due 3 seconds after going inactive, and looked at every 7.
    let mut it = twice(None);
    it.policy.inactivity = after(3, Clock::LastAgent);
    it.policy.silence.sweep = seconds(5);
    it.policy.close.after = Some((seconds(3), CloseClock::Inactive));
    it.policy.close.sweep = seconds(7);
    tells_each(&it, &[BEGUN, "1: Replied 0 0, Ghosted 0", "5: WentInactive 0", "14: Closed 0 Silence"]);
    // A multiple is as good as any.
    it.policy.inactivity = after(4, Clock::FirstAgentAfterCustomer);
    it.policy.close.after = Some((seconds(6), CloseClock::FirstAgentAfterCustomer));
    tells_each(&it, &[BEGUN, "1: Replied 0 0, Ghosted 0", "5: WentInactive 0", "7: Closed 0 Silence"]);
}

fn parked(latency: Option<u64>) -> Scenario {
    let mut it = twice(latency);
    it.policy.inactivity = Inactivity::AtOnce;
    it.policy.silence.parking = Some(Parking { probability: 1.0, lasts: seconds(4) });
    it
}

#[test]
fn who_is_set_aside_counts_again_after_a_while() {
    let mut it = parked(None);
    let replied = "1: Replied 0 0, Ghosted 0, Parked 0";
    tells_each(&it, &[BEGUN, replied, "5: Resumed 0, WentInactive 0"]);
    it.policy.close.after = Some((seconds(3), CloseClock::LastAgent));
    tells_each(&it, &[BEGUN, replied, "4: Closed 0 Silence"]);
    // Inactive from 5 on.
    it.policy.close.after = Some((seconds(3), CloseClock::Inactive));
    tells_each(&it, &[BEGUN, replied, "5: Resumed 0, WentInactive 0", "8: Closed 0 Silence"]);
    // Who writes while it is set aside goes by a rule of his own.
    let mut it = parked(Some(2));
    it.policy.reactivation_parked = Some(Reactivation { to: To::Queue, at: Entry::Back, wait: Span::ZERO });
    let told = [
        BEGUN,
        "1: Replied 0 0, Parked 0",
        "3: Wrote 0 0, Queued 0, Assigned 0 0, Started 0 0",
        "4: Replied 0 0, Resolved 0, Parked 0",
        "8: Resumed 0, WentInactive 0",
    ];
    tells_each(&it, &told);
}

fn reminded(latency: Option<u64>, when_reminded: f64) -> Scenario {
    let mut it = twice(latency);
    it.policy.silence.reminders = Some(Reminders { every: seconds(3), at_most: 2, probability: 1.0 });
    it.model.demands[0].reply.modes[0].latency = constant(when_reminded);
    it
}

#[test]
fn a_reminder_brings_an_answer_sooner_or_at_all() {
    let ghosted = "1: Replied 0 0, Ghosted 0";
    let solved = ["9: Reminded 0", "12: Reminded 0"];
    // A second after the reminder. Then it is solved, and nobody has anything left to say.
    let heeded = ["4: Reminded 0", "5: Wrote 0 0, Started 0 0", "6: Replied 0 0, Resolved 0"];
    tells_each(&reminded(None, 1.0), &[&[BEGUN, ghosted][..], &heeded, &solved].concat());
    tells_each(&reminded(Some(20), 1.0), &[&[BEGUN, "1: Replied 0 0"][..], &heeded, &solved].concat());
    // Planned for 6 anyway, which is sooner than 8.
    let sooner = ["4: Reminded 0", "6: Wrote 0 0, Started 0 0", "7: Replied 0 0, Resolved 0", "10: Reminded 0"];
    let told = [&[BEGUN, "1: Replied 0 0"][..], &sooner, &["13: Reminded 0"]];
    tells_each(&reminded(Some(5), 4.0), &told.concat());
    // Closed at 6, after one reminder.
    let mut it = reminded(None, 50.0);
    it.policy.close.after = Some((seconds(5), CloseClock::LastAgent));
    tells_each(&it, &[BEGUN, ghosted, "4: Reminded 0", "6: Closed 0 Silence"]);
}

#[test]
fn who_waits_is_closed_where_the_clock_runs_on_but_not_in_hand() {
    // The second waits in the inbox, the third in the queue; that one would come again.
    let mut it = visits(2, &[(0, 8), (1, 1), (2, 1)]);
    it.policy.close.after = Some((seconds(5), CloseClock::LastCustomer));
    it.policy.close.only_awaiting = false;
    it.model.frame.horizon = seconds(15);
    let told = [
        BEGUN,
        "1: Arrived 1, Queued 1, Assigned 1 0",
        "2: Arrived 2, Queued 2",
        "6: Closed 1 Silence, Assigned 2 0",
        "7: Closed 2 Silence",
        "8: Replied 0 0, Resolved 0, Closed 0 Silence",
    ];
    tells_each(&it, &told);
    it.model.demands[0].comes_back.refused = Some(Return { probability: 1.0, after: constant(4.0), keep: true });
    it.model.frame.horizon = seconds(11);
    let again = "10: Arrived 3, CameBack 3 1, Queued 3, Assigned 3 0, Started 3 0";
    tells_each(&it, &[&told[..], &[again]].concat());
}

#[test]
fn who_is_silent_goes_to_the_queue_instead_of_being_closed() {
    let mut it = twice(None);
    it.policy.close.after = Some((seconds(3), CloseClock::LastAgent));
    it.policy.close.requeues = true;
    it.model.frame.horizon = seconds(11);
    let again = ["4: Queued 0, Assigned 0 0", "7: Queued 0, Assigned 0 0", "10: Queued 0, Assigned 0 0"];
    tells_each(&it, &[&[BEGUN, "1: Replied 0 0, Ghosted 0"][..], &again].concat());
    // Not at once again, but a second later.
    it.policy.close.after = Some((Span::ZERO, CloseClock::LastAgent));
    it.model.frame.horizon = seconds(3);
    let told = [BEGUN, "1: Replied 0 0, Ghosted 0, Queued 0, Assigned 0 0", "2: Queued 0, Assigned 0 0"];
    tells_each(&it, &told);
}

#[test]
fn who_writes_in_the_queue_keeps_the_place() {
    // One slot: at 4 it goes to the second customer. The first writes at 6; since then he waits, and may give up.
    let told = |patience, rest: &[&str]| {
        let first = vec![exchange(1, Some(5), None), exchange(1, None, patience)];
        let mut it = scenario(vec![(0, first, End::Silent), (2, vec![exchange(10, None, None)], End::Silent)]);
        it.policy.capacity = Capacity::uniform(1, 1, 1);
        it.policy.close.after = Some((seconds(3), CloseClock::LastAgent));
        it.policy.close.requeues = true;
        it.model.frame.horizon = seconds(18);
        let begun = [
            BEGUN,
            "1: Replied 0 0",
            "2: Arrived 1, Queued 1",
            "4: Queued 0, Assigned 1 0, Started 1 0",
            "6: Wrote 0 0",
        ];
        tells_each(&it, &[&begun[..], rest].concat());
    };
    told(None, &["14: Replied 1 0, Resolved 1", "17: Queued 1, Assigned 0 0, Started 0 0"]);
    told(Some(4), &["10: GaveUp 0, Closed 0 GaveUp", "14: Replied 1 0, Resolved 1", "17: Queued 1, Assigned 1 0"]);
}

#[test]
fn who_comes_back_waits_for_the_owner_for_a_while() {
    // Two agents with a slot each. The owner has somebody else until 8 or 12; who waits for him may go elsewhere at 10.
    for (handling, rest) in [
        (
            6,
            &[
                "8: Replied 1 0, Resolved 1, WentInactive 1, Reactivated 0 0, Started 0 0",
                "9: Replied 0 0, Resolved 0, WentInactive 0",
            ][..],
        ),
        (
            10,
            &[
                "10: Assigned 0 1, Started 0 1",
                "11: Replied 0 1, Resolved 0, WentInactive 0",
                "12: Replied 1 0, Resolved 1, WentInactive 1",
            ],
        ),
    ] {
        let first = vec![exchange(1, Some(4), None), exchange(1, None, None)];
        let mut it = scenario(vec![(0, first, End::Silent), (2, vec![exchange(handling, None, None)], End::Silent)]);
        it.model.teams[0].agents = Weekly::constant(2).into();
        it.policy.capacity = Capacity::uniform(1, 1, 1);
        it.policy.inactivity = Inactivity::AtOnce;
        it.policy.reactivation = Reactivation { to: To::OwnerBelowMaximum, at: Entry::Front, wait: seconds(5) };
        let begun = [
            "0: SignedIn 0 0, SignedIn 1 0, Arrived 0, Queued 0, Assigned 0 0, Started 0 0",
            "1: Replied 0 0, WentInactive 0",
            "2: Arrived 1, Queued 1, Assigned 1 0, Started 1 0",
            "5: Wrote 0 0, Queued 0",
        ];
        tells_each(&it, &[&begun[..], rest].concat());
    }
}

#[test]
fn a_customer_may_always_go_to_the_owner_or_first_to_the_bot() {
    let mut it = twice(Some(4));
    it.policy.inactivity = Inactivity::AtOnce;
    it.policy.reactivation.to = To::Bot;
    it.model.demands[0].bot =
        Some(Bot { takes: constant(3.0), contains: 1.0, falsely: 0.0, back_after: constant(1.0) });
    let begun = [BEGUN, "1: Replied 0 0, WentInactive 0"];
    let bot = [
        "5: Wrote 0 0, MetBot 0",
        "8: HandedOver 0, Queued 0, Assigned 0 0, Started 0 0",
        "9: Replied 0 0, Resolved 0, WentInactive 0",
    ];
    tells_each(&it, &[&begun[..], &bot].concat());
    // The owner is away from 3 to 20. Who was not inactive just goes on.
    let first = second_of_week(0);
    it.model.teams[0].agents =
        Weekly::from_pieces(&[(first, first + 3, 1), (first + 20, WEEK, 1)], 0).expect("pieces").into();
    it.policy.reactivation.to = To::OwnerAlways;
    let back = ["20: SignedIn 0 0, Started 0 0", "21: Replied 0 0, Resolved 0, WentInactive 0"];
    let away = ["3: SignedOut 0 0", "5: Wrote 0 0, Reactivated 0 0"];
    tells_each(&it, &[&begun[..], &away, &back].concat());
    it.policy.inactivity = Inactivity::Never;
    let told = [BEGUN, "1: Replied 0 0", "3: SignedOut 0 0", "5: Wrote 0 0", back[0], "21: Replied 0 0, Resolved 0"];
    tells_each(&it, &told);
}

#[test]
fn a_demand_may_have_rules_of_its_own() {
    use super::front::{short, two_demands};
    let mut it = two_demands(vec![short(0, 0, 1), short(5, 1, 1)]);
    let own = Treatment { inactivity: Inactivity::AtOnce, ..it.policy.treatment() };
    it.policy.own = vec![(DemandId(1), own)];
    let told = [
        BEGUN,
        "1: Replied 0 0, Resolved 0",
        "5: Arrived 1, Queued 1, Assigned 1 0, Started 1 0",
        "6: Replied 1 0, Resolved 1, WentInactive 1",
    ];
    tells_each(&it, &told);
}
