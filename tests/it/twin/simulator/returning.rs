//! Phase 3: where a conversation goes whose customer comes back.

use super::events::Event;
use super::things::{Reach, State};
use super::{Twin, id};
use quasisync::facts::Fact;
use quasisync::policy::{Entry, Ownership, Reactivation, To};
use quasisync::units::{DeskId, Span, Time};

impl Twin<'_> {
    pub(super) fn write(&mut self, conversation: usize, contentless: bool) {
        self.silence_ends(conversation);
        let longest = self.longest_gap().as_milliseconds();
        let it = &mut self.conversations[conversation];
        (it.wrote, it.heard) = (self.now, self.now);
        it.messages += 1;
        it.contentless = contentless;
        it.plan = None;
        it.gap = (it.gap + self.now.since(it.replied).as_milliseconds().min(longest)) / 2;
        let (was, mode) = (it.state, it.asked_in.take().unwrap_or(it.mode));
        self.tell(Fact::Wrote { conversation: id(conversation), mode });
        if was == State::Closed {
            self.tell(Fact::Reopened { conversation: id(conversation) });
        }
        if was == State::Queued {
            // It keeps its place, and needs a reply from now on.
            self.conversations[conversation].only_needs_an_agent = false;
            self.limit_queue_wait(conversation);
        } else {
            self.reactivate(conversation, was);
        }
        if self.conversations[conversation].state != State::WithBotAgain {
            self.will_nudge(conversation, 0);
            self.waiting_begins(conversation);
        }
    }

    fn reactivate(&mut self, conversation: usize, was: State) {
        let owner = self.conversations[conversation].owner;
        let present = owner.is_some_and(|owner| self.reach(owner) != Reach::None);
        let to_team = owner.is_some() && self.policy.capacity.ownership == Ownership::Team;
        let rule = self.reactivation(conversation, was);
        let always = rule.to == To::OwnerAlways && owner.is_some();
        if was == State::Awaiting && (present || to_team || always) {
            self.join_inbox(conversation, owner.expect("there is one"));
            return;
        }
        if let Some(owner) = owner.filter(|&it| self.takes_back(it, rule.to, conversation)) {
            self.return_to(conversation, owner);
            return;
        }
        if rule.to == To::Bot && self.meets_bot_again(conversation, rule.at) {
            return;
        }
        let entry = self.entry(conversation, rule.at);
        self.join_queue(conversation, entry);
        let waits = rule.wait > Span::ZERO && matches!(rule.to, To::OwnerSignedIn | To::OwnerBelowMaximum);
        if let Some(owner) = owner.filter(|_| waits) {
            self.conversations[conversation].waits_for = Some((owner, rule.to));
            self.schedule(self.now + rule.wait, Event::OwnerWaitEnds(conversation));
        }
    }

    /// The rule for a conversation that was in this state.
    fn reactivation(&self, conversation: usize, was: State) -> Reactivation {
        let it = self.treatment(conversation);
        let special = match was {
            State::Parked => it.reactivation_parked,
            State::Closed => it.reactivation_closed,
            _ => None,
        };
        special.unwrap_or(it.reactivation)
    }

    /// Whether the owner of a conversation takes it, of which the customer wrote.
    pub(super) fn takes_back(&self, owner: usize, to: To, conversation: usize) -> bool {
        let reach = self.reach(owner);
        match to {
            To::OwnerAlways => true,
            To::OwnerSignedIn => reach != Reach::None,
            To::OwnerBelowMaximum => reach == Reach::Held || reach != Reach::None && self.fits(owner, conversation),
            To::Queue | To::Bot => false,
        }
    }

    /// Whether it fits in below the maximum, beside the others.
    fn fits(&self, owner: usize, conversation: usize) -> bool {
        let it = &self.conversations[conversation];
        let own = if it.owner == Some(owner) { self.weight(conversation) } else { 0 };
        let others = self.load_for(owner, conversation) - own;
        others + self.weight_in(conversation, State::Waiting) <= self.maximum(owner)
    }

    pub(super) fn return_to(&mut self, conversation: usize, owner: usize) {
        self.tell(Fact::Reactivated { conversation: id(conversation), desk: DeskId(owner as u32) });
        self.leave_line(conversation);
        self.join_inbox(conversation, owner);
    }

    /// With which time it enters the queue; `None` is the front.
    pub(super) fn entry(&self, conversation: usize, at: Entry) -> Option<Time> {
        match at {
            Entry::Back => Some(self.now),
            Entry::Original => Some(self.conversations[conversation].created),
            Entry::Front => None,
        }
    }

    /// Whether a bot looks at it first.
    fn meets_bot_again(&mut self, conversation: usize, at: Entry) -> bool {
        let it = &self.conversations[conversation];
        let takes = self.reactions.with_bot_again(it.person, it.answered).filter(|_| !it.contentless);
        let Some(takes) = takes else { return false };
        let it = &mut self.conversations[conversation];
        (it.state, it.owner, it.entry) = (State::WithBotAgain, None, at);
        self.tell(Fact::MetBot { conversation: id(conversation) });
        self.schedule(self.now + takes, Event::BotDone(conversation));
        true
    }

    pub(super) fn bot_hands_over_again(&mut self, conversation: usize) {
        self.tell(Fact::HandedOver { conversation: id(conversation) });
        let it = &mut self.conversations[conversation];
        (it.wrote, it.heard) = (self.now, self.now);
        let entry = self.entry(conversation, self.conversations[conversation].entry);
        self.join_queue(conversation, entry);
        self.will_nudge(conversation, 0);
        self.waiting_begins(conversation);
    }

    pub(super) fn owner_wait_ends(&mut self, conversation: usize) {
        self.conversations[conversation].waits_for = None;
        self.happened.arrival = true;
    }
}
