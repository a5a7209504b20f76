//! What is kept of one replication under one policy: integers that can be added up in any order.

use crate::model::Frame;
use crate::stats::{Histogram, Tally};
use crate::units::{DemandId, Span, TeamId};

/// Something timed with a clock that one message, passage or conversation starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Timing {
    /// First message to the start of work on it.
    PickupFirst,
    /// Later message to the start of work on it.
    PickupLater,
    /// First message to giving up before any work on it.
    LostFirst,
    /// Later message to giving up before any work on it.
    LostLater,
    /// First message to the reply sent.
    ResponseFirst,
    /// Later message to the reply sent.
    ResponseLater,
    /// A message that still waits for the start of work when the run ends: its age.
    WaitOpen,
    /// A passage through the queue, from entry to assignment.
    QueueTime,
    /// Creation to the reply that solved the matter.
    ResolutionTime,
    /// Response time over the customer's smoothed gap, from the second exchange on, in millionths.
    TempoRatio,
}

/// How many timings there are.
pub const TIMINGS: usize = Timing::TempoRatio as usize + 1;

/// Something counted. A count of conversations belongs to the interval of the first message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Count {
    /// Conversations that reached the door.
    Offered,
    /// Conversations that got a first reply.
    Answered,
    /// Customers who gave up and said so.
    AbandonedTold,
    /// Conversations turned away.
    Refused,
    /// Customers who fell silent for ever though the matter was open.
    Ghosted,
    /// Matters solved.
    Resolved,
    /// Closings because of silence.
    AutoClosed,
    /// Times that a customer wrote again in a closed conversation.
    Reopened,
    /// Conversations not closed when the run ended.
    OpenAtEnd,
    /// Conversations with a target whose fate against it is decided.
    Promised,
    /// Of those, the ones with a first reply in time.
    Kept,
    /// Times that a conversation went inactive; belongs to the instant.
    WentInactive,
    /// Times that a customer came back to an inactive or closed conversation; belongs to the instant.
    Reactivated,
}

/// How many counts there are.
pub const COUNTS: usize = Count::Reactivated as usize + 1;

/// A number of conversations that changes with time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Level {
    /// In the queue.
    QueueLength,
    /// Inactive.
    InactivePool,
    /// Needing a reply: in the queue, in an inbox or in hand.
    NeedingReply,
}

/// How many levels there are.
pub const LEVELS: usize = Level::NeedingReply as usize + 1;

/// Everything about the conversations of one demand with one team, or with none yet. `BITS`: how fine the histograms are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<const BITS: u32> {
    /// By [`Timing`].
    pub timings: [Tally<BITS>; TIMINGS],
    /// By [`Count`].
    pub counts: [u64; COUNTS],
    /// By [`Level`]: the integral over counted time, in conversation-microseconds.
    pub integrals: [u128; LEVELS],
}

impl<const BITS: u32> Default for Cell<BITS> {
    fn default() -> Self {
        Cell { timings: [const { Tally::new() }; TIMINGS], counts: [0; COUNTS], integrals: [0; LEVELS] }
    }
}

impl<const BITS: u32> Cell<BITS> {
    /// Adds another cell.
    pub fn merge(&mut self, other: &Self) {
        for (tally, more) in self.timings.iter_mut().zip(&other.timings) {
            tally.merge(more);
        }
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        for (integral, more) in self.integrals.iter_mut().zip(&other.integrals) {
            *integral += more;
        }
    }

    /// A count.
    pub fn count(&self, count: Count) -> u64 {
        self.counts[count as usize]
    }

    /// Several timings as one.
    pub fn timing(&self, timings: &[Timing]) -> Tally<BITS> {
        let mut all = Tally::new();
        timings.iter().for_each(|&timing| all.merge(&self.timings[timing as usize]));
        all
    }
}

/// The work of a team within counted time. Times in microseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Handling and switching.
    pub handling: u64,
    /// Wrapping up.
    pub wrap_up: u64,
    /// Signed in.
    pub signed_in: u64,
    /// Integral of the load, in thousandths of a slot.
    pub load: u128,
    /// Integral of the preferred capacity, in thousandths of a slot.
    pub preferred: u128,
    /// Integral of the active conversations.
    pub active: u128,
    /// Replies sent.
    pub replies: u64,
    /// Agent time with so many active conversations.
    pub at_level: Histogram<7>,
}

impl Work {
    /// Adds other work.
    pub fn merge(&mut self, other: &Self) {
        self.handling += other.handling;
        self.wrap_up += other.wrap_up;
        self.signed_in += other.signed_in;
        self.load += other.load;
        self.preferred += other.preferred;
        self.active += other.active;
        self.replies += other.replies;
        self.at_level.merge(&other.at_level);
    }
}

/// The work of one agent within counted time. Times in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgentWork {
    /// Handling and switching.
    pub handling: u64,
    /// Wrapping up.
    pub wrap_up: u64,
    /// Signed in.
    pub signed_in: u64,
    /// Replies sent.
    pub replies: u64,
}

/// One interval. Cells and work are there once something happened in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interval {
    /// By demand and team, like [`Measures::cells`].
    pub cells: Vec<Option<Box<Cell<3>>>>,
    /// By team.
    pub work: Vec<Work>,
}

impl Interval {
    /// The cell at a place, made if need be.
    #[inline]
    pub fn cell(&mut self, place: usize) -> &mut Cell<3> {
        self.cells[place].get_or_insert_default()
    }

    /// Adds the same interval of another replication.
    pub fn merge(&mut self, other: &Self) {
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            if let Some(more) = more {
                cell.get_or_insert_default().merge(more);
            }
        }
        for (work, more) in self.work.iter_mut().zip(&other.work) {
            work.merge(more);
        }
    }
}

/// One replication under one policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// How many teams there are.
    pub teams: usize,
    /// By demand, and within a demand by team, the last for conversations on nobody's desk.
    pub cells: Vec<Cell<7>>,
    /// By team.
    pub work: Vec<Work>,
    /// By agent.
    pub agents: Vec<AgentWork>,
    /// The team of each agent.
    pub agent_teams: Vec<TeamId>,
    /// By interval.
    pub intervals: Vec<Interval>,
    /// How many conversations needed a reply at the end of each interval.
    pub backlog: Vec<u32>,
    /// The same at equal steps of [`course_step`], whatever the intervals: the course of the work left over.
    pub course: Vec<u32>,
    /// The most conversations that stood in the queue within counted time.
    pub longest_queue: u32,
    /// The counted time, in microseconds.
    pub counted: u64,
    /// How many events the whole run had.
    pub events: u64,
    /// The fingerprint of the whole trajectory.
    pub fingerprint: u64,
}

/// The steps at which the course of the work left over is noted: an eighth of a day if two days are counted, so that days
/// and weeks can be compared with each other, else a 64th of the counted time.
pub fn course_step(frame: &Frame) -> Span {
    match frame.horizon.0 >= 2 * Span::DAY.0 {
        true => Span(Span::DAY.0 / STEPS_A_DAY),
        false => Span((frame.horizon.0 / 64).max(1)),
    }
}

/// How many steps of the course a day has, if two days or more are counted.
pub const STEPS_A_DAY: u64 = 8;

impl Measures {
    /// Nothing has happened yet.
    pub fn new(demands: usize, agent_teams: Vec<TeamId>, teams: usize, intervals: usize, counted: u64) -> Measures {
        let cells = demands * (teams + 1);
        let interval = Interval { cells: vec![None; cells], work: vec![Work::default(); teams] };
        Measures {
            teams,
            cells: vec![Cell::default(); cells],
            work: vec![Work::default(); teams],
            agents: vec![AgentWork::default(); agent_teams.len()],
            agent_teams,
            intervals: vec![interval; intervals],
            backlog: vec![0; intervals],
            course: Vec::new(),
            longest_queue: 0,
            counted,
            events: 0,
            fingerprint: 0,
        }
    }

    /// The place of a cell.
    #[inline]
    pub fn place(&self, demand: DemandId, team: Option<TeamId>) -> usize {
        demand.index() * (self.teams + 1) + team.map_or(self.teams, TeamId::index)
    }

    /// How many demands there are.
    pub fn demands(&self) -> usize {
        self.cells.len() / (self.teams + 1)
    }
}
