//! What a study of the steady state says on the terminal: the averages, what was left out, and what to write for that.

use super::super::key;
use super::super::text::{bold, count, loud, quiet, ruled, widest, wrapped};
use super::SteadyReport;
use crate::study::steady::{Average, PolicyState};
use crate::units::Span;
use comfy_table::CellAlignment;

/// The metrics that are shown, with their headings; where there is no room, the last ones go first.
const COLUMNS: [(&str, &str); 7] = [
    ("wait", "mean\nwait"),
    ("utilisation", "utili-\nsation"),
    ("first_response_time", "first\nreply"),
    ("needing_reply", "needing\nreply"),
    ("service_level", "service\nlevel"),
    ("abandoned", "\ngave up"),
    ("concurrency", "concur-\nrency"),
];

/// The table and the answer, with colours; whoever prints it drops them where they are not wanted.
pub fn steady_text(report: &SteadyReport<'_>, width: usize) -> String {
    let mut text = format!("{}\n{}\n", bold(&report.scenario.title), quiet(&frame(report)));
    for change in &report.scenario.changes {
        text.push_str(&format!("with {change}\n"));
    }
    if report.state.policies.iter().any(PolicyState::is_steady) {
        text.push_str(&format!("{}\n\n", table(report, width)));
    }
    if let Some(warm_up) = report.state.warm_up {
        wrapped(&left_out(report, warm_up), width).iter().for_each(|line| text.push_str(&format!("{line}\n")));
        if warm_up > Span::ZERO {
            text.push_str(&format!("\n    [time]\n    warm_up = \"{warm_up}\"\n"));
        }
    }
    report.warnings().iter().for_each(|warning| text.push_str(&loud(warning, width)));
    text
}

/// What was run.
fn frame(report: &SteadyReport<'_>) -> String {
    let experiment = &report.plan.experiment;
    let policies = count(experiment.policies.len(), "policy", "policies");
    let horizon = experiment.model.frame.horizon;
    let (runs, intervals) = match report.plan.batches {
        Some(batches) => (format!("one run of {horizon}"), format!("from {batches} batches")),
        None => (format!("{} replications of {horizon}", experiment.replications), "over them".to_owned()),
    };
    let confidence = experiment.confidence * 100.0;
    format!("{policies}, {runs}, seed {}; ± are {confidence:.0}% intervals {intervals}", experiment.seed)
}

/// What was left out, and who says so.
fn left_out(report: &SteadyReport<'_>, warm_up: Span) -> String {
    let asked = report.plan.given.is_some();
    let last = report.policies().find(|(_, policy)| !asked && policy.settled.after() == Some(warm_up));
    let by = last.map_or("as was asked for".to_owned(), |(name, _)| format!("by MSER-5; {name} settles last"));
    match warm_up {
        Span::ZERO if asked => format!("Nothing was left out at the beginning, {by}."),
        Span::ZERO => "Nothing need be left out at the beginning (MSER-5).".to_owned(),
        _ => {
            format!("Left out at the beginning: {warm_up}, {by}. To leave it out of every run, write in the scenario:")
        }
    }
}

/// The widest form of the table that fits.
fn table(report: &SteadyReport<'_>, width: usize) -> String {
    let limited = report.scenario.experiment.model.demands.iter().any(|demand| demand.patience.limited());
    let known = |metric: &str| {
        let averages = report.state.policies.iter().filter_map(|policy| policy.average(metric));
        averages.into_iter().any(|average| average.evidence.is_some())
    };
    let mut columns: Vec<(&str, &str)> =
        COLUMNS.into_iter().filter(|(metric, _)| known(metric) && (limited || *metric != "abandoned")).collect();
    let mut table = layout(report, &columns);
    while widest(&table) > width && columns.len() > 1 {
        columns.pop();
        table = layout(report, &columns);
    }
    table
}

fn layout(report: &SteadyReport<'_>, columns: &[(&str, &str)]) -> String {
    let mut table = ruled();
    table.set_header(["\npolicy"].into_iter().chain(columns.iter().map(|column| column.1)));
    for (name, policy) in report.policies() {
        let cells = columns.iter().map(|(metric, _)| match policy.average(metric) {
            Some(average) => written(report, average),
            None => "–".to_owned(),
        });
        table.add_row([name.to_owned()].into_iter().chain(cells));
    }
    table.column_iter_mut().skip(1).for_each(|it| it.set_cell_alignment(CellAlignment::Right));
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// A number with half of its interval.
fn written(report: &SteadyReport<'_>, average: &Average) -> String {
    let Some(evidence) = &average.evidence else { return "–".to_owned() };
    let half = report.interval(average).map(|interval| interval.half_width());
    let places = key::places(average.unit, half.into_iter());
    match key::written(average.unit, evidence.estimate().value, half, places) {
        (value, Some(half)) => format!("{value} ±{half}"),
        (value, None) => value,
    }
}
