//! Agents come and go: at the cuts and rises of a count here, people by their [duties](super::duty).

use super::{Engine, phase};
use crate::facts::{Fact, Observer};
use crate::model::{Staffing, count_at, next_step};
use crate::policy::{Leaving, Ownership, order::Joining};
use crate::units::{AgentId, ConversationId, DeskId, TeamId, Time};
use crate::world::{Activity, Reach, State, World};

/// Later than any instant.
pub(super) const NEVER: Time = Time(u64::MAX);

impl<O: Observer<World>> Engine<'_, O> {
    /// Every team begins with the agents of its first instant; nobody has worked in the past.
    pub(super) fn open_teams(&mut self) {
        self.plan_duties();
        self.wants_staffing(self.model.begins());
    }

    /// Something about the staff changes now: first the counts, team by team in their order, then people by number, then
    /// what closes.
    pub(super) fn staff_all(&mut self) {
        if self.next_staffing != self.now() {
            self.events -= 1;
            return;
        }
        self.next_staffing = NEVER;
        for team in (0..self.model.teams.len() as u32).map(TeamId) {
            if !self.model.teams[team.index()].agents.has_people() {
                self.staff(team);
            }
        }
        self.do_duties();
        self.close_doors();
        self.schedule_staffing();
    }

    /// Puts the next change of the staff on the agenda.
    fn schedule_staffing(&mut self) {
        let teams = (0..self.model.teams.len() as u32).map(TeamId);
        let changes = teams.filter_map(|team| self.next_change(team)).min();
        let next = [changes, self.next_duty(), self.next_closing()].into_iter().flatten().min();
        if let Some(next) = next {
            self.wants_staffing(next);
        }
    }

    /// Something about the staff changes at an instant. An entry of the agenda that a sooner one made needless is ignored.
    pub(super) fn wants_staffing(&mut self, at: Time) {
        if at < self.next_staffing {
            self.next_staffing = at;
            self.agenda.schedule(at, phase::STAFFING, 0);
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

    /// How many agents of a count should be signed in now.
    fn scheduled(&self, team: TeamId) -> u32 {
        let it = &self.model.teams[team.index()];
        match &it.agents {
            Staffing::Weekly(weekly) => weekly.at(self.model.team_zone(it).second_of_week(self.now())),
            Staffing::Dated(steps) => count_at(steps, self.now()),
            Staffing::Shifts(_) | Staffing::Schedule(_) => 0,
        }
    }

    /// When a count changes next.
    fn next_change(&self, team: TeamId) -> Option<Time> {
        let (it, now) = (&self.model.teams[team.index()], self.now());
        match &it.agents {
            Staffing::Weekly(weekly) => self.model.team_zone(it).next_change(weekly, now),
            Staffing::Dated(steps) => next_step(steps, now),
            Staffing::Shifts(_) | Staffing::Schedule(_) => None,
        }
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
            self.signs_in(agent, Reach::Open);
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
            self.departs(agent);
        }
    }

    /// Somebody of a count goes home, with nothing in hand.
    pub(super) fn departs(&mut self, agent: AgentId) {
        // Who is nobody in particular cannot stay for his own customers.
        let rule = match self.policy.desk.shift_end {
            Leaving::Finish => Leaving::HandOver,
            rule => rule,
        };
        self.signs_out(agent, rule);
    }

    pub(super) fn signs_in(&mut self, agent: AgentId, reach: Reach) {
        let team = self.world.agents[agent.index()].team;
        self.tell(Fact::SignedIn { agent, team });
        self.begins_slowly(agent);
        self.sits_down(agent, reach);
        self.looks_now(agent);
    }

    /// An agent is at the desk from now on.
    pub(super) fn sits_down(&mut self, agent: AgentId, reach: Reach) {
        let now = self.now();
        let it = &mut self.world.agents[agent.index()];
        it.activity = Activity::Free;
        it.since = now;
        let desk = it.desk;
        self.world.desks.replied[desk.index()] = now;
        self.world.desks.set_servers(desk, self.world.desks.servers[desk.index()] + 1);
        self.world.desks.set_reach(desk, reach);
        if let Some(free) = self.free.get_mut(desk.index()) {
            free.push_back(agent);
        }
        self.ready.push(desk);
        self.happened.sign_in = true;
        self.lanes_may_be_empty = self.world.stages.is_some();
    }

    /// An agent with nothing in hand goes home.
    pub(super) fn signs_out(&mut self, agent: AgentId, rule: Leaving) {
        let team = self.world.agents[agent.index()].team;
        let was_away = self.world.agents[agent.index()].activity == Activity::Away;
        self.tell(Fact::SignedOut { agent, team });
        self.misses_all_of(agent);
        match was_away {
            true => self.world.agents[agent.index()].activity = Activity::SignedOut,
            false => self.stands_up(agent, Activity::SignedOut),
        }
        self.leaves_behind(agent, rule);
    }

    /// An agent with nothing in hand is not at the desk any more.
    pub(super) fn stands_up(&mut self, agent: AgentId, activity: Activity) {
        let now = self.now();
        let it = &mut self.world.agents[agent.index()];
        it.activity = activity;
        it.since = now;
        let desk = it.desk;
        if let Some(others) = self.free.get_mut(desk.index()) {
            others.retain(|other| *other != agent);
        }
        self.world.desks.set_servers(desk, self.world.desks.servers[desk.index()] - 1);
        self.stops_looking(agent);
        self.lanes_may_be_empty |= self.world.stages.is_some();
    }

    /// What becomes of the conversations of an agent who is not at the desk any more.
    pub(super) fn leaves_behind(&mut self, agent: AgentId, rule: Leaving) {
        let desk = self.world.agents[agent.index()].desk;
        if self.policy.capacity.ownership == Ownership::Team {
            if self.world.desks.servers[desk.index()] == 0 {
                self.world.desks.set_reach(desk, Reach::Closed);
            }
            return;
        }
        self.world.desks.set_reach(desk, rule.reach());
        if rule.hands_over() {
            self.hand_over(desk);
        }
        let (awaiting, inactive) = rule.releases();
        if awaiting {
            self.release(desk, inactive);
        }
    }

    /// What needs a reply goes back to the queue, with the time of the message: the customer's wait goes on.
    fn hand_over(&mut self, desk: DeskId) {
        while let Some(conversation) = self.take_first(desk) {
            let written = self.world.conversation(conversation).written;
            self.enqueue(conversation, Joining::Queue(written));
            // Patience that ends with assignment has run on since the message.
            self.waits(conversation);
        }
    }

    /// What awaits its customer, and perhaps what is inactive, belongs to nobody any more.
    fn release(&mut self, desk: DeskId, inactive: bool) {
        let World { conversations, .. } = &self.world;
        let owned = &mut self.owned[desk.index()];
        owned.retain(|it| {
            let it = &conversations[it.index()];
            it.desk() == Some(desk) && matches!(it.state, State::Awaiting | State::Inactive | State::Parked)
        });
        owned.sort_unstable();
        owned.dedup();
        let released = |it: &ConversationId| inactive || conversations[it.index()].state == State::Awaiting;
        let (leaving, staying): (Vec<_>, Vec<_>) = std::mem::take(owned).into_iter().partition(released);
        *owned = staying;
        for conversation in leaving {
            self.tell(Fact::Released { conversation });
            self.take_away(conversation);
        }
    }
}
