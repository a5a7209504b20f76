//! What the what-ifs change, for the terminal: the main numbers of each policy against its own without the change.

use super::Report;
use super::key::{self, Key};
use super::text::{fitting, grid, marked, wrapped};
use super::words::{duration, margin};
use crate::metrics::{Scope, Unit};
use crate::stats::Difference;

/// The widest table that fits; nothing without what-ifs.
pub(super) fn table(report: &Report<'_>, width: usize) -> String {
    let Some(first) = report.what_ifs.first() else { return String::new() };
    let (table, _) = fitting(key::keys(report), width, |keys, beside| {
        let rows = report.what_ifs().enumerate().flat_map(|(place, (_, name))| rows(report, place, name, keys, beside));
        grid("\nwhat if", keys, rows.collect())
    });
    let together = match first.comparisons {
        1 => String::new(),
        several => format!("; the marks of a column hold for all {several} comparisons together (Bonferroni)"),
    };
    let below = format!("changes against the same policy without the what-if, on the same customers{together}");
    format!("\n{table}{}\n", wrapped(&below, width).join("\n"))
}

/// The name of a what-if, and its policies below it.
fn rows(report: &Report<'_>, place: usize, name: &str, keys: &[Key], beside: bool) -> Vec<Vec<String>> {
    let it = &report.what_ifs[place];
    let cell = |policy: usize, key: &Key| {
        let change = it.change(policy, Scope::Overall, key.metric, key.statistic);
        change.map_or(String::new(), |change| cell(report, key, change, beside))
    };
    let policies = report.results.policies.len();
    let row = |policy: usize| {
        let first = if policies == 1 { name.to_owned() } else { format!("  {}", report.policy(policy)) };
        std::iter::once(first).chain(keys.iter().map(|key| cell(policy, key))).collect()
    };
    let heading = std::iter::once(name.to_owned()).chain(keys.iter().map(|_| String::new())).collect();
    let heading = std::iter::once(heading).filter(|_: &Vec<String>| policies > 1);
    heading.chain((0..policies).map(row)).collect()
}

fn cell(report: &Report<'_>, key: &Key, change: &Difference, beside: bool) -> String {
    let unit = key::row(report, report.baseline(), key).map_or(Unit::Number, |row| row.unit);
    let half = change.interval.map(|interval| interval.half_width());
    marked(written(unit, change.value, half), key::mark_of(key, change), beside)
}

/// A change with its sign; of shares in percentage points.
pub(super) fn written(unit: Unit, value: f64, half: Option<f64>) -> (String, Option<String>) {
    let sign = if value < 0.0 { "−" } else { "+" };
    let (value, half) = match unit {
        Unit::Seconds => (duration(value.abs()), half.map(|half| margin(half, value))),
        _ => {
            let scale = if unit == Unit::Share { 100.0 } else { 1.0 };
            let places = key::places(unit, half.into_iter());
            let number = |it: f64| format!("{:.places$}", it * scale);
            (number(value.abs()), half.map(number))
        }
    };
    let nothing = !value.contains(|letter: char| ('1'..='9').contains(&letter));
    (format!("{}{value}", if nothing { "" } else { sign }), half)
}
