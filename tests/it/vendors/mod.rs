//! The presets, held to what their vendors say: `examples` has the vendors' own numbers, `rows` what tells the platforms
//! apart, `pathologies` what is known to go wrong on some of them and must not on the others.

mod examples;
mod pathologies;
mod rows;

use crate::table::{Run, Table, span};
use crate::twin::agree;
use crate::twin::scenario::Scenario;
use quasisync::engine::simulate;
use quasisync::facts::{Fact, Observer};
use quasisync::policy::{Limits, Policy};
use quasisync::scenario::preset::{PRESETS, Preset};
use quasisync::units::Time;
use quasisync::world::World;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// Longer than anything that is looked at.
const LONG: u32 = 500_000;

/// The rules of a platform, for one team.
fn rules(platform: &str) -> Policy {
    Preset::of(platform).expect("a platform").scenario().experiment.policies.remove(0)
}

/// So many agents under the rules of a platform, with its own capacity.
fn under(platform: &str, agents: u32) -> Table {
    let mut table = Table::new(agents, 1);
    table.policy = rules(platform);
    table
}

/// The same with another capacity, since each example has its own.
fn with_slots(platform: &str, agents: u32, slots: u32) -> Table {
    let mut table = under(platform, agents);
    table.policy.capacity.limits = vec![Limits { preferred: slots, maximum: slots }];
    table
}

/// Looks no further.
fn until(table: &mut Table, second: u32) {
    table.model.frame.horizon = span(second);
}

/// What happens, and it happens in the naive second simulator as well.
fn run(table: &Table) -> Run {
    let (model, workload, policy) = (table.model.clone(), table.workload(), table.policy.clone());
    agree(&policy.name.clone(), &Scenario { model, workload, policy });
    table.run()
}

/// All facts: first the agents' coming and going, then the story of each conversation.
#[track_caller]
fn tells(table: &Table, expected: &[impl AsRef<str>]) {
    let expected: Vec<&str> = expected.iter().map(AsRef::as_ref).collect();
    assert_eq!(run(table).everything(), expected, "{}", table.policy.name);
}

/// What is seen under each of the presets; those that show the same are listed together, between blanks.
#[track_caller]
fn differ(seen: impl Fn(&str) -> String, expected: &[(&str, &str)]) {
    let mut shown: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut names: Vec<&str> = PRESETS.iter().map(|preset| preset.name).collect();
    names.sort_unstable();
    for name in names {
        shown.entry(seen(name)).or_default().push(name);
    }
    let expected: BTreeMap<String, Vec<&str>> = expected
        .iter()
        .map(|(what, who)| {
            let mut names: Vec<&str> = who.split_whitespace().collect();
            names.sort_unstable();
            ((*what).to_owned(), names)
        })
        .collect();
    assert_eq!(shown, expected);
}

/// What the first desk carries, in thousandths of a slot, whenever a customer writes: a fact that changes no load by
/// itself, so that it shows what all earlier instants have left.
#[derive(Debug, Default)]
struct Scale(Vec<(Time, u64)>);

impl Observer<World> for Scale {
    fn record(&mut self, now: Time, world: &World, fact: Fact) {
        if matches!(fact, Fact::Arrived { .. }) {
            self.0.push((now, world.desks.load[0]));
        }
    }
}

impl Scale {
    fn of(table: &Table) -> Scale {
        let mut scale = Scale::default();
        simulate(&table.model, &table.workload(), &table.policy, &mut scale, &AtomicBool::new(false))
            .expect("nobody stops it");
        scale
    }

    /// What whoever arrives at this second finds.
    fn found_at(&self, second: u32) -> u64 {
        let at = Time::START + span(second);
        self.0.iter().find(|(instant, _)| *instant == at).expect("somebody arrives").1
    }
}
