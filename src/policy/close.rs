//! When a silent conversation ends.

use super::Value;
use crate::units::{Span, Time};
use crate::world::{Conversation, State};

/// The rule of closing: after so much of something; `None` never closes a silent conversation.
///
/// A recognised ending closes with the reply whatever the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Close {
    /// How long, and since when.
    pub after: Option<(Span, CloseClock)>,
}

/// Since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseClock {
    /// Since the conversation went inactive.
    Inactive,
    /// Since the agent's last reply.
    LastAgent,
    /// Since the customer's last message, though it counts only while the customer is awaited.
    LastCustomerWhileAwaiting,
}

/// The names of the clocks, as a scenario writes them.
pub const CLOCKS: &[(&str, CloseClock)] = &[
    ("inactive", CloseClock::Inactive),
    ("last-agent", CloseClock::LastAgent),
    ("last-customer-while-awaiting", CloseClock::LastCustomerWhileAwaiting),
];

/// The names of the rule, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value { name: "never", parameters: "", about: "only a recognised ending closes" },
    Value {
        name: "after",
        parameters: "span, clock = inactive | last-agent | last-customer-while-awaiting",
        about: "closes a conversation that awaits its customer for so long; default clock: inactive, or last-agent where nothing goes inactive",
    },
];

impl Close {
    /// When a conversation that awaits its customer is closed; `None` never, or not before it is inactive.
    #[inline]
    pub fn due(&self, conversation: &Conversation) -> Option<Time> {
        let (after, clock) = self.after?;
        let origin = match clock {
            CloseClock::Inactive if conversation.state == State::Inactive => conversation.since,
            CloseClock::Inactive => return None,
            CloseClock::LastAgent => conversation.replied,
            CloseClock::LastCustomerWhileAwaiting => conversation.written,
        };
        Some(origin + after)
    }
}
