//! Phase 5: those who leave.

use super::things::{Event, State};
use super::{Twin, agent_id, id};
use quasisync::facts::{Cause, Fact};
use quasisync::units::Time;
use quasisync::workload::Occasion;

impl Twin<'_> {
    pub(super) fn refuse(&mut self) {
        let (welcome, others): (Vec<_>, Vec<_>) = self.arrived.iter().copied().partition(|it| it.1);
        for (conversation, _) in others {
            self.turn_away(conversation);
        }
        for (conversation, _) in welcome.into_iter().rev() {
            let full = self.policy.door.waiting.is_some_and(|limit| self.queue().len() > limit as usize);
            if full && self.conversations[conversation].state == State::Queued {
                self.turn_away(conversation);
            }
        }
    }

    fn turn_away(&mut self, conversation: usize) {
        self.tell(Fact::Refused { conversation: id(conversation) });
        self.close(conversation, Cause::Refused);
        // Whose matter is solved does not come again because his thanks were turned away.
        if self.conversations[conversation].exchange().is_some() {
            self.may_come_again(conversation, Occasion::Refused);
        }
    }

    pub(super) fn give_up(&mut self) {
        let due = |it: usize| self.deadline(it).filter(|&deadline| deadline <= self.now);
        let keyed = |it: usize| due(it).map(|deadline| (deadline, self.conversations[it].wrote, it));
        let mut leaving: Vec<(Time, Time, usize)> = (0..self.conversations.len()).filter_map(keyed).collect();
        leaving.sort();
        for (_, _, conversation) in leaving {
            if self.reactions.leaves_silently(self.conversations[conversation].person) {
                self.conversations[conversation].gone = true;
                self.tell(Fact::LeftSilently { conversation: id(conversation) });
            } else {
                self.say_goodbye(conversation);
            }
            self.may_come_again(conversation, Occasion::GaveUp);
        }
    }

    /// The work in hand stops, and the agent is free at once.
    fn say_goodbye(&mut self, conversation: usize) {
        let agent = self.conversations[conversation].worker.take();
        self.tell(Fact::GaveUp { conversation: id(conversation), in_hand: agent.map(agent_id) });
        self.close(conversation, Cause::GaveUp);
        if let Some(agent) = agent {
            self.events.retain(|it| it.1 != Event::Done(conversation));
            self.free(agent);
        }
    }
}
