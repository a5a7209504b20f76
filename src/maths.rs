//! Mathematics with the same bits on every platform.
//!
//! The functions of `f64` go to the platform's maths library, whose last bits differ between systems. Everything that
//! decides a result is computed from the functions here: they use `libm` (pinned in `Cargo.toml`) and the basic
//! operations that IEEE 754 defines exactly.

mod beta;
mod exponential;
mod gamma;
mod normal;
mod student;
#[cfg(test)]
mod tests;

pub use beta::beta_cdf;
pub use exponential::exp;
pub(crate) use gamma::IncompleteGamma;
pub use gamma::{gamma_cdf, gamma_quantile};
pub use normal::{normal_cdf, normal_quantile};
pub use student::student_t_quantile;

/// The smallest whole number of `low..=high` that reaches something, given that `high` does and that all numbers above
/// one that does do too.
pub fn smallest(mut low: u64, mut high: u64, reaches: impl Fn(u64) -> bool) -> u64 {
    while low < high {
        let middle = low + (high - low) / 2;
        if reaches(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The natural logarithm.
#[inline]
pub fn ln(value: f64) -> f64 {
    libm::log(value)
}

/// `ln(1 + value)`, exact for a small `value` too.
#[inline]
pub fn ln_1p(value: f64) -> f64 {
    libm::log1p(value)
}

/// `exp(exponent) - 1`, exact for a small `exponent` too.
#[inline]
pub fn exp_m1(exponent: f64) -> f64 {
    libm::expm1(exponent)
}

/// `base` to the power of `exponent`.
#[inline]
pub fn pow(base: f64, exponent: f64) -> f64 {
    libm::pow(base, exponent)
}

/// The square root. IEEE 754 demands the correctly rounded result, so the processor's own instruction is portable.
#[inline]
pub fn sqrt(value: f64) -> f64 {
    value.sqrt()
}

/// The logarithm of the gamma function, for a positive `value`.
#[inline]
pub fn ln_gamma(value: f64) -> f64 {
    libm::lgamma(value)
}

/// The polynomial with these coefficients, the constant term first.
#[inline(always)]
fn polynomial<const TERMS: usize>(coefficients: &[f64; TERMS], x: f64) -> f64 {
    let highest = coefficients[TERMS - 1];
    coefficients[..TERMS - 1].iter().rev().fold(highest, |sum, coefficient| sum * x + coefficient)
}
