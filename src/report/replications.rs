//! `replications.csv`: each replication by itself, for plots of its own and for seeing that two runs went the same way.

use super::table::{Table, maybe};
use super::{Output, Report};
use crate::experiment::RunRecord;
use crate::metrics::{Contribution, METRICS};
use crate::stats::quantile;

/// Column, metric and what of it.
const COLUMNS: [(&str, &str, Part); 11] = [
    ("offered", "offered", Part::Numerator),
    ("answered", "answered", Part::Numerator),
    ("abandoned", "abandoned", Part::Numerator),
    ("resolved", "resolved", Part::Numerator),
    ("wait_mean", "wait", Part::Mean),
    ("wait_p90", "wait", Part::Quantile(0.9)),
    ("first_response_time_p90", "first_response_time", Part::Quantile(0.9)),
    ("service_level", "service_level", Part::Ratio),
    ("utilisation", "utilisation", Part::Ratio),
    ("concurrency_mean", "concurrency", Part::Level),
    ("queue_length_mean", "queue_length", Part::Ratio),
];

#[derive(Clone, Copy)]
enum Part {
    /// Of a pair.
    Numerator,
    /// Of a pair.
    Ratio,
    /// Of lengths of time, in seconds.
    Mean,
    /// Of lengths of time, in seconds.
    Quantile(f64),
    /// The mean of a level over time.
    Level,
}

/// The table of replications, counted from 1.
pub fn replications(report: &Report<'_>) -> Output<'static> {
    let columns = COLUMNS.iter().map(|(name, ..)| *name);
    let header: Vec<&str> =
        ["policy", "replication"].into_iter().chain(columns).chain(["events", "fingerprint"]).collect();
    let mut table = Table::new("replications.csv", &header);
    for (place, results) in report.results.policies.iter().enumerate() {
        for run in &results.runs {
            let mut cells = vec![report.policy(place).to_owned(), (run.replication + 1).to_string()];
            cells.extend(COLUMNS.iter().map(|(_, metric, part)| maybe(value(run, metric, *part))));
            cells.extend([run.events.to_string(), format!("{:016x}", run.fingerprint)]);
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            table.row(&cells);
        }
    }
    table.finish()
}

/// One number of one run, about everybody.
fn value(run: &RunRecord, metric: &str, part: Part) -> Option<f64> {
    let overall = &run.contributions[0];
    let place = METRICS.iter().position(|it| it.name == metric)?;
    match (&overall[place], part) {
        (Contribution::Pair(numerator, _), Part::Numerator) => Some(*numerator),
        (Contribution::Pair(numerator, denominator), Part::Ratio) => {
            (*denominator > 0.0).then(|| numerator / denominator)
        }
        (Contribution::Times(times), Part::Mean) => times.moments.mean().map(|mean| mean * 1e-6),
        (Contribution::Times(times), Part::Level) => times.moments.mean(),
        (Contribution::Times(times), Part::Quantile(p)) => {
            quantile(p, std::slice::from_ref(&times.distribution)).map(|it| it.value * 1e-3)
        }
        _ => None,
    }
}
