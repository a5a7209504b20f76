//! Studies of a scenario: the same experiment at many points, each with some keys set otherwise; and the steady state in
//! which it settles.

pub mod steady;
pub mod sweep;

pub use steady::{Settled, SteadyAsked, SteadyPlan, SteadyState, settle};
pub use sweep::{Plan, batches};
