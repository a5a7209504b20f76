//! Closed forms of queueing theory: what an operation would come to if it were as simple as a textbook has it.
//!
//! Rates and times are plain numbers in one unit of time, whichever that is: with minutes, rates are per minute. Loads are
//! in erlang: arrivals in the mean time of service. Everything is in the steady state, averages are over customers, and
//! whoever comes first is served first unless something else is said. A queue that has no steady state is `None`.
//!
//! | system | here |
//! |---|---|
//! | M/G/c/c: who finds nobody free is lost | [`erlang_b`] |
//! | M/M/c: everybody waits | [`ErlangC`] |
//! | M/M/c+M: customers give up | [`ErlangA`] |
//! | M/G/1 | [`SingleServer`] |
//! | classes of urgency | [`single_server_priorities`], [`priorities`] |
//! | conversations that come back after every reply | [`ErlangR`] |
//! | one agent whose slots are always full | [`FullSlots`] |
//! | how many agents | [`ErlangC::least_servers`], [`ErlangA::least_servers`], [`square_root_staffing`] |

mod erlang;
mod impatience;
mod priorities;
mod reentrant;
mod single_server;
mod slots;
mod staffing;
#[cfg(test)]
mod tests;

pub use erlang::{ErlangC, erlang_b};
pub use impatience::ErlangA;
pub use priorities::{Class, priorities, single_server_priorities};
pub use reentrant::ErlangR;
pub use single_server::SingleServer;
pub use slots::FullSlots;
pub use staffing::{Goal, halfin_whitt, halfin_whitt_inverse, square_root_staffing};

/// Refuses what is no rate, time or load at all.
fn check(name: &str, value: f64) {
    assert!(value >= 0.0 && value.is_finite(), "{name} of {value}");
}

/// Refuses what is not a length of time above 0.
fn check_positive(name: &str, value: f64) {
    assert!(value > 0.0 && value.is_finite(), "{name} of {value}");
}
