//! Whom the front door turns away, and what it tells those who wait.

use super::Value;

/// The rule of the door. Only a new conversation is ever refused, a returning one never.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Door {
    /// The most conversations that may wait in the queue; a new one that still waits beyond it, once everybody who can
    /// be is assigned, is refused.
    pub waiting: Option<u32>,
    /// The most conversations that may be open; a new one beyond it is refused.
    pub inside: Option<u32>,
    /// The signs of life that those who wait are given.
    pub gives: Gives,
}

/// Signs of life. Each multiplies the customer's patience by a factor of his own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gives {
    /// "We got your message."
    pub acknowledgement: bool,
    /// "An agent is there."
    pub presence: bool,
    /// "It will take about four minutes."
    pub estimated_wait: bool,
    /// "... is typing": who would wait for the reply stops losing patience when the work on it begins.
    pub typing: bool,
}

/// The names of the signs of life, as a scenario writes them.
pub const SIGNALS: &[(&str, Gives)] = {
    const NONE: Gives = Gives { acknowledgement: false, presence: false, estimated_wait: false, typing: false };
    &[
        ("acknowledgement", Gives { acknowledgement: true, ..NONE }),
        ("presence", Gives { presence: true, ..NONE }),
        ("estimated-wait", Gives { estimated_wait: true, ..NONE }),
        ("typing", Gives { typing: true, ..NONE }),
    ]
};

impl Gives {
    /// What both give.
    pub fn and(self, other: Gives) -> Gives {
        Gives {
            acknowledgement: self.acknowledgement | other.acknowledgement,
            presence: self.presence | other.presence,
            estimated_wait: self.estimated_wait | other.estimated_wait,
            typing: self.typing | other.typing,
        }
    }
}

/// The names of the rule, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value {
        name: "waiting",
        parameters: "conversations",
        about: "refuse a new one that would wait behind so many in the queue",
    },
    Value { name: "inside", parameters: "conversations", about: "refuse a new one while so many are open" },
    Value {
        name: "signals",
        parameters: "[acknowledgement, presence, estimated-wait, typing]",
        about: "what those who wait are told: multiplies patience by the demand's factor for it; typing stops its clock",
    },
];
