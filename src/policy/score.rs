//! Scores that a scenario writes down.

/// An expression over what a policy may see.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// As written.
    pub text: String,
}
