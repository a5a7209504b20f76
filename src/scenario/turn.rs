//! What a customer writes before the reply comes: a turn in several messages, and nudges.

use super::count::count;
use super::decode::{Item, Read, shown};
use super::law::law_of_times;
use crate::model::{Burst, Nudges};
use crate::random::Count;

/// The most nudges during one wait.
const MOST_NUDGES: u64 = 100;

/// The most messages of a turn, on average.
const MOST_MESSAGES: f64 = 100.0;

/// A turn that consists of several messages.
pub(super) fn burst(item: &Item<'_>) -> Read<Burst> {
    let mut table = item.table()?;
    let messages = table.required("messages", messages);
    let gap = table.required("gap", law_of_times);
    table.finish();
    Ok(Burst { messages: messages?, gap: gap? })
}

fn messages(item: &Item<'_>) -> Read<Count> {
    let messages = count(item)?;
    if messages.mean() <= MOST_MESSAGES {
        return Ok(messages);
    }
    let message = format!("a turn has {} messages on average", shown(messages.mean().round()));
    Err(item.refuse(message, format!("write a law with a mean of at most {MOST_MESSAGES}")))
}

/// "Hello?"
pub(super) fn nudges(item: &Item<'_>) -> Read<Nudges> {
    let mut table = item.table()?;
    let after = table.required("after", law_of_times);
    let at_most = table.required("at_most", |item| item.whole(1, MOST_NUDGES));
    table.finish();
    Ok(Nudges { after: after?, at_most: at_most? as u16 })
}
