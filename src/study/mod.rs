//! Studies of a scenario: the same experiment at many points, each with some keys set otherwise, and the staffing that meets
//! targets.

pub mod staffing;
pub mod sweep;
pub mod target;

pub use sweep::{Plan, batches};
pub use target::Target;
