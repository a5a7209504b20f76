//! Replications x policies: plan, share, merge; and what the results say about the difference between policies.

use crate::model::Model;
use crate::policy::Policy;

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
    /// How many independent replications; at least one.
    pub replications: u32,
    /// The confidence of every interval, between 0 and 1.
    pub confidence: f64,
}
