//! Replications until something is known: looked at after the same numbers for all, and no more than it takes.

use crate::runner::Place;
use crate::small;
use serde_json::Value;

fn place(replications: &str) -> Place {
    let place = Place::new();
    place.write("it.toml", &small::scenario(replications, small::HELD_OR_FREED));
    place
}

/// How many replications a run had.
fn replications(place: &Place, folder: &str) -> u64 {
    let manifest: Value = serde_json::from_slice(&place.files(folder)["run.json"]).expect("JSON");
    manifest["replications"].as_u64().expect("a number")
}

/// Half of the interval of a number over the number, the largest of both policies.
fn widest(place: &Place, folder: &str, metric: &str, statistic: &str) -> f64 {
    let mut reader = csv::Reader::from_path(place.path(&format!("{folder}/summary.csv"))).expect("a table");
    let rows = reader.records().map(|row| row.expect("a row"));
    let own = rows.filter(|row| (&row[1], &row[2], &row[3]) == ("overall", metric, statistic));
    let number = |text: &str| text.parse::<f64>().expect("a number");
    own.map(|row| (number(&row[7]) - number(&row[6])) / 2.0 / number(&row[5])).fold(0.0, f64::max)
}

#[test]
fn replications_are_added_until_all_numbers_are_precise_and_no_longer() {
    let until = r#"{ until = { metrics = ["wait.mean", "utilisation"], half_width = "8%", at_most = 500 } }"#;
    let place = place(until);
    let said = place.done(&["run", "it.toml", "--no-charts", "--out", "out"]);
    let number = replications(&place, "out");
    let looks = [10, 15, 22, 33, 49, 73, 109, 163, 244, 366, 500];
    let look = looks.iter().position(|it| *it == number).unwrap_or_else(|| panic!("{number} is no look"));
    assert!(said.contains(&format!("{number} replications make wait.mean, utilisation.share as precise")), "{said}");
    let both =
        |folder: &str| widest(&place, folder, "wait", "mean").max(widest(&place, folder, "utilisation", "share"));
    assert!(both("out") <= 0.08, "{}", both("out"));
    assert!(look > 0 && number < 500, "{number}: the rule is not seen at work");
    let before = looks[look - 1].to_string();
    place.done(&["run", "it.toml", "--no-charts", "--replications", &before, "--out", "before"]);
    assert!(both("before") > 0.08, "{}: it could have stopped earlier", both("before"));
    // So many from the start are the same.
    place.done(&["run", "it.toml", "--no-charts", "--replications", &number.to_string(), "--out", "fixed"]);
    let [one, other] = ["out", "fixed"].map(|folder| place.files(folder)["summary.csv"].clone());
    assert_eq!(one, other);
    place.done(&["run", "it.toml", "--no-charts", "--threads", "3", "--out", "threads"]);
    assert_eq!(place.files("threads")["summary.csv"], one);
}

#[test]
fn the_cap_is_kept_and_what_is_missing_is_told() {
    let place = place(r#"{ until = { metrics = { "wait.mean" = "0.1s", utilisation = 0.5 }, at_most = 12 } }"#);
    let said = place.done(&["run", "it.toml", "--no-charts", "--out", "out"]);
    assert_eq!(replications(&place, "out"), 12);
    let told = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("12 replications, as many as were allowed, do not make everything"), "{said}");
    assert!(told.contains("above all not wait.mean under") && told.contains("replications would do"), "{said}");
}
