//! Many scenarios at random.

mod knobs;

use super::scenario::{EVERYTHING, FRONT, News, WORKFORCE};
use super::{agree, scenario, simulator};
use quasisync::facts::Fact;
use quasisync::model::{CatchUp, Demand, Signals};
use quasisync::policy::Inactivity;
use quasisync::units::{Span, Time};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Debug;

const DRAWN: u64 = 6000;

#[test]
fn the_engine_and_the_twin_agree_on_drawn_workloads() {
    (0..DRAWN).into_par_iter().for_each(|seed| agree(&format!("drawn, seed {seed}"), &scenario::drawn(seed)));
}

#[test]
fn the_engine_and_the_twin_agree_on_sampled_workloads() {
    (0..1000_u64).into_par_iter().for_each(|seed| agree(&format!("sampled, seed {seed}"), &scenario::sampled(seed)));
}

fn agree_on(news: News, drawn: u64, sampled: u64) {
    (0..drawn)
        .into_par_iter()
        .for_each(|seed| agree(&format!("drawn, {news:?}, seed {seed}"), &scenario::drawn_with(seed, news)));
    (0..sampled)
        .into_par_iter()
        .for_each(|seed| agree(&format!("sampled, {news:?}, seed {seed}"), &scenario::sampled_with(seed, news)));
}

#[test]
fn the_engine_and_the_twin_agree_on_people_and_their_desks() {
    agree_on(WORKFORCE, DRAWN, 500);
}

#[test]
fn the_engine_and_the_twin_agree_on_channels_bots_and_what_is_passed_on() {
    agree_on(FRONT, DRAWN, 500);
}

#[test]
fn the_engine_and_the_twin_agree_on_everything_together() {
    agree_on(EVERYTHING, DRAWN, 500);
}

/// The name of a value without its parameters.
fn name(value: &(impl Debug + ?Sized)) -> String {
    let text = format!("{value:?}");
    text.split([' ', '(', '{']).next().expect("the first piece").to_string()
}

fn count_demand(it: &Demand, count: &mut impl FnMut(&str, &str)) {
    count("until", &name(&it.patience.until));
    for (knob, turned) in [
        ("clocks are put", it.zone.as_ref().is_some_and(|zone| zone.steps().count() > 0)),
        ("open by other clocks", it.open.is_some() && it.open_zone.is_some()),
        ("open", it.open.is_some()),
        ("awake", it.awake.is_some()),
        ("silent", it.patience.silent > 0.0),
        ("gone share", it.patience.gone_share < 1.0),
        ("out of hours", it.open.is_some() && it.patience.out_of_hours.is_some()),
        ("signals", it.patience.signals != Signals::default()),
        ("drift", it.reply.drift.is_some()),
        ("modes", it.reply.modes.len() > 1),
        ("burst", it.burst.is_some()),
        ("nudges", it.nudges.is_some()),
        ("work on thanks", it.handling_closing.is_some()),
        ("comes back solved", it.comes_back.solved.is_some()),
        ("comes back after giving up", it.comes_back.gave_up.is_some()),
        ("comes back after being refused", it.comes_back.refused.is_some()),
    ] {
        count(knob, &turned.to_string());
    }
}

/// What the drawn scenarios are worth: every value of every rule is in force often, and everything happens often.
#[test]
fn the_drawn_scenarios_use_every_rule_and_bring_about_every_fact() {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut count = |group: &str, name: &str| *counts.entry(format!("{group} {name}")).or_default() += 1;
    for seed in 0..DRAWN {
        let scenario::Scenario { model, workload, policy } = scenario::drawn(seed);
        policy.queue.iter().for_each(|it| count("queue", &name(it)));
        policy.inbox.iter().for_each(|it| count("inbox", &name(it)));
        policy.assignment.iter().for_each(|it| count("assignment", &name(it)));
        count("ownership", &name(&policy.capacity.ownership));
        count("inactive weight", &policy.capacity.weights.inactive.to_string());
        policy.capacity.limits.iter().for_each(|it| count("preferred", &it.preferred.to_string()));
        let clock = match policy.inactivity {
            Inactivity::Never | Inactivity::AtOnce => String::new(),
            Inactivity::After { clock, .. }
            | Inactivity::Adaptive { clock, .. }
            | Inactivity::OnDemand { clock, .. }
            | Inactivity::Manual { clock, .. } => name(&clock),
        };
        count("inactivity", &format!("{} {clock}", name(&policy.inactivity)));
        count("reactivation", &name(&policy.reactivation.to));
        count("entry", &name(&policy.reactivation.at));
        count("close", &policy.close.after.map_or("Never".into(), |(_, clock)| name(&clock)));
        count("door, waiting", &name(&policy.door.waiting));
        count("door, inside", &name(&policy.door.inside));
        count("thread window", &policy.close.thread_window.is_some().to_string());
        count("on confirmation", &policy.close.on_confirmation.to_string());
        count("contentless", &name(&policy.close.contentless));
        let gives = policy.door.gives;
        for (signal, given) in [
            ("acknowledgement", gives.acknowledgement),
            ("presence", gives.presence),
            ("estimated wait", gives.estimated_wait),
            ("typing", gives.typing),
        ] {
            count(signal, &given.to_string());
        }
        model.demands.iter().for_each(|it| count_demand(it, &mut count));
        model.teams.iter().for_each(|it| {
            count("staff changes", &(it.agents.weekly().expect("a count").steps().len() > 1).to_string())
        });
        model.teams.iter().for_each(|it| count("wrap-up", &format!("{:?}", it.wrap_up.as_ref().map(|it| it.holds))));
        model.teams.iter().for_each(|it| count("sharing", &(!it.sharing.is_empty()).to_string()));
        model.teams.iter().for_each(|it| count("catch-up", &(it.catch_up != CatchUp::default()).to_string()));
        count("past", &(model.past > Span::ZERO).to_string());
        count("teams", &model.teams.len().to_string());
        count("demands", &model.demands.len().to_string());
        count_facts(&simulator::simulate(&model, &workload, &policy), &mut count);
    }
    let groups = [("queue", 11), ("inbox", 11), ("assignment", 6), ("inactivity", 8), ("close", 4)];
    all_are_frequent(&counts, &groups);
    all_are_frequent(&counts, &[("fact", 23), ("wrap-up", 4), ("cause", 6)]);
}

/// Counts facts by their kinds, and why conversations were closed.
fn count_facts(facts: &[(Time, Fact)], count: &mut impl FnMut(&str, &str)) {
    for (_, fact) in facts {
        count("fact", &name(fact));
        if let Fact::Closed { cause, .. } = fact {
            count("cause", &name(cause));
        }
    }
}

/// Everything counted is frequent, and each of these groups has so many values.
fn all_are_frequent(counts: &BTreeMap<String, u64>, groups: &[(&str, usize)]) {
    for (what, count) in counts {
        println!("{count:9} {what}");
        assert!(*count >= 200, "{what}: only {count}");
    }
    for (group, values) in groups {
        let found = counts.keys().filter(|it| it.starts_with(&format!("{group} "))).count();
        assert_eq!(found, *values, "{group}");
    }
}

/// The same for what is new: in the scenarios with everything.
#[test]
fn the_new_scenarios_use_every_rule_and_bring_about_every_fact() {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut count = |group: &str, name: &str| *counts.entry(format!("{group} {name}")).or_default() += 1;
    for seed in 0..DRAWN {
        let scenario::Scenario { model, workload, policy } = scenario::drawn_with(seed, EVERYTHING);
        count("shift end", &name(&policy.desk.shift_end));
        count("breaks", &name(&policy.desk.breaks));
        count("lead", &(policy.desk.no_new_before > Span::ZERO).to_string());
        count("out of hours", &name(&policy.door.out_of_hours));
        count("at closing", &name(&policy.door.at_closing));
        count("other signals out of hours", &policy.door.gives_out_of_hours.is_some().to_string());
        count("bot at the door", &policy.door.bot.to_string());
        count("urgent escalates", &policy.escalation.urgent.to_string());
        count("escalates after replies", &policy.escalation.after_exchanges.is_some().to_string());
        count("escalates after a wait", &policy.escalation.after_wait.is_some().to_string());
        policy.capacity.channels.iter().for_each(|it| count("weight", &it.weight.to_string()));
        policy.capacity.channels.iter().for_each(|it| count("at most", &name(&it.at_most)));
        for it in &model.teams {
            count("staffing", &name(&it.agents));
            it.serves.iter().for_each(|it| count("serves", &name(&it.from)));
            it.particulars.iter().for_each(|it| count("own demands", &it.serves.is_some().to_string()));
            it.particulars.iter().for_each(|it| count("own capacity", &it.capacity.is_some().to_string()));
            count("looks", &it.looks.map_or("None".into(), |it| name(&it.every)));
        }
        for it in &model.channels {
            count("takes", &name(&it.takes));
            count("page", &it.page.to_string());
            count("reply window", &it.reply_window.is_some().to_string());
        }
        for it in &model.demands {
            count("bot", &it.bot.is_some().to_string());
            count("transfer", &it.transfer.map_or("None".into(), |it| name(&it.warm)));
        }
        count_facts(&simulator::simulate(&model, &workload, &policy), &mut count);
    }
    let groups = [("fact", 33), ("cause", 9), ("shift end", 6), ("breaks", 6), ("staffing", 4), ("takes", 3)];
    all_are_frequent(&counts, &groups);
}
