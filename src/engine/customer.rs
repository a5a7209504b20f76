//! The customer arrives, writes, comes again.

use super::instant::NEVER;
use super::{Engine, phase};
use crate::facts::{Cause, Fact, Observer};
use crate::model::{Disruption, Down};
use crate::policy::reactivation::Target;
use crate::policy::{Contentless, order::Joining};
use crate::units::{ConversationId, DemandId, Time};
use crate::workload::{After, End, Occasion, Person};
use crate::world::{Conversation, State, World};

/// A message that says nothing new, to come while the customer waits.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extra {
    /// Which entry of the agenda it is; 0: none is to come.
    entry: u64,
    /// How many were written before it.
    before: u16,
}

/// How a conversation comes to the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Knock {
    /// A matter that nobody has heard of.
    New,
    /// The same, after the bot has failed before.
    PastBot,
    /// It goes on with one that was closed.
    Linked,
}

/// Who comes to the door at a later time.
#[derive(Clone, Copy, Debug)]
pub(super) enum Comer {
    /// A customer who was here before.
    Again {
        /// The last conversation with him.
        earlier: ConversationId,
        /// Whether it is the same visit again.
        keep: bool,
        /// How he comes to the door.
        knock: Knock,
    },
    /// A customer with whom the bot is done.
    FromBot(ConversationId),
    /// The same for one who came back, and whom the bot met in place of an agent.
    BackFromBot {
        /// In which conversation.
        conversation: ConversationId,
        /// In which state his message found it.
        found: State,
    },
}

impl<O: Observer<World>> Engine<'_, O> {
    /// The next customer writes the first message.
    #[inline]
    pub(super) fn arrives(&mut self) {
        self.events += 1;
        let customer = &self.workload.customers[self.coming];
        let (demand, identity) = (customer.demand(), customer.identity);
        self.truth.first_begins(self.coming);
        self.coming += 1;
        self.next_arrival = self.workload.customers.get(self.coming).map_or(NEVER, |next| next.arrives);
        let conversation = self.begins(demand, identity);
        self.knocks(conversation, Knock::New);
    }

    /// A new conversation.
    #[inline]
    fn begins(&mut self, demand: DemandId, identity: u64) -> ConversationId {
        let conversation = ConversationId(self.world.conversations.len() as u32);
        let view = &self.world.demands[demand.index()];
        self.world.conversations.push(Conversation::new(demand, view, self.world.now));
        self.world.identities.push(identity);
        if let Some(extras) = &mut self.extras {
            extras.push(Extra::default());
        }
        if self.clocks.is_some() {
            self.clocks_begin();
        }
        self.tell(Fact::Arrived { conversation });
        conversation
    }

    /// A conversation goes on with an earlier one.
    #[inline]
    pub(super) fn follows(&mut self, conversation: ConversationId, earlier: ConversationId) {
        if let Some(tallies) = &mut self.world.tallies {
            tallies.goes_on_with(conversation, earlier);
        }
    }

    pub(super) fn begins_again(&mut self, person: Person) -> ConversationId {
        let identity = self.truth.identity(person);
        self.begins(person.demand, identity)
    }

    /// A new conversation comes to the door.
    #[inline]
    fn knocks(&mut self, conversation: ConversationId, knock: Knock) {
        match self.front_desk {
            true => self.knocks_at_front_desk(conversation, knock),
            false => self.knocks_plainly(conversation),
        }
    }

    /// The same where all are treated alike.
    #[inline]
    pub(super) fn knocks_plainly(&mut self, conversation: ConversationId) {
        // Whoever wrote in the past still waits: no door turned him away.
        let new = self.now() >= self.model.begins();
        if new && self.policy.door.inside.is_some_and(|limit| self.world.open >= limit) {
            self.turned_away.push(conversation);
            return;
        }
        self.enqueue(conversation, Joining::Queue(self.now()));
        self.begins_to_wait(conversation);
        if new && self.policy.door.waiting.is_some() {
            self.knocking.push(conversation);
        }
    }

    /// Whoever has just written something waits for a reply.
    #[inline(always)]
    pub(super) fn begins_to_wait(&mut self, conversation: ConversationId) {
        self.waits(conversation);
        self.may_nudge(conversation, 0);
        if self.clocks.is_some() {
            self.is_heard(conversation);
        }
    }

    /// A message is due that the customer writes after a reply; `entry` says which one, if he thought better of it.
    pub(super) fn writes(&mut self, conversation: ConversationId, entry: u64) {
        if self.plans.is_some() && !self.writes_as_planned(conversation, entry) {
            return;
        }
        let content = self.truth.is_there(conversation);
        if !content && self.concludes(conversation) {
            return;
        }
        if self.is_too_late(conversation) {
            return self.goes_on_with(conversation);
        }
        let now = self.now();
        let mode = self.mode(conversation);
        self.tell(Fact::Wrote { conversation, mode });
        let it = &mut self.world.conversations[conversation.index()];
        it.note_gap(now.since(it.replied), self.longest_gap);
        it.written = now;
        it.heard = now;
        let (state, owner) = (it.state, it.desk());
        match owner.filter(|desk| state == State::Awaiting && self.present(*desk)) {
            Some(desk) => {
                self.become_(conversation, State::Waiting);
                self.join_inbox(conversation, desk);
            }
            None if state == State::Queued => self.needs_a_reply_now(conversation),
            None if self.comes_back(conversation, content) => {}
            None => return,
        }
        if content {
            self.begins_to_wait(conversation);
        } else if self.clocks.is_some() {
            self.is_heard(conversation);
        }
    }

    /// A message without content is due: whether nobody needs to read it.
    #[inline(never)]
    fn concludes(&mut self, conversation: ConversationId) -> bool {
        let closes = self.is_read(conversation);
        if !closes && self.treatment(conversation).close.contentless == Contentless::Handle {
            return false;
        }
        self.tell(Fact::Concluded { conversation });
        let queued = self.world.conversation(conversation).state == State::Queued;
        if closes && self.world.conversation(conversation).state != State::Closed {
            self.close(conversation, Cause::Confirmed);
            if queued {
                self.leaves_queue(conversation);
            }
        }
        true
    }

    /// Whether the customer's last message confirms that this is all, and the platform reads that.
    pub(super) fn is_read(&self, conversation: ConversationId) -> bool {
        let confirms = matches!(self.truth.end(conversation), After::Solved(End::Confirms(_)));
        confirms && self.treatment(conversation).close.on_confirmation
    }

    /// Whether the platform has forgotten the thread.
    #[inline]
    fn is_too_late(&self, conversation: ConversationId) -> bool {
        self.world.conversation(conversation).state == State::Closed && self.is_past_window(conversation)
    }

    fn is_past_window(&self, conversation: ConversationId) -> bool {
        let closed = self.world.conversation(conversation).since;
        let window = self.treatment(conversation).close.thread_window;
        window.is_some_and(|window| self.now().since(closed) > window)
    }

    /// The customer goes on in a new conversation.
    #[cold]
    #[inline(never)]
    fn goes_on_with(&mut self, earlier: ConversationId) {
        let person = self.truth.link_begins(earlier);
        let conversation = self.begins_again(person);
        self.tell(Fact::Linked { conversation, earlier });
        self.follows(conversation, earlier);
        self.knocks(conversation, Knock::Linked);
    }

    /// A customer who writes in a conversation that is on nobody's active list. Whether he waits for an agent now.
    fn comes_back(&mut self, conversation: ConversationId, content: bool) -> bool {
        let it = self.world.conversation(conversation);
        let (found, owner) = (it.state, it.desk());
        let rule = *self.treatment(conversation).reactivation_from(found);
        let (target, entry) = (rule.target(&self.world, it), rule.entry(&self.world, it));
        if found == State::Closed {
            self.tell(Fact::Reopened { conversation });
        }
        match target {
            Target::Owner(desk) => {
                // Whoever is awaited is on that desk already, even if nobody is there.
                if found != State::Awaiting {
                    self.tell(Fact::Reactivated { conversation, desk });
                    self.is_owned_by(conversation, desk);
                }
                self.become_(conversation, State::Waiting);
                self.join_inbox(conversation, desk);
            }
            Target::Queue(joining) => {
                self.enqueue(conversation, joining);
                self.may_wait_for(conversation, owner, rule);
            }
            Target::Bot if content && self.meets_bot_again(conversation, found) => return false,
            Target::Bot => self.enqueue(conversation, entry),
        }
        true
    }

    /// Begins a passage through the queue of a conversation that needs a reply.
    pub(super) fn enqueue(&mut self, conversation: ConversationId, joining: Joining) {
        self.leaves_for_queue(conversation);
        self.join_queue(conversation, joining);
        if self.clocks.is_some() {
            self.watch_queue(conversation);
        }
    }

    /// Goes from wherever it is to the queue.
    #[inline(always)]
    pub(super) fn leaves_for_queue(&mut self, conversation: ConversationId) {
        self.tell(Fact::Queued { conversation });
        self.take_away(conversation);
        if let Some(stages) = &mut self.world.stages {
            stages.begins_anew(conversation);
        }
        if let Some(rooms) = &mut self.world.rooms {
            rooms.begins_anew(conversation);
        }
        self.become_(conversation, State::Queued);
        let it = &mut self.world.conversations[conversation.index()];
        it.passages = it.passages.saturating_add(1);
    }

    /// Whoever waits may write once more, after so many messages that said nothing new.
    #[inline]
    pub(super) fn may_nudge(&mut self, conversation: ConversationId, before: u16) {
        if self.extras.is_some() {
            self.nudges_next(conversation, before);
        }
    }

    #[cold]
    #[inline(never)]
    fn nudges_next(&mut self, conversation: ConversationId, before: u16) {
        let there = self.truth.is_there(conversation);
        let next = if there { self.truth.one_more(conversation, before) } else { None };
        let entry = next.map_or(0, |span| {
            let at = self.awake(self.world.conversation(conversation).demand(), self.now() + span);
            self.agenda.schedule(at, phase::NUDGES, conversation.0)
        });
        let extras = self.extras.as_mut().expect("somebody nudges");
        extras[conversation.index()] = Extra { entry, before };
    }

    /// A message that says nothing new is due; it is written if the customer still waits.
    pub(super) fn nudges(&mut self, conversation: ConversationId, sequence: u64) {
        let extra = self.extras.as_ref().map_or(Extra::default(), |extras| extras[conversation.index()]);
        let waits = self.world.conversation(conversation).needs_reply() && self.truth.is_there(conversation);
        if extra.entry != sequence || !waits {
            self.events -= 1;
            return;
        }
        self.tell(Fact::Nudged { conversation });
        self.world.conversations[conversation.index()].heard = self.now();
        self.nudges_next(conversation, extra.before.saturating_add(1));
        if self.clocks.is_some() {
            self.wakes(conversation);
            self.is_heard(conversation);
        }
    }

    /// The visit is over: perhaps there will be another one.
    #[inline]
    pub(super) fn may_come_again(&mut self, conversation: ConversationId, occasion: Occasion) {
        let Some(returning) = self.truth.comes_again(conversation, occasion) else { return };
        let at = self.awake(self.world.conversation(conversation).demand(), self.now() + returning.after);
        self.schedule_comer(at, Comer::Again { earlier: conversation, keep: returning.keep, knock: Knock::New });
    }

    /// Somebody comes to the door as planned.
    pub(super) fn comes(&mut self, place: usize) {
        match self.comers[place] {
            Comer::Again { earlier, keep, knock } => self.comes_again(earlier, keep, knock),
            Comer::FromBot(conversation) => self.leaves_bot(conversation),
            Comer::BackFromBot { conversation, found } => self.leaves_bot_again(conversation, found),
        }
    }

    /// A customer comes again.
    fn comes_again(&mut self, earlier: ConversationId, keep: bool, knock: Knock) {
        let person = self.truth.return_begins(self.truth.visit(earlier), keep);
        let conversation = self.begins_again(person);
        self.tell(Fact::CameBack { conversation, earlier });
        self.follows(conversation, earlier);
        self.knocks(conversation, knock);
    }

    /// The mode in which the customer writes now, after a reply or after a template.
    #[inline]
    fn mode(&mut self, conversation: ConversationId) -> u8 {
        match !self.asked.is_empty() && self.asked.remove(&conversation) {
            true => self.truth.mode_again(conversation),
            false => self.truth.mode(conversation),
        }
    }

    /// When a message is written that a customer of a demand has in mind at an instant: when he is awake, and the channel
    /// works.
    #[inline]
    pub(super) fn awake(&self, demand: DemandId, at: Time) -> Time {
        let it = &self.model.demands[demand.index()];
        let at = match &it.awake {
            Some(hours) => self.model.customer_zone(it).next_within(hours, at).unwrap_or(at),
            None => at,
        };
        if self.model.disruptions.is_empty() { at } else { self.undisrupted(demand, at) }
    }

    #[cold]
    #[inline(never)]
    fn undisrupted(&self, demand: DemandId, mut at: Time) -> Time {
        let channel = |it: &&Disruption| matches!(it.down, Down::Channel { .. });
        while let Some(it) = self.model.disruptions.iter().filter(channel).find(|it| it.holds(demand, at)) {
            at = it.postponed(at);
        }
        at
    }

    /// When a customer reads what is sent now: when the channel and its notifications work.
    #[inline]
    pub(super) fn is_read_at(&self, demand: DemandId) -> Time {
        let mut at = self.now();
        while let Some(it) = self.model.disruptions.iter().find(|it| it.holds(demand, at)) {
            at = it.to;
        }
        at
    }

    /// Turns away whom the door does not want: those who found no room inside, and, of the new ones that still wait, the
    /// last to come while too many wait.
    #[cold]
    #[inline(never)]
    pub(super) fn refuse(&mut self) {
        for place in 0..self.turned_away.len() {
            self.turn_away(self.turned_away[place]);
        }
        self.turned_away.clear();
        while let Some(conversation) = self.knocking.pop() {
            let limit = self.policy.door.waiting.unwrap_or(u32::MAX);
            if self.world.queued > limit && self.world.conversation(conversation).state == State::Queued {
                self.turn_away(conversation);
            }
        }
        if !self.closing.is_empty() {
            self.clear_queue();
        }
    }

    pub(super) fn turn_away(&mut self, conversation: ConversationId) {
        self.tell(Fact::Refused { conversation });
        self.close(conversation, Cause::Refused);
        self.world.conversations[conversation.index()].ticket = 0;
        // Whoever was only going to say thanks needs nothing more.
        if self.truth.is_there(conversation) {
            self.may_come_again(conversation, Occasion::Refused);
        }
    }
}
