//! Every wrong parameter is refused, by name and with what would be right.

use super::super::{Law, LawError};

fn assert_refused(law: Result<Law, LawError>, parameter: &str, problem: &str, expected: &str) {
    let error = law.expect_err(problem);
    assert_eq!((error.parameter, error.problem.as_str(), error.expected.as_str()), (parameter, problem, expected));
}

#[test]
fn values() {
    let zero_or_more = "a value of zero or more";
    let above_zero = "a value above zero";
    assert_refused(Law::constant(-1.0), "value", "-1s is negative", zero_or_more);
    assert_refused(Law::constant(f64::NAN), "value", "it is not a number", zero_or_more);
    assert_refused(Law::constant(f64::INFINITY), "value", "it is infinite", zero_or_more);
    assert_refused(Law::uniform(-1.0, 3.0), "from", "-1s is negative", zero_or_more);
    assert_refused(Law::uniform(3.0, 3.0), "to", "3s is not above the start 3s", "an end above the start");
    assert_refused(Law::uniform(3.0, 2.0), "to", "2s is not above the start 3s", "an end above the start");
    assert_refused(Law::exponential(0.0), "mean", "0s is not above zero", above_zero);
    assert_refused(Law::exponential_median(-2.0), "median", "-2s is not above zero", above_zero);
    assert_refused(Law::gamma(2.0, 0.0), "scale", "0s is not above zero", above_zero);
    assert_refused(Law::weibull(0.0, 2.0), "scale", "0s is not above zero", above_zero);
    assert_refused(Law::lognormal_mean_cv(0.0, 2.0), "mean", "0s is not above zero", above_zero);
}

#[test]
fn medians_and_p90s() {
    let builders =
        [Law::lognormal_median_p90, Law::weibull_median_p90, Law::gamma_median_p90, Law::loglogistic_median_p90];
    for build in builders {
        assert_refused(build(55.0, 20.0), "p90", "20s is not above the median 55s", "a p90 above the median");
        assert_refused(build(55.0, 55.0), "p90", "55s is not above the median 55s", "a p90 above the median");
        assert_refused(build(0.0, 55.0), "median", "0s is not above zero", "a value above zero");
        assert_refused(build(5.0, f64::NAN), "p90", "it is not a number", "a value above zero");
    }
    let too_wide = Law::lognormal_median_p90(1.0, 1e9).unwrap_err();
    assert_eq!(too_wide.parameter, "p90");
    assert_eq!(too_wide.expected, "a standard deviation of the logarithm above 0 and at most 10");
    assert_refused(
        Law::gamma_median_p90(1000.0, 1001.0),
        "p90",
        "1001s is 1.001 times the median, which no gamma law here reaches",
        "a p90 from 1.0013 times to 1e12 times the median",
    );
    assert_refused(
        Law::weibull_median_p90(1000.0, 1001.0),
        "p90",
        "1001s is 1.001 times the median, too far or too close",
        "a p90 that gives a Weibull shape from 0.05 to 1000",
    );
}

#[test]
fn triangles() {
    let law = Law::triangular;
    assert_refused(law(-1.0, 2.0, 3.0), "minimum", "-1s is negative", "a value of zero or more");
    assert_refused(law(5.0, 3.0, 9.0), "minimum", "5s is above the mode 3s", "a minimum of at most the mode");
    assert_refused(law(1.0, 3.0, 2.0), "maximum", "2s is below the mode 3s", "a maximum of at least the mode");
    assert_refused(law(3.0, 3.0, 3.0), "maximum", "3s is not above the minimum 3s", "a maximum above the minimum");
    assert_refused(law(0.0, 0.0, 0.0), "maximum", "0s is not above zero", "a value above zero");
    assert_refused(law(1.0, f64::INFINITY, 3.0), "mode", "it is infinite", "a value of zero or more");
}

#[test]
fn steps_and_branches() {
    let steps = "a whole number of steps from 1 to 1000000";
    assert_refused(Law::erlang(2.5, 60.0), "shape", "2.5 is not a whole number", steps);
    assert_refused(Law::erlang(0.0, 60.0), "shape", "0 is out of range", steps);
    assert_refused(Law::erlang(1e7, 60.0), "shape", "10000000 is out of range", steps);
    assert_refused(Law::erlang(f64::NAN, 60.0), "shape", "it is not a number", steps);
    assert_refused(Law::erlang(3.0, 0.0), "mean", "0s is not above zero", "a value above zero");
    let branches = Law::hyperexponential;
    assert_refused(branches(&[]), "branches", "the number of branches is 0", "two branches or more");
    assert_refused(branches(&[(1.0, 5.0)]), "branches", "the number of branches is 1", "two branches or more");
    let negative = branches(&[(1.0, 5.0), (-1.0, 9.0)]);
    assert_refused(negative, "weight", "-1 is not above zero", "a number above zero");
    let vanishing = branches(&[(1.0, 5.0), (1e-20, 9.0)]);
    let expected = "weights that differ by less than a factor of 1e15";
    assert_refused(vanishing, "weight", "one weight vanishes beside the others", expected);
    let empty = branches(&[(1.0, 5.0), (1.0, 0.0)]);
    assert_refused(empty, "mean", "0s is not above zero", "a value above zero");
    let problem = "the law's values are too large to compute with";
    let smaller = "a smaller or less varied law";
    assert_refused(branches(&[(1.0, 5.0), (1.0, 1e308)]), "branches", problem, smaller);
    assert_refused(Law::hyperexponential_mean_cv(1e308, 2.0), "mean", problem, smaller);
    let balanced = Law::hyperexponential_mean_cv;
    let expected = "a cv of 1 or more; gamma and erlang vary less than the exponential law";
    assert_refused(balanced(60.0, 0.9), "cv", "0.9 is below 1", expected);
    assert_refused(balanced(60.0, 2e3), "cv", "2000 is out of range", "a number from 1.000e0 to 1.000e3");
    assert_refused(balanced(60.0, f64::NAN), "cv", "it is not a number", "a number from 1.000e0 to 1.000e3");
}

#[test]
fn heavy_tails() {
    let shape = "a shape above 1, at most 1000";
    for build in [Law::pareto, Law::pareto_mean_shape, Law::loglogistic] {
        assert_refused(build(60.0, 1.0), "shape", "with a shape of 1 the mean is infinite", shape);
        assert_refused(build(60.0, 0.5), "shape", "with a shape of 0.5 the mean is infinite", shape);
        assert_refused(build(60.0, -2.0), "shape", "-2 is out of range", shape);
        assert_refused(build(60.0, 1001.0), "shape", "1001 is out of range", shape);
        assert_refused(build(60.0, f64::NAN), "shape", "it is not a number", shape);
        assert!(build(0.0, 2.0).is_err_and(|error| error.problem == "0s is not above zero"));
    }
    let expected = "a p90 from 1.0023 times to below 9 times the median; from 9 times on the mean is infinite";
    for (p90, times) in [("10", 10.0), ("9", 9.0), ("1.002", 1.002)] {
        let problem = format!("{p90}s is {times} times the median, too far or too close");
        assert_refused(Law::loglogistic_median_p90(1.0, times), "p90", &problem, expected);
    }
    assert!(Law::loglogistic_median_p90(1.0, 1.0023).is_ok() && Law::loglogistic_median_p90(1.0, 8.999).is_ok());
}

#[test]
fn shapes_and_variations() {
    let shape = "a number from 1.000e-3 to 1.000e6";
    assert_refused(Law::gamma(0.0, 1.0), "shape", "0 is out of range", shape);
    assert_refused(Law::gamma(f64::NAN, 1.0), "shape", "it is not a number", shape);
    assert_refused(Law::gamma(2e6, 1.0), "shape", "2000000 is out of range", shape);
    assert_refused(Law::gamma_mean_cv(1.0, 0.0), "cv", "0 is out of range", "a number from 1.000e-3 to 3.162e1");
    let shape = "a number from 5.000e-2 to 1.000e3";
    assert_refused(Law::weibull(1.0, -1.0), "shape", "-1 is out of range", shape);
    assert_refused(Law::weibull_mean_shape(1.0, 0.01), "shape", "0.01 is out of range", shape);
    assert_refused(Law::weibull_mean_cv(1.0, 0.0), "cv", "0 is out of range", "a number from 1.282e-3 to 3.713e5");
    let ln_sd = "a standard deviation of the logarithm above 0 and at most 10";
    let problem = "the logarithm's standard deviation would be 0";
    assert_refused(Law::lognormal(1.0, 0.0), "ln_sd", problem, ln_sd);
    assert_refused(Law::lognormal_median_sd(1.0, f64::NAN), "ln_sd", "it is not a number", ln_sd);
    assert_refused(Law::lognormal(f64::NAN, 1.0), "ln_mean", "it is not a number", "a finite number");
    assert_refused(Law::lognormal_mean_cv(1.0, -0.5), "cv", "-0.5 is not above zero", "a number above zero");
}

#[test]
fn values_too_large_to_compute_with() {
    let smaller = "a smaller or less varied law";
    let problem = "the law's values are too large to compute with";
    assert_refused(Law::lognormal(700.0, 3.0), "ln_mean", problem, smaller);
    assert_refused(Law::exponential(1e308), "mean", problem, smaller);
    assert_refused(Law::weibull(1e300, 0.05), "scale", problem, smaller);
    assert_refused(Law::gamma(1e6, 1e305), "scale", problem, smaller);
}

#[test]
fn mixtures() {
    let law = || Law::constant(1.0).unwrap();
    assert_refused(Law::mixture(vec![]), "mixture", "it has no part", "at least one weight with a law");
    for (weight, problem) in
        [(0.0, "0 is not above zero"), (-1.0, "-1 is not above zero"), (f64::NAN, "it is not a number")]
    {
        assert_refused(Law::mixture(vec![(1.0, law()), (weight, law())]), "weight", problem, "a number above zero");
    }
    let expected = "weights that differ by less than a factor of 1e15";
    let vanishing = Law::mixture(vec![(1.0, law()), (1e-20, law())]);
    assert_refused(vanishing, "weight", "one weight vanishes beside the others", expected);
    let overflowing = Law::mixture(vec![(f64::MAX, law()), (f64::MAX, law())]);
    assert_refused(overflowing, "weight", "one weight vanishes beside the others", expected);
}

#[test]
fn lists() {
    let ends = "rows from probability 0 to probability 1";
    assert_refused(Law::quantiles(vec![]), "quantiles", "there are 0 rows", ends);
    assert_refused(Law::quantiles(vec![(0.0, 1.0)]), "quantiles", "there are 1 rows", ends);
    let late = Law::quantiles(vec![(0.1, 1.0), (1.0, 2.0)]);
    assert_refused(late, "quantiles", "the probabilities run from 0.1 to 1", ends);
    let rising = "probabilities that rise from row to row";
    let level = Law::quantiles(vec![(0.0, 1.0), (0.5, 2.0), (0.5, 3.0), (1.0, 4.0)]);
    assert_refused(level, "quantiles", "probability 0.5 follows 0.5", rising);
    let unknown = Law::quantiles(vec![(0.0, 1.0), (f64::NAN, 2.0), (1.0, 4.0)]);
    assert_refused(unknown, "quantiles", "probability NaN follows 0", rising);
    let falling = Law::quantiles(vec![(0.0, 1.0), (0.5, 5.0), (1.0, 4.0)]);
    let problem = "the value 4s at probability 1 follows 5s";
    assert_refused(falling, "quantiles", problem, "values that do not fall from row to row");
    let negative = Law::quantiles(vec![(0.0, -1.0), (1.0, 4.0)]);
    assert_refused(negative, "quantiles", "-1s is negative", "a value of zero or more");
    assert_refused(Law::empirical(vec![]), "values", "the sample is empty", "at least one value");
    assert_refused(Law::empirical(vec![1.0, -3.0]), "values", "-3s is negative", "a value of zero or more");
    assert_eq!(Law::empirical(vec![4.0]), Law::constant(4.0));
}

#[test]
fn bounds() {
    let law = || Law::exponential(10.0).unwrap();
    for bounded in [Law::clamp, Law::truncate] {
        let crossed = bounded(law(), Some(20.0), Some(10.0));
        assert_refused(crossed, "maximum", "10s is below the minimum 20s", "a maximum of at least the minimum");
        assert_refused(bounded(law(), Some(-1.0), None), "minimum", "-1s is negative", "a value of zero or more");
        assert_refused(bounded(law(), None, Some(-1.0)), "maximum", "-1s is negative", "a value of zero or more");
        let infinite = bounded(law(), None, Some(f64::INFINITY));
        assert_refused(infinite, "maximum", "it is infinite", "a value of zero or more");
    }
    let empty = Law::uniform(10.0, 20.0).unwrap().truncate(Some(2.0), Some(5.0));
    let problem = "next to nothing of the law lies from 2s to 5s";
    assert_refused(empty, "minimum", problem, "bounds that keep at least a billionth of the law");
    let mixture = Law::mixture(vec![(1.0, Law::uniform(10.0, 20.0).unwrap())]).unwrap().truncate(None, Some(5.0));
    let problem = "next to nothing of the law lies below 5s";
    assert_refused(mixture, "maximum", problem, "bounds that keep at least a billionth of the law");
}
