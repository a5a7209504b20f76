//! `[[policy]]`: the rules to compare.

use super::capacity::capacity;
use super::decode::{Item, Read};
use super::desk::desk;
use super::dispatch::dispatch;
use super::door::door;
use super::order::orders;
use super::treatment::{Around, Parties, own, treatment};
use crate::policy::Policy;

/// One policy, with everything it inherits written out.
pub(super) fn policy(item: &Item<'_>, parties: &Parties<'_>) -> Read<Policy> {
    let mut table = item.table()?;
    table.know(&["like", "preset"]);
    let name = table.required("name", super::decode::name);
    let capacity = table.required("capacity", |item| capacity(item, parties.teams, parties.channels));
    let queue = table.default("queue", "\"waiting-longest\"", |item| orders(item, parties.names));
    let dispatch = table.default("dispatch", "\"at-once\"", dispatch);
    let inbox = table.default("inbox", "\"waiting-longest\"", |item| orders(item, parties.names));
    let desk = table.default("desk", "{}", desk);
    let door = table.default("door", "{}", door);
    let ownership = item.node.path(&["capacity", "ownership"]);
    let shared = ownership.filter(|entry| entry.node.as_text() == Some("team")).map(|entry| entry.key_span.clone());
    let around = Around { queue: queue.as_deref().ok(), shared };
    let general = treatment(item, &mut table, &around);
    let own = own(item, &mut table, parties, &around, general.as_ref().ok());
    table.finish();
    let general = general?;
    Ok(Policy {
        name: name?,
        capacity: capacity?,
        queue: queue?,
        dispatch: dispatch?,
        assignment: general.assignment,
        offer: general.offer,
        inbox: inbox?,
        unanswered: general.unanswered,
        inactivity: general.inactivity,
        silence: general.silence,
        reactivation: general.reactivation,
        reactivation_parked: general.reactivation_parked,
        reactivation_closed: general.reactivation_closed,
        close: general.close,
        desk: desk?,
        door: door?,
        escalation: general.escalation,
        own: own?,
    })
}
