//! Counts against closed forms and rand_distr.

use super::{Count, LARGEST_COUNT};
use crate::maths::gamma_cdf;
use crate::random::{LawError, Stream, uniform};
use rand_distr::Distribution;

const DRAWS: u32 = 100_000;

fn every_count() -> Vec<(&'static str, Count)> {
    let rows = vec![(7, 1.0), (1, 4.0), (2, 2.0), (3, 3.0)];
    let mixture = || Count::mixture(vec![(2.0, Count::constant(1).unwrap()), (1.0, Count::geometric(6.0).unwrap())]);
    vec![
        ("constant", Count::constant(3).unwrap()),
        ("geometric", Count::geometric(4.5).unwrap()),
        ("geometric, close to one", Count::geometric(1.01).unwrap()),
        ("geometric, long", Count::geometric(300.0).unwrap()),
        ("geometric, clamped", Count::geometric(4.5).unwrap().clamp(6).unwrap()),
        ("geometric, truncated", Count::geometric(4.5).unwrap().truncate(6).unwrap()),
        ("table", Count::table(rows.clone()).unwrap()),
        ("table, clamped", Count::table(rows.clone()).unwrap().clamp(4).unwrap()),
        ("table, truncated", Count::table(rows).unwrap().truncate(4).unwrap()),
        ("mixture", mixture().unwrap()),
        ("mixture, truncated", mixture().unwrap().truncate(5).unwrap()),
        ("negative binomial", Count::negative_binomial_mean_cv(5.0, 0.8).unwrap()),
        ("negative binomial, uneven", Count::negative_binomial_mean_shape(5.0, 0.3).unwrap()),
        ("negative binomial, long", Count::negative_binomial_mean_shape(300.0, 1000.0).unwrap()),
        ("negative binomial, clamped", Count::negative_binomial_mean_shape(5.0, 2.0).unwrap().clamp(6).unwrap()),
        ("negative binomial, truncated", Count::negative_binomial_mean_shape(5.0, 2.0).unwrap().truncate(6).unwrap()),
    ]
}

/// The probability of a chi-square at least this large: below a thousandth, the sample does not follow the law.
fn chi_square_tail(observed: &[f64], expected: &[f64]) -> f64 {
    let (mut sum, mut cells) = (0.0, 0.0);
    // neighbouring cells are joined until each expects 20
    let (mut cell, mut wanted) = (0.0, 0.0);
    let mut left: f64 = expected.iter().sum();
    for (count, expected) in observed.iter().zip(expected) {
        cell += count;
        wanted += expected;
        left -= expected;
        if wanted >= 20.0 && left >= 20.0 {
            sum += (cell - wanted) * (cell - wanted) / wanted;
            cells += 1.0;
            (cell, wanted) = (0.0, 0.0);
        }
    }
    sum += (cell - wanted) * (cell - wanted) / wanted;
    assert!(cells > 0.0, "nothing to compare");
    1.0 - gamma_cdf(cells / 2.0, sum / 2.0)
}

fn histogram(draws: impl Iterator<Item = u32>) -> Vec<f64> {
    let mut counts = vec![0.0; LARGEST_COUNT as usize + 1];
    draws.for_each(|count| counts[count as usize] += 1.0);
    counts
}

fn expected(probability_up_to: impl Fn(u32) -> f64) -> Vec<f64> {
    let probability = |count: u32| match count {
        0 => 0.0,
        _ => probability_up_to(count) - probability_up_to(count - 1),
    };
    (0..=LARGEST_COUNT).map(|count| f64::from(DRAWS) * probability(count)).collect()
}

fn sample(law: &Count, key: u64) -> Vec<f64> {
    let mut stream = Stream::new([key, 3], [0; 3]);
    histogram((0..DRAWS).map(|_| law.quantile(stream.uniform())))
}

#[test]
fn samples_follow_their_own_probabilities() {
    for (index, (name, law)) in every_count().into_iter().enumerate() {
        if name == "constant" {
            continue;
        }
        let observed = sample(&law, index as u64);
        let expected = expected(|count| law.cdf(count));
        for (count, (found, wanted)) in observed.iter().zip(&expected).enumerate() {
            assert!(*wanted > 0.0 || *found == 0.0, "{name}: {count} is impossible");
        }
        let tail = chi_square_tail(&observed, &expected);
        assert!(tail > 0.001, "{name}: {tail}");
    }
}

#[test]
fn samples_follow_the_law_as_others_draw_it() {
    let law = Count::geometric(4.5).unwrap();
    // theirs counts from 0
    let theirs = rand_distr::Geometric::new(1.0 / 4.5).unwrap();
    let mut stream = Stream::new([77, 3], [0; 3]);
    let drawn = histogram((0..DRAWS).map(|_| 1 + theirs.sample(&mut stream) as u32));
    assert!(chi_square_tail(&drawn, &expected(|count| law.cdf(count))) > 0.001);
    // a negative binomial number is Poisson with a mean that is gamma
    let (law, rates) = (Count::negative_binomial_mean_shape(5.0, 0.7).unwrap(), rand_distr::Gamma::new(0.7, 4.0 / 0.7));
    let rates = rates.unwrap();
    let mut poisson = || rand_distr::Poisson::new(rates.sample(&mut stream)).map_or(0.0, |law| law.sample(&mut stream));
    let drawn = histogram((0..DRAWS).map(|_| 1 + poisson() as u32));
    assert!(chi_square_tail(&drawn, &expected(|count| law.cdf(count))) > 0.001);
    let weights = rand_distr::weighted::WeightedAliasIndex::new(vec![4.0, 2.0, 3.0, 1.0]).unwrap();
    let drawn = histogram((0..DRAWS).map(|_| [1, 2, 3, 7][weights.sample(&mut stream)]));
    let law = Count::table(vec![(7, 1.0), (1, 4.0), (2, 2.0), (3, 3.0)]).unwrap();
    assert!(chi_square_tail(&drawn, &expected(|count| law.cdf(count))) > 0.001);
}

#[test]
fn the_test_of_samples_notices_a_wrong_law() {
    let observed = sample(&Count::geometric(4.5).unwrap(), 5);
    let other = Count::geometric(4.6).unwrap();
    assert!(chi_square_tail(&observed, &expected(|count| other.cdf(count))) < 0.001);
}

#[test]
fn sample_means_agree_with_the_mean() {
    for (index, (name, law)) in every_count().into_iter().enumerate() {
        let observed = sample(&law, 100 + index as u64);
        let total = f64::from(DRAWS);
        let mean = observed.iter().enumerate().map(|(count, found)| found * count as f64).sum::<f64>() / total;
        let squares = observed.iter().enumerate().map(|(count, found)| {
            let distance = count as f64 - mean;
            found * distance * distance
        });
        let allowed = 4.0 * (squares.sum::<f64>() / total / total).sqrt() + 1e-12;
        assert!((mean - law.mean()).abs() < allowed, "{name}: {mean} instead of {} ± {allowed}", law.mean());
    }
}

#[test]
fn the_mean_is_the_textbook_one() {
    let checks = [
        (Count::constant(3), 3.0),
        (Count::geometric(1.0), 1.0),
        (Count::geometric(1.0 + 1e-9), 1.0 + 1e-9),
        (Count::geometric(4.5), 4.5),
        (Count::table(vec![(2, 1.0), (10, 3.0)]), 8.0),
        (Count::geometric(2.0).and_then(|law| law.clamp(2)), 1.5),
        (Count::geometric(2.0).and_then(|law| law.truncate(2)), 4.0 / 3.0),
        (Count::table(vec![(1, 1.0), (2, 1.0), (9, 2.0)]).and_then(|law| law.clamp(4)), 2.75),
        (Count::table(vec![(1, 1.0), (2, 1.0), (9, 2.0)]).and_then(|law| law.truncate(4)), 1.5),
        (
            Count::geometric(4.5).and_then(|law| Count::mixture(vec![(1.0, law), (3.0, Count::constant(2).unwrap())])),
            2.625,
        ),
        (Count::negative_binomial_mean_shape(5.0, 0.3), 5.0),
        (Count::negative_binomial_mean_shape(1000.0, 1000.0), 1000.0),
        (Count::negative_binomial_mean_shape(1.0, 7.0), 1.0),
        (Count::negative_binomial_mean_cv(5.0, 0.8), 5.0),
        (Count::negative_binomial_mean_cv(1.0, 0.0), 1.0),
    ];
    for (law, wanted) in checks {
        let law = law.unwrap();
        assert!((law.mean() / wanted - 1.0).abs() < 1e-12, "{law:?}: {} instead of {wanted}", law.mean());
    }
}

/// (mean, shape, count, probability of at most the count), computed with 40 digits from the gamma function.
const NEGATIVE_BINOMIAL: [(f64, f64, u32, f64); 9] = [
    (5.0, 2.0, 1, 1.0 / 9.0),
    (5.0, 2.0, 3, 11.0 / 27.0),
    (5.0, 2.0, 12, 0.961_463_266_853_705_3),
    (5.0, 2.0, 40, 0.999_998_703_725_915_3),
    (5.0, 0.3, 1, 0.449_879_122_887_220_5),
    (5.0, 0.3, 20, 0.953_210_176_696_965),
    (300.0, 1000.0, 200, 2.689_269_603_058_651e-8),
    (300.0, 1000.0, 300, 0.515_506_100_254_771_7),
    (300.0, 1000.0, 350, 0.993_661_665_666_382_9),
];

#[test]
fn negative_binomial_probabilities_have_their_digits() {
    for (mean, shape, count, wanted) in NEGATIVE_BINOMIAL {
        let found = Count::negative_binomial_mean_shape(mean, shape).unwrap().cdf(count);
        assert!((found / wanted - 1.0).abs() < 2e-13, "{mean}, {shape}: {found} instead of {wanted} at {count}");
    }
    let (law, geometric) = (Count::negative_binomial_mean_shape(4.5, 1.0).unwrap(), Count::geometric(4.5).unwrap());
    for count in 0..200 {
        assert!((law.cdf(count) - geometric.cdf(count)).abs() < 1e-14, "shape 1 is geometric: {count}");
    }
}

#[test]
fn a_negative_binomial_count_has_the_variation_it_was_stated_by() {
    for (mean, cv) in [(5.0, 0.8), (1.2, 1.5), (40.0, 0.16), (40.0, 1.5)] {
        let law = Count::negative_binomial_mean_cv(mean, cv).unwrap();
        let square = |count: u32| {
            let deviation = f64::from(count) - mean;
            deviation * deviation * (law.cdf(count) - law.cdf(count - 1))
        };
        let found = (1..=LARGEST_COUNT).map(square).sum::<f64>().sqrt() / mean;
        assert!((found / cv - 1.0).abs() < 1e-6, "{mean}: {found} instead of {cv}");
    }
}

#[test]
fn no_count_decreases_or_leaves_the_range() {
    for (name, law) in every_count() {
        let mut before = 1;
        for step in 0..=100_000_u64 {
            let count = law.quantile(uniform(step * (u64::MAX / 100_000)));
            assert!((before..=LARGEST_COUNT).contains(&count), "{name}: {count} after {before}");
            before = count;
        }
    }
    assert_eq!(Count::geometric(1000.0).unwrap().quantile(uniform(u64::MAX)), LARGEST_COUNT);
}

#[test]
fn the_quantile_is_the_least_count_with_enough_probability() {
    for (name, law) in every_count() {
        for step in 1..500 {
            let u = (f64::from(step) + 0.25) / 500.0;
            let count = law.quantile(u);
            assert!(law.cdf(count) >= u - 1e-12, "{name} at {u}: {count}");
            assert!(law.cdf(count - 1) < u, "{name} at {u}: {count}");
        }
    }
}

#[test]
fn the_values_are_pinned() {
    let found =
        every_count().into_iter().map(|(name, law)| (name, [0.001, 0.3, 0.6, 0.9, 0.999].map(|u| law.quantile(u))));
    let pinned: [(&str, [u32; 5]); 16] = [
        ("constant", [3, 3, 3, 3, 3]),
        ("geometric", [1, 2, 4, 10, 28]),
        ("geometric, close to one", [1, 1, 1, 1, 2]),
        ("geometric, long", [1, 107, 275, 690, 2069]),
        ("geometric, clamped", [1, 2, 4, 6, 6]),
        ("geometric, truncated", [1, 2, 3, 5, 6]),
        ("table", [1, 1, 2, 3, 7]),
        ("table, clamped", [1, 1, 2, 3, 4]),
        ("table, truncated", [1, 1, 2, 3, 3]),
        ("mixture", [1, 1, 1, 7, 32]),
        ("mixture, truncated", [1, 1, 1, 3, 5]),
        ("negative binomial", [1, 2, 5, 10, 27]),
        ("negative binomial, uneven", [1, 1, 3, 13, 65]),
        ("negative binomial, long", [241, 289, 305, 325, 363]),
        ("negative binomial, clamped", [1, 3, 5, 6, 6]),
        ("negative binomial, truncated", [1, 2, 4, 6, 6]),
    ];
    assert_eq!(found.collect::<Vec<_>>(), pinned);
}

#[test]
fn bounds_combine() {
    let law = Count::geometric(4.5).unwrap();
    let twice = law.clone().truncate(9).and_then(|law| law.truncate(5)).unwrap();
    let once = law.clone().truncate(5).unwrap();
    for count in 0..=6 {
        assert!((twice.cdf(count) - once.cdf(count)).abs() < 1e-15, "{count}");
    }
    let clamped_first = law.clone().clamp(5).and_then(|law| law.truncate(7)).unwrap();
    assert_eq!(clamped_first, law.clone().clamp(5).unwrap());
    let truncated_first = law.clone().truncate(7).and_then(|law| law.clamp(5)).unwrap();
    assert!((truncated_first.cdf(4) - law.cdf(4) / law.cdf(7)).abs() < 1e-15 && truncated_first.cdf(5) == 1.0);
    assert_eq!(Count::constant(8).unwrap().clamp(5), Count::constant(5));
}

#[test]
fn wrong_parameters_are_refused() {
    let one = || Count::constant(1).unwrap();
    let checks: Vec<(Result<Count, LawError>, &str)> = vec![
        (Count::constant(0), "count: the count 0 is out of range; expected a count from 1 to 10000"),
        (Count::constant(10_001), "count: the count 10001 is out of range; expected a count from 1 to 10000"),
        (Count::geometric(0.99), "mean: 0.99 is out of range; expected a mean from 1 to 1000"),
        (Count::geometric(1001.0), "mean: 1001 is out of range; expected a mean from 1 to 1000"),
        (Count::geometric(f64::NAN), "mean: it is not a number; expected a mean from 1 to 1000"),
        (Count::negative_binomial_mean_shape(0.5, 2.0), "mean: 0.5 is out of range; expected a mean from 1 to 1000"),
        (Count::negative_binomial_mean_shape(5.0, 0.0), "shape: 0 is out of range; expected a shape from 0.01 to 1000"),
        (
            Count::negative_binomial_mean_shape(1000.0, 0.01),
            "mean: one count in 55 would be above 10000; expected a smaller mean, or counts that vary less",
        ),
        (
            Count::negative_binomial_mean_cv(5.0, 0.4),
            "cv: 0.4 is out of range; expected a cv from 0.4008 to 8.0099 with this mean",
        ),
        (
            Count::negative_binomial_mean_cv(5.0, 9.0),
            "cv: 9 is out of range; expected a cv from 0.4008 to 8.0099 with this mean",
        ),
        (
            Count::negative_binomial_mean_cv(5.0, f64::NAN),
            "cv: it is not a number; expected a cv from 0.4008 to 8.0099 with this mean",
        ),
        (Count::table(vec![]), "table: it has no row; expected at least one count with a weight"),
        (Count::table(vec![(0, 1.0)]), "table: the count 0 is out of range; expected a count from 1 to 10000"),
        (Count::table(vec![(3, 1.0), (3, 2.0)]), "table: the count 3 is given twice; expected every count once"),
        (Count::table(vec![(3, 0.0)]), "weight: 0 is out of range; expected a finite number above zero"),
        (Count::table(vec![(3, f64::NAN)]), "weight: it is not a number; expected a finite number above zero"),
        (
            Count::table(vec![(3, f64::MAX), (4, f64::MAX)]),
            "weight: the weights are too large to add up; expected smaller weights",
        ),
        (Count::mixture(vec![]), "mixture: it has no part; expected at least one weight with a law"),
        (Count::mixture(vec![(-1.0, one())]), "weight: -1 is out of range; expected a finite number above zero"),
        (one().clamp(0), "maximum: a count is at least 1; expected a maximum of 1 or more"),
        (one().truncate(0), "maximum: a count is at least 1; expected a maximum of 1 or more"),
        (
            Count::table(vec![(3, 1.0)]).and_then(|law| law.truncate(2)),
            "maximum: the count is never as small as 2; expected a maximum that some counts stay below",
        ),
    ];
    for (law, wanted) in checks {
        assert_eq!(law.unwrap_err().to_string(), wanted);
    }
}

#[test]
fn only_a_geometric_count_goes_on_alike_after_each() {
    for (name, law) in every_count() {
        let again = law.again();
        assert_eq!(
            again.is_some(),
            ["geometric", "geometric, close to one", "geometric, long"].contains(&name),
            "{name}"
        );
        let Some(again) = again else { continue };
        assert!((law.mean() * (1.0 - again) - 1.0).abs() < 1e-9, "{name}: {again}");
        let variance = again / ((1.0 - again) * (1.0 - again));
        assert!((law.variance() / variance - 1.0).abs() < 1e-9, "{name}: {} instead of {variance}", law.variance());
    }
    assert_eq!(Count::constant(7).unwrap().variance(), 0.0);
    let two = Count::table(vec![(1, 3.0), (5, 1.0)]).unwrap();
    assert!((two.variance() - 3.0).abs() < 1e-12, "{}", two.variance());
}
