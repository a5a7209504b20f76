//! The loop. One instant runs in rounds until nothing is left in it:
//!
//! 1. replies sent and wrap-ups ended, then changes of staff,
//! 2. timers of inactivity and closing,
//! 3. arrivals, then messages, then those that say nothing new, then customers who come again,
//! 4. routing, then starts of handling in the order of desks,
//! 5. refusals, then the patience of those who still wait.
//!
//! Among equals: scheduled first, first. So a customer of patience 0 is served by a free agent and leaves otherwise.

use super::pace::ALARMS;
use super::{Engine, Halt, phase};
use crate::agenda::Due;
use crate::facts::Observer;
use crate::model::Model;
use crate::policy::{AtClosing, OutOfHours, Policy, Triggers};
use crate::units::{AgentId, ConversationId, Time};
use crate::world::World;
use std::cmp::Reverse;
use std::sync::atomic::{AtomicBool, Ordering};

/// So many instants pass between two looks at the stop flag.
const INSTANTS_BETWEEN_LOOKS: u32 = 4096;

/// Later than the last instant.
pub(super) const NEVER: Time = Time(u64::MAX);

/// Whether nobody looks at messages besides other work, shares time, or is turned away at the door.
pub(super) fn has_plain_rounds(model: &Model, policy: &Policy) -> bool {
    let teams = || model.teams.iter();
    let door = &policy.door;
    let lets_all_in = door.inside.is_none() && door.waiting.is_none() && door.at_closing == AtClosing::Keep;
    let refuses = door.out_of_hours == OutOfHours::Refuse;
    lets_all_in && !refuses && teams().all(|team| team.looks.is_none() && !team.shares())
}

impl<O: Observer<World>> Engine<'_, O> {
    pub(super) fn run(&mut self, stop: &AtomicBool) -> Result<(), Halt> {
        let end = self.model.frame.end();
        let mut until_look = INSTANTS_BETWEEN_LOOKS;
        loop {
            let next = self.next_time();
            if next >= end {
                return Ok(());
            }
            debug_assert!(next >= self.now(), "time went back from {:?} to {next:?}", self.now());
            self.world.now = next;
            self.instant();
            until_look -= 1;
            if until_look == 0 {
                until_look = INSTANTS_BETWEEN_LOOKS;
                if let Some(halt) = self.halt.take() {
                    return Err(halt);
                }
                if stop.load(Ordering::Relaxed) {
                    return Err(Halt::Stopped);
                }
            }
        }
    }

    /// The next instant in which something happens; later than the last instant if nothing does.
    #[inline]
    fn next_time(&self) -> Time {
        let patience = self.patience.peek().map_or(NEVER, |Reverse(impatience)| impatience.deadline);
        self.agenda.next_time().min(self.next_arrival).min(patience)
    }

    #[inline(always)]
    fn instant(&mut self) {
        let now = self.now();
        let mut first = true;
        loop {
            if self.next_arrival == now {
                self.due(phase::TIMERS);
                self.timers_are_over = true;
                while self.next_arrival == now {
                    self.arrives();
                }
            }
            self.due(phase::LAST);
            if self.lanes_may_be_empty {
                self.leave_empty_lanes();
            }
            if self.world.queued > 0 && self.policy.dispatch.has_pass(self.happened, now, first) {
                self.route();
            }
            self.happened = Triggers::default();
            first = false;
            if !self.ready.is_empty() {
                self.start_all();
            }
            if !self.plain_rounds {
                self.look_up();
                self.settle();
                self.refuse();
            }
            self.lose_patience();
            if !self.plain_rounds {
                self.settle();
            }
            let looks = || self.policy.dispatch.on.meets(self.happened) || self.lanes_may_be_empty;
            let more = self.world.queued > 0 && looks() || !self.ready.is_empty();
            self.timers_are_over = false;
            if !self.late_timers.is_empty() {
                self.late_timers.drain(..).for_each(|due| self.agenda.put_back(now, due));
            }
            if !more && self.agenda.next_time() != now {
                // What happened where nobody waits lets nobody be assigned later.
                self.happened = Triggers::default();
                break;
            }
        }
        debug_assert!(!self.plain_rounds || self.has_nothing_rare(), "a round was not as plain as was thought");
    }

    /// Whether there is nothing to do of what plain rounds never have.
    fn has_nothing_rare(&self) -> bool {
        let nobody_works = self.lookers.is_empty() && self.unsettled.is_empty();
        nobody_works && self.knocking.is_empty() && self.turned_away.is_empty() && self.closing.is_empty()
    }

    /// Everything that is due now, up to a phase.
    #[inline]
    fn due(&mut self, last_phase: u8) {
        while let Some(due) = self.agenda.pop_at(self.now(), last_phase) {
            self.events += 1;
            match due.phase {
                phase::REPLIES => self.finishes(AgentId(due.subject), due.sequence),
                phase::TIMERS if due.subject < ALARMS && !self.timers_are_over => {
                    self.timer(ConversationId(due.subject), due.sequence);
                }
                phase::MESSAGES => {
                    self.timers_are_over = true;
                    self.writes(ConversationId(due.subject), due.sequence);
                }
                _ => self.seldom_due(due),
            }
        }
    }

    /// What most scenarios have little of, or nothing.
    #[cold]
    #[inline(never)]
    fn seldom_due(&mut self, due: Due) {
        self.timers_are_over |= due.phase > phase::MESSAGES;
        match due.phase {
            phase::TIMERS if self.timers_are_over => {
                // Set for this very instant by a message of this round: it is for the next one.
                self.events -= 1;
                self.late_timers.push(due);
            }
            phase::TIMERS => self.alarm_rings(due),
            phase::WRAP_UPS => self.wrapped_up(due.subject as usize),
            phase::STAFFING => self.staff_all(),
            phase::NUDGES => self.nudges(ConversationId(due.subject), due.sequence),
            _ => self.comes(due.subject as usize),
        }
    }
}
