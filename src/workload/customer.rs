//! A customer and what he is going to do, exchange by exchange, in few bytes.

use crate::units::{DemandId, Span, Time};

/// One customer with one matter. 24 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customer {
    /// When the first message is written.
    pub arrives: Time,
    /// Who it is, whatever the other customers: keys every draw about this customer.
    pub identity: u64,
    /// The place of the first exchange.
    pub first: u32,
    count: u16,
    demand: u16,
}

/// One customer message, the work on it, and what comes after the reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange {
    pub(super) turn: Turn,
    pub(super) patience: u32,
    pub(super) mode: u8,
}

/// The part of an exchange that every run needs. 8 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Milliseconds, and in the highest bits what follows.
    pub(super) work: u32,
    pub(super) latency: u32,
}

/// What follows a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// The customer's next message, so long after the reply.
    Message(Span),
    /// Nothing, though the matter is open.
    Ghost,
    /// The matter is solved.
    Solved(End),
}

/// How a visit ends after the reply that solves the matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The agent sees it and closes with the reply.
    Recognised,
    /// The customer writes no more.
    Silent,
    /// The customer says that this is all, so long after the reply.
    Confirms(Span),
    /// The customer writes a message without content, so long after the reply.
    Thanks(Span),
}

impl After {
    /// The same, had the customer written so long after the reply.
    pub fn with_latency(self, latency: Span) -> After {
        match self {
            After::Message(_) => After::Message(latency),
            After::Solved(End::Confirms(_)) => After::Solved(End::Confirms(latency)),
            After::Solved(End::Thanks(_)) => After::Solved(End::Thanks(latency)),
            After::Ghost | After::Solved(End::Recognised | End::Silent) => self,
        }
    }
}

impl From<bool> for End {
    /// Recognised or silent.
    fn from(recognised: bool) -> End {
        if recognised { End::Recognised } else { End::Silent }
    }
}

pub(super) const NEVER: u32 = u32::MAX;
/// The highest bits of a turn's work: the matter is solved with the reply; and then, if the customer writes no more,
/// whether the agent sees it, else whether the customer says that this is all.
const LAST: u32 = 1 << 31;
const SEEN: u32 = 1 << 30;
pub(super) const MOST_WORK: u32 = SEEN - 1;

/// Whole milliseconds, at most 49 days.
fn cut(span: Span) -> u32 {
    span.as_milliseconds().min(u64::from(NEVER - 1)) as u32
}

impl Customer {
    /// A customer who needs `count` exchanges, the first of them at place `first` of all exchanges.
    pub fn new(arrives: Time, identity: u64, demand: DemandId, first: u32, count: u16) -> Customer {
        Customer { arrives, identity, first, count, demand: demand.0 as u16 }
    }

    /// The demand.
    #[inline]
    pub fn demand(&self) -> DemandId {
        DemandId(u32::from(self.demand))
    }

    /// How many exchanges the matter needs; at least one.
    #[inline]
    pub fn count(&self) -> u16 {
        self.count
    }
}

impl Turn {
    /// The work on the message, for an agent of speed 1 with nothing else to do.
    #[inline]
    pub fn handling(self) -> Span {
        Span::milliseconds(u64::from(self.work & MOST_WORK))
    }

    /// What follows the reply.
    #[inline]
    pub fn after(self) -> After {
        match (self.work & LAST != 0, self.latency == NEVER) {
            (false, false) => After::Message(self.latency()),
            (false, true) => After::Ghost,
            (true, _) => After::Solved(self.end()),
        }
    }

    fn latency(self) -> Span {
        Span::milliseconds(u64::from(self.latency))
    }

    fn end(self) -> End {
        match (self.work & SEEN != 0, self.latency == NEVER) {
            (true, true) => End::Recognised,
            (false, true) => End::Silent,
            (true, false) => End::Confirms(self.latency()),
            (false, false) => End::Thanks(self.latency()),
        }
    }
}

/// A span that is kept in milliseconds; `None` is never.
#[inline]
pub(super) fn span(milliseconds: u32) -> Option<Span> {
    (milliseconds != NEVER).then(|| Span::milliseconds(u64::from(milliseconds)))
}

impl Exchange {
    /// An exchange of which `handling` is the work, `latency` the time from the reply to the next message (`None`: the
    /// customer never writes again), `patience` the longest wait (`None`: any), in a mode (place in the demand's list).
    /// Spans are kept in milliseconds and cut off, handling at 12 days, the others at 49.
    pub fn new(handling: Span, latency: Option<Span>, patience: Option<Span>, mode: u8) -> Exchange {
        let turn = Turn { work: cut(handling).min(MOST_WORK), latency: latency.map_or(NEVER, cut) };
        Exchange { turn, patience: patience.map_or(NEVER, cut), mode }
    }

    /// The same exchange as the last of a visit that ends so.
    pub fn ending(mut self, end: End) -> Exchange {
        let (seen, latency) = match end {
            End::Recognised => (SEEN, None),
            End::Silent => (0, None),
            End::Confirms(latency) => (SEEN, Some(latency)),
            End::Thanks(latency) => (0, Some(latency)),
        };
        self.turn.work = self.turn.work & MOST_WORK | LAST | seen;
        self.turn.latency = latency.map_or(NEVER, cut);
        self
    }

    /// The work on the message, for an agent of speed 1 with nothing else to do.
    pub fn handling(&self) -> Span {
        self.turn.handling()
    }

    /// The part that every run needs.
    pub fn turn(&self) -> Turn {
        self.turn
    }

    /// What follows the reply.
    pub fn after(&self) -> After {
        self.turn.after()
    }

    /// From the reply to the next message; `None` if the customer never writes again.
    pub fn latency(&self) -> Option<Span> {
        match self.turn.after() {
            After::Message(latency) => Some(latency),
            After::Ghost | After::Solved(_) => None,
        }
    }

    /// The longest that the customer waits; `None` never gives up.
    pub fn patience(&self) -> Option<Span> {
        span(self.patience)
    }

    /// The mode in which the customer answers after the reply: a place in the demand's list.
    pub fn mode(&self) -> u8 {
        self.mode
    }
}
