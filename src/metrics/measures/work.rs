//! What agents do with their time: of a team, and one by one.

use crate::maths::sqrt;
use crate::stats::Histogram;
use crate::units::TeamId;

/// The work of a team within counted time. Times in microseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// What its agents did, all together.
    pub agents: AgentWork,
    /// Of their handling, in [`WASTED_PARTS`] of a microsecond: on messages of people who were gone, or gave up before the reply.
    pub wasted: u128,
    /// Of their wrapping up, with no active conversation on the desk.
    pub wrap_up_alone: u64,
    /// Signed in, as it was planned: shifts without their pauses, of those who come.
    pub scheduled: u64,
    /// Planned breaks of those who come.
    pub breaks: u64,
    /// Planned meetings and trainings of those who come.
    pub meetings: u64,
    /// Shifts of those who do not come.
    pub absent: u64,
    /// What the paid time costs, in millionths times microseconds an hour.
    pub cost: u128,
    /// Paid time of teams of which nobody knows what they cost.
    pub unpriced: u64,
    /// Integral of the load, in thousandths of a slot.
    pub load: u128,
    /// Integral of the preferred capacity, in thousandths of a slot.
    pub preferred: u128,
    /// Integral of the active conversations.
    pub active: u128,
    /// Signed in, with more on the desk than the preferred capacity.
    pub over_preferred: u64,
    /// Signed in, with more on the desk than the maximum.
    pub over_maximum: u64,
    /// Of their replies, the ones after a reply before in the same conversation.
    pub replies_later: u64,
    /// Of those again, the ones by the author of the reply before.
    pub replies_same: u64,
    /// Starts of an agent who handled another conversation before.
    pub switches: u64,
    /// Agent time with so many active conversations.
    pub at_level: Histogram<7>,
}

/// A microsecond of wasted work has so many parts; a power of two, so that small ones add up.
pub const WASTED_PARTS: u64 = 4096;

/// A number of a [`Work`].
pub(super) enum Part<'w> {
    Short(&'w mut u64),
    Long(&'w mut u128),
}

/// How many numbers a [`Work`] has apart from its histogram.
pub(super) const WORK_PARTS: usize = 23;

impl Part<'_> {
    pub(super) fn number(&self) -> u128 {
        match self {
            Part::Short(number) => u128::from(**number),
            Part::Long(number) => **number,
        }
    }

    pub(super) fn add(&mut self, more: u128) {
        match self {
            Part::Short(number) => **number += u64::try_from(more).expect("it came from 64 bits"),
            Part::Long(number) => **number += more,
        }
    }
}

impl Work {
    /// All numbers in a fixed order.
    pub(super) fn parts_mut(&mut self) -> [Part<'_>; WORK_PARTS] {
        use Part::{Long, Short};
        let AgentWork { handling, wrap_up, signed_in, overtime, replies } = &mut self.agents;
        [
            Short(handling),
            Short(wrap_up),
            Short(signed_in),
            Short(&mut overtime.handling),
            Short(&mut overtime.wrap_up),
            Short(&mut overtime.signed_in),
            Short(replies),
            Long(&mut self.wasted),
            Short(&mut self.wrap_up_alone),
            Short(&mut self.scheduled),
            Short(&mut self.breaks),
            Short(&mut self.meetings),
            Short(&mut self.absent),
            Long(&mut self.cost),
            Short(&mut self.unpriced),
            Long(&mut self.load),
            Long(&mut self.preferred),
            Long(&mut self.active),
            Short(&mut self.over_preferred),
            Short(&mut self.over_maximum),
            Short(&mut self.replies_later),
            Short(&mut self.replies_same),
            Short(&mut self.switches),
        ]
    }

    /// The wasted work, in microseconds.
    pub fn wasted(&self) -> f64 {
        self.wasted as f64 / WASTED_PARTS as f64
    }

    /// What is paid: the shifts as they were planned, whoever comes, and overtime.
    pub fn paid(&self) -> u64 {
        self.scheduled + self.shrinkage() + self.agents.overtime.signed_in
    }

    /// Paid, and off the desk as planned.
    pub fn shrinkage(&self) -> u64 {
        self.breaks + self.meetings + self.absent
    }

    /// Adds other work.
    pub fn merge(&mut self, other: &Self) {
        self.agents.merge(&other.agents);
        self.wasted += other.wasted;
        self.wrap_up_alone += other.wrap_up_alone;
        self.scheduled += other.scheduled;
        self.breaks += other.breaks;
        self.meetings += other.meetings;
        self.absent += other.absent;
        self.cost += other.cost;
        self.unpriced += other.unpriced;
        self.load += other.load;
        self.preferred += other.preferred;
        self.active += other.active;
        self.over_preferred += other.over_preferred;
        self.over_maximum += other.over_maximum;
        self.replies_later += other.replies_later;
        self.replies_same += other.replies_same;
        self.switches += other.switches;
        self.at_level.merge(&other.at_level);
    }
}

/// Overtime: what is signed in beyond what is scheduled. Times in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overtime {
    /// Handling and switching.
    pub handling: u64,
    /// Wrapping up, where that takes the agent.
    pub wrap_up: u64,
    /// Signed in.
    pub signed_in: u64,
}

impl Overtime {
    /// Adds other overtime.
    pub fn merge(&mut self, other: &Self) {
        self.handling += other.handling;
        self.wrap_up += other.wrap_up;
        self.signed_in += other.signed_in;
    }
}

/// The work of one agent within counted time. Times in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgentWork {
    /// Handling and switching; with shared time: at least one conversation in hand.
    pub handling: u64,
    /// Wrapping up, where that takes the agent.
    pub wrap_up: u64,
    /// Signed in.
    pub signed_in: u64,
    /// What of all this is overtime.
    pub overtime: Overtime,
    /// Replies sent.
    pub replies: u64,
}

impl AgentWork {
    /// Adds other work.
    pub fn merge(&mut self, other: &Self) {
        self.handling += other.handling;
        self.wrap_up += other.wrap_up;
        self.signed_in += other.signed_in;
        self.overtime.merge(&other.overtime);
        self.replies += other.replies;
    }

    /// Handling and switching over signed-in time, both within schedule.
    pub fn utilisation(&self) -> (u64, u64) {
        (self.handling - self.overtime.handling, self.signed_in - self.overtime.signed_in)
    }

    /// The same with the wrap-up.
    pub fn occupancy(&self) -> (u64, u64) {
        let (busy, there) = self.utilisation();
        (busy + self.wrap_up - self.overtime.wrap_up, there)
    }
}

/// Sums of coefficients of variation are kept in whole parts of so many.
pub const BILLION: f64 = 1e9;

/// The coefficient of variation of utilisation over a team's agents who were there, averaged over teams by agents. The
/// agents of a team stand together. `None` if nobody did anything.
pub fn fairness(agents: &[(TeamId, AgentWork)]) -> Option<f64> {
    let (mut weighted, mut there) = (0.0, 0.0);
    for team in agents.chunk_by(|a, b| a.0 == b.0) {
        let shares = team.iter().map(|(_, agent)| agent.utilisation()).filter(|it| it.1 > 0);
        let shares: Vec<f64> = shares.map(|(busy, there)| busy as f64 / there as f64).collect();
        let count = shares.len() as f64;
        let mean = shares.iter().sum::<f64>() / count;
        if mean > 0.0 {
            let variance = shares.iter().map(|share| (share - mean) * (share - mean)).sum::<f64>() / count;
            weighted += count * sqrt(variance) / mean;
            there += count;
        }
    }
    (there > 0.0).then(|| weighted / there)
}
