//! Who should be there when: counts as steps, people by their shifts, day by day.

use super::Recorder;
use super::hours::Cumulated;
use super::window::Window;
use crate::metrics::measures::Work;
use crate::model::{Model, Staffing, Stint, Team, Why, count_at, next_step};
use crate::units::{AgentId, Time};

/// The agents that a team should have at an instant.
#[derive(Clone, Debug)]
pub(super) enum Planned {
    /// So many, week by week.
    Weekly(Cumulated),
    /// So many from each of these instants on.
    Dated(Vec<(Time, u32)>),
    /// People: of everybody it is known whether they are within their shift.
    People,
}

impl Planned {
    pub(super) fn new(model: &Model, team: &Team) -> Planned {
        match &team.agents {
            Staffing::Weekly(weekly) => Planned::Weekly(Cumulated::new(model.team_zone(team), weekly)),
            Staffing::Dated(steps) => Planned::Dated(steps.clone()),
            Staffing::Shifts(_) | Staffing::Schedule(_) => Planned::People,
        }
    }

    /// How many there should be at least, so that nobody of them is in overtime because of their number.
    pub(super) fn at(&self, at: Time) -> u64 {
        match self {
            Planned::Weekly(weekly) => weekly.at(at),
            Planned::Dated(steps) => count_at(steps, at).into(),
            Planned::People => u64::MAX,
        }
    }

    /// When that may change next; `None` if it never does.
    pub(super) fn next_change(&self, at: Time) -> Option<Time> {
        match self {
            Planned::Weekly(weekly) => weekly.next_change(at),
            Planned::Dated(steps) => next_step(steps, at),
            Planned::People => None,
        }
    }

    /// The time of a count from one instant to another.
    fn between(&self, from: Time, to: Time) -> u64 {
        match self {
            Planned::Weekly(weekly) => weekly.between(from, to),
            Planned::Dated(steps) => {
                let ends = steps.iter().skip(1).map(|step| step.0).chain([Time(u64::MAX)]);
                let part = |(step, end): (&(Time, u32), Time)| overlap(step.0, end, (from, to)) * u64::from(step.1);
                steps.iter().zip(ends).map(part).sum()
            }
            Planned::People => 0,
        }
    }
}

/// How much of a spell is within another.
fn overlap(from: Time, to: Time, (begin, end): (Time, Time)) -> u64 {
    to.0.min(end.0).saturating_sub(from.0.max(begin.0))
}

/// What was planned for a team in an interval, in microseconds.
#[derive(Clone, Copy, Debug, Default)]
struct Plan {
    scheduled: u64,
    breaks: u64,
    meetings: u64,
    absent: u64,
}

/// What a spell of an agent's plan adds to.
type Part = fn(&mut Plan) -> &mut u64;

impl Recorder<'_> {
    /// How many agents were planned, what else they are paid for, and what all of them cost.
    pub(super) fn plan(&mut self) {
        for team in 0..self.staff.len() {
            let staff = &self.staff[team];
            let planned = |number| {
                let from = Time(self.window.start.0 + number as u64 * self.window.interval);
                Plan { scheduled: staff.planned.between(from, self.window.end_of(number)), ..Plan::default() }
            };
            let mut plans: Vec<Plan> = (0..self.intervals.len()).map(planned).collect();
            for agent in staff.members() {
                self.plan_of(AgentId(agent as u32), &mut plans);
            }
            let cost = self.measures.layout.costs[team];
            for (draft, plan) in self.intervals.iter_mut().zip(plans) {
                let Plan { scheduled, breaks, meetings, absent } = plan;
                let mut work = Work { scheduled, breaks, meetings, absent, ..Work::default() };
                let overtime = draft.in_place().work(|it| it == team).agents.overtime.signed_in;
                let paid = work.paid() + overtime;
                match cost {
                    Some(cost) => work.cost = u128::from(paid) * u128::from(cost),
                    None => work.unpriced = paid,
                }
                draft.work(team, &mut work);
                self.measures.work[team].merge(&work);
            }
        }
    }

    /// The shifts of an agent, one after the other: nothing is kept of them.
    fn plan_of(&mut self, agent: AgentId, plans: &mut [Plan]) {
        let Some(roster) = &self.roster else { return };
        let mut spread = Spread { window: &mut self.window, plans };
        let mut after = Time::START;
        while let Some((stint, absent)) = roster.next_planned(agent, after) {
            if stint.from >= spread.window.end {
                return;
            }
            after = stint.to;
            match absent {
                true => spread.adds(stint.from, stint.to, |plan| &mut plan.absent),
                false => spread.stint(&stint),
            }
        }
    }
}

/// Spreads what is planned over the intervals.
struct Spread<'r> {
    window: &'r mut Window,
    plans: &'r mut [Plan],
}

impl Spread<'_> {
    /// A shift with its pauses.
    fn stint(&mut self, stint: &Stint) {
        let mut from = stint.from;
        for pause in &stint.pauses {
            // A pause that would begin during another one is left out.
            let (begin, end) = (pause.from.max(stint.from), pause.to.min(stint.to));
            if begin < from || begin >= end {
                continue;
            }
            self.adds(from, begin, |plan| &mut plan.scheduled);
            self.adds(
                begin,
                end,
                match pause.why {
                    Why::Break => |plan| &mut plan.breaks,
                    Why::Meeting => |plan| &mut plan.meetings,
                },
            );
            from = end;
        }
        self.adds(from, stint.to, |plan| &mut plan.scheduled);
    }

    fn adds(&mut self, from: Time, to: Time, part: Part) {
        let (mut from, to) = (from.max(self.window.start), to.min(self.window.end));
        while from < to {
            let interval = self.window.interval(from);
            let until = self.window.end_of(interval).min(to);
            *part(&mut self.plans[interval]) += until.since(from).0;
            from = until;
        }
    }
}
