//! The integration tests: one binary, one module a subject.

#[cfg(feature = "program")]
mod bad_scenarios;
mod conservation;
mod identity;
mod instants;
mod rules;
mod scenarios;
mod table;
mod twin;
