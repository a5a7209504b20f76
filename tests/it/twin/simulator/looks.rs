//! Colleagues who have work of their own, and look at messages besides.

use super::Twin;
use super::events::Event;
use quasisync::model::Looks;
use quasisync::policy::Ownership;
use quasisync::units::Span;

impl Twin<'_> {
    pub(super) fn looks(&self, agent: usize) -> Option<Looks> {
        let agents_own = self.policy.capacity.ownership == Ownership::Agent;
        self.model.teams[self.agents[agent].team].looks.filter(|_| agents_own)
    }

    /// A look begins: the agent leaves his own work, wherever that is.
    pub(super) fn look(&mut self, agent: usize) {
        self.events.retain(|it| it.1 != Event::Looks(agent));
        self.agents[agent].looking = true;
        self.agents[agent].at_own_work = true;
    }

    /// It is time for a look; who is on a pause looks when he is back.
    pub(super) fn looks_again(&mut self, agent: usize) {
        if self.agents[agent].is_here() {
            self.look(agent);
        }
    }

    /// Whether an agent starts something now.
    pub(super) fn has_eyes_for_messages(&self, agent: usize) -> bool {
        self.agents[agent].looking || self.looks(agent).is_none_or(|it| it.every.is_none())
    }

    /// After the starts of a round: who has nothing to do goes back to his own work.
    pub(super) fn end_looks(&mut self) {
        for agent in 0..self.agents.len() {
            if !self.is_free(agent) {
                continue;
            }
            self.agents[agent].at_own_work = true;
            let every = self.looks(agent).and_then(|it| it.every);
            if let Some(every) = every.filter(|_| self.agents[agent].looking) {
                self.agents[agent].looking = false;
                self.schedule(self.now + every, Event::Looks(agent));
            }
        }
    }

    /// What it costs an agent to begin now, because he leaves his own work.
    pub(super) fn interruption(&self, agent: usize) -> Span {
        let cost = self.looks(agent).map_or(Span::ZERO, |it| it.interruption);
        if self.agents[agent].at_own_work { cost } else { Span::ZERO }
    }
}
