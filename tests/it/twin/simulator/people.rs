//! Phase 1: agents who are somebody, with shifts and pauses.

use super::events::Event;
use super::things::Reach;
use super::{Twin, agent_id};
use quasisync::facts::Fact;
use quasisync::model::{Pause, Why};
use quasisync::policy::{Leaving, Ownership};
use quasisync::units::{TeamId, Time};

impl Twin<'_> {
    /// Appoints the first shift of everybody.
    pub(super) fn open_shifts(&mut self) {
        for agent in 0..self.agents.len() {
            self.appoint_shift(agent);
        }
    }

    fn appoint_shift(&mut self, agent: usize) {
        let next = self.roster.next(agent_id(agent), self.now).filter(|it| it.from < self.model.frame.end());
        if let Some(stint) = &next {
            self.schedule(stint.from, Event::ShiftBegins(agent));
        }
        self.agents[agent].next = next;
    }

    pub(super) fn shift_begins(&mut self, agent: usize) {
        self.take_up(agent);
        if self.agents[agent].present {
            self.agents[agent].ended = false;
            self.open_reach(agent);
            self.tell(Fact::ShiftBegan { agent: agent_id(agent), team: self.team(agent) });
        } else {
            self.sign_in(agent);
        }
    }

    /// The stint that begins now, and what it brings.
    fn take_up(&mut self, agent: usize) {
        let stint = self.agents[agent].next.take().expect("a stint that begins");
        self.schedule(stint.to, Event::ShiftEnds(agent));
        for &pause in &stint.pauses {
            self.schedule(pause.from, Event::PauseBegins(agent, pause));
        }
        let lead = Time(stint.to.0.saturating_sub(self.policy.desk.no_new_before.0));
        if lead > self.now && lead < stint.to {
            self.schedule(lead, Event::LeadBegins(agent));
        }
        self.agents[agent].stint = Some(stint);
    }

    pub(super) fn shift_ends(&mut self, agent: usize) {
        self.agents[agent].pausing = None;
        self.appoint_shift(agent);
        if self.agents[agent].next.as_ref().is_some_and(|it| it.from == self.now) {
            self.events.retain(|it| it.1 != Event::ShiftBegins(agent));
            self.take_up(agent);
            // Who is on a pause stays there.
            if !self.agents[agent].away {
                self.open_reach(agent);
            }
            return;
        }
        if self.agents[agent].away {
            self.sign_out(agent);
            return;
        }
        self.agents[agent].ended = true;
        self.agents[agent].reach = Reach::from(self.policy.desk.shift_end);
        if self.is_done(agent, self.policy.desk.shift_end) {
            self.sign_out(agent);
        } else {
            self.tell(Fact::ShiftEnded { agent: agent_id(agent), team: self.team(agent) });
        }
    }

    pub(super) fn pause_begins(&mut self, agent: usize, pause: Pause) {
        let it = &mut self.agents[agent];
        if it.is_here() && !it.ended && it.pausing.is_none() {
            it.pausing = Some(pause);
            it.reach = Reach::from(self.policy.desk.breaks);
            self.leave_if_done(agent);
        }
    }

    /// An agent who is to go home or on a pause goes, unless there is something left to do.
    pub(super) fn leave_if_done(&mut self, agent: usize) {
        if self.agents[agent].ended && self.is_done(agent, self.policy.desk.shift_end) {
            self.sign_out(agent);
        }
        if let Some(pause) = self.agents[agent].pausing.filter(|_| self.is_done(agent, self.policy.desk.breaks)) {
            self.agents[agent].pausing = None;
            self.go(agent, pause);
        }
    }

    /// Whether an agent leaves nothing that this rule wants to be done first.
    fn is_done(&self, agent: usize, rule: Leaving) -> bool {
        let works_off = rule == Leaving::Finish && self.policy.capacity.ownership == Ownership::Agent;
        self.is_free(agent) && (!works_off || self.inbox(agent).is_empty())
    }

    fn go(&mut self, agent: usize, pause: Pause) {
        let back = match pause.why {
            Why::Break => self.now + pause.to.since(pause.from),
            Why::Meeting => pause.to,
        };
        if back <= self.now {
            // The meeting is over.
            self.open_reach(agent);
            return;
        }
        self.agents[agent].away = true;
        self.tell(Fact::WentAway { agent: agent_id(agent), team: self.team(agent), why: pause.why });
        self.miss_all(agent);
        self.leave_behind(agent, self.policy.desk.breaks);
        self.schedule(back, Event::PauseEnds(agent));
    }

    pub(super) fn pause_ends(&mut self, agent: usize) {
        self.agents[agent].away = false;
        self.tell(Fact::Returned { agent: agent_id(agent), team: self.team(agent) });
        self.sit_down(agent);
    }

    pub(super) fn lead_begins(&mut self, agent: usize) {
        if self.agents[agent].reach == Reach::Open {
            self.agents[agent].reach = Reach::Own;
        }
    }

    /// An agent who was to leave stays.
    fn open_reach(&mut self, agent: usize) {
        let (before, now) = (self.agents[agent].reach, self.reach_by_time(agent));
        self.agents[agent].reach = now;
        let opens = before != now && (now == Reach::Open || before != Reach::Open);
        if opens && self.policy.capacity.ownership == Ownership::Agent {
            self.happened.sign_in = true;
        }
    }

    /// Who gets to the desk of an agent who is there, and about to stay.
    pub(super) fn reach_by_time(&self, agent: usize) -> Reach {
        let lead = self.policy.desk.no_new_before;
        let ends = self.agents[agent].stint.as_ref().map(|it| it.to);
        if ends.is_some_and(|to| to.0.saturating_sub(lead.0) <= self.now.0) { Reach::Own } else { Reach::Open }
    }

    /// Whether an agent who is to leave starts nothing more.
    pub(super) fn must_leave(&self, agent: usize) -> bool {
        let (it, desk) = (&self.agents[agent], self.policy.desk);
        it.ended && desk.shift_end != Leaving::Finish || it.pausing.is_some() && desk.breaks != Leaving::Finish
    }

    fn team(&self, agent: usize) -> TeamId {
        TeamId(self.agents[agent].team as u32)
    }
}
