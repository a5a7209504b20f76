//! `escalation`: when a matter goes on as another demand.

use super::decode::{Item, Read, truth};
use super::duration::duration;
use crate::policy::Escalation;

/// The rule of escalation.
pub(super) fn escalation(item: &Item<'_>) -> Read<Escalation> {
    let mut table = item.table()?;
    let urgent = table.default("urgent", "false", truth);
    let after_exchanges = table.optional("after_exchanges", |item| item.whole(1, u64::from(u16::MAX)));
    let after_wait = table.optional("after_wait", duration);
    table.finish();
    let after_exchanges = after_exchanges?.map(|replies| replies as u16);
    Ok(Escalation { urgent: urgent?, after_exchanges, after_wait: after_wait? })
}
