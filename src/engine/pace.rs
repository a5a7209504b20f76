//! Alarms that are about neither a message nor a silence; and how new work comes to a desk: its pace, its pauses, and
//! those who wait in the queue for one owner only.

use super::{Engine, phase};
use crate::agenda::Due;
use crate::facts::{Fact, Observer};
use crate::policy::{Ownership, Reactivation};
use crate::units::{AgentId, ConversationId, DeskId, Span, Time};
use crate::world::{Reach, State, Ticket, World};
use std::collections::BTreeMap;

/// What is to ring, and for whom.
#[derive(Debug, Default)]
pub(super) struct Alarms {
    /// All that were ever set.
    set: Vec<Alarm>,
    /// When the queue is next looked at by itself.
    next_sweep: Time,
    /// The rules by which those came back who wait for their owners.
    owner_rules: BTreeMap<ConversationId, Reactivation>,
}

/// What rings in the phase of timers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Alarm {
    /// The pace of a desk lets new work in again.
    Room(DeskId),
    /// An offer is accepted, or missed.
    Offer(ConversationId),
    /// A message has waited in an inbox for too long.
    Unanswered(ConversationId, Ticket),
    /// A customer has waited for the owner for long enough.
    Waited(ConversationId, Ticket),
    /// The queue is looked at by itself.
    Sweep,
}

/// Subjects of timers from here on are alarms, below are conversations.
pub(super) const ALARMS: u32 = 1 << 31;

impl<O: Observer<World>> Engine<'_, O> {
    /// Sets an alarm and says which entry of the agenda it is.
    pub(super) fn set_alarm(&mut self, at: Time, alarm: Alarm) -> u64 {
        let place = self.alarms.set.len() as u32;
        assert!(place < ALARMS, "fewer than 2^31 alarms in a run");
        self.alarms.set.push(alarm);
        self.agenda.schedule(at, phase::TIMERS, ALARMS | place)
    }

    /// An alarm rings; it counts if what it was set for still holds.
    pub(super) fn alarm_rings(&mut self, due: Due) {
        match self.alarms.set[(due.subject ^ ALARMS) as usize] {
            Alarm::Room(desk) => self.may_have_room_again(desk),
            Alarm::Offer(conversation) => self.offer_ends(conversation, due.sequence),
            Alarm::Unanswered(conversation, ticket) => self.is_unanswered(conversation, ticket),
            Alarm::Waited(conversation, ticket) => self.has_waited(conversation, ticket),
            Alarm::Sweep => self.watches_sweep(),
        }
    }

    /// While somebody waits, the instant exists at which the queue is next looked at by itself.
    #[cold]
    #[inline(never)]
    pub(super) fn watches_sweep(&mut self) {
        let now = self.now();
        if self.world.queued == 0 {
            return;
        }
        if let Some(next) = self.policy.dispatch.next_sweep(now).filter(|_| self.alarms.next_sweep <= now) {
            self.alarms.next_sweep = next;
            self.set_alarm(next, Alarm::Sweep);
        }
    }

    /// A desk may be kept from new work for a while.
    pub(super) fn is_kept_waiting(&mut self, desk: DeskId) {
        let now = self.now();
        let Some(rooms) = &mut self.world.rooms else { return };
        let until = self.policy.capacity.kept_until(rooms.pace(desk));
        rooms.keep_until(desk, until);
        if until > now {
            self.set_alarm(until, Alarm::Room(desk));
        }
    }

    fn may_have_room_again(&mut self, desk: DeskId) {
        let rooms = self.world.rooms.as_ref();
        let now = rooms.is_some_and(|rooms| rooms.kept_until(desk) == self.now());
        self.happened.freed |= now && self.world.desks.reach(desk) == Reach::Open;
    }

    /// A desk gets no new work for a while.
    pub(super) fn pauses(&mut self, desk: DeskId, pause: Span) {
        let until = self.now() + pause;
        let Some(rooms) = self.world.rooms.as_mut().filter(|_| pause > Span::ZERO) else { return };
        let pace = rooms.pace_mut(desk);
        pace.paused = pace.paused.max(until);
        self.is_kept_waiting(desk);
    }

    /// An agent has signed in, and begins slowly.
    pub(super) fn begins_slowly(&mut self, agent: AgentId) {
        if self.policy.capacity.ownership == Ownership::Team {
            return;
        }
        let (now, desk) = (self.now(), self.world.agents[agent.index()].desk);
        let Some(rooms) = &mut self.world.rooms else { return };
        let pace = rooms.pace_mut(desk);
        (pace.paused, pace.warming, pace.chosen) = (Time::START, Some(now), None);
        self.is_kept_waiting(desk);
    }

    /// A conversation that has just joined the queue is for its owner only, for as long as the rule says.
    pub(super) fn may_wait_for(&mut self, conversation: ConversationId, owner: Option<DeskId>, rule: Reactivation) {
        let Some((owner, wait)) = owner.zip(rule.waits()) else { return };
        let Some(rooms) = &mut self.world.rooms else { return };
        rooms.reserve(conversation, owner);
        self.alarms.owner_rules.insert(conversation, rule);
        let (until, ticket) = (self.now() + wait, self.world.conversation(conversation).ticket);
        self.set_alarm(until, Alarm::Waited(conversation, ticket));
    }

    /// Whoever waits in the queue for an owner goes there if he takes him now.
    pub(super) fn may_go_to_owner(&mut self, conversation: ConversationId, desk: DeskId) {
        let it = self.world.conversation(conversation);
        let takes = |rule: &Reactivation| rule.goes_to(desk, &self.world, it);
        if !self.world.desks.takes_own(desk) || !self.alarms.owner_rules.get(&conversation).is_some_and(takes) {
            return;
        }
        self.waits_for_nobody(conversation);
        self.tell(Fact::Reactivated { conversation, desk });
        self.give(conversation, desk, State::Waiting);
        self.join_inbox(conversation, desk);
    }

    /// Whoever waited for an owner is for anybody now.
    fn has_waited(&mut self, conversation: ConversationId, ticket: Ticket) {
        let it = self.world.conversation(conversation);
        // With another ticket it is another time that it waits.
        if it.state == State::Queued && it.ticket == ticket {
            self.happened.arrival |= self.waits_for_nobody(conversation);
        }
    }

    fn waits_for_nobody(&mut self, conversation: ConversationId) -> bool {
        self.alarms.owner_rules.remove(&conversation);
        self.world.rooms.as_mut().is_some_and(|rooms| rooms.release(conversation))
    }
}
