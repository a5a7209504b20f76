//! Student's t law, for confidence intervals.

use super::beta::beta_fraction;
use super::{exp, ln, ln_1p, ln_gamma, normal_quantile, sqrt};

/// From these degrees of freedom on, the expansion around the normal law has more digits than the continued fraction.
const NEARLY_NORMAL: f64 = 1e4;

/// The quantile at `probability` of Student's t law with these `degrees` of freedom (they need not be whole). The ends
/// 0 and 1 give the infinities; a probability outside or degrees that are not positive give a NaN.
///
/// Solved with Newton's steps in the logarithms of t and of the tail: the tail is log-concave there, so that they
/// converge from any start, and nearly a line when it is heavy.
pub fn student_t_quantile(probability: f64, degrees: f64) -> f64 {
    if degrees.is_nan() || degrees <= 0.0 || !(0.0..=1.0).contains(&probability) {
        return f64::NAN;
    }
    if probability < 0.5 {
        return -upper_quantile(probability, degrees);
    }
    upper_quantile(1.0 - probability, degrees)
}

/// The t that the law exceeds with probability `tail`, at most a half.
fn upper_quantile(tail: f64, degrees: f64) -> f64 {
    let normal = -normal_quantile(tail);
    if tail == 0.0 || tail == 0.5 {
        return normal;
    }
    if degrees >= NEARLY_NORMAL {
        return normal_expansion(normal, degrees);
    }
    let law = StudentTail::new(degrees);
    let mut t = normal;
    for _ in 0..100 {
        let (above, density) = law.at(t);
        let step = ln(above / tail) * above / (density * t);
        t *= exp(step);
        if step.abs() < 1e-8 {
            break;
        }
    }
    t
}

/// The expansion of Cornish and Fisher: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
fn normal_expansion(normal: f64, degrees: f64) -> f64 {
    let square = normal * normal;
    let first = (square + 1.0) / 4.0;
    let second = ((5.0 * square + 16.0) * square + 3.0) / 96.0;
    let third = (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) / 384.0;
    let fourth = ((((79.0 * square + 776.0) * square + 1482.0) * square - 1920.0) * square - 945.0) / 92_160.0;
    normal * (1.0 + (first + (second + (third + fourth / degrees) / degrees) / degrees) / degrees)
}

struct StudentTail {
    degrees: f64,
    /// `Γ((degrees + 1) / 2) / (Γ(degrees / 2) sqrt(pi))`.
    divisor_inverse: f64,
}

impl StudentTail {
    fn new(degrees: f64) -> Self {
        let divisor_inverse = exp(ln_half_step(0.5 * degrees)) / sqrt(std::f64::consts::PI);
        Self { degrees, divisor_inverse }
    }

    /// The probability above a positive `t`, and the density there.
    fn at(&self, t: f64) -> (f64, f64) {
        let ratio = t * t / self.degrees;
        let half = 0.5 * self.degrees;
        // x^half sqrt(1 - x) / B(half, 1/2) with x = degrees / (degrees + t²)
        let power = exp(-(half + 0.5) * ln_1p(ratio)) * self.divisor_inverse;
        let density = power / sqrt(self.degrees);
        let product = power * sqrt(ratio);
        let near = 1.0 / (1.0 + ratio);
        let above = if near * (half + 2.5) < half + 1.0 {
            0.5 * product / half * beta_fraction(half, 0.5, near)
        } else {
            0.5 - product * beta_fraction(0.5, half, ratio * near)
        };
        (above, density)
    }
}

/// `ln(Γ(x + 1/2) / Γ(x))`. For a large x the difference of the logarithms would lose digits; the expansion follows
/// from Stirling's series.
fn ln_half_step(x: f64) -> f64 {
    if x < 20.0 {
        return ln_gamma(x + 0.5) - ln_gamma(x);
    }
    let square = 1.0 / (x * x);
    let series = ((17.0 / 14_336.0 * square - 1.0 / 640.0) * square + 1.0 / 192.0) * square - 1.0 / 8.0;
    0.5 * ln(x) + series / x
}
