//! The front door before the queue: the bot, opening hours, who is urgent.

use super::customer::{Comer, Knock};
use super::{Engine, phase};
use crate::facts::{Cause, Fact, Observer};
use crate::policy::{AtClosing, OutOfHours};
use crate::units::{ConversationId, DemandId, Time};
use crate::workload::WithBot;
use crate::world::{State, World};

impl<O: Observer<World>> Engine<'_, O> {
    /// A new conversation comes to a door that does not treat all alike.
    #[cold]
    #[inline(never)]
    pub(super) fn knocks_at_front_desk(&mut self, conversation: ConversationId, knock: Knock) {
        self.is_noted_urgent(conversation);
        if self.now() < self.model.begins() {
            return self.knocks_plainly(conversation);
        }
        match knock {
            Knock::Linked => return self.comes_through_door(conversation),
            Knock::PastBot => return self.comes_to_door(conversation),
            Knock::New if !self.has_bot_now(conversation) => return self.comes_to_door(conversation),
            Knock::New => {}
        }
        match self.truth.with_bot(conversation) {
            Some(WithBot { takes, .. }) => {
                self.tell(Fact::MetBot { conversation });
                let at = self.now() + takes;
                self.schedule_comer(at, Comer::FromBot(conversation));
            }
            None => self.comes_to_door(conversation),
        }
    }

    /// Whether the door has the bot answer whoever comes now.
    fn has_bot_now(&self, conversation: ConversationId) -> bool {
        let door = &self.policy.door;
        door.bot || door.out_of_hours == OutOfHours::Bot && !self.is_open_now(conversation)
    }

    /// Urgent customers say so, and go by the class for that.
    pub(super) fn is_noted_urgent(&mut self, conversation: ConversationId) {
        let demand = self.world.conversation(conversation).demand();
        let Some(urgent) = self.model.demands[demand.index()].urgent else { return };
        if self.truth.is_urgent(conversation) {
            self.world.conversations[conversation.index()].class = urgent.class;
        }
    }

    /// The bot is done with somebody.
    pub(super) fn leaves_bot(&mut self, conversation: ConversationId) {
        let with_bot = self.truth.with_bot(conversation).expect("whoever met a bot");
        let Some(back) = with_bot.contained else {
            self.tell(Fact::HandedOver { conversation });
            let now = self.now();
            let it = &mut self.world.conversations[conversation.index()];
            (it.written, it.heard, it.replied) = (now, now, now);
            return self.comes_to_door(conversation);
        };
        self.tell(Fact::Contained { conversation });
        self.close(conversation, Cause::Contained);
        if let Some(after) = back {
            let at = self.awake(self.world.conversation(conversation).demand(), self.now() + after);
            self.schedule_comer(at, Comer::Again { earlier: conversation, keep: true, knock: Knock::PastBot });
        }
    }

    /// Whoever comes back meets the bot instead of an agent, if the demand has one. Whether so.
    #[cold]
    #[inline(never)]
    pub(super) fn meets_bot_again(&mut self, conversation: ConversationId, found: State) -> bool {
        let Some(takes) = self.truth.with_bot_again(conversation) else { return false };
        self.tell(Fact::MetBot { conversation });
        self.take_away(conversation);
        self.become_(conversation, State::New);
        if self.clocks.is_some() {
            self.clocks_stop(conversation);
        }
        let at = self.now() + takes;
        self.schedule_comer(at, Comer::BackFromBot { conversation, found });
        true
    }

    /// The bot is done with somebody who came back.
    pub(super) fn leaves_bot_again(&mut self, conversation: ConversationId, found: State) {
        self.tell(Fact::HandedOver { conversation });
        let now = self.now();
        let it = &mut self.world.conversations[conversation.index()];
        (it.written, it.heard) = (now, now);
        let it = self.world.conversation(conversation);
        let joining = self.treatment(conversation).reactivation_from(found).entry(&self.world, it);
        self.enqueue(conversation, joining);
        self.begins_to_wait(conversation);
    }

    /// Whoever needs a human comes to the door.
    fn comes_to_door(&mut self, conversation: ConversationId) {
        let demand = self.world.conversation(conversation).demand();
        match self.model.demands[demand.index()].escalates {
            Some(to) if self.treatment(conversation).escalation.urgent && self.truth.is_urgent(conversation) => {
                self.passes_on(conversation, to, true, false);
            }
            _ => self.comes_through_door(conversation),
        }
    }

    /// The same for whoever does not go on as another demand at once.
    fn comes_through_door(&mut self, conversation: ConversationId) {
        if self.policy.door.out_of_hours == OutOfHours::Refuse && !self.is_open_now(conversation) {
            self.turned_away.push(conversation);
            return;
        }
        self.knocks_plainly(conversation);
    }

    fn is_open_now(&self, conversation: ConversationId) -> bool {
        self.model.is_open(self.world.conversation(conversation).demand(), self.now())
    }

    pub(super) fn schedule_comer(&mut self, at: Time, comer: Comer) {
        self.agenda.schedule(at, phase::RETURNS, self.comers.len() as u32);
        self.comers.push(comer);
    }

    /// When a demand closes next, under a rule that clears the queue then.
    pub(super) fn next_closing(&self) -> Option<Time> {
        if self.policy.door.at_closing == AtClosing::Keep {
            return None;
        }
        (0..self.model.demands.len() as u32).filter_map(|demand| self.closes_after(DemandId(demand), self.now())).min()
    }

    /// When a demand closes next after an instant.
    fn closes_after(&self, demand: DemandId, after: Time) -> Option<Time> {
        let it = &self.model.demands[demand.index()];
        let (zone, hours) = (self.model.open_zone(it), it.open.as_ref()?);
        let change = zone.next_change(hours, after)?;
        if self.model.is_open(demand, change) { zone.next_change(hours, change) } else { Some(change) }
    }

    /// Notes which demands close now.
    pub(super) fn close_doors(&mut self) {
        let now = self.now();
        if self.policy.door.at_closing == AtClosing::Keep || now == self.model.begins() {
            return;
        }
        let before = Time(now.0 - 1);
        for demand in (0..self.model.demands.len() as u32).map(DemandId) {
            if self.closes_after(demand, before) == Some(now) {
                self.closing.push(demand);
            }
        }
    }

    /// Whoever of a demand that closes now waits for a first reply, and never had an agent, is turned away.
    #[cold]
    #[inline(never)]
    pub(super) fn clear_queue(&mut self) {
        let lanes = 0..self.world.lanes.len();
        let mut waiting: Vec<ConversationId> = lanes.flat_map(|lane| self.waiting_in(lane)).collect();
        waiting.sort_unstable();
        for conversation in waiting {
            let it = self.world.conversation(conversation);
            let new = it.state == State::Queued && it.exchange == 0 && it.passages == 1;
            if new && self.closing.contains(&it.demand()) {
                self.turn_away(conversation);
            }
        }
        self.closing.clear();
    }
}
