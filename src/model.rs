//! What is simulated: who writes, who answers, and when. Types that cannot be wrong; no rule of a policy, no file.
//!
//! A model is data: the scenario reader, a test or a program fills it in. The reader says what does not fit together.

mod channel;
mod curve;
mod demand;
mod disruption;
mod event;
mod factors;
mod staffing;
mod team;

pub use channel::{Channel, ReplyWindow, Takes};
pub use curve::{Curve, CurveError, Of};
pub use demand::{
    Arrivals, Backlog, Bot, Burst, ComesBack, DayFactor, Demand, Drift, Ending, Mode, Nudges, Patience, Reply, Return,
    Signals, Target, Transfer, Until, Urgent,
};
pub use disruption::{Disruption, Down};
pub use event::{Event, Surge, SurgeError, When};
pub use factors::{Factors, FactorsError};
pub use staffing::{Pause, PlannedPause, Shift, Staffing, Stint, Why, count_at, next_step};
pub use team::{CatchUp, Holds, Looks, Particulars, Serves, ServesFrom, Team, WrapUp};

use crate::civil::Zone;
use crate::units::{DemandId, Span, TeamId, Time};

/// Everything that does not depend on a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The time frame.
    pub frame: Frame,
    /// So much of the warm-up is past: nobody works in it, and of those who wrote in it all still wait.
    pub past: Span,
    /// Where lengths of time are cut into classes for the results.
    pub bands: Bands,
    /// The channels; empty if the scenario names none.
    pub channels: Vec<Channel>,
    /// The streams of customers, in the order of the scenario.
    pub demands: Vec<Demand>,
    /// The teams of agents, in the order of the scenario.
    pub teams: Vec<Team>,
    /// When channels do not work, in the order of the scenario.
    pub disruptions: Vec<Disruption>,
}

/// Warm-up, counted time and cool-down.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The clocks by which everything goes that has none of its own, from the beginning of the run, warm-up included.
    pub zone: Zone,
    /// Simulated first, not counted.
    pub warm_up: Span,
    /// Counted: clocks that start in it count.
    pub horizon: Span,
    /// Simulated last, not counted: open conversations go on.
    pub cool_down: Span,
    /// The length of an interval of the results; the last one may be shorter.
    pub interval: Span,
}

impl Frame {
    /// The first counted instant.
    pub fn start(&self) -> Time {
        Time::START + self.warm_up
    }

    /// The first instant that is no longer counted.
    pub fn horizon_end(&self) -> Time {
        self.start() + self.horizon
    }

    /// The first instant that is no longer simulated.
    pub fn end(&self) -> Time {
        self.horizon_end() + self.cool_down
    }

    /// Whether a clock that starts at this instant counts.
    pub fn counts(&self, at: Time) -> bool {
        self.start() <= at && at < self.horizon_end()
    }

    /// When an interval begins, counted from 0, and how long it is.
    pub fn interval_at(&self, number: usize) -> (Time, Span) {
        let from = Time(self.start().0 + number as u64 * self.interval.0);
        (from, self.interval.min(self.horizon_end().since(from)))
    }

    /// How many intervals the counted time has.
    pub fn intervals(&self) -> usize {
        self.horizon.0.div_ceil(self.interval.0) as usize
    }
}

/// Where lengths of time are cut into classes for the results.
#[derive(Clone, Debug, PartialEq)]
pub struct Bands {
    /// A response up to here feels live, as in a talk face to face.
    pub live: Span,
    /// A response up to here feels quasi-live: one is still there. Beyond it is deferred, as in a letter.
    pub quasi_live: Span,
    /// Whoever gives up within this time hardly waited: the short abandoned that a service level may leave out.
    pub short: Span,
    /// For each of these the results say which share of the times is not longer.
    pub within: Vec<Span>,
}

impl Default for Bands {
    fn default() -> Bands {
        let minutes = |minutes: u64| Span(minutes * Span::MINUTE.0);
        Bands { live: minutes(1), quasi_live: minutes(15), short: Span(10 * Span::SECOND.0), within: Vec::new() }
    }
}

impl Model {
    /// Whether the customers of every replication are those of another model, whatever its agents are.
    pub fn has_customers_of(&self, other: &Model) -> bool {
        (&self.frame, self.past, &self.channels, &self.demands, &self.disruptions)
            == (&other.frame, other.past, &other.channels, &other.demands, &other.disruptions)
    }

    /// A model without channels, with the usual bands.
    pub fn new(frame: Frame, demands: Vec<Demand>, teams: Vec<Team>) -> Model {
        Model {
            frame,
            past: Span::ZERO,
            bands: Bands::default(),
            channels: Vec::new(),
            demands,
            teams,
            disruptions: Vec::new(),
        }
    }

    /// The first instant at which anybody works and the usual customers come: the end of the past.
    pub fn begins(&self) -> Time {
        Time::START + self.past
    }

    /// Whether some customers may come again, which depends on the policy.
    pub fn has_returns(&self) -> bool {
        let falsely = |demand: &Demand| demand.bot.as_ref().is_some_and(|bot| bot.falsely > 0.0);
        self.demands.iter().any(|demand| demand.comes_back.ways().next().is_some() || falsely(demand))
    }

    /// Whether some matters may go on as another demand.
    pub fn passes_on(&self) -> bool {
        self.demands.iter().any(|demand| demand.transfer.is_some() || demand.escalates.is_some())
    }

    /// Whether a demand is open at an instant.
    pub fn is_open(&self, demand: DemandId, at: Time) -> bool {
        let demand = &self.demands[demand.index()];
        demand.open.as_ref().is_none_or(|hours| hours.at(self.open_zone(demand).second_of_week(at)))
    }

    /// Whether some demand has opening hours.
    pub fn has_hours(&self) -> bool {
        self.demands.iter().any(|demand| demand.open.is_some())
    }

    /// Whether any agent is scheduled at an instant.
    pub fn is_staffed(&self, at: Time) -> bool {
        self.teams.iter().any(|team| team.agents.is_planned(self.team_zone(team), at))
    }

    /// Whether any agents are people, of whom it is known who works when.
    pub fn has_people(&self) -> bool {
        self.teams.iter().any(|team| team.agents.has_people())
    }

    /// The clocks by which the agents of a team are scheduled.
    pub fn team_zone<'m>(&'m self, team: &'m Team) -> &'m Zone {
        team.zone.as_ref().unwrap_or(&self.frame.zone)
    }

    /// The clocks of a demand's customers.
    pub fn customer_zone<'m>(&'m self, demand: &'m Demand) -> &'m Zone {
        demand.zone.as_ref().unwrap_or(&self.frame.zone)
    }

    /// The clocks by which a demand is open: those of the operation, not of its customers.
    pub fn open_zone<'m>(&'m self, demand: &'m Demand) -> &'m Zone {
        demand.open_zone.as_ref().unwrap_or(&self.frame.zone)
    }

    /// The teams that serve a demand, in their order.
    pub fn teams_for(&self, demand: DemandId) -> Vec<TeamId> {
        (0..self.teams.len() as u32)
            .map(TeamId)
            .filter(|team| self.teams[team.index()].has_anybody_for(demand))
            .collect()
    }

    /// The number of the team's first agent: agents are numbered through the teams.
    pub fn first_agent(&self, team: TeamId) -> u32 {
        self.teams[..team.index()].iter().map(Team::places).sum()
    }

    /// How many agents there are at most, over all teams.
    pub fn agents(&self) -> u32 {
        self.teams.iter().map(Team::places).sum()
    }
}
