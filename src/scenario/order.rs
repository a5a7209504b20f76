//! Lists of keys: which conversation next, and which agent.

use super::decode::{Item, Problem, Read, at, not_negative, positive};
use super::diagnostic::Place;
use super::duration::{duration, positive_duration};
use super::score::score;
use super::tree::Value;
use crate::policy::score::Names;
use crate::policy::{Adaptive, AssignmentKey, OrderKey, assignment, order};
use crate::units::Span;
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
    refuse_blend_of_keys(item, &keys)?;
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

/// Whoever draws one of several orders has no other keys.
fn refuse_blend_of_keys(item: &Item<'_>, keys: &[Named<OrderKey>]) -> Read<()> {
    match keys.iter().find(|key| keys.len() > 1 && matches!(key.key, OrderKey::Blend(_))) {
        Some(blend) => {
            let help = "put the other keys into the orders that it blends";
            let problem = Problem::new("a blend stands alone: each of its orders has all keys", help);
            Err(item.context.report(blend.place.clone(), &item.key, problem))
        }
        None => Ok(()),
    }
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
    use OrderKey::{
        FirstMessagesFirst, JoinedFirst, Newest, ReactivatedFirst, ReactivatedLast, RepliesFirst, WaitingLongest,
    };
    matches!(
        (before, key),
        (JoinedFirst, _)
            | (WaitingLongest, Newest)
            | (Newest, WaitingLongest)
            | (ReactivatedFirst, ReactivatedLast)
            | (ReactivatedLast, ReactivatedFirst)
            | (FirstMessagesFirst, RepliesFirst | ReactivatedFirst | ReactivatedLast)
            | (RepliesFirst | ReactivatedFirst | ReactivatedLast, FirstMessagesFirst)
    )
}

fn assignment_contradiction(before: &AssignmentKey, key: &AssignmentKey) -> bool {
    use AssignmentKey::{Cyclic, LeastLoaded, MostLoaded, Random};
    matches!((before, key), (Cyclic | Random, _) | (LeastLoaded, MostLoaded) | (MostLoaded, LeastLoaded))
}

fn order_key(item: &Item<'_>, names: &Names<'_>) -> Read<OrderKey> {
    match &item.node.value {
        Value::Table(_) => {
            let mut table = item.table()?;
            let tag = table.one_of("key of an order", &["adaptive", "head_start", "accumulating", "blend", "score"]);
            let key = tag.and_then(|tag| match tag {
                "adaptive" => table.required(tag, adaptive).map(OrderKey::Adaptive),
                "head_start" => table.required(tag, head_start).map(OrderKey::HeadStart),
                "accumulating" => table.required(tag, accumulating).map(OrderKey::Accumulating),
                "blend" => table.required(tag, |item| blend(item, names)).map(OrderKey::Blend),
                _ => table.required(tag, |item| score(item, names)).map(|score| OrderKey::Score(Arc::new(score))),
            });
            table.finish();
            key
        }
        Value::Text(name) => match NEED_MORE.iter().find(|(key, _)| key == name) {
            Some((key, example)) => {
                Err(item.refuse(format!("`{key}` needs its parameters"), format!("write {{ {key} = {example} }}")))
            }
            None => item.choice("key of an order", order::NAMES),
        },
        _ => item.choice("key of an order", order::NAMES),
    }
}

/// Keys that are no keys without their parameters, with an example.
const NEED_MORE: &[(&str, &str)] = &[
    ("adaptive", "{ factor = 2.0, minimum = \"30s\", maximum = \"20m\" }"),
    ("head_start", "[\"10m\", \"0s\"]"),
    ("accumulating", "[2, 1]"),
    ("score", "\"wait / max(own_gap, 30s)\""),
    ("blend", "[{ share = 0.7, order = \"waiting-longest\" }, { share = 0.3, order = \"freshest\" }]"),
];

/// A span for each class.
fn head_start(item: &Item<'_>) -> Read<Vec<Span>> {
    let spans = item.list("spans, one for each class", duration)?;
    if spans.is_empty() {
        return Err(
            item.refuse("the list is empty", "write a head start for each class, for instance [\"10m\", \"0s\"]")
        );
    }
    Ok(spans)
}

/// A rate for each class.
fn accumulating(item: &Item<'_>) -> Read<Vec<f64>> {
    let rates = item.list("numbers, one for each class", not_negative)?;
    if rates.iter().all(|rate| *rate == 0.0) {
        let help = "write how fast priority grows in each class, for instance [2, 1]";
        return Err(item.refuse("nobody's priority ever grows", help));
    }
    Ok(rates)
}

/// Orders with their shares.
fn blend(item: &Item<'_>, names: &Names<'_>) -> Read<Vec<(f64, Vec<OrderKey>)>> {
    let parts = item.list("orders with their shares", |item| {
        let mut table = item.table()?;
        let share = table.required("share", not_negative);
        let order =
            table.required("order", |item| match orders(item, names)? {
                order if order.iter().any(|key| matches!(key, OrderKey::Blend(_))) => Err(item
                    .refuse("there is a blend in this blend", "write its orders here, each with a share of its own")),
                order => Ok(order),
            });
        table.finish();
        Ok((share?, order?))
    })?;
    if parts.len() < 2 {
        let help = "write at least two of them, or the order itself in place of the blend";
        return Err(item.refuse("a blend of fewer than two orders is none", help));
    }
    if parts.iter().all(|(share, _)| *share == 0.0) {
        return Err(item.refuse("all shares are zero", "write how often each order is drawn, for instance 0.7 and 0.3"));
    }
    Ok(parts)
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
    let minimum = table.required("minimum", at(duration));
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
