//! Matters that go on to somebody else as another demand.

use super::things::Conversation;
use super::{Twin, id};
use quasisync::facts::{Cause, Fact};
use quasisync::model::Holds;
use quasisync::units::{DemandId, Span};
use quasisync::workload::Person;

/// How a matter goes on.
#[derive(Clone, Copy)]
pub(super) struct Way {
    to: DemandId,
    /// How long the next agent is briefed, who then need not read what was written.
    warm: Option<Span>,
    escalated: bool,
}

impl Twin<'_> {
    /// How a matter goes on that the reply just sent has not solved; `None`: as before.
    pub(super) fn way_on(&self, conversation: usize) -> Option<Way> {
        let it = &self.conversations[conversation];
        let demand = self.demand(it.person);
        let rule = self.treatment(conversation).escalation;
        let due = rule.after_exchanges.is_some_and(|replies| it.replies >= replies)
            || rule.after_wait.is_some_and(|wait| it.replied.since(it.wrote) > wait);
        if let Some(to) = demand.escalates.filter(|_| due) {
            return Some(Way { to, warm: None, escalated: true });
        }
        let transfer = demand.transfer.filter(|_| self.reactions.is_transferred(it.person, it.answered - 1))?;
        Some(Way { to: transfer.to, warm: transfer.warm, escalated: false })
    }

    /// How a new conversation goes on instead of coming to the door.
    pub(super) fn way_past_the_door(&self, conversation: usize) -> Option<Way> {
        let person = self.conversations[conversation].person;
        let urgent = self.treatment(conversation).escalation.urgent && self.reactions.is_urgent(person);
        let to = self.demand(person).escalates.filter(|_| urgent)?;
        Some(Way { to, warm: None, escalated: true })
    }

    /// The matter goes on in a conversation of its own.
    pub(super) fn pass_on(&mut self, agent: Option<usize>, earlier: usize, way: Way) {
        self.close(earlier, Cause::Transferred);
        let before = &self.conversations[earlier];
        let behind = if way.warm.is_some() { 0 } else { before.behind + before.answered };
        let person = before.person;
        let person =
            Person { demand: way.to, visit: person.visit + 1, attempt: 0, before: person.before + 1, ..person };
        let mut exchanges = Vec::new();
        self.reactions.fresh_visit(person, |exchange| exchanges.push(exchange));
        let gap = self.demand(person).reply.default_gap;
        let number = self.conversations.len();
        self.conversations.push(Conversation {
            behind,
            earlier: Some(earlier),
            ..Conversation::new(person, exchanges, self.now, gap)
        });
        self.tell(Fact::Arrived { conversation: id(number) });
        self.tell(Fact::Transferred { conversation: id(number), earlier: id(earlier), escalated: way.escalated });
        self.will_nudge(number, 0);
        self.join_queue(number, Some(self.now));
        self.waiting_begins(number);
        match (agent, way.warm) {
            (Some(agent), Some(briefing)) => self.will_wrap_up(agent, earlier, briefing, Holds::Agent),
            (Some(agent), None) => self.wrap_up(agent, earlier),
            (None, _) => {}
        }
    }
}
