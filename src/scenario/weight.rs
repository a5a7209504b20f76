//! What conversations weigh: in each state, and by channel.

use super::decode::{At, Item, Problem, Read, at, not_negative, share, shown};
use crate::policy::{ChannelShare, SLOT, Weights};

/// The most slots of an agent.
pub(super) const MOST_SLOTS: u64 = 10_000;

/// What a conversation weighs in each state, on no channel in particular.
pub(super) fn general_weights(item: &Item<'_>) -> Read<Weights> {
    let mut table = item.table()?;
    let offered = table.default("offered", "1", weight);
    let needs_reply = table.default("needs_reply", "1", weight);
    let awaits_customer = table.default("awaits_customer", "1", weight);
    let inactive = table.default("inactive", "0", weight);
    let parked = table.default("parked", "0", weight);
    let wrap_up = table.default("wrap_up", "1", weight);
    if let Ok(0) = needs_reply {
        let help = "write a weight above 0, or remove it";
        let message = "an agent is offered all conversations at once: those that need a reply weigh nothing";
        item.context.warn(
            table.place_of("needs_reply"),
            &format!("{}.needs_reply", item.key),
            Problem::new(message, help),
        );
    }
    table.finish();
    Ok(Weights {
        offered: offered?,
        needs_reply: needs_reply?,
        awaits_customer: awaits_customer?,
        inactive: inactive?,
        parked: parked?,
        wrap_up: wrap_up?,
    })
}

/// The same on one channel. What is not said about it weighs as on all; a wrap-up is the agent's, whatever the channel.
fn own_weights(item: &Item<'_>, general: &Weights) -> Read<Weights> {
    let mut table = item.table()?;
    let mut one = |key: &'static str, general: u32| {
        let own = table.optional(key, weight)?;
        if own.is_none() {
            table.set_normal(key, f64::from(general) / f64::from(SLOT));
        }
        Ok(own.unwrap_or(general))
    };
    let offered = one("offered", general.offered);
    let needs_reply = one("needs_reply", general.needs_reply);
    let awaits_customer = one("awaits_customer", general.awaits_customer);
    let inactive = one("inactive", general.inactive);
    let parked = one("parked", general.parked);
    table.finish();
    Ok(Weights {
        offered: offered?,
        needs_reply: needs_reply?,
        awaits_customer: awaits_customer?,
        inactive: inactive?,
        parked: parked?,
        wrap_up: general.wrap_up,
    })
}

/// A weight in thousandths of a slot.
fn weight(item: &Item<'_>) -> Read<u32> {
    share(item).and_then(|share| thousandths(item, share))
}

fn thousandths(item: &Item<'_>, slots: f64) -> Read<u32> {
    let weight = slots * f64::from(SLOT);
    let thousandths = weight.round();
    if (weight - thousandths).abs() > 1e-6 {
        return Err(item.refuse("a weight has at most three decimals", "write for instance 0.25"));
    }
    Ok(thousandths as u32)
}

/// What the conversations of a channel take, where their weight is written, and what new ones take.
pub(super) struct Share {
    pub(super) share: ChannelShare,
    pub(super) weight: At<u32>,
    pub(super) new: u32,
}

/// What is said of one channel.
pub(super) fn one_share(item: &Item<'_>, general: &Weights) -> Read<Share> {
    let mut table = item.table()?;
    let weight = table.default("weight", "1", at(slots_of_one));
    let at_most = table.optional("at_most", |item| item.whole(1, MOST_SLOTS));
    let weights = table.optional("weights", |item| own_weights(item, general));
    if let (Ok(At { value: 0, .. }), Ok(None)) = (&weight, &at_most) {
        let message = "an agent is offered all conversations of this channel at once: they weigh nothing";
        let help = "write how many of them an agent is offered, for instance at_most = 2";
        item.context.warn(table.place_of("weight"), &item.key, Problem::new(message, help));
    }
    table.finish();
    let (weight, weights) = (weight?, weights?);
    let new = weights.as_ref().unwrap_or(general).times(weight.value).needs_reply;
    let share = ChannelShare { weight: weight.value, at_most: at_most?.map(|number| number as u32), weights };
    Ok(Share { share, weight, new })
}

/// Slots in thousandths, of which there may be more than one.
pub(super) fn slots_of_one(item: &Item<'_>) -> Read<u32> {
    let slots = not_negative(item)?;
    if slots > MOST_SLOTS as f64 {
        return Err(item.refuse(format!("{} slots are too many", shown(slots)), format!("write at most {MOST_SLOTS}")));
    }
    thousandths(item, slots)
}
