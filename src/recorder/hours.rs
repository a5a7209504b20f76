//! Time that counts only at certain hours, and head counts that change with the hour, added up in no time.

use crate::civil::{Origin, WEEK, Weekly};
use crate::units::{Span, Time};

/// A weekly value with its integral from the beginning of the week on.
#[derive(Clone, Debug)]
pub(super) struct Cumulated {
    /// Microseconds from the beginning of the week to the beginning of the run.
    offset: u64,
    /// (microsecond of the week at which a step begins, value, integral up to there).
    steps: Vec<(u64, u64, u64)>,
    week: u64,
}

const WEEK_LENGTH: u64 = WEEK as u64 * Span::SECOND.0;

impl Cumulated {
    /// The value of each step as a number.
    pub(super) fn new<T: Copy + PartialEq + Into<u64>>(origin: Origin, weekly: &Weekly<T>) -> Cumulated {
        let mut steps: Vec<(u64, u64, u64)> = Vec::new();
        for &(second, value) in weekly.steps() {
            let at = u64::from(second) * Span::SECOND.0;
            let before = steps.last().map_or(0, |&(from, value, sum)| sum + value * (at - from));
            steps.push((at, value.into(), before));
        }
        let &(from, value, sum) = steps.last().expect("a week has a step");
        let offset = u64::from(origin.second_of_week(Time::START)) * Span::SECOND.0;
        Cumulated { offset, week: sum + value * (WEEK_LENGTH - from), steps }
    }

    /// The integral of the value from one instant to another.
    pub(super) fn between(&self, from: Time, to: Time) -> u64 {
        self.until(to).saturating_sub(self.until(from))
    }

    /// The value from an instant on.
    pub(super) fn at(&self, at: Time) -> u64 {
        self.step(at).1
    }

    /// When it may change next; `None` if it never does.
    pub(super) fn next_change(&self, at: Time) -> Option<Time> {
        let at = at.0 + self.offset;
        let (weeks, at) = (at / WEEK_LENGTH, at % WEEK_LENGTH);
        let next = self.steps.get(self.steps.partition_point(|step| step.0 <= at)).map_or(WEEK_LENGTH, |step| step.0);
        (self.steps.len() > 1).then(|| Time(weeks * WEEK_LENGTH + next - self.offset))
    }

    /// The integral from the beginning of the first week on. Logarithmic in the steps.
    fn until(&self, at: Time) -> u64 {
        let (from, value, sum) = self.step(at);
        let at = at.0 + self.offset;
        at / WEEK_LENGTH * self.week + sum + value * (at % WEEK_LENGTH - from)
    }

    fn step(&self, at: Time) -> (u64, u64, u64) {
        let at = (at.0 + self.offset) % WEEK_LENGTH;
        self.steps[self.steps.partition_point(|step| step.0 <= at) - 1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_open_hours_add_up_and_weeks_go_on() {
        let hours = Weekly::from_pieces(&[(100, 200, true), (300, 400, true)], false).unwrap();
        // The week of 1970 begins on a Thursday: three days in.
        let monday = Origin::new(4 * 86_400);
        let open = Cumulated::new(monday, &hours);
        let between = |from: u64, to: u64| open.between(Time(from * 1_000_000), Time(to * 1_000_000)) / 1_000_000;
        assert_eq!([between(0, 100), between(0, 150), between(150, 350), between(120, 130)], [0, 50, 100, 10]);
        assert_eq!(between(0, 3 * u64::from(WEEK) + 150), 3 * 200 + 50);
        let always = Cumulated::new(monday, &Weekly::constant(3_u32));
        assert_eq!(always.between(Time(5), Time(7)), 6);
        let changes = |at: u64| open.next_change(Time(at * 1_000_000)).map(|it| it.0 / 1_000_000);
        let week = u64::from(WEEK);
        assert_eq!([99, 100, 399, 400, week].map(changes), [100, 200, 400, week, week + 100].map(Some));
        assert_eq!((always.next_change(Time(5)), always.at(Time(5))), (None, 3));
    }
}
