//! What a feature costs an event, as a ratio to the same scenario without it, in the same minute.

use super::knobs::KNOBS;
use super::{Ours, ours, yardstick};
use quasisync::civil::Weekly;
use quasisync::model::{
    Arrivals, Bot, Burst, CatchUp, Drift, Ending, Mode, Model, Nudges, PlannedPause, Return, Serves, ServesFrom, Shift,
    Staffing, Transfer, Why,
};
use quasisync::policy::{ChannelShare, Policy};
use quasisync::random::{Count, Law};
use quasisync::units::{ChannelId, DemandId, Span};

const ROUNDS: usize = 5;

/// A feature, and how it is switched on.
pub(super) type Feature = (&'static str, fn(&mut Model, &mut Policy));

const FEATURES: &[Feature] = &[
    ("nothing", |_, _| ()),
    ("sharing", |model, _| model.teams[0].sharing = vec![1.0]),
    ("patience, two thirds of it silent", |model, _| {
        let patience = &mut model.demands[0].patience;
        patience.first = Some(exponential(300.0));
        patience.later = Some(exponential(300.0));
        (patience.silent, patience.gone_share) = (0.7, 0.5);
    }),
    ("modes that drift", |model, _| {
        let reply = &mut model.demands[0].reply;
        let slower = Mode { name: "slower".into(), start: 0.0, latency: exponential(60.0) };
        reply.modes.push(slower);
        reply.transitions = vec![vec![1.0, 0.0], vec![0.3, 0.7]];
        reply.drift = Some(Drift { after_wait: Span::MINUTE, slower: 0.25 });
    }),
    ("bursts and nudges", |model, _| {
        let gap = exponential(10.0);
        model.demands[0].burst = Some(Burst { messages: Count::geometric(1.5).expect("a law"), gap });
        model.demands[0].nudges = Some(Nudges { after: exponential(120.0), at_most: 2 });
    }),
    ("endings, returns, catch-up", |model, _| {
        let demand = &mut model.demands[0];
        demand.ending = Ending { recognised: 0.4, confirms: 0.3, thanks: 0.2, silent: 0.1 };
        demand.handling_closing = Some(exponential(5.0));
        demand.comes_back.solved = Some(Return { probability: 0.05, after: exponential(3600.0), keep: false });
        model.teams[0].catch_up = CatchUp { first: Span(5 * Span::SECOND.0), per_exchange: Span::SECOND };
    }),
    ("opening and waking hours", |model, _| {
        model.demands[0].open = Some(hours());
        model.demands[0].awake = Some(hours());
    }),
    ("three shifts with breaks", |model, policy| {
        let agents = model.teams[0].places();
        let shift = |number: u32| Shift {
            pauses: vec![PlannedPause {
                why: Why::Break,
                days: [true; 7],
                from: number * 28_800 + 7_200,
                to: number * 28_800 + 18_000,
                lasts: 1_800,
            }],
            ..Shift::daily(&format!("shift {number}"), number * 28_800, (number + 1) * 28_800, agents)
        };
        model.teams[0].agents = Staffing::Shifts((0..3).map(shift).collect());
        policy.desk.no_new_before = Span(20 * Span::MINUTE.0);
    }),
    ("a second ring after a minute", |model, policy| {
        let after = ServesFrom::After(Span::MINUTE);
        let mut second = model.teams[0].clone();
        second.name = "second".into();
        second.serves[0] = Serves { rank: 2, from: after, ..second.serves[0] };
        second.agents = Weekly::constant(model.teams[0].places().div_ceil(10)).into();
        model.teams.push(second);
        policy.capacity.limits.push(policy.capacity.limits[0]);
    }),
    ("a channel with a weight", |model, policy| {
        model.channels = vec!["messaging".into()];
        model.demands[0].channel = Some(ChannelId(0));
        policy.capacity.channels = vec![ChannelShare { weight: 999, ..ChannelShare::default() }];
    }),
    ("a bot that contains a third", |model, policy| {
        let bot = Bot { takes: exponential(60.0), contains: 0.33, falsely: 0.1, back_after: exponential(3600.0) };
        model.demands[0].bot = Some(bot);
        policy.door.bot = true;
    }),
    ("transfers to a second line", |model, policy| {
        let mut line = model.demands[0].clone();
        line.name = "second line".into();
        line.arrivals = Arrivals::Poisson(Weekly::constant(0.0));
        model.demands.push(line);
        model.demands[0].transfer = Some(Transfer { probability: 0.05, to: DemandId(1), warm: None });
        let mut second = model.teams[0].clone();
        second.name = "second".into();
        second.serves = vec![DemandId(1).into()];
        model.teams.push(second);
        policy.capacity.limits.push(policy.capacity.limits[0]);
    }),
];

pub(super) fn exponential(mean: f64) -> Law {
    Law::exponential(mean).expect("a mean")
}

/// All week but the last hour of Sunday.
fn hours() -> Weekly<bool> {
    Weekly::from_pieces(&[(0, 604_800 - 3600, true)], false).expect("hours")
}

/// Prints ns an event, unheard and recorded, and both as ratios to the scenario that uses nothing.
pub(super) fn compare(agents: usize, conversations: usize) {
    let mut plain: Option<(f64, f64)> = None;
    for (name, switch_on) in FEATURES.iter().chain(KNOBS) {
        let mut experiment = yardstick(agents, conversations, false);
        switch_on(&mut experiment.model, &mut experiment.policies[0]);
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
