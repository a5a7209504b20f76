//! The program as a user meets it: exit codes, what goes where, and what is left behind when it is stopped.

use crate::runner::{Place, errors, golden, signal};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A place with the scenario of two teams in it.
fn with_scenario() -> Place {
    let place = Place::new();
    place.write("two.toml", &golden("two-teams"));
    place
}

/// The exit code must be 2, nothing on standard output, and the reason on standard error.
fn refused(place: &Place, arguments: &[&str], reasons: &[&str]) {
    let output = place.run(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty(), "{arguments:?} says nothing on standard output");
    for reason in reasons {
        assert!(errors(&output).contains(reason), "{arguments:?}: {reason:?} in\n{}", errors(&output));
    }
}

#[test]
fn what_cannot_be_used_is_refused_with_a_reason() {
    let place = with_scenario();
    place.write("bad.toml", &golden("two-teams").replace("horizon ", "horizn "));
    place.write("file", "");
    refused(&place, &["run", "missing.toml"], &["there is no such file"]);
    refused(&place, &["run", "retail-bnk"], &["did you mean `retail-bank`?", "developer-support"]);
    refused(&place, &["run", "bad.toml"], &["horizn", "bad.toml", "horizon"]);
    refused(&place, &["run", "two.toml", "--policy", "helt"], &["no policy is called `helt`", "did you mean `held`?"]);
    refused(&place, &["run", "two.toml", "--replications", "0"], &["--replications"]);
    refused(&place, &["run", "two.toml", "--seed", "x"], &["--seed"]);
    refused(&place, &["run", "two.toml", "--out", "file"], &["cannot write to file", "it is a file"]);
    refused(&place, &["run", "two.toml", "--out", "file/inside"], &["cannot write to file/inside"]);
    refused(&place, &["run", "two.toml", "--set", "tiem.horizon=1d"], &["--set:1:1", "did you mean `time`?"]);
    refused(&place, &["run", "retail-bank", "--set", "team"], &["--set:1:1", "this sets nothing", "KEY=VALUE"]);
    refused(&place, &["run"], &["SCENARIO"]);
    assert!(place.files("output").is_empty(), "nothing was made");
}

#[test]
fn an_unwritable_target_is_refused_before_anything_is_simulated() {
    let place = with_scenario();
    place.write("file", "");
    let began = Instant::now();
    refused(&place, &["run", "two.toml", "--replications", "100000", "--out", "file"], &["cannot write"]);
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn help_tells_how_the_program_ends() {
    let help = Place::new().done(&["run", "--help"]);
    for line in ["0    done", "2    the scenario", "101  a bug", "130  interrupted"] {
        assert!(help.contains(line), "{line:?} in\n{help}");
    }
}

#[test]
fn nothing_but_the_answer_is_said_into_a_pipe() {
    let place = with_scenario();
    let output = place.run(&["run", "two.toml", "--no-charts"]);
    let said = String::from_utf8(output.stdout.clone()).unwrap();
    assert_eq!(errors(&output), "", "no progress");
    assert!(!said.contains('\u{1b}'), "no colours");
    assert!(said.lines().all(|line| line.chars().count() <= 100), "no line is too long:\n{said}");
    for word in ["timer", "held", "small door", "mean", "Customers wait least under", "output/two", "summary.csv"] {
        assert!(said.contains(word), "{word:?} in\n{said}");
    }
    assert_eq!(place.done(&["run", "two.toml", "--no-charts", "--quiet"]), "");
}

#[test]
fn a_queue_that_grows_all_along_is_said_loudly() {
    let place = Place::new();
    place.write("overload.toml", &golden("overload"));
    let said = place.done(&["run", "overload.toml", "--no-charts"]);
    assert!(
        said.contains("WARNING: the queue grows all along: this staffing cannot carry the load under one at a time")
    );
}

#[test]
fn what_a_table_of_means_and_shares_hides_is_said() {
    let place = with_scenario();
    let plain = place.done(&["run", "two.toml", "--no-charts"]);
    for word in ["mean wait in hours", "Shares are of", "WARNING"] {
        assert!(!plain.contains(word), "{word} in\n{plain}");
    }
    let said = place.done(&[
        "run",
        "two.toml",
        "--no-charts",
        "--set=demand.orders.channel=web",
        "--set=demand.advice.channel=letters",
        "--set=demand.orders.open=00:00-09:00",
        "--set=policy.timer.door.out_of_hours=refuse",
        "--set=demand.orders.comes_back.refused={ probability = 0.5, after = { constant = \"5m\" } }",
    ]);
    assert!(said.lines().any(|line| line.split_whitespace().eq("mean wait in hours web letters".split(' '))), "{said}");
    let rows = |name: &str| said.lines().filter(|line| line.trim_start().starts_with(name)).count();
    assert_eq!((rows("timer"), rows("held")), (2, 2), "{said}");
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("Shares are of all conversations, 2") && words.contains(": who comes again counts anew."),
        "{said}"
    );
    assert!(words.contains("WARNING: the door turns many customers away: "), "{said}");
    // The policy with a door of its own does not have the other's.
    let alarm = words.split("turns many customers away: ").nth(1).unwrap();
    assert!(alarm.contains("% under held") && !alarm.contains("% under small door"), "{said}");
}

/// A score that turns out not to be a number ends the run with everything that is needed to see why, on any number of
/// threads the same, and nothing is written.
#[test]
fn a_score_that_is_not_a_number_stops_the_run() {
    let place = with_scenario();
    let said = ["1", "2", "5"].map(|threads| {
        let arguments = ["run", "two.toml", "--set=policy.held.inbox={ score = \"ln(target / 1h - exchanges)\" }"];
        let output = place.run(&[&arguments[..], &["--threads", threads]].concat());
        assert_eq!(output.status.code(), Some(1));
        assert!(place.files("output/two").is_empty(), "nothing is written");
        errors(&output)
    });
    for part in [
        "error: a score is not a number: policy `held`, inbox: `ln(target / 1h - exchanges)`\n",
        ", which was waiting, ",
        " after the beginning of replication 1\n",
        "\nit saw target = 10m, exchanges = 1\n",
    ] {
        assert!(said[0].contains(part), "{part:?} in\n{}", said[0]);
    }
    assert_eq!((&said[1], &said[2]), (&said[0], &said[0]));
}

#[test]
fn programs_get_the_same_numbers_as_json() {
    let place = with_scenario();
    let said: Value =
        serde_json::from_str(&place.done(&["run", "two.toml", "--format", "json", "--no-charts"])).unwrap();
    let metrics = said["policies"][0]["metrics"].as_array().unwrap();
    let wait = metrics.iter().find(|it| it["metric"] == "wait" && it["statistic"] == "mean").unwrap();
    let summary = String::from_utf8(place.files("output/two")["summary.csv"].clone()).unwrap();
    let row = summary.lines().find(|line| line.starts_with("timer,overall,wait,mean,s,")).unwrap();
    let value: f64 = row.split(',').nth(5).unwrap().parse().unwrap();
    assert!((wait["value"].as_f64().unwrap() - value).abs() < 1e-9 * value);
    assert!(wait["against_baseline"]["significant"].is_boolean());
    assert_eq!((said["baseline"].as_str(), said["folder"].as_str()), (Some("held"), Some("output/two")));
}

#[test]
fn validating_looks_at_all_scenarios() {
    let place = with_scenario();
    place.write("bad.toml", &golden("two-teams").replace("horizon ", "horizn "));
    assert!(place.done(&["validate", "two.toml", "retail-bank"]).contains("retail-bank: can be run"));
    let output = place.run(&["validate", "bad.toml", "two.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8(output.stdout.clone()).unwrap(), "bad.toml: cannot be used\ntwo.toml: can be run\n");
    assert!(errors(&output).contains("horizn"));
    let output = place.run(&["validate", "bad.toml", "nothing", "two.toml", "--format", "json"]);
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(list[0]["usable"] == false && list[1]["usable"] == false && list[2]["usable"] == true);
    assert!(list[0]["diagnostics"][0]["line"].as_u64().unwrap() > 0);
}

#[test]
fn what_is_set_is_as_if_it_were_written_and_is_said() {
    let place = with_scenario();
    // The policies that inherit it have it, too.
    let set = ["--set", "policy.timer.capacity.preferred=2", "--set", "title=As written"];
    let written = golden("two-teams").replace("{ preferred = 3, maximum = 4 }", "{ preferred = 2, maximum = 4 }");
    place.write("written.toml", &written);
    place.done(&["run", "written.toml", "--no-charts"]);
    let said = place.done(&[&["run", "two.toml", "--no-charts"], &set[..]].concat());
    assert!(said.starts_with("As written\n") && said.contains("\nwith policy.timer.capacity.preferred=2\n"), "{said}");
    let [written, changed] = ["output/written", "output/two"].map(|folder| place.files(folder));
    assert!(written["summary.csv"] == changed["summary.csv"]);
    let manifest = |files: &std::collections::BTreeMap<String, Vec<u8>>| -> Value {
        serde_json::from_slice(&files["run.json"]).unwrap()
    };
    assert_eq!(manifest(&changed)["set"], serde_json::json!([set[1], set[3]]));
    assert_eq!(manifest(&written)["set"], Value::Null);
    let output = place.run(&["validate", "two.toml", "retail-bank", "--set", "policy.held.capacity.preferred=0"]);
    assert!(errors(&output).contains("0 is below 1") && errors(&output).contains("`policy` has no `held`"));
}

#[test]
fn lists_have_everything_that_the_program_knows() {
    let place = Place::new();
    let policies = place.done(&["list", "policies"]);
    for group in quasisync::policy::GROUPS {
        assert!(policies.contains(group.asks) && group.values.iter().all(|value| policies.contains(value.about)));
    }
    let (variables, functions) = (quasisync::policy::score::VARIABLES, quasisync::policy::score::FUNCTIONS);
    assert!(
        variables.iter().all(|it| policies.contains(it.about))
            && functions.iter().all(|it| policies.contains(it.about))
    );
    let metrics = place.done(&["list", "metrics"]);
    assert!(quasisync::metrics::METRICS.iter().all(|metric| metrics.contains(metric.about)));
    let laws = place.done(&["list", "laws"]);
    assert!(quasisync::random::law::LAWS.iter().all(|law| laws.contains(law.meaning)));
    assert!(place.done(&["list", "scenarios"]).contains("retail-bank"));
}

#[cfg(unix)]
#[test]
fn nobody_who_reads_on_is_no_error() {
    let mut child = Place::new().start(&["list", "metrics"]);
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// Waits until something is so, at most half a minute.
fn until(mut so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !so() {
        assert!(began.elapsed() < Duration::from_secs(30), "waited for too long");
        sleep(Duration::from_millis(10));
    }
}

/// A run that takes minutes, and has begun.
fn long_run(place: &Place) -> Child {
    let child = place.start(&["run", "two.toml", "--replications", "100000"]);
    until(|| place.path("output/two").exists());
    sleep(Duration::from_millis(200));
    child
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_nothing() {
    let place = with_scenario();
    let child = long_run(&place);
    signal(&child, "-INT");
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(errors(&output), "interrupted: nothing was written\n");
    assert!(!place.path("output").exists(), "not even the folder");
}

#[cfg(unix)]
#[test]
fn a_stopped_run_leaves_the_results_of_the_run_before() {
    let place = with_scenario();
    place.done(&["run", "two.toml", "--no-charts"]);
    let before = place.files("output/two");
    for name in ["-INT", "-KILL"] {
        let mut child = long_run(&place);
        signal(&child, name);
        child.wait().unwrap();
        assert!(place.files("output/two") == before, "after {name}");
    }
}

/// At any moment files are whole, and a manifest lists only what is there.
#[cfg(unix)]
#[test]
fn a_killed_run_leaves_no_half_file() {
    let place = with_scenario();
    let began = Instant::now();
    place.done(&["run", "two.toml", "--replications", "2"]);
    let whole = began.elapsed();
    let same = place.files("output/two");
    for part in 1..=16 {
        let mut child = place.start(&["run", "two.toml", "--replications", "2"]);
        sleep(whole * part / 16);
        signal_if_running(&mut child);
        child.wait().unwrap();
        let files = place.files("output/two");
        for (name, bytes) in files.iter().filter(|(name, _)| !name.starts_with('.') && *name != "timing.json") {
            assert!(*bytes == same[name], "{name} is whole after {part}/16 of the time");
        }
        let manifest: Value = files.get("run.json").map_or(Value::Null, |bytes| serde_json::from_slice(bytes).unwrap());
        for file in manifest["files"].as_array().into_iter().flatten() {
            let bytes = &files[file["name"].as_str().unwrap()];
            let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(file["sha256"], hash);
        }
    }
}

#[cfg(unix)]
fn signal_if_running(child: &mut Child) {
    if child.try_wait().unwrap().is_none() {
        // It may end at this very moment.
        let _ = child.kill();
    }
}
