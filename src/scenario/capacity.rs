//! `capacity`: how much an agent may hold, for all teams and for single ones.

use super::channel::Named;
use super::decode::{At, Context, Item, Problem, Read, TableReader, at, shown, truth};
use super::named::by_name;
use super::pace::{rate, refuse_of_a_team, warm_up};
use super::weight::{MOST_SLOTS, Share, general_weights, one_share, slots_of_one};
use crate::policy::{Capacity, ChannelShare, Limits, SLOT, capacity};

/// The rule of capacity. `teams` are the names of the teams in their order.
pub(super) fn capacity(item: &Item<'_>, teams: &[String], channels: &Named) -> Read<Capacity> {
    let mut table = item.table()?;
    let preferred: Read<At<u32>> = table.required("preferred", at(slots));
    let maximum = table.like("maximum", "preferred", &preferred, at(slots));
    let slack = table.default("slack", "0", slots_of_one);
    table.moved("inactive_weight", "weights", "inactive");
    let weights = table.default("weights", "{}", general_weights);
    let pool = table.default("pool", "\"shared\"", |item| item.choice("pool", capacity::POOLS));
    let ownership = table.default("ownership", "\"agent\"", |item| item.choice("ownership", capacity::OWNERSHIP));
    let warm_up = table.default("warm_up", "\"none\"", warm_up);
    let rate = table.default("rate", "\"none\"", rate);
    let on_request = table.default("on_request", "false", truth);
    let general = limits(item.context, preferred, maximum);
    let own =
        table.default("team", "{}", |item| by_name(item, TEAM, teams, |item, _| one_team(item, general.as_ref().ok())));
    let of_all = weights.as_ref().ok().copied().unwrap_or_default();
    let shares = table
        .default("channel", "{}", |item| by_name(item, CHANNEL, &channels.names, |item, _| one_share(item, &of_all)));
    refuse_of_a_team(item, &table);
    table.finish();
    let (general, own, shares, slack, weights) = (general?, own?, shares?, slack?, weights?);
    let limits: Vec<Limits> = (0..teams.len()).map(|team| own[team].unwrap_or(general.0)).collect();
    refuse_what_never_fits(item.context, (&limits, slack), teams, shares.iter().flatten())?;
    // Channels that no demand is on now were only to be checked.
    let share = |share: &Option<Share>| share.as_ref().map_or(ChannelShare::default(), |share| share.share);
    let channels = match shares.iter().any(Option::is_some) {
        true => shares[..channels.in_use].iter().map(share).collect(),
        false => Vec::new(),
    };
    let (ownership, pool) = (ownership?, pool?);
    let (warm_up, rate, on_request) = (warm_up?, rate?, on_request?);
    Ok(Capacity { ownership, limits, weights, slack, pool, channels, warm_up, rate, on_request })
}

/// What a table by the names of teams, of channels is called, with an example.
const TEAM: (&str, &str) = ("team", "preferred = 4, maximum = 6");
const CHANNEL: (&str, &str) = ("channel", "weight = 0.5, at_most = 3");

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

/// What weighs more than fits in is offered to nobody.
fn refuse_what_never_fits<'s>(
    context: &Context<'_>,
    (limits, slack): (&[Limits], u32),
    teams: &[String],
    shares: impl Iterator<Item = &'s Share>,
) -> Read<()> {
    let mut failed = Ok(());
    for Share { weight, new, .. } in shares {
        let room = |limits: &Limits| u64::from(limits.preferred) * u64::from(SLOT) + u64::from(slack);
        if let Some(team) = limits.iter().position(|limits| room(limits) < u64::from(*new)) {
            let slots = shown(f64::from(*new) / f64::from(SLOT));
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
    if context.source.is_preset(&maximum.place) && !context.source.is_preset(&preferred.place) {
        let help = format!("write a maximum, too, of at least {}", preferred.value);
        let problem = Problem::new(message, help).related(maximum.place, "the preset");
        return Err(context.report(preferred.place, &preferred.key, problem));
    }
    let problem = Problem::new(message, "write a maximum of at least `preferred`");
    Err(context.report(maximum.place, &maximum.key, problem.related(preferred.place, "the preferred capacity")))
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
