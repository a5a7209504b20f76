//! The rules of the house, held against the source text: who may use whom, how long things may be, what must not be there.
//!
//! The floors are read from the crate documentation, so that page is true.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The longest file, and the longest function of the program.
const LONGEST_FILE: usize = 500;
const LONGEST_FUNCTION: usize = 75;

/// A source file.
struct Source {
    /// Its path from the root of the project.
    path: String,
    text: String,
}

impl Source {
    /// The module on a floor that it belongs to: `engine` for `src/engine/agent.rs`.
    fn module(&self) -> &str {
        let path = self.path.trim_start_matches("src/");
        path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
    }

    /// Its lines with their numbers, comments blanked out.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate();
        lines.map(|(number, line)| (number + 1, if line.trim_start().starts_with("//") { "" } else { line }))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All source files below a folder, in the order of their paths.
fn sources(folder: &str) -> Vec<Source> {
    let mut folders: Vec<PathBuf> = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
                found.push(Source { path, text });
            }
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The floor of every module, the ground floor 0, as the crate documentation has it.
fn floors() -> BTreeMap<String, usize> {
    let text = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let lines = text.lines().map(|line| line.trim_start_matches("//!").trim_start());
    let table = lines.skip_while(|line| *line != "# Floors").skip_while(|line| *line != "```text").skip(1);
    let mut floors = BTreeMap::new();
    for (floor, line) in table.take_while(|line| *line != "```").enumerate() {
        // Names with commas between them, then what they are.
        let mut words = line.split_whitespace();
        loop {
            let word = words.next().unwrap_or_else(|| panic!("a floor without a module: {line}"));
            let name = word.trim_end_matches(',');
            assert!(floors.insert(name.to_owned(), floor).is_none(), "{name} is on two floors");
            if name == word {
                break;
            }
        }
    }
    floors
}

/// The modules of the crate that a line uses: `crate::a::b` uses `a`, `crate::{a, b::{c, d}}` uses `a` and `b`.
fn used(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (place, root) in line.match_indices("crate::") {
        let rest = &line[place + root.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.push(name(rest));
            continue;
        };
        let mut depth = 0;
        let mut first = 0;
        for (at, letter) in list.char_indices() {
            match letter {
                '{' => depth += 1,
                ',' | '}' if depth == 0 => {
                    found.push(name(list[first..at].trim_start()));
                    first = at + 1;
                    if letter == '}' {
                        break;
                    }
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The name that a text begins with.
fn name(text: &str) -> &str {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or_default()
}

/// The text with the lines of a statement `use crate::{...}` joined, each statement on its first line.
fn joined(source: &Source) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (number, line) in source.code() {
        if open {
            lines.last_mut().expect("an open statement has a line").1.push_str(line.trim());
        } else {
            lines.push((number, line.to_owned()));
        }
        open = lines.last().is_some_and(|(_, line)| {
            let line = line.trim_start();
            (line.starts_with("use ") || line.starts_with("pub use ")) && !line.contains(';')
        });
    }
    lines
}

/// Every use that goes up or sideways, and every module that has no floor.
fn climbs(source: &Source, floors: &BTreeMap<String, usize>) -> Vec<String> {
    let module = source.module();
    let Some(own) = floors.get(module) else {
        return vec![format!("{}:1: the module {module} is on no floor of the crate documentation", source.path)];
    };
    let mut found = Vec::new();
    // So many parents up is the crate itself.
    let mut depth = source.path.matches('/').count() - usize::from(source.path.ends_with("/mod.rs"));
    for (number, line) in joined(source) {
        for other in used(&line) {
            let wrong = match floors.get(other) {
                _ if other == module => continue,
                None => format!("uses {other}, which is on no floor"),
                Some(floor) if floor > own => format!("uses {other}, which is above {module}"),
                Some(floor) if floor == own => format!("uses {other}, which is beside {module}"),
                Some(_) => continue,
            };
            found.push(format!("{}:{number}: {wrong}", source.path));
        }
        // Modules written in the file are a level further down.
        depth += usize::from(line.starts_with("mod ") && line.ends_with('{'));
        if line.contains(&"super::".repeat(depth)) {
            found.push(format!("{}:{number}: leaves its module through `super`; write `crate::`", source.path));
        }
    }
    found
}

/// Where a text occurs in the code of files, except in some modules.
fn occurrences(sources: &[Source], wanted: &str, allowed: &[&str]) -> Vec<String> {
    let elsewhere = sources.iter().filter(|source| !allowed.contains(&source.module()));
    let lines = elsewhere.flat_map(|source| source.code().map(move |(number, line)| (source, number, line)));
    lines
        .filter(|(_, _, line)| line.contains(wanted))
        .map(|(source, number, _)| format!("{}:{number}: {wanted}", source.path))
        .collect()
}

/// Functions that are too long: rustfmt ends a function with a brace as far to the right as it began.
fn long_functions(source: &Source) -> Vec<String> {
    let lines: Vec<&str> = source.text.lines().collect();
    let mut found = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let head = line.trim_start();
        let mut words =
            head.split(' ').skip_while(|word| word.starts_with("pub") || ["const", "unsafe"].contains(word));
        if words.next() != Some("fn") || head.ends_with([';', '}']) {
            continue;
        }
        let after = &lines[place..];
        let end = after.iter().position(|line| line.get(indent..).is_some_and(|rest| rest.starts_with('}')));
        let length = end.map_or(0, |end| end + 1);
        if length > LONGEST_FUNCTION {
            found.push(format!("{}:{}: a function of {length} lines", source.path, place + 1));
        }
    }
    found
}

fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn modules_use_only_what_is_below_them() {
    let floors = floors();
    assert!(floors.len() >= 19, "{floors:?}");
    let sources: Vec<Source> =
        sources("src").into_iter().filter(|it| !["src/lib.rs", "src/main.rs"].contains(&&*it.path)).collect();
    none("uses that go up or sideways", &sources.iter().flat_map(|it| climbs(it, &floors)).collect::<Vec<_>>());
    let gone: Vec<&String> = floors.keys().filter(|name| !sources.iter().any(|it| it.module() == *name)).collect();
    assert!(gone.is_empty(), "floors without a module: {gone:?}");
}

#[test]
fn a_planted_violation_is_found_with_its_place() {
    let planted = |path: &str, text: &str| {
        let source = Source { path: path.to_owned(), text: text.to_owned() };
        climbs(&source, &floors())
    };
    assert_eq!(planted("src/world/line.rs", "use crate::units::Time;\n// crate::engine\n"), Vec::<String>::new());
    assert_eq!(
        planted("src/world/line.rs", "\nuse crate::{\n    units::{Time, Span},\n    engine::simulate,\n};\n"),
        ["src/world/line.rs:2: uses engine, which is above world"]
    );
    assert_eq!(
        planted("src/world/mod.rs", "let it = crate::workload::Workload::default();"),
        ["src/world/mod.rs:1: uses workload, which is beside world"]
    );
    assert_eq!(planted("src/sundries.rs", "").len(), 1);
    assert_eq!(planted("src/world/line.rs", "use super::super::engine;").len(), 1);
    assert_eq!(planted("src/world/line.rs", "use super::World; use crate::nowhere::It;").len(), 1);
    let body = "    pub fn long() {\n".to_owned() + &"        step();\n".repeat(LONGEST_FUNCTION) + "    }\n";
    assert_eq!(long_functions(&Source { path: "src/x.rs".to_owned(), text: body }).len(), 1);
}

#[test]
fn files_and_functions_fit_into_a_head() {
    let (program, tests) = (sources("src"), sources("tests"));
    let long = program.iter().chain(&tests).filter(|it| it.text.lines().count() > LONGEST_FILE);
    none("files that are too long", &long.map(|it| it.path.clone()).collect::<Vec<_>>());
    none("functions that are too long", &program.iter().flat_map(long_functions).collect::<Vec<_>>());
}

#[test]
fn every_module_says_what_it_is_for() {
    let all = sources("src").into_iter().chain(sources("tests"));
    let silent: Vec<String> = all.filter(|it| !it.text.starts_with("//! ")).map(|it| it.path).collect();
    none("modules without documentation", &silent);
}

#[test]
fn nothing_is_left_half_done() {
    // Taken apart, so that this file does not find itself.
    let marks =
        [["to", "do!"], ["db", "g!("], ["unimpl", "emented!"], ["#[ig", "nore"], ["HashM", "ap"], ["HashS", "et"]];
    let all: Vec<Source> = sources("src").into_iter().chain(sources("tests")).collect();
    none("marks", &marks.iter().flat_map(|mark| occurrences(&all, &mark.concat(), &[])).collect::<Vec<_>>());
}

#[test]
fn files_and_clocks_are_at_the_edge() {
    // Tests may keep their pinned values in files.
    let is_test = |it: &Source| it.path.contains("/tests/") || it.path.ends_with("/tests.rs");
    let program: Vec<Source> = sources("src").into_iter().filter(|it| !is_test(it)).collect();
    let edge = ["scenario", "report", "cli"];
    for wanted in ["std::fs", "std::net", "std::process"] {
        none("reading and writing below the edge", &occurrences(&program, wanted, &[&edge[..], &["main"]].concat()));
    }
    for wanted in ["Instant::now", "SystemTime"] {
        none("wall clocks", &occurrences(&program, wanted, &["report", "cli"]));
    }
    none("environment", &occurrences(&program, "std::env", &["report", "cli"]));
}
