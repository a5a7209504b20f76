//! What is measured, and what each number means.

pub mod measures;
