//! quasisync: a discrete-event simulator for messaging workloads in customer service.

pub mod agenda;
pub mod civil;
#[cfg(feature = "program")]
pub mod cli;
pub mod engine;
pub mod experiment;
pub mod facts;
pub mod maths;
pub mod metrics;
pub mod model;
pub mod policy;
pub mod random;
pub mod recorder;
pub mod report;
pub mod scenario;
pub mod stats;
pub mod trace;
pub mod units;
pub mod workload;
pub mod world;
