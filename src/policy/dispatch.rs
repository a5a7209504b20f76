//! When the queue is looked at.

use super::{Value, words};
use crate::units::{Span, Time};

/// The rule of dispatch: what lets waiting conversations be assigned, as many as possible or only so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dispatch {
    /// At an instant at which something of this happened.
    pub on: Triggers,
    /// Whenever so much time has passed, counted from the beginning.
    pub every: Option<Span>,
    /// At most so many from each queue at once; the rest waits for the next time.
    pub at_most: Option<u32>,
}

/// What may let the queue be looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Triggers {
    /// Somebody joined the queue.
    pub arrival: bool,
    /// An agent may have found room.
    pub freed: bool,
    /// An agent signed in, or is back.
    pub sign_in: bool,
}

impl Triggers {
    /// All of them.
    pub const ALL: Triggers = Triggers { arrival: true, freed: true, sign_in: true };

    /// Whether one of these is among the others.
    #[inline]
    pub fn meets(self, other: Triggers) -> bool {
        self.arrival & other.arrival | self.freed & other.freed | self.sign_in & other.sign_in
    }
}

impl Default for Dispatch {
    /// At every instant at which something may have changed, all who can be.
    fn default() -> Dispatch {
        Dispatch { on: Triggers::ALL, every: None, at_most: None }
    }
}

/// The names of the triggers, as a scenario writes them.
pub const TRIGGERS: &[(&str, Triggers)] = {
    const NONE: Triggers = Triggers { arrival: false, freed: false, sign_in: false };
    &[
        ("arrival", Triggers { arrival: true, ..NONE }),
        ("freed", Triggers { freed: true, ..NONE }),
        ("sign-in", Triggers { sign_in: true, ..NONE }),
    ]
};

/// The names of the rule, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value {
        name: "at-once",
        parameters: "",
        about: "at every instant at which somebody joined the queue or found room",
    },
    Value {
        name: "on",
        parameters: "[arrival, freed, sign-in]",
        about: "when somebody joined the queue, may have room, or signed in or came back; default: all, or none with `every`",
    },
    Value { name: "every", parameters: "span", about: "whenever so much time has passed, counted from the beginning" },
    Value {
        name: "at_most",
        parameters: "conversations",
        about: "at most so many from each queue at once; default: as many as can be",
    },
];

impl Dispatch {
    /// Whether the queue is looked at, after this has happened. `first`: in the first round of the instant.
    #[inline]
    pub fn has_pass(&self, happened: Triggers, now: Time, first: bool) -> bool {
        self.on.meets(happened) || first && self.every.is_some_and(|every| now.0 > 0 && now.0.is_multiple_of(every.0))
    }

    /// When the queue is next looked at by itself, after an instant.
    pub fn next_sweep(&self, after: Time) -> Option<Time> {
        self.every.map(|every| Time((after.0 / every.0 + 1) * every.0))
    }

    /// Whether it matters when the queue is looked at.
    pub fn is_plain(&self) -> bool {
        *self == Dispatch::default()
    }

    /// The rule in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let Dispatch { on: Triggers { arrival, freed, sign_in }, every, at_most } = *self;
        let named = [
            (arrival, "somebody joins it"),
            (freed, "an agent may have room"),
            (sign_in, "an agent signs in or is back"),
        ];
        let mut when: Vec<String> =
            named.iter().filter(|(is, _)| *is).map(|(_, when)| format!("when {when}")).collect();
        when.extend(every.map(|every| format!("every {}", words::span(every))));
        let assigned = match at_most {
            None => "Each time all who can be are assigned.".to_owned(),
            Some(most) => {
                format!("Each time at most {} of each queue is assigned.", words::counted(most.into(), "conversation"))
            }
        };
        vec![format!("The queue is looked at {}.", words::all(&when)), assigned]
    }
}
