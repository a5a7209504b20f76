//! What the clocks of a place show during a run.

use super::{DAY, Weekly};
use crate::units::{Span, Time};

/// Which civil second it is in a place at each instant of a run: seconds since 1970-01-01T00:00 local time, no leap
/// seconds.
///
/// Clocks are put forward and back at steps. A day with such a step has 23 or 25 hours, hours of a week that are skipped
/// do not happen in that week, and those that are shown twice happen twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// The second of universal time at which the run begins.
    begin: i64,
    /// The civil second at the beginning of the run.
    first: i64,
    /// (from when on, the civil second at the beginning of the run if it had held then), ascending.
    later: Vec<(Time, i64)>,
}

impl Zone {
    /// Clocks that never change and show universal time; the run begins so many seconds after 1970-01-01T00:00.
    pub fn new(begin: i64) -> Zone {
        Zone { begin, first: begin, later: Vec::new() }
    }

    /// A run that begins at this second of universal time, where clocks show the civil second `first`; `steps` are the
    /// instants at which clocks are put, each with the civil second that they show then.
    ///
    /// # Errors
    /// The place of a step that is not later than the one before or than the beginning, or not at a whole second.
    pub fn with_steps(begin: i64, first: i64, steps: &[(Time, i64)]) -> Result<Zone, usize> {
        let mut zone = Zone { begin, first, later: Vec::with_capacity(steps.len()) };
        for (place, &(from, second)) in steps.iter().enumerate() {
            let before = zone.later.last().map_or(Time::START, |step| step.0);
            if from <= before || !from.0.is_multiple_of(Span::SECOND.0) {
                return Err(place);
            }
            zone.later.push((from, second - seconds(from)));
        }
        Ok(zone)
    }

    /// The second of universal time in which an instant lies, since 1970-01-01T00:00.
    pub fn universal(&self, at: Time) -> i64 {
        self.begin + seconds(at)
    }

    /// The civil second in which an instant lies, since 1970-01-01T00:00.
    #[inline]
    pub fn second(&self, at: Time) -> i64 {
        let begin = if self.later.is_empty() { self.first } else { self.begin_at(at) };
        begin + seconds(at)
    }

    /// The civil day of an instant: days since 1970-01-01.
    pub fn day(&self, at: Time) -> i64 {
        self.second(at).div_euclid(i64::from(DAY))
    }

    /// The second of the week of an instant; Monday midnight is 0.
    #[inline]
    pub fn second_of_week(&self, at: Time) -> u32 {
        super::second_of_week(self.second(at))
    }

    /// The second of the day of an instant.
    pub fn second_of_day(&self, at: Time) -> u32 {
        self.second(at).rem_euclid(i64::from(DAY)) as u32
    }

    /// The instants after the beginning at which clocks are put.
    pub fn steps(&self) -> impl Iterator<Item = Time> + '_ {
        self.later.iter().map(|step| step.0)
    }

    /// The civil second at the beginning of the run, by the step in force at an instant.
    fn begin_at(&self, at: Time) -> i64 {
        match self.later.partition_point(|step| step.0 <= at) {
            0 => self.first,
            passed => self.later[passed - 1].1,
        }
    }

    /// The first instant after this one at which clocks are put.
    fn next_step(&self, at: Time) -> Option<Time> {
        self.later.get(self.later.partition_point(|step| step.0 <= at)).map(|step| step.0)
    }
}

impl Zone {
    /// The first instant after `at` at which a weekly value is another one than at `at`; `None` if it never is. Where
    /// clocks are put, the value may change, or not change where the week alone would have it so.
    pub fn next_change<T: Copy + PartialEq>(&self, weekly: &Weekly<T>, at: Time) -> Option<Time> {
        let value = weekly.at(self.second_of_week(at));
        let by_week = |at: Time| {
            let second = self.second_of_week(at);
            let change = weekly.next_change(second)?;
            Some(begun(at) + Span(u64::from(change - second) * Span::SECOND.0))
        };
        self.next(at, by_week, |at| weekly.at(self.second_of_week(at)) != value)
    }

    /// The first instant after `at` of another civil day: midnight, or a step of the clocks over it.
    pub fn next_day(&self, at: Time) -> Time {
        let day = self.day(at);
        let midnight = |at: Time| {
            let rest = DAY - self.second_of_day(at);
            Some(begun(at) + Span(u64::from(rest) * Span::SECOND.0))
        };
        self.next(at, midnight, |at| self.day(at) != day).unwrap_or(Time::LAST)
    }

    /// The first instant at which clocks show a civil second, or a later one where they skip it; the beginning of the run
    /// for an earlier one.
    pub fn instant(&self, second: i64) -> Time {
        let mut from = Time::START;
        for place in 0..=self.later.len() {
            let begin = place.checked_sub(1).map_or(self.first, |before| self.later[before].1);
            let until = self.later.get(place).map(|step| step.0);
            let at = Time::START + Span((second - begin).max(0) as u64 * Span::SECOND.0);
            match until {
                Some(until) if at.max(from) >= until => from = until,
                _ => return at.max(from),
            }
        }
        from
    }

    /// The first instant from `at` on that lies within these hours; `None` if there never is one.
    pub fn next_within(&self, hours: &Weekly<bool>, at: Time) -> Option<Time> {
        if hours.at(self.second_of_week(at)) { Some(at) } else { self.next_change(hours, at) }
    }

    /// The first change after `at`: `by_clock` says when there is one as long as no clock is put, and at each step is
    /// asked whether something `changed` with it.
    fn next(
        &self,
        mut at: Time,
        by_clock: impl Fn(Time) -> Option<Time>,
        changed: impl Fn(Time) -> bool,
    ) -> Option<Time> {
        loop {
            let change = by_clock(at);
            match self.next_step(at) {
                Some(step) if change.is_none_or(|change| step <= change) => {
                    if changed(step) {
                        return Some(step);
                    }
                    at = step;
                }
                _ => return change,
            }
        }
    }
}

/// Whole seconds from the beginning of the run.
#[inline]
fn seconds(at: Time) -> i64 {
    (at.0 / Span::SECOND.0) as i64
}

/// The beginning of the second in which an instant lies.
fn begun(at: Time) -> Time {
    Time(at.0 - at.0 % Span::SECOND.0)
}

#[cfg(test)]
mod tests;
