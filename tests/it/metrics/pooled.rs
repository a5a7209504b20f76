//! The rows of an experiment: the definitions again, with the values of all replications in one list.

use super::plain::{self, Plain, Sight};
use super::rich;
use super::{
    Book, Clerk, counted, intervals, mean_of, reframed, same_contribution, same_tally, scopes, statistic,
    wanted_in_hours, width,
};
use crate::twin::scenario;
use quasisync::civil::Weekly;
use quasisync::engine;
use quasisync::experiment::{self, Experiment, PolicyResults, Row};
use quasisync::metrics::measures::Layout;
use quasisync::metrics::{Clock, Kind, METRICS, Metric, Scope, View};
use quasisync::model::{Model, Team};
use quasisync::policy::{Ownership, Policy};
use quasisync::trace::Journal;
use quasisync::units::{DemandId, Span};
use quasisync::workload::Workload;
use rayon::prelude::*;
use std::sync::atomic::AtomicBool;

const REPLICATIONS: u32 = 3;

/// A small experiment: random models, two policies, three replications.
fn drawn(seed: u64) -> Experiment {
    let mut it = reframed(scenario::sampled(seed), seed);
    if seed.is_multiple_of(2) {
        rich::enrich(&mut it, seed);
        it.model.teams.iter_mut().for_each(|team| team.sharing.clear());
    }
    let mut other = it.policy.clone();
    other.name = "other".into();
    other.capacity.ownership = match other.capacity.ownership {
        Ownership::Agent => Ownership::Team,
        Ownership::Team => Ownership::Agent,
    };
    Experiment {
        model: it.model,
        policies: vec![it.policy, other],
        baseline: 1,
        seed,
        replications: REPLICATIONS,
        until: None,
        confidence: 0.9,
    }
}

fn books(experiment: &Experiment, policy: &Policy) -> Vec<Book> {
    let model = &experiment.model;
    let one = |replication| {
        let workload = Workload::sample(model, experiment.seed, replication);
        let mut journal = Journal::default();
        engine::simulate(model, &workload, policy, &mut journal, &AtomicBool::new(false)).expect("nobody stops it");
        Clerk::book(model, &workload, policy, &journal.facts)
    };
    (0..experiment.replications).map(one).collect()
}

/// One list of all replications' values; sums of numerators and denominators.
fn pool(all: &[Plain]) -> Plain {
    let mut pooled = all[0].clone();
    for more in &all[1..] {
        match (&mut pooled, more) {
            (Plain::Values(values), Plain::Values(more)) => values.extend(more),
            (Plain::Ratio(over, under), Plain::Ratio(more, of)) => (*over, *under) = (*over + more, *under + of),
            (Plain::Levels(levels, sum), Plain::Levels(more, part)) => {
                levels.extend(more);
                *sum += part;
            }
            _ => {}
        }
    }
    pooled
}

/// Equal but for the rounding of a few operations.
#[track_caller]
fn close(row: &Row, wanted: Option<f64>, place: &str) {
    let found = row.estimate.as_ref().map(|it| it.value);
    match (found, wanted) {
        (Some(found), Some(wanted)) => {
            let place = format!("{place} {}: {found} instead of {wanted}", row.statistic);
            assert!((found - wanted).abs() <= 1e-15 * wanted.abs().max(f64::MIN_POSITIVE) * 4.0, "{place}");
        }
        (None, None) => {}
        _ => panic!("{place} {}: {found:?} instead of {wanted:?}", row.statistic),
    }
}

/// A quantile of values with weights, in the bucket of the value that it is by definition.
fn quantile(row: &Row, mut weighted: Vec<(u64, u64)>, scale: f64, place: &str) {
    weighted.sort_unstable();
    let p: f64 = row.statistic[1..].parse::<f64>().expect("a percentage") / 100.0;
    let total: u64 = weighted.iter().map(|it| it.1).sum();
    let mut below = 0;
    let exact = weighted.iter().find(|it| {
        below += it.1;
        below as f64 / total as f64 >= p
    });
    let found = row.estimate.as_ref().map(|it| (it.value / scale).round() as u64);
    match (found, exact) {
        (Some(found), Some(&(exact, _))) => {
            let width = width(exact, 7);
            assert_eq!(found / width, exact / width, "{place} {}: {found} instead of {exact}", row.statistic);
        }
        (None, None) => {}
        _ => panic!("{place} {}: {found:?} instead of {exact:?}", row.statistic),
    }
}

/// A share of times within a span, of those ended and those open for longer: not less than those in all buckets below, not
/// more than with the whole bucket.
fn within(row: &Row, span: &str, (values, open): (&[u64], &[u64]), place: &str) {
    let spans = [Span::SECOND.0 * 5, 1_500_000, Span::SECOND.0 * 20];
    let span = spans.into_iter().find(|it| Span(*it).to_string() == span);
    let milliseconds = span.expect("a span of the scenarios drawn") / 1000;
    let width = width(milliseconds, 7);
    let share = |bound: u64| {
        let inside = values.iter().filter(|it| **it / 1000 < bound).count() as f64;
        let beyond = open.iter().filter(|it| **it / 1000 >= bound).count() as f64;
        inside / (values.len() as f64 + beyond)
    };
    let (low, high) = (share(milliseconds / width * width), share((milliseconds / width + 1) * width));
    let Some(estimate) = &row.estimate else { return assert!(low.is_nan() || high.is_nan(), "{place} {span:?}") };
    let (low, high) = (low - 1e-12, high + 1e-12);
    assert!(!(estimate.value < low || high < estimate.value), "{place} {}: {}", row.statistic, estimate.value);
}

fn compare_row(row: &Row, (plain, open): (&Plain, &[u64]), all: &[Plain], place: &str) {
    let replications = f64::from(REPLICATIONS);
    let some = |count: f64, value: f64| (count > 0.0).then_some(value);
    match (plain, &*row.statistic) {
        (Plain::Values(values), statistic) => {
            let count = values.len() as f64;
            let sum: u128 = values.iter().map(|&it| u128::from(it)).sum();
            match statistic {
                "count" => close(row, Some(count / replications), place),
                "mean" => close(row, some(count, sum as f64 / count / 1e6), place),
                "sd" => {
                    let mean = sum as f64 / count;
                    let squares: f64 = values.iter().map(|&it| (it as f64 - mean) * (it as f64 - mean)).sum();
                    let (found, wanted) = (row.estimate.as_ref().map(|it| it.value), (squares / count).sqrt() / 1e6);
                    // Two ways to add up many squares.
                    assert_eq!(found.is_some(), count > 0.0, "{place}");
                    assert!(
                        found.is_none_or(|it| (it - wanted).abs() <= 1e-12 * (wanted + mean)),
                        "{place}: {found:?}"
                    );
                }
                "max" => close(row, values.iter().max().map(|&it| it as f64 / 1e6), place),
                "share_above_zero" => {
                    close(row, some(count, values.iter().filter(|&&it| it > 0).count() as f64 / count), place);
                }
                _ => match statistic.strip_prefix("within_") {
                    Some(span) => within(row, span, (values, open), place),
                    None => quantile(row, values.iter().map(|it| (it / 1000, 1)).collect(), 1e-3, place),
                },
            }
        }
        (Plain::Ratio(over, _), "count") => close(row, Some(over / replications), place),
        (Plain::Ratio(over, under), _) => close(row, some(*under, over / under), place),
        (Plain::Levels(levels, integral), statistic) => {
            let time: u64 = levels.iter().map(|it| it.1).sum();
            match statistic {
                "mean" => close(row, some(time as f64, *integral as f64 / time as f64), place),
                "max" => close(row, levels.iter().map(|it| it.0 as f64).max_by(f64::total_cmp), place),
                _ => match statistic.strip_prefix("share_at_") {
                    Some(level) => {
                        let level: u64 = level.parse().expect("a level");
                        let at: u64 = levels.iter().filter(|it| it.0 == level).map(|it| it.1).sum();
                        close(row, some(time as f64, at as f64 / time as f64), place);
                    }
                    None => quantile(row, levels.clone(), 1.0, place),
                },
            }
        }
        (Plain::Number(_), _) => {
            let present: Vec<f64> =
                all.iter().filter_map(|it| if let Plain::Number(it) = it { *it } else { None }).collect();
            let mean = present.iter().sum::<f64>() / present.len() as f64;
            let found = row.estimate.as_ref().map(|it| it.value);
            assert_eq!(found.is_some(), !present.is_empty(), "{place}");
            assert!(found.is_none_or(|it| (it - mean).abs() <= 1e-12 * mean), "{place}: {found:?} instead of {mean}");
        }
        (Plain::Absent, _) => panic!("{place}: there should be no row"),
    }
}

/// The statistics that a metric has rows for.
fn statistics(metric: &Metric, plain: &Plain, model: &Model) -> Vec<String> {
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    const QUANTILES: [&str; 5] = ["p50", "p75", "p90", "p95", "p99"];
    match (metric.kind, plain) {
        (_, Plain::Absent) => Vec::new(),
        (Kind::Times(_) | Kind::InHours(_), _) => {
            let all = [&["count", "mean", "sd"], QUANTILES.as_slice(), &["max", "share_above_zero"]].concat();
            let within = model.bands.within.iter().map(|span| format!("within_{span}"));
            named(&all).into_iter().chain(within).collect()
        }
        (Kind::Quantiles(_), _) => named(&QUANTILES),
        (Kind::Concurrency, Plain::Levels(levels, _)) => {
            let highest = levels.iter().map(|it| it.0).max();
            let levels = highest.into_iter().flat_map(|highest| (0..=highest).map(|level| format!("share_at_{level}")));
            named(&[&["mean"], QUANTILES.as_slice(), &["max"]].concat()).into_iter().chain(levels).collect()
        }
        (Kind::Concurrency, _) => Vec::new(),
        (Kind::Count(_), _) => named(&["count", "share"]),
        (Kind::Level(_), _) => named(&["mean"]),
        (Kind::Age, _) => named(&["mean_at_ends"]),
        (Kind::Total(_), _) => named(&["total"]),
        (Kind::Ratio { statistic, .. } | Kind::Each { statistic, .. }, _) => named(&[statistic]),
    }
}

fn compare_policy(label: &str, experiment: &Experiment, results: &PolicyResults, policy: &Policy) -> usize {
    let (model, frame) = (&experiment.model, &experiment.model.frame);
    let books = books(experiment, policy);
    let all = |metric: &Metric, scope: Scope, window| -> Vec<Plain> {
        let plain = |book: &Book, window| {
            plain::metric(metric.name, statistic(metric), &Sight { model, book, scope, window, in_hours: false })
        };
        let at_ends = |book| mean_of(intervals(frame).into_iter().map(|window| plain(book, window)).collect());
        match metric.kind {
            Kind::Age => books.iter().map(at_ends).collect(),
            _ => books.iter().map(|book| plain(&book.within(window), window)).collect(),
        }
    };
    let open = |metric: &Metric, scope: Scope, window| -> Vec<u64> {
        let timed = matches!(metric.kind, Kind::Times(_) | Kind::InHours(_)) && wanted_in_hours(model, metric);
        let open = |book: &Book| {
            let book = &book.within(window);
            plain::open(metric.name, &Sight { model, book, scope, window, in_hours: false })
        };
        books.iter().filter(|_| timed).flat_map(open).collect()
    };
    let (layout, mut compared) = (Layout::new(model), 0);
    for scope in experiment.scopes() {
        for metric in METRICS {
            let plains = all(metric, scope, counted(frame));
            let plain = pool(&plains);
            // A name may stand for two metrics, a mean and a maximum.
            let mine = |row: &&Row| {
                let same = row.metric.name == metric.name && statistic(row.metric) == statistic(metric);
                row.scope == scope && same
            };
            let rows: Vec<&Row> = results.rows.iter().filter(mine).collect();
            let place = format!("{label}, {} {scope:?}", metric.name);
            let found: Vec<String> = rows.iter().map(|row| row.statistic.to_string()).collect();
            assert_eq!(found, statistics(metric, &plain, model), "{place}: which rows there are");
            let open = open(metric, scope, counted(frame));
            rows.iter().for_each(|row| compare_row(row, (&plain, &open), &plains, &place));
            compared += rows.len();
        }
    }
    for (window, interval) in intervals(frame).into_iter().zip(&results.intervals) {
        for scope in scopes(model) {
            let length = window.length() as f64 * f64::from(REPLICATIONS);
            let (view, coarse) = View::of_interval(interval, &layout, scope, length);
            for metric in METRICS {
                let place = format!("{label}, {} {scope:?}, {window:?}", metric.name);
                let mut plain = pool(&all(metric, scope, window));
                match (metric.kind, &mut plain) {
                    (Kind::Times(Clock { ended: timings, .. }) | Kind::Quantiles(timings), Plain::Values(values)) => {
                        same_tally(&coarse.timing(timings), values, &place);
                    }
                    (Kind::InHours(clock), Plain::Values(values)) => {
                        same_tally(&coarse.in_hours(clock.ended), values, &place)
                    }
                    // A mean over the replications in which there is one.
                    (Kind::Each { .. }, _) => {
                        let some = |it: Plain| if let Plain::Number(it) = it { it } else { None };
                        let present: Vec<f64> = all(metric, scope, window).into_iter().filter_map(some).collect();
                        let mean = present.iter().sum::<f64>() / present.len() as f64;
                        if plain != Plain::Absent {
                            plain = Plain::Number((!present.is_empty()).then_some(mean));
                        }
                        same_contribution(&view.contribution(metric), &plain, &place);
                    }
                    (Kind::Age | Kind::Total(_), _) => {}
                    // Known only if it is in every replication.
                    _ if metric.name == "cost_per_resolved" => {}
                    _ => same_contribution(&view.contribution(metric), &plain, &place),
                }
            }
        }
    }
    compared
}

#[test]
fn the_rows_of_an_experiment_are_what_the_definitions_say_of_all_replications_together() {
    let compared: usize = (0..80_u64)
        .into_par_iter()
        .map(|seed| {
            let experiment = drawn(seed);
            let results = experiment::run(&experiment, &(), &AtomicBool::new(false)).expect("nobody stops it");
            let policies = results.policies.iter().zip(&experiment.policies);
            let compared: usize =
                policies.map(|(it, policy)| compare_policy(&format!("seed {seed}"), &experiment, it, policy)).sum();
            differences_are_those_of_the_rows(&experiment, &results);
            compared
        })
        .sum();
    assert!(compared > 10_000, "{compared} rows");
}

/// A comparison is the row of the policy minus the row of the baseline.
fn differences_are_those_of_the_rows(experiment: &Experiment, results: &experiment::Results) {
    for it in &results.comparisons {
        let value = |policy: usize| {
            let row = results.policies[policy].row(it.scope, it.metric.name, &it.statistic);
            row.and_then(|row| row.estimate.as_ref()).expect("only what there is can be compared").value
        };
        assert_ne!(it.policy, experiment.baseline);
        assert_eq!(it.difference.value, value(it.policy) - value(experiment.baseline));
    }
}

/// Where nobody works, fairness is 0/0. Its row is blank but there, and every comparison is one of like with like.
#[test]
fn a_blank_of_one_policy_does_not_shift_the_comparisons() {
    let mut experiment = drawn(0);
    let mut team = experiment.model.teams[0].clone();
    team.serves = (0..experiment.model.demands.len() as u32).map(|demand| DemandId(demand).into()).collect();
    team.agents = Weekly::constant(2).into();
    let other = Team { name: "other".into(), ..team.clone() };
    experiment.model.teams = vec![team, other];
    let limits = experiment.policies[0].capacity.limits[0];
    for policy in &mut experiment.policies {
        policy.capacity.limits = vec![limits; 2];
        policy.door.inside = None;
        policy.door.waiting = None;
    }
    // Whoever comes is turned away.
    experiment.policies[1].door.inside = Some(0);
    let results = experiment::run(&experiment, &(), &AtomicBool::new(false)).expect("nobody stops it");
    let fairness = |policy: usize| {
        let row = results.policies[policy].row(Scope::Overall, "fairness", "cv").expect("a row");
        row.estimate.is_some()
    };
    assert!(fairness(0) && !fairness(1));
    differences_are_those_of_the_rows(&experiment, &results);
    assert!(results.comparisons.iter().any(|it| it.scope != Scope::Overall));
}
