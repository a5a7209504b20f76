//! Urgent classes first, nobody interrupted.

use super::{ErlangC, check, check_positive};

/// The customers of one urgency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Class {
    /// Arrivals per unit of time.
    pub arrival_rate: f64,
    /// The mean time of service.
    pub mean_service: f64,
    /// The coefficient of variation of the time of service: its deviation over its mean.
    pub variation: f64,
}

/// The mean waits in an M/G/1 queue, class by class, the most urgent first, in the unit of time: with W0 = sum of
/// lambda E\[S^2\] / 2 and the load s(k) of the classes up to k, W0 / ((1 - s(k - 1)) (1 - s(k))). `None` if the load is
/// not below 1.
///
/// A. Cobham, "Priority assignment in waiting line problems", Operations Research 2 (1954).
///
/// # Panics
/// If a rate or a variation is negative, or a mean time of service not above 0.
pub fn single_server_priorities(classes: &[Class]) -> Option<Vec<f64>> {
    let residual = |class: &Class| {
        check("an arrival rate", class.arrival_rate);
        check_positive("a mean time of service", class.mean_service);
        check("a coefficient of variation", class.variation);
        class.arrival_rate * class.mean_service * class.mean_service * (1.0 + class.variation * class.variation) / 2.0
    };
    let residual = classes.iter().map(residual).sum();
    let loads: Vec<f64> = classes.iter().map(|class| class.arrival_rate * class.mean_service).collect();
    waits(residual, &loads)
}

/// The mean waits in an M/M/c queue whose classes all have the same exponential law of service, the most urgent first, in
/// the unit of time: with Erlang's C, W0 = C x mean service / c and the load s(k) per server of the classes up to k,
/// W0 / ((1 - s(k - 1)) (1 - s(k))). `None` if the load is not below the number of servers.
///
/// R. H. Davis, "Waiting-time distribution of a multi-server, priority queuing system", Operations Research 14 (1966);
/// O. Kella and U. Yechiali, "Waiting times in the non-preemptive priority M/M/c queue", Stochastic Models 1 (1985).
///
/// # Panics
/// If a rate is negative or the mean time of service not above 0.
pub fn priorities(arrival_rates: &[f64], mean_service: f64, servers: u32) -> Option<Vec<f64>> {
    arrival_rates.iter().for_each(|rate| check("an arrival rate", *rate));
    let everybody = ErlangC::new(arrival_rates.iter().sum(), mean_service, servers)?;
    let service = mean_service / f64::from(servers);
    let loads: Vec<f64> = arrival_rates.iter().map(|rate| rate * service).collect();
    waits(everybody.probability_of_wait() * service, &loads)
}

/// What of `residual` work each class waits for, in the end.
fn waits(residual: f64, loads: &[f64]) -> Option<Vec<f64>> {
    let mut waits = Vec::with_capacity(loads.len());
    let (mut before, mut load) = (0.0, 0.0);
    for own in loads {
        load += own;
        waits.push(residual / ((1.0 - before) * (1.0 - load)));
        before = load;
    }
    (load < 1.0).then_some(waits)
}
