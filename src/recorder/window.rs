//! Counted time, cut into intervals.

use crate::units::Time;

/// The counted time, with the interval looked up last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// The first counted instant.
    pub(super) start: Time,
    /// The first instant that counts no more.
    pub(super) end: Time,
    /// The length of an interval.
    pub(super) interval: u64,
    /// The interval looked up last begins here: most clocks belong to it or its neighbour.
    pub(super) begin: u64,
    pub(super) index: usize,
}

impl Window {
    /// Whether a clock that starts at an instant counts.
    #[inline]
    pub(super) fn counts(&self, at: Time) -> bool {
        self.start <= at && at < self.end
    }

    /// The interval of a counted instant.
    #[inline]
    pub(super) fn interval(&mut self, at: Time) -> usize {
        let offset = at.0 - self.start.0;
        if offset.wrapping_sub(self.begin) >= self.interval {
            self.index = (offset / self.interval) as usize;
            self.begin = self.index as u64 * self.interval;
        }
        self.index
    }

    /// When an interval ends.
    pub(super) fn end_of(&self, interval: usize) -> Time {
        Time(self.start.0 + (interval as u64 + 1) * self.interval).min(self.end)
    }
}
