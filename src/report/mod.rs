//! What comes out of a study: files and pictures for people to read, and what the terminal says.
//!
//! Every output is one file here and says what is in it; [`write`](folder::Folder::write) makes files of them. Nothing in here
//! computes a statistic that an estimate has not got already, and nothing but `timing.json` knows how long anything took.
//!
//! ```text
//! Report -> summary, comparisons, planner, intervals, tempo, agents, replications (CSV) \
//!        -> pictures (SVG, PNG)                                                          > Output -> manifest -> folder
//!        -> key -> verdict -> text, json (the terminal)
//! ```

mod agents;
#[cfg(feature = "program")]
pub mod chart;
mod closed_forms;
#[cfg(feature = "program")]
mod closed_forms_text;
mod comparisons;
#[cfg(feature = "program")]
mod course;
pub mod folder;
mod hash;
mod intervals;
#[cfg(feature = "program")]
mod json;
#[cfg(feature = "program")]
mod key;
#[cfg(feature = "program")]
mod known;
mod manifest;
#[cfg(feature = "program")]
mod notes;
#[cfg(feature = "program")]
mod pairs;
#[cfg(feature = "program")]
mod pictures;
mod planner;
mod replications;
mod slice;
#[cfg(feature = "program")]
mod staff;
mod steady;
mod summary;
#[cfg(feature = "program")]
mod sweep;
mod table;
mod tempo;
#[cfg(feature = "program")]
pub mod text;
#[cfg(feature = "program")]
mod verdict;
#[cfg(feature = "program")]
mod what_if_text;
mod what_ifs;
mod words;

use crate::experiment::{Comparison, Experiment, PolicyResults, Results, Row, WhatIfResults};
use crate::metrics::Scope;
use crate::scenario::Scenario;
use crate::textbook::{self, Check};
use std::{fmt, io};

pub use agents::agents;
pub use closed_forms::closed_forms;
pub use comparisons::comparisons;
pub use folder::{Folder, FolderError, Written};
pub use hash::{Hashed, sha256};
pub use intervals::intervals;
#[cfg(feature = "program")]
pub use json::json;
#[cfg(feature = "program")]
pub use manifest::staff_manifest;
pub use manifest::{Timing, manifest, steady_manifest, sweep_identity, sweep_manifest, timing};
#[cfg(feature = "program")]
pub use pairs::{best, pairs};
#[cfg(feature = "program")]
pub use pictures::pictures;
pub use planner::{Column, PLANNER, planner};
pub use replications::replications;
#[cfg(feature = "program")]
pub use staff::{Staffed, schedule, staff_failure, staff_pictures, staff_text, staffing};
pub use steady::{SteadyReport, steady, welch};
#[cfg(feature = "program")]
pub use steady::{steady_pictures, steady_text};
pub use summary::summary;
#[cfg(feature = "program")]
pub use sweep::{Swept, point, point_name, sweep, sweep_pictures, sweep_text};
pub use tempo::tempo;
pub use what_ifs::what_ifs;
pub use words::{duration, number};

/// The results of a scenario, for all outputs.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What was run.
    pub scenario: &'a Scenario,
    /// What came out.
    pub results: &'a Results,
    /// What came out of the what-ifs, in their order.
    pub what_ifs: &'a [WhatIfResults],
}

/// The names of all files that a run may write: a folder in their place is found before anything is simulated.
pub const NAMES: [&str; 46] = [
    "summary.csv",
    "comparisons.csv",
    "pairs.csv",
    "best.csv",
    "closed-forms.csv",
    "what-ifs.csv",
    "sweep.csv",
    "steady.csv",
    "welch.csv",
    "schedule.csv",
    "staffing.csv",
    "planner.csv",
    "intervals.csv",
    "tempo.csv",
    "agents.csv",
    "replications.csv",
    "staffing.svg",
    "staffing.png",
    "waits.svg",
    "waits.png",
    "first-replies.svg",
    "first-replies.png",
    "day-waits.svg",
    "day-waits.png",
    "day-work.svg",
    "day-work.png",
    "tradeoff.svg",
    "tradeoff.png",
    "spectrum.svg",
    "spectrum.png",
    "tempo.svg",
    "tempo.png",
    "abandonment.svg",
    "abandonment.png",
    "agent-time.svg",
    "agent-time.png",
    "what-ifs.svg",
    "what-ifs.png",
    "tornado.svg",
    "tornado.png",
    "frontier.svg",
    "frontier.png",
    "welch.svg",
    "welch.png",
    "run.json",
    "timing.json",
];

/// One file to be.
#[derive(Debug)]
pub struct Output<'a> {
    /// The name of the file, without a folder.
    pub name: String,
    content: Content<'a>,
}

/// Writes a file.
type Writes<'a> = dyn Fn(&mut dyn io::Write) -> io::Result<()> + 'a;

/// What is in a file.
enum Content<'a> {
    /// This.
    Bytes(Vec<u8>),
    /// What this writes, the same each time: tables with a row an interval can be larger than memory should be.
    Written(Box<Writes<'a>>),
}

impl fmt::Debug for Content<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Content::Bytes(bytes) => write!(formatter, "{} bytes", bytes.len()),
            Content::Written(_) => formatter.write_str("written when it is asked for"),
        }
    }
}

impl<'a> Output<'a> {
    /// A file with this in it.
    pub fn new(name: &str, bytes: Vec<u8>) -> Output<'a> {
        Output { name: name.to_owned(), content: Content::Bytes(bytes) }
    }

    /// A file with what `write` writes, the same each time.
    pub fn written(name: &str, write: impl Fn(&mut dyn io::Write) -> io::Result<()> + 'a) -> Output<'a> {
        Output { name: name.to_owned(), content: Content::Written(Box::new(write)) }
    }

    /// Writes what is in it.
    ///
    /// # Errors
    /// Those of `file`.
    pub fn write(&self, file: &mut dyn io::Write) -> io::Result<()> {
        match &self.content {
            Content::Bytes(bytes) => file.write_all(bytes),
            Content::Written(write) => write(file),
        }
    }
}

/// All tables, in the order in which they are worth reading.
pub fn tables<'a>(report: &'a Report<'_>) -> Vec<Output<'a>> {
    let more = [planner(report), intervals(report), tempo(report), agents(report), replications(report)];
    let mut tables = vec![summary(report), comparisons(report)];
    #[cfg(feature = "program")]
    tables.extend(pairs(report).into_iter().chain(best(report)));
    tables.extend(closed_forms(report).into_iter().chain(what_ifs(report)).chain(more));
    tables
}

impl Report<'_> {
    /// What was compared.
    pub fn experiment(&self) -> &Experiment {
        &self.scenario.experiment
    }

    /// What came out of the what-ifs, with their names.
    pub fn what_ifs(&self) -> impl Iterator<Item = (&WhatIfResults, &str)> {
        self.what_ifs.iter().zip(self.scenario.what_ifs.iter().map(|it| it.name.as_str()))
    }

    /// Whether some demand has opening hours: then waits are told within them first, because nights are the same under
    /// every policy.
    pub fn in_hours(&self) -> bool {
        self.experiment().model.has_hours()
    }

    /// The metric that says how long customers wait.
    pub fn wait(&self) -> &'static str {
        if self.in_hours() { "wait_in_hours" } else { "wait" }
    }

    /// The name of a policy.
    pub fn policy(&self, place: usize) -> &str {
        &self.experiment().policies[place].name
    }

    /// How many replications there were.
    fn replications(&self) -> f64 {
        f64::from(self.experiment().replications)
    }

    /// The place of the baseline.
    pub fn baseline(&self) -> usize {
        self.experiment().baseline
    }

    /// The row of a policy about everybody.
    pub fn row(&self, policy: usize, metric: &str, statistic: &str) -> Option<&Row> {
        self.results.policies[policy].row(Scope::Overall, metric, statistic)
    }

    /// The comparison of a policy with the baseline about everybody; none for the baseline itself.
    pub fn comparison(&self, policy: usize, metric: &str, statistic: &str) -> Option<&Comparison> {
        self.results.comparison(policy, Scope::Overall, metric, statistic)
    }

    /// How many comparisons the intervals of differences hold for together.
    pub fn together(&self) -> usize {
        self.experiment().policies.len().saturating_sub(1).max(1)
    }

    /// What whoever reads the numbers has to know first, worst first.
    pub fn warnings(&self) -> Vec<String> {
        let doubts = self.scenario.warnings.iter().map(ToString::to_string);
        self.alarms().into_iter().chain(doubts).collect()
    }

    /// What the results themselves warn of, worst first.
    pub fn alarms(&self) -> Vec<String> {
        let of_what_ifs = self.what_ifs().flat_map(|(it, name)| {
            let alarms = Report { results: &it.results, what_ifs: &[], ..*self }.troubles();
            alarms.into_iter().map(move |alarm| format!("what if {name}: {alarm}"))
        });
        self.troubles().into_iter().chain(self.missed_closed_forms()).chain(of_what_ifs).collect()
    }

    /// What numbers show to be wrong with an operation, whatever it is.
    fn troubles(&self) -> Vec<String> {
        self.overloads().into_iter().chain(self.unserved()).chain(self.left_waiting()).collect()
    }

    /// The policies that are queues of the textbooks, beside what those come to.
    pub fn checks(&self) -> Vec<Check<'_>> {
        textbook::check(self.experiment(), self.results)
    }

    /// The numbers that are further from their closed forms than chance explains.
    fn missed_closed_forms(&self) -> Vec<String> {
        let told = |check: &Check<'_>| {
            let missed = |it: &&textbook::Compared<'_>| it.is_off();
            let off = |it: &textbook::Compared<'_>| {
                let errors = it.errors_off().map_or(0.0, f64::abs);
                format!("{}.{} by {errors:.1}", it.number.metric, it.number.statistic)
            };
            let missed: Vec<String> = check.compared.iter().filter(missed).map(off).collect();
            (!missed.is_empty()).then(|| {
                format!(
                    "under {} numbers are off the closed forms of {} by more standard errors than chance explains ({}): \
                     the run begins empty, and its warm-up may be too short for the steady state",
                    self.policy(check.policy),
                    check.textbook.name,
                    missed.join(", ")
                )
            })
        };
        self.checks().iter().filter_map(told).collect()
    }

    /// The policies under which many messages still wait when the run ends: their waits are in no mean.
    fn left_waiting(&self) -> Vec<String> {
        const MANY: f64 = 0.01;
        let scopes = self.experiment().scopes();
        let told = |(place, results): (usize, &PolicyResults)| {
            let of = |metric: &str| results.distributions(&scopes, Scope::Overall, metric);
            let open = of("wait_open");
            let left: u64 = open.iter().map(|it| it.total()).sum();
            let ended: u64 = of("wait").iter().map(|it| it.total()).sum();
            let oldest = open.iter().map(|it| it.limit()).max()? as f64 * 1e-3;
            (left as f64 > MANY * (left + ended) as f64).then(|| {
                format!(
                    "{:.1}% of the messages under {} still wait when the run ends, the oldest for about {}: their waits \
                     are in no mean",
                    left as f64 / (left + ended) as f64 * 100.0,
                    self.policy(place),
                    duration(oldest)
                )
            })
        };
        self.results.policies.iter().enumerate().filter_map(told).collect()
    }

    /// The policies under which many customers leave with nothing: what the others wait says little then. Who is turned
    /// away is no sign of too few agents: a door may do nothing else at night.
    fn unserved(&self) -> Vec<String> {
        const MANY: f64 = 0.25;
        let (mut gave_up, mut turned_away) = (Vec::new(), Vec::new());
        for policy in 0..self.results.policies.len() {
            let row = |metric| self.row(policy, metric, "share").and_then(|row| row.estimate.as_ref());
            let [abandoned, refused] =
                ["abandoned", "refused"].map(|metric| row(metric).map_or(0.0, |estimate| estimate.value));
            if abandoned + refused < MANY {
                continue;
            }
            let name = self.policy(policy);
            match refused > abandoned {
                true => turned_away.push(format!("{:.0}% under {name}", refused * 100.0)),
                false => gave_up.push(format!("{:.0}% under {name}", (abandoned + refused) * 100.0)),
            }
        }
        let told = |listed: Vec<String>, before: &str, after: &str| {
            (!listed.is_empty()).then(|| format!("{before}: {}; {after}", listed.join(", ")))
        };
        let waste = "far too few agents, or rules that waste them";
        let door = "its hours, its limits or the agents are too few for them";
        told(gave_up, "many customers give up or are refused", waste)
            .into_iter()
            .chain(told(turned_away, "the door turns many customers away", door))
            .collect()
    }

    /// The policies under which the queue grows all along.
    pub fn overloads(&self) -> Vec<String> {
        let overload = |(place, results): (usize, &PolicyResults)| {
            let growth = results.growth.filter(|growth| growth.grows)?;
            Some(format!(
                "the queue grows all along: this staffing cannot carry the load under {}; {:.0}% of the arrivals are left \
                 over, and averages only say how long the run was",
                self.policy(place),
                growth.share_of_arrivals * 100.0
            ))
        };
        self.results.policies.iter().enumerate().filter_map(overload).collect()
    }
}
