//! `[demand.as.CHANNEL]`: what the same customers do on another channel, so that one word moves a demand.

use super::channel::Named;
use super::decode::{Context, Item, Problem, element_key};
use super::suggest::all_of;
use super::tree::{Entry, Node, Value};
use super::whole::elements;

/// What a demand is on every channel.
const SAME: &[&str] = &["name", "channel", "as"];

/// The channels for which a demand says what it would be like there.
pub(super) fn channels(demand: &Node) -> impl Iterator<Item = &str> {
    alternatives(demand).iter().map(|entry| entry.key.as_str())
}

fn alternatives(demand: &Node) -> &[Entry] {
    match demand.get("as").map(|entry| &entry.node.value) {
        Some(Value::Table(entries)) => entries,
        _ => &[],
    }
}

/// The file with every demand as it is on its channel.
pub(super) fn in_force(root: &Node) -> Node {
    let mut root = root.clone();
    let Value::Table(entries) = &mut root.value else { return root };
    for demands in entries.iter_mut().filter(|entry| entry.key == "demand") {
        if let Value::List(list) = &mut demands.node.value {
            list.iter_mut().for_each(|demand| *demand = on_its_channel(demand));
        }
    }
    root
}

fn on_its_channel(demand: &Node) -> Node {
    let channel = demand.get("channel").and_then(|entry| entry.node.as_text());
    let own = alternatives(demand).iter().find(|entry| Some(entry.key.as_str()) == channel);
    merged(demand, own)
}

/// A demand without its alternatives, the keys of one of which replace its own.
fn merged(demand: &Node, alternative: Option<&Entry>) -> Node {
    let Value::Table(entries) = &demand.value else { return demand.clone() };
    // What should be a table of alternatives, and is none, stays for its reader.
    let stays = |entry: &&Entry| entry.key != "as" || !matches!(entry.node.value, Value::Table(_));
    let mut merged: Vec<Entry> = entries.iter().filter(stays).cloned().collect();
    if let Some(Value::Table(own)) = alternative.map(|entry| &entry.node.value) {
        for entry in own.iter().filter(|entry| !SAME.contains(&entry.key.as_str())) {
            match merged.iter_mut().find(|base| base.key == entry.key) {
                Some(base) => *base = entry.clone(),
                None => merged.push(entry.clone()),
            }
        }
    }
    Node { span: demand.span.clone(), value: Value::Table(merged) }
}

/// The demands as they would be on other channels, with their keys. What is wrong with an alternative as such is reported.
pub(super) fn others(context: &Context<'_>, written: &Node, channels: &Named) -> Vec<(String, Node)> {
    let mut others = Vec::new();
    for (number, demand) in elements(written, "demand").iter().enumerate() {
        let key = element_key("demand", number, demand);
        let chosen = demand.get("channel").and_then(|entry| entry.node.as_text());
        for entry in alternatives(demand) {
            let key = format!("{key}.as.{}", entry.key);
            let name = Node { span: entry.key_span.clone(), value: Value::Text(entry.key.clone()) };
            if channels.place(&Item::new(context, &name, key.clone())).is_err() || !is_sound(context, entry, &key) {
                continue;
            }
            if chosen != Some(entry.key.as_str()) {
                let mut node = merged(demand, Some(entry));
                if let Value::Table(entries) = &mut node.value {
                    entries.retain(|other| other.key != "channel");
                    entries.push(Entry { key: "channel".to_owned(), key_span: entry.key_span.clone(), node: name });
                }
                others.push((key, node));
            }
        }
    }
    others
}

/// Whether an alternative has keys, and none that is the same on every channel.
fn is_sound(context: &Context<'_>, entry: &Entry, key: &str) -> bool {
    let Value::Table(keys) = &entry.node.value else {
        let help = "write what is different there, for instance { exchanges = { constant = 1 } }";
        Item::new(context, &entry.node, key.to_owned()).wrong_kind("a table", help);
        return false;
    };
    for own in keys.iter().filter(|own| SAME.contains(&own.key.as_str())) {
        let message = format!("`{}` cannot be another one here", own.key);
        let help = format!("remove it: {} are those of the demand", all_of(SAME.iter().copied()));
        context.report(context.source.place(own.key_span.clone()), key, Problem::new(message, help));
    }
    true
}
