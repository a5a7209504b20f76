//! `desk`: what becomes of the conversations of an agent who goes home or on a break.

use super::decode::{Item, Read};
use super::duration::duration;
use crate::policy::{Desk, Leaving, desk};

/// The rule of the desk.
pub(super) fn desk(item: &Item<'_>) -> Read<Desk> {
    let mut table = item.table()?;
    let shift_end = table.default("shift_end", "\"hand-over\"", leaving);
    let breaks = table.default("breaks", "\"hold\"", leaving);
    let no_new_before = table.default("no_new_before", "\"0s\"", duration);
    table.finish();
    Ok(Desk { shift_end: shift_end?, breaks: breaks?, no_new_before: no_new_before? })
}

fn leaving(item: &Item<'_>) -> Read<Leaving> {
    item.choice("rule of leaving", desk::LEAVINGS)
}
