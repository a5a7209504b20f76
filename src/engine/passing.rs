//! A matter goes on as another demand: transfers, and escalation to a call; and what a page or a platform cuts short.

use super::Engine;
use crate::facts::{Cause, Fact, Observer};
use crate::model::{ReplyWindow, Transfer};
use crate::policy::order::Joining;
use crate::units::{AgentId, ConversationId, DemandId, Span};
use crate::world::World;

impl<O: Observer<World>> Engine<'_, O> {
    /// After a reply that does not solve the matter: whether it goes on as another demand.
    #[cold]
    #[inline(never)]
    pub(super) fn goes_on(&mut self, agent: AgentId, conversation: ConversationId) -> bool {
        let demand = &self.model.demands[self.world.conversation(conversation).demand().index()];
        let escalates = self.treatment(conversation).escalation.is_due(self.world.conversation(conversation));
        if let Some(to) = demand.escalates.filter(|_| escalates) {
            self.passes_on(conversation, to, true, false);
            self.wraps_up(agent, conversation);
            return true;
        }
        let Some(Transfer { to, warm, .. }) = demand.transfer else { return false };
        if !self.truth.is_transferred(conversation) {
            return false;
        }
        self.passes_on(conversation, to, false, warm.is_some());
        match warm {
            // Whoever shares time between conversations is never held by one of them: a slot is.
            Some(briefing) if self.team(agent).shares() && !self.sharing.is_empty() => {
                self.holds_slot(agent, conversation, briefing);
            }
            Some(briefing) => self.holds_agent(agent, conversation, briefing),
            None => self.wraps_up(agent, conversation),
        }
        true
    }

    /// A conversation ends here, and the matter goes on in a new one of another demand.
    pub(super) fn passes_on(&mut self, earlier: ConversationId, to: DemandId, escalated: bool, warm: bool) {
        self.close(earlier, Cause::Transferred);
        let person = self.truth.passed_on_begins(earlier, to, warm);
        let conversation = self.begins_again(person);
        self.tell(Fact::Transferred { conversation, earlier, escalated });
        self.follows(conversation, earlier);
        self.is_noted_urgent(conversation);
        self.enqueue(conversation, Joining::Queue(self.now()));
        self.begins_to_wait(conversation);
    }

    /// Whether a customer who leaves closes the page, and the platform sees it.
    #[inline]
    pub(super) fn is_page(&self, conversation: ConversationId) -> bool {
        let channel = self.world.demand_of(conversation).channel.channel;
        channel.is_some_and(|channel| self.model.channels[channel.index()].page)
    }

    /// The customer writes no more: closes the page, or nobody knows.
    pub(super) fn writes_no_more(&mut self, conversation: ConversationId) {
        match self.is_page(conversation) {
            true => self.close(conversation, Cause::Left),
            false => self.falls_silent(conversation, None),
        }
    }

    /// The work on a template, if it is too late for a reply to this message.
    pub(super) fn template(&self, conversation: ConversationId) -> Option<Span> {
        let channel = self.world.demand_of(conversation).channel.channel?;
        let ReplyWindow { within, template } = self.model.channels[channel.index()].reply_window?;
        let waited = self.now().since(self.world.conversation(conversation).written);
        (waited > within && self.truth.is_there(conversation)).then_some(template)
    }

    /// The agent has sent a template: the customer writes again.
    #[cold]
    #[inline(never)]
    pub(super) fn sends_template(&mut self, agent: AgentId, conversation: ConversationId) {
        self.tell(Fact::SentTemplate { conversation, agent });
        self.puts_down(agent, conversation);
        if self.truth.is_there(conversation) {
            self.asked.insert(conversation);
            let latency = self.truth.latency_again(conversation);
            let next = self.writes_after(conversation, latency);
            self.falls_silent_after_template(conversation, Some(next));
        } else {
            self.falls_silent_after_template(conversation, None);
        }
        self.frees(agent);
    }
}
