//! Orders that change while conversations wait, or are drawn anew at every look: a line of them is looked at as a whole.

use super::order::{self, Joining, OrderKey};
use super::rule::descending;
use crate::random::{philox, uniform};
use crate::units::{ConversationId, DeskId};
use crate::world::{Lot, World};

/// An order that is not fixed: one of several, and often one of one.
#[derive(Clone, Debug)]
pub struct Changing {
    /// The orders with the sum of the shares up to each.
    orders: Vec<(f64, Vec<OrderKey>)>,
}

/// What a conversation brought with it when it joined a line.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where it entered.
    pub joining: Joining,
    /// The keys of all orders, one after the other; those that change are 0.
    fixed: Vec<u64>,
}

/// A place in an order: the least is next.
pub type Rank = Vec<u64>;

/// The score of this key was not a number.
#[derive(Clone, Copy, Debug)]
pub struct NoNumber<'k>(pub &'k OrderKey);

/// Which line is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The queue.
    Queue,
    /// The inbox of a desk.
    Inbox(DeskId),
}

impl Changing {
    /// The order, if it is not fixed.
    pub fn new(order: &[OrderKey]) -> Option<Changing> {
        if !order.iter().any(OrderKey::changes) {
            return None;
        }
        let [OrderKey::Blend(shares)] = order else { return Some(Changing { orders: vec![(1.0, order.to_vec())] }) };
        let sums = shares.iter().scan(0.0, |sum, (share, order)| {
            *sum += share;
            Some((*sum, order.clone()))
        });
        Some(Changing { orders: sums.collect() })
    }

    /// What a conversation brings with it that joins the line now.
    pub fn place(&self, world: &World, conversation: ConversationId, joining: Joining) -> Place {
        let keys = self.orders.iter().flat_map(|(_, keys)| keys);
        Place { joining, fixed: keys.map(|key| key.value(world, conversation, joining)).collect() }
    }

    /// Which of the orders holds at this instant.
    pub fn drawn(&self, world: &World, look: Look) -> usize {
        let (last, rest) = self.orders.split_last().expect("there is an order");
        if rest.is_empty() {
            return 0;
        }
        let line = match look {
            Look::Queue => 0,
            Look::Inbox(desk) => u64::from(desk.0) + 1,
        };
        let number = uniform(philox(world.key, [world.now.0, line, 0, Lot::Blend as u64])[0]);
        rest.iter().position(|(sum, _)| number < sum / last.0).unwrap_or(rest.len())
    }

    /// Where a conversation stands now, by the order that was drawn.
    ///
    /// # Errors
    /// If a score is not a number.
    pub fn rank(
        &self,
        drawn: usize,
        place: &Place,
        world: &World,
        conversation: ConversationId,
    ) -> Result<Rank, NoNumber<'_>> {
        let before: usize = self.orders[..drawn].iter().map(|(_, keys)| keys.len()).sum();
        let keys = &self.orders[drawn].1;
        let mut rank = Vec::with_capacity(keys.len() + 2);
        rank.push(order::rank(world, conversation).into());
        for (key, fixed) in keys.iter().zip(&place.fixed[before..]) {
            if !key.changes() {
                rank.push(*fixed);
                continue;
            }
            let value = key.value_now(world, conversation, place.joining);
            if value.is_nan() {
                return Err(NoNumber(key));
            }
            rank.push(descending(value));
        }
        rank.push(u64::from(place.joining != Joining::QueueFront));
        Ok(rank)
    }
}
