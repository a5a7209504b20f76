//! `day_factors` and `month_factors`: what is known beforehand of how busy days and months are.

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::decode::{Item, Problem, Read, TableReader, not_negative, shown};
use super::diagnostic::Place;
use super::sheet::{Row, Sheet};
use super::tree::Value;
use super::zone::Run;
use crate::model::Factors;

/// No day and no month is busier than this many usual ones.
const HIGHEST: f64 = 1000.0;

/// So many days of a file are written out in the normal form; more are replaced by their number and the file's hash.
const DAYS_SHOWN: usize = 500;

/// A number by which the rate is multiplied, for a day or a month, and where the file has it.
struct Line {
    /// Days since 1970-01-01, or the month, 0 for January.
    what: i64,
    factor: f64,
    place: Place,
}

/// The factors of a demand; the run is needed to see whether any of the days lies in it.
pub(super) fn factors(table: &mut TableReader<'_, '_>, run: Option<Run<'_>>) -> Read<Option<Factors>> {
    let days = table.optional("day_factors", |item| days(item, run));
    let months = table.optional("month_factors", months);
    match (days?, months?) {
        (None, None) => Ok(None),
        (days, months) => {
            let factors = Factors::new(&days.unwrap_or_default(), months.unwrap_or([1.0; 12]));
            Ok(Some(factors.expect("each was checked where it stands")))
        }
    }
}

fn days(item: &Item<'_>, run: Option<Run<'_>>) -> Read<Vec<(i64, f64)>> {
    let mut table = item.table()?;
    let file = table.required("file", |item| {
        let sheet = Sheet::open(item)?;
        let lines = lines(item, &sheet, "date", date)?;
        Ok((sheet.sha256, lines))
    });
    table.finish();
    let (sha256, mut lines) = file?;
    lines.sort_by_key(|line| line.what);
    item.normal(match lines.len() {
        0..=DAYS_SHOWN => {
            lines.iter().map(|line| json!({ "date": written(line.what), "factor": line.factor })).collect()
        }
        number => json!({ "days": number, "sha256": sha256 }),
    });
    if let Some(run) = run {
        let zone = &run.frame.zone;
        // A day more at both ends, wherever the customers are.
        let days = zone.day(run.begins()) - 1..=zone.day(run.frame.end()) + 1;
        if !lines.iter().any(|line| days.contains(&line.what)) {
            let help = "the run begins at time.start - warm_up and ends after horizon and cool_down";
            let problem = Problem::new("this has no effect: none of the dates lies within the run", help);
            item.context.warn(item.place(), &item.key, problem);
        }
    }
    Ok(lines.into_iter().map(|line| (line.what, line.factor)).collect())
}

fn months(item: &Item<'_>) -> Read<[f64; 12]> {
    let months = match &item.node.value {
        Value::List(_) => {
            let list = item.list("factors", factor)?;
            <[f64; 12]>::try_from(list).map_err(|list| {
                let help = "write one for each month, from January to December";
                item.refuse(format!("the number of factors is {}, not 12", list.len()), help)
            })?
        }
        Value::Table(_) => {
            let mut table = item.table()?;
            let lines = table.required("file", |item| lines(item, &Sheet::open(item)?, "month", month));
            table.finish();
            let mut months = [1.0; 12];
            lines?.iter().for_each(|line| months[line.what as usize] = line.factor);
            months
        }
        _ => {
            let help = "write twelve numbers [1.1, 0.9, ...], or for instance { file = \"months.csv\" }";
            return Err(item.wrong_kind("factors of the months", help));
        }
    };
    item.normal(months.map(Json::from).to_vec());
    Ok(months)
}

fn factor(item: &Item<'_>) -> Read<f64> {
    let number = not_negative(item)?;
    if number <= HIGHEST { Ok(number) } else { Err(item.refuse(too_high(number), HELP_TOO_HIGH)) }
}

fn too_high(number: f64) -> String {
    format!("{} is no sensible factor on a rate", shown(number))
}

const HELP_TOO_HIGH: &str = "write 1 for as usual, 0.5 for half as many customers, at most 1000";

/// What a text stands for, or what is wrong with it and what would be right.
type Reader = fn(&str) -> Result<i64, (String, String)>;

/// The lines of a file with a column of days or months and a column of factors. Each may be named once.
fn lines(item: &Item<'_>, sheet: &Sheet, name: &'static str, read: Reader) -> Read<Vec<Line>> {
    let columns = [name, "factor"].map(|name| sheet.column(item.context, name));
    let [what, factor] = columns;
    let (what, factor) = (what?, factor?);
    let lines = sheet.rows(item.context, |row: &Row<'_>| {
        let number = row.number(factor)?;
        if number > HIGHEST {
            return Err((format!("factor: {}", too_high(number)), HELP_TOO_HIGH.to_owned()));
        }
        let what = read(row.text(what)).map_err(|(message, help)| (format!("{name}: {message}"), help))?;
        Ok(Line { what, factor: number, place: row.place() })
    })?;
    if lines.is_empty() {
        return Err(item.refuse("the file has no rows", format!("add a row for each {name} that is not as usual")));
    }
    let mut order: Vec<&Line> = lines.iter().collect();
    order.sort_by_key(|line| (line.what, line.place.line));
    match order.windows(2).find(|pair| pair[0].what == pair[1].what) {
        Some(pair) => {
            let problem = Problem::new(format!("this {name} is there twice"), "write each once");
            let problem = problem.related(pair[0].place.clone(), "the first time");
            Err(item.context.report(pair[1].place.clone(), &item.key, problem))
        }
        None => Ok(lines),
    }
}

/// The days from 1970-01-01 to a date.
fn date(text: &str) -> Result<i64, (String, String)> {
    match text.parse::<Date>() {
        Ok(date) if text.len() == 10 => Ok(date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24),
        _ => Err((format!("`{text}` is not a date"), "write year, month and day, for instance 2026-12-24".to_owned())),
    }
}

fn written(day: i64) -> String {
    let date = Date::constant(1970, 1, 1).checked_add(jiff::SignedDuration::from_hours(day * 24));
    date.map_or_else(|_| day.to_string(), |date| date.to_string())
}

/// The month of its number, 0 for January.
fn month(text: &str) -> Result<i64, (String, String)> {
    match text.parse::<i64>() {
        Ok(month @ 1..=12) => Ok(month - 1),
        _ => Err((format!("`{text}` is not a month"), "write its number, from 1 to 12".to_owned())),
    }
}
