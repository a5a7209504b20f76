//! Phase 5: those who leave.

use super::events::Event;
use super::things::State;
use super::{Twin, agent_id, id};
use quasisync::facts::{Cause, Fact};
use quasisync::policy::AtClosing;
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
        self.clear();
    }

    /// Those who wait for the first time where it shuts just now go unserved.
    fn clear(&mut self) {
        let mut shut = Vec::new();
        while let Some(place) = self.next_event(5) {
            if let Event::Shut(demand) = self.events.remove(place).1 {
                shut.push(demand);
            }
        }
        if self.policy.door.at_closing == AtClosing::Keep {
            return;
        }
        for conversation in self.queue() {
            let it = &self.conversations[conversation];
            if it.passages == 1 && it.replies == 0 && shut.contains(&it.person.demand) {
                self.turn_away(conversation);
            }
        }
    }

    fn turn_away(&mut self, conversation: usize) {
        self.tell(Fact::Refused { conversation: id(conversation) });
        self.close(conversation, Cause::Refused);
        // Whose matter is solved does not come again because his thanks were turned away, and who is gone does not see it.
        let it = &self.conversations[conversation];
        if it.exchange().is_some() && !it.gone {
            self.may_come_again(conversation, Occasion::Refused);
        }
    }

    pub(super) fn give_up(&mut self) {
        let due = |it: usize| self.deadline(it).filter(|&deadline| deadline <= self.now);
        let keyed = |it: usize| due(it).map(|deadline| (deadline, self.conversations[it].wrote, it));
        let mut leaving: Vec<(Time, Time, usize)> = (0..self.conversations.len()).filter_map(keyed).collect();
        leaving.sort();
        for (_, _, conversation) in leaving {
            let sight = self.sight();
            let page = self.channel(conversation).is_some_and(|it| it.page);
            if !page && self.reactions.leaves_silently(self.conversations[conversation].person) {
                self.conversations[conversation].gone = true;
                self.tell(Fact::LeftSilently { conversation: id(conversation) });
            } else {
                self.say_goodbye(conversation);
            }
            self.may_come_again(conversation, Occasion::GaveUp);
            self.compare(sight);
        }
    }

    /// The work in hand stops, and the agent is free at once.
    fn say_goodbye(&mut self, conversation: usize) {
        let it = &self.conversations[conversation];
        let desk = it.owner.filter(|_| it.state == State::Waiting);
        let agent = self.conversations[conversation].worker.take();
        self.tell(Fact::GaveUp { conversation: id(conversation), in_hand: agent.map(agent_id) });
        self.close(conversation, Cause::GaveUp);
        if let Some(agent) = agent {
            self.events.retain(|it| it.1 != Event::Done(conversation));
            self.free(agent);
        } else if let Some(desk) = desk {
            self.may_leave(desk);
        }
    }
}
