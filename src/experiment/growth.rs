//! Does work pile up all along? The course of the conversations that need a reply, made fit to be compared.

use super::{Experiment, RunRecord};
use crate::metrics::measures::{STEPS_A_DAY, course_step};
use crate::stats::{Growth, GrowthTest};
use crate::units::Span;

/// Whether the conversations that need a reply become more all along. Cycles are compared with each other where two of them
/// are counted: weeks, else days. A night or a weekend on which nobody is there says nothing of what a team can carry:
/// where days are compared, only what is left over in staffed hours counts.
pub(super) fn growth(experiment: &Experiment, runs: &[RunRecord]) -> Option<Growth> {
    let horizon = experiment.model.frame.horizon.0;
    let days = [7, 1].into_iter().find(|days| horizon >= 2 * days * Span::DAY.0);
    let cycle = days.map(|days| (days * STEPS_A_DAY) as usize);
    let level = |run: &RunRecord| -> Vec<f64> {
        let course: Vec<f64> = run.course.iter().map(|&level| f64::from(level)).collect();
        if days == Some(1) { in_staffed_hours(experiment, &course) } else { course }
    };
    let levels: Vec<Vec<f64>> = runs.iter().map(level).collect();
    let arrivals: Vec<u64> = runs.iter().map(|run| run.offered).collect();
    GrowthTest { cycle, ..GrowthTest::default() }.judge(&levels, &arrivals)
}

/// Whole days only. Steps at which nobody is scheduled get the mean of their day's other steps; days without any are left
/// out.
fn in_staffed_hours(experiment: &Experiment, course: &[f64]) -> Vec<f64> {
    let day = STEPS_A_DAY as usize;
    let skipped = course.len() % day;
    let mut kept = Vec::with_capacity(course.len());
    for (place, levels) in course[skipped..].chunks(day).enumerate() {
        let staffed: Vec<bool> = (0..day).map(|step| is_staffed(experiment, skipped + place * day + step)).collect();
        let mine = levels.iter().zip(&staffed).filter(|(_, staffed)| **staffed);
        let (count, sum) = mine.fold((0.0, 0.0), |(count, sum), (level, _)| (count + 1.0, sum + level));
        if count > 0.0 {
            kept.extend(
                levels.iter().zip(&staffed).map(|(level, staffed)| if *staffed { *level } else { sum / count }),
            );
        }
    }
    kept
}

/// Whether anybody is scheduled at a step of the course.
fn is_staffed(experiment: &Experiment, step: usize) -> bool {
    let model = &experiment.model;
    let at = model.frame.start() + Span(course_step(&model.frame).0 * (step as u64 + 1));
    model.is_staffed(at)
}
