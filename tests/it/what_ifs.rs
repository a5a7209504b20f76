//! What-ifs: a scenario with some keys set otherwise, for the same customers.

use crate::runner::Place;
use crate::small;
use std::collections::BTreeMap;

const TEAM_AND_POLICIES: &str = r#"
[[team]]
name = "berlin"
serves = ["orders"]
agents = 4
speed_cv = 0.2

[[policy]]
name = "one"
capacity = { preferred = 2 }

[[policy]]
name = "two"
capacity = { preferred = 2 }
queue = "newest"
"#;

const WHAT_IFS: &str = r#"
[[what_if]]
name = "more customers"
set = { "demand.orders.arrivals.poisson.per_hour" = 33 }

[[what_if]]
name = "an agent more"
set = { "team.berlin.agents" = 5 }

[[what_if]]
name = "the same"
set = { "policy.one.capacity.preferred" = 2 }
"#;

fn with_what_ifs() -> String {
    small::scenario("5", &format!("{TEAM_AND_POLICIES}{WHAT_IFS}"))
}

type Rows = Vec<BTreeMap<String, String>>;

fn rows(place: &Place, file: &str) -> Rows {
    let mut reader = csv::Reader::from_path(place.path(file)).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// The values of a scenario by policy, scope, metric and statistic.
fn values(rows: &Rows) -> BTreeMap<[&str; 4], [&str; 3]> {
    let cells = |row, columns: [_; 4]| columns.map(|column| cell(row, column));
    let value = |row| {
        let [value, low, high, _] = cells(row, ["value", "low", "high", "unit"]);
        (cells(row, ["policy", "scope", "metric", "statistic"]), [value, low, high])
    };
    rows.iter().map(value).collect()
}

fn cell<'a>(row: &'a BTreeMap<String, String>, column: &str) -> &'a str {
    &row[column]
}

#[test]
fn a_what_if_is_the_scenario_with_these_keys_set() {
    let place = Place::new();
    place.write("it.toml", &with_what_ifs());
    place.write("plain.toml", &small::scenario("5", TEAM_AND_POLICIES));
    place.done(&["run", "it.toml", "--no-charts", "--out", "all"]);
    place.done(&["run", "plain.toml", "--no-charts", "--out", "plain"]);
    let (all, plain) = (rows(&place, "all/summary.csv"), rows(&place, "plain/summary.csv"));
    assert_eq!(all, plain, "what-ifs change nothing in the scenario as it is");
    let changes = rows(&place, "all/what-ifs.csv");
    let before = values(&plain);
    let sets = [
        ("more customers", "demand.orders.arrivals.poisson.per_hour=33"),
        ("an agent more", "team.berlin.agents=5"),
        ("the same", "policy.one.capacity.preferred=2"),
    ];
    for (name, set) in sets {
        place.done(&["run", "plain.toml", "--no-charts", "--out", name, "--set", set]);
        let alone = rows(&place, &format!("{name}/summary.csv"));
        let alone = values(&alone);
        let changed: Vec<_> = changes.iter().filter(|row| row["what_if"] == name).collect();
        assert!(changed.len() > 300, "{name}: {} rows", changed.len());
        let mut moved = 0;
        for row in changed {
            let of = |column: &str| row[column].as_str();
            let key = ["policy", "scope", "metric", "statistic"].map(of);
            assert_eq!(["value", "low", "high"].map(of), alone[&key], "{name}, {key:?}");
            let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
            let (now, then) = (number(alone[&key][0]), number(before[&key][0]));
            let change = number(of("change"));
            assert!((now - then - change).abs() <= 1e-9 * (now.abs() + then.abs()), "{name}, {key:?}: {change}");
            assert_eq!(of("comparisons"), "6");
            moved += u32::from(change != 0.0);
        }
        assert_eq!(moved == 0, name == "the same", "{name}: {moved} numbers changed");
    }
}

#[test]
fn what_ifs_of_some_policies_only() {
    let place = Place::new();
    place.write("it.toml", &with_what_ifs());
    let said = place.done(&["run", "it.toml", "--no-charts", "--policy", "one", "--replications", "3", "--out", "one"]);
    assert!(said.contains("an agent more") && !said.contains("two"), "{said}");
    let changes = rows(&place, "one/what-ifs.csv");
    assert!(changes.iter().all(|row| row["policy"] == "one" && row["comparisons"] == "3"));
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let place = Place::new();
    place.write("it.toml", &with_what_ifs());
    let files = ["1", "2", "3", "8"].map(|threads| {
        let folder = format!("threads-{threads}");
        place.done(&["run", "it.toml", "--no-charts", "--threads", threads, "--out", &folder]);
        let mut files = place.files(&folder);
        files.retain(|name, _| name.ends_with(".csv"));
        files
    });
    assert_eq!(files[0].len(), 10);
    assert!(files.iter().all(|it| *it == files[0]));
}
