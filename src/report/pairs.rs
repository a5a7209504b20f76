//! `pairs.csv` and `best.csv`: every two policies against each other in the main numbers, and how likely each is the best.

use super::key::{self, Better, Key};
use super::table::{Table, ends, maybe};
use super::{Output, Report};
use crate::stats::{Estimate, Pair, Prognosis, all_pairs, probabilities_of_being_best, selection};

/// How often the replications are drawn anew for the probability of being best: its own error is then below 1 per cent.
const RESAMPLES: u32 = 10_000;

/// Every two policies in the main numbers; nothing with one policy.
pub fn pairs(report: &Report<'_>) -> Option<Output<'static>> {
    let header = [
        "metric",
        "statistic",
        "unit",
        "policy",
        "other",
        "difference",
        "low",
        "high",
        "significant",
        "replications_to_tell",
        "comparisons",
    ];
    let mut table = Table::new("pairs.csv", &header);
    for key in key::keys(report) {
        let (policies, pairs) = of(report, &key);
        for pair in &pairs {
            let (low, high) = ends(pair.difference.interval);
            let unit = key::row(report, policies[pair.first], &key).map_or("", |row| row.unit.name());
            let needed = match pair.told_apart {
                Prognosis::Reached => report.experiment().replications.to_string(),
                Prognosis::After(number) => number.to_string(),
                Prognosis::Never | Prognosis::Unknown => String::new(),
            };
            table.row(&[
                key.metric,
                key.statistic,
                unit,
                report.policy(policies[pair.first]),
                report.policy(policies[pair.second]),
                &maybe(Some(pair.difference.value)),
                &low,
                &high,
                &pair.difference.significant.to_string(),
                &needed,
                &pairs.len().to_string(),
            ]);
        }
    }
    (report.results.policies.len() > 1).then(|| table.finish())
}

/// How likely each policy is the best in each main number that has a good end; nothing with one policy.
pub fn best(report: &Report<'_>) -> Option<Output<'static>> {
    let mut table = Table::new("best.csv", &["metric", "statistic", "better", "policy", "value", "probability"]);
    for key in key::keys(report) {
        let better = match key.better {
            Better::Neither => continue,
            Better::Lower => "lower",
            Better::Higher => "higher",
        };
        for (policy, value, probability) in probabilities(report, &key) {
            let cells = [key.metric, key.statistic, better, report.policy(policy)];
            table.row(&[&cells[..], &[&maybe(Some(value)), &maybe(Some(probability))]].concat());
        }
    }
    (report.results.policies.len() > 1).then(|| table.finish())
}

/// Which two policies the mean wait tells apart, which only with more replications, in a sentence.
pub(super) fn told_apart(report: &Report<'_>) -> Option<String> {
    const TOLD: usize = 3;
    let key = *key::keys(report).first()?;
    let (policies, pairs) = of(report, &key);
    // One replication says nothing of any pair.
    if pairs.iter().any(|pair| pair.told_apart == Prognosis::Unknown) {
        return None;
    }
    let open: Vec<&Pair> = pairs.iter().filter(|pair| pair.told_apart != Prognosis::Reached).collect();
    let told = |pair: &&&Pair| {
        let name = |place: usize| report.policy(policies[place]);
        let both = format!("{} and {}", name(pair.first), name(pair.second));
        match pair.told_apart {
            Prognosis::After(number) if number <= 100_000 => {
                format!("{both} (about {} replications would)", rounded(number))
            }
            Prognosis::After(_) => format!("{both} (no number of replications that anybody would run)"),
            _ => format!("{both} (they are the same)"),
        }
    };
    let told: Vec<String> = open.iter().take(TOLD).map(|pair| told(&pair)).collect();
    let more = match open.len().saturating_sub(TOLD) {
        0 => String::new(),
        more => format!("; and {more} more pairs, see pairs.csv"),
    };
    let (number, apart) = (pairs.len(), pairs.len() - open.len());
    let title = key.title;
    match (number, told.is_empty()) {
        // Of two policies the answer has been given.
        (0 | 1, true) => None,
        (1, false) => Some(format!("Not told apart by the {title}: {}.", told.join(", "))),
        (_, true) => Some(format!("The {title} tells all {number} pairs of policies apart.")),
        (_, false) => Some(format!(
            "The {title} tells {apart} of {number} pairs of policies apart, all together; not {}{more}.",
            told.join(", ")
        )),
    }
}

/// A number of replications as a plan: two digits.
fn rounded(number: u64) -> u64 {
    let unit = 10_u64.pow(number.max(1).ilog10().saturating_sub(1));
    number.div_ceil(unit) * unit
}

/// The policies that have a main number, and all pairs of them.
fn of(report: &Report<'_>, key: &Key) -> (Vec<usize>, Vec<Pair>) {
    let (policies, estimates): (Vec<usize>, Vec<&Estimate>) = estimates(report, key).into_iter().unzip();
    let pairs = all_pairs(&estimates, report.experiment().confidence);
    (policies, pairs)
}

fn estimates<'a>(report: &Report<'a>, key: &Key) -> Vec<(usize, &'a Estimate)> {
    let estimate = |policy: usize| Some((policy, key::row(report, policy, key)?.estimate.as_ref()?));
    (0..report.results.policies.len()).filter_map(estimate).collect()
}

/// By policy: its number, and how likely it is the best.
fn probabilities(report: &Report<'_>, key: &Key) -> Vec<(usize, f64, f64)> {
    let better = match key.better {
        Better::Higher => selection::Better::Larger,
        _ => selection::Better::Smaller,
    };
    let (policies, estimates): (Vec<usize>, Vec<&Estimate>) = estimates(report, key).into_iter().unzip();
    let shares = probabilities_of_being_best(&estimates, better, RESAMPLES, report.experiment().seed);
    let shares = shares.into_iter().flatten().zip(policies).zip(&estimates);
    shares.map(|((share, policy), estimate)| (policy, estimate.value, share)).collect()
}
