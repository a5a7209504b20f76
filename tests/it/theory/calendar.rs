//! Rates, staff and busy days that change with time. Every day is a replication of its own: after the minutes that
//! matter nobody comes until midnight, and the system empties.

use super::delta::{product, quotient, root};
use super::setup::{Setup, exponential};
use super::verdict::Verdict;
use quasisync::metrics::measures::Count;
use quasisync::model::DayFactor;
use quasisync::random::{Law, name_key};
use quasisync::stats::mean;
use quasisync::units::Span;
use quasisync::workload::Workload;
use rayon::prelude::*;
use std::f64::consts::TAU;

/// The means of 0.8 (1 + sin(2 pi t / 480) / 2) over the minutes of one period, in customers a minute.
fn sine_by_the_minute() -> Vec<(u32, u32, f64)> {
    let cosine = |minute: u32| (TAU * f64::from(minute) / 480.0).cos();
    let mean = |minute: u32| 0.8 * (1.0 + 0.5 * 480.0 / TAU * (cosine(minute) - cosine(minute + 1)));
    (0..480).map(|minute| (minute, minute + 1, mean(minute))).collect()
}

/// (minute of the day, mean number inside, mean queue, P(all agents busy)).
const SINE: [(u32, f64, f64, f64); 7] = [
    (60, 7.35899532054, 2.31624023061, 0.592939523967),
    (120, 12.4255620969, 6.82927478199, 0.814925303645),
    (180, 14.4725574521, 8.89473082028, 0.814232146874),
    (240, 8.49788512076, 3.82206260238, 0.50819046916),
    (300, 3.00332926074, 0.219555928345, 0.0864826067897),
    (360, 2.01953862021, 0.00983207900765, 0.0185272787047),
    (480, 4.1771699592, 0.366546930895, 0.235636440551),
];

/// M(t)/M/6 with a sine of 8 hours, empty at first: Kolmogorov's forward equations.
#[test]
fn mtmc_a() {
    let runs = Setup::queue(0.0, exponential(5.0), 6)
        .daily_rate(&sine_by_the_minute())
        .days(200, &SINE.map(|row| row.0))
        .run("mtmc_a");
    let wait = runs.wait();
    let mut verdict = Verdict::on("mtmc_a")
        .value("arrivals a day", runs.ratio(|run| run.count(None, Count::Offered), |run| run.minutes() / 1440.0), 384.0)
        .value("P(wait > 0)", wait.positive(), 0.488736324121)
        .rough("mean wait", wait.mean(), 3.49229925689, 0.02)
        .rough("mean queue until 480", runs.queue_length_until(8), 2.79226814998, 0.02)
        .value("utilisation until 480", runs.utilisation_until(8), 0.659414635487);
    for (mark, (minute, inside, queue, all_busy)) in SINE.into_iter().enumerate() {
        let rarely = if all_busy < 0.1 { 0.2 } else { 0.03 };
        verdict = verdict
            .rough(&format!("mean inside at {minute}"), runs.seen_at(mark, |look| look.inside), inside, 0.01)
            .rough(&format!("mean backlog at {minute}"), runs.backlog_after(minute as usize / 60), inside, 0.01)
            .rough(&format!("mean queue at {minute}"), runs.seen_at(mark, |look| look.queued), queue, rarely)
            .rough(&format!("P(all busy) at {minute}"), runs.seen_at(mark, |look| look.all_busy), all_busy, rarely);
    }
    verdict.holds();
}

/// (minute of the day, mean number inside, mean queue).
const STEPS: [(u32, f64, f64); 9] = [
    (60, 4.92754285602, 1.21086647864),
    (120, 5.09801197406, 1.35291942981),
    (130, 6.82496079849, 4.04752916147),
    (150, 10.4371951358, 7.54271825669),
    (180, 15.3687086509, 12.4173037574),
    (190, 11.8494673426, 6.55894522575),
    (210, 7.38135599233, 2.88458349254),
    (240, 4.88959651963, 0.948143544208),
    (300, 4.16220230946, 0.403348216194),
];

/// M/M/c(t) with 5, from minute 120 on 3 and from minute 180 on 6 agents; who must leave finishes his customer first,
/// and one who has not yet left at minute 180 stays. Matrix exponentials; the rule is that of A. Ingolfsson, E. Akhmetshina,
/// S. Budge, Y. Li and X. Wu, "A survey and experimental comparison of service-level-approximation methods for
/// nonstationary M(t)/M/s(t) queueing systems with exhaustive discipline", INFORMS Journal on Computing 19 (2007).
#[test]
fn step_b() {
    let runs = Setup::queue(0.0, exponential(5.0), 1)
        .daily_rate(&[(0, 300, 0.75)])
        .daily_agents(&[(0, 120, 5), (120, 180, 3), (180, 1440, 6)])
        .days(300, &STEPS.map(|row| row.0))
        .run("step_b");
    let mut verdict = Verdict::on("step_b");
    for (mark, (minute, inside, queue)) in STEPS.into_iter().enumerate() {
        verdict = verdict
            .value(&format!("mean inside at {minute}"), runs.seen_at(mark, |look| look.inside), inside)
            .rough(&format!("mean queue at {minute}"), runs.seen_at(mark, |look| look.queued), queue, 0.02);
    }
    verdict.holds();
}

/// Days of one replication: the numbers of arrivals in the four quarters of each.
fn quarters(setup: &Setup, seed: u64, replication: u32, days: usize) -> Vec<[f64; 4]> {
    let workload = Workload::sample(setup.model(), seed, replication);
    let mut counts = vec![[0.0; 4]; days];
    for customer in &workload.customers {
        let quarter = (customer.arrives.0 / (6 * Span::HOUR.0)) as usize;
        counts[quarter / 4][quarter % 4] += 1.0;
    }
    counts
}

/// Poisson arrivals with a gamma factor of shape 20 for each day; 10, 30, 40 and 20 per cent of 500 customers in the
/// quarters of a day. The day is negative binomial with variance m + m^2 / 20; two quarters share the factor, with
/// covariance m2 m3 / 20. G. Jongbloed and G. Koole, "Managing uncertainty in call centres using Poisson mixtures",
/// Applied Stochastic Models in Business and Industry 17 (2001).
#[test]
fn dspp_a() {
    const DAYS: usize = 400;
    let quarter = |part: u32, share: f64| (part * 360, part * 360 + 360, share * 500.0 / 360.0);
    let mut setup = Setup::queue(0.0, exponential(1.0), 1)
        .daily_rate(&[quarter(0, 0.1), quarter(1, 0.3), quarter(2, 0.4), quarter(3, 0.2)])
        .days(DAYS as u32, &[]);
    let law = Law::gamma(20.0, 1.0 / 20.0).expect("in range");
    setup.model_mut().demands[0].day_factor = Some(DayFactor { name: "busyness".to_owned(), law });
    let seed = name_key("dspp_a");
    let replications: Vec<Vec<[f64; 4]>> =
        (0..100).into_par_iter().map(|replication| quarters(&setup, seed, replication, DAYS)).collect();
    let average = |of: fn(&[f64; 4]) -> f64| {
        let one = |days: &Vec<[f64; 4]>| Some(days.iter().map(of).sum::<f64>() / DAYS as f64);
        mean(&replications.iter().map(one).collect::<Vec<_>>()).expect("there were days")
    };
    let second = average(|quarters| (quarters[1] - 150.0).powi(2));
    let third = average(|quarters| (quarters[2] - 200.0).powi(2));
    let covariance = average(|quarters| (quarters[1] - 150.0) * (quarters[2] - 200.0));
    let correlation = quotient(&covariance, &root(&product(&second, &third)));
    Verdict::on("dspp_a")
        .value("mean of a day", average(|quarters| quarters.iter().sum()), 500.0)
        .rough("variance of a day", average(|quarters| (quarters.iter().sum::<f64>() - 500.0).powi(2)), 13_000.0, 0.02)
        .value("mean of quarter 3", average(|quarters| quarters[2]), 200.0)
        .rough("variance of quarter 3", third, 2_200.0, 0.02)
        .rough("covariance of quarters 2 and 3", covariance, 1_500.0, 0.02)
        .value("correlation of quarters 2 and 3", correlation, 0.89562215104)
        .rough("P(day <= 400)", average(|quarters| share(quarters, |day| day <= 400.0)), 0.194614035105, 0.02)
        .rough("P(day > 700)", average(|quarters| share(quarters, |day| day > 700.0)), 0.0502794253129, 0.04)
        .holds();
}

fn share(quarters: &[f64; 4], wanted: fn(f64) -> bool) -> f64 {
    f64::from(u8::from(wanted(quarters.iter().sum())))
}
