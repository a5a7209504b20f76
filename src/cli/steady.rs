//! `quasisync steady`: what to leave out at the beginning, and the averages of what follows.

use super::screen::{self, Bar};
use super::simulate::{
    self, Prepared, Stopped, default_folder, ended, halted, interrupted, name_the_run_in_panics, pool, runs, stop_flag,
};
use super::{Exit, Steady};
use crate::report::{self, Folder, FolderError, Output, SteadyReport, Timing};
use crate::scenario::Scenario;
use crate::study::steady::variations;
use crate::study::{SteadyAsked, SteadyPlan, SteadyState, settle};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What is said to whoever has an input that changes with time.
const ADVICE: &str = "\nonly an input that is the same all the time leads to a steady state; any other is for \
                      `quasisync run`, over whole days or weeks";

/// Studies the steady state. Whatever can be wrong with what was asked for is found before anything is simulated.
pub(super) fn steady(asked: &Steady) -> Exit {
    ended(attempt(asked))
}

fn attempt(asked: &Steady) -> Result<(), Stopped> {
    let mut scenario = simulate::scenario(&asked.common)?;
    for warning in scenario.warnings.iter().filter(|_| !asked.common.quiet) {
        screen::say(&warning.render(true));
    }
    // What-ifs are about runs.
    scenario.what_ifs.clear();
    let plan = plan(asked, &scenario)?;
    let stop = stop_flag();
    let path = asked.common.out.clone().unwrap_or_else(|| default_folder(&scenario, "-steady"));
    let folder = Folder::prepare(&path).map_err(|error| (Exit::Unusable, screen::error(&error.to_string())))?;
    let Prepared(folder) = &Prepared(folder);
    name_the_run_in_panics(&scenario);
    let (state, timing) = simulated(asked, &plan, &stop)?;
    let report = SteadyReport { scenario: &scenario, plan: &plan, state: &state };
    let mut outputs = vec![report::steady(&report), report::welch(&report)];
    if !asked.common.no_charts {
        let pictures = report::steady_pictures(&report);
        outputs.extend(pictures.map_err(|error| (Exit::Failed, screen::error(&error.to_string())))?);
    }
    if stop.load(Ordering::Relaxed) {
        return Err(interrupted());
    }
    let failed = |error: FolderError| (Exit::Failed, screen::error(&error.to_string()));
    let manifest = |files: &[report::Written]| report::steady_manifest(&report, files);
    folder.write(&outputs, &[report::timing(&timing)], manifest).map_err(failed)?;
    match show(asked, &report, &outputs, folder.path()) {
        Exit::Done if report.is_steady() => Ok(()),
        Exit::Done => Err((Exit::Unmet, String::new())),
        exit => Err((exit, String::new())),
    }
}

/// What is to be run, or everything that stands against it.
fn plan(asked: &Steady, scenario: &Scenario) -> Result<SteadyPlan, Stopped> {
    let options = SteadyAsked { warm_up: asked.warm_up, batches: asked.batches };
    SteadyPlan::new(&scenario.experiment, options).map_err(|wrong| {
        let lines: Vec<String> = wrong.iter().map(|it| format!("\n  {it}")).collect();
        let varies = !variations(&scenario.experiment.model).is_empty();
        let advice = if varies { ADVICE } else { "" };
        let text = format!("the steady state of {} cannot be studied:{}{advice}", scenario.name, lines.concat());
        (Exit::Unusable, screen::error(&text))
    })
}

fn simulated(asked: &Steady, plan: &SteadyPlan, stop: &AtomicBool) -> Result<(SteadyState, Timing), Stopped> {
    let runs = runs(&[&plan.experiment]);
    let pool = pool(&asked.common)?;
    let bar = Bar::new(runs, !asked.common.quiet);
    let began = Instant::now();
    let state = pool.install(|| settle(plan, &bar, stop));
    let seconds = began.elapsed().as_secs_f64();
    bar.done();
    let state = state.map_err(halted)?;
    let (events, threads) = (state.events, pool.current_num_threads());
    Ok((state, Timing { seconds, runs, events, events_per_second: events as f64 / seconds, threads }))
}

/// Where something is wrong, even who wants to hear nothing else is told.
fn show(asked: &Steady, report: &SteadyReport<'_>, outputs: &[Output<'_>], folder: &Path) -> Exit {
    if asked.common.quiet {
        if !report.is_steady() {
            report.warnings().iter().for_each(|warning| screen::say(&screen::error(warning)));
        }
        return Exit::Done;
    }
    let text = report::steady_text(report, screen::width().unwrap_or(report::text::WIDTH));
    screen::print(&format!("{text}\n{}\n", report::text::files(folder, outputs)))
}
