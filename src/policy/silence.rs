//! What else goes with the rule of [inactivity](super::inactivity): whom it is about, when it is looked at, reminders, and
//! setting aside.

use super::{Value, words};
use crate::random::uniform;
use crate::units::{ConversationId, Span, Time};
use crate::world::{Lot, State, World};

/// What goes with the rule of inactivity.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Silence {
    /// Whether a conversation in the queue can become inactive, under a clock that runs there.
    pub unassigned: bool,
    /// Timers take effect only when so much time has passed, counted from the beginning; zero: exactly.
    pub sweep: Span,
    /// The customer is reminded.
    pub reminders: Option<Reminders>,
    /// The agent sets conversations aside.
    pub parking: Option<Parking>,
}

/// Messages of the platform to a customer who is awaited. They are no replies and stop no clock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reminders {
    /// After so much time since the reply, and again.
    pub every: Span,
    /// So often, after one reply.
    pub at_most: u16,
    /// How probable it is that the customer heeds it: then he writes after a latency drawn afresh, counted from the
    /// reminder, unless he would have written sooner.
    pub probability: f64,
}

/// With the reply, the agent sets the conversation aside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parking {
    /// How probable that is after a reply.
    pub probability: f64,
    /// For so long; then it counts again.
    pub lasts: Span,
}

/// The names of what goes into the table of inactivity, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value {
        name: "unassigned",
        parameters: "true | false",
        about: "whether a conversation in the queue can become inactive, under a clock that runs on there; default false",
    },
    Value {
        name: "sweep",
        parameters: "span",
        about: "timers take effect only whenever so much time has passed, counted from the beginning; default exactly",
    },
];

/// The names of the rule of setting aside, as a scenario writes them.
pub const PARKING: &[Value] = &[
    Value { name: "never", parameters: "", about: "no conversation is set aside" },
    Value {
        name: "probability",
        parameters: "0 to 1",
        about: "how probable it is that the agent sets the conversation aside with a reply",
    },
    Value { name: "for", parameters: "span", about: "for so long; then it counts again" },
];

/// The names of the rule of reminders, as a scenario writes them.
pub const REMINDERS: &[Value] = &[
    Value { name: "never", parameters: "", about: "nobody is reminded" },
    Value { name: "every", parameters: "span", about: "so long after the reply, and again" },
    Value { name: "at_most", parameters: "reminders", about: "so often after one reply" },
    Value {
        name: "probability",
        parameters: "0 to 1",
        about: "how probable it is that the customer heeds one: he then writes after a latency drawn afresh",
    },
];

/// When a timer that is due at an instant takes effect: at the next multiple of the sweep, or exactly.
pub fn swept(due: Time, sweep: Span) -> Time {
    match sweep.0 {
        0 => due,
        sweep => Time(due.0.div_ceil(sweep) * sweep).min(Time::LAST),
    }
}

impl Silence {
    /// Whether a conversation whose customer waits can count as inactive in this state.
    pub fn reaches(&self, state: State) -> bool {
        match state {
            State::Queued => self.unassigned,
            State::Offered | State::Waiting | State::InHand => true,
            State::New | State::Awaiting | State::Inactive | State::Parked | State::Closed => false,
        }
    }

    /// For how long the agent sets a conversation aside with the reply just sent, if so.
    pub fn sets_aside(&self, world: &World, conversation: ConversationId) -> Option<Span> {
        let parking = self.parking?;
        let exchange = world.conversation(conversation).exchange;
        (uniform(world.draw(conversation, exchange, Lot::Park)) < parking.probability).then_some(parking.lasts)
    }
}

impl Reminders {
    /// When a customer is reminded for the n-th time, from 0, of a reply; `None`: not so often.
    pub fn due(&self, replied: Time, number: u16) -> Option<Time> {
        let after = Span(self.every.0.saturating_mul(u64::from(number) + 1));
        (number < self.at_most).then(|| replied + after)
    }
}

impl Silence {
    /// Whether agents set conversations aside, in a sentence.
    pub fn parking_sentence(&self) -> String {
        match self.parking {
            None => "Never: no conversation is set aside.".to_owned(),
            Some(Parking { probability, lasts }) => {
                let (share, lasts) = (words::percent(probability), words::span(lasts));
                format!(
                    "With {share} of the replies the agent sets the conversation aside, for {lasts} or until the customer writes."
                )
            }
        }
    }

    /// Whether customers are reminded, in a sentence.
    pub fn reminders_sentence(&self) -> String {
        match self.reminders {
            None => "Never: nobody is reminded.".to_owned(),
            Some(Reminders { every, at_most, probability }) => {
                let (every, share) = (words::span(every), words::percent(probability));
                let times = words::counted(at_most.into(), "time");
                format!(
                    "Whoever does not answer is reminded after {every}, and so on, at most {times}; {share} of reminders are heeded."
                )
            }
        }
    }
}
