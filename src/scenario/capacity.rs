//! `capacity`: how much an agent may hold, for all teams and for single ones.

use super::channel::Named;
use super::decode::{At, Context, Item, Problem, Read, TableReader, at, not_negative, share, shown};
use super::suggest::all_of;
use super::tree::{Node, Value};
use crate::policy::{Capacity, ChannelShare, Limits, Ownership, SLOT, Weights};

/// The most slots of an agent.
const MOST_SLOTS: u64 = 10_000;

const OWNERSHIP: &[(&str, Ownership)] = &[("agent", Ownership::Agent), ("team", Ownership::Team)];

/// The rule of capacity. `teams` are the names of the teams in their order.
pub(super) fn capacity(item: &Item<'_>, teams: &[String], channels: &Named) -> Read<Capacity> {
    let mut table = item.table()?;
    let preferred: Read<At<u32>> = table.required("preferred", at(slots));
    let maximum = table.like("maximum", "preferred", &preferred, at(slots));
    let inactive_weight = table.default("inactive_weight", "0", weight);
    let ownership = table.default("ownership", "\"agent\"", |item| item.choice("ownership", OWNERSHIP));
    let general = limits(item.context, preferred, maximum);
    let own =
        table.default("team", "{}", |item| by_name(item, "team", teams, |item| one_team(item, general.as_ref().ok())));
    let shares = table.default("channel", "{}", |item| by_name(item, "channel", &channels.names, one_share));
    table.finish();
    let (general, own, shares) = (general?, own?, shares?);
    let limits: Vec<Limits> = (0..teams.len()).map(|team| own[team].unwrap_or(general.0)).collect();
    refuse_what_never_fits(item.context, &limits, teams, shares.iter().flatten())?;
    // Channels that no demand is on now were only to be checked.
    let share = |share: &Option<Share>| share.as_ref().map_or(ChannelShare::default(), |share| share.share);
    let channels = match shares.iter().any(Option::is_some) {
        true => shares[..channels.in_use].iter().map(share).collect(),
        false => Vec::new(),
    };
    let weights = Weights { inactive: inactive_weight?, ..Weights::default() };
    Ok(Capacity { ownership: ownership?, limits, weights, channels, ..Capacity::uniform(0, 1, 1) })
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
    share(item).and_then(|share| thousandths(item, share))
}

fn thousandths(item: &Item<'_>, slots: f64) -> Read<u32> {
    let weight = slots * f64::from(SLOT);
    let thousandths = weight.round();
    if (weight - thousandths).abs() > 1e-6 {
        return Err(item.refuse("a weight has at most three decimals", "write for instance 0.25"));
    }
    Ok(thousandths as u32)
}

/// What the conversations of a channel take, and where their weight is written.
struct Share {
    share: ChannelShare,
    weight: At<u32>,
}

fn one_share(item: &Item<'_>) -> Read<Share> {
    let mut table = item.table()?;
    let weight = table.default("weight", "1", at(slots_of_one));
    let at_most = table.optional("at_most", |item| item.whole(1, MOST_SLOTS));
    if let (Ok(At { value: 0, .. }), Ok(None)) = (&weight, &at_most) {
        let message = "an agent is offered all conversations of this channel at once: they weigh nothing";
        let help = "write how many of them an agent is offered, for instance at_most = 2";
        item.context.warn(table.place_of("weight"), &item.key, Problem::new(message, help));
    }
    table.finish();
    let weight = weight?;
    let share = ChannelShare { weight: weight.value, at_most: at_most?.map(|number| number as u32), weights: None };
    Ok(Share { share, weight })
}

fn slots_of_one(item: &Item<'_>) -> Read<u32> {
    let slots = not_negative(item)?;
    if slots > MOST_SLOTS as f64 {
        return Err(item.refuse(format!("{} slots are too many", shown(slots)), format!("write at most {MOST_SLOTS}")));
    }
    thousandths(item, slots)
}

/// What weighs more than the preferred capacity is offered to nobody.
fn refuse_what_never_fits<'s>(
    context: &Context<'_>,
    limits: &[Limits],
    teams: &[String],
    shares: impl Iterator<Item = &'s Share>,
) -> Read<()> {
    let mut failed = Ok(());
    for Share { weight, .. } in shares {
        let too_small = |limits: &Limits| u64::from(limits.preferred) * u64::from(SLOT) < u64::from(weight.value);
        if let Some(team) = limits.iter().position(too_small) {
            let slots = shown(f64::from(weight.value) / f64::from(SLOT));
            let (name, preferred) = (&teams[team], limits[team].preferred);
            let message =
                format!("{slots} slots never fit into the preferred capacity {preferred} of an agent of `{name}`");
            let problem = Problem::new(message, "write a lower weight, or a larger `preferred`");
            failed = Err(context.report(weight.place.clone(), &weight.key, problem));
        }
    }
    failed
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

/// What is said of single teams or channels, by their names; `what` is "team" or "channel".
fn by_name<T>(
    item: &Item<'_>,
    what: &str,
    names: &[String],
    read: impl Fn(&Item<'_>) -> Read<T>,
) -> Read<Vec<Option<T>>> {
    let Value::Table(entries) = &item.node.value else {
        let example = if what == "team" { "preferred = 4, maximum = 6" } else { "weight = 0.5, at_most = 3" };
        return Err(item.wrong_kind(&format!("a table of {what}s"), &format!("write {{ NAME = {{ {example} }} }}")));
    };
    let mut own: Vec<Option<T>> = names.iter().map(|_| None).collect();
    let mut normal = serde_json::Map::new();
    let mut failed = None;
    for entry in entries {
        let one = Item::new(item.context, &entry.node, format!("{}.{}", item.key, entry.key));
        match names.iter().position(|name| *name == entry.key) {
            Some(place) => match read(&one) {
                Ok(value) => own[place] = Some(value),
                Err(reported) => failed = Some(reported),
            },
            None => {
                let names = || names.iter().map(String::as_str);
                let help = match names().next() {
                    Some(_) => format!("the {what}s are {}", all_of(names())),
                    None => format!("there are no {what}s"),
                };
                // The name is the key here, not the value.
                let key = Node { span: entry.key_span.clone(), value: Value::Text(entry.key.clone()) };
                let key = Item::new(item.context, &key, one.key.clone());
                failed = Some(key.unknown_name(what, &entry.key, names(), &help));
            }
        }
        normal.insert(entry.key.clone(), one.take_normal());
    }
    item.normal(normal);
    failed.map_or(Ok(own), Err)
}

/// The limits of one team. What is not said about it holds as for all.
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
