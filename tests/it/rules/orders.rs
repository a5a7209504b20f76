//! Which conversation next: the keys of an order that are fixed on joining, and those that are not.

use crate::table::{Table, span, work};
use quasisync::engine::{Halt, simulate};
use quasisync::model::{Burst, Demand, Target};
use quasisync::policy::score::Names;
use quasisync::policy::{Entry, Limits, OrderKey, OrderRule, Score};
use quasisync::random::{Count, Law, philox, uniform};
use quasisync::units::{ConversationId, Time};
use quasisync::world::{State, World};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// One agent, busy with B until 100. A was answered at 1 and comes back at `back`; C is new at `new`.
fn returning(key: OrderKey, entry: Entry, back: f64, new: f64) -> String {
    let mut table = Table::new(1, 1);
    table.every_reply_ends_ownership();
    table.policy.queue = vec![key];
    table.policy.reactivation.at = entry;
    table.visit(0, [work(1).answers(back - 1.0), work(1)]);
    table.visit(1, [work(99)]);
    table.visit(new, [work(1)]);
    table.run().served().replacen("A B ", "", 1)
}

#[test]
fn by_the_beginning_of_the_conversation_or_of_the_wait() {
    use OrderKey::{Oldest, UnansweredLongest, WaitingLongest};
    assert_eq!(returning(WaitingLongest, Entry::Back, 50.0, 20.0), "C A");
    assert_eq!(returning(Oldest, Entry::Back, 50.0, 20.0), "A C");
    assert_eq!(returning(WaitingLongest, Entry::Original, 50.0, 20.0), "A C");
    assert_eq!(returning(UnansweredLongest, Entry::Original, 50.0, 20.0), "C A", "whatever the time of entry");
}

#[test]
fn by_the_last_message() {
    assert_eq!(returning(OrderKey::Freshest, Entry::Back, 50.0, 20.0), "A C");
    assert_eq!(returning(OrderKey::Freshest, Entry::Back, 50.0, 60.0), "C A");
    assert_eq!(returning(OrderKey::Quietest, Entry::Original, 50.0, 20.0), "C A");
    assert_eq!(returning(OrderKey::Quietest, Entry::Original, 50.0, 60.0), "A C");
}

#[test]
fn by_the_replies_so_far() {
    for key in [OrderKey::FewestExchanges, OrderKey::FirstMessagesFirst] {
        assert_eq!(returning(key, Entry::Back, 20.0, 50.0), "C A");
    }
}

/// First messages take a minute on average, later ones half a minute.
#[test]
fn by_the_expected_work() {
    assert_eq!(returning(OrderKey::ShortestExpected, Entry::Back, 50.0, 20.0), "A C");
    let mut table = busy(vec![OrderKey::ShortestExpected]);
    table.model.demands[1].handling_first = Law::exponential(59.9).unwrap();
    table.visit(1, [work(1)]);
    table.visit_of(1, 2, [work(1)]);
    assert_eq!(table.run().served(), "A C B");
}

/// One agent, busy with A until 100; demand 0 is of class 1, demand 1 of class 0.
fn busy(queue: Vec<OrderKey>) -> Table {
    let mut table = Table::new(1, 1);
    table.add_demand();
    table.model.demands[0].class = 1;
    table.policy.queue = queue;
    table.visit(0, [work(100)]);
    table
}

/// B of the less urgent class comes at 20, C of the more urgent one at `urgent`. Who is first at 100?
fn first_of_two(key: OrderKey, urgent: f64) -> String {
    let mut table = busy(vec![key]);
    table.visit(20, [work(1)]);
    table.visit_of(1, urgent, [work(1)]);
    table.run().served()[2..3].to_owned()
}

/// A head start is as good as having come so much earlier.
#[test]
fn a_head_start() {
    let starts = |seconds: &[u32]| OrderKey::HeadStart(seconds.iter().map(|it| span(*it)).collect());
    assert_eq!(first_of_two(starts(&[40, 0]), 59.0), "C");
    assert_eq!(first_of_two(starts(&[40, 0]), 60.0), "B", "equal: B joined first");
    assert_eq!(first_of_two(starts(&[40, 10]), 59.0), "B");
    assert_eq!(first_of_two(starts(&[40]), 59.0), "B", "the last one holds for all classes beyond");
    assert_eq!(first_of_two(starts(&[90_000, 0]), 99.0), "C", "earlier than the beginning");
}

/// A priority that grows twice as fast: at 100, who has waited for 80 seconds is as urgent as who has waited for 40.
#[test]
fn a_priority_that_grows() {
    let rates = |rates: &[f64]| OrderKey::Accumulating(rates.to_vec());
    assert_eq!(first_of_two(rates(&[2.0, 1.0]), 59.0), "C");
    assert_eq!(first_of_two(rates(&[2.0, 1.0]), 60.0), "B", "equal: B joined first");
    assert_eq!(first_of_two(rates(&[2.0]), 21.0), "B");
    assert_eq!(first_of_two(rates(&[2.0, 0.0]), 99.0), "C", "who never becomes urgent waits");
}

/// What tells them apart: a head start is won back never, a faster growth later.
#[test]
fn growing_overtakes() {
    let first_at = |key: OrderKey, until: u32| {
        let mut table = Table::new(1, 1);
        table.add_demand();
        table.model.demands[0].class = 1;
        table.policy.queue = vec![key];
        table.visit(0, [work(until)]);
        table.visit(20, [work(1)]);
        table.visit_of(1, 90, [work(1)]);
        table.run().served()[2..3].to_owned()
    };
    let (grows, starts) = (OrderKey::Accumulating(vec![2.0, 1.0]), OrderKey::HeadStart(vec![span(40), span(0)]));
    assert_eq!((first_at(grows.clone(), 159), first_at(starts.clone(), 159)), ("B".into(), "B".into()));
    assert_eq!((first_at(grows, 161), first_at(starts, 161)), ("C".into(), "B".into()), "142 against 141");
}

/// After a key that is fixed, among its equals.
#[test]
fn a_growing_priority_may_come_second() {
    let mut table = busy(vec![OrderKey::ShortestExpected, OrderKey::Accumulating(vec![2.0, 1.0])]);
    table.add_demand();
    table.model.demands[2].handling_first = Law::constant(1.0).unwrap();
    table.visit(20, [work(1)]);
    table.visit_of(1, 59, [work(1)]);
    table.visit_of(2, 99, [work(1)]);
    assert_eq!(table.run().served(), "A D C B");
}

/// Which order holds is drawn for the instant, for the queue and for each inbox.
#[test]
fn a_blend() {
    let blend =
        |newest: f64| OrderKey::Blend(vec![(1.0, vec![OrderKey::WaitingLongest]), (newest, vec![OrderKey::Newest])]);
    let newest_at = |second: u64, line: u64, share: f64| {
        uniform(philox([0, 0], [second * 1_000_000, line, 0, 106])[0]) >= 1.0 / (1.0 + share)
    };
    let mut seen = [false; 2];
    for share in [0.5, 1.0, 3.0] {
        let expected = |line: u64| {
            let mut left = vec!['B', 'C', 'D', 'E', 'F', 'G'];
            let mut served = String::from("A");
            for turn in 0..6 {
                let newest = newest_at(100 + 10 * turn, line, share);
                seen[usize::from(newest)] = true;
                let next = if newest { left.pop().unwrap() } else { left.remove(0) };
                served += &format!(" {next}");
            }
            served
        };
        let (of_queue, of_inbox) = {
            let mut expected = expected;
            (expected(0), expected(1))
        };
        for (slots, order) in [(1, of_queue), (9, of_inbox)] {
            let mut table = Table::new(1, slots);
            table.policy.queue = vec![blend(share)];
            table.policy.inbox = vec![blend(share)];
            table.visit(0, [work(100)]);
            for at in 1..7 {
                table.visit(at, [work(10)]);
            }
            assert_eq!(table.run().served(), order, "{share}, {slots} slots");
        }
    }
    assert_eq!(seen, [true, true], "both orders held now and then");
}

/// The last to come first; who is named is none of its business.
#[derive(Debug)]
struct Last;

impl OrderRule for Last {
    fn score(&self, _world: &World, conversation: ConversationId) -> f64 {
        f64::from(conversation.0) - 2.0
    }
}

/// A rule from outside, for the queue and for an inbox.
#[test]
fn a_rule_from_outside() {
    for slots in [1, 9] {
        let mut table = Table::new(1, slots);
        table.policy.queue = vec![OrderKey::custom(Last)];
        table.policy.inbox = table.policy.queue.clone();
        table.visit(0, [work(100)]);
        for at in 1..5 {
            table.visit(at, [work(10)]);
        }
        assert_eq!(table.run().served(), "A E D C B");
    }
}

/// Not a number for conversation 2.
#[derive(Debug)]
struct None2;

impl OrderRule for None2 {
    fn score(&self, _world: &World, conversation: ConversationId) -> f64 {
        if conversation.0 == 2 { f64::NAN } else { 1.0 }
    }
}

/// Why a run stopped.
fn halt(table: &Table) -> Halt {
    simulate(&table.model, &table.workload(), &table.policy, (), &AtomicBool::new(false)).unwrap_err()
}

/// A run with a score that is not a number stops when somebody is to be chosen by it, and says whose it was.
#[test]
fn a_score_must_be_a_number() {
    let mut table = busy(vec![OrderKey::custom(None2)]);
    for at in [10, 20, 30] {
        table.visit(at, [work(10)]);
    }
    let Halt::NoNumber(found) = halt(&table) else { panic!("a score is not a number") };
    assert_eq!((found.conversation, found.at), (ConversationId(2), Time::START + span(100)));
    assert_eq!((&*found.policy, found.group, &*found.rule), (&*table.policy.name, "queue", "None2"));
    assert_eq!((&*found.demand, found.state, found.replication), (&*table.model.demands[0].name, State::Queued, 0));
    assert_eq!(found.saw, [], "a rule from outside does not say what it asks");
    table.policy.queue = vec![OrderKey::WaitingLongest];
    assert!(simulate(&table.model, &table.workload(), &table.policy, (), &AtomicBool::new(false)).is_ok());
}

/// A score that a scenario writes down says besides what it was worked out from: of the inbox of the only agent, B has
/// waited for 90 seconds at 100, and C for 80.
#[test]
fn a_score_that_is_no_number_says_what_it_saw() {
    let mut table = busy(vec![OrderKey::WaitingLongest]);
    table.policy.capacity.limits[0] = Limits { preferred: 9, maximum: 9 };
    table.policy.name = "roots".into();
    table.model.demands[0].name = "cards".into();
    let text = "if(demand == 'cards' and first, 1, 0) * sqrt((time_left - wait ) / 1s) + exchanges";
    let demands = ["cards".to_owned()];
    let score = Score::new(text, &Names { demands: &demands, ..Names::default() }).expect("a score");
    table.policy.inbox = vec![OrderKey::Score(Arc::new(score))];
    table.visit(10, [work(10)]);
    table.visit(20, [work(10)]);
    assert!(simulate(&table.model, &table.workload(), &table.policy, (), &AtomicBool::new(false)).is_ok());
    table.model.demands[0].target = Some(Target { first: span(30), later: span(30), share: 0.8, in_hours: false });
    let Halt::NoNumber(found) = halt(&table) else { panic!("a score is not a number") };
    assert_eq!(found.conversation, ConversationId(1), "the first of several");
    assert_eq!(
        found.to_string(),
        format!(
            "a score is not a number: policy `roots`, inbox: `{text}`\n\
             conversation 1 of demand `cards`, which was waiting, 1m40s after the beginning of replication 1\n\
             it saw wait = 1m30s, time_left = -1m, exchanges = 0, first = true, demand = \"cards\""
        )
    );
}

/// The keys of an order are those of joining: whoever nudges while waiting is not fresher.
#[test]
fn a_nudge_does_not_move() {
    let mut table = busy(vec![OrderKey::Freshest]);
    let nudge = |demand: &mut Demand| {
        let messages = Count::constant(2).unwrap();
        demand.burst = Some(Burst { messages, gap: Law::constant(30.0).unwrap() });
    };
    nudge(&mut table.model.demands[0]);
    table.visit(10, [work(1)]);
    table.visit_of(1, 20, [work(1)]);
    let run = table.run();
    assert!(run.at(40).contains("B nudged"));
    assert_eq!(run.served(), "A C B");
}
