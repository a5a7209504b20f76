//! One customer at a time, and single random numbers.

use super::setup::{Setup, exponential, lognormal};
use super::verdict::Verdict;
use quasisync::random::name_key;
use quasisync::stats::{Estimate, mean};
use quasisync::workload::Workload;
use rayon::prelude::*;

/// A conversation that never waits: a geometric number of works of mean 1 and, between them, thinks of mean 2. A law of
/// phase type: M. F. Neuts, "Matrix-Geometric Solutions in Stochastic Models" (1981), chapter 2. There are so many
/// agents that nobody waits.
#[test]
fn life_a() {
    let runs =
        Setup::conversations(1.0, exponential(1.0), exponential(2.0), 0.8, 100).lasting(300.0, 2_000.0).run("life_a");
    let duration = runs.resolution();
    Verdict::on("life_a")
        .exact("waits", runs.wait().positive().value, 0.0, 0.0)
        .value("mean duration", duration.mean(), 13.0)
        .value("sd of duration", duration.deviation(), 14.1774468788)
        .value("mean works", runs.replies_per_conversation(), 5.0)
        .value("sd of works", runs.replies_deviation(), 4.472135955)
        .value("P(one work)", runs.share_ended_after(|works| works == 1), 0.2)
        .value("P(more than 10 works)", runs.share_ended_after(|works| works > 10), 0.1073741824)
        .value("P(duration > 30)", duration.above(30.0), 0.110990228612)
        .value("duration, 50 %", duration.quantile(0.5), 8.47503540613)
        .value("duration, 90 %", duration.quantile(0.9), 31.4911659937)
        .value("duration, 95 %", duration.quantile(0.95), 41.4036803152)
        .value("duration, 99 %", duration.quantile(0.99), 64.4198258093)
        .holds();
}

/// Lognormal with mean 5 and coefficient of variation 1.5: the normal law behind it has variance ln(1 + 1.5^2) and mean
/// ln 5 less half of that. The law itself, and the handling times that a workload takes from it.
#[test]
fn rv_a() {
    const LN_MEAN: f64 = 1.02011041426;
    const LN_SD: f64 = 1.08565878449;
    let law = lognormal(5.0, 1.5);
    let minutes = sampled_handling();
    let average = |of: fn(f64) -> f64| -> Estimate {
        let one = |values: &Vec<f64>| Some(values.iter().map(|&value| of(value)).sum::<f64>() / values.len() as f64);
        mean(&minutes.iter().map(one).collect::<Vec<_>>()).expect("there were customers")
    };
    Verdict::on("rv_a")
        .exact("median", law.quantile(0.5) / 60.0, 2.77350098113, 1e-10)
        .exact("95 %", law.quantile(0.95) / 60.0, 16.541298672, 1e-8)
        .exact("99 %", law.quantile(0.99) / 60.0, 34.6649960864, 1e-8)
        .exact("P(> 10)", 1.0 - law.cdf(600.0), 0.118744352098, 1e-11)
        .exact("mean", law.mean() / 60.0, 5.0, 1e-11)
        .value("mean of sample", average(|value| value), 5.0)
        .value("mean of logarithms", average(f64::ln), LN_MEAN)
        .value("square deviation of logarithms", average(|value| (value.ln() - LN_MEAN).powi(2)), LN_SD * LN_SD)
        .value("share above the median", average(|value| f64::from(u8::from(value > 2.77350098113))), 0.5)
        .value("share above 10", average(|value| f64::from(u8::from(value > 10.0))), 0.118744352098)
        .rough(
            "share above the 99th percentile",
            average(|value| f64::from(u8::from(value > 34.6649960864))),
            0.01,
            0.02,
        )
        .holds();
}

/// Handling times in minutes, replication by replication.
fn sampled_handling() -> Vec<Vec<f64>> {
    let setup = Setup::queue(100.0, lognormal(5.0, 1.5), 1).lasting(0.0, 60.0);
    let seed = name_key("rv_a");
    let one = |replication| {
        let workload = Workload::sample(setup.model(), seed, replication);
        (0..workload.customers.len())
            .map(|customer| workload.exchange(customer, 0).handling().as_seconds() / 60.0)
            .collect()
    };
    (0..100).into_par_iter().map(one).collect()
}
