//! quasisync: a discrete-event simulator for messaging workloads in customer service.

pub mod civil;
pub mod experiment;
pub mod facts;
pub mod maths;
pub mod model;
pub mod policy;
pub mod random;
pub mod scenario;
pub mod units;
