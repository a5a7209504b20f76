//! Phase 2: customers who wait for too long, in the eyes of the platform.

use super::events::Event;
use super::things::State;
use super::{Twin, id};
use quasisync::facts::{Cause, Fact};
use quasisync::policy::{Clock, CloseClock, Inactivity};
use quasisync::units::Time;
use quasisync::workload::Occasion;

impl Twin<'_> {
    /// The customer wrote, and waits from now on: the clocks that run on meanwhile.
    pub(super) fn waiting_begins(&mut self, conversation: usize) {
        self.silence_ends(conversation);
        self.conversations[conversation].taken_over = None;
        let clock = match self.treatment(conversation).inactivity {
            Inactivity::Never | Inactivity::AtOnce | Inactivity::OnDemand { .. } => None,
            Inactivity::After { clock, .. } | Inactivity::Adaptive { clock, .. } | Inactivity::Manual { clock, .. } => {
                Some(clock)
            }
        };
        if matches!(clock, Some(Clock::LastCustomer | Clock::LastAny)) {
            let due = self.inactive_at(conversation).expect("a rule with a clock");
            let sweep = self.treatment(conversation).silence.sweep;
            self.schedule_swept(due, sweep, Event::Lapse(conversation));
        }
        let close = self.treatment(conversation).close;
        let clock = close.after.filter(|_| !close.only_awaiting);
        if let Some((after, CloseClock::LastCustomer | CloseClock::LastAny)) = clock {
            let it = &self.conversations[conversation];
            let since =
                if clock.is_some_and(|it| it.1 == CloseClock::LastAny) { it.heard.max(it.replied) } else { it.heard };
            self.schedule_swept(since.max(self.model.begins()) + after, close.sweep, Event::Close(conversation));
        }
    }

    /// It counts as inactive from now on, though the customer waits.
    pub(super) fn lapse(&mut self, conversation: usize) {
        let it = &self.conversations[conversation];
        let unassigned = self.treatment(conversation).silence.unassigned;
        let may = it.is_to_be_answered_on_a_desk() || it.state == State::Queued && unassigned;
        if may && self.is_noted(conversation) {
            self.conversations[conversation].lapsed = true;
            self.tell(Fact::Lapsed { conversation: id(conversation) });
        }
    }

    /// A conversation in the queue that needs a reply is not there for ever.
    pub(super) fn limit_queue_wait(&mut self, conversation: usize) {
        self.events.retain(|it| it.1 != Event::QueueWaitEnds(conversation));
        if let Some(longest) = self.treatment(conversation).close.queue_wait {
            let since: Time = self.now.max(self.model.begins());
            self.schedule(since + longest, Event::QueueWaitEnds(conversation));
        }
    }

    /// It is closed though its customer waits, for whom that is as if the door had turned him away.
    pub(super) fn close_unanswered(&mut self, conversation: usize, cause: Cause) {
        let it = &self.conversations[conversation];
        let desk = it.owner.filter(|_| it.state == State::Waiting);
        self.close(conversation, cause);
        let it = &self.conversations[conversation];
        if it.exchange().is_some() && !it.gone {
            self.may_come_again(conversation, Occasion::Refused);
        }
        if let Some(desk) = desk {
            self.may_leave(desk);
        }
    }

    /// An agent who is to leave may have stayed for something only that is gone now.
    pub(super) fn may_leave(&mut self, desk: usize) {
        self.agents_at(desk).into_iter().for_each(|agent| self.leave_if_done(agent));
    }

    /// An agent has had a message for too long without an answer.
    pub(super) fn unanswered(&mut self, conversation: usize) {
        use quasisync::policy::Then;
        let rule = self.treatment(conversation).unanswered.expect("a rule");
        let desk = self.owner(conversation);
        match rule.then {
            Then::Requeue(at) => {
                self.take_away(conversation, desk);
                let entry = self.entry(conversation, at);
                self.join_queue(conversation, entry);
            }
            Then::Transfer => {
                let demand = self.conversations[conversation].person.demand;
                let others = (0..self.desks()).filter(|&it| it != desk && self.serves(it, demand).is_some());
                let others: Vec<usize> = others.filter(|&it| self.has_room(it, conversation)).collect();
                if others.is_empty() {
                    self.schedule(self.now + rule.after, Event::Unanswered(conversation));
                    return;
                }
                self.take_away(conversation, desk);
                let other = self.choose(conversation, &others);
                self.note_placing(conversation, other);
                self.assign(conversation, other);
            }
        }
        if rule.excludes {
            self.conversations[conversation].barred.push(desk);
        }
        self.pause(desk, rule.pause);
        self.may_leave(desk);
    }

    fn take_away(&mut self, conversation: usize, desk: usize) {
        self.tell(Fact::TakenAway { conversation: id(conversation), desk: quasisync::units::DeskId(desk as u32) });
    }
}
