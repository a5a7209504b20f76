//! Phase 1: agents are done with something, come and go.

use super::things::{Event, Message, State, WrapUp};
use super::{Twin, agent_id, id};
use quasisync::facts::{Cause, Fact};
use quasisync::model::Holds;
use quasisync::policy::Ownership;
use quasisync::units::TeamId;
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
            self.reply(agent, conversation);
        }
        self.free(agent);
    }

    fn reply(&mut self, agent: usize, conversation: usize) {
        let desk = self.desk_of(agent);
        self.idle_since[desk] = self.now;
        let it = &mut self.conversations[conversation];
        it.replies += 1;
        it.replied = self.now;
        it.author = Some(agent);
        it.state = State::Awaiting;
        self.tell(Fact::Replied { conversation: id(conversation), agent: agent_id(agent) });
        if self.conversations[conversation].gone {
            self.silence_begins(conversation);
            return;
        }
        match self.reading(conversation) {
            After::Message(latency) => self.will_write(conversation, latency, Message::Content),
            After::Ghost => self.tell(Fact::Ghosted { conversation: id(conversation) }),
            After::Solved(end) => {
                self.tell(Fact::Resolved { conversation: id(conversation) });
                self.may_come_again(conversation, Occasion::Solved);
                match end {
                    End::Recognised => {
                        self.close(conversation, Cause::Recognised);
                        self.wrap_up(agent, conversation);
                        return;
                    }
                    End::Silent => {}
                    End::Confirms(latency) => self.will_write(conversation, latency, Message::Confirmation),
                    End::Thanks(latency) => self.will_write(conversation, latency, Message::Thanks),
                }
            }
        }
        self.silence_begins(conversation);
    }

    /// Work after a closing, by the law of the agent's team.
    fn wrap_up(&mut self, agent: usize, conversation: usize) {
        let Some(rule) = &self.model.teams[self.agents[agent].team].wrap_up else { return };
        let took = self.workload.wrap_up(&rule.law, self.identity(conversation));
        // Who shares time is not held by one conversation: a slot is.
        let holds = if self.shares(agent) && rule.holds == Holds::Agent { Holds::Slot } else { rule.holds };
        self.schedule(self.now + took, Event::WrappedUp(WrapUp { conversation, agent, took, holds }));
    }

    pub(super) fn wrapped_up(&mut self, it: WrapUp) {
        let (conversation, agent) = (id(it.conversation), agent_id(it.agent));
        self.tell(Fact::WrappedUp { conversation, agent, took: it.took });
        if it.holds == Holds::Agent {
            self.free(it.agent);
        }
    }

    /// An agent has one thing less to do. Who is left with none may be among those who are to leave.
    pub(super) fn free(&mut self, agent: usize) {
        if !self.is_free(agent) {
            return;
        }
        self.freed += 1;
        self.agents[agent].freed = self.freed;
        let team = self.agents[agent].team;
        if self.departing[team] > 0 {
            self.departing[team] -= 1;
            self.leave(agent);
        }
    }

    fn leave(&mut self, agent: usize) {
        self.agents[agent].present = false;
        self.tell(Fact::SignedOut { agent: agent_id(agent), team: TeamId(self.agents[agent].team as u32) });
        if self.policy.capacity.ownership == Ownership::Agent {
            for conversation in self.inbox(agent) {
                self.join_queue(conversation, Some(self.conversations[conversation].wrote));
            }
        }
    }

    pub(super) fn staff(&mut self, team: usize, count: u32) {
        let all: Vec<usize> = (0..self.agents.len()).filter(|&it| self.agents[it].team == team).collect();
        let present = all.iter().filter(|&&it| self.agents[it].present).count() as u32;
        let staying = present - self.departing[team];
        let mut more = count.saturating_sub(staying);
        let kept = more.min(self.departing[team]);
        self.departing[team] -= kept;
        more -= kept;
        let absent: Vec<usize> = all.iter().copied().filter(|&it| !self.agents[it].present).collect();
        for &agent in absent.iter().take(more as usize) {
            self.sign_in(agent);
        }
        let fewer = staying.saturating_sub(count);
        let mut leaving: Vec<usize> = all.into_iter().filter(|&it| fewer > 0 && self.is_free(it)).collect();
        leaving.sort_by_key(|&it| (self.active(self.desk_of(it)), std::cmp::Reverse(it)));
        leaving.truncate(fewer as usize);
        self.departing[team] += fewer - leaving.len() as u32;
        for agent in leaving {
            self.leave(agent);
        }
    }

    fn sign_in(&mut self, agent: usize) {
        self.freed += 1;
        self.agents[agent].present = true;
        self.agents[agent].freed = self.freed;
        let desk = self.desk_of(agent);
        self.idle_since[desk] = self.now;
        self.tell(Fact::SignedIn { agent: agent_id(agent), team: TeamId(self.agents[agent].team as u32) });
    }
}
