//! Whether an agent has to accept what he is given.

use super::{Ownership, Value, room, words};
use crate::units::{DeskId, Span};
use crate::world::{Rooms, World};

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
    /// The same where a team may own conversations: its inbox takes what comes.
    pub fn under(self, ownership: Ownership) -> Offer {
        if ownership == Ownership::Team { Offer::Automatic } else { self }
    }

    /// Whether it depends on more than load who has room.
    pub fn needs_rooms(&self) -> bool {
        match self {
            Offer::Automatic => false,
            Offer::Pull => true,
            Offer::Timed(timed) => timed.excludes || timed.pause > Span::ZERO,
        }
    }

    /// Whether what is assigned must be accepted.
    pub fn timed(&self) -> Option<Timed> {
        match self {
            Offer::Timed(timed) => Some(*timed),
            Offer::Automatic | Offer::Pull => None,
        }
    }

    /// Whether a desk may have new work, had it room.
    pub fn suits(&self, world: &World, rooms: &Rooms, desk: DeskId) -> bool {
        *self != Offer::Pull || room::is_idle(world, rooms, desk) && !rooms.has_offer(desk)
    }
}

impl Timed {
    /// Whether an agent who takes so long accepts in time.
    pub fn is_accepted(&self, takes: Span) -> bool {
        takes <= self.timeout
    }
}

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
