//! Conversations of several exchanges, without limits of slots.

use super::{ErlangC, check, check_positive};

/// Erlang-R: customers come, are answered, think, write again, and leave after a reply with a constant probability.
/// Whoever needs a reply is served by any agent in the order of writing; the time to think may have any law.
///
/// G. B. Yom-Tov and A. Mandelbaum, "Erlang-R: a time-varying queue with reentrant customers, in support of healthcare
/// staffing", Manufacturing & Service Operations Management 16 (2014).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangR {
    arrival_rate: f64,
    mean_exchanges: f64,
    mean_work: f64,
    mean_think: f64,
}

impl ErlangR {
    /// New conversations per unit of time, the probability that a customer writes again after a reply, and the mean times
    /// of the work on a reply and of the customer's turn; `None` if the customer always writes again.
    ///
    /// # Panics
    /// If the rate or the customer's time is negative, the work not above 0, or the probability not between 0 and 1.
    pub fn new(arrival_rate: f64, continues: f64, mean_work: f64, mean_think: f64) -> Option<Self> {
        check("an arrival rate", arrival_rate);
        check_positive("a mean work", mean_work);
        check("a mean time to think", mean_think);
        assert!((0.0..=1.0).contains(&continues), "a probability of {continues}");
        let mean_exchanges = 1.0 / (1.0 - continues);
        (continues < 1.0).then_some(Self { arrival_rate, mean_exchanges, mean_work, mean_think })
    }

    /// How many exchanges a conversation has on average: 1 / (1 - p).
    pub fn mean_exchanges(&self) -> f64 {
        self.mean_exchanges
    }

    /// Messages that need a reply, per unit of time: lambda / (1 - p).
    pub fn message_rate(&self) -> f64 {
        self.arrival_rate * self.mean_exchanges
    }

    /// The offered load in erlang, how many agents work on average: lambda x mean work / (1 - p).
    pub fn offered_load(&self) -> f64 {
        self.message_rate() * self.mean_work
    }

    /// The mean number of conversations in which it is the customer's turn: lambda p / (1 - p) x mean time to think. Their
    /// number has a Poisson law.
    pub fn mean_awaiting(&self) -> f64 {
        self.arrival_rate * (self.mean_exchanges - 1.0) * self.mean_think
    }

    /// The queue of the messages that need a reply, with so many agents: as M/M/c in the steady state. `None` if the load
    /// is not below the number of agents.
    pub fn messages(&self, agents: u32) -> Option<ErlangC> {
        ErlangC::new(self.message_rate(), self.mean_work, agents)
    }

    /// The mean time from the first message to the last reply with so many agents, in the unit of time: (W + mean work) /
    /// (1 - p) + mean time to think x p / (1 - p). `None` if the load is not below the number of agents.
    pub fn mean_duration(&self, agents: u32) -> Option<f64> {
        let response = self.messages(agents)?.mean_sojourn();
        Some(response * self.mean_exchanges + self.mean_think * (self.mean_exchanges - 1.0))
    }
}
