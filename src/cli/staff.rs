//! `quasisync staff`: how many agents it takes to meet targets.

use super::screen::{self, Bar};
use super::simulate::{
    self, Prepared, Stopped, default_folder, ended, interrupted, name_the_run_in_panics, pool, stop_flag,
};
use super::{Counted, Exit, Staff};
use crate::engine::Halt;
use crate::model::Model;
use crate::report::{self, Folder, Output, Staffed, Timing, Written};
use crate::scenario::Scenario;
use crate::study::Target;
use crate::study::staffing::{self, Answer, Failure, Per, Question};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// So many replications at least, unless somebody asks for another number: with fewer, hardly anything is sure of all
/// intervals together.
const FEWEST: u32 = 40;

/// Searches for a staffing. Whatever can be wrong with what was asked for is found before anything is simulated.
pub(super) fn staff(asked: &Staff) -> Exit {
    ended(attempt(asked))
}

fn unusable(text: impl Into<String>) -> Stopped {
    (Exit::Unusable, screen::error(&text.into()))
}

fn attempt(asked: &Staff) -> Result<(), Stopped> {
    let (targets, shrinkage) = read(asked)?;
    let mut scenario = simulate::scenario(&asked.common)?;
    for warning in scenario.warnings.iter().filter(|_| !asked.common.quiet) {
        screen::say(&warning.render(true));
    }
    let question = question(asked, &mut scenario, targets)?;
    let stop = stop_flag();
    let path = asked.common.out.clone().unwrap_or_else(|| default_folder(&scenario, "-staff"));
    let folder = Folder::prepare(&path).map_err(|error| unusable(error.to_string()))?;
    let Prepared(folder) = &Prepared(folder);
    name_the_run_in_panics(&scenario);
    let (answer, timing) = searched(asked, &question, &stop)?;
    scenario.experiment.replications = answer.replications;
    let staffed = Staffed::new(&scenario, &question, &answer, shrinkage);
    let mut outputs = vec![report::staffing(&staffed), report::schedule(&staffed)];
    if !asked.common.no_charts {
        let pictures = report::staff_pictures(&staffed);
        outputs.extend(pictures.map_err(|error| (Exit::Failed, screen::error(&error.to_string())))?);
    }
    if stop.load(Ordering::Relaxed) {
        return Err(interrupted());
    }
    let manifest = |files: &[Written]| report::staff_manifest(&scenario, &question, &answer, files);
    let written = folder.write(&outputs, &[report::timing(&timing)], manifest);
    written.map_err(|error| (Exit::Failed, screen::error(&error.to_string())))?;
    show(asked, &staffed, &outputs, folder)
}

/// What the options say, with everything that is wrong with them at once.
fn read(asked: &Staff) -> Result<(Vec<Target>, Option<f64>), Stopped> {
    let targets = Target::parse_all(&asked.target);
    let shrinkage = asked.shrinkage.as_deref().map(shrinkage).transpose();
    let mut wrong = targets.as_ref().err().cloned().unwrap_or_default();
    wrong.extend(shrinkage.as_ref().err().cloned());
    match (targets, shrinkage) {
        (Ok(targets), Ok(shrinkage)) => Ok((targets, shrinkage)),
        _ => Err(unusable(wrong.join("\n"))),
    }
}

/// A share below 1.
fn shrinkage(text: &str) -> Result<f64, String> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let share = match text.strip_suffix('%') {
        Some(percent) => number(percent).map(|it| it / 100.0),
        None => number(text),
    };
    let possible = share.filter(|it| (0.0..1.0).contains(it));
    possible.ok_or_else(|| format!("`{text}` is no shrinkage: write a share below 1, for instance 30% or 0.3"))
}

/// The question, under one policy: the one that was named, or the baseline.
fn question(asked: &Staff, scenario: &mut Scenario, targets: Vec<Target>) -> Result<Question, Stopped> {
    let experiment = &mut scenario.experiment;
    if asked.common.policy.len() > 1 {
        return Err(unusable("a staffing is found for one policy: name one with --policy"));
    }
    if asked.common.replications.is_none() {
        experiment.replications = experiment.replications.max(FEWEST);
    }
    let baseline = experiment.policies[experiment.baseline].name.clone();
    let name = asked.common.policy.first().unwrap_or(&baseline);
    experiment.policies.retain(|policy| policy.name == *name);
    (experiment.baseline, experiment.until) = (0, None);
    scenario.what_ifs.clear();
    let per = match asked.per {
        Counted::Interval => Per::Interval,
        Counted::Shift => Per::Shift,
        Counted::Team => Per::Team,
    };
    let experiment = scenario.experiment.clone();
    Ok(Question {
        replications: experiment.replications,
        may_add_replications: asked.common.replications.is_none(),
        confidence: experiment.confidence,
        experiment,
        targets,
        per,
    })
}

fn searched(asked: &Staff, question: &Question, stop: &AtomicBool) -> Result<(Answer, Timing), Stopped> {
    let pool = pool(&asked.common)?;
    let bar = Bar::open(!asked.common.quiet);
    let began = Instant::now();
    let answer = pool.install(|| staffing::staff(question, &bar, stop, &|doing| bar.now(doing)));
    bar.done();
    let seconds = began.elapsed().as_secs_f64();
    let answer = answer.map_err(|failure| stopped(&question.experiment.model, &failure))?;
    let (runs, events) = (answer.simulated.1, answer.events);
    let threads = pool.current_num_threads();
    Ok((answer, Timing { seconds, runs, events, events_per_second: events as f64 / seconds, threads }))
}

fn stopped(model: &Model, failure: &Failure) -> Stopped {
    let exit = match failure {
        Failure::Halted(Halt::Stopped) => return interrupted(),
        Failure::Halted(_) | Failure::Stuck => Exit::Failed,
        _ => Exit::Unusable,
    };
    (exit, screen::error(&report::staff_failure(model, failure)))
}

fn show(asked: &Staff, staffed: &Staffed<'_>, outputs: &[Output<'_>], folder: &Folder) -> Result<(), Stopped> {
    if asked.common.quiet {
        return Ok(());
    }
    let width = screen::width().unwrap_or(report::text::WIDTH);
    let text = report::staff_text(staffed, width);
    match screen::print(&format!("{text}\n{}\n", report::text::files(folder.path(), outputs))) {
        Exit::Done => Ok(()),
        exit => Err((exit, String::new())),
    }
}
