//! What no run may break, whatever the policy: nothing appears, nothing is lost, and time is accounted for.

use crate::twin::scenario::{self, Scenario};
use quasisync::engine;
use quasisync::facts::{Cause, Fact, Observer};
use quasisync::policy::{Ownership, SLOT, To};
use quasisync::units::{AgentId, ConversationId, DeskId, TeamId, Time};
use quasisync::workload::{End, teams_of_agents};
use quasisync::world::World;
use rayon::prelude::*;
use std::sync::atomic::AtomicBool;

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    New,
    AtTheDoor,
    Queued,
    Waiting,
    InHand(AgentId),
    Awaiting,
    Inactive,
    /// Closed for silence, or inactive, or with the owner away; the customer has just written.
    Returning,
    Leaving(Cause),
    Closed(Cause),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Task {
    Absent,
    Free,
    Reply(ConversationId),
    WrapUp,
}

/// Follows a run by its facts alone and objects to the first that cannot be.
struct Audit<'a> {
    scenario: &'a Scenario,
    label: String,
    now: Time,
    states: Vec<State>,
    owners: Vec<Option<DeskId>>,
    /// When the present state began.
    since: Vec<Time>,
    replies: Vec<u16>,
    /// Who will never write again.
    silent: Vec<bool>,
    tasks: Vec<Task>,
    teams: Vec<TeamId>,
    arrivals: u64,
    works: u64,
    last_reply: Option<AgentId>,
    replied: u64,
    aborted: u64,
    /// Integrals over time, in conversation microseconds.
    queue_area: u64,
    work_area: u64,
    /// Sums over passages and works.
    queue_time: u64,
    work_time: u64,
}

impl<'a> Audit<'a> {
    fn new(scenario: &'a Scenario, label: String) -> Audit<'a> {
        let (customers, teams) = (scenario.workload.customers.len(), teams_of_agents(&scenario.model));
        Audit {
            scenario,
            label,
            now: Time::START,
            states: vec![State::New; customers],
            owners: vec![None; customers],
            since: vec![Time::START; customers],
            replies: vec![0; customers],
            silent: vec![false; customers],
            tasks: vec![Task::Absent; teams.len()],
            teams,
            arrivals: 0,
            works: 0,
            last_reply: None,
            replied: 0,
            aborted: 0,
            queue_area: 0,
            work_area: 0,
            queue_time: 0,
            work_time: 0,
        }
    }

    #[track_caller]
    fn check(&self, holds: bool, what: &str) {
        assert!(holds, "{}, at {:?}: {what}\n{}", self.label, self.now, self.scenario);
    }

    fn shared(&self) -> bool {
        self.scenario.policy.capacity.ownership == Ownership::Team
    }

    fn desk(&self, agent: AgentId) -> DeskId {
        if self.shared() { DeskId(self.teams[agent.index()].0) } else { DeskId(agent.0) }
    }

    fn team(&self, desk: DeskId) -> TeamId {
        if self.shared() { TeamId(desk.0) } else { self.teams[desk.index()] }
    }

    fn desks(&self) -> impl Iterator<Item = DeskId> {
        (0..if self.shared() { self.scenario.model.teams.len() } else { self.teams.len() } as u32).map(DeskId)
    }

    fn agents(&self) -> impl Iterator<Item = AgentId> {
        (0..self.teams.len() as u32).map(AgentId)
    }

    fn signed_in(&self, desk: DeskId) -> u32 {
        self.agents().filter(|&it| self.desk(it) == desk && self.tasks[it.index()] != Task::Absent).count() as u32
    }

    fn load(&self, desk: DeskId) -> u32 {
        let weight = |state| match state {
            State::Waiting | State::InHand(_) | State::Awaiting => SLOT,
            State::Inactive => self.scenario.policy.capacity.inactive_weight,
            _ => 0,
        };
        let owned = (0..self.states.len()).filter(|&it| self.owners[it] == Some(desk));
        // A wrap-up holds the slot of the conversation before it.
        let wrapping = self.agents().filter(|&it| self.desk(it) == desk && self.tasks[it.index()] == Task::WrapUp);
        owned.map(|it| weight(self.states[it])).sum::<u32>() + wrapping.count() as u32 * SLOT
    }

    fn fits(&self, desk: DeskId, slots: u32) -> bool {
        self.load(desk) + SLOT <= slots * SLOT * self.signed_in(desk)
    }

    fn preferred(&self, desk: DeskId) -> u32 {
        self.scenario.policy.capacity.limits[self.team(desk).index()].preferred
    }

    /// Time goes on: what was true at the end of the instant, and how long it was true.
    fn advance(&mut self, to: Time) {
        self.check(to >= self.now, "time goes back");
        if to == self.now {
            return;
        }
        let span = to.since(self.now).0;
        let count = |holds: &dyn Fn(State) -> bool| self.states.iter().filter(|&&it| holds(it)).count() as u64;
        self.queue_area += span * count(&|it| it == State::Queued);
        self.work_area += span * count(&|it| matches!(it, State::InHand(_)));
        self.end_of_instant();
        self.now = to;
    }

    fn end_of_instant(&self) {
        let passing = |it: &State| matches!(it, State::AtTheDoor | State::Returning | State::Leaving(_));
        self.check(!self.states.iter().any(passing), "somebody is nowhere");
        for desk in self.desks() {
            let waits = |it: usize| self.states[it] == State::Waiting && self.owners[it] == Some(desk);
            let free = self.agents().any(|it| self.desk(it) == desk && self.tasks[it.index()] == Task::Free);
            self.check(!(free && (0..self.states.len()).any(waits)), "an agent idles while the inbox has work");
        }
        let model = &self.scenario.model;
        for conversation in (0..self.states.len()).filter(|&it| self.states[it] == State::Queued) {
            let teams = model.teams_for(self.scenario.workload.customers[conversation].demand());
            let room = self.desks().any(|it| teams.contains(&self.team(it)) && self.fits(it, self.preferred(it)));
            self.check(!room, "somebody queues while a desk has room");
        }
        for (number, team) in model.teams.iter().enumerate() {
            let planned = team.agents.at(model.frame.origin.second_of_week(self.now));
            let here = self.agents().filter(|&it| self.teams[it.index()] == TeamId(number as u32));
            let tasks: Vec<Task> = here.map(|it| self.tasks[it.index()]).filter(|&it| it != Task::Absent).collect();
            self.check(tasks.len() as u32 >= planned, "fewer agents than planned");
            let too_many = tasks.len() as u32 > planned;
            self.check(!(too_many && tasks.contains(&Task::Free)), "an agent stays who should have left");
        }
    }

    fn turn(&mut self, it: ConversationId, state: State) {
        let spent = self.now.since(self.since[it.index()]).0;
        match self.states[it.index()] {
            State::Queued => self.queue_time += spent,
            State::InHand(_) => self.work_time += spent,
            _ => {}
        }
        self.states[it.index()] = state;
        self.since[it.index()] = self.now;
    }

    fn is(&self, it: ConversationId, allowed: &[State]) {
        let state = self.states[it.index()];
        self.check(allowed.contains(&state), &format!("conversation {} is {state:?}, not one of {allowed:?}", it.0));
    }

    fn fact(&mut self, fact: Fact) {
        let customers = &self.scenario.workload;
        match fact {
            Fact::Arrived { conversation } => {
                self.is(conversation, &[State::New]);
                self.check(customers.customers[conversation.index()].arrives == self.now, "not the time of arrival");
                self.arrivals += 1;
                self.turn(conversation, State::AtTheDoor);
            }
            Fact::Wrote { conversation, .. } => {
                self.is(conversation, &[State::Awaiting, State::Inactive, State::Closed(Cause::Silence)]);
                self.check(!self.silent[conversation.index()], "somebody writes who never would");
                let owner = self.owners[conversation.index()].expect("somebody replied");
                let stays = self.states[conversation.index()] == State::Awaiting;
                let stays = stays && (self.shared() || self.signed_in(owner) > 0);
                let closed = self.states[conversation.index()] == State::Closed(Cause::Silence);
                let state = if stays { State::Waiting } else { State::Returning };
                self.turn(conversation, if closed { State::Closed(Cause::Silence) } else { state });
            }
            Fact::Reopened { conversation } => {
                self.is(conversation, &[State::Closed(Cause::Silence)]);
                self.turn(conversation, State::Returning);
            }
            Fact::Reactivated { conversation, desk } => {
                self.is(conversation, &[State::Returning]);
                self.check(self.owners[conversation.index()] == Some(desk), "not the owner");
                self.check(self.signed_in(desk) > 0, "the owner is away");
                let maximum = self.scenario.policy.capacity.limits[self.team(desk).index()].maximum;
                match self.scenario.policy.reactivation.to {
                    To::OwnerAlways => {}
                    To::OwnerBelowMaximum => self.check(self.fits(desk, maximum), "above the maximum"),
                    To::Queue => self.check(false, "the policy sends everybody to the queue"),
                }
                self.turn(conversation, State::Waiting);
            }
            Fact::Queued { conversation } => {
                self.is(conversation, &[State::AtTheDoor, State::Waiting, State::Returning]);
                if self.states[conversation.index()] == State::Waiting {
                    let owner = self.owners[conversation.index()].expect("it is in an inbox");
                    self.check(self.signed_in(owner) == 0, "taken away from an agent who is there");
                }
                self.owners[conversation.index()] = None;
                self.turn(conversation, State::Queued);
            }
            Fact::Assigned { conversation, desk } => {
                self.is(conversation, &[State::Queued]);
                self.check(self.fits(desk, self.preferred(desk)), "assigned beyond the preferred capacity");
                let serves = &self.scenario.model.teams[self.team(desk).index()].serves;
                self.check(
                    serves.contains(&customers.customers[conversation.index()].demand()),
                    "assigned to who does not serve it",
                );
                self.owners[conversation.index()] = Some(desk);
                self.turn(conversation, State::Waiting);
            }
            Fact::Started { conversation, agent } => {
                self.is(conversation, &[State::Waiting]);
                self.check(self.owners[conversation.index()] == Some(self.desk(agent)), "from another desk");
                self.check(self.tasks[agent.index()] == Task::Free, "an agent does two things at once");
                self.tasks[agent.index()] = Task::Reply(conversation);
                self.works += 1;
                self.turn(conversation, State::InHand(agent));
            }
            Fact::Replied { conversation, agent } => {
                self.is(conversation, &[State::InHand(agent)]);
                self.tasks[agent.index()] = Task::Free;
                self.replied += 1;
                self.last_reply = Some(agent);
                self.replies[conversation.index()] += 1;
                self.turn(conversation, State::Awaiting);
            }
            Fact::Resolved { conversation } => {
                self.is(conversation, &[State::Awaiting]);
                let all = self.replies[conversation.index()] == customers.customers[conversation.index()].count();
                self.check(all, "resolved before the last reply");
                self.silent[conversation.index()] = true;
            }
            Fact::Ghosted { conversation } => {
                self.is(conversation, &[State::Awaiting]);
                self.silent[conversation.index()] = true;
            }
            Fact::WentInactive { conversation } => {
                self.is(conversation, &[State::Awaiting]);
                self.turn(conversation, State::Inactive);
            }
            Fact::GaveUp { conversation, in_hand } => {
                match in_hand {
                    Some(agent) => {
                        self.is(conversation, &[State::InHand(agent)]);
                        self.tasks[agent.index()] = Task::Free;
                        self.aborted += 1;
                    }
                    None => self.is(conversation, &[State::Queued, State::Waiting]),
                }
                self.turn(conversation, State::Leaving(Cause::GaveUp));
            }
            Fact::Refused { conversation } => {
                self.is(conversation, &[State::AtTheDoor, State::Queued]);
                self.check(self.replies[conversation.index()] == 0, "a returning customer is refused");
                self.turn(conversation, State::Leaving(Cause::Refused));
            }
            Fact::Closed { conversation, cause } => {
                match cause {
                    Cause::Recognised => {
                        self.is(conversation, &[State::Awaiting]);
                        self.check(customers.end(conversation.index()) == End::Recognised, "nobody could recognise it");
                        let agent = self.last_reply.expect("it was replied to").index();
                        if self.scenario.model.teams[self.teams[agent].index()].wrap_up.is_some() {
                            self.tasks[agent] = Task::WrapUp;
                        }
                    }
                    Cause::Silence => self.is(conversation, &[State::Awaiting, State::Inactive]),
                    Cause::GaveUp | Cause::Refused => self.is(conversation, &[State::Leaving(cause)]),
                    Cause::Confirmed | Cause::Thanked => self.check(false, "nobody confirms or thanks here"),
                }
                self.turn(conversation, State::Closed(cause));
            }
            Fact::WrappedUp { agent, .. } => {
                self.check(self.tasks[agent.index()] == Task::WrapUp, "no wrap-up to end");
                self.tasks[agent.index()] = Task::Free;
            }
            Fact::SignedIn { agent, team } => {
                self.check(self.teams[agent.index()] == team, "of another team");
                self.check(self.tasks[agent.index()] == Task::Absent, "signed in twice");
                self.tasks[agent.index()] = Task::Free;
            }
            Fact::SignedOut { agent, team } => {
                self.check(self.teams[agent.index()] == team, "of another team");
                self.check(self.tasks[agent.index()] == Task::Free, "leaves in the middle of something");
                self.tasks[agent.index()] = Task::Absent;
            }
            Fact::CameBack { .. }
            | Fact::Linked { .. }
            | Fact::Nudged { .. }
            | Fact::Concluded { .. }
            | Fact::Read { .. }
            | Fact::LeftSilently { .. } => self.check(false, "nothing in these scenarios does that"),
        }
    }

    fn finish(mut self) {
        self.advance(self.scenario.model.frame.end());
        for conversation in (0..self.states.len() as u32).map(ConversationId) {
            self.turn(conversation, self.states[conversation.index()]);
        }
        let count = |holds: &dyn Fn(State) -> bool| self.states.iter().filter(|&&it| holds(it)).count() as u64;
        let in_hand = count(&|it| matches!(it, State::InHand(_)));
        let (new, closed) = (count(&|it| it == State::New), count(&|it| matches!(it, State::Closed(_))));
        let open = count(&|it| !matches!(it, State::New | State::Closed(_)));
        self.check(self.arrivals == closed + open, "arrivals are not closed or open");
        let due = self.scenario.workload.customers.iter().filter(|it| it.arrives < self.now).count() as u64;
        self.check(self.arrivals == due && new + due == self.states.len() as u64, "somebody never arrived");
        self.check(self.works == self.replied + self.aborted + in_hand, "works are not replies, stopped or in hand");
        self.check(self.queue_area == self.queue_time, "queue length and queue times differ");
        self.check(self.work_area == self.work_time, "work in hand and work times differ");
    }
}

impl Observer<World> for Audit<'_> {
    fn record(&mut self, now: Time, _world: &World, fact: Fact) {
        self.advance(now);
        self.fact(fact);
    }
}

fn audit(label: String, scenario: &Scenario) {
    let Scenario { model, workload, policy } = scenario;
    let mut audit = Audit::new(scenario, label);
    engine::simulate(model, workload, policy, &mut audit, &AtomicBool::new(false)).expect("nobody stops it");
    audit.finish();
}

#[test]
fn nothing_is_lost_in_drawn_workloads() {
    (0..4000_u64).into_par_iter().for_each(|seed| audit(format!("drawn, seed {seed}"), &scenario::drawn(seed)));
}

#[test]
fn nothing_is_lost_in_sampled_workloads() {
    (0..400_u64).into_par_iter().for_each(|seed| audit(format!("sampled, seed {seed}"), &scenario::sampled(seed)));
}
