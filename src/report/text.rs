//! What the terminal says: a table that answers the question, the answer in a sentence, warnings, and where the files are.

use super::key::{self, Key, Mark, Verdict};
use super::{Output, Report, verdict};
use crate::units::Span;
use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};
use std::path::Path;

/// No table is narrower than with so many columns of numbers.
const FEWEST: usize = 3;

/// Width in characters where nobody can say how wide the terminal is.
pub const WIDTH: usize = 100;

const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const NEUTRAL: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const LOUD: Style = AnsiColor::Yellow.on_default().bold();

/// Stand in for marks while the table is laid out, which must not count colours as width. Private characters: no name
/// has them.
const STAND_INS: [(char, char, Style); 6] = [
    ('\u{f0000}', '▲', GOOD),
    ('\u{f0001}', '▲', BAD),
    ('\u{f0002}', '▲', NEUTRAL),
    ('\u{f0003}', '▼', GOOD),
    ('\u{f0004}', '▼', BAD),
    ('\u{f0005}', '▼', NEUTRAL),
];
/// Stands in for no mark: layout may drop spaces at the end.
const NO_MARK: char = '\u{f0006}';

/// Everything for the terminal, with colours; whoever prints it drops them where they are not wanted.
pub fn text(report: &Report<'_>, width: usize) -> String {
    let mut text =
        format!("{}\n{}\n", paint(Style::new().bold(), &report.scenario.title), paint(QUIET, &frame(report)));
    text.push_str(&table(report, width));
    text.push_str(&legend(report));
    text.push('\n');
    for line in wrapped(&verdict::verdict(report), width) {
        text.push_str(&format!("{line}\n"));
    }
    for warning in report.warnings() {
        text.push('\n');
        for line in wrapped(&format!("WARNING: {warning}"), width) {
            text.push_str(&format!("{}\n", paint(LOUD, &line)));
        }
    }
    text
}

/// Where the files are.
pub fn files(folder: &Path, files: &[Output]) -> String {
    let count = files.len();
    let main = "summary.csv has every number, comparisons.csv every difference, run.json what was run";
    format!("{} {count} files: {main}", paint(Style::new().bold(), &format!("{}/", folder.display())))
}

/// What was run.
fn frame(report: &Report<'_>) -> String {
    let experiment = report.experiment();
    let count = |number: usize, word: &str, words: &str| format!("{number} {}", if number == 1 { word } else { words });
    let horizon = experiment.model.frame.horizon;
    let days = Span(horizon.0);
    format!(
        "{}, {} of {days}, seed {}; ± are {:.0}% intervals",
        count(experiment.policies.len(), "policy", "policies"),
        count(experiment.replications as usize, "replication", "replications"),
        experiment.seed,
        experiment.confidence * 100.0
    )
}

fn legend(report: &Report<'_>) -> String {
    if report.experiment().policies.len() == 1 {
        return String::new();
    }
    let baseline = report.policy(report.baseline());
    let text = format!("▲ higher ▼ lower than {baseline} beyond chance");
    format!("{} {} {}\n", paint(QUIET, &text), paint(GOOD, "better"), paint(BAD, "worse"))
}

/// The widest form of the table that fits: intervals beside the numbers, or below them, or fewer columns.
fn table(report: &Report<'_>, width: usize) -> String {
    let mut keys = key::keys(report);
    for beside in [true, false] {
        let table = layout(report, &keys, beside);
        if widest(&table) <= width {
            return painted(&table);
        }
    }
    while keys.len() > FEWEST {
        let last = (0..keys.len()).max_by_key(|&place| keys[place].rank).expect("there are columns");
        keys.remove(last);
        let table = layout(report, &keys, false);
        if widest(&table) <= width {
            return painted(&table);
        }
    }
    painted(&layout(report, &keys, false))
}

fn widest(table: &str) -> usize {
    table.lines().map(|line| line.chars().count()).max().unwrap_or(0)
}

fn layout(report: &Report<'_>, keys: &[Key], beside: bool) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY.row_separator(comfy_table::LineStyle::none()));
    table.set_content_arrangement(ContentArrangement::Disabled);
    let headings = keys.iter().map(|key| key.heading.to_owned());
    table.set_header(["\npolicy".to_owned()].into_iter().chain(headings));
    for policy in 0..report.results.policies.len() {
        let cells = keys.iter().map(|key| cell(report, policy, key, beside));
        table.add_row([name(report, policy)].into_iter().chain(cells));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.to_string()
}

/// The name of a policy; long ones are cut.
fn name(report: &Report<'_>, policy: usize) -> String {
    const LONGEST: usize = 28;
    let name = report.policy(policy);
    let cut = match name.chars().count() > LONGEST {
        true => name.chars().take(LONGEST - 1).chain(['…']).collect(),
        false => name.to_owned(),
    };
    if policy == report.baseline() && report.results.policies.len() > 1 { format!("{cut}\n(baseline)") } else { cut }
}

fn cell(report: &Report<'_>, policy: usize, key: &Key, beside: bool) -> String {
    let Some(row) = key::row(report, policy, key) else { return String::new() };
    let Some(estimate) = &row.estimate else { return format!("–{NO_MARK}") };
    let (value, half) = key::written(row.unit, estimate.value, row.interval);
    let mark = stand_in(key::mark(report, policy, key));
    match half {
        None => format!("{value}{mark}"),
        Some(half) if beside => format!("{value} ±{half}{mark}"),
        Some(half) => format!("{value}{mark}\n±{half}{NO_MARK}"),
    }
}

fn stand_in(mark: Mark) -> char {
    let (arrow, verdict) = match mark {
        Mark::None => return NO_MARK,
        Mark::Higher(verdict) => ('▲', verdict),
        Mark::Lower(verdict) => ('▼', verdict),
    };
    let style = match verdict {
        Verdict::Good => GOOD,
        Verdict::Bad => BAD,
        Verdict::Neutral => NEUTRAL,
    };
    let found = STAND_INS.iter().find(|(_, shown, look)| (*shown, *look) == (arrow, style));
    found.map_or(NO_MARK, |(stand_in, ..)| *stand_in)
}

/// The table with its marks in colour, and the lines that only hold intervals in the background.
fn painted(table: &str) -> String {
    let mut text = String::new();
    for line in table.lines() {
        let mut line = line.replace(NO_MARK, " ").trim_end().to_owned();
        let below = line.trim_start().trim_start_matches("(baseline)").trim_start().starts_with('±');
        for (stand_in, arrow, style) in STAND_INS {
            line = line.replace(stand_in, &paint(style, &arrow.to_string()));
        }
        text.push_str(&if below { paint(QUIET, &line) } else { line });
        text.push('\n');
    }
    text
}

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Lines of at most so many characters, broken at spaces.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is always a line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("unbreakable", 4), ["unbreakable"]);
    }
}
