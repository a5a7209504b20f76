//! What some keys of an assignment compare besides the columns that every run has. Kept only for those.

use super::Burden;
use crate::units::{AgentId, ConversationId, DeskId, Time};
use std::collections::BTreeMap;

/// Counts and times by desk.
#[derive(Clone, Debug)]
pub struct Tallies {
    /// How many conversations are on each desk and not closed.
    pub open: Vec<u32>,
    /// How many of them wait for a reply.
    pub needing_reply: Vec<u32>,
    /// When each was last chosen for new work.
    pub chosen: Vec<Option<Time>>,
    /// How often.
    pub choices: Vec<u32>,
    /// How fast the agent of each is; empty where a desk is not one agent's.
    pub speeds: Vec<f64>,
    /// What a conversation goes on with.
    earlier: BTreeMap<ConversationId, ConversationId>,
}

impl Tallies {
    /// Nothing on any desk.
    pub fn new(desks: usize, speeds: Vec<f64>) -> Tallies {
        Tallies {
            open: vec![0; desks],
            needing_reply: vec![0; desks],
            chosen: vec![None; desks],
            choices: vec![0; desks],
            speeds,
            earlier: BTreeMap::new(),
        }
    }

    /// A conversation on a desk went from one state to another.
    pub fn change(&mut self, desk: DeskId, before: Burden, after: Burden) {
        let change = |count: &mut u32, was: bool, is: bool| *count = *count + u32::from(is) - u32::from(was);
        change(&mut self.open[desk.index()], before.is_open(), after.is_open());
        change(&mut self.needing_reply[desk.index()], before.needs_reply(), after.needs_reply());
    }

    /// A desk is chosen for new work.
    pub fn choose(&mut self, desk: DeskId, now: Time) {
        self.chosen[desk.index()] = Some(now);
        self.choices[desk.index()] += 1;
    }

    /// How fast the agent of a desk is; 1 where a desk is not one agent's.
    pub fn speed(&self, desk: DeskId) -> f64 {
        self.speeds.get(desk.index()).copied().unwrap_or(1.0)
    }

    /// A conversation goes on with an earlier one.
    pub fn goes_on_with(&mut self, conversation: ConversationId, earlier: ConversationId) {
        self.earlier.insert(conversation, earlier);
    }

    /// What a conversation goes on with.
    pub fn earlier(&self, conversation: ConversationId) -> Option<ConversationId> {
        self.earlier.get(&conversation).copied()
    }
}

impl super::World {
    /// Who wrote the last reply, in this conversation or, if there is none, in the one that it goes on with.
    pub fn last_agent(&self, conversation: ConversationId) -> Option<AgentId> {
        let earlier = || self.tallies.as_ref().and_then(|tallies| tallies.earlier(conversation));
        let author = self.conversation(conversation).author();
        author.or_else(|| earlier().and_then(|earlier| self.conversation(earlier).author()))
    }
}
