//! Who answers: agents alike.

use crate::civil::{Weekly, Zone};
use crate::random::Law;
use crate::units::{DemandId, Span};

/// Agents alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// The name, unique; it also keys the random numbers of the team's agents.
    pub name: String,
    /// The demands that the team serves.
    pub serves: Vec<DemandId>,
    /// The clocks by which the agents are scheduled; `None` are those of the frame.
    pub zone: Option<Zone>,
    /// How many agents are signed in.
    pub agents: Weekly<u32>,
    /// The logarithmic standard deviation of the agents' speeds (lognormal, median 1).
    pub speed_ln_sd: f64,
    /// The factor on handling with 1, 2, ... active conversations; the last value holds beyond the list. Not empty.
    pub slowdown: Vec<f64>,
    /// Extra work when an agent turns to another conversation than the one handled last.
    pub switch_cost: Span,
    /// Extra work on the first message that an agent answers in a conversation in which somebody else answered before.
    pub catch_up: CatchUp,
    /// Processor sharing: the total speed of an agent with 1, 2, ... active conversations, spread evenly over those that
    /// need a reply; the last value holds beyond the list. Empty: one message after the other.
    pub sharing: Vec<f64>,
    /// After a conversation that the agent closed.
    pub wrap_up: Option<WrapUp>,
    /// What an agent costs an hour.
    pub cost: Option<f64>,
}

/// Reading what somebody else wrote: `first`, and `per_exchange` for each exchange so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CatchUp {
    /// Whatever the length.
    pub first: Span,
    /// For each exchange so far.
    pub per_exchange: Span,
}

/// The work after a conversation that the agent closed.
#[derive(Clone, Debug, PartialEq)]
pub struct WrapUp {
    /// How long, in seconds.
    pub law: Law,
    /// What it takes meanwhile.
    pub holds: Holds,
}

impl From<Law> for WrapUp {
    /// Holds the agent.
    fn from(law: Law) -> WrapUp {
        WrapUp { law, holds: Holds::Agent }
    }
}

/// What a wrap-up takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The agent, and a slot.
    Agent,
    /// A slot.
    Slot,
    /// Nothing: it is done beside the rest.
    Nothing,
}

impl Team {
    /// Agents who all work at the same speed whatever they hold. Everything else is there to be changed.
    pub fn new(name: &str, serves: Vec<DemandId>, agents: Weekly<u32>) -> Team {
        Team {
            name: name.to_owned(),
            serves,
            zone: None,
            agents,
            speed_ln_sd: 0.0,
            slowdown: vec![1.0],
            switch_cost: Span::ZERO,
            catch_up: CatchUp::default(),
            sharing: Vec::new(),
            wrap_up: None,
            cost: None,
        }
    }

    /// What a wrap-up takes. Whoever shares time between conversations is never held by one of them: a slot is.
    pub fn wrap_up_holds(&self) -> Option<Holds> {
        self.wrap_up.as_ref().map(|it| if self.shares() && it.holds == Holds::Agent { Holds::Slot } else { it.holds })
    }

    /// Whether agents share their time between the conversations that need a reply.
    pub fn shares(&self) -> bool {
        !self.sharing.is_empty()
    }

    /// The most agents that are ever signed in.
    pub fn places(&self) -> u32 {
        self.agents.steps().iter().map(|step| step.1).max().unwrap_or(0)
    }
}
