//! What can happen.

use quasisync::model::{Holds, Pause};
use quasisync::units::{DemandId, Span};

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
    /// The agents of a team are so many from now on.
    Staff(usize, u32),
    // Of an agent who is somebody.
    ShiftEnds(usize),
    ShiftBegins(usize),
    PauseEnds(usize),
    PauseBegins(usize, Pause),
    LeadBegins(usize),
    Looks(usize),
    GoInactive(usize),
    MayBeDisplaced(usize),
    Close(usize),
    /// Who waits in the queue may be served by more desks.
    NextStage(usize),
    /// The conversation lapses.
    Lapse(usize),
    /// It is no longer set aside.
    Resume(usize),
    /// The customer is reminded: how often he was before, since the last reply.
    Remind(usize, u16),
    /// It was in the queue for too long.
    QueueWaitEnds(usize),
    /// It need not wait for its owner any more.
    OwnerWaitEnds(usize),
    /// The agent accepts what was offered, or has missed it.
    Accept(usize),
    Miss(usize),
    /// It was in an inbox for too long.
    Unanswered(usize),
    /// A customer of the workload comes.
    Arrival(usize),
    Message(usize, Message),
    /// One more message that says nothing new: in which conversation, after which message, how many came before.
    Nudge(usize, u32, u16),
    /// The customer of a conversation comes again.
    Return(usize, Again),
    /// The bot has done what it could.
    BotDone(usize),
    /// The opening hours of a demand are over.
    Shut(DemandId),
}

/// How a customer comes again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Again {
    /// With the same matter.
    pub(super) keep: bool,
    /// Without meeting the bot.
    pub(super) past_bot: bool,
}

impl Event {
    /// The phase of a round in which it happens, and the part of the phase: 1 replies and wrap-ups that hold the agent,
    /// other wrap-ups, numbers of agents team by team, agents one by one; 2 timers; 3 arrivals, messages, nudges,
    /// customers who come again; 5 the doors that shut.
    pub(super) fn part(self) -> (u8, char, usize, u8) {
        match self {
            Event::Done(_) => (1, 'a', 0, 0),
            Event::WrappedUp(it) if it.holds == Holds::Agent => (1, 'a', 0, 0),
            Event::WrappedUp(_) => (1, 'b', 0, 0),
            Event::Staff(team, _) => (1, 'c', team, 0),
            Event::ShiftEnds(agent) => (1, 'd', agent, 1),
            Event::ShiftBegins(agent) => (1, 'd', agent, 2),
            Event::PauseEnds(agent) => (1, 'd', agent, 3),
            Event::PauseBegins(agent, _) => (1, 'd', agent, 4),
            Event::LeadBegins(agent) => (1, 'd', agent, 5),
            Event::Looks(agent) => (1, 'd', agent, 6),
            Event::GoInactive(_)
            | Event::MayBeDisplaced(_)
            | Event::Close(_)
            | Event::NextStage(_)
            | Event::Lapse(_)
            | Event::Resume(_)
            | Event::Remind(..)
            | Event::QueueWaitEnds(_)
            | Event::OwnerWaitEnds(_)
            | Event::Accept(_)
            | Event::Miss(_)
            | Event::Unanswered(_) => (2, 'a', 0, 0),
            Event::Arrival(_) => (3, 'a', 0, 0),
            Event::Message(..) => (3, 'b', 0, 0),
            Event::Nudge(..) => (3, 'c', 0, 0),
            Event::Return(..) | Event::BotDone(_) => (3, 'd', 0, 0),
            Event::Shut(_) => (5, 'a', 0, 0),
        }
    }

    /// Whether it is a timer of the silence of a conversation, or of what is awaited.
    pub(super) fn is_timer_of_silence(self, conversation: usize) -> bool {
        match self {
            Event::Resume(it) | Event::Remind(it, _) | Event::Lapse(it) => it == conversation,
            _ => self.is_timer_of_falling_silent(conversation),
        }
    }

    /// Whether it is the timer of inactivity or of closing.
    pub(super) fn is_timer_of_falling_silent(self, conversation: usize) -> bool {
        match self {
            Event::GoInactive(it) | Event::MayBeDisplaced(it) | Event::Close(it) => it == conversation,
            _ => false,
        }
    }

    /// Whether it is a timer of a passage of a conversation through the queue.
    pub(super) fn is_timer_of_passage(self, conversation: usize) -> bool {
        match self {
            Event::NextStage(it)
            | Event::QueueWaitEnds(it)
            | Event::OwnerWaitEnds(it)
            | Event::Accept(it)
            | Event::Miss(it) => it == conversation,
            _ => false,
        }
    }
}
