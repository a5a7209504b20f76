//! The integration tests: one binary, one module a subject.

#[cfg(feature = "program")]
mod bad_scenarios;
mod conservation;
#[cfg(feature = "program")]
mod outputs;
#[cfg(feature = "program")]
mod program;
#[cfg(feature = "program")]
mod runner;
mod scenarios;
mod twin;
