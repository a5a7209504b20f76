//! `steady.csv` and `welch.csv`: the averages of a steady state, and the course of the level that says when it begins.

#[cfg(feature = "program")]
mod pictures;
#[cfg(feature = "program")]
mod text;

use super::Output;
use super::table::{Table, ends, maybe};
use super::words::number;
use crate::scenario::Scenario;
use crate::stats::Interval;
use crate::study::steady::{Average, Evidence, PolicyState, Settled};
use crate::study::{SteadyPlan, SteadyState};
use crate::units::Span;

#[cfg(feature = "program")]
pub use pictures::steady_pictures;
#[cfg(feature = "program")]
pub use text::steady_text;

/// What a study of the steady state says.
#[derive(Clone, Copy, Debug)]
pub struct SteadyReport<'a> {
    /// What it is about.
    pub scenario: &'a Scenario,
    /// What was run.
    pub plan: &'a SteadyPlan,
    /// What came out.
    pub state: &'a SteadyState,
}

impl<'a> SteadyReport<'a> {
    /// Every policy: its name, and what came out.
    pub(super) fn policies(&self) -> impl Iterator<Item = (&'a str, &'a PolicyState)> {
        let names = self.scenario.experiment.policies.iter().map(|policy| policy.name.as_str());
        names.zip(&self.state.policies)
    }

    /// The interval of an average.
    fn interval(&self, average: &Average) -> Option<Interval> {
        average.evidence.as_ref()?.estimate().interval(self.scenario.experiment.confidence)
    }

    /// Whether every policy has a steady state.
    pub fn is_steady(&self) -> bool {
        self.state.policies.iter().all(PolicyState::is_steady)
    }

    /// What whoever reads the numbers has to know first, policy by policy.
    pub fn warnings(&self) -> Vec<String> {
        self.policies().flat_map(|(name, policy)| self.warnings_of(name, policy)).collect()
    }

    fn warnings_of(&self, name: &str, policy: &PolicyState) -> Vec<String> {
        let half = Span(self.plan.experiment.model.frame.horizon.0 / 2);
        let settled = match policy.settled {
            Settled::Grows(growth) => Some(format!(
                "there is no steady state under {name}: its queue grows all along; {:.0}% of the arrivals are left over, because \
                 there is more work than its agents can do, or slots that nothing frees",
                growth.share_of_arrivals * 100.0
            )),
            Settled::TooLate if policy.is_steady() => Some(format!(
                "MSER-5 finds no steady state under {name} in the first {half}: what follows the warm-up may not be one"
            )),
            Settled::TooLate => Some(format!(
                "no steady state is found under {name}: it begins later than after {half}, or never (MSER-5); write a longer \
                 horizon or more replications, or look at welch.csv and give --warm-up"
            )),
            Settled::After(span) => {
                self.state.warm_up.filter(|warm_up| *warm_up < span).map(|warm_up| {
                    format!("the warm-up of {warm_up} is short for {name}: MSER-5 would leave out {span}")
                })
            }
        };
        let short = policy.has_long_batches(self.scenario.experiment.confidence) == Some(false);
        let batches = short.then(|| {
            format!(
                "the batches under {name} are too short: neighbours are alike (the test of von Neumann), so that intervals \
                 are too narrow; write a longer horizon, or fewer --batches"
            )
        });
        settled.into_iter().chain(batches).collect()
    }
}

/// The table of averages; a policy without a steady state has none.
pub fn steady(report: &SteadyReport<'_>) -> Output<'static> {
    let header = [
        "policy",
        "metric",
        "statistic",
        "unit",
        "value",
        "low",
        "high",
        "method",
        "observations",
        "warm_up",
        "lag_one",
        "von_neumann",
        "long_enough",
    ];
    let mut table = Table::new("steady.csv", &header);
    let warm_up = maybe(report.state.warm_up.map(|span| span.as_seconds()));
    for (name, policy) in report.policies() {
        for average in &policy.averages {
            let value = maybe(average.evidence.as_ref().map(|it| it.estimate().value));
            let (low, high) = ends(report.interval(average));
            let observations = average.evidence.as_ref().map_or(0, |it| it.estimate().influence.len()).to_string();
            let method = if report.plan.batches.is_some() { "batches" } else { "replications" };
            let [lag_one, von_neumann, long_enough] = dependence(report, average);
            table.row(&[
                name,
                average.metric.name,
                average.statistic,
                average.unit.name(),
                &value,
                &low,
                &high,
                method,
                &observations,
                &warm_up,
                &lag_one,
                &von_neumann,
                &long_enough,
            ]);
        }
    }
    table.finish()
}

/// How alike neighbouring batches are, and whether they are long enough; nothing without batches.
fn dependence(report: &SteadyReport<'_>, average: &Average) -> [String; 3] {
    match &average.evidence {
        Some(Evidence::Batches(batches)) => {
            let long_enough = batches.long_enough(report.scenario.experiment.confidence);
            [number(batches.lag_one), number(batches.von_neumann), long_enough.to_string()]
        }
        _ => [const { String::new() }; 3],
    }
}

/// The table of the course: by interval the mean over replications of how many need a reply, and its moving average.
pub fn welch(report: &SteadyReport<'_>) -> Output<'static> {
    let mut table = Table::new("welch.csv", &["policy", "interval", "seconds", "needing_reply", "moving_average"]);
    for (name, policy) in report.policies() {
        let average = policy.moving_average();
        for (place, level) in policy.level.iter().enumerate() {
            let seconds = report.state.interval.as_seconds() * place as f64;
            let average = maybe(average.get(place).copied());
            table.row(&[name, &(place + 1).to_string(), &number(seconds), &number(*level), &average]);
        }
    }
    table.finish()
}
