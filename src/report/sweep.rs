//! `sweep.csv`: every number about everybody at each point of a sweep, one a row, with what was set there in front of it.

use super::table::{Table, ends, maybe};
use super::{Output, Report};
use crate::metrics::Scope;
use crate::study::Plan;

/// The columns after those of the point.
const COLUMNS: [&str; 8] = ["policy", "metric", "statistic", "unit", "value", "low", "high", "replications"];

/// The name of the file of a point.
pub fn point_name(point: usize) -> String {
    format!("{:04}.csv", point + 1)
}

/// The rows of a point, under a header.
pub fn point(report: &Report<'_>, plan: &Plan, point: usize) -> Output<'static> {
    let header: Vec<&str> =
        ["point"].into_iter().chain(plan.axes.iter().map(|axis| axis.path.as_str())).chain(COLUMNS).collect();
    let mut table = Table::new("point", &header);
    let number = (point + 1).to_string();
    for (place, results) in report.results.policies.iter().enumerate() {
        for row in results.rows.iter().filter(|row| row.scope == Scope::Overall) {
            let (low, high) = ends(row.interval);
            let (value, replications) =
                (maybe(row.estimate.as_ref().map(|it| it.value)), results.runs.len().to_string());
            let set = plan.points[point].iter().map(|value| value.trim_matches('"'));
            let cells = [
                report.policy(place),
                row.metric.name,
                &row.statistic,
                row.unit.name(),
                &value,
                &low,
                &high,
                &replications,
            ];
            table.row(&std::iter::once(number.as_str()).chain(set).chain(cells).collect::<Vec<_>>());
        }
    }
    let mut output = table.finish();
    output.name = point_name(point);
    output
}

/// The rows of all points under one header; each is a file of [`point`].
pub fn sweep(points: &[Vec<u8>]) -> Output<'static> {
    let after_header = |file: &[u8]| file.iter().position(|byte| *byte == b'\n').map_or(file.len(), |at| at + 1);
    let mut all = points.first().map_or(Vec::new(), |file| file[..after_header(file)].to_vec());
    points.iter().for_each(|file| all.extend_from_slice(&file[after_header(file)..]));
    Output::new("sweep.csv", all)
}

/// A number at a point, read back from its file: what a sweep that was interrupted shows is what one that was not shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The number of the point, from 0.
    pub point: usize,
    /// The name of the policy.
    pub policy: String,
    /// Of what.
    pub metric: String,
    /// Which number.
    pub statistic: String,
    /// The number.
    pub value: f64,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
}

/// The numbers in `sweep.csv` that are one of these metrics and statistics; blank ones are left out.
pub fn found(file: &[u8], axes: usize, wanted: &[(&str, &str)]) -> Vec<Found> {
    let mut reader = csv::Reader::from_reader(file);
    let row = |row: csv::StringRecord| {
        let cell = |place: usize| row.get(place).unwrap_or_default();
        let number = |place: usize| cell(place).parse::<f64>().ok();
        let first = axes + 1;
        let (metric, statistic) = (cell(first + 1), cell(first + 2));
        if !wanted.contains(&(metric, statistic)) {
            return None;
        }
        Some(Found {
            point: cell(0).parse::<usize>().ok()?.checked_sub(1)?,
            policy: cell(first).to_owned(),
            metric: metric.to_owned(),
            statistic: statistic.to_owned(),
            value: number(first + 4)?,
            interval: number(first + 5).zip(number(first + 6)),
        })
    };
    reader.records().filter_map(Result::ok).filter_map(row).collect()
}
