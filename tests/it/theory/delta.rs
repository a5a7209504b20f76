//! Products, quotients and roots of estimates from the same replications, by the delta method.

use quasisync::stats::Estimate;

/// a x b.
pub(super) fn product(a: &Estimate, b: &Estimate) -> Estimate {
    combined(a, b, a.value * b.value, b.value, a.value)
}

/// a / b.
pub(super) fn quotient(a: &Estimate, b: &Estimate) -> Estimate {
    combined(a, b, a.value / b.value, 1.0 / b.value, -a.value / (b.value * b.value))
}

/// The square root.
pub(super) fn root(a: &Estimate) -> Estimate {
    let value = a.value.sqrt();
    combined(a, a, value, 0.5 / value, 0.0)
}

/// A function of two estimates with this value and these partial derivatives.
fn combined(a: &Estimate, b: &Estimate, value: f64, by_a: f64, by_b: f64) -> Estimate {
    assert_eq!(a.influence.len(), b.influence.len(), "estimates from the same replications");
    let influence = a.influence.iter().zip(&b.influence).map(|(a, b)| by_a * a + by_b * b).collect();
    Estimate { value, influence, informed: a.informed.min(b.informed) }
}
