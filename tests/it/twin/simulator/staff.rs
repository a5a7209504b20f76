//! Phase 1: agents come and go. Those of a count here, for which nobody is named.

use super::events::Event;
use super::rules::may_change;
use super::things::{Reach, State};
use super::{Twin, agent_id, id};
use quasisync::facts::Fact;
use quasisync::model::{Staffing, count_at};
use quasisync::policy::{Leaving, Ownership};
use quasisync::units::{TeamId, Time};

impl Twin<'_> {
    /// Signs in the first agents of the teams that are counted, and appoints the changes of their numbers.
    pub(super) fn open_counts(&mut self) {
        let end = self.model.frame.end();
        for team in 0..self.model.teams.len() {
            let mut at = self.model.begins();
            match self.count(team, at) {
                Some(count) if at == Time::START => self.staff(team, count),
                Some(count) => self.schedule(at, Event::Staff(team, count)),
                None => {}
            }
            while let Some(next) = self.next_count(team, at).filter(|&next| next < end) {
                let (before, count) = (self.count(team, at), self.count(team, next));
                at = next;
                if let Some(count) = count.filter(|_| count != before) {
                    self.schedule(at, Event::Staff(team, count));
                }
            }
        }
    }

    /// How many agents a team has at an instant; `None` if they are people.
    fn count(&self, team: usize, at: Time) -> Option<u32> {
        let team = &self.model.teams[team];
        match &team.agents {
            Staffing::Weekly(weekly) => Some(weekly.at(self.model.team_zone(team).second_of_week(at))),
            Staffing::Dated(steps) => Some(count_at(steps, at)),
            Staffing::Shifts(_) | Staffing::Schedule(_) => None,
        }
    }

    /// When that may change.
    fn next_count(&self, team: usize, at: Time) -> Option<Time> {
        let team = &self.model.teams[team];
        match &team.agents {
            Staffing::Weekly(weekly) => may_change(self.model.team_zone(team), weekly, at),
            Staffing::Dated(steps) => steps.iter().map(|step| step.0).find(|&step| step > at),
            Staffing::Shifts(_) | Staffing::Schedule(_) => None,
        }
    }

    /// A team has so many agents from now on.
    pub(super) fn staff(&mut self, team: usize, count: u32) {
        let all: Vec<usize> = (0..self.agents.len()).filter(|&it| self.agents[it].team == team).collect();
        let present = all.iter().filter(|&&it| self.agents[it].present).count() as u32;
        let staying = present - self.departing[team];
        let mut more = count.saturating_sub(staying);
        let kept = more.min(self.departing[team]);
        self.departing[team] -= kept;
        more -= kept;
        let absent: Vec<usize> = all.iter().copied().filter(|&it| !self.agents[it].present).collect();
        for &agent in absent.iter().take(more as usize) {
            self.sign_in(agent);
        }
        let fewer = staying.saturating_sub(count);
        let mut leaving: Vec<usize> = all.into_iter().filter(|&it| fewer > 0 && self.is_free(it)).collect();
        leaving.sort_by_key(|&it| (self.active(self.desk_of(it)), std::cmp::Reverse(it)));
        leaving.truncate(fewer as usize);
        self.departing[team] += fewer - leaving.len() as u32;
        for agent in leaving {
            self.sign_out(agent);
        }
    }

    /// An agent may have one thing less to do. Who is left with none may be somebody who is to leave.
    pub(super) fn free(&mut self, agent: usize) {
        if !self.is_free(agent) {
            return;
        }
        self.freed += 1;
        self.agents[agent].freed = self.freed;
        let team = self.agents[agent].team;
        if self.departing[team] > 0 {
            self.departing[team] -= 1;
            self.sign_out(agent);
        }
        self.leave_if_done(agent);
    }

    pub(super) fn sign_in(&mut self, agent: usize) {
        self.agents[agent].present = true;
        if self.policy.capacity.ownership == Ownership::Agent {
            self.begin_intake(agent);
        }
        self.tell(Fact::SignedIn { agent: agent_id(agent), team: TeamId(self.agents[agent].team as u32) });
        self.sit_down(agent);
    }

    /// An agent is at the desk from now on.
    pub(super) fn sit_down(&mut self, agent: usize) {
        self.freed += 1;
        self.agents[agent].freed = self.freed;
        self.happened.sign_in = true;
        let desk = self.desk_of(agent);
        self.idle_since[desk] = self.now;
        self.agents[agent].reach = self.reach_by_time(agent);
        self.look(agent);
    }

    /// What a count leaves behind is handed over even where people would finish it.
    pub(super) fn sign_out(&mut self, agent: usize) {
        let mut rule = self.policy.desk.shift_end;
        if self.agents[agent].stint.is_none() && rule == Leaving::Finish {
            rule = Leaving::HandOver;
        }
        let it = &mut self.agents[agent];
        (it.present, it.away, it.ended, it.pausing) = (false, false, false, None);
        self.events.retain(|it| it.1 != Event::PauseEnds(agent) && it.1 != Event::Looks(agent));
        self.tell(Fact::SignedOut { agent: agent_id(agent), team: TeamId(self.agents[agent].team as u32) });
        self.miss_all(agent);
        self.leave_behind(agent, rule);
    }

    /// What becomes of the conversations of an agent who is gone or away.
    pub(super) fn leave_behind(&mut self, agent: usize, rule: Leaving) {
        self.agents[agent].reach = Reach::from(rule);
        if self.policy.capacity.ownership == Ownership::Team {
            return;
        }
        if matches!(rule, Leaving::HandOver | Leaving::HandOverOpen | Leaving::HandOverAll) {
            for conversation in self.inbox(agent) {
                self.join_queue(conversation, Some(self.conversations[conversation].wrote));
            }
        }
        for conversation in 0..self.conversations.len() {
            let it = &mut self.conversations[conversation];
            let released = match it.state {
                State::Awaiting => matches!(rule, Leaving::HandOverOpen | Leaving::HandOverAll),
                State::Inactive | State::Parked => rule == Leaving::HandOverAll,
                _ => false,
            };
            if released && it.owner == Some(agent) {
                it.owner = None;
                self.tell(Fact::Released { conversation: id(conversation) });
            }
        }
    }
}
