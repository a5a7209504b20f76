//! The work after a conversation that the agent closed, and what it holds meanwhile.

use super::{Engine, phase};
use crate::facts::{Fact, Observer};
use crate::model::Holds;
use crate::units::{AgentId, ConversationId, DeskId, Span};
use crate::world::{Activity, World};

/// A wrap-up that does not hold its agent.
#[derive(Clone, Copy, Debug)]
pub(super) struct WrapUp {
    conversation: ConversationId,
    agent: AgentId,
    took: Span,
    /// Where it holds a slot.
    slot: Option<DeskId>,
}

impl<O: Observer<World>> Engine<'_, O> {
    /// The agent has closed a conversation.
    #[inline(never)]
    pub(super) fn wraps_up(&mut self, agent: AgentId, conversation: ConversationId) {
        // The model outlives the engine's changes.
        let model = self.model;
        let it = &self.world.agents[agent.index()];
        let Some(wrap_up) = &model.teams[it.team.index()].wrap_up else { return self.frees(agent) };
        let took = self.workload.wrap_up(&wrap_up.law, self.world.identities[conversation.index()]);
        match model.teams[it.team.index()].wrap_up_holds() {
            Some(Holds::Agent) => self.holds_agent(agent, conversation, took),
            Some(Holds::Slot) => self.holds_slot(agent, conversation, took),
            Some(Holds::Nothing) | None => self.goes_on_beside(WrapUp { conversation, agent, took, slot: None }),
        }
    }

    pub(super) fn holds_agent(&mut self, agent: AgentId, conversation: ConversationId, took: Span) {
        let now = self.now();
        let end = self.agenda.schedule(now + took, phase::REPLIES, agent.0);
        let it = &mut self.world.agents[agent.index()];
        it.activity = Activity::WrappingUp { conversation, end };
        it.since = now;
        let desk = it.desk;
        self.hold_slot(desk);
    }

    /// A wrap-up that held its agent is over.
    pub(super) fn ends_wrap_up(&mut self, agent: AgentId, conversation: ConversationId) {
        let it = &self.world.agents[agent.index()];
        let (took, desk) = (self.now().since(it.since), it.desk);
        self.tell(Fact::WrappedUp { conversation, agent, took });
        self.release_slot(desk);
        self.frees(agent);
    }

    pub(super) fn holds_slot(&mut self, agent: AgentId, conversation: ConversationId, took: Span) {
        let desk = self.world.agents[agent.index()].desk;
        self.hold_slot(desk);
        self.goes_on_beside(WrapUp { conversation, agent, took, slot: Some(desk) });
    }

    fn goes_on_beside(&mut self, wrap_up: WrapUp) {
        let end = self.now() + wrap_up.took;
        self.agenda.schedule(end, phase::WRAP_UPS, self.wrap_ups.len() as u32);
        self.wrap_ups.push(wrap_up);
        self.frees(wrap_up.agent);
    }

    /// A wrap-up that did not hold its agent is over.
    pub(super) fn wrapped_up(&mut self, place: usize) {
        let WrapUp { conversation, agent, took, slot } = self.wrap_ups[place];
        self.tell(Fact::WrappedUp { conversation, agent, took });
        if let Some(desk) = slot {
            self.release_slot(desk);
        }
    }
}
