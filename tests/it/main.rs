//! The integration tests: one binary, one module a subject.
//!
//! `theory` compares with closed forms, `twin` with a naive second simulator, `conservation` with what must hold on any
//! input; `instants` and `rules` pin what each rule means, `identity` who the customers are, `scenarios` and
//! `bad_scenarios` what the reader of files accepts and says, `explain` how rules are told, `vendors` the presets,
//! `closed_forms` what stands beside queues of the textbooks, `what_ifs` and `sweep` what a change of a scenario changes,
//! `until` and `select` how many replications there are, `steady` where a scenario settles, `staff` how many agents it
//! takes, `extremes` that whatever it accepts can be run; `readme` and
//! `architecture` hold the project to what it says about itself.

mod architecture;
#[cfg(feature = "program")]
mod bad_scenarios;
#[cfg(feature = "program")]
mod closed_forms;
mod conservation;
mod determinism;
mod events;
#[cfg(feature = "program")]
mod explain;
mod extremes;
mod factors;
mod growth;
mod identity;
mod instants;
mod metrics;
#[cfg(feature = "program")]
mod outputs;
#[cfg(feature = "program")]
mod planner;
#[cfg(feature = "program")]
mod program;
#[cfg(feature = "program")]
mod readme;
mod rules;
#[cfg(feature = "program")]
mod runner;
mod scenarios;
#[cfg(feature = "program")]
mod select;
#[cfg(feature = "program")]
mod small;
#[cfg(feature = "program")]
mod staff;
#[cfg(feature = "program")]
mod steady;
#[cfg(feature = "program")]
mod sweep;
mod table;
mod theory;
mod twin;
#[cfg(feature = "program")]
mod until;
mod vendors;
#[cfg(feature = "program")]
mod what_ifs;
mod zones;
