//! Where the measures of one clock go: to its interval, and to the whole.
//!
//! An interval keeps sums and coarse histograms, the whole adds what a sum over the intervals does not give: the fine
//! histogram, the greatest value, squares. So every number is added to once; what an interval has added up is added to the
//! whole when it is put away.

use super::batch::{Answer, Steady};
use super::hours::Cumulated;
use crate::metrics::measures::{COUNTS, Cell, Count, Draft, LEVELS, Sheet, TIMINGS, Timing};
use crate::stats::{CoarseHistogram, FineHistogram, Moments, Tally, add_to_both};
use crate::units::Time;

/// The conversations of one demand with one team, or with none yet.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The present interval, and the one before.
    pub(super) running: [Running; 2],
    pub(super) whole: Whole,
    /// What is written down of the present interval, and still has to be added up.
    pub(super) answers: Vec<Answer>,
    pub(super) steady: Vec<Steady>,
}

/// The whole counted time; sums of the intervals that are put away.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    fine: Rows<Fine>,
    sums: Rows<u128>,
    counts: [u64; COUNTS],
    integrals: [u128; LEVELS],
}

/// By [`Timing`]. Of fixed length, so that the place of a timing is known when the program is compiled.
#[derive(Clone, Debug)]
struct Rows<T> {
    round_the_clock: Box<[T; TIMINGS]>,
    /// In a model with opening hours.
    in_hours: Option<Box<[T; TIMINGS]>>,
}

/// An interval that is still added to.
#[derive(Clone, Debug)]
pub(super) struct Running {
    timings: Rows<Coarse>,
    counts: [u64; COUNTS],
    pub(super) integrals: [u128; LEVELS],
    pub(super) ends: [u64; LEVELS],
}

/// A timing in an interval. Microseconds, but milliseconds in the histogram.
#[derive(Clone, Debug)]
struct Coarse {
    sum: u64,
    milliseconds: CoarseHistogram,
}

/// A timing in the whole counted time, apart from its sum.
#[derive(Clone, Debug)]
struct Fine {
    positive: u64,
    maximum: u64,
    squares: u128,
    milliseconds: FineHistogram,
}

/// A clock's place in its interval and in the whole.
pub(super) struct Slot<'r> {
    pub(super) kept: Kept<'r>,
    pub(super) whole: &'r mut Whole,
    pub(super) hours: Option<&'r Cumulated>,
}

/// What is kept of an interval: at hand in the place of the cell, or all cells together once it is long over.
pub(super) enum Kept<'r> {
    AtHand(&'r mut Running),
    LongAgo { interval: &'r mut Draft, place: usize },
}

impl Coarse {
    const EMPTY: Coarse = Coarse { sum: 0, milliseconds: CoarseHistogram::new() };

    /// Adds a time here and to the whole.
    #[inline(always)]
    fn add(&mut self, fine: &mut Fine, microseconds: u64) {
        self.sum += microseconds;
        fine.measure(microseconds);
        add_to_both(&mut self.milliseconds, &mut fine.milliseconds, microseconds / 1000);
    }
}

impl Fine {
    const EMPTY: Fine = Fine { positive: 0, maximum: 0, squares: 0, milliseconds: FineHistogram::new() };

    /// All but the histogram.
    #[inline(always)]
    fn measure(&mut self, microseconds: u64) {
        // Nothing here can overflow: instants have 48 bits.
        self.positive = self.positive.wrapping_add(u64::from(microseconds > 0));
        self.maximum = self.maximum.max(microseconds);
        let square = u128::from(microseconds).wrapping_mul(u128::from(microseconds));
        self.squares = self.squares.wrapping_add(square);
    }

    /// Adds a time of an interval that is long over.
    #[cold]
    fn add(&mut self, microseconds: u64) {
        self.measure(microseconds);
        self.milliseconds.add(microseconds / 1000);
    }
}

impl<T: Clone> Rows<T> {
    fn new(empty: [T; TIMINGS], hours: bool) -> Rows<T> {
        Rows { in_hours: hours.then(|| Box::new(empty.clone())), round_the_clock: Box::new(empty) }
    }
}

impl<T> Rows<T> {
    /// All timings; those within opening hours follow the others.
    fn all_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.round_the_clock.iter_mut().chain(self.in_hours.iter_mut().flat_map(|row| row.iter_mut()))
    }
}

impl Place {
    /// With rows for opening hours or without.
    pub(super) fn new(hours: bool) -> Place {
        let running = || Running {
            timings: Rows::new([const { Coarse::EMPTY }; TIMINGS], hours),
            counts: [0; COUNTS],
            integrals: [0; LEVELS],
            ends: [0; LEVELS],
        };
        Place {
            running: [running(), running()],
            whole: Whole {
                fine: Rows::new([const { Fine::EMPTY }; TIMINGS], hours),
                sums: Rows::new([0; TIMINGS], hours),
                counts: [0; COUNTS],
                integrals: [0; LEVELS],
            },
            answers: Vec::new(),
            steady: Vec::new(),
        }
    }

    /// Where the measures of the present interval go, round the clock.
    pub(super) fn present(&mut self) -> Slot<'_> {
        Slot { kept: Kept::AtHand(&mut self.running[0]), whole: &mut self.whole, hours: None }
    }

    /// Puts one of the two intervals at hand on a sheet, as what there is at this place, and begins it anew.
    pub(super) fn put_on(&mut self, sheet: &mut Sheet, place: usize, which: usize) {
        let (running, whole) = (&mut self.running[which], &mut self.whole);
        sheet.cell(place, &running.counts, &running.integrals, &running.ends);
        whole.counts.iter_mut().zip(running.counts).for_each(|(sum, count)| *sum += count);
        whole.integrals.iter_mut().zip(running.integrals).for_each(|(sum, integral)| *sum += integral);
        (running.counts, running.integrals, running.ends) = ([0; COUNTS], [0; LEVELS], [0; LEVELS]);
        let timings = running.timings.all_mut().zip(whole.sums.all_mut()).enumerate();
        for (timing, (it, sum)) in timings.filter(|(_, (it, _))| !it.milliseconds.is_empty()) {
            sheet.time(place, timing, it.sum, &it.milliseconds);
            *sum += u128::from(std::mem::take(&mut it.sum));
            it.milliseconds.clear();
        }
    }
}

impl Whole {
    /// What there is at the ends of intervals does not add up.
    pub(super) fn cell(mut self) -> Cell<7> {
        let mut fine: Vec<&mut Fine> = self.fine.all_mut().collect();
        let mut cell = Cell::new(fine.len() / TIMINGS);
        (cell.counts, cell.integrals) = (self.counts, self.integrals);
        let tallies = cell.timings.as_flattened_mut().iter_mut();
        for ((tally, fine), sum) in tallies.zip(&mut fine).zip(self.sums.all_mut()) {
            let milliseconds = std::mem::take(&mut fine.milliseconds);
            let moments = Moments { count: milliseconds.total(), sum: *sum, squares: fine.squares };
            *tally = Tally::of(moments, fine.positive, fine.maximum, milliseconds);
        }
        cell
    }
}

impl Slot<'_> {
    /// A time that is the same whatever the opening hours.
    #[inline(always)]
    pub(super) fn time(&mut self, timing: Timing, microseconds: u64) {
        let fine = &mut self.whole.fine.round_the_clock[timing as usize];
        match &mut self.kept {
            Kept::AtHand(it) => it.timings.round_the_clock[timing as usize].add(fine, microseconds),
            Kept::LongAgo { interval, place } => {
                interval.time(*place, timing as usize, microseconds);
                fine.add(microseconds);
                self.whole.sums.round_the_clock[timing as usize] += u128::from(microseconds);
            }
        }
    }

    /// The same for several.
    #[inline(always)]
    pub(super) fn times(&mut self, timing: Timing, values: impl Iterator<Item = u64>) {
        let Kept::AtHand(it) = &mut self.kept else { return values.for_each(|it| self.time(timing, it)) };
        let (coarse, fine) =
            (&mut it.timings.round_the_clock[timing as usize], &mut self.whole.fine.round_the_clock[timing as usize]);
        values.for_each(|microseconds| coarse.add(fine, microseconds));
    }

    /// A time within opening hours.
    #[inline(never)]
    pub(super) fn time_in_hours(&mut self, timing: Timing, microseconds: u64) {
        let Whole { fine, sums, .. } = &mut *self.whole;
        let Some((fine, sum)) = fine.in_hours.as_mut().zip(sums.in_hours.as_mut()) else { return };
        let (fine, sum) = (&mut fine[timing as usize], &mut sum[timing as usize]);
        match &mut self.kept {
            Kept::AtHand(it) => {
                let coarse = it.timings.in_hours.as_mut().expect("one row like the other");
                coarse[timing as usize].add(fine, microseconds);
            }
            Kept::LongAgo { interval, place } => {
                interval.time(*place, TIMINGS + timing as usize, microseconds);
                fine.add(microseconds);
                *sum += u128::from(microseconds);
            }
        }
    }

    /// From one instant to another.
    #[inline(always)]
    pub(super) fn span(&mut self, timing: Timing, from: Time, to: Time) {
        self.time(timing, to.since(from).0);
        if let Some(hours) = self.hours {
            self.time_in_hours(timing, hours.between(from, to));
        }
    }

    /// A message got its response, and the promise was kept or not if there was one.
    #[inline(always)]
    pub(super) fn response(&mut self, band: Count, kept: Option<bool>) {
        self.count(band);
        if let Some(kept) = kept {
            self.count(Count::ResponsesPromised);
            self.count_more(Count::ResponsesKept, u64::from(kept));
        }
    }

    /// A conversation got its first reply.
    #[inline(always)]
    pub(super) fn answered(&mut self, kept: Option<bool>) {
        self.count(Count::Answered);
        if let Some(kept) = kept {
            self.count(Count::PromisedAnswered);
            self.count_more(Count::Kept, u64::from(kept));
        }
    }

    #[inline]
    pub(super) fn count(&mut self, count: Count) {
        self.count_more(count, 1);
    }

    /// Something counted turns out not to be so.
    #[cold]
    pub(super) fn count_less(&mut self, count: Count) {
        match &mut self.kept {
            Kept::AtHand(it) => it.counts[count as usize] -= 1,
            Kept::LongAgo { interval, place } => {
                interval.count_less(*place, count);
                self.whole.counts[count as usize] -= 1;
            }
        }
    }

    #[inline]
    pub(super) fn count_more(&mut self, count: Count, more: u64) {
        match &mut self.kept {
            Kept::AtHand(it) => it.counts[count as usize] += more,
            Kept::LongAgo { interval, place } => {
                interval.count_more(*place, count, more);
                self.whole.counts[count as usize] += more;
            }
        }
    }
}
