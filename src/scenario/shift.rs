//! `[[team.shift]]`: hours in which the same people work on some days of the week, with what takes them off the desk.

use super::decode::{At, Item, Problem, Read, Reported, at, share};
use super::diagnostic::Place;
use super::duration::positive_duration;
use super::hours::from_and_to;
use super::tree::Value;
use super::week::{clock, day_name, day_names, days_of, flags};
use crate::civil::DAY;
use crate::model::{PlannedPause, Shift, Why};
use crate::units::Span;

/// The most agents of a team.
pub(super) const MOST_AGENTS: u64 = 100_000;

/// More breaks and meetings than this nobody has in one shift.
const MOST_PAUSES: usize = 24;

/// A shift, and the names of its agents where they are named.
pub(super) struct Crew {
    pub(super) shift: Shift,
    pub(super) names: Vec<At<String>>,
    name_place: Place,
}

/// The shifts of a team; `absence` holds where a shift says nothing else.
pub(super) fn shifts(item: &Item<'_>, absence: f64) -> Read<Vec<Crew>> {
    let crews = item.list("shifts", |item| crew(item, absence))?;
    let mut failed = None;
    for (number, crew) in crews.iter().enumerate() {
        let (name, before) = (&crew.shift.name, &crews[..number]);
        if let Some(first) = before.iter().find(|other| other.shift.name == *name) {
            let problem = Problem::new(format!("there are two shifts `{name}`"), "give each shift its own name");
            let problem = problem.related(first.name_place.clone(), "the first one");
            failed = Some(item.context.report(crew.name_place.clone(), &item.key, problem));
        }
    }
    let mut names: Vec<&At<String>> = Vec::new();
    for name in crews.iter().flat_map(|crew| &crew.names) {
        if let Some(first) = names.iter().find(|other| other.value == name.value) {
            let help = "a place in a shift is one person; who changes shifts has a row for each day in a schedule";
            let problem = Problem::new(format!("`{}` is named twice", name.value), help);
            let problem = problem.related(first.place.clone(), "the first time");
            failed = Some(item.context.report(name.place.clone(), &name.key, problem));
        }
        names.push(name);
    }
    if let Some(reported) = failed {
        return Err(reported);
    }
    match crews.iter().map(|crew| u64::from(crew.shift.agents)).sum() {
        0 => Err(item.refuse("the shifts of this team have no agents", "write at least one agent")),
        all if all > MOST_AGENTS => {
            Err(item.refuse(format!("the team has {all} agents"), format!("write at most {MOST_AGENTS}")))
        }
        _ => Ok(crews),
    }
}

fn crew(item: &Item<'_>, absence: f64) -> Read<Crew> {
    let mut table = item.table()?;
    let name = table.required("name", at(super::decode::name));
    let days = table.default("days", "\"daily\"", days_of);
    let hours = table.required("hours", from_and_to);
    let agents = table.required("agents", agents);
    let own_absence = table.optional("absence", self::absence);
    if !table.has("absence") {
        table.set_normal("absence", absence);
    }
    let around = days.as_ref().ok().zip(hours.as_ref().ok()).map(|(days, hours)| Around::new(days, *hours));
    let breaks = table.default("breaks", "[]", |item| pauses(item, Why::Break, around.as_ref()));
    let off_desk = table.default("off_desk", "[]", |item| pauses(item, Why::Meeting, around.as_ref()));
    table.finish();
    let (name, (agents, names)) = (name?, agents?);
    let (days, hours) = (days?, hours?);
    let pauses: Vec<At<PlannedPause>> = breaks?.into_iter().chain(off_desk?).collect();
    refuse_overlaps(item, &pauses, agents, &names)?;
    let Around { from, to, .. } = Around::new(&days, hours);
    let pauses = pauses.into_iter().map(|pause| pause.value).collect();
    let absence = own_absence?.unwrap_or(absence);
    let shift = Shift { name: name.value, days: flags(&days), from, to, agents, pauses, absence };
    Ok(Crew { shift, names, name_place: name.place })
}

/// How many agents, or who.
fn agents(item: &Item<'_>) -> Read<(u32, Vec<At<String>>)> {
    let Value::List(_) = item.node.value else {
        let (Value::Whole(_) | Value::Decimal(_)) = item.node.value else {
            return Err(item.wrong_kind("a number of agents", "write for instance 12, or [\"maria\", \"tom\"]"));
        };
        return Ok((item.whole(0, MOST_AGENTS)? as u32, Vec::new()));
    };
    let names = item.list("names of agents", |item| at(super::decode::name)(item))?;
    if names.is_empty() {
        return Err(item.refuse("the list is empty", "name at least one agent, or write a number"));
    }
    Ok((names.len() as u32, names))
}

/// The probability that an agent does not come on a day.
pub(super) fn absence(item: &Item<'_>) -> Read<f64> {
    let absence = share(item)?;
    if absence < 1.0 { Ok(absence) } else { Err(item.refuse("nobody would ever come", "write less than 1")) }
}

/// The days and hours of a shift, around its breaks.
struct Around {
    days: Vec<u32>,
    from: u32,
    /// Counted on after midnight.
    to: u32,
}

impl Around {
    fn new(days: &[u32], (from, to): (u32, u32)) -> Around {
        Around { days: days.to_vec(), from, to: if to > from { to } else { to + DAY } }
    }

    /// Hours of the day as seconds since midnight of the day on which the shift begins.
    fn place(&self, (from, to): (u32, u32)) -> (u32, u32) {
        let length = if to > from { to - from } else { to + DAY - from };
        let begins = if from >= self.from { from } else { from + DAY };
        (begins, begins + length)
    }
}

/// A list of them, or a single one.
fn pauses(item: &Item<'_>, why: Why, around: Option<&Around>) -> Read<Vec<At<PlannedPause>>> {
    if let Value::Table(_) = item.node.value {
        let only = at(|item| pause(item, why, around))(item);
        // Written as a list of one it is the same scenario.
        item.normal(vec![item.take_normal()]);
        return Ok(vec![only?]);
    }
    let pauses = item.list("times off the desk", |item| at(|item| pause(item, why, around))(item))?;
    if pauses.len() > MOST_PAUSES {
        let message = format!("there are {} of them in one shift", pauses.len());
        return Err(item.refuse(message, format!("write at most {MOST_PAUSES}")));
    }
    Ok(pauses)
}

/// Staggered between two times, or for everybody at the same hours.
fn pause(item: &Item<'_>, why: Why, around: Option<&Around>) -> Read<PlannedPause> {
    let mut table = item.table()?;
    let name = table.optional("name", super::decode::name);
    let days = table.optional("days", days_of);
    table.know(&["for"]);
    let tag = table.one_of("time off the desk", &["between", "hours"]);
    let times = tag.and_then(|tag| Ok((tag, table.required(tag, from_and_to)?)));
    let lasts = match &times {
        Ok(("hours", _)) if table.has("for") => Err(table.both("of them", "hours", "for")),
        Ok(("between", _)) => table.required("for", whole_seconds).map(Some),
        _ => table.optional("for", whole_seconds),
    };
    if let (Some(around), false) = (around, table.has("days")) {
        table.set_normal("days", day_names(&around.days));
    }
    let (named, place) = (table.has("days"), table.value_place("days"));
    let length = table.value_place("for");
    table.finish();
    name?;
    let (days, (_, times), lasts) = (days?, times?, lasts?);
    // What is wrong with the shift itself has been reported.
    let around = around.ok_or_else(Reported::promised)?;
    let days = days.unwrap_or_else(|| around.days.clone());
    if named {
        warn_of_other_days(item, &place, &days, around);
    }
    let (from, to) = around.place(times);
    if from < around.from || to > around.to {
        let message = format!(
            "from {} to {} is not within the shift from {} to {}",
            clock(times.0),
            clock(times.1),
            clock(around.from),
            clock(around.to % DAY)
        );
        return Err(item.refuse(message, "write times at which the shift is there"));
    }
    let lasts = lasts.unwrap_or(to - from);
    if lasts > to - from {
        let (longer, room) = (seconds(lasts), seconds(to - from));
        let message = format!("{longer} do not fit between {} and {}", clock(times.0), clock(times.1));
        let problem = Problem::new(message, format!("write at most {room}, or times further apart"));
        return Err(item.context.report(length, &format!("{}.for", item.key), problem));
    }
    Ok(PlannedPause { why, days: flags(&days), from, to, lasts })
}

fn seconds(seconds: u32) -> Span {
    Span(u64::from(seconds) * Span::SECOND.0)
}

/// A length in whole seconds, of less than a day.
fn whole_seconds(item: &Item<'_>) -> Read<u32> {
    let span = positive_duration(item)?;
    if !span.0.is_multiple_of(Span::SECOND.0) {
        return Err(item.refuse("this has a fraction of a second", "write whole seconds"));
    }
    // Whatever is longer than a day fits nowhere.
    Ok((span.0 / Span::SECOND.0).min(u64::from(2 * DAY)) as u32)
}

fn warn_of_other_days(item: &Item<'_>, place: &Place, days: &[u32], around: &Around) {
    let others: Vec<u32> = days.iter().copied().filter(|day| !around.days.contains(day)).collect();
    if let Some(first) = others.first() {
        let message = format!("no shift of this name begins on {}", day_name(*first));
        let help = format!("the days of the shift are {}", day_names(&around.days));
        item.context.warn(place.clone(), &format!("{}.days", item.key), Problem::new(message, help));
    }
}

/// Nobody is in two places: the staggered times of every agent are looked at.
fn refuse_overlaps(item: &Item<'_>, pauses: &[At<PlannedPause>], agents: u32, names: &[At<String>]) -> Read<()> {
    for (number, here) in pauses.iter().enumerate() {
        for other in &pauses[..number] {
            let (one, two) = (&other.value, &here.value);
            if !(0..7).any(|day| one.days[day] && two.days[day]) {
                continue;
            }
            let overlaps = |place: &u32| {
                let (first, second) = (one.begins(*place, agents), two.begins(*place, agents));
                first < second + two.lasts && second < first + one.lasts
            };
            let Some(place) = (0..agents).find(overlaps) else { continue };
            let who = match names.get(place as usize) {
                Some(name) => format!("`{}`", name.value),
                None => format!("agent {} of {agents}", place + 1),
            };
            let times = |pause: &PlannedPause| {
                let begins = pause.begins(place, agents);
                format!("from {} to {}", clock(begins % DAY), clock((begins + pause.lasts) % DAY))
            };
            let message = format!("{who} would be off the desk twice: {} and {}", times(one), times(two));
            let problem = Problem::new(message, "write times that do not overlap");
            let problem = problem.related(other.place.clone(), "the other one");
            return Err(item.context.report(here.place.clone(), &here.key, problem));
        }
    }
    Ok(())
}
