//! The charts of a run: how waits are spread, how the day goes, what each policy costs and gives, where on the spectrum the
//! conversations are, at whose tempo, who leaves, where the agents' time goes, and what the what-ifs change.

mod changes;
mod pace;
mod shares;

use super::chart::{
    self, ChartError, Curve, Day, Distribution, DurationScale, Line, Panel, Picture, Spot, Tradeoff, Unit,
};
use super::course::Course;
use super::{Output, Report};
use crate::metrics::Scope;
use crate::stats::{self, ratio};
use crate::units::Span;

/// All charts for which there are data, each as SVG and as PNG.
///
/// # Errors
/// No data cause one, only a lack of memory.
pub fn pictures(report: &Report<'_>) -> Result<Vec<Output<'static>>, ChartError> {
    let course = Course::new(report);
    let usual = [
        chart::distribution(&waits(report))?,
        chart::distribution(&first_replies(report))?,
        chart::day(&day_of_waits(report, &course))?,
        chart::day(&day_of_work(report, &course))?,
        chart::tradeoff(&tradeoff(report))?,
    ];
    let other = [
        pace::spectrum(report, &course).map(|chart| chart::spectrum(&chart)),
        pace::tempo(report).map(|chart| chart::tempo(&chart)),
        shares::abandonment(report).map(|chart| chart::bars(&chart)),
        shares::agent_time(report).map(|chart| chart::bars(&chart)),
        changes::what_ifs(report).map(|chart| chart::ranges(&chart)),
    ];
    let other: Vec<Picture> = other.into_iter().flatten().collect::<Result<_, _>>()?;
    Ok(usual.into_iter().chain(other).flat_map(files).collect())
}

/// A chart as SVG and as PNG.
pub(super) fn files(picture: Picture) -> [Output<'static>; 2] {
    let output = |ending: &str, bytes| Output::new(&format!("{}.{ending}", picture.name), bytes);
    [output("svg", picture.svg), output("png", picture.png)]
}

/// "40 replications", with what their bands or crosses mean.
fn from_replications(report: &Report<'_>, shown: &str) -> String {
    let experiment = report.experiment();
    match experiment.replications {
        1 => "one replication, so no intervals".to_owned(),
        number => format!("{number} replications; {shown}: {:.0}\u{a0}% intervals", experiment.confidence * 100.0),
    }
}

/// The same for a chart of curves, whose bands are left out where there are too many.
fn from_bands(report: &Report<'_>) -> String {
    match report.results.policies.len() > chart::MOST_BANDS {
        true => format!("{} replications", report.experiment().replications),
        false => from_replications(report, "bands"),
    }
}

fn waits(report: &Report<'_>) -> Distribution {
    Distribution {
        name: "waits",
        title: "How long customers wait for an agent to turn to their message".to_owned(),
        subtitle: format!(
            "share of all messages, first and later, also of those still waiting at the end; {}",
            from_bands(report)
        ),
        axis: "from the message to the start of work on it, or to giving up".to_owned(),
        scale: DurationScale::Fitting,
        target: None,
        curves: curves(report, "wait", Among::Waits),
    }
}

fn first_replies(report: &Report<'_>) -> Distribution {
    let targets = report.experiment().model.demands.iter().map(|demand| demand.target.map(|target| target.first));
    let targets: Vec<_> = targets.collect();
    let common = targets[0].filter(|first| targets.iter().all(|other| *other == Some(*first)));
    Distribution {
        name: "first-replies",
        title: "How soon customers get their first reply".to_owned(),
        subtitle: format!("share of all conversations, also of those that never get a reply; {}", from_bands(report)),
        axis: "from the first message to the first reply".to_owned(),
        scale: DurationScale::Fitting,
        target: common.map(Span::as_seconds),
        curves: curves(report, "first_response_time", Among::Offered),
    }
}

/// Of what a curve tells the share.
#[derive(Clone, Copy)]
enum Among {
    /// Of all waits, also of those that are still open when the run ends.
    Waits,
    /// Of all conversations offered: the curve at the target is the service level.
    Offered,
}

/// One cumulative curve for each policy. Each share is a ratio over the replications, and so is its interval.
fn curves(report: &Report<'_>, metric: &str, among: Among) -> Vec<Curve> {
    let experiment = report.experiment();
    let scopes = experiment.scopes();
    let curve = |(place, results): (usize, &crate::experiment::PolicyResults)| {
        let replications = results.distributions(&scopes, Scope::Overall, metric);
        let totals: Vec<f64> = match among {
            Among::Waits => {
                let open = results.distributions(&scopes, Scope::Overall, "wait_open");
                replications.iter().zip(&open).map(|(ended, open)| (ended.total() + open.total()) as f64).collect()
            }
            Among::Offered => results.runs.iter().map(|run| run.offered as f64).collect(),
        };
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

/// What differs by no more than this share of a panel's height looks alike: a few pixels.
const ALIKE: f64 = 0.05;

/// "40 replications", or "one replication".
fn replications(report: &Report<'_>) -> String {
    match report.experiment().replications {
        1 => "one replication".to_owned(),
        number => format!("{number}\u{a0}replications"),
    }
}

/// "5 days with customers and agents in each of 40 replications", as far as there are several days.
fn days_and_replications(report: &Report<'_>, course: &Course) -> String {
    match course.days {
        0 | 1 => replications(report),
        days => format!("{days} days {} in each of {}", course.of_days(), replications(report)),
    }
}

/// A chart of the day.
fn day(report: &Report<'_>, course: &Course, name: &'static str, title: &str, panels: Vec<Panel>) -> Day {
    let over = days_and_replications(report, course);
    Day {
        name,
        title: title.to_owned(),
        subtitle: format!("means over {over}; by the time at which messages come and work is done"),
        start: course.start,
        minutes: course.minutes.clone(),
        policies: report.experiment().policies.iter().map(|policy| policy.name.clone()).collect(),
        panels,
    }
}

fn panel(title: &str, unit: Unit, values: Vec<Vec<Option<f64>>>) -> Panel {
    let line = |(policy, values)| Line { policy: Some(policy), values };
    Panel { title: title.to_owned(), unit, lines: values.into_iter().enumerate().map(line).collect() }
}

fn day_of_waits(report: &Report<'_>, course: &Course) -> Day {
    let interval = match report.experiment().model.frame.interval {
        Span::HOUR => "hour".to_owned(),
        Span::DAY => "day".to_owned(),
        interval => chart::duration(interval.as_seconds()),
    };
    let panels = vec![
        panel(
            &format!("Mean wait for an agent to turn to a message{}", course.when_staffed()),
            Unit::Duration,
            course.staffed("wait", "mean"),
        ),
        panel("Conversations in the queue", Unit::Count, course.all("queue_length", "mean")),
        new_conversations(report, course, &format!("New conversations per {interval}")),
    ];
    day(report, course, "day-waits", &format!("Waits and queue over {}", course.span()), panels)
}

/// The customers are the same for all policies, but not those who come again, for who was refused or gave up does so more
/// often: one line where that makes little difference.
fn new_conversations(report: &Report<'_>, course: &Course, title: &str) -> Panel {
    let all = course.arrivals();
    let base = &all[report.baseline()];
    let peak = base.iter().flatten().copied().fold(0.0, f64::max);
    let pairs = all.iter().flat_map(|values| values.iter().zip(base));
    let apart = pairs.map(|(one, other)| (one.unwrap_or(0.0) - other.unwrap_or(0.0)).abs()).fold(0.0, f64::max);
    match apart <= ALIKE * peak {
        true => {
            let line = Line { policy: None, values: base.clone() };
            Panel { title: title.to_owned(), unit: Unit::Count, lines: vec![line] }
        }
        false => panel(title, Unit::Count, all),
    }
}

fn day_of_work(report: &Report<'_>, course: &Course) -> Day {
    let panels = vec![
        panel(
            "Utilisation: share of signed-in time spent on messages",
            Unit::Share,
            course.staffed("utilisation", "share"),
        ),
        panel("Active conversations of an agent", Unit::Count, course.staffed("concurrency", "mean")),
        panel("Inactive conversations, all agents together", Unit::Count, course.all("inactive_pool", "mean")),
    ];
    day(report, course, "day-work", &format!("The agents\u{2019} work over {}", course.span()), panels)
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
        wait: interval(policy, report.wait(), "mean"),
    };
    Tradeoff {
        name: "tradeoff",
        title: "What each policy makes of customers\u{2019} and agents\u{2019} time".to_owned(),
        subtitle: format!("the lower the better for customers; {}", from_replications(report, "crosses")),
        across: "utilisation: share of signed-in time spent on messages".to_owned(),
        upward: match report.in_hours() {
            true => "mean wait for an agent to turn to a message, in opening hours".to_owned(),
            false => "mean wait for an agent to turn to a message".to_owned(),
        },
        spots: (0..report.results.policies.len()).map(spot).collect(),
    }
}
