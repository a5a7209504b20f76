//! Does work pile up all along? The course of the conversations that need a reply, made fit to be compared: like with like.

use super::{Experiment, RunRecord};
use crate::metrics::measures::{STEPS_A_DAY, course_step};
use crate::model::Model;
use crate::stats::{Growth, GrowthTest};
use crate::units::Span;

const DAY: usize = STEPS_A_DAY as usize;

/// Whether the conversations that need a reply become more all along. Cycles are compared with each other where two of them
/// are counted: weeks, else days, else the quarters of what is counted. Times at which nobody is there say nothing of what
/// a team can carry: only weeks, which are alike, are compared with theirs.
pub(super) fn growth(experiment: &Experiment, runs: &[RunRecord]) -> Option<Growth> {
    let model = &experiment.model;
    let horizon = model.frame.horizon.0;
    let days = [7, 1].into_iter().find(|days| horizon >= 2 * days * Span::DAY.0);
    let steps = (horizon / course_step(&model.frame).0) as usize;
    let compared = match days {
        Some(7) => weeks(steps),
        Some(_) => usual_days(model, steps).unwrap_or_else(|| staffed_steps(model, steps)),
        None => staffed_steps(model, steps),
    };
    let level = |run: &RunRecord| compared.levels(&run.course);
    let levels: Vec<Vec<f64>> = runs.iter().map(level).collect();
    let arrivals: Vec<u64> = runs.iter().map(|run| run.offered).collect();
    GrowthTest { cycle: compared.cycle, ..GrowthTest::default() }.judge(&levels, &arrivals)
}

/// What of a course is compared.
struct Compared {
    /// Steps, in order, each for the least level at any of some steps.
    steps: Vec<Vec<usize>>,
    /// How many of them make a cycle.
    cycle: Option<usize>,
}

impl Compared {
    fn levels(&self, course: &[u32]) -> Vec<f64> {
        let least = |steps: &Vec<usize>| steps.iter().filter_map(|step| course.get(*step)).min();
        self.steps.iter().map(|steps| least(steps).map_or(0.0, |&level| f64::from(level))).collect()
    }
}

/// Whole weeks, the last ones. At the end of the last one nothing is noted any more, so the ends of the others are left out.
fn weeks(steps: usize) -> Compared {
    let week = 7 * DAY;
    let counts = |step: &usize| (step - steps % week) % week != week - 1;
    let steps = (steps % week..steps).filter(counts).map(|step| vec![step]).collect();
    Compared { steps, cycle: Some(week - 1) }
}

/// The last whole days on which somebody is there: what was left over when it was least. A queue that is worked off every
/// day does not grow, however long it is at noon. A day after one on which nobody was there is another kind of day, which
/// begins with the work of two. `None` with fewer than two usual days.
fn usual_days(model: &Model, steps: usize) -> Option<Compared> {
    let first = steps % DAY;
    let staffed_on = |begins: usize| -> Vec<usize> {
        (begins..begins + DAY - 1).filter(|step| is_staffed(model, *step as i64)).collect()
    };
    let follows_a_closed_day = |begins: usize| {
        let before = begins as i64 - DAY as i64..begins as i64 - 1;
        let simulated = before.clone().all(|step| instant(model, step).is_some());
        simulated && !before.clone().any(|step| is_staffed(model, step))
    };
    let days = (first..steps).step_by(DAY).filter(|begins| !follows_a_closed_day(*begins)).map(staffed_on);
    let days: Vec<Vec<usize>> = days.filter(|staffed| !staffed.is_empty()).collect();
    // As often as a day has steps, so that few days are enough to be judged.
    let repeated = |day: Vec<usize>| std::iter::repeat_n(day, DAY);
    (days.len() >= 2).then(|| Compared { steps: days.into_iter().flat_map(repeated).collect(), cycle: Some(DAY) })
}

/// All steps at which somebody is there.
fn staffed_steps(model: &Model, steps: usize) -> Compared {
    // At the last one nothing is noted any more.
    let steps = (0..steps.saturating_sub(1)).filter(|step| is_staffed(model, *step as i64));
    Compared { steps: steps.map(|step| vec![step]).collect(), cycle: None }
}

/// Whether anybody is scheduled at a step of the course.
fn is_staffed(model: &Model, step: i64) -> bool {
    instant(model, step).is_some_and(|at| model.is_staffed(at))
}

/// The instant of a step, which may be before the counted time; `None` before the run.
fn instant(model: &Model, step: i64) -> Option<crate::units::Time> {
    let (start, length) = (model.frame.start().0 as i64, course_step(&model.frame).0 as i64);
    let at = start + (step + 1) * length;
    u64::try_from(at).ok().map(crate::units::Time).filter(|at| *at >= model.begins())
}
