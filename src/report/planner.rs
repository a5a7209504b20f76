//! `planner.csv`: what planners open first, interval by interval, for each demand and overall.
//!
//! [`PLANNER`] says what each column means. Conversations and messages are means per replication (offered 12.4), everything
//! else is a ratio of sums over the replications, blank where it is 0/0. A conversation belongs to the interval of its first
//! message, whenever the rest of it comes; agents belong to the interval in which they work.
//!
//! Agents are those of the teams that serve the demand. A team that serves several demands counts with all its work in each
//! of their rows, so that these columns do not add up over demands. The load is that of all who are offered, if they were all
//! answered; it lies where conversations begin, though later exchanges come later.

use super::intervals::beginning;
use super::slice::Slice;
use super::table::{Rows, maybe};
use super::{Output, Report};
use crate::metrics::Scope;
use crate::metrics::measures::{Interval, Layout, Work};
use std::io::{self, Write};

/// A number in a row of `planner.csv`.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The name.
    pub name: &'static str,
    /// What it means.
    pub about: &'static str,
    of: fn(&Row) -> Option<f64>,
}

const fn column(name: &'static str, about: &'static str, of: fn(&Row) -> Option<f64>) -> Column {
    Column { name, about, of }
}

/// Every number of `planner.csv`, in the order of its columns.
pub const PLANNER: [Column; 16] = [
    column("offered", "conversations begun, those passed on from another demand included", |row| {
        row.of("offered", "count")
    }),
    column("contained", "of those, the bot was enough", |row| row.of("contained", "count")),
    column("transferred", "of those, passed on by an agent as another demand", |row| row.of("transferred", "count")),
    column("answered", "of those offered, with a reply to a customer who was there", |row| row.of("answered", "count")),
    column("abandoned", "of those offered, given up by the customer, told or silent", |row| {
        row.of("abandoned", "count")
    }),
    column("service_level", "first replies within target / offered whose fate against the target is decided", |row| {
        row.of("service_level", "share")
    }),
    column(
        "average_speed_of_answer",
        "mean seconds from a first message to the start of work on it, of those on which work started",
        |row| row.of("pickup_time_first", "mean"),
    ),
    column(
        "handle_time",
        "mean seconds of agent work (handling, switching, catch-up) on a conversation, those answered and closed when the \
         run ended",
        |row| row.of("handle_time_effort", "mean"),
    ),
    column("handle_time_with_wrap_up", "the same with the wrap-up, whatever the wrap-up holds", Row::handle_time),
    column(
        "occupancy",
        "(handling + switching + wrap-up that holds the agent) / signed-in time, overtime outside both",
        |row| ratio(row.work.agents.occupancy()),
    ),
    column("concurrency", "active conversations of a signed-in agent, over time", |row| {
        (row.work.agents.signed_in > 0).then(|| row.work.active as f64 / row.work.agents.signed_in as f64)
    }),
    column(
        "required",
        "offered x handle_time_with_wrap_up / length of the interval: how many agents the load keeps busy without a break",
        Row::required,
    ),
    column("signed_in", "agents signed in, over time", |row| row.agents(row.work.agents.signed_in)),
    column("scheduled", "agents planned at the desk, over time: without pauses and absence", |row| {
        row.agents(row.work.scheduled)
    }),
    column("paid", "agents paid, over time: with pauses, absence and overtime", |row| row.agents(row.work.paid())),
    column("backlog", "unanswered messages of customers who are there, at the end of the interval", |row| {
        row.of("backlog", "end")
    }),
];

fn ratio((part, whole): (u64, u64)) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// An interval of a policy, of one demand or of all.
struct Row {
    slice: Slice,
    /// Of the teams that serve the demand.
    work: Work,
    /// In microseconds.
    length: f64,
    replications: f64,
}

impl Row {
    fn of(&self, metric: &str, statistic: &str) -> Option<f64> {
        self.slice.value(metric, statistic)
    }

    /// How many agents fill a time with their presence.
    fn agents(&self, time: u64) -> Option<f64> {
        Some(time as f64 / self.length / self.replications)
    }

    fn handle_time(&self) -> Option<f64> {
        self.of("handle_time_effort_with_wrap_up", "mean")
    }

    /// The offered load in agents. Nobody is needed for nobody.
    fn required(&self) -> Option<f64> {
        match self.of("offered", "count")? {
            0.0 => Some(0.0),
            offered => Some(offered * self.handle_time()? / (self.length * 1e-6)),
        }
    }
}

/// The table of planners: overall, then each demand; with one demand there is nothing to tell apart.
pub fn planner<'a>(report: &'a Report<'_>) -> Output<'a> {
    Output::written("planner.csv", |file| write(report, file))
}

fn write(report: &Report<'_>, file: &mut dyn Write) -> io::Result<()> {
    let header: Vec<&str> =
        ["policy", "start", "demand"].into_iter().chain(PLANNER.iter().map(|column| column.name)).collect();
    let mut rows = Rows::new(file, &header)?;
    let experiment = report.experiment();
    let (model, frame, layout) = (&experiment.model, &experiment.model.frame, Layout::new(&experiment.model));
    let all: Vec<usize> = (0..model.teams.len()).collect();
    for (place, results) in report.results.policies.iter().enumerate() {
        for (number, interval) in results.intervals.iter().enumerate() {
            let (from, length) = frame.interval_at(number);
            let start = beginning(&frame.zone, from);
            for scope in experiment.scopes() {
                let (name, teams) = match scope {
                    Scope::Overall => ("overall", all.clone()),
                    Scope::Demand(demand) => {
                        let teams = model.teams_for(demand).into_iter().map(|team| team.index()).collect();
                        (model.demands[demand.index()].name.as_str(), teams)
                    }
                    Scope::Channel(_) | Scope::Team(_) => continue,
                };
                let row = Row {
                    slice: Slice::new(interval, &layout, scope, length.0, experiment.replications),
                    work: work(interval, &teams),
                    length: length.0 as f64,
                    replications: report.replications(),
                };
                let numbers = PLANNER.map(|column| maybe((column.of)(&row)));
                let cells = [report.policy(place), &start, name];
                rows.row(&cells.into_iter().chain(numbers.iter().map(String::as_str)).collect::<Vec<_>>())?;
            }
        }
    }
    rows.finish()
}

/// What several teams do in an interval.
fn work(interval: &Interval, teams: &[usize]) -> Work {
    interval.work(|team| teams.contains(&team))
}
