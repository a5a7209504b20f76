//! What comes out of a study: files and pictures for people to read.

#[cfg(feature = "program")]
pub mod chart;
