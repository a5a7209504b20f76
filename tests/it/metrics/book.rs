//! What happened in one run, completed from its facts into plain lists: one entry a message, a visit, a spell. Nothing
//! is added up here, and nothing is looked up in the world.

use super::window::Window;
use quasisync::facts::{Cause, Fact};
use quasisync::model::Model;
use quasisync::policy::{Ownership, Policy, SLOT};
use quasisync::units::{AgentId, ConversationId, DemandId, DeskId, TeamId, Time};
use quasisync::workload::Workload;

/// A customer message that needs a reply.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) demand: DemandId,
    /// How many replies the conversation had before.
    pub(super) place: usize,
    pub(super) written: Time,
    /// The customer's smoothed gap when it was written, in microseconds.
    pub(super) gap: u64,
    /// When work on it began, and of which team the agent was.
    pub(super) begun: Option<(Time, TeamId)>,
    /// When the customer gave up, and whose conversation it was.
    pub(super) given_up: Option<(Time, Option<TeamId>)>,
    /// When the reply was sent, and of which team the agent was.
    pub(super) replied: Option<(Time, TeamId)>,
    /// How old it is when the run ends before anybody worked on it, and whose conversation it is.
    pub(super) open: Option<(u64, Option<TeamId>)>,
}

/// A conversation.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) demand: DemandId,
    pub(super) created: Time,
    pub(super) first_reply: Option<(Time, TeamId)>,
    pub(super) solved: Option<(Time, TeamId)>,
    pub(super) given_up: bool,
    pub(super) refused: bool,
    pub(super) ghosted: bool,
    pub(super) closed_by_silence: u64,
    pub(super) reopened: u64,
    /// Whether it is closed, in the end: at the end of the run.
    pub(super) closed: bool,
    /// How old it was when the run ended, in microseconds.
    pub(super) age: u64,
}

/// Something that happens at an instant.
#[derive(Clone, Debug)]
pub(super) struct Instant {
    pub(super) demand: DemandId,
    pub(super) team: Option<TeamId>,
    pub(super) at: Time,
}

/// A passage through the queue that ended with assignment.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub(super) demand: DemandId,
    pub(super) team: TeamId,
    pub(super) entered: Time,
    pub(super) assigned: Time,
}

/// Something that lasts for a conversation.
#[derive(Clone, Debug)]
pub(super) struct Spell {
    pub(super) demand: DemandId,
    pub(super) team: Option<TeamId>,
    pub(super) from: Time,
    pub(super) to: Time,
}

/// Something that lasts for an agent.
#[derive(Clone, Debug)]
pub(super) struct Shift {
    pub(super) agent: AgentId,
    pub(super) team: TeamId,
    pub(super) from: Time,
    pub(super) to: Time,
}

/// A desk with somebody at it, between two facts.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub(super) team: TeamId,
    pub(super) from: Time,
    pub(super) to: Time,
    pub(super) agents: u64,
    /// In thousandths of a slot.
    pub(super) load: u64,
    /// In thousandths of a slot.
    pub(super) preferred: u64,
    pub(super) active: u64,
}

/// Everything that happened in one run, or in a part of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Book {
    pub(super) messages: Vec<Message>,
    pub(super) visits: Vec<Visit>,
    pub(super) passages: Vec<Passage>,
    /// Silence frees a slot.
    pub(super) lapses: Vec<Instant>,
    /// A customer writes in an inactive or closed conversation.
    pub(super) returns: Vec<Instant>,
    /// By agent.
    pub(super) replies: Vec<(Time, AgentId, TeamId)>,
    pub(super) queued: Vec<Spell>,
    pub(super) needing: Vec<Spell>,
    pub(super) inactive: Vec<Spell>,
    pub(super) handling: Vec<Shift>,
    pub(super) wrapping: Vec<Shift>,
    pub(super) signed_in: Vec<Shift>,
    pub(super) posts: Vec<Post>,
    /// The length of the queue after each change.
    pub(super) queue: Vec<(Time, u64)>,
    /// The team of each agent.
    pub(super) agents: Vec<TeamId>,
}

impl Book {
    /// Completes the facts of a run.
    pub(super) fn new(model: &Model, workload: &Workload, policy: &Policy, facts: &[(Time, Fact)]) -> Book {
        let mut clerk = Clerk::new(model, workload, policy);
        for &(at, fact) in facts {
            clerk.time_passes(at);
            clerk.note(fact);
        }
        clerk.time_passes(model.frame.end());
        clerk.finish()
    }

    /// What belongs to a window: the clocks that start in it, and the parts of spells that are in it.
    pub(super) fn within(&self, window: Window) -> Book {
        fn kept<T: Clone>(all: &[T], at: impl Fn(&T) -> Time, window: Window) -> Vec<T> {
            all.iter().filter(|it| window.holds(at(it))).cloned().collect()
        }
        let spells = |all: &[Spell]| -> Vec<Spell> {
            let part = |it: &Spell| window.part(it.from, it.to).map(|(from, to)| Spell { from, to, ..it.clone() });
            all.iter().filter_map(part).collect()
        };
        let shifts = |all: &[Shift]| -> Vec<Shift> {
            let part = |it: &Shift| window.part(it.from, it.to).map(|(from, to)| Shift { from, to, ..it.clone() });
            all.iter().filter_map(part).collect()
        };
        let post = |it: &Post| window.part(it.from, it.to).map(|(from, to)| Post { from, to, ..it.clone() });
        let before = self.queue.iter().rfind(|it| it.0 < window.from).map_or(0, |it| it.1);
        let mut queue = vec![(window.from, before)];
        queue.extend(kept(&self.queue, |it| it.0, window));
        Book {
            messages: kept(&self.messages, |it| it.written, window),
            visits: kept(&self.visits, |it| it.created, window),
            passages: kept(&self.passages, |it| it.entered, window),
            lapses: kept(&self.lapses, |it| it.at, window),
            returns: kept(&self.returns, |it| it.at, window),
            replies: kept(&self.replies, |it| it.0, window),
            queued: spells(&self.queued),
            needing: spells(&self.needing),
            inactive: spells(&self.inactive),
            handling: shifts(&self.handling),
            wrapping: shifts(&self.wrapping),
            signed_in: shifts(&self.signed_in),
            posts: self.posts.iter().filter_map(post).collect(),
            queue,
            agents: self.agents.clone(),
        }
    }

    /// How many conversations needed a reply just before an instant.
    pub(super) fn needing_before(&self, at: Time) -> usize {
        self.needing.iter().filter(|it| it.from < at && it.to >= at).count()
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    New,
    Queued,
    Active,
    Inactive,
    Closed,
}

/// Where a conversation is while the facts are gone through.
struct Thread {
    state: State,
    owner: Option<DeskId>,
    /// Of the present state.
    since: Time,
    visit: usize,
    message: usize,
    replies: usize,
    replied: Time,
    gap: u64,
    last_agent: Option<AgentId>,
}

#[derive(Clone, Copy, PartialEq)]
enum Task {
    Away,
    Free,
    Handling(Time),
    WrappingUp(Time),
}

struct Clerk<'a> {
    model: &'a Model,
    workload: &'a Workload,
    policy: &'a Policy,
    now: Time,
    threads: Vec<Thread>,
    tasks: Vec<Task>,
    signed: Vec<Time>,
    book: Book,
}

impl<'a> Clerk<'a> {
    fn new(model: &'a Model, workload: &'a Workload, policy: &'a Policy) -> Clerk<'a> {
        let mut agents = Vec::new();
        for (team, it) in model.teams.iter().enumerate() {
            let most = it.agents.steps().iter().map(|step| step.1).max().unwrap_or(0);
            agents.extend((0..most).map(|_| TeamId(team as u32)));
        }
        let count = agents.len();
        let book = Book { agents, ..Book::default() };
        let (tasks, signed) = (vec![Task::Away; count], vec![Time::START; count]);
        Clerk { model, workload, policy, now: Time::START, threads: Vec::new(), tasks, signed, book }
    }

    fn shared(&self) -> bool {
        self.policy.capacity.ownership == Ownership::Team
    }

    fn desk_of(&self, agent: usize) -> usize {
        if self.shared() { self.book.agents[agent].index() } else { agent }
    }

    fn team_of(&self, desk: DeskId) -> TeamId {
        if self.shared() { TeamId(desk.0) } else { self.book.agents[desk.index()] }
    }

    fn demand(&self, conversation: ConversationId) -> DemandId {
        self.workload.customers[conversation.index()].demand()
    }

    /// The team that owns a conversation.
    fn owner(&self, conversation: ConversationId) -> Option<TeamId> {
        self.threads[conversation.index()].owner.map(|desk| self.team_of(desk))
    }

    /// Nothing changes until then: what every desk holds meanwhile.
    fn time_passes(&mut self, to: Time) {
        let from = std::mem::replace(&mut self.now, to);
        assert!(from <= to, "facts come in the order of time");
        if from == to {
            return;
        }
        let desks = if self.shared() { self.model.teams.len() } else { self.book.agents.len() };
        let (mut agents, mut load, mut active) = (vec![0_u64; desks], vec![0_u64; desks], vec![0_u64; desks]);
        for (agent, task) in self.tasks.iter().enumerate() {
            let desk = self.desk_of(agent);
            agents[desk] += u64::from(*task != Task::Away);
            load[desk] += if matches!(task, Task::WrappingUp(_)) { u64::from(SLOT) } else { 0 };
        }
        for thread in &self.threads {
            let Some(owner) = thread.owner else { continue };
            match thread.state {
                State::Active => {
                    load[owner.index()] += u64::from(SLOT);
                    active[owner.index()] += 1;
                }
                State::Inactive => load[owner.index()] += u64::from(self.policy.capacity.inactive_weight),
                State::New | State::Queued | State::Closed => {}
            }
        }
        for desk in (0..desks).filter(|&desk| agents[desk] > 0) {
            let team = self.team_of(DeskId(desk as u32));
            let slots = u64::from(self.policy.capacity.limits[team.index()].preferred);
            let (agents, load, active) = (agents[desk], load[desk], active[desk]);
            let preferred = agents * slots * u64::from(SLOT);
            self.book.posts.push(Post { team, from, to, agents, load, preferred, active });
        }
    }

    /// A conversation goes into another state; the spell in the old one is over.
    fn turns(&mut self, conversation: ConversationId, state: State) {
        let (demand, team, to) = (self.demand(conversation), self.owner(conversation), self.now);
        let thread = &mut self.threads[conversation.index()];
        let (before, from) = (thread.state, thread.since);
        thread.state = state;
        thread.since = to;
        let length = self.book.queue.last().map_or(0, |it| it.1);
        match before {
            State::Queued => self.book.queued.push(Spell { demand, team: None, from, to }),
            State::Inactive => self.book.inactive.push(Spell { demand, team, from, to }),
            _ => {}
        }
        match (before == State::Queued, state == State::Queued) {
            (false, true) => self.book.queue.push((to, length + 1)),
            (true, false) => self.book.queue.push((to, length - 1)),
            _ => {}
        }
    }

    fn message(&mut self, conversation: ConversationId) -> &mut Message {
        &mut self.book.messages[self.threads[conversation.index()].message]
    }

    fn visit(&mut self, conversation: ConversationId) -> &mut Visit {
        &mut self.book.visits[self.threads[conversation.index()].visit]
    }

    /// A message is written.
    fn written(&mut self, conversation: ConversationId) {
        let (demand, written) = (self.demand(conversation), self.now);
        let thread = &mut self.threads[conversation.index()];
        thread.message = self.book.messages.len();
        let (place, gap) = (thread.replies, thread.gap);
        let (begun, given_up, replied, open) = (None, None, None, None);
        self.book.messages.push(Message { demand, place, written, gap, begun, given_up, replied, open });
    }

    /// The message needs no reply any more.
    fn settled(&mut self, conversation: ConversationId) {
        let (demand, to) = (self.demand(conversation), self.now);
        let from = self.message(conversation).written;
        self.book.needing.push(Spell { demand, team: None, from, to });
    }

    fn comes_back(&mut self, conversation: ConversationId) {
        let (demand, team, at) = (self.demand(conversation), self.owner(conversation), self.now);
        self.book.returns.push(Instant { demand, team, at });
    }

    fn work_ends(&mut self, agent: AgentId) {
        let (team, to) = (self.book.agents[agent.index()], self.now);
        match std::mem::replace(&mut self.tasks[agent.index()], Task::Free) {
            Task::Handling(from) => self.book.handling.push(Shift { agent, team, from, to }),
            Task::WrappingUp(from) => self.book.wrapping.push(Shift { agent, team, from, to }),
            Task::Away | Task::Free => {}
        }
    }

    fn note(&mut self, fact: Fact) {
        let now = self.now;
        match fact {
            Fact::Arrived { conversation } => {
                assert_eq!(conversation.index(), self.threads.len());
                let demand = self.demand(conversation);
                let default = self.model.demands[demand.index()].reply.default_gap;
                self.threads.push(Thread {
                    state: State::New,
                    owner: None,
                    since: now,
                    visit: self.book.visits.len(),
                    message: 0,
                    replies: 0,
                    replied: now,
                    gap: default.0 / 1000 * 1000,
                    last_agent: None,
                });
                self.book.visits.push(Visit {
                    demand,
                    created: now,
                    first_reply: None,
                    solved: None,
                    given_up: false,
                    refused: false,
                    ghosted: false,
                    closed_by_silence: 0,
                    reopened: 0,
                    closed: false,
                    age: self.model.frame.end().0 - now.0,
                });
                self.written(conversation);
            }
            Fact::Wrote { conversation, .. } => {
                let longest = self.policy.longest_gap().0;
                let thread = &mut self.threads[conversation.index()];
                // Half of the smoothed gap is new, half is old, in whole milliseconds.
                let new = (now.0 - thread.replied.0).min(longest) / 1000;
                thread.gap = (thread.gap / 1000 + new) / 2 * 1000;
                self.written(conversation);
            }
            Fact::Refused { conversation } => {
                self.visit(conversation).refused = true;
                self.settled(conversation);
            }
            Fact::Queued { conversation } => {
                if matches!(self.threads[conversation.index()].state, State::Inactive | State::Closed) {
                    self.comes_back(conversation);
                }
                self.turns(conversation, State::Queued);
                self.threads[conversation.index()].owner = None;
            }
            Fact::Assigned { conversation, desk } => {
                let entered = self.threads[conversation.index()].since;
                let (demand, team) = (self.demand(conversation), self.team_of(desk));
                self.book.passages.push(Passage { demand, team, entered, assigned: now });
                self.turns(conversation, State::Active);
                self.threads[conversation.index()].owner = Some(desk);
            }
            Fact::Reactivated { conversation, desk } => {
                assert_eq!(self.threads[conversation.index()].owner, Some(desk));
                self.comes_back(conversation);
                self.turns(conversation, State::Active);
            }
            Fact::Reopened { conversation } => self.visit(conversation).reopened += 1,
            Fact::Started { conversation, agent } => {
                let team = self.book.agents[agent.index()];
                self.message(conversation).begun = Some((now, team));
                self.tasks[agent.index()] = Task::Handling(now);
            }
            Fact::Replied { conversation, agent } => {
                let team = self.book.agents[agent.index()];
                self.message(conversation).replied = Some((now, team));
                self.visit(conversation).first_reply.get_or_insert((now, team));
                self.settled(conversation);
                self.book.replies.push((now, agent, team));
                self.work_ends(agent);
                let thread = &mut self.threads[conversation.index()];
                thread.replies += 1;
                thread.replied = now;
                thread.last_agent = Some(agent);
            }
            Fact::Resolved { conversation } => {
                let team = self.owner(conversation).expect("who solved it owns it");
                self.visit(conversation).solved = Some((now, team));
            }
            Fact::GaveUp { conversation, in_hand } => {
                let team = self.owner(conversation);
                self.message(conversation).given_up = Some((now, team));
                self.visit(conversation).given_up = true;
                self.settled(conversation);
                if let Some(agent) = in_hand {
                    self.work_ends(agent);
                }
            }
            Fact::Ghosted { conversation } => self.visit(conversation).ghosted = true,
            Fact::WentInactive { conversation } => {
                let (demand, team) = (self.demand(conversation), self.owner(conversation));
                self.book.lapses.push(Instant { demand, team, at: now });
                self.turns(conversation, State::Inactive);
            }
            Fact::Closed { conversation, cause } => {
                self.visit(conversation).closed_by_silence += u64::from(cause == Cause::Silence);
                self.turns(conversation, State::Closed);
                if cause == Cause::Recognised {
                    let agent = self.threads[conversation.index()].last_agent.expect("somebody replied").index();
                    if self.model.teams[self.book.agents[agent].index()].wrap_up.is_some() {
                        self.tasks[agent] = Task::WrappingUp(now);
                    }
                }
            }
            Fact::WrappedUp { agent, .. } => self.work_ends(agent),
            Fact::SignedIn { agent, .. } => {
                self.tasks[agent.index()] = Task::Free;
                self.signed[agent.index()] = now;
            }
            Fact::SignedOut { agent, .. } => self.leaves(agent),
            Fact::CameBack { .. }
            | Fact::Linked { .. }
            | Fact::Nudged { .. }
            | Fact::Concluded { .. }
            | Fact::Read { .. }
            | Fact::LeftSilently { .. } => {}
        }
    }

    fn leaves(&mut self, agent: AgentId) {
        let (team, from, to) = (self.book.agents[agent.index()], self.signed[agent.index()], self.now);
        self.book.signed_in.push(Shift { agent, team, from, to });
        self.tasks[agent.index()] = Task::Away;
    }

    /// The end of the run is the end of everything, but for the states of conversations.
    fn finish(mut self) -> Book {
        let end = self.now;
        for conversation in (0..self.threads.len() as u32).map(ConversationId) {
            let state = self.threads[conversation.index()].state;
            let owner = if state == State::Queued { None } else { self.owner(conversation) };
            self.visit(conversation).closed = state == State::Closed;
            self.turns(conversation, State::Closed);
            let message = self.message(conversation);
            if message.replied.is_none() && message.given_up.is_none() && !self.visit(conversation).refused {
                let message = self.message(conversation);
                message.open = message.begun.is_none().then_some((end.0 - message.written.0, owner));
                self.settled(conversation);
            }
        }
        for agent in (0..self.tasks.len() as u32).map(AgentId) {
            if self.tasks[agent.index()] != Task::Away {
                self.work_ends(agent);
                self.leaves(agent);
            }
        }
        // What still lasted at the end has lasted beyond it: needing a reply is asked for at the end itself.
        assert_eq!(end, self.model.frame.end());
        self.book
    }
}
