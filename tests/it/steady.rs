//! The steady state: what is left out, what follows, and what is refused.

use crate::runner::{Place, errors};
use quasisync::civil::{Weekly, Zone};
use quasisync::closed_forms::ErlangC;
use quasisync::model::{
    Arrivals, Backlog, DayFactor, Disruption, Down, Event, Factors, Model, PlannedPause, Shift, Staffing, Stint, Surge,
    When, Why,
};
use quasisync::random::Law;
use quasisync::scenario::{Disk, Scenario, parse};
use quasisync::study::steady::{Evidence, Settled, variations};
use quasisync::study::{SteadyAsked, SteadyPlan, SteadyState, settle};
use quasisync::units::{DemandId, Span, Time};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Customers with one message each, so many an hour, and two agents who need four minutes for one: M/M/2.
fn queue(horizon: &str, per_hour: f64, replications: u32) -> String {
    format!(
        r#"
[time]
warm_up = "1d"
horizon = "{horizon}"
cool_down = "1d"

[experiment]
seed = 1
replications = {replications}

[[demand]]
name = "orders"
arrivals = {{ poisson = {{ per_hour = {per_hour} }} }}
exchanges = {{ constant = 1 }}
handling = {{ first = {{ exponential = {{ mean = "4m" }} }} }}

[[team]]
name = "desk"
serves = ["orders"]
agents = 2

[[policy]]
name = "plain"
capacity = {{ preferred = 1 }}
"#
    )
}

/// Customers some of whom fall silent: under one policy they hold their slots for ever, under the other for five minutes.
const LEAKING: &str = r#"
[time]
horizon = "10d"

[experiment]
seed = 3
replications = 4

[[demand]]
name = "orders"
arrivals = { poisson = { per_hour = 30 } }
exchanges = { geometric = { mean = 3 } }
handling = { first = { exponential = { mean = "2m" } } }
reply = { latency = { exponential = { mean = "1m" } } }
ghosts = 0.05

[[team]]
name = "desk"
serves = ["orders"]
agents = 5

[[policy]]
name = "held"
capacity = { preferred = 2 }

[[policy]]
name = "freed"
like = "held"
inactivity = { after = "5m" }
"#;

fn scenario(text: &str) -> Scenario {
    parse(text, Path::new("it.toml"), &Disk).unwrap_or_else(|found| panic!("{found}"))
}

fn settled(text: &str, asked: SteadyAsked) -> SteadyState {
    let plan = SteadyPlan::new(&scenario(text).experiment, asked).expect("it can be planned");
    settle(&plan, &(), &AtomicBool::new(false)).expect("nobody stops it")
}

/// The rows of `steady.csv`, by policy and metric.
fn rows(place: &Place, file: &str) -> BTreeMap<(String, String), BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(place.path(file)).expect("a table");
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(|row| row.expect("a row"));
    let everybody = rows.filter(|row| row.get("scope").is_none_or(|scope| scope == "overall"));
    let averages = everybody.filter(|row| row["statistic"] == "mean" || row["statistic"] == "share");
    averages.map(|row| ((row["policy"].clone(), row["metric"].clone()), row)).collect()
}

#[test]
fn batches_of_one_long_run_hold_the_closed_form() {
    let truth = ErlangC::new(20.0 / 3600.0, 240.0, 2).expect("it is stable");
    let state = settled(&queue("400d", 20.0, 1), SteadyAsked::default());
    let warm_up = state.warm_up.expect("it settles");
    assert!(warm_up < Span(40 * Span::DAY.0), "{warm_up} is a lot for a queue that forgets within hours");
    let check = |metric: &str, truth: f64| {
        let average = state.policies[0].average(metric).expect("it is told");
        let Some(Evidence::Batches(batches)) = &average.evidence else { panic!("{average:?}") };
        let error = batches.estimate.standard_error().expect("there are batches");
        let value = batches.estimate.value;
        assert!((value - truth).abs() < 4.0 * error, "{metric}: {value} ± {error}, {truth} is true");
        assert!(error < 0.03 * truth, "{metric}: an error of {error} tells nothing");
        assert!(batches.long_enough(0.999), "{metric}: {}", batches.von_neumann);
    };
    check("wait", truth.mean_wait());
    check("first_response_time", truth.mean_sojourn());
    check("utilisation", truth.utilisation());
    check("queue_length", truth.mean_queue());
    check("needing_reply", truth.mean_queue() + 2.0 * truth.utilisation());
}

#[test]
fn what_is_left_out_is_the_beginning_that_differs() {
    // Four hundred who come at once, and take half a day to be served, are no steady state, and nobody else is like them.
    let mut experiment = scenario(&queue("60d", 6.0, 1)).experiment;
    let mut crowd = experiment.model.demands[0].clone();
    (crowd.name, crowd.arrivals) = ("crowd".to_owned(), Arrivals::Trace(vec![Time::START; 400]));
    let plan = SteadyPlan::new(&experiment, SteadyAsked::default()).expect("it can be planned");
    experiment.model.demands.push(crowd);
    let serves = DemandId(1).into();
    experiment.model.teams[0].serves.push(serves);
    // With a log the scenario would be refused: whoever plans it in code is trusted.
    let model = Model { frame: plan.experiment.model.frame.clone(), ..experiment.model };
    let crowded = SteadyPlan {
        experiment: quasisync::experiment::Experiment { model, ..plan.experiment.clone() },
        ..plan.clone()
    };
    let run = |plan: &SteadyPlan| settle(plan, &(), &AtomicBool::new(false)).expect("nobody stops it");
    let (usual, crowded) = (run(&plan), run(&crowded));
    let warm_up = crowded.warm_up.expect("it settles");
    // 400 of 4 minutes and those who come meanwhile, for two agents: 800 / (1 - 0.2) minutes.
    let busy = Span(1000 * Span::MINUTE.0);
    assert!(warm_up > Span(busy.0 * 3 / 4) && warm_up < Span(2 * Span::DAY.0), "{warm_up}");
    let wait = |state: &SteadyState| {
        state.policies[0].average("wait").expect("it is told").evidence.as_ref().expect("they wait").estimate().value
    };
    assert!(wait(&crowded) < 2.0 * wait(&usual) + 5.0, "{} and {}", wait(&crowded), wait(&usual));
}

#[test]
fn averages_are_those_of_runs_with_this_warm_up() {
    let place = Place::new();
    place.write("it.toml", &queue("9d", 20.0, 5));
    let said = place.done(&["steady", "it.toml", "--warm-up", "1d", "--out", "steady", "--no-charts"]);
    assert!(said.contains("Left out at the beginning: 1d, as was asked for"), "{said}");
    assert!(said.contains("    warm_up = \"1d\"\n"), "{said}");
    place.done(&["run", "it.toml", "--out", "run", "--no-charts"]);
    let (steady, run) = (rows(&place, "steady/steady.csv"), rows(&place, "run/summary.csv"));
    assert!(steady.len() >= 10, "{} averages", steady.len());
    for (key, row) in &steady {
        for column in ["value", "low", "high"] {
            let (one, other) = (&row[column], &run[key][column]);
            let same = match (one.parse::<f64>(), other.parse::<f64>()) {
                (Ok(one), Ok(other)) => (one - other).abs() <= 1e-9 * other.abs(),
                _ => one == other,
            };
            assert!(same, "{key:?} {column}: {one} and {other}");
        }
        assert_eq!(
            (row["method"].as_str(), row["observations"].as_str(), row["warm_up"].as_str()),
            ("replications", if row["value"].is_empty() { "0" } else { "5" }, "86400")
        );
    }
    // The scenario says a day, and the study knows nothing of it but the length.
    let other =
        place.done(&["steady", "it.toml", "--set", "time.warm_up=0s", "--set", "time.horizon=10d", "--out", "other"]);
    assert!(other.contains("5 replications of 10d"), "{other}");
}

/// A change of a model, and what it is told for.
type Varied = (fn(&mut Model), &'static str);

#[test]
fn every_input_that_changes_with_time_is_refused_with_its_reason() {
    let steady = scenario(&queue("9d", 20.0, 1)).experiment.model;
    assert_eq!(variations(&steady), [""; 0]);
    let varied: [Varied; 18] = [
        (|it| it.demands[0].arrivals = Arrivals::Poisson(half_the_week(20.0, 0.0)), "per_hour = 10.0"),
        (|it| it.demands[0].arrivals = Arrivals::Trace(vec![Time::START; 264]), "at the times of a log"),
        (
            |it| it.demands[0].day_factor = Some(DayFactor { name: "day".into(), law: Law::constant(1.0).unwrap() }),
            "`day_factor`",
        ),
        (|it| it.demands[0].factors = Factors::new(&[], [2.0; 12]).ok(), "`month_factors`"),
        (|it| it.demands[0].backlog = Some(Backlog { count: 3, age: Law::constant(60.0).unwrap() }), "`backlog`"),
        (|it| it.demands[0].open = Some(half_the_week(true, false)), "opening hours"),
        (
            |it| {
                it.demands[0].open = Some(half_the_week(true, false));
                it.demands[0].patience.out_of_hours = Law::constant(60.0).ok();
            },
            "`patience.out_of_hours`",
        ),
        (|it| it.demands[0].awake = Some(half_the_week(true, false)), "`awake`"),
        (|it| it.demands[0].events.push(event(When::At(0))), "event `premiere` brings many customers at once, once"),
        (|it| it.demands[0].events.push(event(When::PerWeek(2.0))), "now and then"),
        (|it| it.teams[0].agents = half_the_week(6, 2).into(), "`agents = 4`"),
        (|it| it.teams[0].agents = Staffing::Dated(vec![(Time(1), 2)]), "`schedule`"),
        (|it| it.teams[0].agents = Staffing::Dated(vec![(Time::START, 2), (Time(9), 3)]), "`schedule`"),
        (|it| it.teams[0].agents = Staffing::Shifts(vec![Shift::daily("early", 0, 3600, 2)]), "shifts"),
        (|it| it.teams[0].agents = Staffing::Shifts(vec![Shift { absence: 0.1, ..all_day() }]), "absence"),
        (|it| it.teams[0].agents = Staffing::Shifts(vec![Shift { pauses: vec![pause()], ..all_day() }]), "breaks"),
        (|it| it.teams[0].agents = Staffing::Schedule(vec![vec![stint()]]), "`schedule`"),
        (|it| it.disruptions.push(disruption()), "disruption `outage`"),
    ];
    for (place, (change, words)) in varied.iter().enumerate() {
        let mut model = steady.clone();
        change(&mut model);
        let found = variations(&model);
        assert!(found.iter().any(|it| it.contains(words)), "{place}: {words} in {found:?}");
        let experiment = quasisync::experiment::Experiment { model, ..scenario(&queue("9d", 20.0, 1)).experiment };
        assert!(SteadyPlan::new(&experiment, SteadyAsked::default()).is_err(), "{place}");
    }
    // All of them at once are all told.
    let mut all = steady;
    varied.iter().for_each(|(change, _)| change(&mut all));
    assert_eq!(variations(&all).len(), 11, "{:#?}", variations(&all));
}

#[test]
fn what_is_the_same_all_the_time_may_be_written_in_many_ways() {
    let same: [fn(&mut Model); 5] = [
        |it| it.demands[0].open = Some(Weekly::constant(true)),
        |it| it.teams[0].agents = Staffing::Dated(vec![(Time::START, 2)]),
        |it| it.teams[0].agents = Staffing::Shifts(vec![all_day()]),
        |it| it.teams[0].zone = Some(Zone::with_steps(0, 3600, &[(Time(Span::DAY.0), 90_000)]).expect("a zone")),
        |it| it.demands[0].patience.out_of_hours = Law::constant(60.0).ok(),
    ];
    for (place, change) in same.into_iter().enumerate() {
        let mut model = scenario(&queue("9d", 20.0, 1)).experiment.model;
        change(&mut model);
        assert_eq!(variations(&model), [""; 0], "{place}");
    }
}

/// One value on some days of the week, another on the others, half of the time each.
fn half_the_week<T: Copy + PartialEq>(one: T, other: T) -> Weekly<T> {
    Weekly::from_pieces(&[(0, 302_400, one)], other).expect("a piece")
}

fn event(when: When) -> Event {
    Event { name: "premiere".into(), when, surge: Surge::new(9.0, Span::HOUR, Span::ZERO, Span::ZERO).unwrap() }
}

fn all_day() -> Shift {
    Shift::daily("all day", 0, 86_400, 2)
}

fn pause() -> PlannedPause {
    PlannedPause { why: Why::Break, days: [true; 7], from: 0, to: 3600, lasts: 600 }
}

fn stint() -> Stint {
    Stint { from: Time::START, to: Time(Span::DAY.0), pauses: Vec::new() }
}

fn disruption() -> Disruption {
    let (from, to) = (Time(Span::HOUR.0), Time(Span::DAY.0));
    Disruption { name: "outage".into(), demands: vec![DemandId(0)], from, to, down: Down::Notifications }
}

#[test]
fn a_policy_whose_queue_grows_is_told_and_the_others_are_not_lost() {
    let place = Place::new();
    place.write("it.toml", LEAKING);
    let output = place.run(&["steady", "it.toml", "--out", "out"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(3), "{said}{}", errors(&output));
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("WARNING: there is no steady state under held: its queue grows all along;"), "{said}");
    assert!(!words.contains("under freed:"), "{said}");
    let rows = rows(&place, "out/steady.csv");
    assert!(rows.keys().all(|(policy, _)| policy == "freed") && rows.len() >= 8, "{:?}", rows.keys());
    let svg = std::fs::read_to_string(place.path("out/welch.svg")).expect("a chart");
    assert!(svg.contains("held: no steady state") && svg.contains(">freed<"), "both courses are drawn");
    // A warm-up that is given makes it no better.
    let output = place.run(&["steady", "it.toml", "--out", "given", "--warm-up", "1d", "--policy", "held", "--quiet"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(errors(&output).contains("no steady state under held"), "{}", errors(&output));
    assert!(self::rows(&place, "given/steady.csv").is_empty());
}

#[test]
fn a_queue_with_more_work_than_can_be_done_never_settles() {
    for replications in [1, 4] {
        let state = settled(&queue("20d", 36.0, replications), SteadyAsked::default());
        assert!(matches!(state.policies[0].settled, Settled::Grows(_)), "{:?}", state.policies[0].settled);
        assert!(!state.policies[0].is_steady() && state.warm_up.is_none());
    }
}

#[test]
fn doubts_are_told_and_what_becomes_of_them() {
    let place = Place::new();
    place.write("leaking.toml", &LEAKING.replace("\"10d\"", "\"8h\""));
    place.write("busy.toml", &queue("9d", 29.5, 1));
    let told = |arguments: &[&str], code: i32, words: &str| {
        let output = place.run(&[&["steady"], arguments, &["--out", "out", "--no-charts"]].concat());
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}{}", errors(&output));
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(words), "{arguments:?}: {said}");
        rows(&place, "out/steady.csv")
    };
    let rows =
        told(&["leaking.toml"], 3, "no steady state is found under held: it begins later than after 4h, or never");
    assert!(rows.keys().all(|(policy, _)| policy == "freed"));
    let rows =
        told(&["leaking.toml", "--warm-up", "1h"], 0, "finds no steady state under held in the first 4h: what follows");
    assert!(rows.keys().any(|(policy, _)| policy == "held"), "who says so, gets it");
    told(&["leaking.toml", "--warm-up", "1m"], 0, "the warm-up of 1m is short for freed: MSER-5 would leave out 15m");
    let rows = told(&["busy.toml"], 0, "the batches under plain are too short: neighbours are alike");
    let row = &rows[&("plain".to_owned(), "needing_reply".to_owned())];
    assert_eq!(["method", "observations", "long_enough"].map(|key| row[key].as_str()), ["batches", "20", "false"]);
    assert!(row["von_neumann"].parse::<f64>().expect("a ratio") < 1.4, "{row:?}");
}

#[test]
fn what_cannot_be_studied_is_told_before_anything_is_simulated() {
    let place = Place::new();
    place.write("it.toml", &queue("9d", 20.0, 1));
    let refused = |arguments: &[&str], words: &[&str]| {
        let output = place.run(&[&["steady", "it.toml", "--out", "out"], arguments].concat());
        let said = errors(&output);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        words.iter().for_each(|it| assert!(said.contains(it), "{arguments:?}: {it} in {said}"));
        assert!(!place.path("out").exists(), "{arguments:?}");
    };
    refused(&["--warm-up", "10d"], &["a warm-up of 10d leaves nothing", "which are 10d together", "longer horizon"]);
    refused(&["--warm-up", "7"], &["--warm-up"]);
    refused(&["--warm-up", "239h"], &["20 batches cannot be made", "shorter --warm-up"]);
    refused(&["--batches", "2"], &["write --batches 3 to 240"]);
    refused(&["--batches", "300"], &["write --batches 3 to 240"]);
    refused(&["--replications", "3", "--batches", "20"], &["20 batches of 3 replications"]);
    refused(&["--set", "time.warm_up=0s", "--set", "time.horizon=99s"], &["100s or more"]);
    let varied =
        ["--set", "demand.orders.open=08:00-18:00", "--set", "demand.orders.awake=07:00-23:00", "--warm-up", "11d"];
    refused(&varied, &["opening hours", "leave out `awake`", "leaves nothing", "quasisync run"]);
}

#[test]
fn files_are_the_same_on_any_number_of_threads() {
    let place = Place::new();
    place.write("it.toml", &LEAKING.replace("\"10d\"", "\"2d\""));
    for replications in ["1", "3"] {
        let run = |threads: &str| {
            let out = format!("out-{replications}-{threads}");
            let asked = ["steady", "it.toml", "--replications", replications, "--threads", threads, "--out", &out];
            place.run(&[&asked[..], &["--quiet"]].concat());
            let mut files = place.files(&out);
            files.remove("timing.json").expect("it says how long it took");
            files
        };
        let (one, two) = (run("1"), run("2"));
        let names: Vec<&str> = one.keys().map(String::as_str).collect();
        assert_eq!(names, ["run.json", "steady.csv", "welch.csv", "welch.png", "welch.svg"]);
        assert!(one == two, "{replications} replications");
    }
}

#[test]
fn the_course_is_in_a_table_and_drawn_with_the_end_of_the_warm_up() {
    let place = Place::new();
    place.write("it.toml", &queue("9d", 20.0, 4));
    place.done(&["steady", "it.toml", "--out", "out", "--warm-up", "100m"]);
    let text = std::fs::read_to_string(place.path("out/welch.csv")).expect("a table");
    let lines: Vec<&str> = text.lines().collect();
    // Ten days in intervals of a quarter of an hour; the moving average ends a 40th before.
    assert_eq!((lines.len(), lines[0]), (961, "policy,interval,seconds,needing_reply,moving_average"));
    assert!(lines[1].starts_with("plain,1,0,") && lines[960].starts_with("plain,960,863100,"), "{}", lines[960]);
    let without = lines.iter().filter(|line| line.ends_with(',')).count();
    assert_eq!(without, 24);
    let svg = std::fs::read_to_string(place.path("out/welch.svg")).expect("a chart");
    assert!(svg.contains("warm-up: 1h45m"), "rounded up to an interval");
    let manifest: serde_json::Value = serde_json::from_slice(&place.files("out")["run.json"]).expect("it is JSON");
    assert_eq!((&manifest["warm_up"], &manifest["interval"]), (&"1h45m".into(), &"15m".into()));
}
