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

use super::outcome::{Outcome, Reached, Simulator, Standing, Tail};
use super::posts::{Counts, Posts};
use super::{Answer, Failure, Halted, Judged, Less, Missed, Question, Verification};
use crate::closed_forms::square_root_staffing;
use crate::experiment::Progress;
use crate::maths::sqrt;
use crate::study::Target;
use crate::units::TeamId;
use std::ops::Range;

/// More agents than this nobody has in one place.
const MOST_AGENTS: u32 = 100_000;

/// A verification has so many times the replications of the search: what the search has shown with a margin of chance it shows
/// again, though the search has picked the least that happened to pass.
const VERIFYING: u32 = 4;

/// More replications than this are not added, and not more than make so many events of one staffing: a search simulates
/// hundreds of them.
const MOST_REPLICATIONS: u32 = 400;
const MOST_EVENTS: u64 = 10_000_000;

/// A target is shown to be met where a great many agents are farther from its bound than so many times what chance leaves
/// open: otherwise agents would be added against chance.
const CLEAR: f64 = 2.0;

/// After so many verifications that failed there is something else wrong.
const MOST_VERIFICATIONS: u32 = 20;

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

/// What a great many agents say.
struct Judging {
    missed: Vec<Missed>,
    replications: u32,
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
        let (counts, less, verifications, verified) = self.verified(counts, less)?;
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

    /// With so many agents that more make no difference. Says what is judged where, and refuses what is not reached even so.
    fn plenty(&mut self) -> Result<Outcome, Failure> {
        let mut count = 20.max(2 * self.question.experiment.model.agents());
        loop {
            self.plenty = vec![count; self.posts.all.len()];
            let outcome = self.try_on(&self.plenty.clone(), self.own())?;
            self.loads = self.posts.all.iter().map(|post| busiest(&outcome, post.team, &post.intervals)).collect();
            let load = self.loads.iter().copied().fold(0.0, f64::max);
            if f64::from(count) < 3.0 * load && count < MOST_AGENTS {
                count = (10.0 * load).ceil().min(f64::from(MOST_AGENTS)) as u32;
                continue;
            }
            let Judging { missed, replications } = self.judge(&outcome);
            if !missed.is_empty() {
                // Twice as many, or thirty times the load: so it was not for lack of agents.
                if count == MOST_AGENTS || f64::from(count) >= 30.0 * load.max(1.0) {
                    return Err(Failure::Unreachable { missed, agents: count });
                }
                count = count.saturating_mul(10).min(MOST_AGENTS);
            } else if self.question.may_add_replications && replications > self.replications {
                let events = self.simulator.events / self.simulator.simulated.1;
                let most = (MOST_EVENTS / events.max(1)).min(MOST_REPLICATIONS.into()) as u32;
                if most <= self.replications {
                    return Ok(outcome);
                }
                self.replications = replications.min(most);
                let outcome = self.try_on(&self.plenty.clone(), self.own())?;
                self.judge(&outcome);
                return Ok(outcome);
            } else {
                return Ok(outcome);
            }
        }
    }

    /// What can be judged where, with as many agents as anybody wants; what is missed, and how many replications would show
    /// what is not.
    fn judge(&mut self, outcome: &Outcome) -> Judging {
        let targets = &self.question.targets;
        let staffed = |interval: usize| self.posts.all.iter().any(|post| post.is_in(interval));
        let intervals: Vec<usize> = (0..outcome.intervals()).filter(|interval| staffed(*interval)).collect();
        let searched = |target: usize| targets[target].is_helped_by_more();
        let pairs = intervals.len() * (0..targets.len()).filter(|target| searched(*target)).count();
        self.tail = Tail((1.0 - self.question.confidence) / pairs.max(1) as f64);
        self.judged = vec![vec![Judged::Nothing; targets.len()]; outcome.intervals()];
        let mut missed: Vec<Missed> = Vec::new();
        let mut replications = self.replications;
        for target in (0..targets.len()).filter(|target| searched(*target)) {
            let of = &targets[target];
            let (mut known, mut worst) = (0, None::<(f64, usize)>);
            let mut fails = 0;
            for &interval in &intervals {
                let Some(standing) = outcome.standing(interval, target, of, self.tail) else { continue };
                known += 1;
                let chance = chance(of, &standing) * CLEAR;
                self.judged[interval][target] = if chance <= 1.0 { Judged::Shown } else { Judged::Value };
                let wanted = (f64::from(self.replications) * chance * chance * 1.1).min(1e6) as u32;
                // What takes more than ever are added is left.
                if wanted <= MOST_REPLICATIONS {
                    replications = replications.max(wanted);
                }
                if !of.is_met(standing.ratio) {
                    fails += 1;
                    let bad = if of.wants_high() { -standing.ratio } else { standing.ratio };
                    worst = worst.filter(|worst| worst.0 >= bad).or(Some((bad, interval)));
                }
            }
            let best = worst.and_then(|(_, at)| Some((at, outcome.reached(at, target, of, self.tail)?)));
            if known == 0 || fails > 0 {
                missed.push(Missed { target: of.clone(), best, intervals: (fails, intervals.len()) });
            }
        }
        Judging { missed, replications }
    }

    /// Where targets fail in an outcome. `seen`: in the customers of the search, of whom a number itself is asked where they
    /// are too few to show more; others must only not speak against it.
    fn fails(&self, outcome: &Outcome, seen: bool) -> Fails {
        let mut fails = Vec::new();
        for (interval, judged) in self.judged.iter().enumerate() {
            for (target, judged) in judged.iter().enumerate() {
                let of = &self.question.targets[target];
                let Some(standing) = outcome.standing(interval, target, of, self.tail) else { continue };
                let met = match (judged, standing.ends) {
                    (Judged::Nothing, _) => true,
                    (Judged::Shown, Some((bad, _))) => of.is_met(bad),
                    (Judged::Value, Some((_, good))) if !seen => of.is_met(good),
                    _ => of.is_met(standing.ratio),
                };
                if !met {
                    fails.push((interval, target));
                }
            }
        }
        fails
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

    /// Fewer agents everywhere at once, in steps that become smaller.
    fn lowered(&mut self, mut counts: Counts) -> Result<Counts, Failure> {
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
    fn minimal(&mut self, mut counts: Counts) -> Result<(Counts, Vec<Less>), Failure> {
        loop {
            let (fewer, less) = self.one_less(counts)?;
            counts = fewer;
            if self.question.per != super::Per::Shift || !self.exchange(&mut counts)? {
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

    /// On customers that nothing before has seen, until they do not fail.
    #[allow(clippy::type_complexity)]
    fn verified(
        &mut self,
        mut counts: Counts,
        mut less: Vec<Less>,
    ) -> Result<(Counts, Vec<Less>, Vec<Verification>, Outcome), Failure> {
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
                return Ok((counts, less, verifications, outcome));
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
    fn refuse_what_is_spent(&self, outcome: &Outcome) -> Result<(), Failure> {
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

/// What chance leaves open of a target, over how far its number is from its level.
fn chance(of: &Target, standing: &Standing) -> f64 {
    let Some((bad, _)) = standing.ends else { return f64::INFINITY };
    (bad - standing.ratio).abs() / (of.level() - standing.ratio).abs()
}

/// The greatest load of a team in some intervals.
fn busiest(outcome: &Outcome, team: TeamId, intervals: &[(usize, crate::units::Span)]) -> f64 {
    intervals.iter().map(|&(interval, length)| outcome.load(interval, team, length)).fold(0.0, f64::max)
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

fn added(before: &[u32], after: &[u32]) -> u32 {
    after.iter().zip(before).map(|(after, before)| after - before).sum()
}
