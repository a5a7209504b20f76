//! Estimates from independent replications, in minutes: ratios of sums, deviations, quantiles.

use super::ledger::Ledger;
use super::probe::{Crowd, Look, Probe};
use quasisync::metrics::measures::{Cell, Count, Interval, Level, Measures, Timing, Work};
use quasisync::stats::{Distribution, Estimate, Moments, Tally, deviation, quantile, ratio};

/// Microseconds in a minute.
const MINUTE: f64 = 6e7;
/// Milliseconds in a minute.
const MINUTE_IN_MILLISECONDS: f64 = 6e4;

/// One replication.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// What the recorder says.
    pub(super) measures: Measures,
    /// What the probe says.
    pub(super) probe: Probe,
    /// What the ledger says.
    pub(super) ledger: Ledger,
    /// By hour of the day, all days together; only if the days are told apart.
    pub(super) hours: Vec<Interval>,
    /// By hour of the day: the customers who needed a reply at its end, all days together.
    pub(super) backlog: Vec<u64>,
}

impl Run {
    fn cells(&self, demand: Option<usize>) -> impl Iterator<Item = &Cell<7>> {
        let width = self.measures.layout.teams + 1;
        let all = self.measures.cells.chunks(width).enumerate();
        all.filter(move |(place, _)| demand.is_none_or(|demand| demand == *place)).flat_map(|(_, cells)| cells)
    }

    fn timing(&self, demand: Option<usize>, timings: &[Timing]) -> Tally<7> {
        let mut all = Tally::new();
        self.cells(demand).for_each(|cell| all.merge(&cell.timing(timings)));
        all
    }

    /// A count.
    pub(super) fn count(&self, demand: Option<usize>, count: Count) -> f64 {
        self.cells(demand).map(|cell| cell.count(count)).sum::<u64>() as f64
    }

    /// The integral of a level, in conversation-microseconds.
    pub(super) fn integral(&self, level: Level) -> f64 {
        self.cells(None).map(|cell| cell.integrals[level as usize]).sum::<u128>() as f64
    }

    /// Conversations that were let in.
    pub(super) fn accepted(&self) -> f64 {
        self.count(None, Count::Offered) - self.count(None, Count::Refused)
    }

    /// The work of all teams.
    fn work(&self, number: impl Fn(&Work) -> u64) -> f64 {
        self.measures.work.iter().map(number).sum::<u64>() as f64
    }

    /// Counted minutes.
    pub(super) fn minutes(&self) -> f64 {
        self.measures.counted as f64 / MINUTE
    }
}

/// All replications.
#[derive(Clone, Debug)]
pub(super) struct Runs {
    runs: Vec<Run>,
}

impl Runs {
    pub(super) fn new(runs: Vec<Run>) -> Runs {
        Runs { runs }
    }

    /// A ratio of sums over the replications.
    pub(super) fn ratio(&self, numerator: impl Fn(&Run) -> f64, denominator: impl Fn(&Run) -> f64) -> Estimate {
        let numerators: Vec<f64> = self.runs.iter().map(numerator).collect();
        let denominators: Vec<f64> = self.runs.iter().map(denominator).collect();
        ratio(&numerators, &denominators).expect("something happened")
    }

    fn timings(&self, demand: Option<usize>, timings: &[Timing]) -> Times {
        Times(self.runs.iter().map(|run| run.timing(demand, timings)).collect())
    }

    /// Lengths of time that the probe took.
    pub(super) fn probed(&self, tally: impl Fn(&Probe) -> &Tally<7>) -> Times {
        Times(self.runs.iter().map(|run| tally(&run.probe).clone()).collect())
    }

    /// Lengths of time that the ledger took.
    pub(super) fn noted(&self, tally: impl Fn(&Ledger) -> &Tally<7>) -> Times {
        Times(self.runs.iter().map(|run| tally(&run.ledger).clone()).collect())
    }

    /// One count of the ledger over another.
    pub(super) fn rate(&self, count: impl Fn(&Ledger) -> u64, of: impl Fn(&Ledger) -> u64) -> Estimate {
        self.ratio(|run| count(&run.ledger) as f64, |run| of(&run.ledger) as f64)
    }

    /// A count of the ledger, so many a minute.
    pub(super) fn noted_per_minute(&self, count: impl Fn(&Ledger) -> u64) -> Estimate {
        self.ratio(|run| count(&run.ledger) as f64, Run::minutes)
    }

    /// Message to start of service or giving up, everybody.
    pub(super) fn wait(&self) -> Times {
        use Timing::{LostFirst, LostLater, PickupFirst, PickupLater};
        self.timings(None, &[PickupFirst, PickupLater, LostFirst, LostLater])
    }

    /// The same for the customers of one demand.
    pub(super) fn wait_of(&self, demand: usize) -> Times {
        self.timings(Some(demand), &[Timing::PickupFirst, Timing::LostFirst])
    }

    /// Message to start of service, those served.
    pub(super) fn wait_of_served(&self) -> Times {
        self.timings(None, &[Timing::PickupFirst])
    }

    /// Message to giving up.
    pub(super) fn wait_of_lost(&self) -> Times {
        self.timings(None, &[Timing::LostFirst])
    }

    /// Message to start of work, second and later messages.
    pub(super) fn wait_later(&self) -> Times {
        self.timings(None, &[Timing::PickupLater])
    }

    /// First message to the reply.
    pub(super) fn first_response(&self) -> Times {
        self.timings(None, &[Timing::ResponseFirst])
    }

    /// First message to the reply, the customers of one demand.
    pub(super) fn sojourn_of(&self, demand: usize) -> Times {
        self.timings(Some(demand), &[Timing::ResponseFirst])
    }

    /// Message to reply, second and later messages.
    pub(super) fn later_response(&self) -> Times {
        self.timings(None, &[Timing::ResponseLater])
    }

    /// Message to reply, every message.
    pub(super) fn response(&self) -> Times {
        self.timings(None, &[Timing::ResponseFirst, Timing::ResponseLater])
    }

    /// Arrival to assignment.
    pub(super) fn slot_wait(&self) -> Times {
        self.timings(None, &[Timing::QueueTime])
    }

    /// First message to the reply that solves the matter.
    pub(super) fn resolution(&self) -> Times {
        self.timings(None, &[Timing::ResolutionTime])
    }

    /// Handling over signed-in time.
    pub(super) fn utilisation(&self) -> Estimate {
        self.ratio(|run| run.work(|work| work.agents.handling), |run| run.work(|work| work.agents.signed_in))
    }

    /// Handling over signed-in time of one team.
    pub(super) fn utilisation_of(&self, team: usize) -> Estimate {
        let of = |number: fn(&Work) -> u64| move |run: &Run| number(&run.measures.work[team]) as f64;
        self.ratio(of(|work| work.agents.handling), of(|work| work.agents.signed_in))
    }

    /// Handling over signed-in time of one agent.
    pub(super) fn utilisation_of_agent(&self, agent: usize) -> Estimate {
        let agent = move |run: &Run| run.measures.agents[agent];
        self.ratio(|run| agent(run).handling as f64, |run| agent(run).signed_in as f64)
    }

    /// Handling and wrap-up over signed-in time.
    pub(super) fn occupancy(&self) -> Estimate {
        self.ratio(
            |run| run.work(|work| work.agents.handling + work.agents.wrap_up),
            |run| run.work(|work| work.agents.signed_in),
        )
    }

    /// The time average of active conversations, all agents together.
    pub(super) fn active(&self) -> Estimate {
        let active = |run: &Run| run.measures.work.iter().map(|work| work.active).sum::<u128>() as f64;
        self.ratio(active, |run| run.measures.counted as f64)
    }

    /// The time average of the slots in use, all agents together.
    pub(super) fn slots_in_use(&self) -> Estimate {
        let load = |run: &Run| run.measures.work.iter().map(|work| work.load).sum::<u128>() as f64;
        self.ratio(|run| load(run) / 1000.0, |run| run.measures.counted as f64)
    }

    /// The share of agents' time with so many active conversations.
    pub(super) fn share_of_agents_with(&self, active: u64) -> Estimate {
        let at_most = |run: &Run, level: u64| run.measures.work[0].at_level.count_at_most(level);
        let below = |run: &Run| if active == 0 { 0.0 } else { at_most(run, active - 1) };
        self.ratio(|run| at_most(run, active) - below(run), |run| run.measures.work[0].at_level.total() as f64)
    }

    /// The time average of a level.
    pub(super) fn level(&self, level: Level) -> Estimate {
        self.level_in(None, level)
    }

    /// The time average of a level of one demand.
    pub(super) fn level_of(&self, demand: usize, level: Level) -> Estimate {
        self.level_in(Some(demand), level)
    }

    fn level_in(&self, demand: Option<usize>, level: Level) -> Estimate {
        let area = |run: &Run| run.cells(demand).map(|cell| cell.integrals[level as usize]).sum::<u128>() as f64;
        self.ratio(area, |run| run.measures.counted as f64)
    }

    /// The time average of the queue.
    pub(super) fn queue_length(&self) -> Estimate {
        self.level(Level::QueueLength)
    }

    /// The time average of those who need a reply, work in hand included.
    pub(super) fn needy(&self) -> Estimate {
        self.level(Level::NeedingReply)
    }

    /// The time average of those who need a reply from the agent they have, work in hand included.
    pub(super) fn needy_on_desks(&self) -> Estimate {
        let on_desks = |run: &Run| run.integral(Level::NeedingReply) - run.integral(Level::QueueLength);
        self.ratio(on_desks, |run| run.measures.counted as f64)
    }

    /// The time average of open conversations.
    pub(super) fn inside(&self) -> Estimate {
        self.crowd(|probe| &probe.inside, |number| number)
    }

    /// The time average of conversations that await their customer and hold a slot.
    pub(super) fn thinking(&self) -> Estimate {
        self.crowd(|probe| &probe.thinking, |number| number)
    }

    /// The time average of a function of a crowd.
    pub(super) fn crowd(&self, crowd: impl Fn(&Probe) -> &Crowd, function: impl Fn(f64) -> f64) -> Estimate {
        self.ratio(|run| crowd(&run.probe).integral(&function), |run| run.measures.counted as f64)
    }

    /// The standard deviation over time of a crowd.
    pub(super) fn crowd_deviation(&self, crowd: impl Fn(&Probe) -> &Crowd) -> Estimate {
        let moments = |run: &Run| moments(&crowd(&run.probe).lasted);
        deviation(&self.runs.iter().map(moments).collect::<Vec<_>>()).expect("time has passed")
    }

    /// One count over another.
    pub(super) fn share(&self, count: Count, of: Count) -> Estimate {
        self.ratio(|run| run.count(None, count), |run| run.count(None, of))
    }

    /// One count over those let in.
    pub(super) fn share_of_accepted(&self, count: Count) -> Estimate {
        self.ratio(|run| run.count(None, count), Run::accepted)
    }

    /// One count over another, of one demand.
    pub(super) fn share_in(&self, demand: usize, count: Count, of: Count) -> Estimate {
        self.ratio(|run| run.count(Some(demand), count), |run| run.count(Some(demand), of))
    }

    /// So many a minute.
    pub(super) fn per_minute(&self, count: Count) -> Estimate {
        self.ratio(|run| run.count(None, count), Run::minutes)
    }

    /// Conversations ended, so many a minute.
    pub(super) fn endings_per_minute(&self) -> Estimate {
        self.ratio(|run| run.probe.endings as f64, Run::minutes)
    }

    /// Replies sent, so many a minute.
    pub(super) fn replies_per_minute(&self) -> Estimate {
        self.ratio(|run| run.work(|work| work.agents.replies), Run::minutes)
    }

    /// Replies a conversation that was let in.
    pub(super) fn replies_per_conversation(&self) -> Estimate {
        self.ratio(|run| run.probe.replies as f64, Run::accepted)
    }

    /// The share of conversations that ended after a number of replies as wanted.
    pub(super) fn share_ended_after(&self, wanted: impl Fn(usize) -> bool) -> Estimate {
        let ended = |run: &Run| {
            let all = run.probe.ended_after.iter().enumerate();
            all.filter(|(replies, _)| wanted(*replies)).map(|(_, count)| count).sum::<u64>() as f64
        };
        self.ratio(ended, |run| run.probe.ended_after.iter().sum::<u64>() as f64)
    }

    /// The standard deviation of the number of replies of a conversation.
    pub(super) fn replies_deviation(&self) -> Estimate {
        let moments = |run: &Run| moments(&run.probe.ended_after);
        deviation(&self.runs.iter().map(moments).collect::<Vec<_>>()).expect("conversations ended")
    }

    /// The mean of what was seen at a mark.
    pub(super) fn seen_at(&self, mark: usize, sum: impl Fn(&Look) -> u64) -> Estimate {
        self.ratio(|run| sum(&run.probe.looks[mark]) as f64, |run| run.probe.looks[mark].looks as f64)
    }

    /// The mean number of customers who need a reply at the end of an hour of the day.
    pub(super) fn backlog_after(&self, hours: usize) -> Estimate {
        self.ratio(|run| run.backlog[hours - 1] as f64, |run| run.minutes() / 1440.0)
    }

    /// Handling over signed-in time in the first hours of the day.
    pub(super) fn utilisation_until(&self, hours: usize) -> Estimate {
        let work = |run: &Run, number: fn(&Work) -> u64| {
            run.hours[..hours].iter().map(|hour| number(&hour.work(|_| true))).sum::<u64>() as f64
        };
        self.ratio(|run| work(run, |work| work.agents.handling), |run| work(run, |work| work.agents.signed_in))
    }

    /// The time average of the queue in the first hours of the day.
    pub(super) fn queue_length_until(&self, hours: usize) -> Estimate {
        let area = |run: &Run| {
            let cells = run.hours[..hours].iter().map(|hour| hour.cell(1, |_| true));
            cells.map(|cell| cell.integrals[Level::QueueLength as usize]).sum::<u128>() as f64
        };
        self.ratio(area, |run| run.measures.counted as f64 * hours as f64 / 24.0)
    }
}

/// The moments of a number that occurred so often: as many times 0, 1, 2, ... as the list says.
fn moments(occurred: &[u64]) -> Moments {
    let mut moments = Moments::default();
    for (number, &times) in (0_u128..).zip(occurred) {
        moments.count += times;
        moments.sum += number * u128::from(times);
        moments.squares += number * number * u128::from(times);
    }
    moments
}

/// Lengths of time, one tally a replication.
#[derive(Clone, Debug)]
pub(super) struct Times(Vec<Tally<7>>);

impl Times {
    fn ratio(&self, numerator: impl Fn(&Tally<7>) -> f64, denominator: impl Fn(&Tally<7>) -> f64) -> Estimate {
        let numerators: Vec<f64> = self.0.iter().map(numerator).collect();
        let denominators: Vec<f64> = self.0.iter().map(denominator).collect();
        ratio(&numerators, &denominators).expect("something was timed")
    }

    /// The mean in minutes.
    pub(super) fn mean(&self) -> Estimate {
        self.ratio(|tally| tally.moments().sum as f64 / MINUTE, |tally| tally.count() as f64)
    }

    /// The mean of those above zero, in minutes.
    pub(super) fn mean_of_positive(&self) -> Estimate {
        self.ratio(|tally| tally.moments().sum as f64 / MINUTE, |tally| tally.positive() as f64)
    }

    /// The standard deviation in minutes.
    pub(super) fn deviation(&self) -> Estimate {
        let moments: Vec<Moments> = self.0.iter().map(|tally| *tally.moments()).collect();
        deviation(&moments).expect("something was timed").scaled(1.0 / MINUTE)
    }

    /// The share above zero.
    pub(super) fn positive(&self) -> Estimate {
        self.ratio(|tally| tally.positive() as f64, |tally| tally.count() as f64)
    }

    /// The share above so many minutes.
    pub(super) fn above(&self, minutes: f64) -> Estimate {
        self.ratio(|tally| tally.count() as f64 - at_most(tally, minutes), |tally| tally.count() as f64)
    }

    /// The share of at most so many minutes.
    pub(super) fn within(&self, minutes: f64) -> Estimate {
        self.ratio(|tally| at_most(tally, minutes), |tally| tally.count() as f64)
    }

    /// How many are at most so many minutes, over everybody in `all`.
    pub(super) fn within_of(&self, minutes: f64, all: &Times) -> Estimate {
        let counts: Vec<f64> = self.0.iter().map(|tally| at_most(tally, minutes)).collect();
        let totals: Vec<f64> = all.0.iter().map(|tally| tally.count() as f64).collect();
        ratio(&counts, &totals).expect("something was timed")
    }

    /// The quantile in minutes.
    pub(super) fn quantile(&self, p: f64) -> Estimate {
        let distributions: Vec<Distribution<7>> =
            self.0.iter().map(|tally| Distribution::from(tally.milliseconds())).collect();
        quantile(p, &distributions).expect("something was timed").scaled(1.0 / MINUTE_IN_MILLISECONDS)
    }

    /// How many.
    pub(super) fn count(&self) -> u64 {
        self.0.iter().map(Tally::count).sum()
    }
}

/// How many are at most so many minutes. The histogram holds whole milliseconds, cut off.
fn at_most(tally: &Tally<7>, minutes: f64) -> f64 {
    tally.milliseconds().count_at_most((minutes * MINUTE_IN_MILLISECONDS) as u64)
}
