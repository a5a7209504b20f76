//! With a great many agents: what can be judged where, what no staffing reaches, and how many replications it takes to tell.

use super::super::outcome::{Outcome, Standing, Tail};
use super::super::{Failure, Judged, Missed};
use super::{Fails, Search};
use crate::experiment::Progress;
use crate::study::Target;
use crate::units::{Span, TeamId};

/// More agents than this nobody has in one place.
const MOST_AGENTS: u32 = 100_000;

/// More replications than this are not added, and not more than make so many events of one staffing: a search simulates
/// hundreds of them.
const MOST_REPLICATIONS: u32 = 400;
const MOST_EVENTS: u64 = 4_000_000;

/// A target is shown to be met where a great many agents are farther from its bound than so many times what chance leaves
/// open: otherwise agents would be added against chance.
const CLEAR: f64 = 2.0;

/// What a great many agents say.
struct Judging {
    missed: Vec<Missed>,
    replications: u32,
}

impl<P: Progress> Search<'_, P> {
    /// With so many agents that more make no difference. Says what is judged where, and refuses what is not reached even so.
    pub(super) fn plenty(&mut self) -> Result<Outcome, Failure> {
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
            } else if let Some(more) = self.more(replications) {
                self.replications = more;
            } else {
                return Ok(outcome);
            }
        }
    }

    /// As many replications as are wanted, or as many of them as may be; `None` if there may be no more than there are.
    fn more(&self, wanted: u32) -> Option<u32> {
        let events = self.simulator.events / self.simulator.simulated.1.max(1);
        let most = (MOST_EVENTS / events.max(1)).min(MOST_REPLICATIONS.into()) as u32;
        let more = wanted.min(most);
        (self.question.may_add_replications && more > self.replications).then_some(more)
    }

    /// What can be judged where, with as many agents as anybody wants; what is missed, and how many replications would show
    /// what is not.
    fn judge(&mut self, outcome: &Outcome) -> Judging {
        let targets = &self.question.targets;
        let staffed = |interval: usize| self.posts.all.iter().any(|post| post.is_in(interval));
        let intervals: Vec<usize> = (0..outcome.intervals()).filter(|interval| staffed(*interval)).collect();
        let searched = |target: usize| targets[target].is_helped_by_more();
        let pairs = intervals.len() * (0..targets.len()).filter(|target| searched(*target)).count();
        // Half of the truth is beyond any number: no confidence asks for less.
        self.tail = Tail(((1.0 - self.question.confidence) / pairs.max(1) as f64).min(0.49));
        self.judged = vec![vec![Judged::Nothing; targets.len()]; outcome.intervals()];
        let mut missed: Vec<Missed> = Vec::new();
        let mut replications = self.replications;
        for target in (0..targets.len()).filter(|target| searched(*target)) {
            let of = &targets[target];
            let (mut known, mut worst) = (0, None::<(f64, usize)>);
            let mut fails = 0;
            for &interval in &intervals {
                let Some(standing) = outcome.standing(interval, target, of, self.tail) else { continue };
                let missed = !of.is_met(standing.ratio);
                if missed && standing.is_sparse(of) {
                    self.judged[interval][target] = Judged::Few;
                    continue;
                }
                known += 1;
                let chance = chance(of, &standing) * CLEAR;
                self.judged[interval][target] = if chance <= 1.0 { Judged::Shown } else { Judged::Value };
                let wanted = (f64::from(self.replications) * chance * chance * 1.1).min(1e6) as u32;
                // What takes more than ever are added is left.
                if wanted <= MOST_REPLICATIONS {
                    replications = replications.max(wanted);
                }
                if missed {
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
    pub(super) fn fails(&self, outcome: &Outcome, seen: bool) -> Fails {
        let mut fails = Vec::new();
        for (interval, judged) in self.judged.iter().enumerate() {
            for (target, judged) in judged.iter().enumerate() {
                let of = &self.question.targets[target];
                let Some(standing) = outcome.standing(interval, target, of, self.tail) else { continue };
                let met = match (judged, standing.ends) {
                    (Judged::Nothing | Judged::Few, _) => true,
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
}

/// What chance leaves open of a target, over how far its number is from its level.
fn chance(of: &Target, standing: &Standing) -> f64 {
    let Some((bad, _)) = standing.ends else { return f64::INFINITY };
    (bad - standing.ratio).abs() / (of.level() - standing.ratio).abs()
}

/// The greatest load of a team in some intervals.
fn busiest(outcome: &Outcome, team: TeamId, intervals: &[(usize, Span)]) -> f64 {
    intervals.iter().map(|&(interval, length)| outcome.load(interval, team, length)).fold(0.0, f64::max)
}
