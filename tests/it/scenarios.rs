//! The scenarios that come with the program can be used as they are.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use quasisync::metrics::Scope;
use quasisync::scenario;

#[test]
fn every_scenario_of_the_package_loads_without_a_warning() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut loaded = 0;
    for entry in fs::read_dir(root.join("scenarios")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "toml") {
            continue;
        }
        let scenario = scenario::load(&path).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(scenario.warnings, [], "{}", path.display());
        assert!(!scenario.experiment.policies.is_empty());
        loaded += 1;
    }
    assert!(loaded > 0);
}

/// What the heading of the file says is so, in the first replication; the exact numbers are those of all ten.
#[test]
fn platforms_differ_in_what_silence_holds() {
    let read = |changes: &[&str]| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/platforms.toml");
        let changes: Vec<String> = changes.iter().map(|it| (*it).to_owned()).collect();
        let mut experiment = scenario::load_with(&path, changes[..].into()).expect("a valid scenario").experiment;
        experiment.replications = 1;
        experiment.policies.retain(|it| ["quiq", "zendesk", "salesforce", "liveperson"].contains(&&*it.name));
        experiment.baseline = 0;
        experiment
    };
    let measured = |changes: &[&str]| {
        let experiment = read(changes);
        let results = quasisync::experiment::run(&experiment, &(), &AtomicBool::new(false)).expect("nobody stops it");
        move |policy: &str, metric: &str, statistic: &str| {
            let place = experiment.policies.iter().position(|it| it.name == policy).expect("there is such a policy");
            let row = results.policies[place].row(Scope::Overall, metric, statistic).expect("there is such a row");
            row.estimate.as_ref().expect("it is not blank").value
        }
    };
    let by_default = measured(&[]);
    let sooner = measured(&["policy.quiq.inactivity.after=10m", "policy.liveperson.close.after=4h"]);
    // Silence takes nearly all slots, and customers give up; where it takes them for less long they do not.
    for policy in ["quiq", "liveperson"] {
        assert!(by_default(policy, "slot_occupancy", "share") > 0.9, "{policy}");
        assert!(by_default(policy, "utilisation", "share") < 0.7, "{policy}");
        assert!(sooner(policy, "utilisation", "share") > 0.7, "{policy}");
        assert!(by_default(policy, "abandoned", "share") > 2.0 * sooner(policy, "abandoned", "share"), "{policy}");
    }
    assert!(by_default("quiq", "abandoned", "share") > 0.5, "most customers");
    assert!(by_default("liveperson", "any_work", "share") < 0.9, "agents without an active conversation");
    // Who wakes comes to an agent whatever he holds, or queues.
    assert!(by_default("zendesk", "lapsed", "count") > 1000.0);
    assert!(by_default("zendesk", "concurrency", "max") >= 10.0, "twice the slots and more");
    assert_eq!(by_default("salesforce", "concurrency", "max"), 5.0);
}
