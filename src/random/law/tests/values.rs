//! What a law gives for a given uniform number, its probabilities and its mean.

use super::super::{LAWS, Law, ParameterKind};
use super::{every_bounded_law, every_law};
use crate::random::uniform;
use statrs::distribution as oracle;
use statrs::distribution::ContinuousCDF;

/// The last bits are what must not change between platforms or versions. When a law or the maths below it changes on
/// purpose, check the new values by other means, and write them anew:
/// `UPDATE=1 cargo test --lib random::law::tests::values::the_bits_are_pinned`.
#[test]
fn the_bits_are_pinned() {
    let mut found = Vec::new();
    for (name, law) in every_bounded_law() {
        let bits = [0.001, 0.3, 0.75, 0.999].map(|u| format!("{:016x}", law.quantile(u).to_bits()));
        found.push(format!("{name}: {}", bits.join(" ")));
    }
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/random/law/tests/pinned.txt");
        std::fs::write(path, found.join("\n") + "\n").unwrap();
        return;
    }
    let pinned: Vec<&str> = include_str!("pinned.txt").lines().collect();
    assert_eq!(found, pinned);
}

#[test]
fn the_quantiles_agree_with_another_implementation() {
    let oracles: Vec<(Law, Oracle)> = vec![
        (Law::exponential(42.0).unwrap(), boxed(oracle::Exp::new(1.0 / 42.0).unwrap())),
        (Law::gamma(0.4, 100.0).unwrap(), boxed(oracle::Gamma::new(0.4, 0.01).unwrap())),
        (Law::gamma(16.0, 3.0).unwrap(), boxed(oracle::Gamma::new(16.0, 1.0 / 3.0).unwrap())),
        (Law::lognormal(4.0, 1.1).unwrap(), boxed(oracle::LogNormal::new(4.0, 1.1).unwrap())),
        (Law::weibull(30.0, 0.7).unwrap(), boxed(oracle::Weibull::new(0.7, 30.0).unwrap())),
        (Law::uniform(10.0, 30.0).unwrap(), boxed(oracle::Uniform::new(10.0, 30.0).unwrap())),
        (Law::triangular(4.0, 12.0, 40.0).unwrap(), boxed(oracle::Triangular::new(4.0, 40.0, 12.0).unwrap())),
        (Law::erlang(3.0, 24.0).unwrap(), boxed(oracle::Erlang::new(3, 0.125).unwrap())),
        (Law::pareto(4.0, 2.5).unwrap(), boxed(oracle::Pareto::new(4.0, 2.5).unwrap())),
    ];
    for (law, oracle) in oracles {
        for step in 1..100 {
            let u = f64::from(step) / 100.0;
            let (found, wanted) = (law.quantile(u), oracle(u));
            assert!((found / wanted - 1.0).abs() < 1e-9, "{law:?} at {u}: {found} instead of {wanted}");
        }
    }
}

type Oracle = Box<dyn Fn(f64) -> f64>;

fn boxed(law: impl ContinuousCDF<f64, f64> + 'static) -> Oracle {
    Box::new(move |u| law.inverse_cdf(u))
}

#[test]
fn every_value_is_finite_and_none_decreases() {
    for (name, law) in every_bounded_law() {
        let mut before = 0.0;
        for step in 0..=100_000_u64 {
            let u = uniform(step * (u64::MAX / 100_000));
            let value = law.quantile(u);
            assert!(value.is_finite() && value >= 0.0, "{name} at {u}: {value}");
            assert!(value >= before || name.starts_with("mixture"), "{name} at {u}: {value} after {before}");
            before = value;
        }
    }
}

#[test]
fn a_mixture_gives_each_component_its_share_of_the_uniform_numbers() {
    let parts = vec![(1.0, Law::uniform(0.0, 1.0).unwrap()), (3.0, Law::uniform(10.0, 20.0).unwrap())];
    let law = Law::mixture(parts).unwrap();
    let values = [0.125, 0.249, 0.25, 0.5, 0.625, 0.99].map(|u| law.quantile(u));
    let wanted = [0.5, 0.996, 10.0, 10.0 + 10.0 / 3.0, 15.0, 10.0 + 74.0 / 7.5];
    for (found, wanted) in values.into_iter().zip(wanted) {
        assert!((found - wanted).abs() < 1e-12, "{found} instead of {wanted}");
    }
}

#[test]
fn the_probability_undoes_the_quantile() {
    for (name, law) in every_law() {
        if name == "constant" || name == "mixture" {
            continue;
        }
        for step in 1..200 {
            let u = f64::from(step) / 200.0;
            let back = law.cdf(law.quantile(u));
            assert!((back - u).abs() < 1e-12, "{name} at {u}: {back}");
        }
    }
    let constant = Law::constant(7.0).unwrap();
    assert_eq!([6.9, 7.0, 7.1].map(|x| constant.cdf(x)), [0.0, 1.0, 1.0]);
}

#[test]
fn a_mixture_weighs_the_probabilities_of_its_components() {
    let parts = [Law::exponential(3.0).unwrap(), Law::weibull(20.0, 2.0).unwrap()];
    let mixture = Law::mixture(parts.iter().cloned().zip([1.0, 4.0]).map(|(law, weight)| (weight, law)).collect());
    let mixture = mixture.unwrap();
    for x in [0.1, 3.0, 15.0, 60.0] {
        let wanted = 0.2 * parts[0].cdf(x) + 0.8 * parts[1].cdf(x);
        assert!((mixture.cdf(x) - wanted).abs() < 1e-15, "{x}");
    }
}

/// The closed forms against the average of the quantile over a fine grid. The grid misses part of the last cell of an
/// unbounded law, so the tolerance there is the size of that cell's share.
#[test]
fn the_mean_is_the_average_of_the_quantile() {
    let cells = 200_000;
    for (name, law) in every_bounded_law() {
        let sum: f64 = (0..cells).map(|cell| law.quantile((f64::from(cell) + 0.5) / f64::from(cells))).sum();
        let average = sum / f64::from(cells);
        let tolerance = (law.quantile(1.0 - 0.1 / f64::from(cells)) + 1.0) / f64::from(cells);
        let mean = law.mean();
        assert!((mean - average).abs() < tolerance, "{name}: {mean} but the average is {average} ± {tolerance}");
    }
}

#[test]
fn the_mean_is_the_textbook_one() {
    let checks = [
        (Law::constant(12.5), 12.5),
        (Law::uniform(10.0, 30.0), 20.0),
        (Law::exponential(42.0), 42.0),
        (Law::exponential_median(42.0), 42.0 / std::f64::consts::LN_2),
        (Law::gamma(16.0, 3.0), 48.0),
        (Law::gamma_mean_cv(60.0, 1.5), 60.0),
        (Law::lognormal(4.0, 1.1), crate::maths::exp(4.605)),
        (Law::lognormal_mean_cv(300.0, 2.0), 300.0),
        (Law::weibull(30.0, 0.5), 60.0),
        (Law::weibull_mean_shape(90.0, 0.7), 90.0),
        (Law::weibull_mean_cv(90.0, 0.4), 90.0),
        (Law::quantiles(vec![(0.0, 0.0), (0.5, 10.0), (1.0, 110.0)]), 32.5),
        (Law::empirical(vec![0.0, 10.0, 2.0]), 3.5),
        (Law::triangular(4.0, 12.0, 40.0), 56.0 / 3.0),
        (Law::triangular(3.0, 3.0, 9.0), 5.0),
        (Law::erlang(3.0, 24.0), 24.0),
        (Law::hyperexponential_mean_cv(30.0, 2.0), 30.0),
        (Law::hyperexponential_mean_cv(30.0, 900.0), 30.0),
        (Law::hyperexponential(&[(3.0, 4.0), (1.0, 90.0)]), 25.5),
        (Law::pareto(4.0, 2.5), 4.0 * 2.5 / 1.5),
        (Law::pareto_mean_shape(20.0, 1.2), 20.0),
        // median (π / shape) / sin(π / shape)
        (Law::loglogistic(15.0, 2.5), 19.819_595_995_164_745),
        // what is left of a Pareto law above a bound is one
        (Law::pareto(4.0, 2.5).and_then(|law| law.truncate(Some(10.0), None)), 10.0 * 2.5 / 1.5),
        // an exponential law is without memory, and below its bound it loses the tail
        (Law::exponential(10.0).and_then(|law| law.truncate(Some(15.0), None)), 25.0),
        (Law::exponential(10.0).and_then(|law| law.clamp(None, Some(10.0))), 10.0 * (1.0 - crate::maths::exp(-1.0))),
    ];
    for (law, wanted) in checks {
        let law = law.unwrap();
        assert!((law.mean() / wanted - 1.0).abs() < 1e-12, "{law:?}: {} instead of {wanted}", law.mean());
    }
}

#[test]
fn a_law_has_the_median_the_p90_and_the_variation_it_was_stated_by() {
    let by_quantiles = [
        Law::lognormal_median_p90(55.0, 240.0),
        Law::weibull_median_p90(55.0, 240.0),
        Law::gamma_median_p90(55.0, 240.0),
        Law::loglogistic_median_p90(55.0, 240.0),
    ];
    for law in by_quantiles {
        let law = law.unwrap();
        assert!((law.quantile(0.5) / 55.0 - 1.0).abs() < 1e-12, "{law:?}: {}", law.quantile(0.5));
        assert!((law.quantile(0.9) / 240.0 - 1.0).abs() < 1e-12, "{law:?}: {}", law.quantile(0.9));
    }
    assert!((Law::exponential_median(8.0).unwrap().quantile(0.5) - 8.0).abs() < 1e-14);
    assert!((Law::lognormal_median_sd(8.0, 0.5).unwrap().quantile(0.5) - 8.0).abs() < 1e-13);
    for cv in [0.3, 0.9] {
        let laws = [Law::lognormal_mean_cv(50.0, cv), Law::gamma_mean_cv(50.0, cv), Law::weibull_mean_cv(50.0, cv)];
        for law in laws {
            let law = law.unwrap();
            let cells = 100_000;
            let value = |cell| law.quantile((f64::from(cell) + 0.5) / f64::from(cells));
            let squares: f64 = (0..cells).map(|cell| (value(cell) - 50.0) * (value(cell) - 50.0)).sum();
            let found = (squares / f64::from(cells)).sqrt() / 50.0;
            assert!((found / cv - 1.0).abs() < 1e-3, "{law:?}: {found} instead of {cv}");
        }
    }
}

#[test]
fn the_table_lists_what_can_be_built() {
    for form in LAWS {
        let parameters: Vec<&str> = form.parameters.iter().map(|parameter| parameter.name).collect();
        let Some(build) = form.build else {
            assert!(form.parameters.iter().all(|parameter| parameter.kind == ParameterKind::List), "{}", form.name);
            continue;
        };
        // the second parameter is above the first one, as a p90 or an end must be
        let given: Vec<f64> = (0..parameters.len()).map(|index| 2.0 + index as f64).collect();
        let law = build(&given).unwrap_or_else(|error| panic!("{} by {parameters:?}: {error}", form.name));
        assert!(law.mean() > 0.0);
        for index in 0..given.len() {
            let mut wrong = given.clone();
            wrong[index] = f64::NAN;
            let error = build(&wrong).unwrap_err();
            assert_eq!(error.parameter, parameters[index], "{} by {parameters:?}", form.name);
        }
    }
    assert_eq!(Law::table().len(), LAWS.len());
}
