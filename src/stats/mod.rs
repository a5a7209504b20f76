//! Statistics: integer counts and sums inside a replication, estimates with intervals across replications.
//!
//! This floor knows nothing of messaging. What is added up while a simulation runs ([`Histogram`], [`Tally`]) is
//! integer, so merging gives the same bits in any order. What is estimated afterwards ([`Estimate`]) is floating-point
//! and folded in the order of the replications, so it has the same bits however many threads ran them.

pub mod distribution;
pub mod estimate;
pub mod growth;
pub mod histogram;
pub mod quantile;
pub mod tally;
#[cfg(test)]
mod tests;

pub use distribution::Distribution;
pub use estimate::{Difference, Estimate, Interval, deviation, mean, paired, ratio};
pub use growth::{Growth, GrowthTest};
pub use histogram::{Bucket, CoarseHistogram, FineHistogram, Histogram, add_to_both};
pub use quantile::{quantile, quantile_interval};
pub use tally::{Moments, Tally};
