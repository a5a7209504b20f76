//! The integration tests: one binary, one module a subject.

#[cfg(feature = "program")]
mod bad_scenarios;
mod conservation;
mod identity;
mod instants;
#[cfg(feature = "program")]
mod outputs;
#[cfg(feature = "program")]
mod program;
mod rules;
#[cfg(feature = "program")]
mod runner;
mod scenarios;
mod table;
mod twin;
