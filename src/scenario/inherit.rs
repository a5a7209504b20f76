//! `like` and `preset`: a policy that is written as its difference from another one.

use std::collections::BTreeMap;

use super::decode::{Context, Problem, element_key};
use super::preset;
use super::suggest::{all_of, nearest};
use super::tree::{Entry, Node, Value};

/// The policies with everything that they inherit written out, in their order. Elements that are no tables stay as they
/// are: their reader says what is wrong. And the order in which to read them: what is wrong in a policy that others
/// inherit is said of itself, not of them.
pub(super) fn resolve(context: &Context<'_>, policies: &[Node]) -> (Vec<Node>, Vec<usize>) {
    let mut places = BTreeMap::new();
    for (place, node) in policies.iter().enumerate() {
        if let Some(name) = name(node) {
            places.entry(name).or_insert(place);
        }
    }
    let parents: Vec<Option<usize>> = policies
        .iter()
        .enumerate()
        .map(|(place, node)| parent(context, &places, node, &element_key("policy", place, node)))
        .collect();
    let presets: Vec<Option<&Node>> = policies
        .iter()
        .enumerate()
        .map(|(place, node)| preset::rules_of(context, node, &element_key("policy", place, node)))
        .collect();
    let mut resolved: Vec<Option<Node>> = vec![None; policies.len()];
    let mut order = Vec::with_capacity(policies.len());
    for start in 0..policies.len() {
        if resolved[start].is_some() {
            continue;
        }
        // From the policy up to the first one that is resolved or inherits nothing.
        let mut chain = vec![start];
        let mut cycle = false;
        while let Some(next) = parents[chain[chain.len() - 1]] {
            if resolved[next].is_some() {
                break;
            }
            if let Some(begin) = chain.iter().position(|&place| place == next) {
                refuse_cycle(context, policies, &chain[begin..]);
                cycle = true;
                break;
            }
            chain.push(next);
        }
        while let Some(place) = chain.pop() {
            let above = parents[place].and_then(|parent| resolved[parent].as_ref()).or(presets[place]);
            let node = match above {
                Some(above) => merged(&policies[place], above, &[]),
                // What a wrong `like` or `preset` would have brought is not asked for as well.
                None if cycle || inherits(&policies[place]) => with_stand_in(&policies[place]),
                None => policies[place].clone(),
            };
            resolved[place] = Some(node);
            order.push(place);
        }
    }
    (resolved.into_iter().flatten().collect(), order)
}

fn name(node: &Node) -> Option<&str> {
    node.get("name").and_then(|entry| entry.node.as_text())
}

fn inherits(node: &Node) -> bool {
    node.get("like").is_some() || node.get("preset").is_some()
}

/// The place of the policy that another one is like.
fn parent(context: &Context<'_>, places: &BTreeMap<&str, usize>, node: &Node, key: &str) -> Option<usize> {
    let entry = node.get("like")?;
    let place = context.source.place(entry.node.span.clone());
    let key = format!("{key}.like");
    let known = || places.keys().copied().filter(|other| Some(*other) != name(node));
    let help = match known().next() {
        Some(_) => format!("the other policies are {}", all_of(known())),
        None => "there is no other policy".to_owned(),
    };
    let Some(written) = entry.node.as_text() else {
        let message = format!("this is {}, not the name of a policy", entry.node.kind());
        context.report(place, &key, Problem::new(message, help));
        return None;
    };
    if let Some(found) = places.get(written) {
        return Some(*found);
    }
    let problem = match nearest(written, known()) {
        Some(meant) => {
            Problem::new(format!("there is no policy `{written}`"), format!("did you mean `{meant}`? {help}"))
                .replace(entry.node.span.clone(), format!("\"{meant}\""))
        }
        None => Problem::new(format!("there is no policy `{written}`"), help),
    };
    context.report(place, &key, problem);
    None
}

fn refuse_cycle(context: &Context<'_>, policies: &[Node], circle: &[usize]) {
    let names: Vec<&str> = circle.iter().chain(&circle[..1]).filter_map(|&place| name(&policies[place])).collect();
    let first = &policies[circle[0]];
    let span = first.get("like").map_or(first.span.clone(), |entry| entry.node.span.clone());
    let message = format!("the policies are like each other in a circle: {}", names.join(" -> "));
    let problem = Problem::new(message, "one of them must be complete, without `like`");
    context.report(context.source.place(span), &format!("{}.like", element_key("policy", circle[0], first)), problem);
}

/// A table with what it lacks from another one; `path` is that of the table in a policy.
pub(super) fn merged(own: &Node, above: &Node, path: &[&str]) -> Node {
    let (Value::Table(own_entries), Value::Table(above_entries)) = (&own.value, &above.value) else {
        return own.clone();
    };
    let mut entries = own_entries.clone();
    for entry in above_entries {
        let path = [path, &[&entry.key]].concat();
        match entries.iter_mut().find(|own| own.key == entry.key) {
            None => entries.push(entry.clone()),
            Some(own) if is_merged(&path) => own.node = merged(&own.node, &entry.node, &path),
            Some(_) => {}
        }
    }
    Node { span: own.span.clone(), value: Value::Table(entries) }
}

/// Whether the tables of a key are merged key by key: capacity, in it the weights, the teams and the channels, and in them
/// what is said of each one; and what is said of single demands and channels. Every other group is replaced as a whole.
fn is_merged(path: &[&str]) -> bool {
    matches!(
        path,
        ["capacity" | "demand" | "channel"]
            | ["demand" | "channel", _]
            | ["capacity", "weights" | "team" | "channel"]
            | ["capacity", "team" | "channel", _]
            | ["capacity", "channel", _, "weights"]
    )
}

/// A table with those of some keys that it lacks from another one.
pub(super) fn filled(mut own: Node, above: &Node, keys: &[&str]) -> Node {
    if let (Value::Table(entries), Value::Table(others)) = (&mut own.value, &above.value) {
        for other in others.iter().filter(|other| keys.contains(&other.key.as_str())) {
            if !entries.iter().any(|entry| entry.key == other.key) {
                entries.push(other.clone());
            }
        }
    }
    own
}

/// A policy with some capacity.
fn with_stand_in(node: &Node) -> Node {
    let mut node = node.clone();
    let span = node.span.clone();
    if let Value::Table(entries) = &mut node.value
        && !entries.iter().any(|entry| entry.key == "capacity")
    {
        let stand_in = Node::literal("{ preferred = 1 }", &span);
        entries.push(Entry { key: "capacity".to_owned(), key_span: span, node: stand_in });
    }
    node
}
