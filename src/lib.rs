//! quasisync: a discrete-event simulator for messaging workloads in customer service.

pub mod report;
