//! How much an agent may hold: slots, what an inactive conversation weighs, and who owns.

use super::explain::Names;
use super::{Value, words};
use crate::units::{Span, TeamId};
pub use crate::world::{SLOT, Weights};

/// The rule of capacity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Who owns conversations.
    pub ownership: Ownership,
    /// For each team: the limits of one agent.
    pub limits: Vec<Limits>,
    /// What a conversation weighs in each state.
    pub weights: Weights,
    /// So much may new work go beyond the preferred capacity of one agent, in thousandths of a slot.
    pub slack: u32,
    /// Whose load the limits are about.
    pub pool: Pool,
    /// For each channel: what its conversations weigh; empty: a slot each.
    pub channels: Vec<ChannelShare>,
    /// How slowly an agent begins.
    pub warm_up: Option<WarmUp>,
    /// How much new work an agent gets in some time.
    pub rate: Option<Rate>,
    /// Whether an agent with nothing to do asks for one more, up to the maximum.
    pub on_request: bool,
}

/// Whose load the limits are about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pool {
    /// All conversations of an agent share the limits.
    #[default]
    Shared,
    /// The conversations of each channel have limits of their own.
    Channel,
    /// The conversations of each demand have limits of their own.
    Demand,
}

/// How slowly an agent begins, after signing in or after a time without new work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WarmUp {
    /// One new conversation in so much time.
    pub every: Span,
    /// For so long.
    pub lasts: Span,
    /// After so long without new work as well; `None`: only after signing in.
    pub after_idle: Option<Span>,
}

/// How much new work an agent gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// At most so many conversations.
    pub at_most: u32,
    /// In so much time, whenever it began.
    pub per: Span,
}

/// What the conversations of a channel take of an agent's capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelShare {
    /// What an active one weighs, in thousandths of a slot.
    pub weight: u32,
    /// New work of the channel is offered while fewer than so many of its active conversations are on the desk.
    pub at_most: Option<u32>,
    /// What they weigh in each state, in thousandths of that; `None`: as the policy says for all.
    pub weights: Option<Weights>,
}

impl Default for ChannelShare {
    /// A slot each, as many as fit in.
    fn default() -> ChannelShare {
        ChannelShare { weight: SLOT, at_most: None, weights: None }
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

/// The names of the owners, as a scenario writes them.
pub const OWNERSHIP: &[(&str, Ownership)] = &[("agent", Ownership::Agent), ("team", Ownership::Team)];

/// The names of the pools, as a scenario writes them.
pub const POOLS: &[(&str, Pool)] = &[("shared", Pool::Shared), ("channel", Pool::Channel), ("demand", Pool::Demand)];

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
        name: "slack",
        parameters: "slots",
        about: "so much may new work go beyond the preferred capacity of an agent; default 0",
    },
    Value {
        name: "weights",
        parameters: "{ offered, needs_reply, awaits_customer, inactive, parked, wrap_up }",
        about: "what a conversation counts in the load in each state, 0 to 1; default 1, but inactive and parked 0",
    },
    Value {
        name: "pool",
        parameters: "shared | channel | demand",
        about: "whose load the limits are about: all conversations, those of the same channel, or of the same demand; \
                default shared",
    },
    Value {
        name: "warm_up",
        parameters: "{ every, for, after_idle }",
        about: "after signing in, and after so long without new work, one new conversation in so much time, for so \
                long; default none",
    },
    Value {
        name: "rate",
        parameters: "{ at_most, per }",
        about: "at most so much new work for an agent in so much time, whenever it began; default none",
    },
    Value {
        name: "on_request",
        parameters: "true | false",
        about: "whether an agent with nothing to do asks for one more, up to the maximum; default false",
    },
    Value {
        name: "ownership",
        parameters: "agent | team",
        about: "who owns conversations: one agent, or the team with a shared inbox; default agent",
    },
    Value { name: "team", parameters: "{ NAME = { preferred, maximum } }", about: "other limits for one team" },
    Value {
        name: "channel",
        parameters: "{ NAME = { weight, at_most, weights } }",
        about: "what an active conversation of a channel weighs, how many of them an agent is offered, and what they \
                count in each state; weight 0 and a limit make a pool of its own",
    },
];

impl Capacity {
    /// The same limits for every one of `teams` teams, owned by agents, inactive conversations weightless.
    pub fn uniform(teams: usize, preferred: u32, maximum: u32) -> Capacity {
        let limits = vec![Limits { preferred, maximum }; teams];
        Capacity {
            ownership: Ownership::Agent,
            limits,
            weights: Weights::default(),
            slack: 0,
            pool: Pool::Shared,
            channels: Vec::new(),
            warm_up: None,
            rate: None,
            on_request: false,
        }
    }

    /// The limits of one agent of a team.
    pub fn limits(&self, team: TeamId) -> Limits {
        self.limits[team.index()]
    }

    /// The largest number of which every load is a multiple.
    pub fn grain(&self) -> u32 {
        self.weights.all().into_iter().fold(SLOT, |a, b| {
            let (mut a, mut b) = (a, b);
            while b > 0 {
                (a, b) = (b, a % b);
            }
            a
        })
    }
}

/// What a conversation weighs in each state, in a sentence.
fn weighed(weights: &Weights) -> String {
    let Weights { offered, needs_reply, awaits_customer, inactive, parked, wrap_up: _ } = *weights;
    format!(
        "takes {} while it needs a reply, {} while it awaits its customer, {} once it is inactive, {} while it is set \
         aside, and {} while it is offered",
        words::slots(needs_reply),
        words::slots(awaits_customer),
        words::slots(inactive),
        words::slots(parked),
        words::slots(offered)
    )
}

impl Capacity {
    /// The rule in sentences.
    pub fn sentences(&self, names: Names<'_>) -> Vec<String> {
        let Capacity { ownership, limits, weights, slack, pool, channels, warm_up, rate, on_request } = self;
        let mut said = vec![match ownership {
            Ownership::Agent => "Every conversation belongs to one agent.".to_owned(),
            Ownership::Team => "Conversations belong to the team: its agents share an inbox, and the slots of all who \
                                are signed in are one pool."
                .to_owned(),
        }];
        let beyond = match slack {
            0 => String::new(),
            _ => format!(", or goes beyond them by at most {}", words::slots(*slack)),
        };
        for (team, limit) in limits.iter().enumerate() {
            let alike = limits.iter().all(|other| other == limit);
            if alike && team > 0 {
                break;
            }
            let who = if alike { "An agent".to_owned() } else { format!("An agent of `{}`", names.team(team)) };
            let [preferred, maximum] =
                [limit.preferred, limit.maximum].map(|slots| words::counted(slots.into(), "slot"));
            said.push(format!(
                "{who} gets new work while it fits into {preferred}{beyond}; customers who come back, where they are held \
                 to a limit, up to {maximum}."
            ));
        }
        said.push(format!("A conversation {}.", weighed(weights)));
        said.push(format!("A wrap-up that holds the agent or a slot takes {}.", words::slots(weights.wrap_up)));
        said.push(
            match pool {
                Pool::Shared => "All conversations of an agent share these limits.",
                Pool::Channel => "The conversations of each channel have these limits for themselves.",
                Pool::Demand => "The conversations of each demand have these limits for themselves.",
            }
            .to_owned(),
        );
        for (channel, share) in channels.iter().enumerate() {
            said.extend(share.sentences(names.channel(channel)));
        }
        said.push(match warm_up {
            None => "Whoever signs in is given at once what fits in.".to_owned(),
            Some(WarmUp { every, lasts, after_idle }) => {
                let idle = after_idle.map(|idle| format!(", and after {} without new work", words::span(idle)));
                let (every, lasts) = (words::span(*every), words::span(*lasts));
                format!(
                    "After signing in{}, an agent gets one new conversation in {every}, for {lasts}.",
                    idle.unwrap_or_default()
                )
            }
        });
        said.push(match rate {
            None => "New work comes to an agent as fast as there is room.".to_owned(),
            Some(Rate { at_most, per }) => {
                let most = words::counted((*at_most).into(), "new conversation");
                format!("An agent gets at most {most} within {}.", words::span(*per))
            }
        });
        said.push(match on_request {
            true => {
                "An agent with nothing to do asks for one more, up to the limit for customers who come back.".to_owned()
            }
            false => "Nobody gets more by asking for it.".to_owned(),
        });
        said
    }
}

impl ChannelShare {
    /// What differs on the channel, in sentences.
    fn sentences(&self, channel: &str) -> Vec<String> {
        let ChannelShare { weight, at_most, weights } = self;
        let mut said = Vec::new();
        if *weight != SLOT {
            let slots = words::slots(*weight);
            said.push(format!("On the channel `{channel}` it takes {slots} where it would take one."));
        }
        if let Some(most) = at_most {
            let fewer = words::counted((*most).into(), "active conversation");
            said.push(format!("An agent with {fewer} on the channel `{channel}` gets no new one there."));
        }
        if let Some(weights) = weights {
            said.push(format!("On the channel `{channel}` a conversation {}, before that.", weighed(weights)));
        }
        said
    }
}
