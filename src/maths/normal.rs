//! The standard normal law.

use super::{ln, polynomial, sqrt};

/// The probability that a standard normal variable is at most `x`.
pub fn normal_cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2)
}

/// The standard normal variable's quantile at `probability`, to about 16 digits.
///
/// The rational approximations are PPND16 of algorithm AS 241: M. J. Wichura, "The Percentage Points of the Normal
/// Distribution", Applied Statistics 37 (1988), 477-484. The ends 0 and 1 give the infinities, anything outside gives
/// a NaN.
#[inline]
pub fn normal_quantile(probability: f64) -> f64 {
    let from_centre = probability - 0.5;
    if from_centre.abs() <= 0.425 {
        let r = 0.180625 - from_centre * from_centre;
        from_centre * polynomial(&CENTRE_OVER, r) / polynomial(&CENTRE_UNDER, r)
    } else {
        tail_quantile(probability, from_centre)
    }
}

fn tail_quantile(probability: f64, from_centre: f64) -> f64 {
    let tail = if from_centre < 0.0 { probability } else { 1.0 - probability };
    if tail <= 0.0 || tail.is_nan() {
        return if tail == 0.0 { f64::INFINITY.copysign(from_centre) } else { f64::NAN };
    }
    let r = sqrt(-ln(tail));
    let distance = if r <= 5.0 {
        polynomial(&NEAR_OVER, r - 1.6) / polynomial(&NEAR_UNDER, r - 1.6)
    } else {
        polynomial(&FAR_OVER, r - 5.0) / polynomial(&FAR_UNDER, r - 5.0)
    };
    distance.copysign(from_centre)
}

// The coefficients a, b (centre), c, d (near tail) and e, f (far tail) of AS 241, with the digits as printed there.
#[allow(clippy::excessive_precision)]
const CENTRE_OVER: [f64; 8] = [
    3.3871328727963666080,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3,
];
#[allow(clippy::excessive_precision)]
const CENTRE_UNDER: [f64; 8] = [
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3,
];
#[allow(clippy::excessive_precision)]
const NEAR_OVER: [f64; 8] = [
    1.42343711074968357734,
    4.63033784615654529590,
    5.76949722146069140550,
    3.64784832476320460504,
    1.27045825245236838258,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4,
];
#[allow(clippy::excessive_precision)]
const NEAR_UNDER: [f64; 8] = [
    1.0,
    2.05319162663775882187,
    1.67638483018380384940,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9,
];
#[allow(clippy::excessive_precision)]
const FAR_OVER: [f64; 8] = [
    6.65790464350110377720,
    5.46378491116411436990,
    1.78482653991729133580,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7,
];
#[allow(clippy::excessive_precision)]
const FAR_UNDER: [f64; 8] = [
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15,
];
