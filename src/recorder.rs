//! Completes facts into measures while they happen: streaming, in integers; about 50 bytes a conversation besides what does
//! not grow with the run.
//!
//! Clocks that start in [start, horizon) count. A customer's measure belongs to the interval of the message that starts
//! its clock, that of a whole conversation to its first message, an agent's to the time of the work, and what has no clock
//! to the instant at which it happens. It belongs to the team on whose desk the conversation is then.

mod agents;
mod aside;
mod batch;
mod conversations;
mod ends;
mod handled;
mod height;
mod hours;
mod ledger;
mod left;
mod levels;
mod passing;
mod plan;
mod replies;
mod seldom;
mod slot;
mod staff;
mod window;

use crate::civil::Weekly;
use crate::facts::{Fact, Observer};
use crate::metrics::measures::{Count, Draft, LEVELS, Measures, Sheet, Timing, Work, course_step};
use crate::model::{Bands, Curve, Demand, Holds, Model, Team};
use crate::units::{ConversationId, DemandId, Span, TeamId, Time};
use crate::workload::Roster;
use crate::world::{Activity, Agent, Conversation, State, World};
use agents::Sharer;
use aside::POOLS;
use height::{Height, Peak};
use hours::Cumulated;
use ledger::Ledger;
use plan::Planned;
use slot::{Kept, Place, Slot};
use staff::{Member, Staff};
use window::Window;

/// Listens to one run.
///
/// What lasts (levels, loads, work) is accounted for when it changes and at every end of an interval, so that nothing ever
/// reaches over an end: the hot path adds to the present interval only. The whole is added up at the end.
#[derive(Debug)]
pub struct Recorder<'m> {
    measures: Measures,
    intervals: Vec<Draft>,
    /// Where what goes into an interval is put together.
    sheet: Sheet,
    window: Window,
    /// When the recorder must look next: at the beginning of counted time, at the end of an interval, or at a step of the
    /// course of the work left over.
    next_look: Time,
    /// When the present interval ends, or counted time begins.
    next_end: Time,
    /// When the course of the work left over goes on.
    next_step: Time,
    step: Span,
    /// The present interval; `None` outside counted time.
    present: Option<usize>,
    /// Since when the present interval lasts; later than any instant outside counted time.
    begun: Time,
    /// Since when the interval before lasted; later than any instant if there is none.
    begun_before: Time,
    /// By demand.
    promises: Vec<Promise>,
    /// Whether some demand has a curve, or more than one mode.
    curves: bool,
    modes: bool,
    bands: Bands,
    /// By demand: the opening hours, all the time where there are none; empty if no demand has any.
    hours: Vec<Cumulated>,
    /// Who works when, where agents are people.
    roster: Option<Roster<'m>>,
    /// By team.
    staff: Vec<Staff>,
    /// By agent.
    members: Vec<Member>,
    /// When the duties of agents are settled next.
    next_duty: Time,
    /// By team: whether a wrap-up follows a closing, and whether that, or a briefing, may take the agent.
    wraps_up: Vec<bool>,
    holds_agent: Vec<bool>,
    /// By team: whether agents share their time.
    sharing: Vec<bool>,
    /// By agent; empty if nobody shares.
    sharers: Vec<Sharer>,
    /// By demand and team, like the cells of the measures.
    places: Vec<Place>,
    /// By team: the work of the present interval.
    work: Vec<Work>,
    /// By desk: since when its load is what it is.
    desk_since: Vec<Time>,
    /// By demand.
    heights: Vec<[Height; LEVELS]>,
    /// What does not count as active, by demand and team, and by [`Pool`](aside::Pool).
    pools: Vec<[Height; POOLS]>,
    /// All demands together.
    peaks: [Peak; LEVELS],
    /// Whether the messages that await an answer have ever been more, or fewer, than the conversations that need a reply.
    extra: bool,
    /// Whether a conversation weighs less, or more, while it awaits its customer than while it needs a reply.
    reweighs: bool,
    /// In which conversation a customer wrote last, and how many replies were sent there before.
    wrote_last: (ConversationId, u16),
    /// Conversations of which there was still something to come when it was last looked, and how many there were in all.
    in_process: Vec<ConversationId>,
    seen: u32,
    ledger: Ledger,
}

/// Later than any instant.
const NEVER: Time = Time(u64::MAX);

/// What a demand is held against.
#[derive(Clone, Debug)]
struct Promise {
    /// The targets of the first and of later replies.
    target: Option<(Span, Span)>,
    /// Whether only opening hours count against them.
    in_hours: bool,
    satisfaction: Option<Curve>,
    conversion: Option<Curve>,
    /// Whether customers have more than one mode, so that the tempo is told by mode.
    modes: bool,
    /// Whether who passes a matter on briefs the next one.
    briefs: bool,
}

impl<'m> Recorder<'m> {
    /// A recorder for one run of a model under a key of random numbers (seed and replication), by which it is known who is
    /// absent when. What the model does not use costs nothing.
    pub fn new(model: &'m Model, key: [u64; 2]) -> Recorder<'m> {
        let frame = &model.frame;
        let measures = Measures::new(model);
        let (teams, agents) = (model.teams.len(), measures.agents.len());
        let step = course_step(frame);
        let always = Weekly::constant(true);
        let hours = |it: &Demand| Cumulated::new(model.open_zone(it), it.open.as_ref().unwrap_or(&always));
        let some_hours = measures.layout.hours;
        let sharing: Vec<bool> = model.teams.iter().map(Team::shares).collect();
        let promise = |demand: &Demand| Promise {
            target: demand.target.map(|target| (target.first, target.later)),
            in_hours: demand.open.is_some() && demand.target.is_some_and(|target| target.in_hours),
            satisfaction: demand.satisfaction.clone(),
            conversion: demand.conversion.clone(),
            modes: demand.reply.modes.len() > 1,
            briefs: demand.transfer.is_some_and(|transfer| transfer.warm.is_some()),
        };
        let briefs = model.demands.iter().any(|demand| promise(demand).briefs);
        let holds_agent = |team: &Team| briefs || team.wrap_up_holds() == Some(Holds::Agent);
        let staff = (0..)
            .map(TeamId)
            .zip(&model.teams)
            .map(|(team, it)| Staff::new(Planned::new(model, it), team, &measures.agent_teams));
        Recorder {
            intervals: vec![Draft::default(); measures.intervals_counted],
            sheet: Sheet::default(),
            window: Window {
                start: frame.start(),
                end: frame.horizon_end(),
                interval: frame.interval.0,
                begin: 0,
                index: 0,
            },
            next_look: frame.start().min(model.begins() + Span(1)),
            next_end: frame.start(),
            next_step: frame.start() + step,
            step,
            present: None,
            begun: NEVER,
            begun_before: NEVER,
            curves: measures.layout.satisfaction || measures.layout.conversion,
            modes: model.demands.iter().any(|demand| promise(demand).modes),
            promises: model.demands.iter().map(promise).collect(),
            bands: model.bands.clone(),
            hours: model.demands.iter().filter(|_| some_hours).map(hours).collect(),
            roster: model.has_people().then(|| Roster::new(model, key)),
            staff: staff.collect(),
            members: vec![Member::default(); agents],
            next_duty: model.begins() + Span(1),
            wraps_up: model.teams.iter().map(|it| it.wrap_up.is_some()).collect(),
            holds_agent: model.teams.iter().map(holds_agent).collect(),
            sharers: vec![Sharer::default(); if sharing.contains(&true) { agents } else { 0 }],
            sharing,
            places: vec![Place::new(some_hours); measures.cells.len()],
            heights: vec![[Height::default(); LEVELS]; model.demands.len()],
            pools: vec![[Height::default(); POOLS]; measures.cells.len()],
            work: vec![Work::default(); teams],
            desk_since: vec![Time::START; agents.max(teams)],
            peaks: [Peak::default(); LEVELS],
            extra: false,
            reweighs: false,
            wrote_last: (ConversationId(u32::MAX), 0),
            in_process: Vec::new(),
            seen: 0,
            ledger: Ledger::new(teams),
            measures,
        }
    }

    #[inline]
    fn count(&mut self, clock: Time, demand: DemandId, team: Option<TeamId>, count: Count) {
        if let Some(mut slot) = self.slot(clock, demand, team) {
            slot.count(count);
        }
    }

    /// A time from its clock's start to now.
    #[inline(always)]
    fn time(&mut self, clock: Time, demand: DemandId, team: Option<TeamId>, timing: Timing, now: Time) {
        if let Some(mut slot) = self.slot(clock, demand, team) {
            slot.span(timing, clock, now);
        }
    }

    /// Where the measures of a clock belong; `None` if it does not count.
    #[inline(always)]
    fn slot(&mut self, clock: Time, demand: DemandId, team: Option<TeamId>) -> Option<Slot<'_>> {
        let place = self.measures.layout.place(demand, team);
        let Place { running: [present, before], whole, .. } = &mut self.places[place];
        let hours = self.hours.get(demand.index());
        // Most clocks have started in the present interval.
        let kept = if clock >= self.begun {
            Kept::AtHand(present)
        } else if clock >= self.begun_before {
            Kept::AtHand(before)
        } else {
            Kept::LongAgo { interval: long_ago(clock, &mut self.window, &mut self.intervals)?, place }
        };
        Some(Slot { kept, whole, hours })
    }
}

/// What is kept of the interval of a clock that started before the interval before the present one.
#[cold]
#[inline(never)]
fn long_ago<'r>(clock: Time, window: &mut Window, intervals: &'r mut [Draft]) -> Option<&'r mut Draft> {
    window.counts(clock).then(|| &mut intervals[window.interval(clock)])
}

/// The team that owns a conversation. What is only offered is nobody's yet.
#[inline]
fn team_of(it: &Conversation, world: &World) -> Option<TeamId> {
    it.desk().filter(|_| it.state != State::Offered).map(|desk| world.desks.team[desk.index()])
}

impl Observer<World> for Recorder<'_> {
    #[inline(always)]
    fn record(&mut self, now: Time, world: &World, fact: Fact) {
        if self.next_look <= now {
            self.catch_up(now, world);
        }
        let get = |conversation: ConversationId| world.conversation(conversation);
        match fact {
            Fact::Arrived { conversation } => self.arrived(world, conversation, now),
            Fact::CameBack { conversation, earlier } => self.came_back(world, conversation, earlier),
            Fact::Linked { conversation, earlier } => self.linked(world, conversation, earlier, now),
            Fact::Wrote { conversation, mode } => self.wrote(world, conversation, mode, now),
            Fact::Nudged { conversation } => self.nudged(world, conversation, now),
            Fact::Concluded { conversation } => self.concluded(get(conversation), conversation, now),
            Fact::Refused { conversation } => self.refused(world, conversation, now),
            Fact::Queued { conversation } => self.queued(world, conversation, now),
            Fact::Assigned { conversation, desk } => self.assigned(world, conversation, desk, now),
            Fact::Reactivated { conversation, desk } => self.reactivated(world, conversation, desk, now),
            Fact::Reopened { conversation } => self.reopened(world, conversation, now),
            Fact::Started { conversation, agent } => self.work_begins(world, conversation, agent, now),
            Fact::Replied { conversation, agent } => self.replied(world, conversation, agent, now),
            Fact::Read { conversation, agent } => self.read(world, conversation, agent, now),
            Fact::Resolved { conversation } => self.resolved(world, conversation, now),
            Fact::GaveUp { conversation, in_hand } => self.gave_up(world, conversation, in_hand, now),
            Fact::LeftSilently { conversation } => self.left_silently(world, conversation, now),
            Fact::Ghosted { conversation } => self.ghosted(world, conversation),
            Fact::WentInactive { conversation } => self.went_inactive(world, conversation, now),
            Fact::Closed { conversation, cause } => self.closed(world, conversation, cause, now),
            Fact::WrappedUp { conversation, agent, took } => {
                self.ledger.wrapped.at(conversation).ends(now);
                let it = &world.agents[agent.index()];
                let of_this = |it: &Agent| matches!(it.activity, Activity::WrappingUp { conversation: held, .. } if held == conversation);
                // The wrap-up of the same conversation may go on beside a briefing.
                if self.holds_agent[it.team.index()] && of_this(it) && it.since + took == now {
                    self.members[agent.index()].wrapped_up(it.since, now);
                }
                self.desk_changes(world, it.desk, now);
            }
            Fact::SignedIn { agent, team } | Fact::Returned { agent, team } => {
                self.desk_changes(world, world.agents[agent.index()].desk, now);
                self.signed_in(agent, team, now);
            }
            Fact::SignedOut { agent, team } | Fact::WentAway { agent, team, .. } => {
                // Whoever goes home from a break has not been at the desk since.
                if world.agents[agent.index()].signed_in() {
                    self.desk_changes(world, world.agents[agent.index()].desk, now);
                    self.signed_out(world, agent, team, now);
                }
            }
            Fact::ShiftEnded { agent, .. } => self.shift_turns(world, agent, true, now),
            Fact::ShiftBegan { agent, .. } => self.shift_turns(world, agent, false, now),
            Fact::Transferred { conversation, earlier, escalated } => {
                self.transferred(world, conversation, earlier, escalated, now);
            }
            Fact::MetBot { conversation } => self.met_bot(world, conversation, now),
            Fact::Contained { conversation } => self.contained(world, conversation, now),
            Fact::HandedOver { conversation } => self.handed_over(world, conversation, now),
            Fact::SentTemplate { conversation, agent } => self.sent_template(world, conversation, agent, now),
            Fact::Released { conversation } => self.released(world, conversation, now),
            Fact::Offered { .. }
            | Fact::Missed { .. }
            | Fact::TakenAway { .. }
            | Fact::Lapsed { .. }
            | Fact::Parked { .. }
            | Fact::Resumed { .. }
            | Fact::Reminded { .. } => self.seldom(world, fact, now),
        }
    }
}
