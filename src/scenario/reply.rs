//! `[demand.reply]`: the tempo of the customers.

use serde_json::Value as Json;

use super::decode::{Item, Problem, Read, Reported, TableReader, at, share};
use super::demand::ln_sd_of_cv;
use super::duration::{duration, positive_duration};
use super::ending::{EXACTNESS, rounded};
use super::keys::example;
use super::law::law_of_times;
use super::tree::Value;
use crate::model::{Drift, Ending, Mode, Reply};
use crate::random::{Count, Law};
use crate::units::Span;

/// More modes than this nobody can estimate.
const MOST_MODES: usize = 64;

/// The tempo of a demand. It may be left out where nobody answers: without a second exchange, and without an ending of
/// which the customer writes.
pub(super) fn of_demand(
    item: &Item<'_>,
    table: &mut TableReader<'_, '_>,
    exchanges: Option<&Count>,
    ending: Option<&Ending>,
) -> Read<Reply> {
    let single = exchanges.is_some_and(|count| count.mean() <= 1.0);
    if !single || table.has("reply") {
        return table.required("reply", reply);
    }
    table.know(&["reply"]);
    table.set_normal("reply", Json::Null);
    if ending.is_some_and(|ending| ending.confirms + ending.thanks > 0.0) && table.knows_all() {
        let help = example(&item.key, "reply");
        let problem = Problem::new("`reply` is missing: after what time customers confirm or thank", help);
        return Err(item.context.report(table.place_of("ending"), &item.key, problem));
    }
    never(item)
}

/// The tempo of customers who write once.
fn never(item: &Item<'_>) -> Read<Reply> {
    let latency = Law::constant(0.0).map_err(|error| super::law::refuse_here(item, error))?;
    Ok(Reply {
        personal_ln_sd: 0.0,
        modes: vec![single(latency)],
        transitions: vec![vec![1.0]],
        default_gap: Span::MINUTE,
        drift: None,
    })
}

fn reply(item: &Item<'_>) -> Read<Reply> {
    let mut table = item.table()?;
    let personal_ln_sd = table.default("personal_cv", "0", ln_sd_of_cv);
    let default_gap = table.default("default_gap", "\"1m\"", positive_duration);
    let tag = table.one_of("tempo", &["latency", "modes"]);
    let modes = tag.and_then(|tag| match tag {
        "latency" => table.required(tag, law_of_times).map(|latency| vec![single(latency)]),
        _ => table.required(tag, modes),
    });
    // As they are written: a mistake in the modes does not hide one in the transitions.
    let written = match table.entry("modes").map(|entry| &entry.node.value) {
        Some(Value::List(modes)) => modes.len(),
        Some(_) => 0,
        None => 1,
    };
    let transitions = match written {
        0 => {
            // Modes that are none have been reported.
            table.know(&["transitions"]);
            Err(Reported::promised())
        }
        1 => table.default("transitions", "[[1]]", |item| transitions(item, 1)),
        _ => table.required("transitions", |item| transitions(item, written)),
    };
    let drift = table.optional("drift", drift);
    if let (1, true, Some(tag)) = (written, table.has("drift"), tag.ok()) {
        let help = "write `modes` from fast to slow, at least two, or remove it";
        let problem = Problem::new("nobody can turn slower: there is only one mode", help);
        item.context.report(table.place_of("drift"), &item.key, problem.related(table.place_of(tag), "the only one"));
    }
    table.finish();
    Ok(Reply {
        personal_ln_sd: personal_ln_sd?,
        modes: modes?,
        transitions: transitions?,
        default_gap: default_gap?,
        drift: drift?,
    })
}

/// What a long wait does to the mode.
fn drift(item: &Item<'_>) -> Read<Drift> {
    let mut table = item.table()?;
    let after_wait = table.required("after_wait", duration);
    let slower = table.required("slower", share);
    table.finish();
    Ok(Drift { after_wait: after_wait?, slower: slower? })
}

/// The only mode of customers who have one latency.
fn single(latency: Law) -> Mode {
    Mode { name: "single".to_owned(), start: 1.0, latency }
}

fn modes(item: &Item<'_>) -> Read<Vec<Mode>> {
    let list = item.list("modes", |item| at(mode)(item))?;
    if list.is_empty() || list.len() > MOST_MODES {
        return Err(
            item.refuse(format!("there are {} modes", list.len()), format!("write from 1 to {MOST_MODES} modes"))
        );
    }
    for (place, mode) in list.iter().enumerate() {
        if let Some(first) = list[..place].iter().find(|other| other.value.name == mode.value.name) {
            let problem =
                Problem::new(format!("there are two modes `{}`", mode.value.name), "give each mode its own name");
            return Err(item.context.report(
                mode.place.clone(),
                &mode.key,
                problem.related(first.place.clone(), "the first one"),
            ));
        }
    }
    let sum: f64 = list.iter().map(|mode| mode.value.start).sum();
    if (sum - 1.0).abs() > EXACTNESS {
        let message = format!("the starts of the modes add up to {}, not to 1", rounded(sum));
        return Err(item.refuse(message, "write the shares of customers who begin in each mode"));
    }
    Ok(list.into_iter().map(|mode| mode.value).collect())
}

fn mode(item: &Item<'_>) -> Read<Mode> {
    let mut table = item.table()?;
    let name = table.required("name", super::decode::name);
    let start = table.required("start", share);
    let latency = table.required("latency", law_of_times);
    table.finish();
    Ok(Mode { name: name?, start: start?, latency: latency? })
}

fn transitions(item: &Item<'_>, size: usize) -> Read<Vec<Vec<f64>>> {
    let rows = item.list("rows of probabilities", |item| row(item, size))?;
    if rows.len() == size {
        return Ok(rows);
    }
    let message = format!("the number of rows is {}, that of the modes is {size}", rows.len());
    Err(item.refuse(message, "write one row for each mode, in the same order"))
}

fn row(item: &Item<'_>, size: usize) -> Read<Vec<f64>> {
    let row = item.list("probabilities", share)?;
    if row.len() != size {
        let message = format!("the number of probabilities is {}, that of the modes is {size}", row.len());
        return Err(item.refuse(message, "write the probability of each mode, in the same order"));
    }
    let sum: f64 = row.iter().sum();
    if (sum - 1.0).abs() > EXACTNESS {
        let message = format!("this row adds up to {}, not to 1", rounded(sum));
        return Err(item.refuse(message, "the probabilities of the next mode must add up to 1"));
    }
    Ok(row)
}
