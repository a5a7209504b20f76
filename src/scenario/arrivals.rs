//! When the customers of a demand come: a constant rate, the profile of a week, or a log of real arrivals.

use serde_json::{Value as Json, json};

use super::decode::{Item, Problem, Read, Reported, TableReader, not_negative, text};
use super::sheet::{Row, Sheet};
use super::trace::trace;
use super::week::{self, Step};
use super::zone::Run;
use crate::civil::Weekly;
use crate::model::Arrivals;

/// No stream has more customers an hour: a machine could not hold them.
const HIGHEST_RATE: f64 = 1e7;

/// So many steps of a file are written out in the normal form; more are replaced by their number and the file's hash.
const STEPS_SHOWN: usize = 500;

/// The arrivals of a demand; the run, by the clocks of its customers, is needed to place the rows of a log.
pub(super) fn arrivals(item: &Item<'_>, run: Option<Run<'_>>) -> Read<Arrivals> {
    if let Some(written) = item.node.as_text() {
        if written == "none" {
            item.normal(written);
            return Ok(Arrivals::Poisson(Weekly::constant(0.0)));
        }
        let help = "write { poisson = { per_hour = 120 } }, or \"none\" where nobody comes unless passed on";
        return Err(item.unknown_name("kind of arrivals", written, std::iter::once("none"), help));
    }
    let mut table = item.table()?;
    let tag = table.one_of("kind of arrivals", &["poisson", "profile", "trace"]);
    let arrivals = tag.and_then(|tag| {
        table.required(tag, |item| match tag {
            "poisson" => poisson(item),
            "profile" => profile(item),
            _ => trace(item, run).map(Arrivals::Trace),
        })
    });
    table.finish();
    arrivals
}

// A rate of 0 switches a demand off.
fn poisson(item: &Item<'_>) -> Read<Arrivals> {
    let mut table = item.table()?;
    let rate = table.required("per_hour", |item| {
        let rate = not_negative(item)?;
        if rate <= HIGHEST_RATE { Ok(rate) } else { Err(too_many(item)) }
    });
    table.finish();
    Ok(Arrivals::Poisson(Weekly::constant(rate?)))
}

fn too_many(item: &Item<'_>) -> Reported {
    item.refuse(format!("more than {HIGHEST_RATE} customers an hour"), "write a smaller number")
}

/// The steps of a profile before they are scaled.
struct Profile {
    steps: Vec<Step<f64>>,
    /// Whether the values are shares rather than customers an hour.
    weights: bool,
    /// The normal form.
    normal: Json,
}

fn profile(item: &Item<'_>) -> Read<Arrivals> {
    let mut table = item.table()?;
    table.know(&["per_day", "per_week", "scale"]);
    let profile = table
        .one_of("source of the profile", &["file", "steps"])
        .and_then(|tag| table.required(tag, |item| if tag == "file" { from_file(item) } else { from_list(item) }));
    let per_day = table.optional("per_day", not_negative);
    let per_week = table.optional("per_week", not_negative);
    let scale = table.optional("scale", not_negative);
    let factor = profile.and_then(|profile| {
        let factor = factor(item, &table, &profile, (per_day?, per_week?, scale?))?;
        Ok((profile, factor))
    });
    if let Ok((profile, _)) = &factor {
        table.remove_normal("file");
        table.set_normal("steps", profile.normal.clone());
    }
    table.finish();
    let (profile, factor) = factor?;
    rates(item, profile, factor)
}

/// What the values of the steps are multiplied with.
fn factor(
    item: &Item<'_>,
    table: &TableReader<'_, '_>,
    profile: &Profile,
    (per_day, per_week, scale): (Option<f64>, Option<f64>, Option<f64>),
) -> Read<f64> {
    if !profile.weights {
        let Some(other) = ["per_day", "per_week"].into_iter().find(|key| table.has(key)) else {
            return Ok(scale.unwrap_or(1.0));
        };
        let message = format!("`{other}` goes with weights, but the steps say `per_hour`");
        let problem = Problem::new(message, "remove it, or use `scale` to multiply the rates");
        return Err(item.context.report(table.place_of(other), &item.key, problem));
    }
    if table.has("scale") {
        let problem =
            Problem::new("`scale` goes with `per_hour`, but the steps say `weight`", "change `per_day` or `per_week`");
        return Err(item.context.report(table.place_of("scale"), &item.key, problem));
    }
    let mut days = [false; 7];
    let mut total = 0.0;
    for step in profile.steps.iter().filter(|step| step.value > 0.0) {
        step.days.iter().for_each(|&day| days[day as usize] = true);
        total += step.value * step.days.len() as f64;
    }
    if total == 0.0 {
        return Err(item.refuse("all weights of the profile are zero", "write some weight above 0"));
    }
    if !total.is_finite() {
        return Err(
            item.refuse("the weights of the profile add up to more than a number can hold", "write smaller ones")
        );
    }
    let days = days.iter().filter(|&&day| day).count() as f64;
    match (per_day, per_week) {
        (Some(per_day), None) => Ok(per_day * days / total),
        (None, Some(per_week)) => Ok(per_week / total),
        (Some(_), Some(_)) => Err(table.both("of them", "per_day", "per_week")),
        (None, None) => Err(item.refuse(
            "weights do not say how many customers come",
            "add `per_day` (the mean of a day that has any traffic) or `per_week`",
        )),
    }
}

/// The rates in customers an hour.
fn rates(item: &Item<'_>, profile: Profile, factor: f64) -> Read<Arrivals> {
    let mut steps = profile.steps;
    for step in &mut steps {
        // A weight counts the customers of one day's step, whatever its length.
        let hours = if profile.weights { step.hours() } else { 1.0 };
        step.value = step.value * factor / hours;
        // Not a number, where a weight or their sum is beyond all bounds.
        if step.value.is_nan() || step.value > HIGHEST_RATE {
            return Err(too_many(item));
        }
    }
    week::weekly(item.context, &item.key, &steps, 0.0).map(Arrivals::Poisson)
}

fn from_list(item: &Item<'_>) -> Read<Profile> {
    let steps = item.list("steps", |item| {
        let mut table = item.table()?;
        table.know(&["weight", "per_hour"]);
        let step = week::step_of(item, &mut table);
        let tag = table.one_of("amount of the step", &["weight", "per_hour"]);
        let value = tag.and_then(|tag| table.required(tag, not_negative));
        table.finish();
        Ok((step?, tag? == "weight", value?))
    })?;
    let weights = steps.first().is_none_or(|step| step.1);
    if let Some((step, ..)) = steps.iter().find(|step| step.1 != weights) {
        let problem = Problem::new("some steps have `weight`, others `per_hour`", "write the same for all steps");
        return Err(item.context.report(step.place.clone(), &item.key, problem));
    }
    if steps.is_empty() {
        return Err(item.refuse("there are no steps", "write at least one"));
    }
    let steps: Vec<_> = steps.into_iter().map(|(step, _, value)| with_value(step, value)).collect();
    Ok(Profile { normal: normal_steps(&steps, weights), steps, weights })
}

fn with_value(step: Step<()>, value: f64) -> Step<f64> {
    Step { days: step.days, from: step.from, to: step.to, value, place: step.place }
}

fn from_file(item: &Item<'_>) -> Read<Profile> {
    let sheet = Sheet::open(item)?;
    let columns = ["days", "from", "to"].map(|name| sheet.column(item.context, name));
    let amount = match (sheet.find("weight"), sheet.find("per_hour")) {
        (Some(column), None) => Ok((column, true)),
        (None, Some(column)) => Ok((column, false)),
        (Some(_), Some(_)) => {
            let problem = Problem::new("the columns `weight` and `per_hour` exclude each other", "keep one of them");
            Err(item.context.report(sheet.first_line(), &item.key, problem))
        }
        (None, None) => {
            let names = "days, from, to and weight, or days, from, to and per_hour";
            let problem =
                Problem::new("there is neither a column `weight` nor `per_hour`", format!("the columns are {names}"));
            Err(item.context.report(sheet.first_line(), &item.key, problem))
        }
    };
    let [days, from, to] = columns;
    let (days, from, to, (amount, weights)) = (days?, from?, to?, amount?);
    let steps = sheet.rows(item.context, |row: &Row<'_>| {
        let (days, from) = (week::days(row.text(days))?, week::time_of_day(row.text(from))?);
        let to = week::time_of_day(row.text(to))?;
        week::order(from, to)?;
        Ok(Step { days, from, to, value: row.number(amount)?, place: row.place() })
    })?;
    if steps.is_empty() {
        return Err(
            item.refuse(format!("the file `{}` has no rows", text(item)?), "add a row for each step of the week")
        );
    }
    let normal = if steps.len() <= STEPS_SHOWN {
        normal_steps(&steps, weights)
    } else {
        json!({ "steps": steps.len(), "sha256": sheet.sha256 })
    };
    Ok(Profile { steps, weights, normal })
}

fn normal_steps(steps: &[Step<f64>], weights: bool) -> Json {
    let amount = if weights { "weight" } else { "per_hour" };
    let row = |step: &Step<f64>| json!({ "days": week::day_names(&step.days), "from": week::clock(step.from), "to": week::clock(step.to), amount: step.value });
    steps.iter().map(row).collect()
}
