//! Completes facts into measures while they happen: streaming, in integers, in memory that does not grow with the run.
//!
//! Clocks that start in [start, horizon) count. A customer's measure belongs to the interval of the message that starts
//! its clock, an agent's to the time of the work.

mod height;
mod window;

use crate::facts::{Cause, Fact, Observer};
use crate::metrics::measures::{Cell, Count, LEVELS, Level, Measures, TIMINGS, Timing, Work, course_step};
use crate::model::Model;
use crate::stats::{Histogram, Tally};
use crate::units::{AgentId, ConversationId, DemandId, DeskId, Span, TeamId, Time};
use crate::workload::teams_of_agents;
use crate::world::{Activity, Conversation, State, World};
use height::Height;
use window::Window;

/// Listens to one run.
///
/// What lasts (levels, loads, work) is accounted for when it changes and at every end of an interval, so that nothing ever
/// reaches over an end: the hot path adds to the present interval only. The whole is added up at the end.
#[derive(Debug)]
pub struct Recorder {
    measures: Measures,
    window: Window,
    /// When the recorder must look next: at the beginning of counted time, at the end of an interval, or at a step of the
    /// course of the work left over.
    next_look: Time,
    /// When the present interval ends, or counted time begins.
    next_end: Time,
    /// When the course of the work left over goes on.
    next_step: Time,
    step: Span,
    /// When the queue changed last.
    queue_changed: Time,
    /// The present interval; `None` outside counted time.
    present: Option<usize>,
    /// Since when the present interval lasts; later than any instant outside counted time.
    begun: Time,
    /// By demand: the target of the first reply.
    targets: Vec<Option<Span>>,
    /// By demand and team, like the cells of the measures.
    places: Vec<Place>,
    /// By team: the work of the present interval.
    work: Vec<Work>,
    /// By desk: since when its load is what it is.
    desk_since: Vec<Time>,
    needing_reply: u32,
}

/// Later than any instant.
const NEVER: Time = Time(u64::MAX);

/// The conversations of one demand with one team, or with none yet.
#[derive(Clone, Debug, Default)]
struct Place {
    /// The present interval.
    cell: Cell<3>,
    /// The fine histograms of the whole counted time, in milliseconds.
    fine: [Histogram<7>; TIMINGS],
    levels: [Height; LEVELS],
}

/// Where the measures of one clock belong: its interval, and the whole.
struct Slot<'r> {
    cell: &'r mut Cell<3>,
    fine: &'r mut [Histogram<7>; TIMINGS],
}

impl Slot<'_> {
    #[inline]
    fn time(&mut self, timing: Timing, microseconds: u64) {
        self.cell.timings[timing as usize].add(microseconds);
        self.fine[timing as usize].add(microseconds / 1000);
    }

    #[inline]
    fn count(&mut self, count: Count) {
        self.cell.counts[count as usize] += 1;
    }
}

impl Recorder {
    /// A recorder for one run of a model.
    pub fn new(model: &Model) -> Recorder {
        let frame = &model.frame;
        let teams = teams_of_agents(model);
        let (demands, agents) = (model.demands.len(), teams.len());
        let cells = demands * (model.teams.len() + 1);
        let step = course_step(frame);
        Recorder {
            measures: Measures::new(demands, teams, model.teams.len(), frame.intervals(), frame.horizon.0),
            window: Window {
                start: frame.start(),
                end: frame.horizon_end(),
                interval: frame.interval.0,
                begin: 0,
                index: 0,
            },
            next_look: frame.start(),
            next_end: frame.start(),
            next_step: frame.start() + step,
            step,
            queue_changed: Time::START,
            present: None,
            begun: NEVER,
            targets: model.demands.iter().map(|demand| demand.target.map(|target| target.first)).collect(),
            places: vec![Place::default(); cells],
            work: vec![Work::default(); model.teams.len()],
            desk_since: vec![Time::START; agents.max(model.teams.len())],
            needing_reply: 0,
        }
    }

    /// Completes what is still going on at the end of the run, and adds up the whole.
    pub fn finish(mut self, world: &World, events: u64, fingerprint: u64, end: Time) -> Measures {
        self.catch_up(end, world);
        for it in &world.conversations {
            self.is_left(it, world, end);
        }
        let mut measures = self.measures;
        let Measures { cells, work, intervals, .. } = &mut measures;
        for (place, (cell, Place { fine, .. })) in cells.iter_mut().zip(self.places).enumerate() {
            let mut whole = Cell::<3>::default();
            intervals.iter().filter_map(|interval| interval.cells[place].as_ref()).for_each(|part| whole.merge(part));
            cell.counts = whole.counts;
            cell.integrals = whole.integrals;
            for ((timing, coarse), fine) in cell.timings.iter_mut().zip(&whole.timings).zip(fine) {
                *timing = Tally::refined(coarse, fine);
            }
        }
        for (team, work) in work.iter_mut().enumerate() {
            intervals.iter().for_each(|interval| work.merge(&interval.work[team]));
        }
        measures.events = events;
        measures.fingerprint = fingerprint;
        measures
    }

    /// Passes the ends of intervals, and the beginning of counted time, up to now.
    #[cold]
    fn catch_up(&mut self, now: Time, world: &World) {
        while self.next_look <= now {
            if self.next_step < self.next_end {
                self.measures.course.push(self.needing_reply);
                self.next_step = self.next_step + self.step;
                self.next_look = self.next_end.min(self.next_step);
                continue;
            }
            let at = self.next_end;
            self.account(at, world);
            let next = match self.present {
                None if at < self.window.end => Some(0),
                Some(interval) if interval + 1 < self.measures.intervals.len() => Some(interval + 1),
                _ => None,
            };
            self.present = next;
            (self.begun, self.next_end) = match next {
                Some(interval) => (at, self.window.end_of(interval)),
                None => (NEVER, NEVER),
            };
            if next.is_none() {
                self.next_step = NEVER;
            }
            self.next_look = self.next_end.min(self.next_step);
        }
    }

    /// Accounts for everything that lasts, up to the end of the present interval.
    fn account(&mut self, at: Time, world: &World) {
        for desk in 0..world.desks.len() as u32 {
            self.desk_changes(world, DeskId(desk), at);
        }
        for (agent, it) in (0..).map(AgentId).zip(&world.agents) {
            match it.activity {
                Activity::Handling { .. } => self.worked(agent, it.team, it.since, at),
                Activity::WrappingUp { .. } => self.wrapped_up(agent, it.team, it.since, at),
                Activity::Free | Activity::SignedOut | Activity::Sharing { .. } => {}
            }
            if it.signed_in() {
                self.measures.agents[agent.index()].signed_in += at.since(self.begun.max(it.signed)).0;
            }
        }
        for place in &mut self.places {
            for (level, integral) in place.levels.iter_mut().zip(&mut place.cell.integrals) {
                *integral = level.ends(at);
            }
        }
        self.queue_stood(world, at);
        self.keep();
    }

    /// Puts the present interval away; outside counted time there is nothing to keep.
    fn keep(&mut self) {
        let Some(interval) = self.present else {
            self.places.iter_mut().for_each(|place| place.cell.integrals = [0; LEVELS]);
            return;
        };
        self.measures.backlog[interval] = self.needing_reply;
        let kept = &mut self.measures.intervals[interval];
        for (cell, place) in kept.cells.iter_mut().zip(&mut self.places) {
            let present = std::mem::take(&mut place.cell);
            if present != Cell::default() {
                *cell = Some(Box::new(present));
            }
        }
        kept.work = std::mem::replace(&mut self.work, vec![Work::default(); self.measures.teams]);
    }

    /// What a conversation says about its promise and its fate at the end of the run.
    fn is_left(&mut self, it: &Conversation, world: &World, end: Time) {
        if matches!(it.state, State::Queued | State::Waiting) {
            self.time(it.written, it.demand(), team_of(it, world), Timing::WaitOpen, end.since(it.written).0);
        }
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
        if let Some(mut slot) = self.slot(clock, demand, team) {
            slot.count(count);
        }
    }

    #[inline]
    fn time(&mut self, clock: Time, demand: DemandId, team: Option<TeamId>, timing: Timing, microseconds: u64) {
        if let Some(mut slot) = self.slot(clock, demand, team) {
            slot.time(timing, microseconds);
        }
    }

    /// Where the measures of a clock belong; `None` if it does not count.
    #[inline]
    fn slot(&mut self, clock: Time, demand: DemandId, team: Option<TeamId>) -> Option<Slot<'_>> {
        let place = self.measures.place(demand, team);
        let Place { cell, fine, .. } = &mut self.places[place];
        // Most clocks have started in the present interval.
        if clock >= self.begun {
            return Some(Slot { cell, fine });
        }
        if !self.window.counts(clock) {
            return None;
        }
        let interval = self.window.interval(clock);
        Some(Slot { cell: self.measures.intervals[interval].cell(place), fine })
    }

    /// The load or staff of a desk is about to change: what it was is accounted for.
    #[inline]
    fn desk_changes(&mut self, world: &World, desk: DeskId, now: Time) {
        let since = std::mem::replace(&mut self.desk_since[desk.index()], now);
        let desks = &world.desks;
        let servers = desks.servers[desk.index()];
        let span = now.since(since.max(self.begun)).0;
        if servers == 0 || span == 0 {
            return;
        }
        let active = desks.active[desk.index()];
        let work = &mut self.work[desks.team[desk.index()].index()];
        work.signed_in += span * u64::from(servers);
        work.load += area(desks.load[desk.index()], span);
        work.preferred += area(desks.preferred(desk), span);
        work.active += area(active.into(), span);
        // Agents with a shared inbox have their conversations spread among them as evenly as can be.
        let (each, more) = if servers == 1 { (active, 0) } else { (active / servers, active % servers) };
        work.at_level.add_times(u64::from(each), span * u64::from(servers - more));
        if more > 0 {
            work.at_level.add_times(u64::from(each + 1), span * u64::from(more));
        }
    }

    /// An agent worked on messages from `since` on.
    #[inline]
    fn worked(&mut self, agent: AgentId, team: TeamId, since: Time, now: Time) {
        let span = now.since(since.max(self.begun)).0;
        self.measures.agents[agent.index()].handling += span;
        self.work[team.index()].handling += span;
    }

    fn wrapped_up(&mut self, agent: AgentId, team: TeamId, since: Time, now: Time) {
        let span = now.since(since.max(self.begun)).0;
        self.measures.agents[agent.index()].wrap_up += span;
        self.work[team.index()].wrap_up += span;
    }

    /// A level changes by `change` now.
    #[inline(always)]
    fn level_changes(&mut self, place: usize, level: Level, change: i32, now: Time) {
        self.places[place].levels[level as usize].changes(change, now);
    }

    #[inline(always)]
    fn needs_reply(&mut self, it: &Conversation, change: i32, now: Time) {
        self.needing_reply = self.needing_reply.wrapping_add_signed(change);
        let place = self.measures.place(it.demand(), None);
        self.level_changes(place, Level::NeedingReply, change, now);
    }

    /// A queue counts as long as it stood for a while: who passes through within an instant never stood in it.
    fn queue_stood(&mut self, world: &World, until: Time) {
        if self.queue_changed.max(self.begun) < until {
            self.measures.longest_queue = self.measures.longest_queue.max(world.queued);
        }
    }

    fn queue_changes(&mut self, world: &World, it: &Conversation, change: i32, now: Time) {
        self.queue_stood(world, now);
        self.queue_changed = now;
        let place = self.measures.place(it.demand(), None);
        self.level_changes(place, Level::QueueLength, change, now);
    }

    /// An inactive conversation is in its owner's pool.
    fn pool_changes(&mut self, it: &Conversation, world: &World, change: i32, now: Time) {
        let place = self.measures.place(it.demand(), team_of(it, world));
        self.level_changes(place, Level::InactivePool, change, now);
    }
}

/// A height over a span of time. Two numbers of 64 bits multiply into 128 without a check.
#[inline]
fn area(height: u64, span: u64) -> u128 {
    u128::from(height).wrapping_mul(u128::from(span))
}

/// The team that owns a conversation.
#[inline]
fn team_of(it: &Conversation, world: &World) -> Option<TeamId> {
    it.desk().map(|desk| world.desks.team[desk.index()])
}

impl Observer<World> for Recorder {
    #[inline(always)]
    fn record(&mut self, now: Time, world: &World, fact: Fact) {
        if self.next_look <= now {
            self.catch_up(now, world);
        }
        let get = |conversation: ConversationId| world.conversation(conversation);
        match fact {
            Fact::Arrived { conversation } => {
                let it = get(conversation);
                self.count(it.created, it.demand(), None, Count::Offered);
                self.needs_reply(it, 1, now);
            }
            Fact::Wrote { conversation, .. } => self.needs_reply(get(conversation), 1, now),
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
                self.queue_changes(world, it, -1, now);
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
            Fact::WrappedUp { agent, .. } => {
                let it = &world.agents[agent.index()];
                self.wrapped_up(agent, it.team, it.since, now);
                self.desk_changes(world, it.desk, now);
            }
            Fact::SignedIn { agent, .. } => self.desk_changes(world, world.agents[agent.index()].desk, now),
            Fact::SignedOut { agent, .. } => self.signed_out(world, agent, now),
            Fact::CameBack { .. }
            | Fact::Linked { .. }
            | Fact::Nudged { .. }
            | Fact::Concluded { .. }
            | Fact::Read { .. }
            | Fact::LeftSilently { .. } => {}
        }
    }
}

impl Recorder {
    fn signed_out(&mut self, world: &World, agent: AgentId, now: Time) {
        let it = &world.agents[agent.index()];
        self.measures.agents[agent.index()].signed_in += now.since(self.begun.max(it.signed)).0;
        self.desk_changes(world, it.desk, now);
    }

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
        self.queue_changes(world, it, 1, now);
    }

    #[inline]
    fn replied(&mut self, world: &World, it: &Conversation, agent: AgentId, now: Time) {
        let (team, demand) = (world.agents[agent.index()].team, it.demand());
        self.worked(agent, team, world.agents[agent.index()].since, now);
        let counted = u64::from(self.present.is_some());
        self.work[team.index()].replies += counted;
        self.measures.agents[agent.index()].replies += counted;
        self.needs_reply(it, -1, now);
        let response = now.since(it.written);
        let in_time = self.targets[demand.index()].is_some_and(|target| response <= target);
        let Some(mut slot) = self.slot(it.written, demand, Some(team)) else { return };
        if it.came_back() {
            slot.time(Timing::ResponseLater, response.0);
            // In integers, which cannot fall just short of a whole thousandth. 2^48 microseconds leave room.
            let gap = it.gap().max(Span::SECOND).as_milliseconds();
            slot.time(Timing::TempoRatio, response.0 * 1000 / gap);
        } else {
            // The first message is the creation: the same clock starts both.
            slot.time(Timing::ResponseFirst, response.0);
            slot.count(Count::Answered);
            if in_time {
                slot.count(Count::Kept);
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
            State::Queued => self.queue_changes(world, it, -1, now),
            State::Inactive => self.pool_changes(it, world, -1, now),
            _ => {}
        }
        self.owner_changes(world, it, now);
    }
}
