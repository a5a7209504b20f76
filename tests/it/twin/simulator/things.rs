//! What there is, and what can happen to it.

use quasisync::model::Holds;
use quasisync::units::{Span, Time};
use quasisync::workload::{Exchange, Person};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Turned away at the door and not yet told so.
    New,
    Queued,
    /// In the inbox of the owner.
    Waiting,
    InHand,
    Awaiting,
    Inactive,
    Closed,
}

pub(super) struct Conversation {
    pub(super) person: Person,
    /// The exchanges of the visit, those answered elsewhere included.
    pub(super) exchanges: Vec<Exchange>,
    /// How many exchanges of the visit are answered, here or elsewhere.
    pub(super) answered: u16,
    /// The mode of the exchange answered last.
    pub(super) mode: u8,
    /// Whether the visit ever turned slower.
    pub(super) drifted: bool,
    /// Whether the customer left without a word.
    pub(super) gone: bool,
    pub(super) state: State,
    /// The desk.
    pub(super) owner: Option<usize>,
    /// The agent who works on it.
    pub(super) worker: Option<usize>,
    /// The agent who replied last.
    pub(super) author: Option<usize>,
    pub(super) created: Time,
    /// When the customer wrote last, nudges apart.
    pub(super) wrote: Time,
    /// When the customer wrote last, nudges included.
    pub(super) heard: Time,
    /// How many messages the customer wrote, nudges apart.
    pub(super) messages: u32,
    /// Whether the last message says nothing that needs a reply.
    pub(super) contentless: bool,
    /// When an agent replied last.
    pub(super) replied: Time,
    pub(super) replies: u16,
    /// When it was closed.
    pub(super) closed: Time,
    /// The smoothed gap, in milliseconds.
    pub(super) gap: u64,
    /// Queue passages begun.
    pub(super) passages: u64,
    /// Whether somebody who waits may take the slot.
    pub(super) displaceable: bool,
    /// The rank in the line where it stands; the least is next.
    pub(super) rank: (Vec<u64>, u64),
    /// Where an agent shares: how far the desk has to come until it is done, and the place in the order of starts.
    pub(super) finish: (f64, u64),
}

impl Conversation {
    /// The first message of a visit, or its next one in a conversation of its own.
    pub(super) fn new(person: Person, exchanges: Vec<Exchange>, now: Time, default_gap: Span) -> Conversation {
        Conversation {
            person,
            exchanges,
            answered: 0,
            mode: 0,
            drifted: false,
            gone: false,
            state: State::New,
            owner: None,
            worker: None,
            author: None,
            created: now,
            wrote: now,
            heard: now,
            messages: 1,
            contentless: false,
            replied: Time::START,
            replies: 0,
            closed: Time::START,
            gap: default_gap.as_milliseconds(),
            passages: 0,
            displaceable: false,
            rank: (Vec::new(), 0),
            finish: (0.0, 0),
        }
    }

    /// The exchange in progress; `None` once all are answered.
    pub(super) fn exchange(&self) -> Option<Exchange> {
        self.exchanges.get(usize::from(self.answered)).copied()
    }

    pub(super) fn needs_reply(&self) -> bool {
        matches!(self.state, State::Queued | State::Waiting | State::InHand)
    }

    pub(super) fn is_active(&self) -> bool {
        matches!(self.state, State::Waiting | State::InHand | State::Awaiting)
    }
}

pub(super) struct Agent {
    pub(super) team: usize,
    pub(super) present: bool,
    /// The conversation handled last.
    pub(super) last: Option<usize>,
    /// The place in the order in which agents became free.
    pub(super) freed: u64,
    pub(super) course: Course,
}

/// How far an agent who shares has come with every conversation in hand: so far at an instant, and so fast since then.
#[derive(Clone, Copy, Default)]
pub(super) struct Course {
    pub(super) far: f64,
    pub(super) at: Time,
    /// In microseconds of work a microsecond; `None` while nothing is in hand.
    pub(super) rate: Option<f64>,
}

impl Course {
    pub(super) fn far(self, now: Time) -> f64 {
        self.rate.map_or(self.far, |rate| self.far + now.since(self.at).0 as f64 * rate)
    }
}

/// What a customer writes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Message {
    Content,
    Confirmation,
    Thanks,
}

/// Work after a closing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct WrapUp {
    pub(super) conversation: usize,
    pub(super) agent: usize,
    pub(super) took: Span,
    pub(super) holds: Holds,
}

/// What happens at an appointed time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// The work on a conversation is done.
    Done(usize),
    WrappedUp(WrapUp),
    Staff(usize, u32),
    GoInactive(usize),
    MayBeDisplaced(usize),
    Close(usize),
    /// A customer of the workload comes.
    Arrival(usize),
    Message(usize, Message),
    /// One more message that says nothing new: in which conversation, after which message, how many came before.
    Nudge(usize, u32, u16),
    /// The customer of a conversation comes again; whether with the same matter.
    Return(usize, bool),
}

impl Event {
    /// The phase of a round in which it happens, and the part of the phase: 1 replies and wrap-ups that hold the agent,
    /// other wrap-ups, staff; 2 timers; 3 arrivals, messages, nudges, customers who come again.
    pub(super) fn part(self) -> (u8, char) {
        match self {
            Event::Done(_) => (1, 'a'),
            Event::WrappedUp(it) if it.holds == Holds::Agent => (1, 'a'),
            Event::WrappedUp(_) => (1, 'b'),
            Event::Staff(..) => (1, 'c'),
            Event::GoInactive(_) | Event::MayBeDisplaced(_) | Event::Close(_) => (2, 'a'),
            Event::Arrival(_) => (3, 'a'),
            Event::Message(..) => (3, 'b'),
            Event::Nudge(..) => (3, 'c'),
            Event::Return(..) => (3, 'd'),
        }
    }

    pub(super) fn is_timer_of(self, conversation: usize) -> bool {
        [Event::GoInactive(conversation), Event::MayBeDisplaced(conversation), Event::Close(conversation)]
            .contains(&self)
    }
}
