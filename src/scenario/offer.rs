//! `offer` and `unanswered`: whether an agent has to accept what he is given, and what if he does not answer.

use super::decode::{Item, Problem, Read, truth};
use super::duration::{duration, positive_duration};
use super::word::word_or_table;
use crate::policy::{Entry, Offer, Then, Timed, Unanswered, reactivation};

/// The rule of offers.
pub(super) fn offer(item: &Item<'_>) -> Read<Offer> {
    const WORDS: &[(&str, Offer)] = &[("automatic", Offer::Automatic), ("pull", Offer::Pull)];
    const FORMS: &str = "write \"automatic\", \"pull\" or { timeout = \"60s\" }";
    word_or_table(item, "rule of offers", WORDS, FORMS, |item| {
        let mut table = item.table()?;
        let timeout = table.required("timeout", positive_duration);
        let broadcast = table.default("broadcast", "false", truth);
        let excludes = table.default("excludes", "false", truth);
        let pause = table.default("pause", "\"0s\"", duration);
        let to_back = table
            .default("miss", "\"keep\"", |item| item.choice("place after a miss", &[("keep", false), ("back", true)]));
        table.finish();
        let (timeout, broadcast, excludes) = (timeout?, broadcast?, excludes?);
        Ok(Offer::Timed(Timed { timeout, broadcast, excludes, pause: pause?, to_back: to_back? }))
    })
}

/// The rule for a message that its agent does not answer.
pub(super) fn unanswered(item: &Item<'_>) -> Read<Option<Unanswered>> {
    const FORMS: &str = "write \"nothing\" or { after = \"5m\", then = \"requeue\" }";
    word_or_table(item, "rule for what is not answered", &[("nothing", None)], FORMS, |item| {
        let mut table = item.table()?;
        let after = table.required("after", positive_duration);
        let requeue: Read<bool> = table.default("then", "\"requeue\"", |item| {
            item.choice("consequence", &[("requeue", true), ("transfer", false)])
        });
        let entry = |item: &Item<'_>| item.choice("place in the queue", reactivation::ENTRIES);
        let at: Read<Entry> = match requeue {
            Ok(false) if table.has("at") => {
                let help = "write then = \"requeue\", or remove it";
                let problem = Problem::new("what is transferred has no place in the queue", help);
                let problem = problem.related(table.place_of("then"), "to another agent");
                Err(item.context.report(table.place_of("at"), &format!("{}.at", item.key), problem))
            }
            Ok(false) => Ok(Entry::Back),
            _ => table.default("at", "\"back\"", entry),
        };
        table.know(&["at"]);
        let excludes = table.default("excludes", "true", truth);
        let pause = table.default("pause", "\"0s\"", duration);
        table.finish();
        let (requeue, at) = (requeue?, at?);
        let then = if requeue { Then::Requeue(at) } else { Then::Transfer };
        Ok(Some(Unanswered { after: after?, then, excludes: excludes?, pause: pause? }))
    })
}
