//! Sweeps: a scenario at many points, whatever interrupts it.

use crate::runner::{Place, errors};
use crate::small;
use std::collections::BTreeMap;

const VARIED: [&str; 4] =
    ["--vary", "team.berlin.agents=4..6", "--vary", "demand.orders.arrivals.poisson.per_hour=20,30"];

fn place() -> Place {
    let place = Place::new();
    place.write("it.toml", &small::scenario("4", small::HELD_OR_FREED));
    place
}

fn sweep<'a>(out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["sweep", "it.toml", "--out", out], &VARIED[..], more].concat()
}

/// The numbers of a table about everybody, by what is in front of them.
fn numbers(place: &Place, file: &str, keys: &[&str]) -> BTreeMap<Vec<String>, [String; 3]> {
    let mut reader = csv::Reader::from_path(place.path(file)).expect("a table");
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(|row| row.expect("a row"));
    let everybody = rows.filter(|row| row.get("scope").is_none_or(|scope| scope == "overall"));
    let of = |row: &BTreeMap<String, String>, keys: &[&str]| keys.iter().map(|key| row[*key].clone()).collect();
    everybody.map(|row| (of(&row, keys), ["value", "low", "high"].map(|key| row[key].clone()))).collect()
}

#[test]
fn every_point_is_a_run_with_these_keys_set() {
    let place = place();
    let said = place.done(&sweep("all", &[]));
    assert!(said.contains("6 points, 2 policies, 4 replications"), "{said}");
    let keys = ["team.berlin.agents", "demand.orders.arrivals.poisson.per_hour", "policy", "metric", "statistic"];
    let all = numbers(&place, "all/sweep.csv", &keys);
    let mut compared = 0;
    for agents in ["4", "5", "6"] {
        for rate in ["20", "30"] {
            let (one, two) = (format!("team.berlin.agents={agents}"), format!("{}={rate}", keys[1]));
            place.done(&["run", "it.toml", "--no-charts", "--out", "one", "--set", &one, "--set", &two]);
            for (key, expected) in numbers(&place, "one/summary.csv", &keys[2..]) {
                let key = [vec![agents.to_owned(), rate.to_owned()], key].concat();
                assert_eq!(all[&key], expected, "{key:?}");
                compared += 1;
            }
        }
    }
    assert_eq!(compared, all.len());
    let waits = |agents: &str| {
        let key = [agents, "30", "held", "wait", "mean"].map(str::to_owned).to_vec();
        all[&key][0].parse::<f64>().expect("a mean")
    };
    assert!(waits("4") > 2.0 * waits("6"), "fewer agents, longer waits: {} and {}", waits("4"), waits("6"));
}

#[test]
fn an_interrupted_sweep_goes_on_where_it_was() {
    let place = place();
    place.done(&sweep("whole", &["--threads", "1"]));
    // As much as a sweep leaves that is killed after some points.
    place.done(&sweep("again", &["--replications", "2"]));
    assert!(!place.path("again/points").exists());
    let mut child = place.start(&sweep("killed", &["--threads", "1"]));
    let begun = std::time::Instant::now();
    let points = || std::fs::read_dir(place.path("killed/points")).map_or(0, Iterator::count);
    while points() < 4 && child.try_wait().expect("a child").is_none() && begun.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let _ = child.kill();
    child.wait().expect("it ends");
    place.done(&sweep("killed", &["--threads", "2"]));
    for file in ["sweep.csv", "run.json"] {
        let [whole, killed] = ["whole", "killed"].map(|folder| std::fs::read(place.path(&format!("{folder}/{file}"))));
        assert_eq!(whole.expect("a file"), killed.expect("a file"), "{file}");
    }
    assert!(!place.path("killed/points").exists(), "nothing is left of the points");
}

#[test]
fn points_of_another_sweep_are_never_mixed_in() {
    let place = place();
    // What a sweep leaves that was killed at once.
    std::fs::create_dir_all(place.path("out/points")).expect("a folder");
    place.write("out/points/sweep.json", "another");
    let output = place.run(&sweep("out", &[]));
    assert_eq!(output.status.code(), Some(4), "{}", errors(&output));
    assert!(errors(&output).contains("points of another sweep"), "{}", errors(&output));
    assert!(!place.path("out/sweep.csv").exists());
    place.done(&sweep("out", &["--fresh"]));
    assert!(place.path("out/sweep.csv").exists());
}

#[test]
fn what_cannot_be_swept_is_told_before_anything_is_simulated() {
    let place = place();
    let refused = |arguments: &[&str], text: &str| {
        let output = place.run(&[&["sweep", "it.toml", "--out", "out"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", errors(&output));
        assert!(errors(&output).contains(text), "{arguments:?}: {}", errors(&output));
        assert!(!place.path("out").exists());
    };
    refused(&[], "nothing is varied");
    refused(&["--vary", "team.berlin.agents=6..4", "--vary", "x"], "runs backwards");
    refused(&["--vary", "team.berlin.agents=6..4", "--vary", "x"], "`x` varies nothing");
    refused(&["--vary", "team.berlim.agents=4..6"], "did you mean `berlin`?");
    refused(&["--vary", "team.berlin.serves=4..6"], "with team.berlin.serves=4");
    refused(&["--vary", "team.berlin.agents=4..6", "--latin-hypercube", "1"], "no Latin hypercube");
}

#[test]
fn a_latin_hypercube_is_the_same_on_any_number_of_threads() {
    let place = place();
    let more = ["--latin-hypercube", "5", "--seed", "3"];
    place.done(&sweep("one", &[&more[..], &["--threads", "1"]].concat()));
    place.done(&sweep("four", &[&more[..], &["--threads", "4"]].concat()));
    let [one, four] = ["one", "four"].map(|folder| std::fs::read(place.path(&format!("{folder}/sweep.csv"))).unwrap());
    assert_eq!(one, four);
    assert!(String::from_utf8(one).unwrap().lines().any(|line| line.starts_with("5,")));
}
