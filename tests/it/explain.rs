//! `quasisync explain-policy` and `quasisync list presets`: the rules in sentences.

use crate::runner::{Place, errors, golden};
use quasisync::scenario::preset::PRESETS;
use std::fs;
use std::path::Path;

/// With UPDATE=1 in the environment the texts are written anew: look at the difference before committing it.
#[test]
fn two_presets_are_told_word_by_word() {
    for name in ["quiq", "zendesk"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/explained/{name}.txt"));
        let told = Place::new().done(&["explain-policy", name]);
        if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
            fs::write(&path, &told).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(told, expected, "{name} is told otherwise; run with UPDATE=1 if it should");
    }
}

#[test]
fn every_preset_is_listed_and_told() {
    let place = Place::new();
    let list = place.done(&["list", "presets"]);
    for preset in PRESETS {
        let about = preset.about();
        assert!(list.contains(preset.name) && list.contains(&about.about), "{} in\n{list}", preset.name);
        let told = place.done(&["explain-policy", preset.name]);
        let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
        for said in [&about.about].into_iter().chain(&about.sources).chain(&about.assumed) {
            assert!(words.contains(said.as_str()), "{said:?} in\n{told}");
        }
        assert!(told.lines().all(|line| line.chars().count() <= 100), "{told}");
    }
}

#[test]
fn a_policy_of_a_scenario_is_told_with_its_preset() {
    let place = Place::new();
    let own = "[[policy]]\nname = \"ours\"\npreset = \"zendesk\"\ncapacity = { preferred = 6 }\n[[policy]]\nname = \"theirs\"\nlike = \
               \"ours\"\n[policy.demand.orders]\ninactivity = \"at-once\"\n";
    place.write("own.toml", &(golden("two-teams") + own));
    let told = place.done(&["explain-policy", "theirs", "--scenario", "own.toml"]);
    let words = told.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in
        ["Made from the preset zendesk.", "6 slots", "demand orders:", "as soon as the reply is sent", "Sources"]
    {
        assert!(words.contains(said), "{said:?} in\n{told}");
    }
    let held = place.done(&["explain-policy", "held", "--scenario", "own.toml"]);
    assert!(!held.contains("preset") && !held.contains("Sources"), "{held}");
    let built_in = place.done(&["explain-policy", "adaptive", "--scenario", "retail-bank"]);
    assert!(built_in.starts_with("adaptive\n"));
    let preset = place.done(&["explain-policy", "quiq", "--scenario", "own.toml"]);
    assert_eq!(preset, place.done(&["explain-policy", "quiq"]), "the scenario has no such policy");
}

#[test]
fn a_name_that_nothing_has_is_answered_with_the_nearest() {
    let place = Place::new();
    for (arguments, meant) in [
        (&["explain-policy", "zendsk"][..], "did you mean `zendesk`?"),
        (&["explain-policy", "adaptiv", "--scenario", "retail-bank"], "did you mean `adaptive`?"),
        (&["explain-policy", "adaptive", "--scenario", "retail-bnk"], "did you mean `retail-bank`?"),
        (&["explain-policy", "adaptive", "--scenario", "missing.toml"], "there is no such file"),
    ] {
        let output = place.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && errors(&output).contains(meant), "{}", errors(&output));
    }
}
