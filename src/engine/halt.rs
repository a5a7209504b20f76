//! Why a run did not come to its end.

use super::Engine;
use crate::facts::Observer;
use crate::model::Model;
use crate::policy::score::{Kind, Variable};
use crate::units::{ConversationId, Span, Time};
use crate::world::State;
use std::fmt;

/// Why a run did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Halt {
    /// The stop flag was raised.
    Stopped,
    /// A score of a rule was not a number.
    NoNumber(Box<NoNumber>),
}

/// A score that was not a number, and all that is needed to see why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoNumber {
    /// The policy.
    pub policy: String,
    /// The group of the policy in which the score stands.
    pub group: &'static str,
    /// The score as it is written, or what the rule calls itself.
    pub rule: String,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// Of which demand it is.
    pub demand: String,
    /// What it was doing.
    pub state: State,
    /// When, since the run began.
    pub at: Time,
    /// In which replication, counted from 0.
    pub replication: u64,
    /// The variables that the score asks for, and what they were.
    pub saw: Vec<(&'static str, String)>,
}

impl fmt::Display for Halt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Halt::Stopped => formatter.write_str("stopped"),
            Halt::NoNumber(it) => it.fmt(formatter),
        }
    }
}

impl fmt::Display for NoNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NoNumber { policy, group, rule, conversation, demand, state, at, replication, saw } = self;
        writeln!(formatter, "a score is not a number: policy `{policy}`, {group}: `{rule}`")?;
        let (since, number) = (at.since(Time::START), replication + 1);
        let state = format!("{state:?}").to_lowercase();
        write!(
            formatter,
            "conversation {} of demand `{demand}`, which was {state}, {since} after the beginning of replication {number}",
            conversation.0
        )?;
        let saw: Vec<String> = saw.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        if saw.is_empty() { Ok(()) } else { write!(formatter, "\nit saw {}", saw.join(", ")) }
    }
}

impl std::error::Error for Halt {}

impl<O: Observer<crate::world::World>> Engine<'_, O> {
    /// A score of a conversation was not a number: the run will stop, and what happens until then does not matter.
    #[cold]
    pub(super) fn has_no_number(
        &mut self,
        conversation: ConversationId,
        group: &'static str,
        rule: String,
        saw: &[(&'static Variable, f64)],
    ) {
        // The first one is told.
        if self.halt.is_some() {
            return;
        }
        let it = self.world.conversation(conversation);
        self.halt = Some(Halt::NoNumber(Box::new(NoNumber {
            policy: self.policy.name.clone(),
            group,
            rule,
            conversation,
            demand: self.model.demands[it.demand().index()].name.clone(),
            state: it.state,
            at: self.world.now,
            replication: self.world.key[1],
            saw: saw
                .iter()
                .map(|(variable, value)| (variable.name, shown(variable.kind, *value, self.model)))
                .collect(),
        })));
    }
}

/// A value of a variable as a scenario would write it.
fn shown(kind: Kind, value: f64, model: &Model) -> String {
    let quoted = |name: Option<&str>| name.map_or_else(|| "none".to_owned(), |name| format!("\"{name}\""));
    match kind {
        Kind::Duration => format!("{}{}", if value < 0.0 { "-" } else { "" }, Span::seconds(value.abs())),
        Kind::Condition => (value != 0.0).to_string(),
        Kind::Demand => quoted(model.demands.get(value as usize).map(|it| it.name.as_str())),
        // Without a channel it has the place -1.
        Kind::Channel if value < 0.0 => quoted(None),
        Kind::Channel => quoted(model.channels.get(value as usize).map(|it| it.name.as_str())),
        // The engine knows classes by their places only.
        Kind::Class => format!("number {value}"),
        Kind::Number => value.to_string(),
    }
}
