//! The agent starts, replies, wraps up.

use super::{Engine, phase};
use crate::facts::{Cause, Fact, Observer};
use crate::policy::Ownership;
use crate::units::{AgentId, ConversationId, DeskId, Span};
use crate::workload::{After, End};
use crate::world::{Activity, State, World};

impl<O: Observer<World>> Engine<'_, O> {
    /// Whether somebody is signed in at a desk, or it is a team's, whose inbox is always there.
    #[inline]
    pub(super) fn present(&self, desk: DeskId) -> bool {
        self.policy.capacity.ownership == Ownership::Team || self.world.desks.servers[desk.index()] > 0
    }

    /// Every agent with nothing in hand starts on the next conversation of the inbox, desk by desk.
    pub(super) fn start_all(&mut self) {
        if self.ready.len() > 1 {
            self.ready.sort_unstable();
            self.ready.dedup();
        }
        for place in 0..self.ready.len() {
            let desk = self.ready[place];
            while let Some(agent) = self.free_agent(desk) {
                let Some(conversation) = self.next_of(desk) else { break };
                if let Some(free) = self.free.get_mut(desk.index()) {
                    free.pop_front();
                }
                self.starts(agent, conversation);
            }
        }
        self.ready.clear();
    }

    /// Who starts next at a desk.
    #[inline]
    fn free_agent(&self, desk: DeskId) -> Option<AgentId> {
        match self.free.get(desk.index()) {
            Some(free) => free.front().copied(),
            None => (self.world.agents[desk.index()].activity == Activity::Free).then_some(AgentId(desk.0)),
        }
    }

    /// Takes the next conversation from an inbox.
    #[inline]
    fn next_of(&mut self, desk: DeskId) -> Option<ConversationId> {
        let World { inboxes, conversations, .. } = &mut self.world;
        let inbox = &mut inboxes[desk.index()];
        let (_, _, first) = inbox.first(|it, ticket| conversations[it.index()].ticket == ticket)?;
        inbox.pop();
        conversations[first.index()].ticket = 0;
        Some(first)
    }

    fn starts(&mut self, agent: AgentId, conversation: ConversationId) {
        self.tell(Fact::Started { conversation, agent });
        self.become_(conversation, State::InHand);
        let work = self.work(agent, conversation);
        let now = self.now();
        let reply = self.agenda.schedule(now + work, phase::REPLIES, agent.0);
        let it = &mut self.world.agents[agent.index()];
        it.activity = Activity::Handling { conversation, reply };
        it.since = now;
    }

    /// How long the work on a message takes: handling x slowdown / speed + switch cost.
    #[inline]
    fn work(&self, agent: AgentId, conversation: ConversationId) -> Span {
        let it = &self.world.agents[agent.index()];
        let team = &self.model.teams[it.team.index()];
        let desks = &self.world.desks;
        let handling = self.workload.turn(self.turn[conversation.index()]).handling();
        // With a shared inbox an agent's share of the team's active conversations slows down.
        let active = desks.active[it.desk.index()].div_ceil(desks.servers[it.desk.index()].max(1)).max(1) as usize;
        let slowdown = team.slowdown[active.min(team.slowdown.len()) - 1];
        let speed = self.workload.speed(agent);
        let scaled = match slowdown == 1.0 && speed == 1.0 {
            true => handling,
            // The four operations of arithmetic are exact to the last bit everywhere.
            false => Span((handling.0 as f64 * slowdown / speed + 0.5) as u64),
        };
        let switches = it.last.is_some_and(|last| last != conversation);
        scaled + if switches { team.switch_cost } else { Span::ZERO }
    }

    /// An entry of the agenda says that an agent is done; it counts unless the work was stopped before.
    pub(super) fn finishes(&mut self, agent: AgentId, sequence: u64) {
        match self.world.agents[agent.index()].activity {
            Activity::Handling { conversation, reply } if reply == sequence => self.replies(agent, conversation),
            Activity::WrappingUp { conversation, end } if end == sequence => {
                let took = self.now().since(self.world.agents[agent.index()].since);
                self.tell(Fact::WrappedUp { conversation, agent, took });
                self.release_slot(self.world.agents[agent.index()].desk);
                self.frees(agent);
            }
            _ => self.events -= 1,
        }
    }

    fn replies(&mut self, agent: AgentId, conversation: ConversationId) {
        self.tell(Fact::Replied { conversation, agent });
        let now = self.now();
        let desk = self.world.agents[agent.index()].desk;
        self.world.agents[agent.index()].last = Some(conversation);
        self.world.desks.replied[desk.index()] = now;
        self.world.conversations[conversation.index()].replied_by(agent, now);
        self.become_(conversation, State::Awaiting);
        let turn = &mut self.turn[conversation.index()];
        let after = self.workload.turn(*turn).after();
        *turn += 1;
        match after {
            After::Message(latency) => {
                let next = now + latency;
                self.agenda.schedule(next, phase::MESSAGES, conversation.0);
                self.falls_silent(conversation, Some(next));
            }
            After::Ghost => {
                self.tell(Fact::Ghosted { conversation });
                self.falls_silent(conversation, None);
            }
            After::Solved(End::Silent | End::Confirms(_) | End::Thanks(_)) => {
                self.tell(Fact::Resolved { conversation });
                self.falls_silent(conversation, None);
            }
            After::Solved(End::Recognised) => {
                self.tell(Fact::Resolved { conversation });
                self.close(conversation, Cause::Recognised);
                return self.wraps_up(agent, conversation);
            }
        }
        self.frees(agent);
    }

    fn wraps_up(&mut self, agent: AgentId, conversation: ConversationId) {
        let team = &self.model.teams[self.world.agents[agent.index()].team.index()];
        let Some(law) = &team.wrap_up else { return self.frees(agent) };
        let wrap_up = self.workload.wrap_up(&law.law, self.world.identities[conversation.index()]);
        let now = self.now();
        let end = self.agenda.schedule(now + wrap_up, phase::REPLIES, agent.0);
        let it = &mut self.world.agents[agent.index()];
        it.activity = Activity::WrappingUp { conversation, end };
        it.since = now;
        let desk = it.desk;
        self.hold_slot(desk);
    }

    /// The agent has nothing in hand: leaves if the team is to shrink, else looks into the inbox.
    pub(super) fn frees(&mut self, agent: AgentId) {
        let now = self.now();
        let it = &mut self.world.agents[agent.index()];
        it.activity = Activity::Free;
        it.since = now;
        let (team, desk) = (it.team, it.desk);
        if self.departing[team.index()] > 0 {
            self.departing[team.index()] -= 1;
            return self.signs_out(agent);
        }
        if let Some(free) = self.free.get_mut(desk.index()) {
            free.push_back(agent);
        }
        self.ready.push(desk);
    }
}
