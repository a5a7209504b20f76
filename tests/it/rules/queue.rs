//! Which queued conversation next.

use crate::table::{Table, adaptive, span, work};
use quasisync::model::Target;
use quasisync::policy::{Entry, OrderKey};
use quasisync::random::philox;

/// One agent, busy with A until 100.
fn busy(queue: &[OrderKey]) -> Table {
    let mut table = Table::new(1, 1);
    table.policy.queue = queue.to_vec();
    table.visit(0, [work(100)]);
    table
}

/// One agent, busy with B until 100. A was answered at 1 and comes back at `back`; C is new at `new`.
fn returning(queue: &[OrderKey], entry: Entry, back: f64, new: f64) -> Table {
    let mut table = Table::new(1, 1);
    table.every_reply_ends_ownership();
    table.policy.queue = queue.to_vec();
    table.policy.reactivation.at = entry;
    table.visit(0, [work(1).answers(back - 1.0), work(1)]);
    table.visit(1, [work(99)]);
    table.visit(new, [work(1)]);
    table
}

/// How B, C, D are served that come at 1, 2, 3: B and C of one demand, D of another, say.
fn served(queue: &[OrderKey], demands: [u32; 3], change: impl Fn(&mut Table)) -> String {
    let mut table = busy(queue);
    table.add_demand();
    change(&mut table);
    for (at, demand) in (1..).zip(demands) {
        table.visit_of(demand, at, [work(1)]);
    }
    table.run().served()
}

/// JoinedFirst, and WaitingLongest for those who never had a place before: in the order of coming.
#[test]
fn first_come_first_served() {
    for queue in [&[OrderKey::JoinedFirst][..], &[OrderKey::WaitingLongest], &[]] {
        assert_eq!(served(queue, [0, 0, 0], |_| ()), "A B C D");
    }
}

#[test]
fn newest_first() {
    assert_eq!(served(&[OrderKey::Newest], [0, 0, 0], |_| ()), "A D C B");
}

/// Customers who come at the same instant are equal: the one that joined first is first, even where the newest is.
#[test]
fn equals_are_served_in_the_order_of_joining() {
    let mut table = busy(&[OrderKey::Newest]);
    table.visit(5, [work(1)]);
    table.visit(5, [work(1)]);
    table.visit(6, [work(1)]);
    assert_eq!(table.run().served(), "A D B C");
}

/// A lower number is a more urgent class.
#[test]
fn the_most_urgent_class_first() {
    let less_urgent = |table: &mut Table| table.model.demands[0].class = 3;
    assert_eq!(
        served(&[OrderKey::Class], [0, 1, 1], less_urgent),
        "A C D B",
        "within the class in the order of joining"
    );
    assert_eq!(served(&[OrderKey::Class], [0, 1, 1], |_| ()), "A B C D", "one class");
}

/// The second key decides among those that the first calls equal.
#[test]
fn a_list_of_keys_goes_from_left_to_right() {
    let less_urgent = |table: &mut Table| table.model.demands[0].class = 1;
    assert_eq!(served(&[OrderKey::Class, OrderKey::Newest], [0, 1, 1], less_urgent), "A D C B");
    assert_eq!(served(&[OrderKey::Class, OrderKey::Newest], [1, 1, 0], less_urgent), "A C B D");
    assert_eq!(served(&[OrderKey::Newest, OrderKey::Class], [1, 1, 0], less_urgent), "A D C B");
    assert_eq!(served(&[OrderKey::Class], [1, 1, 0], less_urgent), "A B C D");
}

/// Time of the message + target; a demand without target comes last.
#[test]
fn the_target_that_is_due_first() {
    let target = |seconds: f64| Some(Target { first: span(seconds), later: span(1), share: 0.8, in_hours: false });
    // B is due at 1 + 100, C and D at 2 + 99.5 and 3 + 99.5, or 2 + 98.5 and 3 + 98.5.
    let with = |other: f64| {
        served(&[OrderKey::Deadline], [0, 1, 1], |table: &mut Table| {
            table.model.demands[0].target = target(100.0);
            table.model.demands[1].target = target(other);
        })
    };
    assert_eq!(with(99.5), "A B C D");
    assert_eq!(with(98.5), "A C B D");
    assert_eq!(with(10.0), "A C D B");
    let without = served(&[OrderKey::Deadline], [0, 1, 1], |table| table.model.demands[1].target = target(9999.0));
    assert_eq!(without, "A C D B", "no target, no hurry");
}

/// The target for later replies counts once there was a reply. A writes again at 50, C came at 20.
#[test]
fn the_target_of_a_returning_customer_is_the_later_one() {
    let served = |later: f64| {
        let mut table = returning(&[OrderKey::Deadline], Entry::Back, 50.0, 20.0);
        table.model.demands[0].target =
            Some(Target { first: span(100), later: span(later), share: 0.8, in_hours: false });
        table.run().served()
    };
    assert_eq!(served(69.0), "A B A C", "119 is before 120");
    assert_eq!(served(71.0), "A B C A", "121 is after 120");
}

/// Who had a reply before goes first, or last.
#[test]
fn returning_customers_first_or_last() {
    for key in [OrderKey::ReactivatedFirst, OrderKey::RepliesFirst] {
        assert_eq!(returning(&[key], Entry::Back, 50.0, 20.0).run().served(), "A B A C");
    }
    assert_eq!(returning(&[OrderKey::ReactivatedLast], Entry::Back, 20.0, 50.0).run().served(), "A B C A");
    assert_eq!(returning(&[], Entry::Back, 50.0, 20.0).run().served(), "A B C A");
    assert_eq!(returning(&[], Entry::Back, 20.0, 50.0).run().served(), "A B A C");
}

/// Entry with the present time or with the time at which the conversation was first there.
#[test]
fn a_returning_customer_enters_at_the_back_or_with_the_original_time() {
    let served = |key, entry| returning(&[key], entry, 50.0, 20.0).run().served();
    assert_eq!(served(OrderKey::WaitingLongest, Entry::Back), "A B C A");
    assert_eq!(served(OrderKey::WaitingLongest, Entry::Original), "A B A C");
    assert_eq!(served(OrderKey::Newest, Entry::Back), "A B A C");
    assert_eq!(served(OrderKey::Newest, Entry::Original), "A B C A");
    assert_eq!(served(OrderKey::JoinedFirst, Entry::Original), "A B C A", "it joins now, whatever the time of entry");
}

/// The front is the best time of entry for WaitingLongest and for Newest, and first among equals for every order.
#[test]
fn a_returning_customer_enters_at_the_front() {
    let served = |key, back: f64, new: f64| returning(&[key], Entry::Front, back, new).run().served();
    assert_eq!(served(OrderKey::WaitingLongest, 50.0, 20.0), "A B A C");
    assert_eq!(served(OrderKey::Newest, 20.0, 50.0), "A B A C");
    assert_eq!(served(OrderKey::JoinedFirst, 50.0, 20.0), "A B A C");
    assert_eq!(served(OrderKey::Class, 50.0, 20.0), "A B A C", "ahead of its class");
    assert_eq!(served(OrderKey::ReactivatedLast, 50.0, 20.0), "A B C A", "the list of keys comes first");
}

/// Who comes back first is first at the front. B comes back at 50, A at 60; D is new at 20.
#[test]
fn at_the_front_in_the_order_of_coming_back() {
    let served = |key, entry| {
        let mut table = Table::new(1, 1);
        table.every_reply_ends_ownership();
        table.policy.queue = vec![key];
        table.policy.reactivation.at = entry;
        table.visit(0, [work(1).answers(59), work(1)]);
        table.visit(0, [work(1).answers(48), work(1)]);
        table.visit(2, [work(98)]);
        table.visit(20, [work(1)]);
        table.run().served()
    };
    assert_eq!(served(OrderKey::WaitingLongest, Entry::Front), "A B C B A D");
    assert_eq!(served(OrderKey::Newest, Entry::Front), "A B C B A D");
    assert_eq!(served(OrderKey::Newest, Entry::Back), "A B C A B D");
    assert_eq!(served(OrderKey::WaitingLongest, Entry::Back), "A B C D B A");
}

/// The front is ahead of the class, not of more urgent classes.
#[test]
fn the_front_is_the_front_of_the_class() {
    let served = |class_of_a: u8| {
        let mut table = Table::new(1, 1);
        table.every_reply_ends_ownership();
        table.policy.reactivation.at = Entry::Front;
        table.policy.queue = vec![OrderKey::Class, OrderKey::WaitingLongest];
        table.add_demand();
        table.model.demands[0].class = class_of_a;
        table.model.demands[1].class = 1;
        table.visit(0, [work(1).answers(49), work(1)]);
        table.visit(1, [work(99)]);
        table.visit_of(1, 20, [work(1)]);
        table.run().served()
    };
    assert_eq!(served(1), "A B A C");
    assert_eq!(served(2), "A B C A");
}

/// Due after factor x the customer's gap, within limits: here the default gaps of two demands, 100 and 10 seconds.
#[test]
fn the_adaptive_response_timer_that_is_due_first() {
    let served = |factor: f64, minimum: f64, maximum: f64| {
        let mut table = busy(&[OrderKey::Adaptive(adaptive(factor, minimum, maximum))]);
        table.add_demand();
        table.model.demands[0].reply.default_gap = span(100);
        table.model.demands[1].reply.default_gap = span(10);
        table.visit_of(0, 1, [work(1)]);
        table.visit_of(1, 50, [work(1)]);
        table.run().served()
    };
    assert_eq!(served(1.0, 0.0, 1000.0), "A C B", "60 is before 101");
    assert_eq!(served(0.5, 0.0, 1000.0), "A B C", "51 is before 55");
    assert_eq!(served(1.0, 52.0, 1000.0), "A B C", "not below the minimum: 101 is before 102");
    assert_eq!(served(1.0, 50.0, 1000.0), "A C B", "100 is before 101");
    assert_eq!(served(1.0, 0.0, 58.0), "A B C", "not above the maximum: 59 is before 60");
    assert_eq!(served(1.0, 0.0, 60.0), "A C B", "60 is before 61");
}

#[test]
fn the_most_engaged_first() {
    let gap = |seconds: f64| move |table: &mut Table| table.model.demands[1].reply.default_gap = span(seconds);
    assert_eq!(served(&[OrderKey::MostEngaged], [0, 0, 1], gap(59.0)), "A D B C");
    assert_eq!(served(&[OrderKey::MostEngaged], [0, 0, 1], gap(60.0)), "A B C D");
    assert_eq!(served(&[OrderKey::MostEngaged], [1, 0, 0], gap(61.0)), "A C D B");
}

/// A number for each (customer, passage), drawn for the queue, the first passage being 1; the least is next. Five queue at 0, and again after a
/// reply: the second order is another one.
#[test]
fn a_random_order_draws_a_number_for_each_passage() {
    let mut table = Table::new(1, 1);
    table.every_reply_ends_ownership();
    table.policy.queue = vec![OrderKey::Random];
    for _ in 0..5 {
        table.visit(0, [work(1).answers(100), work(1)]);
    }
    table.visit(6, [work(200)]);
    let order = |passage: u64| {
        let mut rows = [0, 1, 2, 3, 4];
        rows.sort_by_key(|&row| philox([0, 0], [row, passage, 0, 102])[0] >> 32);
        rows.map(|row| char::from(b'A' + row as u8).to_string()).join(" ")
    };
    assert_ne!(order(1), order(2));
    assert_ne!(order(1), "A B C D E");
    assert_eq!(table.run().served(), format!("{} F {}", order(1), order(2)));
}

/// A random order within classes.
#[test]
fn a_random_order_may_be_the_last_key() {
    let mut table = busy(&[OrderKey::Class, OrderKey::Random]);
    table.add_demand();
    table.model.demands[0].class = 1;
    for row in 1..=6 {
        table.visit_of(u32::from(row % 2 == 0), row, [work(1)]);
    }
    let mut rows = [1, 2, 3, 4, 5, 6];
    rows.sort_by_key(|&row| (row % 2 != 0, philox([0, 0], [row, 1, 0, 102])[0] >> 32));
    let order = rows.map(|row| char::from(b'A' + row as u8).to_string()).join(" ");
    assert_ne!(order, "C E G B D F");
    assert_eq!(table.run().served(), format!("A {order}"));
}
