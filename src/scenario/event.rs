//! `events`: what brings customers beyond the usual.

use super::decode::{Item, Problem, Read, TableReader, not_negative, positive, shown};
use super::duration::duration;
use super::frame::civil_second;
use super::zone::Run;
use crate::civil::WEEK;
use crate::model::{Event, Surge, SurgeError, When};
use crate::units::Span;

/// No event happens more often a week.
const MOST_OFTEN: f64 = 1000.0;

/// No more events of a kind than this go on at once.
const MOST_AT_ONCE: f64 = 1000.0;

/// No event brings more customers at once: a machine could not hold them.
const MOST_CUSTOMERS: f64 = 1e8;

/// No event brings customers faster than this, an hour.
const HIGHEST_RATE: f64 = 1e7;

/// The events of a demand; the run, by the clocks of its customers, says when they are.
pub(super) fn events(item: &Item<'_>, run: Option<Run<'_>>) -> Read<Vec<Event>> {
    let events = item.list("events", |item| Ok((event(item, run)?, item.place())))?;
    for (place, (event, here)) in events.iter().enumerate() {
        if let Some((_, first)) = events[..place].iter().find(|(other, _)| other.name == event.name) {
            let problem =
                Problem::new(format!("there are two events called `{}`", event.name), "give each its own name");
            return Err(item.context.report(here.clone(), &item.key, problem.related(first.clone(), "the first one")));
        }
    }
    Ok(events.into_iter().map(|(event, _)| event).collect())
}

fn event(item: &Item<'_>, run: Option<Run<'_>>) -> Read<Event> {
    let mut table = item.table()?;
    let name = table.required("name", super::decode::name);
    table.know(&["customers", "ramp", "hold", "decay"]);
    let when = table.one_of("time of the event", &["at", "per_week"]);
    let when = when.and_then(|tag| {
        table.required(tag, |item| if tag == "at" { at(item, run) } else { per_week(item).map(When::PerWeek) })
    });
    let surge = surge(item, &mut table);
    table.finish();
    let (name, when, surge) = (name?, when?, surge?);
    if let When::PerWeek(times) = when {
        refuse_endless(item, times, &surge)?;
    }
    if let (When::At(second), Some(run)) = (when, run) {
        let (begin, end) = (run.frame.zone.universal(run.begins()), run.frame.zone.universal(run.frame.end()));
        if second >= end || second.saturating_add((surge.length().0 / Span::SECOND.0) as i64) < begin {
            let help = "the run begins at time.start - warm_up and ends after horizon and cool_down";
            let problem = Problem::new(format!("this has no effect: `{name}` lies outside of the run"), help);
            item.context.warn(item.place(), &item.key, problem);
        }
    }
    Ok(Event { name, when, surge })
}

/// What is never over is no event.
fn refuse_endless(item: &Item<'_>, per_week: f64, surge: &Surge) -> Read<()> {
    let at_once = per_week * surge.length().as_seconds() / f64::from(WEEK);
    if at_once <= MOST_AT_ONCE {
        return Ok(());
    }
    let message = format!("on average {} of these events would go on at the same time", shown(at_once.round()));
    Err(item.refuse(message, "write a lower `per_week` or shorter spans; a decay has died out after 20 of its means"))
}

fn at(item: &Item<'_>, run: Option<Run<'_>>) -> Read<When> {
    let second = civil_second(item)?;
    let universal =
        run.map_or(Some(second), |run| Some((run.universal(i128::from(second) * 1_000_000)? / 1_000_000) as i64));
    universal
        .map(When::At)
        .ok_or_else(|| item.refuse("this is too far away for any calendar", "write a year of the run"))
}

fn per_week(item: &Item<'_>) -> Read<f64> {
    let number = positive(item)?;
    if number <= MOST_OFTEN {
        return Ok(number);
    }
    Err(item.refuse(format!("{} times a week is no event", shown(number)), format!("write at most {MOST_OFTEN}")))
}

fn surge(item: &Item<'_>, table: &mut TableReader<'_, '_>) -> Read<Surge> {
    let customers = table.required("customers", |item| {
        let number = not_negative(item)?;
        let help = format!("write at most {MOST_CUSTOMERS}");
        if number <= MOST_CUSTOMERS { Ok(number) } else { Err(item.refuse("these are too many customers", help)) }
    });
    let [ramp, hold, decay] = ["ramp", "hold", "decay"].map(|key| table.default(key, "\"0s\"", duration));
    let (customers, ramp, hold, decay) = (customers?, ramp?, hold?, decay?);
    match Surge::new(customers, ramp, hold, decay) {
        Ok(surge) if surge.peak() <= HIGHEST_RATE => Ok(surge),
        Ok(surge) => {
            let message = format!("{} customers an hour would come at its peak", shown(surge.peak().round()));
            Err(item.refuse(message, format!("write fewer customers or longer spans: at most {HIGHEST_RATE} an hour")))
        }
        // That the number is none has been said.
        Err(SurgeError::Customers | SurgeError::Length) if !table.knows_all() => {
            Err(super::decode::Reported::promised())
        }
        Err(error) => {
            let help = "add how long the rate rises, stays and decays, for instance hold = \"20m\", decay = \"45m\"";
            Err(item.refuse(error.to_string(), help))
        }
    }
}
