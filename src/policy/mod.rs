//! The rules to compare. A policy decides, the engine acts: each group asks one question and gives one small answer
//! from what a platform can see, the [world](crate::world). No group changes anything.
//!
//! Each group is one file: its knobs as data, its answer, and the table of its names from which `quasisync list
//! policies` is printed. A new rule is a variant, a line in its table, and an arm in its answer.

pub mod assignment;
pub mod capacity;
pub mod changing;
pub mod close;
pub mod desk;
pub mod dispatch;
pub mod door;
pub mod escalation;
pub mod explain;
pub mod inactivity;
pub mod offer;
pub mod order;
pub mod reactivation;
pub mod room;
pub mod rule;
pub mod score;
pub mod silence;
pub mod unanswered;
mod words;

pub use assignment::AssignmentKey;
pub use capacity::{Capacity, ChannelShare, Limits, Ownership, Pool, Rate, SLOT, WarmUp, Weights};
pub use close::{Close, CloseClock, Contentless};
pub use desk::{Desk, Leaving};
pub use dispatch::{Dispatch, Triggers};
pub use door::{AtClosing, Door, Gives, OutOfHours};
pub use escalation::Escalation;
pub use explain::{Explained, Names};
pub use inactivity::{Clock, Inactivity};
pub use offer::{Offer, Timed};
pub use order::{Adaptive, OrderKey};
pub use reactivation::{Entry, Reactivation, To};
pub use rule::{AssignmentRule, OrderRule, Shared};
pub use score::Score;
pub use silence::{Parking, Reminders, Silence};
pub use unanswered::{Then, Unanswered};

use crate::units::{DemandId, Span};
use crate::world::State;

/// One complete set of rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The name, unique.
    pub name: String,
    /// How much an agent may hold.
    pub capacity: Capacity,
    /// Which queued conversation next: keys in order, then who joined first.
    pub queue: Vec<OrderKey>,
    /// When the queue is looked at.
    pub dispatch: Dispatch,
    /// Which agent: keys in order, then the lowest number.
    pub assignment: Vec<AssignmentKey>,
    /// Whether the agent has to accept it.
    pub offer: Offer,
    /// Which conversation an agent answers next: keys in order, then who joined first.
    pub inbox: Vec<OrderKey>,
    /// What becomes of a message that the agent does not answer; `None`: it waits.
    pub unanswered: Option<Unanswered>,
    /// When silence frees the slot.
    pub inactivity: Inactivity,
    /// What else goes with that.
    pub silence: Silence,
    /// Where a returning conversation goes.
    pub reactivation: Reactivation,
    /// The same for one that was set aside, if that differs.
    pub reactivation_parked: Option<Reactivation>,
    /// The same for one that was closed, if that differs.
    pub reactivation_closed: Option<Reactivation>,
    /// When a conversation ends.
    pub close: Close,
    /// The agent's day.
    pub desk: Desk,
    /// Whom the door turns away, and what it tells those who wait.
    pub door: Door,
    /// When a matter goes on as another demand.
    pub escalation: Escalation,
    /// Rules that hold for the conversations of one demand only; each demand at most once.
    pub own: Vec<(DemandId, Treatment)>,
}

/// The rules that can differ from demand to demand.
///
/// An order compares the conversations of all demands, dispatch and capacity are about agents: those hold for all.
#[derive(Clone, Debug, PartialEq)]
pub struct Treatment {
    /// Which agent.
    pub assignment: Vec<AssignmentKey>,
    /// Whether the agent has to accept it.
    pub offer: Offer,
    /// What becomes of a message that the agent does not answer.
    pub unanswered: Option<Unanswered>,
    /// When silence frees the slot.
    pub inactivity: Inactivity,
    /// What else goes with that.
    pub silence: Silence,
    /// Where a returning conversation goes.
    pub reactivation: Reactivation,
    /// The same for one that was set aside, if that differs.
    pub reactivation_parked: Option<Reactivation>,
    /// The same for one that was closed, if that differs.
    pub reactivation_closed: Option<Reactivation>,
    /// When a conversation ends.
    pub close: Close,
    /// When a matter goes on as another demand.
    pub escalation: Escalation,
}

/// The most that a single gap counts in the smoothed gap of a customer where no adaptive rule says otherwise.
pub const LONGEST_GAP: Span = Span(30 * Span::MINUTE.0);

impl Policy {
    /// The rules for the conversations of no demand in particular.
    pub fn treatment(&self) -> Treatment {
        Treatment {
            assignment: self.assignment.clone(),
            offer: self.offer,
            unanswered: self.unanswered,
            inactivity: self.inactivity,
            silence: self.silence,
            reactivation: self.reactivation,
            reactivation_parked: self.reactivation_parked,
            reactivation_closed: self.reactivation_closed,
            close: self.close,
            escalation: self.escalation,
        }
    }

    /// The rules for the conversations of a demand.
    pub fn treatment_of(&self, demand: DemandId) -> Treatment {
        let own = self.own.iter().find(|(it, _)| *it == demand);
        own.map_or_else(|| self.treatment(), |(_, treatment)| treatment.clone()).under(self.capacity.ownership)
    }

    /// The most that a single gap counts in the smoothed gap of a customer: the largest maximum of the policy's adaptive
    /// rules, those of single demands included, or [`LONGEST_GAP`] without one.
    pub fn longest_gap(&self) -> Span {
        let orders = [&self.queue, &self.inbox].into_iter().filter_map(|keys| order::longest_maximum(keys));
        let own = self.own.iter().map(|(_, treatment)| treatment.inactivity);
        let inactivity = [self.inactivity].into_iter().chain(own).filter_map(|inactivity| match inactivity {
            Inactivity::Adaptive { adaptive, .. } => Some(adaptive.maximum),
            _ => None,
        });
        orders.chain(inactivity).max().unwrap_or(LONGEST_GAP)
    }
}

impl Treatment {
    /// The rule for a conversation whose customer writes in this state: one that was set aside, one that was closed, or
    /// any other.
    pub fn reactivation_from(&self, state: State) -> &Reactivation {
        let own = match state {
            State::Parked => &self.reactivation_parked,
            State::Closed => &self.reactivation_closed,
            _ => &None,
        };
        own.as_ref().unwrap_or(&self.reactivation)
    }

    /// Whether something can make a timer of silence void before it is due, or several of them matter at once.
    ///
    /// Without that a silence ends with the one message that the customer has in mind, and a timer that would come after
    /// it need not be set at all.
    pub fn keeps_clocks(&self) -> bool {
        self.silence != Silence::default() || self.inactivity.keeps_clocks() || self.close.keeps_clocks()
    }

    /// The same where a team may own conversations: nobody in particular accepts them, or leaves them unanswered.
    fn under(self, ownership: Ownership) -> Treatment {
        let unanswered = self.unanswered.filter(|_| ownership == Ownership::Agent);
        Treatment { offer: self.offer.under(ownership), unanswered, ..self }
    }

    /// Whether it depends on more than load who has room.
    pub fn needs_rooms(&self) -> bool {
        let reactivations = [Some(self.reactivation), self.reactivation_parked, self.reactivation_closed];
        let waits = reactivations.into_iter().flatten().any(|rule| rule.waits().is_some());
        self.offer.needs_rooms() || self.unanswered.is_some() || waits
    }
}

impl Policy {
    /// The plainest rules: first come, first served, a slot is held until the conversation is closed, nobody is turned
    /// away. Everything is there to be changed.
    pub fn new(name: &str, capacity: Capacity) -> Policy {
        Policy {
            name: name.to_owned(),
            capacity,
            queue: vec![OrderKey::WaitingLongest],
            dispatch: Dispatch::default(),
            assignment: vec![AssignmentKey::LeastLoaded],
            offer: Offer::Automatic,
            inbox: vec![OrderKey::WaitingLongest],
            unanswered: None,
            inactivity: Inactivity::Never,
            silence: Silence::default(),
            reactivation: Reactivation { to: To::OwnerBelowMaximum, at: Entry::Front, wait: Span::ZERO },
            reactivation_parked: None,
            reactivation_closed: None,
            close: Close::default(),
            desk: Desk::default(),
            door: Door::default(),
            escalation: Escalation::default(),
            own: Vec::new(),
        }
    }
}

/// A group of rules, for listing.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// The key in a scenario.
    pub name: &'static str,
    /// The question that it answers.
    pub asks: &'static str,
    /// Its values.
    pub values: &'static [Value],
}

/// One value of a group, for listing.
#[derive(Clone, Copy, Debug)]
pub struct Value {
    /// As a scenario writes it.
    pub name: &'static str,
    /// What it takes.
    pub parameters: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// All groups, in the order in which a policy is written.
pub const GROUPS: &[Group] = &[
    Group { name: "capacity", asks: "how much may an agent hold?", values: capacity::VALUES },
    Group { name: "queue", asks: "which queued conversation next? (a list of keys)", values: order::VALUES },
    Group { name: "dispatch", asks: "when is the queue looked at?", values: dispatch::VALUES },
    Group { name: "assignment", asks: "which agent gets it? (a list of keys)", values: assignment::VALUES },
    Group { name: "offer", asks: "does the agent have to accept it?", values: offer::VALUES },
    Group {
        name: "inbox",
        asks: "which conversation does an agent answer next? (a list of keys)",
        values: order::VALUES,
    },
    Group {
        name: "unanswered",
        asks: "what becomes of a message that the agent does not answer?",
        values: unanswered::VALUES,
    },
    Group { name: "inactivity", asks: "when does silence free the slot?", values: inactivity::VALUES },
    Group { name: "parking", asks: "when do agents set a conversation aside?", values: silence::PARKING },
    Group { name: "reminders", asks: "when is a silent customer reminded?", values: silence::REMINDERS },
    Group { name: "reactivation", asks: "where does a returning customer go?", values: reactivation::VALUES },
    Group {
        name: "close",
        asks: "when does a conversation end, and what if somebody writes then?",
        values: close::VALUES,
    },
    Group {
        name: "desk",
        asks: "what becomes of an agent's conversations when the agent leaves?",
        values: desk::VALUES,
    },
    Group { name: "door", asks: "who is turned away, and what are those who wait told?", values: door::VALUES },
    Group { name: "escalation", asks: "when does a matter go on as another demand?", values: escalation::VALUES },
];
