//! A stretch of counted time.

use quasisync::units::Time;

/// From an instant on, up to but not including another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) from: Time,
    pub(super) to: Time,
}

impl Window {
    pub(super) fn holds(self, at: Time) -> bool {
        self.from <= at && at < self.to
    }

    pub(super) fn length(self) -> u64 {
        self.to.0 - self.from.0
    }

    /// The part of a spell that is in here.
    pub(super) fn part(self, from: Time, to: Time) -> Option<(Time, Time)> {
        let (from, to) = (from.max(self.from), to.min(self.to));
        (from < to).then_some((from, to))
    }
}
