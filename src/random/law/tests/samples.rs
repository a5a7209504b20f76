//! Samples of the laws against their own probabilities, their moments and the samples of another implementation.

use super::super::Law;
use super::{every_bounded_law, every_law};
use crate::random::Stream;
use rand_distr::Distribution;

const DRAWS: usize = 100_000;

/// The limit of Kolmogorov and Smirnov that a true null hypothesis passes once in a thousand times:
/// `sqrt(-ln(0.001 / 2) / 2)`.
const ONE_IN_A_THOUSAND: f64 = 1.9495;

fn sample(law: &Law, key: u64) -> Vec<f64> {
    let mut stream = Stream::new([key, 1], [0; 3]);
    sorted((0..DRAWS).map(|_| law.quantile(stream.uniform())))
}

fn oracle_sample(law: impl Distribution<f64>, key: u64) -> Vec<f64> {
    let mut stream = Stream::new([key, 2], [0; 3]);
    sorted((0..DRAWS).map(|_| law.sample(&mut stream)))
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The largest distance between the sample's steps and the law's probabilities, times the root of the sample size. At
/// a value that many draws share, only the step's upper end is a distance.
fn distance_to_law(values: &[f64], law: &Law) -> f64 {
    let count = values.len() as f64;
    let mut largest = 0.0_f64;
    let mut start = 0;
    while start < values.len() {
        let value = values[start];
        let end = start + values[start..].partition_point(|other| *other <= value);
        let probability = law.cdf(value);
        largest = largest.max((end as f64 / count - probability).abs());
        if end == start + 1 {
            largest = largest.max((probability - start as f64 / count).abs());
        }
        start = end;
    }
    largest * count.sqrt()
}

/// The largest distance between two samples' steps, times the root of half the size of each.
fn distance_of_samples(left: &[f64], right: &[f64]) -> f64 {
    let count = left.len() as f64;
    let rank = |value: &f64, values: &[f64]| values.partition_point(|other| other <= value) as f64;
    let gaps = left.iter().chain(right).map(|value| (rank(value, left) - rank(value, right)).abs());
    gaps.fold(0.0, f64::max) / count * (count / 2.0).sqrt()
}

#[test]
fn samples_follow_their_own_probabilities() {
    for (index, (name, law)) in every_bounded_law().into_iter().enumerate() {
        let distance = distance_to_law(&sample(&law, 100 + index as u64), &law);
        assert!(distance < ONE_IN_A_THOUSAND, "{name}: {distance}");
    }
}

#[test]
fn the_test_of_samples_notices_a_wrong_law() {
    let values = sample(&Law::exponential(42.0).unwrap(), 7);
    assert!(distance_to_law(&values, &Law::exponential(43.0).unwrap()) > ONE_IN_A_THOUSAND);
    let other = oracle_sample(rand_distr::Exp::new(1.0 / 43.0).unwrap(), 8);
    assert!(distance_of_samples(&values, &other) > ONE_IN_A_THOUSAND);
}

#[test]
fn samples_agree_with_those_of_another_implementation() {
    let pairs = [
        (Law::uniform(10.0, 30.0), oracle_sample(rand_distr::Uniform::new(10.0, 30.0).unwrap(), 1)),
        (Law::exponential(42.0), oracle_sample(rand_distr::Exp::new(1.0 / 42.0).unwrap(), 2)),
        (Law::gamma(0.4, 100.0), oracle_sample(rand_distr::Gamma::new(0.4, 100.0).unwrap(), 3)),
        (Law::gamma(16.0, 3.0), oracle_sample(rand_distr::Gamma::new(16.0, 3.0).unwrap(), 4)),
        (Law::lognormal(4.0, 1.1), oracle_sample(rand_distr::LogNormal::new(4.0, 1.1).unwrap(), 5)),
        (Law::lognormal_mean_cv(80.0, 2.0), oracle_sample(rand_distr::LogNormal::from_mean_cv(80.0, 2.0).unwrap(), 6)),
        (Law::weibull(30.0, 0.7), oracle_sample(rand_distr::Weibull::new(30.0, 0.7).unwrap(), 7)),
        (Law::weibull(30.0, 2.2), oracle_sample(rand_distr::Weibull::new(30.0, 2.2).unwrap(), 8)),
        (Law::triangular(4.0, 12.0, 40.0), oracle_sample(rand_distr::Triangular::new(4.0, 40.0, 12.0).unwrap(), 9)),
        (Law::erlang(3.0, 24.0), oracle_sample(rand_distr::Gamma::new(3.0, 8.0).unwrap(), 10)),
        (Law::pareto(4.0, 2.5), oracle_sample(rand_distr::Pareto::new(4.0, 2.5).unwrap(), 11)),
        (Law::hyperexponential(&[(3.0, 4.0), (1.0, 90.0)]), oracle_sample(OneOfTwo, 12)),
    ];
    for (index, (law, theirs)) in pairs.into_iter().enumerate() {
        let law = law.unwrap();
        let distance = distance_of_samples(&sample(&law, 200 + index as u64), &theirs);
        assert!(distance < ONE_IN_A_THOUSAND, "{law:?}: {distance}");
    }
}

/// Exponential with mean 4, or with mean 90 one time in four.
struct OneOfTwo;

impl Distribution<f64> for OneOfTwo {
    fn sample<R: rand::Rng + ?Sized>(&self, random: &mut R) -> f64 {
        let branch = rand_distr::Uniform::new(0.0, 1.0).unwrap().sample(random);
        rand_distr::Exp::new(if branch < 0.75 { 1.0 / 4.0 } else { 1.0 / 90.0 }).unwrap().sample(random)
    }
}

/// Bounded and mixed laws against what they mean: draws of the other implementation, moved, redrawn or mixed.
#[test]
fn bounds_and_mixtures_agree_with_another_implementation() {
    let lognormal = rand_distr::LogNormal::new(3.0, 1.0).unwrap();
    let exponential = rand_distr::Exp::new(0.25).unwrap();
    let mut stream = Stream::new([9, 9], [0; 3]);
    let mut draw =
        || if stream.uniform() < 0.75 { exponential.sample(&mut stream) } else { lognormal.sample(&mut stream) };
    let parts = vec![(3.0, Law::exponential(4.0).unwrap()), (1.0, Law::lognormal(3.0, 1.0).unwrap())];
    let law = Law::mixture(parts).unwrap();
    let clamped = law.clone().clamp(Some(2.0), Some(25.0)).unwrap();
    let truncated = law.clone().truncate(Some(2.0), Some(25.0)).unwrap();
    let mixed = sorted((0..DRAWS).map(|_| draw()));
    let moved = sorted((0..DRAWS).map(|_| draw().clamp(2.0, 25.0)));
    let redrawn = sorted(std::iter::repeat_with(draw).filter(|value| (2.0..=25.0).contains(value)).take(DRAWS));
    for (index, (law, theirs)) in [(law, mixed), (clamped, moved), (truncated, redrawn)].into_iter().enumerate() {
        let distance = distance_of_samples(&sample(&law, 300 + index as u64), &theirs);
        assert!(distance < ONE_IN_A_THOUSAND, "{index}: {distance}");
    }
}

#[test]
fn sample_means_agree_with_the_closed_forms() {
    for (index, (name, law)) in every_bounded_law().into_iter().enumerate() {
        let values = sample(&law, 400 + index as u64);
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0);
        let allowed = 4.0 * (variance / count).sqrt() + 1e-9;
        assert!((mean - law.mean()).abs() < allowed, "{name}: {mean} instead of {} ± {allowed}", law.mean());
    }
}

#[test]
fn sample_variances_agree_with_the_closed_forms() {
    let gamma = |order: f64| crate::maths::exp(crate::maths::ln_gamma(order));
    for (index, (name, law)) in every_law().into_iter().enumerate() {
        let wanted = match name {
            "uniform" => 400.0 / 12.0,
            "exponential" => 42.0 * 42.0,
            "gamma, bursty" => 90.0 * 90.0,
            "gamma, regular" => 16.0 * 9.0,
            "weibull, rising hazard" => {
                900.0 * (gamma(1.0 + 2.0 / 2.2) - gamma(1.0 + 1.0 / 2.2) * gamma(1.0 + 1.0 / 2.2))
            }
            _ => continue,
        };
        let values = sample(&law, 500 + index as u64);
        let count = values.len() as f64;
        let squares: Vec<f64> = values.iter().map(|value| (value - law.mean()) * (value - law.mean())).collect();
        let variance = squares.iter().sum::<f64>() / count;
        let spread = squares.iter().map(|square| (square - variance) * (square - variance)).sum::<f64>() / count;
        let allowed = 4.0 * (spread / count).sqrt();
        assert!((variance - wanted).abs() < allowed, "{name}: {variance} instead of {wanted} ± {allowed}");
    }
}
