//! Replays a workload under a policy and tells what happened. A pure function: same input, same facts.
//!
//! The engine matches on answers of the policy's groups, never on rules; it knows no law, no statistic and no file.
//! `instant` is the loop, `life` the only place where a conversation changes state, `truth` what no policy sees, `opening`
//! the world before anything happened; `customer`, `bot` and `patience`, `agent`, `sharing`, `wrap_up`, `passing` and
//! `looks`, `routing` and `lanes`, `timers`, `staffing` and `duty` say what follows from what. So do `clocks`, `lapse`,
//! `reminders` and `requeue`, where silence has more than one consequence.

mod agent;
mod bot;
mod clocks;
mod customer;
mod duty;
mod instant;
mod lanes;
mod lapse;
mod life;
mod looks;
mod opening;
mod passing;
mod patience;
mod reminders;
mod requeue;
mod routing;
mod sharing;
mod staffing;
mod timers;
mod truth;
mod wrap_up;

use crate::agenda::Agenda;
use crate::facts::{Fact, Observer};
use crate::model::{Model, Team};
use crate::policy::{OrderKey, Ownership, Policy, Treatment, order::Joining, order::key};
use crate::units::{AgentId, ConversationId, DemandId, DeskId, Span, Time};
use crate::workload::{Roster, Workload};
use crate::world::World;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
use std::sync::atomic::AtomicBool;
use truth::Truth;

/// What is left when a run is over.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The world at the end.
    pub world: World,
    /// How many things happened by themselves: messages, replies, timers that fired, wrap-ups, changes of staff.
    pub events: u64,
}

/// Why a run did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Halt {
    /// The stop flag was raised.
    Stopped,
}

/// Simulates one replication under one policy, from the beginning to the end of the frame.
///
/// Runs in time proportional to events times the logarithm of what is pending; 64 bytes a conversation.
///
/// # Errors
/// [`Halt::Stopped`] soon after `stop` is raised.
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
    Ok(Summary { world: engine.world, events: engine.events })
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
    /// The next customer to come.
    coming: usize,
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
    /// Whether someone may have found room since the queue was looked at last.
    route: bool,
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
    ties: Vec<DeskId>,
}

impl<'a, O: Observer<World>> Engine<'a, O> {
    fn new(model: &'a Model, workload: &'a Workload, policy: &'a Policy, observer: O) -> Self {
        debug_assert!(policy.queue.iter().map(OrderKey::width).sum::<u32>() <= OrderKey::MOST);
        debug_assert!(policy.inbox.iter().map(OrderKey::width).sum::<u32>() <= OrderKey::MOST);
        let world = opening::world(model, workload, policy);
        let keys = |order: &[OrderKey]| -> Vec<OrderKey> {
            order.iter().filter(|key| **key != OrderKey::JoinedFirst).cloned().collect()
        };
        let desks = world.desks.len();
        let tempers = patience::tempers(&model.demands, &policy.door);
        let nudges = model.demands.iter().any(|it| it.burst.is_some() || it.nudges.is_some());
        let shares = policy.capacity.ownership == Ownership::Agent && model.teams.iter().any(Team::shares);
        let demands = (0..model.demands.len() as u32).map(DemandId);
        let treatments: Vec<Treatment> = demands.map(|demand| policy.treatment_of(demand)).collect();
        let clocks = treatments.iter().any(Treatment::keeps_clocks);
        let reminds = treatments.iter().any(|it| it.silence.reminders.is_some());
        Engine {
            model,
            workload,
            policy,
            observer,
            queue: keys(&policy.queue),
            inbox: keys(&policy.inbox),
            longest_gap: policy.longest_gap(),
            agenda: Agenda::default(),
            events: 0,
            coming: 0,
            truth: Truth::new(model, workload, &treatments),
            out_of_hours: patience::out_of_hours(&tempers),
            tempers,
            on_demand: treatments.iter().any(|it| it.inactivity.is_on_demand()),
            treatments,
            extras: nudges.then(|| Vec::with_capacity(workload.customers.len())),
            clocks: clocks.then(|| Vec::with_capacity(workload.customers.len())),
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
            route: false,
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
            ties: Vec::new(),
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

    /// A new ticket for a line.
    #[inline]
    fn ticket(&mut self, conversation: ConversationId) -> u32 {
        self.tickets = self.tickets.checked_add(1).expect("fewer than 2^32 places in lines are taken in a run");
        self.world.conversations[conversation.index()].ticket = self.tickets;
        self.tickets
    }

    /// Puts a conversation into the queue of its demand.
    #[inline(always)]
    fn join_queue(&mut self, conversation: ConversationId, joining: Joining) {
        let key = key(&self.queue, &self.world, conversation, joining);
        let ticket = self.ticket(conversation);
        let demand = self.world.conversation(conversation).demand();
        let first = self.world.demands[demand.index()].lane;
        let lane = if self.world.stages.is_some() { self.enters(conversation, first, key) } else { first };
        self.world.lanes[lane].line.join(key, ticket, conversation);
        self.route = true;
    }

    /// Puts a conversation into the inbox of a desk.
    #[inline]
    fn join_inbox(&mut self, conversation: ConversationId, desk: DeskId) {
        let key = match self.inbox.is_empty() && !self.world.mixed {
            true => 0,
            false => key(&self.inbox, &self.world, conversation, Joining::Inbox),
        };
        let ticket = self.ticket(conversation);
        self.world.inboxes[desk.index()].join(key, ticket, conversation);
        self.ready.push(desk);
    }
}
