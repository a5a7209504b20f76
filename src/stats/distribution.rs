//! A finished histogram, small and quick to ask.

use super::histogram::Histogram;

/// The cumulative counts of a [`Histogram`]'s buckets that are not empty: ten bytes a bucket, asked by bisection.
///
/// Made once when a replication is over. Quantile intervals ask for many shares of every replication, and a
/// histogram's own answer adds up all buckets below each time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distribution<const BITS: u32> {
    /// The indices of the buckets that are not empty, ascending.
    indices: Vec<u16>,
    /// How many values are in these buckets and those below.
    cumulative: Vec<u64>,
}

impl<const BITS: u32> From<&Histogram<BITS>> for Distribution<BITS> {
    fn from(histogram: &Histogram<BITS>) -> Self {
        let mut distribution = Self::default();
        let mut total = 0;
        for bucket in histogram.buckets() {
            total += bucket.count;
            distribution.indices.push(Histogram::<BITS>::index(bucket.lower) as u16);
            distribution.cumulative.push(total);
        }
        distribution.indices.shrink_to_fit();
        distribution.cumulative.shrink_to_fit();
        distribution
    }
}

impl<const BITS: u32> Distribution<BITS> {
    /// How many values.
    pub fn total(&self) -> u64 {
        self.cumulative.last().copied().unwrap_or(0)
    }

    /// The greatest value of the last bucket that is not empty; 0 without values.
    pub fn limit(&self) -> u64 {
        self.indices.last().map_or(0, |&index| Histogram::<BITS>::upper(usize::from(index)))
    }

    /// How many values are at most `value`; as [`Histogram::count_at_most`].
    pub fn count_at_most(&self, value: u64) -> f64 {
        let index = Histogram::<BITS>::index(value);
        let place = self.indices.partition_point(|&other| usize::from(other) < index);
        let before = if place == 0 { 0 } else { self.cumulative[place - 1] };
        match self.indices.get(place) {
            Some(&other) if usize::from(other) == index => {
                let inside = self.cumulative[place] - before;
                before as f64 + inside as f64 * Histogram::<BITS>::fraction(value)
            }
            _ => before as f64,
        }
    }
}
