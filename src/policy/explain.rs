//! A policy in sentences: every knob, also those that are left as they are.

use super::{GROUPS, Group, Policy, Treatment, assignment, order};
use crate::model::Model;

/// The names of the teams, demands and channels that a policy is about.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a>(pub &'a Model);

impl<'a> Names<'a> {
    /// A team's name.
    pub fn team(self, team: usize) -> &'a str {
        &self.0.teams[team].name
    }

    /// A channel's name.
    pub fn channel(self, channel: usize) -> &'a str {
        &self.0.channels[channel].name
    }
}

/// What some rules say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What it is about.
    pub heading: String,
    /// The rules.
    pub sentences: Vec<String>,
}

/// The rules of a group, by its name.
type Said = (&'static str, Vec<String>);

impl Policy {
    /// All rules in sentences, in the order in which a policy is written, and then what differs for single demands.
    pub fn explain(&self, names: Names<'_>) -> Vec<Explained> {
        let general = self.treatment().explain();
        let of_treatment = |group: &Group| general.iter().find(|(name, _)| *name == group.name).map(|(_, said)| said);
        let mut all: Vec<Explained> = GROUPS
            .iter()
            .map(|group| {
                let asks = group.asks.trim_end_matches(" (a list of keys)");
                let sentences = match group.name {
                    "capacity" => self.capacity.sentences(names),
                    "queue" => vec![order::sentence(&self.queue)],
                    "dispatch" => self.dispatch.sentences(),
                    "inbox" => vec![order::sentence(&self.inbox)],
                    "desk" => self.desk.sentences(),
                    "door" => self.door.sentences(),
                    _ => of_treatment(group).cloned().unwrap_or_default(),
                };
                Explained { heading: format!("{}: {asks}", group.name), sentences }
            })
            .collect();
        for (demand, own) in &self.own {
            let differs = |(said, usual): &(Said, &Said)| said.1 != usual.1;
            let own = own.explain().into_iter().zip(&general).filter(differs).flat_map(|(said, _)| said.1);
            let heading = format!("demand {}: what differs there?", names.0.demands[demand.index()].name);
            all.push(Explained { heading, sentences: own.collect() });
        }
        all
    }
}

impl Treatment {
    /// The groups that can differ from demand to demand, with their rules.
    fn explain(&self) -> Vec<Said> {
        let Treatment {
            assignment,
            offer,
            unanswered,
            inactivity,
            silence,
            reactivation,
            reactivation_parked,
            reactivation_closed,
            close,
            escalation,
        } = self;
        let mut returns = reactivation.sentences("A customer who writes in an inactive conversation");
        let same = |whom: &str| vec![format!("It is the same for {whom}.")];
        returns.extend(match (reactivation_parked, reactivation_closed) {
            (None, None) => same("conversations set aside, and for closed ones"),
            (parked, closed) => {
                let (aside, ended) =
                    ("A customer who writes in a conversation set aside", "One who writes in a closed one");
                let parked = parked.map_or_else(|| same("conversations set aside"), |rule| rule.sentences(aside));
                let closed = closed.map_or_else(|| same("closed ones"), |rule| rule.sentences(ended));
                [parked, closed].concat()
            }
        });
        vec![
            ("assignment", vec![assignment::sentence(assignment)]),
            ("offer", offer.sentences()),
            (
                "unanswered",
                unanswered.map_or_else(|| vec!["A message waits for its agent.".to_owned()], |rule| rule.sentences()),
            ),
            ("inactivity", inactivity.sentences(silence)),
            ("parking", vec![silence.parking_sentence()]),
            ("reminders", vec![silence.reminders_sentence()]),
            ("reactivation", returns),
            ("close", close.sentences()),
            ("escalation", escalation.sentences()),
        ]
    }
}

#[cfg(test)]
mod tests;
