//! What a score that a scenario writes down costs each time that it is worked out.

use super::yardstick;
use quasisync::engine::simulate;
use quasisync::policy::score::{Names, Score};
use quasisync::units::ConversationId;
use quasisync::workload::Workload;
use std::hint::black_box;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

const ROUNDS: usize = 9;
const CONVERSATIONS: usize = 10_000;

/// From the plainest to one that asks for much.
const SCORES: &[&str] = &[
    "wait",
    "if(class == \"vip\", 100, 0) + wait / max(own_gap, 30s)",
    "if(class == \"vip\" and not first, 100, 50) * clamp(wait / max(own_gap, 30s), 0.5, 20) - exchanges \
     + if(time_left < 1m or unanswered > 10m, 1000, 1m / mean_handling) + sqrt(age / 1h) * (queue_length / 100)",
];

/// Prints the nanoseconds of each, the best of the rounds, over the conversations of a world.
pub(super) fn compare() {
    let experiment = yardstick(200, CONVERSATIONS, false);
    let workload = Workload::sample(&experiment.model, experiment.seed, 0);
    let stop = AtomicBool::new(false);
    let summary = simulate(&experiment.model, &workload, &experiment.policies[0], (), &stop).expect("nobody stops it");
    let world = summary.world;
    let classes = ["vip", "standard"].map(str::to_owned);
    let names = Names { classes: &classes, ..Names::default() };
    for text in SCORES {
        let score = Score::new(text, &names).expect("a score");
        let all = || {
            let each = world.conversations.iter().enumerate();
            each.map(|(place, it)| score.value(&world, ConversationId(place as u32), it.written)).sum::<f64>()
        };
        let round = || {
            let time = Instant::now();
            black_box(all());
            time.elapsed().as_secs_f64() / world.conversations.len() as f64 * 1e9
        };
        let best = (0..ROUNDS).map(|_| round()).fold(f64::INFINITY, f64::min);
        println!("{best:>6.1} ns {text}");
    }
}
