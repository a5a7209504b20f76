//! `[[team]]`: who answers.

use super::decode::{Item, Problem, Read, Reported, TableReader, factor, not_negative, shown};
use super::demand::ln_sd_of_cv;
use super::duration::duration;
use super::law::law_of_times_and;
use super::suggest::all_of;
use super::tree::Value;
use super::week::{self, Step};
use super::zone::{Run, own_clocks};
use crate::civil::Weekly;
use crate::model::{CatchUp, Holds, Serves, Team, WrapUp};
use crate::units::{DemandId, Span};

/// The most agents of a team.
const MOST_AGENTS: u64 = 100_000;

/// The most active conversations for which there is a number of its own.
const MOST_ACTIVE: usize = 1000;

/// What an agent costs an hour, at most, in any currency.
const HIGHEST_COST: f64 = 1e9;

/// One team. `demands` are the names of the demands in their order; without a run its own mistake has been reported.
pub(super) fn team(item: &Item<'_>, demands: &[String], run: Option<Run<'_>>) -> Read<Team> {
    let mut table = item.table()?;
    let name = table.required("name", super::decode::name);
    let serves = table.required("serves", |item| serves(item, demands));
    let zone = own_clocks(&mut table, run);
    let agents = table.required("agents", agents);
    let speed_ln_sd = table.default("speed_cv", "0", ln_sd_of_cv);
    let slowdown = table.default("slowdown", "[1]", |item| by_active(item, "factor on handling", "1.05", 1));
    let switch_cost = table.default("switch_cost", "\"0s\"", duration);
    let catch_up = table.default("catch_up", "{}", catch_up);
    let sharing = table.default("sharing", "[]", |item| by_active(item, "total speed", "1.5", 0));
    let wrap_up = table.optional("wrap_up", wrap_up);
    let cost = table.optional("cost", cost);
    if sharing.as_ref().is_ok_and(|speeds| !speeds.is_empty()) {
        refuse_with_sharing(item, &table, (&slowdown, &switch_cost, &wrap_up));
    }
    table.finish();
    Ok(Team {
        name: name?,
        serves: serves?.into_iter().map(Serves::from).collect(),
        zone: zone?.1,
        agents: agents?.into(),
        particulars: Vec::new(),
        speed_ln_sd: speed_ln_sd?,
        slowdown: slowdown?,
        switch_cost: switch_cost?,
        catch_up: catch_up?,
        sharing: sharing?,
        wrap_up: wrap_up?,
        cost: cost?,
        looks: None,
    })
}

fn serves(item: &Item<'_>, demands: &[String]) -> Read<Vec<DemandId>> {
    if demands.is_empty() {
        // That there are no demands is reported as such.
        return Err(Reported::promised());
    }
    let served = item.list("names of demands", |item| {
        let written = item.text()?;
        let known = demands.iter().map(String::as_str);
        let place = demands.iter().position(|demand| *demand == written).ok_or_else(|| {
            let help = format!("the demands are {}", all_of(known.clone()));
            item.unknown_name("demand", &written, known, &help)
        })?;
        Ok((DemandId(place as u32), item.place()))
    })?;
    for (place, (demand, here)) in served.iter().enumerate() {
        if let Some((_, first)) = served[..place].iter().find(|(other, _)| other == demand) {
            let problem = Problem::new(format!("`{}` is named twice", demands[demand.index()]), "name it once");
            return Err(item.context.report(here.clone(), &item.key, problem.related(first.clone(), "the first time")));
        }
    }
    if served.is_empty() {
        return Err(item.refuse("the team serves nobody", "name at least one demand"));
    }
    Ok(served.into_iter().map(|(demand, _)| demand).collect())
}

fn agents(item: &Item<'_>) -> Read<Weekly<u32>> {
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

/// The factors on handling, or the speeds, with 1, 2, ... active conversations; `what` is for instance "factor on handling".
fn by_active(item: &Item<'_>, what: &str, usual: &str, least: usize) -> Read<Vec<f64>> {
    let list = item.list("numbers", |item| factor(item, what, usual))?;
    if (least..=MOST_ACTIVE).contains(&list.len()) {
        return Ok(list);
    }
    let help = format!("write one for 1, 2, ... active conversations, for instance [1.0, {usual}]");
    Err(item.refuse(format!("there are {} numbers", list.len()), help))
}

fn catch_up(item: &Item<'_>) -> Read<CatchUp> {
    let mut table = item.table()?;
    let first = table.default("first", "\"0s\"", duration);
    let per_exchange = table.default("per_exchange", "\"0s\"", duration);
    table.finish();
    Ok(CatchUp { first: first?, per_exchange: per_exchange? })
}

const HOLDS: &[(&str, Holds)] = &[("agent", Holds::Agent), ("slot", Holds::Slot), ("nothing", Holds::Nothing)];

fn wrap_up(item: &Item<'_>) -> Read<WrapUp> {
    let holds = |table: &mut TableReader<'_, '_>| {
        table.default("holds", "\"agent\"", |item| item.choice("kind of wrap-up", HOLDS))
    };
    let (law, holds) = law_of_times_and(item, holds)?;
    Ok(WrapUp { law, holds })
}

fn cost(item: &Item<'_>) -> Read<f64> {
    let cost = not_negative(item)?;
    if cost <= HIGHEST_COST {
        return Ok(cost);
    }
    Err(item.refuse(format!("{} is no sensible cost of an hour", shown(cost)), format!("write at most {HIGHEST_COST}")))
}

/// Who works on several messages at once has a speed for that, turns to none of them, and is held by none.
fn refuse_with_sharing(
    item: &Item<'_>,
    table: &TableReader<'_, '_>,
    (slowdown, switch_cost, wrap_up): (&Read<Vec<f64>>, &Read<Span>, &Read<Option<WrapUp>>),
) {
    let refuse = |key: &str, message: &str, help: &str| {
        let problem = Problem::new(message, help).related(table.place_of("sharing"), "works on several at once");
        item.context.report(table.place_of(key), &item.key, problem);
    };
    if slowdown.as_ref().is_ok_and(|factors| factors.iter().any(|factor| *factor != 1.0)) {
        let message = "`slowdown` and `sharing` both say how fast an agent is with several conversations";
        refuse("slowdown", message, "remove one of them");
    }
    if switch_cost.as_ref().is_ok_and(|cost| *cost > Span::ZERO) {
        let message = "`switch_cost` and `sharing` exclude each other: who works on all at once turns to none of them";
        refuse("switch_cost", message, "remove one of them");
    }
    if matches!(wrap_up, Ok(Some(WrapUp { holds: Holds::Agent, .. }))) {
        let message =
            "a wrap-up that holds the agent and `sharing` exclude each other: all other work would stand still";
        refuse("wrap_up", message, "add holds = \"slot\" or holds = \"nothing\" to the wrap-up");
    }
}
