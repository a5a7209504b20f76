//! What is run for a steady state, once nothing stands against it.

use super::variations;
use crate::experiment::Experiment;
use crate::model::{Frame, Model};
use crate::units::{Span, Time};

/// About so many intervals, at most.
const MOST_INTERVALS: u64 = 1_000;
/// The fewest that MSER-5 judges.
const FEWEST_INTERVALS: usize = 100;
/// The batches of a single run, unless somebody says how many.
const BATCHES: usize = 20;
/// The fewest batches of which an interval can be made.
const FEWEST_BATCHES: usize = 3;
/// The fewest intervals in a batch.
const LEAST_OF_A_BATCH: usize = 2;
/// The lengths that an interval may have: round ones, each at most twice the one before.
const GRAINS: [u64; 25] = [
    1, 2, 3, 5, 10, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
    86_400, 172_800, 259_200, 432_000,
];

/// What is to be run.
#[derive(Clone, Debug, PartialEq)]
pub struct SteadyPlan {
    /// The experiment with nothing left out, in equal intervals; what is left over of the time is not counted.
    pub experiment: Experiment,
    /// So many intervals are left out, if somebody says so.
    pub given: Option<usize>,
    /// The batches of a single run; `None` with several replications.
    pub batches: Option<usize>,
}

/// What somebody says beside the scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SteadyAsked {
    /// What is left out at the beginning, rounded up to an interval; without, what MSER-5 says.
    pub warm_up: Option<Span>,
    /// Into how many batches a single run is cut: at least 3, and 20 unless somebody says so.
    pub batches: Option<usize>,
}

impl SteadyPlan {
    /// Plans the study of an experiment.
    ///
    /// # Errors
    /// Everything that stands against it, each with what would be right.
    pub fn new(experiment: &Experiment, asked: SteadyAsked) -> Result<SteadyPlan, Vec<String>> {
        let whole = experiment.model.frame.warm_up + experiment.model.frame.horizon;
        let interval = grain(whole);
        let intervals = (whole.0 / interval.0) as usize;
        let given = asked.warm_up.map(|span| span.0.div_ceil(interval.0) as usize);
        let mut wrong = variations(&experiment.model);
        if intervals < FEWEST_INTERVALS {
            wrong.push(format!(
                "warm_up and horizon are {whole} together: a steady state is looked for in {FEWEST_INTERVALS}s or more"
            ));
        }
        if let Some(warm_up) = asked.warm_up.filter(|_| given >= Some(intervals)) {
            wrong.push(format!(
                "a warm-up of {warm_up} leaves nothing of warm_up and horizon, which are {whole} together: write a shorter \
                 one, or a longer horizon"
            ));
        }
        // MSER-5 leaves out at most half.
        let counted = intervals.saturating_sub(given.unwrap_or(intervals / 2));
        let batches = batches(asked.batches, experiment.replications, counted).unwrap_or_else(|it| {
            wrong.push(it);
            None
        });
        match wrong.is_empty() {
            true => Ok(SteadyPlan { experiment: pilot(experiment, interval, intervals), given, batches }),
            false => Err(wrong),
        }
    }

    /// The length of an interval.
    pub fn interval(&self) -> Span {
        self.experiment.model.frame.interval
    }

    /// So many intervals.
    pub(super) fn span(&self, intervals: usize) -> Span {
        Span(self.interval().0 * intervals as u64)
    }
}

/// Into how many batches a run is cut of which so many intervals are counted; several runs into none.
fn batches(asked: Option<usize>, replications: u32, counted: usize) -> Result<Option<usize>, String> {
    if replications > 1 {
        return asked.map_or(Ok(None), |batches| {
            Err(format!(
                "{batches} batches of {replications} replications: a single run is cut into batches, of several each is one \
                 observation; write --replications 1, or no --batches"
            ))
        });
    }
    let (batches, most) = (asked.unwrap_or(BATCHES), counted / LEAST_OF_A_BATCH);
    let advice = match most {
        _ if (FEWEST_BATCHES..=most).contains(&batches) => return Ok(Some(batches)),
        0..FEWEST_BATCHES => "write a shorter --warm-up, or a longer horizon".to_owned(),
        _ => format!("write --batches {FEWEST_BATCHES} to {most}"),
    };
    Err(format!("{batches} batches cannot be made of the {counted} intervals that the warm-up may leave: {advice}"))
}

/// The least round length of which there are not too many.
fn grain(whole: Span) -> Span {
    let fits = |seconds: &u64| whole.0 / (seconds * Span::SECOND.0) <= MOST_INTERVALS;
    Span(GRAINS.into_iter().find(fits).unwrap_or(GRAINS[GRAINS.len() - 1]) * Span::SECOND.0)
}

/// The experiment with nothing left out, counted in so many intervals: the same customers, who live on after it as before.
fn pilot(experiment: &Experiment, interval: Span, intervals: usize) -> Experiment {
    let model = &experiment.model;
    let horizon = Span(interval.0 * intervals as u64);
    let cool_down = model.frame.end().since(Time::START) - horizon;
    let frame = Frame { zone: model.frame.zone.clone(), warm_up: Span::ZERO, horizon, cool_down, interval };
    Experiment { model: Model { frame, ..model.clone() }, until: None, ..experiment.clone() }
}
