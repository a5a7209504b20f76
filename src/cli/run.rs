//! `quasisync run`: simulate, compare, write.

use super::screen::{self, Bar};
use super::simulate::{
    self, Prepared, Stopped, default_folder, ended, interrupted, name_the_run_in_panics, pool, runs, stop_flag,
};
use super::{Exit, Format, Run};
use crate::experiment::{Experiment, Results, WhatIfResults};
use crate::report::{self, Folder, Output, Report, Timing, Written};
use crate::scenario::Scenario;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Runs a scenario. Whatever can be wrong with what was asked for is found before anything is simulated.
pub(super) fn run(asked: &Run) -> Exit {
    ended(attempt(asked))
}

fn attempt(asked: &Run) -> Result<(), Stopped> {
    let mut scenario = simulate::scenario(&asked.common)?;
    for warning in scenario.warnings.iter().filter(|_| !asked.common.quiet) {
        screen::say(&warning.render(true));
    }
    // Until here Ctrl-C ends the program at once: reading a pipe may never come to an end.
    let stop = stop_flag();
    let path = asked.common.out.clone().unwrap_or_else(|| default_folder(&scenario, ""));
    let folder = Folder::prepare(&path).map_err(|error| (Exit::Unusable, screen::error(&error.to_string())))?;
    let Prepared(folder) = &Prepared(folder);
    name_the_run_in_panics(&scenario);
    let (results, what_ifs, timing) = simulated(asked, &scenario, &stop)?;
    scenario.experiment.replications = results.replications();
    let report = Report { scenario: &scenario, results: &results, what_ifs: &what_ifs };
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

/// The results of the scenario as it is, those of its what-ifs, and how long that took.
type Simulated = (Results, Vec<WhatIfResults>, Timing);

fn simulated(asked: &Run, scenario: &Scenario, stop: &AtomicBool) -> Result<Simulated, Stopped> {
    let experiment = &scenario.experiment;
    let experiments: Vec<&Experiment> =
        std::iter::once(experiment).chain(scenario.what_ifs.iter().map(|it| &it.experiment)).collect();
    let pool = pool(&asked.common)?;
    let bar = Bar::new(runs(&experiments), !asked.common.quiet);
    let began = Instant::now();
    let results = simulate::together(&pool, &experiments, &bar, stop);
    let seconds = began.elapsed().as_secs_f64();
    bar.done();
    let mut results = results?;
    let timing = simulate::timing(&pool, &results, seconds);
    let others = results.split_off(1);
    let results = results.remove(0);
    let what_ifs = WhatIfResults::against(&results, others, experiment.confidence);
    Ok((results, what_ifs, timing))
}

/// All files but those that say how the run went.
fn outputs<'a>(asked: &Run, report: &'a Report<'_>) -> Result<Vec<Output<'a>>, Stopped> {
    let mut outputs = report::tables(report);
    if !asked.common.no_charts {
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
        Format::Human if asked.common.quiet => Exit::Done,
        Format::Human => {
            let width = screen::width().unwrap_or(report::text::WIDTH);
            let text = report::text::text(report, width);
            screen::print(&format!("{text}\n{}\n", report::text::files(folder, outputs)))
        }
    }
}
