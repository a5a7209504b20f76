//! What a sweep says on the terminal: the main numbers at each point, and where customers wait least.

use super::super::key::{self, Key};
use super::super::text::{count, ruled, widest, wrapped};
use super::super::words::duration;
use super::{Found, Swept};
use crate::metrics::Unit;
use comfy_table::CellAlignment;

/// More rows are for the files.
const MOST_ROWS: usize = 60;

/// The table and the answer.
pub fn sweep_text(swept: &Swept<'_>, width: usize) -> String {
    let (experiment, points) = (&swept.scenario.experiment, swept.plan.points.len());
    let frame = format!(
        "{}\n{}, {}, {} of {}, seed {}; ± are {:.0}% intervals\n",
        swept.scenario.title,
        count(points, "point", "points"),
        count(experiment.policies.len(), "policy", "policies"),
        swept.replications(),
        experiment.model.frame.horizon,
        experiment.seed,
        experiment.confidence * 100.0
    );
    let there = |key: &Key| swept.policies().any(|policy| swept.of(policy, key).next().is_some());
    let keys: Vec<Key> = swept.keys.iter().copied().filter(there).collect();
    let table = match points * experiment.policies.len() {
        0..=MOST_ROWS => format!("{}\n", fitting(swept, &keys, width)),
        _ => String::new(),
    };
    let answers = swept.policies().filter_map(|policy| least(swept, policy)).chain(growing(swept));
    let answers: Vec<String> = answers.flat_map(|answer| wrapped(&answer, width)).collect();
    format!("{frame}{table}{}\n", answers.join("\n"))
}

/// The table, with intervals if they fit.
fn fitting(swept: &Swept<'_>, keys: &[Key], width: usize) -> String {
    let all = [(keys.len(), true), (keys.len(), false), (3.min(keys.len()), false)];
    let mut tables: Vec<String> =
        all.into_iter().map(|(columns, halves)| table(swept, &keys[..columns], halves)).collect();
    let place = tables.iter().position(|table| widest(table) <= width).unwrap_or(tables.len() - 1);
    tables.swap_remove(place)
}

fn table(swept: &Swept<'_>, keys: &[Key], halves: bool) -> String {
    let plan = swept.plan;
    let mut table = ruled();
    let paths = plan.axes.iter().map(|axis| heading(&axis.path));
    table.set_header(paths.chain(["\npolicy".to_owned()]).chain(keys.iter().map(|key| key.heading.to_owned())));
    for (number, values) in plan.points.iter().enumerate() {
        for policy in swept.policies() {
            let written = |found: Option<&Found>| found.map_or("–".to_owned(), |found| written(found, halves));
            let cells = keys.iter().map(|key| written(swept.at(number, policy, key)));
            table.add_row(
                values.iter().map(|it| it.trim_matches('"').to_owned()).chain([policy.to_owned()]).chain(cells),
            );
        }
    }
    let numbers = table.column_iter_mut().skip(plan.axes.len() + 1);
    numbers.for_each(|it| it.set_cell_alignment(CellAlignment::Right));
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

fn written(found: &Found, halves: bool) -> String {
    let half = found.interval.map(|(low, high)| (high - low) / 2.0).filter(|_| halves);
    let unit = if found.statistic == "share" { Unit::Share } else { Unit::Seconds };
    match key::written(unit, found.value, half, 1) {
        (value, Some(half)) => format!("{value} ±{half}"),
        (value, None) => value,
    }
}

/// A path in two lines: its last key below those before it.
fn heading(path: &str) -> String {
    let (above, key) = path.rsplit_once('.').unwrap_or(("", path));
    format!("{}\n{key}", above.rsplit('.').next().unwrap_or_default())
}

/// At how many points the queue grows all along under some policy: averages say little there.
fn growing(swept: &Swept<'_>) -> Option<String> {
    let grows = |point: usize| {
        let at = |it: &&Found| it.point == point && it.grows;
        swept.policies().find(|policy| swept.of(policy, &swept.keys[0]).any(|it| at(&it)))
    };
    let points: Vec<(usize, &str)> =
        (0..swept.plan.points.len()).filter_map(|point| Some((point, grows(point)?))).collect();
    let (first, policy) = points.first()?;
    Some(format!(
        "WARNING: at {} of {} the queue grows all along, first at point {} under {policy}: this staffing cannot carry the \
         load, and averages only say how long the run was.",
        points.len(),
        count(swept.plan.points.len(), "point", "points"),
        first + 1
    ))
}

/// Where customers wait least under a policy, and where most.
fn least(swept: &Swept<'_>, policy: &str) -> Option<String> {
    let waits = || swept.of(policy, &swept.keys[0]);
    let least = waits().min_by(|a, b| a.value.total_cmp(&b.value))?;
    let most = waits().max_by(|a, b| a.value.total_cmp(&b.value))?;
    let plan = swept.plan;
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
