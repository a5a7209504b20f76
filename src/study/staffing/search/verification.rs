//! The staffing that was found, with customers that the search never saw.

use super::super::outcome::{Outcome, Reached, Tail};
use super::super::posts::Counts;
use super::super::{Failure, Less, Verification};
use super::Search;
use crate::experiment::Progress;

/// A verification has so many times the replications of the search: what the search has shown with a margin of chance it shows
/// again, though the search has picked the least that happened to pass.
const VERIFYING: u32 = 4;

/// After so many verifications that failed there is something else wrong.
const MOST_VERIFICATIONS: u32 = 20;

/// What did not fail.
pub(super) struct Verified {
    pub(super) counts: Counts,
    /// By post: what happens with one agent less.
    pub(super) less: Vec<Less>,
    pub(super) verifications: Vec<Verification>,
    pub(super) outcome: Outcome,
}

impl<P: Progress> Search<'_, P> {
    /// On customers that nothing before has seen, until they do not fail.
    pub(super) fn verified(&mut self, mut counts: Counts, mut less: Vec<Less>) -> Result<Verified, Failure> {
        let mut streaks = vec![0; self.judged.len()];
        let mut verifications = Vec::new();
        let count = VERIFYING * self.replications;
        for number in 0..MOST_VERIFICATIONS {
            let first = self.replications + number * count;
            let outcome = self.try_on(&counts, first..first + count)?;
            let fails = self.fails(&outcome, false);
            let before = counts.clone();
            if !fails.is_empty() && !self.add(&mut counts, &outcome, &fails, &mut streaks, 0.0) {
                break;
            }
            verifications.push(Verification { fails: fails.len(), added: added(&before, &counts) });
            if fails.is_empty() {
                return Ok(Verified { counts, less, verifications, outcome });
            }
            for place in (0..counts.len()).filter(|place| counts[*place] > before[*place]) {
                let nearest = fails
                    .iter()
                    .min_by_key(|it| self.posts.all[place].intervals.iter().map(|own| own.0.abs_diff(it.0)).min());
                let &(interval, target) = nearest.expect("something failed");
                let reached = outcome.reached(interval, target, &self.question.targets[target], self.tail);
                less[place] = Less::Fails { interval, target, reached, verifying: true };
            }
        }
        Err(Failure::NeverVerified(verifications))
    }

    /// Bounds that fewer agents keep are asked of the least staffing, over the whole counted time.
    pub(super) fn refuse_what_is_spent(&self, outcome: &Outcome) -> Result<(), Failure> {
        let targets = self.question.targets.iter().enumerate().filter(|(_, it)| !it.is_helped_by_more());
        for (target, of) in targets {
            let tail = Tail((1.0 - self.question.confidence) / 2.0);
            let Some(standing) = outcome.overall(target, of, tail) else { continue };
            if !of.is_met(standing.ratio) {
                let reached = Reached { value: standing.ratio, end: standing.ends.map(|it| it.0) };
                return Err(Failure::Contradicts { target: of.clone(), reached });
            }
        }
        Ok(())
    }
}

fn added(before: &[u32], after: &[u32]) -> u32 {
    after.iter().zip(before).map(|(after, before)| after - before).sum()
}
