//! Phase 2: silence frees slots and ends conversations.

use super::rules::adapted;
use super::things::{Event, State};
use super::{Twin, id};
use quasisync::facts::{Cause, Fact};
use quasisync::policy::{Clock, CloseClock, Inactivity};

impl Twin<'_> {
    pub(super) fn silence_begins(&mut self, conversation: usize) {
        let it = &self.conversations[conversation];
        let (heard, replied, gap) = (it.heard, it.replied, it.gap);
        let origin = |clock| match clock {
            Clock::LastAgent => replied,
            Clock::LastCustomerWhileAwaiting => heard,
            _ => todo!(),
        };
        match self.policy.inactivity {
            Inactivity::Never => {}
            Inactivity::AtOnce => self.go_inactive(conversation),
            Inactivity::After { after, clock } => {
                self.schedule(origin(clock) + after, Event::GoInactive(conversation));
            }
            Inactivity::Adaptive { adaptive, clock } => {
                self.schedule(origin(clock) + adapted(&adaptive, gap), Event::GoInactive(conversation));
            }
            Inactivity::OnDemand { after, clock } => {
                self.schedule(origin(clock) + after, Event::MayBeDisplaced(conversation));
            }
            Inactivity::Manual { .. } => todo!(),
        }
        match self.policy.close.after {
            None | Some((_, CloseClock::Inactive)) => {}
            Some((after, CloseClock::LastAgent)) => self.schedule(replied + after, Event::Close(conversation)),
            Some((after, CloseClock::LastCustomerWhileAwaiting)) => {
                self.schedule(heard + after, Event::Close(conversation));
            }
            _ => todo!(),
        }
    }

    pub(super) fn go_inactive(&mut self, conversation: usize) {
        self.conversations[conversation].state = State::Inactive;
        self.conversations[conversation].displaceable = false;
        self.tell(Fact::WentInactive { conversation: id(conversation) });
        if let Some((after, CloseClock::Inactive)) = self.policy.close.after {
            self.schedule(self.now + after, Event::Close(conversation));
        }
    }

    pub(super) fn silence_ends(&mut self, conversation: usize) {
        self.conversations[conversation].displaceable = false;
        self.events.retain(|it| !it.1.is_timer_of(conversation));
    }

    pub(super) fn close(&mut self, conversation: usize, cause: Cause) {
        self.silence_ends(conversation);
        self.conversations[conversation].state = State::Closed;
        self.conversations[conversation].closed = self.now;
        self.leave_stages(conversation);
        self.tell(Fact::Closed { conversation: id(conversation), cause });
    }
}
