//! `[[team]]`: who answers.

use super::agent::{Common, agents};
use super::decode::{Item, Problem, Read, TableReader, factor, not_negative, shown};
use super::demand::ln_sd_of_cv;
use super::duration::{duration, positive_duration};
use super::law::{law_of_times, law_of_times_and};
use super::serves::serves;
use super::skill::{Skills, skills};
use super::staffing::staffing;
use super::zone::{Run, own_clocks};
use crate::model::{CatchUp, Holds, Looks, Particulars, Team, WrapUp};
use crate::units::Span;

/// The most active conversations for which there is a number of its own.
const MOST_ACTIVE: usize = 1000;

/// What an agent costs an hour, at most, in any currency.
const HIGHEST_COST: f64 = 1e9;

/// One team. `demands` are the names of the demands in their order; without a run its own mistake has been reported.
pub(super) fn team(item: &Item<'_>, demands: &[String], known: &Skills<'_>, run: Option<Run<'_>>) -> Read<Team> {
    let mut table = item.table()?;
    let name = table.required("name", super::decode::name);
    let serves = table.required("serves", |item| serves(item, demands));
    let skills = table.default("skills", "[]", skills);
    let zone = own_clocks(&mut table, run);
    let speed_ln_sd = table.default("speed_cv", "0", ln_sd_of_cv);
    let slowdown = table.default("slowdown", "[1]", |item| by_active(item, "factor on handling", "1.05", 1));
    let switch_cost = table.default("switch_cost", "\"0s\"", duration);
    let catch_up = table.default("catch_up", "{}", catch_up);
    let sharing = table.default("sharing", "[]", |item| by_active(item, "total speed", "1.5", 0));
    let wrap_up = table.optional("wrap_up", wrap_up);
    let cost = table.optional("cost", cost);
    let accepts = table.optional("accepts", law_of_times);
    let looks = table.optional("looks", looks);
    table.know(&["agent"]);
    let own = zone.as_ref().ok().and_then(|zone| zone.0.as_ref());
    let home = run.map(|run| Run { clocks: own.or(run.clocks), ..run });
    let staff = staffing(item, &mut table, name.as_deref().unwrap_or_default(), home);
    let common = match (&serves, &skills) {
        (Ok(serves), Ok(skills)) => Some(Common { demands, serves, skills, known }),
        _ => None,
    };
    let people = table.default("agent", "[]", |item| agents(item, demands, staff.as_ref().ok(), common.as_ref()));
    if let (Some(common), Ok(people)) = (&common, &people) {
        refuse_missing_skills(item, common, people);
    }
    if sharing.as_ref().is_ok_and(|speeds| !speeds.is_empty()) {
        refuse_with_sharing(item, &table, (&slowdown, &switch_cost, &wrap_up));
    }
    table.finish();
    let (serves, skills) = (serves?, skills?);
    Ok(Team {
        name: name?,
        serves: known.allow(&serves, &skills),
        zone: zone?.1,
        agents: staff?.staffing,
        particulars: people?,
        speed_ln_sd: speed_ln_sd?,
        slowdown: slowdown?,
        switch_cost: switch_cost?,
        catch_up: catch_up?,
        sharing: sharing?,
        wrap_up: wrap_up?,
        cost: cost?,
        accepts: accepts?,
        looks: looks?,
    })
}

/// Whoever lacks a skill does not serve the demand; somebody of the team must have it.
fn refuse_missing_skills(item: &Item<'_>, common: &Common<'_>, people: &[Particulars]) {
    for serves in common.serves {
        let Some(skill) = common.known.lacking(&serves.value, common.skills) else { continue };
        let demand = serves.value.demand;
        let served = people.iter().flat_map(|it| &it.serves).flatten().any(|own| own.demand == demand);
        if !served {
            let message =
                format!("nobody in this team has the skill `{skill}` that `{}` needs", common.demands[demand.index()]);
            let help = "add it to `skills` of the team or of one of its agents, or remove the demand here";
            item.context.report(serves.place.clone(), &serves.key, Problem::new(message, help));
        }
    }
}

/// Colleagues who have work of their own.
fn looks(item: &Item<'_>) -> Read<Looks> {
    let mut table = item.table()?;
    let every = table.required("every", |item| match item.node.as_text() {
        Some("at-once") => {
            item.normal("at-once");
            Ok(None)
        }
        Some(text) if !text.starts_with(|letter: char| letter.is_ascii_digit()) => {
            Err(item.refuse(format!("`{text}` is no span of time"), "write for instance \"30m\", or \"at-once\""))
        }
        _ => match positive_duration(item)? {
            every if every >= Span::SECOND => Ok(Some(every)),
            every => Err(item.refuse(format!("nobody looks every {every}"), "write 1s or more, or \"at-once\"")),
        },
    });
    let interruption = table.default("interruption", "\"0s\"", duration);
    table.finish();
    let looks = Looks { every: every?, interruption: interruption? };
    if looks == (Looks { every: None, interruption: Span::ZERO }) {
        let help = "write what an interruption costs, for instance interruption = \"2m\", or remove `looks`";
        item.context.warn(
            item.place(),
            &item.key,
            Problem::new("this has no effect: it costs nothing to look at once", help),
        );
    }
    Ok(looks)
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
