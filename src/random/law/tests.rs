//! Laws: their values, their samples, their bounds, and what they refuse.

mod bounds;
mod checks;
mod digits;
mod samples;
mod values;

use super::Law;

/// Every family, with parameters on both sides of what changes its shape.
fn every_law() -> Vec<(&'static str, Law)> {
    let long = Law::lognormal_median_p90(55.0, 240.0).unwrap();
    let short = Law::exponential(4.0).unwrap();
    vec![
        ("constant", Law::constant(12.5).unwrap()),
        ("uniform", Law::uniform(10.0, 30.0).unwrap()),
        ("exponential", Law::exponential(42.0).unwrap()),
        ("gamma, bursty", Law::gamma_mean_cv(60.0, 1.5).unwrap()),
        ("gamma, regular", Law::gamma(16.0, 3.0).unwrap()),
        ("lognormal", long.clone()),
        ("weibull, falling hazard", Law::weibull(30.0, 0.7).unwrap()),
        ("weibull, rising hazard", Law::weibull(30.0, 2.2).unwrap()),
        ("quantiles", Law::quantiles(vec![(0.0, 1.0), (0.3, 5.0), (0.9, 40.0), (1.0, 200.0)]).unwrap()),
        ("empirical", Law::empirical(vec![9.0, 2.0, 4.0, 30.0, 11.0]).unwrap()),
        ("mixture", Law::mixture(vec![(3.0, short), (1.0, long)]).unwrap()),
        ("triangular", Law::triangular(4.0, 12.0, 40.0).unwrap()),
        ("triangular, only rising", Law::triangular(2.0, 30.0, 30.0).unwrap()),
        ("erlang", Law::erlang(3.0, 24.0).unwrap()),
        ("hyperexponential", Law::hyperexponential_mean_cv(30.0, 2.0).unwrap()),
        ("hyperexponential, branches", Law::hyperexponential(&[(6.0, 4.0), (3.0, 25.0), (1.0, 300.0)]).unwrap()),
        ("pareto", Law::pareto(4.0, 2.5).unwrap()),
        ("loglogistic", Law::loglogistic(15.0, 2.5).unwrap()),
    ]
}

/// The laws of [`every_law`], truncated and clamped in every combination.
fn every_bounded_law() -> Vec<(String, Law)> {
    let mut laws = Vec::new();
    for (name, law) in every_law() {
        laws.push((name.to_owned(), law.clone()));
        laws.push((format!("{name}, clamped"), law.clone().clamp(Some(6.0), Some(35.0)).unwrap()));
        laws.push((format!("{name}, clamped below"), law.clone().clamp(Some(6.0), None).unwrap()));
        laws.push((format!("{name}, truncated"), law.clone().truncate(Some(5.0), Some(29.0)).unwrap()));
        laws.push((format!("{name}, truncated above"), law.clone().truncate(None, Some(29.0)).unwrap()));
        let both = law.truncate(Some(3.0), Some(29.0)).and_then(|law| law.clamp(Some(8.0), Some(20.0)));
        laws.push((format!("{name}, truncated and clamped"), both.unwrap()));
    }
    laws
}
