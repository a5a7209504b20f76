//! One server and any law of service.

use super::{check, check_positive};
use crate::maths;

/// M/G/1, first come, first served: F. Pollaczek, "Uber eine Aufgabe der Wahrscheinlichkeitstheorie", Mathematische
/// Zeitschrift 32 (1930); A. Y. Khinchine, "The mathematical theory of a stationary queue", Matematicheskii Sbornik 39
/// (1932).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SingleServer {
    arrival_rate: f64,
    mean_service: f64,
    /// The mean work that an arrival finds the server in the middle of: lambda E\[S^2\] / 2.
    residual: f64,
}

impl SingleServer {
    /// The queue with these arrivals per unit of time, and the mean and the coefficient of variation (deviation over
    /// mean) of service; `None` if the load is not below 1.
    ///
    /// # Panics
    /// If the rate or the coefficient is negative, or the mean not above 0.
    pub fn new(arrival_rate: f64, mean_service: f64, variation: f64) -> Option<Self> {
        check("an arrival rate", arrival_rate);
        check_positive("a mean time of service", mean_service);
        check("a coefficient of variation", variation);
        let square = mean_service * mean_service * (1.0 + variation * variation);
        let queue = Self { arrival_rate, mean_service, residual: arrival_rate * square / 2.0 };
        (queue.utilisation() < 1.0).then_some(queue)
    }

    /// The share of time in which the server is busy, and of customers who wait: rho = lambda E\[S\].
    pub fn utilisation(&self) -> f64 {
        self.arrival_rate * self.mean_service
    }

    /// The mean wait of all customers, in the unit of time: lambda E\[S^2\] / (2 (1 - rho)).
    pub fn mean_wait(&self) -> f64 {
        self.residual / (1.0 - self.utilisation())
    }

    /// The standard deviation of the wait, in the unit of time, given the mean of the third power of the time of service:
    /// E\[W^2\] = 2 E\[W\]^2 + lambda E\[S^3\] / (3 (1 - rho)).
    ///
    /// # Panics
    /// If the third moment is negative.
    pub fn deviation_of_wait(&self, third_moment: f64) -> f64 {
        check("a third moment", third_moment);
        let mean = self.mean_wait();
        maths::sqrt(mean * mean + self.arrival_rate * third_moment / (3.0 * (1.0 - self.utilisation())))
    }

    /// The mean number of customers who wait: lambda times their mean wait (Little's law).
    pub fn mean_queue(&self) -> f64 {
        self.arrival_rate * self.mean_wait()
    }

    /// The mean time from arrival to the end of service, in the unit of time.
    pub fn mean_sojourn(&self) -> f64 {
        self.mean_wait() + self.mean_service
    }
}
