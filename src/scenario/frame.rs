//! `[time]` and `[experiment]`.

use super::until::replications;
use crate::experiment::Until;
use jiff::civil::DateTime;

use super::decode::{Item, Problem, Read, at, shown};
use super::duration::{duration, positive_duration};
use super::suggest::all_of;
use super::trace::civil_microseconds;
use super::tree::Value;
use super::zone::{Clocks, clocks};
use crate::civil::Zone;
use crate::model::Frame;
use crate::units::{Span, Time};

/// More intervals than this would fill the memory with tables nobody reads.
const MOST_INTERVALS: u64 = 1_000_000;

/// The time frame after so much past, and the clocks of everything that has none of its own.
pub(super) fn frame(item: &Item<'_>, past: Span) -> Read<(Frame, Option<Clocks>)> {
    let mut table = item.table()?;
    let start = table.default("start", "\"2024-01-01T00:00\"", at(civil_second));
    let clocks = table.optional("zone", clocks);
    let warm_up = table.default("warm_up", "\"0s\"", warm_up);
    let horizon = table.required("horizon", positive_duration);
    let cool_down = table.default("cool_down", "\"0s\"", duration);
    let interval = table.default("interval", "\"30m\"", at(positive_duration));
    table.finish();
    let (start, clocks, warm_up, horizon) = (start?, clocks?, warm_up?, horizon?);
    let (cool_down, interval) = (cool_down?, interval?);
    let total = warm_up + horizon + cool_down;
    let longest = Span(Time::LAST.0) - past;
    if total > longest {
        let message = format!("warm_up, horizon and cool_down together last {total}");
        return Err(item.refuse(message, format!("a run lasts at most {} days", longest.0 / Span::DAY.0)));
    }
    let (warm_up, total) = (past + warm_up, past + total);
    if horizon.0.div_ceil(interval.value.0) > MOST_INTERVALS {
        let message = format!("the horizon {horizon} has more than a million intervals of {}", interval.value);
        let problem = Problem::new(message, "write a longer interval");
        return Err(item.context.report(interval.place, &interval.key, problem));
    }
    let zone = zone(clocks.as_ref(), start.value, warm_up, total).ok_or_else(|| {
        let problem = Problem::new("this is too far away for any calendar", "write a year from -9000 to 9000");
        item.context.report(start.place, &start.key, problem)
    })?;
    Ok((Frame { zone, warm_up, horizon, cool_down, interval: interval.value }, clocks))
}

/// What the clocks show from the beginning of the warm-up on, past included. They count as started: a `start` that they skip or show
/// twice is one instant.
fn zone(clocks: Option<&Clocks>, start: i64, warm_up: Span, total: Span) -> Option<Zone> {
    let warm_up = (warm_up.0 / Span::SECOND.0) as i64;
    let Some(clocks) = clocks else { return Some(Zone::new(start - warm_up)) };
    let start = clocks.universal(i128::from(start) * 1_000_000)? / 1_000_000;
    clocks.from(start as i64 - warm_up, total)
}

/// The civil second of a point in time, since 1970-01-01T00:00.
pub(super) fn civil_second(item: &Item<'_>) -> Read<i64> {
    const HELP: &str = "write local time, for instance \"2026-03-02T00:00\"";
    let text = match &item.node.value {
        Value::Text(text) | Value::Moment(text) => text.trim(),
        _ => return Err(item.wrong_kind("a point in time", HELP)),
    };
    let zone = text.ends_with(['Z', 'z']) || text.get(10..).is_some_and(|rest| rest.contains(['+', '-']));
    if zone {
        let help = format!("{HELP}, and `zone` for the place");
        return Err(item.refuse(format!("`{text}` has a time zone"), help));
    }
    let Some(microseconds) = civil_microseconds(text) else {
        return Err(item.refuse(format!("`{text}` is not a point in time"), HELP));
    };
    if microseconds % 1_000_000 != 0 {
        return Err(item.refuse(format!("`{text}` has a fraction of a second"), "write whole seconds"));
    }
    if let Ok(moment) = text.parse::<DateTime>() {
        item.normal(moment.to_string());
    }
    Ok((microseconds / 1_000_000) as i64)
}

/// Whole seconds: the calendar of the run counts seconds from its beginning.
fn warm_up(item: &Item<'_>) -> Read<Span> {
    let span = duration(item)?;
    let whole = span.0.is_multiple_of(Span::SECOND.0);
    if whole { Ok(span) } else { Err(item.refuse("the warm-up has a fraction of a second", "write whole seconds")) }
}

/// What `[experiment]` says.
pub(super) struct Settings {
    pub(super) seed: u64,
    pub(super) replications: u32,
    pub(super) until: Option<Until>,
    pub(super) confidence: f64,
    /// The place of a policy.
    pub(super) baseline: usize,
}

/// The settings of the experiment. `policies` are the names of the policies in their order.
pub(super) fn settings(item: &Item<'_>, policies: &[String]) -> Read<Settings> {
    let mut table = item.table()?;
    let seed = table.default("seed", "1", |item| item.whole(0, u64::MAX));
    let replications = table.default("replications", "10", replications);
    let confidence = table.default("confidence", "0.95", confidence);
    let baseline = table.optional("baseline", |item| {
        let written = item.text()?;
        policies.iter().position(|policy| *policy == written).ok_or_else(|| {
            let names = policies.iter().map(String::as_str);
            item.unknown_name("policy", &written, names.clone(), &format!("the policies are {}", all_of(names)))
        })
    });
    if let (Ok(None), Some(first)) = (&baseline, policies.first()) {
        table.set_normal("baseline", first.as_str());
    }
    table.finish();
    let (seed, (replications, until), baseline) = (seed?, replications?, baseline?.unwrap_or(0));
    let confidence = confidence?;
    // A coin selects one of two as surely.
    if matches!(until, Some(Until::Selected(_))) && confidence <= 0.5 {
        let help = "write a confidence above 0.5, usually 0.95";
        return Err(item.refuse("nobody can be selected with a confidence of 0.5", help));
    }
    Ok(Settings { seed, replications, until, confidence, baseline })
}

fn confidence(item: &Item<'_>) -> Read<f64> {
    let number = item.number()?;
    if (0.5..=0.9999).contains(&number) {
        return Ok(number);
    }
    Err(item.refuse(
        format!("{} is no useful confidence", shown(number)),
        "write a number from 0.5 to 0.9999, usually 0.95",
    ))
}
