//! Laws of a number of things that is at least 1, such as the exchanges of a conversation, sampled by inversion.

use super::LawError;
use crate::maths::{exp, exp_m1, ln_1p, sqrt};

#[cfg(test)]
mod tests;

/// The largest count. What a law would give above it is moved here.
pub const LARGEST_COUNT: u32 = 10_000;

/// The largest mean of a law without a bound: with it, 5 geometric counts in 100 000 are moved to [`LARGEST_COUNT`].
const LARGEST_MEAN: f64 = 1000.0;

/// The largest share of a law that may be moved to [`LARGEST_COUNT`]: more of it, and the mean is not the one given.
const LARGEST_MOVED: f64 = 1e-4;

/// The shapes of a negative binomial law: below, next to everybody has a count of 1; above, it is a Poisson law to three
/// digits, and its smallest probabilities are too small to compute with.
const SHAPES: (f64, f64) = (0.01, 1000.0);

/// A law of a count from 1 to [`LARGEST_COUNT`]. It has been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Constant(u32),
    Geometric {
        /// The logarithm of the probability of going on after each count, below zero.
        ln_again: f64,
        /// The part of (0, 1) that a truncation keeps, from 0 on.
        kept: f64,
        maximum: u32,
    },
    /// (probability of at most the value, value), both ascending, up to probability 1.
    Table(Box<[(f64, u32)]>),
}

impl Count {
    /// Always `count`.
    ///
    /// # Errors
    ///
    /// A count of 0 or above [`LARGEST_COUNT`].
    pub fn constant(count: u32) -> Result<Self, LawError> {
        checked_count("count", count)?;
        Ok(Self { kind: Kind::Constant(count) })
    }

    /// Geometric on 1, 2, ... with this mean, from 1 to 1000: after every one there is another with the same
    /// probability `1 - 1 / mean`.
    ///
    /// # Errors
    ///
    /// A mean outside.
    pub fn geometric(mean: f64) -> Result<Self, LawError> {
        number_within("mean", mean, (1.0, LARGEST_MEAN), || "a mean from 1 to 1000".to_owned())?;
        if mean == 1.0 {
            return Self::constant(1);
        }
        // ln(1 - 1 / mean), written so that no digits are lost for a mean close to 1 or far from it
        let ln_again = -ln_1p(1.0 / (mean - 1.0));
        Ok(Self { kind: Kind::Geometric { ln_again, kept: 1.0, maximum: LARGEST_COUNT } })
    }

    /// Negative binomial on 1, 2, ...: one more than a negative binomial number on 0, 1, ..., as the geometric law, which
    /// is that of shape 1. `mean` is the mean of the count, from 1 to 1000; its variance is `m + m² / shape` with
    /// `m = mean - 1`, so that a small shape, from 0.01, makes the counts differ and a large one, up to 1000, makes them
    /// Poisson. N. L. Johnson, A. W. Kemp and S. Kotz, Univariate Discrete Distributions (3rd edition, 2005), chapter 5.
    ///
    /// # Errors
    ///
    /// A mean or shape outside, or together more than one count in ten thousand above [`LARGEST_COUNT`].
    pub fn negative_binomial_mean_shape(mean: f64, shape: f64) -> Result<Self, LawError> {
        number_within("mean", mean, (1.0, LARGEST_MEAN), || "a mean from 1 to 1000".to_owned())?;
        number_within("shape", shape, SHAPES, || "a shape from 0.01 to 1000".to_owned())?;
        if mean == 1.0 {
            return Self::constant(1);
        }
        let further = mean - 1.0;
        let ratio = further / (shape + further);
        let mut probability = exp(-shape * ln_1p(further / shape));
        let mut sum = 0.0;
        let cumulative = (1..=LARGEST_COUNT).map(|count| {
            sum += probability;
            let before = f64::from(count - 1);
            probability *= ratio * (before + shape) / (before + 1.0);
            (sum, count)
        });
        let law = Self::from_cumulative(cumulative);
        let moved = 1.0 - law.cdf(LARGEST_COUNT - 1);
        if moved > LARGEST_MOVED {
            let problem = format!("one count in {:.0} would be above {LARGEST_COUNT}", 1.0 / moved);
            return Err(LawError::new("mean", problem, "a smaller mean, or counts that vary less"));
        }
        Ok(law)
    }

    /// Negative binomial on 1, 2, ... with this mean, from 1 to 1000, and coefficient of variation (standard deviation
    /// over mean) of the count. For its least value the law is a Poisson one, for its largest the shape is 0.01.
    ///
    /// # Errors
    ///
    /// A mean outside, more than one count in ten thousand above [`LARGEST_COUNT`], or a coefficient that no negative
    /// binomial law here has with this mean.
    pub fn negative_binomial_mean_cv(mean: f64, cv: f64) -> Result<Self, LawError> {
        number_within("mean", mean, (1.0, LARGEST_MEAN), || "a mean from 1 to 1000".to_owned())?;
        let further = mean - 1.0;
        let cv_of = |shape: f64| sqrt(further + further * further / shape) / mean;
        let (least, most) = (cv_of(SHAPES.1), cv_of(SHAPES.0));
        number_within("cv", cv, (least, most), || {
            // rounded inwards, so that what is offered is taken
            let (least, most) = ((least * 1e4).ceil() / 1e4, (most * 1e4).floor() / 1e4);
            format!("a cv from {least} to {most} with this mean")
        })?;
        if mean == 1.0 {
            return Self::constant(1);
        }
        let shape = further * further / (cv * mean * (cv * mean) - further);
        Self::negative_binomial_mean_shape(mean, shape.clamp(SHAPES.0, SHAPES.1))
    }

    /// Counts with their weights, in any order. The weights need not add up to one.
    ///
    /// # Errors
    ///
    /// No row, a count outside 1 to [`LARGEST_COUNT`] or given twice, or a weight that is not above zero.
    pub fn table(mut rows: Vec<(u32, f64)>) -> Result<Self, LawError> {
        if rows.is_empty() {
            return Err(LawError::new("table", "it has no row", "at least one count with a weight"));
        }
        rows.sort_by_key(|(count, _)| *count);
        for (count, weight) in &rows {
            checked_count("table", *count)?;
            checked_weight(*weight)?;
        }
        if let Some(pair) = rows.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(LawError::new("table", format!("the count {} is given twice", pair[0].0), "every count once"));
        }
        let total = checked_total(rows.iter().map(|(_, weight)| *weight))?;
        let mut sum = 0.0;
        let cumulative = rows.into_iter().map(|(count, weight)| {
            sum += weight;
            (sum / total, count)
        });
        Ok(Self::from_cumulative(cumulative))
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
            checked_weight(*weight)?;
        }
        let total = checked_total(parts.iter().map(|(weight, _)| *weight))?;
        let cdf = |count| parts.iter().map(|(weight, law)| weight / total * law.cdf(count)).sum::<f64>();
        Ok(Self::from_cumulative((1..=LARGEST_COUNT).map(|count| (cdf(count), count))))
    }

    /// This law with the counts above `maximum` moved to it.
    ///
    /// # Errors
    ///
    /// A maximum of 0.
    pub fn clamp(mut self, maximum: u32) -> Result<Self, LawError> {
        checked_maximum(maximum)?;
        match &mut self.kind {
            Kind::Constant(count) => *count = maximum.min(*count),
            Kind::Geometric { maximum: bound, .. } => *bound = maximum.min(*bound),
            Kind::Table(rows) => {
                let clamped = rows.iter().map(|(probability, count)| (*probability, *count));
                let mut clamped: Vec<_> = clamped.take_while(|(_, count)| *count < maximum).collect();
                if clamped.len() < rows.len() {
                    clamped.push((1.0, maximum));
                }
                *rows = clamped.into();
            }
        }
        Ok(self)
    }

    /// The law of a count under the condition that it is at most `maximum`.
    ///
    /// # Errors
    ///
    /// A maximum of 0, or one that the law always exceeds.
    pub fn truncate(mut self, maximum: u32) -> Result<Self, LawError> {
        checked_maximum(maximum)?;
        let part = self.cdf(maximum);
        if part <= 0.0 {
            let problem = format!("the count is never as small as {maximum}");
            return Err(LawError::new("maximum", problem, "a maximum that some counts stay below"));
        }
        match &mut self.kind {
            Kind::Constant(_) => {}
            Kind::Geometric { kept, maximum: bound, .. } => {
                *kept *= part;
                *bound = maximum.min(*bound);
            }
            Kind::Table(rows) => {
                let within = rows.iter().filter(|(_, count)| *count <= maximum);
                return Ok(Self::from_cumulative(within.map(|(sum, count)| (sum / part, *count))));
            }
        }
        Ok(self)
    }

    /// The count that the uniform number `u` in (0, 1) gives. It never decreases in `u`.
    #[inline]
    pub fn quantile(&self, u: f64) -> u32 {
        match &self.kind {
            Kind::Constant(count) => *count,
            Kind::Geometric { ln_again, kept, maximum } => {
                // The conversion keeps to the range of u32.
                let count = (ln_1p(-u * kept) / ln_again).ceil() as u32;
                count.clamp(1, *maximum)
            }
            Kind::Table(rows) => {
                let index = rows.partition_point(|(probability, _)| *probability < u);
                rows[index.min(rows.len() - 1)].1
            }
        }
    }

    /// The probability of at most `count`.
    pub fn cdf(&self, count: u32) -> f64 {
        match &self.kind {
            Kind::Constant(constant) => f64::from(u8::from(count >= *constant)),
            Kind::Geometric { maximum, .. } if count >= *maximum => 1.0,
            Kind::Geometric { ln_again, kept, .. } => (-exp_m1(f64::from(count) * ln_again) / kept).min(1.0),
            Kind::Table(rows) => match rows.partition_point(|(_, value)| *value <= count) {
                0 => 0.0,
                rank => rows[rank - 1].0,
            },
        }
    }

    /// The mean: the sum of the probabilities of more than 0, 1, 2, ..., at most [`LARGEST_COUNT`] terms.
    pub fn mean(&self) -> f64 {
        let above = (0..LARGEST_COUNT).map(|count| 1.0 - self.cdf(count));
        above.take_while(|probability| *probability > 0.0).sum()
    }

    /// The variance: the sum of (2 k + 1) times the probability of more than k, for k from 0, less the square of the mean.
    pub fn variance(&self) -> f64 {
        let above = (0..LARGEST_COUNT).map(|count| (count, 1.0 - self.cdf(count)));
        let above = above.take_while(|(_, probability)| *probability > 0.0);
        let square: f64 = above.map(|(count, probability)| f64::from(2 * count + 1) * probability).sum();
        (square - self.mean() * self.mean()).max(0.0)
    }

    /// The probability of going on after a count, if it is the same after every one: that of a geometric law. `None` for
    /// any other law, truncated and clamped ones included.
    pub fn again(&self) -> Option<f64> {
        match self.kind {
            Kind::Geometric { ln_again, kept: 1.0, maximum: LARGEST_COUNT } => Some(exp(ln_again)),
            _ => None,
        }
    }

    /// Keeps the rows that have a probability; the last of them gets what rounding has left.
    fn from_cumulative(rows: impl Iterator<Item = (f64, u32)>) -> Self {
        let mut kept: Vec<(f64, u32)> = Vec::new();
        for (sum, count) in rows {
            let sum = sum.min(1.0);
            if sum > kept.last().map_or(0.0, |(before, _)| *before) {
                kept.push((sum, count));
            }
        }
        if let Some(last) = kept.last_mut() {
            last.0 = 1.0;
        }
        Self { kind: Kind::Table(kept.into()) }
    }
}

fn number_within(
    parameter: &'static str,
    value: f64,
    (least, most): (f64, f64),
    expected: impl Fn() -> String,
) -> Result<(), LawError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    let problem = if value.is_nan() { "it is not a number".to_owned() } else { format!("{value} is out of range") };
    Err(LawError::new(parameter, problem, expected()))
}

fn checked_count(parameter: &'static str, count: u32) -> Result<(), LawError> {
    if (1..=LARGEST_COUNT).contains(&count) {
        return Ok(());
    }
    Err(LawError::new(parameter, format!("the count {count} is out of range"), "a count from 1 to 10000"))
}

fn checked_maximum(maximum: u32) -> Result<(), LawError> {
    if maximum > 0 {
        return Ok(());
    }
    Err(LawError::new("maximum", "a count is at least 1", "a maximum of 1 or more"))
}

fn checked_weight(weight: f64) -> Result<(), LawError> {
    if weight > 0.0 && weight.is_finite() {
        return Ok(());
    }
    let problem = if weight.is_nan() { "it is not a number".to_owned() } else { format!("{weight} is out of range") };
    Err(LawError::new("weight", problem, "a finite number above zero"))
}

fn checked_total(weights: impl Iterator<Item = f64>) -> Result<f64, LawError> {
    let total: f64 = weights.sum();
    if total.is_finite() {
        return Ok(total);
    }
    Err(LawError::new("weight", "the weights are too large to add up", "smaller weights"))
}
