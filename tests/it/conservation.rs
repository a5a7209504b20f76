//! What no run may break, whatever the policy: nothing appears, nothing is lost, and time is accounted for.

mod facts;
mod routing;
mod silence;
mod workforce;

use crate::twin::scenario::{self, Scenario};
use quasisync::engine;
use quasisync::facts::{Cause, Fact, Observer};
use quasisync::model::{Holds, Stint};
use quasisync::policy::Ownership;
use quasisync::units::{AgentId, ConversationId, DemandId, DeskId, TeamId, Time};
use quasisync::workload::teams_of_agents;
use quasisync::world::World;
use rayon::prelude::*;
use std::sync::atomic::AtomicBool;

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    AtTheDoor,
    WithBot,
    Queued,
    /// In the queue though it needs no reply.
    Requeued,
    /// Still in the queue.
    Offered,
    Waiting,
    InHand(AgentId),
    Awaiting,
    Inactive,
    Parked,
    /// Closed for silence, or inactive, or with the owner away; the customer has just written.
    Returning,
    Leaving(Cause),
    Closed(Cause),
}

/// A conversation by its facts.
struct Thread {
    state: State,
    owner: Option<DeskId>,
    /// The owner for whom it waits in the queue, and until when.
    reserved: Option<(DeskId, Time)>,
    /// To whom it is offered, and since when.
    offered: Option<(DeskId, Time)>,
    /// Who has just lost it.
    taken: Option<DeskId>,
    /// Who may not have it in this passage through the queue.
    barred: Vec<DeskId>,
    /// When the present state began.
    since: Time,
    demand: DemandId,
    /// The customer of the workload whose first visit it is part of.
    customer: Option<usize>,
    /// Replies here, and in the whole visit.
    replies: u16,
    visit: u16,
    /// Who was done with a message last.
    agent: Option<AgentId>,
    /// Whether the matter is solved: at most one message comes, without content.
    solved: bool,
    /// Whether the customer left without a word.
    gone: bool,
    /// Whether the customer will never write again here.
    quiet: bool,
    /// Whether the customer came again after this.
    again: bool,
    /// Whether it counts as inactive though its customer waits.
    lapsed: bool,
    /// Whether the customer has something to write, and would not.
    ghost: bool,
    /// Whether it was closed while its customer waited.
    cut_short: bool,
    /// Whether the last message found it set aside, or closed.
    found: Found,
}

/// How a message found a conversation.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Found {
    Parked,
    Closed,
    Otherwise,
}

/// What an agent does.
#[derive(Clone, Default)]
struct Agent {
    here: bool,
    /// On a pause.
    away: bool,
    /// Still here after the end of the shift.
    over: bool,
    /// Here since.
    since: Time,
    in_hand: Vec<ConversationId>,
    /// Of somebody in particular: every shift.
    stints: Vec<Stint>,
}

/// Work after a closing that is not done yet.
#[derive(Clone, Copy)]
struct WrapUp {
    conversation: ConversationId,
    agent: AgentId,
    begun: Time,
    holds: Holds,
}

/// How many there were.
#[derive(Default)]
struct Counts {
    arrivals: u64,
    /// Of the arrivals, those of customers of the workload for the first time.
    firsts: usize,
    linked: u64,
    came_back: u64,
    passed_on: u64,
    works: u64,
    replied: u64,
    read: u64,
    aborted: u64,
    silence: silence::Counts,
}

/// Follows a run by its facts alone and objects to the first that cannot be.
struct Audit<'a> {
    scenario: &'a Scenario,
    label: String,
    now: Time,
    threads: Vec<Thread>,
    agents: Vec<Agent>,
    teams: Vec<TeamId>,
    wrap_ups: Vec<WrapUp>,
    /// By desk: until when it gets nothing new because of something that its agent missed.
    paused: Vec<Time>,
    /// The conversation that has just begun, and nobody has said yet with whom.
    unknown: Option<ConversationId>,
    /// The conversation in which a customer has just written who was awaited: unless the next fact says where it goes, it
    /// is in its owner's inbox.
    written: Option<ConversationId>,
    counts: Counts,
    /// Integrals over time, in conversation microseconds.
    queue_area: u64,
    work_area: u64,
    /// Sums over passages and works.
    queue_time: u64,
    work_time: u64,
}

impl<'a> Audit<'a> {
    fn new(scenario: &'a Scenario, label: String) -> Audit<'a> {
        let teams = teams_of_agents(&scenario.model);
        Audit {
            scenario,
            label,
            now: Time::START,
            threads: Vec::new(),
            agents: workforce::agents(scenario, teams.len()),
            wrap_ups: Vec::new(),
            paused: vec![Time::START; teams.len().max(scenario.model.teams.len())],
            teams,
            unknown: None,
            written: None,
            counts: Counts::default(),
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
        self.agents().filter(|&it| self.desk(it) == desk && self.agents[it.index()].here).count() as u32
    }

    fn thread(&mut self, it: ConversationId) -> &mut Thread {
        &mut self.threads[it.index()]
    }

    fn shares(&self, agent: AgentId) -> bool {
        !self.shared() && self.scenario.model.teams[self.teams[agent.index()].index()].shares()
    }

    fn held(&self, agent: AgentId) -> bool {
        self.wrap_ups.iter().any(|it| it.agent == agent && it.holds == Holds::Agent)
    }

    fn free(&self, agent: AgentId) -> bool {
        let it = &self.agents[agent.index()];
        it.here && it.in_hand.is_empty() && !self.held(agent)
    }

    /// Whether an agent may start one more.
    fn able(&self, agent: AgentId) -> bool {
        self.free(agent) || self.shares(agent) && self.agents[agent.index()].here && !self.held(agent)
    }

    fn count(&self, holds: impl Fn(State) -> bool) -> u64 {
        self.threads.iter().filter(|it| holds(it.state)).count() as u64
    }

    /// Time goes on: what was true at the end of the instant, and how long it was true.
    fn advance(&mut self, to: Time) {
        self.check(to >= self.now, "time goes back");
        if to == self.now {
            return;
        }
        let span = to.since(self.now).0;
        self.queue_area += span * self.count(|it| matches!(it, State::Queued | State::Offered));
        self.work_area += span * self.count(|it| matches!(it, State::InHand(_)));
        self.end_of_instant();
        self.now = to;
    }

    fn end_of_instant(&mut self) {
        self.known();
        self.stays();
        let passing = |it: &Thread| matches!(it.state, State::AtTheDoor | State::Returning | State::Leaving(_));
        let passing = |it: &Thread| passing(it) || it.taken.is_some();
        self.check(!self.threads.iter().any(passing), "somebody is nowhere");
        for desk in self.desks() {
            let waits = |it: &Thread| it.state == State::Waiting && it.owner == Some(desk);
            let able = self.agents().any(|it| self.desk(it) == desk && self.able(it) && !self.may_wait(it));
            self.check(!(able && self.threads.iter().any(waits)), "an agent idles while the inbox has work");
        }
        for thread in self.threads.iter().filter(|it| matches!(it.state, State::Queued | State::Requeued)) {
            let room = self.desks().any(|desk| self.surely_takes(desk, thread));
            self.check(!room, "somebody queues while a desk has room");
        }
        self.everybody_is_where_planned();
    }

    /// Whoever has just begun, and neither goes on nor comes again, is the next customer of the workload.
    fn known(&mut self) {
        let Some(conversation) = self.unknown.take() else { return };
        let Some(customer) = self.scenario.workload.customers.get(self.counts.firsts) else {
            return self.check(false, "nobody is left who could arrive");
        };
        self.check(customer.arrives == self.threads[conversation.index()].since, "not the time of arrival");
        let number = self.counts.firsts;
        let it = self.thread(conversation);
        (it.customer, it.demand) = (Some(number), customer.demand());
        self.counts.firsts += 1;
    }

    fn turn(&mut self, it: ConversationId, state: State) {
        let now = self.now;
        let it = self.thread(it);
        let (spent, before) = (now.since(it.since).0, it.state);
        (it.state, it.since) = (state, now);
        match before {
            State::Queued | State::Offered => self.queue_time += spent,
            State::InHand(_) => self.work_time += spent,
            _ => {}
        }
    }

    #[track_caller]
    fn is(&self, it: ConversationId, allowed: &[State]) {
        let Some(thread) = self.threads.get(it.index()) else { return self.check(false, "nobody began that") };
        let state = thread.state;
        self.check(allowed.contains(&state), &format!("conversation {} is {state:?}, not one of {allowed:?}", it.0));
    }

    fn finish(mut self) -> Counts {
        self.advance(self.scenario.model.frame.end());
        for conversation in (0..self.threads.len() as u32).map(ConversationId) {
            self.turn(conversation, self.threads[conversation.index()].state);
        }
        let in_hand = self.count(|it| matches!(it, State::InHand(_)));
        let closed = self.count(|it| matches!(it, State::Closed(_)));
        let open = self.count(|it| !matches!(it, State::Closed(_)));
        let counts = &self.counts;
        self.check(counts.arrivals == closed + open, "arrivals are not closed or open");
        let due = self.scenario.workload.customers.iter().filter(|it| it.arrives < self.now).count();
        self.check(counts.firsts == due, "somebody never arrived");
        let known = counts.firsts as u64 + counts.linked + counts.came_back + counts.passed_on;
        self.check(counts.arrivals == known, "arrivals are neither first, nor linked, nor come back");
        let done = counts.replied + counts.read + counts.aborted;
        self.check(counts.works == done + in_hand, "works are not replies, read, stopped or in hand");
        self.check(self.queue_area == self.queue_time, "queue length and queue times differ");
        self.check(self.work_area == self.work_time, "work in hand and work times differ");
        self.counts
    }
}

impl Observer<World> for Audit<'_> {
    fn record(&mut self, now: Time, _world: &World, fact: Fact) {
        self.advance(now);
        self.fact(fact);
    }
}

fn audit(label: String, scenario: &Scenario) -> Counts {
    let Scenario { model, workload, policy } = scenario;
    let mut audit = Audit::new(scenario, label);
    engine::simulate(model, workload, policy, &mut audit, &AtomicBool::new(false)).expect("nobody stops it");
    audit.finish()
}

#[test]
fn nothing_is_lost_in_drawn_workloads() {
    (0..4000_u64).into_par_iter().for_each(|seed| {
        audit(format!("drawn, seed {seed}"), &scenario::drawn(seed));
    });
}

#[test]
fn nothing_is_lost_with_everything_that_there_is() {
    use scenario::EVERYTHING;
    (0..3000_u64).into_par_iter().for_each(|seed| {
        audit(format!("drawn with everything, seed {seed}"), &scenario::drawn_with(seed, EVERYTHING));
        if seed.is_multiple_of(8) {
            audit(format!("sampled with everything, seed {seed}"), &scenario::sampled_with(seed, EVERYTHING));
        }
    });
}

#[test]
fn nothing_is_lost_whatever_silence_does() {
    use scenario::EVERYTHING;
    let counts = (0..6000_u64).into_par_iter().map(|seed| {
        let mut drawn = if seed % 2 == 0 { scenario::drawn(seed) } else { scenario::drawn_with(seed, EVERYTHING) };
        silence::draw(seed, &mut drawn);
        let counts = audit(format!("drawn with silence, seed {seed}"), &drawn).silence;
        if !seed.is_multiple_of(8) {
            return counts;
        }
        let mut sampled = scenario::sampled_with(seed, EVERYTHING);
        silence::draw(seed, &mut sampled);
        counts + audit(format!("sampled with silence, seed {seed}"), &sampled).silence
    });
    let counts = counts.reduce(silence::Counts::default, |a, b| a + b);
    assert!(
        counts.of_silence().iter().all(|&count| count >= 100),
        "something happens too seldom to be tested: {counts:?}"
    );
}

#[test]
fn nothing_is_lost_in_sampled_workloads() {
    (0..400_u64).into_par_iter().for_each(|seed| {
        audit(format!("sampled, seed {seed}"), &scenario::sampled(seed));
    });
}

#[test]
fn nothing_is_lost_with_every_knob() {
    use scenario::{KNOBS, KNOBS_OF_CHANNELS, KNOBS_OF_EVERYTHING, KNOBS_OF_PEOPLE};
    let counts = (0..50_000_u64).into_par_iter().map(|seed| {
        let news = [KNOBS, KNOBS, KNOBS_OF_PEOPLE, KNOBS_OF_CHANNELS, KNOBS_OF_EVERYTHING][(seed % 5) as usize];
        let mut drawn = scenario::drawn_with(seed, news);
        if seed % 2 == 1 {
            // Many return to owners who are not there.
            silence::draw(seed, &mut drawn);
        }
        let counts = audit(format!("drawn, {news:?}, seed {seed}"), &drawn).silence;
        if !seed.is_multiple_of(8) {
            return counts;
        }
        let sampled = scenario::sampled_with(seed, news);
        counts + audit(format!("sampled, {news:?}, seed {seed}"), &sampled).silence
    });
    let counts = counts.reduce(silence::Counts::default, |a, b| a + b);
    assert!(counts.0.iter().all(|&count| count >= 100), "something happens too seldom to be tested: {counts:?}");
}
