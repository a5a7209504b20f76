//! How a channel is: what its conversations take of an agent, and what a platform lets happen on it.

use crate::units::Span;

/// A channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// The name, unique.
    pub name: String,
    /// What a conversation takes of an agent.
    pub takes: Takes,
    /// Its rank among the channels: work of a higher one goes before work of a lower one as soon as the reply in hand is
    /// sent, in the queue and in the inbox.
    pub rank: u8,
    /// What it costs an agent to go back to this channel from one of a higher rank, instead of the switch cost.
    pub resume: Span,
    /// Whether a customer who leaves closes the page, so that the platform sees it: nobody goes silently, and who
    /// writes no more closes the conversation.
    pub page: bool,
    /// How long after the customer's message a reply may be sent; later there is only a template.
    pub reply_window: Option<ReplyWindow>,
}

/// What a conversation takes of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A place among others: what it weighs, the policy says.
    Slot,
    /// The agent whole, as a call does: only an agent with nothing in hand gets it, and gets nothing new until it is over.
    Agent,
    /// Time that nothing else wants, as an e-mail does: only an agent with nothing in hand and nothing in the inbox gets it.
    Idle,
}

/// A promise of the platform to its customers: no message out of the blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyWindow {
    /// So long after the customer's message any reply may be sent.
    pub within: Span,
    /// The work on a template, which only asks the customer to write again.
    pub template: Span,
}

impl From<&str> for Channel {
    /// A channel on which conversations take slots.
    fn from(name: &str) -> Channel {
        Channel {
            name: name.to_owned(),
            takes: Takes::Slot,
            rank: 0,
            resume: Span::ZERO,
            page: false,
            reply_window: None,
        }
    }
}
