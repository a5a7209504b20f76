//! Phase 3: customers write.

use super::things::{Conversation, Event, Message, State};
use super::{Twin, id};
use quasisync::facts::{Cause, Fact};
use quasisync::policy::{Contentless, Entry, Ownership, SLOT, To};
use quasisync::units::{DeskId, Span, Time};
use quasisync::workload::{After, End, Occasion, Person};

impl Twin<'_> {
    /// A customer of the workload comes for the first time.
    pub(super) fn arrive(&mut self, customer: usize) {
        let it = &self.workload.customers[customer];
        let person = Person { identity: it.identity, demand: it.demand(), visit: 0, attempt: 0, before: 0 };
        let exchanges = (0..it.count()).map(|place| self.workload.exchange(customer, place)).collect();
        let conversation = Conversation::new(person, exchanges, self.now, self.demand(person).reply.default_gap);
        self.begin_conversation(conversation, None);
    }

    /// The customer of a conversation comes again.
    pub(super) fn come_again(&mut self, earlier: usize, keep: bool) {
        let before = &self.conversations[earlier];
        let mut person = Person { before: before.person.before + 1, ..before.person };
        let mut exchanges = Vec::new();
        if keep {
            person.attempt += 1;
            exchanges = before.exchanges.clone();
        } else {
            (person.visit, person.attempt) = (person.visit + 1, 0);
            self.reactions.fresh_visit(person, |exchange| exchanges.push(exchange));
        }
        let conversation = Conversation::new(person, exchanges, self.now, self.demand(person).reply.default_gap);
        let fact = Fact::CameBack { conversation: id(self.conversations.len()), earlier: id(earlier) };
        self.begin_conversation(conversation, Some(fact));
    }

    /// A message too late for its thread begins a conversation that goes on with the visit.
    fn link(&mut self, earlier: usize, contentless: bool) {
        let before = &self.conversations[earlier];
        let person = Person { before: before.person.before + 1, ..before.person };
        let gap = self.demand(person).reply.default_gap;
        let conversation = Conversation {
            answered: before.answered,
            mode: before.mode,
            drifted: before.drifted,
            contentless,
            ..Conversation::new(person, before.exchanges.clone(), self.now, gap)
        };
        let fact = Fact::Linked { conversation: id(self.conversations.len()), earlier: id(earlier) };
        self.begin_conversation(conversation, Some(fact));
    }

    /// A new conversation comes to the door. `fact` says where it comes from.
    fn begin_conversation(&mut self, conversation: Conversation, fact: Option<Fact>) {
        let number = self.conversations.len();
        let open = self.conversations.iter().filter(|it| !matches!(it.state, State::New | State::Closed)).count();
        let past = self.now < self.model.begins();
        let welcome = past || self.policy.door.inside.is_none_or(|limit| open < limit as usize);
        self.conversations.push(conversation);
        if !past {
            self.arrived.push((number, welcome));
        }
        self.tell(Fact::Arrived { conversation: id(number) });
        if let Some(fact) = fact {
            self.tell(fact);
        }
        self.will_nudge(number, 0);
        if welcome {
            self.join_queue(number, Some(self.now));
        }
    }

    /// A message is due in an old conversation.
    pub(super) fn message(&mut self, conversation: usize, message: Message) {
        let it = &self.conversations[conversation];
        let close = &self.policy.close;
        let confirmed = message == Message::Confirmation && close.on_confirmation;
        if confirmed || message != Message::Content && close.contentless == Contentless::Ignore {
            let open = it.state != State::Closed;
            self.tell(Fact::Concluded { conversation: id(conversation) });
            if confirmed && open {
                self.close(conversation, Cause::Confirmed);
            }
            return;
        }
        let contentless = message != Message::Content;
        let too_late = close.thread_window.is_some_and(|window| self.now.since(it.closed) > window);
        if it.state == State::Closed && too_late {
            self.link(conversation, contentless);
        } else {
            self.write(conversation, contentless);
        }
    }

    fn write(&mut self, conversation: usize, contentless: bool) {
        self.silence_ends(conversation);
        let longest = self.policy.longest_gap().as_milliseconds();
        let it = &mut self.conversations[conversation];
        (it.wrote, it.heard) = (self.now, self.now);
        it.messages += 1;
        it.contentless = contentless;
        it.gap = (it.gap + self.now.since(it.replied).as_milliseconds().min(longest)) / 2;
        let (was, mode) = (it.state, it.mode);
        self.will_nudge(conversation, 0);
        self.tell(Fact::Wrote { conversation: id(conversation), mode });
        if was == State::Closed {
            self.tell(Fact::Reopened { conversation: id(conversation) });
        }
        self.reactivate(conversation, was);
    }

    /// Where a conversation goes whose customer wrote.
    fn reactivate(&mut self, conversation: usize, was: State) {
        let owner = self.owner(conversation);
        let present = !self.agents_at(owner).is_empty();
        let others = self.load(owner) - self.weight(was);
        if was == State::Awaiting && (present || self.policy.capacity.ownership == Ownership::Team) {
            self.join_inbox(conversation, owner);
            return;
        }
        let returns = match self.policy.reactivation.to {
            To::OwnerAlways => present,
            To::OwnerBelowMaximum => present && others + u64::from(SLOT) <= self.maximum(owner),
            To::Queue => false,
        };
        if returns {
            self.tell(Fact::Reactivated { conversation: id(conversation), desk: DeskId(owner as u32) });
            self.join_inbox(conversation, owner);
        } else {
            let entry = match self.policy.reactivation.at {
                Entry::Back => Some(self.now),
                Entry::Original => Some(self.conversations[conversation].created),
                Entry::Front => None,
            };
            self.join_queue(conversation, entry);
        }
    }

    /// One more message that says nothing new, unless the one before is answered or its customer gone.
    pub(super) fn nudge(&mut self, conversation: usize, message: u32, extra: u16) {
        let it = &mut self.conversations[conversation];
        if it.needs_reply() && it.messages == message && !it.gone {
            it.heard = self.now;
            self.tell(Fact::Nudged { conversation: id(conversation) });
            self.will_nudge(conversation, extra + 1);
        }
    }

    // What is going to come.

    /// Something that a customer of this conversation would write at an instant, written when he is awake.
    fn will(&mut self, conversation: usize, at: Time, event: Event) {
        self.schedule(self.awake(self.conversations[conversation].person, at), event);
    }

    pub(super) fn will_write(&mut self, conversation: usize, after: Span, message: Message) {
        self.will(conversation, self.now + after, Event::Message(conversation, message));
    }

    fn will_nudge(&mut self, conversation: usize, extra: u16) {
        let it = &self.conversations[conversation];
        if it.contentless {
            return;
        }
        if let Some(after) = self.reactions.one_more(it.person, it.answered, extra) {
            self.will(conversation, self.now + after, Event::Nudge(conversation, it.messages, extra));
        }
    }

    pub(super) fn may_come_again(&mut self, conversation: usize, occasion: Occasion) {
        let person = self.conversations[conversation].person;
        if let Some(it) = self.reactions.comes_again(person, occasion) {
            self.will(conversation, self.now + it.after, Event::Return(conversation, it.keep));
        }
    }

    /// The customer reads the reply to the exchange in progress. What follows, in the mode in which he is by now.
    pub(super) fn reading(&mut self, conversation: usize) -> After {
        let it = &self.conversations[conversation];
        let (person, place, exchange) = (it.person, it.answered, it.exchange().expect("a matter that is open"));
        let reply = &self.demand(person).reply;
        let mut mode = if it.drifted { self.reactions.mode_after(person, place, it.mode) } else { exchange.mode() };
        let too_long = reply.drift.is_some_and(|drift| self.now.since(it.wrote) > drift.after_wait);
        if too_long && self.reactions.turns_slower(person, place) {
            mode = (mode + 1).min(reply.modes.len() as u8 - 1);
        }
        let drifted = it.drifted || mode != exchange.mode();
        let it = &mut self.conversations[conversation];
        (it.mode, it.drifted, it.answered) = (mode, drifted, place + 1);
        let latency = |planned| if drifted { self.reactions.latency(person, place, mode) } else { planned };
        match exchange.after() {
            After::Message(planned) => After::Message(latency(planned)),
            After::Solved(End::Confirms(planned)) => After::Solved(End::Confirms(latency(planned))),
            After::Solved(End::Thanks(planned)) => After::Solved(End::Thanks(latency(planned))),
            other => other,
        }
    }
}
