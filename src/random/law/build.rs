//! The ways to state a law, with their checks.

use super::check::{
    checked_ln_sd, checked_weights, median_below_p90, not_a_number, number_above_zero, number_within,
    shape_with_a_mean, value_above_zero, value_at_least_zero,
};
use super::hyperexponential::Hyperexponential;
use super::kind::{Kind, components};
use super::{Law, LawError};
use crate::maths::{IncompleteGamma, exp, gamma_quantile, ln, ln_1p, ln_gamma, normal_quantile, sqrt};
use std::f64::consts::{LN_2, LN_10};

/// The shapes of a gamma law: a coefficient of variation from a thousandth to about 32.
const GAMMA_SHAPES: (f64, f64) = (1e-3, 1e6);
/// The shapes of a Weibull law: beyond them its values exceed any duration or do not vary.
const WEIBULL_SHAPES: (f64, f64) = (0.05, 1e3);
/// The shapes of an Erlang law: a sum of so many steps hardly varies.
const MOST_STEPS: f64 = 1e6;
/// The coefficients of variation of a hyperexponential law: from the exponential one to one value in two million that
/// makes up half of the mean.
const HYPEREXPONENTIAL_CVS: (f64, f64) = (1.0, 1e3);

impl Law {
    /// Always the same `value`, zero or more.
    ///
    /// # Errors
    ///
    /// A value that is negative or not a finite number. The same goes for the numbers of every law below.
    pub fn constant(value: f64) -> Result<Self, LawError> {
        value_at_least_zero("value", value)?;
        Self::checked(Kind::Constant(value), "value")
    }

    /// Equally likely anywhere between `from` and `to`.
    ///
    /// # Errors
    ///
    /// `to` not above `from`.
    pub fn uniform(from: f64, to: f64) -> Result<Self, LawError> {
        value_at_least_zero("from", from)?;
        value_above_zero("to", to)?;
        if to <= from {
            let problem = format!("{to}s is not above the start {from}s");
            return Err(LawError::new("to", problem, "an end above the start"));
        }
        Self::checked(Kind::Uniform { from, width: to - from }, "to")
    }

    /// Triangular: the density rises from `minimum` to `mode` and falls to `maximum`; the mean is a third of their sum.
    ///
    /// # Errors
    ///
    /// A mode below the minimum, a maximum below the mode, or all three the same.
    pub fn triangular(minimum: f64, mode: f64, maximum: f64) -> Result<Self, LawError> {
        value_at_least_zero("minimum", minimum)?;
        value_at_least_zero("mode", mode)?;
        value_above_zero("maximum", maximum)?;
        if minimum > mode {
            let problem = format!("{minimum}s is above the mode {mode}s");
            return Err(LawError::new("minimum", problem, "a minimum of at most the mode"));
        }
        if maximum < mode {
            let problem = format!("{maximum}s is below the mode {mode}s");
            return Err(LawError::new("maximum", problem, "a maximum of at least the mode"));
        }
        if maximum == minimum {
            let problem = format!("{maximum}s is not above the minimum {minimum}s");
            return Err(LawError::new("maximum", problem, "a maximum above the minimum"));
        }
        let width = maximum - minimum;
        Self::checked(Kind::Triangular { from: minimum, width, mode: (mode - minimum) / width }, "maximum")
    }

    /// Exponential with this mean, above zero.
    ///
    /// # Errors
    ///
    /// A mean that is not above zero.
    pub fn exponential(mean: f64) -> Result<Self, LawError> {
        value_above_zero("mean", mean)?;
        Self::checked(Kind::Exponential { mean }, "mean")
    }

    /// Exponential with this median, above zero.
    ///
    /// # Errors
    ///
    /// A median that is not above zero.
    pub fn exponential_median(median: f64) -> Result<Self, LawError> {
        value_above_zero("median", median)?;
        Self::checked(Kind::Exponential { mean: median / LN_2 }, "median")
    }

    /// Gamma with a `shape` from 0.001 to 1 000 000 and a `scale` above zero; the mean is their product. A value takes
    /// about ten times as long as that of the other laws: it is solved for.
    ///
    /// # Errors
    ///
    /// A shape outside, or a scale that is not above zero.
    pub fn gamma(shape: f64, scale: f64) -> Result<Self, LawError> {
        number_within("shape", shape, GAMMA_SHAPES)?;
        value_above_zero("scale", scale)?;
        Self::checked(Kind::Gamma { unit: IncompleteGamma::new(shape), scale }, "scale")
    }

    /// Gamma with this mean and coefficient of variation (standard deviation over mean), 0.001 to 31.6.
    ///
    /// # Errors
    ///
    /// A mean that is not above zero, or a coefficient outside.
    pub fn gamma_mean_cv(mean: f64, cv: f64) -> Result<Self, LawError> {
        value_above_zero("mean", mean)?;
        number_within("cv", cv, (1.0 / sqrt(GAMMA_SHAPES.1), 1.0 / sqrt(GAMMA_SHAPES.0)))?;
        let shape = (1.0 / (cv * cv)).clamp(GAMMA_SHAPES.0, GAMMA_SHAPES.1);
        Self::checked(Kind::Gamma { unit: IncompleteGamma::new(shape), scale: mean / shape }, "mean")
    }

    /// Gamma with this median and nine values in ten below `p90`. The shape is solved for numerically.
    ///
    /// # Errors
    ///
    /// A median that is not above zero, or a p90 that is not above it or that no gamma law reaches.
    pub fn gamma_median_p90(median: f64, p90: f64) -> Result<Self, LawError> {
        median_below_p90(median, p90)?;
        let ratio = |shape: f64| gamma_quantile(shape, 0.9) / gamma_quantile(shape, 0.5);
        // A shape of 0.02 already has a median that is 1e15 times smaller than the p90.
        let (widest, narrowest) = (0.02, GAMMA_SHAPES.1);
        let wanted = p90 / median;
        if !(ratio(narrowest)..=ratio(widest)).contains(&wanted) {
            let problem = format!("{p90}s is {wanted} times the median, which no gamma law here reaches");
            return Err(LawError::new("p90", problem, "a p90 from 1.0013 times to 1e12 times the median"));
        }
        let shape = solve_decreasing(ratio, wanted, (widest, narrowest));
        let scale = median / gamma_quantile(shape, 0.5);
        Self::checked(Kind::Gamma { unit: IncompleteGamma::new(shape), scale }, "p90")
    }

    /// Erlang: the sum of `shape` exponential steps of equal mean, with this mean of the sum. A gamma law with a whole
    /// shape, from 1 (exponential) to 1 000 000, and as slow to draw from.
    ///
    /// # Errors
    ///
    /// A shape that is not whole or outside, or a mean that is not above zero.
    pub fn erlang(shape: f64, mean: f64) -> Result<Self, LawError> {
        if shape.fract() != 0.0 || !(1.0..=MOST_STEPS).contains(&shape) {
            let problem = match shape {
                shape if !shape.is_finite() => not_a_number(shape),
                shape if shape.fract() != 0.0 => format!("{shape} is not a whole number"),
                _ => format!("{shape} is out of range"),
            };
            return Err(LawError::new("shape", problem, "a whole number of steps from 1 to 1000000"));
        }
        value_above_zero("mean", mean)?;
        if shape == 1.0 {
            return Self::exponential(mean);
        }
        Self::checked(Kind::Gamma { unit: IncompleteGamma::new(shape), scale: mean / shape }, "mean")
    }

    /// Hyperexponential: with the probability that its weight says, a value is exponential with the mean of a branch.
    /// The weights need not add up to one. Unlike a mixture of exponential laws it never decreases in the uniform
    /// number. A value takes five to ten times as long as that of the exponential law, and more with more branches: it
    /// is solved for.
    ///
    /// # Errors
    ///
    /// Fewer than two branches, or a weight or mean that is not above zero.
    pub fn hyperexponential(branches: &[(f64, f64)]) -> Result<Self, LawError> {
        if branches.len() < 2 {
            let problem = format!("the number of branches is {}", branches.len());
            return Err(LawError::new("branches", problem, "two branches or more"));
        }
        checked_weights(branches.iter().map(|(weight, _)| *weight))?;
        branches.iter().try_for_each(|(_, mean)| value_above_zero("mean", *mean))?;
        Self::checked(Kind::Hyperexponential(Hyperexponential::new(branches)), "branches")
    }

    /// Hyperexponential with this mean and coefficient of variation (standard deviation over mean), 1 to 1000: two
    /// branches, each of which makes up half of the mean. "Balanced means": W. Whitt, "Approximating a Point Process by
    /// a Renewal Process, I", Operations Research 30 (1982), 125-147.
    ///
    /// # Errors
    ///
    /// A mean that is not above zero, or a coefficient outside.
    pub fn hyperexponential_mean_cv(mean: f64, cv: f64) -> Result<Self, LawError> {
        value_above_zero("mean", mean)?;
        if cv < HYPEREXPONENTIAL_CVS.0 {
            let expected = "a cv of 1 or more; gamma and erlang vary less than the exponential law";
            return Err(LawError::new("cv", format!("{cv} is below 1"), expected));
        }
        number_within("cv", cv, HYPEREXPONENTIAL_CVS)?;
        if cv == 1.0 {
            return Self::exponential(mean);
        }
        // (1 - root) / 2 with root² = (cv² - 1) / (cv² + 1), written so that no digits are lost for a large cv
        let rest = 2.0 / (cv * cv + 1.0);
        let rare = 0.5 * rest / (1.0 + sqrt(1.0 - rest));
        let branch = |weight: f64| (weight, 0.5 * mean / weight);
        let branches = [branch(1.0 - rare), branch(rare)];
        Self::checked(Kind::Hyperexponential(Hyperexponential::new(&branches)), "mean")
    }

    /// The law whose logarithm is normal with this mean and standard deviation, 0 to 10.
    ///
    /// # Errors
    ///
    /// A mean that is not finite, or a standard deviation that is not above zero and at most 10.
    pub fn lognormal(ln_mean: f64, ln_sd: f64) -> Result<Self, LawError> {
        if !ln_mean.is_finite() {
            return Err(LawError::new("ln_mean", not_a_number(ln_mean), "a finite number"));
        }
        checked_ln_sd("ln_sd", ln_sd)?;
        Self::checked(Kind::LogNormal { ln_mean, ln_sd }, "ln_mean")
    }

    /// Lognormal with this mean and coefficient of variation (standard deviation over mean).
    ///
    /// # Errors
    ///
    /// A mean or coefficient that is not above zero.
    pub fn lognormal_mean_cv(mean: f64, cv: f64) -> Result<Self, LawError> {
        value_above_zero("mean", mean)?;
        number_above_zero("cv", cv)?;
        let variance = ln_1p(cv * cv);
        if !(variance > 0.0 && variance.is_finite()) {
            return Err(LawError::new("cv", format!("{cv} is too extreme"), "a cv from 1e-150 to 1e150"));
        }
        Self::checked(Kind::LogNormal { ln_mean: ln(mean) - 0.5 * variance, ln_sd: sqrt(variance) }, "cv")
    }

    /// Lognormal with this median and nine values in ten below `p90`.
    ///
    /// # Errors
    ///
    /// A median that is not above zero, or a p90 that is not above the median.
    pub fn lognormal_median_p90(median: f64, p90: f64) -> Result<Self, LawError> {
        median_below_p90(median, p90)?;
        let ln_sd = (ln(p90) - ln(median)) / normal_quantile(0.9);
        checked_ln_sd("p90", ln_sd)?;
        Self::checked(Kind::LogNormal { ln_mean: ln(median), ln_sd }, "p90")
    }

    /// Lognormal with this median and the standard deviation of the logarithm, 0 to 10.
    ///
    /// # Errors
    ///
    /// A median that is not above zero, or a standard deviation that is not above zero and at most 10.
    pub fn lognormal_median_sd(median: f64, ln_sd: f64) -> Result<Self, LawError> {
        value_above_zero("median", median)?;
        checked_ln_sd("ln_sd", ln_sd)?;
        Self::checked(Kind::LogNormal { ln_mean: ln(median), ln_sd }, "median")
    }

    /// Weibull with a `scale` above zero and a `shape` from 0.05 to 1000: the probability of a value above x is
    /// `exp(-(x / scale)^shape)`.
    ///
    /// # Errors
    ///
    /// A scale that is not above zero, or a shape outside.
    pub fn weibull(scale: f64, shape: f64) -> Result<Self, LawError> {
        value_above_zero("scale", scale)?;
        number_within("shape", shape, WEIBULL_SHAPES)?;
        Self::checked(Kind::Weibull { scale, shape_inverse: 1.0 / shape }, "scale")
    }

    /// Weibull with this mean and a `shape` from 0.05 to 1000.
    ///
    /// # Errors
    ///
    /// A mean that is not above zero, or a shape outside.
    pub fn weibull_mean_shape(mean: f64, shape: f64) -> Result<Self, LawError> {
        value_above_zero("mean", mean)?;
        number_within("shape", shape, WEIBULL_SHAPES)?;
        let scale = mean / exp(ln_gamma(1.0 + 1.0 / shape));
        value_above_zero("mean", scale)?;
        Self::checked(Kind::Weibull { scale, shape_inverse: 1.0 / shape }, "mean")
    }

    /// Weibull with this median and nine values in ten below `p90`.
    ///
    /// # Errors
    ///
    /// A median that is not above zero, or a p90 that is not above it or asks for a shape outside 0.05 to 1000.
    pub fn weibull_median_p90(median: f64, p90: f64) -> Result<Self, LawError> {
        median_below_p90(median, p90)?;
        let shape_inverse = (ln(p90) - ln(median)) / ln(LN_10 / LN_2);
        number_within("p90", 1.0 / shape_inverse, WEIBULL_SHAPES).map_err(|_| {
            let problem = format!("{p90}s is {} times the median, too far or too close", p90 / median);
            LawError::new("p90", problem, "a p90 that gives a Weibull shape from 0.05 to 1000")
        })?;
        let scale = median / exp(shape_inverse * ln(LN_2));
        Self::checked(Kind::Weibull { scale, shape_inverse }, "p90")
    }

    /// Weibull with this mean and coefficient of variation (standard deviation over mean), 0.0013 to 370 000. The
    /// shape is solved for numerically.
    ///
    /// # Errors
    ///
    /// A mean that is not above zero, or a coefficient outside.
    pub fn weibull_mean_cv(mean: f64, cv: f64) -> Result<Self, LawError> {
        value_above_zero("mean", mean)?;
        number_within("cv", cv, (weibull_cv(WEIBULL_SHAPES.1), weibull_cv(WEIBULL_SHAPES.0)))?;
        Self::weibull_mean_shape(mean, solve_decreasing(weibull_cv, cv, WEIBULL_SHAPES))
    }

    /// Pareto with a `minimum` above zero and a `shape` above 1, at most 1000: the probability of a value above x is
    /// `(minimum / x)^shape`. With a shape of 1 or less the mean would be infinite.
    ///
    /// # Errors
    ///
    /// A minimum that is not above zero, or a shape outside.
    pub fn pareto(minimum: f64, shape: f64) -> Result<Self, LawError> {
        value_above_zero("minimum", minimum)?;
        shape_with_a_mean(shape)?;
        Self::checked(Kind::Pareto { minimum, shape_inverse: 1.0 / shape }, "minimum")
    }

    /// Pareto with this mean and a `shape` above 1, at most 1000.
    ///
    /// # Errors
    ///
    /// A mean that is not above zero, or a shape outside.
    pub fn pareto_mean_shape(mean: f64, shape: f64) -> Result<Self, LawError> {
        value_above_zero("mean", mean)?;
        shape_with_a_mean(shape)?;
        let minimum = mean * ((shape - 1.0) / shape);
        Self::checked(Kind::Pareto { minimum, shape_inverse: 1.0 / shape }, "mean")
    }

    /// Log-logistic with this median and a `shape` above 1, at most 1000: the odds of a value above x are
    /// `(median / x)^shape`. With a shape of 1 or less the mean would be infinite.
    ///
    /// # Errors
    ///
    /// A median that is not above zero, or a shape outside.
    pub fn loglogistic(median: f64, shape: f64) -> Result<Self, LawError> {
        value_above_zero("median", median)?;
        shape_with_a_mean(shape)?;
        Self::checked(Kind::LogLogistic { median, shape_inverse: 1.0 / shape }, "median")
    }

    /// Log-logistic with this median and nine values in ten below `p90`: there the odds are 1 to 9.
    ///
    /// # Errors
    ///
    /// A median that is not above zero, or a p90 that is not above it or asks for a shape outside.
    pub fn loglogistic_median_p90(median: f64, p90: f64) -> Result<Self, LawError> {
        median_below_p90(median, p90)?;
        let shape = ln(9.0) / (ln(p90) - ln(median));
        shape_with_a_mean(shape).map_err(|_| {
            let problem = format!("{p90}s is {} times the median, too far or too close", p90 / median);
            let expected = "a p90 from 1.0023 times to below 9 times the median; from 9 times on the mean is infinite";
            LawError::new("p90", problem, expected)
        })?;
        Self::checked(Kind::LogLogistic { median, shape_inverse: 1.0 / shape }, "p90")
    }

    /// One of several laws, each as likely as its weight says. The weights need not add up to one.
    ///
    /// # Errors
    ///
    /// No law at all, or a weight that is not above zero.
    pub fn mixture(parts: Vec<(f64, Self)>) -> Result<Self, LawError> {
        if parts.is_empty() {
            return Err(LawError::new("mixture", "it has no part", "at least one weight with a law"));
        }
        checked_weights(parts.iter().map(|(weight, _)| *weight))?;
        Self::checked(Kind::Mixture(components(parts)), "mixture")
    }

    /// A law given by (probability, value) rows, linear between them. The first probability is 0, the last one 1.
    ///
    /// # Errors
    ///
    /// Fewer than two rows, ends other than 0 and 1, probabilities that do not rise or values that fall.
    pub fn quantiles(rows: Vec<(f64, f64)>) -> Result<Self, LawError> {
        const NAME: &str = "quantiles";
        let ends = rows.first().map(|(first, _)| *first).zip(rows.last().map(|(last, _)| *last));
        if rows.len() < 2 || ends != Some((0.0, 1.0)) {
            let problem = match ends {
                Some((first, last)) if rows.len() > 1 => format!("the probabilities run from {first} to {last}"),
                _ => format!("there are {} rows", rows.len()),
            };
            return Err(LawError::new(NAME, problem, "rows from probability 0 to probability 1"));
        }
        for (_, value) in &rows {
            value_at_least_zero(NAME, *value)?;
        }
        for pair in rows.windows(2) {
            let ((before, low), (after, high)) = (pair[0], pair[1]);
            if before >= after || after.is_nan() {
                let problem = format!("probability {after} follows {before}");
                return Err(LawError::new(NAME, problem, "probabilities that rise from row to row"));
            }
            if low > high {
                let problem = format!("the value {high}s at probability {after} follows {low}s");
                return Err(LawError::new(NAME, problem, "values that do not fall from row to row"));
            }
        }
        Self::checked(Kind::Quantiles(rows.into()), NAME)
    }

    /// The law of a sample, in any order: linear between the sorted values, the i-th of n (counted from 0) at
    /// probability i / (n - 1).
    ///
    /// # Errors
    ///
    /// No value, or one that is negative or not a finite number.
    pub fn empirical(mut values: Vec<f64>) -> Result<Self, LawError> {
        const NAME: &str = "values";
        for value in &values {
            value_at_least_zero(NAME, *value)?;
        }
        values.sort_by(f64::total_cmp);
        match values.as_slice() {
            [] => Err(LawError::new(NAME, "the sample is empty", "at least one value")),
            [value] => Self::checked(Kind::Constant(*value), NAME),
            _ => Self::checked(Kind::Empirical(values.into()), NAME),
        }
    }
}

/// The coefficient of variation of a Weibull law, from its first two moments `Γ(1 + 1/shape)` and `Γ(1 + 2/shape)`.
fn weibull_cv(shape: f64) -> f64 {
    let step = 1.0 / shape;
    sqrt(crate::maths::exp_m1(ln_gamma(1.0 + 2.0 * step) - 2.0 * ln_gamma(1.0 + step)))
}

/// Where a decreasing function of a positive number takes the wanted value: bisection of the logarithm, to the last
/// digits.
fn solve_decreasing(function: impl Fn(f64) -> f64, wanted: f64, range: (f64, f64)) -> f64 {
    let (mut low, mut high) = (ln(range.0), ln(range.1));
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if function(exp(middle)) > wanted { low = middle } else { high = middle }
    }
    exp(0.5 * (low + high))
}
