//! How the day goes: the intervals of all policies, those at the same time of day taken together where there is more than
//! one day. The time of day is the one on the wall, so that an hour may be missing on one day and be there twice on
//! another; where the whole run is shown from its beginning to its end, it goes by elapsed time.

use super::Report;
use super::intervals::moment;
use super::slice::Slice;
use crate::metrics::Scope;
use crate::metrics::measures::{Count, Interval, Layout};
use crate::units::{Span, Time};
use jiff::civil::DateTime;

/// The course of the main metrics over a day, or over the whole horizon if that is not made of days.
pub(super) struct Course {
    /// Civil time of minute 0.
    pub(super) start: DateTime,
    /// The middle of each stretch, in minutes after `start`.
    pub(super) minutes: Vec<f64>,
    /// How many days were taken together.
    pub(super) days: usize,
    /// How many intervals were taken together, by stretch.
    intervals: Vec<usize>,
    /// Whether days without agents were left out.
    left_out: bool,
    /// Whether the horizon is shown from its beginning to its end though it has more than a day.
    whole: bool,
    /// By policy and stretch.
    stretches: Vec<Vec<Slice>>,
    /// The same of the intervals only for which agents are scheduled.
    staffed: Vec<Vec<Option<Slice>>>,
}

/// Intervals that are shown as one.
struct Stretch {
    /// In microseconds.
    begin: u64,
    places: Vec<usize>,
}

impl Course {
    pub(super) fn new(report: &Report<'_>) -> Course {
        let frame = &report.experiment().model.frame;
        let of_days = Span::DAY.0.is_multiple_of(frame.interval.0) && frame.horizon.0 > Span::DAY.0;
        let start = moment(&frame.zone, frame.start());
        let (stretches, left_out): (Vec<Stretch>, bool) = match of_days {
            true => by_time_of_day(report),
            false => {
                let alone = |place| Stretch { begin: place as u64 * frame.interval.0, places: vec![place] };
                ((0..frame.intervals()).map(alone).collect(), false)
            }
        };
        let middle = |stretch: &Stretch| (stretch.begin + frame.interval.0 / 2) as f64 / Span::MINUTE.0 as f64;
        let policies = || report.results.policies.iter().map(|policy| policy.intervals.as_slice());
        let all = |intervals| stretches.iter().filter_map(|it| slice(report, intervals, &it.places)).collect();
        let staffed = |intervals| {
            let places = |it: &Stretch| -> Vec<usize> {
                it.places.iter().copied().filter(|&place| is_staffed(report, place)).collect()
            };
            stretches.iter().map(|it| slice(report, intervals, &places(it))).collect()
        };
        Course {
            start: if of_days { start.date().at(0, 0, 0, 0) } else { start },
            minutes: stretches.iter().map(middle).collect(),
            intervals: stretches.iter().map(|stretch| stretch.places.len()).collect(),
            days: stretches.iter().map(|stretch| days(report, stretch)).max().unwrap_or(0),
            left_out,
            whole: !of_days && frame.horizon.0 > Span::DAY.0,
            stretches: policies().map(all).collect(),
            staffed: policies().map(staffed).collect(),
        }
    }

    /// Over what it goes.
    pub(super) fn span(&self) -> &'static str {
        if self.whole { "the whole run" } else { "the day" }
    }

    /// A statistic by policy and stretch.
    pub(super) fn all(&self, metric: &str, statistic: &str) -> Vec<Vec<Option<f64>>> {
        let values = |slices: &Vec<Slice>| slices.iter().map(|slice| slice.value(metric, statistic)).collect();
        self.stretches.iter().map(values).collect()
    }

    /// A statistic by policy and stretch, of the time for which agents are scheduled: those who write at night wait until
    /// the morning, which would dwarf all other waits.
    pub(super) fn staffed(&self, metric: &str, statistic: &str) -> Vec<Vec<Option<f64>>> {
        let value = |slice: &Option<Slice>| slice.as_ref().and_then(|slice| slice.value(metric, statistic));
        self.staffed.iter().map(|slices| slices.iter().map(value).collect()).collect()
    }

    /// Says so if agents are not scheduled all the time.
    pub(super) fn when_staffed(&self) -> &'static str {
        let always = self.staffed.iter().flatten().all(Option::is_some);
        if always { "" } else { ", while agents are scheduled" }
    }

    /// New conversations by policy and stretch, a mean per interval and replication.
    pub(super) fn arrivals(&self) -> Vec<Vec<Option<f64>>> {
        let mean = |(count, intervals): (Option<f64>, &usize)| Some(count? / *intervals as f64);
        let means = |counts: Vec<Option<f64>>| counts.into_iter().zip(&self.intervals).map(mean).collect();
        self.all("offered", "count").into_iter().map(means).collect()
    }

    /// Which days were taken together.
    pub(super) fn of_days(&self) -> &'static str {
        if self.left_out { "with customers and agents" } else { "with new conversations" }
    }
}

/// The intervals by time of day, of the days on which anybody came and agents are scheduled; and whether days without agents
/// were left out. Who comes again at a weekend that has no agents makes it no working day.
fn by_time_of_day(report: &Report<'_>) -> (Vec<Stretch>, bool) {
    let came = |interval: &Interval| interval.count(Count::Offered) > 0;
    let intervals = &report.results.policies[0].intervals;
    let day = |place: usize| day(report, place);
    let mut open: Vec<i64> = (0..intervals.len()).filter(|&place| came(&intervals[place])).map(day).collect();
    let mut staffed: Vec<i64> = (0..intervals.len()).filter(|&place| is_staffed(report, place)).map(day).collect();
    // Clocks that are put back over midnight begin the same day twice.
    [&mut open, &mut staffed].into_iter().for_each(|days| {
        days.sort_unstable();
        days.dedup();
    });
    let both: Vec<i64> = open.iter().copied().filter(|day| staffed.binary_search(day).is_ok()).collect();
    let left_out = !both.is_empty() && both.len() < open.len();
    if left_out {
        open = both;
    }
    let mut stretches: Vec<Stretch> = Vec::new();
    for place in (0..intervals.len()).filter(|&place| open.binary_search(&day(place)).is_ok()) {
        let begin = time_of_day(report, place);
        match stretches.binary_search_by_key(&begin, |stretch| stretch.begin) {
            Ok(found) => stretches[found].places.push(place),
            Err(free) => stretches.insert(free, Stretch { begin, places: vec![place] }),
        }
    }
    (stretches, left_out)
}

/// The civil day on which an interval begins.
fn day(report: &Report<'_>, place: usize) -> i64 {
    report.experiment().model.frame.zone.day(begin(report, place))
}

/// On how many days a stretch is.
fn days(report: &Report<'_>, stretch: &Stretch) -> usize {
    let mut days: Vec<i64> = stretch.places.iter().map(|&place| day(report, place)).collect();
    days.sort_unstable();
    days.dedup();
    days.len()
}

/// The time of day at which an interval begins, in microseconds: of those at which one begins on the first day the last
/// that has passed. Clocks that are put by less than an interval make no stretches of their own.
fn time_of_day(report: &Report<'_>, place: usize) -> u64 {
    let frame = &report.experiment().model.frame;
    let time_of_day = |at: Time| u64::from(frame.zone.second_of_day(at)) * Span::SECOND.0 + at.0 % Span::SECOND.0;
    let (first, here) = (time_of_day(frame.start()), time_of_day(begin(report, place)));
    let since = (here + Span::DAY.0 - first) % Span::DAY.0;
    (first + since - since % frame.interval.0) % Span::DAY.0
}

/// When an interval begins.
fn begin(report: &Report<'_>, place: usize) -> Time {
    report.experiment().model.frame.interval_at(place).0
}

/// Whether any agent is scheduled in the middle of an interval.
fn is_staffed(report: &Report<'_>, place: usize) -> bool {
    let model = &report.experiment().model;
    model.is_staffed(begin(report, place) + Span(model.frame.interval.0 / 2))
}

/// Several intervals as one; none without any.
fn slice(report: &Report<'_>, intervals: &[Interval], places: &[usize]) -> Option<Slice> {
    let frame = &report.experiment().model.frame;
    let (&first, others) = places.split_first()?;
    let mut whole = intervals[first].clone();
    others.iter().for_each(|&place| whole.merge(&intervals[place]));
    let length = |&place: &usize| frame.interval_at(place).1.0;
    let microseconds = places.iter().map(length).sum();
    let experiment = report.experiment();
    let layout = Layout::new(&experiment.model);
    Some(Slice::new(&whole, &layout, Scope::Overall, microseconds, experiment.replications))
}
