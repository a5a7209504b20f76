//! How fast an agent is given new work: `warm_up` and `rate` of the capacity.

use super::decode::{Item, Problem, Read, TableReader};
use super::duration::positive_duration;
use super::tree::Value;
use super::word::word_or_table;
use crate::policy::{Rate, WarmUp};

/// How slowly an agent begins.
pub(super) fn warm_up(item: &Item<'_>) -> Read<Option<WarmUp>> {
    const FORMS: &str = "write \"none\" or { every = \"90s\", for = \"20m\" }";
    word_or_table(item, "warm-up", &[("none", None)], FORMS, |item| {
        let mut table = item.table()?;
        let every = table.required("every", positive_duration);
        let lasts = table.required("for", positive_duration);
        let after_idle = table.optional("after_idle", positive_duration);
        table.finish();
        Ok(Some(WarmUp { every: every?, lasts: lasts?, after_idle: after_idle? }))
    })
}

/// How much new work an agent gets.
pub(super) fn rate(item: &Item<'_>) -> Read<Option<Rate>> {
    const FORMS: &str = "write \"none\" or { at_most = 100, per = \"1h\" }";
    word_or_table(item, "rate", &[("none", None)], FORMS, |item| {
        let mut table = item.table()?;
        let at_most = table.required("at_most", |item| item.whole(1, u64::from(u32::MAX)));
        let per = table.required("per", positive_duration);
        table.finish();
        Ok(Some(Rate { at_most: at_most? as u32, per: per? }))
    })
}

/// Nobody is given new work where a team owns it: an agent takes the next message of the inbox.
pub(super) fn refuse_of_a_team(item: &Item<'_>, table: &TableReader<'_, '_>) {
    let Some(owner) = table.entry("ownership").filter(|entry| entry.node.as_text() == Some("team")) else { return };
    for (key, off) in [("warm_up", "\"none\""), ("rate", "\"none\""), ("on_request", "false")] {
        let Some(entry) = table.entry(key) else { continue };
        if matches!(entry.node.value, Value::Table(_) | Value::Truth(true)) {
            let message = format!("`{key}` is about agents who own what they are given, and here a team owns it");
            let problem = Problem::new(message, format!("write ownership = \"agent\", or {key} = {off}"));
            let key = format!("{}.{key}", item.key);
            item.context.clash((&entry.key_span, &key), (&owner.key_span, "a shared inbox"), problem);
        }
    }
}
