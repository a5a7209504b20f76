//! What becomes of a message that its agent does not answer.

use super::{Entry, Value, words};
use crate::units::Span;

/// The rule for a message that waits in an agent's inbox. One that is in hand is left alone, and a team's inbox as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// After so long in the inbox.
    pub after: Span,
    /// What becomes of it.
    pub then: Then,
    /// Whether the agent is not given it again in this passage through the queue.
    pub excludes: bool,
    /// So long the agent gets no new work.
    pub pause: Span,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It goes back to the queue.
    Requeue(Entry),
    /// It goes to another agent who has room now; without one it stays, for as long again.
    Transfer,
}

/// The names of the rule, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value { name: "nothing", parameters: "", about: "it waits for its agent" },
    Value { name: "after", parameters: "span", about: "what waits in an inbox for so long is taken from the agent" },
    Value {
        name: "then",
        parameters: "requeue | transfer",
        about: "it goes to the queue, or to another agent who has room now, else it stays for as long again; default requeue",
    },
    Value {
        name: "at",
        parameters: "front | back | original",
        about: "where in the queue: ahead of its class, with the present time, with the time it was first there; default back",
    },
    Value {
        name: "excludes",
        parameters: "true | false",
        about: "whether the agent is not given it again in this passage through the queue; default true",
    },
    Value { name: "pause", parameters: "span", about: "so long the agent gets no new work; default 0s" },
];

impl Unanswered {
    /// The rule in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let Unanswered { after, then, excludes, pause } = *self;
        let after = words::span(after);
        let what = match then {
            Then::Requeue(at) => format!("goes back to the queue, {}", words::place(at)),
            Then::Transfer => "goes to another agent who has room; without one it stays for as long again".to_owned(),
        };
        let again = match excludes {
            true => "The agent is not given it again in this passage through the queue.",
            false => "The agent may be given it again.",
        };
        vec![
            format!("What has waited in an agent's inbox for {after} {what}."),
            again.to_owned(),
            words::pause(pause, "The agent"),
        ]
    }
}
