//! The regularised incomplete beta function.

use super::{exp, ln, ln_1p, ln_gamma};

/// The probability that a beta variable with the shapes `a` and `b` is at most `x`: the regularised incomplete beta
/// function. A shape that is not positive gives a NaN.
pub fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    if !(a > 0.0 && b > 0.0) || x.is_nan() {
        return f64::NAN;
    }
    if x <= 0.0 || x >= 1.0 {
        return f64::from(u8::from(x > 0.0));
    }
    let power = exp(a * ln(x) + b * ln_1p(-x) + ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b));
    if x * (a + b + 2.0) < a + 1.0 {
        power / a * beta_fraction(a, b, x)
    } else {
        1.0 - power / b * beta_fraction(b, a, 1.0 - x)
    }
}

/// The continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), evaluated with the ratios of
/// Lentz. It converges fast for `x < (a + 1) / (a + b + 2)`.
pub(super) fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut inverse = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
    let mut over = 1.0;
    let mut value = inverse;
    for step in 1..100_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        inverse = 1.0 / (1.0 + even * inverse);
        over = 1.0 + even / over;
        value *= over * inverse;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        inverse = 1.0 / (1.0 + odd * inverse);
        over = 1.0 + odd / over;
        let factor = over * inverse;
        value *= factor;
        if (factor - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}
