//! `staffing.svg` and `staffing.png`: requirement against staffing above, what is reached against each target below.

use super::super::Output;
use super::super::chart::{self, ChartError, Day, Line, Panel, Unit};
use super::super::intervals::moment;
use super::super::pictures::files;
use super::Staffed;
use crate::metrics;
use crate::units::Span;

/// The chart.
///
/// # Errors
/// No data cause one, only a lack of memory.
pub fn staff_pictures(staffed: &Staffed<'_>) -> Result<Vec<Output<'static>>, ChartError> {
    chart::day(&day(staffed)).map(|picture| files(picture).into())
}

fn day(staffed: &Staffed<'_>) -> Day {
    let frame = &staffed.model().frame;
    // Two points for each interval make steps of the line.
    let ends = |interval: usize| {
        let (from, length) = frame.interval_at(interval);
        [from, from + length].map(|at| at.since(frame.start()).0 as f64 / Span::MINUTE.0 as f64)
    };
    let minutes = (0..frame.intervals()).flat_map(ends).collect();
    let rules = staffed.rules.iter().map(|(rule, _)| rule.about().to_owned());
    Day {
        name: "staffing",
        title: "How many agents it takes, and what they reach".to_owned(),
        subtitle: format!(
            "{}; the grey area is the offered load above, and up to the bound of the target below; what is reached is that \
             of {} replications that the search never saw",
            staffed.scenario.title,
            staffed.answer.verified.replications()
        ),
        start: moment(&frame.zone, frame.start()),
        minutes,
        policies: ["the staffing found".to_owned()].into_iter().chain(rules).collect(),
        panels: std::iter::once(agents(staffed)).chain(targets(staffed)).collect(),
    }
}

/// A value for each end of each interval.
fn steps(staffed: &Staffed<'_>, value: impl Fn(usize, Span) -> Option<f64>) -> Vec<Option<f64>> {
    let mut steps = vec![None; 2 * staffed.model().frame.intervals()];
    for (interval, length) in staffed.intervals() {
        let value = value(interval, length);
        (steps[2 * interval], steps[2 * interval + 1]) = (value, value);
    }
    steps
}

fn agents(staffed: &Staffed<'_>) -> Panel {
    let teams = staffed.answer.posts.teams();
    let load = |interval, length| Some(teams.iter().map(|team| staffed.load(*team, interval, length)).sum());
    let of_rule = |(place, (_, agents)): (usize, &(_, Vec<u32>))| Line {
        policy: Some(place + 1),
        values: steps(staffed, |interval, _| Some(f64::from(agents[interval]))),
    };
    let load = Line { policy: None, values: steps(staffed, load) };
    let found = Line { policy: Some(0), values: steps(staffed, |interval, _| Some(staffed.net_of_all(interval))) };
    let rules = staffed.rules.iter().enumerate().map(of_rule);
    Panel {
        title: "Agents at the desk".to_owned(),
        unit: Unit::Count,
        lines: [load, found].into_iter().chain(rules).collect(),
    }
}

fn targets<'a>(staffed: &'a Staffed<'_>) -> impl Iterator<Item = Panel> + 'a {
    let targets = staffed.answer.targets.iter().enumerate().filter(|(_, target)| target.is_helped_by_more());
    targets.map(|(place, target)| {
        let bound = Line { policy: None, values: steps(staffed, |_, _| Some(target.bound)) };
        let reached = steps(staffed, |interval, _| staffed.reached(interval, place).map(|it| it.value));
        let unit = match target.unit() {
            metrics::Unit::Seconds => Unit::Duration,
            metrics::Unit::Share => Unit::Share,
            _ => Unit::Count,
        };
        Panel { title: target.to_string(), unit, lines: vec![bound, Line { policy: Some(0), values: reached }] }
    })
}
