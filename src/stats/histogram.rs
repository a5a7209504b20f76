//! A histogram of whole numbers whose buckets grow with the values: a fixed number of them in every octave.

use crate::maths::smallest;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A histogram of whole numbers with `2^BITS` buckets in every octave (from one power of two to the next).
///
/// Values below `2^(BITS + 1)` have a bucket each and are counted exactly; above, a bucket is at most `2^-BITS` of its
/// values wide. Counts are integers: merging gives the same histogram in any order. Nothing is allocated before the
/// first value. `BITS` is at most 10, so that an index fits into 16 bits.
///
/// The layout is the log-linear one of HdrHistogram (Tene, <https://hdrhistogram.org>), with the bucket found by a
/// shift and an addition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram<const BITS: u32> {
    /// One count a bucket, up to the end of the octave of the largest value.
    counts: Vec<u64>,
}

/// 128 buckets an octave: exact below 256, within 0.8 per cent above.
pub type FineHistogram = Histogram<7>;
/// Eight buckets an octave, for places with many histograms of few values: exact below 16, within 12.5 per cent above.
pub type CoarseHistogram = Histogram<3>;

/// A bucket that is not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The least value that belongs to it.
    pub lower: u64,
    /// The greatest value that belongs to it.
    pub upper: u64,
    /// How many values it has got.
    pub count: u64,
}

/// The highest bit that is set.
#[inline]
const fn highest_bit(value: u64) -> u32 {
    63 - (value | 1).leading_zeros()
}

/// Counts a value in two histograms: the highest of its bits is looked for once.
#[inline(always)]
pub fn add_to_both<const A: u32, const B: u32>(one: &mut Histogram<A>, other: &mut Histogram<B>, value: u64) {
    let highest = highest_bit(value);
    one.add_one(Histogram::<A>::index_of(value, highest));
    other.add_one(Histogram::<B>::index_of(value, highest));
}

impl<const BITS: u32> Histogram<BITS> {
    /// A histogram without values.
    pub const fn new() -> Self {
        const { assert!(BITS <= 10, "an index must fit into 16 bits") };
        Self { counts: Vec::new() }
    }

    /// The bucket of a value.
    #[inline]
    pub const fn index(value: u64) -> usize {
        Self::index_of(value, highest_bit(value))
    }

    /// The bucket of a value of which it is known which of its bits is the highest.
    #[inline]
    const fn index_of(value: u64, highest: u32) -> usize {
        // Small values are in octave 0, where the shift is 0: no case of their own is needed.
        let octave = highest.saturating_sub(BITS);
        // No more than 64 octaves of at most 1024 buckets.
        ((octave as usize) << BITS).wrapping_add((value >> octave) as usize)
    }

    /// The least value of a bucket.
    pub const fn lower(index: usize) -> u64 {
        let octave = (index >> BITS).saturating_sub(1);
        ((index - (octave << BITS)) as u64) << octave
    }

    /// The greatest value of a bucket.
    pub const fn upper(index: usize) -> u64 {
        let octave = (index >> BITS).saturating_sub(1);
        Self::lower(index) + ((1 << octave) - 1)
    }

    /// Counts a value.
    #[inline]
    pub fn add(&mut self, value: u64) {
        self.add_one(Self::index(value));
    }

    #[inline(always)]
    fn add_one(&mut self, index: usize) {
        match self.counts.get_mut(index) {
            // Nobody counts to 2^64 one by one.
            Some(count) => *count = count.wrapping_add(1),
            None => self.grow(index, 1),
        }
    }

    /// Counts a value several times, or weighs it: with the time that a level lasted, say.
    ///
    /// # Panics
    /// If a bucket got more than 2^64 - 1 values (where overflow is checked, as in this package's profiles).
    #[inline]
    pub fn add_times(&mut self, value: u64, times: u64) {
        let index = Self::index(value);
        match self.counts.get_mut(index) {
            Some(count) => *count += times,
            None => self.grow(index, times),
        }
    }

    /// The first value of an octave. Lengths depend on the values alone, so that equal histograms compare as equal.
    #[cold]
    fn grow(&mut self, index: usize, times: u64) {
        if times > 0 {
            self.counts.resize(((index >> BITS) + 1) << BITS, 0);
            self.counts[index] = times;
        }
    }

    /// Adds the counts of another histogram.
    pub fn merge(&mut self, other: &Self) {
        if self.counts.len() < other.counts.len() {
            self.counts.resize(other.counts.len(), 0);
        }
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    /// Takes all values out, and keeps the room for as many.
    pub fn clear(&mut self) {
        self.counts.clear();
    }

    /// Whether no value was counted since it was made or cleared.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// How many values each bucket has got, up to some bucket after which they are empty.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// How many values were counted. Adds up all buckets.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many values are at most `value`; those of its bucket are taken as spread evenly over the bucket.
    pub fn count_at_most(&self, value: u64) -> f64 {
        let index = Self::index(value);
        let before: u64 = self.counts.iter().take(index).sum();
        let inside = self.counts.get(index).copied().unwrap_or(0);
        before as f64 + inside as f64 * Self::fraction(value)
    }

    /// The share of its bucket that is at most `value`: 1 where values are counted exactly.
    pub(super) fn fraction(value: u64) -> f64 {
        let index = Self::index(value);
        let (lower, upper) = (Self::lower(index), Self::upper(index));
        (value - lower + 1) as f64 / (upper - lower + 1) as f64
    }

    /// The smallest x with a share of at least `p` of the values at or below it; `None` without values.
    ///
    /// Off by less than the width of its bucket.
    ///
    /// # Panics
    /// If `p` is not between 0 and 1.
    pub fn quantile(&self, p: f64) -> Option<u64> {
        assert!((0.0..=1.0).contains(&p), "a quantile of {p}");
        let total = self.total() as f64;
        let mut before = 0;
        for bucket in self.buckets() {
            if (before + bucket.count) as f64 / total >= p {
                return Some(smallest(bucket.lower, bucket.upper, |value| {
                    (before as f64 + bucket.count as f64 * Self::fraction(value)) / total >= p
                }));
            }
            before += bucket.count;
        }
        None
    }

    /// The buckets that are not empty, in ascending order.
    pub fn buckets(&self) -> impl Iterator<Item = Bucket> + '_ {
        let occupied = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        occupied.map(|(index, &count)| Bucket { lower: Self::lower(index), upper: Self::upper(index), count })
    }
}

/// A list of pairs: the least value of a bucket that is not empty, and its count.
impl<const BITS: u32> Serialize for Histogram<BITS> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.buckets().map(|bucket| (bucket.lower, bucket.count)))
    }
}

impl<'de, const BITS: u32> Deserialize<'de> for Histogram<BITS> {
    /// # Errors
    /// If a pair does not begin with the least value of a bucket, or counts overflow.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut histogram = Self::new();
        let mut total = 0_u64;
        for (lower, count) in Vec::<(u64, u64)>::deserialize(deserializer)? {
            if Self::lower(Self::index(lower)) != lower {
                return Err(D::Error::custom(format!("no bucket begins at {lower} ({} an octave)", 1 << BITS)));
            }
            total = total.checked_add(count).ok_or_else(|| D::Error::custom("more than 2^64 - 1 values"))?;
            histogram.add_times(lower, count);
        }
        Ok(histogram)
    }
}
