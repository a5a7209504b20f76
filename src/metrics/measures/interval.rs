//! What is kept of an interval.
//!
//! Every number that is not 0 stands under a key, all of them can be added up: an interval in which nothing happens takes
//! next to nothing, one in which something does a few bytes for each value, whatever the number of demands and teams.

use super::packed::{Packed, read, write};
use super::work::WORK_PARTS;
use super::{COUNTS, Cell, Count, LEVELS, TIMINGS, Work};
use crate::stats::{CoarseHistogram, FineHistogram, Tally};

/// An interval of one replication, or the same interval of several added up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interval {
    packed: Packed,
}

/// An interval to which something may still be added.
///
/// What comes long after is written down behind each other, and put in its place once there is half as much of it as of
/// all before: that takes amortised constant time.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    interval: Interval,
    late: Vec<u8>,
}

/// Numbers that belong into an interval, in the order of their keys.
#[derive(Clone, Debug, Default)]
pub struct Sheet(Vec<(u64, u128)>);

// A key is made of what the number is of, which one of these (a team, the place of a cell), and which of its numbers.
const PLACE_BITS: u32 = 24;
const PART_BITS: u32 = 24;
/// Of the whole: over how many replications it is added up, and what was most.
const WHOLE: u64 = key(0, 0, 0);
const PEAKS: u64 = WHOLE + 1;
/// Ages of the oldest messages.
const AGES: u64 = key(0, 1, 0);
/// Coefficients of variation: their sum, and how many there are.
const FAIRNESS: u64 = key(0, 2, 0);
/// By team: the parts of the work, then the times by level.
const WORK: u64 = key(1, 0, 0);
const AT_LEVEL: u64 = WORK_PARTS as u64;
/// By place: counts, integrals of levels, levels at the end, and of each timing its sum and its histogram.
const CELLS: u64 = key(2, 0, 0);
const INTEGRALS: usize = COUNTS;
const ENDS: usize = INTEGRALS + LEVELS;
const TIMES: usize = ENDS + LEVELS;
/// Round the clock, and within opening hours.
const ROWS: usize = 2 * TIMINGS;
/// The sum, and the buckets of milliseconds up to 2^48 microseconds.
const TIME_PARTS: usize = 1 + 512;

// Tells apart what is written down late.
const LATE_TIME: u128 = 0;
const LATE_COUNT: u128 = 1;
const LATE_OTHER: u128 = 2;
const LATE_KINDS: u128 = 3;
/// So many bytes are written down in any case before they are put in their place.
const LATE_BYTES: usize = 64;

const fn key(what: u64, place: u64, part: u64) -> u64 {
    (what << PLACE_BITS | place) << PART_BITS | part
}

/// The part of a key that says which of them, and which of its numbers.
fn place_and_part(key: u64) -> (usize, usize) {
    let bits = |number: u64, bits: u32| (number & ((1 << bits) - 1)) as usize;
    (bits(key >> PART_BITS, PLACE_BITS), bits(key, PART_BITS))
}

fn of_cell(place: usize, part: usize) -> u64 {
    CELLS + key(0, place as u64, part as u64)
}

fn of_time(place: usize, timing: usize) -> u64 {
    of_cell(place, TIMES + timing * TIME_PARTS)
}

/// A number of a replication that was kept in fewer bits before it was added up.
fn short(number: u128) -> u64 {
    u64::try_from(number).expect("a sum of 64 bits")
}

impl Interval {
    /// Adds the same interval of another replication.
    pub fn merge(&mut self, other: &Interval) {
        self.packed.add(other.packed.numbers());
    }

    /// How many bytes it takes.
    pub fn bytes(&self) -> usize {
        size_of::<Interval>() + self.packed.len()
    }

    fn numbers_from(&self, from: u64, to: u64) -> impl Iterator<Item = (u64, u128)> + '_ {
        self.packed.numbers().take_while(move |it| it.0 < to).skip_while(move |it| it.0 < from)
    }

    fn number(&self, key: u64) -> u128 {
        self.numbers_from(key, key + 1).next().map_or(0, |it| it.1)
    }

    /// Over how many replications this was added up, or over how many intervals of theirs.
    pub fn runs(&self) -> u32 {
        self.number(WHOLE) as u32
    }

    /// By [`Level`](super::Level): the most at once, of all demands together.
    pub fn peaks(&self) -> [u64; LEVELS] {
        let mut peaks = [0; LEVELS];
        let all = self.numbers_from(PEAKS, PEAKS + LEVELS as u64);
        all.for_each(|(key, number)| peaks[(key - PEAKS) as usize] = short(number));
        peaks
    }

    /// The age of the oldest unanswered message at the end, in microseconds, 0 without any: of all demands, of each demand,
    /// of each channel.
    pub fn age(&self, place: usize) -> u64 {
        short(self.number(AGES + place as u64))
    }

    /// Of everybody, and of each team: the coefficient of variation of utilisation, in billionths, and in how many
    /// replications there is one.
    pub fn fairness(&self, place: usize) -> (u64, u32) {
        let sum = FAIRNESS + key(0, place as u64, 0);
        (short(self.number(sum)), self.number(sum + 1) as u32)
    }

    /// The work of some teams together.
    pub fn work(&self, wanted: impl Fn(usize) -> bool) -> Work {
        let mut all = Work::default();
        for (key, number) in self.numbers_from(WORK, CELLS) {
            let (team, part) = place_and_part(key);
            if wanted(team) {
                add_work(&mut all, part, number);
            }
        }
        all
    }

    /// A count, of all demands and teams.
    pub fn count(&self, count: Count) -> u64 {
        let here = self.numbers_from(CELLS, u64::MAX).filter(|it| place_and_part(it.0).1 == count as usize);
        here.map(|it| short(it.1)).sum()
    }

    /// The conversations at some places as one cell with so many rows of timings. Of the lengths of time only count, sum and
    /// histogram are kept.
    pub fn cell(&self, rows: usize, wanted: impl Fn(usize) -> bool) -> Cell<3> {
        let mut cell = Cell::new(rows);
        let mut time = (usize::MAX, 0);
        let mut buckets: Vec<(u64, u64)> = Vec::new();
        let put = |timing: usize, sum: u128, buckets: &mut Vec<(u64, u64)>, cell: &mut Cell<3>| {
            if let Some(tally) = cell.timings.as_flattened_mut().get_mut(timing) {
                tally.merge(&Tally::of_buckets(sum, buckets.drain(..)));
            }
        };
        for (key, number) in self.numbers_from(CELLS, u64::MAX) {
            let (place, part) = place_and_part(key);
            if !wanted(place) {
                continue;
            }
            let Some(part) = part.checked_sub(TIMES) else {
                add_to_levels(&mut cell, part, number);
                continue;
            };
            let (timing, bucket) = (part / TIME_PARTS, part % TIME_PARTS);
            if time.0 != timing || bucket == 0 {
                put(time.0, time.1, &mut buckets, &mut cell);
                time = (timing, 0);
            }
            match bucket.checked_sub(1) {
                None => time.1 = number,
                Some(bucket) => buckets.push((CoarseHistogram::lower(bucket), short(number))),
            }
        }
        put(time.0, time.1, &mut buckets, &mut cell);
        cell
    }
}

fn add_work(work: &mut Work, part: usize, number: u128) {
    match part.checked_sub(WORK_PARTS) {
        None => work.parts_mut()[part].add(number),
        Some(bucket) => work.at_level.add_times(FineHistogram::lower(bucket), short(number)),
    }
}

/// Adds to a count, an integral or what there is at the end.
fn add_to_levels(cell: &mut Cell<3>, part: usize, number: u128) {
    match part {
        ..INTEGRALS => cell.counts[part] += short(number),
        INTEGRALS..ENDS => cell.integrals[part - INTEGRALS] += number,
        _ => cell.ends[part - ENDS] += short(number),
    }
}

impl Sheet {
    /// Of one replication: what was most at once, ages of the oldest messages and fairness, as [`Interval`] gives them back.
    pub fn whole(&mut self, peaks: [u64; LEVELS], ages: &[u64], fairness: &[(u64, u32)]) {
        self.0.push((WHOLE, 1));
        self.0.extend((PEAKS..).zip(peaks.map(u128::from)));
        self.0.extend((AGES..).zip(ages.iter().map(|&age| age.into())));
        for (place, &(sum, number)) in (0..).zip(fairness) {
            let sum_key = FAIRNESS + key(0, place, 0);
            self.0.extend([(sum_key, sum.into()), (sum_key + 1, number.into())]);
        }
    }

    /// The work of a team; teams in their order.
    pub fn work(&mut self, team: usize, work: &mut Work) {
        let of_team = WORK + key(0, team as u64, 0);
        self.put_all(of_team, work.parts_mut().map(|part| part.number()).into_iter());
        self.put_all(of_team + AT_LEVEL, work.at_level.counts().iter().map(|&time| time.into()));
    }

    /// Counts and levels at a place; places in their order, then what is timed there.
    pub fn cell(&mut self, place: usize, counts: &[u64; COUNTS], integrals: &[u128; LEVELS], ends: &[u64; LEVELS]) {
        let all = counts.iter().map(|&it| it.into()).chain(integrals.iter().copied());
        self.put_all(of_cell(place, 0), all.chain(ends.iter().map(|&it| it.into())));
    }

    /// The sum of a timing in microseconds, and how often its milliseconds fell into which bucket. Timings in their order.
    pub fn time(&mut self, place: usize, timing: usize, sum: u64, milliseconds: &CoarseHistogram) {
        let first = of_time(place, timing);
        self.0.push((first, sum.into()));
        for (bucket, &count) in (0..).zip(milliseconds.counts()) {
            if count > 0 {
                self.0.push((first + 1 + bucket, count.into()));
            }
        }
    }

    fn put_all(&mut self, first: u64, numbers: impl Iterator<Item = u128>) {
        self.0.extend((first..).zip(numbers).filter(|it| it.1 > 0));
    }
}

impl Draft {
    /// Adds numbers, and empties their sheet.
    pub fn add(&mut self, sheet: &mut Sheet) {
        self.interval.packed.add(sheet.0.drain(..));
    }

    /// Adds a length of time in microseconds; timings within opening hours follow the others.
    pub fn time(&mut self, place: usize, timing: usize, microseconds: u64) {
        self.write_down(LATE_TIME, (place * ROWS + timing) as u64, microseconds.into());
    }

    /// Adds to a count.
    pub fn count_more(&mut self, place: usize, count: Count, more: u64) {
        self.write_down(LATE_COUNT, (place * COUNTS + count as usize) as u64, more.into());
    }

    /// Takes one off a count.
    pub fn count_less(&mut self, place: usize, count: Count) {
        self.write_down(LATE_COUNT, (place * COUNTS + count as usize) as u64, u128::MAX);
    }

    /// Adds to the work of a team, apart from the times by level.
    pub fn work(&mut self, team: usize, work: &mut Work) {
        for (part, number) in (0..).zip(work.parts_mut().map(|part| part.number())).filter(|it| it.1 > 0) {
            self.write_down(LATE_OTHER, WORK + key(0, team as u64, part), number);
        }
    }

    /// The interval without what came late.
    pub fn in_place(&self) -> &Interval {
        &self.interval
    }

    fn write_down(&mut self, kind: u128, which: u64, number: u128) {
        write(&mut self.late, u128::from(which) * LATE_KINDS + kind);
        write(&mut self.late, number);
        if self.late.len() > LATE_BYTES + self.interval.packed.len() / 2 {
            self.put_in_place();
        }
    }

    /// Puts what came late in its place.
    fn put_in_place(&mut self) {
        let (mut late, mut numbers) = (self.late.as_slice(), Vec::new());
        while let (Some(what), Some(number)) = (read(&mut late), read(&mut late)) {
            let (kind, which) = (what % LATE_KINDS, (what / LATE_KINDS) as usize);
            match kind {
                LATE_TIME => {
                    let sum = of_time(which / ROWS, which % ROWS);
                    let bucket = CoarseHistogram::index((number / 1000) as u64) as u64;
                    numbers.extend([(sum, number), (sum + 1 + bucket, 1)]);
                }
                LATE_COUNT => numbers.push((of_cell(which / COUNTS, which % COUNTS), number)),
                _ => numbers.push((which as u64, number)),
            }
        }
        self.late = Vec::new();
        numbers.sort_unstable_by_key(|it| it.0);
        numbers.dedup_by(|more, sum| {
            let same = more.0 == sum.0;
            if same {
                sum.1 = sum.1.wrapping_add(more.1);
            }
            same
        });
        self.interval.packed.add(numbers.into_iter());
    }

    /// The interval, when nothing more is added.
    pub fn finish(mut self) -> Interval {
        if !self.late.is_empty() {
            self.put_in_place();
        }
        self.interval
    }
}
