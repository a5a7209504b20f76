//! How many agents it takes: the least staffing that meets every target in every interval.
//!
//! A target is met in an interval if the end of its one-sided interval is on the right side of the bound, such that all of
//! them hold together with the confidence of the scenario (Bonferroni: one in so many intervals times targets). A customer
//! belongs to the interval in which the clock of the metric starts, however long it runs: whoever comes at half past nine
//! and is answered at ten belongs to half past nine. Intervals in which nobody is planned are not judged, and where too few
//! customers come to show anything even with a great many agents, the number itself must be on the right side; where even that
//! is chance, nothing is asked.

mod outcome;
mod posts;
mod search;
mod thumb;

pub use outcome::{Outcome, Reached, Tail};
pub use posts::{Counts, Per, Post, Posts};
pub use thumb::{RULES, Rule, rules_of_thumb};

use super::Target;
use crate::engine::Halt;
use crate::experiment::{Experiment, Progress};
use outcome::Simulator;
use search::Search;
use std::sync::atomic::AtomicBool;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The model, the seed and the policy, which is the first one.
    pub experiment: Experiment,
    /// What is to be met; at least one target that more agents help to meet.
    pub targets: Vec<Target>,
    /// For what counts are found.
    pub per: Per,
    /// How many replications every staffing is simulated with; verifications have more.
    pub replications: u32,
    /// Whether there may be more of them, so that chance does not hide what agents do.
    pub may_add_replications: bool,
    /// With what confidence all targets are met in all intervals together.
    pub confidence: f64,
}

/// A staffing that meets all targets.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was to be met.
    pub targets: Vec<Target>,
    /// What is counted.
    pub posts: Posts,
    /// How many it takes.
    pub counts: Counts,
    /// By post: what happens with one agent less.
    pub less: Vec<Less>,
    /// By interval and target: what is asked there.
    pub judged: Vec<Vec<Judged>>,
    /// How sure each single end is.
    pub tail: Tail,
    /// What a great many agents come to.
    pub plenty: Outcome,
    /// What the staffing comes to with the customers of the last verification.
    pub verified: Outcome,
    /// The verifications in their order; all but the last one failed.
    pub verifications: Vec<Verification>,
    /// With how many replications each staffing was simulated.
    pub replications: u32,
    /// How many staffings were simulated, and how many replications all together.
    pub simulated: (u64, u64),
    /// How many events these had.
    pub events: u64,
}

/// What is asked of a target in an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// Nothing: nobody is planned, or nobody comes.
    Nothing,
    /// Nothing: so few come that even with a great many agents it is chance on which side of the bound the number is.
    Few,
    /// That the number is on the right side: too few come to show more.
    Value,
    /// That the end of its interval is.
    Shown,
}

/// What happens with one agent less in a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Less {
    /// There is nobody.
    Nobody,
    /// It is the last one of the team.
    Last,
    /// A target fails.
    Fails {
        /// In this interval.
        interval: usize,
        /// This one.
        target: usize,
        /// So it stands there.
        reached: Option<Reached>,
        /// Whether with the customers of a verification, which had the agent added.
        verifying: bool,
    },
}

/// A verification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verification {
    /// In how many intervals a target failed, each target counted.
    pub fails: usize,
    /// How many agents were added for it, over all posts.
    pub added: u32,
}

/// A target that is missed whatever the staffing.
#[derive(Clone, Debug)]
pub struct Missed {
    /// Which one.
    pub target: Target,
    /// The worst interval and what is reached there with a great many agents; `None` if the number never comes about.
    pub best: Option<(usize, Reached)>,
    /// In how many intervals it is missed, of how many.
    pub intervals: (usize, usize),
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The runs did not come to their end.
    Halted(Halt),
    /// There is nothing to count, and why.
    Nothing(String),
    /// Even so many agents in every place do not meet these targets.
    Unreachable {
        /// What is missed.
        missed: Vec<Missed>,
        /// How many agents there were in every place.
        agents: u32,
    },
    /// The least staffing that meets the others breaks this bound on what agents do or cost.
    Contradicts {
        /// The bound.
        target: Target,
        /// What it comes to over the counted time.
        reached: Reached,
    },
    /// More agents did not help where a target failed.
    Stuck,
    /// Other customers kept failing.
    NeverVerified(Vec<Verification>),
}

/// The runs did not come to their end.
pub(super) type Halted = Halt;

impl From<Halt> for Failure {
    fn from(halt: Halt) -> Failure {
        Failure::Halted(halt)
    }
}

/// Searches, on all threads of the present rayon pool; `say` is told what is being done.
///
/// # Errors
/// Why there is no answer.
pub fn staff(
    question: &Question,
    progress: &impl Progress,
    stop: &AtomicBool,
    say: &(dyn Fn(&str) + Sync),
) -> Result<Answer, Failure> {
    let posts = Posts::new(&question.experiment.model, question.per).map_err(Failure::Nothing)?;
    let mut experiment = question.experiment.clone();
    experiment.policies.truncate(1);
    (experiment.baseline, experiment.until) = (0, None);
    let simulator = Simulator { experiment, targets: &question.targets, progress, stop, simulated: (0, 0), events: 0 };
    Search::new(question, posts, simulator, say).run()
}
