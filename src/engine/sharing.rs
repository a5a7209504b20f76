//! Processor sharing: an agent works on everything that needs a reply at once, each at an equal share of a total speed
//! that depends on how many active conversations there are: the agent of the research literature (Luo and Zhang,
//! "Staffing and control of instant messaging contact centers", Operations Research 61, 2013; Tezcan and Zhang, "Routing
//! and staffing in customer service chat systems with impatient customers", Operations Research 62, 2014).
//!
//! The work that each conversation in hand has got since a common beginning is the attained service V; one that starts
//! at V with work w is done when the attained service is V + w. V is a straight line until the rate changes.

use super::{Engine, phase};
use crate::facts::Observer;
use crate::units::{AgentId, ConversationId, DeskId, Span, Time};
use crate::world::{Activity, State, World};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The conversations in hand at one desk.
#[derive(Clone, Debug, Default)]
pub(super) struct Share {
    /// The attained service at `since`, in microseconds of work.
    attained: f64,
    since: Time,
    /// Its growth; 0 while nothing is in hand.
    rate: f64,
    /// Which entry of the agenda ends the first of them, and which one that is.
    entry: u64,
    first: u64,
    in_hand: BinaryHeap<Reverse<Job>>,
    started: u64,
}

/// A conversation in hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Job {
    /// The bits of the attained service at which it is done: numbers that are not negative are ordered like their bits.
    done: u64,
    started: u64,
    conversation: ConversationId,
}

impl Share {
    fn attained(&self, now: Time) -> f64 {
        self.attained + now.since(self.since).0 as f64 * self.rate
    }

    fn anchor(&mut self, attained: f64, now: Time) {
        self.attained = attained;
        self.since = now;
    }
}

impl<O: Observer<World>> Engine<'_, O> {
    /// An agent takes one more conversation in hand.
    pub(super) fn shares(&mut self, agent: AgentId, conversation: ConversationId, work: f64) {
        let now = self.now();
        let it = &mut self.world.agents[agent.index()];
        let conversations = match it.activity {
            Activity::Sharing { conversations } => conversations + 1,
            _ => {
                it.since = now;
                1
            }
        };
        it.activity = Activity::Sharing { conversations };
        let desk = it.desk;
        let share = &mut self.sharing[desk.index()];
        share.started += 1;
        let done = (share.attained(now) + work).to_bits();
        share.in_hand.push(Reverse(Job { done, started: share.started, conversation }));
        self.unsettled.push(desk);
    }

    /// What an agent who shares is done with first, if this is the entry of the agenda that says so.
    pub(super) fn shared_out(&mut self, agent: AgentId, sequence: u64) -> Option<ConversationId> {
        let (now, desk) = (self.now(), self.world.agents[agent.index()].desk);
        let share = &mut self.sharing[desk.index()];
        if share.entry != sequence {
            return None;
        }
        let Reverse(job) = share.in_hand.pop().expect("something is in hand");
        // The event comes a rounding early or late.
        let done = f64::from_bits(job.done);
        if share.attained(now) < done {
            share.anchor(done, now);
        }
        self.unsettled.push(desk);
        Some(job.conversation)
    }

    /// Where something changed in this round, the rate may be another, and the next reply comes at another time.
    pub(super) fn settle(&mut self) {
        let mut unsettled = std::mem::take(&mut self.unsettled);
        unsettled.sort_unstable();
        unsettled.dedup();
        for desk in unsettled.drain(..) {
            self.settle_desk(desk);
        }
        self.unsettled = unsettled;
    }

    fn settle_desk(&mut self, desk: DeskId) {
        let now = self.now();
        let agent = AgentId(desk.0);
        let sharing = &self.model.teams[self.world.desks.team[desk.index()].index()].sharing;
        let Activity::Sharing { conversations } = self.world.agents[agent.index()].activity else {
            self.sharing[desk.index()] = Share { since: now, ..Share::default() };
            return;
        };
        let active = (self.world.desks.active[desk.index()] as usize).clamp(1, sharing.len());
        let rate = sharing[active - 1] * self.workload.speed(agent) / f64::from(conversations);
        let share = &mut self.sharing[desk.index()];
        let World { conversations, .. } = &self.world;
        while share.in_hand.peek().is_some_and(|it| conversations[it.0.conversation.index()].state != State::InHand) {
            share.in_hand.pop();
        }
        let Reverse(next) = *share.in_hand.peek().expect("something is in hand");
        // What changes nothing must not move the reply, not by a rounding, nor behind others of the same instant.
        if rate == share.rate && next.started == share.first {
            return;
        }
        if rate != share.rate {
            let attained = share.attained(now);
            share.anchor(attained, now);
            share.rate = rate;
        }
        let left = (f64::from_bits(next.done) - share.attained(now)).max(0.0);
        let due = now + Span((left / rate).ceil() as u64);
        share.entry = self.agenda.schedule(due, phase::REPLIES, agent.0);
        share.first = next.started;
    }
}
