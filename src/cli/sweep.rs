//! `quasisync sweep`: a scenario at many points. A finished point is on the disk at once, so that an interrupted sweep goes
//! on where it was.

use super::screen::{self, Bar};
use super::simulate::{self, Prepared, Stopped, default_folder, ended, name_the_run_in_panics, pool, runs, stop_flag};
use super::{Exit, Sweep};
use crate::experiment::Experiment;
use crate::report::{self, Folder, FolderError, Output, Report, Swept, Timing};
use crate::scenario::{Axis, Scenario};
use crate::study::{Plan, batches};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// The folder of the points that are finished, until all are.
const POINTS: &str = "points";

/// What is in that folder besides: which sweep it is.
const IDENTITY: &str = "sweep.json";

/// Runs a sweep.
pub(super) fn sweep(asked: &Sweep) -> Exit {
    ended(attempt(asked))
}

fn unusable(text: impl Into<String>) -> Stopped {
    (Exit::Unusable, screen::error(&text.into()))
}

fn attempt(asked: &Sweep) -> Result<(), Stopped> {
    let (base, plan, scenarios) = points(asked)?;
    let stop = stop_flag();
    let path = asked.common.out.clone().unwrap_or_else(|| default_folder(&base, "-sweep"));
    let prepare = |path: &Path| Folder::prepare(path).map(Prepared).map_err(|error| unusable(error.to_string()));
    let Prepared(folder) = &prepare(&path)?;
    let Prepared(kept) = &prepare(&path.join(POINTS))?;
    let identity = report::sweep_identity(&plan, &scenarios);
    let left = left(asked, kept, &identity, plan.points.len())?;
    name_the_run_in_panics(&base);
    let timing = simulated(asked, &plan, &scenarios, &left, kept, &stop)?;
    let points = (0..plan.points.len()).map(|point| kept.read(&report::point_name(point)));
    let points: Vec<Vec<u8>> = points.collect::<Result<_, _>>().map_err(failed)?;
    let mut outputs = vec![report::sweep(&points)];
    let swept = Swept::new(&base, &plan, &points);
    if !asked.common.no_charts {
        let pictures = report::sweep_pictures(&swept);
        outputs.extend(pictures.map_err(|error| (Exit::Failed, screen::error(&error.to_string())))?);
    }
    let manifest = |written: &[report::Written]| report::sweep_manifest(&base, &plan, &identity, written);
    folder.write(&outputs, &[report::timing(&timing)], manifest).map_err(failed)?;
    kept.clear().map_err(failed)?;
    if asked.common.quiet {
        return Ok(());
    }
    let width = screen::width().unwrap_or(report::text::WIDTH);
    let text = report::sweep_text(&swept, width);
    match screen::print(&format!("{text}\n{}\n", report::text::files(folder.path(), &outputs))) {
        Exit::Done => Ok(()),
        exit => Err((exit, String::new())),
    }
}

fn failed(error: FolderError) -> Stopped {
    (Exit::Failed, screen::error(&error.to_string()))
}

/// The scenario as it is, what is varied, and the scenario at each point. All is read before anything is simulated.
fn points(asked: &Sweep) -> Result<(Scenario, Plan, Vec<Scenario>), Stopped> {
    let given = axes(&asked.vary)?;
    let mut base = simulate::scenario(&asked.common)?;
    // What is varied is asked of the scenario as it is.
    base.what_ifs.clear();
    // Who says what is varied, says all of it.
    let section = base.sweep.as_ref().filter(|_| given.is_empty());
    let (axes, points, from) = match section {
        Some(section) => (section.axes.clone(), asked.latin_hypercube.or(section.latin_hypercube), "[sweep]"),
        None => (given, asked.latin_hypercube, "--vary"),
    };
    let plan = match points {
        None => Plan::grid(axes),
        Some(points) => Plan::latin_hypercube(axes, points, base.experiment.seed),
    };
    let plan = plan.map_err(unusable)?;
    let at = |point| simulate::at_point(&asked.common, &plan.changes(point), from);
    let scenarios = (0..plan.points.len()).map(at).collect::<Result<_, _>>()?;
    Ok((base, plan, scenarios))
}

/// What the option varies, or all that is wrong with it.
fn axes(texts: &[String]) -> Result<Vec<Axis>, Stopped> {
    let read: Vec<Result<Axis, String>> = texts.iter().map(|text| Axis::parse(text)).collect();
    let wrong: Vec<&str> = read.iter().filter_map(|it| it.as_ref().err()).map(String::as_str).collect();
    match wrong.is_empty() {
        true => Ok(read.into_iter().flatten().collect()),
        false => Err(unusable(wrong.join("\n"))),
    }
}

/// The points that are not in the folder yet. What another sweep has left there is never mixed with this one.
fn left(asked: &Sweep, kept: &Folder, identity: &str, points: usize) -> Result<Vec<usize>, Stopped> {
    let other = kept.read(IDENTITY).ok().filter(|it| it != identity.as_bytes());
    if other.is_some() && !asked.fresh {
        let text = format!(
            "{} holds points of another sweep: its scenario, its values or the version of quasisync differs\n\
             finish that one, name another folder with --out, or forget it with --fresh",
            kept.path().display()
        );
        return Err((Exit::Incompatible, screen::error(&text)));
    }
    if asked.fresh {
        kept.clear().map_err(failed)?;
        std::fs::create_dir_all(kept.path()).map_err(|error| unusable(error.to_string()))?;
    }
    kept.put(&Output::new(IDENTITY, identity.as_bytes().to_vec())).map_err(failed)?;
    let left: Vec<usize> = (0..points).filter(|point| kept.read(&report::point_name(*point)).is_err()).collect();
    if left.len() < points && !asked.common.quiet {
        screen::say(&format!("{} of {points} points are there already", points - left.len()));
    }
    Ok(left)
}

/// Simulates the points that are left, and keeps each.
fn simulated(
    asked: &Sweep,
    plan: &Plan,
    scenarios: &[Scenario],
    left: &[usize],
    kept: &Folder,
    stop: &AtomicBool,
) -> Result<Timing, Stopped> {
    let experiments: Vec<&Experiment> = left.iter().map(|&point| &scenarios[point].experiment).collect();
    let pool = pool(&asked.common)?;
    let bar = Bar::new(runs(&experiments), !asked.common.quiet);
    let began = Instant::now();
    let mut done = Vec::new();
    let mut finished = plan.points.len() - left.len();
    for batch in batches(&experiments) {
        let together: Vec<&Experiment> = batch.iter().map(|&place| experiments[place]).collect();
        let results = simulate::together(&pool, &together, &bar, stop);
        let results = results.map_err(|stopped| match stopped.0 {
            Exit::Interrupted => interrupted(finished, plan.points.len()),
            _ => stopped,
        })?;
        done.push(simulate::timing(&pool, &results, 0.0));
        for (point, results) in batch.iter().map(|&place| left[place]).zip(&results) {
            let report = Report { scenario: &scenarios[point], results, what_ifs: &[] };
            kept.put(&report::point(&report, plan, point)).map_err(failed)?;
            finished += 1;
        }
        if stop.load(Ordering::Relaxed) {
            return Err(interrupted(finished, plan.points.len()));
        }
    }
    bar.done();
    let seconds = began.elapsed().as_secs_f64();
    let (runs, events) = (done.iter().map(|it| it.runs).sum(), done.iter().map(|it| it.events).sum::<u64>());
    let threads = pool.current_num_threads();
    Ok(Timing { seconds, runs, events, events_per_second: events as f64 / seconds, threads })
}

fn interrupted(finished: usize, all: usize) -> Stopped {
    let text = format!("interrupted: {finished} of {all} points are kept; the same command goes on from there");
    (Exit::Interrupted, text)
}
