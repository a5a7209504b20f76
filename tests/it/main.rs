//! The integration tests: one binary, one module a subject.

#[cfg(feature = "program")]
mod bad_scenarios;
mod scenarios;
