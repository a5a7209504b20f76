//! `[[what_if]]`: the same scenario with some of its keys set otherwise, for the same customers.

use std::ops::Range;

use super::decode::{Item, Problem, Read, name};
use super::diagnostic::Diagnostic;
use super::tree::{Entry, Node, Value};

/// What a what-if may not change: the comparison with the scenario as it is would not be one.
const FIXED: &[(&str, &str)] = &[
    ("experiment", "the scenario as it is and its what-ifs share seed, replications and baseline"),
    ("what_if", "a what-if is about the scenario as it is"),
    ("sweep", "a sweep is about the scenario as it is"),
];

const HELP: &str = "write paths in quotes, for instance set = { \"team.denver.agents\" = 12 }";

/// Lists of sections.
const SECTIONS: &[&str] = &["channel", "demand", "team", "policy", "disruption"];

/// The names of the what-ifs. What their changes lead to is found when the scenario is read with each of them.
pub(super) fn what_ifs(item: &Item<'_>) -> Read<Vec<String>> {
    item.list("sections [[what_if]]", what_if)
}

fn what_if(item: &Item<'_>) -> Read<String> {
    let mut table = item.table()?;
    let name = table.required("name", name);
    let set = table.required("set", changes);
    table.finish();
    set.and(name)
}

fn changes(item: &Item<'_>) -> Read<()> {
    let Value::Table(entries) = &item.node.value else { return Err(item.wrong_kind("a table of changes", HELP)) };
    let mut normal = serde_json::Map::new();
    let mut failed = None;
    for entry in entries {
        if let Some(problem) = refusal(entry) {
            let place = item.context.source.place(entry.key_span.clone());
            failed = Some(item.context.report(place, &item.key, problem));
        }
        let value = Item::new(item.context, &entry.node, String::new());
        normal.insert(entry.key.clone(), value.quoted().into());
    }
    if entries.is_empty() {
        return Err(item.refuse("nothing is changed", HELP));
    }
    item.normal(normal);
    failed.map_or(Ok(()), Err)
}

/// What a what-if changes, each by its path, apart from what it may not change.
pub(super) fn of(section: &Node) -> impl Iterator<Item = &Entry> {
    let set = section.get("set").map(|entry| &entry.node.value);
    let entries = match set {
        Some(Value::Table(entries)) => &entries[..],
        _ => &[],
    };
    entries.iter().filter(|entry| refusal(entry).is_none())
}

/// Why a what-if cannot change this.
fn refusal(entry: &Entry) -> Option<Problem> {
    let (first, last) = ends(&entry.key);
    if let Some((_, why)) = FIXED.iter().find(|(key, _)| *key == first) {
        return Some(Problem::new(format!("a what-if cannot change `{first}`: {why}"), "remove this change"));
    }
    if !entry.key.contains('.') && matches!(entry.node.value, Value::Table(_)) {
        let path = format!("\"{}.{}\"", entry.key, leaf(&entry.node));
        let problem = Problem::new("without quotes this is a table, not a path", format!("write {path} = ..."));
        return Some(problem);
    }
    (last == "name" || SECTIONS.contains(&&*entry.key)).then(|| {
        let message = "a what-if changes what there is: it adds, removes and renames nothing";
        Problem::new(message, "name a key of a section, for instance \"team.denver.agents\"")
    })
}

/// The first and the last key of a path.
fn ends(path: &str) -> (&str, &str) {
    let mut keys = path.split('.').map(str::trim);
    let first = keys.next().unwrap_or_default();
    (first, keys.next_back().unwrap_or(first))
}

/// The path in a table that dots made of it.
fn leaf(node: &Node) -> String {
    match &node.value {
        Value::Table(entries) if entries.len() == 1 => match leaf(&entries[0].node) {
            rest if rest.is_empty() => entries[0].key.clone(),
            rest => format!("{}.{rest}", entries[0].key),
        },
        _ => String::new(),
    }
}

/// Where changes of a scenario are written that are read one section at a time.
pub(super) struct Within {
    /// What they are called in a sentence.
    name: String,
    /// Their bytes.
    spans: Vec<Range<usize>>,
}

impl Within {
    /// Those of a what-if.
    pub(super) fn what_if(section: &Node) -> Within {
        Within::named("what-if", section)
    }

    /// That of what a sweep varies.
    pub(super) fn sweep(section: &Node) -> Within {
        Within::named("first value of", section)
    }

    fn named(what: &str, section: &Node) -> Within {
        let name = section.get("name").and_then(|entry| entry.node.as_text()).unwrap_or_default();
        let spans = of(section).map(|entry| entry.key_span.start..entry.node.span.end).collect();
        Within { name: format!("the {what} `{name}`"), spans }
    }

    /// Says of what is found elsewhere that it is so only with them.
    pub(super) fn blame(&self, mut it: Diagnostic) -> Diagnostic {
        if !self.spans.iter().any(|span| span.contains(&it.place.span.start)) {
            it.message = format!("with {}: {}", self.name, it.message);
        }
        it
    }
}
