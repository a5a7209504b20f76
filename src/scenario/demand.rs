//! `[[demand]]`: who writes.

use super::arrivals::arrivals;
use super::count::count;
use super::decode::{Item, Problem, Read, TableReader, not_negative, share, shown};
use super::duration::positive_duration;
use super::law::{Unit, law_in, law_of_times};
use super::reply;
use crate::model::{Arrivals, ComesBack, DayFactor, Demand, Ending, Frame, Patience, Target, Until};
use crate::random::Law;
use crate::units::Span;

/// How near to 1 probabilities must add up.
pub(super) const EXACTNESS: f64 = 1e-9;

/// One demand. `classes` are the names of the classes, the most urgent first.
pub(super) fn demand(item: &Item<'_>, frame: Option<&Frame>, classes: &[String]) -> Read<Demand> {
    let mut table = item.table()?;
    let name = table.required("name", super::decode::name);
    let class = class(&mut table, classes);
    let target = table.optional("target", target);
    let arrivals = table.required("arrivals", |item| arrivals(item, frame));
    let default_name = name.clone().unwrap_or_default();
    let day_factor = table.optional("day_factor", |item| day_factor(item, default_name));
    let batch = table.optional("batch", count);
    let exchanges = table.required("exchanges", count);
    let handling = table.required("handling", first_and_later);
    let patience = table.default("patience", "{}", patience);
    let ghosts = table.default("ghosts", "0", share);
    let recognised = table.default("ending", "{ recognised = 1 }", ending);
    let reply = reply::of_demand(item, &mut table, exchanges.as_ref().ok());
    if let Ok(Arrivals::Trace(_)) = arrivals {
        let factor = "a day factor changes the rate of a Poisson stream, but this demand replays a log";
        refuse_with_log(item, &table, "day_factor", factor, "remove it");
        let batch = "a batch is what each point of a Poisson stream brings, but this demand replays a log";
        refuse_with_log(item, &table, "batch", batch, "remove it, and write a row of the log for each customer");
    }
    table.finish();
    let (handling_first, handling_later) = handling?;
    Ok(Demand {
        name: name?,
        class: class?,
        target: target?,
        arrivals: arrivals?,
        day_factor: day_factor?,
        batch: batch?,
        exchanges: exchanges?,
        handling_first,
        handling_later,
        patience: patience?,
        ghosts: ghosts?,
        ending: Ending::recognised(recognised?),
        channel: None,
        open: None,
        handling_closing: None,
        awake: None,
        burst: None,
        nudges: None,
        comes_back: ComesBack::default(),
        satisfaction: None,
        conversion: None,
        reply: reply?,
    })
}

/// Reports a key that has no meaning beside a log of arrivals.
fn refuse_with_log(item: &Item<'_>, table: &TableReader<'_, '_>, key: &str, message: &str, help: &str) {
    if table.has(key) {
        let problem = Problem::new(message, help).related(table.place_of("arrivals"), "the log");
        item.context.report(table.place_of(key), &item.key, problem);
    }
}

fn class(table: &mut TableReader<'_, '_>, classes: &[String]) -> Read<u8> {
    let class = table.optional("class", |item| {
        let written = item.text()?;
        if classes.is_empty() {
            let help = format!("declare them at the top of the file, the most urgent first: classes = [\"{written}\"]");
            return Err(item.refuse("there are no classes", help));
        }
        classes.iter().position(|class| *class == written).ok_or_else(|| {
            let names = classes.iter().map(String::as_str);
            let help = format!("the classes are {}", super::suggest::all_of(names.clone()));
            item.unknown_name("class", &written, names, &help)
        })
    })?;
    // Who is not said to be urgent is in the last class.
    let class = class.unwrap_or(classes.len().saturating_sub(1));
    if let Some(name) = classes.get(class) {
        table.set_normal("class", name.as_str());
    }
    Ok(class as u8)
}

fn target(item: &Item<'_>) -> Read<Target> {
    let mut table = item.table()?;
    let first: Read<Span> = table.required("first", positive_duration);
    let later = table.like("later", "first", &first, positive_duration);
    let share = table.default("share", "0.8", share);
    table.finish();
    Ok(Target { first: first?, later: later?, share: share? })
}

fn day_factor(item: &Item<'_>, default_name: String) -> Read<DayFactor> {
    let mut table = item.table()?;
    let name = table.optional("name", super::decode::name);
    let law = law_in(item, &mut table, Unit::Number);
    if !table.has("name") {
        table.set_normal("name", default_name.as_str());
    }
    table.finish();
    let (name, law) = (name?.unwrap_or(default_name), law?);
    let mean = law.mean();
    if !(0.9..=1.1).contains(&mean) {
        let message = format!(
            "the mean of the day factor is {}: it changes how many customers come",
            shown((mean * 1e3).round() / 1e3)
        );
        item.context.warn(item.place(), &item.key, Problem::new(message, "usually its mean is 1"));
    }
    Ok(DayFactor { name, law })
}

fn first_and_later(item: &Item<'_>) -> Read<(Law, Law)> {
    let mut table = item.table()?;
    let first: Read<Law> = table.required("first", law_of_times);
    let later = table.like("later", "first", &first, law_of_times);
    table.finish();
    Ok((first?, later?))
}

const UNTIL: &[(&str, Until)] =
    &[("assigned", Until::Assigned), ("handling", Until::Handling), ("reply", Until::Reply)];

fn patience(item: &Item<'_>) -> Read<Patience> {
    let mut table = item.table()?;
    let first = table.optional("first", law_of_times);
    let later = table.optional("later", law_of_times);
    let until = table.default("until", "\"handling\"", |item| item.choice("end of the wait", UNTIL));
    table.finish();
    Ok(Patience { first: first?, later: later?, until: until?, ..Patience::default() })
}

/// The share of recognised endings. Of the two shares one may be left out.
fn ending(item: &Item<'_>) -> Read<f64> {
    let mut table = item.table()?;
    let recognised = table.optional("recognised", share);
    let silent = table.optional("silent", share);
    let shares = recognised.and_then(|recognised| Ok((recognised, silent?)));
    let result = shares.and_then(|shares| match shares {
        (None, None) => Ok(1.0),
        (Some(recognised), None) => Ok(recognised),
        (None, Some(silent)) => Ok(1.0 - silent),
        (Some(recognised), Some(silent)) if (recognised + silent - 1.0).abs() <= EXACTNESS => Ok(recognised),
        (Some(recognised), Some(silent)) => Err(item.refuse(
            format!("the shares of the endings add up to {}, not to 1", shown(rounded(recognised + silent))),
            "write shares that add up to 1",
        )),
    });
    if let Ok(recognised) = result {
        table.set_normal("recognised", recognised);
        table.set_normal("silent", rounded(1.0 - recognised));
    }
    table.finish();
    result
}

/// A sum without the noise of its last digits, for messages.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}

/// The logarithmic standard deviation of a lognormal factor with median 1, from its coefficient of variation.
pub(super) fn ln_sd_of_cv(item: &Item<'_>) -> Read<f64> {
    let cv = not_negative(item)?;
    if cv > 10.0 {
        return Err(item.refuse(
            format!("{} is no sensible coefficient of variation", shown(cv)),
            "write 0.1 for 10 %, at most 10",
        ));
    }
    Ok(crate::maths::sqrt(crate::maths::ln_1p(cv * cv)))
}
