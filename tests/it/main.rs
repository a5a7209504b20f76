//! The integration tests: one binary, one module a subject.

#[cfg(feature = "program")]
mod bad_scenarios;
#[cfg(feature = "program")]
mod outputs;
#[cfg(feature = "program")]
mod program;
#[cfg(feature = "program")]
mod runner;
mod scenarios;
