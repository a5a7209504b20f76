//! What a sweep says on the terminal: the main numbers at each point, and where customers wait least.

use super::sweep::{Found, found};
use super::text::wrapped;
use super::words::{duration, margin};
use crate::scenario::Scenario;
use crate::study::Plan;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets::UTF8_HORIZONTAL_ONLY};

/// A number that is shown: heading, metric, statistic.
pub(super) type Shown = (&'static str, &'static str, &'static str);

/// The numbers that are shown, waits within opening hours where there are any: nights are the same at every point.
pub(super) fn shown(scenario: &Scenario) -> [Shown; 5] {
    let in_hours = scenario.experiment.model.demands.iter().any(|demand| demand.open.is_some());
    let [wait, reply] = match in_hours {
        true => [
            ("mean wait\nin hours", "wait_in_hours", "mean"),
            ("first reply\nin hours p90", "first_response_time_in_hours", "p90"),
        ],
        false => [("mean\nwait", "wait", "mean"), ("first\nreply p90", "first_response_time", "p90")],
    };
    [
        wait,
        reply,
        ("service\nlevel", "service_level", "share"),
        ("\ngave up", "abandoned", "share"),
        ("utili-\nsation", "utilisation", "share"),
    ]
}

/// More rows are for the files.
const MOST_ROWS: usize = 60;

/// The table and the answer; `points` are the files of the points.
pub fn sweep_text(scenario: &Scenario, plan: &Plan, policies: &[String], points: &[Vec<u8>], width: usize) -> String {
    let shown = shown(scenario);
    let wanted: Vec<(&str, &str)> = shown.iter().map(|it| (it.1, it.2)).collect();
    let found: Vec<Found> = points.iter().flat_map(|file| found(file, plan.axes.len(), &wanted)).collect();
    let experiment = &scenario.experiment;
    let frame = format!(
        "{}\n{} points, {} policies, {} replications of {}, seed {}; ± are {:.0}% intervals\n",
        scenario.title,
        plan.points.len(),
        policies.len(),
        experiment.replications,
        experiment.model.frame.horizon,
        experiment.seed,
        experiment.confidence * 100.0
    );
    let there = |it: &Shown| found.iter().any(|row| (&*row.metric, &*row.statistic) == (it.1, it.2));
    let shown: Vec<Shown> = shown.into_iter().filter(there).collect();
    let table = Layout { plan, policies, shown: &shown, found: &found }.fitting(width);
    let answer = |policy: &String| least(plan, policy, shown[0].1, &found);
    let answers = policies.iter().filter_map(answer).flat_map(|answer| wrapped(&answer, width));
    format!("{frame}{table}{}\n", answers.collect::<Vec<_>>().join("\n"))
}

struct Layout<'a> {
    plan: &'a Plan,
    policies: &'a [String],
    shown: &'a [Shown],
    found: &'a [Found],
}

impl Layout<'_> {
    /// With intervals if they fit; nothing if there are too many rows.
    fn fitting(&self, width: usize) -> String {
        if self.plan.points.len() * self.policies.len() > MOST_ROWS {
            return String::new();
        }
        let widest = |table: &str| table.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        let all = [(self.shown.len(), true), (self.shown.len(), false), (3.min(self.shown.len()), false)];
        let tables = all.into_iter().map(|(columns, halves)| self.table(&self.shown[..columns], halves));
        let mut tables: Vec<String> = tables.collect();
        let place = tables.iter().position(|table| widest(table) <= width).unwrap_or(tables.len() - 1);
        format!("{}\n", tables.swap_remove(place))
    }

    fn table(&self, shown: &[Shown], halves: bool) -> String {
        let mut table = Table::new();
        table.load_style(UTF8_HORIZONTAL_ONLY.row_separator(comfy_table::LineStyle::none()));
        table.set_content_arrangement(ContentArrangement::Disabled);
        let paths = self.plan.axes.iter().map(|axis| heading(&axis.path));
        table.set_header(paths.chain(["\npolicy".to_owned()]).chain(shown.iter().map(|it| it.0.to_owned())));
        for (number, values) in self.plan.points.iter().enumerate() {
            for policy in self.policies {
                let cells = shown.iter().map(|it| self.cell(number, policy, it, halves));
                table.add_row(values.iter().cloned().chain([policy.clone()]).chain(cells));
            }
        }
        let numbers = table.column_iter_mut().skip(self.plan.axes.len() + 1);
        numbers.for_each(|it| it.set_cell_alignment(CellAlignment::Right));
        table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }

    fn cell(&self, point: usize, policy: &String, it: &Shown, halves: bool) -> String {
        let asked =
            |row: &&Found| (row.point, &row.policy, &*row.metric, &*row.statistic) == (point, policy, it.1, it.2);
        self.found.iter().find(asked).map_or("–".to_owned(), |row| written(row, halves))
    }
}

fn written(row: &Found, halves: bool) -> String {
    let half = row.interval.map(|(low, high)| (high - low) / 2.0).filter(|_| halves);
    let (value, half) = match &*row.statistic {
        "share" => (format!("{:.1}%", row.value * 100.0), half.map(|half| format!("{:.1}", half * 100.0))),
        _ => (duration(row.value), half.map(|half| margin(half, row.value))),
    };
    half.map_or(value.clone(), |half| format!("{value} ±{half}"))
}

/// A path in two lines: its last key below those before it.
fn heading(path: &str) -> String {
    let (above, key) = path.rsplit_once('.').unwrap_or(("", path));
    format!("{}\n{key}", above.rsplit('.').next().unwrap_or_default())
}

/// Where customers wait least under a policy, and where most.
fn least(plan: &Plan, policy: &str, wait: &str, found: &[Found]) -> Option<String> {
    let waits = || found.iter().filter(|row| row.policy == policy && (&*row.metric, &*row.statistic) == (wait, "mean"));
    let least = waits().min_by(|a, b| a.value.total_cmp(&b.value))?;
    let most = waits().max_by(|a, b| a.value.total_cmp(&b.value))?;
    let at = |point: usize| {
        let all = plan.axes.iter().zip(&plan.points[point]).map(|(axis, value)| format!("{} = {value}", axis.path));
        all.collect::<Vec<_>>().join(", ")
    };
    Some(format!(
        "Under {policy} customers wait least with {}: {} on average; longest with {}: {}.",
        at(least.point),
        duration(least.value),
        at(most.point),
        duration(most.value)
    ))
}
