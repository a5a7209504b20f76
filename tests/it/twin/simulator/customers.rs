//! Phase 3: customers write.

use super::events::{Again, Event, Message};
use super::things::{Conversation, Plan, State};
use super::{Twin, id};
use quasisync::facts::{Cause, Fact};
use quasisync::policy::Contentless;
use quasisync::units::{Span, Time};
use quasisync::workload::{After, End, Occasion, Person};

impl Twin<'_> {
    /// A customer of the workload comes for the first time.
    pub(super) fn arrive(&mut self, customer: usize) {
        let it = &self.workload.customers[customer];
        let person = Person { identity: it.identity, demand: it.demand(), visit: 0, attempt: 0, before: 0 };
        let exchanges = (0..it.count()).map(|place| self.workload.exchange(customer, place)).collect();
        let conversation = Conversation::new(person, exchanges, self.now, self.demand(person).reply.default_gap);
        let number = self.begin_conversation(conversation, None);
        self.meet_bot_or_door(number);
    }

    /// The customer of a conversation comes again.
    pub(super) fn come_again(&mut self, earlier: usize, Again { keep, past_bot }: Again) {
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
        let gap = self.demand(person).reply.default_gap;
        let conversation =
            Conversation { earlier: Some(earlier), ..Conversation::new(person, exchanges, self.now, gap) };
        let fact = Fact::CameBack { conversation: id(self.conversations.len()), earlier: id(earlier) };
        let number = self.begin_conversation(conversation, Some(fact));
        if past_bot {
            self.come_in(number);
        } else {
            self.meet_bot_or_door(number);
        }
    }

    /// A message too late for its thread begins a conversation that goes on with the visit.
    fn link(&mut self, earlier: usize, contentless: bool) {
        let before = &self.conversations[earlier];
        let person = Person { before: before.person.before + 1, ..before.person };
        let gap = self.demand(person).reply.default_gap;
        let conversation = Conversation {
            answered: before.answered,
            behind: before.behind,
            mode: before.mode,
            drifted: before.drifted,
            contentless,
            earlier: Some(earlier),
            ..Conversation::new(person, before.exchanges.clone(), self.now, gap)
        };
        let fact = Fact::Linked { conversation: id(self.conversations.len()), earlier: id(earlier) };
        let number = self.begin_conversation(conversation, Some(fact));
        self.come_to_door(number);
    }

    /// There is a new conversation. `fact` says where it comes from.
    fn begin_conversation(&mut self, conversation: Conversation, fact: Option<Fact>) -> usize {
        let number = self.conversations.len();
        self.conversations.push(conversation);
        self.tell(Fact::Arrived { conversation: id(number) });
        if let Some(fact) = fact {
            self.tell(fact);
        }
        number
    }

    /// A message is due in an old conversation.
    pub(super) fn message(&mut self, conversation: usize, message: Message) {
        let it = &self.conversations[conversation];
        let close = self.treatment(conversation).close;
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

    /// One more message that says nothing new, unless the one before is answered or its customer gone.
    pub(super) fn nudge(&mut self, conversation: usize, message: u32, extra: u16) {
        let it = &mut self.conversations[conversation];
        if it.needs_reply() && it.messages == message && !it.gone {
            it.heard = self.now;
            self.tell(Fact::Nudged { conversation: id(conversation) });
            self.waiting_begins(conversation);
            self.will_nudge(conversation, extra + 1);
        }
    }

    // What is going to come.

    /// Something that a customer of this conversation would write at an instant, written when he is awake.
    pub(super) fn will(&mut self, conversation: usize, at: Time, event: Event) {
        self.schedule(self.awake(self.conversations[conversation].person, at), event);
    }

    pub(super) fn will_write(&mut self, conversation: usize, after: Span, message: Message) {
        self.will(conversation, self.now + after, Event::Message(conversation, message));
    }

    /// The matter goes on in the mode in which the customer is by now: after so long, or never (unless he is reminded).
    pub(super) fn will_go_on(&mut self, conversation: usize, exchange: u16, mode: u8, after: Option<Span>) {
        let at = after.map(|after| self.awake(self.conversations[conversation].person, self.now + after));
        self.conversations[conversation].plan = Some(Plan { exchange, mode, at });
        if let Some(after) = after {
            self.will_write(conversation, after, Message::Content);
        }
    }

    pub(super) fn will_nudge(&mut self, conversation: usize, extra: u16) {
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
            let again = Again { keep: it.keep, past_bot: false };
            self.will(conversation, self.now + it.after, Event::Return(conversation, again));
        }
    }

    /// The mode in which the customer answers the exchange in progress, if the response does not take too long.
    pub(super) fn mode(&self, conversation: usize) -> u8 {
        let it = &self.conversations[conversation];
        if it.drifted {
            self.reactions.mode_after(it.person, it.answered, it.mode)
        } else {
            it.exchange().expect("a matter that is open").mode()
        }
    }

    /// The customer reads the reply to the exchange in progress. What follows, in the mode in which he is by now.
    pub(super) fn reading(&mut self, conversation: usize) -> After {
        let it = &self.conversations[conversation];
        let (person, place, exchange) = (it.person, it.answered, it.exchange().expect("a matter that is open"));
        let reply = &self.demand(person).reply;
        let mut mode = self.mode(conversation);
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
