//! Who has room, by more than whole slots: weights, slack, pools, pace.

use crate::table::{Table, span, work};
use quasisync::model::{Channel, Holds, WrapUp};
use quasisync::policy::{Inactivity, Offer, Pool, Rate, To, WarmUp};
use quasisync::random::Law;
use quasisync::units::Span;

/// Each of them leaves a tenth of a slot behind: with a slack of a half, 2.5 of 3 have room for one more, 2.6 have not.
#[test]
fn slack_lets_new_work_go_beyond_the_preferred_capacity() {
    let assigned = |slack: u32| {
        let mut table = Table::new(1, 3);
        table.policy.inactivity = Inactivity::AtOnce;
        table.policy.capacity.weights.inactive = 100;
        table.policy.capacity.slack = slack;
        for at in 0..40 {
            table.visit(at, [work(0.5).silent()]);
        }
        table.run().desk_numbers().len()
    };
    assert_eq!(assigned(0), 21, "2.0 + 1 fits into 3");
    assert_eq!(assigned(500), 26, "2.5 + 1 fits into 3.5");
    assert_eq!(assigned(599), 26, "2.6 + 1 does not fit into 3.599");
    assert_eq!(assigned(600), 27);
}

/// Slack is for new work; the maximum is what it is.
#[test]
fn slack_is_not_for_those_who_return() {
    let story = |slack: u32| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = Inactivity::AtOnce;
        table.policy.reactivation.to = To::OwnerBelowMaximum;
        table.policy.capacity.slack = slack;
        let a = table.visit(0, [work(5).answers(10), work(5)]);
        table.visit(6, [work(20)]);
        table.run().story(a)
    };
    let expected = "0: arrived, queued, assigned 0, started 0; 5: replied 0, inactive; 15: wrote, queued";
    assert_eq!(story(0), format!("{expected}; 26: assigned 0, started 0; 31: replied 0, resolved, closed recognised"));
    assert!(story(1000).starts_with(&format!("{expected}, assigned 0")), "as new work of the queue");
}

/// A conversation may weigh less while it awaits its customer.
#[test]
fn who_is_awaited_may_weigh_less() {
    let assigned = |weight: u32| {
        let mut table = Table::new(1, 2);
        table.policy.capacity.weights.awaits_customer = weight;
        table.visit(0, [work(5).answers(100), work(5)]);
        table.visit(1, [work(5).answers(100), work(5)]);
        let c = table.visit(30, [work(10)]);
        let d = table.visit(31, [work(10)]);
        let run = table.run();
        (run.assigned(c), run.assigned(d))
    };
    assert_eq!(assigned(1000), (vec![110.0], vec![115.0]), "when A is closed, when B is");
    assert_eq!(assigned(500), (vec![30.0], vec![40.0]), "2 x 0.5 + 1 fits into 2, and once more when C is closed");
    assert_eq!(assigned(0), (vec![30.0], vec![31.0]));
}

/// A wrap-up weighs what the policy says.
#[test]
fn a_wrap_up_weighs_as_the_policy_says() {
    let assigned = |weight: u32, slack: u32| {
        let mut table = Table::new(1, 1);
        table.model.teams[0].wrap_up = Some(WrapUp { law: Law::constant(20.0).unwrap(), holds: Holds::Slot });
        table.policy.capacity.weights.wrap_up = weight;
        table.policy.capacity.slack = slack;
        table.visit(0, [work(10)]);
        let b = table.visit(12, [work(10)]);
        table.run().assigned(b)
    };
    assert_eq!(assigned(1000, 0), [30.0]);
    assert_eq!(assigned(500, 0), [30.0]);
    assert_eq!(assigned(500, 500), [12.0]);
    assert_eq!(assigned(0, 0), [12.0]);
}

/// One slot for all, or for each demand, or for each channel.
#[test]
fn a_pool_has_limits_of_its_own() {
    let assigned = |pool: Pool| {
        let mut table = Table::new(1, 1);
        table.add_demand();
        table.add_demand();
        table.channels([Channel::from("chat"), Channel::from("mail"), Channel::from("unused")]);
        table.model.demands[2].channel = table.model.demands[1].channel;
        table.policy.capacity.pool = pool;
        let demands = [0, 1, 0, 2];
        let letters = [0, 1, 2, 3].map(|at| table.visit_of(demands[at], at as u32, [work(10)]));
        let run = table.run();
        letters.map(|it| run.assigned(it)[0])
    };
    assert_eq!(assigned(Pool::Shared), [0.0, 10.0, 20.0, 30.0]);
    assert_eq!(assigned(Pool::Demand), [0.0, 1.0, 10.0, 3.0]);
    assert_eq!(
        assigned(Pool::Channel),
        [0.0, 1.0, 10.0, 20.0],
        "B and D write on the same channel, B is served second"
    );
}

/// A returning customer is accepted while he fits into his pool.
#[test]
fn the_maximum_is_the_pools_as_well() {
    let reactivated = |pool: Pool| {
        let mut table = Table::new(1, 1);
        table.add_demand();
        table.policy.inactivity = Inactivity::AtOnce;
        table.policy.reactivation.to = To::OwnerBelowMaximum;
        table.policy.capacity.pool = pool;
        let a = table.visit(0, [work(5).answers(10), work(5)]);
        table.visit_of(1, 6, [work(20)]);
        table.run().story(a)
    };
    assert!(reactivated(Pool::Shared).contains("15: wrote, queued; 26: assigned 0"));
    assert!(reactivated(Pool::Demand).contains("15: wrote, reactivated 0; 26: started 0"));
}

/// An agent with nothing to do takes one more, up to the maximum.
#[test]
fn one_more_on_request() {
    let assigned = |on_request: bool| {
        let mut table = Table::new(1, 1);
        table.maximum(2);
        table.policy.capacity.on_request = on_request;
        table.visit(0, [work(10).answers(100), work(10)]);
        let letters = [15, 16, 17].map(|at| table.visit(at, [work(10)]));
        let run = table.run();
        letters.map(|it| run.assigned(it)[0])
    };
    assert_eq!(assigned(false), [120.0, 130.0, 140.0], "when A is closed, and so on");
    assert_eq!(assigned(true), [15.0, 25.0, 35.0], "whenever there is nothing in hand");
}

/// Agents take the next one when they have nothing to do, however many slots they have.
#[test]
fn pull() {
    let mut table = Table::new(1, 3);
    table.policy.offer = Offer::Pull;
    table.visit(0, [work(10).answers(5), work(10)]);
    let (b, c) = (table.visit(1, [work(10)]), table.visit(2, [work(10)]));
    let run = table.run();
    assert_eq!(run.served(), "A B A C", "A writes again at 15, while B is in hand, and is served before anybody new");
    assert_eq!((run.assigned(b), run.assigned(c)), (vec![10.0], vec![30.0]));
    table.add_team(1, 1, &[0]);
    table.policy.offer = Offer::Automatic;
    assert_eq!(table.run().desks(), "A0 B0 C0");
    table.policy.offer = Offer::Pull;
    assert_eq!(table.run().desks(), "A0 B1 C0", "agent 1 has one slot");
}

/// A hundred an hour: the one after that when the first of them is an hour old.
#[test]
fn so_many_in_a_window() {
    let mut table = Table::new(1, 1000);
    table.policy.capacity.rate = Some(Rate { at_most: 100, per: Span::HOUR });
    let letters: Vec<_> = (0..130).map(|at| table.visit(f64::from(at) / 10.0, [work(0.05)])).collect();
    // More than there are letters: by their times.
    let run = table.run();
    let at = |letter| run.assigned(letter)[0];
    assert_eq!((at(letters[0]), at(letters[99])), (0.0, 9.9));
    assert_eq!((at(letters[100]), at(letters[101]), at(letters[129])), (3600.0, 3600.1, 3602.9));
}

/// The windows are each agent's own, and another one has room.
#[test]
fn a_rate_is_an_agents() {
    let mut table = Table::new(2, 1000);
    table.policy.capacity.rate = Some(Rate { at_most: 2, per: span(100) });
    for at in 0..5 {
        table.visit(at, [work(1)]);
    }
    let run = table.run();
    assert_eq!(run.desks(), "A0 B0 C1 D1 E0");
    assert_eq!(run.at(100), "E assigned 0, E started 0");
}

/// While an agent warms up there is one conversation in ninety seconds, then as many as fit in.
#[test]
fn agents_begin_slowly() {
    let mut table = Table::new(1, 10);
    let warm_up = WarmUp { every: span(90), lasts: span(200), after_idle: None };
    table.policy.capacity.warm_up = Some(warm_up);
    let letters: Vec<_> = [0, 1, 2, 3, 4, 400, 401].map(|at| table.visit(at, [work(1)])).into();
    let assigned = |table: &Table| {
        let run = table.run();
        letters.iter().map(|it| run.assigned(*it)[0]).collect::<Vec<f64>>()
    };
    assert_eq!(assigned(&table), [0.0, 90.0, 180.0, 200.0, 200.0, 400.0, 401.0]);
    table.policy.capacity.warm_up = Some(WarmUp { after_idle: Some(span(199)), ..warm_up });
    assert_eq!(assigned(&table), [0.0, 90.0, 180.0, 200.0, 200.0, 400.0, 490.0], "200 seconds without new work");
    table.policy.capacity.warm_up = Some(WarmUp { after_idle: Some(span(200)), ..warm_up });
    assert_eq!(assigned(&table), [0.0, 90.0, 180.0, 200.0, 200.0, 400.0, 401.0], "no more than 200");
}

/// Signing in begins it, coming back from a pause does not.
#[test]
fn a_warm_up_begins_with_signing_in() {
    let mut table = Table::new(1, 10);
    table.policy.capacity.warm_up = Some(WarmUp { every: span(50), lasts: span(60), after_idle: None });
    table.staff(0, &[(0, 1), (100, 0), (200, 1)]);
    let letters = [0, 1, 150, 151].map(|at| table.visit(at, [work(1)]));
    let run = table.run();
    assert_eq!(letters.map(|it| run.assigned(it)[0]), [0.0, 50.0, 200.0, 250.0]);
}
