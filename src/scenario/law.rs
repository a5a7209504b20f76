//! Laws of times and of other numbers: `{ lognormal = { median = "55s", p90 = "2m30s" } }`, with `clamp` or `truncate`
//! beside the name of the law.

use serde_json::json;

use super::decode::{Context, Item, Problem, Read, Reported, TableReader, not_negative, positive};
use super::diagnostic::Place;
use super::duration::duration;
use super::sheet::Sheet;
use super::suggest::{all_of, alternatives};
use super::tree::Value;
use crate::random::law::{LAWS, LawForm, ParameterKind};
use crate::random::{Law, LawError};

/// What a law is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// Times, written with a unit.
    Time,
    /// Numbers without a unit, for instance factors.
    Number,
}

impl Unit {
    /// One value of the law: seconds, or the number itself.
    fn value(self, item: &Item<'_>) -> Read<f64> {
        match self {
            Unit::Time => duration(item).map(|span| span.as_seconds()),
            Unit::Number => not_negative(item),
        }
    }
}

/// A law of times.
pub(super) fn law_of_times(item: &Item<'_>) -> Read<Law> {
    law_of_times_and(item, |_| Ok(())).map(|(law, ())| law)
}

/// A law of times, and what else its table says.
pub(super) fn law_of_times_and<T>(
    item: &Item<'_>,
    more: impl FnOnce(&mut TableReader<'_, '_>) -> Read<T>,
) -> Read<(Law, T)> {
    if let Value::Text(_) | Value::Whole(_) | Value::Decimal(_) = item.node.value {
        let written = item.quoted();
        let meant = format!("{{ constant = {written} }}");
        let problem = Problem::new("this is a single value, not a law", format!("if it is always the same: {meant}"));
        return Err(item.report(problem.replace(item.node.span.clone(), meant)));
    }
    let mut table = item.table()?;
    let more = more(&mut table);
    let law = law_in(item, &mut table, Unit::Time);
    table.finish();
    Ok((law?, more?))
}

/// A law that shares its table with other keys; those must be known to the table already.
pub(super) fn law_in(item: &Item<'_>, table: &mut TableReader<'_, '_>, unit: Unit) -> Read<Law> {
    table.know(&["clamp", "truncate"]);
    let tag = table.one_of("law", &names());
    let law = tag.and_then(|tag| {
        table.required(tag, |item| match tag {
            "constant" => constant(item, unit),
            "mixture" => mixture(item, unit),
            "quantiles" => quantiles(item, unit),
            "empirical" => empirical(item, unit),
            "hyperexponential" if matches!(item.node.value, Value::List(_)) => hyperexponential(item, unit),
            _ => with_parameters(item, tag, unit),
        })
    });
    let clamp = table.optional("clamp", |item| Bounds::read(item, unit));
    let truncate = table.optional("truncate", |item| Bounds::read(item, unit));
    if table.has("clamp") && table.has("truncate") {
        return Err(table.both("of them: clamp moves values to the bound, truncate draws within", "clamp", "truncate"));
    }
    let (mut law, clamp, truncate) = (law?, clamp?, truncate?);
    if let Some(bounds) = clamp {
        law = law.clamp(bounds.minimum, bounds.maximum).map_err(|error| bounds.refuse(item.context, error))?;
    }
    if let Some(bounds) = truncate {
        law = law.truncate(bounds.minimum, bounds.maximum).map_err(|error| bounds.refuse(item.context, error))?;
    }
    Ok(law)
}

/// The names of all laws, each once.
fn names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = LAWS.iter().map(|form| form.name).collect();
    names.dedup();
    names
}

/// The bounds of a law, with their places.
struct Bounds {
    minimum: Option<f64>,
    maximum: Option<f64>,
    places: Vec<(&'static str, Place)>,
    key: String,
}

impl Bounds {
    fn read(item: &Item<'_>, unit: Unit) -> Read<Bounds> {
        let mut table = item.table()?;
        let minimum = table.optional("minimum", |item| unit.value(item));
        let maximum = table.optional("maximum", |item| unit.value(item));
        if table.is_empty() {
            item.refuse("there is no bound", "write `minimum`, `maximum` or both");
        }
        let places = ["minimum", "maximum"].map(|key| (key, table.value_place(key))).to_vec();
        table.finish();
        Ok(Bounds { minimum: minimum?, maximum: maximum?, places, key: item.key.clone() })
    }

    fn refuse(&self, context: &Context<'_>, error: LawError) -> Reported {
        refuse(context, &self.places, &self.key, error)
    }
}

/// Reports what a law says about its parameters, at the parameter.
pub(super) fn refuse(context: &Context<'_>, places: &[(&'static str, Place)], key: &str, error: LawError) -> Reported {
    let place = places.iter().find(|(name, _)| *name == error.parameter).or(places.first());
    let (key, place) = match place {
        Some((name, place)) => (format!("{key}.{name}"), place.clone()),
        None => (key.to_owned(), Place::whole(context.source.name.clone())),
    };
    context.report(place, &key, Problem::new(error.problem, format!("write {}", error.expected)))
}

/// Reports what a law says about a value that has no keys.
pub(super) fn refuse_here(item: &Item<'_>, error: LawError) -> Reported {
    item.refuse(error.problem, format!("write {}", error.expected))
}

fn constant(item: &Item<'_>, unit: Unit) -> Read<Law> {
    Law::constant(unit.value(item)?).map_err(|error| refuse_here(item, error))
}

/// A law that the catalogue builds from parameters; which form it is, the keys say.
fn with_parameters(item: &Item<'_>, name: &'static str, unit: Unit) -> Read<Law> {
    let mut table = item.table()?;
    let Some(form) = form_of(item, &mut table, name) else {
        return Err(Reported::promised());
    };
    let mut values = Vec::with_capacity(form.parameters.len());
    for parameter in form.parameters {
        values.push(table.required(parameter.name, |item| match parameter.kind {
            ParameterKind::Value => unit.value(item),
            _ => item.number(),
        }));
    }
    let places: Vec<(&'static str, Place)> =
        form.parameters.iter().map(|parameter| (parameter.name, table.value_place(parameter.name))).collect();
    table.finish();
    let values = values.into_iter().collect::<Read<Vec<f64>>>()?;
    match form.build {
        Some(build) => build(&values).map_err(|error| refuse(item.context, &places, &item.key, error)),
        None => Err(item.refuse(format!("the law `{name}` cannot be written so"), "write another law")),
    }
}

/// The form of a law whose parameters these are: the one with the most of the keys, the first of equals. Keys that belong
/// to no common form are reported.
fn form_of(item: &Item<'_>, table: &mut TableReader<'_, '_>, name: &str) -> Option<&'static LawForm> {
    let (forms, lists): (Vec<&'static LawForm>, Vec<&'static LawForm>) =
        LAWS.iter().filter(|form| form.name == name).partition(|form| form.build.is_some());
    let given = |form: &LawForm| form.parameters.iter().filter(|parameter| table.has(parameter.name)).count();
    let best = forms.iter().copied().rev().max_by_key(|form| given(form))?;
    let of_keys = forms.iter().map(|form| all_of(form.parameters.iter().map(|one| one.name)));
    let of_lists = lists.iter().map(|form| format!("a list of {}", form.parameters[0].name));
    let ways = format!("write {}", of_keys.chain(of_lists).collect::<Vec<String>>().join(", or "));
    if table.is_empty() {
        item.refuse(format!("the parameters of the law `{name}` are missing"), ways);
        return None;
    }
    let all: Vec<&'static str> = forms.iter().flat_map(|form| form.parameters).map(|one| one.name).collect();
    let of_best = |key: &str| best.parameters.iter().any(|parameter| parameter.name == key);
    if let Some(other) = all.iter().find(|key| !of_best(key) && table.has(key)) {
        let with = best.parameters.iter().map(|parameter| parameter.name).filter(|key| table.has(key));
        let message = format!("`{other}` does not go with {}", alternatives(with));
        item.context.report(table.place_of(other), &item.key, Problem::new(message, ways));
        return None;
    }
    table.explain(ways);
    table.know(&all);
    Some(best)
}

fn mixture(item: &Item<'_>, unit: Unit) -> Read<Law> {
    let parts = item.list("laws with weights", |item| {
        let mut table = item.table()?;
        let weight = table.required("weight", positive);
        let law = law_in(item, &mut table, unit);
        table.finish();
        Ok((weight?, law?))
    })?;
    Law::mixture(parts).map_err(|error| refuse_here(item, error))
}

fn hyperexponential(item: &Item<'_>, unit: Unit) -> Read<Law> {
    let branches = item.list("branches { weight, mean }", |item| {
        let mut table = item.table()?;
        let weight = table.required("weight", positive);
        let mean = table.required("mean", |item| unit.value(item));
        table.finish();
        Ok((weight?, mean?))
    })?;
    Law::hyperexponential(&branches).map_err(|error| refuse_here(item, error))
}

fn quantiles(item: &Item<'_>, unit: Unit) -> Read<Law> {
    const HELP: &str = "write a probability and a value, for instance [0.5, \"30s\"]";
    let rows = item.list("rows of a probability and a value", |item| {
        let [at, value_there] = item.pair("a row of a probability and a value", HELP)?;
        let (probability, value) = (super::decode::share(&at), unit.value(&value_there));
        item.normal(vec![at.take_normal(), value_there.take_normal()]);
        Ok((probability?, value?))
    })?;
    Law::quantiles(rows).map_err(|error| refuse_here(item, error))
}

/// How many seconds the units of a column have.
const UNITS: &[(&str, f64)] = &[("s", 1.0), ("ms", 0.001), ("m", 60.0), ("h", 3600.0)];

fn empirical(item: &Item<'_>, unit: Unit) -> Read<Law> {
    let mut table = item.table()?;
    let sheet = table.required("file", Sheet::open);
    let column = match &sheet {
        Ok(sheet) => table.required("column", |item| sheet.named_column(item)),
        Err(_) => table.required("column", super::decode::text).and(Err(Reported::promised())),
    };
    let seconds = match unit {
        Unit::Time => table.required("unit", |item| item.choice("unit", UNITS)),
        Unit::Number => Ok(1.0),
    };
    table.finish();
    let (sheet, column, seconds) = (sheet?, column?, seconds?);
    let values = sheet.rows(item.context, |row| row.number(column).map(|number| number * seconds))?;
    item.normal(json!({ "values": values.len(), "unit_seconds": seconds, "column": sheet.header[column], "sha256": sheet.sha256 }));
    Law::empirical(values).map_err(|error| refuse_here(item, error))
}
