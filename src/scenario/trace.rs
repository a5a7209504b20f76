//! A log of real arrivals.

use jiff::civil::DateTime;
use serde_json::json;

use super::decode::{Item, Problem, Read, Reported};
use super::sheet::{Row, Sheet};
use super::zone::Run;
use crate::units::{Span, Time};

/// One row of a log.
struct Arrival {
    /// Microseconds since 1970-01-01T00:00 local time, or since the first counted instant.
    microseconds: i128,
    civil: bool,
    /// The byte of the file at which the row begins: a log may have millions of rows.
    begin: usize,
}

/// The instants of a log's rows, in their order, by the clocks of the run. Rows outside of the run are left out, with a warning.
pub(super) fn trace(item: &Item<'_>, run: Option<Run<'_>>) -> Read<Vec<Time>> {
    let mut table = item.table()?;
    let sheet = table.required("file", Sheet::open);
    let column = match &sheet {
        Ok(sheet) => table.required("column", |item| sheet.named_column(item)),
        Err(_) => table.required("column", super::decode::text).and(Err(Reported::promised())),
    };
    table.finish();
    let (sheet, column) = (sheet?, column?);
    let rows = sheet.rows(item.context, |row| arrival(row, column))?;
    if rows.is_empty() {
        return Err(item.refuse("the log has no rows", "add a row for each customer"));
    }
    item.normal(json!({ "rows": rows.len(), "column": sheet.header[column], "sha256": sheet.sha256 }));
    // Without a run its own mistake has been reported.
    let run = run.ok_or_else(Reported::promised)?;
    Ok(place_in_run(item, run, &sheet, rows))
}

fn arrival(row: &Row<'_>, column: usize) -> Result<Arrival, (String, String)> {
    let text = row.text(column);
    let help = "write local time such as 2026-03-02T08:00:12, or seconds since time.start";
    let refuse = |message: String| Err((message, help.to_owned()));
    if let Ok(seconds) = text.parse::<f64>() {
        if seconds.is_nan() || seconds.abs() > Span(Time::LAST.0).as_seconds() {
            return refuse(format!("`{text}` is no sensible number of seconds"));
        }
        let microseconds = (seconds * 1e6).round() as i128;
        return Ok(Arrival { microseconds, civil: false, begin: row.begin() });
    }
    if text.ends_with(['Z', 'z']) || text.contains('+') {
        return refuse(format!("`{text}` has a time zone"));
    }
    match civil_microseconds(text) {
        Some(microseconds) => Ok(Arrival { microseconds, civil: true, begin: row.begin() }),
        None => refuse(format!("`{text}` is not a point in time")),
    }
}

/// Microseconds from 1970-01-01T00:00 to a civil instant.
pub(super) fn civil_microseconds(text: &str) -> Option<i128> {
    let moment: DateTime = text.parse().ok()?;
    let since = moment.duration_since(DateTime::constant(1970, 1, 1, 0, 0, 0, 0));
    Some(since.as_micros())
}

fn place_in_run(item: &Item<'_>, run: Run<'_>, sheet: &Sheet, rows: Vec<Arrival>) -> Vec<Time> {
    let mut times = Vec::with_capacity(rows.len());
    let (mut outside, mut first) = (0, None);
    for row in rows {
        let since = match row.civil {
            true => run.since_begin(row.microseconds),
            false => Some(row.microseconds + i128::from(run.frame.warm_up.0)),
        };
        match since.and_then(|since| u64::try_from(since).ok()) {
            Some(since) if (run.past.0..run.frame.end().0).contains(&since) => times.push(Time(since)),
            _ => {
                outside += 1;
                first.get_or_insert(row.begin);
            }
        }
    }
    if let Some(begin) = first {
        let message = match outside {
            1 => "one row of the log lies outside of the run and is left out".to_owned(),
            _ => format!("{outside} rows of the log lie outside of the run and are left out"),
        };
        let help = "the run begins at time.start - warm_up and ends after horizon and cool_down";
        item.context.warn(sheet.row_place(begin), &item.key, Problem::new(message, help).label("the first of them"));
    }
    times
}
