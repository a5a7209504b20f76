//! `planner.csv` and `tempo.csv` on scenarios small enough to be worked out by hand, and against the other tables.

use crate::runner::{Place, golden};
use quasisync::{experiment, scenario};
use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

/// One agent who takes a minute for each message and half a minute to wrap up, one conversation at a time; and two agents
/// for somebody who writes in the last half hour.
const BY_HAND: &str = r#"
[time]
start     = "2026-03-02T08:00"
horizon   = "1h"
cool_down = "1h"
interval  = "30m"

[experiment]
replications = 1

[[demand]]
name      = "orders"
target    = { first = "90s", later = "5m", share = 0.8 }
arrivals  = { trace = { file = "orders.csv", column = "created" } }
exchanges = { constant = 1 }
handling  = { first = { constant = "1m" } }
reply     = { latency = { constant = "1m" } }

[[demand]]
name      = "advice"
arrivals  = { trace = { file = "advice.csv", column = "created" } }
exchanges = { constant = 2 }
handling  = { first = { constant = "2m" }, later = { constant = "2m" } }
reply     = { default_gap = "1m", latency = { constant = "1m" } }

[[team]]
name    = "one"
serves  = ["orders"]
agents  = 1
wrap_up = { constant = "30s" }

[[team]]
name   = "two"
serves = ["advice"]
agents = 2

[[policy]]
name       = "one at a time"
capacity   = { preferred = 1, maximum = 1 }
queue      = ["waiting-longest"]
"#;

type Row = BTreeMap<String, String>;

fn rows(files: &BTreeMap<String, Vec<u8>>, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(files[name].as_slice());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// A place with the scenario and its logs, in seconds since the start. The second customer waits for the first one's wrap-up.
fn place(text: &str) -> Place {
    let place = Place::new();
    place.write("hand.toml", text);
    place.write("orders.csv", "created\n600\n630\n2400\n");
    place.write("advice.csv", "created\n3000\n");
    place
}

fn by_hand() -> BTreeMap<String, Vec<u8>> {
    let place = place(BY_HAND);
    place.done(&["run", "hand.toml", "--no-charts"]);
    place.files("output/hand")
}

/// The numbers of a row, rounded.
fn numbers(rows: &[Row], start: &str, demand: &str) -> Vec<Option<f64>> {
    let row = rows.iter().find(|row| row["start"].ends_with(start) && row["demand"] == demand).expect("a row");
    let number = |column: &str| {
        let text = &row[column];
        (!text.is_empty()).then(|| (text.parse::<f64>().expect("a number") * 1e6).round() / 1e6)
    };
    quasisync::report::PLANNER.iter().map(|column| number(column.name)).collect()
}

fn some(numbers: &[f64]) -> Vec<Option<f64>> {
    numbers.iter().map(|it| it.is_finite().then_some((it * 1e6).round() / 1e6)).collect()
}

#[test]
fn planners_get_what_can_be_worked_out_by_hand() {
    let planner = rows(&by_hand(), "planner.csv");
    assert_eq!(planner.len(), 2 * 3, "two intervals, two demands and all together");
    let blank = f64::NAN;
    // Of the two the first is answered within 60 s, the other within 120 s. Each is active for its minute of work.
    let first = [2.0, 0.0, 0.0, 2.0, 0.0, 0.5, 30.0, 60.0, 90.0, 0.1, 120.0 / 1800.0, 0.1, 1.0, 1.0, 1.0, 0.0];
    assert_eq!(numbers(&planner, "08:00:00", "orders"), some(&first));
    let second = [1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 60.0, 90.0, 0.05, 60.0 / 1800.0, 0.05, 1.0, 1.0, 1.0, 0.0];
    assert_eq!(numbers(&planner, "08:30:00", "orders"), some(&second));
    let nobody = [0.0, 0.0, 0.0, 0.0, 0.0, blank, blank, blank, blank, 0.0, 0.0, 0.0, 2.0, 2.0, 2.0, 0.0];
    assert_eq!(numbers(&planner, "08:00:00", "advice"), some(&nobody));
    // Two exchanges of 2 min with a minute between: 5 min on the desk of one of two agents.
    let later = [
        1.0,
        0.0,
        0.0,
        1.0,
        0.0,
        blank,
        0.0,
        240.0,
        240.0,
        240.0 / 3600.0,
        300.0 / 3600.0,
        240.0 / 1800.0,
        2.0,
        2.0,
        2.0,
        0.0,
    ];
    assert_eq!(numbers(&planner, "08:30:00", "advice"), some(&later));
    // Three agents; 90 s and 240 s of work are 165 s a conversation.
    let all = [
        2.0,
        0.0,
        0.0,
        2.0,
        0.0,
        1.0,
        0.0,
        150.0,
        165.0,
        330.0 / 5400.0,
        360.0 / 5400.0,
        330.0 / 1800.0,
        3.0,
        3.0,
        3.0,
        0.0,
    ];
    assert_eq!(numbers(&planner, "08:30:00", "overall"), some(&all));
}

#[test]
fn wrapping_up_is_told_apart_by_what_is_on_the_desk() {
    let seconds = |text: &str| {
        let place = place(text);
        let scenario = scenario::load(&place.path("hand.toml")).expect("a scenario");
        let results = experiment::run(&scenario.experiment, &(), &AtomicBool::new(false)).expect("results");
        let works = results.policies[0].intervals.iter().map(|it| it.work(|_| true));
        let all = works.fold((0, 0), |sum, work| (sum.0 + work.agents.wrap_up, sum.1 + work.wrap_up_alone));
        (all.0 / 1_000_000, all.1 / 1_000_000)
    };
    assert_eq!(seconds(BY_HAND), (90, 90), "the second customer waits in the queue");
    let two = BY_HAND.replace("preferred = 1, maximum = 1", "preferred = 2, maximum = 2");
    assert_eq!(seconds(&two), (90, 60), "the second customer waits on the desk");
    let team = two.replace("maximum = 2 }", "maximum = 2, ownership = \"team\" }");
    assert_eq!(seconds(&team), (90, 60), "the desk of a team");
}

#[test]
fn the_tempo_is_told_by_mode() {
    let tempo = rows(&by_hand(), "tempo.csv");
    let told: Vec<Vec<&str>> = tempo
        .iter()
        .map(|row| ["demand", "mode", "responses", "p50"].iter().map(|column| row[*column].as_str()).collect())
        .collect();
    // The second answer to who asks for advice takes 2 min, the customer took 1: half of the default and half of the gap.
    assert_eq!(told.len(), 2);
    assert_eq!((told[0][0], told[0][2], told[0][3]), ("orders", "0", ""));
    assert_eq!((told[1][0], told[1][2]), ("advice", "1"));
    let ratio: f64 = told[1][3].parse().unwrap();
    assert!((ratio / 2.0 - 1.0).abs() < 0.01, "{ratio}");
}

#[test]
fn planners_read_the_same_as_everybody_else() {
    let place = Place::new();
    place.write("two.toml", &golden("two-teams"));
    place.done(&["run", "two.toml", "--no-charts"]);
    let files = place.files("output/two");
    let (planner, intervals) = (rows(&files, "planner.csv"), rows(&files, "intervals.csv"));
    let mut compared = 0;
    for row in &planner {
        let scope = match row["demand"].as_str() {
            "overall" => "overall".to_owned(),
            demand => format!("demand:{demand}"),
        };
        let mut same = |column: &str, metric: &str, statistic: &str| {
            let other = intervals.iter().find(|it| {
                it["policy"] == row["policy"]
                    && it["start"] == row["start"]
                    && (it["scope"].as_str(), it["metric"].as_str(), it["statistic"].as_str())
                        == (scope.as_str(), metric, statistic)
            });
            if let Some(other) = other {
                assert_eq!(row[column], other["value"], "{column} of {row:?}");
                compared += 1;
            }
        };
        for column in ["offered", "contained", "transferred", "answered", "abandoned"] {
            same(column, column, "count");
        }
        same("service_level", "service_level", "share");
        same("average_speed_of_answer", "pickup_time_first", "mean");
        same("backlog", "backlog", "end");
        if scope == "overall" {
            same("occupancy", "occupancy", "share");
            same("concurrency", "concurrency", "mean");
        }
        if let (Ok(offered), Ok(time)) = (row["offered"].parse::<f64>(), row["handle_time_with_wrap_up"].parse::<f64>())
        {
            let required: f64 = row["required"].parse().unwrap();
            assert!((required - offered * time / 1800.0).abs() < 1e-9, "{row:?}");
        }
    }
    assert_eq!(planner.len(), 3 * 16 * 3);
    assert!(compared >= planner.len() * 4, "{compared} numbers");
    // The hours of agents are those of the summary.
    let hours: f64 = planner
        .iter()
        .filter(|it| it["demand"] == "overall")
        .map(|it| it["signed_in"].parse::<f64>().unwrap() / 2.0)
        .sum();
    let summary = rows(&files, "summary.csv");
    let total: f64 = summary
        .iter()
        .filter(|it| it["scope"] == "overall" && it["metric"] == "agent_hours_signed_in")
        .map(|it| it["value"].parse::<f64>().unwrap())
        .sum();
    assert!((hours - total).abs() < 1e-6 && total > 0.0, "{hours} and {total}");
}
