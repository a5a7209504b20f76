//! Keys of demands, channels and doors that change nothing under any policy.

use super::decode::Problem;
use super::fit::Sections;
use crate::model::{Demand, Model, Takes};
use crate::policy::{AtClosing, OutOfHours, Ownership, Policy};
use crate::units::DemandId;

/// Looks at everything.
pub(super) fn check(model: &Model, rules: &[Policy], sections: &Sections<'_>) {
    for number in 0..model.demands.len() {
        bots(model, rules, sections, number);
        urgency(model, rules, sections, number);
        passing(model, rules, sections, number);
        pages(model, sections, number);
    }
    for (number, rule) in rules.iter().enumerate() {
        doors(model, rule, sections, number);
        escalations(model, rule, sections, number);
    }
    whole_agents(model, rules, sections);
}

fn bots(model: &Model, rules: &[Policy], sections: &Sections<'_>, number: usize) {
    let demand = &model.demands[number];
    let meets =
        |policy: &Policy| policy.door.bot || policy.door.out_of_hours == OutOfHours::Bot && demand.open.is_some();
    if demand.bot.is_some() && !rules.iter().any(meets) {
        let help = "add door = { bot = true } to a policy, or remove it";
        let problem = Problem::new("this has no effect: no policy lets anybody meet a bot", help);
        sections.demands[number].warn(&["bot"], problem);
    }
}

fn urgency(model: &Model, rules: &[Policy], sections: &Sections<'_>, number: usize) {
    let demand = &model.demands[number];
    let goes_on = demand.escalates.is_some() && rules.iter().any(|policy| policy.escalation.urgent);
    if demand.urgent.is_some_and(|urgent| urgent.class == demand.class) && !goes_on {
        let help = "write another class for them, or `escalates` and a policy with escalation = { urgent = true }";
        let problem = Problem::new("this has no effect: they are in the class of all others", help);
        sections.demands[number].warn(&["urgent"], problem);
    }
}

/// Nothing is passed on after the last reply, and who comes only so must be sent by somebody.
fn passing(model: &Model, rules: &[Policy], sections: &Sections<'_>, number: usize) {
    let (demand, section) = (&model.demands[number], &sections.demands[number]);
    let single = demand.exchanges.mean() <= 1.0;
    if single && demand.transfer.is_some() {
        let message = "this has no effect: the only reply solves the matter, and what is solved is not passed on";
        section.warn(&["transfer"], Problem::new(message, "write more `exchanges`, or remove it"));
    }
    let escalates = |policy: &Policy| {
        let rule = &policy.escalation;
        let later = rule.after_exchanges.is_some() || rule.after_wait.is_some();
        later && !single || rule.urgent && demand.urgent.is_some()
    };
    if demand.escalates.is_some() && !rules.iter().any(escalates) {
        let help = "add for instance escalation = { after_exchanges = 5 } to a policy, or remove it";
        section.warn(&["escalates"], Problem::new("this has no effect: no policy lets it come to that", help));
    }
    let to_here = |other: &Demand| {
        let here = DemandId(number as u32);
        other.escalates == Some(here) || other.transfer.is_some_and(|transfer| transfer.to == here)
    };
    if section.says(&["arrivals"], "none") && !model.demands.iter().any(to_here) {
        let name = &demand.name;
        let help =
            format!("write escalates = \"{name}\" or a transfer to it in another demand, or other arrivals here");
        section.warn(&["arrivals"], Problem::new("nobody ever comes: nothing is passed on to this demand", help));
    }
}

/// Who leaves a page is seen to leave.
fn pages(model: &Model, sections: &Sections<'_>, number: usize) {
    let demand = &model.demands[number];
    let Some(channel) = demand.channel.map(|channel| &model.channels[channel.index()]) else { return };
    if channel.page && demand.patience.silent > 0.0 {
        let message =
            format!("this has no effect: on the channel `{}` nobody leaves without being seen to", channel.name);
        let help = "remove it, or write page = false at the channel";
        sections.demands[number].warn(&["patience", "silent"], Problem::new(message, help));
    }
}

fn doors(model: &Model, policy: &Policy, sections: &Sections<'_>, number: usize) {
    const BOT: &str =
        "add for instance bot = { takes = { constant = \"1m\" }, contains = 0.3 } to a demand, or remove it";
    let (door, section) = (&policy.door, &sections.policies[number]);
    let bots = model.demands.iter().any(|demand| demand.bot.is_some());
    if door.bot && !bots {
        section.warn(&["door", "bot"], Problem::new("this has no effect: no demand has a bot", BOT));
    }
    if !model.has_hours() {
        let help = "add for instance open = { days = \"mon-fri\", hours = \"07:00-21:00\" } to a demand, or remove it";
        let told = [
            ("out_of_hours", door.out_of_hours != OutOfHours::Queue),
            ("at_closing", door.at_closing != AtClosing::Keep),
            ("signals_out_of_hours", door.gives_out_of_hours.is_some()),
        ];
        for (key, _) in told.into_iter().filter(|it| it.1) {
            let problem = Problem::new("this has no effect: no demand has opening hours", help);
            section.warn(&["door", key], problem);
        }
    } else if door.out_of_hours == OutOfHours::Bot && !bots {
        section.warn(&["door", "out_of_hours"], Problem::new("no demand has a bot: everybody waits", BOT));
    }
}

fn escalations(model: &Model, policy: &Policy, sections: &Sections<'_>, number: usize) {
    let section = &sections.policies[number];
    let mut escalating = model.demands.iter().filter(|demand| demand.escalates.is_some()).peekable();
    if escalating.peek().is_none() {
        let help = "add `escalates` with the name of another one to a demand, or remove it";
        section.warn(&["escalation"], Problem::new("this has no effect: no demand escalates", help));
    } else if policy.escalation.urgent && escalating.all(|demand| demand.urgent.is_none()) {
        let help = "add for instance urgent = { share = 0.05 } to a demand that escalates, or remove it";
        let problem = Problem::new("this has no effect: no demand that escalates has urgent customers", help);
        section.warn(&["escalation", "urgent"], problem);
    }
}

/// An inbox that several agents share holds nobody whole.
fn whole_agents(model: &Model, rules: &[Policy], sections: &Sections<'_>) {
    let shared = rules.iter().filter(|policy| policy.capacity.ownership == Ownership::Team).count();
    if shared == 0 {
        return;
    }
    let whose = if shared == rules.len() { "with" } else { "in the policies with" };
    for (channel, section) in model.channels.iter().zip(&sections.channels) {
        if channel.takes != Takes::Slot {
            let message = format!("a conversation takes a slot like any other {whose} ownership \"team\"");
            section.warn_always(&["takes"], Problem::new(message, "write ownership = \"agent\" there"));
        }
    }
}
