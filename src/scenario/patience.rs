//! `patience`: how long customers wait, and what that depends on.

use super::decode::{Item, Problem, Read, TableReader, factor, share, shown};
use super::law::law_of_times;
use crate::model::{Patience, Signals, Until};

const UNTIL: &[(&str, Until)] =
    &[("assigned", Until::Assigned), ("handling", Until::Handling), ("reply", Until::Reply)];

/// The most that it may take to see that somebody has gone, over the normal work.
const MOST_WORK: f64 = 100.0;

/// The patience of a demand.
pub(super) fn patience(item: &Item<'_>) -> Read<Patience> {
    let mut table = item.table()?;
    let first = table.optional("first", law_of_times);
    let later = table.optional("later", law_of_times);
    let out_of_hours = table.optional("out_of_hours", law_of_times);
    let until = table.default("until", "\"handling\"", |item| item.choice("end of the wait", UNTIL));
    let silent = table.default("silent", "0", share);
    let gone_share = table.default("gone_share", "1", gone_share);
    let signals = table.default("signals", "{}", signals);
    refuse_without_limit(item, &table);
    if let (Ok(0.0), true) = (&silent, table.has("gone_share")) {
        let help = "write the share of those who do, for instance silent = 0.7, or remove `gone_share`";
        let problem = Problem::new("`gone_share` has no effect: nobody leaves without a word", help);
        item.context.warn(table.place_of("gone_share"), &item.key, problem);
    }
    table.finish();
    Ok(Patience {
        first: first?,
        later: later?,
        out_of_hours: out_of_hours?,
        until: until?,
        silent: silent?,
        gone_share: gone_share?,
        signals: signals?,
    })
}

/// How customers give up means nothing where nobody does.
fn refuse_without_limit(item: &Item<'_>, table: &TableReader<'_, '_>) {
    let limited = ["first", "later", "out_of_hours"].iter().any(|key| table.has(key));
    if limited || !table.knows_all() {
        return;
    }
    for key in ["silent", "gone_share", "signals"].into_iter().filter(|key| table.has(key)) {
        let help =
            "add how long customers wait, for instance first = { exponential = { mean = \"12m\" } }, or remove it";
        let problem = Problem::new(format!("`{key}` changes nothing: nobody ever gives up"), help);
        item.context.report(table.place_of(key), &item.key, problem);
    }
}

fn gone_share(item: &Item<'_>) -> Read<f64> {
    let number = item.number()?;
    if (0.0..=MOST_WORK).contains(&number) {
        return Ok(number);
    }
    let message = format!("{} is no sensible share of the normal work", shown(number));
    Err(item.refuse(message, format!("write a number from 0 to {MOST_WORK}, for instance 0.6")))
}

/// The factors of the signs of life.
fn signals(item: &Item<'_>) -> Read<Signals> {
    let on_patience = |item: &Item<'_>| factor(item, "factor on patience", "1.2");
    let mut table = item.table()?;
    let acknowledgement = table.default("acknowledgement", "1", on_patience);
    let presence = table.default("presence", "1", on_patience);
    let estimated_wait = table.default("estimated_wait", "1", on_patience);
    table.finish();
    Ok(Signals { acknowledgement: acknowledgement?, presence: presence?, estimated_wait: estimated_wait? })
}
