//! Axes of durations, shares, counts and ratios: their range and their ticks.

use super::font;
use super::style::TICK;
use super::words::{DAY, HOUR, MINUTE, SECOND, Unit, duration, times, word};

/// A place on an axis that bears a label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    pub(super) value: f64,
    pub(super) label: String,
}

/// A range of values laid along a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) logarithmic: bool,
    pub(super) ticks: Vec<Tick>,
}

/// Steps between ticks of a duration, each a round number of its unit.
const DURATION_STEPS: [f64; 28] = [
    0.1,
    0.2,
    0.5,
    SECOND,
    2.0,
    5.0,
    10.0,
    20.0,
    30.0,
    MINUTE,
    2.0 * MINUTE,
    5.0 * MINUTE,
    10.0 * MINUTE,
    20.0 * MINUTE,
    30.0 * MINUTE,
    HOUR,
    2.0 * HOUR,
    3.0 * HOUR,
    4.0 * HOUR,
    6.0 * HOUR,
    8.0 * HOUR,
    12.0 * HOUR,
    DAY,
    2.0 * DAY,
    5.0 * DAY,
    10.0 * DAY,
    20.0 * DAY,
    50.0 * DAY,
];

/// Ticks of a logarithmic axis of durations, from dense to sparse.
const DURATION_LADDERS: [&[f64]; 3] = [
    &[
        0.1,
        0.2,
        0.5,
        1.0,
        2.0,
        5.0,
        10.0,
        20.0,
        30.0,
        MINUTE,
        2.0 * MINUTE,
        5.0 * MINUTE,
        10.0 * MINUTE,
        20.0 * MINUTE,
        30.0 * MINUTE,
        HOUR,
        2.0 * HOUR,
        4.0 * HOUR,
        8.0 * HOUR,
        12.0 * HOUR,
        DAY,
        2.0 * DAY,
        4.0 * DAY,
        7.0 * DAY,
        14.0 * DAY,
        28.0 * DAY,
    ],
    &[
        0.1,
        0.3,
        1.0,
        5.0,
        15.0,
        MINUTE,
        5.0 * MINUTE,
        15.0 * MINUTE,
        HOUR,
        4.0 * HOUR,
        12.0 * HOUR,
        DAY,
        3.0 * DAY,
        7.0 * DAY,
        28.0 * DAY,
    ],
    &[0.1, 1.0, 10.0, MINUTE, 10.0 * MINUTE, HOUR, 6.0 * HOUR, DAY, 7.0 * DAY, 28.0 * DAY],
];

/// Pixels that a tick's label needs along a logarithmic axis.
const TICK_ROOM: f64 = 46.0;

impl Axis {
    /// An axis over a range with about so many steps, its ends left where they are.
    pub(super) fn over(low: f64, high: f64, unit: Unit, steps: usize) -> Axis {
        let high = if high > low { high } else { low + 1.0 };
        let step = step(high - low, unit, steps);
        let first = (low / step - 1e-9).ceil() as i64;
        let last = (high / step + 1e-9).floor() as i64;
        let ticks = (first..=last)
            .map(|multiple| multiple as f64 * step)
            .map(|value| Tick { value, label: word(value, high.max(-low), step, unit) })
            .collect();
        Axis { low, high, logarithmic: false, ticks }
    }

    /// An axis from nothing to at least the highest value.
    pub(super) fn from_zero(highest: f64, unit: Unit, steps: usize) -> Axis {
        let least = match unit {
            Unit::Duration => MINUTE,
            Unit::Share | Unit::Count => 1.0,
        };
        let highest = if highest > 0.0 { highest } else { least };
        let step = step(highest, unit, steps);
        let rounded = (highest / step - 1e-9).ceil() * step;
        // Ending at a tick looks tidy, but not at the price of much empty paper.
        Axis::over(0.0, if rounded <= highest * 1.15 { rounded } else { highest * 1.03 }, unit, steps)
    }

    /// A logarithmic axis of durations, this many pixels long; both ends must be above zero. It starts with a tick.
    pub(super) fn logarithmic(low: f64, high: f64, length: f64) -> Axis {
        let mut axis = Axis { low, high: high.max(low * 2.0), logarithmic: true, ticks: Vec::new() };
        for ladder in DURATION_LADDERS {
            axis.low = ladder.iter().copied().rfind(|&tick| tick <= low).unwrap_or(low);
            let within: Vec<f64> = ladder.iter().copied().filter(|&v| v >= axis.low && v <= axis.high).collect();
            let fits = |pair: &[f64]| (axis.place(pair[1]) - axis.place(pair[0])) * length >= TICK_ROOM;
            if within.windows(2).all(fits) || ladder.len() == DURATION_LADDERS[2].len() {
                axis.ticks = within.iter().map(|&value| Tick { value, label: duration(value) }).collect();
                break;
            }
        }
        axis
    }

    /// A logarithmic axis of ratios, this many pixels long; both ends must be above zero. It starts and ends with a tick,
    /// and 1 is on it.
    pub(super) fn ratios(low: f64, high: f64, length: f64) -> Axis {
        let decade = |value: f64| libm::log10(value);
        let (from, to) = (decade(low.min(1.0)).floor() as i32, decade(high.max(1.0)).ceil() as i32);
        let to = to.max(from + 1);
        let ladder = |factors: &[f64]| -> Vec<f64> {
            let powers = (from..=to).map(|power| libm::pow(10.0, power.into()));
            powers.flat_map(|power| factors.iter().map(move |factor| factor * power)).collect()
        };
        let (low, high) = (low.min(1.0), high.max(1.0).max(low.min(1.0) * 2.0));
        let fine = ladder(&[1.0, 2.0, 5.0]);
        let first = fine.iter().copied().rfind(|tick| *tick <= low * 1.001).unwrap_or(low);
        let last = fine.iter().copied().find(|tick| *tick >= high * 0.999).unwrap_or(high);
        let mut axis = Axis { low: first, high: last, logarithmic: true, ticks: Vec::new() };
        let within = |ladder: Vec<f64>| -> Vec<f64> {
            ladder.into_iter().filter(|tick| (first..=last).contains(tick)).collect()
        };
        let room = |value: f64| font::width(&times(value), TICK) / 2.0 + 6.0;
        let fits = |ticks: &[f64]| {
            let far = |pair: &[f64]| (axis.place(pair[1]) - axis.place(pair[0])) * length;
            ticks.windows(2).all(|pair| far(pair) >= room(pair[0]) + room(pair[1]))
        };
        let sparse = |step: i32| -> Vec<f64> {
            let powers = (from..=to).filter(|power| power % step == 0);
            powers.map(|power| libm::pow(10.0, power.into())).collect()
        };
        let ladders = [fine, ladder(&[1.0, 3.0]), sparse(1), sparse(2), sparse(4)].map(within);
        let fitting = ladders.iter().find(|ticks| fits(ticks)).unwrap_or(&ladders[4]);
        axis.ticks = fitting.iter().map(|&value| Tick { value, label: times(value) }).collect();
        axis
    }

    /// Where a value lies: 0 at the low end, 1 at the high end.
    pub(super) fn place(&self, value: f64) -> f64 {
        if self.logarithmic {
            let span = libm::log(self.high / self.low);
            libm::log(value.max(f64::MIN_POSITIVE) / self.low) / span
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }
}

/// The round step that cuts a span into about so many parts, never into more.
fn step(span: f64, unit: Unit, steps: usize) -> f64 {
    let least = span / steps.max(1) as f64;
    match unit {
        Unit::Duration => {
            let round = DURATION_STEPS.into_iter().find(|&step| step >= least * 0.999);
            round.unwrap_or_else(|| decimal_step(least / DAY) * DAY)
        }
        Unit::Share => decimal_step(least * 100.0) / 100.0,
        Unit::Count => decimal_step(least),
    }
}

/// 1, 2 or 5 times a power of ten, or 25 with any number of noughts.
fn decimal_step(least: f64) -> f64 {
    let power = libm::pow(10.0, libm::log10(least).floor());
    let quarter = if power >= 10.0 { 2.5 } else { 5.0 };
    let round = [1.0, 2.0, quarter, 5.0].into_iter().find(|factor| factor * power >= least * 0.999);
    round.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|tick| tick.label.as_str()).collect()
    }

    #[test]
    fn ticks_are_round_and_few() {
        assert_eq!(
            labels(&Axis::from_zero(560.0, Unit::Duration, 6)),
            ["0", "2 min", "4 min", "6 min", "8 min", "10 min"]
        );
        assert_eq!(labels(&Axis::from_zero(1.0, Unit::Share, 5)), ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]);
        assert_eq!(labels(&Axis::from_zero(2500.0, Unit::Count, 4)), ["0", "1,000", "2,000"]);
        assert_eq!(labels(&Axis::from_zero(0.03, Unit::Count, 3)), ["0", "0.01", "0.02", "0.03"]);
    }

    #[test]
    fn logarithmic_ticks_keep_their_distance() {
        let axis = Axis::logarithmic(1.0, 86_400.0, 700.0);
        let places: Vec<f64> = axis.ticks.iter().map(|tick| axis.place(tick.value) * 700.0).collect();
        assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= TICK_ROOM), "{:?}", labels(&axis));
        assert!(places.len() >= 5);
    }

    #[test]
    fn ratios_are_seen_around_one() {
        assert_eq!(labels(&Axis::ratios(0.3, 8.0, 500.0)), ["0.2", "0.5", "1", "2", "5", "10"]);
        assert_eq!(labels(&Axis::ratios(3.0, 8.0, 500.0)), ["1", "2", "5", "10"]);
        assert_eq!(labels(&Axis::ratios(0.012, 900.0, 300.0)), ["0.01", "0.1", "1", "10", "100", "1,000"]);
        assert_eq!(labels(&Axis::ratios(0.01, 2e6, 300.0)), ["0.01", "1", "100", "10,000", "1,000,000"]);
        assert!(Axis::ratios(1.0, 1.0, 300.0).place(1.0).is_finite());
    }

    #[test]
    fn ranges_without_width_still_make_an_axis() {
        for unit in [Unit::Duration, Unit::Share, Unit::Count] {
            assert!(Axis::from_zero(0.0, unit, 4).ticks.len() >= 2);
            assert!(Axis::over(3.0, 3.0, unit, 4).place(3.0).is_finite());
        }
    }
}
