//! What is kept of one replication under one policy: integers that can be added up in any order.

mod interval;
mod names;
mod packed;
mod work;

pub use interval::{Draft, Interval, Sheet};
pub use names::{COUNTS, Count, LEVELS, Level, TIMINGS, Timing};
pub use work::{AgentWork, BILLION, Overtime, WASTED_PARTS, Work, fairness};

use crate::model::{Frame, Model};
use crate::stats::{Histogram, Tally};
use crate::units::{ChannelId, DemandId, Span, TeamId};
use crate::workload::teams_of_agents;

/// How the measures of a model are laid out, and which of them there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// How many teams there are.
    pub teams: usize,
    /// By demand: its channel.
    pub channels: Vec<Option<ChannelId>>,
    /// Whether some demand has opening hours, so that times are told within them too.
    pub hours: bool,
    /// Whether some demand has a curve of satisfaction.
    pub satisfaction: bool,
    /// Whether some demand has a curve of conversion.
    pub conversion: bool,
    /// By team: what an agent costs an hour, in millionths.
    pub costs: Vec<Option<u64>>,
}

impl Layout {
    /// The layout for a model.
    pub fn new(model: &Model) -> Layout {
        Layout {
            teams: model.teams.len(),
            channels: model.demands.iter().map(|it| it.channel).collect(),
            hours: model.has_hours(),
            satisfaction: model.demands.iter().any(|it| it.satisfaction.is_some()),
            conversion: model.demands.iter().any(|it| it.conversion.is_some()),
            costs: model.teams.iter().map(|it| it.cost.map(|cost| (cost * 1e6 + 0.5) as u64)).collect(),
        }
    }

    /// How many cells there are: one for each demand and team, and one for each demand on nobody's desk.
    pub fn cells(&self) -> usize {
        self.channels.len() * (self.teams + 1)
    }

    /// The place of a cell.
    #[inline]
    pub fn place(&self, demand: DemandId, team: Option<TeamId>) -> usize {
        demand.index() * (self.teams + 1) + team.map_or(self.teams, TeamId::index)
    }

    /// Demand and team of the cell at a place.
    pub fn at(&self, place: usize) -> (DemandId, Option<TeamId>) {
        let (demand, team) = (place / (self.teams + 1), place % (self.teams + 1));
        (DemandId(demand as u32), (team < self.teams).then_some(TeamId(team as u32)))
    }

    /// How many rows of timings a cell has: round the clock, and within opening hours.
    pub fn rows(&self) -> usize {
        if self.hours { 2 } else { 1 }
    }
}

/// Everything about the conversations of one demand with one team, or with none yet. `BITS`: how fine the histograms are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<const BITS: u32> {
    /// By [`Timing`], round the clock; then, in a model with opening hours, within them. Of fixed length, so that the
    /// place of a timing is known when the program is compiled.
    pub timings: Vec<[Tally<BITS>; TIMINGS]>,
    /// By [`Count`].
    pub counts: [u64; COUNTS],
    /// By [`Level`]: the integral over counted time, in conversation-microseconds.
    pub integrals: [u128; LEVELS],
    /// By [`Level`]: what it is at the end of the interval; of the last one in the whole.
    pub ends: [u64; LEVELS],
}

impl<const BITS: u32> Cell<BITS> {
    /// A cell in which nothing happened. Allocates one list.
    pub fn new(rows: usize) -> Self {
        Cell {
            timings: vec![[const { Tally::new() }; TIMINGS]; rows],
            counts: [0; COUNTS],
            integrals: [0; LEVELS],
            ends: [0; LEVELS],
        }
    }

    /// Adds another cell.
    pub fn merge(&mut self, other: &Self) {
        for (tally, more) in self.timings.as_flattened_mut().iter_mut().zip(other.timings.as_flattened()) {
            if more.count() > 0 {
                tally.merge(more);
            }
        }
        self.merge_counts(&other.counts, &other.integrals, &other.ends);
    }

    fn merge_counts(&mut self, counts: &[u64; COUNTS], integrals: &[u128; LEVELS], ends: &[u64; LEVELS]) {
        self.counts.iter_mut().zip(counts).for_each(|(count, more)| *count += more);
        self.integrals.iter_mut().zip(integrals).for_each(|(integral, more)| *integral += more);
        self.ends.iter_mut().zip(ends).for_each(|(end, more)| *end += more);
    }

    /// A count.
    pub fn count(&self, count: Count) -> u64 {
        self.counts[count as usize]
    }

    /// Several timings as one, round the clock.
    pub fn timing(&self, timings: &[Timing]) -> Tally<BITS> {
        self.pooled(timings, 0)
    }

    /// Several timings as one, within opening hours; empty in a model without them.
    pub fn in_hours(&self, timings: &[Timing]) -> Tally<BITS> {
        self.pooled(timings, 1)
    }

    fn pooled(&self, timings: &[Timing], row: usize) -> Tally<BITS> {
        let mut all = Tally::new();
        if let Some(row) = self.timings.get(row) {
            timings.iter().for_each(|&timing| all.merge(&row[timing as usize]));
        }
        all
    }
}

/// One replication under one policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// How everything is laid out.
    pub layout: Layout,
    /// By demand, and within a demand by team, the last for conversations on nobody's desk.
    pub cells: Vec<Cell<7>>,
    /// By demand, and within a demand by mode: the tempo ratios of the responses to customers who answered in that mode
    /// before, in thousandths.
    pub tempo: Vec<Vec<Histogram<7>>>,
    /// By team.
    pub work: Vec<Work>,
    /// By agent.
    pub agents: Vec<AgentWork>,
    /// Like [`Interval::age`], added up over the intervals.
    pub ages: Vec<u64>,
    /// The team of each agent.
    pub agent_teams: Vec<TeamId>,
    /// By interval, when the run is over.
    pub intervals: Vec<Interval>,
    /// How many intervals there are, whether they are kept or not.
    pub intervals_counted: usize,
    /// How many conversations needed a reply at the end of each interval.
    pub backlog: Vec<u32>,
    /// The same at equal steps of [`course_step`], whatever the intervals: the course of the work left over.
    pub course: Vec<u32>,
    /// By [`Level`]: the most within counted time, of all demands together.
    pub peaks: [u32; LEVELS],
    /// The counted time, in microseconds.
    pub counted: u64,
    /// How many events the whole run had.
    pub events: u64,
    /// The fingerprint of the whole trajectory.
    pub fingerprint: u64,
}

/// The steps at which the course of the work left over is noted: an eighth of a day if two days are counted, so that days
/// and weeks can be compared with each other, else a 64th of the counted time.
pub fn course_step(frame: &Frame) -> Span {
    match frame.horizon.0 >= 2 * Span::DAY.0 {
        true => Span(Span::DAY.0 / STEPS_A_DAY),
        false => Span((frame.horizon.0 / 64).max(1)),
    }
}

/// How many steps of the course a day has, if two days or more are counted.
pub const STEPS_A_DAY: u64 = 8;

impl Measures {
    /// Nothing has happened yet.
    pub fn new(model: &Model) -> Measures {
        let (layout, agent_teams) = (Layout::new(model), teams_of_agents(model));
        let (cells, teams, intervals) = (layout.cells(), layout.teams, model.frame.intervals());
        Measures {
            cells: vec![Cell::new(layout.rows()); cells],
            tempo: model.demands.iter().map(|it| vec![Histogram::new(); it.reply.modes.len()]).collect(),
            work: vec![Work::default(); teams],
            agents: vec![AgentWork::default(); agent_teams.len()],
            ages: vec![0; 1 + model.demands.len() + model.channels.len()],
            agent_teams,
            intervals: Vec::new(),
            intervals_counted: intervals,
            backlog: vec![0; intervals],
            course: Vec::new(),
            peaks: [0; LEVELS],
            counted: model.frame.horizon.0,
            events: 0,
            fingerprint: 0,
            layout,
        }
    }
}
