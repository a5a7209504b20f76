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
        // Changes are in the order of the rows, policy by policy.
        let mut rows = it
            .results
            .policies
            .iter()
            .enumerate()
            .flat_map(|(policy, it)| it.rows.iter().map(move |row| (policy, row)));
        for change in &it.changes {
            let key = (change.policy, change.scope, change.metric.name, &change.statistic);
            let row =
                rows.find(|(policy, row)| (*policy, row.scope, row.metric.name, &row.statistic) == key).map(|it| it.1);
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
