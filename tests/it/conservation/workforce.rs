//! Who is there, who has room, and who must not stay.

use super::{Agent, Audit};
use crate::twin::scenario::Scenario;
use quasisync::model::{Serves, Staffing, Stint, count_at};
use quasisync::policy::Leaving;
use quasisync::units::{AgentId, DemandId, DeskId, Span, TeamId, Time};
use quasisync::workload::Roster;

/// Everybody with every shift.
pub(super) fn agents(scenario: &Scenario, count: usize) -> Vec<Agent> {
    let roster = Roster::new(&scenario.model, scenario.workload.key());
    let of = |agent: u32| {
        let mut stints: Vec<Stint> = Vec::new();
        while let Some(stint) = roster.next(AgentId(agent), stints.last().map_or(Time::START, |it| it.to)) {
            stints.push(stint);
        }
        Agent { stints, ..Agent::default() }
    };
    (0..count as u32).map(of).collect()
}

impl Audit<'_> {
    /// Preferred and maximum capacity of each agent of a desk.
    pub(super) fn limits(&self, desk: DeskId) -> (u32, u32) {
        let team = self.team(desk);
        let limits = self.scenario.policy.capacity.limits[team.index()];
        let own = self.own(desk).and_then(|it| it.capacity);
        own.unwrap_or((limits.preferred, limits.maximum))
    }

    fn own(&self, desk: DeskId) -> Option<&quasisync::model::Particulars> {
        let (team, model) = (self.team(desk), &self.scenario.model);
        let place = desk.0.wrapping_sub(model.first_agent(team));
        let all = &model.teams[team.index()].particulars;
        all.iter().find(|it| !self.shared() && it.place == place)
    }

    /// How a desk serves a demand.
    pub(super) fn serves(&self, desk: DeskId, demand: DemandId) -> Option<Serves> {
        let team = &self.scenario.model.teams[self.team(desk).index()].serves;
        let own = self.own(desk).and_then(|it| it.serves.as_ref());
        own.unwrap_or(team).iter().find(|it| it.demand == demand).copied()
    }

    /// Whether an agent is somebody in particular.
    pub(super) fn is_somebody(&self, agent: AgentId) -> bool {
        self.scenario.model.teams[self.teams[agent.index()].index()].agents.has_people()
    }

    /// Whether an agent who could start something may let messages wait: does other work, or is about to leave.
    pub(super) fn may_wait(&self, agent: AgentId) -> bool {
        self.has_other_work(agent) || self.is_somebody(agent) && !self.free(agent)
    }

    /// Whether an agent looks at messages from time to time only.
    pub(super) fn has_other_work(&self, agent: AgentId) -> bool {
        let looks = self.scenario.model.teams[self.teams[agent.index()].index()].looks;
        !self.shared() && looks.is_some_and(|looks| looks.every.is_some())
    }

    pub(super) fn agents_of(&self, desk: DeskId) -> impl Iterator<Item = AgentId> {
        self.agents().filter(move |&it| self.desk(it) == desk)
    }

    /// Whether the agents of a desk are there and neither about to leave, nor to go on a pause.
    pub(super) fn surely_stays(&self, desk: DeskId) -> bool {
        let lead = self.scenario.policy.desk.no_new_before;
        let stays = |agent: AgentId| {
            let it = &self.agents[agent.index()];
            let Some(stint) = it.stints.iter().find(|stint| stint.from <= self.now && self.now < stint.to) else {
                return !self.is_somebody(agent);
            };
            let paused = stint.pauses.iter().any(|pause| it.since <= pause.from && pause.from <= self.now);
            !it.over && !paused && self.now + lead + Span(1) < stint.to
        };
        self.shared() || self.agents_of(desk).all(|agent| self.agents[agent.index()].here && stays(agent))
    }

    /// Counts are kept to, people are there during their shifts, and nobody stays who has nothing to do any more.
    pub(super) fn everybody_is_where_planned(&self) {
        let model = &self.scenario.model;
        for (number, team) in model.teams.iter().enumerate() {
            let mine = || self.agents().filter(move |&it| self.teams[it.index()] == TeamId(number as u32));
            let planned = match &team.agents {
                _ if self.now < model.begins() => 0,
                Staffing::Weekly(weekly) => weekly.at(model.team_zone(team).second_of_week(self.now)),
                Staffing::Dated(steps) => count_at(steps, self.now),
                Staffing::Shifts(_) | Staffing::Schedule(_) => {
                    mine().for_each(|agent| self.is_where_planned(agent));
                    continue;
                }
            };
            let here: Vec<AgentId> = mine().filter(|it| self.agents[it.index()].here).collect();
            self.check(here.len() as u32 >= planned, "fewer agents than planned");
            let too_many = here.len() as u32 > planned;
            self.check(!(too_many && here.iter().any(|&it| self.free(it))), "an agent stays who should have left");
        }
    }

    fn is_where_planned(&self, agent: AgentId) {
        let it = &self.agents[agent.index()];
        let on_shift = it.stints.iter().any(|stint| stint.from <= self.now && self.now < stint.to);
        self.check(!(it.here && it.away), "in two places");
        if on_shift {
            self.check(it.here || it.away, "somebody is missing on a shift");
            self.check(!it.over, "overtime within a shift");
        } else {
            self.check(!it.away, "on a pause after the shift");
            self.check(it.here == it.over, "there without a shift, and not in overtime");
            let may_stay = !self.free(agent) || self.has_other_work(agent);
            self.check(!it.over || may_stay, "stays in overtime with nothing to do");
        }
    }

    /// Whether some rule lets messages wait for an agent who is not there.
    pub(super) fn holds(&self) -> bool {
        let desk = &self.scenario.policy.desk;
        desk.shift_end == Leaving::Hold || desk.breaks == Leaving::Hold
    }
}
