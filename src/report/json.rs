//! What the terminal says, for programs: the same numbers.

use super::key::{self, Better, Mark};
use super::{Output, Report, verdict};
use crate::textbook::{Check, Compared};
use serde_json::{Value, json};
use std::path::Path;

/// The summary as JSON, with the files and where they are.
pub fn json(report: &Report<'_>, folder: &Path, files: &[Output<'_>]) -> Value {
    let keys = key::keys(report);
    let experiment = report.experiment();
    let policies = (0..experiment.policies.len()).map(|policy| {
        let metrics: Vec<Value> = keys.iter().map(|key| metric(report, policy, key)).collect();
        json!({ "policy": report.policy(policy), "metrics": metrics })
    });
    json!({
        "quasisync": env!("CARGO_PKG_VERSION"),
        "scenario": report.scenario.name,
        "title": report.scenario.title,
        "seed": experiment.seed,
        "replications": experiment.replications,
        "confidence": experiment.confidence,
        "baseline": report.policy(report.baseline()),
        "comparisons": report.together(),
        "policies": policies.collect::<Vec<_>>(),
        "closed_forms": closed_forms(report),
        "verdict": verdict::verdict(report),
        "warnings": report.warnings(),
        "folder": folder.display().to_string(),
        "files": files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
    })
}

/// The policies that are queues of the textbooks, each number beside its closed form.
fn closed_forms(report: &Report<'_>) -> Vec<Value> {
    let number = |it: &Compared<'_>| {
        json!({
            "scope": report.experiment().scope_name(it.number.scope),
            "metric": it.number.metric,
            "statistic": it.number.statistic,
            "unit": it.row.unit.name(),
            "closed_form": it.number.value,
            "simulated": it.estimate.value,
            "low": it.row.interval.map(|interval| interval.low),
            "high": it.row.interval.map(|interval| interval.high),
            "held": it.holds(),
            "errors_off": it.errors_off(),
        })
    };
    let check = |check: &Check<'_>| {
        json!({
            "policy": report.policy(check.policy),
            "model": check.textbook.name,
            "because": check.textbook.because,
            "numbers": check.compared.iter().map(number).collect::<Vec<_>>(),
        })
    };
    report.checks().iter().map(check).collect()
}

/// One number of one policy, and its difference from the baseline's.
fn metric(report: &Report<'_>, policy: usize, key: &key::Key) -> Value {
    let row = key::row(report, policy, key);
    let estimate = row.and_then(|row| row.estimate.as_ref());
    let interval = row.and_then(|row| row.interval);
    let difference = report.comparison(policy, key.metric, key.statistic).map(|it| it.difference);
    json!({
        "metric": key.metric,
        "statistic": key.statistic,
        "unit": row.map(|row| row.unit.name()),
        "value": estimate.map(|it| it.value),
        "low": interval.map(|it| it.low),
        "high": interval.map(|it| it.high),
        "better": match key.better { Better::Lower => Some("lower"), Better::Higher => Some("higher"), Better::Neither => None },
        "against_baseline": difference.map(|it| json!({
            "difference": it.value,
            "low": it.interval.map(|it| it.low),
            "high": it.interval.map(|it| it.high),
            "significant": key::mark(report, policy, key) != Mark::None,
            "variance_reduction": it.variance_reduction,
        })),
    })
}
