//! What there is, and what can happen to it.

use quasisync::units::Time;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Not there yet, or turned away at the door and not yet told so.
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
    pub(super) state: State,
    /// The desk.
    pub(super) owner: Option<usize>,
    pub(super) created: Time,
    /// When the customer wrote last.
    pub(super) wrote: Time,
    /// When an agent replied last.
    pub(super) replied: Time,
    pub(super) replies: u16,
    /// The smoothed gap, in milliseconds.
    pub(super) gap: u64,
    /// Queue passages begun.
    pub(super) passages: u64,
    /// Whether somebody who waits may take the slot.
    pub(super) displaceable: bool,
    /// The rank in the line where it stands; the least is next.
    pub(super) rank: (Vec<u64>, u64),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    Free,
    Reply(usize),
    WrapUp,
}

pub(super) struct Agent {
    pub(super) team: usize,
    pub(super) present: bool,
    pub(super) task: Task,
    /// The conversation handled last.
    pub(super) last: Option<usize>,
    /// The place in the order in which agents became free.
    pub(super) freed: u64,
}

/// What happens at an appointed time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Sent(usize),
    WrappedUp(usize),
    Staff(usize, u32),
    GoInactive(usize),
    MayBeDisplaced(usize),
    Close(usize),
    Arrival(usize),
    Message(usize),
}

impl Event {
    /// The phases of a round in which events happen: 0 replies and wrap-ups, 1 staff, 2 timers, 3 arrivals, 4 messages.
    pub(super) fn phase(self) -> u8 {
        match self {
            Event::Sent(_) | Event::WrappedUp(_) => 0,
            Event::Staff(..) => 1,
            Event::GoInactive(_) | Event::MayBeDisplaced(_) | Event::Close(_) => 2,
            Event::Arrival(_) => 3,
            Event::Message(_) => 4,
        }
    }

    pub(super) fn is_timer_of(self, conversation: usize) -> bool {
        [Event::GoInactive(conversation), Event::MayBeDisplaced(conversation), Event::Close(conversation)]
            .contains(&self)
    }
}
