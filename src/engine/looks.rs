//! Colleagues who have work of their own, and look at messages besides.

use super::Engine;
use super::duty::Step;
use crate::facts::Observer;
use crate::model::{Looks, Model};
use crate::policy::{Ownership, Policy};
use crate::units::{AgentId, Span};
use crate::world::{Activity, World};

/// Whether a colleague looks at messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Does work of his own.
    Away,
    /// Looks, and has not started on anything yet.
    Begun,
    /// Looks, and has found back already what it costs.
    Going,
}

/// By agent; empty where nobody has other work. A shared inbox is looked at by those who do nothing else.
pub(super) fn nobody(model: &Model, policy: &Policy) -> Vec<Look> {
    let some = model.teams.iter().any(|team| team.looks.is_some());
    let own = policy.capacity.ownership == Ownership::Agent;
    vec![Look::Away; if some && own { model.agents() as usize } else { 0 }]
}

impl<O: Observer<World>> Engine<'_, O> {
    /// How an agent looks, if he has other work.
    #[inline]
    fn looks(&self, agent: AgentId) -> Option<Looks> {
        if self.looking.is_empty() { None } else { self.team(agent).looks }
    }

    /// Whether a colleague does other work, and does not look.
    #[inline]
    pub(super) fn is_busy_otherwise(&self, agent: AgentId) -> bool {
        self.looks(agent).is_some_and(|it| it.every.is_some() && self.looking[agent.index()] == Look::Away)
    }

    /// A look: on signing in, on coming back from a pause, and so long after the end of the last one.
    pub(super) fn looks_now(&mut self, agent: AgentId) {
        let it = &self.world.agents[agent.index()];
        let own_time = self.looks(agent).is_some_and(|it| it.every.is_some());
        if own_time && it.signed_in() && self.looking[agent.index()] == Look::Away {
            self.ready.push(it.desk);
            self.looking[agent.index()] = Look::Begun;
            self.lookers.push(agent);
        }
    }

    /// What it costs a colleague to turn from the own work to a message that he starts on now.
    #[inline]
    pub(super) fn interrupts(&mut self, agent: AgentId) -> Span {
        let Some(looks) = self.looks(agent) else { return Span::ZERO };
        let before = std::mem::replace(&mut self.looking[agent.index()], Look::Going);
        if before == Look::Going { Span::ZERO } else { looks.interruption }
    }

    /// A look is over; if the agent is still there, the next one comes after a while of other work.
    fn looks_away(&mut self, agent: AgentId) {
        self.looking[agent.index()] = Look::Away;
        let it = &self.world.agents[agent.index()];
        if let Some(every) = self.looks(agent).and_then(|looks| looks.every).filter(|_| it.signed_in()) {
            let at = self.now() + every;
            self.duties.looks_at(agent, at);
            self.has_to(agent, Step::Looks, at);
            self.wants_staffing(at);
        }
    }

    /// Whoever leaves looks no more.
    pub(super) fn stops_looking(&mut self, agent: AgentId) {
        if let Some(look) = self.looking.get_mut(agent.index()) {
            *look = Look::Away;
        }
    }

    /// Somebody has nothing in hand: perhaps the look is over.
    #[inline]
    pub(super) fn may_look_up(&mut self, agent: AgentId) {
        if !self.looking.is_empty() {
            self.lookers.push(agent);
        }
    }

    /// After the starts of a round: whoever has nothing in hand goes back to the own work.
    #[cold]
    #[inline(never)]
    pub(super) fn look_up(&mut self) {
        for agent in std::mem::take(&mut self.lookers) {
            let activity = self.world.agents[agent.index()].activity;
            if matches!(activity, Activity::Free | Activity::Away | Activity::SignedOut) {
                self.looks_away(agent);
            }
        }
    }
}
