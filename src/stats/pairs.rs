//! All policies against each other, and when two of them can be told apart.

use super::estimate::{Difference, Estimate, paired};
use super::prognosis::{Prognosis, when};

/// Two of several estimates from the same replications, compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The place of the one.
    pub first: usize,
    /// The place of the other, greater than that of the first.
    pub second: usize,
    /// The first minus the second; its interval is one of as many as there are pairs, that hold together.
    pub difference: Difference,
    /// When such an interval would leave out 0.
    pub told_apart: Prognosis,
}

/// All k (k - 1) / 2 pairs of k estimates, by first and then by second place. The intervals hold together with at least
/// the confidence given, whatever the replications have in common (Bonferroni: Law, "Simulation Modeling and Analysis",
/// 5th edition, 2015, section 10.3.2).
///
/// # Panics
/// If the estimates come from different numbers of replications, or `confidence` is not between 0 and 1.
pub fn all_pairs(estimates: &[&Estimate], confidence: f64) -> Vec<Pair> {
    let comparisons = estimates.len() * estimates.len().saturating_sub(1) / 2;
    let places = (0..estimates.len()).flat_map(|first| (first + 1..estimates.len()).map(move |second| (first, second)));
    let pair = |(first, second): (usize, usize)| {
        let (a, b) = (estimates[first], estimates[second]);
        let difference = paired(a, b, confidence, comparisons);
        Pair { first, second, difference, told_apart: told_apart(a, b, confidence, comparisons) }
    };
    places.map(pair).collect()
}

/// After how many replications in all the interval of [`paired`] leaves out 0, if the difference and its scatter stay as
/// they are: the least n with t(n - 1) s / square root of n at most the difference. [`Prognosis::Never`] if there is no
/// difference at all.
///
/// That is when an even chance is reached: the difference that is found then may be smaller as well as greater.
///
/// # Panics
/// As [`paired`].
pub fn told_apart(a: &Estimate, b: &Estimate, confidence: f64, comparisons: usize) -> Prognosis {
    let difference = a.minus(b);
    let interval = paired(a, b, confidence, comparisons).interval;
    if interval.is_some() && difference.value == 0.0 {
        return Prognosis::Never;
    }
    let half_width = interval.map(|interval| interval.half_width());
    let counts = (difference.informed, difference.influence.len());
    when(half_width, difference.value.abs(), (confidence, comparisons), counts)
}
