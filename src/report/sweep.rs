//! `sweep.csv`: every number about everybody at each point of a sweep, one a row, with what was set there in front of it.

mod effects;
mod frontier;
mod pictures;
mod text;

use super::key::{self, Key};
use super::table::{Table, ends, maybe};
use super::text::count;
use super::{Output, Report};
use crate::metrics::Scope;
use crate::scenario::Scenario;
use crate::study::Plan;

pub use pictures::sweep_pictures;
pub use text::sweep_text;

/// The columns after those of the point.
const COLUMNS: [&str; 9] =
    ["policy", "metric", "statistic", "unit", "value", "low", "high", "replications", "queue_grows"];

/// The name of the file of a point.
pub fn point_name(point: usize) -> String {
    format!("{:04}.csv", point + 1)
}

/// The rows of a point, under a header.
pub fn point(report: &Report<'_>, plan: &Plan, point: usize) -> Output<'static> {
    let header: Vec<&str> =
        ["point"].into_iter().chain(plan.axes.iter().map(|axis| axis.path.as_str())).chain(COLUMNS).collect();
    let mut table = Table::new("point", &header);
    let number = (point + 1).to_string();
    for (place, results) in report.results.policies.iter().enumerate() {
        let grows = results.growth.is_some_and(|growth| growth.grows).to_string();
        for row in results.rows.iter().filter(|row| row.scope == Scope::Overall) {
            let (low, high) = ends(row.interval);
            let (value, replications) =
                (maybe(row.estimate.as_ref().map(|it| it.value)), results.runs.len().to_string());
            let set = plan.points[point].iter().map(|value| value.trim_matches('"'));
            let cells = [
                report.policy(place),
                row.metric.name,
                &row.statistic,
                row.unit.name(),
                &value,
                &low,
                &high,
                &replications,
                &grows,
            ];
            table.row(&std::iter::once(number.as_str()).chain(set).chain(cells).collect::<Vec<_>>());
        }
    }
    let mut output = table.finish();
    output.name = point_name(point);
    output
}

/// The rows of all points under one header; each is a file of [`point`].
pub fn sweep(points: &[Vec<u8>]) -> Output<'static> {
    let after_header = |file: &[u8]| file.iter().position(|byte| *byte == b'\n').map_or(file.len(), |at| at + 1);
    let mut all = points.first().map_or(Vec::new(), |file| file[..after_header(file)].to_vec());
    points.iter().for_each(|file| all.extend_from_slice(&file[after_header(file)..]));
    Output::new("sweep.csv", all)
}

/// A number at a point, read back from its file: what a sweep that was interrupted shows is what one that was not shows.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    /// The number of the point, from 0.
    point: usize,
    /// The name of the policy.
    policy: String,
    /// Of what.
    metric: String,
    /// Which number.
    statistic: String,
    /// The number.
    value: f64,
    /// Its interval.
    interval: Option<(f64, f64)>,
    /// Whether the queue grows all along there.
    grows: bool,
}

/// The main numbers of a sweep.
#[derive(Debug)]
pub struct Swept<'a> {
    scenario: &'a Scenario,
    plan: &'a Plan,
    /// The main numbers that are shown, in their order.
    keys: Vec<Key>,
    found: Vec<Found>,
}

impl<'a> Swept<'a> {
    /// Reads the main numbers back from the files of the points.
    pub fn new(scenario: &'a Scenario, plan: &'a Plan, points: &[Vec<u8>]) -> Swept<'a> {
        // What is left out goes first where there is no room.
        const SHOWN: u8 = 4;
        let keys: Vec<Key> = key::all(scenario.experiment.model.has_hours()).filter(|key| key.rank <= SHOWN).collect();
        let wanted = keys.iter().map(|key| (key.metric, key.statistic)).chain(frontier::COSTS);
        let wanted: Vec<(&str, &str)> = wanted.collect();
        let found = points.iter().flat_map(|file| found(file, plan.axes.len(), &wanted)).collect();
        Swept { scenario, plan, keys, found }
    }

    /// "40 replications", or how many at most.
    fn replications(&self) -> String {
        let experiment = &self.scenario.experiment;
        let count = count(experiment.replications as usize, "replication", "replications");
        if experiment.until.is_some() { format!("up to {count}") } else { count }
    }

    /// The names of the policies.
    fn policies(&self) -> impl Iterator<Item = &'a str> {
        self.scenario.experiment.policies.iter().map(|it| it.name.as_str())
    }

    /// A main number of a policy at all points where it has one, in their order.
    fn of(&self, policy: &str, key: &Key) -> impl Iterator<Item = &Found> {
        self.number(policy, (key.metric, key.statistic))
    }

    /// A number of a policy at all points where it has one, in their order.
    fn number(&self, policy: &str, wanted: (&str, &str)) -> impl Iterator<Item = &Found> {
        self.found.iter().filter(move |it| it.policy == policy && (&*it.metric, &*it.statistic) == wanted)
    }

    /// A main number of a policy at a point.
    fn at(&self, point: usize, policy: &str, key: &Key) -> Option<&Found> {
        self.of(policy, key).find(|it| it.point == point)
    }
}

/// The numbers in `sweep.csv` that are one of these metrics and statistics; blank ones are left out.
fn found(file: &[u8], axes: usize, wanted: &[(&str, &str)]) -> Vec<Found> {
    let mut reader = csv::Reader::from_reader(file);
    let row = |row: csv::StringRecord| {
        let cell = |place: usize| row.get(place).unwrap_or_default();
        let number = |place: usize| cell(place).parse::<f64>().ok();
        let first = axes + 1;
        let (metric, statistic) = (cell(first + 1), cell(first + 2));
        if !wanted.contains(&(metric, statistic)) {
            return None;
        }
        Some(Found {
            point: cell(0).parse::<usize>().ok()?.checked_sub(1)?,
            policy: cell(first).to_owned(),
            metric: metric.to_owned(),
            statistic: statistic.to_owned(),
            value: number(first + 4)?,
            interval: number(first + 5).zip(number(first + 6)),
            grows: cell(first + 8) == "true",
        })
    };
    reader.records().filter_map(Result::ok).filter_map(row).collect()
}
