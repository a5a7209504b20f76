//! The ways to state a law, with their checks.

use super::kind::{Kind, components};
use super::{Law, LawError};
use crate::maths::{IncompleteGamma, exp, gamma_quantile, ln, ln_1p, ln_gamma, normal_quantile, sqrt};
use std::f64::consts::{LN_2, LN_10};

/// The shapes of a gamma law: a coefficient of variation from a thousandth to about 32.
const GAMMA_SHAPES: (f64, f64) = (1e-3, 1e6);
/// The shapes of a Weibull law: beyond them its values exceed any duration or do not vary.
const WEIBULL_SHAPES: (f64, f64) = (0.05, 1e3);
/// The spread of a lognormal law: beyond it, one value in ten is a million times the median.
const LARGEST_LN_SD: f64 = 10.0;

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

    /// One of several laws, each as likely as its weight says. The weights need not add up to one.
    ///
    /// # Errors
    ///
    /// No law at all, or a weight that is not above zero.
    pub fn mixture(parts: Vec<(f64, Self)>) -> Result<Self, LawError> {
        if parts.is_empty() {
            return Err(LawError::new("mixture", "it has no part", "at least one weight with a law"));
        }
        for (weight, _) in &parts {
            number_above_zero("weight", *weight)?;
        }
        let total: f64 = parts.iter().map(|(weight, _)| weight).sum();
        if parts.iter().any(|(weight, _)| weight / total < f64::EPSILON) {
            let expected = "weights that differ by less than a factor of 1e15";
            return Err(LawError::new("weight", "one weight vanishes beside the others", expected));
        }
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

fn not_a_number(value: f64) -> String {
    if value.is_nan() { "it is not a number".to_owned() } else { "it is infinite".to_owned() }
}

pub(super) fn value_at_least_zero(parameter: &'static str, value: f64) -> Result<(), LawError> {
    let problem = match value {
        value if !value.is_finite() => not_a_number(value),
        value if value < 0.0 => format!("{value}s is negative"),
        _ => return Ok(()),
    };
    Err(LawError::new(parameter, problem, "a value of zero or more"))
}

fn value_above_zero(parameter: &'static str, value: f64) -> Result<(), LawError> {
    let problem = match value {
        value if !value.is_finite() => not_a_number(value),
        value if value <= 0.0 => format!("{value}s is not above zero"),
        _ => return Ok(()),
    };
    Err(LawError::new(parameter, problem, "a value above zero"))
}

fn number_above_zero(parameter: &'static str, value: f64) -> Result<(), LawError> {
    let problem = match value {
        value if !value.is_finite() => not_a_number(value),
        value if value <= 0.0 => format!("{value} is not above zero"),
        _ => return Ok(()),
    };
    Err(LawError::new(parameter, problem, "a number above zero"))
}

fn number_within(parameter: &'static str, value: f64, (low, high): (f64, f64)) -> Result<(), LawError> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    let problem = if value.is_nan() { not_a_number(value) } else { format!("{value} is out of range") };
    Err(LawError::new(parameter, problem, format!("a number from {low:.3e} to {high:.3e}")))
}

fn checked_ln_sd(parameter: &'static str, ln_sd: f64) -> Result<(), LawError> {
    if ln_sd > 0.0 && ln_sd <= LARGEST_LN_SD {
        return Ok(());
    }
    let problem = match ln_sd {
        ln_sd if ln_sd.is_nan() => not_a_number(ln_sd),
        _ => format!("the logarithm's standard deviation would be {ln_sd}"),
    };
    Err(LawError::new(parameter, problem, "a standard deviation of the logarithm above 0 and at most 10"))
}

fn median_below_p90(median: f64, p90: f64) -> Result<(), LawError> {
    value_above_zero("median", median)?;
    value_above_zero("p90", p90)?;
    if p90 > median {
        return Ok(());
    }
    let problem = format!("{p90}s is not above the median {median}s");
    Err(LawError::new("p90", problem, "a p90 above the median"))
}
