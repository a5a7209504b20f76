//! The closed forms beside what was simulated.

use super::{Number, Textbook, recognised};
use crate::experiment::{Experiment, Results, Row};
use crate::maths;
use crate::stats::Estimate;

/// How many standard errors a number may be off before it is said aloud. It happens by chance to one in 16,000.
const FAR: f64 = 4.0;

/// A policy that is a queue of the textbooks, and its results beside what that queue comes to.
#[derive(Clone, Debug)]
pub struct Check<'r> {
    /// The place of the policy.
    pub policy: usize,
    /// The queue that it is.
    pub textbook: Textbook,
    /// Its numbers beside those simulated, as far as there are any.
    pub compared: Vec<Compared<'r>>,
}

/// A number of a textbook and the same, simulated.
#[derive(Clone, Debug)]
pub struct Compared<'r> {
    /// What the closed form says.
    pub number: Number,
    /// What was simulated.
    pub row: &'r Row,
    /// The number in it.
    pub estimate: &'r Estimate,
}

/// All policies of an experiment that are queues of the textbooks, against its results.
pub fn check<'r>(experiment: &Experiment, results: &'r Results) -> Vec<Check<'r>> {
    let of_policy = |(policy, results): (usize, &'r crate::experiment::PolicyResults)| {
        let textbook = recognised(&experiment.model, &experiment.policies[policy])?;
        let compare = |number: &Number| {
            let row = results.row(number.scope, number.metric, &number.statistic)?;
            row.estimate.as_ref().map(|estimate| Compared { number: number.clone(), row, estimate })
        };
        let compared = textbook.numbers.iter().filter_map(compare).collect();
        Some(Check { policy, textbook, compared })
    };
    results.policies.iter().enumerate().filter_map(of_policy).collect()
}

impl Compared<'_> {
    /// How many standard errors the simulated number lies above the closed form; `None` where it has no error.
    pub fn errors_off(&self) -> Option<f64> {
        let error = self.estimate.standard_error().filter(|error| *error > 0.0)?;
        Some((self.estimate.value - self.number.value) / error)
    }

    /// Whether the interval of the simulated number holds the closed form; `None` without an interval.
    pub fn holds(&self) -> Option<bool> {
        self.row.interval.map(|interval| interval.contains(self.number.value))
    }

    /// Whether it is off by more than chance explains: four standard errors, or as many more as are as rare with so few
    /// replications, by Student's t.
    pub fn is_off(&self) -> bool {
        let far = |off: f64| {
            let freedom = self.estimate.informed.saturating_sub(1) as f64;
            off.abs() > -maths::student_t_quantile(maths::normal_cdf(-FAR), freedom)
        };
        self.errors_off().is_some_and(far)
    }
}
