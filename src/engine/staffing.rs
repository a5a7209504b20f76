//! Who is signed in: a count that changes with the day, in which nobody is named.
//!
//! On a cut agents with nothing in hand leave first (of those the ones with the fewest active conversations, then the
//! highest numbers), then whoever frees next. A rise cancels pending departures, then the lowest numbers come. Who leaves
//! hands what needs a reply over to the queue and keeps what awaits its customer.

use super::{Engine, phase};
use crate::facts::{Fact, Observer};
use crate::policy::{Ownership, order::Joining};
use crate::units::{AgentId, DeskId, TeamId, Time};
use crate::world::{Activity, World};

impl<O: Observer<World>> Engine<'_, O> {
    /// Every team begins with the agents of its first instant; nobody has worked in the past.
    pub(super) fn open_teams(&mut self) {
        self.agenda.schedule(self.model.begins(), phase::STAFFING, 0);
    }

    /// The numbers of agents change to what they should be now, team by team in their order.
    pub(super) fn staff_all(&mut self) {
        for team in (0..self.model.teams.len() as u32).map(TeamId) {
            self.staff(team);
        }
        let changes = (0..self.model.teams.len() as u32).filter_map(|team| self.next_change(TeamId(team)));
        if let Some(next) = changes.min() {
            self.agenda.schedule(next, phase::STAFFING, 0);
        }
    }

    fn staff(&mut self, team: TeamId) {
        let count = self.scheduled(team);
        let present = self.members(team).filter(|agent| self.world.agents[agent.index()].signed_in()).count() as u32;
        let staying = present - self.departing[team.index()];
        if count >= staying {
            self.rise(team, count - staying);
        } else {
            self.cut(team, staying - count);
        }
    }

    /// How many agents should be signed in now.
    fn scheduled(&self, team: TeamId) -> u32 {
        let team = &self.model.teams[team.index()];
        team.agents.at(self.model.team_zone(team).second_of_week(self.now()))
    }

    /// When the number of agents of a team changes next.
    fn next_change(&self, team: TeamId) -> Option<Time> {
        let team = &self.model.teams[team.index()];
        self.model.team_zone(team).next_change(&team.agents, self.now())
    }

    fn members(&self, team: TeamId) -> impl Iterator<Item = AgentId> + use<O> {
        let first = self.model.first_agent(team);
        (first..first + self.model.teams[team.index()].places()).map(AgentId)
    }

    fn rise(&mut self, team: TeamId, more: u32) {
        let cancelled = more.min(self.departing[team.index()]);
        self.departing[team.index()] -= cancelled;
        let absent: Vec<AgentId> =
            self.members(team).filter(|agent| !self.world.agents[agent.index()].signed_in()).collect();
        for agent in absent.into_iter().take((more - cancelled) as usize) {
            self.signs_in(agent);
        }
    }

    fn cut(&mut self, team: TeamId, fewer: u32) {
        let agents = &self.world.agents;
        let active = |agent: &AgentId| self.world.desks.active[agents[agent.index()].desk.index()];
        let mut free: Vec<AgentId> =
            self.members(team).filter(|agent| agents[agent.index()].activity == Activity::Free).collect();
        free.sort_by_key(|agent| (active(agent), std::cmp::Reverse(agent.0)));
        free.truncate(fewer as usize);
        self.departing[team.index()] += fewer - free.len() as u32;
        for agent in free {
            let desk = self.world.agents[agent.index()].desk;
            if let Some(others) = self.free.get_mut(desk.index()) {
                others.retain(|other| *other != agent);
            }
            self.signs_out(agent);
        }
    }

    fn signs_in(&mut self, agent: AgentId) {
        let Agency { team, desk } = self.agency(agent);
        self.tell(Fact::SignedIn { agent, team });
        let now = self.now();
        self.world.agents[agent.index()].activity = Activity::Free;
        self.world.agents[agent.index()].since = now;
        self.world.agents[agent.index()].signed = now;
        self.world.desks.replied[desk.index()] = now;
        self.world.desks.set_servers(desk, self.world.desks.servers[desk.index()] + 1);
        if let Some(free) = self.free.get_mut(desk.index()) {
            free.push_back(agent);
        }
        self.ready.push(desk);
        self.route = true;
    }

    pub(super) fn signs_out(&mut self, agent: AgentId) {
        let Agency { team, desk } = self.agency(agent);
        self.tell(Fact::SignedOut { agent, team });
        let now = self.now();
        self.world.agents[agent.index()].activity = Activity::SignedOut;
        self.world.agents[agent.index()].since = now;
        self.world.desks.set_servers(desk, self.world.desks.servers[desk.index()] - 1);
        if self.policy.capacity.ownership == Ownership::Agent {
            self.hand_over(desk);
        }
    }

    /// What needs a reply goes back to the queue, with the time of the message: the customer's wait goes on.
    fn hand_over(&mut self, desk: DeskId) {
        loop {
            let World { inboxes, conversations, .. } = &mut self.world;
            let inbox = &mut inboxes[desk.index()];
            let first = inbox.first(|it, ticket| conversations[it.index()].ticket == ticket);
            let Some((_, _, conversation)) = first else { return };
            inbox.pop();
            let written = conversations[conversation.index()].written;
            self.enqueue(conversation, Joining::Queue(written));
            // Patience that ends with assignment has run on since the message.
            self.waits(conversation);
        }
    }

    fn agency(&self, agent: AgentId) -> Agency {
        let it = &self.world.agents[agent.index()];
        Agency { team: it.team, desk: it.desk }
    }
}

/// Where an agent belongs.
struct Agency {
    team: TeamId,
    desk: DeskId,
}
