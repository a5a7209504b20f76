//! A cell without what is empty.

use super::{COUNTS, Cell, Count, LEVELS, Level, TIMINGS};
use crate::stats::{CoarseHistogram, Tally};

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

/// Adds a list in the order of keys to another. Linear.
fn put_all<V: Copy + std::ops::AddAssign>(list: &mut Vec<(u16, V)>, more: &[(u16, V)]) {
    if list.is_empty() || more.is_empty() {
        list.extend_from_slice(more);
        return;
    }
    let before = std::mem::replace(list, Vec::with_capacity(list.len() + more.len()));
    let mut more = more.iter().copied().peekable();
    for (key, value) in before {
        while let Some(other) = more.next_if(|other| other.0 < key) {
            list.push(other);
        }
        list.push((key, value));
        if let Some((_, extra)) = more.next_if(|other| other.0 == key) {
            list.last_mut().expect("just pushed").1 += extra;
        }
    }
    list.extend(more);
}

impl Pack {
    /// Counts and levels; then come the timings.
    pub fn new(counts: &[u64; COUNTS], integrals: &[u128; LEVELS], ends: &[u64; LEVELS]) -> Pack {
        let mut pack = Pack::default();
        let counts = counts.iter().enumerate().filter(|(_, count)| **count > 0);
        pack.counts.extend(counts.map(|(count, &many)| (count as u16, many)));
        let levels = (0..LEVELS).filter(|&level| integrals[level] > 0 || ends[level] > 0);
        pack.levels.extend(levels.map(|it| (it as u16, narrow(ends[it]), integrals[it])));
        pack
    }

    /// The values of a timing that comes after those that are in here.
    pub fn push(&mut self, timing: usize, sum: u64, milliseconds: &CoarseHistogram) {
        self.sums.push((timing as u16, sum));
        let buckets = milliseconds.counts().iter().enumerate().filter(|(_, count)| **count > 0);
        self.buckets.extend(buckets.map(|(bucket, &count)| (key(timing, bucket), narrow(count))));
    }

    /// Gives back the room that is not needed.
    pub fn shrink(&mut self) {
        self.sums.shrink_to_fit();
        self.buckets.shrink_to_fit();
        self.counts.shrink_to_fit();
        self.levels.shrink_to_fit();
    }

    /// Adds counts, integrals and the sums of timings to those of others.
    pub fn add_up(&self, counts: &mut [u64; COUNTS], integrals: &mut [u128; LEVELS], sums: &mut [u128]) {
        self.counts.iter().for_each(|&(count, many)| counts[usize::from(count)] += many);
        self.levels.iter().for_each(|&(level, _, integral)| integrals[usize::from(level)] += integral);
        self.sums.iter().for_each(|&(timing, sum)| sums[usize::from(timing)] += u128::from(sum));
    }

    /// Adds a length of time in microseconds; timings within opening hours follow the others. Logarithmic in what is there,
    /// linear where something is new.
    pub fn add(&mut self, timing: usize, microseconds: u64) {
        put(&mut self.sums, timing as u16, microseconds);
        put(&mut self.buckets, key(timing, CoarseHistogram::index(microseconds / 1000)), 1);
    }

    /// Adds to a count.
    pub fn count_more(&mut self, count: Count, more: u64) {
        put(&mut self.counts, count as u16, more);
    }

    /// Takes one off a count that is there.
    pub fn count_less(&mut self, count: Count) {
        if let Ok(place) = self.counts.binary_search_by_key(&(count as u16), |it| it.0) {
            self.counts[place].1 -= 1;
            self.counts.retain(|it| it.1 > 0);
        }
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
            cell.timings.as_flattened_mut()[usize::from(timing)].merge(&tally);
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
