//! Charts of sweeps, what-ifs and steady states, with all that can be odd about them.

use super::super::{
    Frontier, FrontierSpot, Grid, Heat, Interval, Lines, LinesPanel, RangeRow, Ranges, RangesPanel, Unit, Welch,
    WelchPanel,
};

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

/// Bars and intervals, few and many, long names, nothing, and what is no number.
pub(super) fn ranges_of_all_kinds() -> Vec<Ranges> {
    let chart = |name: &str, (panels, rows): (usize, usize), unit: Unit, bars: bool| {
        let scale = if unit == Unit::Duration { 500.0 } else { 0.4 };
        let row = |place: usize| {
            let value = scale * (1.0 - 0.3 * place as f64);
            let half = scale / (2.0 + place as f64);
            let end = |it: &str| if bars { format!("{it} of {place}m30s") } else { String::new() };
            RangeRow {
                label: format!("policy.<a & b>.inactivity.adaptive.factor.of.a.key.with.a.long.path.{place}"),
                series: place,
                low: value - half,
                high: value + half,
                value: (!bars).then_some(value),
                ends: [end("from"), end("to")],
            }
        };
        let panel = |place: usize| RangesPanel {
            title: format!("panel {place}"),
            unit,
            zero: if bars { scale } else { 0.0 },
            rows: (0..rows).map(row).collect(),
        };
        Ranges {
            name: name.to_owned(),
            title: "Which key moves the mean wait most".to_owned(),
            subtitle: "a bank; the same customers everywhere".to_owned(),
            together: bars,
            panels: (0..panels).map(panel).collect(),
        }
    };
    let mut odd = chart("ranges-odd", (2, 3), Unit::Duration, false);
    odd.panels[0].rows[0].low = f64::NAN;
    odd.panels[0].rows[1].value = Some(f64::INFINITY);
    odd.panels[0].zero = f64::NAN;
    odd.panels[1].rows.clear();
    vec![
        chart("ranges-tornado", (2, 3), Unit::Duration, true),
        chart("ranges-changes", (3, 8), Unit::Share, false),
        chart("ranges-one", (1, 1), Unit::Count, false),
        chart("ranges-none", (0, 0), Unit::Share, true),
        odd,
    ]
}

/// Few points and many, all the same, none, and what is no number.
pub(super) fn frontiers_of_all_kinds() -> Vec<Frontier> {
    let chart = |name: &str, policies: usize, points: usize, same: bool| {
        let spot = |policy: usize, point: usize| {
            let place = if same { 0.0 } else { point as f64 };
            FrontierSpot {
                cost: 1000.0 + 170.0 * place,
                wait: 3000.0 / (1.0 + place) + 40.0 * policy as f64,
                label: format!("{point} · <5m> & more"),
            }
        };
        Frontier {
            name: name.to_owned(),
            title: "Mean wait against what it costs".to_owned(),
            subtitle: "a bank; the same customers everywhere".to_owned(),
            across: "cost of a replication".to_owned(),
            upward: "mean wait".to_owned(),
            policies: (0..policies).map(|policy| format!("policy {policy}")).collect(),
            spots: (0..policies).map(|policy| (0..points).map(|point| spot(policy, point)).collect()).collect(),
        }
    };
    let mut odd = chart("frontier-odd", 2, 4, false);
    odd.spots[0][1].cost = f64::NAN;
    odd.spots[1].clear();
    vec![
        chart("frontier-usual", 3, 6, false),
        chart("frontier-many", 12, 60, false),
        chart("frontier-same", 1, 3, true),
        chart("frontier-none", 0, 0, false),
        odd,
    ]
}

/// A queue that fills up, many panels, a late end of the warm-up, nothing, and what is no number.
pub(super) fn welches_of_all_kinds() -> Vec<Welch> {
    let chart = |name: &str, panels: usize, intervals: usize, warm_up: Option<f64>| {
        let level = |place: usize| 9.0 * (1.0 - libm::exp(-(place as f64) / 60.0)) + libm::sin(place as f64 * 2.3);
        let panel = |number: usize| WelchPanel {
            title: format!("policy {number} & <more>"),
            level: (0..intervals).map(level).collect(),
            average: (0..intervals - intervals / 40).map(|place| level(place).round()).collect(),
        };
        Welch {
            name: name.to_owned(),
            title: "How the number that need a reply settles".to_owned(),
            subtitle: "a bank; the mean over 10 replications and its moving average".to_owned(),
            across: "time since the beginning".to_owned(),
            interval: 300.0,
            warm_up: warm_up
                .map(|share| (share * 300.0 * intervals as f64, "the warm-up ends after 2h 30m".to_owned())),
            panels: (0..panels).map(panel).collect(),
        }
    };
    let mut odd = chart("welch-odd", 3, 100, Some(2.0));
    odd.panels[0].level[7] = f64::NAN;
    odd.panels[0].average[3] = f64::INFINITY;
    odd.panels[1].level = vec![0.0; 100];
    odd.panels[1].average.clear();
    odd.panels[2].level.clear();
    odd.panels[2].average.clear();
    vec![
        chart("welch-usual", 2, 1000, Some(0.2)),
        chart("welch-many", 12, 600, Some(0.9)),
        chart("welch-one", 1, 1, None),
        chart("welch-none", 0, 0, Some(0.5)),
        odd,
    ]
}
