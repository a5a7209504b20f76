//! Hours that repeat week by week: when a demand is open, when its customers are awake.

use serde_json::json;

use super::decode::{At, Item, Problem, Read, TableReader};
use super::tree::Value;
use super::week::{clock, day_name, day_names, days_of, time_of_day};
use super::zone::{Clocks, Run, clocks};
use crate::civil::{DAY, Weekly, Zone};

const EXAMPLE: &str = "write for instance \"07:00-21:00\" or { days = \"mon-fri\", hours = \"07:00-21:00\" }";

/// Hours on some days.
struct Hours {
    /// The days, 0 for Monday.
    days: Vec<u32>,
    /// The second of the day at which they begin.
    from: u32,
    /// The second of the day at which they are over; on the next day unless above `from`.
    to: u32,
    /// The clocks by which they go, if it is said.
    clocks: Option<Clocks>,
}

impl Hours {
    /// (first second, second after the last) of the week, one for each day, and for the rest after midnight.
    fn pieces(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let over_midnight = self.to <= self.from;
        self.days.iter().flat_map(move |&day| {
            let next = (day + 1) % 7 * DAY;
            let evening = (day * DAY + self.from, day * DAY + if over_midnight { DAY } else { self.to });
            let rest = (over_midnight && self.to > 0).then_some((next, next + self.to));
            [Some(evening), rest].into_iter().flatten()
        })
    }
}

/// The hours of a week: a text for every day, a table with its days, or a list of them.
pub(super) fn hours(item: &Item<'_>) -> Read<Weekly<bool>> {
    Ok(hours_with(item, &some_hours)?.0)
}

/// The hours of a week and what their clocks show: their own, else those of the run.
pub(super) fn open(item: &Item<'_>, run: Option<Run<'_>>) -> Read<(Weekly<bool>, Option<Zone>)> {
    let usual = run.and_then(|run| run.clocks);
    let (hours, list) = hours_with(item, &|item| hours_and_clocks(item, usual))?;
    let name = |hours: &At<Hours>| hours.value.clocks.as_ref().map(|clocks| clocks.name);
    if let Some(other) = list.iter().find(|hours| name(hours) != name(&list[0])) {
        let problem =
            Problem::new("these hours go by other clocks than the first ones", "write the same `zone` for all");
        let problem = problem.related(list[0].place.clone(), "the first hours");
        return Err(item.context.report(other.place.clone(), &other.key, problem));
    }
    let clocks = list.first().and_then(|hours| hours.value.clocks.as_ref());
    Ok((hours, clocks.zip(run).and_then(|(clocks, run)| clocks.during(run.frame))))
}

fn hours_with(item: &Item<'_>, some_hours: &dyn Fn(&Item<'_>) -> Read<Hours>) -> Read<(Weekly<bool>, Vec<At<Hours>>)> {
    let list = match &item.node.value {
        Value::List(list) if list.is_empty() => {
            return Err(item.refuse("there are no hours", "leave the key out for round the clock"));
        }
        Value::List(_) => item.list("hours", |item| super::decode::at(some_hours)(item))?,
        _ => {
            let hours = super::decode::at(some_hours)(item)?;
            let normal = item.take_normal();
            item.normal(vec![normal]);
            vec![hours]
        }
    };
    let mut pieces = Vec::new();
    let mut origins = Vec::new();
    for hours in &list {
        for (from, to) in hours.value.pieces() {
            pieces.push((from, to, true));
            origins.push(hours);
        }
    }
    let weekly = Weekly::from_pieces(&pieces, false).map_err(|(one, other)| {
        // Name the one further down: it is probably the newer one.
        let (first, second) = (one.min(other), one.max(other));
        let message = format!("these hours overlap others on {}", day_name(pieces[second].0 / DAY));
        let problem = Problem::new(message, "write every hour of the week at most once");
        let (here, there) = (&origins[second], &origins[first]);
        item.context.report(here.place.clone(), &here.key, problem.related(there.place.clone(), "the other hours"))
    })?;
    Ok((weekly, list))
}

fn some_hours(item: &Item<'_>) -> Read<Hours> {
    read_hours(item, |_| Ok(None))
}

fn hours_and_clocks(item: &Item<'_>, usual: Option<&Clocks>) -> Read<Hours> {
    let hours = read_hours(item, |table| table.optional("zone", clocks))?;
    if let Some(clocks) = hours.clocks.as_ref().or(usual) {
        let mut normal = item.take_normal();
        normal["zone"] = json!(clocks.name);
        item.normal(normal);
    }
    Ok(hours)
}

fn read_hours(item: &Item<'_>, clocks: impl FnOnce(&mut TableReader<'_, '_>) -> Read<Option<Clocks>>) -> Read<Hours> {
    let (days, hours, clocks) = match item.node.value {
        Value::Text(_) => ((0..7).collect(), from_and_to(item)?, None),
        Value::Table(_) => {
            let mut table = item.table()?;
            let days = table.default("days", "\"daily\"", days_of);
            let hours = table.required("hours", from_and_to);
            let clocks = clocks(&mut table);
            table.finish();
            (days?, hours?, clocks?)
        }
        _ => return Err(item.wrong_kind("hours", EXAMPLE)),
    };
    let (from, to) = hours;
    item.normal(json!({ "days": day_names(&days), "hours": format!("{}-{}", clock(from), clock(to)) }));
    Ok(Hours { days, from, to, clocks })
}

/// The seconds of the day of a text such as "07:00-21:00" or "18:00-02:00".
pub(super) fn from_and_to(item: &Item<'_>) -> Read<(u32, u32)> {
    let text = item.text()?;
    let Some((from, to)) = text.split_once('-') else {
        return Err(
            item.refuse(format!("`{text}` does not say from when to when"), "write for instance \"07:00-21:00\"")
        );
    };
    let time = |text: &str| time_of_day(text).map_err(|(message, help)| item.refuse(message, help));
    let (from, to) = (time(from), time(to));
    let (from, to) = (from?, to?);
    if from % DAY == to % DAY && (from, to) != (0, DAY) {
        let help = "write \"00:00-24:00\" for the whole day, or a later end";
        return Err(item.refuse(format!("`{text}` has no length"), help));
    }
    if from == DAY {
        return Err(item.refuse("no day begins at 24:00", format!("write \"00:00-{}\"", clock(to))));
    }
    item.normal(format!("{}-{}", clock(from), clock(to)));
    Ok((from, to))
}
