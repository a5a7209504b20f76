//! The front door and what is behind it: channels, bots, urgency, transfer and escalation.

use super::lively::Taste;
use super::{Dice, Scenario, lively};
use quasisync::model::{Bot, Channel, Model, ReplyWindow, Takes, Transfer, Urgent};
use quasisync::policy::{AtClosing, ChannelShare, Escalation, Gives, OutOfHours, Policy};
use quasisync::units::{ChannelId, DemandId, Span};
use std::fmt::Write;

/// What comes before an agent, and what takes more or less of one.
pub(super) fn model(dice: &mut Dice, taste: Taste, model: &mut Model, sampled: bool) {
    let unit = Span::milliseconds(taste.unit);
    let span = |dice: &mut Dice| Span(dice.below(4) * unit.0);
    if dice.below(4) > 0 {
        let count = 1 + dice.below(3);
        model.channels = (0..count).map(|number| channel(dice, unit, number)).collect();
        for it in &mut model.demands {
            it.channel = Some(ChannelId(dice.below(count) as u32));
        }
    }
    let demands = model.demands.len() as u32;
    for (number, it) in model.demands.iter_mut().enumerate() {
        if taste.turns(dice) && it.open.is_none() {
            it.open = Some(lively::hours(dice, &model.frame, false));
        }
        if !sampled && dice.one_in(2) {
            lively::fresh_visits(dice, taste, it);
        }
        if taste.turns(dice) {
            let (takes, back_after) = (taste.law(dice), taste.law(dice));
            it.bot =
                Some(Bot { takes, contains: dice.of(&[0.3, 0.6]), falsely: dice.of(&[0.0, 0.5, 1.0]), back_after });
        }
        if taste.turns(dice) {
            it.urgent = Some(Urgent { share: dice.of(&[0.3, 1.0]), class: dice.of(&[0, 1, 9]) });
        }
        // Nothing comes back to where it was, so that it comes to an end.
        let others: Vec<DemandId> = (number as u32 + 1..demands).map(DemandId).collect();
        if others.is_empty() {
            continue;
        }
        if taste.turns(dice) {
            let (to, warm) = (dice.of(&others), dice.one_in(2).then(|| span(dice)));
            it.transfer = Some(Transfer { probability: dice.of(&[0.3, 0.7, 1.0]), to, warm });
        }
        if taste.turns(dice) {
            it.escalates = Some(dice.of(&others));
        }
    }
}

fn channel(dice: &mut Dice, unit: Span, number: u64) -> Channel {
    let mut it = Channel::from(format!("channel {number}").as_str());
    it.takes = dice.of(&[Takes::Slot, Takes::Slot, Takes::Agent, Takes::Idle]);
    it.rank = dice.of(&[0, 0, 1, 2]);
    it.resume = Span(dice.below(3) * unit.0);
    it.page = dice.one_in(3);
    // Two who wait for each other's templates could go on for ever within nothing.
    let (within, template) = (Span((20 + dice.below(3)) * unit.0), Span(dice.below(3) * unit.0));
    it.reply_window = dice.one_in(3).then_some(ReplyWindow { within, template });
    it
}

pub(super) fn policy(dice: &mut Dice, taste: Taste, model: &Model, it: &mut Policy) {
    let unit = Span::milliseconds(taste.unit);
    if dice.one_in(2) {
        let share = |_| ChannelShare {
            weight: dice.of(&[1000, 333, 500, 1500, 2000, 0]),
            at_most: dice.of(&[None, Some(1), Some(2)]),
            weights: None,
        };
        it.capacity.channels = model.channels.iter().map(share).collect();
        // Without weight there has to be another limit.
        it.capacity.channels.iter_mut().filter(|it| it.weight == 0).for_each(|it| it.at_most = it.at_most.or(Some(1)));
    }
    it.door.bot = dice.one_in(2);
    it.door.out_of_hours = dice.of(&[OutOfHours::Queue, OutOfHours::Refuse, OutOfHours::Bot]);
    it.door.at_closing = dice.of(&[AtClosing::Keep, AtClosing::Clear]);
    if taste.turns(dice) {
        let mut given = || taste.turns(dice);
        let gives = Gives { acknowledgement: given(), presence: given(), estimated_wait: given(), typing: given() };
        it.door.gives_out_of_hours = Some(gives);
    }
    it.escalation = Escalation {
        urgent: dice.one_in(2),
        after_exchanges: taste.turns(dice).then(|| 1 + dice.below(3) as u16),
        after_wait: taste.turns(dice).then(|| Span(dice.below(5) * unit.0)),
    };
}

/// The words for what is special about the front of a scenario.
pub(super) fn words(scenario: &Scenario) -> String {
    let mut words = String::new();
    for (number, it) in scenario.model.channels.iter().enumerate() {
        let _ = writeln!(words, "channel {number}: {it:?}");
    }
    for (number, it) in scenario.model.demands.iter().enumerate() {
        let mut has = |what: Option<String>| {
            if let Some(what) = what {
                let _ = writeln!(words, "demand {number}: {what}");
            }
        };
        has(it.channel.map(|it| format!("{it:?}")));
        has(it.bot.as_ref().map(|it| format!("{it:?}")));
        has(it.urgent.map(|it| format!("{it:?}")));
        has(it.transfer.map(|it| format!("{it:?}")));
        has(it.escalates.map(|it| format!("escalates to {it:?}")));
    }
    words
}
