//! `inactivity`, `parking` and `reminders`: when silence frees the slot, and what else there is to do about it.

use super::decode::{Item, Problem, Read, TableReader, share, truth};
use super::duration::{duration, positive_duration};
use super::order::adaptive;
use super::word::word_or_table;
use crate::policy::{Clock, Inactivity, Parking, Reminders, inactivity};
use crate::units::Span;

/// The rule of inactivity, and what its table says besides.
#[derive(Clone, Copy)]
pub(super) struct Silent {
    pub(super) rule: Inactivity,
    /// Whether it holds in the queue.
    pub(super) unassigned: bool,
    /// How often timers are looked at.
    pub(super) sweep: Span,
}

impl From<Inactivity> for Silent {
    fn from(rule: Inactivity) -> Silent {
        Silent { rule, unassigned: false, sweep: Span::ZERO }
    }
}

/// The rule of inactivity.
pub(super) fn inactivity_rule(item: &Item<'_>) -> Read<Silent> {
    const FORMS: &str = "write \"never\", \"at-once\", { after = \"30m\" }, { adaptive = { factor, minimum, maximum } }, \
                         { on_demand = { after = \"2m\" } } or { manual = { after = \"10m\", probability = 0.8 } }";
    let words = [("never", Inactivity::Never.into()), ("at-once", Inactivity::AtOnce.into())];
    word_or_table(item, "inactivity rule", &words, FORMS, in_table)
}

fn in_table(item: &Item<'_>) -> Read<Silent> {
    let mut table = item.table()?;
    table.know(&["clock", "unassigned", "sweep"]);
    let tag = table.one_of("inactivity rule", &["after", "adaptive", "on_demand", "manual"]);
    let clock: Read<Clock> = table.default("clock", "\"last-agent\"", |item| item.choice("clock", inactivity::CLOCKS));
    let unassigned = table.default("unassigned", "false", truth);
    let sweep = table.default("sweep", "\"0s\"", duration);
    let rule = tag.and_then(|tag| match tag {
        "after" => {
            table.required(tag, positive_duration).and_then(|after| Ok(Inactivity::After { after, clock: clock? }))
        }
        "adaptive" => {
            table.required(tag, adaptive).and_then(|adaptive| Ok(Inactivity::Adaptive { adaptive, clock: clock? }))
        }
        "manual" => table
            .required(tag, manual)
            .and_then(|(after, probability)| Ok(Inactivity::Manual { after, clock: clock?, probability })),
        _ => table.required(tag, on_demand).and_then(|after| Ok(Inactivity::OnDemand { after, clock: clock? })),
    });
    if let (Ok(rule), Ok(true)) = (&rule, &unassigned) {
        refuse_in_the_queue(item, &table, rule);
    }
    table.finish();
    Ok(Silent { rule: rule?, unassigned: unassigned?, sweep: sweep? })
}

/// In the queue a customer waits for a reply: only a clock that runs meanwhile can be due.
fn refuse_in_the_queue(item: &Item<'_>, table: &TableReader<'_, '_>, rule: &Inactivity) {
    let (key, message, help) = match rule {
        Inactivity::OnDemand { .. } => (
            "on_demand",
            "what is in the queue does not become inactive on demand: it holds no slot that somebody could have",
            "write another rule, for instance after = \"10m\", or remove it",
        ),
        Inactivity::After { clock, .. } | Inactivity::Adaptive { clock, .. } | Inactivity::Manual { clock, .. }
            if !clock.runs_on() =>
        {
            (
                "clock",
                "the clock stands still in the queue, where a customer waits for a reply",
                "write clock = \"last-customer\" or clock = \"last-any\", or remove it",
            )
        }
        _ => return,
    };
    let problem = Problem::new(message, help);
    let problem = if table.has(key) { problem.related(table.place_of(key), "this") } else { problem };
    item.context.report(table.place_of("unassigned"), &format!("{}.unassigned", item.key), problem);
}

fn on_demand(item: &Item<'_>) -> Read<Span> {
    let mut table = item.table()?;
    let after = table.required("after", duration);
    table.finish();
    after
}

fn manual(item: &Item<'_>) -> Read<(Span, f64)> {
    let mut table = item.table()?;
    let after = table.required("after", positive_duration);
    let probability = table.required("probability", share);
    table.finish();
    Ok((after?, probability?))
}

/// The rule of setting aside.
pub(super) fn parking(item: &Item<'_>) -> Read<Option<Parking>> {
    const FORMS: &str = "write \"never\" or { probability = 0.2, for = \"4h\" }";
    word_or_table(item, "rule of parking", &[("never", None)], FORMS, |item| {
        let mut table = item.table()?;
        let probability = table.required("probability", share);
        let lasts = table.required("for", positive_duration);
        table.finish();
        Ok(Some(Parking { probability: probability?, lasts: lasts? }))
    })
}

/// The rule of reminders.
pub(super) fn reminders(item: &Item<'_>) -> Read<Option<Reminders>> {
    const FORMS: &str = "write \"never\" or { every = \"10m\", at_most = 3, probability = 0.2 }";
    word_or_table(item, "rule of reminders", &[("never", None)], FORMS, |item| {
        let mut table = item.table()?;
        let every = table.required("every", positive_duration);
        let at_most = table.required("at_most", |item| item.whole(1, u64::from(u16::MAX)));
        let probability = table.required("probability", share);
        table.finish();
        Ok(Some(Reminders { every: every?, at_most: at_most? as u16, probability: probability? }))
    })
}
