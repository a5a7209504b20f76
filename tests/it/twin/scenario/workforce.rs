//! Who works when, and who serves whom: shifts, schedules, pauses and desks, particular agents, colleagues.

use super::{Dice, Scenario};
use quasisync::civil::DAY;
use quasisync::model::{
    Looks, Model, Particulars, Pause, PlannedPause, Serves, ServesFrom, Shift, Staffing, Stint, Team, Why,
};
use quasisync::policy::{Desk, Leaving, Policy};
use quasisync::units::{DemandId, Span, Time};
use std::fmt::Write;

/// Few units of so many milliseconds.
fn units(dice: &mut Dice, unit: u64, below: u64) -> Span {
    Span::milliseconds(dice.below(below) * unit)
}

/// People instead of numbers, with what is their own.
pub(super) fn model(dice: &mut Dice, unit: u64, model: &mut Model) {
    let demands = model.demands.len() as u32;
    let (from, looks) = (model.frame.zone.second_of_day(Time::START), dice.one_in(3));
    if looks && unit == 1 {
        // Looks every millisecond make a long run slow.
        model.frame.horizon = Span::milliseconds(500);
        model.frame.cool_down = Span::ZERO;
    }
    let most = 6 / model.teams.len() as u64;
    for team in &mut model.teams {
        let agents = 1 + dice.below(most);
        match dice.below(5) {
            0 => {}
            1 => team.agents = Staffing::Dated(dated(dice, unit, most)),
            2 | 3 => team.agents = Staffing::Schedule((0..agents).map(|_| stints(dice, unit)).collect()),
            _ => team.agents = Staffing::Shifts(shifts(dice, from, agents)),
        }
        if dice.one_in(2) {
            team.serves.iter_mut().for_each(|it| *it = serves(dice, unit, it.demand));
        }
        if dice.one_in(3) {
            particulars(dice, unit, demands, team);
        }
        if looks {
            let every = [None, Some(Span::milliseconds(unit)), Some(Span::milliseconds(3 * unit))];
            team.looks = Some(Looks { every: dice.of(&every), interruption: units(dice, unit, 3) });
        }
    }
}

fn dated(dice: &mut Dice, unit: u64, most: u64) -> Vec<(Time, u32)> {
    let mut at = Time::START;
    let steps = 1 + dice.below(5);
    let step = |_| {
        let begun = at;
        at = at + Span::milliseconds((1 + dice.below(4)) * unit);
        (if dice.one_in(3) { at } else { begun }, dice.below(most + 1) as u32)
    };
    let mut steps: Vec<(Time, u32)> = (0..steps).map(step).collect();
    steps.dedup_by_key(|it| it.0);
    if steps.iter().all(|it| it.1 == 0) {
        steps[0].1 = 1;
    }
    steps
}

/// One after the other, often without a gap.
fn stints(dice: &mut Dice, unit: u64) -> Vec<Stint> {
    let mut from = Time::START + units(dice, unit, 3);
    let count = 1 + dice.below(7);
    let stint = |_| {
        let to = from + Span::milliseconds((1 + dice.below(8)) * unit);
        let pauses = if dice.one_in(2) { pauses(dice, unit, from, to) } else { Vec::new() };
        let stint = Stint { from, to, pauses };
        from = to + units(dice, unit, 3);
        stint
    };
    (0..count).map(stint).collect()
}

fn pauses(dice: &mut Dice, unit: u64, from: Time, to: Time) -> Vec<Pause> {
    let mut pauses = Vec::new();
    let mut from = from + units(dice, unit, 3);
    while from < to {
        let until = (from + Span::milliseconds((1 + dice.below(3)) * unit)).min(to);
        pauses.push(Pause { why: dice.of(&[Why::Break, Why::Meeting]), from, to: until });
        from = until + units(dice, unit, 3);
    }
    pauses
}

/// Around a run that begins in a second of the day.
fn shifts(dice: &mut Dice, second: u32, agents: u64) -> Vec<Shift> {
    let mut shifts = Vec::new();
    let mut left = agents as u32;
    while left > 0 {
        let agents = 1 + dice.below(u64::from(left)) as u32;
        left -= agents;
        let from = (second + DAY + dice.below(12) as u32 - 4) % DAY;
        let to = from
            + 1
            + match dice.below(6) {
                0 => DAY - 1,
                1 => dice.below(30) as u32,
                _ => dice.below(8) as u32,
            };
        let mut shift = Shift::daily(&format!("shift {left}"), from, to, agents);
        for _ in 0..dice.below(3) {
            let begin = from + dice.below(u64::from(to - from).min(8)) as u32;
            let end = (begin + 1 + dice.below(6) as u32).min(to);
            let lasts = 1 + dice.below(u64::from(end - begin)) as u32;
            let why = dice.of(&[Why::Break, Why::Meeting]);
            shift.pauses.push(PlannedPause { why, days: [true; 7], from: begin, to: end, lasts });
        }
        shift.absence = dice.of(&[0.0, 0.0, 0.3]);
        if dice.one_in(4) {
            shift.days = std::array::from_fn(|_| dice.one_in(2));
        }
        shifts.push(shift);
    }
    shifts
}

fn serves(dice: &mut Dice, unit: u64, demand: DemandId) -> Serves {
    let after = units(dice, unit, 4);
    let from = dice.of(&[ServesFrom::After(Span::ZERO), ServesFrom::After(after), ServesFrom::Fallback]);
    Serves { demand, rank: 1 + dice.below(3) as u8, from }
}

fn particulars(dice: &mut Dice, unit: u64, demands: u32, team: &mut Team) {
    for place in 0..team.places() {
        if dice.one_in(2) {
            continue;
        }
        let own: Vec<DemandId> = (0..demands).filter(|_| dice.one_in(2)).map(DemandId).collect();
        let own: Vec<Serves> = own.into_iter().map(|it| serves(dice, unit, it)).collect();
        let preferred = 1 + dice.below(3) as u32;
        let capacity = dice.one_in(2).then(|| (preferred, preferred + dice.below(2) as u32));
        team.particulars.push(Particulars {
            place,
            name: format!("{} {place}", team.name),
            speed: dice.of(&[None, Some(0.5), Some(2.0)]),
            serves: (!own.is_empty()).then_some(own),
            capacity,
        });
    }
}

pub(super) fn policy(dice: &mut Dice, unit: u64, it: &mut Policy) {
    let rules = [
        Leaving::Finish,
        Leaving::Hold,
        Leaving::OnReply,
        Leaving::HandOver,
        Leaving::HandOverOpen,
        Leaving::HandOverAll,
    ];
    let no_new_before = dice.of(&[Span::ZERO, Span::milliseconds(unit), Span::milliseconds(3 * unit)]);
    it.desk = Desk { shift_end: dice.of(&rules), breaks: dice.of(&rules), no_new_before };
}

/// The words for the teams of a scenario.
pub(super) fn words(scenario: &Scenario) -> String {
    let mut words = String::new();
    for (number, it) in scenario.model.teams.iter().enumerate() {
        for serves in &it.serves {
            let _ =
                writeln!(words, "team {number}: serves {}, rank {}, {:?}", serves.demand.0, serves.rank, serves.from);
        }
        let _ = match &it.agents {
            Staffing::Weekly(weekly) => writeln!(words, "team {number}: agents {:?}", weekly.steps()),
            other => writeln!(words, "team {number}: {other:?}"),
        };
        for own in &it.particulars {
            let _ = writeln!(words, "team {number}: {own:?}");
        }
        if let Some(looks) = it.looks {
            let _ = writeln!(words, "team {number}: {looks:?}");
        }
    }
    words
}
