//! Which conversation next, from the queue of all or from the inbox of one agent.
//!
//! Every key here is fixed when a conversation joins, so that a line is a heap and a decision costs a logarithm.

use super::Value;
use crate::units::Span;

/// One key of an order; a list of keys is compared from left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OrderKey {
    /// Who joined the line first.
    JoinedFirst,
    /// Who waits longest: in the queue since the time of entry, in the inbox since the message.
    WaitingLongest,
    /// Who waits shortest.
    Newest,
    /// The most urgent class first.
    Class,
    /// Whose target is due first; without a target last.
    Deadline,
    /// Replies to later messages before replies to first ones.
    RepliesFirst,
    /// Conversations that came back before new ones.
    ReactivatedFirst,
    /// New conversations before those that came back.
    ReactivatedLast,
    /// The adaptive response timer: the message is due after a time that suits this customer's tempo.
    Adaptive(Adaptive),
    /// The customer with the shortest smoothed gap first.
    MostEngaged,
    /// In the order of a number drawn at random on joining.
    Random,
}

/// factor x the customer's smoothed gap, but not below `minimum` and not above `maximum`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adaptive {
    /// The factor; positive.
    pub factor: f64,
    /// The least.
    pub minimum: Span,
    /// The most.
    pub maximum: Span,
}

impl Adaptive {
    /// The span for a customer with this smoothed gap.
    pub fn span(&self, gap: Span) -> Span {
        Span((gap.0 as f64 * self.factor + 0.5) as u64).clamp(self.minimum, self.maximum)
    }
}

/// The names of the keys without parameters, as a scenario writes them; `adaptive` is written as a table.
pub const NAMES: &[(&str, OrderKey)] = &[
    ("joined-first", OrderKey::JoinedFirst),
    ("waiting-longest", OrderKey::WaitingLongest),
    ("newest", OrderKey::Newest),
    ("class", OrderKey::Class),
    ("deadline", OrderKey::Deadline),
    ("replies-first", OrderKey::RepliesFirst),
    ("reactivated-first", OrderKey::ReactivatedFirst),
    ("reactivated-last", OrderKey::ReactivatedLast),
    ("most-engaged", OrderKey::MostEngaged),
    ("random", OrderKey::Random),
];

/// The names of the keys, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value { name: "joined-first", parameters: "", about: "who joined this line first" },
    Value { name: "waiting-longest", parameters: "", about: "who waits longest: in the queue since entry, in the inbox since the message" },
    Value { name: "newest", parameters: "", about: "who waits shortest" },
    Value { name: "class", parameters: "", about: "the most urgent class first" },
    Value { name: "deadline", parameters: "", about: "whose target is due first; without a target last" },
    Value { name: "replies-first", parameters: "", about: "later messages before first messages" },
    Value { name: "reactivated-first", parameters: "", about: "conversations that came back before new ones" },
    Value { name: "reactivated-last", parameters: "", about: "new conversations before those that came back" },
    Value { name: "adaptive", parameters: "{ factor, minimum, maximum }", about: "adaptive response timer: due after factor x the customer's smoothed gap, between minimum and maximum" },
    Value { name: "most-engaged", parameters: "", about: "the customer with the shortest smoothed gap first" },
    Value { name: "random", parameters: "", about: "in the order of a number drawn on joining" },
];

impl OrderKey {
    /// How many bits of the 128 of a line's key it takes.
    pub const fn width(&self) -> u32 {
        match self {
            OrderKey::JoinedFirst => 0,
            OrderKey::WaitingLongest | OrderKey::Newest | OrderKey::Deadline | OrderKey::Adaptive(_) => 48,
            OrderKey::Class => 8,
            OrderKey::RepliesFirst | OrderKey::ReactivatedFirst | OrderKey::ReactivatedLast => 1,
            OrderKey::MostEngaged => 42,
            OrderKey::Random => 32,
        }
    }
}
