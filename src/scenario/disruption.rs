//! `[[disruption]]`: a channel, or its notifications, do not work for a while.

use super::decode::{At, Item, Problem, Read, Reported, at, share};
use super::duration::{duration, positive_duration};
use super::frame::civil_second;
use super::serves;
use super::suggest::all_of;
use super::tree::Node;
use super::whole::elements;
use super::zone::Run;
use crate::model::{Disruption, Down};
use crate::units::{DemandId, Span, Time};

/// What a disruption is about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Channel,
    Notifications,
}

const KINDS: &[(&str, Kind)] = &[("channel", Kind::Channel), ("notifications", Kind::Notifications)];

/// What is known of the demands before any section is read.
pub(super) struct Demands<'a> {
    names: &'a [String],
    channels: Vec<Option<&'a str>>,
}

impl<'a> Demands<'a> {
    /// The demands of a file, with their names.
    pub(super) fn of(root: &'a Node, names: &'a [String]) -> Demands<'a> {
        let channel = |node: &'a Node| node.get("channel").and_then(|entry| entry.node.as_text());
        Demands { names, channels: elements(root, "demand").iter().map(channel).collect() }
    }
}

/// The disruptions of a scenario; without a run its own mistake has been reported.
pub(super) fn disruptions(item: &Item<'_>, demands: &Demands<'_>, run: Option<Run<'_>>) -> Read<Vec<Disruption>> {
    item.list("sections [[disruption]]", |item| disruption(item, demands, run))
}

fn disruption(item: &Item<'_>, demands: &Demands<'_>, run: Option<Run<'_>>) -> Read<Disruption> {
    let mut table = item.table()?;
    let name = table.required("name", super::decode::name);
    table.know(&["from", "for", "down", "lost", "moves", "back_within"]);
    let tag = table.one_of("whom it is about", &["channel", "demands"]);
    let hit = tag.and_then(|tag| {
        table.required(tag, |item| if tag == "channel" { of_channel(item, demands) } else { named(item, demands) })
    });
    let from = table.required("from", at(civil_second));
    let lasts = table.required("for", positive_duration);
    let kind = table.default("down", "\"channel\"", |item| item.choice("kind of disruption", KINDS));
    let lost = table.default("lost", "0", share);
    let moves = table.optional("moves", |item| at(|item| moves(item, demands))(item));
    let back_within = table.default("back_within", "\"0s\"", duration);
    for key in ["lost", "moves", "back_within"] {
        if matches!(kind, Ok(Kind::Notifications)) && table.has(key) {
            let help = "remove it, or write down = \"channel\"";
            let problem = Problem::new(format!("`{key}` has no effect: messages arrive all the same"), help);
            item.context.warn(table.place_of(key), &item.key, problem);
        }
    }
    table.finish();
    let (hit, moves) = (hit?, moves?);
    if let Some(moves) = moves.as_ref().filter(|moves| hit.contains(&moves.value.1)) {
        let problem =
            Problem::new("whoever turns elsewhere would meet the same disruption", "name a demand that works");
        return Err(item.context.report(moves.place.clone(), &moves.key, problem));
    }
    let (lost, moves) = (lost?, moves.map(|moves| moves.value));
    let down = match kind? {
        Kind::Channel => Down::Channel { lost, moves, back_within: back_within? },
        Kind::Notifications => Down::Notifications,
    };
    let (from, to) = during(&from?, lasts?, run)?;
    Ok(Disruption { name: name?, demands: hit, from, to, down })
}

/// Its first instant, and the first one after it; what lies outside of the run is cut off.
fn during(from: &At<i64>, lasts: Span, run: Option<Run<'_>>) -> Read<(Time, Time)> {
    let Some(run) = run else { return Err(Reported::promised()) };
    let since = run.since_begin(i128::from(from.value) * 1_000_000).unwrap_or(i128::MAX);
    let begins = u64::try_from(since.max(0)).map_or(Time::LAST, |since| Time::START + Span(since));
    let ends = since.saturating_add(i128::from(lasts.0)).clamp(0, i128::from(Time::LAST.0)) as u64;
    Ok((begins, Time(ends.max(begins.0 + 1))))
}

/// The demands of a channel.
fn of_channel(item: &Item<'_>, demands: &Demands<'_>) -> Read<Vec<DemandId>> {
    let written = item.text()?;
    let ids = (0..).map(DemandId).zip(&demands.channels).filter(|(_, channel)| **channel == Some(&written));
    let hit: Vec<DemandId> = ids.map(|(id, _)| id).collect();
    if hit.is_empty() {
        let known: Vec<&str> = demands.channels.iter().copied().flatten().collect();
        let help = match known.is_empty() {
            true => "no demand names a channel; write demands = [...] instead".to_owned(),
            false => format!("the channels of the demands are {}", all_of(known.iter().copied())),
        };
        return Err(item.unknown_name("demand on the channel", &written, known.into_iter(), &help));
    }
    Ok(hit)
}

fn named(item: &Item<'_>, demands: &Demands<'_>) -> Read<Vec<DemandId>> {
    let mut hit = item.list("names of demands", |item| serves::named(item, demands.names))?;
    if hit.is_empty() {
        return Err(item.refuse("the list is empty", "name at least one demand"));
    }
    hit.sort_unstable();
    hit.dedup();
    Ok(hit)
}

/// Who turns elsewhere, and where to.
fn moves(item: &Item<'_>, demands: &Demands<'_>) -> Read<(f64, DemandId)> {
    let mut table = item.table()?;
    let part = table.required("share", share);
    let to = table.required("to", |item| serves::named(item, demands.names));
    table.finish();
    Ok((part?, to?))
}
