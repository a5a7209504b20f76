//! What there is, and what can happen to it.

use quasisync::model::{Holds, Pause, Stint};
use quasisync::policy::Leaving;
use quasisync::units::{DemandId, Span, Time};
use quasisync::workload::{Exchange, Person};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Turned away at the door and not yet told so.
    New,
    WithBot,
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
    /// How many exchanges lie behind in conversations that were passed on, and must be read.
    pub(super) behind: u16,
    /// The mode of the exchange answered last.
    pub(super) mode: u8,
    /// Whether the visit ever turned slower.
    pub(super) drifted: bool,
    /// The mode in which the customer answers the template that was sent last; `None` since he has.
    pub(super) asked_in: Option<u8>,
    /// Whether the customer left without a word.
    pub(super) gone: bool,
    pub(super) state: State,
    /// The desk.
    pub(super) owner: Option<usize>,
    /// The agent who works on it.
    pub(super) worker: Option<usize>,
    /// Whether that work is a template.
    pub(super) template: bool,
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
    /// When the passage began.
    pub(super) queued: Time,
    /// In the queue: how far it has come among those who may serve it.
    pub(super) stage: usize,
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
            behind: 0,
            mode: 0,
            drifted: false,
            asked_in: None,
            gone: false,
            state: State::New,
            owner: None,
            worker: None,
            template: false,
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
            queued: Time::START,
            stage: 0,
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

/// Who gets to an agent's desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// New work, and the agent's own customers.
    Open,
    /// The agent's own customers.
    Own,
    /// The agent's own customers, who wait until the agent is there again.
    Held,
    None,
}

pub(super) struct Agent {
    pub(super) team: usize,
    /// Signed in, at the desk or not.
    pub(super) present: bool,
    /// On a pause.
    pub(super) away: bool,
    pub(super) reach: Reach,
    /// Of somebody with shifts: the presence that began last.
    pub(super) stint: Option<Stint>,
    /// The one that begins next.
    pub(super) next: Option<Stint>,
    /// The shift is over, and the agent is still there.
    pub(super) ended: bool,
    /// The pause that begins as soon as the agent has nothing to do.
    pub(super) pausing: Option<Pause>,
    /// The conversation handled last.
    pub(super) last: Option<usize>,
    /// The place in the order in which agents became free.
    pub(super) freed: u64,
    /// Of a colleague with work of his own: whether he looks at messages, and whether the next one interrupts him.
    pub(super) looking: bool,
    pub(super) at_own_work: bool,
    pub(super) course: Course,
}

impl Agent {
    pub(super) fn new(team: usize) -> Agent {
        Agent {
            team,
            present: false,
            away: false,
            reach: Reach::None,
            stint: None,
            next: None,
            ended: false,
            pausing: None,
            last: None,
            freed: 0,
            looking: false,
            at_own_work: false,
            course: Course::default(),
        }
    }

    /// At the desk.
    pub(super) fn is_here(&self) -> bool {
        self.present && !self.away
    }
}

impl From<Leaving> for Reach {
    /// While the agent is leaving or gone.
    fn from(rule: Leaving) -> Reach {
        if rule == Leaving::Hold { Reach::Held } else { Reach::None }
    }
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
            Event::GoInactive(_) | Event::MayBeDisplaced(_) | Event::Close(_) | Event::NextStage(_) => (2, 'a', 0, 0),
            Event::Arrival(_) => (3, 'a', 0, 0),
            Event::Message(..) => (3, 'b', 0, 0),
            Event::Nudge(..) => (3, 'c', 0, 0),
            Event::Return(..) | Event::BotDone(_) => (3, 'd', 0, 0),
            Event::Shut(_) => (5, 'a', 0, 0),
        }
    }

    pub(super) fn is_timer_of(self, conversation: usize) -> bool {
        [Event::GoInactive(conversation), Event::MayBeDisplaced(conversation), Event::Close(conversation)]
            .contains(&self)
    }
}
