//! Phase 1: agents are done with something.

use super::events::{Event, Message, WrapUp};
use super::things::State;
use super::{Twin, agent_id, id};
use quasisync::facts::{Cause, Fact};
use quasisync::model::Holds;
use quasisync::units::Span;
use quasisync::workload::{After, End, Occasion};

impl Twin<'_> {
    pub(super) fn done(&mut self, conversation: usize) {
        let agent = self.conversations[conversation].worker.take().expect("somebody works on it");
        self.arrive_at(agent, conversation);
        if self.conversations[conversation].contentless {
            self.tell(Fact::Read { conversation: id(conversation), agent: agent_id(agent) });
            self.close(conversation, Cause::Thanked);
            self.wrap_up(agent, conversation);
        } else {
            self.sent(agent, conversation);
            if std::mem::take(&mut self.conversations[conversation].template) {
                self.ask_again(agent, conversation);
            } else {
                self.reply(agent, conversation);
            }
        }
        self.free(agent);
    }

    /// What a reply and a template have in common.
    fn sent(&mut self, agent: usize, conversation: usize) {
        let desk = self.desk_of(agent);
        self.idle_since[desk] = self.now;
        self.silence_ends(conversation);
        let it = &mut self.conversations[conversation];
        it.replies += 1;
        it.replied = self.now;
        it.author = Some(agent);
        it.state = State::Awaiting;
        it.taken_over = None;
        it.plan = None;
    }

    /// The customer has to write again, in the mode of the exchange that is still to be answered.
    fn ask_again(&mut self, agent: usize, conversation: usize) {
        self.tell(Fact::SentTemplate { conversation: id(conversation), agent: agent_id(agent) });
        let it = &self.conversations[conversation];
        if !it.gone {
            let (person, exchange) = (it.person, it.answered);
            let mode = self.mode(conversation);
            self.conversations[conversation].asked_in = Some(mode);
            let latency = self.reactions.latency(person, exchange, mode);
            self.will_go_on(conversation, exchange, mode, Some(latency));
        }
        self.silence_begins(conversation, false);
    }

    fn reply(&mut self, agent: usize, conversation: usize) {
        self.tell(Fact::Replied { conversation: id(conversation), agent: agent_id(agent) });
        if self.conversations[conversation].gone {
            self.silence_begins(conversation, true);
            return;
        }
        let after = self.reading(conversation);
        let solved = matches!(after, After::Solved(_));
        if let Some(way) = self.way_on(conversation).filter(|_| !solved) {
            self.pass_on(Some(agent), conversation, way);
            return;
        }
        let page = self.channel(conversation).is_some_and(|it| it.page);
        let it = &self.conversations[conversation];
        let (exchange, mode) = (it.answered - 1, it.mode);
        match after {
            After::Message(latency) => self.will_go_on(conversation, exchange, mode, Some(latency)),
            After::Ghost => {
                self.tell(Fact::Ghosted { conversation: id(conversation) });
                if page {
                    self.close(conversation, Cause::Left);
                    return;
                }
                self.will_go_on(conversation, exchange, mode, None);
            }
            After::Solved(end) => {
                self.tell(Fact::Resolved { conversation: id(conversation) });
                self.may_come_again(conversation, Occasion::Solved);
                match end {
                    End::Recognised => {
                        self.close(conversation, Cause::Recognised);
                        self.wrap_up(agent, conversation);
                        return;
                    }
                    End::Silent if page => {
                        self.close(conversation, Cause::Left);
                        return;
                    }
                    End::Silent => {}
                    End::Confirms(latency) => self.will_write(conversation, latency, Message::Confirmation),
                    End::Thanks(latency) => self.will_write(conversation, latency, Message::Thanks),
                }
            }
        }
        self.silence_begins(conversation, true);
    }

    /// Work after a closing, by the law of the agent's team.
    pub(super) fn wrap_up(&mut self, agent: usize, conversation: usize) {
        let Some(rule) = &self.model.teams[self.agents[agent].team].wrap_up else { return };
        let took = self.workload.wrap_up(&rule.law, self.identity(conversation));
        self.will_wrap_up(agent, conversation, took, rule.holds);
    }

    /// Who shares time is not held by one conversation: a slot is.
    pub(super) fn will_wrap_up(&mut self, agent: usize, conversation: usize, took: Span, holds: Holds) {
        let holds = if self.shares(agent) && holds == Holds::Agent { Holds::Slot } else { holds };
        self.schedule(self.now + took, Event::WrappedUp(WrapUp { conversation, agent, took, holds }));
    }

    pub(super) fn wrapped_up(&mut self, it: WrapUp) {
        let (conversation, agent) = (id(it.conversation), agent_id(it.agent));
        self.tell(Fact::WrappedUp { conversation, agent, took: it.took });
        if it.holds == Holds::Agent {
            self.free(it.agent);
        }
    }
}
