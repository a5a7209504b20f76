//! Completes facts into measures while they happen: streaming, in integers, in memory that does not grow with the run.
//!
//! Clocks that start in [start, horizon) count. A customer's measure belongs to the interval of the message that starts
//! its clock, an agent's to the time of the work.

use crate::facts::{Cause, Fact, Observer};
use crate::metrics::measures::{Count, Level, Measures, Timing};
use crate::model::Model;
use crate::units::{AgentId, ConversationId, DemandId, DeskId, Span, TeamId, Time};
use crate::workload::teams_of_agents;
use crate::world::{Activity, Conversation, State, World};

/// Listens to one run.
#[derive(Debug)]
pub struct Recorder {
    measures: Measures,
    window: Window,
    /// By demand: the target of the first reply.
    targets: Vec<Option<Span>>,
    /// By place of a cell: each level as it is, and since when.
    levels: Vec<[(u32, Time); crate::metrics::measures::LEVELS]>,
    /// By desk: since when its load is what it is.
    desk_since: Vec<Time>,
    /// By agent: since when signed in.
    agent_since: Vec<Time>,
    needing_reply: u32,
    /// The interval at whose end the backlog is noted next.
    next_end: usize,
}

/// Counted time, cut into intervals.
#[derive(Clone, Copy, Debug)]
struct Window {
    start: Time,
    end: Time,
    interval: u64,
    /// The interval looked up last begins here: most clocks belong to it or its neighbour.
    begin: u64,
    index: usize,
}

impl Window {
    #[inline]
    fn counts(&self, at: Time) -> bool {
        self.start <= at && at < self.end
    }

    /// The interval of a counted instant.
    #[inline]
    fn interval(&mut self, at: Time) -> usize {
        let offset = at.0 - self.start.0;
        if offset.wrapping_sub(self.begin) < self.interval {
            return self.index;
        }
        // The step to the neighbour saves a division.
        if offset >= self.begin && offset - self.begin < 2 * self.interval {
            self.index += 1;
            self.begin += self.interval;
        } else {
            self.index = (offset / self.interval) as usize;
            self.begin = self.index as u64 * self.interval;
        }
        self.index
    }

    /// Cuts a stretch of time into its counted parts, interval by interval.
    #[inline]
    fn spread(&mut self, from: Time, to: Time, mut part: impl FnMut(usize, u64)) {
        let (mut from, to) = (from.max(self.start), to.min(self.end));
        while from < to {
            let index = self.interval(from);
            let end = Time(self.start.0 + self.begin + self.interval).min(to);
            part(index, end.0 - from.0);
            from = end;
        }
    }
}

impl Recorder {
    /// A recorder for one run of a model whose policy has so many desks.
    pub fn new(model: &Model) -> Recorder {
        let frame = &model.frame;
        let teams = teams_of_agents(model);
        let (demands, agents) = (model.demands.len(), teams.len());
        let cells = demands * (model.teams.len() + 1);
        Recorder {
            measures: Measures::new(demands, teams, model.teams.len(), frame.intervals(), frame.horizon.0),
            window: Window {
                start: frame.start(),
                end: frame.horizon_end(),
                interval: frame.interval.0,
                begin: 0,
                index: 0,
            },
            targets: model.demands.iter().map(|demand| demand.target.map(|target| target.first)).collect(),
            levels: vec![[(0, Time::START); crate::metrics::measures::LEVELS]; cells],
            desk_since: vec![Time::START; agents.max(model.teams.len())],
            agent_since: vec![Time::START; agents],
            needing_reply: 0,
            next_end: 0,
        }
    }

    /// Completes what is still going on at the end of the run.
    pub fn finish(mut self, world: &World, events: u64, fingerprint: u64, end: Time) -> Measures {
        self.note_backlog(end, world);
        for desk in 0..world.desks.len() as u32 {
            self.desk_changes(world, DeskId(desk), end);
        }
        for (agent, it) in (0..).map(AgentId).zip(&world.agents) {
            match it.activity {
                Activity::Handling { .. } => self.worked(agent, it.team, it.since, end),
                Activity::WrappingUp => self.wrapped_up(agent, it.team, it.since, end),
                Activity::Free | Activity::SignedOut => {}
            }
            if it.signed_in() {
                self.signed_in(agent, end);
            }
        }
        for place in 0..self.levels.len() {
            for level in [Level::QueueLength, Level::InactivePool, Level::NeedingReply] {
                self.level_changes(place, level, 0, end);
            }
        }
        for it in &world.conversations {
            self.is_left(it, end);
        }
        self.measures.events = events;
        self.measures.fingerprint = fingerprint;
        self.measures
    }

    /// What a conversation says about its promise and its fate at the end of the run.
    fn is_left(&mut self, it: &Conversation, end: Time) {
        if !self.window.counts(it.created) {
            return;
        }
        if it.state != State::Closed {
            self.count(it.created, it.demand(), None, Count::OpenAtEnd);
        }
        if let Some(target) = self.targets[it.demand().index()] {
            // Answered, gone, or late already: decided. Otherwise nobody can say yet.
            if it.exchange > 0 || it.state == State::Closed || end.since(it.created) > target {
                self.count(it.created, it.demand(), None, Count::Promised);
            }
        }
    }

    #[inline]
    fn count(&mut self, clock: Time, demand: DemandId, team: Option<TeamId>, count: Count) {
        if self.window.counts(clock) {
            let place = self.measures.place(demand, team);
            self.measures.cells[place].counts[count as usize] += 1;
            let interval = self.window.interval(clock);
            self.measures.intervals[interval].cell(place).counts[count as usize] += 1;
        }
    }

    #[inline]
    fn time(&mut self, clock: Time, demand: DemandId, team: Option<TeamId>, timing: Timing, microseconds: u64) {
        if self.window.counts(clock) {
            let place = self.measures.place(demand, team);
            self.measures.cells[place].timings[timing as usize].add(microseconds);
            let interval = self.window.interval(clock);
            self.measures.intervals[interval].cell(place).timings[timing as usize].add(microseconds);
        }
    }

    /// A level changes by `change` now.
    #[inline]
    fn level_changes(&mut self, place: usize, level: Level, change: i32, now: Time) {
        let (height, since) = self.levels[place][level as usize];
        if height > 0 && since < now {
            let Measures { cells, intervals, .. } = &mut self.measures;
            let total = &mut cells[place].integrals[level as usize];
            self.window.spread(since, now, |interval, span| {
                let area = u128::from(span) * u128::from(height);
                *total += area;
                intervals[interval].cell(place).integrals[level as usize] += area;
            });
        }
        self.levels[place][level as usize] = (height.wrapping_add_signed(change), now);
    }

    /// The load or staff of a desk is about to change: what it was is accounted for.
    #[inline]
    fn desk_changes(&mut self, world: &World, desk: DeskId, now: Time) {
        let since = std::mem::replace(&mut self.desk_since[desk.index()], now);
        let desks = &world.desks;
        let servers = desks.servers[desk.index()];
        if servers == 0 || since >= now {
            return;
        }
        let (load, active) = (desks.load[desk.index()], desks.active[desk.index()]);
        let (preferred, team) = (desks.preferred(desk), desks.team[desk.index()].index());
        let level = u64::from(active.div_ceil(servers));
        let Measures { work, intervals, .. } = &mut self.measures;
        self.window.spread(since, now, |interval, span| {
            for work in [&mut work[team], &mut intervals[interval].work[team]] {
                work.signed_in += span * u64::from(servers);
                work.load += u128::from(span) * u128::from(load);
                work.preferred += u128::from(span) * u128::from(preferred);
                work.active += u128::from(span) * u128::from(active);
            }
            work[team].at_level.add_times(level, span * u64::from(servers));
        });
    }

    /// An agent worked on messages from `since` on.
    #[inline]
    fn worked(&mut self, agent: AgentId, team: TeamId, since: Time, now: Time) {
        let Measures { work, intervals, agents, .. } = &mut self.measures;
        self.window.spread(since, now, |interval, span| {
            work[team.index()].handling += span;
            agents[agent.index()].handling += span;
            intervals[interval].work[team.index()].handling += span;
        });
    }

    fn wrapped_up(&mut self, agent: AgentId, team: TeamId, since: Time, now: Time) {
        let Measures { work, intervals, agents, .. } = &mut self.measures;
        self.window.spread(since, now, |interval, span| {
            work[team.index()].wrap_up += span;
            agents[agent.index()].wrap_up += span;
            intervals[interval].work[team.index()].wrap_up += span;
        });
    }

    fn signed_in(&mut self, agent: AgentId, now: Time) {
        let since = self.agent_since[agent.index()];
        let (from, to) = (since.max(self.window.start), now.min(self.window.end));
        self.measures.agents[agent.index()].signed_in += to.since(from).0;
    }

    /// How many needed a reply at the ends of the intervals that are over.
    #[inline]
    fn note_backlog(&mut self, now: Time, world: &World) {
        while self.next_end < self.measures.backlog.len()
            && now.0 >= (self.window.start.0 + (self.next_end as u64 + 1) * self.window.interval).min(self.window.end.0)
        {
            self.measures.backlog[self.next_end] = self.needing_reply;
            self.next_end += 1;
        }
        if self.window.counts(now) {
            self.measures.longest_queue = self.measures.longest_queue.max(world.queued);
        }
    }

    fn needs_reply(&mut self, it: &Conversation, change: i32, now: Time) {
        self.needing_reply = self.needing_reply.wrapping_add_signed(change);
        let place = self.measures.place(it.demand(), None);
        self.level_changes(place, Level::NeedingReply, change, now);
    }

    fn queue_changes(&mut self, it: &Conversation, change: i32, now: Time) {
        let place = self.measures.place(it.demand(), None);
        self.level_changes(place, Level::QueueLength, change, now);
    }

    /// An inactive conversation is in its owner's pool.
    fn pool_changes(&mut self, it: &Conversation, world: &World, change: i32, now: Time) {
        let place = self.measures.place(it.demand(), team_of(it, world));
        self.level_changes(place, Level::InactivePool, change, now);
    }
}

/// The team that owns a conversation.
#[inline]
fn team_of(it: &Conversation, world: &World) -> Option<TeamId> {
    it.desk().map(|desk| world.desks.team[desk.index()])
}

impl Observer<World> for Recorder {
    #[inline]
    fn record(&mut self, now: Time, world: &World, fact: Fact) {
        self.note_backlog(now, world);
        let get = |conversation: ConversationId| world.conversation(conversation);
        match fact {
            Fact::Arrived { conversation } => {
                let it = get(conversation);
                self.count(it.created, it.demand(), None, Count::Offered);
                self.needs_reply(it, 1, now);
            }
            Fact::Wrote { conversation } => self.needs_reply(get(conversation), 1, now),
            Fact::Refused { conversation } => {
                let it = get(conversation);
                self.count(it.created, it.demand(), None, Count::Refused);
                self.needs_reply(it, -1, now);
            }
            Fact::Queued { conversation } => self.queued(world, get(conversation), now),
            Fact::Assigned { conversation, desk } => {
                let it = get(conversation);
                let team = Some(world.desks.team[desk.index()]);
                self.time(it.since, it.demand(), team, Timing::QueueTime, now.since(it.since).0);
                self.queue_changes(it, -1, now);
                self.desk_changes(world, desk, now);
            }
            Fact::Reactivated { conversation, desk } => {
                let it = get(conversation);
                if it.state == State::Inactive {
                    self.pool_changes(it, world, -1, now);
                }
                self.count(now, it.demand(), team_of(it, world), Count::Reactivated);
                self.desk_changes(world, desk, now);
            }
            Fact::Reopened { conversation } => {
                let it = get(conversation);
                self.count(it.created, it.demand(), team_of(it, world), Count::Reopened);
            }
            Fact::Started { conversation, agent } => {
                let it = get(conversation);
                let timing = if it.came_back() { Timing::PickupLater } else { Timing::PickupFirst };
                let team = Some(world.agents[agent.index()].team);
                self.time(it.written, it.demand(), team, timing, now.since(it.written).0);
            }
            Fact::Replied { conversation, agent } => self.replied(world, get(conversation), agent, now),
            Fact::Resolved { conversation } => {
                let it = get(conversation);
                let (created, team) = (it.created, team_of(it, world));
                self.count(created, it.demand(), team, Count::Resolved);
                self.time(created, it.demand(), team, Timing::ResolutionTime, now.since(created).0);
            }
            Fact::GaveUp { conversation, in_hand } => self.gave_up(world, get(conversation), in_hand, now),
            Fact::Ghosted { conversation } => {
                let it = get(conversation);
                self.count(it.created, it.demand(), team_of(it, world), Count::Ghosted);
            }
            Fact::WentInactive { conversation } => {
                let it = get(conversation);
                self.count(now, it.demand(), team_of(it, world), Count::WentInactive);
                self.pool_changes(it, world, 1, now);
                self.owner_changes(world, it, now);
            }
            Fact::Closed { conversation, cause } => self.closed(world, get(conversation), cause, now),
            Fact::WrappedUp { agent } => {
                let it = &world.agents[agent.index()];
                self.wrapped_up(agent, it.team, it.since, now);
            }
            Fact::SignedIn { agent, .. } => {
                self.agent_since[agent.index()] = now;
                self.desk_changes(world, world.agents[agent.index()].desk, now);
            }
            Fact::SignedOut { agent, .. } => {
                self.signed_in(agent, now);
                self.desk_changes(world, world.agents[agent.index()].desk, now);
            }
        }
    }
}

impl Recorder {
    fn owner_changes(&mut self, world: &World, it: &Conversation, now: Time) {
        if let Some(desk) = it.desk() {
            self.desk_changes(world, desk, now);
        }
    }

    fn queued(&mut self, world: &World, it: &Conversation, now: Time) {
        if matches!(it.state, State::Inactive | State::Closed) {
            self.count(now, it.demand(), team_of(it, world), Count::Reactivated);
        }
        if it.state == State::Inactive {
            self.pool_changes(it, world, -1, now);
        }
        self.owner_changes(world, it, now);
        self.queue_changes(it, 1, now);
    }

    #[inline]
    fn replied(&mut self, world: &World, it: &Conversation, agent: AgentId, now: Time) {
        let (team, demand) = (world.agents[agent.index()].team, it.demand());
        self.worked(agent, team, world.agents[agent.index()].since, now);
        if self.window.counts(now) {
            let interval = self.window.interval(now);
            self.measures.intervals[interval].work[team.index()].replies += 1;
            self.measures.work[team.index()].replies += 1;
            self.measures.agents[agent.index()].replies += 1;
        }
        self.needs_reply(it, -1, now);
        let response = now.since(it.written);
        if it.came_back() {
            self.time(it.written, demand, Some(team), Timing::ResponseLater, response.0);
            let ratio = response.0 as f64 / it.gap().max(Span::SECOND).0 as f64;
            self.time(it.written, demand, Some(team), Timing::TempoRatio, (ratio * 1e6) as u64);
        } else {
            self.time(it.written, demand, Some(team), Timing::ResponseFirst, response.0);
            self.count(it.created, demand, Some(team), Count::Answered);
            if self.targets[demand.index()].is_some_and(|target| response <= target) {
                self.count(it.created, demand, Some(team), Count::Kept);
            }
        }
    }

    fn gave_up(&mut self, world: &World, it: &Conversation, in_hand: Option<AgentId>, now: Time) {
        self.count(it.created, it.demand(), None, Count::AbandonedTold);
        self.needs_reply(it, -1, now);
        match in_hand {
            Some(agent) => self.worked(agent, world.agents[agent.index()].team, world.agents[agent.index()].since, now),
            None => {
                let timing = if it.came_back() { Timing::LostLater } else { Timing::LostFirst };
                self.time(it.written, it.demand(), team_of(it, world), timing, now.since(it.written).0);
            }
        }
    }

    fn closed(&mut self, world: &World, it: &Conversation, cause: Cause, now: Time) {
        if cause == Cause::Silence {
            self.count(it.created, it.demand(), team_of(it, world), Count::AutoClosed);
        }
        match it.state {
            State::Queued => self.queue_changes(it, -1, now),
            State::Inactive => self.pool_changes(it, world, -1, now),
            _ => {}
        }
        self.owner_changes(world, it, now);
    }
}
