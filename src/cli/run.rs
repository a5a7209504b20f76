//! `quasisync run`: simulate, compare, write.

use super::embedded::{self, Missing};
use super::screen::{self, Bar};
use super::{Exit, Format, Run};
use crate::engine::Halt;
use crate::experiment::{self, Results};
use crate::report::{self, Folder, Output, Report, Timing, Written};
use crate::scenario::{Scenario, all_of, nearest};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Runs a scenario. Whatever can be wrong with what was asked for is found before anything is simulated.
pub(super) fn run(asked: &Run) -> Exit {
    match attempt(asked) {
        Ok(()) => Exit::Done,
        Err((exit, reason)) => {
            if !reason.is_empty() {
                screen::say(&reason);
            }
            exit
        }
    }
}

/// Why a run did not come to its end, and what to say about it.
type Stopped = (Exit, String);

fn attempt(asked: &Run) -> Result<(), Stopped> {
    let scenario = scenario(asked)?;
    // Until here Ctrl-C ends the program at once: reading a pipe may never come to an end.
    let stop = stop_flag();
    let path = asked.out.clone().unwrap_or_else(|| default_folder(&scenario));
    let folder = Folder::prepare(&path).map_err(|error| (Exit::Unusable, screen::error(&error.to_string())))?;
    let Prepared(folder) = &Prepared(folder);
    name_the_run_in_panics(&scenario);
    let (results, timing) = simulate(asked, &scenario, &stop)?;
    let report = Report { scenario: &scenario, results: &results };
    let outputs = outputs(asked, &report)?;
    if stop.load(Ordering::Relaxed) {
        return Err(interrupted());
    }
    write(folder, &report, &outputs, &timing)?;
    match show(asked, &report, &outputs, folder.path()) {
        Exit::Done => Ok(()),
        exit => Err((exit, String::new())),
    }
}

/// The folder of the files to be. If nothing comes of it, because of an error, Ctrl-C or a panic, those made for it go.
struct Prepared(Folder);

impl Drop for Prepared {
    fn drop(&mut self) {
        // Folders with files in them stay.
        self.0.abandon();
    }
}

/// The scenario as it was asked for.
fn scenario(asked: &Run) -> Result<Scenario, Stopped> {
    let mut scenario = embedded::scenario(&asked.scenario, &asked.set).map_err(|missing| match missing {
        Missing::Unknown(advice) => (Exit::Unusable, screen::error(&advice)),
        Missing::Wrong(diagnostics) => (Exit::Unusable, diagnostics.render(true)),
    })?;
    let experiment = &mut scenario.experiment;
    experiment.seed = asked.seed.unwrap_or(experiment.seed);
    experiment.replications = asked.replications.unwrap_or(experiment.replications);
    choose(&mut scenario, &asked.policy)?;
    // The normal form is that of what is run.
    let settings = &mut scenario.normalised["experiment"];
    settings["seed"] = json!(scenario.experiment.seed);
    settings["replications"] = json!(scenario.experiment.replications);
    for warning in scenario.warnings.iter().filter(|_| !asked.quiet) {
        screen::say(&warning.render(true));
    }
    Ok(scenario)
}

/// Keeps the policies of these names, and the baseline, which the others are compared with.
fn choose(scenario: &mut Scenario, names: &[String]) -> Result<(), Stopped> {
    let experiment = &mut scenario.experiment;
    let known = || experiment.policies.iter().map(|policy| policy.name.as_str());
    for name in names {
        if !known().any(|known| known == name) {
            let meant = nearest(name, known()).map_or(String::new(), |name| format!("did you mean `{name}`? "));
            let text = format!("no policy is called `{name}`\n{meant}the policies are {}", all_of(known()));
            return Err((Exit::Unusable, screen::error(&text)));
        }
    }
    if names.is_empty() {
        return Ok(());
    }
    let baseline = experiment.policies[experiment.baseline].name.clone();
    let kept = |name: &str| name == baseline || names.iter().any(|it| it == name);
    experiment.policies.retain(|policy| kept(&policy.name));
    let place = experiment.policies.iter().position(|policy| policy.name == baseline);
    experiment.baseline = place.expect("the baseline is kept");
    if let Some(Value::Array(policies)) = scenario.normalised.get_mut("policy") {
        policies.retain(|policy| policy["name"].as_str().is_some_and(kept));
    }
    Ok(())
}

/// `output/` and the name of the scenario.
fn default_folder(scenario: &Scenario) -> PathBuf {
    let name = match scenario.name.trim_start_matches('.') {
        "" => "scenario",
        name => name,
    };
    Path::new("output").join(name)
}

/// Is raised by Ctrl-C; a second one ends the program at once.
fn stop_flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stop);
    let handler = move || {
        if raised.swap(true, Ordering::Relaxed) {
            std::process::exit(Exit::Interrupted as i32);
        }
    };
    // Without a handler Ctrl-C ends the program all the same; no file is left half written either way.
    let _ = ctrlc::set_handler(handler);
    stop
}

fn interrupted() -> Stopped {
    (Exit::Interrupted, "interrupted: nothing was written".to_owned())
}

/// A panic is a bug, and whoever reports it should say in which run.
fn name_the_run_in_panics(scenario: &Scenario) {
    let (name, seed) = (scenario.name.clone(), scenario.experiment.seed);
    let version = env!("CARGO_PKG_VERSION");
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        usual(panic);
        screen::say(&format!(
            "this is a bug in quasisync {version} (scenario {name}, seed {seed}): please report it with the scenario"
        ));
    }));
}

fn simulate(asked: &Run, scenario: &Scenario, stop: &AtomicBool) -> Result<(Results, Timing), Stopped> {
    let experiment = &scenario.experiment;
    let runs = u64::from(experiment.replications) * experiment.policies.len() as u64;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(asked.threads.map_or(0, usize::from)).build();
    let pool = pool.map_err(|error| (Exit::Failed, screen::error(&format!("cannot start threads: {error}"))))?;
    let bar = Bar::new(runs, !asked.quiet);
    let began = Instant::now();
    let results = pool.install(|| experiment::run(experiment, &bar, stop));
    let seconds = began.elapsed().as_secs_f64();
    bar.done();
    let results = results.map_err(|halt| match halt {
        Halt::Stopped => interrupted(),
        Halt::NoNumber(_) => (Exit::Failed, screen::error(&halt.to_string())),
    })?;
    let events = results.policies.iter().flat_map(|policy| &policy.runs).map(|run| run.events).sum();
    let events_per_second = events as f64 / seconds;
    Ok((results, Timing { seconds, runs, events, events_per_second, threads: pool.current_num_threads() }))
}

/// All files but those that say how the run went.
fn outputs<'a>(asked: &Run, report: &'a Report<'_>) -> Result<Vec<Output<'a>>, Stopped> {
    let mut outputs = report::tables(report);
    if !asked.no_charts {
        let pictures = report::pictures(report).map_err(|error| (Exit::Failed, screen::error(&error.to_string())))?;
        outputs.extend(pictures);
    }
    Ok(outputs)
}

/// The manifest lists what the same scenario always gives; how long it took is not listed.
fn write(folder: &Folder, report: &Report<'_>, outputs: &[Output<'_>], timing: &Timing) -> Result<(), Stopped> {
    let manifest = |files: &[Written]| report::manifest(report, files);
    folder
        .write(outputs, &[report::timing(timing)], manifest)
        .map_err(|error| (Exit::Failed, screen::error(&error.to_string())))
}

fn show(asked: &Run, report: &Report<'_>, outputs: &[Output<'_>], folder: &Path) -> Exit {
    match asked.format {
        Format::Json => screen::print_json(&report::json(report, folder, outputs)),
        Format::Human if asked.quiet => Exit::Done,
        Format::Human => {
            let width = screen::width().unwrap_or(report::text::WIDTH);
            let text = report::text::text(report, width);
            screen::print(&format!("{text}\n{}\n", report::text::files(folder, outputs)))
        }
    }
}
