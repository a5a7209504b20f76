//! What all replications say together: estimates with intervals, and differences on the same customers.

use super::{Experiment, RunRecord};
use crate::metrics::measures::Interval as MeasuredInterval;
use crate::metrics::{Contribution, Kind, METRICS, Metric, Scope, Times, Unit};
use crate::stats::{
    Difference, Distribution, Estimate, Growth, Interval, Moments, deviation, mean, paired, quantile,
    quantile_interval, ratio,
};
use crate::units::Span;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The results of an experiment.
#[derive(Clone, Debug)]
pub struct Results {
    /// By policy, in the order of the scenario.
    pub policies: Vec<PolicyResults>,
    /// Every policy but the baseline against the baseline.
    pub comparisons: Vec<Comparison>,
}

/// The results of one policy. They do not depend on what other policies there are.
#[derive(Clone, Debug)]
pub struct PolicyResults {
    /// Every statistic of every metric in every scope.
    pub rows: Vec<Row>,
    /// By interval, added up over the replications.
    pub intervals: Vec<MeasuredInterval>,
    /// The runs, by replication.
    pub runs: Vec<RunRecord>,
    /// Whether the work grows all along.
    pub growth: Option<Growth>,
}

/// The results of an experiment with something changed, and how they differ from those without.
#[derive(Clone, Debug)]
pub struct WhatIfResults {
    /// What came out.
    pub results: Results,
    /// Every policy against itself without the change.
    pub changes: Vec<Comparison>,
    /// Over how many comparisons the intervals of the changes hold together.
    pub comparisons: usize,
}

/// One statistic of one metric in one scope.
#[derive(Clone, Debug)]
pub struct Row {
    /// Whom it is about.
    pub scope: Scope,
    /// Of what.
    pub metric: &'static Metric,
    /// Which number.
    pub statistic: Cow<'static, str>,
    /// In what.
    pub unit: Unit,
    /// The number with its influence values; `None` is blank (0/0).
    pub estimate: Option<Estimate>,
    /// The interval; `None` with fewer than two replications, or for a maximum.
    pub interval: Option<Interval>,
}

/// One number of a policy against the same of the baseline, or of the policy in another experiment, on the same customers.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The place of the policy.
    pub policy: usize,
    /// Whom it is about.
    pub scope: Scope,
    /// Of what.
    pub metric: &'static Metric,
    /// Which number.
    pub statistic: Cow<'static, str>,
    /// In what.
    pub unit: Unit,
    /// The policy minus the baseline, or minus itself in the other experiment.
    pub difference: Difference,
}

/// The quantiles that are reported.
const QUANTILES: [(&str, f64); 5] = [("p50", 0.50), ("p75", 0.75), ("p90", 0.90), ("p95", 0.95), ("p99", 0.99)];

impl Results {
    /// Folds the runs of each policy, in the order of replications.
    pub(super) fn new(
        experiment: &Experiment,
        runs: Vec<Vec<RunRecord>>,
        intervals: Vec<Vec<MeasuredInterval>>,
    ) -> Results {
        let policies: Vec<PolicyResults> =
            runs.into_iter().zip(intervals).map(|(runs, intervals)| fold(experiment, runs, intervals)).collect();
        let comparisons = compare(experiment, &policies);
        Results { policies, comparisons }
    }

    /// A statistic of a policy against the baseline; none where there is nothing to compare.
    pub fn comparison(&self, policy: usize, scope: Scope, metric: &str, statistic: &str) -> Option<&Comparison> {
        let wanted = |it: &&Comparison| it.policy == policy && it.scope == scope && it.metric.name == metric;
        self.comparisons.iter().filter(wanted).find(|it| it.statistic == statistic)
    }
}

impl Results {
    /// How many replications there were.
    pub fn replications(&self) -> u32 {
        self.policies.first().map_or(0, |it| it.runs.len() as u32)
    }
}

impl PolicyResults {
    /// The row of a statistic.
    pub fn row(&self, scope: Scope, metric: &str, statistic: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.scope == scope && row.metric.name == metric && row.statistic == statistic)
    }

    /// The distributions of a timed metric, one a replication, in milliseconds.
    pub fn distributions(&self, scopes: &[Scope], scope: Scope, metric: &str) -> Vec<&Distribution<7>> {
        let scope = scopes.iter().position(|it| *it == scope);
        let metric = METRICS.iter().position(|it| it.name == metric);
        let (Some(scope), Some(metric)) = (scope, metric) else { return Vec::new() };
        let times = self.runs.iter().filter_map(|run| match &run.contributions[scope][metric] {
            Contribution::Times(times) => Some(&times.distribution),
            _ => None,
        });
        times.collect()
    }
}

fn fold(experiment: &Experiment, runs: Vec<RunRecord>, intervals: Vec<MeasuredInterval>) -> PolicyResults {
    let mut rows = Vec::new();
    for (place, scope) in experiment.scopes().into_iter().enumerate() {
        for (which, metric) in METRICS.iter().enumerate() {
            let contributions: Vec<&Contribution> = runs.iter().map(|run| &run.contributions[place][which]).collect();
            statistics(metric, &contributions, experiment, |statistic, unit, estimate, interval| {
                rows.push(Row { scope, metric, statistic, unit, estimate, interval });
            });
        }
    }
    let growth = super::growth::growth(experiment, &runs);
    PolicyResults { rows, intervals, runs, growth }
}

/// A number about everybody from the runs of a policy, in the order of replications, and its interval.
pub(super) fn statistic_of(
    experiment: &Experiment,
    runs: &[&RunRecord],
    metric: &str,
    statistic: &str,
) -> Option<(Estimate, Option<Interval>)> {
    let which = METRICS.iter().position(|it| it.name == metric && has(it, statistic))?;
    // Everybody comes first.
    let contributions: Vec<&Contribution> = runs.iter().map(|run| &run.contributions[0][which]).collect();
    let mut found = None;
    statistics(&METRICS[which], &contributions, experiment, |name, _, estimate, interval| {
        if name == statistic {
            found = estimate.map(|estimate| (estimate, interval));
        }
    });
    found
}

/// Whether a metric has a statistic, as far as that tells metrics of the same name apart.
fn has(metric: &Metric, statistic: &str) -> bool {
    match metric.kind {
        Kind::Each { statistic: own, .. } | Kind::Ratio { statistic: own, .. } => own == statistic,
        _ => true,
    }
}

type Push<'a> = &'a mut dyn FnMut(Cow<'static, str>, Unit, Option<Estimate>, Option<Interval>);

/// Every statistic of one metric in one scope.
fn statistics(
    metric: &'static Metric,
    contributions: &[&Contribution],
    experiment: &Experiment,
    mut push: impl FnMut(Cow<'static, str>, Unit, Option<Estimate>, Option<Interval>),
) {
    let confidence = experiment.confidence;
    let push: Push<'_> = &mut push;
    let mut plain = |statistic: &'static str, unit, estimate| {
        with_interval(statistic.into(), unit, estimate, confidence, push);
    };
    match metric.kind {
        Kind::Times(_) | Kind::InHours(_) => {
            let times = times(contributions);
            if !times.is_empty() {
                spread(metric.unit, &times, confidence, push);
                within(&times, &experiment.model.bands.within, confidence, push);
            }
        }
        Kind::Quantiles(_) => quantiles(metric.unit, &times(contributions), (1e-3, 1e-6), confidence, push),
        Kind::Concurrency => {
            let times = times(contributions);
            if !times.is_empty() {
                mean_of(metric.unit, &times, 1.0, confidence, push);
                quantiles(metric.unit, &times, (1.0, 1.0), confidence, push);
                maximum(metric.unit, &times, 1.0, push);
                at_levels(&times, confidence, push);
            }
        }
        Kind::Ratio { statistic, .. } => {
            if let Some((numerators, denominators)) = pairs(contributions) {
                plain(statistic, metric.unit, ratio(&numerators, &denominators));
            }
        }
        Kind::Level(_) => {
            if let Some((integrals, counted)) = pairs(contributions) {
                plain("mean", metric.unit, ratio(&integrals, &counted));
            }
        }
        Kind::Count(_) => {
            if let Some((numerators, denominators)) = pairs(contributions) {
                plain("count", Unit::Number, mean(&numerators.iter().copied().map(Some).collect::<Vec<_>>()));
                plain("share", Unit::Share, ratio(&numerators, &denominators));
            }
        }
        // A row is there or not whatever the values are, so that policies have the same rows.
        Kind::Age => values(contributions).iter().for_each(|it| plain("mean_at_ends", metric.unit, mean(it))),
        Kind::Total(_) => values(contributions).iter().for_each(|it| plain("total", metric.unit, mean(it))),
        Kind::Each { statistic, .. } => {
            values(contributions).iter().for_each(|it| plain(statistic, metric.unit, mean(it)));
        }
    }
}

/// An estimate with its interval by Student's t.
fn with_interval(
    statistic: Cow<'static, str>,
    unit: Unit,
    estimate: Option<Estimate>,
    confidence: f64,
    push: Push<'_>,
) {
    let interval = estimate.as_ref().and_then(|estimate| estimate.interval(confidence));
    push(statistic, unit, estimate, interval);
}

/// All statistics of lengths of time.
fn spread(unit: Unit, times: &[&Times], confidence: f64, push: Push<'_>) {
    let counts: Vec<Option<f64>> = times.iter().map(|it| Some(it.moments.count as f64)).collect();
    with_interval("count".into(), Unit::Number, mean(&counts), confidence, push);
    mean_of(unit, times, 1e-6, confidence, push);
    let moments: Vec<Moments> = times.iter().map(|it| it.moments).collect();
    let sd = deviation(&moments).map(|it| it.scaled(1e-6));
    with_interval("sd".into(), unit, sd, confidence, push);
    quantiles(unit, times, (1e-3, 1e-6), confidence, push);
    maximum(unit, times, 1e-6, push);
    share_of(times, |it| it.positive as f64, "share_above_zero".into(), confidence, push);
}

/// The share of the values that a number of them is.
fn share_of(
    times: &[&Times],
    number: impl Fn(&Times) -> f64,
    statistic: Cow<'static, str>,
    confidence: f64,
    push: Push<'_>,
) {
    let numbers: Vec<f64> = times.iter().map(|it| number(it)).collect();
    let counts: Vec<f64> = times.iter().map(|it| it.moments.count as f64).collect();
    with_interval(statistic, Unit::Share, ratio(&numbers, &counts), confidence, push);
}

/// The shares of the times that are not longer than these, values of a bucket taken as spread evenly over it. What is still
/// open is longer once it is older; younger, nobody knows, and it counts for nothing.
fn within(times: &[&Times], spans: &[Span], confidence: f64, push: Push<'_>) {
    for span in spans {
        let at_most = |distribution: &Distribution<7>| distribution.count_at_most(span.as_milliseconds());
        let inside: Vec<f64> = times.iter().map(|it| at_most(&it.distribution)).collect();
        let older = |it: &Times| it.open.total() as f64 - at_most(&it.open);
        let decided: Vec<f64> = times.iter().map(|it| it.moments.count as f64 + older(it)).collect();
        let statistic = format!("within_{span}").into();
        with_interval(statistic, Unit::Share, ratio(&inside, &decided), confidence, push);
    }
}

/// The share of time at each level, up to the highest that a histogram tells from its neighbours.
fn at_levels(times: &[&Times], confidence: f64, push: Push<'_>) {
    let Some(highest) = times.iter().filter_map(|it| it.maximum).max() else { return };
    for level in 0..=highest.min(255) {
        let at_most = |it: &Times, level: Option<u64>| level.map_or(0.0, |it_is| it.distribution.count_at_most(it_is));
        let at = |it: &Times| at_most(it, Some(level)) - at_most(it, level.checked_sub(1));
        share_of(times, at, format!("share_at_{level}").into(), confidence, push);
    }
}

fn mean_of(unit: Unit, times: &[&Times], scale: f64, confidence: f64, push: Push<'_>) {
    let sums: Vec<f64> = times.iter().map(|it| it.moments.sum as f64 * scale).collect();
    let counts: Vec<f64> = times.iter().map(|it| it.moments.count as f64).collect();
    with_interval("mean".into(), unit, ratio(&sums, &counts), confidence, push);
}

/// The quantiles, none above the maximum: what a bucket holds may end before the bucket does. `scales` are those of the
/// distribution and of the maximum.
fn quantiles(unit: Unit, times: &[&Times], scales: (f64, f64), confidence: f64, push: Push<'_>) {
    let greatest = times.iter().filter_map(|it| it.maximum).max().map_or(f64::INFINITY, |it| it as f64 * scales.1);
    let scale = scales.0;
    let distributions: Vec<&Distribution<7>> = times.iter().map(|it| &it.distribution).collect();
    for (name, p) in QUANTILES {
        let estimate = quantile(p, &distributions).map(|it| it.scaled(scale));
        let estimate = estimate.map(|it| Estimate { value: it.value.min(greatest), ..it });
        let cut = |end: f64| (end * scale).min(greatest);
        let interval = quantile_interval(p, &distributions, confidence);
        let interval = interval.map(|it| Interval { low: cut(it.low), high: cut(it.high) });
        push(name.into(), unit, estimate, interval);
    }
}

fn maximum(unit: Unit, times: &[&Times], scale: f64, push: Push<'_>) {
    let greatest = times.iter().filter_map(|it| it.maximum).max();
    // A maximum has no influence values, so it is not compared and has no interval.
    let estimate = greatest.map(|it| Estimate { value: it as f64 * scale, influence: Vec::new(), informed: 0 });
    push("max".into(), unit, estimate, None);
}

fn times<'a>(contributions: &[&'a Contribution]) -> Vec<&'a Times> {
    let times = contributions.iter().filter_map(|it| match it {
        Contribution::Times(times) => Some(times),
        _ => None,
    });
    times.collect()
}

fn pairs(contributions: &[&Contribution]) -> Option<(Vec<f64>, Vec<f64>)> {
    let pair = |it: &&Contribution| match it {
        Contribution::Pair(numerator, denominator) => Some((*numerator, *denominator)),
        _ => None,
    };
    contributions.iter().map(pair).collect::<Option<Vec<_>>>().map(|pairs| pairs.into_iter().unzip())
}

fn values(contributions: &[&Contribution]) -> Option<Vec<Option<f64>>> {
    let value = |it: &&Contribution| match it {
        Contribution::Value(value) => Some(*value),
        _ => None,
    };
    contributions.iter().map(value).collect()
}

/// Every policy against the baseline; intervals hold together over the policies compared (Bonferroni).
fn compare(experiment: &Experiment, policies: &[PolicyResults]) -> Vec<Comparison> {
    let others = policies.len().saturating_sub(1).max(1);
    let baseline = &policies[experiment.baseline];
    let compared = policies.iter().enumerate().filter(|(policy, _)| *policy != experiment.baseline);
    compared.flat_map(|(policy, it)| differences(policy, it, baseline, experiment.confidence, others)).collect()
}

impl WhatIfResults {
    /// Each policy in experiments with something changed against the same policy in the experiment as it is, on the same
    /// replications; intervals hold together over all policies in all experiments (Bonferroni).
    pub fn against(before: &Results, others: Vec<Results>, confidence: f64) -> Vec<WhatIfResults> {
        let comparisons = others.len() * before.policies.len();
        let changes = |now: &Results| {
            let both = now.policies.iter().zip(&before.policies).enumerate();
            both.flat_map(|(policy, (now, before))| differences(policy, now, before, confidence, comparisons)).collect()
        };
        others.into_iter().map(|results| WhatIfResults { changes: changes(&results), comparisons, results }).collect()
    }

    /// The change of a number of a policy.
    pub fn change(&self, policy: usize, scope: Scope, metric: &str, statistic: &str) -> Option<&Difference> {
        let asked = |it: &&Comparison| {
            (it.policy, it.scope, it.metric.name, &*it.statistic) == (policy, scope, metric, statistic)
        };
        self.changes.iter().find(asked).map(|it| &it.difference)
    }
}

/// Every number of `one` minus the same of `other`. One may have rows that another has not: levels that only it reaches.
fn differences(
    policy: usize,
    one: &PolicyResults,
    other: &PolicyResults,
    confidence: f64,
    comparisons: usize,
) -> Vec<Comparison> {
    let key = |row: &Row| (row.scope, row.metric.name, row.statistic.clone());
    let others: BTreeMap<_, &Row> = other.rows.iter().map(|row| (key(row), row)).collect();
    let difference = |row: &Row| {
        let (a, b) = (row.estimate.as_ref()?, others.get(&key(row))?.estimate.as_ref()?);
        if a.influence.is_empty() || a.influence.len() != b.influence.len() {
            return None;
        }
        let difference = paired(a, b, confidence, comparisons);
        let (&Row { scope, metric, unit, .. }, statistic) = (row, row.statistic.clone());
        Some(Comparison { policy, scope, metric, statistic, unit, difference })
    };
    one.rows.iter().filter_map(difference).collect()
}
