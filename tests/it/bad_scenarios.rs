//! Every mistake a planner can make has an example in `tests/bad_scenarios`, with the exact text that it is answered
//! with. `UPDATE=1 cargo test --test it bad_scenarios` writes the answers anew: read the difference before it is kept.

use std::fs;
use std::path::{Path, PathBuf};

use quasisync::scenario::{self, Disk};

/// The folder, and its scenarios in the order of their names.
fn cases() -> (PathBuf, Vec<PathBuf>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_scenarios");
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut cases: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    cases.sort();
    (folder, cases)
}

/// What a scenario is answered with. Paths are shown as if the program ran in the folder.
fn answer(folder: &Path, case: &Path) -> String {
    let shown = match scenario::load(case) {
        Ok(scenario) if scenario.warnings.is_empty() => "accepted without a warning".to_owned(),
        Ok(scenario) => scenario.warnings.iter().map(|one| one.render(false)).collect::<Vec<_>>().join("\n\n"),
        Err(found) => found.render(false),
    };
    shown.replace(&format!("{}/", folder.display()), "") + "\n"
}

#[test]
fn every_mistake_is_answered_as_expected() {
    let (folder, cases) = cases();
    assert!(cases.len() >= 35, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in cases {
        let expected_path = case.with_extension("stderr");
        let answer = answer(&folder, &case);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected_path, &answer).unwrap();
        }
        let expected = fs::read_to_string(&expected_path).unwrap_or_default();
        if answer != expected {
            wrong.push(format!("{}:\n{answer}\nbut expected:\n{expected}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn files_that_are_no_scenarios_are_answered_plainly() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("empty.toml"), " \n").unwrap();
    fs::write(path("binary.toml"), b"\x7fELF\0\0").unwrap();
    fs::write(path("latin.toml"), b"title = \"ok\"\nname = \"caf\xe9\"\n").unwrap();
    fs::write(path("utf16.toml"), b"\xff\xfet\0").unwrap();
    fs::File::create(path("large.toml")).unwrap().set_len((4 << 20) + 1).unwrap();
    for (name, message) in [
        ("missing.toml", "there is no such file"),
        (".", "this is a folder, not a file"),
        ("empty.toml", "the file is empty"),
        ("binary.toml", "the file is binary, not text: byte 4 is zero"),
        ("latin.toml", "the file is not UTF-8: byte 24, in line 2"),
        ("utf16.toml", "the file is text in UTF-16"),
        ("large.toml", "the file is larger than 4 MB"),
    ] {
        let found = scenario::load(&path(name)).unwrap_err();
        assert_eq!(found.total, 1, "{name}");
        let shown = found.to_string();
        assert!(shown.contains(message) && shown.contains(folder.path().to_str().unwrap()), "{name}: {shown}");
        assert!(found.render(false).contains(message), "{name}");
    }
}

#[test]
fn diagnostics_are_json_for_machines() {
    let text = "[time]\nhorizon = 7\n";
    let found = scenario::parse(text, Path::new("a.toml"), &Disk).unwrap_err();
    let json = serde_json::to_value(&found).unwrap();
    let list = json["list"].as_array().unwrap();
    assert_eq!(json["total"].as_u64(), Some(list.len() as u64));
    let first = list.iter().find(|one| one["key"] == "time.horizon").unwrap();
    assert_eq!(first["severity"], "error");
    assert_eq!(first["file"], "a.toml");
    assert_eq!((first["line"].as_u64(), first["column"].as_u64()), (Some(2), Some(11)));
    assert_eq!(first["key"], "time.horizon");
    assert_eq!(first["replacement"]["text"], "\"7s\"");
}
