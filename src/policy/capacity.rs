//! How much an agent may hold: slots, what an inactive conversation weighs, and who owns.

use super::Value;
use crate::units::TeamId;
use crate::world::State;

/// The load of one active conversation. Loads are integers in thousandths of a slot.
pub const SLOT: u32 = 1000;

/// The rule of capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Who owns conversations.
    pub ownership: Ownership,
    /// For each team: the limits of one agent.
    pub limits: Vec<Limits>,
    /// What an inactive conversation weighs, in thousandths of what an active one weighs; at most [`SLOT`].
    pub inactive_weight: u32,
    /// For each channel: what its conversations weigh; empty: a slot each.
    pub channels: Vec<ChannelShare>,
}

/// What the conversations of a channel take of an agent's capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelShare {
    /// What an active one weighs, in thousandths of a slot.
    pub weight: u32,
    /// New work of the channel is offered while fewer than so many of its active conversations are on the desk.
    pub at_most: Option<u32>,
}

impl Default for ChannelShare {
    /// A slot each, as many as fit in.
    fn default() -> ChannelShare {
        ChannelShare { weight: SLOT, at_most: None }
    }
}

/// The limits of one agent, in slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// New work is offered while it fits in here; at least 1.
    pub preferred: u32,
    /// A returning customer is accepted while he fits in here; at least `preferred`.
    pub maximum: u32,
}

/// Who owns conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ownership {
    /// One agent: slots and inbox are the agent's.
    Agent,
    /// The team: a shared inbox, from which the agent who is free longest takes the next; the slots of all who are
    /// signed in are one pool.
    Team,
}

/// The names of the rule, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value {
        name: "preferred",
        parameters: "slots",
        about: "new work is offered to an agent while load + 1 fits in here",
    },
    Value {
        name: "maximum",
        parameters: "slots",
        about: "a returning customer is accepted while he fits in here; default: preferred",
    },
    Value {
        name: "inactive_weight",
        parameters: "0 to 1",
        about: "what an inactive conversation counts in the load; default 0",
    },
    Value {
        name: "ownership",
        parameters: "agent | team",
        about: "who owns conversations: one agent, or the team with a shared inbox; default agent",
    },
    Value { name: "team", parameters: "{ NAME = { preferred, maximum } }", about: "other limits for one team" },
    Value {
        name: "channel",
        parameters: "{ NAME = { weight, at_most } }",
        about: "what an active conversation of a channel weighs, and how many of them an agent is offered; weight 0 and a limit make a pool of its own",
    },
];

impl Capacity {
    /// The same limits for every one of `teams` teams, owned by agents, inactive conversations weightless.
    pub fn uniform(teams: usize, preferred: u32, maximum: u32) -> Capacity {
        let limits = vec![Limits { preferred, maximum }; teams];
        Capacity { ownership: Ownership::Agent, limits, inactive_weight: 0, channels: Vec::new() }
    }

    /// The limits of one agent of a team.
    pub fn limits(&self, team: TeamId) -> Limits {
        self.limits[team.index()]
    }

    /// What a conversation weighs on its owner's desk, in thousandths of a slot.
    #[inline]
    pub fn weight(&self, state: State) -> u32 {
        match state {
            State::Waiting | State::InHand | State::Awaiting => SLOT,
            State::Inactive => self.inactive_weight,
            State::New | State::Queued | State::Closed => 0,
        }
    }

    /// The largest number of which every load is a multiple.
    pub fn grain(&self) -> u32 {
        let (mut a, mut b) = (SLOT, self.inactive_weight);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    }
}
