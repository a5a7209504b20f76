//! The closed forms beside the simulated numbers, for the terminal.

use super::Report;
use super::text::{ruled, widest, wrapped};
use crate::metrics::{Scope, Unit};
use crate::textbook::{Check, Compared};
use crate::units::Span;
use comfy_table::CellAlignment;

/// A table for each policy that is a queue of the textbooks, and what closed forms are of; nothing without one.
pub(super) fn tables(report: &Report<'_>, width: usize) -> String {
    let checks = report.checks();
    if checks.is_empty() {
        return String::new();
    }
    let tables: String = checks.iter().map(|check| table(report, check, width)).collect();
    format!("{tables}{}\n", wrapped(&steady(report), width).join("\n"))
}

fn table(report: &Report<'_>, check: &Check<'_>, width: usize) -> String {
    let (name, policy) = (&check.textbook.name, report.policy(check.policy));
    let heading = wrapped(&format!("{name} under {policy}: {}", check.textbook.because), width).join("\n");
    let with_errors = grid(report, check, true);
    let table = if widest(&with_errors) > width { grid(report, check, false) } else { with_errors };
    format!("\n{heading}\n{table}\n")
}

/// What the closed forms are of, and what the run is not.
fn steady(report: &Report<'_>) -> String {
    let frame = &report.experiment().model.frame;
    let after = |span: Span, what: &str| match span {
        Span::ZERO => format!("without a {what}"),
        span => format!("with a {what} of {span}"),
    };
    format!(
        "closed forms are of the steady state; the run begins empty, {}, and ends {}",
        after(frame.warm_up, "warm-up"),
        after(frame.cool_down, "cool-down")
    )
}

fn grid(report: &Report<'_>, check: &Check<'_>, with_errors: bool) -> String {
    let columns = if with_errors { 4 } else { 3 };
    let mut table = ruled();
    table.set_header(["", "closed form", "simulated", "standard errors off"].into_iter().take(columns));
    let rows = check.compared.iter().map(|it| row(report, it).into_iter().take(columns));
    table.add_rows(rows);
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn row(report: &Report<'_>, it: &Compared<'_>) -> [String; 4] {
    let number = &it.number;
    let scope = match number.scope {
        Scope::Overall => String::new(),
        scope => format!(", {}", report.experiment().scope_name(scope)),
    };
    let name = format!("{}.{}{scope}", number.metric, number.statistic);
    let half = it.row.interval.map(|interval| interval.half_width());
    let scale = if it.row.unit == Unit::Share { 100.0 } else { 1.0 };
    let places = places(half.map(|half| half * scale));
    let told = |value: f64| format!("{:.places$}{}", value * scale, unit(it.row.unit));
    let margin = half.map_or(String::new(), |half| format!(" ±{:.places$}", half * scale));
    let off = it.errors_off().map_or("–".to_owned(), |off| signed((off * 10.0).round() / 10.0));
    [name, told(number.value), told(it.estimate.value) + &margin, off]
}

/// A number of tenths with its sign; nothing has none.
fn signed(tenths: f64) -> String {
    if tenths == 0.0 { "0.0".to_owned() } else { format!("{tenths:+.1}").replace('-', "−") }
}

/// What stands behind a number.
fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "s",
        Unit::Share => "%",
        Unit::Hours => "h",
        Unit::Number | Unit::Ratio | Unit::Money => "",
    }
}

/// Decimals such that half of the interval has two digits: these numbers are there to be compared.
fn places(half: Option<f64>) -> usize {
    const MOST: usize = 6;
    let half = half.filter(|half| *half > 0.0).unwrap_or(0.1);
    let powers = std::iter::successors(Some(half), |half| Some(half * 10.0)).take(MOST);
    powers.take_while(|half| *half < 9.95).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_an_interval_has_two_digits() {
        let halves = [Some(123.0), Some(9.96), Some(9.94), Some(0.52), Some(0.0021), Some(1e-12), None];
        assert_eq!(halves.map(places), [0, 0, 1, 2, 4, 6, 2]);
    }
}
