//! Erlang's two formulas: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in
//! automatic telephone exchanges", Elektroteknikeren 13 (1917).

use super::{check, check_positive};
use crate::maths;

/// The share of customers who find all `servers` busy and are lost, at a `load` in erlang: Erlang's B formula
/// (a^c / c!) / sum of a^k / k! for k from 0 to c. The law of service does not matter but for its mean.
///
/// By the recursion 1 / B(c) = 1 + (c / a) / B(c - 1), which adds and multiplies positive numbers only: D. L. Jagerman,
/// "Some properties of the Erlang loss function", Bell System Technical Journal 53 (1974).
///
/// # Panics
/// If the load is negative or not finite.
pub fn erlang_b(servers: u32, load: f64) -> f64 {
    1.0 / inverse_erlang_b(servers, load)
}

/// 1 / B(c, a). Infinite where B is too small for a number.
pub(super) fn inverse_erlang_b(servers: u32, load: f64) -> f64 {
    check("a load", load);
    if load == 0.0 {
        return if servers == 0 { 1.0 } else { f64::INFINITY };
    }
    (1..=servers).fold(1.0, |inverse, server| 1.0 + inverse * f64::from(server) / load)
}

/// M/M/c: Poisson arrivals, exponential service, and everybody waits. Gross, Shortle, Thompson and Harris, "Fundamentals
/// of Queueing Theory" (4th edition, 2008), section 2.3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangC {
    servers: f64,
    arrival_rate: f64,
    mean_service: f64,
    probability_of_wait: f64,
}

impl ErlangC {
    /// The queue with these arrivals per unit of time, mean time of service and servers; `None` if the load is not below
    /// the number of servers.
    ///
    /// # Panics
    /// If the rate is negative or the mean time of service not above 0.
    pub fn new(arrival_rate: f64, mean_service: f64, servers: u32) -> Option<Self> {
        check("an arrival rate", arrival_rate);
        check_positive("a mean time of service", mean_service);
        let load = arrival_rate * mean_service;
        let inverse = inverse_erlang_b(servers, load);
        let servers = f64::from(servers);
        // C = B / (1 - rho (1 - B)), divided by B: nothing cancels where B is next to 1.
        let probability_of_wait = servers / ((servers - load) * inverse + load);
        (load < servers).then_some(Self { servers, arrival_rate, mean_service, probability_of_wait })
    }

    /// The load of a server: the share of time in which it is busy.
    pub fn utilisation(&self) -> f64 {
        self.arrival_rate * self.mean_service / self.servers
    }

    /// The share of customers who wait at all: Erlang's C formula c B / (c - a (1 - B)).
    pub fn probability_of_wait(&self) -> f64 {
        self.probability_of_wait
    }

    /// The mean wait of all customers: C / (c mu - lambda), in the unit of time.
    pub fn mean_wait(&self) -> f64 {
        self.probability_of_wait * self.mean_wait_of_those_who_wait()
    }

    /// The mean wait of those who wait at all: 1 / (c mu - lambda), in the unit of time.
    pub fn mean_wait_of_those_who_wait(&self) -> f64 {
        1.0 / self.decay()
    }

    /// The standard deviation of the wait of all customers: square root of C (2 - C), over c mu - lambda, in the unit of
    /// time.
    pub fn deviation_of_wait(&self) -> f64 {
        maths::sqrt(self.probability_of_wait * (2.0 - self.probability_of_wait)) / self.decay()
    }

    /// The share of customers who wait longer than `time`: C exp(-(c mu - lambda) t).
    pub fn probability_of_wait_above(&self, time: f64) -> f64 {
        if time < 0.0 { 1.0 } else { self.probability_of_wait * maths::exp(-self.decay() * time) }
    }

    /// The share of customers who wait no longer than `time`: the service level 1 - C exp(-(c mu - lambda) t).
    pub fn service_level(&self, time: f64) -> f64 {
        1.0 - self.probability_of_wait_above(time)
    }

    /// The shortest time that a share of at least `p` of the customers does not wait longer than, in the unit of time:
    /// ln(C / (1 - p)) / (c mu - lambda), or 0.
    ///
    /// # Panics
    /// If `p` is not between 0 and 1, 1 excluded.
    pub fn wait_quantile(&self, p: f64) -> f64 {
        assert!((0.0..1.0).contains(&p), "a quantile of {p}");
        let above = 1.0 - p;
        if self.probability_of_wait <= above {
            return 0.0;
        }
        maths::ln(self.probability_of_wait / above) / self.decay()
    }

    /// The mean number of customers who wait: lambda times their mean wait (Little's law).
    pub fn mean_queue(&self) -> f64 {
        self.arrival_rate * self.mean_wait()
    }

    /// The mean time from arrival to the end of service, in the unit of time.
    pub fn mean_sojourn(&self) -> f64 {
        self.mean_wait() + self.mean_service
    }

    /// How fast the tail of the wait decays: the servers' rate that is left over, c mu - lambda.
    fn decay(&self) -> f64 {
        self.servers / self.mean_service - self.arrival_rate
    }
}
