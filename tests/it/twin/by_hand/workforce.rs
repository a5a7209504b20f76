//! Shifts, pauses, who serves whom, colleagues.

use super::{exchange, scenario, seconds, tells_all};
use crate::twin::scenario::Scenario;
use quasisync::model::{Looks, Pause, ServesFrom, Staffing, Stint, Team, Why};
use quasisync::policy::{Capacity, Inactivity, Leaving};
use quasisync::units::{DemandId, Span, Time};
use quasisync::workload::End;

fn at(second: u64) -> Time {
    Time::START + seconds(second)
}

/// One agent with these presences.
fn one(stints: &[(u64, u64)]) -> Staffing {
    Staffing::Schedule(vec![
        stints.iter().map(|&(from, to)| Stint { from: at(from), to: at(to), pauses: Vec::new() }).collect(),
    ])
}

/// The first writes again at 12, the second is in hand from 5 to 13, the third waits in the inbox from 6 on.
fn three() -> Scenario {
    let mut it = scenario(vec![
        (0, vec![exchange(4, Some(8), None), exchange(2, None, None)], End::Silent),
        (5, vec![exchange(8, None, None)], End::Silent),
        (6, vec![exchange(3, None, None)], End::Silent),
    ]);
    it.policy.capacity = Capacity::uniform(1, 3, 3);
    it.model.frame.horizon = seconds(30);
    it
}

#[test]
fn what_becomes_of_conversations_at_the_end_of_a_shift() {
    let begun = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0",
        "4: Replied 0 0",
        "5: Arrived 1, Queued 1, Started 1 0",
        "6: Arrived 2, Queued 2",
        "10: ShiftEnded 0 0",
    ];
    let later =
        ["20: SignedIn 0 0, Started 2 0", "23: Replied 2 0, Resolved 2, Started 0 0", "25: Replied 0 0, Resolved 0"];
    let queued = "12: Wrote 0 0, Queued 0";
    let rule = |rule, rest: &[&str]| {
        let mut it = three();
        it.model.teams[0].agents = one(&[(0, 10), (20, 40)]);
        it.policy.desk.shift_end = rule;
        tells_all(&it, &[&begun[..], rest].concat());
    };
    let then = |first: &[&'static str]| [first, &later[..]].concat();
    rule(Leaving::Hold, &then(&["12: Wrote 0 0", "13: Replied 1 0, Resolved 1, SignedOut 0 0"]));
    rule(Leaving::OnReply, &then(&[queued, "13: Replied 1 0, Resolved 1, SignedOut 0 0"]));
    rule(Leaving::HandOver, &then(&[queued, "13: Replied 1 0, Resolved 1, SignedOut 0 0, Queued 2"]));
    rule(Leaving::HandOverOpen, &then(&[queued, "13: Replied 1 0, Resolved 1, SignedOut 0 0, Queued 2, Released 1"]));
    let overtime = [queued, "13: Replied 1 0, Resolved 1, Started 2 0", "16: Replied 2 0, Resolved 2, SignedOut 0 0"];
    let finish = ["20: SignedIn 0 0, Started 0 0", "22: Replied 0 0, Resolved 0"];
    rule(Leaving::Finish, &[&overtime[..], &finish[..]].concat());
}

#[test]
fn what_is_inactive_is_released_by_one_rule_only() {
    for (rule, leaves) in [
        (Leaving::HandOverOpen, "13: Replied 1 0, Resolved 1, WentInactive 1, SignedOut 0 0, Queued 2"),
        (Leaving::HandOverAll, "13: Replied 1 0, Resolved 1, WentInactive 1, SignedOut 0 0, Queued 2, Released 1"),
    ] {
        let mut it = three();
        it.model.frame.horizon = seconds(20);
        it.model.teams[0].agents = one(&[(0, 10)]);
        it.policy.desk.shift_end = rule;
        it.policy.inactivity = Inactivity::AtOnce;
        tells_all(
            &it,
            &[
                "0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0",
                "4: Replied 0 0, WentInactive 0",
                "5: Arrived 1, Queued 1, Started 1 0",
                "6: Arrived 2, Queued 2",
                "10: ShiftEnded 0 0",
                "12: Wrote 0 0, Queued 0",
                leaves,
            ],
        );
    }
}

#[test]
fn what_becomes_of_conversations_during_a_pause() {
    let begun = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0",
        "4: Replied 0 0",
        "5: Arrived 1, Queued 1, Started 1 0",
        "6: Arrived 2, Queued 2",
    ];
    let rule = |rule, why, to, rest: &[&str]| {
        let mut it = three();
        let pauses = vec![Pause { why, from: at(10), to: at(to) }];
        it.model.teams[0].agents = Staffing::Schedule(vec![vec![Stint { from: at(0), to: at(60), pauses }]]);
        it.policy.desk.breaks = rule;
        tells_all(&it, &[&begun[..], rest].concat());
    };
    let queued = "12: Wrote 0 0, Queued 0";
    let back =
        ["18: Returned 0 0, Started 2 0", "21: Replied 2 0, Resolved 2, Started 0 0", "23: Replied 0 0, Resolved 0"];
    let then = |first: &[&'static str]| [first, &back[..]].concat();
    let break_ = |how, rest: &[&str]| rule(how, Why::Break, 15, rest);
    // 5 seconds from 13 on, when the reply in hand is sent.
    break_(Leaving::Hold, &then(&["12: Wrote 0 0", "13: Replied 1 0, Resolved 1, WentAway 0 0 Break"]));
    break_(Leaving::OnReply, &then(&[queued, "13: Replied 1 0, Resolved 1, WentAway 0 0 Break"]));
    break_(Leaving::HandOver, &then(&[queued, "13: Replied 1 0, Resolved 1, WentAway 0 0 Break, Queued 2"]));
    let released = "13: Replied 1 0, Resolved 1, WentAway 0 0 Break, Queued 2, Released 1";
    break_(Leaving::HandOverOpen, &then(&[queued, released]));
    break_(Leaving::HandOverAll, &then(&[queued, released]));
    let finish = [
        queued,
        "13: Replied 1 0, Resolved 1, Started 2 0",
        "16: Replied 2 0, Resolved 2, WentAway 0 0 Break",
        "21: Returned 0 0, Started 0 0",
        "23: Replied 0 0, Resolved 0",
    ];
    break_(Leaving::Finish, &finish);
    // A meeting is over when it is over.
    let meeting = [
        "12: Wrote 0 0",
        "13: Replied 1 0, Resolved 1, WentAway 0 0 Meeting",
        "15: Returned 0 0, Started 2 0",
        "18: Replied 2 0, Resolved 2, Started 0 0",
        "20: Replied 0 0, Resolved 0",
    ];
    rule(Leaving::Hold, Why::Meeting, 15, &meeting);
    let missed = [
        "12: Wrote 0 0",
        "13: Replied 1 0, Resolved 1, Started 2 0",
        "16: Replied 2 0, Resolved 2, Started 0 0",
        "18: Replied 0 0, Resolved 0",
    ];
    rule(Leaving::Hold, Why::Meeting, 13, &missed);
}

#[test]
fn one_shift_after_the_other_is_no_end_and_overtime_may_reach_into_the_next() {
    let begun = ["0: SignedIn 0 0", "5: Arrived 0, Queued 0, Started 0 0"];
    let mut it = scenario(vec![(5, vec![exchange(9, None, None)], End::Silent)]);
    it.model.teams[0].agents = one(&[(0, 10), (10, 20)]);
    tells_all(&it, &[&begun[..], &["14: Replied 0 0, Resolved 0", "20: SignedOut 0 0"]].concat());
    it.model.teams[0].agents = one(&[(0, 10), (12, 20)]);
    let overtime = ["10: ShiftEnded 0 0", "12: ShiftBegan 0 0", "14: Replied 0 0, Resolved 0", "20: SignedOut 0 0"];
    tells_all(&it, &[&begun[..], &overtime].concat());
}

#[test]
fn nothing_new_comes_shortly_before_the_end() {
    // From 5 on only the agent's own customers: the first writes again at 7.
    let mut it = scenario(vec![
        (0, vec![exchange(4, Some(3), None), exchange(1, None, None)], End::Silent),
        (6, vec![exchange(2, None, None)], End::Silent),
    ]);
    it.model.teams[0].agents = one(&[(0, 10), (20, 40)]);
    it.model.frame.horizon = seconds(30);
    it.policy.desk.no_new_before = seconds(5);
    tells_all(
        &it,
        &[
            "0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0",
            "4: Replied 0 0",
            "6: Arrived 1, Queued 1",
            "7: Wrote 0 0, Started 0 0",
            "8: Replied 0 0, Resolved 0",
            "10: SignedOut 0 0",
            "20: SignedIn 0 0, Started 1 0",
            "22: Replied 1 0, Resolved 1",
        ],
    );
}

/// Two customers and two agents in two teams, with a slot each. The second team serves from `from` on.
fn rings(first: Staffing, from: ServesFrom) -> Scenario {
    let busy = |at| (at, vec![exchange(10, None, None)], End::Silent);
    let mut it = scenario(vec![busy(0), busy(1)]);
    it.model.teams[0].agents = first;
    it.model.teams.push(Team::new("second", vec![DemandId(0)], one(&[(0, 100)])));
    it.model.teams[1].serves[0].from = from;
    it.policy.capacity = Capacity::uniform(2, 1, 1);
    it.model.frame.horizon = seconds(18);
    it
}

#[test]
fn more_desks_serve_the_longer_somebody_waits() {
    let both = "0: SignedIn 0 0, SignedIn 1 1, Arrived 0, Queued 0, Started 0 0";
    let second = ["10: Replied 0 0, Resolved 0", "16: Replied 1 1, Resolved 1"];
    let rings_of = |delay| rings(one(&[(0, 100)]), ServesFrom::After(seconds(delay)));
    tells_all(&rings_of(5), &[&[both, "1: Arrived 1, Queued 1", "6: Started 1 1"][..], &second].concat());
    // Where nobody of the first is there, nobody waits for them.
    let empty =
        ["0: SignedIn 1 1, Arrived 0, Queued 0, Started 0 1", "1: Arrived 1, Queued 1", "10: Replied 0 1, Resolved 0"];
    tells_all(&rings(one(&[]), ServesFrom::After(seconds(5))), &empty);
    // Who stands in for the others does so when the last of them has gone.
    let fallback =
        ["1: Arrived 1, Queued 1", "4: ShiftEnded 0 0", "10: Replied 0 0, Resolved 0, SignedOut 0 0, Started 1 1"];
    tells_all(&rings(one(&[(0, 4)]), ServesFrom::Fallback), &[&[both][..], &fallback].concat());
    // Nobody is there when the last one goes; who stands in comes later.
    let mut it = rings(one(&[(0, 4)]), ServesFrom::Fallback);
    it.model.teams[1].agents = one(&[(12, 100)]);
    let begun = [
        "0: SignedIn 0 0, Arrived 0, Queued 0, Started 0 0",
        "1: Arrived 1, Queued 1",
        "4: ShiftEnded 0 0",
        "10: Replied 0 0, Resolved 0, SignedOut 0 0",
        "12: SignedIn 1 1, Started 1 1",
    ];
    tells_all(&it, &begun);
}

#[test]
fn the_least_rank_with_room_gets_it() {
    let mut it = rings(one(&[(0, 100)]), ServesFrom::After(Span::ZERO));
    it.model.teams[0].serves[0].rank = 2;
    let told = [
        "0: SignedIn 0 0, SignedIn 1 1, Arrived 0, Queued 0, Started 0 1",
        "1: Arrived 1, Queued 1, Started 1 0",
        "10: Replied 0 1, Resolved 0",
        "11: Replied 1 0, Resolved 1",
    ];
    tells_all(&it, &told);
}

#[test]
fn a_colleague_looks_now_and_then_and_each_look_costs() {
    let short = |at| (at, vec![exchange(1, None, None)], End::Silent);
    let mut it = scenario(vec![short(3), short(4), short(15)]);
    it.policy.capacity = Capacity::uniform(1, 3, 3);
    it.model.teams[0].looks = Some(Looks { every: Some(seconds(10)), interruption: seconds(2) });
    // At 0 nobody is there; the look of 10 is over at 14, the next one is at 24.
    tells_all(
        &it,
        &[
            "0: SignedIn 0 0",
            "3: Arrived 0, Queued 0",
            "4: Arrived 1, Queued 1",
            "10: Started 0 0",
            "13: Replied 0 0, Resolved 0, Started 1 0",
            "14: Replied 1 0, Resolved 1",
            "15: Arrived 2, Queued 2",
            "24: Started 2 0",
            "27: Replied 2 0, Resolved 2",
        ],
    );
    it.model.teams[0].looks = Some(Looks { every: None, interruption: seconds(2) });
    tells_all(
        &it,
        &[
            "0: SignedIn 0 0",
            "3: Arrived 0, Queued 0, Started 0 0",
            "4: Arrived 1, Queued 1",
            "6: Replied 0 0, Resolved 0, Started 1 0",
            "7: Replied 1 0, Resolved 1",
            "15: Arrived 2, Queued 2, Started 2 0",
            "18: Replied 2 0, Resolved 2",
        ],
    );
}
