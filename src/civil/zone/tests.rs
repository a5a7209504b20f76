//! Clocks that are put forward and back, by hand.

use super::*;
use crate::civil::WEEK;

const HOUR: i64 = 3600;

fn after(hours: f64) -> Time {
    Time::START + Span::seconds(hours * 3600.0)
}

/// From a Monday, midnight, on; the clocks are put by so many hours at 2:00 on Tuesday.
fn put_by(hours: i64) -> Zone {
    let monday = 4 * i64::from(DAY);
    let step = (after(26.0), monday + (26 + hours) * HOUR);
    Zone::with_steps(monday + 7 * HOUR, monday, &[step]).expect("a zone")
}

fn on_each_day(from: u32, to: u32) -> Weekly<bool> {
    let pieces: Vec<(u32, u32, bool)> =
        (0..7).map(|day| (day * DAY + from * 3600, day * DAY + to * 3600, true)).collect();
    Weekly::from_pieces(&pieces, false).expect("hours")
}

#[test]
fn the_week_begins_on_monday() {
    let monday = Zone::new(20_514 * i64::from(DAY)); // 2026-03-02
    assert_eq!(monday.second_of_week(Time::START), 0);
    assert_eq!(monday.second_of_week(Time(Span::DAY.0 * 8)), DAY);
    assert_eq!(monday.day(Time(Span::DAY.0 - 1)), 20_514);
    assert_eq!(monday.universal(after(1.0)), monday.second(after(1.0)), "without a zone, local time is universal");
}

#[test]
fn whoever_comes_at_night_comes_in_the_morning() {
    let zone = Zone::new(4 * i64::from(DAY)); // a Monday
    let hours = Weekly::from_pieces(&[(0, 3600, true), (8 * 3600, 9 * 3600, true)], false).expect("hours");
    let at = |seconds: u64| Time::START + Span(seconds * Span::SECOND.0 + 250);
    let next = |seconds| zone.next_within(&hours, at(seconds)).expect("some time");
    assert_eq!((next(3599), next(8 * 3600)), (at(3599), at(8 * 3600)), "awake");
    assert_eq!(next(3600), Time(8 * Span::HOUR.0));
    assert_eq!(next(9 * 3600), Time(7 * Span::DAY.0), "next week");
    assert_eq!(zone.next_within(&Weekly::constant(false), at(1)), None);
}

#[test]
fn a_day_has_23_or_25_hours() {
    for (put, length) in [(1, 23.0), (0, 24.0), (-1, 25.0)] {
        let zone = put_by(put);
        assert_eq!(zone.next_day(Time::START), after(24.0));
        assert_eq!(zone.next_day(after(24.0)), after(24.0 + length));
        assert_eq!(zone.next_day(after(26.5)), after(24.0 + length));
        assert_eq!(zone.universal(after(30.0)) - zone.universal(Time::START), 30 * HOUR);
    }
}

#[test]
fn clocks_put_over_midnight_change_the_day_at_once() {
    let monday = 4 * i64::from(DAY);
    let forward = Zone::with_steps(0, monday, &[(after(23.5), monday + 24 * HOUR + 1800)]).expect("a zone");
    assert_eq!(forward.next_day(after(1.0)), after(23.5));
    let back = Zone::with_steps(0, monday, &[(after(24.0), monday + 23 * HOUR)]).expect("a zone");
    assert_eq!(back.next_day(after(1.0)), after(25.0), "midnight is put off as it strikes");
    let later = Zone::with_steps(0, monday, &[(after(24.5), monday + 23 * HOUR + 1800)]).expect("a zone");
    assert_eq!(later.next_day(after(1.0)), after(24.0));
    assert_eq!(later.next_day(after(24.0)), after(24.5), "back into the day before");
    assert_eq!(later.next_day(after(24.5)), after(25.0), "and into the same day again");
}

#[test]
fn a_weekly_value_changes_by_the_clocks_of_the_place() {
    let morning = on_each_day(7, 9);
    for (put, opens) in [(1, 30.0), (0, 31.0), (-1, 32.0)] {
        let zone = put_by(put);
        assert_eq!(zone.next_change(&morning, after(24.5)), Some(after(opens)), "asked before the step");
        assert_eq!(zone.next_within(&morning, after(24.5)), Some(after(opens)));
        assert_eq!(zone.next_change(&morning, after(28.0)), Some(after(opens)), "asked after it");
        assert_eq!(zone.next_change(&morning, after(opens)), Some(after(opens + 2.0)));
        assert_eq!(zone.next_change(&Weekly::constant(1), after(1.0)), None);
    }
}

#[test]
fn a_step_of_the_clocks_may_change_a_value_or_keep_it() {
    // From 2:30 on: when the clocks are put from 2:00 to 3:00 it has begun at once.
    assert_eq!(put_by(1).next_change(&on_each_day(0, 1), after(25.5)), Some(after(47.0)));
    let late = Weekly::from_pieces(&[(DAY + 9000, DAY + 36_000, true)], false).expect("hours");
    assert_eq!(put_by(1).next_change(&late, after(25.0)), Some(after(26.0)));
    // Until 2:00: the clocks go back to 1:00, and the hour before happens again.
    let early = Weekly::from_pieces(&[(DAY, DAY + 7200, true)], false).expect("hours");
    assert_eq!(put_by(-1).next_change(&early, after(24.0)), Some(after(27.0)));
    // Until 1:30: closed for half an hour, then open again.
    let earlier = Weekly::from_pieces(&[(DAY, DAY + 5400, true)], false).expect("hours");
    assert_eq!(put_by(-1).next_change(&earlier, after(24.0)), Some(after(25.5)));
    assert_eq!(put_by(-1).next_change(&earlier, after(25.5)), Some(after(26.0)));
    assert_eq!(put_by(-1).next_change(&earlier, after(26.0)), Some(after(26.5)));
    // Only in the hour that is skipped: not this week.
    let skipped = Weekly::from_pieces(&[(DAY + 7200, DAY + 10_800, true)], false).expect("hours");
    assert_eq!(put_by(1).next_change(&skipped, after(25.0)), Some(after(f64::from(WEEK + DAY) / 3600.0 + 2.0 - 1.0)));
}

#[test]
fn steps_are_in_order_and_at_whole_seconds() {
    let wrong = |steps: &[(Time, i64)]| Zone::with_steps(0, 0, steps).expect_err("a mistake");
    assert_eq!(wrong(&[(Time::START, 3600)]), 0);
    assert_eq!(wrong(&[(after(1.0), 0), (after(1.0), 0)]), 1);
    assert_eq!(wrong(&[(Time(5), 3600)]), 0);
}
