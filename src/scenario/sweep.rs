//! `[sweep]`: which keys a sweep varies, and the values that each takes.

use super::axis::Axis;
use super::decode::{Item, Read};
use super::tree::{Entry, Node, Value};

const HELP: &str = "write paths in quotes, for instance vary = { \"team.denver.agents\" = \"8..12\" }";

/// More points than this are not simulated in one sweep.
pub const MOST_POINTS: usize = 2000;

/// What `quasisync sweep` does with a scenario unless it is asked for something else.
#[derive(Clone, Debug, PartialEq)]
pub struct Sweep {
    /// What is varied; at least one key.
    pub axes: Vec<Axis>,
    /// So many points of a Latin hypercube instead of every combination.
    pub latin_hypercube: Option<usize>,
}

/// Reads the section.
pub(super) fn sweep(item: &Item<'_>) -> Read<Sweep> {
    let mut table = item.table()?;
    let axes = table.required("vary", axes);
    let points = table.optional("latin_hypercube", |item| item.whole(2, MOST_POINTS as u64));
    table.finish();
    Ok(Sweep { axes: axes?, latin_hypercube: points?.map(|points| points as usize) })
}

fn axes(item: &Item<'_>) -> Read<Vec<Axis>> {
    let Value::Table(entries) = &item.node.value else { return Err(item.wrong_kind("a table of keys", HELP)) };
    if entries.is_empty() {
        return Err(item.refuse("nothing is varied", HELP));
    }
    let mut normal = serde_json::Map::new();
    let read: Vec<Read<Axis>> = entries
        .iter()
        .map(|entry| {
            let item = Item::new(item.context, &entry.node, format!("{}.{}", item.key, entry.key));
            let axis = axis(&item, &entry.key);
            normal.insert(entry.key.clone(), item.quoted().into());
            axis
        })
        .collect();
    item.normal(normal);
    read.into_iter().collect()
}

fn axis(item: &Item<'_>, path: &str) -> Read<Axis> {
    let axis = match &item.node.value {
        Value::List(values) if values.is_empty() => return Err(item.refuse("there is no value", HELP)),
        Value::List(values) => Axis::of_list(path, values.iter().map(|node| written(item, node)).collect()),
        Value::Table(_) => return Err(item.refuse("without quotes this is a table, not a path", HELP)),
        Value::Text(text) => Axis::of_values(path, text),
        _ => Axis::of_list(path, vec![written(item, item.node)]),
    };
    axis.map_err(|wrong| match wrong.split_once(": ") {
        Some((message, help)) => item.refuse(message, help),
        None => item.refuse(wrong, HELP),
    })
}

/// A value as an option would have it: a text needs no quotes, unless it would be something else without them.
fn written(item: &Item<'_>, node: &Node) -> String {
    match node.as_text() {
        Some(text) if !Node::is_toml(text) && !text.starts_with(['{', '[', '"', '\'']) => text.to_owned(),
        _ => item.context.source.written(node.span.clone()).to_owned(),
    }
}

/// What is varied, each with its first value: enough to find out whether there are such keys.
pub(super) fn first_values(root: &Node) -> Vec<Node> {
    let Some(Value::Table(entries)) = root.path(&["sweep", "vary"]).map(|entry| &entry.node.value) else {
        return Vec::new();
    };
    let first = |entry: &Entry| {
        let node = match &entry.node.value {
            Value::List(values) => values.first()?.clone(),
            Value::Text(text) => {
                let value = Axis::of_values(&entry.key, text).ok()?.values.into_iter().next()?;
                let mut node = Node::written(&value, 0).ok()?;
                node.move_to(&entry.node.span);
                node
            }
            _ => entry.node.clone(),
        };
        Some(Entry { node, ..entry.clone() })
    };
    let section = |entry: Entry| {
        let table = |entries| Node { span: entry.node.span.clone(), value: Value::Table(entries) };
        let name = Node { span: entry.key_span.clone(), value: Value::Text(entry.key.clone()) };
        let key = |key: &str, node| Entry { key: key.to_owned(), key_span: entry.key_span.clone(), node };
        let set = table(vec![entry.clone()]);
        table(vec![key("name", name), key("set", set)])
    };
    entries.iter().filter_map(first).map(section).collect()
}
