//! What is kept takes memory for customers, not for intervals. Counted in bytes, so that no machine matters.

use quasisync::experiment::{self, PolicyResults};
use quasisync::metrics::measures::Count;
use quasisync::scenario;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Three days of the operation of the benchmark: four demands, two teams of people, night and day.
fn kept(interval: &str, replications: u32) -> PolicyResults {
    let mut text = include_str!("../bench/year.toml").to_owned();
    let replications = format!("replications = {replications}");
    for (before, after) in [
        ("interval = \"30m\"", format!("interval = \"{interval}\"").as_str()),
        ("horizon  = \"365d\"", "horizon = \"3d\""),
        ("replications = 1", &replications),
    ] {
        assert!(text.contains(before), "{before}");
        text = text.replace(before, after);
    }
    let scenario = scenario::parse(&text, Path::new("year.toml"), &scenario::Disk).expect("a valid scenario");
    experiment::run(&scenario.experiment, &(), &AtomicBool::new(false)).expect("nobody stops it").policies.remove(0)
}

fn bytes(results: &PolicyResults) -> usize {
    results.intervals.iter().map(|interval| interval.bytes()).sum()
}

fn customers(results: &PolicyResults) -> usize {
    results.intervals.iter().map(|interval| interval.count(Count::Offered) as usize).sum()
}

#[test]
fn a_customer_takes_few_bytes_in_long_intervals_and_in_short_ones() {
    let (long, short) = (kept("30m", 1), kept("3m", 1));
    assert_eq!(customers(&long), customers(&short));
    assert_eq!((long.intervals.len(), short.intervals.len()), (144, 1440));
    // Less than a conversation takes while it is simulated.
    assert!(bytes(&long) < 30 * customers(&long), "{} bytes of {} customers", bytes(&long), customers(&long));
    assert!(bytes(&short) < 100 * customers(&short), "{} bytes of {} customers", bytes(&short), customers(&short));
}

#[test]
fn an_interval_in_which_nothing_happens_takes_next_to_nothing() {
    // Agents may be there, and customers of before.
    let results = kept("18s", 1);
    let all = || results.intervals.iter().map(|interval| (interval.count(Count::Offered), interval.bytes()));
    let idle: Vec<usize> = all().filter(|(came, _)| *came == 0).map(|(_, bytes)| bytes).collect();
    let (least, mean) = (all().map(|(_, bytes)| bytes).min().unwrap_or(0), idle.iter().sum::<usize>() / idle.len());
    assert!(least < 100 && mean < 500, "{least} bytes at least, {mean} on average");
}

#[test]
fn replications_add_up_in_less_room_than_they_take_one_by_one() {
    let (one, eight) = (bytes(&kept("3m", 1)), bytes(&kept("3m", 8)));
    assert!(eight < 3 * one, "{eight} bytes of eight replications, {one} of one");
}
