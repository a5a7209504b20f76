//! Clocks that differ from place to place and are put within the minutes of a run.

use super::Dice;
use quasisync::civil::Zone;
use quasisync::model::{Frame, Model};
use quasisync::units::{Span, Time};

/// In every third scenario.
pub(super) fn model(dice: &mut Dice, model: &mut Model) {
    if !dice.one_in(3) {
        return;
    }
    let frame = model.frame.clone();
    if dice.one_in(2) {
        model.frame.zone = zone(dice, &frame);
    }
    for it in &mut model.demands {
        it.zone = dice.one_in(2).then(|| zone(dice, &frame));
        it.open_zone = dice.one_in(2).then(|| zone(dice, &frame));
    }
    for it in &mut model.teams {
        it.zone = dice.one_in(2).then(|| zone(dice, &frame));
    }
}

/// Not far from the clocks of the frame, for what happens is near the beginning of the run.
fn zone(dice: &mut Dice, frame: &Frame) -> Zone {
    let put = [-3600, -20, -7, -1, 1, 5, 7, 30, 3600];
    let mut shift = dice.of(&[0, 0, 0, -1, 5, -40, 1800]);
    let begin = frame.zone.universal(Time::START);
    let first = frame.zone.second(Time::START) + shift;
    let (mut second, mut steps) = (0, Vec::new());
    for _ in 0..dice.below(4) {
        second += 1 + dice.below(30) as i64;
        shift += dice.of(&put);
        let civil = frame.zone.second(Time::START) + second + shift;
        steps.push((Time::START + Span(second as u64 * Span::SECOND.0), civil));
    }
    Zone::with_steps(begin, first, &steps).expect("one after the other")
}
