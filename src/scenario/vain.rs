//! Rules of a policy that change nothing beside its other rules, or beside the teams and demands that there are.

use super::decode::Problem;
use super::fit::{Section, Sections};
use crate::model::Model;
use crate::policy::{Offer, OrderKey, Policy, To, Treatment};

/// Looks at all policies.
pub(super) fn check(model: &Model, rules: &[Policy], sections: &Sections<'_>) {
    for (policy, section) in rules.iter().zip(&sections.policies) {
        let all: Vec<Treatment> =
            std::iter::once(policy.treatment()).chain(policy.own.iter().map(|(_, own)| own.clone())).collect();
        states(&all, section);
        returns(model, &all, section);
        offers(model, policy, section);
        targets(policy, section);
    }
    let has_to_accept = |policy: &Policy| {
        let own = policy.own.iter().map(|(_, own)| own.offer);
        own.chain([policy.offer]).any(|offer| matches!(offer, Offer::Timed(_)))
    };
    if !rules.iter().any(has_to_accept) {
        for section in &sections.teams {
            let help = "add for instance offer = { timeout = \"60s\" } to a policy, or remove it";
            let problem = Problem::new("this has no effect: under no policy does anybody have to accept", help);
            section.warn(&["accepts"], problem);
        }
    }
}

/// What states weigh that no conversation is ever in.
fn states(all: &[Treatment], section: &Section<'_>) {
    if !all.iter().any(|treatment| matches!(treatment.offer, Offer::Timed(_))) {
        let help = "add for instance offer = { timeout = \"60s\" }, or remove it";
        let problem = Problem::new("this has no effect: nothing is offered that must be accepted", help);
        section.warn(&["capacity", "weights", "offered"], problem);
    }
    if !all.iter().any(|treatment| treatment.silence.parking.is_some()) {
        for path in [&["capacity", "weights", "parked"][..], &["reactivation", "parked"]] {
            let help = "add for instance parking = { probability = 0.2, for = \"4h\" }, or remove it";
            section.warn(path, Problem::new("this has no effect: no conversation is ever set aside", help));
        }
    }
}

/// To whom nobody returns.
fn returns(model: &Model, all: &[Treatment], section: &Section<'_>) {
    if !all.iter().any(|treatment| treatment.close.after.is_some()) {
        let help = "add for instance close = { after = \"12h\" }, or remove it";
        let problem =
            Problem::new("this has no effect: without `close.after` nobody writes in a closed conversation", help);
        section.warn(&["reactivation", "closed"], problem);
    }
    let to_the_bot = |treatment: &Treatment| {
        let others = treatment.reactivation_parked.iter().chain(&treatment.reactivation_closed);
        others.chain([&treatment.reactivation]).any(|rule| rule.to == To::Bot)
    };
    if all.iter().any(to_the_bot) && !model.demands.iter().any(|demand| demand.bot.is_some()) {
        let help = "add for instance bot = { takes = { constant = \"1m\" }, contains = 0.3 } to a demand";
        section.warn(&["reactivation"], Problem::new("no demand has a bot: everybody goes to the queue", help));
    }
}

/// Offers that nobody ever misses.
fn offers(model: &Model, policy: &Policy, section: &Section<'_>) {
    if model.teams.iter().any(|team| team.accepts.is_some()) {
        return;
    }
    let help = "add to a team how long its agents take, for instance accepts = { exponential = { mean = \"15s\" } }";
    let problem = || Problem::new("nothing is ever missed: all teams accept at once", help);
    section.warn(&["offer", "timeout"], problem());
    for (demand, _) in &policy.own {
        section.warn(&["demand", &model.demands[demand.index()].name, "offer", "timeout"], problem());
    }
    for channel in &model.channels {
        section.warn(&["channel", &channel.name, "offer", "timeout"], problem());
    }
}

/// Messages that are taken away before their own target is due.
fn targets(policy: &Policy, section: &Section<'_>) {
    let Some(unanswered) = policy.unanswered else { return };
    let minimum = policy.inbox.iter().find_map(|key| match key {
        OrderKey::Adaptive(adaptive) => Some(adaptive.minimum),
        _ => None,
    });
    if let Some(minimum) = minimum.filter(|minimum| unanswered.after < *minimum) {
        let message = format!(
            "messages are taken away after {}, before any of them is due: the inbox's minimum is {minimum}",
            unanswered.after
        );
        let help = "write a longer span here, or a lower minimum in the inbox's adaptive timer";
        section.warn(&["unanswered", "after"], Problem::new(message, help));
    }
}
