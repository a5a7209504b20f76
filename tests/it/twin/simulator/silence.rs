//! Phase 2: silence frees slots and ends conversations.

use super::events::Event;
use super::rules::adapted;
use super::things::State;
use super::{Twin, id};
use quasisync::facts::{Cause, Fact};
use quasisync::policy::{Clock, CloseClock, Inactivity};
use quasisync::random::{philox, uniform};
use quasisync::units::{Span, Time};

impl Twin<'_> {
    /// A reply was sent, or a template.
    pub(super) fn silence_begins(&mut self, conversation: usize, replied: bool) {
        self.will_remind(conversation, 0);
        if !(replied && self.is_set_aside(conversation)) {
            self.may_go_inactive(conversation);
        }
        self.may_be_closed(conversation);
    }

    /// Silence is judged anew, as of the clocks of a conversation that awaits its customer.
    pub(super) fn may_go_inactive(&mut self, conversation: usize) {
        let rule = self.treatment(conversation).inactivity;
        let Some(due) = self.inactive_at(conversation) else {
            if rule == Inactivity::AtOnce {
                self.go_inactive(conversation);
            }
            return;
        };
        let sweep = self.treatment(conversation).silence.sweep;
        let event = match rule {
            Inactivity::OnDemand { .. } => Event::MayBeDisplaced(conversation),
            _ => Event::GoInactive(conversation),
        };
        self.schedule_swept(due, sweep, event);
    }

    /// When the clock of inactivity has gone on for long enough.
    pub(super) fn inactive_at(&self, conversation: usize) -> Option<Time> {
        let it = &self.conversations[conversation];
        match self.treatment(conversation).inactivity {
            Inactivity::Never | Inactivity::AtOnce => None,
            Inactivity::After { after, clock }
            | Inactivity::OnDemand { after, clock }
            | Inactivity::Manual { after, clock, .. } => Some(self.silent_since(conversation, clock) + after),
            Inactivity::Adaptive { adaptive, clock } => {
                Some(self.silent_since(conversation, clock) + adapted(&adaptive, it.gap))
            }
        }
    }

    pub(super) fn silent_since(&self, conversation: usize, clock: Clock) -> Time {
        let it = &self.conversations[conversation];
        match clock {
            Clock::LastAgent | Clock::FirstAgentAfterCustomer => it.replied,
            Clock::LastCustomerWhileAwaiting | Clock::LastCustomer => it.heard,
            Clock::LastAny => it.heard.max(it.replied),
        }
    }

    /// Now if it is overdue, and then not before the next sweep, if there are any.
    pub(super) fn schedule_swept(&mut self, due: Time, sweep: Span, event: Event) {
        let due = due.max(self.now);
        self.schedule(if sweep > Span::ZERO { Time(due.0.div_ceil(sweep.0) * sweep.0) } else { due }, event);
    }

    /// It is time to go inactive.
    pub(super) fn inactivity_is_due(&mut self, conversation: usize) {
        if self.conversations[conversation].state == State::Awaiting && self.is_noted(conversation) {
            self.go_inactive(conversation);
        }
    }

    /// It is time that somebody who waits may have the slot.
    pub(super) fn may_be_displaced(&mut self, conversation: usize) {
        self.conversations[conversation].displaceable = true;
        self.happened.freed |= self.conversations[conversation].owner.is_some();
    }

    /// Whether the agent notes the silence, where that needs an agent.
    pub(super) fn is_noted(&self, conversation: usize) -> bool {
        match self.treatment(conversation).inactivity {
            Inactivity::Manual { probability, .. } => self.drawn_by_replies(conversation, 104) < probability,
            _ => true,
        }
    }

    /// A number in (0, 1) that belongs to the conversation and the number of its replies.
    pub(super) fn drawn_by_replies(&self, conversation: usize, purpose: u64) -> f64 {
        let replies = u64::from(self.conversations[conversation].replies);
        uniform(philox(self.workload.key(), [self.identity(conversation), replies, 0, purpose])[0])
    }

    pub(super) fn go_inactive(&mut self, conversation: usize) {
        self.conversations[conversation].state = State::Inactive;
        self.conversations[conversation].displaceable = false;
        // Even if it was only active for this moment.
        self.happened.freed |= self.conversations[conversation].owner.is_some();
        self.tell(Fact::WentInactive { conversation: id(conversation) });
        if let Some((after, CloseClock::Inactive)) = self.treatment(conversation).close.after {
            self.will_be_closed(conversation, self.now, after);
        }
    }

    /// The timer of closing of a conversation that awaits its customer, unless it goes by inactivity.
    pub(super) fn may_be_closed(&mut self, conversation: usize) {
        let it = &self.conversations[conversation];
        let (heard, replied) = (it.heard, it.replied);
        let Some((after, clock)) = self.treatment(conversation).close.after else { return };
        let since = match clock {
            CloseClock::Inactive => return,
            CloseClock::LastAgent | CloseClock::FirstAgentAfterCustomer => replied,
            CloseClock::LastCustomerWhileAwaiting | CloseClock::LastCustomer => heard,
            CloseClock::LastAny => heard.max(replied),
        };
        self.will_be_closed(conversation, since, after);
    }

    /// Whoever was taken over from the queue is not closed at once.
    fn will_be_closed(&mut self, conversation: usize, since: Time, after: Span) {
        let due = match self.conversations[conversation].taken_over {
            None => since + after,
            Some(taken) => (since.max(taken) + after).max(taken + Span::SECOND),
        };
        self.schedule_swept(due, self.treatment(conversation).close.sweep, Event::Close(conversation));
    }

    /// Something was written, by whichever side: all timers begin anew.
    pub(super) fn silence_ends(&mut self, conversation: usize) {
        let it = &mut self.conversations[conversation];
        (it.displaceable, it.lapsed, it.overdue) = (false, false, false);
        self.events.retain(|it| !it.1.is_timer_of_silence(conversation));
    }

    /// It is time to close.
    pub(super) fn closing_is_due(&mut self, conversation: usize) {
        match self.conversations[conversation].state {
            State::Awaiting | State::Inactive | State::Parked => {
                if self.treatment(conversation).close.requeues {
                    self.requeue(conversation);
                } else {
                    self.close(conversation, Cause::Silence);
                }
            }
            State::Queued | State::Waiting => self.close_unanswered(conversation, Cause::Silence),
            State::Offered | State::InHand => self.conversations[conversation].overdue = true,
            State::New | State::WithBot | State::WithBotAgain | State::Closed => {}
        }
    }

    /// Instead of being closed it goes to whoever has room, away from its owner.
    fn requeue(&mut self, conversation: usize) {
        self.conversations[conversation].displaceable = false;
        self.events.retain(|it| !it.1.is_timer_of_falling_silent(conversation) && it.1 != Event::Resume(conversation));
        self.conversations[conversation].only_needs_an_agent = true;
        self.join_queue(conversation, Some(self.now));
    }

    /// Whoever gets such a conversation awaits its customer.
    pub(super) fn take_over(&mut self, conversation: usize, desk: usize) {
        let it = &mut self.conversations[conversation];
        (it.state, it.owner) = (State::Awaiting, Some(desk));
        (it.only_needs_an_agent, it.taken_over) = (false, Some(self.now));
        self.may_go_inactive(conversation);
        self.may_be_closed(conversation);
    }

    pub(super) fn close(&mut self, conversation: usize, cause: Cause) {
        self.silence_ends(conversation);
        let it = &mut self.conversations[conversation];
        if it.state == State::Offered {
            it.owner = None;
        }
        (it.state, it.closed) = (State::Closed, self.now);
        (it.only_needs_an_agent, it.taken_over) = (false, None);
        self.leave_line(conversation);
        self.tell(Fact::Closed { conversation: id(conversation), cause });
    }
}
