//! `what-ifs.csv`: what each what-if changes under each policy, on the same customers.

use super::table::{Table, ends, maybe};
use super::{Output, Report};

/// The table of changes; nothing without what-ifs.
pub fn what_ifs(report: &Report<'_>) -> Option<Output<'static>> {
    let header = [
        "what_if",
        "policy",
        "scope",
        "metric",
        "statistic",
        "unit",
        "value",
        "low",
        "high",
        "change",
        "change_low",
        "change_high",
        "significant",
        "variance_reduction",
        "comparisons",
    ];
    let mut table = Table::new("what-ifs.csv", &header);
    for (it, name) in report.what_ifs() {
        for change in &it.changes {
            let row = it.results.policies[change.policy].row(change.scope, change.metric.name, &change.statistic);
            let (low, high) = ends(row.and_then(|row| row.interval));
            let (change_low, change_high) = ends(change.difference.interval);
            table.row(&[
                name,
                report.policy(change.policy),
                &report.experiment().scope_name(change.scope),
                change.metric.name,
                &change.statistic,
                change.unit.name(),
                &maybe(row.and_then(|row| row.estimate.as_ref()).map(|estimate| estimate.value)),
                &low,
                &high,
                &maybe(Some(change.difference.value)),
                &change_low,
                &change_high,
                &change.difference.significant.to_string(),
                &maybe(change.difference.variance_reduction),
                &it.comparisons.to_string(),
            ]);
        }
    }
    (!report.what_ifs.is_empty()).then(|| table.finish())
}
