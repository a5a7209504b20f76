//! Selecting the best, pairs, the bootstrap, prognoses and when to stop.

use super::{Generator, assert_documented};
use crate::maths;
use crate::stats::{
    Better, Estimate, Interval, Precision, Present, Prognosis, Race, Selection, all_pairs, counts, judge, mean, paired,
    probabilities_of_being_best, ratio, told_apart,
};

/// An estimate of the mean of these values.
fn mean_of(values: &[f64]) -> Estimate {
    mean(&values.iter().map(|value| Some(*value)).collect::<Vec<_>>()).unwrap()
}

/// Normal observations of policies in one replication, with these means and deviation 1; half of the variance is in
/// common.
fn replication(generator: &mut Generator, means: &[f64]) -> Vec<f64> {
    let common = generator.normal();
    let root = maths::sqrt(0.5);
    means.iter().map(|mean| mean + root * (common + generator.normal())).collect()
}

/// The race of policies with these means to its end, with a first stage of ten replications.
fn race(selection: Selection, means: &[f64], generator: &mut Generator) -> Race {
    let first: Vec<Vec<f64>> = (0..10).map(|_| replication(generator, means)).collect();
    let by_policy: Vec<Vec<f64>> =
        (0..means.len()).map(|policy| first.iter().map(|row| row[policy]).collect()).collect();
    let mut race = selection.begin(&by_policy);
    while race.selected().is_none() {
        assert!(race.replications() < race.at_most(), "{race:?}");
        race.observe(&replication(generator, means));
    }
    race
}

/// In how many of 4,000 races the policy with mean 0 is selected, and after how many replications on average.
fn selected(confidence: f64, means: &[f64], better: Better) -> (f64, f64) {
    let mut generator = Generator(1301);
    let selection = Selection { confidence, indifference: 0.25, better };
    let best = means.iter().position(|mean| *mean == 0.0);
    let (mut right, mut replications) = (0, 0);
    for _ in 0..4_000 {
        let race = race(selection, means, &mut generator);
        right += u32::from(race.selected() == best);
        replications += race.replications();
    }
    (f64::from(right) / 4_000.0, replications as f64 / 4_000.0)
}

#[test]
fn the_best_is_selected_at_the_stated_rate_where_it_is_hardest() {
    for confidence in [0.8, 0.9, 0.95] {
        for (policies, better) in [(2, Better::Smaller), (5, Better::Larger), (10, Better::Smaller)] {
            // All others are worse by just the indifference zone.
            let worse = if better == Better::Smaller { 0.25 } else { -0.25 };
            let means: Vec<f64> = (1..=policies).map(|place| if place == policies { 0.0 } else { worse }).collect();
            let (rate, replications) = selected(confidence, &means, better);
            let (right, stated) = (100.0 * rate, 100.0 * confidence);
            assert_documented(&format!("//! | {policies} | {stated:.0} % | {right:.1} % | {replications:.0} |"));
            assert!(rate >= confidence, "{rate} instead of {confidence} with {policies} policies");
            // Not by luck, and not by running to the end.
            assert!(rate < 0.99 && replications < 200.0, "{rate} after {replications} replications");
        }
    }
}

#[test]
fn clear_differences_take_few_replications_and_no_difference_takes_no_more_than_the_limit() {
    let (rate, replications) = selected(0.95, &[3.0, 0.0, 4.0], Better::Smaller);
    assert!(rate == 1.0 && replications < 10.5, "{rate} after {replications}");
    let (_, replications) = selected(0.95, &[0.0, 0.0], Better::Smaller);
    assert!(replications > 40.0, "{replications}");
    let selection = Selection { confidence: 0.95, indifference: 0.5, better: Better::Larger };
    // Policies that are the same: the first one, at once, for nothing scatters.
    let same = selection.begin(&[vec![1.0, 2.0, 4.0], vec![1.0, 2.0, 4.0]]);
    assert_eq!((same.selected(), same.at_most(), same.replications()), (Some(0), 3, 3));
    assert_eq!(selection.begin(&[vec![1.0, 2.0]]).selected(), Some(0));
}

#[test]
fn the_region_is_that_of_kim_and_nelson() {
    // Ten differences of sample variance 1 and mean 0; eta = (0.1^(-2/9) - 1) / 2, so h^2 = 6.012893.
    let differences = [-1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0, -1.0, 1.0].map(|it: f64| it * (0.9_f64).sqrt());
    let selection = Selection { confidence: 0.95, indifference: 0.5, better: Better::Larger };
    let mut race = selection.begin(&[differences.to_vec(), vec![0.0; 10]]);
    assert_eq!((race.at_most(), race.survivors()), (25, &[0, 1][..]));
    // After 11 replications the sums may be (6.012893 / 0.5 - 0.5 x 11) / 2 = 3.262893 apart.
    let mut near = race.clone();
    near.observe(&[3.2628, 0.0]);
    assert_eq!(near.survivors(), [0, 1]);
    race.observe(&[3.2630, 0.0]);
    assert_eq!(race.selected(), Some(0));
    // The same in one step, by the estimates after four more: (12.025786 - 7) / 2 = 2.512893 over 14.
    let mut stepwise = near.clone();
    stepwise.screen(14, &[0.0, 0.1795]);
    assert_eq!(stepwise.selected(), Some(1));
    near.screen(14, &[0.0, 0.1794]);
    assert_eq!((near.selected(), near.replications()), (None, 14));
    // At the end whoever is ahead.
    near.screen(25, &[1.0, 1.000_001]);
    assert_eq!(near.selected(), Some(1));
}

#[test]
fn observations_of_an_estimate_have_its_value_and_scatter() {
    let estimate = ratio(&[3.0, 8.0, 1.0], &[1.0, 2.0, 1.0]).unwrap();
    let observations = estimate.observations();
    assert!((mean_of(&observations).value - 3.0).abs() < 1e-12);
    let (ours, theirs) = (mean_of(&observations).standard_error().unwrap(), estimate.standard_error().unwrap());
    assert!((ours - theirs).abs() < 1e-12);
}

#[test]
fn the_probability_of_being_best_is_that_of_the_normal_law() {
    let mut generator = Generator(77);
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for _ in 0..200 {
        let observed = replication(&mut generator, &[0.0, 0.05]);
        a.push(observed[0]);
        b.push(observed[1]);
    }
    let (a, b) = (mean_of(&a), mean_of(&b));
    let shares = probabilities_of_being_best(&[&a, &b], Better::Smaller, 20_000, 1).unwrap();
    let difference = b.minus(&a);
    let expected = maths::normal_cdf(difference.value / difference.standard_error().unwrap());
    assert!((0.6..0.99).contains(&expected), "a case that says something: {expected}");
    assert!((shares[0] - expected).abs() < 0.01, "{shares:?} instead of {expected}");
    assert!((shares[0] + shares[1] - 1.0).abs() < 1e-12);
    let larger = probabilities_of_being_best(&[&a, &b], Better::Larger, 20_000, 1).unwrap();
    assert_eq!((larger[0], larger[1]), (shares[1], shares[0]));
    // The same again, and not the same with another seed.
    assert_eq!(probabilities_of_being_best(&[&a, &b], Better::Smaller, 20_000, 1).unwrap(), shares);
    assert_ne!(probabilities_of_being_best(&[&a, &b], Better::Smaller, 20_000, 2).unwrap(), shares);
}

#[test]
fn who_is_as_good_shares_and_whoever_is_always_worse_never_wins() {
    let mut generator = Generator(78);
    let values: Vec<f64> = (0..30).map(|_| generator.exponential()).collect();
    let good = mean_of(&values);
    // A mean that never scatters much, far away, although each of its parts is within the scatter of the good ones.
    let worse = mean_of(&values.iter().map(|value| value + 0.01).collect::<Vec<_>>());
    let shares = probabilities_of_being_best(&[&good, &worse, &good], Better::Smaller, 1_000, 5).unwrap();
    assert_eq!(shares, [0.5, 0.0, 0.5]);
    assert_eq!(probabilities_of_being_best(&[&good], Better::Smaller, 10, 5), Some(vec![1.0]));
    assert_eq!(probabilities_of_being_best(&[], Better::Smaller, 10, 5), None);
    let blank = mean(&[Some(1.0), None]).unwrap();
    assert_eq!(probabilities_of_being_best(&[&blank], Better::Smaller, 10, 5), None);
}

#[test]
fn resamples_scatter_as_much_as_the_estimate() {
    // The share of resamples below a fixed value follows the normal law of the estimate, here at one standard error.
    let mut generator = Generator(79);
    let estimate = mean_of(&(0..400).map(|_| generator.uniform()).collect::<Vec<_>>());
    let threshold = estimate.value - estimate.standard_error().unwrap();
    let fixed = Estimate { value: threshold, influence: vec![0.0; 400], informed: 400 };
    let shares = probabilities_of_being_best(&[&estimate, &fixed], Better::Smaller, 20_000, 3).unwrap();
    assert!((shares[0] - maths::normal_cdf(-1.0)).abs() < 0.01, "{shares:?}");
}

#[test]
fn all_pairs_have_intervals_that_hold_together() {
    let mut generator = Generator(80);
    let rows: Vec<Vec<f64>> = (0..50).map(|_| replication(&mut generator, &[0.0, 0.1, 3.0, 0.0])).collect();
    let estimates: Vec<Estimate> =
        (0..4).map(|policy| mean_of(&rows.iter().map(|row| row[policy]).collect::<Vec<_>>())).collect();
    let pairs = all_pairs(&estimates.iter().collect::<Vec<_>>(), 0.95);
    let places: Vec<_> = pairs.iter().map(|pair| (pair.first, pair.second)).collect();
    assert_eq!(places, [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]);
    for pair in &pairs {
        let (a, b) = (&estimates[pair.first], &estimates[pair.second]);
        assert_eq!(pair.difference, paired(a, b, 0.95, 6));
        let (ours, alone) = (pair.difference.interval.unwrap(), a.minus(b).interval(1.0 - 0.05 / 6.0).unwrap());
        assert!((ours.low - alone.low).abs() < 1e-12 && (ours.high - alone.high).abs() < 1e-12);
        assert_eq!(pair.difference.significant, pair.told_apart == Prognosis::Reached);
        assert_eq!(pair.difference.significant, pair.first == 2 || pair.second == 2, "{pair:?}");
    }
    assert_eq!(all_pairs(&[&estimates[0]], 0.95), []);
    assert_eq!(all_pairs(&[], 0.95), []);
}

#[test]
fn so_many_replications_tell_two_policies_apart() {
    // The differences have mean 0.1 and sample variance 1.
    let differences: Vec<f64> =
        (0..40).map(|place| 0.1 + f64::from(place % 2 * 2 - 1) * (39.0_f64 / 40.0).sqrt()).collect();
    let (a, b) = (mean_of(&differences), mean_of(&[0.0; 40]));
    // 1.9660 / square root of n is 0.1 between 386 and 387.
    assert_eq!(told_apart(&a, &b, 0.95, 1), Prognosis::After(387));
    assert_eq!(told_apart(&b, &a, 0.95, 1), Prognosis::After(387));
    // One of ten pairs: t(0.9975) instead of t(0.975).
    assert_eq!(told_apart(&a, &b, 0.95, 10), Prognosis::After(793));
    assert_eq!(told_apart(&a, &a, 0.95, 1), Prognosis::Never);
    let far = mean_of(&[9.0; 40]);
    assert_eq!(told_apart(&far, &a, 0.95, 1), Prognosis::Reached);
    // With every second replication blank twice as many are needed.
    let blank: Vec<Option<f64>> = differences.iter().flat_map(|it| [Some(*it), None]).collect();
    let (a, b) = (mean(&blank).unwrap(), mean_of(&[0.0; 80]));
    assert_eq!(told_apart(&a, &b, 0.95, 1), Prognosis::After(774));
    let alone = mean_of(&[1.0]);
    assert_eq!(told_apart(&alone, &alone, 0.95, 1), Prognosis::Unknown);
}

#[test]
fn the_prognosis_is_the_least_number_that_is_enough() {
    let mut generator = Generator(81);
    for replications in [2, 3, 10, 40] {
        let estimate = mean_of(&(0..replications).map(|_| generator.exponential()).collect::<Vec<_>>());
        let present = Present::new(&estimate, 0.9);
        let half_width = present.interval.unwrap().half_width();
        for share in [0.9, 0.3, 0.001] {
            let judged = judge(&[(Precision::Absolute(share * half_width), Some(present))], 0.9);
            let Prognosis::After(needed) = judged.needed else { panic!("{judged:?}") };
            // The half-width with the same scatter.
            let after = |count: u64| {
                let deviation = estimate.standard_error().unwrap() * (replications as f64).sqrt();
                -maths::student_t_quantile(0.05, (count - 1) as f64) * deviation / (count as f64).sqrt()
            };
            let target = share * half_width;
            assert!(after(needed) <= target && after(needed - 1) > target, "{needed} for {share} of {replications}");
        }
    }
}

#[test]
fn a_run_stops_when_everything_is_precise_enough() {
    let present = |value: f64, half: f64| {
        let interval = Some(Interval { low: value - half, high: value + half });
        Some(Present { value, interval, informed: 10, replications: 10 })
    };
    let wanted = [
        (Precision::Absolute(2.0), present(100.0, 1.9)),
        (Precision::Relative(0.05), present(-100.0, 5.0)),
        (Precision::Relative(0.05), present(10.0, 1.0)),
    ];
    let judged = judge(&wanted, 0.95);
    assert_eq!(judged.failing().collect::<Vec<_>>(), [2]);
    assert_eq!((judged.progress[2].half_width, judged.progress[2].target), (Some(1.0), Some(0.5)));
    // Four times as many replications and a little less, for t falls from 2.26 to 2.03.
    assert_eq!(judged.needed, Prognosis::After(33));
    assert!(!judged.stops() && judge(&wanted[..2], 0.95).stops() && judge(&[], 0.95).stops());
    let zero = judge(&[(Precision::Relative(0.05), present(0.0, 1.0)), wanted[2]], 0.95);
    assert_eq!((zero.progress[0].needed, zero.needed), (Prognosis::Never, Prognosis::Never));
    let nothing = judge(&[(Precision::Absolute(1.0), present(0.0, 0.0)), (Precision::Relative(0.1), None)], 0.95);
    assert_eq!((nothing.needed, nothing.failing().count()), (Prognosis::Unknown, 1));
    let alone = Present::new(&mean_of(&[1.0]), 0.95);
    assert_eq!(judge(&[(Precision::Relative(0.1), Some(alone))], 0.95).needed, Prognosis::Unknown);
}

#[test]
fn looks_are_at_fixed_numbers_up_to_the_cap() {
    let looks = |first, cap| counts(first, cap).collect::<Vec<_>>();
    assert_eq!(looks(10, 1_000), [10, 15, 22, 33, 49, 73, 109, 163, 244, 366, 549, 823, 1_000]);
    assert_eq!(looks(10, 33), [10, 15, 22, 33]);
    assert_eq!((looks(10, 10), looks(10, 3), looks(0, 4)), (vec![10], vec![10], vec![2, 3, 4]));
}
