//! Fewer agents: everywhere at once, then one in each place in turn.

use super::super::posts::Counts;
use super::super::{Failure, Less, Per};
use super::Search;
use crate::experiment::Progress;
use crate::maths::sqrt;

impl<P: Progress> Search<'_, P> {
    /// Fewer agents everywhere at once, in steps that become smaller.
    pub(super) fn lowered(&mut self, mut counts: Counts) -> Result<Counts, Failure> {
        let mut parts = 2.0;
        loop {
            let step = |place: usize| (sqrt(self.loads[place]) / parts).round().max(1.0) as u32;
            let steps: Vec<u32> = (0..counts.len()).map(step).collect();
            let mut tight = vec![false; counts.len()];
            while self.lower_once(&mut counts, &steps, &mut tight)? {}
            if steps.iter().all(|step| *step == 1) {
                return Ok(counts);
            }
            parts *= 2.0;
        }
    }

    /// Takes a step down in all places that are not tight; those where it fails are tight from then on. Whether any was taken.
    fn lower_once(&mut self, counts: &mut Counts, steps: &[u32], tight: &mut [bool]) -> Result<bool, Failure> {
        let mut lowered: Vec<bool> =
            (0..counts.len()).map(|place| !tight[place] && counts[place] >= steps[place]).collect();
        loop {
            let step = |place: usize| if lowered[place] { counts[place] - steps[place] } else { counts[place] };
            let trial = self.at_least_one((0..counts.len()).map(step).collect());
            if trial == *counts {
                return Ok(false);
            }
            let outcome = self.try_on(&trial, self.own())?;
            let fails = self.fails(&outcome, true);
            if fails.is_empty() {
                *counts = trial;
                return Ok(true);
            }
            let before = lowered.clone();
            for (interval, _) in fails {
                let away = |place: usize| {
                    let met = self.posts.all[place].intervals.iter().map(|it| it.0.abs_diff(interval));
                    met.min().unwrap_or(usize::MAX)
                };
                let Some(nearest) = (0..before.len()).filter(|place| before[*place]).map(away).min() else { continue };
                for place in (0..before.len()).filter(|place| before[*place] && away(*place) == nearest) {
                    (lowered[place], tight[place]) = (false, true);
                }
            }
        }
    }

    /// One agent less in one place, or one moved to a cheaper one, until nothing can be taken; and what fails with one less in
    /// each place.
    pub(super) fn minimal(&mut self, mut counts: Counts) -> Result<(Counts, Vec<Less>), Failure> {
        loop {
            let (fewer, less) = self.one_less(counts)?;
            counts = fewer;
            if self.question.per != Per::Shift || !self.exchange(&mut counts)? {
                return Ok((counts, less));
            }
        }
    }

    /// The costliest first, round and round until every place has refused one after the other.
    fn one_less(&mut self, mut counts: Counts) -> Result<(Counts, Vec<Less>), Failure> {
        let mut order: Vec<usize> = (0..counts.len()).collect();
        order.sort_by(|one, other| self.posts.all[*other].cost.total_cmp(&self.posts.all[*one].cost));
        let mut less = vec![Less::Nobody; counts.len()];
        let (mut refused, mut at) = (0, 0);
        while refused < order.len() {
            let place = order[at % order.len()];
            match self.without_one(&counts, place)? {
                Ok(fewer) => (counts, refused) = (fewer, 0),
                Err(why) => {
                    less[place] = why;
                    (refused, at) = (refused + 1, at + 1);
                }
            }
        }
        Ok((counts, less))
    }

    /// With one agent less in a place, or why not.
    fn without_one(&mut self, counts: &Counts, place: usize) -> Result<Result<Counts, Less>, Failure> {
        if counts[place] == 0 {
            return Ok(Err(Less::Nobody));
        }
        let mut fewer = counts.clone();
        fewer[place] -= 1;
        if self.at_least_one(fewer.clone()) != fewer {
            return Ok(Err(Less::Last));
        }
        let outcome = self.try_on(&fewer, self.own())?;
        let fails = self.fails(&outcome, true);
        // The one in the place itself says most.
        let own = fails.iter().find(|it| self.posts.all[place].is_in(it.0)).or(fails.first());
        Ok(match own {
            None => Ok(fewer),
            Some(&(interval, target)) => {
                let reached = outcome.reached(interval, target, &self.question.targets[target], self.tail);
                Err(Less::Fails { interval, target, reached, verifying: false })
            }
        })
    }

    /// Moves one agent to a cheaper post, if every target is still met. Whether one was moved.
    fn exchange(&mut self, counts: &mut Counts) -> Result<bool, Failure> {
        for from in 0..counts.len() {
            for to in 0..counts.len() {
                let cheaper = self.posts.all[to].cost < self.posts.all[from].cost;
                if counts[from] == 0 || !cheaper {
                    continue;
                }
                let mut trial = counts.clone();
                trial[from] -= 1;
                trial[to] += 1;
                let outcome = self.try_on(&trial, self.own())?;
                if self.at_least_one(trial.clone()) == trial && self.fails(&outcome, true).is_empty() {
                    *counts = trial;
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}
