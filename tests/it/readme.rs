//! The README is true: its commands are run, its scenarios read, its tables compared with the program.
//!
//! What stands between `<!-- made: ... -->` and `<!-- end -->` is made from the program's own tables.
//! `UPDATE=1 cargo test readme` writes it and the pictures anew: look at the difference before committing it.

mod pairing;

use crate::runner::Place;
use quasisync::metrics::METRICS;
use quasisync::policy::GROUPS;
use quasisync::policy::score::{FUNCTIONS, Function, OPERATORS, VARIABLES, Variable};
use quasisync::random::law::{LAWS, ParameterKind};
use quasisync::report::PLANNER;
use quasisync::scenario;
use quasisync::scenario::preset::PRESETS;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The main job, as the README has it.
const MAIN_JOB: &str = "run retail-bank";

/// The scenario that is a queue of the textbooks.
const TEXTBOOK: &str = "run erlang-c.toml";

/// What one row of a file is.
const ROWS: [(&str, &str); 9] = [
    ("summary.csv", "a number of a policy"),
    ("comparisons.csv", "a number of a policy against the baseline"),
    ("pairs.csv", "two policies against each other in a main number"),
    ("best.csv", "how likely a policy is the best in a main number"),
    ("planner.csv", "an interval of a policy: what planners open first, overall and by demand"),
    ("intervals.csv", "a number in an interval of the time counted"),
    ("tempo.csv", "a mode of a demand's customers: the tempo ratio of the replies to them"),
    ("agents.csv", "an agent; shares over all replications"),
    ("replications.csv", "a replication of a policy"),
];

/// What the main job says, and its files. It takes seconds, and is run once.
static RUN: LazyLock<(String, BTreeMap<String, Vec<u8>>)> = LazyLock::new(|| {
    let place = Place::new();
    let said = place.done(&words(MAIN_JOB));
    (said, place.files("output/retail-bank"))
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn updating() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| value == "1")
}

/// The fenced blocks of a kind.
fn blocks(text: &str, kind: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if language == kind {
            found.push(block.join("\n"));
        }
    }
    found
}

fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let row = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|it| (*it).to_owned()).collect();
    let mut text = row(&head) + &"|---".repeat(head.len()) + "|\n";
    rows.into_iter().for_each(|cells| text.push_str(&row(&cells)));
    text
}

/// A text as code in a cell of a table.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

/// What the program makes of a part of the README.
fn made(name: &str) -> String {
    match name {
        MAIN_JOB => format!("```text\n{}```\n", RUN.0),
        "pairing" => pairing::TABLE.clone(),
        TEXTBOOK => format!("```text\n{}```\n", place().done(&words(&format!("{TEXTBOOK} --no-charts")))),
        "presets" => presets(),
        "policies" => policies(),
        "scores" => scores(),
        "laws" => laws(),
        "metrics" => metrics(),
        "files" => files(),
        "planner" => planner(),
        "exit codes" => exit_codes(),
        other => panic!("nobody makes `{other}`"),
    }
}

fn policies() -> String {
    let value = |group: &str, value: &quasisync::policy::Value| {
        let written = match value.parameters {
            "" => value.name.to_owned(),
            parameters => format!("{} = {parameters}", value.name),
        };
        vec![code(group), code(&written), value.about.to_owned()]
    };
    let mut text = String::new();
    for group in GROUPS {
        // Queue and inbox take the same keys.
        if group.name == "inbox" {
            continue;
        }
        let (name, asks) = match group.name {
            "queue" => ("queue, inbox", "which conversation next: from the queue, and from the inbox of one desk?"),
            name => (name, group.asks),
        };
        let rows = group.values.iter().map(|it| value(name, it)[1..].to_vec());
        let ask = asks.trim_end_matches(" (a list of keys)");
        text.push_str(&format!("{}\n\n", table(&[&format!("`{}`", name.replace(", ", "`, `")), ask], rows).trim_end()));
    }
    text.trim_end().to_owned() + "\n"
}

fn scores() -> String {
    let variable = |it: &Variable| vec![code(it.name), it.kind.name().to_owned(), it.about.to_owned()];
    let function = |it: &Function| vec![code(&format!("{}({})", it.name, it.parameters)), it.about.to_owned()];
    let operator = |it: &quasisync::policy::Value| vec![code(it.name), it.about.to_owned()];
    [
        table(&["variable", "kind", "meaning"], VARIABLES.iter().map(variable)),
        table(&["function", "meaning"], FUNCTIONS.iter().map(function)),
        table(&["operators, those that bind least first", "meaning"], OPERATORS.iter().map(operator)),
    ]
    .join("\n")
}

fn presets() -> String {
    table(&["preset", "what it is"], PRESETS.iter().map(|it| vec![code(it.name), it.about().about]))
}

fn laws() -> String {
    let law = |law: &quasisync::random::law::LawForm| {
        let list = law.parameters.iter().any(|it| matches!(it.kind, ParameterKind::List));
        let names: Vec<&str> = law.parameters.iter().map(|it| it.name).collect();
        let form = if list { "[...]".to_owned() } else { format!("{{ {} }}", names.join(", ")) };
        vec![code(&format!("{} = {form}", law.name)), law.meaning.to_owned()]
    };
    table(&["law", "meaning"], LAWS.iter().map(law))
}

fn metrics() -> String {
    let row = |it: &quasisync::metrics::Metric| vec![code(it.name), it.unit.name().to_owned(), it.about.to_owned()];
    table(&["metric", "unit", "definition"], METRICS.iter().map(row))
}

fn files() -> String {
    let csv: BTreeSet<&str> = RUN.1.keys().map(String::as_str).filter(|name| name.ends_with(".csv")).collect();
    assert_eq!(csv, ROWS.iter().map(|it| it.0).collect(), "every table is explained");
    let row = |(name, about): &(&str, &str)| {
        let text = String::from_utf8_lossy(&RUN.1[*name]);
        let columns: Vec<String> = text.lines().next().expect("a header").split(',').map(code).collect();
        vec![code(name), (*about).to_owned(), columns.join(", ")]
    };
    let mut charts: Vec<String> = RUN.1.keys().filter(|name| name.ends_with(".png")).map(|name| code(name)).collect();
    charts.sort();
    let others = vec![
        vec![code("run.json"), "what was run, and the files".to_owned(), String::new()],
        vec![code("timing.json"), "how long it took".to_owned(), String::new()],
        vec![charts.join(", "), "charts, also as `.svg`".to_owned(), String::new()],
    ];
    table(&["file", "what a row is", "columns"], ROWS.iter().map(row).chain(others))
}

fn planner() -> String {
    table(&["column", "definition"], PLANNER.iter().map(|it| vec![code(it.name), it.about.to_owned()]))
}

fn exit_codes() -> String {
    let help = Place::new().done(&["--help"]);
    let lines = help.lines().skip_while(|line| *line != "Exit codes:").skip(1);
    let row = |line: &str| {
        let (number, about) = line.trim().split_once("  ").expect("a number and what it means");
        vec![number.to_owned(), about.trim().to_owned()]
    };
    table(&["code", "meaning"], lines.take_while(|line| !line.is_empty()).map(row))
}

#[test]
fn what_is_made_is_what_the_program_makes() {
    let text = read("README.md");
    let mut fresh = String::new();
    let mut rest = text.as_str();
    let mut names = Vec::new();
    while let Some((before, after)) = rest.split_once("<!-- made: ") {
        let (name, after) = after.split_once(" -->\n").expect("a name");
        let (_, after) = after.split_once("<!-- end -->").expect("an end");
        fresh.push_str(&format!("{before}<!-- made: {name} -->\n{}<!-- end -->", made(name)));
        names.push(name);
        rest = after;
    }
    fresh.push_str(rest);
    let all = [
        MAIN_JOB,
        "pairing",
        TEXTBOOK,
        "presets",
        "policies",
        "scores",
        "laws",
        "files",
        "planner",
        "metrics",
        "exit codes",
    ];
    assert_eq!(names, all);
    if updating() {
        fs::write(root().join("README.md"), &fresh).unwrap();
    }
    let differing = || fresh.lines().zip(text.lines()).find(|(one, other)| one != other);
    assert!(fresh == text || updating(), "UPDATE=1 cargo test readme; the first difference: {:?}", differing());
}

#[test]
fn what_is_said_of_the_run_is_so() {
    let words = RUN.0.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("5 policies, 40 replications of 7d") && words.contains("Customers wait least under at-once")
    );
    let explained = read("README.md").replace('\n', " ");
    for heading in [
        "mean wait in hours",
        "first reply in hours p90",
        "service level",
        "gave up",
        "tempo ratio p90",
        "utilisation",
        "concurrency",
    ] {
        assert!(explained.contains(&format!("**{heading}**:")), "{heading} is explained");
    }
    // Headings stand on two lines.
    let lines: Vec<&str> = RUN.0.lines().collect();
    let words: Vec<&str> = lines[3].split_whitespace().chain(lines[4].split_whitespace()).collect();
    assert_eq!(
        words,
        [
            "mean", "wait", "first", "reply", "service", "tempo", "utili-", "concur-", "policy", "in", "hours", "in",
            "hours", "p90", "level", "gave", "up"
        ]
        .into_iter()
        .chain(["ratio", "p90", "sation", "rency"])
        .collect::<Vec<_>>(),
        "a column has changed: explain it"
    );
}

#[test]
fn the_pictures_are_those_of_the_main_job() {
    let text = read("README.md");
    let mut pictures = 0;
    for entry in fs::read_dir(root().join("output/gallery")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(text.contains(&format!("(output/gallery/{name})")), "{name} is shown");
        if updating() {
            fs::write(&path, &RUN.1[&name]).unwrap();
        }
        let same = fs::read(&path).unwrap() == RUN.1[&name];
        assert!(same, "{name} is not what the program draws: UPDATE=1 cargo test readme, and look at it");
        pictures += 1;
    }
    assert_eq!(pictures, text.matches("(output/gallery/").count());
}

/// A place with the scenarios of the README in it.
fn place() -> Place {
    let place = Place::new();
    for block in blocks(&read("README.md"), "toml") {
        let name =
            block.lines().next().and_then(|line| line.strip_prefix("# ")).expect("a scenario begins with its name");
        place.write(name, &block);
    }
    place
}

/// The arguments of a command, those in quotes without them.
fn words(arguments: &str) -> Vec<&str> {
    let parts = arguments.split('"').enumerate();
    parts
        .flat_map(|(place, part)| if place % 2 == 1 { vec![part] } else { part.split_whitespace().collect() })
        .collect()
}

#[test]
fn every_command_does_what_is_said() {
    let (text, place, pipeline) = (read("README.md"), place(), read(".ci/run"));
    let mut run = 0;
    for command in blocks(&text, "sh").iter().flat_map(|block| block.lines()) {
        let program = command.strip_prefix("cargo run --release -- ").or(command.strip_prefix("quasisync "));
        match (program, command) {
            // What it does is looked at elsewhere.
            (Some(MAIN_JOB), _) => assert!(RUN.0.contains("Files in output/retail-bank")),
            (Some(arguments), _) => drop(place.done(&words(arguments))),
            // The tests do not run the tests, but what runs in their place does.
            (None, "cargo test") => assert!(pipeline.lines().any(|line| line == command), "{command} in .ci/run"),
            (None, "cargo bench") => assert!(read("Cargo.toml").contains("[[bench]]")),
            (None, other) => panic!("nobody checks `{other}`"),
        }
        run += 1;
    }
    assert!(run >= 8, "{run} commands");
    let first = blocks(&text, "sh").swap_remove(0);
    assert_eq!(first, format!("cargo run --release -- {MAIN_JOB}\ncargo test"), "these come first");
    let known = ["sh", "toml", "text"];
    let all = text.lines().filter_map(|line| line.strip_prefix("```")).filter(|kind| !kind.is_empty());
    assert!(all.into_iter().all(|kind| known.contains(&kind)), "every block is looked at");
}

#[test]
fn every_scenario_can_be_read() {
    let scenarios = blocks(&read("README.md"), "toml");
    assert!(scenarios.len() >= 2);
    for text in scenarios {
        let read = scenario::parse(&text, Path::new("readme.toml"), &scenario::Disk);
        let read = read.unwrap_or_else(|found| panic!("{found}\nin\n{text}"));
        assert_eq!(read.warnings, [], "{text}");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let text = read("README.md");
    let mut links = 0;
    for (place, _) in text.match_indices("](") {
        let target = text[place + 2..].split(')').next().expect("an end");
        assert!(!target.contains("://"), "{target} is not in the project");
        assert!(root().join(target).exists(), "{target} does not exist");
        links += 1;
    }
    assert!(links >= 8, "{links} links");
}

/// The source of the reader of scenarios, without its tests.
fn reader() -> String {
    let files = fs::read_dir(root().join("src/scenario")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.is_file() && !path.ends_with("tests.rs")).collect();
    files.sort();
    files.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// The texts in quotes at the beginning of a piece of source, up to an end.
fn quoted(source: &str, end: char) -> Vec<&str> {
    source.split(end).next().unwrap_or_default().split('"').skip(1).step_by(2).collect()
}

/// Every key that the reader asks a table for.
fn known_keys(source: &str) -> BTreeSet<&str> {
    let mut keys = BTreeSet::new();
    for call in [".required(", ".optional(", ".default(", ".like("] {
        let calls = source.split(call).skip(1);
        let first =
            calls.filter_map(|rest| rest.trim_start().strip_prefix('"')).filter_map(|rest| rest.split('"').next());
        keys.extend(first);
    }
    // The first text of `one_of` says what is chosen.
    let lists = [
        ("know(&[", ']', 0..usize::MAX),
        ("const NAMES: &[&str] = &[", ']', 0..usize::MAX),
        ("one_of(", ')', 1..usize::MAX),
        ("sections(&mut table, ", ',', 0..1),
        ("one_limit(&mut table, ", ',', 0..1),
    ];
    for (list, end, places) in lists {
        for rest in source.split(list).skip(1) {
            keys.extend(quoted(rest, end).into_iter().take(places.end).skip(places.start));
        }
    }
    keys
}

/// The first and the last cells of the tables of keys.
fn key_rows(text: &str) -> Vec<(String, String)> {
    let part = text.split("## Scenario reference").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a part");
    // What is made is checked elsewhere.
    let written = part.split("<!-- end -->").filter_map(|piece| piece.split("<!-- made").next());
    let rows = written.flat_map(str::lines).filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        (cells[0].to_owned(), cells.last().expect("a row has cells").trim_end_matches('|').trim().to_owned())
    })
    .collect()
}

#[test]
fn the_reference_has_every_key_and_no_other() {
    let (text, source) = (read("README.md"), reader());
    let known = known_keys(&source);
    assert!(known.len() > 60, "{known:?}");
    let rows = key_rows(&text);
    let written: BTreeSet<&str> = rows
        .iter()
        .flat_map(|(keys, _)| keys.split(|letter: char| !letter.is_alphanumeric() && letter != '_'))
        .filter(|key| !key.is_empty())
        .collect();
    let laws: BTreeSet<&str> = LAWS.iter().flat_map(|law| law.parameters.iter().map(|it| it.name)).collect();
    let unknown: Vec<_> = written.iter().filter(|key| !known.contains(*key) && !laws.contains(*key)).collect();
    assert!(unknown.is_empty(), "the reader does not know {unknown:?}");
    let part = text.split("## Scenario reference").nth(1).and_then(|rest| rest.split("\n## Files").next()).unwrap();
    let spans: BTreeSet<&str> = part
        .split('`')
        .skip(1)
        .step_by(2)
        .flat_map(|span| span.split(|letter: char| !letter.is_alphanumeric() && letter != '_'))
        .collect();
    let missing: Vec<_> = known.iter().filter(|key| !spans.contains(*key)).collect();
    assert!(missing.is_empty(), "the reference has no {missing:?}");
}

#[test]
fn the_reference_has_the_defaults_of_the_reader() {
    let (rows, source) = (key_rows(&read("README.md")), reader());
    let mut checked = 0;
    for call in source.split(".default(").skip(1) {
        let mut texts = call.trim_start().strip_prefix('"').into_iter().flat_map(|rest| rest.splitn(2, "\", \""));
        let (Some(key), Some(rest)) = (texts.next(), texts.next()) else { continue };
        let end = rest.replace("\\\"", "\u{0}\u{0}").find('"').expect("an end");
        let literal = rest[..end].replace("\\\"", "\"");
        // An empty table or list is the same as none.
        if ["{}", "[]"].contains(&literal.as_str()) {
            continue;
        }
        let said = |(keys, default): &(String, String)| {
            keys.contains(&format!("{key}`")) && default.contains(&format!("`{literal}`"))
                || keys.contains(&format!("{key}`")) && default.contains(&literal) && literal.starts_with('"')
        };
        assert!(rows.iter().any(said), "the default of {key} is {literal}");
        checked += 1;
    }
    assert!(checked >= 20, "{checked} defaults");
}
