//! The least number of servers that keeps a goal.

use super::{ErlangA, ErlangC, check, check_positive};
use crate::maths;

/// What is asked of a queue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// At least this share of all customers is served after a wait of at most this time.
    ServedWithin {
        /// The share.
        share: f64,
        /// The time.
        time: f64,
    },
    /// The mean wait of all customers is at most this, in the unit of time.
    MeanWait(f64),
    /// At most this share of the customers waits at all.
    Waits(f64),
    /// At most this share of the customers gives up. In a queue in which nobody does it is kept as soon as there is a
    /// steady state.
    GivesUp(f64),
}

impl ErlangC {
    /// The least number of servers that keeps a goal with these arrivals per unit of time and this mean time of service;
    /// `None` if no number up to `most` does.
    ///
    /// # Panics
    /// If the rate is negative or the mean time of service not above 0.
    pub fn least_servers(arrival_rate: f64, mean_service: f64, goal: Goal, most: u32) -> Option<u32> {
        least(most, |servers| {
            Self::new(arrival_rate, mean_service, servers).is_some_and(|queue| match goal {
                Goal::ServedWithin { share, time } => queue.service_level(time) >= share,
                Goal::MeanWait(time) => queue.mean_wait() <= time,
                Goal::Waits(share) => queue.probability_of_wait() <= share,
                Goal::GivesUp(_) => true,
            })
        })
    }
}

impl ErlangA {
    /// The least number of servers that keeps a goal with these arrivals per unit of time, this mean time of service and
    /// this mean patience; `None` if no number up to `most` does, or more than ten million customers come within one
    /// patience.
    ///
    /// # Panics
    /// If the rate is negative, or one of the means not above 0.
    pub fn least_servers(
        arrival_rate: f64,
        mean_service: f64,
        mean_patience: f64,
        goal: Goal,
        most: u32,
    ) -> Option<u32> {
        least(most, |servers| {
            Self::new(arrival_rate, mean_service, mean_patience, servers).is_some_and(|queue| match goal {
                Goal::ServedWithin { share, time } => queue.service_level(time) >= share,
                Goal::MeanWait(time) => queue.mean_wait() <= time,
                Goal::Waits(share) => queue.probability_of_wait() <= share,
                Goal::GivesUp(share) => queue.probability_of_abandonment() <= share,
            })
        })
    }
}

/// The least number from 1 to `most` that is enough, given that all above one that is enough are too.
fn least(most: u32, enough: impl Fn(u32) -> bool) -> Option<u32> {
    // Doubling first: large numbers take longer to judge.
    let mut high = 1;
    while !enough(high) {
        if high >= most {
            return None;
        }
        high = high.saturating_mul(2).min(most);
    }
    let least = maths::smallest(u64::from(high / 2 + 1), u64::from(high), |servers| enough(servers as u32)) as u32;
    (least <= most).then_some(least)
}

/// Servers by the square-root rule: `load` in erlang, plus `beta` square roots of it, rounded up; at least 0.
///
/// S. Halfin and W. Whitt, "Heavy-traffic limits for queues with many exponential servers", Operations Research 29 (1981).
///
/// # Panics
/// If the load is negative or not finite.
pub fn square_root_staffing(load: f64, beta: f64) -> u32 {
    check("a load", load);
    (load + beta * maths::sqrt(load)).ceil().max(0.0) as u32
}

/// The share of customers who wait in a large M/M/c queue with load + `beta` square roots of it as servers, to first order:
/// 1 / (1 + beta Phi(beta) / phi(beta)), with the standard normal law. Halfin and Whitt (1981). 1 for a `beta` of 0 or
/// less.
pub fn halfin_whitt(beta: f64) -> f64 {
    if beta <= 0.0 {
        return 1.0;
    }
    let density = maths::exp(-beta * beta / 2.0) / maths::sqrt(2.0 * std::f64::consts::PI);
    density / (density + beta * maths::normal_cdf(beta))
}

/// The `beta` of the square-root rule with which this share of the customers waits: the inverse of [`halfin_whitt`].
///
/// # Panics
/// If the share is not above 0 and at most 1.
pub fn halfin_whitt_inverse(probability_of_wait: f64) -> f64 {
    check_positive("a probability", probability_of_wait);
    assert!(probability_of_wait <= 1.0, "a probability of {probability_of_wait}");
    // The share falls from 1 to below the least positive number, so halving ends at the last bit.
    let (mut low, mut high) = (0.0, 40.0);
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return high;
        }
        if halfin_whitt(middle) > probability_of_wait {
            low = middle;
        } else {
            high = middle;
        }
    }
}
