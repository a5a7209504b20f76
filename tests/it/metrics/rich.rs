//! Drawn scenarios in which customers, agents and policies do everything that they can do.

use crate::twin::scenario::{self, Scenario};
use quasisync::civil::{WEEK, Weekly};
use quasisync::model::{
    Bands, Burst, CatchUp, Curve, Demand, Drift, Ending, Holds, Mode, Model, Nudges, Of, Return, Team, WrapUp,
};
use quasisync::policy::door::Gives;
use quasisync::policy::{Contentless, Ownership, Policy};
use quasisync::random::{Count, Law, Stream};
use quasisync::units::{ChannelId, Span};
use quasisync::workload::Workload;

/// Numbers at random, the same for the same seed.
struct Dice(Stream);

impl Dice {
    fn of<T: Clone>(&mut self, values: &[T]) -> T {
        values[(self.0.word() % values.len() as u64) as usize].clone()
    }
}

fn exponential(mean: f64) -> Law {
    Law::exponential(mean).expect("a mean")
}

/// The scenario of a seed.
pub(super) fn drawn(seed: u64) -> Scenario {
    let mut it = scenario::sampled(seed);
    enrich(&mut it, seed);
    let rate = Dice(Stream::new([seed, 0x51c4], [0; 3])).of(&[1.0, 1.0, 0.3]);
    for demand in &mut it.model.demands {
        if let quasisync::model::Arrivals::Poisson(weekly) = &mut demand.arrivals {
            *weekly = Weekly::constant(weekly.at(0) * rate);
        }
    }
    it.workload = Workload::sample(&it.model, seed, 0);
    it
}

/// The scenario of a seed with shifts, desks, channels, bots and matters that go on, besides.
pub(crate) fn full(seed: u64) -> Scenario {
    let mut it = scenario::sampled_with(seed, scenario::EVERYTHING);
    enrich(&mut it, seed);
    it.workload = Workload::sample(&it.model, seed, 0);
    it
}

/// The same with every knob of the routing rules.
pub(super) fn knobs(seed: u64) -> Scenario {
    let mut it = scenario::sampled_with(seed, scenario::KNOBS_OF_EVERYTHING);
    enrich(&mut it, seed);
    it.workload = Workload::sample(&it.model, seed, 0);
    it
}

/// Puts everything new into a model and a policy.
pub(super) fn enrich(it: &mut Scenario, seed: u64) {
    let mut dice = Dice(Stream::new([seed, 0x81c4], [0; 3]));
    let agents_own = it.policy.capacity.ownership == Ownership::Agent;
    let second = it.model.frame.zone.second_of_week(quasisync::units::Time::START);
    it.model.demands.iter_mut().for_each(|demand| customers(&mut dice, demand, second));
    it.model.teams.iter_mut().for_each(|team| agents(&mut dice, team, agents_own));
    model(&mut dice, &mut it.model);
    policy(&mut dice, &mut it.policy);
}

fn model(dice: &mut Dice, model: &mut Model) {
    let seconds = |seconds: u64| Span(seconds * Span::SECOND.0);
    model.bands = Bands {
        live: seconds(dice.of(&[0, 2, 5])),
        quasi_live: seconds(dice.of(&[5, 10])),
        short: seconds(dice.of(&[0, 1, 3])),
        within: dice.of(&[Vec::new(), vec![seconds(5)], vec![Span::milliseconds(1500), seconds(20)]]),
    };
    if dice.of(&[true, false]) {
        model.channels = vec!["chat".into(), "app".into()];
        for demand in &mut model.demands {
            demand.channel = dice.of(&[None, Some(ChannelId(0)), Some(ChannelId(1)), Some(ChannelId(1))]);
        }
    }
}

fn customers(dice: &mut Dice, it: &mut Demand, second: u32) {
    it.patience.silent = dice.of(&[0.0, 0.5, 1.0]);
    it.patience.gone_share = dice.of(&[0.0, 0.4, 1.0]);
    it.patience.out_of_hours = dice.of(&[None, Some(4.0)]).map(exponential);
    it.patience.signals.presence = dice.of(&[1.0, 1.7]);
    it.ending = dice.of(&[
        it.ending,
        Ending { recognised: 0.25, confirms: 0.25, thanks: 0.25, silent: 0.25 },
        Ending { recognised: 0.0, confirms: 0.3, thanks: 0.7, silent: 0.0 },
    ]);
    it.handling_closing = dice.of(&[None, Some(1.0)]).map(exponential);
    it.nudges = dice.of(&[None, Some(2.0)]).map(|mean| Nudges { after: exponential(mean), at_most: 2 });
    let pair = Count::constant(2).expect("a count");
    it.burst = dice.of(&[None, None, Some(0.5)]).map(|mean| Burst { messages: pair, gap: exponential(mean) });
    let mut again = || {
        let after = exponential(dice.of(&[2.0, 8.0]));
        let keep = dice.of(&[true, false]);
        dice.of(&[None, Some(0.5)]).map(|probability| Return { probability, after, keep })
    };
    it.comes_back.solved = again();
    it.comes_back.gave_up = again();
    it.comes_back.refused = again();
    if dice.of(&[true, false]) {
        let modes = [("near", 0.7, 1.0), ("far", 0.3, 6.0)];
        let mode =
            |(name, start, mean): (&str, f64, f64)| Mode { name: name.into(), start, latency: exponential(mean) };
        it.reply.modes = modes.map(mode).to_vec();
        it.reply.transitions = vec![vec![0.8, 0.2], vec![0.3, 0.7]];
        it.reply.drift = dice.of(&[None, Some(Drift { after_wait: Span::SECOND, slower: 0.5 })]);
    }
    let seconds = dice.of(&[3, 11]);
    it.open = dice.of(&[None, Some(seconds)]).map(|length| by_turns(second, length));
    it.awake = dice.of(&[None, None, Some(7)]).map(|length| by_turns(second + 2, length));
    let curve = |of| Curve::new(of, &[(0.5, 0.9), (3.0, 0.4), (9.0, 0.0)]).expect("a curve");
    it.satisfaction = dice.of(&[None, Some(Of::Response), Some(Of::TempoRatio), Some(Of::Target)]).map(curve);
    it.conversion = dice.of(&[None, Some(Of::Response), Some(Of::Target)]).map(curve);
    let in_hours = dice.of(&[true, false]);
    it.target.iter_mut().for_each(|target| target.in_hours = in_hours);
}

/// For so many seconds, and for so many not, from a second of the week on.
fn by_turns(second: u32, length: u32) -> Weekly<bool> {
    let pieces: Vec<(u32, u32, bool)> = (0..60)
        .map(|turn| (second + 2 * turn * length) % WEEK)
        .filter(|from| from + length <= WEEK)
        .map(|from| (from, from + length, true))
        .collect();
    Weekly::from_pieces(&pieces, false).expect("pieces do not overlap")
}

fn agents(dice: &mut Dice, it: &mut Team, agents_own: bool) {
    it.catch_up =
        dice.of(&[CatchUp::default(), CatchUp { first: Span::SECOND, per_exchange: Span::milliseconds(100) }]);
    let holds = dice.of(&[Holds::Agent, Holds::Slot, Holds::Nothing]);
    it.wrap_up = dice.of(&[None, Some(2.5)]).map(|mean| WrapUp { law: exponential(mean), holds });
    it.sharing = dice.of(&[Vec::new(), vec![1.0, 1.5, 1.8]]);
    if !agents_own {
        it.sharing.clear();
    }
    it.cost = dice.of(&[None, Some(30.0), Some(41.5)]);
}

fn policy(dice: &mut Dice, it: &mut Policy) {
    it.close.thread_window = dice.of(&[None, Some(Span::ZERO), Some(Span(2_500_000))]);
    it.close.on_confirmation = dice.of(&[true, false]);
    it.close.contentless = dice.of(&[Contentless::Handle, Contentless::Handle, Contentless::Ignore]);
    it.door.gives = Gives { presence: dice.of(&[true, false]), typing: dice.of(&[true, false]), ..Gives::default() };
}
