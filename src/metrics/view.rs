//! One replication in one scope, and what it contributes to each metric.

use super::measures::{AgentWork, Cell, Count, Interval, Level, Measures, Timing, Work};
use super::{Kind, Metric};
use crate::maths::sqrt;
use crate::stats::{Distribution, Moments, Tally};
use crate::units::{DemandId, TeamId};
use std::ops::Range;

/// Whom a number is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everybody.
    Overall,
    /// The customers of one demand.
    Demand(DemandId),
    /// The agents of one team, and the conversations on their desks.
    Team(TeamId),
}

/// One replication in one scope.
#[derive(Clone, Debug)]
pub struct View {
    /// The conversations.
    pub cell: Cell<7>,
    /// The agents; `None` for a demand, whose agents may have others.
    pub work: Option<Work>,
    /// The agents one by one, and of which team.
    agents: Vec<(TeamId, AgentWork)>,
    /// The counted time in microseconds.
    counted: f64,
    /// The most conversations in the queue; overall only.
    pub longest_queue: Option<u32>,
    scope: Scope,
}

/// What a replication contributes to a metric.
#[derive(Clone, Debug, PartialEq)]
pub enum Contribution {
    /// Lengths of time.
    Times(Times),
    /// Numerator and denominator; blank where 0/0 or not in this scope.
    Pair(f64, f64),
    /// A number, or none (0/0).
    Value(Option<f64>),
    /// Nothing: the metric does not exist in this scope.
    Absent,
}

/// Lengths of time of one replication: moments in microseconds, distribution in milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Times {
    /// Count, sum and sum of squares.
    pub moments: Moments,
    /// How many are above zero.
    pub positive: u64,
    /// The longest.
    pub maximum: Option<u64>,
    /// How they are spread.
    pub distribution: Distribution<7>,
}

impl From<&Tally<7>> for Times {
    fn from(tally: &Tally<7>) -> Times {
        Times {
            moments: *tally.moments(),
            positive: tally.positive(),
            maximum: tally.maximum(),
            distribution: Distribution::from(tally.milliseconds()),
        }
    }
}

impl Scope {
    /// Whether the conversations of a demand with a team, or with none yet, are meant.
    fn holds(self, demand: DemandId, team: Option<TeamId>) -> bool {
        match self {
            Scope::Overall => true,
            Scope::Demand(only) => demand == only,
            Scope::Team(only) => team == Some(only),
        }
    }

    /// Where the cells are that are meant, of so many laid out like [`Measures::cells`].
    fn places(self, cells: usize, teams: usize) -> impl Iterator<Item = usize> {
        (0..cells).filter(move |place| {
            let (demand, team) = (place / (teams + 1), place % (teams + 1));
            self.holds(DemandId(demand as u32), (team < teams).then_some(TeamId(team as u32)))
        })
    }

    /// Whose agents are meant, of so many teams: nobody's for a demand.
    fn teams(self, teams: usize) -> Range<usize> {
        match self {
            Scope::Overall => 0..teams,
            Scope::Demand(_) => 0..0,
            Scope::Team(team) => team.index()..team.index() + 1,
        }
    }

    /// The work of the agents who are meant; `None` for a demand, whose agents may have others.
    fn work(self, by_team: &[Work]) -> Option<Work> {
        (!matches!(self, Scope::Demand(_))).then(|| {
            let mut work = Work::default();
            by_team[self.teams(by_team.len())].iter().for_each(|it| work.merge(it));
            work
        })
    }
}

impl View {
    /// What a replication looks like in a scope.
    pub fn new(measures: &Measures, scope: Scope) -> View {
        let mut cell = Cell::default();
        scope.places(measures.cells.len(), measures.teams).for_each(|place| cell.merge(&measures.cells[place]));
        let teams = scope.teams(measures.teams);
        let agents = measures.agent_teams.iter().copied().zip(measures.agents.iter().copied());
        let agents = agents.filter(|(team, _)| teams.contains(&team.index())).collect();
        let longest_queue = (scope == Scope::Overall).then_some(measures.longest_queue);
        let (work, counted) = (scope.work(&measures.work), measures.counted as f64);
        View { cell, work, agents, counted, longest_queue, scope }
    }

    /// What an interval looks like in a scope, with its lengths of time apart, because intervals keep them in coarse
    /// histograms. `counted` is its length in microseconds, times the replications that it was added up over. Without
    /// what intervals do not keep: agents one by one, the longest queue, time by level of concurrency.
    pub fn of_interval(interval: &Interval, scope: Scope, counted: f64) -> (View, Cell<3>) {
        let mut coarse = Cell::default();
        for place in scope.places(interval.cells.len(), interval.work.len()) {
            interval.cells[place].iter().for_each(|cell| coarse.merge(cell));
        }
        let cell = Cell { counts: coarse.counts, integrals: coarse.integrals, ..Cell::default() };
        let work = scope.work(&interval.work);
        (View { cell, work, agents: Vec::new(), counted, longest_queue: None, scope }, coarse)
    }

    /// Two counts as numerator and denominator. Not for teams: who never reached a desk belongs to none.
    pub fn counts(&self, numerator: Count, denominator: Count) -> Option<(f64, f64)> {
        let count = |count| self.cell.count(count) as f64;
        (!matches!(self.scope, Scope::Team(_))).then(|| (count(numerator), count(denominator)))
    }

    /// The integral of a level and the counted time. Queue and need are not a team's before assignment.
    pub fn level(&self, level: Level) -> Option<(f64, f64)> {
        let known = level == Level::InactivePool || !matches!(self.scope, Scope::Team(_));
        known.then(|| (self.cell.integrals[level as usize] as f64, self.counted))
    }

    /// The coefficient of variation of utilisation over a team's agents who were there, averaged over teams by agents.
    pub fn fairness(&self) -> Option<f64> {
        let mut teams: Vec<TeamId> = self.agents.iter().map(|(team, _)| *team).collect();
        teams.dedup();
        let (mut weighted, mut agents) = (0.0, 0.0);
        for team in teams {
            let shares: Vec<f64> = self
                .agents
                .iter()
                .filter(|(of, agent)| *of == team && agent.signed_in > 0)
                .map(|(_, agent)| agent.handling as f64 / agent.signed_in as f64)
                .collect();
            let count = shares.len() as f64;
            let mean = shares.iter().sum::<f64>() / count;
            if mean > 0.0 {
                let variance = shares.iter().map(|share| (share - mean) * (share - mean)).sum::<f64>() / count;
                weighted += count * sqrt(variance) / mean;
                agents += count;
            }
        }
        (agents > 0.0).then(|| weighted / agents)
    }

    /// Lengths of time pooled over several timings.
    pub fn times(&self, timings: &[Timing]) -> Times {
        Times::from(&self.cell.timing(timings))
    }

    /// What this replication contributes to a metric.
    pub fn contribution(&self, metric: &Metric) -> Contribution {
        let pair = |pair: Option<(f64, f64)>| pair.map_or(Contribution::Absent, |(n, d)| Contribution::Pair(n, d));
        match metric.kind {
            Kind::Times(timings) | Kind::Quantiles(timings) => Contribution::Times(self.times(timings)),
            Kind::Ratio { of, .. } => pair(of(self)),
            Kind::Count(count) => pair(match count {
                Count::WentInactive | Count::Reactivated | Count::Answered | Count::Resolved => {
                    Some((self.cell.count(count) as f64, self.cell.count(Count::Offered) as f64))
                }
                _ => self.counts(count, Count::Offered),
            }),
            Kind::Concurrency => match &self.work {
                None => Contribution::Absent,
                Some(work) => Contribution::Times(Times {
                    // Agent time is the weight: as many "values" as microseconds, and their sum is the integral.
                    moments: Moments { count: work.signed_in, sum: work.active, squares: 0 },
                    positive: 0,
                    maximum: work.at_level.buckets().last().map(|bucket| bucket.lower),
                    distribution: Distribution::from(&work.at_level),
                }),
            },
            Kind::Each { of, .. } => of(self).map_or(Contribution::Absent, Contribution::Value),
        }
    }
}
