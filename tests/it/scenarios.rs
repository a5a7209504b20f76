//! The scenarios that come with the program can be used as they are.

use std::fs;
use std::path::Path;

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
