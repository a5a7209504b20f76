//! How customers react to what a policy did to them: whoever is gone without a word, turns slower, nudges, comes again.
//!
//! Whether it comes to that depends on the policy; what is drawn then does not. Every number is keyed by the person and
//! by what it is for, like all of the [workload](super).

use super::customer::Exchange;
use super::temper::{Temper, drawn};
use super::{Purpose, Workload};
use crate::model::{Model, Return};
use crate::random::{Law, Philox, uniform};
use crate::units::{AgentId, DemandId, Span};

/// Who a conversation is with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person {
    /// The identity of the customer, the same at every visit.
    pub identity: u64,
    /// The demand.
    pub demand: DemandId,
    /// The number of the visit, from 0: another one has other work and patience.
    pub visit: u16,
    /// The number of the attempt at this visit, from 0: another one has the same work and patience.
    pub attempt: u16,
    /// How many conversations the person had before this one.
    pub before: u16,
}

/// After what a customer may come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// The matter was solved.
    Solved,
    /// The customer gave up.
    GaveUp,
    /// The door turned the customer away.
    Refused,
}

/// A customer who comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Returning {
    /// After what time.
    pub after: Span,
    /// Whether it is the same visit again, else a fresh one.
    pub keep: bool,
}

/// What comes of a customer's time with the bot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WithBot {
    /// How long it takes.
    pub takes: Span,
    /// Whether nobody else is needed; then, if the customer only seemed to be helped, after what time he comes again.
    pub contained: Option<Option<Span>>,
}

/// The reactions of the customers of one replication.
#[derive(Clone, Debug)]
pub struct Reactions<'m> {
    tempers: Vec<Temper<'m>>,
    philox: Philox,
}

impl<'m> Reactions<'m> {
    /// The reactions of the customers of a workload of this model.
    pub fn new(model: &'m Model, workload: &Workload) -> Reactions<'m> {
        Reactions { tempers: model.demands.iter().map(Temper::new).collect(), philox: Philox::new(workload.key()) }
    }

    /// Whether someone who gives up goes without a word.
    pub fn leaves_silently(&self, person: Person) -> bool {
        let bits = self.draw(person.identity, 0, attempt(person), Purpose::GivingUp)[0];
        uniform(bits) < self.temper(person).demand.patience.silent
    }

    /// The patience with the reply to a message written out of opening hours: the number that would have been drawn in
    /// hours, through another law. `None`: as in hours.
    pub fn patience_out_of_hours(&self, person: Person, exchange: u16) -> Option<Span> {
        let law = self.temper(person).demand.patience.out_of_hours.as_ref()?;
        Some(drawn(law, self.exchange(person, exchange)[2]))
    }

    /// The work on a message without content.
    pub fn closing(&self, person: Person) -> Span {
        let law = self.temper(person).demand.handling_closing.as_ref();
        law.map_or(Span::ZERO, |law| drawn(law, self.draw(person.identity, 0, visit(person), Purpose::Closing)[0]))
    }

    /// Whether the customer, after a response that took too long, turns to something else.
    pub fn turns_slower(&self, person: Person, exchange: u16) -> bool {
        let bits = self.draw(person.identity, exchange, visit(person), Purpose::Drift)[0];
        self.temper(person).demand.reply.drift.is_some_and(|drift| uniform(bits) < drift.slower)
    }

    /// The mode of an exchange whose predecessor was in mode `before`.
    pub fn mode_after(&self, person: Person, exchange: u16, before: u8) -> u8 {
        self.temper(person).transition(before.into(), self.exchange(person, exchange)[3]) as u8
    }

    /// From the reply of an exchange to the next message, had the customer been in this mode.
    pub fn latency(&self, person: Person, exchange: u16, mode: u8) -> Span {
        let temper = self.temper(person);
        let personal = temper.personal(&self.philox, person.identity);
        temper.latency(mode.into(), personal, self.exchange(person, exchange)[1])
    }

    /// After what time, counted from the last one, the customer who still waits for the reply of an exchange writes one
    /// more message that says nothing new: first the rest of a burst, then nudges. `extra` is the number of those written.
    pub fn one_more(&self, person: Person, exchange: u16, extra: u16) -> Option<Span> {
        let demand = self.temper(person).demand;
        let number = visit(person) | u64::from(extra) << 32;
        let rest = demand.burst.as_ref().map_or(0, |burst| {
            let bits = self.draw(person.identity, exchange, visit(person), Purpose::Burst)[1];
            burst.messages.quantile(uniform(bits)).saturating_sub(1).min(u32::from(u16::MAX)) as u16
        });
        if let (true, Some(burst)) = (extra < rest, &demand.burst) {
            return Some(drawn(&burst.gap, self.draw(person.identity, exchange, number, Purpose::Burst)[0]));
        }
        let nudges = demand.nudges.as_ref().filter(|nudges| extra - rest < nudges.at_most)?;
        Some(drawn(&nudges.after, self.draw(person.identity, exchange, number, Purpose::Nudge)[0]))
    }

    /// Whether the customer comes again, and when.
    pub fn comes_again(&self, person: Person, occasion: Occasion) -> Option<Returning> {
        let comes_back = &self.temper(person).demand.comes_back;
        let (rule, number): (&Option<Return>, usize) = match occasion {
            Occasion::Solved => (&comes_back.solved, 0),
            Occasion::GaveUp => (&comes_back.gave_up, 1),
            Occasion::Refused => (&comes_back.refused, 2),
        };
        let rule = rule.as_ref()?;
        let bits = self.draw(person.identity, 0, attempt(person), Purpose::Return);
        // A second at least, so that nobody comes again endlessly within one instant.
        let after = drawn(&rule.after, bits[3]).max(Span::SECOND);
        (uniform(bits[number]) < rule.probability).then_some(Returning { after, keep: rule.keep })
    }

    /// What comes of meeting the bot; `None`: this demand has none.
    pub fn with_bot(&self, person: Person) -> Option<WithBot> {
        let bot = self.temper(person).demand.bot.as_ref()?;
        let bits = self.draw(person.identity, 0, attempt(person), Purpose::Bot);
        let falsely = uniform(bits[2]) < bot.falsely;
        let back = falsely.then(|| drawn(&bot.back_after, bits[3]).max(Span::SECOND));
        let contained = (uniform(bits[1]) < bot.contains).then_some(back);
        Some(WithBot { takes: drawn(&bot.takes, bits[0]), contained })
    }

    /// How long a returning customer is with the bot after an exchange; `None`: this demand has none.
    pub fn with_bot_again(&self, person: Person, exchange: u16) -> Option<Span> {
        let bot = self.temper(person).demand.bot.as_ref()?;
        Some(drawn(&bot.takes, self.draw(person.identity, exchange, attempt(person), Purpose::BotAgain)[0]))
    }

    /// A number in (0, 1) that says whether the customer heeds a reminder after the reply of an exchange: if it is below the
    /// probability. `number` counts the reminders after this reply, from 0.
    pub fn heeds(&self, person: Person, exchange: u16, number: u16) -> f64 {
        uniform(self.reminder(person, exchange, number)[0])
    }

    /// From the reminder to the message of a customer in this mode who heeds it.
    pub fn latency_when_reminded(&self, person: Person, exchange: u16, number: u16, mode: u8) -> Span {
        let temper = self.temper(person);
        let personal = temper.personal(&self.philox, person.identity);
        temper.latency(mode.into(), personal, self.reminder(person, exchange, number)[1])
    }

    fn reminder(&self, person: Person, exchange: u16, number: u16) -> [u64; 4] {
        self.draw(person.identity, exchange, visit(person) | u64::from(number) << 32, Purpose::Reminder)
    }

    /// How long an agent takes to accept a conversation; `identity` is the [identity](Self::identity) of its person,
    /// `offer` counts the offers that it has had before.
    pub fn accepts(&self, law: &Law, identity: u64, offer: u16, agent: AgentId) -> Span {
        drawn(law, self.draw(identity, offer, u64::from(agent.0), Purpose::Accept)[0])
    }

    /// Whether the customer needs help more urgently than the others of the demand.
    pub fn is_urgent(&self, person: Person) -> bool {
        let urgent = self.temper(person).demand.urgent;
        let draw = || uniform(self.draw(person.identity, 0, visit(person), Purpose::Urgency)[0]);
        urgent.is_some_and(|urgent| draw() < urgent.share)
    }

    /// Whether the matter goes on to somebody else with the reply of an exchange.
    pub fn is_transferred(&self, person: Person, exchange: u16) -> bool {
        let transfer = self.temper(person).demand.transfer;
        let draw = || uniform(self.draw(person.identity, exchange, visit(person), Purpose::Transfer)[0]);
        transfer.is_some_and(|transfer| draw() < transfer.probability)
    }

    /// The exchanges of a fresh visit.
    pub fn fresh_visit(&self, person: Person, each: impl FnMut(Exchange)) {
        self.temper(person).visit(&self.philox, person.identity, visit(person), each);
    }

    /// Who a conversation is for the random rules of a policy: the customer, and the place among his conversations.
    pub fn identity(&self, person: Person) -> u64 {
        match person.before {
            0 => person.identity,
            before => self.draw(person.identity, before, 0, Purpose::Conversation)[0],
        }
    }

    fn temper(&self, person: Person) -> &Temper<'m> {
        &self.tempers[person.demand.index()]
    }

    /// The numbers of an exchange, as they were drawn for the visit.
    fn exchange(&self, person: Person, exchange: u16) -> [u64; 4] {
        self.draw(person.identity, exchange, visit(person), Purpose::Exchange)
    }

    fn draw(&self, identity: u64, exchange: u16, place: u64, purpose: Purpose) -> [u64; 4] {
        self.philox.block([identity, u64::from(exchange), place, purpose as u64])
    }
}

/// The part of a key that tells visits apart.
fn visit(person: Person) -> u64 {
    u64::from(person.visit)
}

/// The part of a key that tells attempts apart.
fn attempt(person: Person) -> u64 {
    visit(person) | u64::from(person.attempt) << 32
}
