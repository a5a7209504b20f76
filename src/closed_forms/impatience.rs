//! Erlang A: customers who wait give up after an exponential time.

use super::erlang::inverse_erlang_b;
use super::{check, check_positive};
use crate::maths;

/// More arrivals than this within one patience are refused: the sums would have as many terms, and the queue is that of
/// [`ErlangC`](super::ErlangC), or grows almost without end.
const MOST_WITHIN_PATIENCE: f64 = 1e7;

/// Where a sum is made smaller before it overflows, and by how much.
const LARGE: f64 = 1e200;

/// M/M/c+M: Poisson arrivals, exponential service, and customers who leave when they have waited for an exponential
/// patience. There is always a steady state.
///
/// C. Palm, "Research on telephone traffic carried by full availability groups", Tele 1 (1957); O. Garnett, A. Mandelbaum
/// and M. Reiman, "Designing a call center with impatient customers", Manufacturing & Service Operations Management 4
/// (2002); the law of the offered wait is that of F. Baccelli and G. Hebuterne, "On queues with impatient customers",
/// Performance '81.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangA {
    servers: f64,
    arrival_rate: f64,
    mean_service: f64,
    mean_patience: f64,
    /// The logarithm of the probability that all servers are busy and nobody waits: with an overload the probability
    /// itself may be too small for a number.
    ln_just_busy: f64,
    probability_of_wait: f64,
    mean_queue: f64,
}

/// Sums over the states in which all servers are busy, relative to that in which nobody waits, times exp(-`scale`).
struct Sums {
    /// Of the probabilities.
    states: f64,
    /// Of the probabilities, each times the number who wait.
    waiting: f64,
    scale: f64,
}

/// Adds up products of rate / (departures + i / patience), for i from 1 to j, over j: all terms are positive.
fn sums(rate: f64, departures: f64, mean_patience: f64) -> Sums {
    let mut sums = Sums { states: 1.0, waiting: 0.0, scale: 0.0 };
    let (mut term, mut waiting) = (1.0, 0.0);
    loop {
        waiting += 1.0;
        let ratio = rate / (departures + waiting / mean_patience);
        term *= ratio;
        sums.states += term;
        sums.waiting += term * waiting;
        // The terms fall faster than a geometric series from here on, so this bounds all that are left out.
        if ratio < 1.0 && term * waiting < 1e-17 * (1.0 - ratio) * (1.0 - ratio) * sums.states.min(sums.waiting) {
            return sums;
        }
        if sums.waiting > LARGE {
            term /= LARGE;
            sums.states /= LARGE;
            sums.waiting /= LARGE;
            sums.scale += maths::ln(LARGE);
        }
        // Nobody comes, or as good as: all terms have vanished.
        if term == 0.0 {
            return sums;
        }
    }
}

impl ErlangA {
    /// The queue with these arrivals per unit of time, mean time of service, mean patience and servers; `None` if more
    /// than ten million customers come within one patience.
    ///
    /// # Panics
    /// If the rate is negative, or one of the means or the number of servers is not above 0.
    pub fn new(arrival_rate: f64, mean_service: f64, mean_patience: f64, servers: u32) -> Option<Self> {
        check("an arrival rate", arrival_rate);
        check_positive("a mean time of service", mean_service);
        check_positive("a mean patience", mean_patience);
        assert!(servers > 0, "a queue without servers");
        if arrival_rate * mean_patience > MOST_WITHIN_PATIENCE {
            return None;
        }
        // The states with a server free, relative to that in which all are busy and nobody waits.
        let below = inverse_erlang_b(servers, arrival_rate * mean_service) - 1.0;
        let servers = f64::from(servers);
        let sums = sums(arrival_rate, servers / mean_service, mean_patience);
        let below = below * maths::exp(-sums.scale);
        let total = below + sums.states;
        Some(Self {
            servers,
            arrival_rate,
            mean_service,
            mean_patience,
            ln_just_busy: -sums.scale - maths::ln(total),
            probability_of_wait: sums.states / total,
            mean_queue: sums.waiting / total,
        })
    }

    /// The share of customers who wait at all: that of time in which all servers are busy.
    pub fn probability_of_wait(&self) -> f64 {
        self.probability_of_wait
    }

    /// The mean number of customers who wait.
    pub fn mean_queue(&self) -> f64 {
        self.mean_queue
    }

    /// The share of customers who give up: the mean queue / (lambda x mean patience); 0 if nobody comes.
    pub fn probability_of_abandonment(&self) -> f64 {
        self.mean_wait() / self.mean_patience
    }

    /// The mean wait of all customers, served or lost, in the unit of time: the mean queue / lambda (Little's law).
    pub fn mean_wait(&self) -> f64 {
        if self.arrival_rate > 0.0 { self.mean_queue / self.arrival_rate } else { 0.0 }
    }

    /// The share of time in which a server is busy: lambda (1 - P(gives up)) / (c mu).
    pub fn utilisation(&self) -> f64 {
        self.arrival_rate * (1.0 - self.probability_of_abandonment()) * self.mean_service / self.servers
    }

    /// The share of customers who wait longer than `time`, whether they are served then or give up:
    /// P(offered wait > t) exp(-t / mean patience).
    pub fn probability_of_wait_above(&self, time: f64) -> f64 {
        if time < 0.0 {
            return 1.0;
        }
        self.offered_wait_above(time, 0.0) * maths::exp(-time / self.mean_patience)
    }

    /// The share of all customers who are served after a wait of at most `time`: the service level, in which who gives up
    /// counts as not served, however early.
    pub fn service_level(&self, time: f64) -> f64 {
        if time < 0.0 {
            return 0.0;
        }
        (1.0 - self.probability_of_abandonment() - self.offered_wait_above(time, 1.0)).max(0.0)
    }

    /// The probability that somebody of endless patience would wait longer than `time`; with `deaths` = 1 the probability
    /// of that and of being served then, in spite of the patience.
    ///
    /// The offered wait has the density c mu p exp(lambda s (1 - exp(-t / s)) - c mu t), with the mean patience s and the
    /// probability p that all servers are busy and nobody waits. Its integral from `time` on is the sum of
    /// [`sums`] once more, with the arrivals that are left of lambda after `time`.
    fn offered_wait_above(&self, time: f64, deaths: f64) -> f64 {
        let departures = self.servers / self.mean_service;
        let decay = departures + deaths / self.mean_patience;
        let gone = -maths::exp_m1(-time / self.mean_patience);
        let sums = sums(self.arrival_rate * (1.0 - gone), decay, self.mean_patience);
        let exponent = self.arrival_rate * self.mean_patience * gone - decay * time;
        departures / decay * sums.states * maths::exp(exponent + sums.scale + self.ln_just_busy)
    }
}
