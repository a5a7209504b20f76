//! How many customers come, and when: the field that they are points of is Poisson.

use super::model;
use crate::table::{MONDAY, demand};
use quasisync::civil::{WEEK, Weekly, Zone};
use quasisync::model::{Arrivals, DayFactor, Demand};
use quasisync::random::Law;
use quasisync::units::Span;
use quasisync::workload::Workload;

/// The customers of each hour of many days, with a rate and a factor; each day starts anew.
fn counts(demand: Demand, hours: u64) -> Vec<u32> {
    let model = model(vec![demand], hours);
    let mut counts = vec![0; hours as usize];
    for customer in Workload::sample(&model, 42, 3).customers {
        counts[(customer.arrives.0 / Span::HOUR.0) as usize] += 1;
    }
    counts
}

fn light(rate: f64) -> Demand {
    let mut demand = demand("light");
    demand.arrivals = Arrivals::Poisson(Weekly::constant(rate));
    demand
}

/// Mean and variance with the standard error of each, by the moments of the sample.
fn moments(counts: &[u32]) -> [(f64, f64); 2] {
    let n = counts.len() as f64;
    let mean = counts.iter().map(|&count| f64::from(count)).sum::<f64>() / n;
    let power = |degree: usize| {
        counts
            .iter()
            .map(|&count| [(); 4][..degree].iter().fold(1.0, |product, ()| product * (f64::from(count) - mean)))
            .sum::<f64>()
            / n
    };
    let (variance, fourth) = (power(2), power(4));
    [(mean, (variance / n).sqrt()), (variance * n / (n - 1.0), ((fourth - variance * variance) / n).sqrt())]
}

fn close(what: &str, (value, error): (f64, f64), expected: f64) {
    assert!((value - expected).abs() <= 4.0 * error, "{what}: {value} +- {error}, expected {expected}");
}

/// The counts of hours have the mean and the variance of a Poisson law, at rates within, at and between the bands of the field.
#[test]
fn hourly_counts_are_poisson() {
    for rate in [0.3, 1.0, 7.3, 64.0] {
        let counts = counts(light(rate), 4000);
        let [mean, variance] = moments(&counts);
        // Four standard errors that follow from the law, not from the sample.
        let n = counts.len() as f64;
        close("mean", (mean.0, (rate / n).sqrt()), rate);
        close("variance", (variance.0, ((rate + 2.0 * rate * rate) / n).sqrt()), rate);
        // Neighbouring hours have nothing to do with each other.
        let product =
            counts.windows(2).map(|pair| (f64::from(pair[0]) - rate) * (f64::from(pair[1]) - rate)).sum::<f64>();
        close("covariance", (product / n, rate / n.sqrt()), 0.0);
    }
    let none = counts(light(0.0), 100);
    assert!(none.iter().all(|&count| count == 0));
}

/// Within the hour every five minutes get the same share.
#[test]
fn arrivals_are_uniform_within_the_hour() {
    let model = model(vec![light(7.3)], 4000);
    let mut bins = [0.0; 12];
    let customers = Workload::sample(&model, 42, 3).customers;
    for customer in &customers {
        bins[(customer.arrives.0 % Span::HOUR.0 / (300 * Span::SECOND.0)) as usize] += 1.0;
    }
    let expected = customers.len() as f64 / 12.0;
    let square: f64 = bins.iter().map(|count: &f64| (count - expected) * (count - expected) / expected).sum();
    // A chi-square of 11 degrees of freedom has mean 11 and variance 22.
    assert!(square < 11.0 + 4.0 * 22.0_f64.sqrt(), "{square}");
    assert!(square > 1.0, "too even to be random: {square}");
}

/// A profile may change within an hour: nobody comes before, each piece has its own rate.
#[test]
fn steps_within_an_hour_are_respected() {
    let mut pieces = Vec::new();
    for hour in 0..WEEK / 3600 {
        pieces.push((hour * 3600 + 1000, hour * 3600 + 1010, 360.0)); // one customer
        pieces.push((hour * 3600 + 2000, hour * 3600 + 2600, 30.0)); // five
        pieces.push((hour * 3600 + 2600, hour * 3600 + 3200, 60.0)); // ten
    }
    let mut demand = light(0.0);
    demand.arrivals = Arrivals::Poisson(Weekly::from_pieces(&pieces, 0.0).unwrap());
    let model = model(vec![demand], 2000);
    let mut bins = [0.0; 3];
    for customer in Workload::sample(&model, 42, 3).customers {
        let second = (customer.arrives.0 % Span::HOUR.0) as f64 / 1e6;
        let bin = match second {
            1000.0..1010.0 => 0,
            2000.0..2600.0 => 1,
            2600.0..3200.0 => 2,
            _ => panic!("nobody comes at {second}"),
        };
        bins[bin] += 1.0;
    }
    for (count, expected) in bins.into_iter().zip([2000.0, 10_000.0, 20_000.0_f64]) {
        close("piece", (count, expected.sqrt()), expected);
    }
}

/// A gamma factor a day with this coefficient of variation: the counts of days have variance m + (cv m)^2.
#[test]
fn a_day_factor_gives_days_their_variance() {
    let days = |cv: Option<f64>| {
        let mut demand = light(5.0);
        demand.day_factor = cv.map(|cv| DayFactor { name: "day".into(), law: Law::gamma_mean_cv(1.0, cv).unwrap() });
        counts(demand, 24 * 2000).chunks(24).map(|day| day.iter().sum()).collect::<Vec<u32>>()
    };
    for cv in [0.1, 0.3] {
        let [mean, variance] = moments(&days(Some(cv)));
        close("mean", mean, 120.0);
        close("variance", variance, 120.0 + (cv * 120.0) * (cv * 120.0));
    }
    let [mean, variance] = moments(&days(None));
    close("mean", mean, 120.0);
    close("variance", variance, 120.0);
}

/// The day of the factor is the day of the calendar: it changes at midnight, wherever the run begins.
#[test]
fn a_day_factor_changes_at_midnight() {
    let parts = vec![(0.5, Law::constant(0.0).unwrap()), (0.5, Law::constant(2.0).unwrap())];
    let mut demand = light(200.0);
    demand.day_factor = Some(DayFactor { name: "day".into(), law: Law::mixture(parts).unwrap() });
    let mut model = model(vec![demand], 24 * 20);
    model.frame.zone = Zone::new(MONDAY + 17 * 3600 + 1234);
    let mut hours = [false; 24 * 21];
    for customer in Workload::sample(&model, 42, 3).customers {
        hours[(model.frame.zone.second(customer.arrives).div_euclid(3600) - MONDAY / 3600) as usize] = true;
    }
    // The first day begins at 17:20:34; in the hours that are whole nobody or some 400 customers come.
    for day in hours[24..24 * 20].chunks(24) {
        assert!(day.iter().all(|&busy| busy == day[0]), "{day:?}");
    }
    assert!(hours[18..24].iter().all(|&busy| busy == hours[18]));
    assert!(hours.contains(&true) && hours[18..480].contains(&false));
}
