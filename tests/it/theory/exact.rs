//! Exact results that a test computes for itself, or has from the library, which holds them against known digits.

use quasisync::closed_forms::{self, ErlangC};

/// The stationary law of a birth and death process on 0, 1, ..., `last`.
pub(super) fn stationary(last: usize, birth: impl Fn(usize) -> f64, death: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut weights = vec![1.0];
    for state in 1..=last {
        weights.push(weights[state - 1] * birth(state - 1) / death(state));
    }
    let total: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / total).collect()
}

/// The mean of a function of the state.
pub(super) fn mean(law: &[f64], function: impl Fn(f64) -> f64) -> f64 {
    law.iter().enumerate().map(|(state, probability)| function(state as f64) * probability).sum()
}

/// Erlang B: the probability that all of so many servers are busy at an offered load in erlang.
pub(super) fn erlang_b(servers: usize, load: f64) -> f64 {
    closed_forms::erlang_b(servers as u32, load)
}

/// Erlang C: the probability that a customer of M/M/c waits.
pub(super) fn erlang_c(servers: usize, load: f64) -> f64 {
    ErlangC::new(load, 1.0, servers as u32).expect("a steady state").probability_of_wait()
}
