//! What is kept of a run: its course in small numbers, interval by interval.

use crate::experiment::RunRecord;
use crate::metrics::measures::{Interval, Layout};
use crate::metrics::{METRICS, Metric, Scope, Unit, View};
use crate::units::Span;

/// The metric whose course says when the world has settled.
pub(super) const LEVEL: &str = "needing_reply";

/// The metrics whose averages are told.
const AVERAGED: [&str; 11] = [
    "wait",
    "first_response_time",
    "response_time",
    "resolution_time",
    "abandoned",
    "service_level",
    "utilisation",
    "occupancy",
    "concurrency",
    "queue_length",
    LEVEL,
];

/// The metrics whose averages are told, with the names and units of those, in the order of all metrics.
pub(super) fn averaged() -> Vec<(&'static Metric, &'static str, Unit)> {
    let told = METRICS.iter().filter(|metric| AVERAGED.contains(&metric.name));
    told.filter_map(|metric| metric.average().map(|(statistic, unit)| (metric, statistic, unit))).collect()
}

/// The course of one run.
#[derive(Debug)]
pub(super) struct Series {
    /// By interval: how many conversations need a reply, on average.
    pub(super) level: Vec<f64>,
    /// By metric of [`averaged`]: the numerators and the denominators by interval. Clocks belong to the interval in which
    /// they start.
    pub(super) averages: Vec<[Vec<f64>; 2]>,
    /// How many conversations were offered.
    pub(super) offered: u64,
    /// How many events the run had.
    pub(super) events: u64,
}

impl Series {
    /// What is kept of a run in intervals of this length.
    pub(super) fn new(record: &RunRecord, intervals: &[Interval], layout: &Layout, length: Span) -> Series {
        let metrics = averaged();
        let mut averages =
            vec![[Vec::with_capacity(intervals.len()), Vec::with_capacity(intervals.len())]; metrics.len()];
        for interval in intervals {
            let (view, coarse) = View::of_interval(interval, layout, Scope::Overall, length.0 as f64);
            for ((metric, ..), [numerators, denominators]) in metrics.iter().zip(&mut averages) {
                let (numerator, denominator) = view.average(metric, &coarse).unwrap_or_default();
                numerators.push(numerator);
                denominators.push(denominator);
            }
        }
        let place = metrics.iter().position(|(metric, ..)| metric.name == LEVEL).expect("the level is averaged");
        let [integrals, times] = &averages[place];
        let level = integrals.iter().zip(times).map(|(integral, time)| integral / time).collect();
        Series { level, averages, offered: record.offered, events: record.events }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_that_of_a_metric_with_an_average() {
        assert_eq!(averaged().len(), AVERAGED.len());
    }
}
