//! `summary.csv`: every statistic of every metric, with its interval. One number a row.

use super::table::{Table, ends, maybe};
use super::{Output, Report};

/// The table of all results.
pub fn summary(report: &Report<'_>) -> Output<'static> {
    let header = ["policy", "scope", "metric", "statistic", "unit", "value", "low", "high", "replications"];
    let mut table = Table::new("summary.csv", &header);
    for (place, results) in report.results.policies.iter().enumerate() {
        for row in &results.rows {
            let (low, high) = ends(row.interval);
            // A maximum is taken over all replications.
            let informed = row.estimate.as_ref().map_or(0, |estimate| match estimate.influence.is_empty() {
                true => results.runs.len(),
                false => estimate.informed,
            });
            table.row(&[
                report.policy(place),
                &report.experiment().scope_name(row.scope),
                row.metric.name,
                &row.statistic,
                row.unit.name(),
                &maybe(row.estimate.as_ref().map(|estimate| estimate.value)),
                &low,
                &high,
                &informed.to_string(),
            ]);
        }
    }
    table.finish()
}
