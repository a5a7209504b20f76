//! Estimates across independent replications, and the comparison of two of them on the same replications.
//!
//! Every estimate carries one influence value per replication: how far that replication pulls the estimate away from
//! the truth, to first order (the delta method). Their mean is 0 and their scatter is the estimate's own, whether it
//! estimates a mean, a ratio, a deviation or a quantile; and the influence of a difference is the difference of the
//! influences, which is all that a paired comparison needs. See Asmussen and Glynn, "Stochastic Simulation" (2007),
//! chapter III, and Law, "Simulation Modeling and Analysis" (5th edition, 2015), chapters 9 and 10.

use crate::maths;

use super::tally::Moments;

/// A number estimated from independent replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate itself.
    pub value: f64,
    /// One influence value per replication, in their order; in the unit of the value, with mean 0.
    pub influence: Vec<f64>,
    /// How many replications had anything to say. Where others are blank, only these count as evidence.
    pub informed: usize,
}

/// From `low` to `high`, in the unit of what is estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Half of the interval's length.
    pub fn half_width(&self) -> f64 {
        (self.high - self.low) / 2.0
    }

    /// Whether a number is in the interval, ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// How two estimates from the same replications differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The first estimate minus the second.
    pub value: f64,
    /// The interval of the difference, widened for the number of comparisons; `None` with fewer than two replications.
    pub interval: Option<Interval>,
    /// How many times more replications a comparison without pairing would take; `None` if the difference does not
    /// scatter at all.
    pub variance_reduction: Option<f64>,
    /// Whether the interval leaves out 0.
    pub significant: bool,
}

/// A ratio of sums: all numerators over all denominators, one of each per replication.
///
/// `None` if all denominators are 0. The interval follows from the influence (N - theta D) / mean(D): Law (2015),
/// section 9.5; Asmussen and Glynn (2007), section III.4.
///
/// # Panics
/// If there are not as many numerators as denominators.
pub fn ratio(numerators: &[f64], denominators: &[f64]) -> Option<Estimate> {
    assert_eq!(numerators.len(), denominators.len(), "numerators and denominators of the same replications");
    let whole: f64 = denominators.iter().sum();
    if whole == 0.0 {
        return None;
    }
    let value = numerators.iter().sum::<f64>() / whole;
    let weight = denominators.len() as f64 / whole;
    let influence = numerators.iter().zip(denominators).map(|(n, d)| (n - value * d) * weight).collect();
    let informed = denominators.iter().filter(|d| **d != 0.0).count();
    Some(Estimate { value, influence, informed })
}

/// The mean of one value per replication, over those that have one; `None` if none has.
pub fn mean(values: &[Option<f64>]) -> Option<Estimate> {
    let present: Vec<f64> = values.iter().map(|value| f64::from(u8::from(value.is_some()))).collect();
    let values: Vec<f64> = values.iter().map(|value| value.unwrap_or(0.0)).collect();
    ratio(&values, &present)
}

/// The standard deviation of the pooled values (that of a population: divided by their number), in their unit.
///
/// `None` without values. Influence by the delta method from those of the mean and of the mean square; 0 throughout if
/// the deviation is 0.
pub fn deviation(replications: &[Moments]) -> Option<Estimate> {
    let pooled = replications.iter().fold(Moments::default(), |mut pooled, moments| {
        pooled.merge(moments);
        pooled
    });
    if pooled.count == 0 {
        return None;
    }
    // Moments about a whole number next to the mean are still exact integers, and nothing cancels in them.
    let centre = ((pooled.sum + u128::from(pooled.count) / 2) / u128::from(pooled.count)) as u64;
    let (sum, squares) = centred(&pooled, centre);
    let count = pooled.count as f64;
    let mean = sum / count;
    let variance = (squares / count - mean * mean).max(0.0);
    let value = maths::sqrt(variance);
    let weight = replications.len() as f64 / count;
    let influence = |moments: &Moments| {
        let (sum, squares) = centred(moments, centre);
        let surplus = squares - 2.0 * mean * sum + (mean * mean - variance) * moments.count as f64;
        if value > 0.0 { surplus * weight / (2.0 * value) } else { 0.0 }
    };
    let informed = replications.iter().filter(|moments| moments.count > 0).count();
    Some(Estimate { value, influence: replications.iter().map(influence).collect(), informed })
}

/// The sum of deviations from a centre, and the sum of their squares.
fn centred(moments: &Moments, centre: u64) -> (f64, f64) {
    let (centre, count) = (u128::from(centre), u128::from(moments.count));
    let sum = moments.sum.wrapping_sub(centre * count) as i128;
    // The parts may pass 2^128 where the result does not: it is the same modulo 2^128.
    let twice = (2 * centre).wrapping_mul(moments.sum);
    let squares = moments.squares.wrapping_sub(twice).wrapping_add((centre * centre).wrapping_mul(count));
    (sum as f64, squares as f64)
}

impl Estimate {
    /// The same estimate in another unit, `factor` of which make one of the present unit.
    #[must_use]
    pub fn scaled(mut self, factor: f64) -> Self {
        self.value *= factor;
        self.influence.iter_mut().for_each(|influence| *influence *= factor);
        self
    }

    /// This estimate minus another from the same replications: the influence of a difference is the difference of the
    /// influences. Its interval is that of [`paired`].
    ///
    /// # Panics
    /// If the estimates come from different numbers of replications.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        assert_eq!(self.influence.len(), other.influence.len(), "estimates from the same replications");
        let influence = self.influence.iter().zip(&other.influence).map(|(a, b)| a - b).collect();
        Self { value: self.value - other.value, influence, informed: self.informed.min(other.informed) }
    }

    /// One value per replication, in the unit of the estimate, whose mean is the estimate: itself plus the influence of
    /// the replication (the pseudo-values of the infinitesimal jackknife: Efron, "The Jackknife, the Bootstrap and Other
    /// Resampling Plans", 1982). For procedures that are made for means.
    pub fn observations(&self) -> Vec<f64> {
        self.influence.iter().map(|influence| self.value + influence).collect()
    }

    /// The standard error of the estimate; `None` with fewer than two informed replications.
    ///
    /// With all R replications informed it is the usual sum of squares / (R (R - 1)); with m of them, a mean over
    /// those m has the standard error that it would have if the blank ones had never been run.
    pub fn standard_error(&self) -> Option<f64> {
        Some(maths::sqrt(variance(self.influence.iter().copied(), self.informed)?))
    }

    /// The two-sided interval by Student's t with one degree of freedom less than there are informed replications;
    /// `None` with fewer than two.
    ///
    /// # Panics
    /// If `confidence` is not between 0 and 1.
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        let half = self.standard_error()? * critical(confidence, 1, self.informed);
        Some(Interval { low: self.value - half, high: self.value + half })
    }
}

/// The difference `a - b` of two estimates from the same replications: customers, agents and chance in common.
///
/// The interval is one of `comparisons` that hold together with at least the confidence given (Bonferroni: Law (2015),
/// section 10.3.1).
///
/// # Panics
/// If the estimates come from different numbers of replications, `confidence` is not between 0 and 1, or there are no
/// comparisons.
pub fn paired(a: &Estimate, b: &Estimate, confidence: f64, comparisons: usize) -> Difference {
    assert_eq!(a.influence.len(), b.influence.len(), "estimates from the same replications");
    let informed = a.informed.min(b.informed);
    let value = a.value - b.value;
    let together = variance(a.influence.iter().zip(&b.influence).map(|(a, b)| a - b), informed);
    let apart = [a, b].map(|estimate| variance(estimate.influence.iter().copied(), informed));
    let interval = together.map(|together| {
        let half = maths::sqrt(together) * critical(confidence, comparisons, informed);
        Interval { low: value - half, high: value + half }
    });
    let variance_reduction = match (apart, together) {
        ([Some(a), Some(b)], Some(together)) if together > 0.0 => Some((a + b) / together),
        _ => None,
    };
    let significant = interval.is_some_and(|interval| !interval.contains(0.0));
    Difference { value, interval, variance_reduction, significant }
}

/// The squared standard error that influence values give when `informed` replications stand behind them.
fn variance(influence: impl ExactSizeIterator<Item = f64>, informed: usize) -> Option<f64> {
    if informed < 2 {
        return None;
    }
    let (replications, informed) = (influence.len() as f64, informed as f64);
    let squares: f64 = influence.map(|influence| influence * influence).sum();
    Some(squares / (replications * replications) * (informed / (informed - 1.0)))
}

/// How many standard errors an interval reaches to either side.
pub(super) fn critical(confidence: f64, comparisons: usize, informed: usize) -> f64 {
    assert!(0.0 < confidence && confidence < 1.0, "a confidence of {confidence}");
    assert!(comparisons > 0, "no comparisons");
    let tail = (1.0 - confidence) / (2 * comparisons) as f64;
    // Symmetric, so the lower quantile is taken: 1 - tail would round a small tail away.
    -maths::student_t_quantile(tail, (informed - 1) as f64)
}
