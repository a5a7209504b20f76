//! How likely each of several policies is the best, as far as the replications can say.

use super::estimate::Estimate;
use super::selection::Better;
use crate::random::{Stream, name_key};

/// The share of resamples in which each estimate is the best; of those that are equally good, each has its part. The
/// shares add up to 1. `None` without estimates, or if one of them comes from fewer than two informed replications.
///
/// Replications are drawn with replacement, the same ones for all estimates, so that what they have in common stays in
/// common: the paired bootstrap (Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7, 1979).
/// A resampled estimate is the estimate plus the mean influence of the drawn replications, which is exact for a mean and
/// to first order for everything else. The share is no confidence: with two estimates it is about 1 minus the one-sided
/// p-value of their difference.
///
/// The numbers depend on the seed, the place of the resample and the number of replications only: adding an estimate
/// resamples the others as before.
///
/// # Panics
/// If the estimates come from different numbers of replications, or there are no resamples.
pub fn probabilities_of_being_best(
    estimates: &[&Estimate],
    better: Better,
    resamples: u32,
    seed: u64,
) -> Option<Vec<f64>> {
    assert!(resamples > 0, "no resamples");
    let replications = estimates.first()?.influence.len();
    assert!(estimates.iter().all(|it| it.influence.len() == replications), "estimates from the same replications");
    if estimates.iter().any(|it| it.informed < 2) {
        return None;
    }
    let key = [seed, name_key("probability of being best")];
    let mut wins = vec![0.0; estimates.len()];
    let mut times = vec![0_u32; replications];
    for resample in 0..resamples {
        draw(&mut Stream::new(key, [u64::from(resample), 0, 0]), &mut times);
        // Estimates that are alike in every replication are alike here, to the last bit.
        let resampled = estimates.iter().map(|estimate| {
            let influence = estimate.influence.iter().zip(&times).map(|(it, times)| it * f64::from(*times));
            better.orient(estimate.value + influence.sum::<f64>() / replications as f64)
        });
        let resampled: Vec<f64> = resampled.collect();
        let best = resampled.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let winners = resampled.iter().filter(|value| **value == best).count();
        for (win, value) in wins.iter_mut().zip(&resampled) {
            *win += f64::from(u8::from(*value == best)) / winners as f64;
        }
    }
    wins.iter_mut().for_each(|win| *win /= f64::from(resamples));
    Some(wins)
}

/// How many times each replication is drawn, as many draws as there are replications.
fn draw(stream: &mut Stream, times: &mut [u32]) {
    times.fill(0);
    for _ in 0..times.len() {
        // The upper half of the product: each place is met by the same number of words, give or take one of 2^64.
        let place = (u128::from(stream.word()) * times.len() as u128) >> 64;
        times[place as usize] += 1;
    }
}
