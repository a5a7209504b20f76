//! The customers' truth: who they are, where they stand, whether they are still there. No policy sees any of it.

use crate::model::Model;
use crate::policy::Treatment;
use crate::random::Law;
use crate::units::{AgentId, ConversationId, DemandId, Span};
use crate::workload::{After, Exchange, Occasion, Person, Reactions, Returning, Turn, WithBot, Workload};

/// What the engine knows about the customer of each conversation. What a scenario does not use has no column.
pub(super) struct Truth<'a> {
    model: &'a Model,
    workload: &'a Workload,
    reactions: Reactions<'a>,
    /// By conversation: the place of its present exchange, with the flags below.
    turns: Vec<u32>,
    /// By conversation: with whom it is. Only where a customer may begin a second one.
    visits: Option<Vec<Visit>>,
    /// The exchanges of visits that were not in the workload; their places follow those of the workload.
    fresh: Vec<Exchange>,
    /// By conversation: 0, or once the customer has turned slower his mode plus 1. Only where somebody may.
    drifted: Option<Vec<u8>>,
    /// By conversation: how many exchanges lie behind in those that were passed on and must be read. Only where some are.
    behind: Option<Vec<u16>>,
}

/// With whom a conversation is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    pub(super) person: Person,
    /// The place of the first exchange.
    pub(super) first: u32,
}

/// The customer has left without a word.
const GONE: u32 = 1 << 31;
/// The matter is solved, and the place is the one after the last.
const SOLVED: u32 = 1 << 30;
/// Below this are places.
const PLACES: u32 = SOLVED - 1;

/// Whether a customer still has something to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// The matter is open.
    There,
    /// He has left without a word.
    Gone,
    /// The matter is solved.
    Solved,
}

impl<'a> Truth<'a> {
    pub(super) fn new(model: &'a Model, workload: &'a Workload, treatments: &[Treatment]) -> Truth<'a> {
        let customers = workload.customers.len();
        let passed_on = model.passes_on();
        let linked = treatments.iter().any(|it| it.close.thread_window.is_some());
        let again = linked || model.has_returns() || passed_on;
        let drifts = model.demands.iter().any(|it| it.reply.drift.is_some());
        Truth {
            model,
            workload,
            reactions: Reactions::new(model, workload),
            turns: Vec::with_capacity(customers),
            visits: again.then(|| Vec::with_capacity(customers)),
            fresh: Vec::new(),
            drifted: drifts.then(|| Vec::with_capacity(customers)),
            behind: passed_on.then(|| Vec::with_capacity(customers)),
        }
    }

    /// A conversation begins with the first exchange of a customer.
    #[inline]
    pub(super) fn first_begins(&mut self, customer: usize) {
        let it = &self.workload.customers[customer];
        self.begins(Visit { person: newcomer(it.identity, it.demand()), first: it.first }, it.first, 0, 0);
    }

    /// A conversation begins that goes on with the visit of another one.
    pub(super) fn link_begins(&mut self, earlier: ConversationId) -> Person {
        let Visit { mut person, first } = self.visit(earlier);
        person.before = person.before.saturating_add(1);
        let (turn, drifted, behind) = (self.turns[earlier.index()], self.drifted(earlier), self.behind(earlier));
        self.begins(Visit { person, first }, turn, drifted, behind);
        person
    }

    /// A conversation begins with the first exchange of a visit, the same as before or a fresh one.
    pub(super) fn return_begins(&mut self, before: Visit, keep: bool) -> Person {
        let Visit { mut person, first } = before;
        person.before = person.before.saturating_add(1);
        if !keep {
            return self.fresh_begins(person, 0);
        }
        person.attempt = person.attempt.saturating_add(1);
        self.begins(Visit { person, first }, first, 0, 0);
        person
    }

    /// A conversation begins in which a matter goes on as another demand; unless whoever passed it on told them all,
    /// those who go on with it must read what was written.
    pub(super) fn passed_on_begins(&mut self, earlier: ConversationId, to: DemandId, told: bool) -> Person {
        let mut person = self.visit(earlier).person;
        person.before = person.before.saturating_add(1);
        person.demand = to;
        let behind = if told { 0 } else { self.so_far(earlier) };
        self.fresh_begins(person, behind)
    }

    /// A conversation begins with the first exchange of a fresh visit.
    fn fresh_begins(&mut self, mut person: Person, behind: u16) -> Person {
        person.visit = person.visit.saturating_add(1);
        person.attempt = 0;
        let first = (self.workload.exchanges() + self.fresh.len()) as u32;
        let Truth { reactions, fresh, .. } = self;
        reactions.fresh_visit(person, |exchange| fresh.push(exchange));
        assert!(self.workload.exchanges() + self.fresh.len() <= PLACES as usize, "too many exchanges for a run");
        self.begins(Visit { person, first }, first, 0, behind);
        person
    }

    #[inline]
    fn begins(&mut self, visit: Visit, turn: u32, drifted: u8, behind: u16) {
        self.turns.push(turn);
        if let Some(column) = &mut self.visits {
            column.push(visit);
        }
        if let Some(column) = &mut self.drifted {
            column.push(drifted);
        }
        if let Some(column) = &mut self.behind {
            column.push(behind);
        }
    }

    /// With whom a conversation is.
    pub(super) fn visit(&self, conversation: ConversationId) -> Visit {
        match &self.visits {
            Some(visits) => visits[conversation.index()],
            None => {
                let it = &self.workload.customers[conversation.index()];
                Visit { person: newcomer(it.identity, it.demand()), first: it.first }
            }
        }
    }

    pub(super) fn person(&self, conversation: ConversationId) -> Person {
        self.visit(conversation).person
    }

    /// For whom random rules draw.
    pub(super) fn identity(&self, person: Person) -> u64 {
        self.reactions.identity(person)
    }

    #[inline]
    pub(super) fn standing(&self, conversation: ConversationId) -> Standing {
        match self.turns[conversation.index()] {
            turn if turn & GONE != 0 => Standing::Gone,
            turn if turn & SOLVED != 0 => Standing::Solved,
            _ => Standing::There,
        }
    }

    /// Whether the matter is open and the customer there.
    #[inline]
    pub(super) fn is_there(&self, conversation: ConversationId) -> bool {
        self.turns[conversation.index()] & (GONE | SOLVED) == 0
    }

    /// The customer leaves without a word.
    pub(super) fn leaves(&mut self, conversation: ConversationId) {
        self.turns[conversation.index()] |= GONE;
    }

    /// The place of the present exchange.
    #[inline]
    fn place(&self, conversation: ConversationId) -> u32 {
        self.turns[conversation.index()] & PLACES
    }

    /// The number of the present exchange in the visit, from 0.
    pub(super) fn number(&self, conversation: ConversationId) -> u16 {
        (self.place(conversation) - self.visit(conversation).first) as u16
    }

    /// 0, or the mode of a customer who has turned slower plus 1.
    #[inline]
    fn drifted(&self, conversation: ConversationId) -> u8 {
        self.drifted.as_ref().map_or(0, |drifted| drifted[conversation.index()])
    }

    fn behind(&self, conversation: ConversationId) -> u16 {
        self.behind.as_ref().map_or(0, |behind| behind[conversation.index()])
    }

    /// How many exchanges somebody who knows nothing of the matter would have to read.
    pub(super) fn so_far(&self, conversation: ConversationId) -> u16 {
        self.number(conversation).saturating_add(self.behind(conversation))
    }

    #[inline]
    fn turn(&self, place: u32) -> Turn {
        self.workload.turn(place).unwrap_or_else(|| self.fresh_at(place).turn())
    }

    #[cold]
    #[inline(never)]
    fn fresh_at(&self, place: u32) -> Exchange {
        self.fresh[place as usize - self.workload.exchanges()]
    }

    #[inline]
    fn mode_at(&self, place: u32) -> u8 {
        match (place as usize) < self.workload.exchanges() {
            true => self.workload.mode(place),
            false => self.fresh_at(place).mode(),
        }
    }

    /// The work on the customer's message, for an agent of speed 1 with nothing else to do.
    #[inline]
    pub(super) fn handling(&self, conversation: ConversationId) -> Span {
        self.turn(self.place(conversation)).handling()
    }

    /// The work on a message without content.
    pub(super) fn closing(&self, conversation: ConversationId) -> Span {
        self.reactions.closing(self.person(conversation))
    }

    /// How long the customer waits for the reply to a message, if not for ever, without any signal.
    #[inline]
    pub(super) fn patience(&self, conversation: ConversationId) -> Option<Span> {
        let place = self.place(conversation);
        match (place as usize) < self.workload.exchanges() {
            true => self.workload.patience(place),
            false => self.fresh_at(place).patience(),
        }
    }

    /// The same for a message written out of opening hours; `None`: as in hours.
    pub(super) fn patience_out_of_hours(&self, conversation: ConversationId) -> Option<Span> {
        self.reactions.patience_out_of_hours(self.person(conversation), self.number(conversation))
    }

    /// Whether the customer, who gives up, goes without a word.
    pub(super) fn leaves_silently(&self, conversation: ConversationId, demand: DemandId) -> bool {
        self.model.demands[demand.index()].patience.silent > 0.0
            && self.reactions.leaves_silently(self.person(conversation))
    }

    /// Whether the customer comes again.
    #[inline]
    pub(super) fn comes_again(&self, conversation: ConversationId, occasion: Occasion) -> Option<Returning> {
        self.visits
            .as_ref()
            .and_then(|visits| self.reactions.comes_again(visits[conversation.index()].person, occasion))
    }

    /// When the customer who waits writes once more, after so many messages that said nothing new.
    pub(super) fn one_more(&self, conversation: ConversationId, extra: u16) -> Option<Span> {
        self.reactions.one_more(self.person(conversation), self.number(conversation), extra)
    }

    /// The customer reads the reply that came `response` after the message: what follows.
    #[inline(always)]
    pub(super) fn reads(&mut self, conversation: ConversationId, response: Span) -> After {
        let place = self.place(conversation);
        let mut after = self.turn(place).after();
        if self.drifted.is_some() {
            after = self.drifts(conversation, place, response, after);
        }
        let solved = matches!(after, After::Solved(_));
        self.turns[conversation.index()] = (place + 1) | if solved { SOLVED } else { 0 };
        after
    }

    /// What comes of the customer's meeting with the bot.
    pub(super) fn with_bot(&self, conversation: ConversationId) -> Option<WithBot> {
        self.reactions.with_bot(self.person(conversation))
    }

    /// How long a returning customer is with the bot; `None`: there is none.
    pub(super) fn with_bot_again(&self, conversation: ConversationId) -> Option<Span> {
        self.reactions.with_bot_again(self.person(conversation), self.number(conversation))
    }

    /// After what time, counted from the n-th reminder, the customer writes who heeds it; `None`: he does not, if this
    /// share of customers does. `asked`: by a template, to write once more.
    pub(super) fn heeds(&self, conversation: ConversationId, reminder: u16, share: f64, asked: bool) -> Option<Span> {
        let person = self.person(conversation);
        let (exchange, mode) = match asked {
            true => (self.number(conversation), self.mode_again(conversation)),
            false => (self.number(conversation) - 1, self.mode(conversation)),
        };
        let heeds = self.reactions.heeds(person, exchange, reminder) < share;
        heeds.then(|| self.reactions.latency_when_reminded(person, exchange, reminder, mode))
    }

    /// How long an agent takes to accept a conversation, the identity of whose person this is, after so many offers.
    pub(super) fn accepts(&self, law: &Law, identity: u64, offer: u16, agent: AgentId) -> Span {
        self.reactions.accepts(law, identity, offer, agent)
    }

    /// Whether the customer needs help more urgently than others.
    pub(super) fn is_urgent(&self, conversation: ConversationId) -> bool {
        self.reactions.is_urgent(self.person(conversation))
    }

    /// Whether the matter goes on to somebody else with the reply that the customer has just read.
    pub(super) fn is_transferred(&self, conversation: ConversationId) -> bool {
        self.reactions.is_transferred(self.person(conversation), self.number(conversation) - 1)
    }

    /// The mode in which the customer writes once more what was not answered.
    pub(super) fn mode_again(&self, conversation: ConversationId) -> u8 {
        let drifted = self.drifted(conversation);
        match drifted {
            0 => self.mode_at(self.place(conversation)),
            before => self.reactions.mode_after(self.person(conversation), self.number(conversation), before - 1),
        }
    }

    /// After what time.
    pub(super) fn latency_again(&self, conversation: ConversationId) -> Span {
        let mode = self.mode_again(conversation);
        self.reactions.latency(self.person(conversation), self.number(conversation), mode)
    }

    /// What followed the last reply, in a matter that is solved.
    pub(super) fn end(&self, conversation: ConversationId) -> After {
        self.turn(self.place(conversation) - 1).after()
    }

    /// The mode in which the customer wrote, or writes now, after a reply.
    #[inline]
    pub(super) fn mode(&self, conversation: ConversationId) -> u8 {
        let drifted = self.drifted(conversation);
        if drifted > 0 { drifted - 1 } else { self.mode_at(self.place(conversation) - 1) }
    }

    /// Whoever waited for too long turns to something else and answers one mode slower; so do the replies after it.
    #[cold]
    #[inline(never)]
    fn drifts(&mut self, conversation: ConversationId, place: u32, response: Span, after: After) -> After {
        let Visit { person, first } = self.visit(conversation);
        let reply = &self.model.demands[person.demand.index()].reply;
        let Some(drift) = reply.drift else { return after };
        let (number, sampled) = ((place - first) as u16, self.mode_at(place));
        let before = self.drifted(conversation);
        let mode = match before {
            0 => sampled,
            before => self.reactions.mode_after(person, number, before - 1),
        };
        let slower = response > drift.after_wait && self.reactions.turns_slower(person, number);
        let mode = (mode + u8::from(slower)).min(reply.modes.len() as u8 - 1);
        if before == 0 && mode == sampled {
            return after;
        }
        self.drifted.as_mut().expect("somebody drifts")[conversation.index()] = mode + 1;
        after.with_latency(self.reactions.latency(person, number, mode))
    }
}

/// Someone who is here for the first time.
fn newcomer(identity: u64, demand: DemandId) -> Person {
    Person { identity, demand, visit: 0, attempt: 0, before: 0 }
}
