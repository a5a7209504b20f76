//! The agent's day: what becomes of the conversations of an agent who goes home or on a break.

use super::{Value, words};
use crate::units::Span;
use crate::world::Reach;

/// The rule of the desk. It is about agents who own conversations; a team's inbox is always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Desk {
    /// When an agent goes home.
    pub shift_end: Leaving,
    /// When an agent goes on a break or into a meeting.
    pub breaks: Leaving,
    /// So long before the end of a shift the agent gets no new work.
    pub no_new_before: Span,
}

/// What becomes of the conversations of an agent who leaves. Every rule lets the reply in hand finish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// The agent works off what needs a reply, and only then leaves: overtime. What is written meanwhile is for others.
    Finish,
    /// They stay: whatever is written waits until the agent is back.
    Hold,
    /// They stay until the customer writes: that message is for whoever has room. What waits already goes on waiting.
    OnReply,
    /// What needs a reply goes back to the queue; the rest stays until the customer writes.
    HandOver,
    /// The same, and what awaits its customer belongs to nobody any more.
    HandOverOpen,
    /// The same, and what is inactive as well.
    HandOverAll,
}

impl Leaving {
    /// What the desk takes once its agent is to leave.
    pub fn reach(self) -> Reach {
        if self == Leaving::Hold { Reach::Held } else { Reach::Closed }
    }

    /// Whether what needs a reply goes back to the queue.
    pub fn hands_over(self) -> bool {
        matches!(self, Leaving::HandOver | Leaving::HandOverOpen | Leaving::HandOverAll)
    }

    /// Whether what awaits its customer, and whether what is inactive, belongs to nobody any more.
    pub fn releases(self) -> (bool, bool) {
        (matches!(self, Leaving::HandOverOpen | Leaving::HandOverAll), self == Leaving::HandOverAll)
    }
}

impl Desk {
    /// Whether some rule leaves conversations to nobody.
    pub fn releases(&self) -> bool {
        self.shift_end.releases().0 || self.breaks.releases().0
    }
}

impl Default for Desk {
    /// What needs a reply is handed over at the end of a shift, and held during a break.
    fn default() -> Desk {
        Desk { shift_end: Leaving::HandOver, breaks: Leaving::Hold, no_new_before: Span::ZERO }
    }
}

/// The names of what becomes of conversations, as a scenario writes them.
pub const LEAVINGS: &[(&str, Leaving)] = &[
    ("finish", Leaving::Finish),
    ("hold", Leaving::Hold),
    ("on-reply", Leaving::OnReply),
    ("hand-over", Leaving::HandOver),
    ("hand-over-open", Leaving::HandOverOpen),
    ("hand-over-all", Leaving::HandOverAll),
];

/// The names of the rule, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value {
        name: "shift_end",
        parameters: "finish | hold | on-reply | hand-over | hand-over-open | hand-over-all",
        about: "what becomes of an agent's conversations at the end of the shift, after the reply in hand: worked off \
                first; kept until the agent is back; kept until the customer writes; what needs a reply goes to the \
                queue; and what awaits its customer is released; and what is inactive; default hand-over",
    },
    Value { name: "breaks", parameters: "the same", about: "the same for breaks and meetings; default hold" },
    Value {
        name: "no_new_before",
        parameters: "span",
        about: "so long before the end of a shift an agent gets no new work; default 0s",
    },
];

impl Leaving {
    /// What becomes of conversations, in words.
    fn phrase(self) -> &'static str {
        match self {
            Leaving::Finish => {
                "the agent works off what needs a reply, and leaves then; what is written meanwhile is for others"
            }
            Leaving::Hold => "conversations stay with the agent, and what is written waits until the agent is back",
            Leaving::OnReply => {
                "conversations stay with the agent until their customers write: that is for whoever has room"
            }
            Leaving::HandOver => {
                "what needs a reply goes back to the queue; the rest stays with the agent until its customer writes"
            }
            Leaving::HandOverOpen => {
                "what needs a reply goes back to the queue, and what awaits its customer belongs to nobody any more; what is \
                 inactive stays with the agent"
            }
            Leaving::HandOverAll => {
                "what needs a reply goes back to the queue, and everything else, even if inactive, belongs to nobody any more"
            }
        }
    }
}

impl Desk {
    /// The rule in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let Desk { shift_end, breaks, no_new_before } = *self;
        vec![
            format!("At the end of a shift {}.", shift_end.phrase()),
            format!("In a break {}.", breaks.phrase()),
            match no_new_before {
                Span::ZERO => "New work comes until the shift ends.".to_owned(),
                _ => format!("In the last {} of a shift there is no new work.", words::span(no_new_before)),
            },
        ]
    }
}
