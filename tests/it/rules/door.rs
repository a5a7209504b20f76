//! Who is turned away.

use crate::table::{NEVER, Table, span, work};
use quasisync::policy::{Close, CloseClock, Door, Entry, Inactivity, OrderKey, Reactivation, To};
use quasisync::units::Span;

fn waiting(limit: u32) -> Table {
    let mut table = Table::new(1, 1);
    table.policy.door.waiting = Some(limit);
    table
}

fn inside(limit: u32) -> Table {
    let mut table = Table::new(1, 9);
    table.policy.door.inside = Some(limit);
    table
}

/// A new customer who cannot be assigned at once is refused while so many wait already.
#[test]
fn a_full_queue_refuses() {
    let refused = |limit: Option<u32>| {
        let mut table = Table::new(1, 1);
        table.policy.door = Door { waiting: limit, ..Door::default() };
        let all = [0, 1, 2, 3].map(|at| table.visit(at, [work(100)]));
        let run = table.run();
        all.map(|customer| run.story(customer).contains("refused"))
    };
    assert_eq!(refused(Some(0)), [false, true, true, true], "A is assigned at once and never waits");
    assert_eq!(refused(Some(2)), [false, false, false, true]);
    assert_eq!(refused(None), [false; 4]);
}

/// The story of a refused customer: never assigned, never back.
#[test]
fn a_refused_customer_is_gone() {
    let mut table = waiting(0);
    table.visit(0, [work(10)]);
    let b = table.visit(1, [work(10).answers(5), work(10)]);
    assert_eq!(table.run().story(b), "1: arrived, queued, refused, closed refused");
}

/// Who finds a place because somebody has just left it is let in.
#[test]
fn a_place_in_the_queue_is_free_again_when_its_holder_is_assigned() {
    let story = |at: f64| {
        let mut table = waiting(1);
        table.visit(0, [work(10)]);
        table.visit(1, [work(10)]);
        let c = table.visit(at, [work(10)]);
        table.run().story(c)
    };
    assert_eq!(story(9.999), "9.999: arrived, queued, refused, closed refused");
    assert!(story(10.0).starts_with("10: arrived, queued; 20: assigned 0"), "{}", story(10.0));
}

/// Two come at once and one may wait: the last to come is refused, whatever the order of the queue.
#[test]
fn the_last_to_come_is_refused_first() {
    for order in [OrderKey::WaitingLongest, OrderKey::Newest, OrderKey::Random] {
        let mut table = waiting(1);
        table.policy.queue = vec![order];
        table.visit(0, [work(10)]);
        table.visit(5, [work(1)]);
        table.visit(5, [work(1)]);
        table.visit(5, [work(1)]);
        assert_eq!(
            table.run().at(5),
            "B arrived, B queued, C arrived, C queued, D arrived, D queued, \
             D refused, D closed refused, C refused, C closed refused"
        );
    }
}

/// Who was assigned at this instant is not refused, though the last to come.
#[test]
fn only_who_still_waits_is_refused() {
    let mut table = waiting(0);
    table.add_demand();
    table.model.demands[0].class = 1;
    table.policy.queue = vec![OrderKey::Class];
    table.visit_of(0, 5, [work(1)]);
    table.visit_of(1, 5, [work(1)]);
    assert_eq!(
        table.run().at(5),
        "A arrived, A queued, B arrived, B queued, B assigned 0, B started 0, A refused, A closed refused"
    );
}

/// A returning customer takes a place in the queue, but is never refused: not with the place full, not with nobody else to
/// refuse.
#[test]
fn a_returning_customer_is_never_refused() {
    let mut table = waiting(1);
    table.policy.inactivity = Inactivity::AtOnce;
    table.policy.reactivation = Reactivation { to: To::Queue, at: Entry::Back, wait: Span::ZERO };
    let a = table.visit(0, [work(1).answers(19), work(1)]);
    table.visit(1, [work(99)]);
    let c = table.visit(20, [work(1)]);
    let run = table.run();
    assert_eq!(run.at(20), "C arrived, C queued, A wrote, A queued, C refused, C closed refused");
    assert_eq!(run.starts(a), [0.0, 100.0]);

    table.policy.door.waiting = Some(0);
    let run = table.run();
    assert_eq!(run.starts(a), [0.0, 100.0]);
    assert_eq!(run.starts(c), NEVER);
}

/// A queue too long because somebody came back does not turn out those who were let in before.
#[test]
fn who_was_let_in_stays() {
    let mut table = waiting(1);
    table.every_reply_ends_ownership();
    let a = table.visit(0, [work(1).answers(29), work(1)]);
    table.visit(1, [work(99)]);
    let c = table.visit(20, [work(1)]);
    let run = table.run();
    assert_eq!((run.starts(a), run.starts(c)), (vec![0.0, 101.0], vec![100.0]));
}

/// The limit counts the queue of all, not of one demand.
#[test]
fn the_limit_counts_all_lanes() {
    let refused = |limit: u32| {
        let mut table = waiting(limit);
        table.add_demand();
        table.first_team_serves(&[0]);
        table.add_team(1, 1, &[1]);
        table.visit_of(0, 0, [work(100)]);
        table.visit_of(1, 0, [work(100)]);
        table.visit_of(0, 1, [work(1)]);
        table.visit_of(1, 2, [work(1)]);
        table.run().at(2)
    };
    assert_eq!(refused(1), "D arrived, D queued, D refused, D closed refused");
    assert_eq!(refused(2), "D arrived, D queued");
}

/// A new customer is refused while so many conversations are open, and does not even join the queue.
#[test]
fn a_full_house_refuses() {
    let mut table = inside(2);
    table.visit(0, [work(10)]);
    table.visit(1, [work(10)]);
    let c = table.visit(2, [work(1)]);
    let d = table.visit(9.999, [work(1)]);
    let e = table.visit(10, [work(1)]);
    let f = table.visit(10, [work(1)]);
    let run = table.run();
    assert_eq!(run.story(c), "2: arrived, refused, closed refused");
    assert_eq!(run.story(d), "9.999: arrived, refused, closed refused");
    assert_eq!(run.starts(e), [20.0], "A is closed by then; C and D were never inside");
    assert_eq!(run.story(f), "10: arrived, refused, closed refused", "E has taken the place");
    assert_eq!(
        run.at(10),
        "A replied 0, A resolved, A closed recognised, E arrived, E queued, F arrived, E assigned 0, B started 0, \
         F refused, F closed refused",
        "the customer arrives with the others and is refused last"
    );
}

/// Waiting, awaited and inactive conversations are open; closed ones are not.
#[test]
fn silent_conversations_are_inside_until_they_are_closed() {
    let story = |inactivity: Inactivity, close: Option<f64>| {
        let mut table = inside(1);
        table.policy.inactivity = inactivity;
        table.policy.close =
            Close { after: close.map(|seconds| (span(seconds), CloseClock::LastAgent)), ..Close::default() };
        table.visit(0, [work(10).silent()]);
        let b = table.visit(20, [work(1)]);
        table.run().story(b)
    };
    let refused = "20: arrived, refused, closed refused";
    assert_eq!(story(Inactivity::Never, None), refused);
    assert_eq!(story(Inactivity::AtOnce, None), refused);
    assert_eq!(story(Inactivity::AtOnce, Some(10.001)), refused);
    assert!(story(Inactivity::AtOnce, Some(10.0)).contains("started 0"), "closed at 20, before B arrives");
}

/// A customer who was let in may come back though the house is full by then.
#[test]
fn a_full_house_does_not_refuse_those_who_come_back() {
    let mut table = inside(1);
    table.policy.close = Close { after: Some((span(5), CloseClock::LastAgent)), ..Close::default() };
    let a = table.visit(0, [work(10).answers(20), work(1)]);
    table.visit(20, [work(100)]);
    assert_eq!(
        table.run().story(a),
        "0: arrived, queued, assigned 0, started 0; 10: replied 0; 15: closed silent; \
         30: wrote, reopened, reactivated 0; 120: started 0; 121: replied 0, resolved, closed recognised"
    );
}

/// Who finds no room inside is refused before who finds none in the queue.
#[test]
fn the_house_refuses_before_the_queue() {
    let mut table = Table::new(1, 1);
    table.policy.door = Door { waiting: Some(0), inside: Some(2), ..Door::default() };
    table.visit(0, [work(10)]);
    table.visit(5, [work(1)]);
    table.visit(5, [work(1)]);
    assert_eq!(
        table.run().at(5),
        "B arrived, B queued, C arrived, C refused, C closed refused, B refused, B closed refused"
    );
}
