//! When a matter goes on as another demand, such as a call.

use super::{Value, words};
use crate::units::Span;
use crate::world::Conversation;

/// The rule of escalation, for demands that say as what they go on: any of these is enough.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Escalation {
    /// Conversations of an urgent customer, at once.
    pub urgent: bool,
    /// After so many replies, if the matter is still open.
    pub after_exchanges: Option<u16>,
    /// After a response that took longer, if the matter is still open.
    pub after_wait: Option<Span>,
}

/// The names of the rule, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value { name: "urgent", parameters: "true | false", about: "urgent customers go on at once; default false" },
    Value {
        name: "after_exchanges",
        parameters: "replies",
        about: "after so many replies the matter goes on, if it is still open",
    },
    Value {
        name: "after_wait",
        parameters: "span",
        about: "after a response that took longer the matter goes on, if it is still open",
    },
];

impl Escalation {
    /// Whether the reply just sent, to a message written then, lets the matter go on.
    #[inline]
    pub fn is_due(&self, conversation: &Conversation) -> bool {
        self.after_exchanges.is_some_and(|replies| conversation.exchange >= replies)
            || self.after_wait.is_some_and(|wait| conversation.replied.since(conversation.written) > wait)
    }
}

impl Escalation {
    /// The rule in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let Escalation { urgent, after_exchanges, after_wait } = *self;
        let mut said = Vec::new();
        if urgent {
            said.push("The matter of an urgent customer goes on at once.".to_owned());
        }
        if let Some(replies) = after_exchanges {
            let replies = if replies == 1 { "the first reply".to_owned() } else { format!("{replies} replies") };
            said.push(format!("A matter that is still open goes on after {replies}."));
        }
        if let Some(wait) = after_wait {
            said.push(format!(
                "A matter that is still open goes on after a response that took longer than {}.",
                words::span(wait)
            ));
        }
        if said.is_empty() {
            said.push("Never because of a rule.".to_owned());
        }
        said
    }
}
