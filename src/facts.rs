//! What happened, in the past tense. The engine tells; observers listen and change nothing.

use crate::model::Why;
use crate::units::{AgentId, ConversationId, DeskId, Span, TeamId, Time};

/// One thing that happened at an instant.
///
/// Facts carry who took part; whatever else an observer wants it reads from the world that comes with the fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// A customer wrote the first message.
    Arrived {
        /// The new conversation.
        conversation: ConversationId,
    },
    /// This new conversation, just arrived, belongs to a customer who was here before and comes again.
    CameBack {
        /// The new conversation.
        conversation: ConversationId,
        /// The one before.
        earlier: ConversationId,
    },
    /// This new conversation, just arrived, goes on with one that was closed too long ago to be reopened.
    Linked {
        /// The new conversation.
        conversation: ConversationId,
        /// The one before.
        earlier: ConversationId,
    },
    /// This new conversation, just arrived, goes on with a matter that an agent passed on as another demand.
    Transferred {
        /// The new conversation.
        conversation: ConversationId,
        /// The one before, just closed.
        earlier: ConversationId,
        /// Whether a rule of escalation asked for it.
        escalated: bool,
    },
    /// This conversation, just arrived, is with the bot.
    MetBot {
        /// Which one.
        conversation: ConversationId,
    },
    /// The bot has done what it could, and nobody else is needed; it is closed.
    Contained {
        /// Which one.
        conversation: ConversationId,
    },
    /// The bot could not help: the conversation comes to the door, and the customer's wait begins.
    HandedOver {
        /// Which one.
        conversation: ConversationId,
    },
    /// It is offered to the agent of a desk.
    Offered {
        /// Which one.
        conversation: ConversationId,
        /// To whom.
        desk: DeskId,
    },
    /// The agent has not accepted it in time, or has left: it is in the queue as before.
    Missed {
        /// Which one.
        conversation: ConversationId,
        /// Who.
        desk: DeskId,
    },
    /// It is taken from an agent who has not answered; it goes to the queue or to another agent at once.
    TakenAway {
        /// Which one.
        conversation: ConversationId,
        /// From whom.
        desk: DeskId,
    },
    /// It counts as inactive though its customer waits for a reply, until he writes again or is answered.
    Lapsed {
        /// Which one.
        conversation: ConversationId,
    },
    /// With the reply, the agent set it aside.
    Parked {
        /// Which one.
        conversation: ConversationId,
    },
    /// It is no longer set aside: it awaits its customer like any other.
    Resumed {
        /// Which one.
        conversation: ConversationId,
    },
    /// The platform reminded the customer, who is awaited.
    Reminded {
        /// Which one.
        conversation: ConversationId,
    },
    /// A customer wrote a later message.
    Wrote {
        /// Where.
        conversation: ConversationId,
        /// In which mode: a place in the demand's list.
        mode: u8,
    },
    /// A customer who waits wrote once more, and said nothing new.
    Nudged {
        /// Where.
        conversation: ConversationId,
    },
    /// A customer wrote that the matter is over, and nobody needs to answer.
    Concluded {
        /// Where.
        conversation: ConversationId,
    },
    /// The door turned a new conversation away.
    Refused {
        /// Which one.
        conversation: ConversationId,
    },
    /// A conversation joined the queue: a passage began.
    Queued {
        /// Which one.
        conversation: ConversationId,
    },
    /// A queued conversation was given to a desk: the passage ended.
    Assigned {
        /// Which one.
        conversation: ConversationId,
        /// Whose it is now.
        desk: DeskId,
    },
    /// An inactive conversation became active again on its owner's desk, because the customer wrote.
    Reactivated {
        /// Which one.
        conversation: ConversationId,
        /// Its owner.
        desk: DeskId,
    },
    /// The customer wrote in a closed conversation, and it is open again.
    Reopened {
        /// Which one.
        conversation: ConversationId,
    },
    /// An agent began to work on the customer's message.
    Started {
        /// Which conversation.
        conversation: ConversationId,
        /// Who.
        agent: AgentId,
    },
    /// An agent sent the reply.
    Replied {
        /// In which conversation.
        conversation: ConversationId,
        /// Who.
        agent: AgentId,
    },
    /// An agent was done with a message without content, which is no reply.
    Read {
        /// In which conversation.
        conversation: ConversationId,
        /// Who.
        agent: AgentId,
    },
    /// It was too late for a reply: an agent sent a template, which asks the customer to write again.
    SentTemplate {
        /// In which conversation.
        conversation: ConversationId,
        /// Who.
        agent: AgentId,
    },
    /// With this reply the matter was solved; nobody but the customer knows unless the ending was recognised.
    Resolved {
        /// Which conversation.
        conversation: ConversationId,
    },
    /// The customer gave up, and the platform saw it.
    GaveUp {
        /// Which conversation.
        conversation: ConversationId,
        /// The agent whose work on the reply stopped, wasted.
        in_hand: Option<AgentId>,
    },
    /// The customer gave up without a word: nobody knows.
    LeftSilently {
        /// Which conversation.
        conversation: ConversationId,
    },
    /// After this reply the customer will never write again, though the matter is open; nobody knows.
    Ghosted {
        /// Which conversation.
        conversation: ConversationId,
    },
    /// Silence freed the slot.
    WentInactive {
        /// Which conversation.
        conversation: ConversationId,
    },
    /// The conversation ended.
    Closed {
        /// Which one.
        conversation: ConversationId,
        /// Why.
        cause: Cause,
    },
    /// The work after a closed conversation is done.
    WrappedUp {
        /// Which one.
        conversation: ConversationId,
        /// Who did it.
        agent: AgentId,
        /// How long it took.
        took: Span,
    },
    /// An agent is there from now on.
    SignedIn {
        /// Who.
        agent: AgentId,
        /// Of which team.
        team: TeamId,
    },
    /// An agent is gone from now on.
    SignedOut {
        /// Who.
        agent: AgentId,
        /// Of which team.
        team: TeamId,
    },
    /// An agent is off the desk for a while.
    WentAway {
        /// Who.
        agent: AgentId,
        /// Of which team.
        team: TeamId,
        /// Why.
        why: Why,
    },
    /// An agent is at the desk again.
    Returned {
        /// Who.
        agent: AgentId,
        /// Of which team.
        team: TeamId,
    },
    /// An agent's shift is over, and the agent still there: overtime.
    ShiftEnded {
        /// Who.
        agent: AgentId,
        /// Of which team.
        team: TeamId,
    },
    /// An agent's next shift begins, before the overtime of the last one was over.
    ShiftBegan {
        /// Who.
        agent: AgentId,
        /// Of which team.
        team: TeamId,
    },
    /// An agent's owned conversation belongs to nobody any more.
    Released {
        /// Which one.
        conversation: ConversationId,
    },
}

impl Fact {
    /// The conversation that the fact is about; `None` if it is about an agent.
    pub fn conversation(self) -> Option<ConversationId> {
        match self {
            Fact::Arrived { conversation }
            | Fact::CameBack { conversation, .. }
            | Fact::Linked { conversation, .. }
            | Fact::Offered { conversation, .. }
            | Fact::Missed { conversation, .. }
            | Fact::TakenAway { conversation, .. }
            | Fact::Lapsed { conversation }
            | Fact::Parked { conversation }
            | Fact::Resumed { conversation }
            | Fact::Reminded { conversation }
            | Fact::Wrote { conversation, .. }
            | Fact::Nudged { conversation }
            | Fact::Concluded { conversation }
            | Fact::Refused { conversation }
            | Fact::Queued { conversation }
            | Fact::Assigned { conversation, .. }
            | Fact::Reactivated { conversation, .. }
            | Fact::Reopened { conversation }
            | Fact::Started { conversation, .. }
            | Fact::Replied { conversation, .. }
            | Fact::Read { conversation, .. }
            | Fact::Resolved { conversation }
            | Fact::GaveUp { conversation, .. }
            | Fact::LeftSilently { conversation }
            | Fact::Ghosted { conversation }
            | Fact::WentInactive { conversation }
            | Fact::Closed { conversation, .. }
            | Fact::Transferred { conversation, .. }
            | Fact::MetBot { conversation }
            | Fact::Contained { conversation }
            | Fact::HandedOver { conversation }
            | Fact::SentTemplate { conversation, .. }
            | Fact::Released { conversation }
            | Fact::WrappedUp { conversation, .. } => Some(conversation),
            Fact::SignedIn { .. }
            | Fact::SignedOut { .. }
            | Fact::WentAway { .. }
            | Fact::Returned { .. }
            | Fact::ShiftEnded { .. }
            | Fact::ShiftBegan { .. } => None,
        }
    }
}

/// Why a conversation was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The agent saw that the matter was solved.
    Recognised,
    /// The customer was silent for too long.
    Silence,
    /// The customer gave up and said so.
    GaveUp,
    /// The door turned it away.
    Refused,
    /// The customer said that this was all.
    Confirmed,
    /// The agent read a message without content.
    Thanked,
    /// The bot was enough.
    Contained,
    /// An agent passed the matter on.
    Transferred,
    /// The customer closed the page.
    Left,
    /// It was in the queue for too long.
    WaitedTooLong,
}

/// Who listens to the facts. `W` is what can be looked at besides, as it was just before the fact.
pub trait Observer<W> {
    /// Takes note of a fact. Called in the order of what happens; must not fail.
    fn record(&mut self, now: Time, world: &W, fact: Fact);
}

/// Nobody listens.
impl<W> Observer<W> for () {
    #[inline(always)]
    fn record(&mut self, _now: Time, _world: &W, _fact: Fact) {}
}

/// Two listeners, the first first.
impl<W, A: Observer<W>, B: Observer<W>> Observer<W> for (A, B) {
    #[inline(always)]
    fn record(&mut self, now: Time, world: &W, fact: Fact) {
        self.0.record(now, world, fact);
        self.1.record(now, world, fact);
    }
}

/// A listener on loan.
impl<W, O: Observer<W>> Observer<W> for &mut O {
    #[inline(always)]
    fn record(&mut self, now: Time, world: &W, fact: Fact) {
        (**self).record(now, world, fact);
    }
}
