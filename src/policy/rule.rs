//! Rules from outside: what a crate that uses this one can add to the keys of an order or of an assignment, with
//! [`OrderKey::custom`](super::OrderKey::custom) and [`AssignmentKey::custom`](super::AssignmentKey::custom). [A whole
//! example](crate#a-rule-of-your-own) is in the documentation of the crate.
//!
//! What a rule may ask is what the public fields and methods of [`World`] and
//! [`Conversation`](crate::world::Conversation) say. Beside a rule of your own other keys may stand, before and after it.

use crate::units::{ConversationId, DeskId};
use crate::world::World;
use std::fmt::Debug;
use std::ops::Deref;
use std::panic::RefUnwindSafe;
use std::sync::Arc;

/// Which conversation next: a key of the queue's or of an inbox's order.
///
/// A rule sees what a platform can see, and the same must give the same: no clock, no generator of its own, no platform
/// `ln` or `exp`. It is asked about every conversation in line whenever the next one is wanted: the time of a decision is
/// linear in those who wait.
pub trait OrderRule: Debug + Send + Sync + RefUnwindSafe {
    /// How urgent a conversation is; the highest is next. Anything but not-a-number.
    fn score(&self, world: &World, conversation: ConversationId) -> f64;
}

/// Which agent gets a conversation: a key of an assignment.
pub trait AssignmentRule: Debug + Send + Sync + RefUnwindSafe {
    /// How well a desk suits a conversation; the highest gets it. Anything but not-a-number.
    fn score(&self, world: &World, conversation: ConversationId, desk: DeskId) -> f64;
}

/// A rule that several policies and threads use. Equal is only what is the very same.
#[derive(Debug)]
pub struct Shared<T: ?Sized>(pub Arc<T>);

impl<T: ?Sized> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared(Arc::clone(&self.0))
    }
}

impl<T: ?Sized> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T: ?Sized> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A whole number that is the smaller the greater this one is. Zero has no sign.
pub(super) fn descending(value: f64) -> u64 {
    let bits = if value == 0.0 { 0 } else { value.to_bits() };
    match bits >> 63 {
        0 => (u64::MAX >> 1) - bits,
        _ => bits,
    }
}
