//! Charts of sweeps, with all that can be odd about them.

use super::super::{Grid, Heat, Interval, Lines, LinesPanel, Unit};

fn at(value: f64, half: f64) -> Option<Interval> {
    Some(Interval { value, low: value - half, high: value + half })
}

/// Many values and few, lines with gaps, nothing at all.
pub(super) fn lines_of_all_kinds() -> Vec<Lines> {
    let chart = |name: &str, values: usize, policies: usize, unit: Unit| {
        let scale = if unit == Unit::Duration { 300.0 } else { 0.5 };
        let number = |policy: usize, place: usize| {
            let value = scale * (1.0 + policy as f64) / (1.0 + place as f64);
            if (policy + place) % 5 == 4 { None } else { at(value, value / 3.0) }
        };
        let line = |policy: usize| (0..values).map(|place| number(policy, place)).collect();
        Lines {
            name: name.to_owned(),
            title: "What team.denver.agents does".to_owned(),
            subtitle: "a bank; the same customers at every value".to_owned(),
            across: "team.denver.agents".to_owned(),
            values: (0..values).map(|place| format!("{} agents & <more>", place + 8)).collect(),
            policies: (0..policies).map(|policy| format!("policy {policy}")).collect(),
            panels: vec![
                LinesPanel { title: "wait".to_owned(), unit, lines: (0..policies).map(line).collect() },
                LinesPanel { title: "nothing".to_owned(), unit, lines: vec![vec![None; values]; policies] },
            ],
        }
    };
    let mut odd = chart("lines-odd", 3, 2, Unit::Duration);
    odd.panels[0].lines[0] = vec![at(f64::NAN, 1.0), at(f64::INFINITY, 1.0), at(0.0, 1e9)];
    vec![
        chart("lines-usual", 5, 3, Unit::Duration),
        chart("lines-many", 60, 12, Unit::Share),
        chart("lines-one", 1, 1, Unit::Share),
        chart("lines-none", 0, 0, Unit::Duration),
        odd,
    ]
}

/// Many cells and few, gaps, numbers that are all the same.
pub(super) fn heats_of_all_kinds() -> Vec<Heat> {
    let chart = |name: &str, (across, upward): (usize, usize), policies: usize, same: bool| {
        let value = |row: usize, column: usize| if same { 3.0 } else { (row * 7 + column * 3) as f64 };
        let cell = |row: usize, column: usize| {
            ((row + column) % 7 != 6).then(|| (value(row, column), format!("{}s", value(row, column))))
        };
        let row = |row: usize| (0..across).map(|column| cell(row, column)).collect();
        let grid = |policy: usize| Grid { policy: format!("policy {policy}"), rows: (0..upward).map(row).collect() };
        let names =
            |what: &str, count: usize| (format!("team.{what}"), (0..count).map(|it| format!("{it}m30s")).collect());
        Heat {
            name: name.to_owned(),
            title: "Mean wait over both".to_owned(),
            subtitle: "a bank".to_owned(),
            across: names("across", across),
            upward: names("upward", upward),
            grids: (0..policies).map(grid).collect(),
        }
    };
    vec![
        chart("heat-usual", (5, 4), 2, false),
        chart("heat-many", (30, 30), 3, false),
        chart("heat-same", (2, 2), 1, true),
        chart("heat-none", (0, 0), 0, false),
    ]
}
