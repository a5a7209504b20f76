//! A cell without what is empty.

use super::{COUNTS, Cell, Count, LEVELS, Level, TIMINGS};
use crate::stats::{Bucket, CoarseHistogram, Tally};

/// A cell of an interval, packed: sums and coarse histograms of its timings, counts and levels, each only if there is
/// something. Microseconds, like [`Cell`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// Timing and sum, ascending by timing.
    sums: Vec<(u16, u64)>,
    /// Timing and bucket as one number, ascending, and how many values it has got.
    buckets: Vec<(u16, u32)>,
    counts: Vec<(u16, u64)>,
    /// Level, what it is at the end, and its integral.
    levels: Vec<(u16, u32, u128)>,
}

/// Buckets of milliseconds up to 2^48 microseconds fit into 9 bits, which leaves 7 for the timing.
const BUCKET_BITS: u32 = 9;
const _: () =
    assert!(2 * TIMINGS <= 1 << (u16::BITS - BUCKET_BITS), "a key has room for every timing, and within hours");

#[inline]
fn key(timing: usize, bucket: usize) -> u16 {
    ((timing << BUCKET_BITS) | bucket) as u16
}

/// Adds to what a key has, in a list in the order of keys.
fn put<V: Copy + std::ops::AddAssign>(list: &mut Vec<(u16, V)>, key: u16, more: V) {
    match list.binary_search_by_key(&key, |it| it.0) {
        Ok(place) => list[place].1 += more,
        Err(place) => list.insert(place, (key, more)),
    }
}

/// Adds a list in the order of keys to another.
fn put_all<V: Copy + std::ops::AddAssign>(list: &mut Vec<(u16, V)>, more: &[(u16, V)]) {
    if list.is_empty() {
        list.extend_from_slice(more);
        return;
    }
    more.iter().for_each(|&(key, more)| put(list, key, more));
}

impl From<&Cell<3>> for Pack {
    fn from(cell: &Cell<3>) -> Pack {
        let mut pack = Pack::default();
        for (timing, tally) in cell.timings.iter().enumerate().filter(|(_, tally)| tally.count() > 0) {
            pack.sums.push((timing as u16, narrow(tally.moments().sum)));
            let bucket = |it: Bucket| (key(timing, CoarseHistogram::index(it.lower)), narrow(it.count));
            pack.buckets.extend(tally.milliseconds().buckets().map(bucket));
        }
        let counts = cell.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        pack.counts.extend(counts.map(|(count, &many)| (count as u16, many)));
        let levels = (0..LEVELS).filter(|&level| cell.integrals[level] > 0 || cell.ends[level] > 0);
        pack.levels.extend(levels.map(|it| (it as u16, narrow(cell.ends[it]), cell.integrals[it])));
        pack.sums.shrink_to_fit();
        pack.buckets.shrink_to_fit();
        pack.counts.shrink_to_fit();
        pack.levels.shrink_to_fit();
        pack
    }
}

impl Pack {
    /// Adds a length of time in microseconds. Logarithmic in what is there, linear where something is new.
    pub fn add(&mut self, timing: usize, microseconds: u64) {
        put(&mut self.sums, timing as u16, microseconds);
        put(&mut self.buckets, key(timing, CoarseHistogram::index(microseconds / 1000)), 1);
    }

    /// Adds to a count.
    pub fn count_more(&mut self, count: Count, more: u64) {
        put(&mut self.counts, count as u16, more);
    }

    /// Adds another.
    pub fn merge(&mut self, other: &Pack) {
        put_all(&mut self.sums, &other.sums);
        put_all(&mut self.buckets, &other.buckets);
        put_all(&mut self.counts, &other.counts);
        for &(level, end, integral) in &other.levels {
            match self.levels.binary_search_by_key(&level, |it| it.0) {
                Ok(place) => {
                    self.levels[place].1 += end;
                    self.levels[place].2 += integral;
                }
                Err(place) => self.levels.insert(place, (level, end, integral)),
            }
        }
    }

    /// Adds everything to a cell. Of the lengths of time only count, sum and histogram are kept.
    pub fn unpack(&self, cell: &mut Cell<3>) {
        let mut buckets = self.buckets.as_slice();
        for &(timing, sum) in &self.sums {
            let mine = buckets.partition_point(|it| it.0 >> BUCKET_BITS <= timing);
            let bucket = |it: &(u16, u32)| {
                let index = usize::from(it.0) & ((1 << BUCKET_BITS) - 1);
                (CoarseHistogram::lower(index), u64::from(it.1))
            };
            let tally = Tally::of_buckets(sum.into(), buckets[..mine].iter().map(bucket));
            cell.timings[usize::from(timing)].merge(&tally);
            buckets = &buckets[mine..];
        }
        let mut counts = [0; COUNTS];
        self.counts.iter().for_each(|&(count, many)| counts[usize::from(count)] = many);
        let (mut integrals, mut ends) = ([0; LEVELS], [0; LEVELS]);
        for &(level, end, integral) in &self.levels {
            ends[usize::from(level)] = u64::from(end);
            integrals[usize::from(level)] = integral;
        }
        cell.merge_counts(&counts, &integrals, &ends);
    }

    /// A count.
    pub fn count(&self, count: Count) -> u64 {
        let place = self.counts.binary_search_by_key(&(count as u16), |it| it.0);
        place.map_or(0, |place| self.counts[place].1)
    }

    /// The integral of a level over the interval, in conversation-microseconds.
    pub fn integral(&self, level: Level) -> u128 {
        let place = self.levels.binary_search_by_key(&(level as u16), |it| it.0);
        place.map_or(0, |place| self.levels[place].2)
    }
}

/// A number in fewer bits.
fn narrow<T: TryFrom<N>, N>(number: N) -> T {
    T::try_from(number).ok().expect("a number of one interval fits")
}
