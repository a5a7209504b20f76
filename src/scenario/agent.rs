//! `[[team.agent]]`: what an agent who is known by name has of his own.

use super::capacity::own_limits;
use super::decode::{At, Item, Problem, Read, Reported, at, factor};
use super::serves::serves;
use super::skill::{Skills, skills};
use super::staffing::Staff;
use super::suggest::all_of;
use crate::model::{Particulars, Serves};

/// What a section says.
struct Own {
    name: At<String>,
    shift: Option<At<String>>,
    speed: Option<f64>,
    serves: Option<Vec<At<Serves>>>,
    capacity: Option<(u32, u32)>,
    skills: Option<Vec<String>>,
}

/// What agents have of the team, unless they have something else.
pub(super) struct Common<'c> {
    pub(super) demands: &'c [String],
    pub(super) serves: &'c [At<Serves>],
    pub(super) skills: &'c [String],
    pub(super) known: &'c Skills<'c>,
}

/// The particulars of everybody who is named, in the order of their places. `staff` and `common` are there if they could
/// be read.
pub(super) fn agents(
    item: &Item<'_>,
    demands: &[String],
    staff: Option<&Staff>,
    common: Option<&Common<'_>>,
) -> Read<Vec<Particulars>> {
    let sections = item.list("agents", |item| own(item, demands))?;
    let (staff, common) = (staff.ok_or_else(Reported::promised)?, common.ok_or_else(Reported::promised)?);
    if staff.crews.is_empty() && !sections.is_empty() {
        let help =
            "write when these agents are there, as [[team.shift]] or as a schedule, instead of a number of agents";
        return Err(item.refuse("nobody is named in a count", help));
    }
    let mut people = listed(staff);
    let mut failed = None;
    for (number, own) in sections.iter().enumerate() {
        if let Some(first) = sections[..number].iter().find(|other| other.name.value == own.name.value) {
            let problem = Problem::new(format!("there are two agents `{}`", own.name.value), "give each its own name");
            let problem = problem.related(first.name.place.clone(), "the first one");
            failed = Some(item.context.report(own.name.place.clone(), &own.name.key, problem));
            continue;
        }
        let placed = place(item, staff, &mut people, own).and_then(|place| Ok((place, particular(item, common, own)?)));
        match placed {
            Ok((place, particular)) => {
                people.retain(|it| it.place != place);
                people.push(Particulars { place, ..particular });
            }
            Err(reported) => failed = Some(reported),
        }
    }
    people.sort_by_key(|it| it.place);
    failed.map_or(Ok(people), Err)
}

fn own(item: &Item<'_>, demands: &[String]) -> Read<Own> {
    let mut table = item.table()?;
    let name = table.required("name", at(super::decode::name));
    let shift = table.optional("shift", at(super::decode::text));
    let speed = table.optional("speed", |item| factor(item, "speed", "1.2"));
    let serves = table.optional("serves", |item| serves(item, demands));
    let capacity = table.optional("capacity", own_limits);
    let skills = table.optional("skills", skills);
    table.finish();
    Ok(Own { name: name?, shift: shift?, speed: speed?, serves: serves?, capacity: capacity?, skills: skills? })
}

/// Who is named where the places are.
fn listed(staff: &Staff) -> Vec<Particulars> {
    let mut people = Vec::new();
    let mut first = 0;
    for crew in &staff.crews {
        people.extend((first..).zip(&crew.names).map(|(place, name)| nothing_of_his_own(place, name)));
        first += crew.places;
    }
    people
}

fn nothing_of_his_own(place: u32, name: &str) -> Particulars {
    Particulars { place, name: name.to_owned(), speed: None, serves: None, capacity: None }
}

/// The place of an agent: the one that has the name, or the next one of a shift whose agents are only counted.
fn place(item: &Item<'_>, staff: &Staff, people: &mut Vec<Particulars>, own: &Own) -> Read<u32> {
    let name = &own.name.value;
    let known = people.iter().find(|it| it.name == *name).map(|it| it.place);
    let Some(shift) = &own.shift else {
        return known.ok_or_else(|| refuse_unknown(item, staff, people, own));
    };
    let mut first = 0;
    for crew in &staff.crews {
        if crew.shift.as_ref() != Some(&shift.value) {
            first += crew.places;
            continue;
        }
        let places = first..first + crew.places;
        return match known {
            Some(place) if places.contains(&place) => Ok(place),
            Some(_) => {
                let problem =
                    Problem::new(format!("`{name}` is in another shift"), "remove `shift`, or write that one");
                Err(item.context.report(shift.place.clone(), &shift.key, problem))
            }
            None if !crew.names.is_empty() => Err(refuse_unknown(item, staff, people, own)),
            None => match places.clone().find(|place| people.iter().all(|it| it.place != *place)) {
                Some(place) => {
                    people.push(nothing_of_his_own(place, name));
                    Ok(place)
                }
                None => {
                    let message = format!("all agents of the shift `{}` are named: {}", shift.value, crew.places);
                    let problem = Problem::new(message, "write a larger number of `agents` there, or remove this one");
                    Err(item.context.report(shift.place.clone(), &shift.key, problem))
                }
            },
        };
    }
    let names: Vec<&str> = staff.crews.iter().filter_map(|crew| crew.shift.as_deref()).collect();
    if names.is_empty() {
        let problem = Problem::new("the team has no shifts, but a schedule", "remove `shift`");
        return Err(item.context.report(shift.place.clone(), &shift.key, problem));
    }
    let help = format!("the shifts are {}", all_of(names.iter().copied()));
    Err(shift.unknown_name(item.context, "shift", names.into_iter(), &help))
}

fn refuse_unknown(item: &Item<'_>, staff: &Staff, people: &[Particulars], own: &Own) -> Reported {
    let counted = staff.crews.iter().find(|crew| crew.names.is_empty()).and_then(|crew| crew.shift.as_ref());
    let names: Vec<&str> = people.iter().map(|it| it.name.as_str()).collect();
    let mut help = Vec::new();
    if !names.is_empty() {
        help.push(format!("the agents are {}", all_of(names.iter().copied())));
    }
    if let (Some(shift), None) = (counted, &own.shift) {
        help.push(format!("write the shift of the agent, for instance shift = \"{shift}\""));
    }
    own.name.unknown_name(item.context, "agent", names.into_iter(), &help.join("; "))
}

/// What an agent has of his own. His skills say what he serves of that.
fn particular(item: &Item<'_>, common: &Common<'_>, own: &Own) -> Read<Particulars> {
    let skills = own.skills.as_deref().unwrap_or(common.skills);
    for serves in own.serves.iter().flatten() {
        if let Some(skill) = common.known.lacking(&serves.value, skills) {
            let demand = &common.demands[serves.value.demand.index()];
            let message = format!("`{}` lacks the skill `{skill}` that the demand `{demand}` needs", own.name.value);
            let help = format!("write skills = [\"{skill}\"], or remove the demand");
            return Err(item.context.report(serves.place.clone(), &serves.key, Problem::new(message, help)));
        }
    }
    let here = common.known.allow(own.serves.as_deref().unwrap_or(common.serves), skills);
    let there = common.known.allow(common.serves, common.skills);
    if here.is_empty() {
        let message =
            format!("`{}` serves nobody: every demand of the team needs a skill that is missing here", own.name.value);
        let help = "add the skills that the agent has to `skills`";
        item.context.warn(own.name.place.clone(), &own.name.key, Problem::new(message, help));
    }
    let serves = (here != there).then_some(here);
    Ok(Particulars { place: 0, name: own.name.value.clone(), speed: own.speed, serves, capacity: own.capacity })
}
