//! The engine against its naive twin: the same facts at the same instants, in the same order for everybody.

mod by_hand;
mod cases;
mod exhaustive;
mod random;
pub(crate) mod scenario;
mod shrink;
mod simulator;

use quasisync::engine;
use quasisync::facts::{Fact, Observer};
use quasisync::model::Model;
use quasisync::policy::Policy;
use quasisync::units::{AgentId, Time};
use quasisync::workload::Workload;
use quasisync::world::World;
use scenario::Scenario;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicBool;

/// What happened and when.
type Facts = Vec<(Time, Fact)>;

struct Journal<'a>(&'a mut Facts);

impl Observer<World> for Journal<'_> {
    fn record(&mut self, now: Time, _world: &World, fact: Fact) {
        assert!(self.0.len() < 100_000, "the engine does not come to an end");
        self.0.push((now, fact));
    }
}

/// The facts of the engine; an error if it panicked.
fn engine(model: &Model, workload: &Workload, policy: &Policy) -> Result<Facts, String> {
    let run = || {
        let mut facts = Facts::new();
        engine::simulate(model, workload, policy, Journal(&mut facts), &AtomicBool::new(false))
            .expect("nobody stops it");
        facts
    };
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| "the engine panicked".to_string())
}

/// Where the engine and the twin disagree, in words; `None` if nowhere.
fn disagreement(model: &Model, workload: &Workload, policy: &Policy) -> Option<String> {
    let twin = simulator::simulate(model, workload, policy);
    let engine = match engine(model, workload, policy) {
        Ok(engine) => engine,
        Err(panic) => return Some(panic),
    };
    if engine == twin {
        return None;
    }
    differing_instant(&engine, &twin).or_else(|| differing_order(&engine, &twin))
}

/// The first instant that has other facts here than there, whatever their order.
fn differing_instant(engine: &Facts, twin: &Facts) -> Option<String> {
    let by_instant = |facts: &Facts| {
        let mut instants: BTreeMap<Time, Vec<Fact>> = BTreeMap::new();
        for &(at, fact) in facts {
            instants.entry(at).or_default().push(fact);
        }
        instants
    };
    let (engine, twin) = (by_instant(engine), by_instant(twin));
    let sorted = |facts: Option<&Vec<Fact>>| {
        let mut sorted = facts.cloned().unwrap_or_default();
        sorted.sort();
        sorted
    };
    let instants: std::collections::BTreeSet<Time> = engine.keys().chain(twin.keys()).copied().collect();
    let at = instants.into_iter().find(|at| sorted(engine.get(at)) != sorted(twin.get(at)))?;
    let mut words = String::new();
    for (before, facts) in engine.range(..at) {
        let _ = writeln!(words, "  {}: {}", clock(*before), listed(facts));
    }
    let none = Vec::new();
    let _ = writeln!(words, "at {} they differ:", clock(at));
    let _ = writeln!(words, "  engine: {}", listed(engine.get(&at).unwrap_or(&none)));
    let _ = writeln!(words, "  twin:   {}", listed(twin.get(&at).unwrap_or(&none)));
    Some(words)
}

/// The first conversation or agent that sees the same facts in another order.
fn differing_order(engine: &Facts, twin: &Facts) -> Option<String> {
    let seen_by = |facts: &Facts, by: &dyn Fn(Fact) -> bool| -> Vec<(Time, Fact)> {
        facts.iter().copied().filter(|&(_, fact)| by(fact)).collect()
    };
    let conversations = engine.iter().filter_map(|it| it.1.conversation());
    let agents = engine.iter().filter_map(|it| agent_of(it.1));
    let conversations = conversations.map(|it| Box::new(move |fact: Fact| fact.conversation() == Some(it)));
    let agents = agents.map(|it| Box::new(move |fact| agent_of(fact) == Some(it)));
    let sights = conversations.map(|it| it as Box<dyn Fn(Fact) -> bool>).chain(agents.map(|it| it as Box<_>));
    for sight in sights {
        let (engine, twin) = (seen_by(engine, &sight), seen_by(twin, &sight));
        if engine != twin {
            return Some(format!("in another order:\n  engine: {engine:?}\n  twin:   {twin:?}\n"));
        }
    }
    None
}

/// The agent who takes part in a fact.
fn agent_of(fact: Fact) -> Option<AgentId> {
    match fact {
        Fact::Started { agent, .. }
        | Fact::Replied { agent, .. }
        | Fact::Read { agent, .. }
        | Fact::SentTemplate { agent, .. }
        | Fact::WrappedUp { agent, .. }
        | Fact::SignedIn { agent, .. }
        | Fact::SignedOut { agent, .. }
        | Fact::WentAway { agent, .. }
        | Fact::Returned { agent, .. }
        | Fact::ShiftEnded { agent, .. }
        | Fact::ShiftBegan { agent, .. } => Some(agent),
        Fact::GaveUp { in_hand, .. } => in_hand,
        _ => None,
    }
}

fn listed(facts: &[Fact]) -> String {
    facts.iter().map(|fact| format!("{fact:?}").replace("conversation: ", "")).collect::<Vec<_>>().join(", ")
}

fn clock(at: Time) -> String {
    format!("{} ms", at.0 as f64 / 1e3)
}

/// Fails with the smallest scenario that can be found if the engine and the twin disagree.
pub(crate) fn agree(label: &str, scenario: &Scenario) {
    let words = |it: &Scenario| disagreement(&it.model, &it.workload, &it.policy);
    if words(scenario).is_some() {
        let small = shrink::smallest(scenario, |it| words(it).is_some());
        panic!("{label}, made small:\n{small}\n{}", words(&small).unwrap_or_default());
    }
}
