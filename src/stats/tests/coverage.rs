//! Estimates: closed cases, and how often intervals hold a known truth.

use super::Generator;
use crate::maths;
use crate::stats::{
    Distribution, Estimate, FineHistogram, Interval, Moments, deviation, mean, paired, quantile, quantile_interval,
    ratio,
};

const REPETITIONS: u32 = 2000;
const REPLICATIONS: usize = 25;

/// Checks that intervals of 95 per cent hold the truth in 95 per cent of repetitions: within three standard deviations
/// of the binomial, and one more per cent below, since the delta method is exact for many replications only.
fn assert_covers(truth: f64, mut interval: impl FnMut(&mut Generator) -> Option<Interval>) {
    let mut generator = Generator(2026);
    let hits = (0..REPETITIONS).filter(|_| interval(&mut generator).unwrap().contains(truth)).count();
    let (coverage, scatter) = (hits as f64 / f64::from(REPETITIONS), (0.95_f64 * 0.05 / f64::from(REPETITIONS)).sqrt());
    assert!(coverage > 0.94 - 3.0 * scatter && coverage < 0.95 + 3.0 * scatter, "coverage {coverage}");
}

/// The values of one replication: exponential with mean 1000, all later by the same uniform time below 1000, so that
/// they depend on each other. Between 60 and 140 of them.
fn replication(generator: &mut Generator) -> Vec<u64> {
    let (late, count) = (1000.0 * generator.uniform(), 60 + generator.next() % 81);
    (0..count).map(|_| (late + 1000.0 * generator.exponential()).round() as u64).collect()
}

fn replications<T>(generator: &mut Generator, of: impl Fn(&[u64]) -> T) -> Vec<T> {
    (0..REPLICATIONS).map(|_| of(&replication(generator))).collect()
}

fn moments(values: &[u64]) -> Moments {
    let mut moments = Moments::default();
    values.iter().for_each(|&value| moments.add(value));
    moments
}

fn distribution(values: &[u64]) -> Distribution<7> {
    let mut histogram = FineHistogram::new();
    values.iter().for_each(|&value| histogram.add(value));
    Distribution::from(&histogram)
}

/// The quantile of [`replication`]'s values: integrate the shifted exponential over the shift.
fn true_quantile(p: f64) -> f64 {
    1000.0 * maths::ln((maths::exp(1.0) - 1.0) / (1.0 - p))
}

#[test]
fn intervals_of_a_ratio_hold_it() {
    assert_covers(1500.0, |generator| {
        let moments = replications(generator, moments);
        let sums: Vec<f64> = moments.iter().map(|moments| moments.sum as f64).collect();
        let counts: Vec<f64> = moments.iter().map(|moments| moments.count as f64).collect();
        ratio(&sums, &counts)?.interval(0.95)
    });
}

#[test]
fn intervals_of_a_deviation_hold_it() {
    assert_covers(maths::sqrt(1e6 + 1e6 / 12.0), |generator| {
        deviation(&replications(generator, moments))?.interval(0.95)
    });
}

#[test]
fn intervals_of_quantiles_hold_them() {
    for p in [0.5, 0.9, 0.99] {
        assert_covers(true_quantile(p), |generator| quantile_interval(p, &replications(generator, distribution), 0.95));
    }
}

#[test]
fn influence_of_a_quantile_gives_nearly_the_inverted_interval() {
    let mut generator = Generator(5);
    for p in [0.5, 0.9] {
        let distributions = replications(&mut generator, distribution);
        let estimate = quantile(p, &distributions).unwrap();
        assert!((estimate.value - true_quantile(p)).abs() < 300.0);
        assert!(estimate.influence.iter().sum::<f64>().abs() < 1e-6);
        let (by_influence, inverted) =
            (estimate.interval(0.95).unwrap(), quantile_interval(p, &distributions, 0.95).unwrap());
        let widths = by_influence.half_width() / inverted.half_width();
        assert!((0.8..1.25).contains(&widths), "{by_influence:?} {inverted:?}");
    }
}

#[test]
fn paired_intervals_hold_the_difference_of_quantiles() {
    // The same values, once with a fifth more: the difference of the medians is a fifth of the median.
    assert_covers(0.2 * true_quantile(0.5), |generator| {
        let pairs = replications(generator, |values| {
            let more: Vec<u64> = values.iter().map(|value| (*value as f64 * 1.2).round() as u64).collect();
            (distribution(&more), distribution(values))
        });
        let (more, plain): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
        paired(&quantile(0.5, &more)?, &quantile(0.5, &plain)?, 0.95, 1).interval
    });
}

#[test]
fn pairing_narrows_where_chance_is_in_common() {
    let mut generator = Generator(11);
    let pairs: Vec<(f64, f64)> = (0..30)
        .map(|_| {
            let common = 10.0 * generator.uniform();
            (common + generator.uniform() + 0.5, common + generator.uniform())
        })
        .collect();
    let [a, b] = [0, 1].map(|side| {
        let values: Vec<_> = pairs.iter().map(|pair| Some(if side == 0 { pair.0 } else { pair.1 })).collect();
        mean(&values).unwrap()
    });
    let difference = paired(&a, &b, 0.95, 1);
    let (half, apart) = (difference.interval.unwrap().half_width(), a.interval(0.95).unwrap().half_width());
    assert!(half < apart / 4.0);
    assert!(difference.variance_reduction.unwrap() > 20.0);
    assert!(difference.significant);
    let of_ten = paired(&a, &b, 0.95, 10).interval.unwrap();
    let expected = paired(&a, &b, 0.995, 1).interval.unwrap();
    assert!((of_ten.low - expected.low).abs() < 1e-9 && of_ten.half_width() > half);
}

#[test]
fn nothing_differs_from_itself() {
    let distributions = replications(&mut Generator(3), distribution);
    let estimate = quantile(0.9, &distributions).unwrap();
    let difference = paired(&estimate, &estimate, 0.95, 1);
    assert_eq!((difference.value, difference.interval), (0.0, Some(Interval { low: 0.0, high: 0.0 })));
    assert_eq!((difference.variance_reduction, difference.significant), (None, false));
}

#[test]
fn a_mean_has_the_interval_of_the_textbook() {
    // Mean 3, sample variance 2.5, t(0.975, 4) = 2.776445.
    let five: Vec<_> = (1..=5).map(|value| Some(f64::from(value))).collect();
    let interval = mean(&five).unwrap().interval(0.95).unwrap();
    assert!((interval.half_width() - 2.776_445 * (2.5_f64 / 5.0).sqrt()).abs() < 1e-5);
    // Blank replications neither help nor harm.
    let gaps: Vec<_> = five.iter().flat_map(|value| [*value, None]).collect();
    let with_gaps = mean(&gaps).unwrap().interval(0.95).unwrap();
    assert!((with_gaps.low - interval.low).abs() < 1e-12 && (with_gaps.high - interval.high).abs() < 1e-12);
}

#[test]
fn a_deviation_far_from_zero_loses_no_digits() {
    // 1 microsecond around more than a year: squares differ in their 28th digit.
    let centre = 40_000_000_000_000;
    let replications = [moments(&[centre - 1, centre + 1]), moments(&[centre + 1, centre - 1, centre])];
    let estimate = deviation(&replications).unwrap();
    assert!((estimate.value - (0.8_f64).sqrt()).abs() < 1e-12);
    assert!(estimate.influence.iter().sum::<f64>().abs() < 1e-12);
    assert_eq!(deviation(&[moments(&[5, 5]), moments(&[5])]).unwrap().influence, [0.0, 0.0]);
}

#[test]
fn blanks_stay_blank() {
    assert_eq!(ratio(&[0.0, 0.0], &[0.0, 0.0]), None);
    assert_eq!(ratio(&[], &[]), None);
    assert_eq!(mean(&[None, None]), None);
    assert_eq!(deviation(&[Moments::default()]), None);
    assert_eq!(quantile(0.5, &[Distribution::<7>::default()]), None);
    assert_eq!(quantile_interval::<7, Distribution<7>>(0.5, &[], 0.95), None);
    let alone = [mean(&[Some(3.0)]), mean(&[Some(3.0), None]), ratio(&[6.0, 0.0], &[2.0, 0.0])];
    for estimate in alone {
        let estimate: Estimate = estimate.unwrap();
        assert_eq!((estimate.value, estimate.interval(0.95)), (3.0, None));
        let difference = paired(&estimate, &estimate, 0.95, 1);
        assert_eq!((difference.interval, difference.significant), (None, false));
    }
    let one = [distribution(&[7, 8, 9]), Distribution::default()];
    assert_eq!(quantile(0.5, &one).unwrap().value, 8.0);
    assert_eq!(quantile_interval(0.5, &one, 0.95), None);
}

#[test]
fn another_unit_scales_value_and_interval() {
    let milliseconds = mean(&[Some(1000.0), Some(3000.0)]).unwrap();
    let seconds = milliseconds.clone().scaled(1e-3);
    assert_eq!(seconds.value, 2.0);
    let (a, b) = (milliseconds.interval(0.9).unwrap(), seconds.interval(0.9).unwrap());
    assert!((a.half_width() / 1000.0 - b.half_width()).abs() < 1e-12);
}

#[test]
fn atoms_have_exact_quantiles() {
    let distributions: Vec<_> = (0..10).map(|extra| distribution(&[0, 0, 0, 0, 0, 0, 50 + extra])).collect();
    let estimate = quantile(0.5, &distributions).unwrap();
    assert_eq!((estimate.value, estimate.interval(0.95)), (0.0, Some(Interval { low: 0.0, high: 0.0 })));
    assert_eq!(quantile_interval(0.5, &distributions, 0.95), Some(Interval { low: 0.0, high: 0.0 }));
}
