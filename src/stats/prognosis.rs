//! How many replications would do.

use super::estimate::critical;
use crate::maths::smallest;

/// Beyond this many replications a prognosis says no more than that there would be very many.
const MOST: u64 = 1 << 50;

/// After how many replications something will be known, if value and scatter stay as they are.
///
/// The half-width of an interval falls as t(n - 1) / square root of n: Law, "Simulation Modeling and Analysis" (5th
/// edition, 2015), section 9.4.1. The scatter is itself estimated, so the number is about right at best: with n
/// replications behind it, it may easily be off by a share of 2 x square root of 2 / (n - 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prognosis {
    /// The replications that there are, suffice.
    Reached,
    /// After so many replications in all.
    After(u64),
    /// With no number of replications.
    Never,
    /// Fewer than two replications had anything to say.
    Unknown,
}

/// When a half-width of so much falls to `target`, of one of so many `comparisons` at this confidence; in replications of
/// which a share of `informed` / `replications` has anything to say.
pub(super) fn when(
    half_width: Option<f64>,
    target: f64,
    (confidence, comparisons): (f64, usize),
    (informed, replications): (usize, usize),
) -> Prognosis {
    let Some(half_width) = half_width else { return Prognosis::Unknown };
    if half_width <= target {
        return Prognosis::Reached;
    }
    // Not above 0 or not a number.
    if target.is_nan() || target <= 0.0 {
        return Prognosis::Never;
    }
    let standard_error = half_width / critical(confidence, comparisons, informed);
    let deviation = standard_error * crate::maths::sqrt(informed as f64);
    let enough = |count: u64| {
        deviation / crate::maths::sqrt(count as f64) * critical(confidence, comparisons, count as usize) <= target
    };
    let mut high = informed as u64 + 1;
    while !enough(high) && high < MOST {
        high *= 2;
    }
    let least = smallest((high / 2).max(informed as u64 + 1), high, enough);
    let in_all = u128::from(least) * replications as u128;
    Prognosis::After(u64::try_from(in_all.div_ceil(informed as u128)).unwrap_or(u64::MAX))
}
