//! What is kept of the lengths of time that one replication produces for one metric.

use serde::{Deserialize, Serialize};

use super::histogram::Histogram;

/// The lengths of time of one metric, in one replication and one scope: counts, integer sums and a histogram.
///
/// Lengths go in as microseconds. Sums are exact; the histogram counts whole milliseconds, cut off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally<const BITS: u32> {
    positive: u64,
    maximum: u64,
    moments: Moments,
    milliseconds: Histogram<BITS>,
}

/// Count, sum and sum of squares of whole numbers: what [`mean`](Moments::mean) and
/// [`deviation`](super::deviation) need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moments {
    /// How many values.
    pub count: u64,
    /// Their sum.
    pub sum: u128,
    /// The sum of their squares. Exact like the sum, in the same unit: squares of rounded values would not fit the
    /// mean of unrounded ones, and a small deviation of large values would be lost in the difference.
    pub squares: u128,
}

impl Moments {
    /// Adds a value.
    #[inline]
    pub fn add(&mut self, value: u64) {
        self.count += 1;
        self.sum += u128::from(value);
        // A square of 64 bits fits into 128: the check of the multiplication would cost more than all the rest.
        self.squares += u128::from(value).wrapping_mul(u128::from(value));
    }

    /// Adds the values of another.
    pub fn merge(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// The mean; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64)
    }
}

impl<const BITS: u32> Tally<BITS> {
    /// A tally without values. Allocates nothing.
    pub const fn new() -> Self {
        let moments = Moments { count: 0, sum: 0, squares: 0 };
        Self { positive: 0, maximum: 0, moments, milliseconds: Histogram::new() }
    }

    /// Adds a length of time in microseconds.
    ///
    /// # Panics
    /// If a sum overflows (where overflow is checked). At the 2^48 microseconds that an instant can have, that takes
    /// more than 2^32 values.
    #[inline]
    pub fn add(&mut self, microseconds: u64) {
        self.positive += u64::from(microseconds > 0);
        self.maximum = self.maximum.max(microseconds);
        self.moments.add(microseconds);
        self.milliseconds.add(microseconds / 1000);
    }

    /// The values of which everything was kept apart.
    ///
    /// # Panics
    /// If the histogram does not have as many values.
    pub fn of(moments: Moments, positive: u64, maximum: u64, milliseconds: Histogram<BITS>) -> Self {
        assert_eq!(milliseconds.total(), moments.count, "a histogram of the same values");
        Self { positive, maximum, moments, milliseconds }
    }

    /// The values of which only the sum and the buckets of milliseconds are known: value and count, in any order.
    pub fn of_buckets(sum: u128, buckets: impl Iterator<Item = (u64, u64)>) -> Self {
        let mut tally = Self::new();
        for (milliseconds, count) in buckets {
            tally.milliseconds.add_times(milliseconds, count);
            tally.moments.count += count;
        }
        tally.moments.sum = sum;
        tally
    }

    /// Adds the values of another tally; the result is the same in any order.
    pub fn merge(&mut self, other: &Self) {
        self.positive += other.positive;
        self.maximum = self.maximum.max(other.maximum);
        self.moments.merge(&other.moments);
        self.milliseconds.merge(&other.milliseconds);
    }

    /// How many values.
    pub const fn count(&self) -> u64 {
        self.moments.count
    }

    /// How many values above zero.
    pub const fn positive(&self) -> u64 {
        self.positive
    }

    /// The greatest value in microseconds; `None` without values.
    pub fn maximum(&self) -> Option<u64> {
        (self.count() > 0).then_some(self.maximum)
    }

    /// Count, sum and sum of squares in microseconds.
    pub const fn moments(&self) -> &Moments {
        &self.moments
    }

    /// The distribution in whole milliseconds.
    pub const fn milliseconds(&self) -> &Histogram<BITS> {
        &self.milliseconds
    }
}
