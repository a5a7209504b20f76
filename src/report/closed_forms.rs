//! `closed-forms.csv`: policies that are a queue of the textbooks, their numbers beside the closed forms.

use super::table::{Table, ends, maybe};
use super::{Output, Report};

/// The table of closed forms; nothing if no policy is such a queue.
pub fn closed_forms(report: &Report<'_>) -> Option<Output<'static>> {
    let header = [
        "policy",
        "model",
        "scope",
        "metric",
        "statistic",
        "unit",
        "closed_form",
        "simulated",
        "low",
        "high",
        "held",
        "errors_off",
    ];
    let mut table = Table::new("closed-forms.csv", &header);
    let checks = report.checks();
    for check in &checks {
        for it in &check.compared {
            let (low, high) = ends(it.row.interval);
            table.row(&[
                report.policy(check.policy),
                &check.textbook.name,
                &report.experiment().scope_name(it.number.scope),
                it.number.metric,
                &it.number.statistic,
                it.row.unit.name(),
                &maybe(Some(it.number.value)),
                &maybe(Some(it.estimate.value)),
                &low,
                &high,
                &it.holds().map_or(String::new(), |held| held.to_string()),
                &maybe(it.errors_off()),
            ]);
        }
    }
    (!checks.is_empty()).then(|| table.finish())
}
