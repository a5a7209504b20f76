//! Coverage: how many of 4,000 intervals of 95 per cent hold a truth that is known.
//!
//! Where replications are little skewed it is 94 to 96 per cent at 100 replications. Where they are, as of days that differ
//! much, it is less, and the documentation of [`stats`](crate::stats) says how much: [`skewed_values`] holds it to that.

use super::{Generator, assert_documented};
use crate::maths;
use crate::stats::{
    Distribution, Estimate, FineHistogram, Interval, Precision, Present, all_pairs, counts, judge, mean, paired,
    quantile, quantile_interval, ratio,
};

const EXPERIMENTS: u32 = 4_000;
const REPLICATIONS: usize = 100;

/// The share of experiments whose interval holds the truth.
fn coverage(truth: f64, mut experiment: impl FnMut(&mut Generator) -> Option<Interval>) -> f64 {
    let mut generator = Generator(20_260);
    let held = (0..EXPERIMENTS).filter(|_| experiment(&mut generator).expect("an interval").contains(truth)).count();
    held as f64 / f64::from(EXPERIMENTS)
}

/// Checks that the coverage is 94 to 96 per cent. Its own scatter has a deviation of a third of a per cent.
fn assert_covers(what: &str, truth: f64, experiment: impl FnMut(&mut Generator) -> Option<Interval>) {
    let coverage = coverage(truth, experiment);
    println!("{what}: {:.2} %", 100.0 * coverage);
    assert!((0.94..=0.96).contains(&coverage), "{what}: {coverage}");
}

/// The mean of one value a replication.
fn mean_over(replications: usize, mut value: impl FnMut() -> f64) -> Estimate {
    let values: Vec<Option<f64>> = (0..replications).map(|_| Some(value())).collect();
    mean(&values).expect("there are replications")
}

/// With mean 1 and variance 1 / shape.
fn gamma(generator: &mut Generator, shape: u32) -> f64 {
    (0..shape).map(|_| generator.exponential()).sum::<f64>() / f64::from(shape)
}

/// With mean 1 and this coefficient of variation.
fn lognormal(generator: &mut Generator, variation: f64) -> f64 {
    let variance = maths::ln_1p(variation * variation);
    maths::exp(maths::sqrt(variance) * generator.normal() - variance / 2.0)
}

/// A Poisson count: as many uniform numbers as can be multiplied until exp(-mean) is passed (Knuth, "The Art of Computer
/// Programming" II, section 3.4.1), a large mean in parts.
fn poisson(generator: &mut Generator, mean: f64) -> f64 {
    let (mut left, mut count) = (mean, 0_u32);
    while left > 0.0 {
        let part = left.min(500.0);
        let (threshold, mut product) = (maths::exp(-part), generator.uniform());
        while product > threshold {
            product *= generator.uniform();
            count += 1;
        }
        left -= part;
    }
    f64::from(count)
}

#[test]
fn means_are_covered() {
    assert_covers("mean of exponential values", 1.0, |generator| {
        mean_over(REPLICATIONS, || generator.exponential()).interval(0.95)
    });
    assert_covers("mean of gamma values of shape 4", 1.0, |generator| {
        mean_over(REPLICATIONS, || gamma(generator, 4)).interval(0.95)
    });
    // Every other replication has no value.
    assert_covers("mean over those that have a value", 1.0, |generator| {
        let values = (0..REPLICATIONS).map(|_| Some(gamma(generator, 4)).filter(|_| generator.uniform() < 0.5));
        mean(&values.collect::<Vec<_>>())?.interval(0.95)
    });
}

#[test]
fn ratios_are_covered() {
    assert_covers("share of a Poisson number of customers", 0.2, |generator| {
        let replication = |_| {
            let customers = poisson(generator, 30.0);
            let lost = (0..customers as u32).filter(|_| generator.uniform() < 0.2).count();
            (lost as f64, customers)
        };
        let (lost, customers): (Vec<f64>, Vec<f64>) = (0..REPLICATIONS).map(replication).unzip();
        ratio(&lost, &customers)?.interval(0.95)
    });
    // The busier the day, the greater the share: 30 G customers, each lost with probability 0.1 G, and the second moment
    // of G is 1.05.
    assert_covers("share that grows with the number", 0.105, |generator| {
        let replication = |_| {
            let day = gamma(generator, 20);
            let customers = poisson(generator, 30.0 * day);
            let lost = (0..customers as u32).filter(|_| generator.uniform() < 0.1 * day).count();
            (lost as f64, customers)
        };
        let (lost, customers): (Vec<f64>, Vec<f64>) = (0..REPLICATIONS).map(replication).unzip();
        ratio(&lost, &customers)?.interval(0.95)
    });
}

/// 20 waits of a replication, exponential with mean 1000 times a factor that they have in common: uniform from a half to
/// three halves.
fn waits(generator: &mut Generator) -> (FineHistogram, FineHistogram) {
    let (mut plain, mut more) = (FineHistogram::new(), FineHistogram::new());
    let scale = 1000.0 * (0.5 + generator.uniform());
    for _ in 0..20 {
        let wait = scale * generator.exponential();
        plain.add(wait.round() as u64);
        more.add((1.2 * wait).round() as u64);
    }
    (plain, more)
}

/// The quantile of [`waits`] at p: where the mean over the factor of exp(-x / scale) is 1 - p.
fn true_quantile(p: f64) -> f64 {
    let above = |x: f64| {
        let steps = 2_000;
        let scale = |step| 1000.0 * (0.5 + (f64::from(step) + 0.5) / f64::from(steps));
        (0..steps).map(|step| maths::exp(-x / scale(step))).sum::<f64>() / f64::from(steps)
    };
    let (mut low, mut high) = (0.0, 20_000.0);
    while high - low > 1e-6 {
        let middle = (low + high) / 2.0;
        if above(middle) > 1.0 - p { low = middle } else { high = middle }
    }
    low
}

#[test]
fn quantiles_and_their_paired_differences_are_covered() {
    let truths = [0.5, 0.9].map(true_quantile);
    let mut held = [[0; 2]; 2];
    let mut generator = Generator(20_260);
    for _ in 0..EXPERIMENTS {
        let (plain, more): (Vec<Distribution<7>>, Vec<Distribution<7>>) = (0..REPLICATIONS)
            .map(|_| {
                let (plain, more) = waits(&mut generator);
                (Distribution::from(&plain), Distribution::from(&more))
            })
            .unzip();
        for (which, p) in [0.5, 0.9].into_iter().enumerate() {
            let interval = quantile_interval(p, &plain, 0.95).expect("an interval");
            held[which][0] += u32::from(interval.contains(truths[which]));
            let (a, b) = (quantile(p, &more).expect("values"), quantile(p, &plain).expect("values"));
            let difference = paired(&a, &b, 0.95, 1).interval.expect("an interval");
            held[which][1] += u32::from(difference.contains(0.2 * truths[which]));
        }
    }
    for (what, held) in [("median", held[0]), ("90 % quantile", held[1])] {
        for (of, held) in [("itself", held[0]), ("a paired difference", held[1])] {
            let coverage = f64::from(held) / f64::from(EXPERIMENTS);
            println!("{what}, {of}: {:.2} %", 100.0 * coverage);
            assert!((0.94..=0.96).contains(&coverage), "{what}, {of}: {coverage}");
        }
    }
}

#[test]
fn paired_differences_are_covered() {
    assert_covers("difference of gamma values with a day in common", 0.1, |generator| {
        let pairs = (0..REPLICATIONS).map(|_| {
            let day = gamma(generator, 4);
            (Some(1.1 * day + 0.2 * generator.exponential()), Some(day + 0.2 * generator.exponential()))
        });
        let (a, b): (Vec<_>, Vec<_>) = pairs.unzip();
        paired(&mean(&a)?, &mean(&b)?, 0.95, 1).interval
    });
    assert_covers("difference of a share before and after", -0.05, |generator| {
        let days: Vec<(f64, f64, f64)> = (0..REPLICATIONS)
            .map(|_| {
                let customers = poisson(generator, 30.0);
                let chances: Vec<f64> = (0..customers as u32).map(|_| generator.uniform()).collect();
                let lost = |share: f64| chances.iter().filter(|chance| **chance < share).count() as f64;
                (lost(0.15), lost(0.2), customers)
            })
            .collect();
        let customers: Vec<f64> = days.iter().map(|day| day.2).collect();
        let (after, before): (Vec<f64>, Vec<f64>) = days.iter().map(|day| (day.0, day.1)).unzip();
        paired(&ratio(&after, &customers)?, &ratio(&before, &customers)?, 0.95, 1).interval
    });
}

/// The mean wait of so many customers of M/M/1 at load 0.5, from the steady state on: D. V. Lindley, "The theory of queues
/// with a single server", Proceedings of the Cambridge Philosophical Society 48 (1952). Its mean is 1.
fn waits_in_queue(generator: &mut Generator, customers: u32) -> f64 {
    let mut wait = if generator.uniform() < 0.5 { 2.0 * generator.exponential() } else { 0.0 };
    let mut sum = 0.0;
    for _ in 0..customers {
        sum += wait;
        wait = (wait + generator.exponential() - 2.0 * generator.exponential()).max(0.0);
    }
    sum / f64::from(customers)
}

#[test]
fn waits_in_a_queue_are_covered() {
    assert_covers("mean wait in a queue", 1.0, |generator| {
        mean_over(REPLICATIONS, || waits_in_queue(generator, 200)).interval(0.95)
    });
}

/// All intervals at once, of six pairs: the share of experiments in which none misses.
#[test]
fn simultaneous_intervals_hold_together() {
    let mut generator = Generator(20_260);
    let mut held = 0;
    for _ in 0..EXPERIMENTS {
        let rows: Vec<[f64; 4]> = (0..30).map(|_| [0; 4].map(|_| generator.normal())).collect();
        let estimates: Vec<Estimate> = (0..4)
            .map(|policy| mean(&rows.iter().map(|row| Some(row[policy])).collect::<Vec<_>>()).expect("values"))
            .collect();
        let pairs = all_pairs(&estimates.iter().collect::<Vec<_>>(), 0.95);
        held += u32::from(pairs.iter().all(|it| it.difference.interval.expect("an interval").contains(0.0)));
    }
    let coverage = f64::from(held) / f64::from(EXPERIMENTS);
    println!("six pairs at once: {:.2} %", 100.0 * coverage);
    // Bonferroni's inequality gives a little away.
    assert!((0.95..0.98).contains(&coverage), "{coverage}");
}

type Value = fn(&mut Generator) -> f64;

/// What a replication observes, with mean 1: the customers of a day, Poisson with a mean of 50 times a factor of the day,
/// as a share of their mean; and the mean wait of 20 customers.
const SKEWED: [(&str, Value); 6] = [
    ("gamma, 0.5", |generator| customers(gamma(generator, 4), generator)),
    ("gamma, 1", |generator| customers(gamma(generator, 1), generator)),
    ("lognormal, 0.5", |generator| customers(lognormal(generator, 0.5), generator)),
    ("lognormal, 1", |generator| customers(lognormal(generator, 1.0), generator)),
    ("lognormal, 2", |generator| customers(lognormal(generator, 2.0), generator)),
    ("waits in a queue", |generator| waits_in_queue(generator, 20)),
];

fn customers(factor: f64, generator: &mut Generator) -> f64 {
    poisson(generator, 50.0 * factor) / 50.0
}

#[test]
fn skewed_values() {
    for (name, value) in SKEWED {
        let [few, some, many] = [10, 30, 100].map(|replications| {
            100.0 * coverage(1.0, |generator| mean_over(replications, || value(generator)).interval(0.95))
        });
        assert_documented(&format!("//! | {name} | {few:.1} % | {some:.1} % | {many:.1} % |"));
    }
}

/// Looking from 10 replications on until the half-width is a share of the mean.
#[test]
fn stopping_when_precise_enough() {
    for (name, value) in [SKEWED[0], SKEWED[1]] {
        for share in [0.2, 0.1] {
            let mut replications = 0;
            let coverage = coverage(1.0, |generator| {
                let mut values = Vec::new();
                for count in counts(10, 100_000) {
                    values.extend((values.len() as u64..count).map(|_| Some(value(generator))));
                    let estimate = mean(&values)?;
                    let present = Present::new(&estimate, 0.95);
                    if judge(&[(Precision::Relative(share), Some(present))], 0.95).stops() {
                        replications += count;
                        return present.interval;
                    }
                }
                None
            });
            let (coverage, mean) = (100.0 * coverage, replications as f64 / f64::from(EXPERIMENTS));
            assert_documented(&format!("//! | {name} | {:.0} % | {mean:.0} | {coverage:.1} % |", 100.0 * share));
        }
    }
}
