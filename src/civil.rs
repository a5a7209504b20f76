//! The calendar on the wall: zones, days, weekdays and hours of simulated instants, and what repeats week by week.

mod weekly;
mod zone;

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
