//! The naive twin of the engine: the rules in the plainest words that a computer takes. Lists are scanned from end to
//! end for every question, nothing is kept that can be counted anew, and an instant repeats until it is quiet.

mod agents;
mod aside;
mod channels;
mod choice;
mod customers;
mod door;
mod events;
mod intake;
mod leaving;
mod looks;
mod offers;
mod order;
mod passing;
mod people;
mod returning;
mod room;
mod routing;
mod rules;
mod sharing;
mod silence;
mod staff;
mod stages;
mod things;
mod triggers;
mod waiting;

use events::Event;
use intake::Intake;
use order::Line;
use quasisync::facts::{Cause, Fact};
use quasisync::model::Model;
use quasisync::policy::{Ownership, Policy, Treatment, Triggers};
use quasisync::units::{AgentId, ConversationId, DemandId, Time};
use quasisync::workload::{Reactions, Roster, Workload};
use std::collections::BTreeMap;
use things::{Agent, Conversation, State};

/// All facts of a run, in the order in which they happen.
pub(crate) fn simulate(model: &Model, workload: &Workload, policy: &Policy) -> Vec<(Time, Fact)> {
    let mut twin = Twin::new(model, workload, policy);
    twin.open();
    // Whoever signs in at the beginning is there for a round, even if nobody comes.
    while twin.round() {}
    while let Some(now) = twin.next_instant().filter(|&now| now < model.frame.end()) {
        twin.now = now;
        while twin.round() {}
    }
    twin.facts
}

struct Twin<'a> {
    model: &'a Model,
    workload: &'a Workload,
    policy: &'a Policy,
    /// By demand.
    treatments: Vec<Treatment>,
    reactions: Reactions<'a>,
    roster: Roster<'a>,
    now: Time,
    facts: Vec<(Time, Fact)>,
    /// In the order in which they were scheduled.
    events: Vec<(Time, Event)>,
    /// In the order in which they began.
    conversations: Vec<Conversation>,
    agents: Vec<Agent>,
    /// By team: agents who are to leave as soon as they are free.
    departing: Vec<u32>,
    /// By desk: the last reply, or the last signing in.
    idle_since: Vec<Time>,
    /// By lane: the desk that got the last conversation.
    last_assigned: BTreeMap<(usize, usize), usize>,
    /// By desk.
    intake: Vec<Intake>,
    /// What happened that may let the queue be looked at.
    happened: Triggers,
    /// The last instant at which it was looked at because it was time.
    swept: Option<Time>,
    /// The last instant that began.
    begun: Option<Time>,
    tickets: u64,
    freed: u64,
    started: u64,
    /// The arrivals of this round, and whether the door let them in.
    arrived: Vec<(usize, bool)>,
}

impl<'a> Twin<'a> {
    fn new(model: &'a Model, workload: &'a Workload, policy: &'a Policy) -> Twin<'a> {
        let mut agents = Vec::new();
        for (team, it) in model.teams.iter().enumerate() {
            for _ in 0..it.places() {
                agents.push(Agent::new(team));
            }
        }
        let desks = if policy.capacity.ownership == Ownership::Agent { agents.len() } else { model.teams.len() };
        Twin {
            model,
            workload,
            policy,
            treatments: (0..model.demands.len() as u32).map(|it| policy.treatment_of(DemandId(it))).collect(),
            reactions: Reactions::new(model, workload),
            roster: Roster::new(model, workload.key()),
            now: Time::START,
            facts: Vec::new(),
            events: Vec::new(),
            conversations: Vec::new(),
            agents,
            departing: vec![0; model.teams.len()],
            idle_since: vec![Time::START; desks],
            last_assigned: BTreeMap::new(),
            intake: (0..desks).map(|_| Intake::default()).collect(),
            happened: Triggers::default(),
            swept: None,
            begun: None,
            tickets: 0,
            freed: 0,
            started: 0,
            arrived: Vec::new(),
        }
    }

    /// Arrivals, changes of staff and opening hours are known from the beginning.
    fn open(&mut self) {
        self.open_counts();
        self.open_shifts();
        self.open_doors();
        for (customer, it) in self.workload.customers.iter().enumerate() {
            self.schedule(it.arrives, Event::Arrival(customer));
        }
    }

    fn tell(&mut self, fact: Fact) {
        assert!(self.facts.len() < 100_000, "the twin does not come to an end");
        self.facts.push((self.now, fact));
    }

    /// Never in the past: what is overdue happens now.
    fn schedule(&mut self, at: Time, event: Event) {
        self.events.push((at.max(self.now), event));
    }

    fn next_instant(&self) -> Option<Time> {
        let deadlines = (0..self.conversations.len()).filter_map(|it| self.deadline(it));
        let sweep = self.policy.dispatch.every.filter(|_| !self.queue().is_empty());
        let sweep = sweep.map(|every| Time((self.now.0 / every.0 + 1) * every.0));
        let appointed = self.events.iter().map(|event| event.0).chain(deadlines);
        appointed.chain(sweep).chain(self.ends_of_holding_back()).min()
    }

    /// Runs all phases; whether anything happened.
    fn round(&mut self) -> bool {
        let told = self.facts.len();
        self.arrived.clear();
        for phase in 1..=3 {
            while let Some(place) = self.next_event(phase) {
                let sight = self.sight();
                let event = self.events.remove(place).1;
                self.happen(event);
                self.compare(sight);
            }
            // Agents leave in the first two phases.
            if phase < 3 {
                self.pass_empty_stages();
            }
            if phase == 1 {
                self.begin_instant();
            }
        }
        self.route();
        self.start();
        self.settle();
        self.refuse();
        self.give_up();
        self.settle();
        self.facts.len() > told
    }

    /// The place of the event of this phase that is next: in the order of its parts, then scheduled first, first.
    fn next_event(&self, phase: u8) -> Option<usize> {
        let due = |&place: &usize| self.events[place].0 == self.now && self.events[place].1.part().0 == phase;
        (0..self.events.len()).filter(due).min_by_key(|&place| self.events[place].1.part())
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Done(conversation) => self.done(conversation),
            Event::WrappedUp(wrap_up) => self.wrapped_up(wrap_up),
            Event::Staff(team, count) => self.staff(team, count),
            Event::ShiftEnds(agent) => self.shift_ends(agent),
            Event::ShiftBegins(agent) => self.shift_begins(agent),
            Event::PauseEnds(agent) => self.pause_ends(agent),
            Event::PauseBegins(agent, pause) => self.pause_begins(agent, pause),
            Event::LeadBegins(agent) => self.lead_begins(agent),
            Event::Looks(agent) => self.looks_again(agent),
            Event::GoInactive(conversation) => self.inactivity_is_due(conversation),
            Event::MayBeDisplaced(conversation) => self.may_be_displaced(conversation),
            Event::Close(conversation) => self.closing_is_due(conversation),
            Event::Lapse(conversation) => self.lapse(conversation),
            Event::Resume(conversation) => self.resume(conversation),
            Event::Remind(conversation, number) => self.remind(conversation, number),
            Event::QueueWaitEnds(conversation) => self.close_unanswered(conversation, Cause::WaitedTooLong),
            Event::OwnerWaitEnds(conversation) => self.owner_wait_ends(conversation),
            Event::Accept(conversation) => self.accept(conversation),
            Event::Miss(conversation) => self.miss(conversation),
            Event::Unanswered(conversation) => self.unanswered(conversation),
            Event::NextStage(conversation) => self.next_stage(conversation),
            Event::Arrival(customer) => self.arrive(customer),
            Event::Message(conversation, message) => self.message(conversation, message),
            Event::Nudge(conversation, message, extra) => self.nudge(conversation, message, extra),
            Event::Return(conversation, again) => self.come_again(conversation, again),
            Event::BotDone(conversation) => self.bot_done(conversation),
            Event::Shut(_) => unreachable!("doors shut in phase 5"),
        }
    }

    // Lines.

    /// Those in the queue, in the order of conversation numbers.
    fn queue(&self) -> Vec<usize> {
        (0..self.conversations.len()).filter(|&it| self.conversations[it].state == State::Queued).collect()
    }

    /// Those in an inbox, next first.
    fn inbox(&self, desk: usize) -> Vec<usize> {
        let waiting = self.of_desk(desk).into_iter().filter(|&it| self.conversations[it].state == State::Waiting);
        self.in_order(Line::Inbox(desk), waiting.collect())
    }

    /// Those on which an agent works.
    fn in_hand(&self, agent: usize) -> Vec<usize> {
        (0..self.conversations.len()).filter(|&it| self.conversations[it].worker == Some(agent)).collect()
    }

    /// Puts a conversation into the queue, with this time of entry; `None` is the front. A passage begins.
    fn join_queue(&mut self, conversation: usize, entry: Option<Time>) {
        self.leave_line(conversation);
        self.conversations[conversation].passages += 1;
        let place = self.new_place(Line::Queue, conversation, entry);
        let it = &mut self.conversations[conversation];
        (it.state, it.owner, it.place) = (State::Queued, None, place);
        it.barred.clear();
        self.happened.arrival = true;
        self.enter_first_stage(conversation);
        if !self.conversations[conversation].only_needs_an_agent {
            self.limit_queue_wait(conversation);
        }
        self.tell(Fact::Queued { conversation: id(conversation) });
    }

    fn join_inbox(&mut self, conversation: usize, desk: usize) {
        let place = self.new_place(Line::Inbox(desk), conversation, Some(self.conversations[conversation].wrote));
        let it = &mut self.conversations[conversation];
        (it.state, it.owner, it.place) = (State::Waiting, Some(desk), place);
        let rule = self.treatment(conversation).unanswered;
        if let Some(rule) = rule.filter(|_| self.policy.capacity.ownership == Ownership::Agent) {
            self.schedule(self.now + rule.after, Event::Unanswered(conversation));
        }
    }
}

fn id(conversation: usize) -> ConversationId {
    ConversationId(conversation as u32)
}

fn agent_id(agent: usize) -> AgentId {
    AgentId(agent as u32)
}
