//! Whom the front door turns away.

use super::Value;

/// The rule of the door. Only a new conversation is ever refused, a returning one never.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Door {
    /// The most conversations that may wait in the queue; a new one that still waits beyond it, once everybody who can
    /// be is assigned, is refused.
    pub waiting: Option<u32>,
    /// The most conversations that may be open; a new one beyond it is refused.
    pub inside: Option<u32>,
}

/// The names of the rule, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value {
        name: "waiting",
        parameters: "conversations",
        about: "refuse a new one that would wait behind so many in the queue",
    },
    Value { name: "inside", parameters: "conversations", about: "refuse a new one while so many are open" },
];
