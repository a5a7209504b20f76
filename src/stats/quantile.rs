//! Quantiles across independent replications.
//!
//! The share of values at or below an x is a ratio of sums, whose interval is known. A quantile is where that share
//! reaches p, so its interval holds the x at which p is within the interval of the share: Woodruff, "Confidence
//! intervals for medians and other position measures", Journal of the American Statistical Association 47 (1952). No
//! density is needed, and atoms (many waits of exactly 0) do no harm.

use super::distribution::Distribution;
use super::estimate::{Estimate, Interval, critical, ratio};
use crate::maths::smallest;
use std::borrow::Borrow;

/// The confidence of the interval of the share over which the slope of the quantile function is taken.
const SLOPE_CONFIDENCE: f64 = 0.95;

/// The smallest x with a share of at least `p` of all replications' values at or below it, one distribution per
/// replication; `None` without values.
///
/// Its influence values serve paired differences: those of the share at x, times the slope of the quantile function,
/// taken over the 95 per cent interval of that share. For the quantile alone, [`quantile_interval`] is better.
///
/// # Panics
/// If `p` is not between 0 and 1.
pub fn quantile<const BITS: u32, D: Borrow<Distribution<BITS>>>(p: f64, replications: &[D]) -> Option<Estimate> {
    let pool = Pool::new(p, replications)?;
    let value = pool.reach(p);
    let share = pool.share(value);
    let slope = match share.standard_error() {
        Some(error) => pool.slope(p, error * critical(SLOPE_CONFIDENCE, 1, share.informed)),
        None => 0.0,
    };
    let influence = share.influence.iter().map(|influence| -influence * slope).collect();
    Some(Estimate { value: value as f64, influence, informed: share.informed })
}

/// The interval of [`quantile`], by inverting that of the share; `None` with values in fewer than two replications.
///
/// # Panics
/// If `p` or `confidence` is not between 0 and 1.
pub fn quantile_interval<const BITS: u32, D: Borrow<Distribution<BITS>>>(
    p: f64,
    replications: &[D],
    confidence: f64,
) -> Option<Interval> {
    let pool = Pool::new(p, replications)?;
    let value = pool.reach(p);
    let share = pool.share(value);
    share.standard_error()?;
    let times = critical(confidence, 1, share.informed);
    let bound = |x: u64, times: f64| {
        let share = pool.share(x);
        share.value + times * share.standard_error().unwrap_or(0.0)
    };
    let low = smallest(0, value, |x| bound(x, times) >= p);
    let high = smallest(value, pool.limit, |x| bound(x, -times) >= p);
    Some(Interval { low: low as f64, high: high as f64 })
}

/// The distributions of all replications, of which at least one has values.
struct Pool<'a, const BITS: u32> {
    replications: Vec<&'a Distribution<BITS>>,
    totals: Vec<f64>,
    total: f64,
    /// No value is greater.
    limit: u64,
}

impl<'a, const BITS: u32> Pool<'a, BITS> {
    fn new(p: f64, replications: &'a [impl Borrow<Distribution<BITS>>]) -> Option<Self> {
        assert!((0.0..=1.0).contains(&p), "a quantile of {p}");
        let replications: Vec<&Distribution<BITS>> = replications.iter().map(Borrow::borrow).collect();
        let totals: Vec<f64> = replications.iter().map(|replication| replication.total() as f64).collect();
        let total: f64 = totals.iter().sum();
        let limit = replications.iter().map(|replication| replication.limit()).max()?;
        (total > 0.0).then_some(Self { replications, totals, total, limit })
    }

    /// The smallest value with a share of at least `p` at or below it.
    fn reach(&self, p: f64) -> u64 {
        smallest(0, self.limit, |x| {
            let count: f64 = self.replications.iter().map(|replication| replication.count_at_most(x)).sum();
            count / self.total >= p
        })
    }

    /// The share of values that are at most `x`.
    fn share(&self, x: u64) -> Estimate {
        let counts: Vec<f64> = self.replications.iter().map(|replication| replication.count_at_most(x)).collect();
        ratio(&counts, &self.totals).expect("there are values")
    }

    /// How much the quantile moves with p: the inverse of the density, averaged over `p` plus and minus `half`.
    fn slope(&self, p: f64, half: f64) -> f64 {
        let (low, high) = ((p - half).max(0.0), (p + half).min(1.0));
        // Without scatter of the share there is nothing for the slope to multiply.
        if high > low { (self.reach(high) as f64 - self.reach(low) as f64) / (high - low) } else { 0.0 }
    }
}
