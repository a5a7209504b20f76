//! Phase 3: the bot and the door, for those who come.

use super::events::{Again, Event};
use super::rules::may_change;
use super::things::State;
use super::{Twin, id};
use quasisync::facts::{Cause, Fact};
use quasisync::policy::OutOfHours;
use quasisync::units::{DemandId, Time};

impl Twin<'_> {
    /// Appoints when the opening hours of a demand are over.
    pub(super) fn open_doors(&mut self) {
        for demand in 0..self.model.demands.len() {
            let it = &self.model.demands[demand];
            let Some(open) = &it.open else { continue };
            let (zone, mut at) = (self.model.open_zone(it), self.model.begins());
            let demand = DemandId(demand as u32);
            while let Some(change) = may_change(zone, open, at).filter(|&change| change < self.model.frame.end()) {
                if self.is_shut(demand, change) && !self.is_shut(demand, at) {
                    self.schedule(change, Event::Shut(demand));
                }
                at = change;
            }
        }
    }

    /// Whether it is out of hours.
    pub(super) fn is_shut(&self, demand: DemandId, at: Time) -> bool {
        let demand = &self.model.demands[demand.index()];
        let second = self.model.open_zone(demand).second_of_week(at);
        demand.open.as_ref().is_some_and(|open| !open.at(second))
    }

    /// A new conversation, neither linked nor passed on.
    pub(super) fn meet_bot_or_door(&mut self, conversation: usize) {
        if self.now < self.model.begins() {
            return self.come_to_door(conversation);
        }
        let person = self.conversations[conversation].person;
        let door = self.policy.door;
        let meets = door.bot || door.out_of_hours == OutOfHours::Bot && self.is_shut(person.demand, self.now);
        match self.reactions.with_bot(person).filter(|_| meets) {
            Some(bot) => {
                self.conversations[conversation].state = State::WithBot;
                self.tell(Fact::MetBot { conversation: id(conversation) });
                self.schedule(self.now + bot.takes, Event::BotDone(conversation));
            }
            None => self.come_in(conversation),
        }
    }

    pub(super) fn bot_done(&mut self, conversation: usize) {
        if self.conversations[conversation].state == State::WithBotAgain {
            self.bot_hands_over_again(conversation);
            return;
        }
        let bot = self.reactions.with_bot(self.conversations[conversation].person).expect("there was a bot");
        let Some(falsely) = bot.contained else {
            self.tell(Fact::HandedOver { conversation: id(conversation) });
            let it = &mut self.conversations[conversation];
            (it.state, it.wrote, it.heard, it.replied) = (State::New, self.now, self.now, self.now);
            self.come_in(conversation);
            return;
        };
        self.tell(Fact::Contained { conversation: id(conversation) });
        self.close(conversation, Cause::Contained);
        if let Some(after) = falsely {
            let again = Again { keep: true, past_bot: true };
            self.will(conversation, self.now + after, Event::Return(conversation, again));
        }
    }

    /// Somebody who has the bot behind him, if there is one, goes on or comes to the door.
    pub(super) fn come_in(&mut self, conversation: usize) {
        match self.way_past_the_door(conversation) {
            Some(way) => self.pass_on(None, conversation, way),
            None => self.come_to_door(conversation),
        }
    }

    pub(super) fn come_to_door(&mut self, conversation: usize) {
        let outside = [State::New, State::WithBot, State::Closed];
        let open = self.conversations.iter().filter(|it| !outside.contains(&it.state)).count();
        let demand = self.conversations[conversation].person.demand;
        if self.now < self.model.begins() {
            self.will_nudge(conversation, 0);
            self.join_queue(conversation, Some(self.now));
            return self.waiting_begins(conversation);
        }
        let refused = self.policy.door.out_of_hours == OutOfHours::Refuse && self.is_shut(demand, self.now);
        let welcome = !refused && self.policy.door.inside.is_none_or(|limit| open < limit as usize);
        self.arrived.push((conversation, welcome));
        self.will_nudge(conversation, 0);
        if welcome {
            self.join_queue(conversation, Some(self.now));
            self.waiting_begins(conversation);
        }
    }
}
