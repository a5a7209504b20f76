//! Estimating a steady state: what to leave out at the beginning, and how to find an interval from one long run.

use super::estimate::{Estimate, Interval, ratio};
use crate::maths;

/// How many observations MSER-5 joins to one.
const JOINED: usize = 5;
/// The last batches that MSER-5 leaves aside: so few of them may be next to equal by chance. Hoad, Robinson and Davies
/// (2010).
const LAST: usize = 5;
/// The fewest batches that MSER-5 judges.
const FEWEST: usize = 20;

/// Where a series is steady.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steady {
    /// So many observations at the beginning are left out: a multiple of 5.
    pub left_out: usize,
    /// The MSER statistic there: the squared standard error that the mean of the rest would have if its batches were
    /// independent.
    pub statistic: f64,
}

/// Why a series gives no place to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsteady {
    /// There are fewer than this many observations.
    TooFew(usize),
    /// The least statistic is in the second half: the series is too short for its beginning, or is never steady.
    TooShort,
}

/// How much to leave out at the beginning of a series, such as the mean over replications of the number waiting, at equal
/// intervals: MSER-5.
///
/// The series is cut into batches of 5, with means Y. To leave out the first d of m batches gives the statistic
/// (sum of (Y - mean of the rest)^2 over the rest) / (m - d)^2: what is left out for being unlike the rest lowers the sum,
/// what is left out in vain raises the statistic. The least one decides, the first of equals. It is looked for up to the
/// last five batches; if it is found in the second half the series is refused.
///
/// K. P. White, "An effective truncation heuristic for bias reduction in simulation output", Simulation 69 (1997); K. P.
/// White, M. J. Cobb and S. C. Spratt, "A comparison of five steady-state truncation heuristics for simulation",
/// Proceedings of the 2000 Winter Simulation Conference; K. Hoad, S. Robinson and R. Davies, "Automating warm-up length
/// estimation", Journal of the Operational Research Society 61 (2010).
///
/// # Errors
/// If there are fewer than 100 observations, or the least statistic is in the second half.
pub fn mser5(series: &[f64]) -> Result<Steady, Unsteady> {
    let batches: Vec<f64> =
        series.chunks_exact(JOINED).map(|batch| batch.iter().sum::<f64>() / JOINED as f64).collect();
    let count = batches.len();
    if count < FEWEST {
        return Err(Unsteady::TooFew(FEWEST * JOINED));
    }
    // From the end to the beginning, with the running mean and sum of squares of B. P. Welford, "Note on a method for
    // calculating corrected sums of squares and products", Technometrics 4 (1962).
    let (mut mean, mut squares) = (0.0, 0.0);
    let mut least = (count, f64::INFINITY);
    for (left_out, batch) in batches.iter().enumerate().rev() {
        let rest = (count - left_out) as f64;
        let surplus = batch - mean;
        mean += surplus / rest;
        squares += surplus * (batch - mean);
        let statistic = squares / (rest * rest);
        if count - left_out >= LAST && statistic <= least.1 {
            least = (left_out, statistic);
        }
    }
    if 2 * least.0 > count {
        return Err(Unsteady::TooShort);
    }
    Ok(Steady { left_out: least.0 * JOINED, statistic: least.1 })
}

/// The mean over replications, instant by instant, as far as all of them go. Empty without replications.
pub fn mean_series(replications: &[Vec<f64>]) -> Vec<f64> {
    let length = replications.iter().map(Vec::len).min().unwrap_or(0);
    let mean = |place| replications.iter().map(|series| series[place]).sum::<f64>() / replications.len() as f64;
    (0..length).map(mean).collect()
}

/// Welch's moving average: the mean of the observations up to `window` before and after each; at the beginning of as many
/// on either side as there are before. It ends `window` observations before the series.
///
/// Drawn over time it shows where a mean over replications has settled. P. D. Welch, "The statistical analysis of
/// simulation results", in S. S. Lavenberg (ed.), "Computer Performance Modeling Handbook" (1983); Law, "Simulation
/// Modeling and Analysis" (5th edition, 2015), section 9.5.1.
pub fn welch(series: &[f64], window: usize) -> Vec<f64> {
    let average = |place: usize| {
        let reach = window.min(place);
        let around = &series[place - reach..=place + reach];
        around.iter().sum::<f64>() / around.len() as f64
    };
    (0..series.len().saturating_sub(window)).map(average).collect()
}

/// A steady state estimated from one long series cut into batches.
#[derive(Clone, Debug, PartialEq)]
pub struct BatchMeans {
    /// The mean of the batches, with one influence value per batch; its interval is by Student's t.
    pub estimate: Estimate,
    /// How many observations a batch has.
    pub size: usize,
    /// How many observations at the beginning are left out, so that batches are equally long: fewer than there are
    /// batches.
    pub left_out: usize,
    /// The correlation of the means of neighbouring batches.
    pub lag_one: f64,
    /// Von Neumann's ratio: the sum of squared steps from batch to batch over the sum of squared deviations from the mean.
    /// 2 for independent batches, less if neighbours are alike.
    pub von_neumann: f64,
}

/// The means of so many batches of equal length; `None` if there are not two observations for each batch.
///
/// Ten to thirty batches are usual: more of them make the interval hardly narrower, and each of them shorter. B. Schmeiser,
/// "Batch size effects in the analysis of simulation output", Operations Research 30 (1982).
///
/// # Panics
/// If there are fewer than 3 batches.
pub fn batch_means(series: &[f64], batches: usize) -> Option<BatchMeans> {
    batch_ratios(series, &vec![1.0; series.len()], batches)
}

/// The same for a ratio of two series, such as the waits of those who came in an interval over their number: the ratio of
/// the sums over all batches, with the influence of each batch (see [`ratio`]) in place of its mean. `None` also if all
/// denominators are 0.
///
/// # Panics
/// If there are fewer than 3 batches, or not as many numerators as denominators.
pub fn batch_ratios(numerators: &[f64], denominators: &[f64], batches: usize) -> Option<BatchMeans> {
    assert!(batches >= 3, "{batches} batches");
    assert_eq!(numerators.len(), denominators.len(), "numerators and denominators of the same observations");
    let size = numerators.len() / batches;
    if size < 2 {
        return None;
    }
    let left_out = numerators.len() - size * batches;
    let sums = |series: &[f64]| -> Vec<f64> {
        series[left_out..].chunks_exact(size).map(|batch| batch.iter().sum::<f64>()).collect()
    };
    let estimate = ratio(&sums(numerators), &sums(denominators))?;
    let influence = &estimate.influence;
    let squares: f64 = influence.iter().map(|it| it * it).sum();
    let products: f64 = influence.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let steps: f64 = influence.windows(2).map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0])).sum();
    // A series that never changes is as good as independent.
    let (lag_one, von_neumann) = if squares > 0.0 { (products / squares, steps / squares) } else { (0.0, 2.0) };
    Some(BatchMeans { estimate, size, left_out, lag_one, von_neumann })
}

impl BatchMeans {
    /// The two-sided interval by Student's t, in the unit of the observations.
    ///
    /// # Panics
    /// If `confidence` is not between 0 and 1.
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        self.estimate.interval(confidence)
    }

    /// Whether batches are long enough, as far as a test of their independence can say: with k batches 1 - ratio / 2 of
    /// [`von_neumann`](Self::von_neumann) is nearly normal with mean 0 and variance (k - 2) / (k^2 - 1) if they are
    /// independent, and the test refuses what is greater than its quantile at the confidence given.
    ///
    /// With few batches it finds only a strong dependence. J. von Neumann, "Distribution of the ratio of the mean square
    /// successive difference to the variance", Annals of Mathematical Statistics 12 (1941); G. S. Fishman, "Grouping
    /// observations in digital simulation", Management Science 24 (1978).
    ///
    /// # Panics
    /// If `confidence` is not between 0 and 1.
    pub fn long_enough(&self, confidence: f64) -> bool {
        assert!(0.0 < confidence && confidence < 1.0, "a confidence of {confidence}");
        let batches = self.estimate.influence.len() as f64;
        let deviation = maths::sqrt((batches - 2.0) / (batches * batches - 1.0));
        1.0 - self.von_neumann / 2.0 <= maths::normal_quantile(confidence) * deviation
    }
}
