//! What a platform can see, and the engine moves: conversations, desks, agents, lines. Past and present only; the
//! customer's truth (gone silently, mode, exchanges left, times to come) is not in here.

mod desks;
mod lane;
mod line;
mod rooms;
mod tallies;
mod weights;

pub use desks::{Bounds, DeskSet, Desks, Level, Reach};
pub use lane::{Lane, Stages, Widens};
pub use line::{Line, Ticket};
pub use rooms::{Burden, Pace, Rooms};
pub use tallies::Tallies;
pub use weights::{SLOT, Weights};

use crate::model::Takes;
use crate::units::{AgentId, ChannelId, ConversationId, DemandId, DeskId, Span, TeamId, Time};

/// The state of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum State {
    /// Written, and not yet taken in by the platform.
    New,
    /// Needs a reply; in the queue, on nobody's desk.
    Queued,
    /// Needs a reply; offered to an agent who has not accepted it yet.
    Offered,
    /// Needs a reply; in an inbox.
    Waiting,
    /// Needs a reply; an agent works on it.
    InHand,
    /// Awaits the customer; counts fully.
    Awaiting,
    /// Awaits the customer; counts as the policy says.
    Inactive,
    /// Awaits the customer; the agent has set it aside for a while.
    Parked,
    /// Over, until the customer writes again.
    Closed,
}

impl State {
    /// Whether the conversation counts as active on a desk.
    #[inline]
    pub fn is_active(self) -> bool {
        matches!(self, State::Waiting | State::InHand | State::Awaiting)
    }

    /// Whether a customer message is unanswered.
    #[inline]
    pub fn needs_reply(self) -> bool {
        matches!(self, State::Queued | State::Offered | State::Waiting | State::InHand)
    }
}

/// What a platform knows of a conversation. 64 bytes, in one cache line.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub struct Conversation {
    /// When its first message was written.
    pub created: Time,
    /// When the customer began to wait for the reply that is due, or sent last: nudges count as nothing.
    pub written: Time,
    /// When the customer's last message was written, nudges included.
    pub heard: Time,
    /// When the last reply was sent; before the first one, when the conversation was created.
    pub replied: Time,
    /// Since when it is in its present state.
    pub since: Time,
    /// The owner, [`NOBODY`], or [`ANYBODY`].
    desk: u32,
    author: u32,
    /// The customer's smoothed gap in milliseconds.
    gap: u32,
    /// Its place in a line, while it stands in one.
    pub ticket: Ticket,
    demand: u16,
    /// How many replies were sent.
    pub exchange: u16,
    /// How many passages through the queue it has begun; 255 stands for more.
    pub passages: u8,
    /// Whether it counts as inactive though its customer waits for a reply.
    pub lapsed: bool,
    /// Urgency of its demand: 0 is the most urgent.
    pub class: u8,
    /// What it is doing.
    pub state: State,
}

/// Nobody owns it, or has written in it.
const NOBODY: u32 = u32::MAX;
/// Nobody owns it, and though it needs no reply it waits in the queue for somebody who does.
const ANYBODY: u32 = u32::MAX - 1;

impl Conversation {
    /// A conversation with a first message.
    pub fn new(demand: DemandId, view: &DemandView, now: Time) -> Conversation {
        Conversation {
            created: now,
            written: now,
            heard: now,
            replied: now,
            since: now,
            desk: NOBODY,
            author: NOBODY,
            gap: view.default_gap.as_milliseconds().min(u64::from(u32::MAX)) as u32,
            ticket: 0,
            demand: demand.0 as u16,
            exchange: 0,
            passages: 0,
            lapsed: false,
            class: view.class,
            state: State::New,
        }
    }

    /// The owner; survives inactivity and closing.
    #[inline]
    pub fn desk(&self) -> Option<DeskId> {
        (self.desk < ANYBODY).then_some(DeskId(self.desk))
    }

    /// Gives it an owner, or none.
    #[inline]
    pub fn set_desk(&mut self, desk: Option<DeskId>) {
        self.desk = desk.map_or(NOBODY, |desk| desk.0);
    }

    /// Whether it stands in the queue though it needs no reply: its customer is awaited.
    #[inline]
    pub fn only_needs_an_agent(&self) -> bool {
        self.desk == ANYBODY
    }

    /// Takes note that it needs an agent, and no reply.
    pub fn set_only_needs_an_agent(&mut self) {
        self.desk = ANYBODY;
    }

    /// Whether a customer message is unanswered.
    #[inline]
    pub fn needs_reply(&self) -> bool {
        self.state.needs_reply() && !self.only_needs_an_agent()
    }

    /// Whether it counts as active on its owner's desk.
    #[inline]
    pub fn is_active(&self) -> bool {
        self.state.is_active() && !self.lapsed
    }

    /// Who wrote the last reply.
    #[inline]
    pub fn author(&self) -> Option<AgentId> {
        (self.author != NOBODY).then_some(AgentId(self.author))
    }

    /// Takes note of a reply.
    #[inline]
    pub fn replied_by(&mut self, agent: AgentId, now: Time) {
        self.author = agent.0;
        // Who waits for templates only may be answered for ever.
        self.exchange = self.exchange.saturating_add(1);
        self.replied = now;
    }

    /// The demand.
    #[inline]
    pub fn demand(&self) -> DemandId {
        DemandId(u32::from(self.demand))
    }

    /// The customer's smoothed gap.
    #[inline]
    pub fn gap(&self) -> Span {
        Span::milliseconds(u64::from(self.gap))
    }

    /// Takes note that the customer answered after `gap`: half of the smoothed gap is new, half is old, in whole
    /// milliseconds. A single gap counts `longest` at most.
    #[inline]
    pub fn note_gap(&mut self, gap: Span, longest: Span) {
        let new = gap.min(longest).as_milliseconds();
        self.gap = ((u64::from(self.gap) + new) / 2).min(u64::from(u32::MAX)) as u32;
    }

    /// Whether it has been answered before, so that its customer came back.
    #[inline]
    pub fn came_back(&self) -> bool {
        self.exchange > 0
    }
}

/// What a platform knows of a demand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DemandView {
    /// Urgency: 0 is the most urgent class.
    pub class: u8,
    /// The targets of first and later replies.
    pub target: Option<(Span, Span)>,
    /// The smoothed gap of a customer who has not answered yet.
    pub default_gap: Span,
    /// The mean handling time of a first message, and of a later one.
    pub mean_handling: [Span; 2],
    /// Which of the queues holds its conversations, the first of them if they move on from one to the next.
    pub lane: usize,
    /// The first demand in the same queue for which the same desks have room, whatever they hold.
    pub alike: DemandId,
    /// Its channel.
    pub channel: ChannelView,
}

/// What a platform knows of the channel of a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelView {
    /// Which one, if any.
    pub channel: Option<ChannelId>,
    /// What its conversations take of an agent.
    pub takes: Takes,
    /// Work of a higher rank goes first.
    pub rank: u8,
    /// What a conversation weighs in each state, in thousandths of a slot.
    pub weights: Weights,
    /// New work is offered while fewer than so many active ones are on the desk, for each agent there.
    pub at_most: Option<u32>,
}

impl ChannelView {
    /// What a conversation in a state weighs on its owner's desk, in thousandths of a slot.
    #[inline]
    pub fn weight(&self, state: State) -> u32 {
        self.weights.of(state)
    }

    /// The same for one that counts as inactive though its customer waits.
    #[inline]
    pub fn weight_when_lapsed(&self, state: State) -> u32 {
        self.weights.of(if state.needs_reply() && state != State::Queued { State::Inactive } else { state })
    }
}

/// One agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agent {
    /// Of which team.
    pub team: TeamId,
    /// At which desk.
    pub desk: DeskId,
    /// What the agent is doing.
    pub activity: Activity,
    /// When the present activity began.
    pub since: Time,
    /// The conversation handled last.
    pub last: Option<ConversationId>,
}

/// What an agent is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Not there.
    SignedOut,
    /// On a break, or in a meeting.
    Away,
    /// There, with nothing in hand.
    Free,
    /// Working on a conversation until entry `reply` of the agenda is due.
    Handling {
        /// Which one.
        conversation: ConversationId,
        /// Which entry of the agenda ends it.
        reply: u64,
    },
    /// Sharing time between several conversations (processor sharing).
    Sharing {
        /// How many.
        conversations: u32,
    },
    /// Finishing a closed conversation until entry `end` of the agenda is due.
    WrappingUp {
        /// Which one.
        conversation: ConversationId,
        /// Which entry of the agenda ends it.
        end: u64,
    },
}

impl Agent {
    /// Whether the agent is at the desk.
    pub fn signed_in(&self) -> bool {
        !matches!(self.activity, Activity::SignedOut | Activity::Away)
    }
}

/// What a platform can see.
#[derive(Clone, Debug)]
pub struct World {
    /// The instant.
    pub now: Time,
    /// The conversations in the order in which they began.
    pub conversations: Vec<Conversation>,
    /// Who each of them is whatever the others: keys random rules.
    pub identities: Vec<u64>,
    /// The demands.
    pub demands: Vec<DemandView>,
    /// The queues.
    pub lanes: Vec<Lane>,
    /// How far each conversation has moved on from queue to queue; `None` where nobody serves later than others.
    pub stages: Option<Stages>,
    /// What decides besides the load whether a desk has room; `None` where nothing else does.
    pub rooms: Option<Rooms>,
    /// What some keys of an assignment compare; `None` where no policy asks for it.
    pub tallies: Option<Tallies>,
    /// The desks.
    pub desks: Desks,
    /// The inbox of each desk.
    pub inboxes: Vec<Line>,
    /// The agents.
    pub agents: Vec<Agent>,
    /// How many conversations are in the queue, all lanes together.
    pub queued: u32,
    /// How many conversations are open.
    pub open: u32,
    /// The key of all draws of random rules: seed and replication.
    pub key: [u64; 2],
}

/// What random rules draw for. The numbers are part of every result: append, never renumber.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub enum Lot {
    /// Which agent.
    Assignment = 101,
    /// Where in the queue.
    Queue = 102,
    /// Where in the inbox.
    Inbox = 103,
    /// Whether the agent notes that a conversation is silent.
    Press = 104,
    /// Whether the agent sets it aside.
    Park = 105,
    /// Which of several orders a pass goes by: belongs to an instant, not to a conversation.
    Blend = 106,
}

impl World {
    /// A conversation.
    #[inline]
    pub fn conversation(&self, conversation: ConversationId) -> &Conversation {
        &self.conversations[conversation.index()]
    }

    /// The first conversation in a desk's inbox.
    #[inline]
    pub fn first_in_inbox(&mut self, desk: DeskId) -> Option<ConversationId> {
        let World { inboxes, conversations, .. } = self;
        let first = inboxes[desk.index()].first(|it, ticket| conversations[it.index()].ticket == ticket);
        first.map(|(_, _, conversation)| conversation)
    }

    /// What a platform knows of a conversation's demand.
    #[inline]
    pub fn demand_of(&self, conversation: ConversationId) -> &DemandView {
        &self.demands[self.conversations[conversation.index()].demand().index()]
    }

    /// How long ago the message was written that waits for a reply.
    #[inline]
    pub fn unanswered(&self, conversation: ConversationId) -> Span {
        self.now.since(self.conversation(conversation).written)
    }

    /// The mean handling time of the demand, for a first message or for a later one, whichever it is.
    #[inline]
    pub fn mean_handling(&self, conversation: ConversationId) -> Span {
        let came_back = self.conversation(conversation).came_back();
        self.demand_of(conversation).mean_handling[usize::from(came_back)]
    }

    /// Which queue a conversation stands in, or would.
    #[inline]
    pub fn lane_of(&self, conversation: ConversationId) -> usize {
        let first = self.demand_of(conversation).lane;
        self.stages.as_ref().map_or(first, |stages| first + stages.stage(conversation))
    }

    /// Whether the agent of a desk has nothing in hand; only with ownership by agents.
    pub fn is_free(&self, desk: DeskId) -> bool {
        self.agents[desk.index()].activity == Activity::Free
    }

    /// A random number that belongs to (conversation, number of passage or exchange, lot) and to nothing else.
    #[inline]
    pub fn draw(&self, conversation: ConversationId, number: u16, lot: Lot) -> u64 {
        let identity = self.identities[conversation.index()];
        crate::random::philox(self.key, [identity, u64::from(number), 0, lot as u64])[0]
    }
}
