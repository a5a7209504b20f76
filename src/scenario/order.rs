//! Lists of keys: which conversation next, and which agent.

use super::decode::{Item, Problem, Read, at, positive};
use super::diagnostic::Place;
use super::duration::positive_duration;
use super::score::score;
use super::tree::Value;
use crate::policy::score::Names;
use crate::policy::{Adaptive, AssignmentKey, OrderKey, assignment, order};
use std::sync::Arc;

/// The bits that all keys of a line have together.
const WIDTH: u32 = OrderKey::MOST;

/// A key with the name that the file gives it.
struct Named<T> {
    key: T,
    name: String,
    place: Place,
}

/// The keys of a queue or of an inbox: a list, or a single one. `names` are those that a score may compare with.
pub(super) fn orders(item: &Item<'_>, names: &Names<'_>) -> Read<Vec<OrderKey>> {
    let keys = one_or_list(item, "keys of an order", |item| order_key(item, names))?;
    check(item, &keys, OrderKey::eq, order_contradiction)?;
    let mut width = 0;
    for key in &keys {
        width += key.key.width();
        if width > WIDTH {
            let message = format!("`{}` can never decide: the keys before it tell all conversations apart", key.name);
            return Err(item.context.report(
                key.place.clone(),
                &item.key,
                Problem::new(message, "remove it, or a key before it"),
            ));
        }
    }
    Ok(keys.into_iter().map(|key| key.key).collect())
}

/// The keys of an assignment: a list, or a single one.
pub(super) fn assignment(item: &Item<'_>) -> Read<Vec<AssignmentKey>> {
    let keys =
        one_or_list(item, "keys of an assignment", |item| item.choice("key of an assignment", assignment::NAMES))?;
    check(item, &keys, AssignmentKey::eq, assignment_contradiction)?;
    Ok(keys.into_iter().map(|key| key.key).collect())
}

fn one_or_list<T>(item: &Item<'_>, expected: &str, read: impl Fn(&Item<'_>) -> Read<T>) -> Read<Vec<Named<T>>> {
    let named = |item: &Item<'_>| {
        let name = match &item.node.value {
            Value::Text(name) => name.clone(),
            Value::Table(entries) => entries.first().map(|entry| entry.key.clone()).unwrap_or_default(),
            _ => String::new(),
        };
        let found = at(&read)(item)?;
        Ok(Named { key: found.value, name, place: found.place })
    };
    if let Value::List(_) = item.node.value {
        let keys = item.list(expected, named)?;
        if keys.is_empty() {
            return Err(item.refuse("the list is empty", "name at least one key"));
        }
        return Ok(keys);
    }
    let only = named(item)?;
    let normal = item.take_normal();
    item.normal(vec![normal]);
    Ok(vec![only])
}

/// Refuses keys that are named twice or that can decide nothing after another one.
fn check<T>(
    item: &Item<'_>,
    keys: &[Named<T>],
    same: impl Fn(&T, &T) -> bool,
    useless: impl Fn(&T, &T) -> bool,
) -> Read<()> {
    for (place, key) in keys.iter().enumerate() {
        for before in &keys[..place] {
            let message = if same(&before.key, &key.key) {
                format!("`{}` is named twice", key.name)
            } else if useless(&before.key, &key.key) {
                format!("`{}` can never decide: `{}` before it leaves nothing to decide", key.name, before.name)
            } else {
                continue;
            };
            let problem = Problem::new(message, "remove one of them").related(before.place.clone(), "the key before");
            return Err(item.context.report(key.place.clone(), &item.key, problem));
        }
    }
    Ok(())
}

fn order_contradiction(before: &OrderKey, key: &OrderKey) -> bool {
    use OrderKey::{JoinedFirst, Newest, ReactivatedFirst, ReactivatedLast, WaitingLongest};
    matches!(
        (before, key),
        (JoinedFirst, _)
            | (WaitingLongest, Newest)
            | (Newest, WaitingLongest)
            | (ReactivatedFirst, ReactivatedLast)
            | (ReactivatedLast, ReactivatedFirst)
    )
}

fn assignment_contradiction(before: &AssignmentKey, key: &AssignmentKey) -> bool {
    use AssignmentKey::{Cyclic, LeastLoaded, MostLoaded, Random};
    matches!((before, key), (Cyclic | Random, _) | (LeastLoaded, MostLoaded) | (MostLoaded, LeastLoaded))
}

/// The keys that are written as tables, with an example each.
const FORMS: &[(&str, &str)] = &[
    ("adaptive", "{ adaptive = { factor = 2.0, minimum = \"30s\", maximum = \"20m\" } }"),
    ("score", "{ score = \"wait / max(own_gap, 30s)\" }"),
];

fn order_key(item: &Item<'_>, names: &Names<'_>) -> Read<OrderKey> {
    match &item.node.value {
        Value::Table(_) => {
            let mut table = item.table()?;
            let form = table.one_of("key of an order", &["adaptive", "score"]);
            let key = form.and_then(|form| match form {
                "adaptive" => table.required(form, adaptive).map(OrderKey::Adaptive),
                _ => table.required(form, |item| score(item, names)).map(|score| OrderKey::Score(Arc::new(score))),
            });
            table.finish();
            key
        }
        Value::Text(name) if FORMS.iter().any(|(form, _)| form == name) => {
            let example = FORMS.iter().find(|(form, _)| form == name).map_or("", |(_, example)| example);
            Err(item.refuse(format!("`{name}` needs its parameters"), format!("write {example}")))
        }
        _ => item.choice("key of an order", order::NAMES),
    }
}

/// factor, minimum, maximum.
pub(super) fn adaptive(item: &Item<'_>) -> Read<Adaptive> {
    let mut table = item.table()?;
    let factor = table.required("factor", |item| {
        let factor = positive(item)?;
        let sensible = factor <= 1e6;
        if sensible {
            Ok(factor)
        } else {
            Err(item.refuse(format!("{factor} is no sensible factor"), "write a smaller one"))
        }
    });
    let minimum = table.required("minimum", at(super::duration::duration));
    let maximum = table.required("maximum", at(positive_duration));
    table.finish();
    let (factor, minimum, maximum) = (factor?, minimum?, maximum?);
    if minimum.value > maximum.value {
        let message = format!("the minimum {} is above the maximum {}", minimum.value, maximum.value);
        let problem =
            Problem::new(message, "write a minimum of at most the maximum").related(maximum.place, "the maximum");
        return Err(item.context.report(minimum.place, &minimum.key, problem));
    }
    Ok(Adaptive { factor, minimum: minimum.value, maximum: maximum.value })
}
