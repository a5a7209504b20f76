//! The search: a staffing that meets every target in every interval, and from which no agent can be taken.
//!
//! 1. With a great many agents: what is not reached then never is. The work that they do is the offered load.
//! 2. Load and a square root of it as agents; where a target fails, more, the longer it fails the more; a fail that does not
//!    go away where it shows is sought before and after it, because work is carried over. That is the iteration of Feldman,
//!    Mandelbaum, Massey and Whitt, "Staffing of time-varying queues to achieve time-stable performance", Management
//!    Science 54 (2008), with a target instead of a delay probability, and a direction, so that it ends.
//! 3. Fewer everywhere, in steps that become smaller; what fails gets its agents back.
//! 4. One agent less in one place, everywhere in turn, until none can be taken; with shifts also one agent moved to a cheaper
//!    shift.
//! 5. Verification on customers that no step before has seen. If it fails, agents are added where it does, and others verify.

mod fewer;
mod plenty;
mod verification;

use super::outcome::{Outcome, Simulator, Tail};
use super::posts::{Counts, Posts};
use super::{Answer, Failure, Halted, Judged, Question};
use crate::closed_forms::square_root_staffing;
use crate::experiment::Progress;
use crate::units::TeamId;
use std::ops::Range;
use verification::Verified;

/// How many times in a row a target fails in an interval before the cause is sought next to it.
const PATIENCE: u32 = 3;

/// A search on its way.
pub(super) struct Search<'a, P> {
    question: &'a Question,
    posts: Posts,
    simulator: Simulator<'a, P>,
    /// By interval and target.
    judged: Vec<Vec<Judged>>,
    tail: Tail,
    /// With how many replications a staffing is simulated.
    replications: u32,
    /// So many are more than enough.
    plenty: Counts,
    /// The load of each post at its busiest.
    loads: Vec<f64>,
    say: &'a (dyn Fn(&str) + Sync),
}

/// Where a target fails.
type Fails = Vec<(usize, usize)>;

impl<'a, P: Progress> Search<'a, P> {
    pub(super) fn new(
        question: &'a Question,
        posts: Posts,
        simulator: Simulator<'a, P>,
        say: &'a (dyn Fn(&str) + Sync),
    ) -> Self {
        let replications = question.replications;
        let (judged, plenty, loads) = (Vec::new(), Vec::new(), Vec::new());
        Search { question, posts, simulator, judged, tail: Tail(0.0), replications, plenty, loads, say }
    }

    pub(super) fn run(mut self) -> Result<Answer, Failure> {
        (self.say)("with a great many agents");
        let plenty = self.plenty()?;
        (self.say)("more agents where a target fails");
        let counts = self.start(&plenty);
        let counts = self.raised(counts)?;
        (self.say)("fewer agents where there is room");
        let counts = self.lowered(counts)?;
        (self.say)("one agent less");
        let (counts, less) = self.minimal(counts)?;
        (self.say)("verification");
        let Verified { counts, less, verifications, outcome: verified } = self.verified(counts, less)?;
        self.refuse_what_is_spent(&verified)?;
        let Search { question, posts, simulator, judged, tail, replications, .. } = self;
        Ok(Answer {
            targets: question.targets.clone(),
            posts,
            counts,
            less,
            judged,
            tail,
            plenty,
            verified,
            verifications,
            replications,
            simulated: simulator.simulated,
            events: simulator.events,
        })
    }

    /// The replications of the search.
    fn own(&self) -> Range<u32> {
        0..self.replications
    }

    fn try_on(&mut self, counts: &[u32], replications: Range<u32>) -> Result<Outcome, Halted> {
        let model = self.posts.model(counts);
        self.simulator.outcome(model, replications)
    }

    /// Load plus its square root. Where several posts share an interval, those that carry most for their cost come first.
    fn start(&self, plenty: &Outcome) -> Counts {
        let mut wanted: Vec<(usize, TeamId, f64)> = Vec::new();
        for post in &self.posts.all {
            for &(interval, length) in &post.intervals {
                let key = (interval, post.team);
                if !wanted.iter().any(|it| (it.0, it.1) == key) {
                    let load = plenty.load(interval, post.team, length);
                    wanted.push((interval, post.team, f64::from(square_root_staffing(load, 1.0))));
                }
            }
        }
        let mut counts = vec![0; self.posts.all.len()];
        loop {
            let gain = |place: usize| {
                let post = &self.posts.all[place];
                let open = wanted.iter().filter(|it| it.1 == post.team && it.2 > 1e-9 && post.is_in(it.0));
                open.count() as f64 / post.cost.max(1e-9)
            };
            let Some(best) = best(self.posts.all.len(), gain) else { return self.at_least_one(counts) };
            counts[best] += 1;
            let post = &self.posts.all[best];
            wanted.iter_mut().filter(|it| it.1 == post.team && post.is_in(it.0)).for_each(|it| it.2 -= post.net);
        }
    }

    /// Somebody of every team is there at some time: a team of nobody is none.
    fn at_least_one(&self, mut counts: Counts) -> Counts {
        for team in self.posts.teams() {
            let mine: Vec<usize> = (0..counts.len()).filter(|place| self.posts.all[*place].team == team).collect();
            if mine.iter().all(|place| counts[*place] == 0) {
                counts[mine[0]] = 1;
            }
        }
        counts
    }

    /// More agents until every target is met.
    fn raised(&mut self, mut counts: Counts) -> Result<Counts, Failure> {
        let mut streaks = vec![0; self.judged.len()];
        loop {
            let outcome = self.try_on(&counts, self.own())?;
            let fails = self.fails(&outcome, true);
            if fails.is_empty() {
                return Ok(counts);
            }
            if !self.add(&mut counts, &outcome, &fails, &mut streaks, 0.08) {
                return Err(Failure::Stuck);
            }
        }
    }

    /// Adds agents where targets fail; `streaks` says how often in a row they did, and for each time this `share` of those who
    /// are there is added, at least one. Whether any could be added.
    fn add(&self, counts: &mut Counts, outcome: &Outcome, fails: &Fails, streaks: &mut [u32], share: f64) -> bool {
        let failed = |interval: usize| fails.iter().any(|it| it.0 == interval);
        for (interval, streak) in streaks.iter_mut().enumerate() {
            *streak = if failed(interval) { *streak + 1 } else { 0 };
        }
        let mut open: Vec<(usize, u32)> = Vec::new();
        for (interval, &streak) in streaks.iter().enumerate().filter(|it| *it.1 > 0) {
            let reach = (streak / PATIENCE) as usize;
            let near = self.posts.all.iter().flat_map(|post| &post.intervals).map(|it| it.0);
            open.extend(near.filter(|it| it.abs_diff(interval) <= reach).map(|it| (it, streak)));
        }
        open.sort_unstable();
        open.dedup_by_key(|it| it.0);
        let mut added = false;
        let free: Vec<bool> = counts.iter().zip(&self.plenty).map(|(count, most)| count < most).collect();
        loop {
            let gain = |place: usize| {
                let post = &self.posts.all[place];
                let met = open.iter().filter(|it| post.is_in(it.0));
                let sum: f64 = met.map(|it| outcome.utilisation(it.0, post.team).max(0.01)).sum();
                if free[place] { sum / post.cost.max(1e-9) } else { 0.0 }
            };
            let Some(best) = best(self.posts.all.len(), gain) else { return added };
            let post = &self.posts.all[best];
            let streak = open.iter().filter(|it| post.is_in(it.0)).map(|it| it.1).max().unwrap_or(1);
            let step = (share * f64::from(streak) * f64::from(counts[best])).round().max(1.0) as u32;
            counts[best] = (counts[best] + step).min(self.plenty[best]);
            open.retain(|it| !post.is_in(it.0));
            added = true;
        }
    }
}

/// The first of the places with the greatest gain, if any has one.
fn best(places: usize, gain: impl Fn(usize) -> f64) -> Option<usize> {
    let mut best: Option<(f64, usize)> = None;
    for place in 0..places {
        let gain = gain(place);
        if gain > 0.0 && best.is_none_or(|best| gain > best.0) {
            best = Some((gain, place));
        }
    }
    best.map(|it| it.1)
}
