//! What a feature costs an event, as a ratio to the same scenario without it, in the same minute.

use super::{Ours, ours, yardstick};
use quasisync::civil::Weekly;
use quasisync::model::{Burst, CatchUp, Drift, Ending, Mode, Model, Nudges, Return};
use quasisync::random::{Count, Law};
use quasisync::units::Span;

const ROUNDS: usize = 5;

/// A feature, and how it is switched on.
type Feature = (&'static str, fn(&mut Model));

const FEATURES: &[Feature] = &[
    ("nothing", |_| ()),
    ("sharing", |model| model.teams[0].sharing = vec![1.0]),
    ("patience, two thirds of it silent", |model| {
        let patience = &mut model.demands[0].patience;
        patience.first = Some(exponential(300.0));
        patience.later = Some(exponential(300.0));
        (patience.silent, patience.gone_share) = (0.7, 0.5);
    }),
    ("modes that drift", |model| {
        let reply = &mut model.demands[0].reply;
        let slower = Mode { name: "slower".into(), start: 0.0, latency: exponential(60.0) };
        reply.modes.push(slower);
        reply.transitions = vec![vec![1.0, 0.0], vec![0.3, 0.7]];
        reply.drift = Some(Drift { after_wait: Span::MINUTE, slower: 0.25 });
    }),
    ("bursts and nudges", |model| {
        let gap = exponential(10.0);
        model.demands[0].burst = Some(Burst { messages: Count::geometric(1.5).expect("a law"), gap });
        model.demands[0].nudges = Some(Nudges { after: exponential(120.0), at_most: 2 });
    }),
    ("endings, returns, catch-up", |model| {
        let demand = &mut model.demands[0];
        demand.ending = Ending { recognised: 0.4, confirms: 0.3, thanks: 0.2, silent: 0.1 };
        demand.handling_closing = Some(exponential(5.0));
        demand.comes_back.solved = Some(Return { probability: 0.05, after: exponential(3600.0), keep: false });
        model.teams[0].catch_up = CatchUp { first: Span(5 * Span::SECOND.0), per_exchange: Span::SECOND };
    }),
    ("opening and waking hours", |model| {
        model.demands[0].open = Some(hours());
        model.demands[0].awake = Some(hours());
    }),
];

fn exponential(mean: f64) -> Law {
    Law::exponential(mean).expect("a mean")
}

/// All week but the last hour of Sunday.
fn hours() -> Weekly<bool> {
    Weekly::from_pieces(&[(0, 604_800 - 3600, true)], false).expect("hours")
}

/// Prints ns an event, unheard and recorded, and both as ratios to the scenario that uses nothing.
pub(super) fn compare(agents: usize, conversations: usize) {
    let mut plain: Option<(f64, f64)> = None;
    for (name, switch_on) in FEATURES {
        let mut experiment = yardstick(agents, conversations, false);
        switch_on(&mut experiment.model);
        let rounds: Vec<Ours> = (0..ROUNDS).map(|_| ours(&experiment)).collect();
        let best = |time: fn(&Ours) -> f64| rounds.iter().map(time).fold(f64::INFINITY, f64::min);
        let nanoseconds = |seconds: f64| seconds / rounds[0].events as f64 * 1e9;
        let (unheard, recorded) = (nanoseconds(best(|it| it.silent)), nanoseconds(best(|it| it.recorded)));
        let of = *plain.get_or_insert((unheard, recorded));
        println!(
            "{agents:>6} agents, {name}: ns/event {recorded:.1} recorded ({:.2} x), {unheard:.1} unheard ({:.2} x)",
            recorded / of.1,
            unheard / of.0,
        );
    }
}
