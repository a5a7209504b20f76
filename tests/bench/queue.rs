//! What it takes to decide who is next of very many who wait: linear in them where the order changes with time, a
//! logarithm where it is fixed.

use super::knobs::score;
use quasisync::civil::{WEEK, Weekly, Zone};
use quasisync::engine::simulate;
use quasisync::facts::{Fact, Observer};
use quasisync::model::{Arrivals, Demand, Frame, Model, Team};
use quasisync::policy::{Capacity, OrderKey, Policy};
use quasisync::random::{Count, Law};
use quasisync::units::{DemandId, Span, Time};
use quasisync::workload::Workload;
use quasisync::world::World;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

const ROUNDS: usize = 3;
const AGENTS: u32 = 10;
/// When they come: everybody waits then.
const OPENS: u32 = 60;

/// The clock runs from the first decision to the last.
#[derive(Default)]
struct Decisions {
    first: Option<Instant>,
    seconds: f64,
    number: u32,
}

impl Observer<World> for &mut Decisions {
    fn record(&mut self, _: Time, _: &World, fact: Fact) {
        if let Fact::Started { .. } = fact {
            let first = *self.first.get_or_insert_with(Instant::now);
            self.seconds = first.elapsed().as_secs_f64();
            self.number += 1;
        }
    }
}

/// Prints the microseconds of a decision, with a tenth of those who wait and with all of them.
pub(super) fn compare(waiting: u32) {
    // A decision among so many takes long where all are looked at: a few of them will do.
    let orders = [("a score that changes with time", score()), ("a fixed order", vec![OrderKey::WaitingLongest])];
    for (name, order) in orders {
        let decisions = |waiting: u32| if order.iter().any(OrderKey::changes) { 100 } else { waiting / 10 };
        let [few, many] = [waiting / 10, waiting].map(|waiting| microseconds(&order, waiting, decisions(waiting)));
        println!(
            "{name}: {few:.2} us a decision with {} waiting, {many:.2} us with {waiting}: {:.1} times as much",
            waiting / 10,
            many / few,
        );
    }
}

/// The best of the rounds.
fn microseconds(order: &[OrderKey], waiting: u32, decisions: u32) -> f64 {
    let minutes = u64::from(decisions / AGENTS) + 1;
    let frame = Frame {
        zone: Zone::new(4 * 86_400),
        warm_up: Span::ZERO,
        horizon: Span(minutes * Span::MINUTE.0 + Span::seconds(f64::from(OPENS)).0),
        cool_down: Span::ZERO,
        interval: Span::HOUR,
    };
    let law = |seconds: f64| Law::constant(seconds).expect("a length of time");
    let came = (0..waiting).map(|number| Time(u64::from(number))).collect();
    let once = Count::constant(1).expect("one exchange");
    let demand = Demand::new("customers", Arrivals::Trace(came), once, law(60.0), law(60.0));
    let there = Weekly::from_pieces(&[(OPENS, WEEK, AGENTS)], 0).expect("hours");
    let model = Model::new(frame, vec![demand], vec![Team::new("team", vec![DemandId(0)], there)]);
    let policy = Policy { queue: order.to_vec(), ..Policy::new("only", Capacity::uniform(1, 1, 1)) };
    let workload = Workload::sample(&model, 1, 0);
    let round = || {
        let (mut decisions, stop) = (Decisions::default(), AtomicBool::new(false));
        simulate(&model, &workload, &policy, &mut decisions, &stop).expect("nobody stops it");
        decisions.seconds * 1e6 / f64::from(decisions.number - 1)
    };
    (0..ROUNDS).map(|_| round()).fold(f64::INFINITY, f64::min)
}
