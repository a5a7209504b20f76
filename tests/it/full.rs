//! Drawn scenarios with everything that there is: agents who are people, channels, doors with bots, matters that go on.

use crate::metrics::rich;
use crate::twin::scenario::{self, Scenario};
use quasisync::model::{
    Bot, Channel, Demand, Looks, Model, Particulars, Pause, PlannedPause, ReplyWindow, Serves, ServesFrom, Shift,
    Staffing, Stint, Takes, Team, Transfer, Urgent, Why,
};
use quasisync::policy::{
    AtClosing, ChannelShare, Desk, Escalation, Leaving, OutOfHours, Ownership, Policy, SLOT,
};
use quasisync::random::{Law, Stream};
use quasisync::units::{ChannelId, DemandId, Span, Time};
use quasisync::workload::Workload;

/// Numbers at random, the same for the same seed.
struct Dice(Stream);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0.word() % count
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn of<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.below(values.len() as u64) as usize].clone()
    }

    fn seconds(&mut self, below: u64) -> Span {
        Span(self.below(below) * Span::SECOND.0)
    }
}

const DAY: i64 = 86_400;

fn exponential(mean: f64) -> Law {
    Law::exponential(mean).expect("a mean")
}

/// The scenario of a seed.
pub(crate) fn drawn(seed: u64) -> Scenario {
    let mut it = scenario::sampled(seed);
    if seed.is_multiple_of(2) {
        rich::enrich(&mut it, seed);
    }
    enrich(&mut it, seed);
    it.workload = Workload::sample(&it.model, seed, 0);
    it
}

/// Puts everything into a model and a policy.
pub(crate) fn enrich(it: &mut Scenario, seed: u64) {
    let mut dice = Dice(Stream::new([seed, 0xf011], [0; 3]));
    let owned = it.policy.capacity.ownership == Ownership::Agent;
    for team in 0..it.model.teams.len() {
        staffing(&mut dice, &mut it.model, team);
    }
    if dice.one_in(2) {
        channels(&mut dice, it);
    }
    let demands = it.model.demands.len() as u64;
    it.model.demands.iter_mut().for_each(|demand| customers(&mut dice, demand, demands));
    for team in &mut it.model.teams {
        agents(&mut dice, team, owned, demands);
    }
    policy(&mut dice, &mut it.policy);
    if it.model.teams.iter().any(Team::shares) {
        // Nobody briefs anybody while others are in hand.
        let transfers = it.model.demands.iter_mut().filter_map(|demand| demand.transfer.as_mut());
        transfers.for_each(|transfer| transfer.warm = None);
    }
}

fn staffing(dice: &mut Dice, model: &mut Model, team: usize) {
    let begin = model.team_zone(&model.teams[team]).second_of_day(Time::START);
    let places = model.teams[team].places().max(1);
    model.teams[team].agents = match dice.below(6) {
        0 => return,
        1 => Staffing::Dated(dated(dice, places)),
        2 => Staffing::Schedule((0..places).map(|_| schedule(dice)).collect()),
        _ => {
            let shifts = 1 + dice.below(3);
            Staffing::Shifts((0..shifts).map(|number| shift(dice, number, begin, 1 + places / 2)).collect())
        }
    };
}

fn dated(dice: &mut Dice, most: u32) -> Vec<(Time, u32)> {
    let mut at = Time::START + dice.seconds(10);
    let mut steps = Vec::new();
    for _ in 0..1 + dice.below(5) {
        steps.push((at, dice.below(u64::from(most) + 1) as u32));
        at = at + Span::SECOND + dice.seconds(30);
    }
    steps
}

fn why(dice: &mut Dice) -> Why {
    dice.of(&[Why::Break, Why::Meeting])
}

/// A few stints, some back to back, some of which are in progress when the run begins.
fn schedule(dice: &mut Dice) -> Vec<Stint> {
    let mut at = Time::START + dice.of(&[Span::ZERO, Span::ZERO, Span(5_000_000)]);
    let mut stints = Vec::new();
    for _ in 0..1 + dice.below(4) {
        let (from, to) = (at, at + Span::SECOND + dice.seconds(50));
        let mut pauses = Vec::new();
        let mut next = from;
        for _ in 0..dice.below(3) {
            let begin = next + dice.seconds(20);
            let end = begin + Span::SECOND + dice.seconds(8);
            if end <= to {
                pauses.push(Pause { why: why(dice), from: begin, to: end });
                next = end;
            }
        }
        stints.push(Stint { from, to, pauses });
        at = to + if dice.one_in(3) { Span::ZERO } else { dice.seconds(20) };
    }
    stints
}

/// A shift that begins not long before or after the run; a whole day, or a part of a minute.
fn shift(dice: &mut Dice, number: u64, begin: u32, agents: u32) -> Shift {
    let from = (i64::from(begin) + dice.below(60) as i64 - 20).rem_euclid(DAY) as u32;
    let length = if dice.one_in(5) { DAY as u32 } else { 1 + dice.below(80) as u32 };
    let mut pauses: Vec<PlannedPause> = Vec::new();
    let mut earliest = from;
    for _ in 0..dice.below(3) {
        let begins = earliest + dice.below(15) as u32;
        let lasts = 1 + dice.below(8) as u32;
        let to = begins + lasts + dice.of(&[0, 3, 10]);
        if to <= from + length {
            pauses.push(PlannedPause { why: why(dice), days: [true; 7], from: begins, to, lasts });
            earliest = to;
        }
    }
    Shift {
        name: format!("shift {number}"),
        days: dice.of(&[[true; 7], [true; 7], [true, false, true, false, true, false, true]]),
        from,
        to: from + length,
        agents: 1 + dice.below(u64::from(agents)) as u32,
        pauses,
        absence: dice.of(&[0.0, 0.0, 0.3]),
    }
}

fn channels(dice: &mut Dice, it: &mut Scenario) {
    let channel = |dice: &mut Dice, name: &str| Channel {
        takes: dice.of(&[Takes::Slot, Takes::Slot, Takes::Agent, Takes::Idle]),
        rank: dice.of(&[0, 0, 1, 2]),
        resume: dice.seconds(3),
        page: dice.one_in(3),
        reply_window: dice
            .one_in(3)
            .then(|| ReplyWindow { within: dice.seconds(6), template: Span::milliseconds(500 * dice.below(4)) }),
        ..Channel::from(name)
    };
    it.model.channels = ["chat", "app", "voice"].map(|name| channel(dice, name)).to_vec();
    for demand in &mut it.model.demands {
        demand.channel = dice.of(&[None, Some(ChannelId(0)), Some(ChannelId(1)), Some(ChannelId(2))]);
    }
    let share = |dice: &mut Dice| ChannelShare {
        weight: dice.of(&[SLOT, SLOT, SLOT / 2, 300, 2 * SLOT]),
        at_most: dice.of(&[None, None, Some(1), Some(2)]),
    };
    if dice.one_in(2) {
        it.policy.capacity.channels = (0..3).map(|_| share(dice)).collect();
    }
}

fn customers(dice: &mut Dice, it: &mut Demand, demands: u64) {
    let other = DemandId(dice.below(demands) as u32);
    it.bot = dice.one_in(2).then(|| Bot {
        takes: dice.of(&[Law::constant(0.0).expect("nothing"), exponential(3.0)]),
        contains: dice.of(&[0.0, 0.5, 0.9]),
        falsely: dice.of(&[0.0, 0.5]),
        back_after: exponential(5.0),
    });
    it.urgent = dice.one_in(3).then(|| Urgent { share: 0.3, class: dice.of(&[0, 1]) });
    it.transfer = dice.one_in(3).then(|| Transfer {
        probability: dice.of(&[0.2, 0.6]),
        to: other,
        warm: dice.of(&[None, Some(Span::ZERO), Some(Span(2_500_000))]),
    });
    // Only upwards: an urgent matter that escalates in a circle would do so for ever.
    it.escalates = (dice.one_in(3) && it.name != format!("demand {}", demands - 1)).then(|| DemandId(demands as u32 - 1));
    if let Some(target) = &mut it.target {
        target.in_hours = dice.one_in(2);
    }
}

fn agents(dice: &mut Dice, it: &mut Team, owned: bool, demands: u64) {
    for serves in &mut it.serves {
        serves.rank = dice.of(&[1, 1, 2]);
        serves.from = dice.of(&[
            ServesFrom::After(Span::ZERO),
            ServesFrom::After(Span::ZERO),
            ServesFrom::After(Span(3_000_000)),
            ServesFrom::Fallback,
        ]);
    }
    it.looks = dice.one_in(4).then(|| Looks {
        every: dice.of(&[None, Some(Span::SECOND), Some(Span(7_000_000))]),
        interruption: Span::milliseconds(250 * dice.below(5)),
    });
    if it.looks.is_some() {
        it.sharing.clear();
    }
    for place in 0..it.places() {
        if owned && dice.one_in(5) {
            let serves = dice.one_in(2).then(|| vec![Serves::from(DemandId(dice.below(demands) as u32))]);
            it.particulars.push(Particulars {
                place,
                name: format!("agent {place}"),
                speed: None,
                serves,
                capacity: dice.of(&[None, Some((1, 1)), Some((2, 4))]),
            });
        }
    }
}

fn policy(dice: &mut Dice, it: &mut Policy) {
    let leavings = [
        Leaving::Finish,
        Leaving::Hold,
        Leaving::OnReply,
        Leaving::HandOver,
        Leaving::HandOverOpen,
        Leaving::HandOverAll,
    ];
    it.desk = Desk {
        shift_end: dice.of(&leavings),
        breaks: dice.of(&leavings),
        no_new_before: dice.of(&[Span::ZERO, Span::ZERO, Span(4_000_000)]),
    };
    it.escalation = Escalation {
        urgent: dice.one_in(3),
        after_exchanges: dice.of(&[None, None, Some(1), Some(2)]),
        after_wait: dice.of(&[None, None, Some(Span(4_000_000))]),
    };
    it.door.bot = dice.one_in(2);
    it.door.out_of_hours = dice.of(&[OutOfHours::Queue, OutOfHours::Queue, OutOfHours::Refuse, OutOfHours::Bot]);
    it.door.at_closing = dice.of(&[AtClosing::Keep, AtClosing::Clear]);
}
