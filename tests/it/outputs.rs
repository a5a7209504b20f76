//! The files: which there are, what is in them, and what they do not depend on.

use crate::runner::{Place, cases, golden};
use quasisync::experiment;
use quasisync::report::{self, Report};
use quasisync::scenario::{self, Scenario};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

const FOLDER: &str = "output/two";

/// Runs the scenario of two teams.
fn two_teams(place: &Place, arguments: &[&str]) -> BTreeMap<String, Vec<u8>> {
    place.write("two.toml", &golden("two-teams"));
    place.done(&[&["run", "two.toml"], arguments].concat());
    place.files(FOLDER)
}

/// The rows of a table by column.
fn rows(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(files[name].as_slice());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is a number"))
}

#[test]
fn every_file_is_there_and_is_what_the_manifest_says() {
    let files = two_teams(&Place::new(), &[]);
    let charts = ["agent-time", "day-waits", "day-work", "first-replies", "spectrum", "tempo", "tradeoff", "waits"];
    let mut expected: Vec<String> =
        charts.iter().flat_map(|name| [format!("{name}.svg"), format!("{name}.png")]).collect();
    let others = [
        "agents.csv",
        "best.csv",
        "comparisons.csv",
        "intervals.csv",
        "pairs.csv",
        "planner.csv",
        "replications.csv",
        "run.json",
        "summary.csv",
        "tempo.csv",
        "timing.json",
    ];
    expected.extend(others.map(str::to_owned));
    expected.sort();
    assert_eq!(files.keys().cloned().collect::<Vec<_>>(), expected);

    let manifest: Value = serde_json::from_slice(&files["run.json"]).unwrap();
    let listed = manifest["files"].as_array().unwrap();
    assert_eq!(listed.len(), files.len() - 2, "all but the manifest and the timing");
    for file in listed {
        let bytes = &files[file["name"].as_str().unwrap()];
        let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((file["sha256"].as_str(), file["bytes"].as_u64()), (Some(hash.as_str()), Some(bytes.len() as u64)));
    }
    assert_eq!(manifest["policies"].as_array().unwrap().len(), 3);
    assert!(manifest["normalised"]["demand"][0]["name"] == "orders");
    let timing: Value = serde_json::from_slice(&files["timing.json"]).unwrap();
    assert!(timing["seconds"].as_f64().unwrap() > 0.0 && timing["runs"] == 18);
    for name in charts {
        assert!(files[&format!("{name}.png")].starts_with(b"\x89PNG\r\n"));
        assert!(files[&format!("{name}.svg")].ends_with(b"</svg>\n"), "{name} is whole");
    }
}

#[test]
fn charts_are_drawn_where_there_are_data() {
    let text = golden("two-teams");
    let mut scenario = scenario::parse(&text, Path::new("two.toml"), &scenario::Disk).expect("a scenario");
    let names = |scenario: &Scenario| -> Vec<String> {
        let results = experiment::run(&scenario.experiment, &(), &AtomicBool::new(false)).expect("results");
        let pictures = report::pictures(&Report { scenario, results: &results, what_ifs: &[] }).expect("pictures");
        pictures.into_iter().map(|picture| picture.name).collect()
    };
    let has = |names: &[String], name: &str| {
        assert!(names.iter().all(|name| report::NAMES.contains(&name.as_str())), "{names:?}");
        let both = [".svg", ".png"].map(|ending| names.contains(&format!("{name}{ending}")));
        assert_eq!(both[0], both[1]);
        both[0]
    };
    let usual = names(&scenario);
    assert!(has(&usual, "tempo") && !has(&usual, "abandonment"), "two modes, and nobody leaves without a word");
    let demands = &mut scenario.experiment.model.demands;
    demands[0].patience.silent = 0.5;
    demands[0].reply.modes.truncate(1);
    demands[0].reply.modes[0].start = 1.0;
    demands[0].reply.transitions = vec![vec![1.0]];
    let other = names(&scenario);
    assert!(!has(&other, "tempo") && has(&other, "abandonment"), "one mode, and somebody leaves without a word");
    assert!(has(&other, "spectrum") && has(&other, "agent-time"));
}

#[test]
fn tables_have_the_columns_that_scripts_rely_on() {
    let files = two_teams(&Place::new(), &["--no-charts"]);
    let header = |name: &str| {
        let text = String::from_utf8(files[name].clone()).unwrap();
        text.lines().next().unwrap().to_owned()
    };
    assert_eq!(header("summary.csv"), "policy,scope,metric,statistic,unit,value,low,high,replications");
    assert_eq!(
        header("comparisons.csv"),
        "policy,baseline,scope,metric,statistic,unit,difference,low,high,significant,variance_reduction,comparisons"
    );
    assert_eq!(
        header("pairs.csv"),
        "metric,statistic,unit,policy,other,difference,low,high,significant,replications_to_tell,comparisons"
    );
    assert_eq!(header("best.csv"), "metric,statistic,better,policy,value,probability");
    assert_eq!(header("intervals.csv"), "policy,scope,interval,start,metric,statistic,unit,value");
    assert_eq!(header("agents.csv"), "policy,team,agent,signed_in_hours,replies,utilisation,occupancy");
    assert_eq!(
        header("planner.csv"),
        "policy,start,demand,offered,contained,transferred,answered,abandoned,service_level,average_speed_of_answer,\
         handle_time,handle_time_with_wrap_up,occupancy,concurrency,required,signed_in,scheduled,paid,backlog"
    );
    assert_eq!(header("tempo.csv"), "policy,demand,mode,responses,p10,p25,p50,p75,p90");
    assert_eq!(
        header("replications.csv"),
        "policy,replication,offered,answered,abandoned,resolved,wait_mean,wait_p90,first_response_time_p90,service_level,\
         utilisation,concurrency_mean,queue_length_mean,events,fingerprint"
    );
    for row in rows(&files, "summary.csv") {
        let value = &row["value"];
        assert!(value.is_empty() || number(value).is_finite(), "{row:?}");
    }
    assert_eq!(rows(&files, "agents.csv").len(), 9, "three agents under three policies");
    assert_eq!(rows(&files, "replications.csv").len(), 18);
    let starts: Vec<String> = rows(&files, "intervals.csv").iter().map(|row| row["start"].clone()).collect();
    assert_eq!(
        (starts.first().unwrap().as_str(), starts.last().unwrap().as_str()),
        ("2026-03-02T08:00:00", "2026-03-02T15:30:00")
    );
}

#[test]
fn what_is_counted_by_interval_adds_up_to_the_total() {
    let files = two_teams(&Place::new(), &["--no-charts"]);
    let intervals = rows(&files, "intervals.csv");
    let sum = |policy: &str, scope: &str, metric: &str| -> f64 {
        let counts = intervals.iter().filter(|row| {
            (row["policy"].as_str(), row["scope"].as_str(), row["metric"].as_str()) == (policy, scope, metric)
                && row["statistic"] == "count"
        });
        counts.map(|row| number(&row["value"])).sum()
    };
    let mut compared = 0;
    for row in rows(&files, "summary.csv") {
        let counted = ["offered", "answered", "abandoned", "refused", "resolved"].contains(&row["metric"].as_str());
        if counted && row["statistic"] == "count" {
            let total = sum(&row["policy"], &row["scope"], &row["metric"]);
            assert!((total - number(&row["value"])).abs() < 1e-6, "{total} in {row:?}");
            compared += 1;
        }
    }
    assert!(compared >= 3 * 5 * 3, "{compared} totals were compared");
    let agents: f64 = rows(&files, "agents.csv").iter().map(|row| number(&row["replies"])).sum();
    let replies: f64 = ["timer", "held", "small door"].map(|policy| sum(policy, "overall", "replies")).iter().sum();
    assert!((agents - replies).abs() < 1e-6 && agents > 0.0);
}

/// All files but that of the wall clock.
fn lasting(mut files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    files.remove("timing.json").expect("a timing");
    files
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let run = |threads: &str| lasting(two_teams(&Place::new(), &["--threads", threads]));
    let one = run("1");
    assert!(one == run("2") && one == run("4"), "every file is the same");
}

#[test]
fn a_policy_has_the_same_rows_whatever_the_others_are() {
    let all = two_teams(&Place::new(), &["--no-charts"]);
    let some = two_teams(&Place::new(), &["--no-charts", "--policy", "small door"]);
    for name in ["summary.csv", "planner.csv", "intervals.csv", "tempo.csv", "agents.csv", "replications.csv"] {
        let kept = |row: &BTreeMap<String, String>| row["policy"] != "timer";
        let expected: Vec<_> = rows(&all, name).into_iter().filter(kept).collect();
        assert!(rows(&some, name) == expected, "{name}");
    }
    let differences = |files| -> Vec<String> {
        let rows = rows(files, "comparisons.csv").into_iter().filter(|row| row["policy"] == "small door");
        rows.map(|row| format!("{} {} {}", row["metric"], row["statistic"], row["difference"])).collect()
    };
    assert_eq!(differences(&some), differences(&all), "the baseline stays without being named");
}

#[test]
fn seed_and_replications_can_be_set_and_are_recorded() {
    let (one, other) = (Place::new(), Place::new());
    let files = two_teams(&one, &["--no-charts", "--seed", "99", "--replications", "2"]);
    let manifest: Value = serde_json::from_slice(&files["run.json"]).unwrap();
    assert_eq!((&manifest["seed"], &manifest["replications"]), (&Value::from(99), &Value::from(2)));
    assert_eq!(manifest["normalised"]["experiment"]["seed"], 99);
    // The same as if the scenario said so, but for what the folder and the file are called.
    other.write(
        "two.toml",
        &golden("two-teams").replace("seed         = 7", "seed = 99").replace("replications = 6", "replications = 2"),
    );
    other.done(&["run", "two.toml", "--no-charts"]);
    assert!(lasting(files) == lasting(other.files(FOLDER)));
}

#[test]
fn charts_of_an_earlier_run_do_not_stay_beside_new_tables() {
    let place = Place::new();
    assert!(two_teams(&place, &[]).contains_key("waits.png"));
    place.write("output/two/notes.txt", "mine");
    let files = two_teams(&place, &["--no-charts"]);
    assert!(!files.contains_key("waits.png") && !files.contains_key("waits.svg"));
    assert_eq!(files["notes.txt"], b"mine");
}

/// Each folder of `tests/golden` has a scenario and the files that it must give, byte by byte; `terminal.txt` is what the
/// program prints. With UPDATE=1 in the environment they are written anew: look at the difference before committing it.
#[test]
fn golden_results_are_the_same_byte_by_byte() {
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    for entry in fs::read_dir(cases()).unwrap() {
        let case = entry.unwrap();
        let name = case.file_name().into_string().unwrap();
        let place = Place::new();
        place.write("scenario.toml", &golden(&name));
        let said = place.done(&["run", "scenario.toml", "--no-charts"]);
        let mut files = place.files("output/scenario");
        files.insert("terminal.txt".to_owned(), said.into_bytes());
        for entry in fs::read_dir(case.path()).unwrap() {
            let path = entry.unwrap().path();
            let file = path.file_name().unwrap().to_string_lossy().into_owned();
            if file == "scenario.toml" {
                continue;
            }
            if update {
                fs::write(&path, &files[&file]).unwrap();
            }
            let same = fs::read(&path).unwrap() == files[&file];
            assert!(same, "{name}/{file} has changed; run with UPDATE=1 if it should, and look at the difference");
        }
    }
}
