//! The naive twin of the engine: the rules in the plainest words that a computer takes. Lists are scanned from end to
//! end for every question, nothing is kept that can be counted anew, and an instant repeats until it is quiet.

mod rules;
mod things;

use quasisync::facts::{Cause, Fact};
use quasisync::model::Model;
use quasisync::policy::{Clock, CloseClock, Entry, Inactivity, Ownership, Policy, SLOT, To};
use quasisync::units::{AgentId, ConversationId, DemandId, DeskId, Span, TeamId, Time};
use quasisync::workload::{Customer, End, Exchange, Workload};
use rules::adapted;
use things::{Agent, Conversation, Event, State, Task};

/// All facts of a run, in the order in which they happen.
pub(crate) fn simulate(model: &Model, workload: &Workload, policy: &Policy) -> Vec<(Time, Fact)> {
    let mut twin = Twin::new(model, workload, policy);
    twin.open();
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
    now: Time,
    facts: Vec<(Time, Fact)>,
    /// In the order in which they were scheduled.
    events: Vec<(Time, Event)>,
    conversations: Vec<Conversation>,
    agents: Vec<Agent>,
    /// By team: agents who are to leave as soon as they are free.
    departing: Vec<u32>,
    /// By desk: the last reply, or the last signing in.
    idle_since: Vec<Time>,
    /// By lane: the teams.
    lanes: Vec<Vec<TeamId>>,
    /// By lane: the desk that got the last conversation.
    last_assigned: Vec<Option<usize>>,
    tickets: u64,
    freed: u64,
    /// The arrivals of this round, and whether the door let them in.
    arrived: Vec<(usize, bool)>,
}

impl<'a> Twin<'a> {
    fn new(model: &'a Model, workload: &'a Workload, policy: &'a Policy) -> Twin<'a> {
        let conversation = |customer: &Customer| Conversation {
            state: State::New,
            owner: None,
            created: customer.arrives,
            wrote: customer.arrives,
            replied: Time::START,
            replies: 0,
            gap: model.demands[customer.demand().index()].reply.default_gap.as_milliseconds(),
            passages: 0,
            displaceable: false,
            rank: (Vec::new(), 0),
        };
        let mut agents = Vec::new();
        for (team, it) in model.teams.iter().enumerate() {
            for _ in 0..it.places() {
                agents.push(Agent { team, present: false, task: Task::Free, last: None, freed: 0 });
            }
        }
        let mut lanes: Vec<Vec<TeamId>> = Vec::new();
        for demand in 0..model.demands.len() {
            let teams = model.teams_for(DemandId(demand as u32));
            if !lanes.contains(&teams) {
                lanes.push(teams);
            }
        }
        let desks = if policy.capacity.ownership == Ownership::Agent { agents.len() } else { model.teams.len() };
        Twin {
            model,
            workload,
            policy,
            now: Time::START,
            facts: Vec::new(),
            events: Vec::new(),
            conversations: workload.customers.iter().map(conversation).collect(),
            agents,
            departing: vec![0; model.teams.len()],
            idle_since: vec![Time::START; desks],
            last_assigned: vec![None; lanes.len()],
            lanes,
            tickets: 0,
            freed: 0,
            arrived: Vec::new(),
        }
    }

    /// Signs in the first agents; arrivals and changes of staff are known from the beginning.
    fn open(&mut self) {
        let frame = &self.model.frame;
        for (team, it) in self.model.teams.iter().enumerate() {
            let mut at = Time::START;
            self.staff(team, it.agents.at(frame.origin.second_of_week(at)));
            loop {
                let second = frame.origin.second_of_week(at);
                let Some(change) = it.agents.next_change(second) else { break };
                at = Time(at.0 + u64::from(change - second) * Span::SECOND.0);
                if at >= frame.end() {
                    break;
                }
                self.schedule(at, Event::Staff(team, it.agents.at(frame.origin.second_of_week(at))));
            }
        }
        for conversation in 0..self.conversations.len() {
            self.schedule(self.conversations[conversation].created, Event::Arrival(conversation));
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
        self.events.iter().map(|event| event.0).chain(deadlines).min()
    }

    /// Runs all phases; whether anything happened.
    fn round(&mut self) -> bool {
        let told = self.facts.len();
        self.arrived.clear();
        for phase in 0..5 {
            while let Some(place) = self.events.iter().position(|it| it.0 == self.now && it.1.phase() == phase) {
                match self.events.remove(place).1 {
                    Event::Sent(agent) => self.reply(agent),
                    Event::WrappedUp(agent) => self.wrapped_up(agent),
                    Event::Staff(team, count) => self.staff(team, count),
                    Event::GoInactive(conversation) => self.go_inactive(conversation),
                    Event::MayBeDisplaced(conversation) => self.conversations[conversation].displaceable = true,
                    Event::Close(conversation) => self.close(conversation, Cause::Silence),
                    Event::Arrival(conversation) => self.arrive(conversation),
                    Event::Message(conversation) => self.write(conversation),
                }
            }
        }
        self.route();
        self.start();
        self.refuse();
        self.give_up();
        self.facts.len() > told
    }

    // Lines.

    /// Those in the queue, in the order of conversation numbers.
    fn queue(&self) -> Vec<usize> {
        (0..self.conversations.len()).filter(|&it| self.conversations[it].state == State::Queued).collect()
    }

    /// Those in an inbox, next first.
    fn inbox(&self, desk: usize) -> Vec<usize> {
        let here = |it: &Conversation| it.state == State::Waiting && it.owner == Some(desk);
        let mut inbox: Vec<usize> = (0..self.conversations.len()).filter(|&it| here(&self.conversations[it])).collect();
        inbox.sort_by_key(|&it| self.conversations[it].rank.clone());
        inbox
    }

    /// Puts a conversation into the queue, with this time of entry; `None` is the front.
    fn join_queue(&mut self, conversation: usize, entry: Option<Time>) {
        // The passage that begins here counts.
        let passages = self.conversations[conversation].passages + 1;
        let rank = self.rank(&self.policy.queue, conversation, entry, [passages, 102]);
        self.tickets += 1;
        let it = &mut self.conversations[conversation];
        (it.state, it.owner, it.rank) = (State::Queued, None, (rank, self.tickets));
        it.passages = passages;
        self.tell(Fact::Queued { conversation: ConversationId(conversation as u32) });
    }

    fn join_inbox(&mut self, conversation: usize, desk: usize) {
        let (wrote, replies) = (self.conversations[conversation].wrote, self.conversations[conversation].replies);
        let rank = self.rank(&self.policy.inbox, conversation, Some(wrote), [u64::from(replies), 103]);
        self.tickets += 1;
        let it = &mut self.conversations[conversation];
        (it.state, it.owner, it.rank) = (State::Waiting, Some(desk), (rank, self.tickets));
    }

    // Phase 1: agents.

    fn reply(&mut self, agent: usize) {
        let Task::Reply(conversation) = self.agents[agent].task else { unreachable!("nothing in hand") };
        let (id, desk) = (ConversationId(conversation as u32), self.desk_of(agent));
        let exchange = self.exchange(conversation);
        let it = &mut self.conversations[conversation];
        it.replies += 1;
        it.replied = self.now;
        it.state = State::Awaiting;
        let customer = &self.workload.customers[conversation];
        let last = it.replies == customer.count();
        self.idle_since[desk] = self.now;
        self.tell(Fact::Replied { conversation: id, agent: AgentId(agent as u32) });
        if last {
            self.tell(Fact::Resolved { conversation: id });
        }
        if last && self.workload.end(conversation) == End::Recognised {
            self.close(conversation, Cause::Recognised);
            if let Some(law) = &self.model.teams[self.agents[agent].team].wrap_up {
                self.agents[agent].task = Task::WrapUp;
                self.schedule(
                    self.now + self.workload.wrap_up(&law.law, self.workload.customers[conversation].identity),
                    Event::WrappedUp(agent),
                );
                return;
            }
        } else {
            match exchange.latency() {
                _ if last => {}
                Some(latency) => self.schedule(self.now + latency, Event::Message(conversation)),
                None => self.tell(Fact::Ghosted { conversation: id }),
            }
            self.silence_begins(conversation);
        }
        self.free(agent);
    }

    fn wrapped_up(&mut self, agent: usize) {
        self.tell(Fact::WrappedUp { conversation: ConversationId(0), agent: AgentId(agent as u32), took: Span::ZERO });
        self.free(agent);
    }

    fn free(&mut self, agent: usize) {
        self.freed += 1;
        self.agents[agent].freed = self.freed;
        self.agents[agent].task = Task::Free;
        let team = self.agents[agent].team;
        if self.departing[team] > 0 {
            self.departing[team] -= 1;
            self.leave(agent);
        }
    }

    fn leave(&mut self, agent: usize) {
        self.agents[agent].present = false;
        self.tell(Fact::SignedOut { agent: AgentId(agent as u32), team: TeamId(self.agents[agent].team as u32) });
        if self.policy.capacity.ownership == Ownership::Agent {
            for conversation in self.inbox(agent) {
                self.join_queue(conversation, Some(self.conversations[conversation].wrote));
            }
        }
    }

    fn staff(&mut self, team: usize, count: u32) {
        let all: Vec<usize> = (0..self.agents.len()).filter(|&it| self.agents[it].team == team).collect();
        let present = all.iter().filter(|&&it| self.agents[it].present).count() as u32;
        let staying = present - self.departing[team];
        let mut more = count.saturating_sub(staying);
        let kept = more.min(self.departing[team]);
        self.departing[team] -= kept;
        more -= kept;
        let absent: Vec<usize> = all.iter().copied().filter(|&it| !self.agents[it].present).collect();
        for &agent in absent.iter().take(more as usize) {
            self.freed += 1;
            self.agents[agent].present = true;
            self.agents[agent].freed = self.freed;
            let desk = self.desk_of(agent);
            self.idle_since[desk] = self.now;
            self.tell(Fact::SignedIn { agent: AgentId(agent as u32), team: TeamId(team as u32) });
        }
        let fewer = staying.saturating_sub(count);
        let free = |it: usize| self.agents[it].present && self.agents[it].task == Task::Free;
        let mut leaving: Vec<usize> = all.into_iter().filter(|&it| fewer > 0 && free(it)).collect();
        leaving.sort_by_key(|&it| (self.active(self.desk_of(it)), std::cmp::Reverse(it)));
        leaving.truncate(fewer as usize);
        self.departing[team] += fewer - leaving.len() as u32;
        for agent in leaving {
            self.leave(agent);
        }
    }

    // Phase 2: silence.

    fn silence_begins(&mut self, conversation: usize) {
        let it = &self.conversations[conversation];
        let (wrote, replied, gap) = (it.wrote, it.replied, it.gap);
        let origin = |clock| match clock {
            Clock::LastAgent => replied,
            Clock::LastCustomerWhileAwaiting => wrote,
        };
        match self.policy.inactivity {
            Inactivity::Never => {}
            Inactivity::AtOnce => self.go_inactive(conversation),
            Inactivity::After { after, clock } => {
                self.schedule(origin(clock) + after, Event::GoInactive(conversation));
            }
            Inactivity::Adaptive { adaptive, clock } => {
                self.schedule(origin(clock) + adapted(&adaptive, gap), Event::GoInactive(conversation));
            }
            Inactivity::OnDemand { after, clock } => {
                self.schedule(origin(clock) + after, Event::MayBeDisplaced(conversation));
            }
        }
        match self.policy.close.after {
            None | Some((_, CloseClock::Inactive)) => {}
            Some((after, CloseClock::LastAgent)) => self.schedule(replied + after, Event::Close(conversation)),
            Some((after, CloseClock::LastCustomerWhileAwaiting)) => {
                self.schedule(wrote + after, Event::Close(conversation));
            }
        }
    }

    fn go_inactive(&mut self, conversation: usize) {
        self.conversations[conversation].state = State::Inactive;
        self.conversations[conversation].displaceable = false;
        self.tell(Fact::WentInactive { conversation: ConversationId(conversation as u32) });
        if let Some((after, CloseClock::Inactive)) = self.policy.close.after {
            self.schedule(self.now + after, Event::Close(conversation));
        }
    }

    fn silence_ends(&mut self, conversation: usize) {
        self.conversations[conversation].displaceable = false;
        self.events.retain(|it| !it.1.is_timer_of(conversation));
    }

    fn close(&mut self, conversation: usize, cause: Cause) {
        self.silence_ends(conversation);
        self.conversations[conversation].state = State::Closed;
        self.tell(Fact::Closed { conversation: ConversationId(conversation as u32), cause });
    }

    // Phase 3: customers write.

    fn arrive(&mut self, conversation: usize) {
        self.tell(Fact::Arrived { conversation: ConversationId(conversation as u32) });
        let open = self.conversations.iter().filter(|it| !matches!(it.state, State::New | State::Closed)).count();
        let welcome = self.policy.door.inside.is_none_or(|limit| open < limit as usize);
        self.arrived.push((conversation, welcome));
        if welcome {
            self.join_queue(conversation, Some(self.now));
        }
    }

    fn write(&mut self, conversation: usize) {
        self.silence_ends(conversation);
        let id = ConversationId(conversation as u32);
        let longest = self.policy.longest_gap().as_milliseconds();
        let it = &mut self.conversations[conversation];
        it.wrote = self.now;
        it.gap = (it.gap + self.now.since(it.replied).as_milliseconds().min(longest)) / 2;
        let (was, created, owner) = (it.state, it.created, it.owner.expect("somebody replied"));
        self.tell(Fact::Wrote { conversation: id, mode: 0 });
        if was == State::Closed {
            self.tell(Fact::Reopened { conversation: id });
        }
        let present = !self.agents_at(owner).is_empty();
        let others = self.load(owner) - self.weight(was);
        if was == State::Awaiting && (present || self.policy.capacity.ownership == Ownership::Team) {
            self.join_inbox(conversation, owner);
            return;
        }
        let returns = match self.policy.reactivation.to {
            To::OwnerAlways => present,
            To::OwnerBelowMaximum => present && others + u64::from(SLOT) <= self.maximum(owner),
            To::Queue => false,
        };
        if returns {
            self.tell(Fact::Reactivated { conversation: id, desk: DeskId(owner as u32) });
            self.join_inbox(conversation, owner);
        } else {
            let entry = match self.policy.reactivation.at {
                Entry::Back => Some(self.now),
                Entry::Original => Some(created),
                Entry::Front => None,
            };
            self.join_queue(conversation, entry);
        }
    }

    // Phase 4: routing, and starts.

    fn route(&mut self) {
        loop {
            for lane in self.lanes.clone() {
                let somebody_waits = self.queue().into_iter().any(|it| self.teams_for(it) == lane);
                if somebody_waits && self.desks_with_room(&lane).is_empty() {
                    self.displace(&lane);
                }
            }
            let mut placeable = self.queue();
            placeable.retain(|&it| !self.desks_with_room(&self.teams_for(it)).is_empty());
            let Some(next) = placeable.into_iter().min_by_key(|&it| self.conversations[it].rank.clone()) else {
                return;
            };
            let desk = self.choose(next);
            let lane = self.lane_of(next);
            self.last_assigned[lane] = Some(desk);
            self.tell(Fact::Assigned { conversation: ConversationId(next as u32), desk: DeskId(desk as u32) });
            self.join_inbox(next, desk);
        }
    }

    /// Silent conversations become inactive until a desk of these teams has room: the one that is silent longest of those
    /// that make room at once, else of those whose agent is there. None if that would not free anything.
    fn displace(&mut self, teams: &[TeamId]) {
        let Inactivity::OnDemand { clock, .. } = self.policy.inactivity else { return };
        let gain = u64::from(SLOT - self.policy.capacity.inactive_weight);
        if gain == 0 {
            return;
        }
        while self.desks_with_room(teams).is_empty() {
            let since = |it: &Conversation| match clock {
                Clock::LastAgent => it.replied,
                Clock::LastCustomerWhileAwaiting => it.wrote,
            };
            let mut silent: Vec<usize> = (0..self.conversations.len()).collect();
            silent.retain(|&it| self.conversations[it].state == State::Awaiting && self.conversations[it].displaceable);
            silent.retain(|&it| self.desks_for(teams).contains(&self.owner(it)));
            silent.sort_by_key(|&it| (since(&self.conversations[it]), it));
            let enough = |desk: usize| self.load(desk) - gain + u64::from(SLOT) <= self.preferred(desk);
            let makes_room = silent.iter().find(|&&it| enough(self.owner(it)));
            let there = silent.iter().find(|&&it| self.preferred(self.owner(it)) > 0);
            let Some(&longest) = makes_room.or(there) else { return };
            self.go_inactive(longest);
        }
    }

    fn owner(&self, conversation: usize) -> usize {
        self.conversations[conversation].owner.expect("somebody replied")
    }

    fn start(&mut self) {
        for desk in 0..self.idle_since.len() {
            loop {
                let mut free = self.agents_at(desk);
                free.retain(|&agent| self.agents[agent].task == Task::Free);
                let agent = free.into_iter().min_by_key(|&agent| self.agents[agent].freed);
                let (Some(agent), Some(&conversation)) = (agent, self.inbox(desk).first()) else { break };
                self.begin(agent, conversation);
            }
        }
    }

    fn begin(&mut self, agent: usize, conversation: usize) {
        let work = self.work(agent, conversation);
        self.agents[agent].task = Task::Reply(conversation);
        self.agents[agent].last = Some(conversation);
        self.conversations[conversation].state = State::InHand;
        self.tell(Fact::Started { conversation: ConversationId(conversation as u32), agent: AgentId(agent as u32) });
        self.schedule(self.now + work, Event::Sent(agent));
    }

    // Phase 5: those who leave.

    fn refuse(&mut self) {
        for (conversation, welcome) in self.arrived.clone().into_iter().rev() {
            let full = self.policy.door.waiting.is_some_and(|limit| self.queue().len() > limit as usize);
            if !welcome || full && self.conversations[conversation].state == State::Queued {
                self.tell(Fact::Refused { conversation: ConversationId(conversation as u32) });
                self.close(conversation, Cause::Refused);
            }
        }
    }

    fn give_up(&mut self) {
        let due = |it: usize| self.deadline(it).filter(|&deadline| deadline <= self.now);
        let keyed = |it: usize| due(it).map(|deadline| (deadline, self.conversations[it].wrote, it));
        let mut leaving: Vec<(Time, Time, usize)> = (0..self.conversations.len()).filter_map(keyed).collect();
        leaving.sort();
        for (_, _, conversation) in leaving {
            let agent = self.agents.iter().position(|it| it.task == Task::Reply(conversation));
            let in_hand = agent.map(|agent| AgentId(agent as u32));
            self.tell(Fact::GaveUp { conversation: ConversationId(conversation as u32), in_hand });
            self.close(conversation, Cause::GaveUp);
            if let Some(agent) = agent {
                self.events.retain(|it| it.1 != Event::Sent(agent));
                self.free(agent);
            }
        }
    }

    /// The exchange in progress.
    fn exchange(&self, conversation: usize) -> Exchange {
        self.workload.exchange(conversation, self.conversations[conversation].replies)
    }

    fn exchange_or_none(&self, conversation: usize) -> Option<Exchange> {
        let more = self.conversations[conversation].replies < self.workload.customers[conversation].count();
        more.then(|| self.exchange(conversation))
    }
}
