//! Whatever the reader of scenarios lets through can be run: drawn files in which every key of customers, agents and
//! policies may be there, with values at the edge of what is accepted.

mod drawn;
mod knobs;

use drawn::drawn;
use quasisync::engine::simulate;
use quasisync::experiment::run;
use quasisync::facts::{Fact, Observer};
use quasisync::recorder::Recorder;
use quasisync::scenario::{self, Disk, Scenario};
use quasisync::units::Time;
use quasisync::workload::Workload;
use quasisync::world::World;
use rayon::prelude::*;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// How many files are drawn; more with `SCENARIOS=20000 cargo test extremes`.
const SCENARIOS: u64 = 640;

/// A run with more facts is cut short.
const MANY: u64 = 20_000;

/// More facts than this in one instant never end.
const ENDLESS: u64 = 5_000_000;

/// Stops a run that grows too large, and one that does not get on.
struct Limit<'s> {
    stop: &'s AtomicBool,
    facts: u64,
    now: Time,
    at_once: u64,
}

impl Observer<World> for Limit<'_> {
    fn record(&mut self, now: Time, _: &World, _: Fact) {
        self.facts += 1;
        if self.facts == MANY {
            self.stop.store(true, Ordering::Relaxed);
        }
        self.at_once = if now == self.now { self.at_once + 1 } else { 0 };
        self.now = now;
        assert!(self.at_once < ENDLESS, "an instant does not end");
    }
}

/// Whether the run came to its end, and how many facts it had.
fn whole(it: &Scenario) -> (bool, u64) {
    let (experiment, stop) = (&it.experiment, AtomicBool::new(false));
    let model = &experiment.model;
    let workload = Workload::sample(model, experiment.seed, 0);
    let limit = Limit { stop: &stop, facts: 0, now: Time::START, at_once: 0 };
    let mut observer = (Recorder::new(model, workload.key()), limit);
    let summary = simulate(model, &workload, &experiment.policies[0], &mut observer, &stop);
    let (recorder, limit) = observer;
    let facts = limit.facts;
    match summary {
        Ok(summary) => {
            recorder.finish(&summary.world, summary.events, 0, model.frame.end());
            (facts < MANY, facts)
        }
        Err(_) => (false, facts),
    }
}

#[test]
fn whatever_can_be_read_can_be_run() {
    let verdict = |seed: u64| {
        let text = drawn(seed);
        let Ok(it) = scenario::parse(&text, Path::new("extreme.toml"), &Disk) else { return (false, false, 0) };
        let run = std::panic::catch_unwind(|| {
            let (whole, facts) = whole(&it);
            if whole {
                run(&it.experiment, &(), &AtomicBool::new(false)).expect("nobody stops it");
            }
            (true, whole, facts)
        });
        run.unwrap_or_else(|_| panic!("seed {seed}:\n{text}"))
    };
    let asked = std::env::var("SCENARIOS").ok().map(|number| number.parse().expect("SCENARIOS is a number"));
    let scenarios: u64 = asked.unwrap_or(SCENARIOS).max(SCENARIOS);
    let verdicts: Vec<(bool, bool, u64)> = (0..scenarios).into_par_iter().map(verdict).collect();
    let accepted = verdicts.iter().filter(|it| it.0).count() as u64;
    let ended = verdicts.iter().filter(|it| it.1).count() as u64;
    let busy = verdicts.iter().filter(|it| it.2 > 100).count() as u64;
    // Of so many keys drawn at random some do not fit together.
    let enough = |number: u64, of_640: u64| number * SCENARIOS > of_640 * scenarios;
    assert!(enough(accepted, 540) && enough(ended, 300) && enough(busy, 200), "{accepted} {ended} {busy}");
}
