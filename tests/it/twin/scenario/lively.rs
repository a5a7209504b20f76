//! What makes a scenario lively: customers who leave without a word, nudge, turn slower, say thanks and come again, and
//! agents who share. Every knob is turned in a part of the scenarios, alone and together with others.

use super::{Dice, Scenario, pieces, rows};
use quasisync::civil::Weekly;
use quasisync::model::{
    Burst, CatchUp, ComesBack, Demand, Drift, Ending, Frame, Holds, Mode, Model, Nudges, Patience, Return, Signals,
    Team, Until,
};
use quasisync::policy::{Contentless, Gives, Ownership, Policy};
use quasisync::random::{Count, Law};
use quasisync::units::{Span, Time};
use quasisync::workload::{End, Exchange, Workload};
use std::fmt::Write;

/// One in so many knobs is turned, and spans are multiples of this unit.
#[derive(Clone, Copy)]
pub(super) struct Taste {
    pub(super) rare: u64,
    pub(super) unit: u64,
}

impl Taste {
    /// Whether to turn this knob.
    pub(super) fn turns(self, dice: &mut Dice) -> bool {
        dice.one_in(self.rare)
    }

    /// Few units, often the same.
    pub(super) fn law(self, dice: &mut Dice) -> Law {
        let unit = self.unit as f64 / 1000.0;
        let constant = |units: u64| Law::constant(units as f64 * unit).expect("a span");
        let one = constant(dice.below(4));
        match dice.below(4) {
            0 | 1 => one,
            2 => Law::mixture(vec![(0.5, one), (0.5, constant(dice.below(9)))]).expect("two spans"),
            _ => Law::exponential(dice.of(&[0.5, 2.0, 6.0]) * unit).expect("a mean"),
        }
    }
}

/// Customers as they are.
pub(super) fn model(dice: &mut Dice, taste: Taste, model: &mut Model, sampled: bool) {
    let frame = model.frame.clone();
    for it in &mut model.demands {
        if taste.turns(dice) {
            it.open = Some(hours(dice, &frame, false));
        }
        if taste.turns(dice) {
            let outside = dice.one_in(2);
            it.awake = Some(hours(dice, &frame, outside));
        }
        if !sampled {
            fresh_visits(dice, taste, it);
        }
        impatient(dice, taste, &mut it.patience);
        tempo(dice, taste, it);
        talkative(dice, taste, it);
        it.comes_back = ComesBack {
            solved: coming_again(dice, taste),
            gave_up: coming_again(dice, taste),
            refused: coming_again(dice, taste),
        };
    }
    model.teams.iter_mut().for_each(|it| team(dice, taste, it));
}

/// Hours that begin and end in the course of the run.
pub(super) fn hours(dice: &mut Dice, frame: &Frame, outside: bool) -> Weekly<bool> {
    let from = frame.zone.second_of_week(Time::START);
    let seconds = (frame.end().0 / Span::SECOND.0).clamp(1, 100) as u32;
    // Somebody who never wakes up would write to nobody.
    let mut first = true;
    let pieces = pieces(dice, from, seconds, |dice| std::mem::take(&mut first) || dice.one_in(2));
    Weekly::from_pieces(&pieces, outside).expect("one after the other")
}

/// What visits are like that are not rows of the workload.
pub(super) fn fresh_visits(dice: &mut Dice, taste: Taste, it: &mut Demand) {
    it.exchanges = Count::table(vec![(1, 0.4), (2, 0.3), (4, 0.3)]).expect("counts");
    it.handling_first = taste.law(dice);
    it.handling_later = taste.law(dice);
    it.patience.first = dice.one_in(2).then(|| taste.law(dice));
    it.patience.later = dice.one_in(2).then(|| taste.law(dice));
    it.ghosts = dice.of(&[0.0, 0.2]);
}

fn impatient(dice: &mut Dice, taste: Taste, it: &mut Patience) {
    if taste.turns(dice) {
        it.silent = dice.of(&[0.3, 0.7, 1.0]);
        it.gone_share = dice.of(&[1.0, 0.0, 0.25, 1.0 / 3.0]);
    }
    if taste.turns(dice) {
        it.out_of_hours = Some(taste.law(dice));
    }
    if taste.turns(dice) {
        let factor = |dice: &mut Dice| dice.of(&[1.0, 0.0, 0.5, 1.1, 2.0, 3.3]);
        it.signals = Signals { acknowledgement: factor(dice), presence: factor(dice), estimated_wait: factor(dice) };
    }
}

/// Modes, and what a long wait does to them.
fn tempo(dice: &mut Dice, taste: Taste, it: &mut Demand) {
    if taste.turns(dice) {
        it.reply.personal_ln_sd = 0.5;
    }
    it.reply.modes[0].latency = taste.law(dice);
    if !taste.turns(dice) {
        return;
    }
    let count = 1 + dice.below(3) as usize;
    let mode = |dice: &mut Dice, place| Mode {
        name: format!("mode {place}"),
        start: 1.0 / count as f64,
        latency: taste.law(dice),
    };
    it.reply.modes = (0..count).map(|place| mode(dice, place)).collect();
    let row = |dice: &mut Dice| {
        let mut row = vec![0.5 / count as f64; count];
        row[dice.below(count as u64) as usize] += 0.5;
        row
    };
    it.reply.transitions = (0..count).map(|_| row(dice)).collect();
    let after_wait = dice.of(&[Span::ZERO, Span::milliseconds(taste.unit), Span::milliseconds(3 * taste.unit)]);
    it.reply.drift = Some(Drift { after_wait, slower: dice.of(&[0.3, 0.7, 1.0]) });
}

/// Endings, bursts and nudges.
fn talkative(dice: &mut Dice, taste: Taste, it: &mut Demand) {
    if taste.turns(dice) {
        it.ending = Ending { recognised: 0.25, confirms: 0.25, thanks: 0.25, silent: 0.25 };
    }
    if taste.turns(dice) {
        it.handling_closing = Some(taste.law(dice));
    }
    if taste.turns(dice) {
        let messages = Count::table(vec![(1, 0.5), (2, 0.3), (4, 0.2)]).expect("counts");
        it.burst = Some(Burst { messages, gap: taste.law(dice) });
    }
    if taste.turns(dice) {
        it.nudges = Some(Nudges { after: taste.law(dice), at_most: dice.of(&[1, 2, 3]) });
    }
}

fn coming_again(dice: &mut Dice, taste: Taste) -> Option<Return> {
    let again = taste.turns(dice);
    again.then(|| Return { probability: dice.of(&[0.3, 0.5, 0.8]), after: taste.law(dice), keep: dice.one_in(2) })
}

fn team(dice: &mut Dice, taste: Taste, it: &mut Team) {
    if taste.turns(dice) {
        let span = |dice: &mut Dice| Span::milliseconds(dice.below(3) * taste.unit);
        it.catch_up = CatchUp { first: span(dice), per_exchange: span(dice) };
    }
    if taste.turns(dice) {
        it.sharing = dice.of(&[
            vec![1.0],
            vec![1.0, 2.0, 3.0, 4.0],
            vec![1.0, 1.5, 1.8],
            vec![0.7],
            vec![2.0, 1.0],
            vec![1.0, 1.0, 0.6],
        ]);
    }
    if let Some(wrap_up) = it.wrap_up.as_mut().filter(|_| dice.one_in(2)) {
        wrap_up.holds = dice.of(&[Holds::Slot, Holds::Nothing]);
        wrap_up.law = taste.law(dice);
    }
}

/// Endings and modes of a workload that is written row by row.
pub(super) fn workload(dice: &mut Dice, taste: Taste, model: &Model, workload: &Workload) -> Workload {
    let span = |dice: &mut Dice| Span::milliseconds(dice.below(5) * taste.unit);
    let rows = rows(workload).into_iter().map(|(at, demand, exchanges, end)| {
        let it = &model.demands[demand.index()];
        let end = match dice.below(4) {
            0 if it.ending.confirms > 0.0 => End::Confirms(span(dice)),
            1 if it.ending.thanks > 0.0 => End::Thanks(span(dice)),
            _ => end,
        };
        let exchanges = exchanges.into_iter().map(|exchange| {
            let mode = dice.below(it.reply.modes.len() as u64) as u8;
            Exchange::new(exchange.handling(), exchange.latency(), exchange.patience(), mode)
        });
        (at, demand, exchanges.collect::<Vec<_>>(), end)
    });
    Workload::of(rows.collect::<Vec<_>>())
}

/// What the platform does about all that. Only agents who own conversations share.
pub(super) fn policy(dice: &mut Dice, taste: Taste, model: &Model, it: &mut Policy) {
    if taste.turns(dice) {
        it.close.thread_window = Some(Span::milliseconds(dice.below(6) * taste.unit));
    }
    if taste.turns(dice) {
        it.close.on_confirmation = false;
    }
    if taste.turns(dice) {
        it.close.contentless = Contentless::Ignore;
    }
    let mut given = || taste.turns(dice);
    it.door.gives = Gives { acknowledgement: given(), presence: given(), estimated_wait: given(), typing: given() };
    if model.teams.iter().any(|team| !team.sharing.is_empty()) {
        it.capacity.ownership = Ownership::Agent;
    }
}

/// The words for what is lively in a model.
pub(super) fn words(scenario: &Scenario) -> String {
    let mut words = String::new();
    let usual = super::demand(0, Until::Handling);
    for (number, it) in scenario.model.demands.iter().enumerate() {
        let mut differs = |name: &str, here: String, usual: String| {
            if here != usual {
                let _ = writeln!(words, "demand {number}: {name} {here}");
            }
        };
        differs("zone", format!("{:?}", it.zone), format!("{:?}", usual.zone));
        differs("zone of the hours", format!("{:?}", it.open_zone), format!("{:?}", usual.open_zone));
        differs("open", format!("{:?}", it.open), format!("{:?}", usual.open));
        differs("awake", format!("{:?}", it.awake), format!("{:?}", usual.awake));
        differs("patience", format!("{:?}", it.patience), format!("{:?}", usual.patience));
        differs("exchanges", format!("{:?}", it.exchanges), format!("{:?}", usual.exchanges));
        differs("first handling", format!("{:?}", it.handling_first), format!("{:?}", usual.handling_first));
        differs("later handling", format!("{:?}", it.handling_later), format!("{:?}", usual.handling_later));
        differs("closing", format!("{:?}", it.handling_closing), format!("{:?}", usual.handling_closing));
        differs("burst", format!("{:?}", it.burst), format!("{:?}", usual.burst));
        differs("nudges", format!("{:?}", it.nudges), format!("{:?}", usual.nudges));
        differs("comes back", format!("{:?}", it.comes_back), format!("{:?}", usual.comes_back));
        differs("reply", format!("{:?}", it.reply), format!("{:?}", usual.reply));
    }
    for (number, it) in scenario.model.teams.iter().enumerate() {
        let _ = writeln!(words, "team {number}: {:?}, sharing {:?}", it.catch_up, it.sharing);
    }
    words
}
