//! `[[policy]]`: the rules to compare.

use super::capacity::capacity;
use super::channel::Named;
use super::close::close_rule;
use super::decode::{At, Context, Item, Problem, Read, at};
use super::desk::desk;
use super::door::door;
use super::duration::{duration, positive_duration};
use super::escalation::escalation;
use super::order::{adaptive, assignment, orders};
use super::tree::Value;
use crate::policy::score::Names;
use crate::policy::{
    Clock, Close, CloseClock, Entry, Inactivity, OrderKey, Policy, Reactivation, To, inactivity, reactivation,
};
use crate::units::Span;

/// One policy, with everything it inherits written out. `teams` are the names of the teams in their order, `names` those
/// that a score may compare with.
pub(super) fn policy(item: &Item<'_>, teams: &[String], channels: &Named, names: &Names<'_>) -> Read<Policy> {
    let mut table = item.table()?;
    table.know(&["like"]);
    let name = table.required("name", super::decode::name);
    let capacity = table.required("capacity", |item| capacity(item, teams, channels));
    let queue = table.default("queue", "\"waiting-longest\"", |item| orders(item, names));
    let assignment = table.default("assignment", "[\"least-loaded\", \"longest-idle\"]", assignment);
    let inbox = table.default("inbox", "\"waiting-longest\"", |item| orders(item, names));
    let inactivity = table.default("inactivity", "\"never\"", at(inactivity_rule));
    let reactivation = table.default("reactivation", "\"owner-below-maximum\"", at(reactivation_rule));
    let silence_frees = inactivity.as_ref().map_or(true, |rule| rule.value != Inactivity::Never);
    let close = table.default("close", "\"never\"", at(|item| close_rule(item, silence_frees)));
    let desk = table.default("desk", "{}", desk);
    let door = table.default("door", "{}", door);
    let escalation = table.default("escalation", "{}", escalation);
    if let (Ok(inactivity), Ok(close)) = (&inactivity, &close) {
        let written = table.has("inactivity");
        refuse_contradiction(item.context, inactivity, close, written);
    }
    if let (Ok(queue), Ok(reactivation), true) = (&queue, &reactivation, table.has("reactivation")) {
        warn_of_front(item.context, queue, reactivation);
    }
    table.finish();
    let plain = Policy::new(&name?, capacity?);
    Ok(Policy {
        queue: queue?,
        assignment: assignment?,
        inbox: inbox?,
        inactivity: inactivity?.value,
        reactivation: reactivation?.value,
        close: close?.value,
        desk: desk?,
        door: door?,
        escalation: escalation?,
        ..plain
    })
}

/// A clock that starts with inactivity never starts where nothing goes inactive.
fn refuse_contradiction(context: &Context<'_>, inactivity: &At<Inactivity>, close: &At<Close>, written: bool) {
    let starts = matches!(close.value.after, Some((_, CloseClock::Inactive)));
    if !starts || inactivity.value != Inactivity::Never {
        return;
    }
    let message = "the clock `inactive` never starts, because inactivity is \"never\"";
    let help = "write clock = \"last-agent\" here, or an inactivity rule";
    let problem = Problem::new(message, help);
    let problem = if written {
        problem.related(inactivity.place.clone(), "nothing ever goes inactive")
    } else {
        problem.label("without an inactivity rule nothing goes inactive")
    };
    context.report(close.place.clone(), &close.key, problem);
}

/// The front of the queue is the best time of entry, and first among equals: it means nothing to an order that never
/// leaves equals and does not ask for the time.
fn warn_of_front(context: &Context<'_>, queue: &[OrderKey], reactivation: &At<Reactivation>) {
    use OrderKey::{Adaptive, Deadline, MostEngaged, Newest, Random, WaitingLongest};
    let asks_for_time = queue.iter().any(|key| matches!(key, WaitingLongest | Newest));
    let leaves_no_equals = queue.iter().any(|key| matches!(key, Adaptive(_) | Deadline | MostEngaged | Random));
    let front = reactivation.value.at == Entry::Front && reactivation.value.to != To::OwnerSignedIn;
    if front && leaves_no_equals && !asks_for_time {
        let message = "at = \"front\" has no effect, because the queue's order does not ask how long somebody waits";
        let help = "put \"reactivated-first\" or \"waiting-longest\" among the queue's keys";
        context.warn(reactivation.place.clone(), &reactivation.key, Problem::new(message, help));
    }
}

fn inactivity_rule(item: &Item<'_>) -> Read<Inactivity> {
    const SIMPLE: &[(&str, Inactivity)] = &[("never", Inactivity::Never), ("at-once", Inactivity::AtOnce)];
    const FORMS: &str = "write \"never\", \"at-once\", { after = \"30m\" }, { adaptive = { factor, minimum, maximum } } or \
                         { on_demand = { after = \"2m\" } }";
    if let Value::Text(written) = &item.node.value {
        return match SIMPLE.iter().find(|(name, _)| name == written) {
            Some((name, rule)) => {
                item.normal(*name);
                Ok(*rule)
            }
            None => Err(item.unknown_name("inactivity rule", written, SIMPLE.iter().map(|(name, _)| *name), FORMS)),
        };
    }
    let Value::Table(_) = &item.node.value else {
        return Err(item.wrong_kind("an inactivity rule", FORMS));
    };
    let mut table = item.table()?;
    table.know(&["clock"]);
    let tag = table.one_of("inactivity rule", &["after", "adaptive", "on_demand"]);
    let clock: Read<Clock> = table.default("clock", "\"last-agent\"", |item| item.choice("clock", inactivity::CLOCKS));
    let rule = tag.and_then(|tag| match tag {
        "after" => {
            table.required(tag, positive_duration).and_then(|after| Ok(Inactivity::After { after, clock: clock? }))
        }
        "adaptive" => {
            table.required(tag, adaptive).and_then(|adaptive| Ok(Inactivity::Adaptive { adaptive, clock: clock? }))
        }
        _ => table.required(tag, on_demand).and_then(|after| Ok(Inactivity::OnDemand { after, clock: clock? })),
    });
    table.finish();
    rule
}

fn on_demand(item: &Item<'_>) -> Read<Span> {
    let mut table = item.table()?;
    let after = table.required("after", duration);
    table.finish();
    after
}

fn reactivation_rule(item: &Item<'_>) -> Read<Reactivation> {
    if let Value::Text(_) = &item.node.value {
        let to: To = item.choice("target of reactivation", reactivation::OWNERS)?;
        let normal = item.take_normal();
        item.normal(serde_json::json!({ "to": normal, "at": "front" }));
        return Ok(Reactivation { to, at: Entry::Front, wait: Span::ZERO });
    }
    let mut table = item.table()?;
    let to = table.required("to", |item| item.choice("target of reactivation", reactivation::OWNERS));
    let entry = table.default("at", "\"front\"", |item| item.choice("place in the queue", reactivation::ENTRIES));
    table.finish();
    Ok(Reactivation { to: to?, at: entry?, wait: Span::ZERO })
}
