//! `door`: whom the front door turns away, and what it tells those who wait.

use super::decode::{Item, Problem, Read, at, truth};
use crate::policy::{Door, Gives, door};

/// The rule of the door.
pub(super) fn door(item: &Item<'_>) -> Read<Door> {
    let mut table = item.table()?;
    let waiting = table.optional("waiting", |item| item.whole(0, u64::from(u32::MAX)));
    let inside = table.optional("inside", |item| item.whole(1, u64::from(u32::MAX)));
    let gives = table.default("signals", "[]", signals);
    let gives_out_of_hours = table.optional("signals_out_of_hours", signals);
    let bot = table.default("bot", "false", truth);
    let out_of_hours = table.default("out_of_hours", "\"queue\"", |item| {
        item.choice("treatment of those who write out of hours", door::OUT_OF_HOURS)
    });
    let at_closing = table.default("at_closing", "\"keep\"", |item| {
        item.choice("treatment of the queue at closing time", door::AT_CLOSING)
    });
    table.finish();
    Ok(Door {
        waiting: waiting?.map(|number| number as u32),
        inside: inside?.map(|number| number as u32),
        gives: gives?,
        gives_out_of_hours: gives_out_of_hours?,
        bot: bot?,
        out_of_hours: out_of_hours?,
        at_closing: at_closing?,
    })
}

/// The signs of life, each at most once.
fn signals(item: &Item<'_>) -> Read<Gives> {
    let list = item.list("signals", |item| at(|item| item.choice("signal", door::SIGNALS))(item))?;
    for (place, gives) in list.iter().enumerate() {
        if let Some(first) = list[..place].iter().find(|other| other.value == gives.value) {
            let problem = Problem::new("this signal is named twice", "name it once");
            let problem = problem.related(first.place.clone(), "the first time");
            return Err(item.context.report(gives.place.clone(), &gives.key, problem));
        }
    }
    Ok(list.iter().fold(Gives::default(), |all, gives| all.and(gives.value)))
}
