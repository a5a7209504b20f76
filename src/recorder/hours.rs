//! Time that counts only at certain hours, and head counts that change with the hour, added up in no time.

use crate::civil::{WEEK, Weekly, Zone, second_of_week};
use crate::units::{Span, Time};

/// A weekly value with its integral from the beginning of the week on.
#[derive(Clone, Debug)]
pub(super) struct Cumulated {
    /// How the clocks go, up to the first time that they are put.
    first: Piece,
    /// From each time on that they are put, if they ever are.
    later: Vec<(Time, Piece)>,
    /// (microsecond of the week at which a step begins, value, integral up to there).
    steps: Vec<(u64, u64, u64)>,
    week: u64,
}

/// A time in which clocks are not put.
#[derive(Clone, Copy, Debug, Default)]
struct Piece {
    /// Microseconds from the beginning of a week to the beginning of the run by these clocks.
    offset: u64,
    /// What is added to the integral by these clocks; it wraps around below zero.
    correction: u64,
}

const WEEK_LENGTH: u64 = WEEK as u64 * Span::SECOND.0;

impl Cumulated {
    /// The value of each step as a number.
    pub(super) fn new<T: Copy + PartialEq + Into<u64>>(zone: &Zone, weekly: &Weekly<T>) -> Cumulated {
        let mut steps: Vec<(u64, u64, u64)> = Vec::new();
        for &(second, value) in weekly.steps() {
            let at = u64::from(second) * Span::SECOND.0;
            let before = steps.last().map_or(0, |&(from, value, sum)| sum + value * (at - from));
            steps.push((at, value.into(), before));
        }
        let &(from, value, sum) = steps.last().expect("a week has a step");
        let week = sum + value * (WEEK_LENGTH - from);
        let first = Piece { offset: offset(zone, Time::START), correction: 0 };
        let mut it = Cumulated { first, later: Vec::new(), steps, week };
        for put in zone.steps() {
            // What has added up stays.
            let piece = Piece { offset: offset(zone, put), correction: 0 };
            let correction = it.until(put).wrapping_sub(it.by(piece, put));
            it.later.push((put, Piece { correction, ..piece }));
        }
        it
    }

    /// The integral of the value from one instant to another.
    pub(super) fn between(&self, from: Time, to: Time) -> u64 {
        self.until(to).saturating_sub(self.until(from))
    }

    /// The value from an instant on.
    pub(super) fn at(&self, at: Time) -> u64 {
        self.step(self.piece(at), at).1
    }

    /// When it may change next; `None` if it never does.
    pub(super) fn next_change(&self, at: Time) -> Option<Time> {
        let put = self.later.iter().map(|it| it.0).find(|put| *put > at);
        let offset = self.piece(at).offset;
        let second = at.0 + offset;
        let (weeks, second) = (second / WEEK_LENGTH, second % WEEK_LENGTH);
        let next = self.steps.get(self.steps.partition_point(|step| step.0 <= second));
        let next = next.map_or(WEEK_LENGTH, |step| step.0);
        let by_week = (self.steps.len() > 1).then(|| Time(weeks * WEEK_LENGTH + next - offset));
        [by_week, put].into_iter().flatten().min()
    }

    /// The integral from the beginning of the first week on. Logarithmic in the steps.
    fn until(&self, at: Time) -> u64 {
        self.by(self.piece(at), at)
    }

    /// How the clocks go at an instant.
    fn piece(&self, at: Time) -> Piece {
        match self.later.partition_point(|step| step.0 <= at) {
            0 => self.first,
            passed => self.later[passed - 1].1,
        }
    }

    /// The same, as if the clocks of a piece had gone on and on.
    fn by(&self, piece: Piece, at: Time) -> u64 {
        let (from, value, sum) = self.step(piece, at);
        let at = at.0 + piece.offset;
        (at / WEEK_LENGTH * self.week + sum + value * (at % WEEK_LENGTH - from)).wrapping_add(piece.correction)
    }

    fn step(&self, piece: Piece, at: Time) -> (u64, u64, u64) {
        let at = (at.0 + piece.offset) % WEEK_LENGTH;
        self.steps[self.steps.partition_point(|step| step.0 <= at) - 1]
    }
}

/// Microseconds from the beginning of a week to the beginning of the run by the clocks as they go at an instant.
fn offset(zone: &Zone, at: Time) -> u64 {
    let begin = zone.second(at) - (at.0 / Span::SECOND.0) as i64;
    u64::from(second_of_week(begin)) * Span::SECOND.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_open_hours_add_up_and_weeks_go_on() {
        let hours = Weekly::from_pieces(&[(100, 200, true), (300, 400, true)], false).unwrap();
        // The week of 1970 begins on a Thursday: three days in.
        let monday = Zone::new(4 * 86_400);
        let open = Cumulated::new(&monday, &hours);
        let between = |from: u64, to: u64| open.between(Time(from * 1_000_000), Time(to * 1_000_000)) / 1_000_000;
        assert_eq!([between(0, 100), between(0, 150), between(150, 350), between(120, 130)], [0, 50, 100, 10]);
        assert_eq!(between(0, 3 * u64::from(WEEK) + 150), 3 * 200 + 50);
        let always = Cumulated::new(&monday, &Weekly::constant(3_u32));
        assert_eq!(always.between(Time(5), Time(7)), 6);
        let changes = |at: u64| open.next_change(Time(at * 1_000_000)).map(|it| it.0 / 1_000_000);
        let week = u64::from(WEEK);
        assert_eq!([99, 100, 399, 400, week].map(changes), [100, 200, 400, week, week + 100].map(Some));
        assert_eq!((always.next_change(Time(5)), always.at(Time(5))), (None, 3));
    }
    #[test]
    fn hours_add_up_by_the_clocks_of_the_place() {
        let hour = Span::HOUR.0;
        let nights = Weekly::from_pieces(&[(WEEK - 3600, WEEK, true), (0, 4 * 3600, true)], false).unwrap();
        for (put, open) in [(1, 3), (0, 4), (-1, 5)] {
            let monday = 4 * 86_400;
            let step = (Time(2 * hour), monday + 3600 * (2 + put));
            let zone = Zone::with_steps(0, monday, &[step]).unwrap();
            let nights = Cumulated::new(&zone, &nights);
            let open = open as u64;
            assert_eq!(nights.between(Time::START, Time(12 * hour)), open * hour, "put by {put}");
            assert_eq!(nights.between(Time(hour), Time(8 * hour)), (open - 1) * hour);
            assert_eq!(nights.between(Time(2 * hour), Time(20 * hour)), (open - 2) * hour);
            assert_eq!(nights.between(Time::START, Time(200 * hour)), (open + 5) * hour, "and the week after");
            let always = Cumulated::new(&zone, &Weekly::constant(2_u32));
            assert_eq!(always.between(Time(hour), Time(300 * hour)), 2 * 299 * hour);
        }
    }
}
