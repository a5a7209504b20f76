//! `serves`: whose conversations a team takes, or one agent of it, in which order and from when on.

use super::decode::{At, Item, Problem, Read, Reported, at, truth};
use super::duration::duration;
use super::suggest::all_of;
use super::tree::Value;
use crate::model::{Serves, ServesFrom};
use crate::units::DemandId;

/// The demands that somebody serves, each at most once.
pub(super) fn serves(item: &Item<'_>, demands: &[String]) -> Read<Vec<At<Serves>>> {
    if demands.is_empty() {
        // That there are no demands is reported as such.
        return Err(Reported::promised());
    }
    let served = item.list("names of demands", |item| at(|item| one(item, demands))(item))?;
    for (place, here) in served.iter().enumerate() {
        if let Some(first) = served[..place].iter().find(|other| other.value.demand == here.value.demand) {
            let name = &demands[here.value.demand.index()];
            let problem = Problem::new(format!("`{name}` is named twice"), "name it once");
            let problem = problem.related(first.place.clone(), "the first time");
            return Err(item.context.report(here.place.clone(), &item.key, problem));
        }
    }
    if served.is_empty() {
        return Err(item.refuse("this serves nobody", "name at least one demand"));
    }
    Ok(served)
}

/// A demand by its name, or in a table with its rank and its delay.
fn one(item: &Item<'_>, demands: &[String]) -> Read<Serves> {
    let Value::Table(_) = item.node.value else {
        return named(item, demands).map(Serves::from);
    };
    let mut table = item.table()?;
    let demand = table.required("demand", |item| named(item, demands));
    let rank = table.default("rank", "1", |item| item.whole(1, u64::from(u8::MAX)));
    let delay = table.default("delay", "\"0s\"", duration);
    let fallback = table.default("fallback", "false", truth);
    let from = match (delay, fallback) {
        (Ok(_), Ok(true)) if table.has("delay") => Err(table.both("of them", "delay", "fallback")),
        (delay, Ok(false)) => delay.map(ServesFrom::After),
        (delay, Ok(true)) => {
            table.remove_normal("delay");
            delay.map(|_| ServesFrom::Fallback)
        }
        (_, Err(reported)) => Err(reported),
    };
    table.finish();
    let serves = Serves { demand: demand?, rank: rank? as u8, from: from? };
    if serves == Serves::from(serves.demand) {
        item.normal(demands[serves.demand.index()].as_str());
    }
    Ok(serves)
}

/// A demand by its name.
pub(super) fn named(item: &Item<'_>, demands: &[String]) -> Read<DemandId> {
    let written = item.text()?;
    let known = demands.iter().map(String::as_str);
    let place = demands.iter().position(|demand| *demand == written).ok_or_else(|| {
        let help = format!("the demands are {}", all_of(known.clone()));
        item.unknown_name("demand", &written, known, &help)
    })?;
    Ok(DemandId(place as u32))
}
