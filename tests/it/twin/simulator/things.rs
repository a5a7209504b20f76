//! What there is.

use super::order::Place;
use quasisync::model::{Pause, Stint};
use quasisync::policy::{Entry, Leaving, To};
use quasisync::units::{Span, Time};
use quasisync::workload::{Exchange, Person};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Turned away at the door and not yet told so.
    New,
    WithBot,
    /// The same for somebody who was here before.
    WithBotAgain,
    Queued,
    /// Offered to the agent of the owner's desk.
    Offered,
    /// In the inbox of the owner.
    Waiting,
    InHand,
    Awaiting,
    Inactive,
    /// The agent has set it aside.
    Parked,
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
    /// In the queue: nobody waits for a reply, it only needs an agent.
    pub(super) only_needs_an_agent: bool,
    /// Since when it has been with an agent who got it like that, until the customer writes.
    pub(super) taken_over: Option<Time>,
    /// The desks that may not have it in this passage.
    pub(super) barred: Vec<usize>,
    /// In the queue: the owner for whom it waits, and by which rule he takes it.
    pub(super) waits_for: Option<(usize, To)>,
    /// How often it was offered.
    pub(super) offers: u16,
    /// Whether it should have been closed while it was offered.
    pub(super) overdue: bool,
    /// Counts as inactive though its customer waits.
    pub(super) lapsed: bool,
    /// The conversation that it goes on with.
    pub(super) earlier: Option<usize>,
    /// With the bot once more: where it enters the queue afterwards.
    pub(super) entry: Entry,
    /// What the customer, who is awaited, is going to do; `None` if he has nothing more to say.
    pub(super) plan: Option<Plan>,
    /// Whether somebody who waits may take the slot.
    pub(super) displaceable: bool,
    /// Where it stands in a line.
    pub(super) place: Place,
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
            only_needs_an_agent: false,
            taken_over: None,
            barred: Vec::new(),
            waits_for: None,
            offers: 0,
            overdue: false,
            lapsed: false,
            earlier: None,
            entry: Entry::Back,
            plan: None,
            place: Place::default(),
            finish: (0.0, 0),
        }
    }

    /// The exchange in progress; `None` once all are answered.
    pub(super) fn exchange(&self) -> Option<Exchange> {
        self.exchanges.get(usize::from(self.answered)).copied()
    }

    pub(super) fn needs_reply(&self) -> bool {
        match self.state {
            State::Queued => !self.only_needs_an_agent,
            state => matches!(state, State::Offered | State::Waiting | State::InHand),
        }
    }

    pub(super) fn is_active(&self) -> bool {
        matches!(self.state, State::Waiting | State::InHand | State::Awaiting) && !self.lapsed
    }

    /// On a desk, with a message to be answered.
    pub(super) fn is_to_be_answered_on_a_desk(&self) -> bool {
        matches!(self.state, State::Offered | State::Waiting | State::InHand)
    }
}

/// What a customer who is awaited is going to do about the matter.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    /// The exchange whose latency it is, and in which mode.
    pub(super) exchange: u16,
    pub(super) mode: u8,
    /// When he writes; `None`: never.
    pub(super) at: Option<Time>,
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
