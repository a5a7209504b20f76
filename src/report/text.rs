//! What the terminal says: a table that answers the question, the answer in a sentence, warnings, and where the files are.

use super::key::{self, Key, Mark, Worth};
use super::{Output, Report, closed_forms_text, known, notes, pairs, verdict, what_if_text};
use anstyle::{AnsiColor, Style};
use comfy_table::{
    CellAlignment, ContentArrangement, Table,
    presets::{NOTHING, UTF8_HORIZONTAL_ONLY},
};
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

/// Marks of a significant difference: what it is worth shows without colours, too. Each has a private character that
/// stands in for it while the table is laid out, which must not count colours as width.
const MARKS: [(Mark, char, char, Style); 6] = [
    (Mark::Higher(Worth::Good), '\u{f0000}', '▲', GOOD),
    (Mark::Lower(Worth::Good), '\u{f0001}', '▼', GOOD),
    (Mark::Higher(Worth::Bad), '\u{f0002}', '△', BAD),
    (Mark::Lower(Worth::Bad), '\u{f0003}', '▽', BAD),
    (Mark::Higher(Worth::Neutral), '\u{f0004}', '↑', NEUTRAL),
    (Mark::Lower(Worth::Neutral), '\u{f0005}', '↓', NEUTRAL),
];
/// Stands in for no mark: layout may drop spaces at the end.
const NO_MARK: char = '\u{f0006}';

/// Everything for the terminal, with colours; whoever prints it drops them where they are not wanted.
pub fn text(report: &Report<'_>, width: usize) -> String {
    let mut text = format!("{}\n{}\n", bold(&report.scenario.title), quiet(&frame(report)));
    // Whoever finds this in a terminal again must not take it for the file's own results.
    for change in &report.scenario.changes {
        text.push_str(&format!("with {change}\n"));
    }
    let (table, keys) = table(report, width);
    text.push_str(&table);
    text.push_str(&legend(report, &keys));
    text.push_str(&by_channel(report, width));
    text.push_str(&what_if_text::table(report, width));
    text.push_str(&closed_forms_text::tables(report, width));
    text.push('\n');
    let words =
        [Some(verdict::verdict(report)), pairs::told_apart(report), known::known(report), notes::offered(report)];
    for line in wrapped(&words.into_iter().flatten().collect::<Vec<_>>().join(" "), width) {
        text.push_str(&format!("{line}\n"));
    }
    // Doubts about the scenario were told before the run.
    report.alarms().iter().for_each(|warning| text.push_str(&loud(warning, width)));
    text
}

/// A warning that nobody overlooks, after an empty line.
pub(super) fn loud(warning: &str, width: usize) -> String {
    let lines = wrapped(&format!("WARNING: {warning}"), width);
    let painted: Vec<String> = lines.iter().map(|line| format!("{}\n", paint(LOUD, line))).collect();
    format!("\n{}", painted.concat())
}

/// What stands above everything else.
pub(super) fn bold(text: &str) -> String {
    paint(Style::new().bold(), text)
}

/// What stands in the background.
pub(super) fn quiet(text: &str) -> String {
    paint(QUIET, text)
}

/// Where the files are.
pub fn files(folder: &Path, files: &[Output<'_>]) -> String {
    let first = files.iter().find(|file| file.name.ends_with(".png"));
    let chart = first.map_or(String::new(), |file| format!(", the first chart is {}", file.name));
    let folder = bold(&folder.display().to_string());
    let table = files.first().map_or("", |file| file.name.as_str());
    format!("Files in {folder}: every number is in {table}{chart}")
}

/// "1 policy", "2 policies".
pub(super) fn count(number: usize, word: &str, words: &str) -> String {
    format!("{number} {}", if number == 1 { word } else { words })
}

/// What was run.
fn frame(report: &Report<'_>) -> String {
    let experiment = report.experiment();
    let horizon = experiment.model.frame.horizon;
    let intervals = match experiment.replications {
        1 => "one alone has no intervals".to_owned(),
        _ => format!("± are {:.0}% intervals", experiment.confidence * 100.0),
    };
    format!(
        "{}, {} of {horizon}, seed {}; {intervals}",
        count(experiment.policies.len(), "policy", "policies"),
        count(experiment.replications as usize, "replication", "replications"),
        experiment.seed
    )
}

fn legend(report: &Report<'_>, keys: &[Key]) -> String {
    let mut text = String::new();
    if report.experiment().policies.len() > 1 && report.experiment().replications > 1 {
        let baseline = report.policy(report.baseline());
        let (good, bad) = (paint(GOOD, "▲▼ better"), paint(BAD, "△▽ worse"));
        text.push_str(&format!("{good}  {bad}  ↑↓ other than under {baseline}, beyond chance\n"));
        if report.together() > 1 {
            let marks =
                format!("the marks of a column hold for all {} comparisons together (Bonferroni)", report.together());
            text.push_str(&format!("{marks}\n"));
        }
    }
    if keys.iter().any(|key| key.metric == "tempo_ratio") {
        text.push_str("tempo ratio: how long a reply takes, over how long that customer usually takes to answer\n");
    }
    text
}

/// The widest form of the table that fits, and its columns.
fn table(report: &Report<'_>, width: usize) -> (String, Vec<Key>) {
    fitting(key::keys(report), width, |keys, beside| layout(report, keys, beside))
}

/// The widest form of a table that fits, painted, and its columns: intervals beside the numbers, or below them, or fewer
/// columns.
pub(super) fn fitting(mut keys: Vec<Key>, width: usize, layout: impl Fn(&[Key], bool) -> String) -> (String, Vec<Key>) {
    let mut table = layout(&keys, true);
    if widest(&table) > width {
        table = layout(&keys, false);
    }
    while widest(&table) > width && keys.len() > FEWEST {
        let last = (0..keys.len()).max_by_key(|&place| keys[place].rank).expect("there are columns");
        keys.remove(last);
        table = layout(&keys, false);
    }
    (painted(&table), keys)
}

/// The mean waits on each channel; nothing where there is one, or no room.
fn by_channel(report: &Report<'_>, width: usize) -> String {
    let Some(rows) = notes::by_channel(report) else { return String::new() };
    let mut table = Table::new();
    table.load_style(NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.add_rows(rows);
    table.column_iter_mut().skip(1).for_each(|column| column.set_cell_alignment(CellAlignment::Right));
    let lines: Vec<String> = table.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    if widest(&lines.concat()) > width { String::new() } else { format!("\n{}", lines.concat()) }
}

/// How wide a table is.
pub(super) fn widest(table: &str) -> usize {
    table.lines().map(|line| line.chars().count()).max().unwrap_or(0)
}

fn layout(report: &Report<'_>, keys: &[Key], beside: bool) -> String {
    let places: Vec<usize> = keys.iter().map(|key| places(report, key)).collect();
    let row = |policy: usize| {
        let cells = keys.iter().zip(&places).map(|(key, &places)| cell(report, policy, key, places, beside));
        [name(report, policy)].into_iter().chain(cells).collect()
    };
    grid("\npolicy", keys, (0..report.results.policies.len()).map(row).collect())
}

/// An empty table with lines above, below and under its heading.
pub(super) fn ruled() -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_HORIZONTAL_ONLY.row_separator(comfy_table::LineStyle::none()));
    table.set_content_arrangement(ContentArrangement::Disabled);
    table
}

/// Rows of a name and a cell for each main number.
pub(super) fn grid(heading: &str, keys: &[Key], rows: Vec<Vec<String>>) -> String {
    let mut table = ruled();
    // Headings end where the numbers do, before the mark.
    let headings = keys.iter().map(|key| key.heading.replace('\n', &format!(" {NO_MARK}\n")) + &format!(" {NO_MARK}"));
    table.set_header([heading.to_owned()].into_iter().chain(headings));
    table.add_rows(rows);
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
        column.set_padding((1, 0));
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

fn cell(report: &Report<'_>, policy: usize, key: &Key, places: usize, beside: bool) -> String {
    let Some(row) = key::row(report, policy, key) else { return String::new() };
    let Some(estimate) = &row.estimate else { return format!("– {NO_MARK}") };
    let half = row.interval.map(|interval| interval.half_width());
    let written = key::written(row.unit, estimate.value, half, places);
    marked(written, key::mark(report, policy, key), beside)
}

/// A number with half of its interval, beside it or below, and its mark.
pub(super) fn marked((value, half): (String, Option<String>), mark: Mark, beside: bool) -> String {
    let mark = MARKS.iter().find(|it| it.0 == mark).map_or(NO_MARK, |it| it.1);
    match half {
        None => format!("{value} {mark}"),
        Some(half) if beside => format!("{value} ±{half} {mark}"),
        Some(half) => format!("{value} {mark}\n±{half} {NO_MARK}"),
    }
}

/// The decimals of a column.
fn places(report: &Report<'_>, key: &Key) -> usize {
    let rows: Vec<_> = (0..report.results.policies.len()).filter_map(|policy| key::row(report, policy, key)).collect();
    let halves = rows.iter().filter_map(|row| row.interval).map(|interval| interval.half_width());
    rows.first().map_or(0, |row| key::places(row.unit, halves))
}

/// The table with its marks in colour, and the lines that only hold intervals in the background.
fn painted(table: &str) -> String {
    let mut text = String::new();
    for line in table.lines() {
        let mut line = line.replace(NO_MARK, " ").trim_end().to_owned();
        let below = line.trim_start().trim_start_matches("(baseline)").trim_start().starts_with('±');
        for (_, stand_in, mark, style) in MARKS {
            line = line.replace(stand_in, &paint(style, &mark.to_string()));
        }
        text.push_str(&if below { quiet(&line) } else { line });
        text.push('\n');
    }
    text
}

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Lines of at most so many characters, broken at spaces.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
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
