//! Studies of a scenario: the same experiment at many points, each with some keys set otherwise.

pub mod axis;
pub mod sweep;

pub use axis::Axis;
pub use sweep::{Plan, batches};
