//! The chart of a steady state: how the number of conversations that need a reply settles under each policy.

use super::super::Output;
use super::super::chart::{self, ChartError, Welch, WelchPanel};
use super::super::pictures::files;
use super::SteadyReport;
use crate::study::steady::PolicyState;

/// Welch's chart as SVG and as PNG.
///
/// # Errors
/// No data cause one, only a lack of memory.
pub fn steady_pictures(report: &SteadyReport<'_>) -> Result<[Output<'static>; 2], ChartError> {
    Ok(files(chart::welch(&welch(report))?))
}

fn welch(report: &SteadyReport<'_>) -> Welch {
    let of = match report.plan.experiment.replications {
        1 => "one run".to_owned(),
        number => format!("the mean over {number} replications"),
    };
    let panel = |(name, policy): (&str, &PolicyState)| WelchPanel {
        title: if policy.is_steady() { name.to_owned() } else { format!("{name}: no steady state") },
        level: policy.level.clone(),
        average: policy.moving_average(),
    };
    let warm_up = report.state.warm_up.filter(|warm_up| warm_up.0 > 0);
    Welch {
        name: "welch".to_owned(),
        title: "How the number of conversations that need a reply settles".to_owned(),
        subtitle: format!(
            "{}; {of} from an empty beginning, in intervals of {}, and its moving average",
            report.scenario.title, report.state.interval
        ),
        across: "time since the beginning".to_owned(),
        interval: report.state.interval.as_seconds(),
        warm_up: warm_up.map(|warm_up| (warm_up.as_seconds(), format!("warm-up: {warm_up}"))),
        panels: report.policies().map(panel).collect(),
    }
}
