//! Which conversation an agent answers next.

use crate::table::{Table, adaptive, span, work};
use quasisync::model::Target;
use quasisync::policy::{Clock, Inactivity, OrderKey};
use quasisync::random::philox;

/// One agent with many slots, busy with A until 100. B, C, D come at 1, 2, 3, each of a demand.
fn served(inbox: &[OrderKey], demands: [u32; 3], change: impl Fn(&mut Table)) -> String {
    let mut table = Table::new(1, 9);
    table.policy.inbox = inbox.to_vec();
    table.add_demand();
    change(&mut table);
    table.visit(0, [work(100)]);
    for (at, demand) in (1..).zip(demands) {
        table.visit_of(demand, at, [work(1)]);
    }
    table.run().served()
}

/// One agent. D writes at 5 but waits for a slot until 40, when A's silence frees one; B writes at 20 and is in the
/// inbox at once. The agent is busy with C until 100.
fn late_joiner(inbox: &[OrderKey]) -> String {
    let mut table = Table::new(1, 3);
    table.policy.inactivity = Inactivity::After { after: span(39), clock: Clock::LastAgent };
    table.policy.inbox = inbox.to_vec();
    table.visit(0, [work(1).silent()]);
    table.visit(0, [work(1).answers(18), work(1)]);
    table.visit(2, [work(98)]);
    let d = table.visit(5, [work(1)]);
    let run = table.run();
    assert_eq!(run.assigned(d), [40.0]);
    run.served()
}

#[test]
fn who_joined_the_inbox_first() {
    assert_eq!(late_joiner(&[OrderKey::JoinedFirst]), "A B C B D");
    assert_eq!(late_joiner(&[]), "A B C B D");
}

/// In the inbox waiting counts from the message, the time in the queue included.
#[test]
fn who_waits_longest_by_the_message() {
    assert_eq!(late_joiner(&[OrderKey::WaitingLongest]), "A B C D B");
    assert_eq!(late_joiner(&[OrderKey::Newest]), "A B C B D");
}

#[test]
fn the_newest_message_first() {
    assert_eq!(served(&[OrderKey::Newest], [0, 0, 0], |_| ()), "A D C B");
    assert_eq!(served(&[OrderKey::WaitingLongest], [0, 0, 0], |_| ()), "A B C D");
}

#[test]
fn the_most_urgent_class_first() {
    let less_urgent = |table: &mut Table| table.model.demands[0].class = 1;
    assert_eq!(served(&[OrderKey::Class], [0, 1, 1], less_urgent), "A C D B");
    assert_eq!(served(&[OrderKey::Class, OrderKey::Newest], [0, 1, 1], less_urgent), "A D C B");
    assert_eq!(served(&[OrderKey::JoinedFirst], [0, 1, 1], less_urgent), "A B C D");
}

/// B writes its second message at 50, D its first at 20. The target of later replies is another one.
#[test]
fn later_messages_have_their_own_deadline() {
    let served = |later: f64| {
        let mut table = Table::new(1, 9);
        table.policy.inbox = vec![OrderKey::Deadline];
        table.model.demands[0].target =
            Some(Target { first: span(100), later: span(later), share: 0.8, in_hours: false });
        table.visit(0, [work(1).answers(49), work(1)]);
        table.visit(2, [work(98)]);
        table.visit(20, [work(1)]);
        table.run().served()
    };
    assert_eq!(served(69.0), "A B A C", "119 is before 120");
    assert_eq!(served(71.0), "A B C A", "121 is after 120");
}

#[test]
fn a_message_without_target_comes_last() {
    let target = |table: &mut Table| {
        table.model.demands[1].target =
            Some(Target { first: span(9999), later: span(9999), share: 0.8, in_hours: false });
    };
    assert_eq!(served(&[OrderKey::Deadline], [0, 1, 1], target), "A C D B");
}

/// A writes its second message at 50 (or 20), C its first at 20 (or 50).
#[test]
fn replies_to_later_messages_before_first_ones_and_the_reverse() {
    let served = |key, back: f64, new: f64| {
        let mut table = Table::new(1, 9);
        table.policy.inbox = vec![key];
        table.visit(0, [work(1).answers(back - 1.0), work(1)]);
        table.visit(2, [work(98)]);
        table.visit(new, [work(1)]);
        table.run().served()
    };
    assert_eq!(served(OrderKey::RepliesFirst, 50.0, 20.0), "A B A C");
    assert_eq!(served(OrderKey::ReactivatedFirst, 50.0, 20.0), "A B A C");
    assert_eq!(served(OrderKey::JoinedFirst, 50.0, 20.0), "A B C A");
    assert_eq!(served(OrderKey::ReactivatedLast, 20.0, 50.0), "A B C A");
    assert_eq!(served(OrderKey::JoinedFirst, 20.0, 50.0), "A B A C");
}

/// The inbox is ordered by the time left on each customer's own timer.
#[test]
fn the_adaptive_response_timer() {
    let served = |minimum: f64, maximum: f64| {
        let timer = adaptive(2.0, minimum, maximum);
        served(&[OrderKey::Adaptive(timer)], [0, 0, 1], |table| table.model.demands[1].reply.default_gap = span(10))
    };
    assert_eq!(served(0.0, 1000.0), "A D B C", "due at 23, 121 and 122");
    assert_eq!(served(120.0, 1000.0), "A B C D", "the minimum makes them alike");
    assert_eq!(served(0.0, 20.0), "A B C D", "so does the maximum");
}

/// A fast customer comes every 10 s and takes 10 s, for ever; the slow one, whose gap is 1000 s, came at 1. With the timer
/// his turn comes when his time is up (60 s at most), though there is always somebody faster. Where the most engaged
/// goes first he waits until nobody else is left.
#[test]
fn a_slow_customer_cannot_starve_with_the_adaptive_timer() {
    let starts = |key: OrderKey| {
        let mut table = Table::new(1, 9);
        table.policy.inbox = vec![key];
        table.add_demand();
        table.model.demands[0].reply.default_gap = span(10);
        table.model.demands[1].reply.default_gap = span(1000);
        table.visit(0, [work(10)]);
        let slow = table.visit_of(1, 1, [work(10)]);
        for at in 1..=20 {
            table.visit(at * 10, [work(10)]);
        }
        table.run().starts(slow)
    };
    // At 60 the slow customer is due at 61, the fast one of that moment at 70; at 50 it was 61 against 60.
    assert_eq!(starts(OrderKey::Adaptive(adaptive(1.0, 0, 60))), [60.0]);
    assert_eq!(starts(OrderKey::MostEngaged), [210.0]);
}

/// What the customer did counts, not only the demand's default: A answers after 59 s, B after 11 s.
#[test]
fn the_most_engaged_customer_first() {
    let served = |key: OrderKey| {
        let mut table = Table::new(1, 9);
        table.policy.inbox = vec![key];
        table.visit(0, [work(1).answers(59), work(1)]); // writes at 60, smoothed gap 59.5
        table.visit(0, [work(49).answers(11), work(1)]); // writes at 61, smoothed gap 35.5
        table.visit(50, [work(50)]); // until 100
        table.visit(51, [work(1)]); // a new one: 60, the default
        table.run().served()
    };
    assert_eq!(served(OrderKey::MostEngaged), "A B C B A D");
    assert_eq!(served(OrderKey::JoinedFirst), "A B C D A B");
}

/// A number for each (customer, replies so far), drawn for the inbox; the least is next.
#[test]
fn a_random_order_draws_a_number_for_each_message() {
    let mut table = Table::new(1, 9);
    table.policy.inbox = vec![OrderKey::Random];
    for _ in 0..5 {
        table.visit(0, [work(1).answers(100), work(1)]);
    }
    table.visit(6, [work(200)]);
    let order = |replies: u64| {
        let mut rows = [0, 1, 2, 3, 4];
        rows.sort_by_key(|&row| philox([0, 0], [row, replies, 0, 103])[0] >> 32);
        rows.map(|row| char::from(b'A' + row as u8).to_string()).join(" ")
    };
    assert_ne!(order(0), order(1));
    assert_ne!(order(0), "A B C D E");
    assert_eq!(table.run().served(), format!("{} F {}", order(0), order(1)));
}
