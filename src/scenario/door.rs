//! `door`: whom the front door turns away, and what it tells those who wait.

use super::decode::{Item, Read, truth};
use super::word::each_once;
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
    let list = each_once(item, "signals", "signal", door::SIGNALS)?;
    Ok(list.iter().fold(Gives::default(), |all, gives| all.and(*gives)))
}
