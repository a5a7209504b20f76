//! The answer in a sentence: who waits least, against the baseline, and what that takes. Only differences beyond chance.

use super::Report;
use super::key::{self, Key, Mark, Worth};
use super::words::{duration, margin};
use crate::stats::{Difference, Estimate, paired};

/// A paired comparison that is worth this many times the replications is worth a mention.
const NOTABLE: f64 = 1.5;

/// With fewer replications nobody can say what a comparison was worth: variances of so few numbers are noise.
const TELLING: u32 = 10;

/// The sentence, and one about the pairing where it matters.
pub(super) fn verdict(report: &Report<'_>) -> String {
    let baseline = report.policy(report.baseline());
    let Some(base) = wait(report, report.baseline()) else {
        let open = report.row(report.baseline(), "wait_open", "count").and_then(|row| row.estimate.as_ref());
        return match open.is_some_and(|open| open.value > 0.0) {
            true => format!("No agent turned to any message under {baseline}: there are no waits to compare."),
            false => "Nobody had to be answered: there are no waits to compare.".to_owned(),
        };
    };
    if report.results.policies.len() == 1 {
        return alone(report, base.value);
    }
    if base.influence.len() < 2 {
        return "One replication cannot tell a difference from chance: run more of them.".to_owned();
    }
    let lower = |policy: &usize| difference(report, *policy).is_some_and(|it| it.significant && it.value < 0.0);
    let mut ahead: Vec<usize> = (0..report.results.policies.len()).filter(lower).collect();
    let value = |policy: &usize| wait(report, *policy).map_or(f64::INFINITY, |it| it.value);
    ahead.sort_by(|a, b| value(a).total_cmp(&value(b)));
    let sentence = match ahead.split_first() {
        Some((&best, others)) => winner(report, best, others, base),
        None if worse(report).is_empty() => {
            format!("There is no significant difference between the mean waits of {baseline} and those of the others.")
        }
        None => format!(
            "No policy makes customers wait significantly less than {baseline}; under {} they wait longer.",
            listed(&worse(report).iter().map(|&policy| report.policy(policy)).collect::<Vec<_>>())
        ),
    };
    let shown = ahead.first().copied().or_else(|| worse(report).first().copied());
    format!("{sentence} {}", customers(report, shown))
}

/// What can be said about one policy.
fn alone(report: &Report<'_>, wait: f64) -> String {
    let busy = report.row(0, "utilisation", "share").and_then(|row| row.estimate.as_ref());
    let busy = busy.map_or(String::new(), |it| format!(", and agents are busy {:.0}% of their time", it.value * 100.0));
    let hours = hours(report);
    format!("Under {} customers wait {}{hours} on average{busy}.", report.policy(0), duration(wait))
}

/// Who waits least and what it takes.
fn winner(report: &Report<'_>, best: usize, others: &[usize], base: &Estimate) -> String {
    let (baseline, name) = (report.policy(report.baseline()), report.policy(best));
    let own = wait(report, best).expect("a policy that is ahead has waits");
    let gain = difference(report, best).expect("a policy that is ahead has been compared");
    let half = gain.interval.map_or(String::new(), |it| format!(" ± {}", margin(it.half_width(), gain.value)));
    let share = if base.value > 0.0 { format!(" ({:.0}%)", -gain.value / base.value * 100.0) } else { String::new() };
    let close: Vec<&str> =
        others.iter().filter(|other| !differ(report, best, **other)).map(|&other| report.policy(other)).collect();
    let close = match close.is_empty() {
        true => String::new(),
        false => format!(", though not significantly less than under {}", listed(&close)),
    };
    format!(
        "Customers wait least under {name}{close}: {}{} on average, {}{half}{share} less than under {baseline}, {}{}.",
        duration(own.value),
        hours(report),
        duration(-gain.value),
        cost(report, best),
        price(report, best)
    )
}

/// What a policy takes in utilisation.
fn cost(report: &Report<'_>, policy: usize) -> String {
    match report.comparison(policy, "utilisation", "share").map(|it| it.difference) {
        Some(it) if it.significant => {
            let half = it.interval.map_or(0.0, |interval| interval.half_width());
            let (points, half) = (it.value.abs() * 100.0, half * 100.0);
            let more = if it.value > 0.0 { "more" } else { "less" };
            let places = if half < 0.095 { 2 } else { 1 };
            format!("with agents {points:.places$} ± {half:.places$} percentage points {more} busy")
        }
        Some(_) => "with agents as busy as before".to_owned(),
        None => "whatever the agents do".to_owned(),
    }
}

/// What gets worse for customers though they wait less: a mean wait is short, too, if many give up.
fn price(report: &Report<'_>, policy: usize) -> String {
    let bad = |key: &Key| matches!(key::mark(report, policy, key), Mark::Higher(Worth::Bad) | Mark::Lower(Worth::Bad));
    let worse: Vec<&str> = key::keys(report).iter().filter(|key| bad(key)).map(|key| key.title).collect();
    match worse.len() {
        0 => String::new(),
        1 => format!(", but the {} is worse", worse[0]),
        _ => format!(", but the {} are worse", listed(&worse)),
    }
}

/// That the customers are the same, and what that is worth for the comparison shown.
fn customers(report: &Report<'_>, shown: Option<usize>) -> String {
    let gain = shown.and_then(|policy| difference(report, policy)).and_then(|it| it.variance_reduction);
    let telling = report.experiment().replications >= TELLING;
    // Who comes again, and how often, depends on the policy.
    let returns = match report.experiment().model.has_returns() {
        true => ", apart from returns",
        false => "",
    };
    match gain.filter(|gain| telling && *gain >= NOTABLE) {
        Some(gain) => format!(
            "All policies met the same customers{returns}; with other customers for each, this would have taken {} times the \
             replications.",
            if gain < 9.5 { format!("{gain:.1}") } else { format!("{gain:.0}") }
        ),
        None => format!("All policies met the same customers{returns}."),
    }
}

/// The policies under which customers wait significantly longer, the longest wait first.
fn worse(report: &Report<'_>) -> Vec<usize> {
    let higher = |policy: &usize| difference(report, *policy).is_some_and(|it| it.significant && it.value > 0.0);
    let mut worse: Vec<usize> = (0..report.results.policies.len()).filter(higher).collect();
    worse.sort_by(|a, b| {
        let value = |policy: &usize| wait(report, *policy).map_or(0.0, |it| it.value);
        value(b).total_cmp(&value(a))
    });
    worse
}

/// Which hours the waits are of, if not all.
fn hours(report: &Report<'_>) -> &'static str {
    if report.in_hours() { " of opening hours" } else { "" }
}

/// The mean wait under a policy.
fn wait<'a>(report: &Report<'a>, policy: usize) -> Option<&'a Estimate> {
    let results: &'a crate::experiment::Results = report.results;
    results.policies[policy].row(crate::metrics::Scope::Overall, report.wait(), "mean")?.estimate.as_ref()
}

/// The mean wait under a policy against that under the baseline.
fn difference(report: &Report<'_>, policy: usize) -> Option<Difference> {
    report.comparison(policy, report.wait(), "mean").map(|it| it.difference)
}

/// Whether the mean waits under two policies differ beyond chance, as strictly as against the baseline.
fn differ(report: &Report<'_>, one: usize, other: usize) -> bool {
    match (wait(report, one), wait(report, other)) {
        (Some(a), Some(b)) => paired(a, b, report.experiment().confidence, report.together()).significant,
        _ => false,
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
