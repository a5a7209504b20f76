//! Histograms, tallies and distributions.

use super::Generator;
use crate::stats::{CoarseHistogram, Distribution, FineHistogram, Histogram, Moments, Tally};

/// Values over many octaves.
fn values(seed: u64, count: usize) -> Vec<u64> {
    let mut generator = Generator(seed);
    (0..count).map(|_| generator.next() >> (28 + generator.next() % 36)).collect()
}

fn histogram<const BITS: u32>(values: &[u64]) -> Histogram<BITS> {
    let mut histogram = Histogram::new();
    values.iter().for_each(|&value| histogram.add(value));
    histogram
}

fn tally(values: &[u64]) -> Tally<7> {
    let mut tally = Tally::new();
    values.iter().for_each(|&value| tally.add(value));
    tally
}

fn buckets_join_without_gaps<const BITS: u32>() {
    let last = Histogram::<BITS>::index(u64::MAX);
    assert!(u16::try_from(last).is_ok());
    assert_eq!(Histogram::<BITS>::lower(0), 0);
    assert_eq!(Histogram::<BITS>::upper(last), u64::MAX);
    for index in 0..=last {
        let (lower, upper) = (Histogram::<BITS>::lower(index), Histogram::<BITS>::upper(index));
        assert_eq!((Histogram::<BITS>::index(lower), Histogram::<BITS>::index(upper)), (index, index));
        assert!(index == last || Histogram::<BITS>::lower(index + 1) == upper + 1);
        assert!((upper - lower) as f64 <= lower as f64 / (1_u64 << BITS) as f64);
        assert!(lower >= 2 << BITS || upper == lower);
    }
}

#[test]
fn buckets_of_all_sizes_join_without_gaps() {
    buckets_join_without_gaps::<0>();
    buckets_join_without_gaps::<3>();
    buckets_join_without_gaps::<7>();
    buckets_join_without_gaps::<10>();
}

#[test]
fn merging_gives_the_same_in_any_order() {
    let parts: Vec<Vec<u64>> = (0..6).map(|part| values(part, 300 * part as usize)).collect();
    let whole = tally(&parts.concat());
    let merged = |order: [usize; 6]| {
        order.iter().fold(Tally::<7>::new(), |mut merged, &part| {
            merged.merge(&tally(&parts[part]));
            merged
        })
    };
    assert_eq!(merged([0, 1, 2, 3, 4, 5]), whole);
    assert_eq!(merged([5, 2, 0, 4, 1, 3]), whole);
    assert_eq!(merged([3, 4, 5, 1, 2, 0]), whole);
}

#[test]
fn a_quantile_is_in_the_bucket_of_the_exact_one() {
    let mut sorted = values(1, 10_001);
    let (fine, coarse) = (histogram::<7>(&sorted), histogram::<3>(&sorted));
    sorted.sort_unstable();
    for p in [0.001, 0.07, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0] {
        let rank = (1..=sorted.len()).find(|&rank| rank as f64 / sorted.len() as f64 >= p).unwrap();
        let exact = sorted[rank - 1];
        assert_eq!(FineHistogram::index(fine.quantile(p).unwrap()), FineHistogram::index(exact), "{p}");
        assert_eq!(CoarseHistogram::index(coarse.quantile(p).unwrap()), CoarseHistogram::index(exact), "{p}");
    }
}

#[test]
fn small_values_are_exact() {
    let hundred: Vec<u64> = (1..=100).collect();
    let fine = histogram::<7>(&hundred);
    for percent in 1..=100 {
        assert_eq!(fine.quantile(f64::from(percent) / 100.0), Some(u64::from(percent as u32)));
        assert_eq!(fine.count_at_most(u64::from(percent as u32)), f64::from(percent));
    }
    assert_eq!(fine.quantile(0.0), Some(1));
    assert_eq!((fine.count_at_most(0), fine.count_at_most(u64::MAX), fine.total()), (0.0, 100.0, 100));
}

#[test]
fn values_are_taken_as_spread_over_their_bucket() {
    let mut fine = FineHistogram::new();
    fine.add_times(1 << 10, 100);
    assert_eq!(fine.buckets().next().map(|bucket| (bucket.lower, bucket.upper)), Some((1024, 1031)));
    assert_eq!((fine.count_at_most(1023), fine.count_at_most(1025), fine.count_at_most(1031)), (0.0, 25.0, 100.0));
    assert_eq!((fine.quantile(0.25), fine.quantile(0.26), fine.quantile(1.0)), (Some(1025), Some(1026), Some(1031)));
}

#[test]
fn the_small_form_answers_as_the_histogram() {
    let fine = histogram::<7>(&values(2, 3000));
    let distribution = Distribution::from(&fine);
    assert_eq!(distribution.total(), fine.total());
    assert_eq!(Some(distribution.limit()), fine.buckets().last().map(|bucket| bucket.upper));
    for value in values(3, 3000).into_iter().chain([0, 255, 256, u64::MAX]) {
        assert_eq!(distribution.count_at_most(value), fine.count_at_most(value), "{value}");
    }
}

#[test]
fn a_tally_keeps_microseconds_and_counts_milliseconds() {
    let tally = tally(&[0, 0, 1_999, 5_000_000]);
    assert_eq!((tally.count(), tally.positive(), tally.maximum()), (4, 2, Some(5_000_000)));
    assert_eq!(tally.moments().sum, 5_001_999);
    assert_eq!(tally.moments().squares, 1_999 * 1_999 + 5_000_000 * 5_000_000);
    assert_eq!(tally.milliseconds().count_at_most(0), 2.0);
    assert_eq!(tally.milliseconds().count_at_most(1), 3.0);
}

#[test]
fn nothing_is_blank() {
    let tally = Tally::<7>::new();
    assert_eq!((tally.maximum(), tally.moments().mean(), tally.milliseconds().quantile(0.5)), (None, None, None));
    assert_eq!(tally.milliseconds().buckets().count(), 0);
    assert_eq!(Moments::default().mean(), None);
    let mut unweighted = FineHistogram::new();
    unweighted.add_times(1000, 0);
    assert_eq!(unweighted, FineHistogram::new());
}

#[test]
fn a_tally_comes_back_from_its_text() {
    let long = 1 << 47;
    let before = tally(&[values(4, 500), vec![long; 3]].concat());
    let text = serde_json::to_string(&before).unwrap();
    assert_eq!(serde_json::from_str::<Tally<7>>(&text).unwrap(), before);
    assert!(text.len() < 12_000, "empty buckets are left out: {}", text.len());
    assert_eq!(serde_json::to_string(&histogram::<7>(&[3, 3, 1030])).unwrap(), "[[3,2],[1024,1]]");
    let wrong = serde_json::from_str::<FineHistogram>("[[1025,1]]").unwrap_err();
    assert!(wrong.to_string().contains("no bucket begins at 1025"));
}
