//! What clamping and truncating mean.

use super::super::Law;
use super::{every_bounded_law, every_law};

#[test]
fn clamping_moves_the_values_outside_to_the_bounds() {
    for (name, law) in every_law() {
        let clamped = law.clone().clamp(Some(6.0), Some(35.0)).unwrap();
        for step in 1..1000 {
            let u = f64::from(step) / 1000.0;
            assert_eq!(clamped.quantile(u), law.quantile(u).clamp(6.0, 35.0), "{name} at {u}");
        }
        assert_eq!(clamped.cdf(5.999), 0.0, "{name}");
        assert!((clamped.cdf(6.0) - law.cdf(6.0)).abs() < 1e-15, "{name}");
        assert!((clamped.cdf(20.0) - law.cdf(20.0)).abs() < 1e-15, "{name}");
        assert!((clamped.cdf(35.0) - 1.0).abs() < 1e-15, "{name}");
    }
}

#[test]
fn truncating_gives_the_conditional_law() {
    for (name, law) in every_law() {
        if name == "constant" {
            continue;
        }
        let truncated = law.clone().truncate(Some(5.0), Some(29.0)).unwrap();
        let (below, within) = (law.cdf(5.0), law.cdf(29.0) - law.cdf(5.0));
        for x in [4.0, 5.0, 6.0, 10.0, 12.0, 20.0, 28.0, 29.0, 30.0] {
            let wanted = ((law.cdf(x) - below) / within).clamp(0.0, 1.0);
            let found = truncated.cdf(x);
            assert!((found - wanted).abs() < 1e-12, "{name} at {x}: {found} instead of {wanted}");
        }
        for step in 0..=1000 {
            let value = truncated.quantile((f64::from(step) + 0.5) / 1001.0);
            assert!((5.0..=29.0).contains(&value), "{name}: {value}");
        }
    }
}

#[test]
fn a_truncated_mixture_drops_the_components_outside() {
    let parts = vec![(1.0, Law::uniform(0.0, 10.0).unwrap()), (1.0, Law::uniform(5.0, 25.0).unwrap())];
    let law = Law::mixture(parts).unwrap();
    let upper = law.clone().truncate(Some(15.0), None).unwrap();
    assert!((upper.mean() - 20.0).abs() < 1e-12);
    // from 5 to 10 lie a half of the first and a quarter of the second component
    let middle = law.truncate(Some(5.0), Some(10.0)).unwrap();
    assert!((middle.quantile(0.65) - 9.875).abs() < 1e-12, "{}", middle.quantile(0.65));
    assert!((middle.quantile(0.9) - 8.5).abs() < 1e-12, "{}", middle.quantile(0.9));
}

#[test]
fn truncating_keeps_what_a_clamp_has_gathered_at_a_bound_within() {
    let clamped = Law::uniform(0.0, 10.0).unwrap().clamp(Some(2.0), Some(8.0)).unwrap();
    let kept = clamped.clone().truncate(Some(2.0), Some(5.0)).unwrap();
    assert!((kept.cdf(2.0) - 0.4).abs() < 1e-15 && kept.quantile(0.39) == 2.0);
    assert!((kept.mean() - (0.4 * 2.0 + 0.6 * 3.5)).abs() < 1e-14);
    let dropped = clamped.clone().truncate(Some(2.001), None).unwrap();
    assert_eq!(dropped.cdf(2.001), 0.0);
    let only_the_top = clamped.clone().truncate(Some(8.0), Some(9.0)).unwrap();
    assert_eq!((only_the_top.quantile(0.01), only_the_top.mean()), (8.0, 8.0));
    assert!(clamped.clone().truncate(Some(8.5), None).is_err());
    assert!(clamped.truncate(None, Some(1.5)).is_err());
}

#[test]
fn values_with_a_probability_of_their_own_stay_on_the_right_side() {
    let rows = vec![(0.0, 1.0), (0.25, 5.0), (0.75, 5.0), (1.0, 9.0)];
    for law in [Law::quantiles(rows).unwrap(), Law::empirical(vec![1.0, 5.0, 5.0, 5.0, 9.0]).unwrap()] {
        let from_five = law.clone().truncate(Some(5.0), None).unwrap();
        assert!((from_five.cdf(5.0) - 2.0 / 3.0).abs() < 1e-15);
        let to_five = law.clone().truncate(None, Some(5.0)).unwrap();
        assert_eq!(to_five.quantile(0.34), 5.0);
        let above_five = law.clone().truncate(Some(5.0001), None).unwrap();
        assert!(above_five.quantile(1e-9) >= 5.0001);
        assert!((law.cdf(5.0) - 0.75).abs() < 1e-15 && law.cdf(4.999) < 0.25);
    }
    let constant = Law::constant(5.0).unwrap();
    assert_eq!(constant.clone().truncate(Some(5.0), Some(5.0)).unwrap().quantile(0.5), 5.0);
    assert!(constant.clone().truncate(Some(5.1), None).is_err());
    assert!(constant.truncate(None, Some(4.9)).is_err());
}

#[test]
fn bounds_combine() {
    let law = Law::exponential(20.0).unwrap();
    let twice = law.clone().truncate(Some(5.0), None).and_then(|law| law.truncate(None, Some(40.0))).unwrap();
    let once = law.clone().truncate(Some(5.0), Some(40.0)).unwrap();
    for u in [0.01, 0.5, 0.99] {
        assert!((twice.quantile(u) - once.quantile(u)).abs() < 1e-12);
    }
    let outside = law.clamp(Some(10.0), Some(20.0)).and_then(|law| law.clamp(Some(30.0), None)).unwrap();
    assert_eq!((outside.quantile(0.3), outside.mean()), (30.0, 30.0));
}

#[test]
fn no_bound_changes_nothing() {
    for (name, law) in every_bounded_law() {
        assert_eq!(law.clone().clamp(None, None).unwrap(), law, "{name}");
        let truncated = law.clone().truncate(None, None).unwrap();
        assert!((truncated.quantile(0.4) / law.quantile(0.4) - 1.0).abs() < 1e-12, "{name}");
    }
}

#[test]
fn the_far_upper_tail_is_cut_exactly_or_refused() {
    let law = Law::exponential(1.0).unwrap();
    let far = law.clone().truncate(Some(20.0), None).unwrap();
    // 2e-9 of the law is left, known to 16 - 9 digits
    assert!((far.mean() - 21.0).abs() < 1e-5, "{}", far.mean());
    let error = law.truncate(Some(40.0), None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "minimum: next to nothing of the law lies above 40s; \
        expected bounds that keep at least a billionth of the law"
    );
}
