//! The charts of a run: how waits are spread, how the day goes, and what each policy costs and gives.

use super::chart::{
    self, ChartError, Curve, Day, Distribution, DurationScale, Line, Panel, Picture, Spot, Tradeoff, Unit,
};
use super::intervals::moment;
use super::slice::Slice;
use super::{Output, Report};
use crate::metrics::Scope;
use crate::metrics::measures::{Count, Interval};
use crate::stats::{self, ratio};
use crate::units::{Span, Time};

/// All charts, each as SVG and as PNG.
///
/// # Errors
/// No data cause one, only a lack of memory.
pub fn pictures(report: &Report<'_>) -> Result<Vec<Output>, ChartError> {
    let (waits, replies) = (waits(report), first_replies(report));
    let course = Course::new(report);
    let pictures = [
        chart::distribution(&waits)?,
        chart::distribution(&replies)?,
        chart::day(&course.waits(report))?,
        chart::day(&course.work(report))?,
        chart::tradeoff(&tradeoff(report))?,
    ];
    let files = |picture: Picture| {
        let output = |ending: &str, bytes| Output { name: format!("{}.{ending}", picture.name), bytes };
        [output("svg", picture.svg), output("png", picture.png)]
    };
    Ok(pictures.into_iter().flat_map(files).collect())
}

/// "40 replications", with what their bands or crosses mean.
fn from_replications(report: &Report<'_>, shown: &str) -> String {
    let experiment = report.experiment();
    match experiment.replications {
        1 => "one replication, so no intervals".to_owned(),
        number => format!("{number} replications; {shown}: {:.0}\u{a0}% intervals", experiment.confidence * 100.0),
    }
}

fn waits(report: &Report<'_>) -> Distribution {
    Distribution {
        name: "waits",
        title: "How long customers wait for an agent to turn to their message".to_owned(),
        subtitle: format!("share of all messages, first and later; {}", from_replications(report, "bands")),
        axis: "from the message to the start of work on it, or to giving up".to_owned(),
        scale: DurationScale::Fitting,
        target: None,
        curves: curves(report, "wait"),
    }
}

fn first_replies(report: &Report<'_>) -> Distribution {
    let targets = report.experiment().model.demands.iter().map(|demand| demand.target.map(|target| target.first));
    let targets: Vec<_> = targets.collect();
    let common = targets[0].filter(|first| targets.iter().all(|other| *other == Some(*first)));
    Distribution {
        name: "first-replies",
        title: "How soon customers get their first reply".to_owned(),
        subtitle: format!("share of conversations with a reply; {}", from_replications(report, "bands")),
        axis: "from the first message to the first reply".to_owned(),
        scale: DurationScale::Fitting,
        target: common.map(Span::as_seconds),
        curves: curves(report, "first_response_time"),
    }
}

/// One cumulative curve for each policy. Each share is a ratio over the replications, and so is its interval.
fn curves(report: &Report<'_>, metric: &str) -> Vec<Curve> {
    let experiment = report.experiment();
    let scopes = experiment.scopes();
    let curve = |(place, results): (usize, &crate::experiment::PolicyResults)| {
        let replications = results.distributions(&scopes, Scope::Overall, metric);
        let totals: Vec<f64> = replications.iter().map(|it| it.total() as f64).collect();
        let limit = replications.iter().map(|it| it.limit()).max().unwrap_or(0);
        let mut curve =
            Curve { label: report.policy(place).to_owned(), points: Vec::new(), low: Vec::new(), high: Vec::new() };
        for milliseconds in grid(limit) {
            let counts: Vec<f64> = replications.iter().map(|it| it.count_at_most(milliseconds)).collect();
            let Some(share) = ratio(&counts, &totals) else { break };
            curve.points.push((milliseconds as f64 * 1e-3, share.value));
            if let Some(interval) = share.interval(experiment.confidence) {
                curve.low.push(interval.low.clamp(0.0, 1.0));
                curve.high.push(interval.high.clamp(0.0, 1.0));
            }
        }
        curve
    };
    report.results.policies.iter().enumerate().map(curve).collect()
}

/// Milliseconds from 0 to past the limit, each at most 2 per cent after the one before: no line looks broken, on a linear
/// axis or a logarithmic one.
fn grid(limit: u64) -> Vec<u64> {
    let steps = std::iter::successors(Some(1), |&at: &u64| (at <= limit).then(|| at + (at / 50).max(1)));
    [0].into_iter().chain(steps).collect()
}

/// The intervals of all policies, those at the same time of day taken together where there is more than one day.
struct Course {
    /// In microseconds.
    length: u64,
    /// The middle of each stretch, in minutes after `start`.
    minutes: Vec<f64>,
    start: jiff::civil::DateTime,
    /// By policy and stretch.
    slices: Vec<Vec<Slice>>,
    /// How many days were taken together.
    days: usize,
}

impl Course {
    fn new(report: &Report<'_>) -> Course {
        let frame = &report.experiment().model.frame;
        let a_day = Span::DAY.0.is_multiple_of(frame.interval.0) && frame.horizon.0 > Span::DAY.0;
        let start = moment(frame.origin, frame.start());
        let offset = u64::from(frame.origin.second_of_day(frame.start())) * Span::SECOND.0;
        let stretches: Vec<Stretch> = match a_day {
            true => time_of_day(report, offset),
            false => (0..frame.intervals())
                .map(|place| Stretch { begin: place as u64 * frame.interval.0, places: vec![place] })
                .collect(),
        };
        let begin = if a_day { start.date().at(0, 0, 0, 0) } else { start };
        let middle = |stretch: &Stretch| (stretch.begin + frame.interval.0 / 2) as f64 / Span::MINUTE.0 as f64;
        let slices =
            |intervals: &[Interval]| stretches.iter().map(|stretch| slice(report, intervals, stretch)).collect();
        Course {
            length: frame.interval.0,
            minutes: stretches.iter().map(middle).collect(),
            start: begin,
            slices: report.results.policies.iter().map(|it| slices(&it.intervals)).collect(),
            days: stretches.iter().map(|stretch| stretch.places.len()).max().unwrap_or(0),
        }
    }

    fn panel(&self, title: &str, unit: Unit, metric: &str, statistic: &str) -> Panel {
        let line = |(policy, slices): (usize, &Vec<Slice>)| Line {
            policy: Some(policy),
            values: slices.iter().map(|slice| slice.value(metric, statistic)).collect(),
        };
        Panel { title: title.to_owned(), unit, lines: self.slices.iter().enumerate().map(line).collect() }
    }

    fn arrivals(&self) -> Panel {
        // The customers are the same for all policies. A day has as many as the days taken together, on average.
        let days = self.days.max(1) as f64;
        let values = self.slices[0].iter().map(|slice| slice.value("offered", "count").map(|count| count / days));
        let title = format!("New conversations, every {}", super::duration(Span(self.length).as_seconds()));
        Panel { title, unit: Unit::Count, lines: vec![Line { policy: None, values: values.collect() }] }
    }

    fn chart(&self, report: &Report<'_>, name: &'static str, title: &str, panels: Vec<Panel>) -> Day {
        let policies = &report.experiment().policies;
        let replications = match report.experiment().replications {
            1 => "one replication".to_owned(),
            number => format!("{number} replications"),
        };
        let days = if self.days > 1 {
            format!("{} days with new conversations in each of ", self.days)
        } else {
            String::new()
        };
        Day {
            name,
            title: title.to_owned(),
            subtitle: format!("means over {days}{replications}; by the time at which messages come and work is done"),
            start: self.start,
            minutes: self.minutes.clone(),
            policies: policies.iter().map(|policy| policy.name.clone()).collect(),
            panels,
        }
    }

    fn waits(&self, report: &Report<'_>) -> Day {
        let panels = vec![
            self.panel("Mean wait for an agent to turn to a message", Unit::Duration, "wait", "mean"),
            self.panel("Conversations in the queue", Unit::Count, "queue_length", "mean"),
            self.arrivals(),
        ];
        self.chart(report, "day-waits", "Waits and queue over the day", panels)
    }

    fn work(&self, report: &Report<'_>) -> Day {
        let panels = vec![
            self.panel("Utilisation: share of signed-in time spent on messages", Unit::Share, "utilisation", "share"),
            self.panel("Active conversations of an agent", Unit::Count, "concurrency", "mean"),
            self.panel("Inactive conversations", Unit::Count, "inactive_pool", "mean"),
        ];
        self.chart(report, "day-work", "The agents' work over the day", panels)
    }
}

/// Intervals that are shown as one.
struct Stretch {
    /// In microseconds.
    begin: u64,
    places: Vec<usize>,
}

/// The intervals by time of day, of the days on which anybody came.
fn time_of_day(report: &Report<'_>, offset: u64) -> Vec<Stretch> {
    let frame = &report.experiment().model.frame;
    let came = |interval: &Interval| interval.cells.iter().flatten().any(|cell| cell.count(Count::Offered) > 0);
    let intervals = &report.results.policies[0].intervals;
    let day = |place: usize| (offset + place as u64 * frame.interval.0) / Span::DAY.0;
    let mut open: Vec<u64> = (0..intervals.len()).filter(|&place| came(&intervals[place])).map(day).collect();
    open.dedup();
    let mut stretches: Vec<Stretch> = Vec::new();
    for place in (0..intervals.len()).filter(|&place| open.contains(&day(place))) {
        let begin = (offset + place as u64 * frame.interval.0) % Span::DAY.0;
        match stretches.iter_mut().find(|stretch| stretch.begin == begin) {
            Some(stretch) => stretch.places.push(place),
            None => stretches.push(Stretch { begin, places: vec![place] }),
        }
    }
    stretches.sort_by_key(|stretch| stretch.begin);
    stretches
}

fn slice(report: &Report<'_>, intervals: &[Interval], stretch: &Stretch) -> Slice {
    let frame = &report.experiment().model.frame;
    let mut whole = intervals[stretch.places[0]].clone();
    stretch.places[1..].iter().for_each(|&place| whole.merge(&intervals[place]));
    let length = |place: &usize| {
        let from = Time(frame.start().0 + *place as u64 * frame.interval.0);
        frame.interval.0.min(frame.horizon_end().since(from).0)
    };
    let microseconds = stretch.places.iter().map(length).sum();
    Slice::new(&whole, Scope::Overall, microseconds, report.experiment().replications)
}

fn tradeoff(report: &Report<'_>) -> Tradeoff {
    let interval = |policy: usize, metric: &str, statistic: &str| {
        let row = report.row(policy, metric, statistic);
        let value = row.and_then(|row| row.estimate.as_ref()).map_or(f64::NAN, |estimate| estimate.value);
        let ends = row.and_then(|row| row.interval).unwrap_or(stats::Interval { low: value, high: value });
        chart::Interval { value, low: ends.low, high: ends.high }
    };
    let spot = |policy: usize| Spot {
        label: report.policy(policy).to_owned(),
        utilisation: interval(policy, "utilisation", "share"),
        wait: interval(policy, "wait", "mean"),
    };
    Tradeoff {
        name: "tradeoff",
        title: "What each policy makes of customers' and agents' time".to_owned(),
        subtitle: format!("the lower the better for customers; {}", from_replications(report, "crosses")),
        across: "utilisation: share of signed-in time spent on messages".to_owned(),
        upward: "mean wait for an agent to turn to a message".to_owned(),
        spots: (0..report.results.policies.len()).map(spot).collect(),
    }
}
