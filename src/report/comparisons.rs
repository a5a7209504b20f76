//! `comparisons.csv`: every policy against the baseline, on the same customers.

use super::table::{Table, ends, maybe};
use super::{Output, Report};

/// The table of differences.
pub fn comparisons(report: &Report<'_>) -> Output<'static> {
    let header = [
        "policy",
        "baseline",
        "scope",
        "metric",
        "statistic",
        "unit",
        "difference",
        "low",
        "high",
        "significant",
        "variance_reduction",
        "comparisons",
    ];
    let mut table = Table::new("comparisons.csv", &header);
    for it in &report.results.comparisons {
        let (low, high) = ends(it.difference.interval);
        table.row(&[
            report.policy(it.policy),
            report.policy(report.baseline()),
            &report.experiment().scope_name(it.scope),
            it.metric.name,
            &it.statistic,
            it.unit.name(),
            &maybe(Some(it.difference.value)),
            &low,
            &high,
            &it.difference.significant.to_string(),
            &maybe(it.difference.variance_reduction),
            &report.together().to_string(),
        ]);
    }
    table.finish()
}
