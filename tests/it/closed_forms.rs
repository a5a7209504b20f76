//! What a run prints beside the numbers of a queue of the textbooks. Which queues those are is tested in `theory`.

use crate::runner::{Place, golden};
use serde_json::Value;
use std::collections::BTreeMap;

/// The rows of `closed-forms.csv` after a run of this scenario, and what was printed.
fn run(text: &str, arguments: &[&str]) -> (Vec<BTreeMap<String, String>>, String) {
    let place = Place::new();
    place.write("erlang.toml", text);
    let said = place.done(&[&["run", "erlang.toml", "--no-charts"], arguments].concat());
    let files = place.files("output/erlang");
    let table = files.get("closed-forms.csv").map(Vec::as_slice).unwrap_or_default();
    (csv::Reader::from_reader(table).deserialize().map(|row| row.expect("a row")).collect(), said)
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} of {row:?} is a number"))
}

#[test]
fn queues_of_the_textbooks_stand_beside_their_closed_forms() {
    let (rows, said) = run(&golden("erlang"), &[]);
    let of = |policy: &str| -> Vec<&BTreeMap<String, String>> {
        rows.iter().filter(|row| row["policy"] == policy).collect()
    };
    assert_eq!((of("in turn").len(), of("no queue").len(), of("newest first").len()), (5, 3, 0));
    assert!(of("in turn").iter().all(|row| row["model"] == "M/M/5 (Erlang C)"));
    assert!(of("no queue").iter().all(|row| row["model"] == "M/G/5/5 (Erlang B)"));
    for row in &rows {
        let inside =
            number(row, "low") <= number(row, "closed_form") && number(row, "closed_form") <= number(row, "high");
        assert_eq!(row["held"], inside.to_string(), "{row:?}");
        let above = number(row, "simulated") > number(row, "closed_form");
        assert_eq!(number(row, "errors_off") > 0.0, above, "{row:?}");
    }
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("M/M/5 (Erlang C) under in turn: Poisson arrivals, one exponential exchange"), "{said}");
    assert!(words.contains("steady state; the run begins empty, with a warm-up of 12h"), "{said}");
    assert!(!words.contains("WARNING"), "{said}");
}

#[test]
fn programs_get_them_as_well() {
    let (rows, said) = run(&golden("erlang"), &["--format", "json"]);
    let json: Value = serde_json::from_str(&said).expect("JSON");
    let checks = json["closed_forms"].as_array().expect("a list");
    assert_eq!(checks.len(), 2);
    let told: Vec<&Value> = checks.iter().flat_map(|check| check["numbers"].as_array().expect("numbers")).collect();
    assert_eq!(told.len(), rows.len());
    for (told, row) in told.iter().zip(&rows) {
        assert_eq!((told["metric"].as_str(), told["held"].to_string()), (Some(&*row["metric"]), row["held"].clone()));
        let same = told["closed_form"].as_f64().expect("a number") / number(row, "closed_form");
        assert!((same - 1.0).abs() < 1e-9, "{told} and {row:?}");
    }
}

#[test]
fn one_replication_has_closed_forms_and_no_verdict() {
    let (rows, said) = run(&golden("erlang"), &["--replications", "1"]);
    assert!(rows.iter().all(|row| row["held"].is_empty() && row["errors_off"].is_empty()), "{rows:?}");
    assert!(said.contains("closed form") && !said.contains('±'), "{said}");
}

#[test]
fn what_is_no_such_queue_has_no_closed_forms() {
    let (rows, said) = run(&golden("erlang"), &["--set", "team.team.switch_cost=1s"]);
    assert!(rows.is_empty() && !said.contains("closed form"), "{said}");
}

#[test]
fn a_warm_up_that_is_too_short_is_said_loudly() {
    // Next to full load the queue takes days to become what it is in the end.
    let short =
        ["--set=time.warm_up=0s", "--set=time.horizon=4h", "--set=demand.questions.arrivals.poisson.per_hour=58"];
    let (rows, said) = run(&golden("erlang"), &[&short[..], &["--replications", "60"]].concat());
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let alarm = "WARNING: under in turn numbers are off the closed forms of M/M/5 (Erlang C) by more standard errors than chance";
    assert!(words.contains(alarm) && words.contains("begins empty, without a warm-up"), "{said}");
    let wait = rows.iter().find(|row| row["metric"] == "wait" && row["statistic"] == "mean").expect("a wait");
    assert!(wait["held"] == "false" && number(wait, "errors_off") < -10.0, "{wait:?}");
}

#[test]
fn what_ifs_are_not_held_against_the_closed_forms_of_another_model() {
    let text = golden("erlang") + "\n[[what_if]]\nname = \"more agents\"\nset = { \"team.team.agents\" = 9 }\n";
    let (rows, said) = run(&text, &[]);
    assert_eq!(rows.len(), 8);
    assert!(!said.contains("WARNING"), "{said}");
}
