//! Replications x policies: plan, share, merge; and what the results say about the difference between policies.
//!
//! A plan is a list of replications; a share of it is run and gives one [`RunRecord`] for each policy and replication; records
//! are merged in the order of the plan, whoever made them. On one machine there is one share. Floats are folded once, in
//! that order, so that the same plan gives the same bytes for any split and any number of threads.

mod each;
mod growth;
mod race;
mod results;
mod run;
mod until;

pub use each::each_run;
pub use race::{Best, race};
pub use results::{Comparison, PolicyResults, Results, Row, WhatIfResults};
pub use run::{Progress, RunRecord, ShareRecord, measures, merge, run, run_together, share, with_the_same_customers};
pub use until::{FIRST_LOOK, Look, Until, Wanted, precision};

use crate::metrics::Scope;
use crate::model::Model;
use crate::policy::Policy;
use crate::units::{ChannelId, DemandId, TeamId};

/// What is to be compared, and how often.
#[derive(Clone, Debug, PartialEq)]
pub struct Experiment {
    /// The model, the same for every policy.
    pub model: Model,
    /// The policies, in the order of the scenario; at least one.
    pub policies: Vec<Policy>,
    /// The place of the policy that the others are compared with.
    pub baseline: usize,
    /// Keys every random number.
    pub seed: u64,
    /// How many independent replications, at most if they are added until something is known; at least one.
    pub replications: u32,
    /// What is to be known: no more replications are added once it is.
    pub until: Option<Until>,
    /// The confidence of every interval, between 0 and 1.
    pub confidence: f64,
}

impl Experiment {
    /// Whom numbers are about: everybody, each demand, each channel, each team. With one demand, channel or team there is
    /// nothing to tell apart, and it is left out.
    pub fn scopes(&self) -> Vec<Scope> {
        let model = &self.model;
        let several = |count: usize| 0..if count > 1 { count as u32 } else { 0 };
        let demands = several(model.demands.len()).map(|demand| Scope::Demand(DemandId(demand)));
        let channels = several(model.channels.len()).map(|channel| Scope::Channel(ChannelId(channel)));
        let teams = several(model.teams.len()).map(|team| Scope::Team(TeamId(team)));
        [Scope::Overall].into_iter().chain(demands).chain(channels).chain(teams).collect()
    }

    /// A scope as the files write it.
    pub fn scope_name(&self, scope: Scope) -> String {
        match scope {
            Scope::Overall => "overall".to_owned(),
            Scope::Demand(demand) => format!("demand:{}", self.model.demands[demand.index()].name),
            Scope::Channel(channel) => format!("channel:{}", self.model.channels[channel.index()].name),
            Scope::Team(team) => format!("team:{}", self.model.teams[team.index()].name),
        }
    }
}
