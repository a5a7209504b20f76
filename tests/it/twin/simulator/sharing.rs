//! Agents who work on everything in hand at once, each on all of it equally fast.

use super::Twin;
use super::events::Event;
use super::things::Course;
use quasisync::policy::Ownership;
use quasisync::units::Span;

impl Twin<'_> {
    pub(super) fn shares(&self, agent: usize) -> bool {
        let agents_own = self.policy.capacity.ownership == Ownership::Agent;
        agents_own && !self.model.teams[self.agents[agent].team].sharing.is_empty()
    }

    /// The work on one more conversation begins.
    pub(super) fn join_course(&mut self, agent: usize, conversation: usize) {
        let share = self.share(conversation);
        let mut work = self.content(agent, conversation).0 as f64;
        if share != 1.0 {
            work *= share;
        }
        self.started += 1;
        let finish = self.agents[agent].course.far(self.now) + work;
        self.conversations[conversation].finish = (finish, self.started);
    }

    /// An agent who is done with a conversation has come at least as far as that took.
    pub(super) fn arrive_at(&mut self, agent: usize, conversation: usize) {
        let finish = self.conversations[conversation].finish.0;
        if self.shares(agent) && self.agents[agent].course.far(self.now) < finish {
            self.agents[agent].course.far = finish;
            self.agents[agent].course.at = self.now;
        }
    }

    /// All agents who share go on as fast as is right now.
    pub(super) fn settle(&mut self) {
        for agent in (0..self.agents.len()).filter(|&it| self.shares(it)).collect::<Vec<_>>() {
            self.settle_one(agent);
        }
    }

    fn settle_one(&mut self, agent: usize) {
        let (in_hand, before) = (self.in_hand(agent), self.agents[agent].course);
        let least = |&one: &usize, &other: &usize| {
            let (one, other) = (self.conversations[one].finish, self.conversations[other].finish);
            one.0.total_cmp(&other.0).then(one.1.cmp(&other.1))
        };
        let Some(next) = in_hand.iter().copied().min_by(least) else {
            self.agents[agent].course = Course { far: 0.0, at: self.now, rate: None };
            return;
        };
        let rate = self.rate(agent, in_hand.len());
        let scheduled = self.events.iter().any(|it| it.1 == Event::Done(next));
        if before.rate == Some(rate) && scheduled {
            return;
        }
        if before.rate != Some(rate) {
            self.agents[agent].course = Course { far: before.far(self.now), at: self.now, rate: Some(rate) };
        }
        let rest = (self.conversations[next].finish.0 - self.agents[agent].course.far(self.now)) / rate;
        self.events.retain(|it| !in_hand.iter().any(|&other| it.1 == Event::Done(other)));
        self.schedule(self.now + Span(rest.ceil().max(0.0) as u64), Event::Done(next));
    }

    /// How fast the work on each conversation in hand goes on.
    fn rate(&self, agent: usize, in_hand: usize) -> f64 {
        let speeds = &self.model.teams[self.agents[agent].team].sharing;
        let total = speeds[self.active(self.desk_of(agent)).clamp(1, speeds.len()) - 1];
        total * self.workload.speed(super::agent_id(agent)) / in_hand as f64
    }
}
