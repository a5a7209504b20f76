//! What the terminal says, for programs: the same numbers.

use super::key::{self, Better, Mark};
use super::{Output, Report, verdict};
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
        "verdict": verdict::verdict(report),
        "warnings": report.warnings(),
        "folder": folder.display().to_string(),
        "files": files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(),
    })
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
