//! Small cases told one by one: those in which the engine and the twin once differed, and ties that chance rarely finds.

use super::agree;
use super::scenario::{Scenario, demand};
use quasisync::civil::{WEEK, Weekly, Zone};
use quasisync::model::{Frame, Model, Team, Until};
use quasisync::policy::{Capacity, Clock, CloseClock, Entry, Inactivity, OrderKey, Policy, Reactivation, To};
use quasisync::random::Law;
use quasisync::units::{DemandId, Span, Time};
use quasisync::workload::{Exchange, Workload};

const fn seconds(seconds: u64) -> Span {
    Span::milliseconds(1000 * seconds)
}

/// An exchange after which the customer does not write again.
fn last(handling: u64, patience: Option<u64>) -> Exchange {
    Exchange::new(seconds(handling), None, patience.map(seconds), 0)
}

/// A team with the demands that it serves and the numbers of agents from the beginning, in pieces of whole seconds.
fn team(serves: &[u32], agents: &[(u32, u32, u32)]) -> Team {
    let agents = Weekly::from_pieces(agents, 0).expect("pieces that follow each other");
    Team::new(&format!("serves {serves:?}"), serves.iter().copied().map(DemandId).collect(), agents)
}

/// Customers (second of arrival, demand, exchanges, recognised); two slots an agent; the plainest policy.
fn scenario(until: Until, teams: Vec<Team>, customers: Vec<(u64, u32, Vec<Exchange>, bool)>) -> Scenario {
    let frame = Frame {
        // A Monday.
        zone: Zone::new(4 * 86_400),
        warm_up: Span::ZERO,
        horizon: seconds(100),
        cool_down: Span::ZERO,
        interval: Span::MINUTE,
    };
    let policy = Policy {
        queue: Vec::new(),
        assignment: Vec::new(),
        inbox: Vec::new(),
        reactivation: Reactivation { to: To::OwnerSignedIn, at: Entry::Back, wait: Span::ZERO },
        ..Policy::new("plain", Capacity::uniform(teams.len(), 2, 2))
    };
    let rows = customers.into_iter().map(|(at, demand, exchanges, recognised)| {
        (Time::START + seconds(at), DemandId(demand), exchanges, recognised)
    });
    let demands = vec![demand(0, until), demand(1, until)];
    let model = Model::new(frame, demands, teams);
    Scenario { model, workload: Workload::of(rows), policy }
}

const ALWAYS: (u32, u32, u32) = (0, WEEK, 1);

#[test]
fn a_silence_that_may_be_displaced_is_closed_later() {
    for clock in [CloseClock::LastAgent, CloseClock::LastCustomerWhileAwaiting] {
        let customers = vec![(0, 0, vec![last(1, None)], false), (20, 0, vec![last(1, None)], false)];
        let mut it = scenario(Until::Handling, vec![team(&[0, 1], &[ALWAYS])], customers);
        it.policy.inactivity = Inactivity::OnDemand { after: seconds(3), clock: Clock::LastAgent };
        it.policy.close.after = Some((seconds(10), clock));
        agree("a close later than the displacing", &it);
    }
}

#[test]
fn a_random_order_draws_by_the_passage_that_begins() {
    let customers = (0..6).map(|_| (0, 0, vec![last(1, None)], false)).collect();
    let mut it = scenario(Until::Handling, vec![team(&[0, 1], &[ALWAYS])], customers);
    it.policy.queue = vec![OrderKey::Random];
    agree("a queue in random order", &it);
}

#[test]
fn a_reply_that_was_stopped_does_not_end_a_wrap_up() {
    // The first handling would end at 20; the wrap-up lasts from 18 to 21.
    let customers = vec![(0, 0, vec![last(20, Some(5))], false), (5, 0, vec![last(13, None)], true)];
    let mut it = scenario(Until::Reply, vec![team(&[0, 1], &[ALWAYS])], customers);
    it.model.teams[0].wrap_up = Some(Law::constant(3.0).expect("a span").into());
    agree("a stopped reply", &it);
}

#[test]
fn who_is_back_in_the_queue_gives_up_there() {
    // The only agent leaves at 5, after the first reply; the second customer was assigned at once, or at 2.
    for patience in [1, 3, 5, 6, 10] {
        for begin in [0, 2] {
            let customers = vec![
                (0, 0, vec![last(5 - u64::from(begin), None)], false),
                (0, 0, vec![last(1, Some(patience))], false),
            ];
            let teams = vec![team(&[0, 1], &[(begin, begin + 1, 1)])];
            agree(&format!("patience {patience}, from {begin}"), &scenario(Until::Assigned, teams, customers));
        }
    }
}

#[test]
fn teams_change_in_their_order() {
    // Both agents leave at 10 with a reply just sent and one more in the inbox; the third comes later and takes both.
    let teams = vec![team(&[0], &[(5, 10, 1)]), team(&[1], &[(0, 10, 1)]), team(&[0, 1], &[(20, WEEK, 1)])];
    let customers = vec![
        (6, 1, vec![last(4, None)], false),
        (6, 0, vec![last(4, None)], false),
        (7, 1, vec![last(1, None)], false),
        (7, 0, vec![last(1, None)], false),
    ];
    agree("two teams leave at once", &scenario(Until::Handling, teams.clone(), customers.clone()));
    let customers = customers.into_iter().map(|it| (it.0, 1 - it.1, it.2, it.3)).collect();
    agree("the same the other way round", &scenario(Until::Handling, teams, customers));
}

#[test]
fn a_week_begins_anew() {
    let customers = (0..8).map(|at| (3 * at, 0, vec![last(2, Some(4))], false)).collect();
    let mut it = scenario(Until::Reply, vec![team(&[0, 1], &[(0, 5, 2), (9, 60, 1), (WEEK - 6, WEEK, 1)])], customers);
    it.model.frame.zone = Zone::new(4 * 86_400 + 3 * i64::from(WEEK) - 7);
    agree("over the end of a week", &it);
}
