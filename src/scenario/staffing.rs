//! When the agents of a team are there: a count, shifts, or a schedule.

use super::decode::{Item, Problem, Read, TableReader, at};
use super::schedule::schedule;
use super::shift::{self, Crew, MOST_AGENTS};
use super::tree::Value;
use super::week::{self, Step};
use super::zone::Run;
use crate::civil::Weekly;
use crate::model::{Shift, Staffing};

/// When the agents of a team are there, and who they are.
pub(super) struct Staff {
    pub(super) staffing: Staffing,
    pub(super) crews: Vec<Named>,
}

/// Places that follow each other, and who has them as far as they are named in order.
pub(super) struct Named {
    /// The name of the shift; in a schedule there is none.
    pub(super) shift: Option<String>,
    /// How many places.
    pub(super) places: u32,
    /// All of them, or nobody.
    pub(super) names: Vec<String>,
}

/// Reads when agents are there. All other keys of the team are known by now: one that is not is probably a misspelt one
/// of these.
/// `name` is that of the team, and `home` the run by its clocks.
pub(super) fn staffing(
    item: &Item<'_>,
    table: &mut TableReader<'_, '_>,
    name: &str,
    home: Option<Run<'_>>,
) -> Read<Staff> {
    let absence = table.default("absence", "0", at(shift::absence));
    let tag = table.one_of("kind of staffing", &["agents", "shift", "schedule"]);
    if let (Ok(absence), Ok(tag)) = (&absence, &tag)
        && absence.value > 0.0
        && *tag != "shift"
    {
        let problem = Problem::new("this has no effect: only people with shifts can be absent", "remove it");
        item.context.warn(absence.place.clone(), &absence.key, problem);
    }
    let added = table.default("added", "0", at(|item| item.signed(-(MOST_AGENTS as i64), MOST_AGENTS as i64)));
    if let (Ok(added), Ok(tag)) = (&added, &tag)
        && added.value != 0
        && *tag != "agents"
    {
        let problem = Problem::new("this has no effect: only agents who are counted can be added to", "remove it");
        item.context.warn(added.place.clone(), &added.key, problem);
    }
    match tag? {
        "agents" => {
            let (weekly, added) = (table.required("agents", counts)?, added?.value);
            let staffing = with_more(item, &weekly, added)?.into();
            Ok(Staff { staffing, crews: Vec::new() })
        }
        "schedule" => {
            let scheduled = table.required("schedule", |item| schedule(item, name, home));
            scheduled.map(|(staffing, names)| {
                let crew = Named { shift: None, places: staffing.places(), names };
                let crews = if staffing.has_people() { vec![crew] } else { Vec::new() };
                Staff { staffing, crews }
            })
        }
        _ => {
            let absence = absence.map(|absence| absence.value);
            let crews = table.required("shift", |item| shift::shifts(item, *absence.as_ref().unwrap_or(&0.0)));
            absence.and(crews.map(of_crews))
        }
    }
}

fn of_crews(crews: Vec<Crew>) -> Staff {
    let named = |crew: &Crew| Named {
        shift: Some(crew.shift.name.clone()),
        places: crew.shift.agents,
        names: crew.names.iter().map(|name| name.value.clone()).collect(),
    };
    let named = crews.iter().map(named).collect();
    let shifts: Vec<Shift> = crews.into_iter().map(|crew| crew.shift).collect();
    Staff { staffing: Staffing::Shifts(shifts), crews: named }
}

/// So many more, or fewer, whenever any are there.
fn with_more(item: &Item<'_>, weekly: &Weekly<u32>, added: i64) -> Read<Weekly<u32>> {
    let all = |count: u32| if count == 0 { 0 } else { (i64::from(count) + added).clamp(0, MOST_AGENTS as i64) as u32 };
    let weekly = weekly.map(all);
    if weekly.steps().iter().any(|step| step.1 > 0) {
        return Ok(weekly);
    }
    Err(item.refuse(format!("with {added} agents the team has none all week"), "take fewer away"))
}

fn counts(item: &Item<'_>) -> Read<Weekly<u32>> {
    let weekly = match item.node.value {
        Value::List(_) => {
            let steps = item.list("steps { days, from, to, count }", step)?;
            week::weekly(item.context, &item.key, &steps, 0)?
        }
        Value::Whole(_) | Value::Decimal(_) => Weekly::constant(item.whole(0, MOST_AGENTS)? as u32),
        _ => {
            let help =
                "write for instance 12, or [{ days = \"mon-fri\", from = \"07:00\", to = \"15:30\", count = 12 }]";
            return Err(item.wrong_kind("a number of agents", help));
        }
    };
    if weekly.steps().iter().all(|step| step.1 == 0) {
        return Err(item.refuse("the team has no agents all week", "write a number above 0, or remove the team"));
    }
    Ok(weekly)
}

fn step(item: &Item<'_>) -> Read<Step<u32>> {
    let mut table = item.table()?;
    let count = table.required("count", |item| item.whole(0, MOST_AGENTS));
    let step = week::step_of(item, &mut table);
    table.finish();
    let (step, count) = (step?, count? as u32);
    Ok(Step { days: step.days, from: step.from, to: step.to, value: count, place: step.place })
}
