//! `quasisync list`: from the tables that the program itself uses.

use super::embedded::SCENARIOS;
use super::{Exit, Listed, screen};
use crate::metrics::METRICS;
use crate::policy::GROUPS;
use crate::policy::score::{FUNCTIONS, Function, OPERATORS, VARIABLES, Variable};
use crate::random::law::{LAWS, ParameterKind};
use crate::scenario::preset::PRESETS;
use std::fmt::Write;

/// Lists something.
pub(super) fn list(what: Listed) -> Exit {
    screen::print(&match what {
        Listed::Policies => policies(),
        Listed::Presets => presets(),
        Listed::Metrics => metrics(),
        Listed::Laws => laws(),
        Listed::Scenarios => scenarios(),
    })
}

/// Rows of a name and what it means, the meanings in one column.
fn columns(rows: &[(String, String)], indent: usize) -> String {
    const WIDEST: usize = 34;
    let room = rows.iter().map(|row| row.0.chars().count()).filter(|width| *width <= WIDEST).max().unwrap_or(WIDEST);
    let mut text = String::new();
    for (name, about) in rows {
        let break_line = name.chars().count() > room;
        let gap = if break_line { format!("\n{:1$}", "", indent + room + 2) } else { "  ".to_owned() };
        let room = if break_line { 0 } else { room };
        writeln!(text, "{:indent$}{name:room$}{gap}{about}", "").expect("a text takes every line");
    }
    text
}

fn policies() -> String {
    let mut text = String::from("A [[policy]] is made of these groups, each with one of its values.\n");
    for group in GROUPS {
        text.push_str(&format!("\n{}: {}\n", group.name, group.asks));
        let row = |value: &crate::policy::Value| {
            let name = match value.parameters {
                "" => value.name.to_owned(),
                parameters => format!("{} = {parameters}", value.name),
            };
            (name, value.about.to_owned())
        };
        text.push_str(&columns(&group.values.iter().map(row).collect::<Vec<_>>(), 2));
    }
    text + &scores()
}

/// What the expression of a score is made of.
fn scores() -> String {
    let variable = |it: &Variable| (it.name.to_owned(), format!("[{}] {}", it.kind.name(), it.about));
    let function = |it: &Function| (format!("{}({})", it.name, it.parameters), it.about.to_owned());
    let operator = |it: &crate::policy::Value| (it.name.to_owned(), it.about.to_owned());
    let parts = [
        ("variables of a score", VARIABLES.iter().map(variable).collect::<Vec<_>>()),
        ("functions of a score", FUNCTIONS.iter().map(function).collect()),
        ("operators of a score, those that bind least first", OPERATORS.iter().map(operator).collect()),
    ];
    parts.iter().map(|(heading, rows)| format!("\n{heading}:\n{}", columns(rows, 2))).collect()
}

fn presets() -> String {
    columns(&PRESETS.iter().map(|it| (it.name.to_owned(), it.about().about)).collect::<Vec<_>>(), 0)
}

fn metrics() -> String {
    let row = |metric: &crate::metrics::Metric| {
        (metric.name.to_owned(), format!("[{}] {}", metric.unit.name(), metric.about))
    };
    columns(&METRICS.iter().map(row).collect::<Vec<_>>(), 0)
}

fn laws() -> String {
    let row = |law: &crate::random::law::LawForm| {
        let parameter = |it: &crate::random::law::Parameter| match it.kind {
            ParameterKind::List => "[...]".to_owned(),
            ParameterKind::Value | ParameterKind::Number => it.name.to_owned(),
        };
        let parameters: Vec<String> = law.parameters.iter().map(parameter).collect();
        let parameters = parameters.join(", ");
        let list = parameters == "[...]";
        let form = if list { format!("{} = [...]", law.name) } else { format!("{} = {{ {parameters} }}", law.name) };
        (form, law.meaning.to_owned())
    };
    columns(&LAWS.iter().map(row).collect::<Vec<_>>(), 0)
}

fn scenarios() -> String {
    let row = |it: &super::embedded::Embedded| {
        let about = it.text.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
        (it.name.to_owned(), about.to_owned())
    };
    columns(&SCENARIOS.iter().map(row).collect::<Vec<_>>(), 0)
}
