//! `reactivation`: where a returning customer goes, from an inactive conversation, from one set aside, from a closed one.

use super::decode::{At, Item, Problem, Read, TableReader, at};
use super::duration::duration;
use super::tree::Value;
use crate::policy::{Entry, Reactivation, To, reactivation};
use crate::units::Span;

/// The three rules; two of them only where they differ from the first.
#[derive(Clone, Copy)]
pub(super) struct Returns {
    pub(super) general: Reactivation,
    pub(super) parked: Option<Reactivation>,
    pub(super) closed: Option<Reactivation>,
}

impl Returns {
    /// All that there are.
    pub(super) fn all(&self) -> impl Iterator<Item = Reactivation> {
        [Some(self.general), self.parked, self.closed].into_iter().flatten()
    }
}

/// The rule of reactivation: to whom, or a table.
pub(super) fn reactivation_rule(item: &Item<'_>) -> Read<Returns> {
    if let Value::Text(_) = &item.node.value {
        let to: To = item.choice("target of reactivation", reactivation::OWNERS)?;
        let normal = item.take_normal();
        item.normal(serde_json::json!({ "to": normal, "at": "front", "wait": "0s" }));
        let general = Reactivation { to, at: Entry::Front, wait: Span::ZERO };
        return Ok(Returns { general, parked: None, closed: None });
    }
    let mut table = item.table()?;
    let to = table.required("to", at(|item| item.choice("target of reactivation", reactivation::OWNERS)));
    let entry = table.default("at", "\"front\"", |item| item.choice("place in the queue", reactivation::ENTRIES));
    let wait = table.default("wait", "\"0s\"", duration);
    let general = match (&to, &entry, &wait) {
        (Ok(to), Ok(at), Ok(wait)) => Some(Reactivation { to: to.value, at: *at, wait: *wait }),
        _ => None,
    };
    if let (Some(general), Ok(to)) = (&general, &to) {
        refuse_to_wait_for_nobody(item, &table, general, Some(to));
    }
    let parked = table.optional("parked", |item| one(item, general));
    let closed = table.optional("closed", |item| one(item, general));
    // What differs in nothing need not be said.
    for (key, rule) in [("parked", &parked), ("closed", &closed)] {
        if rule.as_ref().is_ok_and(|rule| *rule == general) {
            table.remove_normal(key);
        }
    }
    table.finish();
    let (_, _, _) = (to?, entry?, wait?);
    let (parked, closed) = (parked?, closed?);
    let differs = |rule: Option<Reactivation>| rule.filter(|rule| Some(*rule) != general);
    let general = general.expect("what has been read without a mistake");
    Ok(Returns { general, parked: differs(parked), closed: differs(closed) })
}

/// The rule for those set aside, or for closed ones. What it does not say is as for inactive ones.
fn one(item: &Item<'_>, general: Option<Reactivation>) -> Read<Reactivation> {
    let general = general.unwrap_or(Reactivation { to: To::Queue, at: Entry::Front, wait: Span::ZERO });
    if let Value::Text(_) = &item.node.value {
        let to: To = item.choice("target of reactivation", reactivation::OWNERS)?;
        let rule = fitting(Reactivation { to, ..general });
        item.normal(serde_json::json!({
            "to": name(reactivation::OWNERS, to), "at": name(reactivation::ENTRIES, rule.at), "wait": rule.wait.to_string(),
        }));
        return Ok(rule);
    }
    let mut table = item.table()?;
    let to = table.optional("to", at(|item| item.choice("target of reactivation", reactivation::OWNERS)));
    let entry = table.optional("at", |item| item.choice("place in the queue", reactivation::ENTRIES));
    let wait = table.optional("wait", duration);
    let mut rule = general;
    if let (Ok(to), Ok(entry), Ok(wait)) = (&to, &entry, &wait) {
        let to_whom = to.as_ref().map_or(general.to, |to| to.value);
        rule = Reactivation { to: to_whom, at: entry.unwrap_or(general.at), wait: wait.unwrap_or(general.wait) };
        match wait {
            Some(_) => refuse_to_wait_for_nobody(item, &table, &rule, to.as_ref()),
            None => rule = fitting(rule),
        }
    }
    table.set_normal("to", name(reactivation::OWNERS, rule.to));
    table.set_normal("at", name(reactivation::ENTRIES, rule.at));
    table.set_normal("wait", rule.wait.to_string());
    table.finish();
    let (_, _, _) = (to?, entry?, wait?);
    Ok(rule)
}

/// Waiting for an owner goes with the rules that may find him unable to take the conversation.
fn waits(to: To) -> bool {
    matches!(to, To::OwnerSignedIn | To::OwnerBelowMaximum)
}

/// An inherited wait means nothing to a rule without one.
fn fitting(rule: Reactivation) -> Reactivation {
    Reactivation { wait: if waits(rule.to) { rule.wait } else { Span::ZERO }, ..rule }
}

fn name<T: PartialEq>(names: &[(&'static str, T)], value: T) -> &'static str {
    names.iter().find(|(_, it)| *it == value).map_or("", |(name, _)| name)
}

fn refuse_to_wait_for_nobody(item: &Item<'_>, table: &TableReader<'_, '_>, rule: &Reactivation, to: Option<&At<To>>) {
    if rule.wait == Span::ZERO || waits(rule.to) {
        return;
    }
    let message = match rule.to {
        To::OwnerAlways => "there is nothing to wait for: the owner gets the conversation at once, whatever the load",
        _ => "there is nobody to wait for: the conversation does not go to its owner",
    };
    let help = "write to = \"owner-signed-in\" or to = \"owner-below-maximum\", or remove the wait";
    let problem = Problem::new(message, help);
    let problem = match to {
        Some(to) => problem.related(to.place.clone(), "to whom"),
        None => problem,
    };
    item.context.report(table.place_of("wait"), &format!("{}.wait", item.key), problem);
}
