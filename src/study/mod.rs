//! Studies of a scenario: the same experiment at many points, each with some keys set otherwise.

pub mod sweep;

pub use sweep::{Plan, batches};
