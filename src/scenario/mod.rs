//! File to model: reads a scenario, with everything that is wrong in it at once, each mistake with its place and with
//! what would be right.
//!
//! A scenario is one TOML file, and the CSV files that it names. Durations always have a unit ("90s", "1h30m"), laws are
//! tables with the name of the law as their key, and names have no dots. Keys that nobody knows are refused: a misspelt
//! key would otherwise be a silently different experiment.
//!
//! ```text
//! files   -> source -> tree -> decode + table -> frame, demand, team, policy -> whole, fit -> Scenario
//! bytes      places    spans   readers           one file a section            what must fit together
//! ```

mod agent;
mod alternative;
mod arrivals;
mod axis;
mod backlog;
mod bands;
mod capacity;
mod changes;
mod channel;
mod close;
mod count;
mod curve;
mod decode;
mod demand;
mod desk;
mod diagnostic;
mod dispatch;
mod disruption;
mod door;
mod duration;
mod effect;
mod ending;
mod escalation;
mod event;
mod factors;
mod files;
mod fit;
mod frame;
mod hours;
mod inactivity;
mod inherit;
mod keys;
mod law;
mod leaving;
mod named;
mod offer;
mod order;
mod pace;
mod passing;
mod patience;
mod policy;
pub mod preset;
mod quoted;
mod reactivation;
#[cfg(feature = "program")]
mod render;
mod reply;
mod scalar;
mod schedule;
mod score;
mod serves;
mod service;
mod set;
mod sheet;
mod shift;
mod skill;
mod source;
mod staffing;
mod stint;
mod suggest;
mod sweep;
mod table;
mod team;
#[cfg(test)]
mod tests;
mod trace;
mod treatment;
mod tree;
mod turn;
mod until;
mod vain;
mod week;
mod weight;
mod what_if;
mod whole;
mod word;
mod zone;

use std::path::Path;

use decode::{Context, Item, Problem};
use preset::{Attached, Preset};
use source::Source;
use tree::Node;
use what_if::Within;
use whole::Whole;

pub use axis::Axis;
pub use changes::Changes;
pub use diagnostic::{Diagnostic, Diagnostics, Place, Related, Replacement, SHOWN, Severity};
pub use files::{Disk, FileProblem, Files, LARGEST};
pub use suggest::{all_of, alternatives, nearest};
pub use sweep::{MOST_POINTS, Sweep};

use crate::experiment::Experiment;

/// A scenario that can be run.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The name of the file without its ending.
    pub name: String,
    /// The title, or the name without one.
    pub title: String,
    /// What was set from outside of the file, in this order.
    pub changes: Vec<String>,
    /// What is to be compared.
    pub experiment: Experiment,
    /// The same with some keys set otherwise.
    pub what_ifs: Vec<WhatIf>,
    /// What a sweep varies unless it is asked for something else.
    pub sweep: Option<Sweep>,
    /// The scenario with every default filled in and everything inherited written out, its keys sorted: two scenarios
    /// with the same normal form are the same experiment. Profiles are included, logs by their number of rows and the
    /// SHA-256 of their file.
    pub normalised: serde_json::Value,
    /// The presets that policies are made from, with the names of the policies.
    pub presets: Vec<(String, &'static Preset)>,
    /// What is probably not meant, though it can be run.
    pub warnings: Vec<Diagnostic>,
}

/// A scenario with some of its keys set otherwise: the same policies, seed and replications.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// Its name.
    pub name: String,
    /// What is to be compared.
    pub experiment: Experiment,
}

/// Loads a scenario from the disk.
///
/// # Errors
/// Everything that is wrong with it.
pub fn load(path: &Path) -> Result<Scenario, Diagnostics> {
    load_with(path, Changes::default())
}

/// Loads a scenario from the disk with changes.
///
/// # Errors
/// Everything that is wrong with it.
pub fn load_with(path: &Path, changes: Changes<'_>) -> Result<Scenario, Diagnostics> {
    let text = Disk.read_at_most(path, files::LARGEST_SCENARIO).and_then(files::text).map_err(|problem| {
        let context = Context::new(Source::new(path.display().to_string(), String::new()), path, &Disk);
        context.report(Place::whole(path.display().to_string()), "", Problem::new(problem.message, problem.help));
        context.into_found()
    })?;
    parse_with(&text, path, &Disk, changes)
}

/// Reads the text of a scenario. `path` names it in messages and is where the paths of other files start; they are read
/// from `files`.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse(text: &str, path: &Path, files: &dyn Files) -> Result<Scenario, Diagnostics> {
    parse_with(text, path, files, Changes::default())
}

/// Reads the text of a scenario with changes.
///
/// # Errors
/// Everything that is wrong with it.
pub fn parse_with(text: &str, path: &Path, files: &dyn Files, changes: Changes<'_>) -> Result<Scenario, Diagnostics> {
    let Reading { scenario, mut found, what_ifs, first_values } = read(text, path, files, changes, None);
    let mut others = Vec::new();
    let mut with = |section: &Node, within: Within| {
        let other = read(text, path, files, changes, Some(section));
        // What is said of the scenario as it is has been said.
        let new = other.found.list.into_iter().filter(|it| !found.list.contains(it)).map(|it| within.blame(it));
        new.collect::<Vec<_>>().into_iter().for_each(|it| found.push(it));
        other.scenario.map(|it| it.experiment)
    };
    // A point of a sweep has neither: they are about the scenario as it is.
    let is_point = !changes.point.is_empty();
    for section in what_ifs.iter().filter(|_| !is_point) {
        others.extend(with(section, Within::what_if(section)));
    }
    for section in first_values.iter().filter(|_| !is_point) {
        with(section, Within::sweep(section));
    }
    found.sort(&path.display().to_string());
    match scenario {
        Some(mut scenario) if !found.has_errors() => {
            scenario.what_ifs.truncate(others.len());
            for (it, experiment) in scenario.what_ifs.iter_mut().zip(others) {
                it.experiment = experiment;
            }
            scenario.warnings = found.list;
            Ok(scenario)
        }
        _ => Err(found),
    }
}

/// What was read.
struct Reading {
    /// Nothing if something is wrong with it.
    scenario: Option<Scenario>,
    found: Diagnostics,
    /// The sections of the what-ifs.
    what_ifs: Vec<Node>,
    /// What a sweep varies, each with its first value, as sections of what-ifs.
    first_values: Vec<Node>,
}

/// Reads a scenario as it is, or with what a section of a what-if sets.
fn read(text: &str, path: &Path, files: &dyn Files, changes: Changes<'_>, what_if: Option<&Node>) -> Reading {
    let source = changes.attached_to(Source::new(path.display().to_string(), text.to_owned()));
    let changes = changes.all();
    let mut context = Context::new(source, path, files);
    let nothing = |context: Context<'_>| Reading {
        scenario: None,
        found: context.into_found(),
        what_ifs: Vec::new(),
        first_values: Vec::new(),
    };
    if text.trim().is_empty() {
        let help = "a scenario has at least [time], [[demand]], [[team]] and [[policy]]";
        context.report(Place::whole(context.source.name.clone()), "", Problem::new("the file is empty", help));
        return nothing(context);
    }
    let mut root = match tree::parse(text) {
        Ok(root) => root,
        Err(errors) => {
            for error in errors {
                let place = context.source.place(error.span);
                context.report(place, "", Problem::new(format!("TOML syntax: {}", error.message), ""));
            }
            return nothing(context);
        }
    };
    set::apply(&context, &mut root, &changes);
    let (what_ifs, first_values) = (whole::elements(&root, "what_if").to_vec(), sweep::first_values(&root));
    what_if.into_iter().for_each(|section| set::what_if(&context, &mut root, section));
    let policies = whole::elements(&root, "policy");
    context.presets = Attached::of(&mut context.source, policies);
    let in_force = alternative::in_force(&root);
    let item = Item::new(&context, &in_force, String::new());
    let read = whole::scenario(&item, &root);
    let normalised = item.take_normal();
    drop(item);
    let found = context.into_found();
    let scenario = read.ok().filter(|_| !found.has_errors()).map(|Whole { title, experiment, what_ifs, sweep }| {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let title = title.unwrap_or_else(|| name.clone());
        let preset = |node: &Node| Some((text_of(node, "name")?, preset::origin(policies, node)?));
        let presets = policies.iter().filter_map(preset).collect();
        // Each is replaced by what its reading gives.
        let what_if = |name| WhatIf { name, experiment: experiment.clone() };
        let what_ifs = what_ifs.into_iter().map(what_if).collect();
        Scenario { name, title, changes, experiment, what_ifs, sweep, normalised, presets, warnings: Vec::new() }
    });
    Reading { scenario, found, what_ifs, first_values }
}

/// The text of a key.
fn text_of(node: &Node, key: &str) -> Option<String> {
    node.get(key).and_then(|entry| entry.node.as_text()).map(str::to_owned)
}
