//! What the README says of the variance ratios of pairing: from runs of the library's scenarios.

use super::{RUN, code, read, root, updating};
use crate::runner::Place;
use quasisync::scenario;
use std::fs;
use std::sync::LazyLock;

/// The scenarios of the library that take a second or two: what the README says of their variance ratios is run anew.
const QUICK: [&str; 3] = ["course-questions", "premiere", "team-chat"];

/// The table of the README as it should be.
pub(super) static TABLE: LazyLock<String> = LazyLock::new(table);

/// The names of the scenarios in the library, in the order of the README.
fn library() -> Vec<String> {
    let text = read("README.md");
    let part = text.split("## The library").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a part");
    let rows = part.lines().filter_map(|line| line.strip_prefix("| ["));
    rows.map(|row| row.split(']').next().expect("a name").to_owned()).collect()
}

/// The variance ratios of every scenario of the library. Those that take long keep theirs, unless they are written anew.
fn table() -> String {
    let text = read("README.md");
    let block = text.split("<!-- made: pairing -->").nth(1).and_then(|rest| rest.split("<!-- end -->").next());
    let written: Vec<Vec<String>> = block.expect("a block").lines().map(cells).collect();
    let row = |name: String| {
        let before = written.iter().find(|cells| cells[0] == name).cloned();
        let before = before.filter(|_| !updating() && !QUICK.contains(&&*name));
        before.unwrap_or_else(|| variance_ratios(&name))
    };
    super::table(
        &["scenario", "replications", "variance ratio of the mean wait", "main numbers below 1"],
        library().into_iter().map(row),
    )
}

/// The cells of a row of a table.
fn cells(row: &str) -> Vec<String> {
    row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect()
}

/// What a run of a scenario says of pairing.
fn variance_ratios(name: &str) -> Vec<String> {
    let said = Place::new().done(&["run", name, "--no-charts", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    let (mut waits, mut below) = (Vec::new(), Vec::new());
    for policy in json["policies"].as_array().expect("policies") {
        let (name, metrics) = (code(policy["policy"].as_str().expect("a name")), &policy["metrics"]);
        for (place, metric) in metrics.as_array().expect("metrics").iter().enumerate() {
            let Some(ratio) = metric["against_baseline"]["variance_reduction"].as_f64() else { continue };
            let number = ["metric", "statistic"].map(|key| metric[key].as_str().expect("a name")).join(".");
            // The mean wait is the first of the main numbers.
            match place {
                0 => waits.push(format!("{name} {ratio:.1}")),
                _ if ratio < 1.0 => below.push(format!("{name} {} {ratio:.2}", code(&number))),
                _ => {}
            }
        }
    }
    let below = if below.is_empty() { "none".to_owned() } else { below.join(", ") };
    vec![name.to_owned(), json["replications"].to_string(), waits.join(", "), below]
}

#[test]
fn every_scenario_of_the_library_has_its_variance_ratios() {
    let mut scenarios: Vec<String> = fs::read_dir(root().join("scenarios"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned())
        .collect();
    scenarios.sort();
    let mut named = library();
    named.sort();
    assert_eq!(named, scenarios, "the library is told whole");
    let rows: Vec<Vec<String>> = TABLE.lines().skip(2).map(cells).collect();
    for (row, name) in rows.iter().zip(library()) {
        let ratios: Vec<f64> = row[2].split(", ").map(|it| it.rsplit(' ').next().unwrap().parse().unwrap()).collect();
        let policies = scenario::load(&root().join(format!("scenarios/{name}.toml"))).unwrap().experiment.policies;
        assert_eq!((&row[0], ratios.len()), (&name, policies.len() - 1), "{row:?}");
        // The text says so.
        assert!(ratios.iter().all(|ratio| *ratio >= 1.0), "{row:?}");
    }
    // The main job is run anyway.
    let comparisons = String::from_utf8_lossy(&RUN.1["comparisons.csv"]).into_owned();
    let bank = rows.iter().find(|row| row[0] == "retail-bank").expect("a row");
    for line in comparisons.lines().filter(|line| line.contains(",overall,wait_in_hours,mean,")) {
        let cells: Vec<&str> = line.split(',').collect();
        let ratio: f64 = cells[10].parse().unwrap();
        assert!(bank[2].contains(&format!("`{}` {ratio:.1}", cells[0])), "{line} in {bank:?}");
    }
}
