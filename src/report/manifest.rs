//! `run.json`: what was run, so that it can be run again, and what came out, so that it can be checked. Written last: a
//! folder with it is complete. No wall clock is in it; that is what `timing.json` is for.

use super::SteadyReport;
use super::folder::Written;
use super::{Output, Report, sha256};
use crate::scenario::Scenario;
use crate::study::Plan;
#[cfg(feature = "program")]
use crate::study::staffing::{Answer, Question};
use serde::Serialize;

/// What was asked for.
#[derive(Serialize)]
struct Asked<'a> {
    quasisync: &'static str,
    scenario: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    set: &'a [String],
    seed: u64,
    replications: u32,
    confidence: f64,
}

impl Asked<'_> {
    fn of(scenario: &Scenario) -> Asked<'_> {
        let experiment = &scenario.experiment;
        Asked {
            quasisync: env!("CARGO_PKG_VERSION"),
            scenario: &scenario.name,
            title: &scenario.title,
            set: &scenario.changes,
            seed: experiment.seed,
            replications: experiment.replications,
            confidence: experiment.confidence,
        }
    }
}

#[derive(Serialize)]
struct Manifest<'a> {
    #[serde(flatten)]
    asked: Asked<'a>,
    baseline: &'a str,
    policies: Vec<Policy<'a>>,
    warnings: Vec<String>,
    scenario_sha256: String,
    normalised: &'a serde_json::Value,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct Policy<'a> {
    name: &'a str,
    events: u64,
    fingerprint: String,
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    bytes: u64,
    sha256: &'a str,
}

/// How long the simulation took, and how fast it was.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Timing {
    /// Wall-clock time of the simulation, in seconds.
    pub seconds: f64,
    /// Replications times policies.
    pub runs: u64,
    /// Events of all runs.
    pub events: u64,
    /// Events for each second of wall-clock time.
    pub events_per_second: f64,
    /// Threads that simulated.
    pub threads: usize,
}

/// The record of a run, which lists the files that came out.
pub fn manifest(report: &Report<'_>, files: &[Written]) -> Output<'static> {
    let scenario = report.scenario;
    let policies = report.results.policies.iter().enumerate().map(|(place, results)| Policy {
        name: report.policy(place),
        events: results.runs.iter().map(|run| run.events).sum(),
        fingerprint: format!("{:016x}", combined(results.runs.iter().map(|run| run.fingerprint))),
    });
    let normalised = serde_json::to_vec(&scenario.normalised).expect("JSON can be written as JSON");
    json_file(
        "run.json",
        &Manifest {
            asked: Asked::of(scenario),
            baseline: report.policy(report.baseline()),
            policies: policies.collect(),
            warnings: report.warnings(),
            scenario_sha256: sha256(&normalised),
            normalised: &scenario.normalised,
            files: listed(files),
        },
    )
}

#[derive(Serialize)]
struct SweepManifest<'a> {
    #[serde(flatten)]
    asked: Asked<'a>,
    policies: Vec<&'a str>,
    vary: Vec<Varied<'a>>,
    points: &'a [Vec<String>],
    sweep_sha256: String,
    normalised: &'a serde_json::Value,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct Varied<'a> {
    path: &'a str,
    values: &'a [String],
}

/// What tells one sweep from another: the version of the program and the scenario at every point.
pub fn sweep_identity(plan: &Plan, scenarios: &[Scenario]) -> String {
    let all: Vec<&serde_json::Value> = scenarios.iter().map(|it| &it.normalised).collect();
    let paths: Vec<&str> = plan.axes.iter().map(|axis| axis.path.as_str()).collect();
    let text = serde_json::to_vec(&(env!("CARGO_PKG_VERSION"), paths, &plan.points, all));
    sha256(&text.expect("JSON can be written as JSON"))
}

/// The record of a sweep, which lists the files that came out.
pub fn sweep_manifest(scenario: &Scenario, plan: &Plan, identity: &str, files: &[Written]) -> Output<'static> {
    let varied = plan.axes.iter().map(|axis| Varied { path: &axis.path, values: &axis.values });
    json_file(
        "run.json",
        &SweepManifest {
            asked: Asked::of(scenario),
            policies: scenario.experiment.policies.iter().map(|it| it.name.as_str()).collect(),
            vary: varied.collect(),
            points: &plan.points,
            sweep_sha256: identity.to_owned(),
            normalised: &scenario.normalised,
            files: listed(files),
        },
    )
}

#[derive(Serialize)]
struct SteadyManifest<'a> {
    #[serde(flatten)]
    asked: Asked<'a>,
    policies: Vec<SteadyPolicy<'a>>,
    interval: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    batches: Option<usize>,
    warm_up: Option<String>,
    warm_up_given: bool,
    warnings: Vec<String>,
    normalised: &'a serde_json::Value,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct SteadyPolicy<'a> {
    name: &'a str,
    settled_after: Option<String>,
    steady: bool,
}

/// The record of a study of the steady state, which lists the files that came out.
pub fn steady_manifest(report: &SteadyReport<'_>, files: &[Written]) -> Output<'static> {
    let SteadyReport { scenario, plan, state } = report;
    let policies = report.policies().map(|(name, policy)| SteadyPolicy {
        name,
        settled_after: policy.settled.after().map(|span| span.to_string()),
        steady: policy.is_steady(),
    });
    json_file(
        "run.json",
        &SteadyManifest {
            asked: Asked::of(scenario),
            policies: policies.collect(),
            interval: state.interval.to_string(),
            batches: plan.batches,
            warm_up: state.warm_up.map(|span| span.to_string()),
            warm_up_given: plan.given.is_some(),
            warnings: report.warnings(),
            normalised: &scenario.normalised,
            files: listed(files),
        },
    )
}

#[cfg(feature = "program")]
#[derive(Serialize)]
struct StaffManifest<'a> {
    #[serde(flatten)]
    asked: Asked<'a>,
    policy: &'a str,
    targets: Vec<String>,
    per: &'static str,
    staffings_simulated: u64,
    replications_simulated: u64,
    verifications_failed: usize,
    normalised: &'a serde_json::Value,
    files: Vec<File<'a>>,
}

/// The record of a search for a staffing, which lists the files that came out.
#[cfg(feature = "program")]
pub fn staff_manifest(scenario: &Scenario, question: &Question, answer: &Answer, files: &[Written]) -> Output<'static> {
    json_file(
        "run.json",
        &StaffManifest {
            asked: Asked::of(scenario),
            policy: &question.experiment.policies[0].name,
            targets: answer.targets.iter().map(ToString::to_string).collect(),
            per: question.per.name(),
            staffings_simulated: answer.simulated.0,
            replications_simulated: answer.simulated.1,
            verifications_failed: answer.verifications.len() - 1,
            normalised: &scenario.normalised,
            files: listed(files),
        },
    )
}

fn listed(files: &[Written]) -> Vec<File<'_>> {
    files.iter().map(|it| File { name: &it.name, bytes: it.bytes, sha256: &it.sha256 }).collect()
}

/// The record of how long it took.
pub fn timing(timing: &Timing) -> Output<'static> {
    json_file("timing.json", timing)
}

/// The fingerprints of all replications, in their order, as one: the mix that made them, once more.
fn combined(fingerprints: impl Iterator<Item = u64>) -> u64 {
    fingerprints.fold(0, |all: u64, one| (all.rotate_left(23) ^ one).wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

fn json_file(name: &str, value: &impl Serialize) -> Output<'static> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("plain data can be written as JSON");
    bytes.push(b'\n');
    Output::new(name, bytes)
}
