//! When silence frees the slot.

use crate::table::{NEVER, Run, Table, adaptive, span, work};
use quasisync::policy::{Clock, Inactivity};

fn after(seconds: f64, clock: Clock) -> Inactivity {
    Inactivity::After { after: span(seconds), clock }
}

fn on_demand(seconds: f64, clock: Clock) -> Inactivity {
    Inactivity::OnDemand { after: span(seconds), clock }
}

/// One agent with one slot. A writes at 0, is answered at 10 and silent from then on; B comes at 12.
fn run(inactivity: Inactivity) -> Run {
    let mut table = Table::new(1, 1);
    table.policy.inactivity = inactivity;
    let a = table.visit(0, [work(10).silent()]);
    table.visit(12, [work(1)]);
    let run = table.run();
    assert!(run.story(a).starts_with("0: arrived, queued, assigned 0, started 0; 10: replied 0, resolved"));
    run
}

/// For ever, here: A holds the only slot, and B is never served.
#[test]
fn never() {
    let run = run(Inactivity::Never);
    assert_eq!(run.served(), "A");
}

#[test]
fn at_once_with_the_reply() {
    let run = run(Inactivity::AtOnce);
    assert_eq!(run.at(10), "A replied 0, A resolved, A inactive");
    assert_eq!(run.at(12), "B arrived, B queued, B assigned 0, B started 0");
}

#[test]
fn after_the_agents_last_reply() {
    let run = run(after(5.0, Clock::LastAgent));
    assert_eq!(run.at(12), "B arrived, B queued");
    assert_eq!(run.at(15), "A inactive, B assigned 0, B started 0");
}

/// The clock runs since the message, but nothing happens before the reply is sent.
#[test]
fn after_the_customers_last_message_while_awaiting() {
    assert_eq!(run(after(15.0, Clock::LastCustomerWhileAwaiting)).at(15), "A inactive, B assigned 0, B started 0");
    assert_eq!(run(after(5.0, Clock::LastCustomerWhileAwaiting)).at(10), "A replied 0, A resolved, A inactive");
    assert_eq!(run(after(5.0, Clock::LastCustomerWhileAwaiting)).at(5), "", "the agent is still writing");
}

/// Each reply begins a new silence, and an answer in time ends it.
#[test]
fn an_answer_ends_the_silence() {
    let inactive = |inactivity: Inactivity| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = inactivity;
        let a = table.visit(0, [work(10).answers(4), work(1).answers(6), work(1).silent()]);
        table.run().goes_inactive(a)
    };
    // Replies at 10, 15 and 22, messages at 0, 14 and 21.
    assert_eq!(inactive(after(5.0, Clock::LastAgent)), [20.0, 27.0]);
    assert_eq!(inactive(after(6.5, Clock::LastAgent)), [28.5]);
    assert_eq!(inactive(after(7.0, Clock::LastCustomerWhileAwaiting)), [10.0, 21.0, 28.0]);
    assert_eq!(inactive(Inactivity::AtOnce), [10.0, 15.0, 22.0]);
}

/// Nobody can tell a ghost from a customer whose matter is solved from one who is only slow.
#[test]
fn ghosts_and_solved_customers_go_inactive_alike() {
    let at_15 = |turns: Vec<crate::table::Turn>| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = after(5.0, Clock::LastAgent);
        table.visit(0, turns);
        table.run().at(15)
    };
    assert_eq!(at_15(vec![work(10).silent()]), "A inactive");
    assert_eq!(at_15(vec![work(10).ghosts(), work(10)]), "A inactive");
    assert_eq!(at_15(vec![work(10).answers(50), work(10)]), "A inactive");
    assert_eq!(at_15(vec![work(10)]), "", "closed long since");
}

/// The silence that is too long for this customer: factor x smoothed gap (60 s by default), within limits.
#[test]
fn adaptive_within_its_limits() {
    let at = |factor: f64, minimum: f64, maximum: f64| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity =
            Inactivity::Adaptive { adaptive: adaptive(factor, minimum, maximum), clock: Clock::LastAgent };
        let a = table.visit(0, [work(10).silent()]);
        table.run().goes_inactive(a)
    };
    assert_eq!(at(2.0, 0.0, 1000.0), [130.0]);
    assert_eq!(at(2.0, 150.0, 1000.0), [160.0]);
    assert_eq!(at(2.0, 0.0, 100.0), [110.0]);
}

/// A customer who answered after 20 s has a smoothed gap of (60 + 20) / 2.
#[test]
fn adaptive_to_what_the_customer_did() {
    let at = |latency: f64| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = Inactivity::Adaptive { adaptive: adaptive(2.0, 0, 1000), clock: Clock::LastAgent };
        let a = table.visit(0, [work(10).answers(latency), work(1).silent()]);
        table.run().goes_inactive(a)
    };
    assert_eq!(at(20.0), [31.0 + 80.0]);
    assert_eq!(at(80.0), [91.0 + 140.0]);
}

#[test]
fn adaptive_since_the_customers_last_message() {
    let mut table = Table::new(1, 1);
    table.policy.inactivity =
        Inactivity::Adaptive { adaptive: adaptive(2.0, 0, 1000), clock: Clock::LastCustomerWhileAwaiting };
    let a = table.visit(5, [work(10).silent()]);
    assert_eq!(table.run().goes_inactive(a), [125.0]);
}

/// Somebody waits who could have the slot: it is taken at that instant, and not before.
#[test]
fn on_demand_when_somebody_waits() {
    let run = run(on_demand(0.0, Clock::LastAgent));
    assert_eq!(run.at(10), "A replied 0, A resolved", "nobody waits");
    assert_eq!(run.at(12), "B arrived, B queued, A inactive, B assigned 0, B started 0");
}

/// A silence that is too short is left alone; when it is long enough, whoever waits gets the slot.
#[test]
fn on_demand_only_after_so_much_silence() {
    let run_after = |seconds| run(on_demand(seconds, Clock::LastAgent));
    assert_eq!(run_after(2.0).at(12), "B arrived, B queued, A inactive, B assigned 0, B started 0");
    assert_eq!(run_after(2.001).at(12), "B arrived, B queued");
    assert_eq!(run_after(2.001).at(12.001), "A inactive, B assigned 0, B started 0");
    assert_eq!(run(on_demand(12.5, Clock::LastCustomerWhileAwaiting)).at(12), "B arrived, B queued");
    assert_eq!(
        run(on_demand(12.5, Clock::LastCustomerWhileAwaiting)).at(12.5),
        "A inactive, B assigned 0, B started 0"
    );
}

/// With room to spare nobody is displaced.
#[test]
fn on_demand_only_without_room() {
    let mut table = Table::new(1, 2);
    table.policy.inactivity = on_demand(0.0, Clock::LastAgent);
    let a = table.visit(0, [work(10).silent()]);
    table.visit(12, [work(100)]);
    assert_eq!(table.run().goes_inactive(a), NEVER);
    table.visit(13, [work(1)]);
    assert_eq!(table.run().goes_inactive(a), [13.0]);
}

/// An answered customer who has written again is not silent.
#[test]
fn on_demand_only_who_is_silent() {
    let mut table = Table::new(1, 1);
    table.policy.inactivity = on_demand(0.0, Clock::LastAgent);
    let a = table.visit(0, [work(10).answers(5), work(10)]);
    let b = table.visit(20, [work(1)]);
    let run = table.run();
    assert_eq!(run.goes_inactive(a), NEVER);
    assert_eq!(run.starts(b), [25.0]);
}

/// The longest silence first, on the policy's clock; then the older conversation. A writes at 0 and is answered at 20, B at
/// 5 and at `b_answered`.
#[test]
fn on_demand_the_longest_silence_first() {
    let displaced = |clock: Clock, b_written: f64, b_answered: f64| {
        let mut table = Table::new(2, 1);
        table.policy.inactivity = on_demand(0.0, clock);
        table.visit(0, [work(20).silent()]);
        table.visit(b_written, [work(b_answered - b_written).silent()]);
        table.visit(30, [work(1)]);
        table.run().at(30)
    };
    let (a, b) = (
        "C arrived, C queued, A inactive, C assigned 0, C started 0",
        "C arrived, C queued, B inactive, C assigned 1, C started 1",
    );
    assert_eq!(displaced(Clock::LastAgent, 5.0, 10.0), b);
    assert_eq!(displaced(Clock::LastAgent, 5.0, 25.0), a);
    assert_eq!(displaced(Clock::LastCustomerWhileAwaiting, 5.0, 10.0), a);
    assert_eq!(displaced(Clock::LastAgent, 5.0, 20.0), a, "equal: the older conversation");
}

/// One slot is made for each who waits, no more.
#[test]
fn on_demand_as_many_as_wait() {
    let mut table = Table::new(1, 3);
    table.policy.inactivity = on_demand(0.0, Clock::LastAgent);
    let customers = [0, 10, 20].map(|at| table.visit(at, [work(1).silent()]));
    table.visit(30, [work(5)]);
    table.visit(30, [work(5)]);
    let run = table.run();
    assert_eq!(
        run.at(30),
        "D arrived, D queued, E arrived, E queued, A inactive, D assigned 0, B inactive, E assigned 0, D started 0"
    );
    assert_eq!(run.goes_inactive(customers[2]), NEVER);
}

/// Inactive conversations that weigh something give room together: two half slots make one. Where all of them are not
/// enough, they are inactive and nobody is assigned.
#[test]
fn on_demand_until_there_is_room() {
    let at_30 = |weight: u32| {
        let mut table = Table::new(1, 2);
        table.policy.capacity.weights.inactive = weight;
        table.policy.inactivity = on_demand(0.0, Clock::LastAgent);
        table.visit(0, [work(10).silent()]);
        table.visit(0, [work(10).silent()]);
        table.visit(30, [work(1)]);
        table.run().at(30)
    };
    assert_eq!(at_30(0), "C arrived, C queued, A inactive, C assigned 0, C started 0");
    assert_eq!(at_30(500), "C arrived, C queued, A inactive, B inactive, C assigned 0, C started 0");
    assert_eq!(at_30(501), "C arrived, C queued, A inactive, B inactive");
}

/// The desk has one slot and holds two silent customers, because A came back: both must make room for C.
#[test]
fn on_demand_from_a_desk_above_its_preferred_capacity() {
    let mut table = Table::new(1, 1);
    table.policy.inactivity = on_demand(0.0, Clock::LastAgent);
    table.visit(0, [work(1).answers(50), work(1).silent()]); // displaced by B, back at 51, answered at 52
    table.visit(10, [work(10).silent()]); // answered at 20
    table.visit(60, [work(1)]);
    let run = table.run();
    assert_eq!(run.at(10), "B arrived, B queued, A inactive, B assigned 0, B started 0");
    assert_eq!(run.at(60), "C arrived, C queued, B inactive, A inactive, C assigned 0, C started 0");
}

/// Desk 0 holds two silent customers and has one slot: to displace one of them would not help. So the slot comes from
/// desk 1, whose customer is silent for a shorter time.
#[test]
fn on_demand_passes_over_desks_that_would_still_be_full() {
    let mut table = Table::new(2, 1);
    table.policy.inactivity = on_demand(0.0, Clock::LastAgent);
    let a = table.visit(0, [work(1).answers(50), work(1).silent()]); // displaced by C, comes back to desk 0 at 51
    table.visit(0, [work(200).silent()]); // on desk 1, answered at 200
    table.visit(10, [work(10).silent()]); // on desk 0 too, answered at 20
    table.visit(210, [work(1)]);
    let run = table.run();
    assert_eq!(
        run.story(a),
        "0: arrived, queued, assigned 0, started 0; 1: replied 0; 10: inactive; \
         51: wrote, reactivated 0, started 0; 52: replied 0, resolved"
    );
    assert_eq!(run.at(210), "D arrived, D queued, B inactive, D assigned 1, D started 1");
}

/// A silent customer on a desk that does not serve the one who waits keeps the slot.
#[test]
fn on_demand_only_on_desks_that_serve_who_waits() {
    let displaced = |serves: &[u32]| {
        let mut table = Table::new(1, 1);
        table.policy.inactivity = on_demand(0.0, Clock::LastAgent);
        table.add_demand();
        table.first_team_serves(serves);
        table.add_team(1, 1, &[1]);
        let a = table.visit_of(0, 0, [work(10).silent()]);
        table.visit_of(1, 0, [work(100)]);
        table.visit_of(1, 30, [work(1)]);
        table.run().goes_inactive(a)
    };
    assert_eq!(displaced(&[0, 1]), [30.0]);
    assert_eq!(displaced(&[0]), NEVER);
}

/// Each lane makes room for its own.
#[test]
fn on_demand_lane_by_lane() {
    let mut table = Table::new(1, 1);
    table.policy.inactivity = on_demand(0.0, Clock::LastAgent);
    table.add_demand();
    table.first_team_serves(&[0]);
    table.add_team(1, 1, &[1]);
    table.visit_of(0, 0, [work(10).silent()]);
    table.visit_of(1, 0, [work(10).silent()]);
    table.visit_of(1, 30, [work(1)]);
    table.visit_of(0, 30, [work(1)]);
    assert_eq!(
        table.run().at(30),
        "C arrived, C queued, D arrived, D queued, A inactive, B inactive, C assigned 1, D assigned 0, D started 0, C started 1",
        "both lanes are given room, then the heads are compared"
    );
}

/// Who is displaced keeps the owner.
#[test]
fn an_inactive_customer_comes_back_to_the_owner() {
    let mut table = Table::new(2, 1);
    table.policy.inactivity = Inactivity::AtOnce;
    table.visit(0, [work(10)]); // agent 0
    let b = table.visit(1, [work(5).answers(50), work(1)]); // agent 1
    assert_eq!(
        table.run().story(b),
        "1: arrived, queued, assigned 1, started 1; 6: replied 1, inactive; \
         56: wrote, reactivated 1, started 1; 57: replied 1, resolved, closed recognised"
    );
}
