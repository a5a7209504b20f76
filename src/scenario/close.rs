//! `close`: when a silent conversation ends, and what if somebody writes then.

use super::decode::{Item, Problem, Read, TableReader, truth};
use super::duration::{duration, positive_duration};
use super::word::empty_or_table;
use crate::policy::{Close, CloseClock, close};

/// The rule of closing: a table, or the word for an empty one. `silence_frees` says whether anything goes inactive.
pub(super) fn close_rule(item: &Item<'_>, silence_frees: bool) -> Read<Close> {
    let forms = "write \"never\" or { after = \"12h\" }";
    empty_or_table(item, "closing rule", "never", forms, |item| in_table(item, silence_frees))
}

/// What becomes of a conversation that is silent for long: whether it is requeued.
const THEN: &[(&str, bool)] = &[("close", false), ("requeue", true)];

/// Without a clock written, the clock starts with inactivity, or with the agent's last reply where nothing ever goes
/// inactive.
fn in_table(item: &Item<'_>, silence_frees: bool) -> Read<Close> {
    let clock = |item: &Item<'_>| item.choice("clock", close::CLOCKS);
    let default_clock = if silence_frees { "\"inactive\"" } else { "\"last-agent\"" };
    let mut table = item.table()?;
    let after = table.optional("after", positive_duration);
    let clock = match table.has("after") {
        true => table.default("clock", default_clock, clock).map(Some),
        false => table.optional("clock", clock),
    };
    let only_awaiting = table.default("only_awaiting", "true", truth);
    let sweep = table.default("sweep", "\"0s\"", duration);
    let requeues = table.default("then", "\"close\"", |item| item.choice("consequence", THEN));
    let queue_wait = table.optional("queue_wait", positive_duration);
    let thread_window = table.optional("thread_window", duration);
    let on_confirmation = table.default("on_confirmation", "true", truth);
    let contentless = table.default("contentless", "\"handle\"", |item| {
        item.choice("treatment of messages without content", close::CONTENTLESS)
    });
    if !table.has("after") && table.knows_all() {
        lacks_after(item, &table);
    }
    if let (Ok(false), Ok(Some(clock))) = (&only_awaiting, &clock) {
        refuse_to_close_those_who_wait(item, &table, *clock);
    }
    table.finish();
    Ok(Close {
        after: after?.zip(clock?),
        only_awaiting: only_awaiting?,
        sweep: sweep?,
        requeues: requeues?,
        queue_wait: queue_wait?,
        thread_window: thread_window?,
        on_confirmation: on_confirmation?,
        contentless: contentless?,
    })
}

/// What says nothing where silence never closes.
fn lacks_after(item: &Item<'_>, table: &TableReader<'_, '_>) {
    let help = "add for instance after = \"12h\", or remove it";
    if table.has("clock") {
        let help = "add for instance after = \"12h\", or remove the clock";
        let problem = Problem::new("the clock does not say after how long silence closes", help);
        item.context.report(table.place_of("clock"), &item.key, problem);
    }
    let in_vain = [
        ("thread_window", "without `after` nobody writes in a closed conversation"),
        ("only_awaiting", "without `after` silence closes nothing"),
        ("sweep", "without `after` silence closes nothing"),
        ("then", "without `after` silence closes nothing"),
    ];
    for (key, why) in in_vain.into_iter().filter(|(key, _)| table.has(key)) {
        let problem = Problem::new(format!("this has no effect: {why}"), help);
        item.context.warn(table.place_of(key), &format!("{}.{key}", item.key), problem);
    }
}

/// Whoever waits for a reply can only be closed by a clock that runs meanwhile.
fn refuse_to_close_those_who_wait(item: &Item<'_>, table: &TableReader<'_, '_>, clock: CloseClock) {
    if matches!(clock, CloseClock::LastCustomer | CloseClock::LastAny) {
        return;
    }
    let help = "write clock = \"last-customer\" or clock = \"last-any\", or only_awaiting = true";
    let problem =
        Problem::new("the clock stands still while a customer waits for a reply, and closes nobody then", help);
    let problem = match table.has("clock") {
        true => problem.related(table.place_of("clock"), "this clock"),
        false => problem,
    };
    item.context.report(table.place_of("only_awaiting"), &format!("{}.only_awaiting", item.key), problem);
}
