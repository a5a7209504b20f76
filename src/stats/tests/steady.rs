//! Warm-ups and batch means, on series whose truth is known.

use super::Generator;
use crate::maths;
use crate::stats::{Unsteady, batch_means, batch_ratios, mean_series, mser5, welch};

/// A steady autoregressive series of this correlation, mean 0 and variance 1.
fn autoregressive(generator: &mut Generator, correlation: f64, length: usize) -> Vec<f64> {
    let scatter = maths::sqrt(1.0 - correlation * correlation);
    let mut value = generator.normal();
    let step = |_| {
        value = correlation * value + scatter * generator.normal();
        value
    };
    (0..length).map(step).collect()
}

/// What the definition says, the slow way.
fn mser5_by_definition(series: &[f64]) -> usize {
    let batches: Vec<f64> = series.chunks_exact(5).map(|batch| batch.iter().sum::<f64>() / 5.0).collect();
    let statistic = |left_out: usize| {
        let rest = &batches[left_out..];
        let mean = rest.iter().sum::<f64>() / rest.len() as f64;
        rest.iter().map(|batch| (batch - mean) * (batch - mean)).sum::<f64>() / (rest.len() * rest.len()) as f64
    };
    (0..=batches.len() - 5).min_by(|a, b| statistic(*a).total_cmp(&statistic(*b))).unwrap()
}

#[test]
fn mser_5_is_what_its_definition_says() {
    let mut generator = Generator(31);
    let mut refused = 0;
    for length in (100..1_100).step_by(7) {
        // A start far above, that fades.
        let series: Vec<f64> = autoregressive(&mut generator, 0.7, length)
            .iter()
            .enumerate()
            .map(|(place, noise)| noise + 10.0 * maths::exp(-(place as f64) / 60.0))
            .collect();
        let (by_definition, batches) = (mser5_by_definition(&series), length / 5);
        match mser5(&series) {
            Ok(steady) => assert_eq!(steady.left_out, 5 * by_definition, "of {length}"),
            Err(error) => {
                assert!(error == Unsteady::TooShort && 2 * by_definition > batches, "{error:?} of {length}");
                refused += 1;
            }
        }
    }
    assert!((5..60).contains(&refused), "short series are refused, and only those: {refused}");
}

#[test]
fn mser_5_leaves_out_the_beginning_and_little_else() {
    let mut generator = Generator(32);
    let (mut refused, mut lost, mut left_out) = (0, 0, 0);
    for _ in 0..1_000 {
        let mut series = autoregressive(&mut generator, 0.3, 1_000);
        match mser5(&series) {
            Ok(steady) => lost += steady.left_out,
            Err(_) => refused += 1,
        }
        series[..103].iter_mut().for_each(|value| *value += 5.0);
        let Ok(late) = mser5(&series) else { continue };
        // The batch with three of them is next to the rest.
        assert!((100..=500).contains(&late.left_out), "{late:?}");
        left_out += late.left_out;
    }
    // The last batches are alike by chance now and then.
    assert!(refused < 20, "{refused} of 1,000 are refused");
    assert!(lost / (1_000 - refused) < 20, "steady from the beginning, and {lost} of a million observations are lost");
    assert!((103..120).contains(&(left_out / (1_000 - refused))), "{left_out}");
}

#[test]
fn what_never_settles_or_is_short_is_refused() {
    let slope: Vec<f64> = (0..1_000).map(f64::from).collect();
    assert_eq!(mser5(&slope), Err(Unsteady::TooShort));
    assert_eq!(mser5(&slope[..99]), Err(Unsteady::TooFew(100)));
    let step: Vec<f64> = (0..1_000).map(|place| f64::from(u8::from(place < 600))).collect();
    assert_eq!(mser5(&step), Err(Unsteady::TooShort));
    let early: Vec<f64> = (0..1_000).map(|place| f64::from(u8::from(place < 400))).collect();
    let steady = mser5(&early).unwrap();
    assert_eq!((steady.left_out, steady.statistic), (400, 0.0));
    assert_eq!(mser5(&[7.0; 100]).unwrap().left_out, 0);
}

#[test]
fn welch_averages_over_as_many_on_either_side() {
    let series = mean_series(&[vec![0.0, 2.0, 4.0, 12.0, 16.0, 20.0], vec![2.0, 4.0, 6.0, 14.0, 18.0]]);
    assert_eq!(series, [1.0, 3.0, 5.0, 13.0, 17.0]);
    assert_eq!(welch(&series, 0), series);
    assert_eq!(welch(&series, 1), [1.0, 3.0, 7.0, 35.0 / 3.0]);
    assert_eq!(welch(&series, 2), [1.0, 3.0, 39.0 / 5.0]);
    assert_eq!(welch(&series, 5), [0.0; 0]);
    assert_eq!(mean_series(&[]), [0.0; 0]);
}

#[test]
fn batch_means_are_those_of_a_small_series() {
    // One is left out; batches 2, 4, 9 with mean 5, squares 9 + 1 + 16, products 3 - 4, steps 4 + 25.
    let batches = batch_means(&[100.0, 1.0, 3.0, 4.0, 4.0, 10.0, 8.0], 3).unwrap();
    assert_eq!((batches.size, batches.left_out, batches.estimate.value), (2, 1, 5.0));
    assert_eq!(batches.estimate.influence, [-3.0, -1.0, 4.0]);
    assert!((batches.lag_one + 1.0 / 26.0).abs() < 1e-15 && (batches.von_neumann - 29.0 / 26.0).abs() < 1e-15);
    // t(0.975, 2) = 4.302653, sample variance 13.
    assert!((batches.interval(0.95).unwrap().half_width() - 4.302_653 * (13.0_f64 / 3.0).sqrt()).abs() < 1e-5);
    assert_eq!(batch_means(&[1.0; 5], 3), None);
    let constant = batch_means(&[4.0; 30], 3).unwrap();
    assert!(constant.long_enough(0.95) && constant.interval(0.95).unwrap().half_width() == 0.0);
}

#[test]
fn batches_of_a_ratio_are_ratios_of_sums() {
    // Batches 6 over 2, 0 over 0, 2 over 2: 8 over 4 in all; influence (N - 2 D) times 3 over 4.
    let batches = batch_ratios(&[5.0, 1.0, 0.0, 0.0, 2.0, 0.0], &[1.0, 1.0, 0.0, 0.0, 1.0, 1.0], 3).unwrap();
    assert_eq!((batches.estimate.value, batches.estimate.informed), (2.0, 2));
    assert_eq!(batches.estimate.influence, [1.5, 0.0, -1.5]);
    assert_eq!((batches.lag_one, batches.von_neumann), (0.0, 1.0));
    assert_eq!(batch_ratios(&[0.0; 6], &[0.0; 6], 3), None);
    assert_eq!(batch_ratios(&[1.0; 5], &[1.0; 5], 3), None);
}

/// Of 2,000 autoregressive series in so many batches of this size, the share whose 95 per cent interval holds the mean,
/// and the share whose batches are said to be long enough at 95 per cent.
fn coverage(correlation: f64, batches: usize, size: usize) -> (f64, f64) {
    let mut generator = Generator(33);
    let (mut held, mut passed) = (0, 0);
    for _ in 0..2_000 {
        let means = batch_means(&autoregressive(&mut generator, correlation, batches * size), batches).unwrap();
        held += u32::from(means.interval(0.95).unwrap().contains(0.0));
        passed += u32::from(means.long_enough(0.95));
    }
    println!("correlation {correlation}, {batches} batches of {size}: {held} and {passed} of 2,000");
    (f64::from(held) / 2_000.0, f64::from(passed) / 2_000.0)
}

#[test]
fn long_batches_cover_and_short_ones_are_found_out() {
    let (held, passed) = coverage(0.8, 20, 400);
    assert!((0.935..0.965).contains(&held), "{held}");
    assert!((0.92..0.97).contains(&passed), "{passed}");
    // Independent observations: the test errs as often as it says.
    let (held, passed) = coverage(0.0, 30, 2);
    assert!((0.935..0.965).contains(&held) && (0.935..0.965).contains(&passed), "{held} {passed}");
    let (held, passed) = coverage(0.8, 20, 4);
    assert!(held < 0.8 && passed < 0.3, "{held} {passed}");
}
