//! The regularised incomplete gamma function and its inverse.

use super::{exp, ln, ln_1p, ln_gamma, normal_quantile, sqrt};

/// The probability that a gamma variable with this `shape` and scale 1 is at most `x`: the regularised lower
/// incomplete gamma function. A shape that is not positive gives a NaN.
pub fn gamma_cdf(shape: f64, x: f64) -> f64 {
    IncompleteGamma::new(shape).cdf(x)
}

/// The quantile at `probability` of a gamma variable with this `shape` and scale 1. The ends 0 and 1 give 0 and
/// infinity, a shape that is not positive or a probability outside gives a NaN.
pub fn gamma_quantile(shape: f64, probability: f64) -> f64 {
    IncompleteGamma::new(shape).quantile(probability)
}

/// From this shape on, powers and factorials cancel too much and Stirling's form takes over.
const LARGE_SHAPE: f64 = 10.0;

/// A term of a series or continued fraction this small relative to the sum no longer changes it.
const NEGLIGIBLE: f64 = 1e-17;

/// The gamma law of scale 1 with what depends on its shape alone computed once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct IncompleteGamma {
    shape: f64,
    /// The logarithm of what the density's power and exponential are divided by.
    ln_divisor: f64,
}

/// The law's values at one place.
struct Point {
    below: f64,
    above: f64,
    /// The density times the place: the density of the logarithm.
    slope: f64,
}

impl IncompleteGamma {
    pub(crate) fn new(shape: f64) -> Self {
        let ln_divisor = if shape.is_nan() || shape <= 0.0 {
            f64::NAN
        } else if shape < LARGE_SHAPE {
            ln_gamma(shape)
        } else {
            stirling_correction(shape) - 0.5 * ln(shape * (0.5 * std::f64::consts::FRAC_1_PI))
        };
        Self { shape, ln_divisor }
    }

    pub(crate) fn shape(&self) -> f64 {
        self.shape
    }

    pub(crate) fn cdf(&self, x: f64) -> f64 {
        if x <= 0.0 {
            0.0
        } else if x == f64::INFINITY {
            1.0
        } else {
            self.point(x).below
        }
    }

    /// Solves in the logarithm of the place, with the logarithm of the smaller tail. Both tails are log-concave there,
    /// so that Newton's steps converge from any start; Halley's correction, whose second derivative costs nothing
    /// here, shortens them near the solution.
    pub(crate) fn quantile(&self, probability: f64) -> f64 {
        if !(probability > 0.0 && probability < 1.0) || self.ln_divisor.is_nan() {
            return match probability {
                0.0 => 0.0,
                1.0 => f64::INFINITY,
                _ => f64::NAN,
            };
        }
        let lower = probability <= 0.5;
        let target = ln(if lower { probability } else { 1.0 - probability });
        let mut x = self.start(probability, target, lower);
        for _ in 0..100 {
            if x < f64::MIN_POSITIVE {
                return 0.0;
            }
            let point = self.point(x);
            let (tail, hazard) = if lower {
                (point.below, point.slope / point.below)
            } else {
                (point.above, -point.slope / point.above)
            };
            let newton = (target - ln(tail)) / hazard;
            let bend = 0.5 * newton * (self.shape - x - hazard);
            let step = if bend.abs() < 0.5 { newton / (1.0 + bend) } else { newton };
            // Far on the left of a solution in the upper tail the logarithm's step would leap out of sight; the plain
            // step is shorter and converges from there too.
            x *= if lower || step < 0.5 { exp(step) } else { 1.0 + step };
            if step.abs() < 1e-7 {
                break;
            }
        }
        x
    }

    /// Where the search starts: the law's behaviour at zero for a small probability, otherwise the cube of a normal
    /// variable (E. B. Wilson and M. M. Hilferty, "The Distribution of Chi-Square", PNAS 17 (1931), 684-688).
    fn start(&self, probability: f64, target: f64, lower: bool) -> f64 {
        let variance = 1.0 / (9.0 * self.shape);
        let root = 1.0 - variance + normal_quantile(probability) * sqrt(variance);
        if root > 0.3 {
            return self.shape * root * root * root;
        }
        let ln_probability = if lower { target } else { ln(probability) };
        exp((ln_probability + ln_gamma(self.shape + 1.0)) / self.shape)
    }

    fn point(&self, x: f64) -> Point {
        let slope = self.slope(x);
        if x < self.shape + 1.0 {
            let below = self.lower_series(x, slope);
            Point { below, above: 1.0 - below, slope }
        } else {
            let above = self.upper_fraction(x, slope);
            Point { below: 1.0 - above, above, slope }
        }
    }

    /// `x^shape exp(-x) / Γ(shape)`.
    fn slope(&self, x: f64) -> f64 {
        let exponent = if self.shape < LARGE_SHAPE {
            self.shape * ln(x) - x
        } else {
            let deviation = (x - self.shape) / self.shape;
            -self.shape * (deviation - ln_1p(deviation))
        };
        exp(exponent - self.ln_divisor)
    }

    /// The power series around zero: M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 6.5.29.
    fn lower_series(&self, x: f64, slope: f64) -> f64 {
        let (mut denominator, mut term, mut sum) = (self.shape, 1.0, 1.0);
        while term > sum * NEGLIGIBLE {
            denominator += 1.0;
            term *= x / denominator;
            sum += term;
        }
        slope * sum / self.shape
    }

    /// Legendre's continued fraction (Abramowitz and Stegun 6.5.31 in its even form), evaluated forwards with the
    /// ratios of W. J. Lentz, Applied Optics 15 (1976), 668-671. No denominator vanishes for `x > shape`.
    fn upper_fraction(&self, x: f64, slope: f64) -> f64 {
        let mut partial = x + 1.0 - self.shape;
        let mut inverse = 1.0 / partial;
        let mut over = f64::INFINITY;
        let mut value = inverse;
        for step in 1..100_000 {
            let step = f64::from(step);
            let numerator = step * (self.shape - step);
            partial += 2.0;
            inverse = 1.0 / (numerator * inverse + partial);
            over = numerator / over + partial;
            let factor = over * inverse;
            value *= factor;
            if (factor - 1.0).abs() < f64::EPSILON {
                break;
            }
        }
        slope * value
    }
}

/// What Stirling's formula leaves out of `ln Γ(x + 1)`: Abramowitz and Stegun 6.1.41. Good to 1e-16 from 10 on.
fn stirling_correction(x: f64) -> f64 {
    let square = 1.0 / (x * x);
    let series = 691.0 / 360_360.0;
    let series = 1.0 / 1188.0 - series * square;
    let series = 1.0 / 1680.0 - series * square;
    let series = 1.0 / 1260.0 - series * square;
    let series = 1.0 / 360.0 - series * square;
    (1.0 / 12.0 - series * square) / x
}
