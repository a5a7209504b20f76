//! Whether the replications were enough for what was to be known, in a sentence.

use super::Report;
use super::key;
use crate::experiment::{Best, Until, Wanted, precision, race};
use crate::metrics::Scope;
use crate::stats::{Better, Prognosis};

/// The sentence; nothing where the number of replications was fixed beforehand.
pub(super) fn known(report: &Report<'_>) -> Option<String> {
    Some(match report.experiment().until.as_ref()? {
        Until::Precise(wanted) => precise(report, wanted),
        Until::Selected(best) => selected(report, best),
    })
}

fn precise(report: &Report<'_>, wanted: &[Wanted]) -> String {
    let experiment = report.experiment();
    let names: Vec<String> = wanted.iter().map(|it| format!("{}.{}", it.metric, it.statistic)).collect();
    let progress = precision(experiment, wanted, report.results);
    let furthest = progress.iter().filter(|it| !it.2.holds()).max_by_key(|it| it.2.needed);
    let Some((policy, it, progress)) = furthest else {
        return format!(
            "{} replications make {} as precise as was asked for.",
            experiment.replications,
            names.join(", ")
        );
    };
    let name = format!("{}.{} under {}", it.metric, it.statistic, report.policy(*policy));
    let needed = match progress.needed {
        Prognosis::After(number) => format!(": about {number} replications would do"),
        _ => String::new(),
    };
    format!(
        "{} replications, as many as were allowed, do not make everything as precise as was asked for, above all not \
         {name}{needed}.",
        experiment.replications
    )
}

fn selected(report: &Report<'_>, best: &Best) -> String {
    let (experiment, replications) = (report.experiment(), report.experiment().replications);
    let name = format!("{}.{}", best.metric, best.statistic);
    let end = if best.better == Better::Smaller { "least" } else { "greatest" };
    let unit = (0..report.results.policies.len())
        .find_map(|policy| report.results.policies[policy].row(Scope::Overall, best.metric, &best.statistic))
        .map_or(crate::metrics::Unit::Number, |row| row.unit);
    let indifference = key::written(unit, best.indifference, None, 2).0;
    let Some(race) = race(experiment, best, report.results) else {
        return format!("A policy has no {name} in the first replications: none can be selected by it.");
    };
    match race.selected() {
        Some(policy) => format!(
            "{} has the {end} {name}, with a probability of at least {:.0}% if it is ahead by {indifference} or more: \
             selected after {replications} replications (Kim and Nelson).",
            report.policy(policy),
            experiment.confidence * 100.0
        ),
        None => {
            const MOST: u64 = 100_000;
            let left: Vec<&str> = race.survivors().iter().map(|policy| report.policy(*policy)).collect();
            let needed = match race.at_most() {
                number if number <= MOST => format!("after {number} at most one would be selected"),
                _ => "for differences so small nobody would run enough of them".to_owned(),
            };
            format!(
                "{replications} replications, as many as were allowed, do not tell which policy has the {end} {name}: left \
                 are {}; {needed}.",
                left.join(", ")
            )
        }
    }
}
