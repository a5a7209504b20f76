//! What the what-ifs change.

use super::super::Report;
use super::super::chart::{RangeRow, Ranges, RangesPanel, Unit};
use super::super::key::{self, Key};
use super::super::what_if_text::written;
use super::from_replications;
use crate::experiment::WhatIfResults;
use crate::metrics::{Scope, Unit as Measure};

/// More rows than this are for the table.
const MOST_ROWS: usize = 40;

/// The main numbers of each policy against its own without the change; none without what-ifs, or with very many.
pub(super) fn what_ifs(report: &Report<'_>) -> Option<Ranges> {
    let policies = report.results.policies.len();
    let panel = |key: Key| {
        let rows = report.what_ifs().flat_map(|(it, name)| (0..policies).map(move |policy| (it, name, policy)));
        let measure = key::row(report, report.baseline(), &key).map_or(Measure::Number, |row| row.unit);
        RangesPanel {
            title: format!("Change of the {}", key.title),
            unit: match measure {
                Measure::Seconds => Unit::Duration,
                Measure::Share => Unit::Share,
                Measure::Number | Measure::Ratio | Measure::Hours | Measure::Money => Unit::Count,
            },
            zero: 0.0,
            rows: rows.filter_map(|(it, name, policy)| row(report, it, (name, policy), (&key, measure))).collect(),
        }
    };
    let panels = key::keys(report).into_iter().map(panel).filter(|panel| !panel.rows.is_empty());
    let rows = report.what_ifs.len() * policies;
    (1..=MOST_ROWS).contains(&rows).then(|| Ranges {
        name: "what-ifs".to_owned(),
        title: "What the what-ifs change".to_owned(),
        subtitle: format!(
            "against the same policy without the change, on the same customers; {}",
            from_replications(report, "lines")
        ),
        together: false,
        panels: panels.collect(),
    })
}

fn row(
    report: &Report<'_>,
    it: &WhatIfResults,
    (name, policy): (&str, usize),
    (key, measure): (&Key, Measure),
) -> Option<RangeRow> {
    let change = it.change(policy, Scope::Overall, key.metric, key.statistic)?;
    let (low, high) = change.interval.map_or((change.value, change.value), |ends| (ends.low, ends.high));
    let half = change.interval.map(|interval| interval.half_width());
    let label = match report.results.policies.len() {
        1 => name.to_owned(),
        _ => format!("{name} · {}", report.policy(policy)),
    };
    let ends = [String::new(), written(measure, change.value, half).0];
    Some(RangeRow { label, series: policy, low, high, value: Some(change.value), ends })
}
