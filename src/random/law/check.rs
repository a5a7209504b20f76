//! What every parameter is checked for, with the words for a person.

use super::LawError;

/// The spread of a lognormal law: beyond it, one value in ten is a million times the median.
const LARGEST_LN_SD: f64 = 10.0;
/// Beyond it the values of a Pareto or log-logistic law hardly vary.
const LARGEST_HEAVY_SHAPE: f64 = 1e3;

pub(super) fn not_a_number(value: f64) -> String {
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

pub(super) fn value_above_zero(parameter: &'static str, value: f64) -> Result<(), LawError> {
    let problem = match value {
        value if !value.is_finite() => not_a_number(value),
        value if value <= 0.0 => format!("{value}s is not above zero"),
        _ => return Ok(()),
    };
    Err(LawError::new(parameter, problem, "a value above zero"))
}

pub(super) fn number_above_zero(parameter: &'static str, value: f64) -> Result<(), LawError> {
    let problem = match value {
        value if !value.is_finite() => not_a_number(value),
        value if value <= 0.0 => format!("{value} is not above zero"),
        _ => return Ok(()),
    };
    Err(LawError::new(parameter, problem, "a number above zero"))
}

pub(super) fn number_within(parameter: &'static str, value: f64, (low, high): (f64, f64)) -> Result<(), LawError> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    let problem = if value.is_nan() { not_a_number(value) } else { format!("{value} is out of range") };
    Err(LawError::new(parameter, problem, format!("a number from {low:.3e} to {high:.3e}")))
}

pub(super) fn checked_ln_sd(parameter: &'static str, ln_sd: f64) -> Result<(), LawError> {
    if ln_sd > 0.0 && ln_sd <= LARGEST_LN_SD {
        return Ok(());
    }
    let problem = match ln_sd {
        ln_sd if ln_sd.is_nan() => not_a_number(ln_sd),
        _ => format!("the logarithm's standard deviation would be {ln_sd}"),
    };
    Err(LawError::new(parameter, problem, "a standard deviation of the logarithm above 0 and at most 10"))
}

pub(super) fn median_below_p90(median: f64, p90: f64) -> Result<(), LawError> {
    value_above_zero("median", median)?;
    value_above_zero("p90", p90)?;
    if p90 > median {
        return Ok(());
    }
    let problem = format!("{p90}s is not above the median {median}s");
    Err(LawError::new("p90", problem, "a p90 above the median"))
}

/// Weights above zero of which none vanishes beside the others.
pub(super) fn checked_weights(weights: impl Iterator<Item = f64> + Clone) -> Result<(), LawError> {
    weights.clone().try_for_each(|weight| number_above_zero("weight", weight))?;
    let total: f64 = weights.clone().sum();
    if weights.into_iter().any(|weight| weight / total < f64::EPSILON) {
        let expected = "weights that differ by less than a factor of 1e15";
        return Err(LawError::new("weight", "one weight vanishes beside the others", expected));
    }
    Ok(())
}

/// The shape of a law whose tail falls like a power: with 1 or less there is no finite mean.
pub(super) fn shape_with_a_mean(shape: f64) -> Result<(), LawError> {
    let problem = match shape {
        shape if shape > 1.0 && shape <= LARGEST_HEAVY_SHAPE => return Ok(()),
        shape if shape.is_nan() => not_a_number(shape),
        shape if shape > 0.0 && shape <= 1.0 => format!("with a shape of {shape} the mean is infinite"),
        _ => format!("{shape} is out of range"),
    };
    Err(LawError::new("shape", problem, "a shape above 1, at most 1000"))
}
