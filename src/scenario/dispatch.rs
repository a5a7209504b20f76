//! `dispatch`: when the queue is looked at.

use super::decode::{Item, Problem, Read};
use super::duration::positive_duration;
use super::word::{each_once, empty_or_table};
use crate::policy::{Dispatch, Triggers, dispatch};

/// The rule of dispatch: a table, or the word for an empty one.
pub(super) fn dispatch(item: &Item<'_>) -> Read<Dispatch> {
    empty_or_table(item, "rule of dispatch", "at-once", "write \"at-once\" or { every = \"5s\" }", in_table)
}

/// Whoever says how often looks at no other time, unless that is said as well.
fn in_table(item: &Item<'_>) -> Read<Dispatch> {
    let mut table = item.table()?;
    let every = table.optional("every", positive_duration);
    let on = match table.has("every") {
        true => table.default("on", "[]", triggers),
        false => table.default("on", "[\"arrival\", \"freed\", \"sign-in\"]", triggers),
    };
    let at_most = table.optional("at_most", |item| item.whole(1, u64::from(u32::MAX)));
    if let (Ok(on), false, true) = (&on, table.has("every"), table.knows_all())
        && *on == Triggers::default()
    {
        let help = "name when, for instance on = [\"arrival\", \"freed\"], or how often: every = \"5s\"";
        item.context.report(table.place_of("on"), &item.key, Problem::new("the queue is never looked at", help));
    }
    table.finish();
    let at_most = at_most?.map(|number| number as u32);
    Ok(Dispatch { on: on?, every: every?, at_most })
}

/// When, each at most once.
fn triggers(item: &Item<'_>) -> Read<Triggers> {
    let list = each_once(item, "triggers", "trigger", dispatch::TRIGGERS)?;
    Ok(list.into_iter().fold(Triggers::default(), |all, one| Triggers {
        arrival: all.arrival | one.arrival,
        freed: all.freed | one.freed,
        sign_in: all.sign_in | one.sign_in,
    }))
}
