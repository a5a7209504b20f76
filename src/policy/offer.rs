//! Whether an agent has to accept what he is given.

use super::{Value, words};
use crate::units::Span;

/// The rule of offers. With ownership by teams every assignment is automatic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offer {
    /// What is assigned is in the inbox at once.
    #[default]
    Automatic,
    /// Agents with nothing to do take the next one themselves; nobody else gets new work.
    Pull,
    /// It is offered, and the agent accepts it after a time of his own, or misses it.
    Timed(Timed),
}

/// An offer that must be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timed {
    /// Whoever has not accepted after so long has missed it.
    pub timeout: Span,
    /// Whether everybody with room sees it, so that whoever is quickest gets it.
    pub broadcast: bool,
    /// Whether whoever missed it is not offered it again while it waits in the queue this time.
    pub excludes: bool,
    /// So long whoever missed it gets no new work.
    pub pause: Span,
    /// Whether it loses its place in the queue.
    pub to_back: bool,
}

/// The names of the rule, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value { name: "automatic", parameters: "", about: "what is assigned is in the inbox at once" },
    Value {
        name: "pull",
        parameters: "",
        about: "agents with nothing to do take the next one; nobody else gets new work",
    },
    Value {
        name: "timeout",
        parameters: "span",
        about: "it is offered: accepted after the time that the team's agents take, or missed after so long; then it is \
                offered to somebody else, of the next ring if there is one",
    },
    Value {
        name: "broadcast",
        parameters: "true | false",
        about: "whether everybody with room is offered it, so that whoever is quickest gets it; default false",
    },
    Value {
        name: "excludes",
        parameters: "true | false",
        about: "whether whoever missed it is not offered it again in this passage through the queue; default false",
    },
    Value { name: "pause", parameters: "span", about: "so long whoever missed it gets no new work; default 0s" },
    Value {
        name: "miss",
        parameters: "keep | back",
        about: "whether it keeps its place in the queue or goes to the back; default keep",
    },
];

impl Offer {
    /// The rule in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let Timed { timeout, broadcast, excludes, pause, to_back } = match self {
            Offer::Automatic => return vec!["No: what is assigned is in the agent's inbox at once.".to_owned()],
            Offer::Pull => {
                let said =
                    "Agents with nothing to do take the next conversation themselves; nobody else gets new work.";
                return vec![said.to_owned()];
            }
            Offer::Timed(timed) => *timed,
        };
        let to_whom = match broadcast {
            false => "A conversation is offered to one agent, who",
            true => "A conversation is offered to everybody with room; whoever is quickest",
        };
        let again = match excludes {
            false => "Whoever missed it may be offered it again.",
            true => "Whoever missed it is not offered it again while it waits.",
        };
        let place = match to_back {
            false => "A conversation that was missed keeps its place in the queue.",
            true => "A conversation that was missed goes to the back of the queue.",
        };
        vec![
            format!(
                "{to_whom} accepts it after a time of the team's own, or misses it after {}.",
                words::span(timeout)
            ),
            again.to_owned(),
            words::pause(pause, "Whoever missed it"),
            place.to_owned(),
        ]
    }
}
