//! `tempo.csv`: the tempo ratio by the customer's mode. Are engaged and intermittent customers each served at their own pace?
//!
//! Responses are a mean per replication; percentiles are those of all replications together.

use super::table::{Table, maybe};
use super::{Output, Report};
use crate::stats::{Distribution, quantile};

/// The percentiles that are told.
pub(super) const PERCENTILES: [(&str, f64); 5] =
    [("p10", 0.1), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p90", 0.9)];

/// The table of tempo.
pub fn tempo(report: &Report<'_>) -> Output<'static> {
    let names = PERCENTILES.map(|it| it.0);
    let header: Vec<&str> = ["policy", "demand", "mode", "responses"].into_iter().chain(names).collect();
    let mut table = Table::new("tempo.csv", &header);
    for policy in 0..report.results.policies.len() {
        for (place, demand) in report.experiment().model.demands.iter().enumerate() {
            for (which, mode) in demand.reply.modes.iter().enumerate() {
                let ratios = ratios(report, policy, place, which);
                let responses: u64 = ratios.iter().map(|it| it.total()).sum();
                let responses = maybe(Some(responses as f64 / report.replications()));
                let percentiles: Vec<String> = percentiles(&ratios).into_iter().map(maybe).collect();
                let cells = [report.policy(policy), &demand.name, &mode.name, &responses];
                let cells: Vec<&str> = cells.into_iter().chain(percentiles.iter().map(String::as_str)).collect();
                table.row(&cells);
            }
        }
    }
    table.finish()
}

/// The ratios of a policy, one distribution a replication, in thousandths.
pub(super) fn ratios<'a>(report: &Report<'a>, policy: usize, demand: usize, mode: usize) -> Vec<&'a Distribution<7>> {
    report.results.policies[policy].runs.iter().map(|run| &run.tempo[demand][mode]).collect()
}

/// Percentiles of ratios.
pub(super) fn percentiles(ratios: &[&Distribution<7>]) -> [Option<f64>; 5] {
    PERCENTILES.map(|(_, p)| quantile(p, ratios).map(|it| it.value * 1e-3))
}
