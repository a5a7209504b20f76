//! Goes through the facts of a run and completes them into a [`Book`].

mod desks;
mod facts;
mod seldom;

use super::book::{Book, Instant, Message, Part, Shift, Spell, Visit};
use quasisync::facts::Fact;
use quasisync::model::{Holds, Model, Staffing, Stint};
use quasisync::policy::{Ownership, Policy};
use quasisync::units::{AgentId, ConversationId, DemandId, DeskId, TeamId, Time};
use quasisync::workload::{Roster, Workload};

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    New,
    WithBot,
    Queued,
    /// Still in the queue.
    Offered,
    /// In an inbox, or in hand.
    Needing,
    /// These three may be nobody's.
    Awaiting,
    Inactive,
    Parked,
    Closed,
}

/// Where a conversation is while the facts are gone through.
struct Thread {
    demand: DemandId,
    state: State,
    owner: Option<DeskId>,
    /// Since when all this is so: state, owner, and whether it has lapsed.
    since: Time,
    /// Whether it counts as inactive though its customer waits.
    lapsed: bool,
    /// When it joined the queue last.
    joined: Time,
    /// To whom it was offered last, and when.
    offered: Option<(DeskId, Time)>,
    message: usize,
    replies: usize,
    replied: Time,
    gap: u64,
    author: Option<AgentId>,
    worker: Option<AgentId>,
    /// When the messages that wait for an answer were written, nudges included, while the customer is there.
    unanswered: Vec<Time>,
}

#[derive(Clone, Copy, PartialEq)]
enum Task {
    Away,
    Free,
    /// On something at least.
    Handling(Time),
    WrappingUp(Time),
}

/// A conversation in hand.
struct Hand {
    conversation: ConversationId,
    agent: AgentId,
    began: Time,
    /// Since when it is for nobody.
    wasted: Option<Time>,
}

/// Work after a conversation: since when, and what it takes.
struct WrapUp {
    conversation: ConversationId,
    agent: AgentId,
    began: Time,
    holds: Holds,
}

pub(super) struct Clerk<'a> {
    model: &'a Model,
    policy: &'a Policy,
    demands: Vec<DemandId>,
    now: Time,
    threads: Vec<Thread>,
    tasks: Vec<Task>,
    hands: Vec<Hand>,
    /// By agent: the conversation handled last.
    last: Vec<Option<ConversationId>>,
    signed: Vec<Time>,
    /// By agent: whether the shift is over.
    over: Vec<bool>,
    /// By desk: slots that wrap-ups hold.
    held: Vec<u64>,
    /// Wrap-ups that go on.
    wrap_ups: Vec<WrapUp>,
    book: Book,
}

/// The demand of each conversation: of a customer of the workload, or that of the conversation before.
fn demands(model: &Model, workload: &Workload, facts: &[(Time, Fact)]) -> Vec<DemandId> {
    let mut demands: Vec<DemandId> = Vec::new();
    let mut customers = workload.customers.iter();
    for (place, (_, fact)) in facts.iter().enumerate() {
        if let Fact::Arrived { .. } = fact {
            let demand = match facts.get(place + 1).map(|it| it.1) {
                Some(Fact::CameBack { earlier, .. } | Fact::Linked { earlier, .. }) => demands[earlier.index()],
                Some(Fact::Transferred { earlier, escalated, .. }) => {
                    let before = &model.demands[demands[earlier.index()].index()];
                    let transfer = before.transfer.map(|transfer| transfer.to);
                    if escalated { before.escalates } else { transfer }.expect("somewhere to go on")
                }
                _ => customers.next().expect("a customer of the workload").demand(),
            };
            demands.push(demand);
        }
    }
    demands
}

/// The shifts to which everybody comes.
fn stints(model: &Model, key: [u64; 2]) -> Vec<Vec<Stint>> {
    let roster = Roster::new(model, key);
    let of = |agent| {
        let mut stints: Vec<Stint> = Vec::new();
        while let Some(stint) = roster.next(agent, stints.last().map_or(Time::START, |last| last.to)) {
            stints.push(stint);
        }
        stints
    };
    (0..model.agents()).map(|agent| of(AgentId(agent))).collect()
}

/// How many agents of a team there should be where nobody is named.
pub(super) fn planned(model: &Model, team: TeamId, at: Time) -> u32 {
    let it = &model.teams[team.index()];
    match &it.agents {
        Staffing::Weekly(weekly) => weekly.at(model.team_zone(it).second_of_week(at)),
        Staffing::Dated(steps) => steps.iter().rfind(|step| step.0 <= at).map_or(0, |step| step.1),
        Staffing::Shifts(_) | Staffing::Schedule(_) => panic!("they have names"),
    }
}

fn next_change(model: &Model, team: TeamId, at: Time) -> Time {
    let it = &model.teams[team.index()];
    let next = match &it.agents {
        Staffing::Weekly(weekly) => model.team_zone(it).next_change(weekly, at),
        Staffing::Dated(steps) => steps.iter().map(|step| step.0).find(|step| *step > at),
        Staffing::Shifts(_) | Staffing::Schedule(_) => None,
    };
    next.unwrap_or(Time(u64::MAX))
}

impl<'a> Clerk<'a> {
    /// Completes the facts of a run.
    pub(super) fn book(model: &'a Model, workload: &Workload, policy: &'a Policy, facts: &[(Time, Fact)]) -> Book {
        let mut clerk = Clerk::new(model, policy, demands(model, workload, facts));
        clerk.book.stints = stints(model, workload.key());
        for &(at, fact) in facts {
            clerk.time_passes(at);
            clerk.note(fact);
        }
        clerk.time_passes(model.frame.end());
        clerk.finish()
    }

    fn new(model: &'a Model, policy: &'a Policy, demands: Vec<DemandId>) -> Clerk<'a> {
        let mut agents = Vec::new();
        for (team, it) in model.teams.iter().enumerate() {
            let most = it.places();
            agents.extend((0..most).map(|_| TeamId(team as u32)));
        }
        let count = agents.len();
        Clerk {
            model,
            policy,
            demands,
            now: Time::START,
            threads: Vec::new(),
            tasks: vec![Task::Away; count],
            hands: Vec::new(),
            last: vec![None; count],
            signed: vec![Time::START; count],
            over: vec![false; count],
            held: vec![0; count.max(model.teams.len())],
            wrap_ups: Vec::new(),
            book: Book { agents, parts: vec![Vec::new(); count], ..Book::default() },
        }
    }

    fn shared_inbox(&self) -> bool {
        self.policy.capacity.ownership == Ownership::Team
    }

    fn desk_of(&self, agent: usize) -> usize {
        if self.shared_inbox() { self.book.agents[agent].index() } else { agent }
    }

    fn team_of(&self, desk: DeskId) -> TeamId {
        if self.shared_inbox() { TeamId(desk.0) } else { self.book.agents[desk.index()] }
    }

    /// Preferred and maximum capacity of an agent at a desk, in slots.
    fn limits(&self, desk: DeskId) -> (u32, u32) {
        let team = self.team_of(desk);
        let limits = self.policy.capacity.limits[team.index()];
        let place = desk.0.wrapping_sub(self.model.first_agent(team));
        let own = &self.model.teams[team.index()].particulars;
        let own = own.iter().find(|it| !self.shared_inbox() && it.place == place).and_then(|it| it.capacity);
        own.unwrap_or((limits.preferred, limits.maximum))
    }

    fn shares(&self, agent: AgentId) -> bool {
        !self.model.teams[self.book.agents[agent.index()].index()].sharing.is_empty()
    }

    fn thread(&mut self, conversation: ConversationId) -> &mut Thread {
        &mut self.threads[conversation.index()]
    }

    fn demand(&self, conversation: ConversationId) -> DemandId {
        self.threads[conversation.index()].demand
    }

    /// The team that owns a conversation.
    fn owner(&self, conversation: ConversationId) -> Option<TeamId> {
        self.threads[conversation.index()].owner.map(|desk| self.team_of(desk))
    }

    /// Nothing changes until then: what every desk holds meanwhile.
    fn time_passes(&mut self, to: Time) {
        let from = std::mem::replace(&mut self.now, to);
        assert!(from <= to, "facts come in the order of time");
        if from < to {
            self.desks_hold(from, to);
            (0..self.model.teams.len() as u32).for_each(|team| self.overtime(TeamId(team), from, to));
        }
    }

    /// Who is still there after the end of the shift is in overtime. Where nobody is named, those are who are there beyond the
    /// plan; the highest numbers.
    fn overtime(&mut self, team: TeamId, from: Time, to: Time) {
        let it = &self.model.teams[team.index()];
        let mine = (0..self.tasks.len()).filter(|&it| self.book.agents[it] == team && self.tasks[it] != Task::Away);
        let there: Vec<AgentId> = mine.map(|it| AgentId(it as u32)).collect();
        if it.agents.has_people() {
            let late = there.into_iter().filter(|agent| self.over[agent.index()]);
            self.book.overtime.extend(late.map(|agent| Shift { agent, team, from, to }));
            return;
        }
        let mut from = from;
        while from < to {
            let (count, to) = (planned(self.model, team, from), next_change(self.model, team, from).min(to));
            for &agent in there.iter().skip(count as usize) {
                self.book.overtime.push(Shift { agent, team, from, to });
            }
            from = to;
        }
    }

    fn message(&mut self, conversation: ConversationId) -> &mut Message {
        &mut self.book.messages[self.threads[conversation.index()].message]
    }

    fn visit(&mut self, conversation: ConversationId) -> &mut Visit {
        &mut self.book.visits[conversation.index()]
    }

    /// A message is written.
    fn written(&mut self, conversation: ConversationId, mode: Option<u8>) {
        let (demand, written) = (self.demand(conversation), self.now);
        let visit = self.visit(conversation);
        let content = visit.solved.is_none() && !visit.empty;
        visit.last_message = written;
        let message = self.book.messages.len();
        let thread = self.thread(conversation);
        thread.message = message;
        thread.unanswered = if content { vec![written] } else { Vec::new() };
        let (place, gap) = (thread.replies, thread.gap);
        let end = self.model.frame.end();
        self.book.messages.push(Message {
            demand,
            place,
            written,
            gap,
            content,
            mode,
            reopened: false,
            handed_over: false,
            begun: None,
            told: None,
            silent: None,
            turned_away: None,
            replied: None,
            open: None,
            end,
        });
    }

    /// The message needs no reply any more.
    fn settled(&mut self, conversation: ConversationId) {
        let (demand, to) = (self.demand(conversation), self.now);
        let from = self.message(conversation).written;
        self.book.needing.push(Spell { demand, team: None, from, to });
        self.nobody_waits(conversation);
    }

    /// No customer waits for an answer any more.
    fn nobody_waits(&mut self, conversation: ConversationId) {
        let (demand, to) = (self.demand(conversation), self.now);
        let unanswered = std::mem::take(&mut self.thread(conversation).unanswered);
        let spells = unanswered.into_iter().map(|from| Spell { demand, team: None, from, to });
        self.book.unanswered.extend(spells);
    }

    fn gap_ends(&mut self, conversation: ConversationId) {
        let (demand, to) = (self.demand(conversation), self.now);
        let thread = self.thread(conversation);
        let (from, author) = (thread.replied, thread.author.expect("a reply before"));
        let team = Some(self.book.agents[author.index()]);
        self.book.gaps.push(Spell { demand, team, from, to });
    }

    /// Something that a metric counts happens in a conversation.
    fn happens(&mut self, metric: &'static str, conversation: ConversationId) {
        let (demand, team, at) = (self.demand(conversation), self.owner(conversation), self.now);
        self.book.instants.push((metric, Instant { demand, team, at }));
    }

    /// An agent has one more in hand, or one less.
    fn part_changes(&mut self, agent: AgentId, more: i64) {
        if !self.shares(agent) {
            return;
        }
        let since = self.now;
        let before = self.book.parts[agent.index()].last().map_or(0, |part| part.in_hand);
        let got = if self.book.parts[agent.index()].is_empty() { 0 } else { self.book.got(agent, since) };
        let in_hand = before.checked_add_signed(more).expect("what ends was in hand");
        self.book.parts[agent.index()].push(Part { since, got, in_hand });
    }

    fn work_begins(&mut self, conversation: ConversationId, agent: AgentId) {
        let (now, team) = (self.now, self.book.agents[agent.index()]);
        if self.last[agent.index()].is_some_and(|last| last != conversation) {
            self.book.switches.push((now, team));
        }
        let gone = self.visit(conversation).silent.is_some();
        self.message(conversation).begun = Some((now, team, gone));
        if !matches!(self.tasks[agent.index()], Task::Handling(_)) {
            self.tasks[agent.index()] = Task::Handling(now);
        }
        self.part_changes(agent, 1);
        self.hands.push(Hand { conversation, agent, began: now, wasted: gone.then_some(now) });
    }

    fn work_ends(&mut self, conversation: ConversationId, agent: AgentId) {
        let (team, to) = (self.book.agents[agent.index()], self.now);
        let place = self.hands.iter().position(|it| it.conversation == conversation).expect("it is in hand");
        let hand = self.hands.remove(place);
        let got = self.book.got(agent, to) - self.book.got(agent, hand.began);
        self.visit(conversation).work.push((got + 2048) / 4096);
        self.part_changes(agent, -1);
        if let Some(from) = hand.wasted {
            self.book.wasted.push(Shift { agent, team, from, to });
        }
        self.last[agent.index()] = Some(conversation);
        self.thread(conversation).worker = Some(agent);
        if !self.hands.iter().any(|it| it.agent == agent) {
            self.task_ends(agent);
        }
    }

    fn task_ends(&mut self, agent: AgentId) {
        let (team, to) = (self.book.agents[agent.index()], self.now);
        match std::mem::replace(&mut self.tasks[agent.index()], Task::Free) {
            Task::Handling(from) => self.book.handling.push(Shift { agent, team, from, to }),
            Task::WrappingUp(from) => self.book.wrapping.push(Shift { agent, team, from, to }),
            Task::Away | Task::Free => {}
        }
    }

    /// The end of the run is the end of everything, but for the states of conversations.
    fn finish(mut self) -> Book {
        let end = self.now;
        for conversation in (0..self.threads.len() as u32).map(ConversationId) {
            let state = self.threads[conversation.index()].state;
            let (owner, demand) = (self.owner(conversation), self.demand(conversation));
            let since = self.threads[conversation.index()].since;
            let thread = &self.threads[conversation.index()];
            let (joined, offered) = (thread.joined, thread.offered);
            let in_queue = matches!(state, State::Queued | State::Offered);
            if in_queue {
                self.book.passages_open.push(Spell { demand, team: None, from: joined, to: end });
            }
            if let (State::Offered, Some((desk, from))) = (state, offered) {
                let team = Some(self.team_of(desk));
                self.book.offers_open.push(Spell { demand, team, from, to: end });
            }
            if state == State::WithBot {
                self.book.bot_open.push(Spell { demand, team: None, from: since, to: end });
            }
            self.visit(conversation).in_queue = in_queue;
            self.visit(conversation).owner = owner;
            self.turns(conversation, State::Closed);
            let message = self.message(conversation);
            let answered = message.replied.is_some() || message.told.is_some() || message.turned_away.is_some();
            let read = !message.content && state == State::Closed;
            let nobody_waits = matches!(state, State::WithBot | State::Closed);
            if !answered && !read && !nobody_waits {
                message.open = Some((end, owner));
                self.settled(conversation);
            }
        }
        for it in std::mem::take(&mut self.wrap_ups) {
            self.visit(it.conversation).wrapped += end.0 - it.began.0;
        }
        for hand in std::mem::take(&mut self.hands) {
            let got = self.book.got(hand.agent, end) - self.book.got(hand.agent, hand.began);
            self.visit(hand.conversation).work.push((got + 2048) / 4096);
            if let (Some(from), team) = (hand.wasted, self.book.agents[hand.agent.index()]) {
                self.book.wasted.push(Shift { agent: hand.agent, team, from, to: end });
            }
        }
        for agent in (0..self.tasks.len() as u32).map(AgentId) {
            if self.tasks[agent.index()] != Task::Away {
                self.task_ends(agent);
                self.leaves(agent);
            }
        }
        assert_eq!(end, self.model.frame.end());
        self.book
    }
}
