//! When a silent conversation ends.

use super::{Value, words};
use crate::units::{Span, Time};
use crate::world::{Conversation, State};

/// The rule of closing, and of what is written afterwards. A recognised ending closes with the reply whatever the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Close {
    /// How long, and since when; `None` never closes a silent conversation.
    pub after: Option<(Span, CloseClock)>,
    /// Whether only a conversation that awaits its customer is closed; otherwise also one whose customer waits for a reply,
    /// where the clock runs on, unless it is in hand.
    pub only_awaiting: bool,
    /// The timer takes effect only when so much time has passed, counted from the beginning; zero: exactly.
    pub sweep: Span,
    /// Whether it goes to the queue instead of being closed, away from its owner.
    pub requeues: bool,
    /// The longest that a conversation waits in the queue at one time: then it is closed.
    pub queue_wait: Option<Span>,
    /// So long after closing a message still reopens the thread; a later one begins a new conversation, linked to it.
    /// `None`: always reopens.
    pub thread_window: Option<Span>,
    /// Whether the customer's word that this is all closes the conversation at once; else it is a message without content.
    pub on_confirmation: bool,
    /// What becomes of a message without content.
    pub contentless: Contentless,
}

/// What becomes of a message without content, such as "thanks".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contentless {
    /// It needs an agent like any other message, who reads it and closes.
    Handle,
    /// It is as if it had not been written.
    Ignore,
}

impl Default for Close {
    /// Silence never closes, a closed thread is always reopened, a confirmation closes, thanks are handled.
    fn default() -> Close {
        Close {
            after: None,
            only_awaiting: true,
            sweep: Span::ZERO,
            requeues: false,
            queue_wait: None,
            thread_window: None,
            on_confirmation: true,
            contentless: Contentless::Handle,
        }
    }
}

/// The names of what becomes of a message without content, as a scenario writes them.
pub const CONTENTLESS: &[(&str, Contentless)] = &[("handle", Contentless::Handle), ("ignore", Contentless::Ignore)];

/// Since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseClock {
    /// Since the conversation went inactive.
    Inactive,
    /// Since the agent's last reply.
    LastAgent,
    /// Since the customer's last message, though it counts only while the customer is awaited.
    LastCustomerWhileAwaiting,
    /// Since the first reply to the customer's last message.
    FirstAgentAfterCustomer,
    /// Since the customer's last message; runs on while the customer waits.
    LastCustomer,
    /// Since the last message of either; runs on while the customer waits.
    LastAny,
}

/// The names of the clocks, as a scenario writes them.
pub const CLOCKS: &[(&str, CloseClock)] = &[
    ("inactive", CloseClock::Inactive),
    ("last-agent", CloseClock::LastAgent),
    ("last-customer-while-awaiting", CloseClock::LastCustomerWhileAwaiting),
    ("first-agent-after-customer", CloseClock::FirstAgentAfterCustomer),
    ("last-customer", CloseClock::LastCustomer),
    ("last-any", CloseClock::LastAny),
];

/// The names of the rule, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value { name: "never", parameters: "", about: "only a recognised ending closes" },
    Value {
        name: "after",
        parameters: "span, clock = inactive | last-agent | last-customer-while-awaiting | first-agent-after-customer | \
                     last-customer | last-any",
        about: "closes a conversation that awaits its customer for so long; default clock: inactive, or last-agent where nothing goes inactive",
    },
    Value {
        name: "only_awaiting",
        parameters: "true | false",
        about: "whether conversations whose customer waits for a reply are left alone, where the clock runs on; default true",
    },
    Value {
        name: "sweep",
        parameters: "span",
        about: "takes effect only whenever so much time has passed; default exactly",
    },
    Value {
        name: "then",
        parameters: "close | requeue",
        about: "whether it is closed, or goes to the queue, away from its owner; default close",
    },
    Value {
        name: "queue_wait",
        parameters: "span",
        about: "the longest that a conversation waits in the queue at one time: then it is closed; default: no limit",
    },
    Value {
        name: "thread_window",
        parameters: "span",
        about: "so long after closing a message reopens the thread; a later one begins a linked new conversation; default: always reopens",
    },
    Value {
        name: "on_confirmation",
        parameters: "true | false",
        about: "whether the customer's word that this is all closes the conversation at once; default true",
    },
    Value {
        name: "contentless",
        parameters: "handle | ignore",
        about: "whether a message without content, such as thanks, needs an agent, who then closes; default handle",
    },
];

impl CloseClock {
    /// Whether it runs while a customer waits for a reply.
    pub fn runs_on(self) -> bool {
        matches!(self, CloseClock::LastCustomer | CloseClock::LastAny)
    }
}

impl Close {
    /// When a conversation that awaits its customer is closed; `None` never, or not before it is inactive.
    #[inline]
    pub fn due(&self, conversation: &Conversation) -> Option<Time> {
        self.due_since(conversation, Time::START)
    }

    /// The same if the clock began at `since` at the earliest.
    #[inline]
    pub fn due_since(&self, conversation: &Conversation, since: Time) -> Option<Time> {
        let (after, clock) = self.after?;
        let origin = match clock {
            CloseClock::Inactive if conversation.state == State::Inactive => conversation.since,
            CloseClock::Inactive => return None,
            CloseClock::LastAgent | CloseClock::FirstAgentAfterCustomer => conversation.replied,
            CloseClock::LastCustomerWhileAwaiting | CloseClock::LastCustomer => conversation.heard,
            CloseClock::LastAny => conversation.replied.max(conversation.heard),
        };
        Some(origin.max(since) + after)
    }

    /// When a conversation whose customer waits is closed, if the clock began at `since` at the earliest; `None` never.
    pub fn due_while_waiting(&self, conversation: &Conversation, since: Time) -> Option<Time> {
        if self.runs_on() { self.due_since(conversation, since) } else { None }
    }

    /// Whether it closes conversations whose customers wait.
    fn runs_on(&self) -> bool {
        !self.only_awaiting && self.after.is_some_and(|(_, clock)| clock.runs_on())
    }

    /// See [`Treatment::keeps_clocks`](super::Treatment::keeps_clocks).
    pub(super) fn keeps_clocks(&self) -> bool {
        self.runs_on() || self.requeues || self.sweep > Span::ZERO || self.queue_wait.is_some()
    }
}

impl CloseClock {
    /// Since when, in words.
    fn phrase(self) -> &'static str {
        match self {
            CloseClock::Inactive => "it became inactive",
            CloseClock::LastAgent => "the agent's last reply",
            CloseClock::LastCustomerWhileAwaiting => "the customer's last message",
            CloseClock::FirstAgentAfterCustomer => "the first reply to the customer's last message",
            CloseClock::LastCustomer => "the customer's last message, whoever owes the reply",
            CloseClock::LastAny => "the last message of either side, whoever owes the reply",
        }
    }
}

impl Close {
    /// The rule in sentences.
    pub fn sentences(&self) -> Vec<String> {
        let Close { after, only_awaiting, sweep, requeues, queue_wait, thread_window, on_confirmation, contentless } =
            *self;
        let mut said = Vec::new();
        match after {
            None => said.push("Silence closes nothing.".to_owned()),
            Some((after, clock)) => {
                let becomes = if requeues { "leaves its owner for the queue" } else { "is closed" };
                said.push(format!("A conversation {becomes} {} after {}.", words::span(after), clock.phrase()));
                said.push(words::sweep(sweep));
                said.push(match only_awaiting {
                    true => "One whose customer waits for a reply is left alone.".to_owned(),
                    false => "The same goes for one whose customer waits for a reply, unless an agent works on it."
                        .to_owned(),
                });
            }
        }
        said.push(match queue_wait {
            None => "However long somebody waits in the queue, the conversation stays open.".to_owned(),
            Some(most) => format!("Whoever has waited in the queue for {} is closed.", words::span(most)),
        });
        said.push(match thread_window {
            None => "A message in a closed conversation always reopens it.".to_owned(),
            Some(Span::ZERO) => "A message after closing begins a new conversation, linked to the closed one.".to_owned(),
            Some(window) => {
                let window = words::span(window);
                format!("A message reopens a conversation up to {window} after closing; a later one begins a new one, linked to it.")
            }
        });
        said.push(match on_confirmation {
            true => "The customer's word that this is all closes at once.".to_owned(),
            false => "The customer's word that this is all is a message without content.".to_owned(),
        });
        said.push(match contentless {
            Contentless::Handle => {
                "A message without content, such as thanks, is read by an agent, who closes.".to_owned()
            }
            Contentless::Ignore => {
                "A message without content, such as thanks, is as if it had not been written.".to_owned()
            }
        });
        said
    }
}
