//! Scenarios with every knob of the routing rules.

use super::{DRAWN, agree_on, all_are_frequent, count_facts, name};
use crate::twin::scenario::{self, KNOBS, KNOBS_OF_CHANNELS, KNOBS_OF_EVERYTHING, KNOBS_OF_PEOPLE, ROUTING, SILENCE};
use crate::twin::simulator;
use quasisync::policy::{
    AssignmentKey, Capacity, Inactivity, Offer, OrderKey, Policy, Reactivation, Then, Treatment, Weights, assignment,
    close, inactivity, order,
};
use quasisync::units::Span;
use std::collections::BTreeMap;

#[test]
fn the_engine_and_the_twin_agree_on_silence_and_coming_back() {
    agree_on(SILENCE, DRAWN, 500);
}

#[test]
fn the_engine_and_the_twin_agree_on_who_gets_what_and_when() {
    agree_on(ROUTING, DRAWN, 500);
}

#[test]
fn the_engine_and_the_twin_agree_on_every_knob() {
    agree_on(KNOBS, DRAWN, 500);
}

#[test]
fn the_engine_and_the_twin_agree_on_every_knob_with_people_and_their_desks() {
    agree_on(KNOBS_OF_PEOPLE, DRAWN, 500);
}

#[test]
fn the_engine_and_the_twin_agree_on_every_knob_with_channels_and_bots() {
    agree_on(KNOBS_OF_CHANNELS, DRAWN, 500);
}

#[test]
fn the_engine_and_the_twin_agree_on_every_knob_with_everything_together() {
    agree_on(KNOBS_OF_EVERYTHING, DRAWN, 500);
}

type Count<'c> = &'c mut dyn FnMut(&str, &str);

fn flag(count: Count<'_>, group: &str, turned: bool) {
    count(group, &turned.to_string());
}

fn count_order(order: &[OrderKey], group: &str, count: Count<'_>) {
    for key in order {
        count(group, &name(key));
        match key {
            OrderKey::Blend(members) => members.iter().for_each(|it| count_order(&it.1, group, count)),
            OrderKey::Custom(rule) => count(&format!("rule of the {group}"), &name(&**rule)),
            _ => {}
        }
    }
}

fn count_capacity(it: &Capacity, count: Count<'_>) {
    let usual = Weights::default().all();
    for (place, part) in it.weights.all().into_iter().enumerate() {
        flag(count, &format!("weight in state {place}"), part != usual[place]);
    }
    flag(count, "slack", it.slack > 0);
    count("pool", &name(&it.pool));
    flag(count, "rate", it.rate.is_some());
    flag(count, "on request", it.on_request);
    flag(count, "warm-up", it.warm_up.is_some());
    flag(count, "warm-up after a time without work", it.warm_up.is_some_and(|it| it.after_idle.is_some()));
    it.channels.iter().for_each(|it| flag(count, "weights of a channel", it.weights.is_some()));
}

fn count_policy(it: &Policy, count: Count<'_>) {
    count_capacity(&it.capacity, count);
    count_order(&it.queue, "queue", count);
    count_order(&it.inbox, "inbox", count);
    flag(count, "pass on arrival", it.dispatch.on.arrival);
    flag(count, "pass when freed", it.dispatch.on.freed);
    flag(count, "pass on sign-in", it.dispatch.on.sign_in);
    flag(count, "pass every", it.dispatch.every.is_some());
    flag(count, "at most in a pass", it.dispatch.at_most.is_some());
    flag(count, "rules of one demand", !it.own.is_empty());
    count_treatment(&it.treatment(), count);
    it.own.iter().for_each(|it| count_treatment(&it.1, count));
}

fn count_treatment(it: &Treatment, count: Count<'_>) {
    for key in &it.assignment {
        count("assignment", &name(key));
        if let AssignmentKey::Custom(rule) = key {
            count("rule of the assignment", &name(&**rule));
        }
    }
    count("offer", &name(&it.offer));
    if let Offer::Timed(it) = it.offer {
        flag(count, "broadcast", it.broadcast);
        flag(count, "miss excludes", it.excludes);
        flag(count, "miss pauses", it.pause > Span::ZERO);
        flag(count, "miss goes to the back", it.to_back);
    }
    count("unanswered", &it.unanswered.map_or("None".into(), |it| name(&it.then)));
    if let Some(it) = it.unanswered {
        flag(count, "taken away, and excluded", it.excludes);
        flag(count, "taken away, and paused", it.pause > Span::ZERO);
        if let Then::Requeue(entry) = it.then {
            count("taken away to the queue", &name(&entry));
        }
    }
    let clock = match it.inactivity {
        Inactivity::Never | Inactivity::AtOnce => String::new(),
        Inactivity::After { clock, .. }
        | Inactivity::Adaptive { clock, .. }
        | Inactivity::OnDemand { clock, .. }
        | Inactivity::Manual { clock, .. } => name(&clock),
    };
    count("inactivity", &format!("{} {clock}", name(&it.inactivity)));
    flag(count, "lapses in the queue", it.silence.unassigned);
    flag(count, "sweep of inactivity", it.silence.sweep > Span::ZERO);
    flag(count, "reminders", it.silence.reminders.is_some());
    flag(count, "parking", it.silence.parking.is_some());
    count_reactivation("of inactive ones", Some(it.reactivation), count);
    count_reactivation("of parked ones", it.reactivation_parked, count);
    count_reactivation("of closed ones", it.reactivation_closed, count);
    count("close", &it.close.after.map_or("Never".into(), |(_, clock)| name(&clock)));
    flag(count, "only who is awaited is closed", it.close.only_awaiting);
    flag(count, "sweep of closing", it.close.sweep > Span::ZERO);
    flag(count, "requeued instead of closed", it.close.requeues);
    flag(count, "longest wait in the queue", it.close.queue_wait.is_some());
}

fn count_reactivation(of: &str, it: Option<Reactivation>, count: Count<'_>) {
    count(&format!("reactivation {of}"), &it.map_or("None".into(), |it| name(&it.to)));
    if let Some(it) = it {
        count(&format!("entry {of}"), &name(&it.at));
        flag(count, &format!("wait for the owner {of}"), it.wait > Span::ZERO);
    }
}

/// Every value of every knob is in force often, and everything happens often.
#[test]
fn the_scenarios_with_knobs_use_every_value_and_bring_about_every_fact() {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut count = |group: &str, name: &str| *counts.entry(format!("{group} {name}")).or_default() += 1;
    for seed in 0..DRAWN {
        let scenario::Scenario { model, workload, policy } = scenario::drawn_with(seed, KNOBS_OF_EVERYTHING);
        count_policy(&policy, &mut count);
        model.teams.iter().for_each(|it| flag(&mut count, "accepts", it.accepts.is_some()));
        count_facts(&simulator::simulate(&model, &workload, &policy), &mut count);
    }
    // The tables of names leave out what has parameters: adaptive, head start, accumulating, blend, custom; custom.
    let (orders, choices) = (order::NAMES.len() + 5, assignment::NAMES.len() + 1);
    let clocks = inactivity::CLOCKS.len();
    let groups = [("queue", orders), ("inbox", orders), ("assignment", choices), ("close", 1 + close::CLOCKS.len())];
    all_are_frequent(&counts, &groups);
    let groups = [("inactivity", 2 + 4 * clocks), ("offer", 3), ("unanswered", 3), ("pool", 3)];
    all_are_frequent(&counts, &groups);
    all_are_frequent(&counts, &[("reactivation of parked ones", 6), ("fact", 40), ("cause", 10)]);
}
