//! The laws without another implementation to compare with, and the heavy tails: digits, moments, order.

// The reference values keep the digits they were computed with.
#![allow(clippy::excessive_precision)]

use super::super::Law;
use super::every_law;
use crate::maths::{exp, ln_gamma};

// (probability, quantile), computed with 60 digits: of the hyperexponential laws by bisection of the sum of its
// branches, of the others from their closed forms.
const THREE_BRANCHES: [(f64, f64); 7] = [
    (1e-9, 6.1601642754865288818e-9),
    (0.01, 0.062049759623086776848),
    (0.3, 2.411016657010902482),
    (0.5, 5.3084239053281947939),
    (0.75, 17.606105622092608523),
    (0.95, 208.37638599586446991),
    (0.999999, 3453.8776394824418267),
];
const BALANCED: [(f64, f64); 7] = [
    (1e-9, 3.4800000018569282181e-8),
    (0.01, 0.34987020913367646651),
    (0.3, 12.581561150259815104),
    (0.5, 24.851802690691756043),
    (0.75, 52.265900901645948111),
    (0.95, 185.65975336269010493),
    (0.999999, 4516.5155557195152108),
];
const FAR_APART: [(f64, f64); 7] = [
    (1e-9, 2.0000000000000001649e-12),
    (0.01, 0.000020202707296904441808),
    (0.3, 0.00091629072958342820846),
    (0.49, 0.003912022809827024273),
    (0.75, 693147.18055994530942),
    (0.95, 2302585.0929940447958),
    (0.999999, 13122363.37737557313),
];
const PARETO: [(f64, f64); 7] = [
    (1e-9, 4.0000000016000000011),
    (0.01, 4.0161129036836295539),
    (0.3, 4.6133964311274125419),
    (0.5, 5.2780316430915770375),
    (0.75, 6.9644045063689931131),
    (0.95, 13.257816069359942492),
    (0.999999, 1004.7545725922750903),
];
const LOGLOGISTIC: [(f64, f64); 7] = [
    (1e-9, 0.0037678296487715021205),
    (0.01, 2.3869162504512825273),
    (0.3, 10.688100896831917512),
    (0.5, 15.0),
    (0.75, 23.277683608730395114),
    (0.95, 48.707147867035006205),
    (0.999999, 3767.828140088720517),
];

#[test]
fn the_quantiles_have_their_digits() {
    let laws = [
        (Law::hyperexponential(&[(6.0, 4.0), (3.0, 25.0), (1.0, 300.0)]), THREE_BRANCHES),
        (Law::hyperexponential_mean_cv(60.0, 2.5), BALANCED),
        (Law::hyperexponential(&[(7.0, 1e-3), (7.0, 1e6)]), FAR_APART),
        (Law::pareto(4.0, 2.5), PARETO),
        (Law::loglogistic(15.0, 2.5), LOGLOGISTIC),
    ];
    for (law, rows) in laws {
        let law = law.unwrap();
        for (u, wanted) in rows {
            let found = law.quantile(u);
            assert!((found / wanted - 1.0).abs() < 3e-15, "{law:?} at {u}: {found:e} instead of {wanted:e}");
        }
    }
}

/// The values of neighbouring uniform numbers, in the tails, around the change of method and between branches whose
/// means are far apart.
#[test]
fn a_hyperexponential_value_never_decreases_between_neighbours() {
    let near = Law::hyperexponential_mean_cv(60.0, 2.5).unwrap();
    let far = Law::hyperexponential(&[(1.0, 1e-3), (1.0, 1e6), (0.1, 1e9)]).unwrap();
    let spacing = 1.0 / (1_u64 << 44) as f64;
    for law in [near, far] {
        for middle in [1e-6, 0.1, 0.3, 1.0 / 2.1, 0.5, 0.8, 2.0 / 2.1, 0.9999] {
            let values = (-1000..1000).map(|step| law.quantile(middle + f64::from(step) * spacing));
            assert!(values.is_sorted(), "{law:?} around {middle}");
        }
    }
}

#[test]
fn the_variance_is_the_textbook_one() {
    let gamma = |order: f64| exp(ln_gamma(order));
    let loglogistic = |shape: f64| {
        let moment = |order: f64| gamma(1.0 + order / shape) * gamma(1.0 - order / shape);
        moment(2.0) - moment(1.0) * moment(1.0)
    };
    let squares = 4.0 * 4.0 + 12.0 * 12.0 + 40.0 * 40.0 - 4.0 * 12.0 - 4.0 * 40.0 - 12.0 * 40.0;
    let checks = [
        (Law::triangular(4.0, 12.0, 40.0), squares / 18.0),
        (Law::triangular(3.0, 3.0, 9.0), 2.0),
        (Law::erlang(3.0, 24.0), 24.0 * 24.0 / 3.0),
        (Law::hyperexponential_mean_cv(30.0, 2.0), 60.0 * 60.0),
        (Law::hyperexponential_mean_cv(30.0, 1.0), 30.0 * 30.0),
        (Law::hyperexponential(&[(3.0, 4.0), (1.0, 90.0)]), 2.0 * (0.75 * 16.0 + 0.25 * 8100.0) - 25.5 * 25.5),
        (Law::pareto(4.0, 12.0), 16.0 * 12.0 / (121.0 * 10.0)),
        (Law::loglogistic(15.0, 12.0), 225.0 * loglogistic(12.0)),
    ];
    for (law, wanted) in checks {
        let law = law.unwrap();
        let (cells, mean) = (200_000, law.mean());
        let square = |cell| {
            let deviation = law.quantile((f64::from(cell) + 0.5) / f64::from(cells)) - mean;
            deviation * deviation
        };
        let found = (0..cells).map(square).sum::<f64>() / f64::from(cells);
        assert!((found / wanted - 1.0).abs() < 1e-3, "{law:?}: {found} instead of {wanted}");
        let told = law.variance().expect("a closed form");
        assert!((told / wanted - 1.0).abs() < 1e-12, "{law:?}: {told} instead of {wanted}");
    }
}

/// The closed forms against the average of the squares over a fine grid, which misses part of the last cell.
#[test]
fn the_variance_is_the_average_of_the_squares() {
    let cells = 400_000;
    for (name, law) in every_law() {
        let variance = law.variance().unwrap_or_else(|| panic!("{name} has a variance"));
        let square = |u: f64| (law.quantile(u) - law.mean()) * (law.quantile(u) - law.mean());
        let sum: f64 = (0..cells).map(|cell| square((f64::from(cell) + 0.5) / f64::from(cells))).sum();
        let average = sum / f64::from(cells);
        let tolerance = (square(1.0 - 0.1 / f64::from(cells)) + 1.0) / f64::from(cells);
        assert!((variance - average).abs() <= tolerance, "{name}: {variance} but the average is {average}");
    }
}

#[test]
fn what_is_cut_off_or_has_no_variance_has_no_closed_form_of_it() {
    let exponential = || Law::exponential(30.0).unwrap();
    assert_eq!(exponential().exponential_mean(), Some(30.0));
    let others = [
        exponential().clamp(None, Some(90.0)).unwrap(),
        exponential().truncate(None, Some(90.0)).unwrap(),
        Law::mixture(vec![(1.0, exponential()), (1.0, exponential().clamp(Some(1.0), None).unwrap())]).unwrap(),
        Law::pareto(4.0, 2.0).unwrap(),
        Law::loglogistic(15.0, 1.8).unwrap(),
    ];
    for law in others {
        assert_eq!((law.variance(), law.exponential_mean()), (None, None), "{law:?}");
    }
    assert_eq!(Law::lognormal_mean_cv(30.0, 1.0).unwrap().exponential_mean(), None);
}

/// A law that is written in two ways is the same.
#[test]
fn special_cases_are_the_laws_they_are() {
    let same = |one: Law, other: Law| {
        for u in [1e-9, 0.2, 0.5, 0.77, 0.99999] {
            let (one, other) = (one.quantile(u), other.quantile(u));
            assert!((one / other - 1.0).abs() < 1e-12, "{one} and {other} at {u}");
        }
    };
    let exponential = || Law::exponential(30.0).unwrap();
    same(Law::erlang(1.0, 30.0).unwrap(), exponential());
    same(Law::hyperexponential_mean_cv(30.0, 1.0).unwrap(), exponential());
    same(Law::hyperexponential(&[(1.0, 30.0), (3.0, 30.0)]).unwrap(), exponential());
    same(Law::erlang(4.0, 30.0).unwrap(), Law::gamma(4.0, 7.5).unwrap());
    same(Law::pareto_mean_shape(20.0, 2.5).unwrap(), Law::pareto(12.0, 2.5).unwrap());
    // the logarithm of a Pareto value is exponential above that of the minimum
    let logarithm = |u: f64| crate::maths::ln(Law::pareto(4.0, 2.0).unwrap().quantile(u) / 4.0);
    assert!((logarithm(0.7) - Law::exponential(0.5).unwrap().quantile(0.7)).abs() < 1e-14);
}
