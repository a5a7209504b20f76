//! Replications until the best policy is known.

use crate::runner::Place;
use crate::small;

/// Customers wait longest where the slots of the silent are held; the other two are the same.
const THREE: &str = r#"
[[team]]
name = "berlin"
serves = ["orders"]
agents = 4

[[policy]]
name = "held"
capacity = { preferred = 1 }

[[policy]]
name = "soon"
like = "held"
inactivity = { after = "20s" }

[[policy]]
name = "once"
like = "held"
inactivity = "at-once"
"#;

fn select(what: &str, policies: &str) -> (String, Place) {
    let place = Place::new();
    place.write("it.toml", &small::scenario(&format!("{{ select = {{ {what} }} }}"), policies));
    let said = place.done(&["run", "it.toml", "--no-charts", "--out", "out"]);
    (said.split_whitespace().collect::<Vec<_>>().join(" "), place)
}

fn replications(place: &Place) -> u64 {
    let manifest: serde_json::Value = serde_json::from_slice(&place.files("out")["run.json"]).expect("JSON");
    manifest["replications"].as_u64().expect("a number")
}

#[test]
fn the_best_is_selected_and_no_later_than_it_is_known() {
    let (said, place) = select(r#"least = "wait.mean", indifference = "5s", at_most = 400"#, THREE);
    assert!(said.contains("once has the least wait.mean, with a probability of at least 95%"), "{said}");
    let number = replications(&place);
    assert!([10, 15, 22, 33, 49, 73, 109, 163, 244, 366].contains(&number), "{number} is no look");
    assert!(said.contains(&format!("selected after {number} replications")), "{said}");
    // With all policies the same numbers as of so many replications from the start.
    place.done(&["run", "it.toml", "--no-charts", "--replications", &number.to_string(), "--out", "fixed"]);
    let [one, other] = ["out", "fixed"].map(|folder| place.files(folder)["summary.csv"].clone());
    assert_eq!(one, other);
    let (greatest, _) = select(r#"greatest = "wait.mean", indifference = "5s", at_most = 400"#, THREE);
    assert!(greatest.contains("held has the greatest wait.mean"), "{greatest}");
}

#[test]
fn a_finer_difference_takes_more_replications_and_may_not_be_told() {
    let close = THREE.replace("\"20s\"", "\"2s\"");
    let number = |indifference: &str| {
        let (said, place) =
            select(&format!(r#"least = "wait.mean", indifference = "{indifference}", at_most = 30"#), &close);
        (replications(&place), said)
    };
    let (coarse, _) = number("90s");
    let (fine, said) = number("10ms");
    assert!(coarse < fine, "{coarse} and {fine}");
    assert_eq!(fine, 30);
    assert!(said.contains("30 replications, as many as were allowed, do not tell which policy"), "{said}");
    assert!(said.contains("left are held, soon, once; for differences so small nobody would run enough"), "{said}");
}
