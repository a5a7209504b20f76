//! The axis of civil time: hours of a day, days of a week, weeks and months.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};

const DAY: f64 = 1440.0;

/// Pixels between two labels of hours.
const HOUR_ROOM: f64 = 58.0;
/// Pixels between two labels of days, from the fullest form to the shortest.
const DATE_ROOM: f64 = 84.0;
const DAY_ROOM: f64 = 48.0;
/// Pixels between two labels of weeks or months.
const WEEK_ROOM: f64 = 56.0;

/// Steps between labels of the time of day, in minutes.
const CLOCK_STEPS: [f64; 13] = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 180.0, 240.0, 360.0, 720.0, 1440.0];

/// Marks along an axis of minutes.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Calendar {
    /// Ticks with the time of day.
    pub(super) clock: Vec<(f64, String)>,
    /// Lines across the plot at midnights.
    pub(super) midnights: Vec<f64>,
    /// Names of days, weeks or months, and the minute at which each is centred.
    pub(super) days: Vec<(f64, String)>,
}

/// The marks for minutes `from..=to` after `start`, on an axis of so many pixels.
pub(super) fn calendar(start: DateTime, from: f64, to: f64, length: f64) -> Calendar {
    let mut calendar = Calendar::default();
    let pixels = length / (to - from);
    let day_length = pixels * DAY;
    let day_start = -minute_of_day(start);
    if to - from <= DAY {
        calendar.clock = clock(day_start, from, to, pixels);
        return calendar;
    }
    let dates = midnights(start, from, to);
    if day_length >= 4.0 * HOUR_ROOM {
        calendar.clock = clock(day_start, from, to, pixels);
    }
    if day_length >= DAY_ROOM {
        let name = |date: Date| if day_length >= DATE_ROOM { long(date) } else { middling(date) };
        // A day of which only a part is seen is named if that part has room for the name.
        calendar.days = dates
            .iter()
            .map(|&(minute, date)| (minute.max(from), (minute + DAY).min(to), date))
            .filter(|(begin, end, _)| (end - begin) * pixels >= DAY_ROOM.max(0.6 * DATE_ROOM.min(day_length)))
            .map(|(begin, end, date)| ((begin + end) / 2.0, name(date)))
            .collect();
        calendar.midnights = inside(dates.iter().map(|date| date.0), from, to);
        return calendar;
    }
    let weekly = day_length * 7.0 >= WEEK_ROOM;
    let chosen: Vec<(f64, Date)> = match weekly {
        true => dates.iter().copied().filter(|(_, date)| date.weekday() == Weekday::Monday).collect(),
        false => spaced_months(&dates, pixels),
    };
    calendar.midnights = match day_length >= 8.0 {
        true => inside(dates.iter().map(|date| date.0), from, to),
        false => inside(chosen.iter().map(|date| date.0), from, to),
    };
    let name = |date: Date| if weekly { short(date) } else { format!("{} {}", month(date), date.year()) };
    calendar.days =
        chosen.into_iter().filter(|(m, _)| (from..=to).contains(m)).map(|(m, date)| (m, name(date))).collect();
    calendar
}

/// The range widened to whole hours if it is a matter of hours, to whole days if it is one of days.
pub(super) fn rounded(start: DateTime, from: f64, to: f64) -> (f64, f64) {
    let step = match to - from {
        span if span > 3.0 * DAY => DAY,
        span if span > 120.0 => 60.0,
        _ => return (from, to),
    };
    let shift = minute_of_day(start);
    (((from + shift) / step).floor() * step - shift, ((to + shift) / step).ceil() * step - shift)
}

fn minute_of_day(time: DateTime) -> f64 {
    f64::from(time.hour()) * 60.0 + f64::from(time.minute()) + f64::from(time.second()) / 60.0
}

fn clock(day_start: f64, from: f64, to: f64, pixels: f64) -> Vec<(f64, String)> {
    let fits = |step: &f64| step * pixels >= HOUR_ROOM;
    let step = CLOCK_STEPS.into_iter().find(fits).unwrap_or(DAY);
    let first = ((from - day_start) / step - 1e-9).ceil() as i64;
    let last = ((to - day_start) / step + 1e-9).floor() as i64;
    (first..=last)
        .map(|multiple| {
            let since_midnight = multiple as f64 * step;
            let of_day = since_midnight.rem_euclid(DAY) as u32;
            (since_midnight + day_start, format!("{:02}:{:02}", of_day / 60, of_day % 60))
        })
        .collect()
}

/// Each midnight that starts a day seen in part or whole, with its date.
fn midnights(start: DateTime, from: f64, to: f64) -> Vec<(f64, Date)> {
    let first = ((from + minute_of_day(start)) / DAY).floor() as i64;
    let last = ((to + minute_of_day(start)) / DAY).ceil() as i64;
    (first..last)
        .filter_map(|day| {
            let date = start.date().checked_add(day.days()).ok()?;
            Some((day as f64 * DAY - minute_of_day(start), date))
        })
        .collect()
}

fn inside(minutes: impl Iterator<Item = f64>, from: f64, to: f64) -> Vec<f64> {
    minutes.filter(|&minute| minute > from && minute < to).collect()
}

/// Firsts of months, thinned to those that leave room for their labels.
fn spaced_months(dates: &[(f64, Date)], pixels: f64) -> Vec<(f64, Date)> {
    let mut chosen: Vec<(f64, Date)> = Vec::new();
    for &(minute, date) in dates.iter().filter(|(_, date)| date.day() == 1) {
        if chosen.last().is_none_or(|last| (minute - last.0) * pixels >= 1.2 * WEEK_ROOM) {
            chosen.push((minute, date));
        }
    }
    chosen
}

fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

fn month(date: Date) -> &'static str {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES[usize::from(date.month().unsigned_abs()) - 1]
}

fn long(date: Date) -> String {
    format!("{} {} {}", weekday(date), date.day(), month(date))
}

fn middling(date: Date) -> String {
    format!("{} {}", weekday(date), date.day())
}

fn short(date: Date) -> String {
    format!("{} {}", date.day(), month(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::datetime;

    fn names(marks: &[(f64, String)]) -> Vec<&str> {
        marks.iter().map(|mark| mark.1.as_str()).collect()
    }

    #[test]
    fn a_day_bears_hours() {
        let marks = calendar(datetime(2026, 3, 2, 8, 0, 0, 0), 0.0, 720.0, 500.0);
        assert_eq!(names(&marks.clock), ["08:00", "10:00", "12:00", "14:00", "16:00", "18:00", "20:00"]);
        assert!(marks.days.is_empty() && marks.midnights.is_empty());
    }

    #[test]
    fn ranges_are_widened_to_what_the_axis_counts_in() {
        let start = datetime(2026, 3, 2, 6, 30, 0, 0);
        assert_eq!(rounded(start, 15.0, 800.0), (-30.0, 810.0));
        assert_eq!(rounded(start, 15.0, 7.0 * DAY), (-390.0, 8.0 * DAY - 390.0));
    }

    #[test]
    fn a_week_bears_weekdays() {
        let marks = calendar(datetime(2026, 3, 2, 0, 0, 0, 0), 0.0, 7.0 * DAY, 700.0);
        assert_eq!(names(&marks.days)[..2], ["Mon 2 Mar", "Tue 3 Mar"]);
        assert_eq!((marks.days.len(), marks.midnights.len(), marks.clock.len()), (7, 6, 0));
        assert_eq!(marks.days[0].0, DAY / 2.0);
    }

    #[test]
    fn longer_spans_bear_weeks_and_months() {
        let month = calendar(datetime(2026, 3, 2, 0, 0, 0, 0), 0.0, 28.0 * DAY, 700.0);
        assert_eq!(names(&month.days), ["2 Mar", "9 Mar", "16 Mar", "23 Mar"]);
        let year = calendar(datetime(2026, 1, 1, 0, 0, 0, 0), 0.0, 365.0 * DAY, 700.0);
        assert!(names(&year.days).contains(&"Jan 2026") && year.days.len() <= 12);
    }
}
