//! Phase 3: the bot and the door, for those who come.

use super::things::{Again, Event, State};
use super::{Twin, id};
use quasisync::facts::{Cause, Fact};
use quasisync::policy::OutOfHours;
use quasisync::units::DemandId;
use quasisync::units::Time;

impl Twin<'_> {
    /// Appoints when the opening hours of a demand are over.
    pub(super) fn open_doors(&mut self) {
        let (origin, end) = (self.model.frame.origin, self.model.frame.end());
        for demand in 0..self.model.demands.len() {
            let Some(open) = &self.model.demands[demand].open else { continue };
            let mut at = Time::START;
            while let Some(change) = origin.next_change(open, at).filter(|&change| change < end) {
                at = change;
                if !open.at(origin.second_of_week(at)) {
                    self.schedule(at, Event::Shut(DemandId(demand as u32)));
                }
            }
        }
    }

    /// Whether it is out of hours.
    pub(super) fn is_shut(&self, demand: DemandId, at: Time) -> bool {
        let second = self.model.frame.origin.second_of_week(at);
        self.model.demands[demand.index()].open.as_ref().is_some_and(|open| !open.at(second))
    }

    /// A new conversation, neither linked nor passed on.
    pub(super) fn meet_bot_or_door(&mut self, conversation: usize) {
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
        let refused = self.policy.door.out_of_hours == OutOfHours::Refuse && self.is_shut(demand, self.now);
        let welcome = !refused && self.policy.door.inside.is_none_or(|limit| open < limit as usize);
        self.arrived.push((conversation, welcome));
        self.will_nudge(conversation, 0);
        if welcome {
            self.join_queue(conversation, Some(self.now));
        }
    }
}
