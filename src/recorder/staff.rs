//! Who is there, within schedule or in overtime, and what everybody has done in the present interval.

use super::Recorder;
use super::plan::Planned;
use crate::metrics::measures::AgentWork;
use crate::units::{AgentId, Span, TeamId, Time};
use crate::world::{Activity, Agent, World};
use std::ops::Range;

/// An agent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Member {
    /// Of the present interval.
    pub(super) work: AgentWork,
    /// Since when it adds up: since the interval began, or the agent went over into another duty; later than any instant
    /// outside counted time.
    from: Time,
    duty: Duty,
}

/// How an agent is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Duty {
    #[default]
    Away,
    Scheduled,
    Overtime,
}

/// The agents of a team.
#[derive(Clone, Debug)]
pub(super) struct Staff {
    /// How many are planned.
    pub(super) planned: Planned,
    members: Range<usize>,
    there: u64,
    /// How many of them are beyond a count.
    overtime: u64,
}

impl Member {
    /// Worked on messages from `since` on.
    #[inline]
    pub(super) fn handled(&mut self, since: Time, now: Time) {
        let span = now.since(since.max(self.from)).0;
        self.work.handling += span;
        if self.duty == Duty::Overtime {
            self.work.overtime.handling += span;
        }
    }

    /// Wrapped up from `since` on.
    pub(super) fn wrapped_up(&mut self, since: Time, now: Time) {
        let span = now.since(since.max(self.from)).0;
        self.work.wrap_up += span;
        if self.duty == Duty::Overtime {
            self.work.overtime.wrap_up += span;
        }
    }

    /// What this agent is doing, `busy` since an instant, is accounted for up to now, and so is being there.
    fn lasts(&mut self, it: &Agent, busy: Time, now: Time) {
        if self.duty == Duty::Away {
            return;
        }
        match it.activity {
            Activity::Handling { .. } | Activity::Sharing { .. } => self.handled(busy, now),
            Activity::WrappingUp { .. } => self.wrapped_up(busy, now),
            Activity::Free | Activity::Away | Activity::SignedOut => {}
        }
        let span = now.since(self.from).0;
        self.work.signed_in += span;
        if self.duty == Duty::Overtime {
            self.work.overtime.signed_in += span;
        }
    }
}

impl Staff {
    pub(super) fn new(planned: Planned, team: TeamId, agent_teams: &[TeamId]) -> Staff {
        let first = |team| agent_teams.partition_point(|it| *it < team);
        Staff { planned, members: first(team)..first(TeamId(team.0 + 1)), there: 0, overtime: 0 }
    }

    /// Whether its agents are people, whose shifts are known; else they are counted.
    fn has_people(&self) -> bool {
        matches!(self.planned, Planned::People)
    }

    /// The places of its agents.
    pub(super) fn members(&self) -> Range<usize> {
        self.members.clone()
    }
}

impl Recorder<'_> {
    pub(super) fn signed_in(&mut self, agent: AgentId, team: TeamId, now: Time) {
        let member = &mut self.members[agent.index()];
        (member.duty, member.from) = (Duty::Scheduled, now.max(self.begun));
        self.staff[team.index()].there += 1;
        self.duties_change(now);
    }

    pub(super) fn signed_out(&mut self, world: &World, agent: AgentId, team: TeamId, now: Time) {
        self.accounts_for(world, agent.index(), now);
        let staff = &mut self.staff[team.index()];
        staff.there -= 1;
        let beyond = self.members[agent.index()].duty == Duty::Overtime && !staff.has_people();
        staff.overtime -= u64::from(beyond);
        self.members[agent.index()].duty = Duty::Away;
        self.duties_change(now);
    }

    /// An agent who is somebody in particular goes over into overtime, or back into a shift.
    #[cold]
    pub(super) fn shift_turns(&mut self, world: &World, agent: AgentId, overtime: bool, now: Time) {
        self.accounts_for(world, agent.index(), now);
        self.members[agent.index()].duty = if overtime { Duty::Overtime } else { Duty::Scheduled };
    }

    /// When the instant is over it will be settled who is in overtime.
    fn duties_change(&mut self, now: Time) {
        self.next_duty = self.next_duty.min(now + Span(1));
        self.next_look = self.next_look.min(self.next_duty);
    }

    /// Everybody goes over into the duty that is theirs after an instant. Where nobody is named, as many are in overtime as
    /// are there beyond the plan: those with the highest numbers.
    pub(super) fn settle_duties(&mut self, world: &World) {
        let at = Time(self.next_duty.0 - 1);
        for team in 0..self.staff.len() {
            let staff = &self.staff[team];
            let beyond = staff.there.saturating_sub(staff.planned.at(at));
            if (beyond, staff.overtime) == (0, 0) {
                continue;
            }
            let (members, mut left) = (staff.members(), beyond);
            for agent in members.rev().filter(|&agent| self.members[agent].duty != Duty::Away).collect::<Vec<_>>() {
                let duty = if left > 0 { Duty::Overtime } else { Duty::Scheduled };
                left = left.saturating_sub(1);
                if self.members[agent].duty != duty {
                    self.accounts_for(world, agent, at);
                    self.members[agent].duty = duty;
                }
            }
            self.staff[team].overtime = beyond;
        }
        let next = self.staff.iter().filter_map(|staff| staff.planned.next_change(at)).min();
        self.next_duty = next.map_or(super::NEVER, |next| next + Span(1));
    }

    /// Another interval begins, or counted time is over: everything adds up anew.
    pub(super) fn members_begin(&mut self) {
        self.members
            .iter_mut()
            .for_each(|member| *member = Member { work: AgentWork::default(), from: self.begun, ..*member });
    }

    /// What an agent does is accounted for up to now; from now on it adds up anew.
    pub(super) fn accounts_for(&mut self, world: &World, agent: usize, now: Time) {
        let it = &world.agents[agent];
        let busy = match it.activity {
            Activity::Sharing { .. } => self.sharers[agent].busy,
            _ => it.since,
        };
        let member = &mut self.members[agent];
        member.lasts(it, busy, now);
        member.from = now.max(self.begun);
    }
}
