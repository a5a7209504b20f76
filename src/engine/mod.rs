//! Replays a workload under a policy and tells what happened. A pure function: same input, same facts.
//!
//! The engine matches on answers of the policy's groups, never on rules; it knows no law, no statistic and no file.
//! `instant` is the loop, `life` the only place where a conversation changes state, `truth` what no policy sees, `opening`
//! the world before anything happened; `customer`, `bot` and `patience`, `agent`, `sharing`, `wrap_up`, `passing` and
//! `looks`, `routing`, `dispatch`, `lines` and `lanes`, `offers`, `unanswered` and `pace`, `timers`, `staffing` and `duty`
//! say what follows from what. So do `clocks`, `lapse`, `reminders` and `requeue`, where silence has more than one
//! consequence.

mod agent;
mod bot;
mod clocks;
mod customer;
mod dispatch;
mod duty;
mod halt;
mod instant;
mod lanes;
mod lapse;
mod life;
mod lines;
mod looks;
mod offers;
mod opening;
mod pace;
mod passing;
mod patience;
mod reminders;
mod requeue;
mod routing;
mod sharing;
mod staffing;
mod timers;
mod truth;
mod unanswered;
mod wrap_up;

use crate::agenda::{Agenda, Due};
use crate::facts::{Fact, Observer};
use crate::model::{Model, Team};
use crate::policy::{OrderKey, Ownership, Policy, Treatment, Triggers, assignment};
use crate::units::{AgentId, ConversationId, DemandId, DeskId, Span, Time};
use crate::workload::{Roster, Workload};
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
use std::sync::atomic::AtomicBool;
use truth::Truth;

pub use halt::{Halt, NoNumber};

/// What is left when a run is over.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The world at the end.
    pub world: World,
    /// How many things happened by themselves: messages, replies, timers that fired, wrap-ups, changes of staff.
    pub events: u64,
}

/// Simulates one replication under one policy, from the beginning to the end of the frame.
///
/// Runs in time proportional to events times the logarithm of what is pending; 64 bytes a conversation.
///
/// # Errors
/// [`Halt::Stopped`] soon after `stop` is raised; [`Halt::NoNumber`] at a score that is not a number.
///
/// # Panics
/// If a rule of the engine is broken, which is a bug.
pub fn simulate<O: Observer<World>>(
    model: &Model,
    workload: &Workload,
    policy: &Policy,
    observer: O,
    stop: &AtomicBool,
) -> Result<Summary, Halt> {
    let mut engine = Engine::new(model, workload, policy, observer);
    engine.open_teams();
    engine.run(stop)?;
    match engine.halt {
        Some(halt) => Err(halt),
        None => Ok(Summary { world: engine.world, events: engine.events }),
    }
}

/// The phases of an instant in which something is due; routing, starts, refusals and patience follow them.
mod phase {
    pub(super) const REPLIES: u8 = 0;
    pub(super) const WRAP_UPS: u8 = 1;
    pub(super) const STAFFING: u8 = 2;
    pub(super) const TIMERS: u8 = 3;
    pub(super) const MESSAGES: u8 = 4;
    pub(super) const NUDGES: u8 = 5;
    pub(super) const RETURNS: u8 = 6;
    /// Of those that something is ever due in.
    pub(super) const LAST: u8 = RETURNS;
}

struct Engine<'a, O> {
    model: &'a Model,
    workload: &'a Workload,
    policy: &'a Policy,
    observer: O,
    /// The orders of queue and inbox, without the key that ends every order anyway: who joined first.
    queue: Vec<OrderKey>,
    inbox: Vec<OrderKey>,
    /// The most that a single gap counts in a smoothed one.
    longest_gap: Span,
    /// By demand: the rules that can differ from demand to demand.
    treatments: Vec<Treatment>,
    /// Whether some of them free slots only when somebody waits.
    on_demand: bool,
    world: World,
    agenda: Agenda,
    events: u64,
    /// The next customer to come, and when.
    coming: usize,
    next_arrival: Time,
    /// Whether messages have begun in this round, so that timers wait for the next one; and those that do.
    timers_are_over: bool,
    late_timers: Vec<Due>,
    /// What no policy sees.
    truth: Truth<'a>,
    /// By demand: what its customers make of this policy.
    tempers: Vec<patience::Temper>,
    /// Whether somebody's patience depends on opening hours.
    out_of_hours: bool,
    /// By conversation: the message that says nothing new. Only where somebody nudges.
    extras: Option<Vec<customer::Extra>>,
    /// By conversation: the timers of its silence. Only where some can become void, or several matter.
    clocks: Option<Vec<clocks::Clocks>>,
    /// By conversation: the message that is to come. Only where customers are reminded, and may write sooner.
    plans: Option<Vec<reminders::Plan>>,
    /// Who comes to the door at a later time.
    comers: Vec<customer::Comer>,
    /// Wrap-ups that do not hold an agent.
    wrap_ups: Vec<wrap_up::WrapUp>,
    /// By desk: what is in hand, where agents share their time. Empty where nobody does.
    sharing: Vec<sharing::Share>,
    /// Desks of such agents at which something changed.
    unsettled: Vec<DeskId>,
    /// Who may lose patience: earliest deadline first, among equals who wrote first.
    patience: BinaryHeap<std::cmp::Reverse<patience::Impatience>>,
    /// Who wrote in this round and will not wait for ever.
    wrote: Vec<ConversationId>,
    /// Whom the door may turn away in this round: new conversations.
    knocking: Vec<ConversationId>,
    /// Whom the door has turned away already in this round, for want of room inside.
    turned_away: Vec<ConversationId>,
    /// Desks at which an agent may start on something.
    ready: Vec<DeskId>,
    /// What has happened since the queue was looked at last, so that somebody may be placed.
    happened: Triggers,
    /// Whether a round has nothing but what is due, routing, starts and patience.
    plain_rounds: bool,
    /// Whether more than loads and fixed orders decide in routing.
    takes_care: bool,
    /// Whether more than loads changes while a conversation stays active.
    watches_closely: bool,
    /// What a pass over the queue needs to remember.
    pass: dispatch::Pass,
    /// The orders that are not fixed.
    lines: lines::Lines,
    /// What is offered.
    offers: offers::Offers,
    /// What rings in the phase of timers, besides the timers of conversations.
    alarms: pace::Alarms,
    /// Whether inboxes go in the order of joining, and nothing else happens to what waits there.
    plain_inboxes: bool,
    /// Whether messages may be taken from agents who do not answer.
    unanswered: bool,
    /// Why the run has stopped to make sense.
    halt: Option<Halt>,
    /// With team ownership: the agents of each desk with nothing in hand, who is free longest first.
    free: Vec<VecDeque<AgentId>>,
    /// Agents of each team who must leave as soon as they have nothing in hand.
    departing: Vec<u32>,
    /// The days of agents who are people.
    duties: duty::Duties<'a>,
    /// When something about the staff changes next.
    next_staffing: Time,
    /// By desk: conversations that its agent may leave to nobody. Only under rules that do that.
    owned: Vec<Vec<ConversationId>>,
    /// Whether somebody left, so that others must serve whom he served.
    lanes_may_be_empty: bool,
    /// Demands that close now, under a rule that clears the queue then.
    closing: Vec<DemandId>,
    /// By agent: whether a colleague looks at messages; empty where nobody has other work.
    looking: Vec<looks::Look>,
    /// Colleagues who looked in this round.
    lookers: Vec<AgentId>,
    /// Whether the door does not treat all alike: a bot, hours, urgent customers.
    front_desk: bool,
    /// Whether a matter may go on as another demand.
    passes: bool,
    /// Whether some platform lets a reply be sent for a while only.
    windows: bool,
    /// Messages in hand to which only a template can be sent, with the work on it.
    templates: BTreeMap<ConversationId, Span>,
    /// Whose customers were asked by a template to write again.
    asked: BTreeSet<ConversationId>,
    /// For each desk: conversations that may become inactive on demand, the longest silence first.
    silent: Vec<BinaryHeap<std::cmp::Reverse<timers::Silent>>>,
    tickets: u32,
    scratch: assignment::Scratch,
}

impl<'a, O: Observer<World>> Engine<'a, O> {
    fn new(model: &'a Model, workload: &'a Workload, policy: &'a Policy, observer: O) -> Self {
        let demands = (0..model.demands.len() as u32).map(DemandId);
        let treatments: Vec<Treatment> = demands.map(|demand| policy.treatment_of(demand)).collect();
        let world = opening::world(model, workload, policy, &treatments);
        let desks = world.desks.len();
        let tempers = patience::tempers(&model.demands, &policy.door);
        let nudges = model.demands.iter().any(|it| it.burst.is_some() || it.nudges.is_some());
        let shares = policy.capacity.ownership == Ownership::Agent && model.teams.iter().any(Team::shares);
        let reminds = treatments.iter().any(|it| it.silence.reminders.is_some());
        Engine {
            model,
            workload,
            policy,
            observer,
            queue: deciding(&policy.queue),
            inbox: deciding(&policy.inbox),
            longest_gap: policy.longest_gap(),
            agenda: Agenda::default(),
            events: 0,
            timers_are_over: false,
            late_timers: Vec::new(),
            coming: 0,
            next_arrival: workload.customers.first().map_or(instant::NEVER, |first| first.arrives),
            plain_rounds: instant::has_plain_rounds(model, policy),
            truth: Truth::new(model, workload, &treatments),
            out_of_hours: patience::out_of_hours(&tempers),
            tempers,
            on_demand: treatments.iter().any(|it| it.inactivity.is_on_demand()),
            extras: nudges.then(|| Vec::with_capacity(workload.customers.len())),
            clocks: keeps_clocks(policy, &treatments).then(|| Vec::with_capacity(workload.customers.len())),
            plans: reminds.then(|| Vec::with_capacity(workload.customers.len())),
            comers: Vec::new(),
            wrap_ups: Vec::new(),
            sharing: vec![sharing::Share::default(); if shares { desks } else { 0 }],
            unsettled: Vec::new(),
            patience: BinaryHeap::new(),
            wrote: Vec::new(),
            knocking: Vec::new(),
            turned_away: Vec::new(),
            ready: Vec::new(),
            happened: Triggers::default(),
            takes_care: routing::takes_care(policy, &treatments, &world),
            watches_closely: routing::watches_closely(policy, &world),
            pass: dispatch::Pass::default(),
            lines: lines::Lines::new(policy),
            offers: offers::Offers::default(),
            alarms: pace::Alarms::default(),
            unanswered: treatments.iter().any(|it| it.unanswered.is_some()),
            plain_inboxes: lines::are_plain(policy, &treatments, &world),
            treatments,
            halt: None,
            free: vec![VecDeque::new(); if policy.capacity.ownership == Ownership::Team { desks } else { 0 }],
            departing: vec![0; model.teams.len()],
            duties: duty::Duties::new(
                Roster::new(model, workload.key()),
                if opening::has_duties(model) { world.agents.len() } else { 0 },
            ),
            next_staffing: staffing::NEVER,
            owned: vec![Vec::new(); if policy.desk.releases() { desks } else { 0 }],
            lanes_may_be_empty: false,
            closing: Vec::new(),
            looking: looks::nobody(model, policy),
            lookers: Vec::new(),
            front_desk: opening::has_front_desk(model, policy),
            passes: model.passes_on(),
            windows: model.channels.iter().any(|it| it.reply_window.is_some()),
            templates: BTreeMap::new(),
            asked: BTreeSet::new(),
            silent: vec![BinaryHeap::new(); desks],
            tickets: 0,
            scratch: assignment::Scratch::default(),
            world,
        }
    }

    /// Tells the observer, who sees the world as it was just before.
    ///
    /// Always inlined: the kind of fact is known where it is told, and the observer's choice by kind costs nothing.
    #[inline(always)]
    fn tell(&mut self, fact: Fact) {
        self.observer.record(self.world.now, &self.world, fact);
    }

    #[inline]
    fn now(&self) -> Time {
        self.world.now
    }

    /// The rules for a conversation.
    #[inline]
    fn treatment(&self, conversation: ConversationId) -> &Treatment {
        &self.treatments[self.world.conversation(conversation).demand().index()]
    }
}

/// The keys of an order without the one that ends every order anyway.
fn deciding(order: &[OrderKey]) -> Vec<OrderKey> {
    order.iter().filter(|key| **key != OrderKey::JoinedFirst).cloned().collect()
}

/// Whether timers must be exact: some can become void, or it matters whether one that does nothing is looked at, or what
/// else is due at the same instant.
fn keeps_clocks(policy: &Policy, treatments: &[Treatment]) -> bool {
    let competes = |it: &Treatment| it.unanswered.is_some() || it.offer.timed().is_some();
    !policy.dispatch.is_plain() || treatments.iter().any(|it| it.keeps_clocks() || competes(it))
}
