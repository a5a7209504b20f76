//! Scores that a scenario writes down.

use super::order::Joining;
use crate::units::ConversationId;
use crate::world::World;

/// An expression over what a policy may see.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// As written.
    pub text: String,
}

impl Score {
    /// What it says of a conversation now.
    pub fn value(&self, _world: &World, _conversation: ConversationId, _joining: Joining) -> f64 {
        0.0
    }
}
