//! `intervals.csv`: how the main metrics go over the counted time, interval by interval.

use super::slice::{Slice, metrics};
use super::table::{Rows, maybe};
use super::{Output, Report};
use crate::civil::Zone;
use crate::metrics::measures::Layout;
use crate::units::{Span, Time};
use jiff::civil::DateTime;
use std::io::{self, Write};

/// What is told by interval. Counts are means per replication, so that a column of them adds up to its total in the
/// summary; averages are ratios of sums over the replications, except for maxima and fairness, which are means.
const TOLD: [&str; 48] = [
    "offered",
    "answered",
    "abandoned",
    "abandoned_told",
    "abandoned_silent",
    "refused",
    "ghosted",
    "resolved",
    "auto_closed",
    "reopened",
    "linked",
    "came_back",
    "nudges",
    "requeues",
    "went_inactive",
    "reactivated",
    "wait",
    "wait_in_hours",
    "pickup_time",
    "first_response_time",
    "first_response_time_in_hours",
    "response_time",
    "handle_time_effort",
    "service_level",
    "service_level_seen",
    "target_kept",
    "response_live",
    "response_quasi_live",
    "response_deferred",
    "customer_live",
    "customer_quasi_live",
    "customer_deferred",
    "satisfaction",
    "conversion",
    "utilisation",
    "occupancy",
    "slot_occupancy",
    "wasted_work",
    "concurrency",
    "replies_per_hour",
    "agent_hours_scheduled",
    "agent_hours_signed_in",
    "overtime",
    "fairness",
    "queue_length",
    "inactive_pool",
    "needing_reply",
    "backlog",
];

/// The table of intervals.
pub fn intervals<'a>(report: &'a Report<'_>) -> Output<'a> {
    Output::written("intervals.csv", |file| write(report, file))
}

fn write(report: &Report<'_>, file: &mut dyn Write) -> io::Result<()> {
    let header = ["policy", "scope", "interval", "start", "metric", "statistic", "unit", "value"];
    let mut rows = Rows::new(file, &header)?;
    let experiment = report.experiment();
    let frame = &experiment.model.frame;
    let (told, layout) = (metrics(&TOLD), Layout::new(&experiment.model));
    for (place, results) in report.results.policies.iter().enumerate() {
        for scope in experiment.scopes() {
            let scope_name = experiment.scope_name(scope);
            for (number, interval) in results.intervals.iter().enumerate() {
                let (from, length) = frame.interval_at(number);
                let slice = Slice::new(interval, &layout, scope, length.0, experiment.replications);
                let (start, number) = (beginning(&frame.zone, from), (number + 1).to_string());
                let mut row = |metric: &str, statistic: &str, unit: &str, value: Option<f64>| {
                    let cells = [report.policy(place), &scope_name, &number, &start, metric, statistic, unit];
                    let value = maybe(value);
                    rows.row(&[&cells[..], &[value.as_str()]].concat())
                };
                for metric in &told {
                    for it in slice.values(metric) {
                        row(metric.name, it.statistic, it.unit.name(), it.value)?;
                    }
                }
                if let Some(replies) = slice.replies() {
                    row("replies", "count", "number", Some(replies))?;
                }
            }
        }
    }
    rows.finish()
}

/// An instant on the wall's calendar. In the hour that is shown twice when clocks are put back, several instants have the
/// same place.
pub(super) fn moment(zone: &Zone, at: Time) -> DateTime {
    let midnight = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    let microseconds = i64::try_from(at.0 % Span::SECOND.0).expect("less than a second");
    let since = jiff::SignedDuration::from_secs(zone.second(at)) + jiff::SignedDuration::from_micros(microseconds);
    midnight.checked_add(since).expect("an instant of a scenario is in the calendar")
}

/// An instant as the tables write it. In a run during which clocks are put, with its distance from universal time: an hour
/// that is shown twice has two beginnings.
pub(super) fn beginning(zone: &Zone, at: Time) -> String {
    let moment = moment(zone, at);
    if zone.steps().next().is_none() {
        return moment.to_string();
    }
    let minutes = (zone.second(at) - zone.universal(at)) / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{moment}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_are_told_apart_where_clocks_are_put() {
        // 90 minutes west, from the first hour on 30 minutes east.
        let zone = Zone::with_steps(0, -5400, &[(Time(Span::HOUR.0), 5400)]).unwrap();
        let told = [0, 1].map(|hour| beginning(&zone, Time(Span::HOUR.0 * hour)));
        assert_eq!(told, ["1969-12-31T22:30:00-01:30", "1970-01-01T01:30:00+00:30"]);
    }

    #[test]
    fn every_name_is_that_of_a_metric() {
        for name in TOLD {
            assert!(!metrics(&[name]).is_empty(), "{name}");
        }
    }

    #[test]
    fn instants_have_their_place_in_the_calendar() {
        let monday = Zone::new(20_514 * 86_400);
        assert_eq!(moment(&monday, Time(Span::HOUR.0 * 25)).to_string(), "2026-03-03T01:00:00");
    }
}
