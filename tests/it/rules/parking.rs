//! Conversations that the agent sets aside with the reply.

use crate::table::{Table, span, work};
use quasisync::facts::Fact;
use quasisync::model::{Channel, ReplyWindow};
use quasisync::policy::{Clock, Close, CloseClock, Entry, Inactivity, Leaving, Parking, Reactivation, To};
use quasisync::units::Span;

/// Every reply sets aside for 30 s; one agent with so many slots.
fn table(slots: u32) -> Table {
    let mut table = Table::new(1, slots);
    table.policy.silence.parking = Some(Parking { probability: 1.0, lasts: span(30) });
    table
}

/// It is set aside instead of falling silent; then silence is judged by its clock, which has gone on.
#[test]
fn set_aside_and_back() {
    let story = |inactivity| {
        let mut table = table(1);
        table.policy.inactivity = inactivity;
        let a = table.visit(0, [work(10).silent()]);
        table.run().story(a)
    };
    let first = "0: arrived, queued, assigned 0, started 0; 10: replied 0, resolved, parked";
    let after = |seconds: f64| Inactivity::After { after: span(seconds), clock: Clock::LastAgent };
    assert_eq!(story(Inactivity::Never), format!("{first}; 40: resumed"));
    assert_eq!(story(Inactivity::AtOnce), format!("{first}; 40: resumed, inactive"));
    assert_eq!(story(after(5.0)), format!("{first}; 40: resumed, inactive"));
    assert_eq!(story(after(45.0)), format!("{first}; 40: resumed; 55: inactive"));
}

/// Never with probability 0, and sometimes in between.
#[test]
fn with_a_probability() {
    let parked = |probability: f64| {
        let mut table = Table::new(20, 2);
        table.policy.silence.parking = Some(Parking { probability, lasts: span(30) });
        for _ in 0..20 {
            table.visit(0, [work(10).answers(50), work(1).silent()]);
        }
        table.run().count(|fact| matches!(fact, Fact::Parked { .. }))
    };
    assert_eq!((parked(0.0), parked(1.0)), (0, 40));
    assert!((10..=30).contains(&parked(0.5)), "{}", parked(0.5));
}

/// What is set aside weighs what the policy says, and comes back whatever its owner holds by then.
#[test]
fn what_is_set_aside_has_its_own_weight() {
    let assigned = |weight: u32| {
        let mut table = table(1);
        table.policy.capacity.weights.parked = weight;
        table.visit(0, [work(10).silent()]);
        let b = table.visit(5, [work(50).silent()]);
        let c = table.visit(6, [work(1)]);
        let run = table.run();
        (run.assigned(b), run.assigned(c))
    };
    assert_eq!(assigned(0), (vec![10.0], Vec::new()), "from 40 on A holds the slot, and B as well");
    assert_eq!(assigned(1000), (Vec::new(), Vec::new()));
}

/// Whoever writes meanwhile goes by the rule for what is set aside, or by that for inactive conversations.
#[test]
fn a_message_ends_it() {
    let story = |to: To, parked: Option<To>| {
        let mut table = table(1);
        table.policy.reactivation.to = to;
        table.policy.reactivation_parked = parked.map(|to| Reactivation { to, at: Entry::Back, wait: Span::ZERO });
        let a = table.visit(0, [work(10).answers(20), work(1)]);
        table.run().story(a)
    };
    let first = "0: arrived, queued, assigned 0, started 0; 10: replied 0, parked";
    let last = "started 0; 31: replied 0, resolved, closed recognised";
    let owner = format!("{first}; 30: wrote, reactivated 0, {last}");
    let queue = format!("{first}; 30: wrote, queued, assigned 0, {last}");
    assert_eq!(story(To::OwnerSignedIn, None), owner);
    assert_eq!(story(To::OwnerSignedIn, Some(To::Queue)), queue);
    assert_eq!(story(To::Queue, None), queue);
    assert_eq!(story(To::Queue, Some(To::OwnerBelowMaximum)), owner, "its own weight does not count against it");
}

/// Clocks of closing go on, except for the one that starts with going inactive.
#[test]
fn closing_goes_on() {
    let closed = |clock: CloseClock| {
        let mut table = table(1);
        table.policy.inactivity = Inactivity::AtOnce;
        table.policy.close = Close { after: Some((span(20), clock)), ..Close::default() };
        let a = table.visit(0, [work(10).silent()]);
        table.run().closed(a)
    };
    assert_eq!(closed(CloseClock::LastAgent), [30.0]);
    assert_eq!(closed(CloseClock::LastCustomerWhileAwaiting), [20.0]);
    assert_eq!(closed(CloseClock::Inactive), [60.0]);
}

/// A confirmation that is read closes it; one that is ignored changes nothing.
#[test]
fn a_confirmation_closes_what_is_set_aside() {
    let mut table = table(1);
    let a = table.visit(0, [work(10).confirms(20)]);
    assert_eq!(
        table.run().story(a),
        "0: arrived, queued, assigned 0, started 0; 10: replied 0, resolved, parked; 30: concluded, closed confirmed"
    );
}

/// Ghosts are set aside like anybody; what an agent recognises as solved is closed.
#[test]
fn ghosts_are_set_aside_and_solved_matters_closed() {
    let mut table = table(2);
    let a = table.visit(0, [work(10).ghosts(), work(1)]);
    let b = table.visit(10, [work(10)]);
    let run = table.run();
    assert_eq!(run.story(a), "0: arrived, queued, assigned 0, started 0; 10: replied 0, ghosted, parked; 40: resumed");
    assert!(run.story(b).ends_with("20: replied 0, resolved, closed recognised"));
}

/// A template only asks the customer to write again: nobody sets that aside.
#[test]
fn templates_set_nothing_aside() {
    let mut table = table(1);
    let window = ReplyWindow { within: span(5), template: span(2) };
    table.channels([Channel { reply_window: Some(window), ..Channel::from("messaging") }]);
    table.visit(0, [work(10)]);
    let b = table.visit(1, [work(10).silent()]); // starts at 10, 9 s after the message
    assert_eq!(
        table.run().story(b),
        "1: arrived, queued; 10: assigned 0, started 0; 12: template 0; 32: wrote, started 0; \
         42: replied 0, resolved, parked; 72: resumed"
    );
}

/// An agent who goes home leaves it to nobody only under the rule that leaves everything.
#[test]
fn an_agent_who_leaves() {
    for (rule, released) in [(Leaving::HandOverOpen, false), (Leaving::HandOverAll, true)] {
        let mut table = table(1);
        table.shifts(0, &[(0, 20, 1)]);
        table.policy.desk.shift_end = rule;
        let a = table.visit(0, [work(10).silent()]);
        let told = if released { "; 20: released" } else { "" };
        assert_eq!(
            table.run().story(a),
            format!("0: arrived, queued, assigned 0, started 0; 10: replied 0, resolved, parked{told}; 40: resumed")
        );
    }
}
