//! Agents who have to accept what they are given.

use super::events::Event;
use super::order::Line;
use super::things::State;
use super::{Twin, agent_id, id};
use quasisync::facts::Fact;
use quasisync::policy::{Offer, Ownership, Timed};
use quasisync::units::{DeskId, Span};

impl Twin<'_> {
    /// How a conversation is offered, if whoever gets it has to accept it.
    pub(super) fn offer_of(&self, conversation: usize) -> Option<Timed> {
        let agents_own = self.policy.capacity.ownership == Ownership::Agent;
        match self.treatment(conversation).offer {
            Offer::Timed(rule) if agents_own && !self.conversations[conversation].only_needs_an_agent => Some(rule),
            _ => None,
        }
    }

    /// How long the agent of a desk takes to accept the next offer of a conversation.
    pub(super) fn accepts_after(&self, conversation: usize, desk: usize) -> Span {
        let (identity, offers) = (self.identity(conversation), self.conversations[conversation].offers);
        let law = self.model.teams[self.team_of(desk)].accepts.as_ref();
        law.map_or(Span::ZERO, |law| self.reactions.accepts(law, identity, offers, agent_id(desk)))
    }

    pub(super) fn offer(&mut self, conversation: usize, desk: usize, rule: Timed) {
        let time = self.accepts_after(conversation, desk);
        let it = &mut self.conversations[conversation];
        (it.state, it.owner) = (State::Offered, Some(desk));
        it.offers = it.offers.saturating_add(1);
        self.tell(Fact::Offered { conversation: id(conversation), desk: DeskId(desk as u32) });
        if time == Span::ZERO {
            self.accept(conversation);
        } else if time <= rule.timeout {
            self.schedule(self.now + time, Event::Accept(conversation));
        } else {
            self.schedule(self.now + rule.timeout, Event::Miss(conversation));
        }
    }

    pub(super) fn accept(&mut self, conversation: usize) {
        self.assign(conversation, self.owner(conversation));
    }

    /// Nobody accepted in time.
    pub(super) fn miss(&mut self, conversation: usize) {
        let (rule, desk) = (self.offer_of(conversation).expect("a rule"), self.owner(conversation));
        self.give_up_offer(conversation);
        if rule.to_back {
            let place = self.new_place(Line::Queue, conversation, Some(self.now));
            self.conversations[conversation].place = place;
        }
        if rule.excludes {
            self.conversations[conversation].barred.push(desk);
        }
        self.pause(desk, rule.pause);
        self.pass_stage(conversation);
    }

    /// The agent to whom conversations are offered is not there any more.
    pub(super) fn miss_all(&mut self, agent: usize) {
        if self.policy.capacity.ownership == Ownership::Agent {
            for conversation in self.of_desk(agent) {
                if self.conversations[conversation].state == State::Offered {
                    self.give_up_offer(conversation);
                }
            }
        }
    }

    /// It is in the queue as before.
    fn give_up_offer(&mut self, conversation: usize) {
        let desk = DeskId(self.owner(conversation) as u32);
        self.events.retain(|it| it.1 != Event::Accept(conversation) && it.1 != Event::Miss(conversation));
        self.tell(Fact::Missed { conversation: id(conversation), desk });
        let it = &mut self.conversations[conversation];
        (it.state, it.owner) = (State::Queued, None);
        self.happened.arrival = true;
        self.look_again(conversation);
    }

    /// It should have been closed meanwhile.
    pub(super) fn look_again(&mut self, conversation: usize) {
        if std::mem::take(&mut self.conversations[conversation].overdue) {
            self.schedule(self.now, Event::Close(conversation));
        }
    }
}
