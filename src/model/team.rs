//! Who answers: agents alike.

use super::Staffing;
use crate::civil::Zone;
use crate::random::Law;
use crate::units::{DemandId, Span};

/// Agents alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// The name, unique; it also keys the random numbers of the team's agents.
    pub name: String,
    /// The demands that the team serves, each at most once.
    pub serves: Vec<Serves>,
    /// The clocks by which the agents are scheduled; `None` are those of the frame.
    pub zone: Option<Zone>,
    /// When its agents are there.
    pub agents: Staffing,
    /// What some of them have of their own.
    pub particulars: Vec<Particulars>,
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
    /// How long an agent takes to accept an offer; `None`: no time.
    pub accepts: Option<Law>,
    /// Colleagues with work of their own; `None`: agents who do nothing else.
    pub looks: Option<Looks>,
}

/// A demand that somebody serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Serves {
    /// Which one.
    pub demand: DemandId,
    /// Whoever has room and the lowest rank gets the conversation.
    pub rank: u8,
    /// From when on.
    pub from: ServesFrom,
}

/// From when on somebody serves a demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServesFrom {
    /// Once a conversation has been in the queue for so long.
    After(Span),
    /// While nobody else who serves it is signed in.
    Fallback,
}

impl From<DemandId> for Serves {
    /// At once.
    fn from(demand: DemandId) -> Serves {
        Serves { demand, rank: 1, from: ServesFrom::After(Span::ZERO) }
    }
}

/// What an agent has of his own. What is `None` is as in the team.
#[derive(Clone, Debug, PartialEq)]
pub struct Particulars {
    /// Which agent of the team, counted from 0 through its shifts.
    pub place: u32,
    /// The name.
    pub name: String,
    /// The speed; handling is divided by it.
    pub speed: Option<f64>,
    /// The demands that the agent serves; needs ownership by agents.
    pub serves: Option<Vec<Serves>>,
    /// Preferred and maximum capacity in slots, whatever the policy says.
    pub capacity: Option<(u32, u32)>,
}

/// Colleagues who have work of their own, and look at messages besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looks {
    /// How often they look; `None` is at once.
    pub every: Option<Span>,
    /// What it costs to leave the own work and to find back, on the first message of each look.
    pub interruption: Span,
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
    pub fn new(name: &str, serves: Vec<DemandId>, agents: impl Into<Staffing>) -> Team {
        Team {
            name: name.to_owned(),
            serves: serves.into_iter().map(Serves::from).collect(),
            zone: None,
            agents: agents.into(),
            particulars: Vec::new(),
            speed_ln_sd: 0.0,
            slowdown: vec![1.0],
            switch_cost: Span::ZERO,
            catch_up: CatchUp::default(),
            sharing: Vec::new(),
            wrap_up: None,
            cost: None,
            accepts: None,
            looks: None,
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

    /// How the team serves a demand, if it does.
    pub fn serves(&self, demand: DemandId) -> Option<&Serves> {
        self.serves.iter().find(|serves| serves.demand == demand)
    }

    /// Whether any of its agents serves a demand.
    pub fn has_anybody_for(&self, demand: DemandId) -> bool {
        let own = self.particulars.iter().filter_map(|it| it.serves.as_ref()).flatten();
        self.serves(demand).is_some() || own.into_iter().any(|serves| serves.demand == demand)
    }

    /// The most agents that are ever signed in.
    pub fn places(&self) -> u32 {
        self.agents.places()
    }
}
