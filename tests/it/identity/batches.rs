//! Batches: who comes with whom, and that nobody becomes somebody else by it.

use super::{Person, lively, model, sampled};
use quasisync::civil::Weekly;
use quasisync::model::{Arrivals, DayFactor, Demand};
use quasisync::random::{Count, Law, philox, uniform};
use quasisync::units::Time;
use std::collections::BTreeSet;

/// The seed and the replication of [`sampled`].
const KEY: [u64; 2] = [42, 3];
/// What the draws about batches are for.
const BATCH: u64 = 7;

fn in_batches(rate: f64, batch: Option<Count>) -> Demand {
    let mut loans = lively("loans", rate);
    loans.batch = batch;
    loans
}

fn geometric(mean: f64) -> Option<Count> {
    Some(Count::geometric(mean).unwrap())
}

fn loans(demand: Demand) -> Vec<Person> {
    sampled(&model(vec![demand], 24), "loans")
}

/// Those who come at the same instant.
fn batches(people: &[Person]) -> Vec<&[Person]> {
    people.chunk_by(|one, other| one.arrives == other.arrives).collect()
}

/// Everybody of `fewer` is among `more`, the same and in the same order.
fn is_kept(fewer: &[Person], more: &[Person]) -> bool {
    let known: BTreeSet<u64> = fewer.iter().map(|person| person.identity).collect();
    more.iter().filter(|person| known.contains(&person.identity)).eq(fewer)
}

#[test]
fn the_first_of_a_batch_is_who_would_have_come_alone() {
    let alone = loans(in_batches(20.0, None));
    assert_eq!(loans(in_batches(20.0, Some(Count::constant(1).unwrap()))), alone);
    let together = loans(in_batches(20.0, Some(Count::constant(4).unwrap())));
    assert_eq!(together.len(), 4 * alone.len());
    assert!(batches(&together).iter().map(|batch| &batch[0]).eq(&alone));
}

/// Size and identities are the draws that they are said to be, and the places are in order.
#[test]
fn a_batch_is_drawn_by_the_identity_of_its_point() {
    let people = loans(in_batches(20.0, geometric(3.0)));
    let batches = batches(&people);
    assert!(batches.iter().any(|batch| batch.len() > 5) && batches.iter().any(|batch| batch.len() == 1));
    for batch in batches {
        let point = batch[0].identity;
        let bits = |place: u64| philox(KEY, [point, place, 0, BATCH]);
        assert_eq!(batch.len(), Count::geometric(3.0).unwrap().quantile(uniform(bits(0)[1])) as usize);
        for (place, person) in (1..).zip(&batch[1..]) {
            assert_eq!(person.identity, bits(place)[0]);
        }
    }
    let everybody: BTreeSet<u64> = people.iter().map(|person| person.identity).collect();
    assert_eq!(everybody.len(), people.len());
    let matters: Vec<_> = people.iter().map(|person| person.exchanges[0]).collect();
    assert!(matters.windows(2).all(|pair| pair[0] != pair[1]), "those of a batch have matters of their own");
}

#[test]
fn larger_batches_and_more_volume_keep_everybody() {
    let (small, large) = (loans(in_batches(20.0, geometric(1.5))), loans(in_batches(20.0, geometric(3.0))));
    assert!(small.len() < large.len() && is_kept(&small, &large));
    let more = loans(in_batches(22.0, geometric(3.0)));
    assert!(large.len() < more.len() && is_kept(&large, &more));
    assert!(!is_kept(&more, &large), "the check can fail");
}

#[test]
fn batches_of_one_demand_change_nobody_of_another() {
    let orders = |batch| {
        let mut orders = lively("orders", 30.0);
        orders.batch = batch;
        sampled(&model(vec![orders, in_batches(20.0, geometric(2.0))], 24), "loans")
    };
    assert_eq!(orders(None), orders(geometric(4.0)));
    assert_eq!(orders(None), loans(in_batches(20.0, geometric(2.0))));
}

/// A day factor changes how many batches come, not who comes in them.
#[test]
fn a_day_factor_keeps_the_batches() {
    let mut doubled = in_batches(20.0, geometric(2.0));
    doubled.day_factor = Some(DayFactor { name: "day".into(), law: Law::constant(2.0).unwrap() });
    assert_eq!(loans(doubled), loans(in_batches(40.0, geometric(2.0))));
}

/// The counts of hours have the mean and the variance of a compound Poisson law: the rate times the first and the second
/// moment of the size.
#[test]
fn hourly_counts_are_compound_poisson() {
    let (rate, hours) = (7.3, 4000);
    let mut demand = crate::table::demand("loans");
    demand.arrivals = Arrivals::Poisson(Weekly::constant(rate));
    demand.batch = Some(Count::table(vec![(1, 1.0), (2, 2.0), (6, 1.0)]).unwrap());
    let (first, second, fourth) = (11.0 / 4.0, 45.0 / 4.0, (1.0 + 2.0 * 16.0 + 1296.0) / 4.0);
    let mut counts = vec![0.0; hours];
    let begin = crate::table::MONDAY * 1_000_000;
    for person in sampled(&model(vec![demand], hours as u64), "loans") {
        counts[((person.arrives - begin) / 3_600_000_000) as usize] += 1.0;
    }
    let n = hours as f64;
    let mean = counts.iter().sum::<f64>() / n;
    let square = |count: &f64| (count - rate * first) * (count - rate * first);
    let variance = counts.iter().map(square).sum::<f64>() / n;
    let expected = rate * second;
    assert!((mean - rate * first).abs() < 4.0 * (expected / n).sqrt(), "{mean} instead of {}", rate * first);
    // the fourth central moment is that of a normal law plus the fourth cumulant
    let error = ((2.0 * expected * expected + rate * fourth) / n).sqrt();
    assert!((variance - expected).abs() < 4.0 * error, "{variance} instead of {expected} +- {error}");
}

/// Each row of a log is one customer.
#[test]
fn a_log_has_no_batches() {
    let with = |batch| {
        let mut logged = in_batches(0.0, batch);
        logged.arrivals = Arrivals::Trace((0..30).map(|second| Time(second * 1_000_000)).collect());
        loans(logged)
    };
    assert_eq!(with(geometric(5.0)), with(None));
}
