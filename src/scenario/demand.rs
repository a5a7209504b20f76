//! `[[demand]]`: who writes.

use super::arrivals::arrivals;
use super::backlog::backlog;
use super::channel::Named;
use super::count::count;
use super::curve::{conversion, satisfaction};
use super::decode::{Item, Problem, Read, TableReader, not_negative, share, shown};
use super::duration::positive_duration;
use super::ending::{comes_back, ending};
use super::event::events;
use super::factors::factors;
use super::hours::{hours, open};
use super::law::{Unit, law_in, law_of_times};
use super::passing::{bot, other_demand, transfer, urgent};
use super::patience::patience;
use super::reply;
use super::skill::{Skills, needs};
use super::turn::{burst, nudges};
use super::zone::{Run, own_clocks};
use crate::model::{Arrivals, DayFactor, Demand, Ending, Target};
use crate::random::{Count, Law};
use crate::units::{ChannelId, Span};

/// What a demand refers to.
pub(super) struct Known<'k> {
    /// The run, if its frame could be read.
    pub(super) run: Option<Run<'k>>,
    /// The names of the classes, the most urgent first.
    pub(super) classes: &'k [String],
    /// The names of the demands.
    pub(super) demands: &'k [String],
    /// The names of the channels.
    pub(super) channels: &'k Named,
    /// Whether a conversation takes the agent whole, for each of the channels that are declared.
    pub(super) calls: &'k [bool],
    /// The skills.
    pub(super) skills: &'k Skills<'k>,
}

/// One demand.
pub(super) fn demand(item: &Item<'_>, known: &Known<'_>) -> Read<Demand> {
    let mut table = item.table()?;
    let name = table.required("name", super::decode::name);
    let channel = table.optional("channel", |item| known.channels.place(item));
    refuse_broken_alternatives(&mut table);
    let class = class(&mut table, known.classes);
    let needs = table.default("needs", "[]", |item| needs(item, known.skills));
    let zone = own_clocks(&mut table, known.run);
    let open = table.optional("open", |item| open(item, known.run));
    let target = table.optional("target", target);
    let own_zone = zone.as_ref().ok().and_then(|zone| zone.0.as_ref());
    let home = known.run.map(|run| Run { clocks: own_zone.or(run.clocks), ..run });
    let arrivals = table.required("arrivals", |item| arrivals(item, home));
    let own = name.clone().unwrap_or_default();
    let day_factor = table.optional("day_factor", |item| day_factor(item, own.clone()));
    let factors = factors(&mut table, known.run);
    let backlog = table.optional("backlog", backlog);
    let events = table.optional("events", |item| events(item, home));
    let batch = table.optional("batch", count);
    let exchanges = table.required("exchanges", count);
    let handling = table.required("handling", handling);
    let patience = table.default("patience", "{}", patience);
    let ghosts = table.default("ghosts", "0", share);
    let awake = table.optional("awake", hours);
    let burst = table.optional("burst", burst);
    let nudges = table.optional("nudges", nudges);
    let ending = table.default("ending", "{ recognised = 1 }", ending);
    let comes_back = table.default("comes_back", "{}", |item| comes_back(item, known.run.map(Run::lasts)));
    let bot = table.optional("bot", bot);
    let urgent = table.optional("urgent", |item| urgent(item, known.classes));
    let transfer = table.optional("transfer", |item| transfer(item, &own, known));
    let escalates = table.optional("escalates", |item| other_demand(item, &own, known));
    let satisfaction = table.optional("satisfaction", satisfaction);
    let conversion = table.optional("conversion", conversion);
    let reply = reply::of_demand(item, &mut table, exchanges.as_ref().ok(), ending.as_ref().ok());
    refuse_beside_arrivals(item, &table, &arrivals);
    refuse_long_calls(item, &table, known, (&channel, &exchanges, &ending));
    table.finish();
    needs?;
    let (handling_first, handling_later, handling_closing) = handling?;
    let (open, open_zone) = open?.unzip();
    Ok(Demand {
        name: name?,
        channel: channel?.map(|place| ChannelId(place as u32)),
        class: class?,
        zone: zone?.1,
        open,
        open_zone: open_zone.flatten(),
        target: target?,
        arrivals: arrivals?,
        day_factor: day_factor?,
        factors: factors?,
        backlog: backlog?,
        events: events?.unwrap_or_default(),
        batch: batch?,
        exchanges: exchanges?,
        handling_first,
        handling_later,
        handling_closing,
        patience: patience?,
        ghosts: ghosts?,
        ending: ending?,
        awake: awake?,
        burst: burst?,
        nudges: nudges?,
        bot: bot?,
        urgent: urgent?,
        transfer: transfer?,
        escalates: escalates?,
        comes_back: comes_back?,
        satisfaction: satisfaction?,
        conversion: conversion?,
        reply: reply?,
    })
}

/// What has no meaning beside the arrivals.
fn refuse_beside_arrivals(item: &Item<'_>, table: &TableReader<'_, '_>, arrivals: &Read<Arrivals>) {
    match arrivals {
        Ok(Arrivals::Trace(_)) => refuse_with_log(item, table),
        _ => refuse_without_stream(item, table),
    }
}

/// What has no meaning beside a log of arrivals.
fn refuse_with_log(item: &Item<'_>, table: &TableReader<'_, '_>) {
    let refuse = |key: &str, message: &str, help: &str| {
        if table.has(key) {
            let problem = Problem::new(message, help).related(table.place_of("arrivals"), "the log");
            item.context.report(table.place_of(key), &item.key, problem);
        }
    };
    let factor = "a day factor changes the rate of a Poisson stream, but this demand replays a log";
    refuse("day_factor", factor, "remove it");
    let factors = "factors change the rate of a Poisson stream, but this demand replays a log";
    refuse("day_factors", factors, "remove them");
    refuse("month_factors", factors, "remove them");
    let events = "events add to the rate of a Poisson stream, but this demand replays a log";
    refuse("events", events, "remove them: whom they brought is in the log");
    let batch = "a batch is what each point of a Poisson stream brings, but this demand replays a log";
    refuse("batch", batch, "remove it, and write a row of the log for each customer");
}

/// What has no meaning where nobody comes unless passed on.
fn refuse_without_stream(item: &Item<'_>, table: &TableReader<'_, '_>) {
    if table.entry("arrivals").and_then(|entry| entry.node.as_text()) != Some("none") {
        return;
    }
    let needed = |key: &&str| table.has(key) && !(table.has("events") && *key == "batch");
    for key in ["day_factor", "batch"].into_iter().filter(needed) {
        let problem = Problem::new("this changes nothing: nobody comes unless passed on", "remove it");
        let problem = problem.related(table.place_of("arrivals"), "nobody comes");
        item.context.report(table.place_of(key), &item.key, problem);
    }
}

/// Alternatives that are no tables. All others are read elsewhere, and are not here any more.
fn refuse_broken_alternatives(table: &mut TableReader<'_, '_>) {
    let no_table = table.optional("as", |item| -> Read<()> {
        let help = "write a section such as [demand.as.voice] with the keys that are different there";
        Err(item.wrong_kind("a table of channels", help))
    });
    debug_assert!(!matches!(no_table, Ok(Some(()))));
}

/// A call is one exchange, and the agent knows when it is over.
fn refuse_long_calls(
    item: &Item<'_>,
    table: &TableReader<'_, '_>,
    known: &Known<'_>,
    (channel, exchanges, ending): (&Read<Option<usize>>, &Read<Count>, &Read<Ending>),
) {
    let Ok(Some(channel)) = channel else { return };
    if known.calls.get(*channel) != Some(&true) {
        return;
    }
    let channel = &known.channels.names[*channel];
    let refuse = |key: &str, what: &str, help: &str| {
        let message = format!("on the channel `{channel}` a conversation takes the agent whole: {what}");
        let help = format!("write {help}, in the demand or in [demand.as.{channel}]");
        let problem = Problem::new(message, help).related(table.place_of("channel"), "on this channel");
        item.context.report(table.place_of(key), &format!("{}.{key}", item.key), problem);
    };
    if exchanges.as_ref().is_ok_and(|count| count.mean() > 1.0) {
        let help = "exchanges = { constant = 1 }, and as its handling that of the whole conversation";
        refuse("exchanges", "it is one exchange", help);
    }
    if ending.as_ref().is_ok_and(|ending| ending.recognised < 1.0) {
        refuse("ending", "both hear when it is over", "ending = { recognised = 1 }");
    }
}

fn class(table: &mut TableReader<'_, '_>, classes: &[String]) -> Read<u8> {
    let class = table.optional("class", |item| known_class(item, classes))?;
    // Who is not said to be urgent is in the last class.
    let class = class.unwrap_or(classes.len().saturating_sub(1));
    if let Some(name) = classes.get(class) {
        table.set_normal("class", name.as_str());
    }
    Ok(class as u8)
}

/// The place of a class.
pub(super) fn known_class(item: &Item<'_>, classes: &[String]) -> Read<usize> {
    let written = item.text()?;
    if classes.is_empty() {
        let help = format!("declare them at the top of the file, the most urgent first: classes = [\"{written}\"]");
        return Err(item.refuse("there are no classes", help));
    }
    classes.iter().position(|class| *class == written).ok_or_else(|| {
        let names = classes.iter().map(String::as_str);
        let help = format!("the classes are {}", super::suggest::all_of(names.clone()));
        item.unknown_name("class", &written, names, &help)
    })
}

/// Whether the clock of a promise stands still while it is closed.
const CLOCKS: &[(&str, bool)] = &[("round-the-clock", false), ("in-hours", true)];

fn target(item: &Item<'_>) -> Read<Target> {
    let mut table = item.table()?;
    let first: Read<Span> = table.required("first", positive_duration);
    let later = table.like("later", "first", &first, positive_duration);
    let share = table.default("share", "0.8", share);
    let in_hours = table.default("clock", "\"round-the-clock\"", |item| item.choice("clock", CLOCKS));
    table.finish();
    Ok(Target { first: first?, later: later?, share: share?, in_hours: in_hours? })
}

fn day_factor(item: &Item<'_>, default_name: String) -> Read<DayFactor> {
    let mut table = item.table()?;
    let name = table.optional("name", super::decode::name);
    let law = law_in(item, &mut table, Unit::Number);
    if !table.has("name") {
        table.set_normal("name", default_name.as_str());
    }
    table.finish();
    let (name, law) = (name?.unwrap_or(default_name), law?);
    let mean = law.mean();
    if !(0.9..=1.1).contains(&mean) {
        let message = format!(
            "the mean of the day factor is {}: it changes how many customers come",
            shown((mean * 1e3).round() / 1e3)
        );
        item.context.warn(item.place(), &item.key, Problem::new(message, "usually its mean is 1"));
    }
    Ok(DayFactor { name, law })
}

/// Work on the first exchange, on later ones, and on messages without content.
fn handling(item: &Item<'_>) -> Read<(Law, Law, Option<Law>)> {
    let mut table = item.table()?;
    let first: Read<Law> = table.required("first", law_of_times);
    let later = table.like("later", "first", &first, law_of_times);
    let closing = table.optional("closing", law_of_times);
    table.finish();
    Ok((first?, later?, closing?))
}

/// The logarithmic standard deviation of a lognormal factor with median 1, from its coefficient of variation.
pub(super) fn ln_sd_of_cv(item: &Item<'_>) -> Read<f64> {
    let cv = not_negative(item)?;
    if cv > 10.0 {
        return Err(item.refuse(
            format!("{} is no sensible coefficient of variation", shown(cv)),
            "write 0.1 for 10 %, at most 10",
        ));
    }
    Ok(crate::maths::sqrt(crate::maths::ln_1p(cv * cv)))
}
