//! The scenarios that come with the program, so that it does something useful wherever it is run.

use crate::scenario::{
    Changes, Diagnostics, Disk, FileProblem, Files, Scenario, all_of, load_with, nearest, parse_with,
};
use std::path::Path;

/// A scenario and its name.
pub(super) struct Embedded {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
}

macro_rules! embedded {
    ($($name:literal),*) => {
        &[$(Embedded { name: $name, text: include_str!(concat!("../../scenarios/", $name, ".toml")) }),*]
    };
}

/// All built-in scenarios.
pub(super) const SCENARIOS: &[Embedded] = embedded![
    "retail-bank",
    "developer-support",
    "ecommerce-bot",
    "omnichannel",
    "follow-the-sun",
    "incident-channel",
    "course-questions",
    "premiere",
    "team-chat",
    "platforms"
];

/// The files that they name.
const FILES: &[(&str, &[u8])] = &[
    ("profiles/bank-week.csv", include_bytes!("../../scenarios/profiles/bank-week.csv")),
    ("profiles/developer-support.csv", include_bytes!("../../scenarios/profiles/developer-support.csv")),
];

struct Memory;

impl Files for Memory {
    fn read(&self, path: &Path) -> Result<Vec<u8>, FileProblem> {
        let found = FILES.iter().find(|(name, _)| Path::new(name) == path);
        let problem =
            || FileProblem::new("this file is not built in", "take the scenario and its files from the project");
        match found {
            Some((_, bytes)) => Ok(bytes.to_vec()),
            // What an option names, such as a schedule.
            None if path.exists() => Disk.read(path),
            None => Err(problem()),
        }
    }
}

/// Why there is no scenario.
pub(super) enum Missing {
    /// There is neither a file nor a built-in scenario of this name; what would be right.
    Unknown(String),
    /// There is, but it cannot be used.
    Wrong(Diagnostics),
}

/// The scenario of a path or of a name, with changes: a path wins.
pub(super) fn scenario(written: &str, changes: Changes<'_>) -> Result<Scenario, Missing> {
    let path = Path::new(written);
    let embedded = SCENARIOS.iter().find(|it| it.name == written);
    match embedded {
        Some(it) if !path.exists() => parse_with(it.text, Path::new(&format!("{}.toml", it.name)), &Memory, changes),
        _ if path.exists() || looks_like_a_file(path) => load_with(path, changes),
        _ => return Err(Missing::Unknown(advice(written))),
    }
    .map_err(Missing::Wrong)
}

/// Nobody who writes a folder or an ending means a built-in scenario.
fn looks_like_a_file(path: &Path) -> bool {
    path.extension().is_some() || path.components().count() > 1
}

fn advice(written: &str) -> String {
    let names = || SCENARIOS.iter().map(|it| it.name);
    let meant = nearest(written, names()).map_or(String::new(), |name| format!("did you mean `{name}`? "));
    format!(
        "there is no file `{written}`, and no built-in scenario of that name\n{meant}built in are {}; or name a file",
        all_of(names())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_option_names_is_read_from_the_disk() {
        assert!(Memory.read(Path::new("Cargo.toml")).is_ok());
        assert!(Memory.read(Path::new("profiles/bank-week.csv")).is_ok(), "built in");
        let missing = Memory.read(Path::new("profiles/nothing.csv")).expect_err("no such file");
        assert!(missing.message.contains("not built in"), "{}", missing.message);
    }

    #[test]
    fn every_built_in_scenario_can_be_run() {
        for it in SCENARIOS {
            let path = format!("{}.toml", it.name);
            let scenario = parse_with(it.text, Path::new(&path), &Memory, Changes::default())
                .unwrap_or_else(|found| panic!("{found}"));
            assert_eq!((scenario.name.as_str(), scenario.warnings.len()), (it.name, 0));
        }
    }
}
