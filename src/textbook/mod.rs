//! Which policies on which model are a queue of the textbooks, and what that queue comes to: numbers that a simulation must
//! meet but for chance, and a check of it that needs nobody's trust.
//!
//! [`recognised`] is strict: whatever could change the law of the queue makes it none. Where it depends on something that
//! no textbook has, it says nothing. It takes the types of the model and of the policy apart to the last field, so that a
//! new one cannot be forgotten here.
//!
//! | textbook | what it takes |
//! |---|---|
//! | Erlang B, M/G/c/c | one exchange, one slot an agent, and whoever finds nobody free is turned away |
//! | Erlang C, M/M/c | one exponential exchange |
//! | Erlang A, M/M/c+M | the same, and exponential patience until the work begins |
//! | M/G/1 | one exchange of any law with a variance, one agent |
//! | priorities, M/G/1 or M/M/c | one exchange, one slot an agent, and a queue by class |
//! | Erlang-R | a geometric number of exponential exchanges, and slots for all or none for those who are silent |
//! | M/G/1 of conversations | one agent with one slot, which a conversation holds to its end |
//! | full slots | one agent with some slots, and far more customers than he can serve |
//!
//! Everything is for a Poisson stream at one rate and for agents who are alike and always there. Closed forms hold in the
//! steady state, while a run begins empty: [`check`] compares, and whoever shows it has to say so.

mod check;
mod conversations;
mod customers;
mod operation;
mod questions;

pub use check::{Check, Compared, check};

use crate::metrics::Scope;
use crate::model::Model;
use crate::policy::Policy;
use std::borrow::Cow;

/// A queue of the textbooks.
#[derive(Clone, Debug, PartialEq)]
pub struct Textbook {
    /// What it is called, such as "M/M/5 (Erlang C)".
    pub name: String,
    /// What makes it that, in words.
    pub because: String,
    /// What it comes to in the steady state, in the units of the metrics.
    pub numbers: Vec<Number>,
}

/// A number of a queue of the textbooks.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Whom it is about.
    pub scope: Scope,
    /// The name of the metric that is the same in a simulation.
    pub metric: &'static str,
    /// Which number of it.
    pub statistic: Cow<'static, str>,
    /// What the closed form says.
    pub value: f64,
}

/// The queue of the textbooks that a policy on a model is, if it is one that has a steady state.
pub fn recognised(model: &Model, policy: &Policy) -> Option<Textbook> {
    let streams = customers::streams(model)?;
    let operation = operation::operation(model, policy)?;
    let spans = &model.bands.within;
    match &streams[..] {
        streams if streams.iter().all(|it| it.asks_once()) => questions::recognised(streams, &operation, spans),
        [stream] => conversations::recognised(stream, &operation, spans),
        _ => None,
    }
}

/// A number about everybody.
fn overall(metric: &'static str, statistic: impl Into<Cow<'static, str>>, value: f64) -> Number {
    Number { scope: Scope::Overall, metric, statistic: statistic.into(), value }
}

/// So many of something: "1 agent", "5 agents".
fn counted(number: u32, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}
