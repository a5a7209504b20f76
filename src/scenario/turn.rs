//! What a customer writes before the reply comes: a turn in several messages, and nudges.

use super::count::count;
use super::decode::{Item, Read};
use super::law::law_of_times;
use crate::model::{Burst, Nudges};

/// The most nudges during one wait.
const MOST_NUDGES: u64 = 1000;

/// A turn that consists of several messages.
pub(super) fn burst(item: &Item<'_>) -> Read<Burst> {
    let mut table = item.table()?;
    let messages = table.required("messages", count);
    let gap = table.required("gap", law_of_times);
    table.finish();
    Ok(Burst { messages: messages?, gap: gap? })
}

/// "Hello?"
pub(super) fn nudges(item: &Item<'_>) -> Read<Nudges> {
    let mut table = item.table()?;
    let after = table.required("after", law_of_times);
    let at_most = table.required("at_most", |item| item.whole(1, MOST_NUDGES));
    table.finish();
    Ok(Nudges { after: after?, at_most: at_most? as u16 })
}
