//! Laws of counts: how many exchanges a visit needs, how many customers come together.

use super::decode::{Item, Problem, Read, TableReader, positive};
use super::law::{refuse, refuse_here};
use super::tree::Value;
use crate::random::Count;

const NAMES: &[&str] = &["constant", "geometric", "negative_binomial", "mixture", "table"];

/// The largest count that may be written.
const LARGEST: u64 = 10_000;

/// A law of counts of at least one.
pub(super) fn count(item: &Item<'_>) -> Read<Count> {
    if let Value::Whole(_) = item.node.value {
        let written = item.written();
        let meant = format!("{{ constant = {written} }}");
        let problem = Problem::new("this is a number, not a law", format!("if it is always the same: {meant}"));
        return Err(item.report(problem.replace(item.node.span.clone(), meant)));
    }
    let mut table = item.table()?;
    let count = count_in(&mut table);
    table.finish();
    count
}

fn count_in(table: &mut TableReader<'_, '_>) -> Read<Count> {
    table.know(&["maximum"]);
    let count = table.one_of("law of counts", NAMES).and_then(|tag| {
        table.required(tag, |item| match tag {
            "constant" => Count::constant(number(item)?).map_err(|error| refuse_here(item, error)),
            "geometric" => geometric(item),
            "negative_binomial" => negative_binomial(item),
            "mixture" => mixture(item),
            _ => rows(item),
        })
    });
    let mut bounded = Ok(None);
    // The bound can only be applied once the law is known.
    let maximum = table.optional("maximum", |item| {
        let maximum = number(item)?;
        if let Ok(count) = &count {
            bounded = count.clone().clamp(maximum).map(Some).map_err(|error| refuse_here(item, error));
        }
        Ok(())
    });
    maximum?;
    match bounded? {
        Some(bounded) => Ok(bounded),
        None => count,
    }
}

fn number(item: &Item<'_>) -> Read<u32> {
    item.whole(1, LARGEST).map(|number| number as u32)
}

fn geometric(item: &Item<'_>) -> Read<Count> {
    let mut table = item.table()?;
    let count = table.required("mean", |item| {
        let mean = item.number()?;
        Count::geometric(mean).map_err(|error| refuse_here(item, error))
    });
    table.finish();
    count
}

fn negative_binomial(item: &Item<'_>) -> Read<Count> {
    let mut table = item.table()?;
    let mean = table.required("mean", |item| item.number());
    let variation = table.one_of("measure of variation", &["cv", "shape"]);
    let variation = variation.and_then(|key| Ok((key, table.required(key, |item| item.number())?)));
    let places = ["mean", "cv", "shape"].map(|key| (key, table.value_place(key)));
    table.finish();
    let count = match (mean?, variation?) {
        (mean, ("cv", cv)) => Count::negative_binomial_mean_cv(mean, cv),
        (mean, (_, shape)) => Count::negative_binomial_mean_shape(mean, shape),
    };
    count.map_err(|error| refuse(item.context, &places, &item.key, error))
}

fn mixture(item: &Item<'_>) -> Read<Count> {
    let parts = item.list("laws of counts with weights", |item| {
        let mut table = item.table()?;
        let weight = table.required("weight", positive);
        let count = count_in(&mut table);
        table.finish();
        Ok((weight?, count?))
    })?;
    Count::mixture(parts).map_err(|error| refuse_here(item, error))
}

fn rows(item: &Item<'_>) -> Read<Count> {
    let rows = item.list("rows { value, weight }", |item| {
        let mut table = item.table()?;
        let value = table.required("value", number);
        let weight = table.required("weight", positive);
        table.finish();
        Ok((value?, weight?))
    })?;
    Count::table(rows).map_err(|error| refuse_here(item, error))
}
