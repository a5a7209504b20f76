//! When silence frees a slot.

use super::order::Adaptive;
use super::silence::{self, Silence};
use super::{Value, words};
use crate::random::uniform;
use crate::units::{ConversationId, Span, Time};
use crate::world::{Conversation, Lot, World};

/// The rule of inactivity. Only a conversation that awaits its customer can become inactive, unless the clock runs on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Inactivity {
    /// The customer holds the slot until the conversation is closed.
    Never,
    /// The slot is free as soon as the reply is sent.
    AtOnce,
    /// After so much silence.
    After {
        /// How much.
        after: Span,
        /// Since when.
        clock: Clock,
    },
    /// After a silence that is long for this customer.
    Adaptive {
        /// How long that is.
        adaptive: Adaptive,
        /// Since when.
        clock: Clock,
    },
    /// Only when somebody waits in the queue who could have the slot, the longest silence first, and only after so
    /// much silence.
    OnDemand {
        /// How much.
        after: Span,
        /// Since when.
        clock: Clock,
    },
    /// When the agent notes it, which happens after so much silence or not at all.
    Manual {
        /// How much.
        after: Span,
        /// Since when.
        clock: Clock,
        /// How probable it is.
        probability: f64,
    },
}

/// Since when silence is measured. The last two run on while a customer waits for a reply: then the conversation counts as
/// inactive until he writes again or is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Since the agent's last reply.
    LastAgent,
    /// Since the customer's last message, though it counts only while the customer is awaited.
    LastCustomerWhileAwaiting,
    /// Since the first reply to the customer's last message. Agents reply once to a message, so that this is the last one;
    /// platforms tell them apart.
    FirstAgentAfterCustomer,
    /// Since the customer's last message.
    LastCustomer,
    /// Since the last message of either.
    LastAny,
}

/// The names of the clocks, as a scenario writes them.
pub const CLOCKS: &[(&str, Clock)] = &[
    ("last-agent", Clock::LastAgent),
    ("last-customer-while-awaiting", Clock::LastCustomerWhileAwaiting),
    ("first-agent-after-customer", Clock::FirstAgentAfterCustomer),
    ("last-customer", Clock::LastCustomer),
    ("last-any", Clock::LastAny),
];

/// The names of the rules, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value { name: "never", parameters: "", about: "the customer holds the slot until the conversation is closed" },
    Value { name: "at-once", parameters: "", about: "the slot is free as soon as the reply is sent" },
    Value {
        name: "after",
        parameters: "span, clock = last-agent | last-customer-while-awaiting | first-agent-after-customer | last-customer | last-any",
        about: "after so much silence",
    },
    Value {
        name: "adaptive",
        parameters: "{ factor, minimum, maximum }, clock",
        about: "after factor x the customer's smoothed gap, between minimum and maximum",
    },
    Value {
        name: "on_demand",
        parameters: "{ after }, clock",
        about: "when somebody waits who could have the slot: the longest silence first, of those silent for at least so long",
    },
    Value {
        name: "manual",
        parameters: "{ after, probability }, clock",
        about: "when the agent notes it: after so much silence, with this probability, or not at all",
    },
    silence::VALUES[0],
    silence::VALUES[1],
];

impl Clock {
    /// When the silence of a conversation that awaits its customer began.
    #[inline]
    pub fn origin(self, conversation: &Conversation) -> Time {
        match self {
            Clock::LastAgent | Clock::FirstAgentAfterCustomer => conversation.replied,
            Clock::LastCustomerWhileAwaiting | Clock::LastCustomer => conversation.heard,
            Clock::LastAny => conversation.replied.max(conversation.heard),
        }
    }

    /// Whether it runs while a customer waits for a reply.
    pub fn runs_on(self) -> bool {
        matches!(self, Clock::LastCustomer | Clock::LastAny)
    }
}

impl Inactivity {
    /// When a conversation that awaits its customer becomes inactive, or (on demand) may; `None` never. May lie in the
    /// past: then it is now.
    #[inline]
    pub fn due(&self, conversation: &Conversation) -> Option<Time> {
        match *self {
            Inactivity::Never => None,
            Inactivity::AtOnce => Some(conversation.replied),
            Inactivity::After { after, clock }
            | Inactivity::OnDemand { after, clock }
            | Inactivity::Manual { after, clock, .. } => Some(clock.origin(conversation) + after),
            Inactivity::Adaptive { adaptive, clock } => {
                Some(clock.origin(conversation) + adaptive.span(conversation.gap()))
            }
        }
    }

    /// When a conversation whose customer waits counts as inactive all the same; `None` where the clock stands still.
    pub fn due_while_waiting(&self, conversation: &Conversation) -> Option<Time> {
        if self.runs_on() { self.due(conversation) } else { None }
    }

    /// Whether the slot is free with the reply.
    #[inline]
    pub fn is_at_once(&self) -> bool {
        *self == Inactivity::AtOnce
    }

    /// Whether slots are freed only when somebody waits.
    #[inline]
    pub fn is_on_demand(&self) -> bool {
        matches!(self, Inactivity::OnDemand { .. })
    }

    /// Since when a conversation has been silent that may become inactive on demand.
    pub fn silent_since(&self, conversation: &Conversation) -> Option<Time> {
        match *self {
            Inactivity::OnDemand { clock, .. } => Some(clock.origin(conversation)),
            _ => None,
        }
    }

    /// Whether a silence that is long enough has its effect: by hand, only if the agent notes it.
    pub fn is_noted(&self, world: &World, conversation: ConversationId) -> bool {
        match *self {
            Inactivity::Manual { probability, .. } => {
                let exchange = world.conversation(conversation).exchange;
                uniform(world.draw(conversation, exchange, Lot::Press)) < probability
            }
            _ => true,
        }
    }

    /// Whether it counts conversations as inactive whose customers wait.
    fn runs_on(&self) -> bool {
        match *self {
            Inactivity::After { clock, .. } | Inactivity::Adaptive { clock, .. } | Inactivity::Manual { clock, .. } => {
                clock.runs_on()
            }
            Inactivity::Never | Inactivity::AtOnce | Inactivity::OnDemand { .. } => false,
        }
    }

    /// See [`Treatment::keeps_clocks`](super::Treatment::keeps_clocks).
    pub(super) fn keeps_clocks(&self) -> bool {
        self.runs_on() || matches!(self, Inactivity::Manual { .. })
    }
}

impl Clock {
    /// Since when, in words.
    fn phrase(self) -> &'static str {
        match self {
            Clock::LastAgent => "the agent's last reply",
            Clock::LastCustomerWhileAwaiting => "the customer's last message",
            Clock::FirstAgentAfterCustomer => "the first reply to the customer's last message",
            Clock::LastCustomer => "the customer's last message, whoever owes the reply",
            Clock::LastAny => "the last message of either side, whoever owes the reply",
        }
    }

    /// Whom it is about.
    fn who(self) -> &'static str {
        if self.runs_on() { "A conversation" } else { "A conversation that awaits its customer" }
    }
}

impl Inactivity {
    /// The rule in sentences, with what goes with it.
    pub fn sentences(&self, silence: &Silence) -> Vec<String> {
        let Silence { unassigned, sweep, reminders: _, parking: _ } = silence;
        let (clock, said) = match *self {
            Inactivity::Never => {
                return vec!["Never: the customer holds the slot until the conversation is closed.".to_owned()];
            }
            Inactivity::AtOnce => return vec!["A conversation is inactive as soon as the reply is sent.".to_owned()],
            Inactivity::After { after, clock } => {
                (clock, format!("{} becomes inactive {} after {}", clock.who(), words::span(after), clock.phrase()))
            }
            Inactivity::Adaptive { adaptive, clock } => {
                (clock, format!("{} becomes inactive {} after {}", clock.who(), adaptive.phrase(), clock.phrase()))
            }
            Inactivity::OnDemand { after, clock } => {
                let least = match after {
                    Span::ZERO => String::new(),
                    _ => format!(", of those silent for at least {}", words::span(after)),
                };
                let since = clock.phrase();
                let said = "Only when somebody waits who could have the slot: the longest silence first";
                (clock, format!("{said}{least}, counted from {since}"))
            }
            Inactivity::Manual { after, clock, probability } => {
                let (after, share) = (words::span(after), words::percent(probability));
                let when = format!("{after} after {}", clock.phrase());
                (clock, format!("{} becomes inactive {when}, if the agent notes it: in {share} of cases", clock.who()))
            }
        };
        let queue = match (clock.runs_on(), unassigned) {
            (false, _) => "",
            (true, false) => "; not in the queue",
            (true, true) => "; also in the queue",
        };
        vec![format!("{said}{queue}."), words::sweep(*sweep)]
    }
}
