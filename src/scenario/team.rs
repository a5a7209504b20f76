//! `[[team]]`: who answers.

use super::decode::{Item, Problem, Read, Reported, shown};
use super::demand::ln_sd_of_cv;
use super::duration::duration;
use super::law::law_of_times;
use super::suggest::all_of;
use super::tree::Value;
use super::week::{self, Step};
use crate::civil::Weekly;
use crate::model::{CatchUp, Team, WrapUp};
use crate::units::DemandId;

/// The most agents of a team.
const MOST_AGENTS: u64 = 100_000;

/// The most values of a slowdown.
const MOST_FACTORS: usize = 1000;

/// Beyond these, a factor on handling is a slip of the pen.
const FACTORS: std::ops::RangeInclusive<f64> = 0.01..=100.0;

/// One team. `demands` are the names of the demands in their order.
pub(super) fn team(item: &Item<'_>, demands: &[String]) -> Read<Team> {
    let mut table = item.table()?;
    let name = table.required("name", super::decode::name);
    let serves = table.required("serves", |item| serves(item, demands));
    let agents = table.required("agents", agents);
    let speed_ln_sd = table.default("speed_cv", "0", ln_sd_of_cv);
    let slowdown = table.default("slowdown", "[1]", slowdown);
    let switch_cost = table.default("switch_cost", "\"0s\"", duration);
    let wrap_up = table.optional("wrap_up", law_of_times);
    table.finish();
    Ok(Team {
        name: name?,
        serves: serves?,
        agents: agents?,
        speed_ln_sd: speed_ln_sd?,
        slowdown: slowdown?,
        switch_cost: switch_cost?,
        catch_up: CatchUp::default(),
        sharing: Vec::new(),
        wrap_up: wrap_up?.map(WrapUp::from),
        cost: None,
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

fn factor(item: &Item<'_>) -> Read<f64> {
    let factor = item.number()?;
    if FACTORS.contains(&factor) {
        return Ok(factor);
    }
    let help = format!("write a number from {} to {}, for instance 1.05", FACTORS.start(), FACTORS.end());
    Err(item.refuse(format!("{} is no sensible factor on handling", shown(factor)), help))
}

fn slowdown(item: &Item<'_>) -> Read<Vec<f64>> {
    let factors = item.list("factors", factor)?;
    if factors.is_empty() || factors.len() > MOST_FACTORS {
        let help = "write the factors on handling with 1, 2, ... active conversations, for instance [1.0, 1.05, 1.1]";
        return Err(item.refuse(format!("there are {} factors", factors.len()), help));
    }
    Ok(factors)
}
