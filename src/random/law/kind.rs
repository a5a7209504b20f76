//! The families of laws, untruncated and unbounded.

use super::Law;
use super::hyperexponential::Hyperexponential;
use crate::maths::{IncompleteGamma, beta_cdf, exp, exp_m1, ln, ln_1p, ln_gamma, normal_cdf, normal_quantile, sqrt};

/// A family with its parameters. The simple ones are held in place, without a pointer to follow.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Constant(f64),
    Uniform {
        from: f64,
        width: f64,
    },
    Triangular {
        from: f64,
        width: f64,
        /// The mode's place in the width, 0 to 1.
        mode: f64,
    },
    Exponential {
        mean: f64,
    },
    Hyperexponential(Hyperexponential),
    Gamma {
        unit: IncompleteGamma,
        scale: f64,
    },
    LogNormal {
        ln_mean: f64,
        ln_sd: f64,
    },
    Weibull {
        scale: f64,
        shape_inverse: f64,
    },
    Pareto {
        minimum: f64,
        shape_inverse: f64,
    },
    LogLogistic {
        median: f64,
        shape_inverse: f64,
    },
    /// (probability, value) from probability 0 to 1, linear between.
    Quantiles(Box<[(f64, f64)]>),
    /// At least two values in ascending order, equally spaced in probability, linear between.
    Empirical(Box<[f64]>),
    Mixture(Box<[Component]>),
}

/// A part of a mixture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Component {
    /// Where the component's share of (0, 1) begins.
    pub(super) from: f64,
    pub(super) weight: f64,
    pub(super) law: Law,
}

/// The components with the weights brought to a sum of 1.
pub(super) fn components(parts: Vec<(f64, Law)>) -> Box<[Component]> {
    let total: f64 = parts.iter().map(|(weight, _)| weight).sum();
    let mut from = 0.0;
    let component = |(weight, law)| {
        let component = Component { from, weight: weight / total, law };
        from += component.weight;
        component
    };
    parts.into_iter().map(component).collect()
}

impl Kind {
    /// The value at `u`, within (0, 1).
    #[inline]
    pub(super) fn quantile(&self, u: f64) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Uniform { from, width } => from + width * u,
            Self::Triangular { from, width, mode } => from + width * triangle(*mode, u),
            Self::Exponential { mean } => -mean * ln_1p(-u),
            Self::Hyperexponential(law) => law.quantile(u),
            Self::Gamma { unit, scale } => scale * unit.quantile(u),
            Self::LogNormal { ln_mean, ln_sd } => exp(ln_mean + ln_sd * normal_quantile(u)),
            Self::Weibull { scale, shape_inverse } => scale * exp(shape_inverse * ln(-ln_1p(-u))),
            Self::Pareto { minimum, shape_inverse } => minimum * exp(-shape_inverse * ln_1p(-u)),
            Self::LogLogistic { median, shape_inverse } => median * exp(shape_inverse * (ln(u) - ln_1p(-u))),
            Self::Quantiles(rows) => quantile_of_rows(rows, u),
            Self::Empirical(values) => quantile_of_sample(values, u),
            Self::Mixture(components) => quantile_of_mixture(components, u),
        }
    }

    /// The probability of a value of at most `x`.
    pub(super) fn cdf(&self, x: f64) -> f64 {
        match self {
            Self::Constant(value) => f64::from(u8::from(x >= *value)),
            Self::Uniform { from, width } => ((x - from) / width).clamp(0.0, 1.0),
            Self::Triangular { from, width, mode } => triangle_cdf(*mode, (x - from) / width),
            Self::Pareto { minimum, .. } if x <= *minimum => 0.0,
            _ if x <= 0.0 && self.starts_at_zero() => 0.0,
            Self::Exponential { mean } => -exp_m1(-x / mean),
            Self::Hyperexponential(law) => law.cdf(x),
            Self::Gamma { unit, scale } => unit.cdf(x / scale),
            Self::LogNormal { ln_mean, ln_sd } => normal_cdf((ln(x) - ln_mean) / ln_sd),
            Self::Weibull { scale, shape_inverse } => -exp_m1(-exp(ln(x / scale) / shape_inverse)),
            Self::Pareto { minimum, shape_inverse } => -exp_m1(-ln(x / minimum) / shape_inverse),
            Self::LogLogistic { median, shape_inverse } => 1.0 / (1.0 + exp(-ln(x / median) / shape_inverse)),
            Self::Quantiles(rows) => {
                let next = rows.partition_point(|(_, value)| *value <= x);
                probability_between(next, rows.len(), x, |index| rows[index])
            }
            Self::Empirical(values) => {
                let next = values.partition_point(|value| *value <= x);
                probability_between(next, values.len(), x, |index| sample_row(values, index))
            }
            Self::Mixture(components) => components.iter().map(|part| part.weight * part.law.cdf(x)).sum(),
        }
    }

    /// The probability of a value below `x`: less than [`Kind::cdf`] where a single value has a probability.
    pub(super) fn below(&self, x: f64) -> f64 {
        match self {
            Self::Constant(value) => f64::from(u8::from(x > *value)),
            Self::Quantiles(rows) => {
                let next = rows.partition_point(|(_, value)| *value < x);
                probability_between(next, rows.len(), x, |index| rows[index])
            }
            Self::Empirical(values) => {
                let next = values.partition_point(|value| *value < x);
                probability_between(next, values.len(), x, |index| sample_row(values, index))
            }
            _ => self.cdf(x),
        }
    }

    /// The integral of the quantile from 0 to `u`, at most 1; the mean for `u = 1`.
    ///
    /// For the lognormal, gamma and Weibull laws the values weighted by themselves follow a law of the same family
    /// (N. L. Johnson, S. Kotz and N. Balakrishnan, Continuous Univariate Distributions 1, 1994); for the log-logistic
    /// law a beta law of the probability (C. Kleiber and S. Kotz, Statistical Size Distributions, 2003, section 6.4).
    pub(super) fn partial_mean(&self, u: f64) -> f64 {
        if u <= 0.0 {
            return 0.0;
        }
        match self {
            Self::Constant(value) => value * u,
            Self::Uniform { from, width } => u * (from + 0.5 * width * u),
            Self::Triangular { from, width, mode } => from * u + width * triangle_partial_mean(*mode, u),
            Self::Exponential { mean } if u < 1.0 => mean * (u + (1.0 - u) * ln_1p(-u)),
            Self::Exponential { mean } => *mean,
            Self::Hyperexponential(law) => law.partial_mean(u),
            Self::Gamma { unit, scale } => {
                scale * unit.shape() * IncompleteGamma::new(unit.shape() + 1.0).cdf(unit.quantile(u))
            }
            Self::LogNormal { ln_mean, ln_sd } => {
                exp(ln_mean + 0.5 * ln_sd * ln_sd) * normal_cdf(normal_quantile(u) - ln_sd)
            }
            Self::Weibull { scale, shape_inverse } => {
                let order = 1.0 + shape_inverse;
                scale * exp(ln_gamma(order)) * IncompleteGamma::new(order).cdf(-ln_1p(-u))
            }
            Self::Pareto { minimum, shape_inverse } => {
                let order = 1.0 - shape_inverse;
                minimum * -exp_m1(order * ln_1p(-u)) / order
            }
            Self::LogLogistic { median, shape_inverse } => {
                let (order, rest) = (1.0 + shape_inverse, 1.0 - shape_inverse);
                median * exp(ln_gamma(order) + ln_gamma(rest)) * beta_cdf(order, rest, u)
            }
            Self::Quantiles(rows) => partial_area(rows.iter().copied(), u),
            Self::Empirical(values) => partial_area((0..values.len()).map(|index| sample_row(values, index)), u),
            Self::Mixture(components) => components.iter().map(|part| part.weight * part.law.mean()).sum(),
        }
    }

    fn starts_at_zero(&self) -> bool {
        matches!(
            self,
            Self::Exponential { .. }
                | Self::Hyperexponential(_)
                | Self::Gamma { .. }
                | Self::LogNormal { .. }
                | Self::Weibull { .. }
                | Self::LogLogistic { .. }
        )
    }
}

/// The value of the triangular law from 0 to 1 with this mode.
#[inline]
fn triangle(mode: f64, u: f64) -> f64 {
    if u < mode { sqrt(u * mode) } else { 1.0 - sqrt((1.0 - u) * (1.0 - mode)) }
}

fn triangle_cdf(mode: f64, x: f64) -> f64 {
    let x = x.clamp(0.0, 1.0);
    if x < mode {
        x * x / mode
    } else if x < 1.0 {
        1.0 - (1.0 - x) * (1.0 - x) / (1.0 - mode)
    } else {
        1.0
    }
}

/// The integral of [`triangle`] from 0 to `u`; on the falling side the mean less the rest.
fn triangle_partial_mean(mode: f64, u: f64) -> f64 {
    if u < mode {
        return 2.0 / 3.0 * u * sqrt(u * mode);
    }
    let rest = (1.0 - u) * (1.0 - 2.0 / 3.0 * sqrt((1.0 - u) * (1.0 - mode)));
    (1.0 + mode) / 3.0 - rest
}

fn quantile_of_rows(rows: &[(f64, f64)], u: f64) -> f64 {
    // The first row has probability 0 and the last one 1, so there is always a row on either side.
    let next = rows.partition_point(|(probability, _)| *probability <= u);
    let ((from, low), (to, high)) = (rows[next - 1], rows[next]);
    low + (high - low) * ((u - from) / (to - from))
}

fn quantile_of_sample(values: &[f64], u: f64) -> f64 {
    let place = u * (values.len() - 1) as f64;
    let index = (place as usize).min(values.len() - 2);
    let (low, high) = (values[index], values[index + 1]);
    low + (high - low) * (place - index as f64)
}

fn quantile_of_mixture(components: &[Component], u: f64) -> f64 {
    let after = components.iter().skip(1).take_while(|component| component.from <= u).count();
    let component = &components[after];
    component.law.quantile(((u - component.from) / component.weight).min(1.0))
}

pub(super) fn sample_row(values: &[f64], index: usize) -> (f64, f64) {
    (index as f64 / (values.len() - 1) as f64, values[index])
}

/// The probability at `x`, which lies before the row `next` and after the one before it.
fn probability_between(next: usize, length: usize, x: f64, row: impl Fn(usize) -> (f64, f64)) -> f64 {
    if next == 0 {
        return 0.0;
    }
    if next == length {
        return 1.0;
    }
    let ((from, low), (to, high)) = (row(next - 1), row(next));
    from + (to - from) * ((x - low) / (high - low))
}

/// The area under the broken line through the (probability, value) rows, from probability 0 to `u`.
fn partial_area(rows: impl Iterator<Item = (f64, f64)> + Clone, u: f64) -> f64 {
    let pairs = rows.clone().zip(rows.skip(1));
    let areas = pairs.take_while(|((from, _), _)| *from < u).map(|((from, low), (to, high))| {
        let end = to.min(u);
        let value_at_end = low + (high - low) * ((end - from) / (to - from));
        0.5 * (low + value_at_end) * (end - from)
    });
    areas.sum()
}
