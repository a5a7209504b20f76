//! One replication in one scope, and what it contributes to each metric.

use super::measures::{BILLION, Cell, Count, Interval, LEVELS, Layout, Level, Measures, Work, fairness};
use super::{Clock, Kind, Metric};
use crate::stats::{Distribution, Moments, Tally};
use crate::units::{ChannelId, DemandId, TeamId};
use std::ops::Range;

/// Whom a number is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Everybody.
    Overall,
    /// The customers of one demand.
    Demand(DemandId),
    /// The customers who write on one channel.
    Channel(ChannelId),
    /// The agents of one team, and the conversations on their desks.
    Team(TeamId),
}

/// One replication in one scope.
#[derive(Clone, Debug)]
pub struct View {
    /// The conversations.
    pub cell: Cell<7>,
    /// The agents; `None` for a demand or channel, whose agents may have others.
    pub work: Option<Work>,
    /// The counted time in microseconds.
    counted: f64,
    /// What was most at once, overall only.
    peaks: Option<[f64; LEVELS]>,
    fairness: Option<f64>,
    /// The age of the oldest unanswered message, in microseconds: mean over the ends of intervals, or sum over replications.
    age: Option<f64>,
    /// How the measures are laid out.
    pub layout: Layout,
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
    /// How old those are that have not ended.
    pub open: Distribution<7>,
}

impl Times {
    /// Those that have ended, and the ages of those that have not.
    fn new(ended: &Tally<7>, open: &Tally<7>) -> Times {
        Times {
            moments: *ended.moments(),
            positive: ended.positive(),
            maximum: ended.maximum(),
            distribution: Distribution::from(ended.milliseconds()),
            open: Distribution::from(open.milliseconds()),
        }
    }
}

impl Scope {
    /// Whether the conversations of a demand with a team, or with none yet, are meant.
    fn holds(self, layout: &Layout, demand: DemandId, team: Option<TeamId>) -> bool {
        match self {
            Scope::Overall => true,
            Scope::Demand(only) => demand == only,
            Scope::Channel(only) => layout.channels[demand.index()] == Some(only),
            Scope::Team(only) => team == Some(only),
        }
    }

    /// Where the cells are that are meant.
    fn places(self, layout: &Layout) -> impl Iterator<Item = usize> {
        (0..layout.cells()).filter(move |&place| {
            let (demand, team) = layout.at(place);
            self.holds(layout, demand, team)
        })
    }

    /// Whether agents are meant: those of a demand or channel may have others.
    fn has_agents(self) -> bool {
        matches!(self, Scope::Overall | Scope::Team(_))
    }

    /// Whose agents are meant, of so many teams.
    fn teams(self, teams: usize) -> Range<usize> {
        match self {
            Scope::Overall => 0..teams,
            Scope::Demand(_) | Scope::Channel(_) => 0..0,
            Scope::Team(team) => team.index()..team.index() + 1,
        }
    }

    /// The work of the agents who are meant.
    fn work(self, by_team: &[Work]) -> Option<Work> {
        self.has_agents().then(|| {
            let mut work = Work::default();
            by_team[self.teams(by_team.len())].iter().for_each(|it| work.merge(it));
            work
        })
    }

    /// Of something kept for everybody and for each team: the one that is meant.
    fn of_agents<T>(self, all: &[T]) -> Option<&T> {
        match self {
            Scope::Overall => all.first(),
            Scope::Team(team) => all.get(1 + team.index()),
            Scope::Demand(_) | Scope::Channel(_) => None,
        }
    }

    /// Of ages overall, by demand and by channel: the one that is meant.
    fn age(self, layout: &Layout, ages: &[u64]) -> Option<u64> {
        let place = match self {
            Scope::Overall => 0,
            Scope::Demand(demand) => 1 + demand.index(),
            Scope::Channel(channel) => 1 + layout.channels.len() + channel.index(),
            Scope::Team(_) => return None,
        };
        ages.get(place).copied()
    }
}

impl View {
    /// What a replication looks like in a scope.
    pub fn new(measures: &Measures, scope: Scope) -> View {
        let layout = &measures.layout;
        let mut cell = Cell::new(layout.rows());
        scope.places(layout).for_each(|place| cell.merge(&measures.cells[place]));
        let teams = scope.teams(layout.teams);
        let agents = measures.agent_teams.iter().copied().zip(measures.agents.iter().copied());
        let agents: Vec<_> = agents.filter(|(team, _)| teams.contains(&team.index())).collect();
        View {
            cell,
            work: scope.work(&measures.work),
            counted: measures.counted as f64,
            peaks: (scope == Scope::Overall).then_some(measures.peaks.map(f64::from)),
            fairness: fairness(&agents),
            age: scope.age(layout, &measures.ages).map(|sum| sum as f64 / measures.intervals_counted as f64),
            layout: layout.clone(),
            scope,
        }
    }

    /// What an interval looks like in a scope, with its lengths of time apart, because intervals keep them in coarse
    /// histograms. `counted` is its length in microseconds, times the replications that it was added up over. What is not
    /// a sum or a ratio of sums is the mean over the replications.
    pub fn of_interval(interval: &Interval, layout: &Layout, scope: Scope, counted: f64) -> (View, Cell<3>) {
        let mut coarse = Cell::new(layout.rows());
        for place in scope.places(layout) {
            interval.cells[place].iter().for_each(|cell| cell.unpack(&mut coarse));
        }
        let Cell { counts, integrals, ends, .. } = coarse;
        let (sum, number) = scope.of_agents(&interval.fairness).copied().unwrap_or_default();
        let view = View {
            cell: Cell { counts, integrals, ends, ..Cell::new(0) },
            work: scope.work(&interval.work),
            counted,
            peaks: (scope == Scope::Overall).then(|| interval.peaks.map(|sum| sum as f64 / f64::from(interval.runs))),
            fairness: (number > 0).then(|| sum as f64 / f64::from(number) / BILLION),
            age: scope.age(layout, &interval.ages).map(|sum| sum as f64),
            layout: layout.clone(),
            scope,
        };
        (view, coarse)
    }

    /// The sum of some counts over that of others.
    pub fn counts(&self, numerator: &[Count], denominator: &[Count]) -> (f64, f64) {
        (self.sum(numerator), self.sum(denominator))
    }

    /// The same over the conversations offered; of a team over those assigned to it, and not for what only comes to the door.
    fn count(&self, counts: &[Count]) -> Option<(f64, f64)> {
        let at_the_door = [
            Count::Offered,
            Count::Refused,
            Count::WaitedTooLong,
            Count::Linked,
            Count::CameBack,
            Count::PassedOn,
            Count::MetBot,
            Count::HandedOver,
            Count::Contained,
            Count::FalselyContained,
        ];
        match self.scope {
            Scope::Team(_) if at_the_door.contains(&counts[0]) => None,
            Scope::Team(_) => Some(self.counts(counts, &[Count::Assigned])),
            _ => Some(self.counts(counts, &[Count::Offered])),
        }
    }

    /// How many matters began; not of a team, to which nobody comes.
    pub fn matters(&self) -> Option<f64> {
        let goes_on = self.sum(&[Count::Linked, Count::PassedOn]);
        (!matches!(self.scope, Scope::Team(_))).then(|| self.sum(&[Count::Offered]) - goes_on)
    }

    /// How many of them were solved, overall: they may go on as other demands.
    pub fn matters_resolved(&self) -> Option<(f64, f64)> {
        self.matters().filter(|_| self.scope == Scope::Overall).map(|all| (self.sum(&[Count::Resolved]), all))
    }

    fn sum(&self, counts: &[Count]) -> f64 {
        counts.iter().map(|&count| self.cell.count(count)).sum::<u64>() as f64
    }

    /// The share of the responses that are in a band.
    pub fn responses(&self, band: Count) -> Option<(f64, f64)> {
        let all = [Count::ResponseLive, Count::ResponseQuasiLive, Count::ResponseDeferred];
        Some((self.sum(&[band]), self.sum(&all)))
    }

    /// The share of the gaps that are in a band.
    pub fn gaps(&self, band: Count) -> Option<(f64, f64)> {
        let all = [Count::CustomerLive, Count::CustomerQuasiLive, Count::CustomerDeferred];
        Some((self.sum(&[band]), self.sum(&all)))
    }

    /// The integral of a level and the counted time. Only the pools are a team's: the others are nobody's before assignment.
    pub fn level(&self, level: Level) -> Option<(f64, f64)> {
        self.knows(level).then(|| (self.cell.integrals[level as usize] as f64, self.counted))
    }

    /// A level at the end of an interval.
    pub fn at_end(&self, level: Level) -> Option<f64> {
        self.knows(level).then(|| self.cell.ends[level as usize] as f64)
    }

    fn knows(&self, level: Level) -> bool {
        matches!(level, Level::InactivePool | Level::ParkedPool) || !matches!(self.scope, Scope::Team(_))
    }

    /// The most that a level was; overall only.
    pub fn most(&self, level: Level) -> Option<Option<f64>> {
        self.peaks.map(|peaks| Some(peaks[level as usize]))
    }

    /// Whether costs are known of any team, and of agents at all.
    pub fn priced(&self) -> bool {
        self.work.is_some() && self.layout.costs.iter().any(Option::is_some)
    }

    /// What the agents cost; unknown if that of some of them is.
    pub fn cost(&self) -> Option<f64> {
        let work = self.work.as_ref().filter(|work| work.unpriced == 0)?;
        Some(work.cost as f64 / 3.6e9 / 1e6)
    }

    /// How unevenly work is spread over the agents of a team; see [`fairness`](super::measures::fairness). Not for demands.
    pub fn fairness(&self) -> Option<Option<f64>> {
        self.scope.has_agents().then_some(self.fairness)
    }

    /// The age of the oldest unanswered message in seconds.
    pub fn age(&self) -> Option<f64> {
        self.age.map(|microseconds| microseconds * 1e-6)
    }

    /// Numerator and denominator of the [average](Metric::average) of a metric in an interval: seconds and how many there
    /// are, a count and the conversations offered, an integral and the time. `coarse` has the lengths of time of the
    /// interval. `None` if the metric has no average, or not in this scope.
    pub fn average(&self, metric: &Metric, coarse: &Cell<3>) -> Option<(f64, f64)> {
        let mean = |tally: Tally<3>| (tally.moments().sum as f64 * 1e-6, tally.moments().count as f64);
        match metric.kind {
            Kind::Times(Clock { ended, .. }) => Some(mean(coarse.timing(ended))),
            Kind::InHours(Clock { ended, .. }) => self.layout.hours.then(|| mean(coarse.in_hours(ended))),
            Kind::Ratio { of, .. } => of(self),
            Kind::Count(counts) => self.count(counts),
            Kind::Level(level) => self.level(level),
            Kind::Concurrency => self.work.as_ref().map(|work| (work.active as f64, work.agents.signed_in as f64)),
            Kind::Quantiles(_) | Kind::Age | Kind::Total(_) | Kind::Each { .. } => None,
        }
    }

    /// What this replication contributes to a metric.
    pub fn contribution(&self, metric: &Metric) -> Contribution {
        let pair = |pair: Option<(f64, f64)>| pair.map_or(Contribution::Absent, |(n, d)| Contribution::Pair(n, d));
        let value = |value: Option<Option<f64>>| value.map_or(Contribution::Absent, Contribution::Value);
        match metric.kind {
            Kind::Times(Clock { ended, open }) => {
                Contribution::Times(Times::new(&self.cell.timing(ended), &self.cell.timing(open)))
            }
            Kind::Quantiles(timings) => Contribution::Times(Times::new(&self.cell.timing(timings), &Tally::new())),
            Kind::InHours(_) if !self.layout.hours => Contribution::Absent,
            Kind::InHours(Clock { ended, open }) => {
                Contribution::Times(Times::new(&self.cell.in_hours(ended), &self.cell.in_hours(open)))
            }
            Kind::Ratio { of, .. } => pair(of(self)),
            Kind::Count(counts) => pair(self.count(counts)),
            Kind::Level(level) => pair(self.level(level)),
            Kind::Concurrency => match &self.work {
                None => Contribution::Absent,
                Some(work) => Contribution::Times(Times {
                    // Agent time is the weight: as many "values" as microseconds, and their sum is the integral.
                    moments: Moments { count: work.agents.signed_in, sum: work.active, squares: 0 },
                    positive: 0,
                    maximum: work.at_level.buckets().last().map(|bucket| bucket.lower),
                    distribution: Distribution::from(&work.at_level),
                    open: Distribution::default(),
                }),
            },
            Kind::Age => value(self.age().map(Some)),
            Kind::Total(of) | Kind::Each { of, .. } => value(of(self)),
        }
    }
}
