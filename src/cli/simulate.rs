//! What everything that simulates has in common: the scenario as it was asked for, threads, Ctrl-C, how long it took.

use super::embedded::{self, Missing};
use super::screen::{self, Bar};
use super::{Exit, Simulated};
use crate::engine::Halt;
use crate::experiment::{self, Experiment, Results};
use crate::report::{Folder, Timing};
use crate::scenario::{Changes, Scenario, all_of, nearest};
use rayon::ThreadPool;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why something did not come to its end, and what to say about it.
pub(super) type Stopped = (Exit, String);

/// Says why something stopped, if there is anything left to say.
pub(super) fn ended(attempt: Result<(), Stopped>) -> Exit {
    match attempt {
        Ok(()) => Exit::Done,
        Err((exit, reason)) => {
            if !reason.is_empty() {
                screen::say(&reason);
            }
            exit
        }
    }
}

/// The folder of the files to be. If nothing comes of it, because of an error, Ctrl-C or a panic, those made for it go.
pub(super) struct Prepared(pub(super) Folder);

impl Drop for Prepared {
    fn drop(&mut self) {
        // Folders with files in them stay.
        self.0.abandon();
    }
}

/// The scenario as it was asked for.
pub(super) fn scenario(asked: &Simulated) -> Result<Scenario, Stopped> {
    at_point(asked, &[], "")
}

/// The scenario as it was asked for, at a point of a sweep that is written there.
pub(super) fn at_point(asked: &Simulated, point: &[String], point_from: &str) -> Result<Scenario, Stopped> {
    let changes = Changes { set: &asked.set, point, point_from };
    let mut scenario = embedded::scenario(&asked.scenario, changes).map_err(|missing| match missing {
        Missing::Unknown(advice) => (Exit::Unusable, screen::error(&advice)),
        Missing::Wrong(diagnostics) => (Exit::Unusable, diagnostics.render(true)),
    })?;
    for experiment in experiments(&mut scenario) {
        experiment.seed = asked.seed.unwrap_or(experiment.seed);
        if let Some(replications) = asked.replications {
            (experiment.replications, experiment.until) = (replications, None);
        }
    }
    choose(&mut scenario, &asked.policy)?;
    // The normal form is that of what is run.
    let settings = &mut scenario.normalised["experiment"];
    settings["seed"] = json!(scenario.experiment.seed);
    if let Some(replications) = asked.replications {
        settings["replications"] = json!(replications);
    }
    Ok(scenario)
}

/// The scenario as it is, and its what-ifs.
fn experiments(scenario: &mut Scenario) -> impl Iterator<Item = &mut Experiment> {
    std::iter::once(&mut scenario.experiment).chain(scenario.what_ifs.iter_mut().map(|it| &mut it.experiment))
}

/// Keeps the policies of these names, and the baseline, which the others are compared with.
fn choose(scenario: &mut Scenario, names: &[String]) -> Result<(), Stopped> {
    let experiment = &scenario.experiment;
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
    for experiment in experiments(scenario) {
        experiment.policies.retain(|policy| kept(&policy.name));
        let place = experiment.policies.iter().position(|policy| policy.name == baseline);
        experiment.baseline = place.expect("the baseline is kept");
    }
    if let Some(Value::Array(policies)) = scenario.normalised.get_mut("policy") {
        policies.retain(|policy| policy["name"].as_str().is_some_and(kept));
    }
    Ok(())
}

/// `output/` and the name of the scenario with an ending.
pub(super) fn default_folder(scenario: &Scenario, ending: &str) -> PathBuf {
    let name = match scenario.name.trim_start_matches('.') {
        "" => "scenario",
        name => name,
    };
    Path::new("output").join(format!("{name}{ending}"))
}

/// Is raised by Ctrl-C; a second one ends the program at once.
pub(super) fn stop_flag() -> Arc<AtomicBool> {
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

pub(super) fn interrupted() -> Stopped {
    (Exit::Interrupted, "interrupted: nothing was written".to_owned())
}

/// A panic is a bug, and whoever reports it should say in which run.
pub(super) fn name_the_run_in_panics(scenario: &Scenario) {
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

/// The threads that were asked for.
pub(super) fn pool(asked: &Simulated) -> Result<ThreadPool, Stopped> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(asked.threads.map_or(0, usize::from)).build();
    pool.map_err(|error| (Exit::Failed, screen::error(&format!("cannot start threads: {error}"))))
}

/// Replications times policies of all experiments.
pub(super) fn runs(experiments: &[&Experiment]) -> u64 {
    experiments.iter().map(|it| u64::from(it.replications) * it.policies.len() as u64).sum()
}

/// Runs experiments on the same customers.
pub(super) fn together(
    pool: &ThreadPool,
    experiments: &[&Experiment],
    bar: &Bar,
    stop: &AtomicBool,
) -> Result<Vec<Results>, Stopped> {
    pool.install(|| experiment::run_together(experiments, bar, stop)).map_err(halted)
}

/// Why the runs did not come to their end.
pub(super) fn halted(halt: Halt) -> Stopped {
    match halt {
        Halt::Stopped => interrupted(),
        Halt::NoNumber(_) => (Exit::Failed, screen::error(&halt.to_string())),
    }
}

/// How long it took.
pub(super) fn timing(pool: &ThreadPool, results: &[Results], seconds: f64) -> Timing {
    let all = || results.iter().flat_map(|it| &it.policies).flat_map(|policy| &policy.runs);
    let (runs, events) = (all().count() as u64, all().map(|run| run.events).sum());
    Timing { seconds, runs, events, events_per_second: events as f64 / seconds, threads: pool.current_num_threads() }
}
