//! Studies of a scenario: the same experiment at many points, each with some keys set otherwise; the steady state in which it
//! settles; and the staffing that meets targets.

pub mod staffing;
pub mod steady;
pub mod sweep;
pub mod target;

pub use steady::{Settled, SteadyAsked, SteadyPlan, SteadyState, settle};
pub use sweep::{Plan, batches};
pub use target::Target;
