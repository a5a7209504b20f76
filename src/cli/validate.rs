//! `quasisync validate`: everything that is wrong with scenarios.

use super::embedded::{Missing, scenario};
use super::{Exit, Format, Validate, screen};
use crate::scenario::{Diagnostic, Diagnostics};
use serde_json::{Value, json};

/// What was found in one scenario.
struct Finding {
    /// Whether it can be run.
    usable: bool,
    text: String,
    diagnostics: Value,
}

/// Looks at all scenarios, whatever is wrong with the first.
pub(super) fn validate(asked: &Validate) -> Exit {
    let findings: Vec<Finding> = asked.scenarios.iter().map(|written| look_at(written, &asked.set)).collect();
    let usable = findings.iter().all(|finding| finding.usable);
    let said = match asked.format {
        Format::Human => said(&asked.scenarios, &findings),
        Format::Json => {
            let list = asked.scenarios.iter().zip(&findings).map(|(written, finding)| {
                json!({ "scenario": written, "usable": finding.usable, "diagnostics": finding.diagnostics })
            });
            screen::print_json(&Value::Array(list.collect()))
        }
    };
    match said {
        Exit::Done if !usable => Exit::Unusable,
        exit => exit,
    }
}

fn said(names: &[String], findings: &[Finding]) -> Exit {
    for (written, finding) in names.iter().zip(findings) {
        if !finding.text.is_empty() {
            screen::say(&finding.text);
        }
        let exit = match finding.usable {
            true => screen::print(&format!("{written}: can be run\n")),
            false => screen::print(&format!("{written}: cannot be used\n")),
        };
        if exit != Exit::Done {
            return exit;
        }
    }
    Exit::Done
}

fn look_at(written: &str, changes: &[String]) -> Finding {
    let diagnostics = |list: Vec<&Diagnostic>| serde_json::to_value(list).expect("diagnostics can be written as JSON");
    match scenario(written, changes.into()) {
        Ok(scenario) => Finding {
            usable: true,
            text: scenario.warnings.iter().map(|it| it.render(true)).collect::<Vec<_>>().join("\n\n"),
            diagnostics: diagnostics(scenario.warnings.iter().collect()),
        },
        Err(Missing::Unknown(advice)) => Finding {
            usable: false,
            diagnostics: json!([{ "severity": "error", "message": advice }]),
            text: screen::error(&advice),
        },
        Err(Missing::Wrong(Diagnostics { list, total })) => Finding {
            usable: false,
            diagnostics: diagnostics(list.iter().collect()),
            text: Diagnostics { list, total }.render(true),
        },
    }
}
