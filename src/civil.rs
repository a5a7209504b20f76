//! The calendar on the wall: zones, days, weekdays and hours of simulated instants, and what repeats week by week.

mod span;
mod weekly;
mod zone;

pub use span::{NotASpan, SPAN_HELP, parse_span};
pub use weekly::Weekly;
pub use zone::Zone;

/// Seconds of a day without a change of the clocks.
pub const DAY: u32 = 24 * 3600;
/// Seconds of a week, which begins on Monday at midnight.
pub const WEEK: u32 = 7 * DAY;

/// The second of the week of a civil second; Monday midnight is 0.
pub fn second_of_week(second: i64) -> u32 {
    // 1970-01-01 was a Thursday, three days after a Monday.
    (second + 3 * i64::from(DAY)).rem_euclid(i64::from(WEEK)) as u32
}

/// The month of a civil day, 0 for January; days count from 1970-01-01. The calendar of Gregory, also before he made it.
pub fn month(day: i64) -> u32 {
    // Counted from the first of March of the year 0: leap days come last. 400 years have 146,097 days.
    let day = (day + 719_468).rem_euclid(146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day_of_year = day - (365 * year + year / 4 - year / 100);
    // Five months in a row have 153 days.
    let month = (5 * day_of_year + 2) / 153;
    ((month + 2) % 12) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;

    #[test]
    fn months_are_those_of_the_calendar() {
        let first = date(1970, 1, 1);
        for day in (-200_000..200_000).step_by(5) {
            let month_there = first.checked_add(day.days()).expect("a day").month();
            assert_eq!(month(i64::from(day)) as i8 + 1, month_there, "day {day}");
        }
    }
}
