//! Continuous laws on [0, ∞) for durations in seconds (or anything else that is never negative), sampled by
//! inversion: one uniform number gives one value, the same on every platform.

mod build;
mod catalogue;
mod check;
mod hyperexponential;
mod kind;
mod moments;
#[cfg(test)]
mod tests;

pub use catalogue::{LAWS, LawBuilder, LawForm, Parameter, ParameterKind};

use kind::{Component, Kind};
use std::fmt;

/// The largest number below 1. A uniform number that rounding has pushed to 1 is moved here, so that every value is
/// finite.
const BELOW_ONE: f64 = 1.0 - f64::EPSILON / 2.0;

/// The smallest part of a law that a truncation may keep. A part this small still holds millions of different values;
/// a much smaller one in the upper tail would hold a handful.
pub const SMALLEST_PART: f64 = 1e-9;

/// A law of a random quantity, in seconds unless its user says otherwise. It has been checked: its values and its mean
/// are finite and never negative.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    kind: Kind,
    /// A truncated law maps the uniform number to the part of (0, 1) from here ...
    window_from: f64,
    /// ... with this width.
    window_width: f64,
    /// Values outside the bounds are moved to them.
    minimum: f64,
    maximum: f64,
}

/// Why a law cannot be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawError {
    /// The parameter that is wrong, by the name it has in [`LAWS`]; `minimum` or `maximum` for a bound.
    pub parameter: &'static str,
    /// What is wrong, for instance "20s is not above the median 55s".
    pub problem: String,
    /// What would be right, for instance "a p90 above the median".
    pub expected: String,
}

impl LawError {
    pub(crate) fn new(parameter: &'static str, problem: impl Into<String>, expected: impl Into<String>) -> Self {
        Self { parameter, problem: problem.into(), expected: expected.into() }
    }
}

impl fmt::Display for LawError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}; expected {}", self.parameter, self.problem, self.expected)
    }
}

impl std::error::Error for LawError {}

impl Law {
    /// The value that the law stays at or below with probability `u`, for `u` in (0, 1): the value that the uniform
    /// number `u` gives.
    ///
    /// Finite and never negative. It never decreases in `u`, except for a mixture: there `u` picks the component, and
    /// where it lies within the component's share gives the value.
    #[inline]
    pub fn quantile(&self, u: f64) -> f64 {
        let inside = (self.window_from + u * self.window_width).clamp(f64::MIN_POSITIVE, BELOW_ONE);
        self.kind.quantile(inside).max(self.minimum).min(self.maximum)
    }

    /// The probability of a value of at most `x`.
    pub fn cdf(&self, x: f64) -> f64 {
        if x < self.minimum {
            0.0
        } else if x >= self.maximum {
            1.0
        } else {
            self.within_window(self.kind.cdf(x))
        }
    }

    /// The mean: from closed forms for every law, its truncation and its bounds. Good to about 12 digits,
    /// less one digit for every tenth that a truncation keeps: 10 digits where it keeps a hundredth.
    pub fn mean(&self) -> f64 {
        if let Kind::Mixture(components) = &self.kind {
            return components.iter().map(|component| component.weight * component.law.mean()).sum();
        }
        let (from, to) = (self.window_from, self.window_to());
        let below = self.kind.cdf(self.minimum).clamp(from, to);
        let above = self.kind.cdf(self.maximum).clamp(from, to);
        let between = self.kind.partial_mean(above) - self.kind.partial_mean(below);
        let at_minimum = self.minimum * (below - from);
        let at_maximum = if above < to { self.maximum * (to - above) } else { 0.0 };
        // Rounding must not carry a mean past what no value passes.
        ((at_minimum + between + at_maximum) / self.window_width).max(self.minimum).min(self.maximum)
    }

    /// This law with the values outside the bounds moved to them, so that the bounds gather probability.
    ///
    /// # Errors
    ///
    /// A bound that is negative or not a number, or a maximum below the minimum.
    pub fn clamp(self, minimum: Option<f64>, maximum: Option<f64>) -> Result<Self, LawError> {
        let (minimum, maximum) = checked_bounds(minimum, maximum)?;
        Ok(self.clamped(minimum, maximum))
    }

    /// The law of a value under the condition that it lies within the bounds (both included).
    ///
    /// # Errors
    ///
    /// As for [`Law::clamp`], and bounds that keep less than [`SMALLEST_PART`] of the law.
    pub fn truncate(self, minimum: Option<f64>, maximum: Option<f64>) -> Result<Self, LawError> {
        let (low, high) = checked_bounds(minimum, maximum)?;
        let (kept, law) = self.truncated(low, high);
        match law {
            Some(law) if kept >= SMALLEST_PART => Ok(law),
            _ => {
                let parameter = if minimum.is_some() { "minimum" } else { "maximum" };
                let problem = format!("next to nothing of the law lies {}", range_words(minimum, maximum));
                Err(LawError::new(parameter, problem, "bounds that keep at least a billionth of the law"))
            }
        }
    }

    /// An unbounded law, if its values and its mean are finite.
    fn checked(kind: Kind, parameter: &'static str) -> Result<Self, LawError> {
        let law = Self { kind, window_from: 0.0, window_width: 1.0, minimum: 0.0, maximum: f64::INFINITY };
        if law.quantile(BELOW_ONE).is_finite() && law.kind.partial_mean(1.0).is_finite() {
            return Ok(law);
        }
        Err(LawError::new(parameter, "the law's values are too large to compute with", "a smaller or less varied law"))
    }

    fn clamped(mut self, minimum: f64, maximum: f64) -> Self {
        if let Kind::Mixture(components) = self.kind {
            let clamp = |part: Component| Component { law: part.law.clamped(minimum, maximum), ..part };
            return Self { kind: Kind::Mixture(components.into_iter().map(clamp).collect()), ..self };
        }
        self.minimum = self.minimum.clamp(minimum, maximum);
        self.maximum = self.maximum.clamp(minimum, maximum);
        self
    }

    /// The part of the law within the bounds, and the probability that it had.
    fn truncated(mut self, minimum: f64, maximum: f64) -> (f64, Option<Self>) {
        if let Kind::Mixture(components) = self.kind {
            let parts = components.into_iter().filter_map(|component| {
                let (kept, law) = component.law.truncated(minimum, maximum);
                law.map(|law| (component.weight * kept, law))
            });
            let parts: Vec<(f64, Self)> = parts.collect();
            let kept = parts.iter().map(|(weight, _)| weight).sum();
            self.kind = Kind::Mixture(kind::components(parts));
            return (kept, (kept > 0.0).then_some(self));
        }
        let below = if minimum <= self.minimum { 0.0 } else { self.kind.below(minimum) };
        let below = if minimum > self.maximum { 1.0 } else { below };
        let above = if maximum >= self.maximum { 1.0 } else { self.kind.cdf(maximum) };
        let above = if maximum < self.minimum { 0.0 } else { above };
        let from = self.window_from.max(below);
        let width = self.window_to().min(above) - from;
        if width <= 0.0 {
            return (0.0, None);
        }
        let kept = width / self.window_width;
        self.window_from = from;
        self.window_width = width;
        self.minimum = self.minimum.clamp(minimum, maximum);
        self.maximum = self.maximum.clamp(minimum, maximum);
        (kept, Some(self))
    }

    fn window_to(&self) -> f64 {
        self.window_from + self.window_width
    }

    fn within_window(&self, probability: f64) -> f64 {
        ((probability - self.window_from) / self.window_width).clamp(0.0, 1.0)
    }
}

fn checked_bounds(minimum: Option<f64>, maximum: Option<f64>) -> Result<(f64, f64), LawError> {
    let low = minimum.unwrap_or(0.0);
    let high = maximum.unwrap_or(f64::INFINITY);
    check::value_at_least_zero("minimum", low)?;
    if maximum.is_some() {
        check::value_at_least_zero("maximum", high)?;
    }
    if low > high {
        let problem = format!("{high}s is below the minimum {low}s");
        return Err(LawError::new("maximum", problem, "a maximum of at least the minimum"));
    }
    Ok((low, high))
}

fn range_words(minimum: Option<f64>, maximum: Option<f64>) -> String {
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => format!("from {minimum}s to {maximum}s"),
        (Some(minimum), None) => format!("above {minimum}s"),
        (None, Some(maximum)) => format!("below {maximum}s"),
        (None, None) => "in its own range".to_owned(),
    }
}
