//! `capacity`: how much an agent may hold, for all teams and for single ones.

use super::decode::{At, Context, Item, Problem, Read, TableReader, at, share};
use super::suggest::all_of;
use super::tree::{Node, Value};
use crate::policy::{Capacity, Limits, Ownership, SLOT};

/// The most slots of an agent.
const MOST_SLOTS: u64 = 10_000;

const OWNERSHIP: &[(&str, Ownership)] = &[("agent", Ownership::Agent), ("team", Ownership::Team)];

/// The rule of capacity. `teams` are the names of the teams in their order.
pub(super) fn capacity(item: &Item<'_>, teams: &[String]) -> Read<Capacity> {
    let mut table = item.table()?;
    let preferred: Read<At<u32>> = table.required("preferred", at(slots));
    let maximum = table.like("maximum", "preferred", &preferred, at(slots));
    let inactive_weight = table.default("inactive_weight", "0", weight);
    let ownership = table.default("ownership", "\"agent\"", |item| item.choice("ownership", OWNERSHIP));
    let general = limits(item.context, preferred, maximum);
    let own = table.default("team", "{}", |item| by_team(item, teams, general.as_ref().ok()));
    table.finish();
    let (general, own) = (general?, own?);
    let limits = (0..teams.len()).map(|team| own[team].unwrap_or(general.0)).collect();
    Ok(Capacity { ownership: ownership?, limits, inactive_weight: inactive_weight?, channels: Vec::new() })
}

/// The limits of one agent: preferred and maximum.
pub(super) fn own_limits(item: &Item<'_>) -> Read<(u32, u32)> {
    let mut table = item.table()?;
    let preferred: Read<At<u32>> = table.required("preferred", at(slots));
    let maximum = table.like("maximum", "preferred", &preferred, at(slots));
    table.finish();
    limits(item.context, preferred, maximum).map(|(limits, ..)| (limits.preferred, limits.maximum))
}

fn slots(item: &Item<'_>) -> Read<u32> {
    item.whole(1, MOST_SLOTS).map(|slots| slots as u32)
}

/// A weight in thousandths of a slot.
fn weight(item: &Item<'_>) -> Read<u32> {
    let weight = share(item)? * f64::from(SLOT);
    let thousandths = weight.round();
    if (weight - thousandths).abs() > 1e-6 {
        return Err(item.refuse("a weight has at most three decimals", "write for instance 0.25"));
    }
    Ok(thousandths as u32)
}

/// Limits with the places where they are written.
type Written = (Limits, At<u32>, At<u32>);

fn limits(context: &Context<'_>, preferred: Read<At<u32>>, maximum: Read<At<u32>>) -> Read<Written> {
    let (preferred, maximum) = (preferred?, maximum?);
    if maximum.value >= preferred.value {
        return Ok((Limits { preferred: preferred.value, maximum: maximum.value }, preferred, maximum));
    }
    let message = format!("the maximum {} is below the preferred capacity {}", maximum.value, preferred.value);
    // The limits of one team may take one of the two from the limits of all.
    if preferred.key.rsplit_once('.').map(|path| path.0) != maximum.key.rsplit_once('.').map(|path| path.0)
        && preferred.key.len() > maximum.key.len()
    {
        let help = format!("write a maximum for this team, too, of at least {}", preferred.value);
        let problem = Problem::new(message, help).related(maximum.place, "the maximum of all teams");
        return Err(context.report(preferred.place, &preferred.key, problem));
    }
    let problem = Problem::new(message, "write a maximum of at least `preferred`");
    Err(context.report(maximum.place, &maximum.key, problem.related(preferred.place, "the preferred capacity")))
}

/// The limits of single teams. What is not said about a team holds as for all.
fn by_team(item: &Item<'_>, teams: &[String], general: Option<&Written>) -> Read<Vec<Option<Limits>>> {
    let Value::Table(entries) = &item.node.value else {
        return Err(item.wrong_kind("a table of teams", "write { NAME = { preferred = 4, maximum = 6 } }"));
    };
    let mut own = vec![None; teams.len()];
    let mut normal = serde_json::Map::new();
    let mut failed = None;
    for entry in entries {
        let team = Item::new(item.context, &entry.node, format!("{}.{}", item.key, entry.key));
        match teams.iter().position(|name| *name == entry.key) {
            Some(place) => match one_team(&team, general) {
                Ok(limits) => own[place] = Some(limits),
                Err(reported) => failed = Some(reported),
            },
            None => {
                let names = teams.iter().map(String::as_str);
                let help = format!("the teams are {}", all_of(names.clone()));
                // The name is the key here, not the value.
                let key = Node { span: entry.key_span.clone(), value: Value::Text(entry.key.clone()) };
                let key = Item::new(item.context, &key, team.key.clone());
                failed = Some(key.unknown_name("team", &entry.key, names, &help));
            }
        }
        normal.insert(entry.key.clone(), team.take_normal());
    }
    item.normal(normal);
    failed.map_or(Ok(own), Err)
}

fn one_team(item: &Item<'_>, general: Option<&Written>) -> Read<Limits> {
    let mut table = item.table()?;
    let preferred = one_limit(&mut table, "preferred", general.map(|general| &general.1));
    let maximum = one_limit(&mut table, "maximum", general.map(|general| &general.2));
    table.finish();
    limits(item.context, preferred, maximum).map(|written| written.0)
}

fn one_limit(table: &mut TableReader<'_, '_>, key: &'static str, general: Option<&At<u32>>) -> Read<At<u32>> {
    let Some(general) = general else {
        return table.required(key, at(slots));
    };
    match table.optional(key, at(slots))? {
        Some(own) => Ok(own),
        None => {
            table.set_normal(key, general.value);
            Ok(general.clone())
        }
    }
}
