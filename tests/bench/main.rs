//! `cargo bench`: the project against the bare loop, in the same minute, as ratios. Machines are shared and noisy: the two
//! take turns, and the best of the rounds counts.
//!
//! `cargo bench -- AGENTS [CONVERSATIONS]` runs one size only, `cargo bench -- score` only the scores, `cargo bench -- queue`
//! only decisions among 100,000 who wait, and `cargo bench -- year` a year of a large operation.

mod bare;
mod features;
mod knobs;
mod queue;
mod score;
mod year;

use quasisync::civil::Weekly;
use quasisync::engine::simulate;
use quasisync::experiment::Experiment;
use quasisync::metrics::measures::{Count, Timing};
use quasisync::model::Arrivals;
use quasisync::policy::{Clock, Inactivity};
use quasisync::random::Law;
use quasisync::recorder::Recorder;
use quasisync::scenario;
use quasisync::trace::Fingerprint;
use quasisync::units::Span;
use quasisync::workload::Workload;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

const ROUNDS: usize = 9;

/// How many wait at once where that is many.
const WAITING: u32 = 100_000;

fn main() {
    if std::env::args().any(|argument| argument == "score") {
        return score::compare();
    }
    if std::env::args().any(|argument| argument == "year") {
        return year::measure();
    }
    if std::env::args().any(|argument| argument == "queue") {
        return queue::compare(WAITING);
    }
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let conversations = numbers.get(1).copied().unwrap_or(1_000_000);
    let sizes = numbers.first().map_or(vec![20, 200, 2_000], |&agents| vec![agents]);
    for second in [false, true] {
        println!("{} yardstick, {conversations} conversations, one thread:", if second { "second" } else { "first" });
        for &agents in &sizes {
            compare(agents, conversations, second);
        }
    }
    println!("What features cost where they are used, {conversations} conversations, one thread:");
    for &agents in &sizes {
        features::compare(agents, conversations);
    }
    println!("What a score takes, each time:");
    score::compare();
    println!("What a decision takes where very many wait:");
    queue::compare(WAITING);
}

/// Our times, in seconds, and what came out.
struct Ours {
    sampling: f64,
    silent: f64,
    recorded: f64,
    events: u64,
    mean_pickup: f64,
    lapses: f64,
}

fn compare(agents: usize, conversations: usize, second: bool) {
    let experiment = yardstick(agents, conversations, second);
    let (ln_latency, inactive_after) = if second { (3.4, 60_000_000) } else { (1.997, 600_000_000) };
    let settings = bare::Settings { agents, conversations, ln_latency, inactive_after };
    let rounds: Vec<(bare::Outcome, Ours)> = (0..ROUNDS).map(|_| (bare::run(settings), ours(&experiment))).collect();
    let best = |time: &dyn Fn(&(bare::Outcome, Ours)) -> f64| rounds.iter().map(time).fold(f64::INFINITY, f64::min);
    let (bare, it) = &rounds[0];
    let (bare_events, events) = (bare.events as f64, it.events as f64);
    let bare_loop = best(&|round| round.0.looping) / bare_events * 1e9;
    let silent = best(&|round| round.1.silent) / events * 1e9;
    let recorded = best(&|round| round.1.recorded) / events * 1e9;
    let bare_sampling = best(&|round| round.0.sampling);
    let sampling = best(&|round| round.1.sampling);
    println!(
        "{agents:>6} agents: ns/event {recorded:.1} recorded, {silent:.1} unheard, {bare_loop:.1} bare: speed {:.2} recorded, {:.2} unheard; \
         sampling {:.2} s, {:.1} x bare; all {:.2}; pickup {:.2} s (bare {:.2}), lapses {:.3} (bare {:.3})",
        bare_loop / recorded,
        bare_loop / silent,
        sampling,
        sampling / bare_sampling,
        (bare_sampling / bare_events * 1e9 + bare_loop) / (sampling / events * 1e9 + recorded),
        it.mean_pickup,
        bare.mean_pickup,
        it.lapses,
        bare.lapses,
    );
}

fn ours(experiment: &Experiment) -> Ours {
    let (model, policy, stop) = (&experiment.model, &experiment.policies[0], AtomicBool::new(false));
    let time = Instant::now();
    let workload = Workload::sample(model, experiment.seed, 0);
    let sampling = time.elapsed().as_secs_f64();
    let time = Instant::now();
    let unheard = simulate(model, &workload, policy, (), &stop).expect("nobody stops it");
    let silent = time.elapsed().as_secs_f64();
    drop(unheard);
    let time = Instant::now();
    let mut observer = (Recorder::new(model, workload.key()), Fingerprint::default());
    let summary = simulate(model, &workload, policy, &mut observer, &stop).expect("nobody stops it");
    let measures = observer.0.finish(&summary.world, summary.events, observer.1.0, model.frame.end());
    let recorded = time.elapsed().as_secs_f64();
    let cell = &measures.cells[0];
    let pickup = cell.timing(&[Timing::PickupFirst, Timing::PickupLater]);
    Ours {
        sampling,
        silent,
        recorded,
        events: summary.events,
        mean_pickup: pickup.moments().mean().unwrap_or(0.0) / 1e6,
        lapses: cell.count(Count::WentInactive) as f64 / measures.work[0].agents.replies as f64,
    }
}

/// The scenario of the yardstick in another size: the load of an agent stays the same.
fn yardstick(agents: usize, conversations: usize, second: bool) -> Experiment {
    let text = include_str!("yardstick.toml");
    let scenario = scenario::parse(text, Path::new("yardstick.toml"), &scenario::Disk).expect("a valid scenario");
    let mut experiment = scenario.experiment;
    let per_hour = 2718.2588 * agents as f64 / 200.0;
    let model = &mut experiment.model;
    model.demands[0].arrivals = Arrivals::Poisson(Weekly::constant(per_hour));
    model.teams[0].agents = Weekly::constant(agents as u32).into();
    model.frame.horizon = Span::seconds(conversations as f64 / per_hour * 3600.0);
    if second {
        model.demands[0].reply.modes[0].latency = Law::lognormal(3.4, 0.8).expect("a valid law");
        let after = Span::MINUTE;
        experiment.policies[0].inactivity = Inactivity::After { after, clock: Clock::LastAgent };
    }
    experiment
}
