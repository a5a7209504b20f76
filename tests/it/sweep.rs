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
    refused(&["--vary", "team.berlin.serves=4..6"], "--vary:1:20");
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

const SECTION: &str = r#"
[sweep]
vary = { "team.berlin.agents" = [4, 5, 6], "demand.orders.arrivals.poisson.per_hour" = "20..30/2" }
"#;

#[test]
fn a_section_says_what_is_varied_unless_an_option_does() {
    let place = place();
    place.write("section.toml", &(small::scenario("4", small::HELD_OR_FREED) + SECTION));
    place.done(&sweep("option", &["--no-charts"]));
    place.done(&["sweep", "section.toml", "--out", "section", "--no-charts"]);
    let [one, other] = ["option", "section"].map(|folder| std::fs::read(place.path(&format!("{folder}/sweep.csv"))));
    assert_eq!(one.expect("a table"), other.expect("a table"));
    place.done(&["sweep", "section.toml", "--out", "other", "--no-charts", "--vary", "team.berlin.agents=5"]);
    let text = std::fs::read_to_string(place.path("other/sweep.csv")).expect("a table");
    assert!(text.starts_with("point,team.berlin.agents,policy,"), "{}", text.lines().next().unwrap_or_default());
    place.write("wrong.toml", &(small::scenario("4", small::HELD_OR_FREED) + &SECTION.replace("[4, 5, 6]", "[4, -1]")));
    let output = place.run(&["sweep", "wrong.toml", "--out", "wrong"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("[sweep]:1:20"), "{}", errors(&output));
}

#[test]
fn charts_show_each_key_all_keys_and_what_shorter_waits_cost() {
    let place = place();
    place.done(&sweep("out", &[]));
    let svg = |name: &str| std::fs::read_to_string(place.path(&format!("out/{name}.svg"))).expect(name);
    for name in ["sweep-1", "sweep-2", "sweep-heat"] {
        assert!(svg(name).contains("team.berlin.agents") || svg(name).contains("per_hour"), "{name}");
    }
    // Whatever moves the mean wait more is on top.
    let keys = ["team.berlin.agents", "demand.orders.arrivals.poisson.per_hour", "policy", "metric", "statistic"];
    let all = numbers(&place, "out/sweep.csv", &keys);
    let waits: Vec<_> = all.iter().filter(|(key, _)| key[2..] == ["held", "wait", "mean"]).collect();
    let range = |axis: usize| {
        let mut sums: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
        for (key, number) in &waits {
            let sum = sums.entry(&key[axis]).or_default();
            *sum = (sum.0 + number[0].parse::<f64>().expect("a mean"), sum.1 + 1.0);
        }
        let means: Vec<f64> = sums.values().map(|sum| sum.0 / sum.1).collect();
        means.iter().copied().fold(f64::MIN, f64::max) - means.iter().copied().fold(f64::MAX, f64::min)
    };
    let tornado = svg("tornado");
    let place_of = |axis: usize| tornado.find(&format!(">{}</text>", keys[axis])).expect("its name");
    assert_eq!(range(0) > range(1), place_of(0) < place_of(1), "{} and {}", range(0), range(1));
    assert!(svg("frontier").contains("paid agent hours"), "no team has a cost");
    // Where all points cost the same there is no choice between cost and wait.
    let only = ["sweep", "it.toml", "--out", "same", "--vary", "policy.held.capacity.preferred=1..3"];
    place.done(&only);
    assert!(!place.path("same/frontier.svg").exists() && !place.path("same/tornado.svg").exists());
    assert!(place.path("same/sweep.svg").exists());
}

/// One agent whose slots are always full: far more customers come than can be served.
const FULL_SLOTS: &str = r#"
[time]
horizon = "20d"
warm_up = "1d"      # until all slots are full

[experiment]
seed = 11
replications = 16

[[demand]]
name = "crowd"
arrivals = { poisson = { per_hour = 20 } }
exchanges = { geometric = { mean = 5 } }
handling = { first = { exponential = { mean = "1m" } } }
reply = { latency = { exponential = { mean = "2m" } } }

[[team]]
name = "one"
serves = ["crowd"]
agents = 1

[[policy]]
name = "full"
capacity = { preferred = 1 }
"#;

/// Conversations that end a minute, by slots from 1 on: the machine repair model of C. Palm (1947), twelve digits by its Markov
/// chain.
const ENDED_A_MINUTE: [f64; 8] = [
    0.0769230769231,
    0.134020618557,
    0.17007597896,
    0.188706297563,
    0.196450160549,
    0.199057835523,
    0.199784879752,
    0.199956985204,
];

#[test]
fn a_sweep_over_slots_gives_the_capacity_of_an_agent() {
    let place = Place::new();
    place.write("full.toml", FULL_SLOTS);
    let vary = ["--vary", "policy.full.capacity.preferred=1..8", "--no-charts", "--out", "out"];
    let said = place.done(&[&["sweep", "full.toml"], &vary[..]].concat());
    let told = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("at 8 of 8 points the queue grows all along, first at point 1 under full"), "{said}");
    let found = numbers(&place, "out/sweep.csv", &["policy.full.capacity.preferred", "metric", "statistic"]);
    for (slots, expected) in (1..).zip(ENDED_A_MINUTE) {
        let value = |metric: &str, statistic: &str| {
            let key = [slots.to_string(), metric.to_owned(), statistic.to_owned()].to_vec();
            found[&key].each_ref().map(|it| it.parse::<f64>().expect("a number"))
        };
        // Half of an interval at 95 per cent with 15 degrees of freedom is 2.131 standard errors.
        let holds = |[found, low, high]: [f64; 3], expected: f64| {
            let error = (high - low) / 2.0 / 2.131;
            assert!((found - expected).abs() <= 4.0 * error, "{slots} slots: {found} for {expected}, error {error}");
        };
        // A work takes a minute, and one in five is the last of its conversation.
        holds(value("replies_per_hour", "mean"), expected * 5.0 * 60.0);
        holds(value("utilisation", "share"), expected * 5.0);
    }
}

#[test]
fn agents_are_added_whenever_any_are_there() {
    let place = Place::new();
    let counts = r#"[{ days = "mon-sun", from = "08:00", to = "10:00", count = 3 }, { days = "mon-sun", from = "10:00", to = "14:00", count = 1 }]"#;
    let text = small::scenario("2", &small::HELD_OR_FREED.replace("agents = 5", &format!("agents = {counts}")));
    place.write("it.toml", &text.replace("horizon = \"12h\"", "horizon = \"1d\""));
    place.done(&["sweep", "it.toml", "--vary", "team.berlin.added=-2..1", "--no-charts", "--out", "out"]);
    let found = numbers(&place, "out/sweep.csv", &["team.berlin.added", "policy", "metric", "statistic"]);
    let hours = |added: &str| {
        let key = [added, "held", "agent_hours_scheduled", "total"].map(str::to_owned).to_vec();
        found[&key][0].parse::<f64>().expect("hours")
    };
    // Two hours with three, four with one, none at night; nobody is there less than nobody.
    assert_eq!(["-2", "-1", "0", "1"].map(hours), [2.0, 4.0, 10.0, 16.0]);
    let output = place.run(&["run", "it.toml", "--set", "team.berlin.added=-3", "--out", "none"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(errors(&output).contains("with -3 agents the team has none all week"), "{}", errors(&output));
}
