//! The day of agents who are people: shifts, breaks and meetings begin and end.

use super::Engine;
use crate::facts::{Fact, Observer};
use crate::model::{Pause, Stint, Why};
use crate::policy::{Leaving, Ownership};
use crate::units::{AgentId, Time};
use crate::workload::Roster;
use crate::world::{Activity, Reach, World};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Who has to do what when: the earliest first, then by agent, then in the order of the steps.
pub(super) struct Duties<'a> {
    roster: Roster<'a>,
    due: BinaryHeap<Reverse<(Time, AgentId, Step)>>,
    /// By agent.
    plans: Vec<Plan>,
}

/// A step of an agent's day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    ShiftEnds,
    ShiftBegins,
    Returns,
    PauseBegins(u16),
    LeadBegins,
    Looks,
}

/// Where an agent stands in the day.
#[derive(Clone, Debug, Default)]
struct Plan {
    /// The present stint, or the next.
    stint: Option<Stint>,
    /// What the agent does as soon as nothing is in hand.
    leaving: Option<Goes>,
    /// When the agent is back from a pause.
    back: Option<Time>,
    /// When a colleague looks at messages next.
    looks: Option<Time>,
}

/// Where an agent goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Goes {
    Home,
    Off(Pause),
}

impl<'a> Duties<'a> {
    pub(super) fn new(roster: Roster<'a>, agents: usize) -> Duties<'a> {
        Duties { roster, due: BinaryHeap::new(), plans: vec![Plan::default(); agents] }
    }
}

impl Duties<'_> {
    /// A colleague looks at messages next at this instant, and not when it was planned before.
    pub(super) fn looks_at(&mut self, agent: AgentId, at: Time) {
        self.plans[agent.index()].looks = Some(at);
    }
}

impl<O: Observer<World>> Engine<'_, O> {
    /// Plans everybody's first stint.
    pub(super) fn plan_duties(&mut self) {
        for agent in (0..self.duties.plans.len() as u32).map(AgentId) {
            self.plan_stint(agent, self.model.begins());
        }
    }

    /// Plans an agent's first stint that ends after an instant.
    fn plan_stint(&mut self, agent: AgentId, after: Time) {
        let Duties { roster, due, plans } = &mut self.duties;
        plans[agent.index()].stint = roster.next(agent, after);
        if let Some(stint) = &plans[agent.index()].stint {
            due.push(Reverse((stint.from, agent, Step::ShiftBegins)));
        }
    }

    /// When somebody has something to do next.
    pub(super) fn next_duty(&self) -> Option<Time> {
        self.duties.due.peek().map(|Reverse(next)| next.0)
    }

    /// Puts a step of an agent's day on the list.
    pub(super) fn has_to(&mut self, agent: AgentId, step: Step, at: Time) {
        self.duties.due.push(Reverse((at, agent, step)));
    }

    /// Everybody does what is due now.
    pub(super) fn do_duties(&mut self) {
        let now = self.now();
        while let Some(&Reverse((at, agent, step))) = self.duties.due.peek() {
            if at > now {
                return;
            }
            self.duties.due.pop();
            match step {
                Step::ShiftEnds => self.shift_ends(agent),
                Step::ShiftBegins => self.shift_begins(agent),
                Step::Returns => self.returns(agent),
                Step::PauseBegins(number) => self.pause_begins(agent, number.into()),
                Step::LeadBegins => self.lead_begins(agent),
                Step::Looks if self.plan(agent).looks == Some(now) => self.looks_now(agent),
                Step::Looks => {}
            }
        }
    }

    fn plan(&mut self, agent: AgentId) -> &mut Plan {
        &mut self.duties.plans[agent.index()]
    }

    fn shift_begins(&mut self, agent: AgentId) {
        let reach = self.reach_now(agent);
        let team = self.world.agents[agent.index()].team;
        if self.world.agents[agent.index()].signed_in() {
            self.tell(Fact::ShiftBegan { agent, team });
            self.plan(agent).leaving = None;
            self.opens(agent, reach);
        } else {
            self.signs_in(agent, reach);
        }
        self.plan_steps(agent);
    }

    /// Plans the steps of a stint that begins.
    fn plan_steps(&mut self, agent: AgentId) {
        let lead = self.policy.desk.no_new_before;
        let Some(stint) = self.plan(agent).stint.clone() else { return };
        for (number, pause) in stint.pauses.iter().enumerate() {
            self.has_to(agent, Step::PauseBegins(number as u16), pause.from);
        }
        if lead.0 > 0 {
            let begins = Time(stint.to.0.saturating_sub(lead.0));
            if begins > self.now() {
                self.has_to(agent, Step::LeadBegins, begins);
            }
        }
        self.has_to(agent, Step::ShiftEnds, stint.to);
    }

    /// What the desk of an agent who is there takes: towards the end of the shift no new work.
    fn reach_now(&self, agent: AgentId) -> Reach {
        let (now, lead) = (self.now(), self.policy.desk.no_new_before);
        let ending = |stint: &Stint| now + lead >= stint.to;
        let shared = self.policy.capacity.ownership == Ownership::Team;
        match &self.duties.plans[agent.index()].stint {
            Some(stint) if lead.0 > 0 && ending(stint) && !shared => Reach::Own,
            _ => Reach::Open,
        }
    }

    /// The desk of an agent takes so much; a team's desk goes by who is there.
    fn opens(&mut self, agent: AgentId, reach: Reach) {
        if self.policy.capacity.ownership == Ownership::Agent {
            let desk = self.world.agents[agent.index()].desk;
            self.happened.sign_in |= reach < self.world.desks.reach(desk);
            self.world.desks.set_reach(desk, reach);
            self.ready.push(desk);
        }
    }

    fn lead_begins(&mut self, agent: AgentId) {
        let desk = self.world.agents[agent.index()].desk;
        if self.policy.capacity.ownership == Ownership::Agent && self.world.desks.reach(desk) == Reach::Open {
            self.world.desks.set_reach(desk, Reach::Own);
        }
    }

    fn shift_ends(&mut self, agent: AgentId) {
        let now = self.now();
        self.plan_stint(agent, now);
        let goes_on = self.plan(agent).stint.as_ref().is_some_and(|next| next.from == now);
        let away = self.world.agents[agent.index()].activity == Activity::Away;
        if goes_on {
            // Back to back: nobody gets up. The step that would begin the stint is not due any more.
            self.duties.due.retain(|Reverse(it)| *it != (now, agent, Step::ShiftBegins));
            let reach = self.reach_now(agent);
            if !away {
                // A pause that had not begun is over with its shift.
                self.plan(agent).leaving = None;
                self.opens(agent, reach);
            }
            return self.plan_steps(agent);
        }
        let rule = self.policy.desk.shift_end;
        if away {
            self.plan(agent).back = None;
            return self.signs_out(agent, rule);
        }
        self.wants_to_leave(agent, Goes::Home, rule);
        if self.plan(agent).leaving.is_some() {
            let team = self.world.agents[agent.index()].team;
            self.tell(Fact::ShiftEnded { agent, team });
            // Who shares time, and started nothing more because a pause was due, now works the inbox off.
            self.ready.push(self.world.agents[agent.index()].desk);
        }
    }

    fn pause_begins(&mut self, agent: AgentId, number: usize) {
        let there = self.world.agents[agent.index()].signed_in();
        let plan = self.plan(agent);
        let Some(&pause) = plan.stint.as_ref().and_then(|stint| stint.pauses.get(number)) else { return };
        if there && plan.leaving.is_none() {
            self.wants_to_leave(agent, Goes::Off(pause), self.policy.desk.breaks);
        }
    }

    /// An agent leaves, at once or as soon as nothing is in hand.
    fn wants_to_leave(&mut self, agent: AgentId, goes: Goes, rule: Leaving) {
        if self.policy.capacity.ownership == Ownership::Agent {
            let desk = self.world.agents[agent.index()].desk;
            self.world.desks.set_reach(desk, rule.reach());
        }
        self.plan(agent).leaving = Some(goes);
        if self.world.agents[agent.index()].activity == Activity::Free {
            self.may_leave(agent);
        }
    }

    /// Whether an agent wants to leave.
    #[inline]
    pub(super) fn is_leaving(&self, agent: AgentId) -> bool {
        self.duties.plans.get(agent.index()).is_some_and(|plan| plan.leaving.is_some())
    }

    /// Whether an agent who wants to leave still starts on what waits.
    pub(super) fn works_off(&self, agent: AgentId) -> bool {
        let desk = &self.policy.desk;
        let rule = match self.duties.plans[agent.index()].leaving {
            Some(Goes::Off(_)) => desk.breaks,
            Some(Goes::Home) | None => desk.shift_end,
        };
        rule == Leaving::Finish && self.policy.capacity.ownership == Ownership::Agent
    }

    /// An agent who wants to leave has nothing in hand: leaves, unless something is to be worked off. Whether so.
    pub(super) fn may_leave(&mut self, agent: AgentId) -> bool {
        let desk = self.world.agents[agent.index()].desk;
        if self.works_off(agent) && self.world.first_in_inbox(desk).is_some() {
            return false;
        }
        match self.plan(agent).leaving.take() {
            Some(Goes::Home) => self.signs_out(agent, self.policy.desk.shift_end),
            Some(Goes::Off(pause)) => return self.goes_off(agent, pause),
            None => return false,
        }
        true
    }

    /// An agent goes on a break or into a meeting, unless that is over by now. Whether so.
    fn goes_off(&mut self, agent: AgentId, pause: Pause) -> bool {
        let now = self.now();
        let back = match pause.why {
            Why::Break => now + pause.to.since(pause.from),
            Why::Meeting => pause.to,
        };
        if back <= now {
            let reach = self.reach_now(agent);
            self.opens(agent, reach);
            return false;
        }
        let team = self.world.agents[agent.index()].team;
        self.tell(Fact::WentAway { agent, team, why: pause.why });
        self.misses_all_of(agent);
        self.stands_up(agent, Activity::Away);
        self.leaves_behind(agent, self.policy.desk.breaks);
        self.plan(agent).back = Some(back);
        self.has_to(agent, Step::Returns, back);
        self.wants_staffing(back);
        true
    }

    /// A pause is over, unless the shift was over before.
    fn returns(&mut self, agent: AgentId) {
        let now = self.now();
        if self.plan(agent).back != Some(now) {
            return;
        }
        self.plan(agent).back = None;
        let team = self.world.agents[agent.index()].team;
        self.tell(Fact::Returned { agent, team });
        let reach = self.reach_now(agent);
        self.sits_down(agent, reach);
        self.looks_now(agent);
    }
}
