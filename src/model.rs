//! What is simulated: who writes, who answers, and when. Types that cannot be wrong; no rule of a policy, no file.
//!
//! A model is data: the scenario reader, a test or a program fills it in. The reader says what does not fit together.

use crate::civil::{Origin, Weekly};
use crate::random::{Count, Law};
use crate::units::{DemandId, Span, TeamId, Time};

/// Everything that does not depend on a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The time frame.
    pub frame: Frame,
    /// The streams of customers, in the order of the scenario.
    pub demands: Vec<Demand>,
    /// The teams of agents, in the order of the scenario.
    pub teams: Vec<Team>,
}

/// Warm-up, counted time and cool-down.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The civil instant of the beginning of the run, warm-up included.
    pub origin: Origin,
    /// Simulated first, not counted.
    pub warm_up: Span,
    /// Counted: clocks that start in it count.
    pub horizon: Span,
    /// Simulated last, not counted: open conversations go on.
    pub cool_down: Span,
    /// The length of an interval of the results; the last one may be shorter.
    pub interval: Span,
}

impl Frame {
    /// The first counted instant.
    pub fn start(&self) -> Time {
        Time::START + self.warm_up
    }

    /// The first instant that is no longer counted.
    pub fn horizon_end(&self) -> Time {
        self.start() + self.horizon
    }

    /// The first instant that is no longer simulated.
    pub fn end(&self) -> Time {
        self.horizon_end() + self.cool_down
    }

    /// Whether a clock that starts at this instant counts.
    pub fn counts(&self, at: Time) -> bool {
        self.start() <= at && at < self.horizon_end()
    }

    /// How many intervals the counted time has.
    pub fn intervals(&self) -> usize {
        self.horizon.0.div_ceil(self.interval.0) as usize
    }
}

/// One stream of customers with the same behaviour.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// The name, unique; it also keys the random numbers of the demand's customers.
    pub name: String,
    /// Urgency: 0 is the most urgent class.
    pub class: u8,
    /// The promise to the customer.
    pub target: Option<Target>,
    /// When customers come.
    pub arrivals: Arrivals,
    /// A factor on the rate of a Poisson stream, drawn for each day.
    pub day_factor: Option<DayFactor>,
    /// How many customers come at each point of a Poisson stream, at the same instant; `None` is one. A trace has a row
    /// for each customer and no batches.
    pub batch: Option<Count>,
    /// How many exchanges a visit needs.
    pub exchanges: Count,
    /// Agent work on the first exchange, in seconds.
    pub handling_first: Law,
    /// Agent work on each later exchange, in seconds.
    pub handling_later: Law,
    /// How long customers wait before they give up.
    pub patience: Patience,
    /// The probability that the customer never answers, for each reply that leaves the matter open.
    pub ghosts: f64,
    /// The probability that the agent sees with the last reply that the matter is solved, and closes. Otherwise the
    /// end is silent: the conversation awaits a customer who has no more to say.
    pub recognised: f64,
    /// When customers answer.
    pub reply: Reply,
}

/// Promised times, with the share that must keep them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// For the first reply.
    pub first: Span,
    /// For every later reply.
    pub later: Span,
    /// The share of first replies that must come in time.
    pub share: f64,
}

/// When the customers of a demand come.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrivals {
    /// A Poisson stream with a rate in customers (with batches: batches) an hour that repeats every week.
    Poisson(Weekly<f64>),
    /// One customer at each of these instants, in the order of the rows of a log; a customer is known by his row.
    Trace(Vec<Time>),
}

/// A random factor on the rate, one value a civil day; demands with the same name share it.
#[derive(Clone, Debug, PartialEq)]
pub struct DayFactor {
    /// The name that keys the draws.
    pub name: String,
    /// The law of the factor, mean about 1.
    pub law: Law,
}

/// Patience, in seconds, by message; `None` never gives up.
#[derive(Clone, Debug, PartialEq)]
pub struct Patience {
    /// For the reply to the first message.
    pub first: Option<Law>,
    /// For the reply to every later message.
    pub later: Option<Law>,
    /// What stops the clock.
    pub until: Until,
}

/// What stops the clock of a customer's patience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// The conversation is on an agent's desk.
    Assigned,
    /// An agent works on the message.
    Handling,
    /// The reply is sent.
    Reply,
}

/// The tempo of a demand's customers.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The logarithmic standard deviation of a customer's personal factor on every latency (lognormal, median 1).
    pub personal_ln_sd: f64,
    /// The modes, listed from fast to slow; at least one.
    pub modes: Vec<Mode>,
    /// Row by row the probabilities of the next mode given this one; rows add up to 1.
    pub transitions: Vec<Vec<f64>>,
    /// What a platform takes for the gap of a customer who has not answered yet.
    pub default_gap: Span,
}

/// One way of being there.
#[derive(Clone, Debug, PartialEq)]
pub struct Mode {
    /// The name.
    pub name: String,
    /// The probability that a customer begins in this mode.
    pub start: f64,
    /// From an agent's reply to the customer's next message, in seconds.
    pub latency: Law,
}

/// Agents alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// The name, unique; it also keys the random numbers of the team's agents.
    pub name: String,
    /// The demands that the team serves.
    pub serves: Vec<DemandId>,
    /// How many agents are signed in.
    pub agents: Weekly<u32>,
    /// The logarithmic standard deviation of the agents' speeds (lognormal, median 1).
    pub speed_ln_sd: f64,
    /// The factor on handling with 1, 2, ... active conversations; the last value holds beyond the list. Not empty.
    pub slowdown: Vec<f64>,
    /// Extra work when an agent turns to another conversation than the one handled last.
    pub switch_cost: Span,
    /// After a conversation that the agent closed, in seconds; holds the agent.
    pub wrap_up: Option<Law>,
}

impl Team {
    /// The most agents that are ever signed in.
    pub fn places(&self) -> u32 {
        self.agents.steps().iter().map(|step| step.1).max().unwrap_or(0)
    }
}

impl Model {
    /// The teams that serve a demand, in their order.
    pub fn teams_for(&self, demand: DemandId) -> Vec<TeamId> {
        (0..self.teams.len() as u32)
            .map(TeamId)
            .filter(|team| self.teams[team.index()].serves.contains(&demand))
            .collect()
    }

    /// The number of the team's first agent: agents are numbered through the teams.
    pub fn first_agent(&self, team: TeamId) -> u32 {
        self.teams[..team.index()].iter().map(Team::places).sum()
    }

    /// How many agents there are at most, over all teams.
    pub fn agents(&self) -> u32 {
        self.teams.iter().map(Team::places).sum()
    }
}
