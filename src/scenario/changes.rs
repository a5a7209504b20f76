//! What is set from outside of a scenario's file.

use super::source::Source;

/// Changes of a scenario, each as in `demand.loans.channel=voice`; a later one wins.
#[derive(Clone, Copy, Debug, Default)]
pub struct Changes<'c> {
    /// Those of the option `--set`.
    pub set: &'c [String],
    /// Those of a point of a sweep.
    pub point: &'c [String],
    /// Where what the sweep varies is written: `--vary` or `[sweep]`.
    pub point_from: &'c str,
}

impl<'c> From<&'c [String]> for Changes<'c> {
    fn from(set: &'c [String]) -> Changes<'c> {
        Changes { set, ..Changes::default() }
    }
}

impl Changes<'_> {
    /// All of them, in their order.
    pub(super) fn all(&self) -> Vec<String> {
        [self.set, self.point].concat()
    }

    /// A source that knows where each is written.
    pub(super) fn attached_to(&self, source: Source) -> Source {
        source.with_changes("--set", self.set).with_changes(self.point_from, self.point)
    }
}
