//! The search for a staffing: the counts of the theory, schedules that can be run, and what no staffing meets.

use crate::runner::{Place, errors, signal};
use quasisync::closed_forms::{ErlangA, ErlangC, Goal};
use quasisync::scenario::{FileProblem, Files};
use quasisync::study::Target;
use quasisync::study::staffing::{Answer, Less, Per, Question, staff};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Nothing but the text of the scenario.
struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &Path) -> Result<Vec<u8>, FileProblem> {
        unreachable!("a scenario without files")
    }
}

/// A queue: customers with one exchange, agents with one slot.
fn queue(time: &str, demand: &str, agents: &str) -> String {
    format!(
        r#"
[time]
start = "2026-03-02T00:00"
{time}

[experiment]
seed = 11
replications = 40

[[demand]]
name = "customers"
exchanges = {{ constant = 1 }}
reply = {{ latency = {{ constant = "1s" }} }}
ending = {{ recognised = 1 }}
{demand}

[[team]]
name = "servers"
serves = ["customers"]
{agents}

[[policy]]
name = "in order"
capacity = {{ preferred = 1 }}
"#
    )
}

fn question(text: &str, targets: &[&str], per: Per) -> Question {
    let scenario = quasisync::scenario::parse(text, Path::new("queue.toml"), &NoFiles);
    let scenario = scenario.unwrap_or_else(|found| panic!("{}", found.render(false)));
    let experiment = scenario.experiment;
    Question {
        targets: Target::parse_all(targets).expect("targets"),
        per,
        replications: experiment.replications,
        may_add_replications: false,
        confidence: 0.95,
        experiment,
    }
}

fn answer(question: &Question) -> Answer {
    staff(question, &(), &AtomicBool::new(false), &|_| {}).unwrap_or_else(|failure| panic!("{failure:?}"))
}

/// Steady customers, 120 an hour with four minutes of work.
fn steady(patience: &str) -> String {
    let demand = format!(
        "arrivals = {{ poisson = {{ per_hour = 120 }} }}\nhandling = {{ first = {{ exponential = {{ mean = \"4m\" }} }} }}\n{patience}"
    );
    queue("horizon = \"8h\"\nwarm_up = \"2h\"\ninterval = \"8h\"", &demand, "agents = 3")
}

#[test]
fn as_many_as_erlang_c_says() {
    let goals = [
        ("wait.within_30s >= 80%", Goal::ServedWithin { share: 0.8, time: 0.5 }),
        ("wait.mean < 30s", Goal::MeanWait(0.5)),
        ("wait.share_above_zero < 20%", Goal::Waits(0.2)),
    ];
    for (target, goal) in goals {
        let expected = ErlangC::least_servers(2.0, 4.0, goal, 100).expect("a number");
        let question = question(&steady(""), &[target], Per::Interval);
        let answer = answer(&question);
        assert_eq!(answer.counts, [expected], "{target}");
        assert!(matches!(answer.less[0], Less::Fails { interval: 0, target: 0, verifying: false, .. }), "{target}");
        // The offered load is eight erlang.
        let load = answer.plenty.load(0, answer.posts.all[0].team, quasisync::units::Span(8 * 3_600_000_000));
        assert!((load - 8.0).abs() < 0.2, "{load}");
    }
}

#[test]
fn as_many_as_erlang_a_says() {
    let patience = "patience = { first = { exponential = { mean = \"2m\" } }, until = \"handling\" }";
    let expected = ErlangA::least_servers(2.0, 4.0, 2.0, Goal::GivesUp(0.055), 100).expect("a number");
    for per in [Per::Interval, Per::Team] {
        let answer = answer(&question(&steady(patience), &["abandoned < 5.5%"], per));
        assert_eq!(answer.counts, [expected], "{per:?}");
    }
    let both = ["abandoned < 5.5%", "wait.mean < 2s"];
    let stricter = ErlangA::least_servers(2.0, 4.0, 2.0, Goal::MeanWait(2.0 / 60.0), 100).expect("a number");
    assert!(stricter > expected);
    assert_eq!(
        answer(&question(&steady(patience), &both, Per::Interval)).counts,
        [stricter],
        "the stricter one decides"
    );
}

/// Twelve hours in three parts, two minutes of work; the parts are long enough to be steady.
fn stepped() -> String {
    let demand = r#"
handling = { first = { exponential = { mean = "2m" } } }
arrivals = { profile = { per_day = 1440, steps = [
    { days = "daily", from = "00:00", to = "04:00", weight = 1 },
    { days = "daily", from = "04:00", to = "08:00", weight = 3 },
    { days = "daily", from = "08:00", to = "12:00", weight = 2 },
] } }"#;
    queue("horizon = \"12h\"\ninterval = \"4h\"\ncool_down = \"1h\"", demand, "agents = 3")
}

/// The statistics of a metric by interval, of the run in a folder.
fn by_interval(place: &Place, folder: &str, metric: &str, statistic: &str) -> BTreeMap<usize, f64> {
    let mut reader = csv::Reader::from_path(place.path(&format!("{folder}/intervals.csv"))).expect("a table");
    let rows = reader.deserialize::<BTreeMap<String, String>>().map(|row| row.expect("a row"));
    let mine = rows.filter(|row| row["scope"] == "overall" && row["metric"] == metric && row["statistic"] == statistic);
    let number = |row: BTreeMap<String, String>| {
        row["value"].parse().ok().map(|value| (row["interval"].parse().expect("a number"), value))
    };
    mine.filter_map(number).collect()
}

/// Runs a scenario with a schedule for its team, on other customers than the search and its verifications had.
fn run_with(place: &Place, text: &str, agents: &str, schedule: &str, folder: &str) {
    place.write("schedule.csv", schedule);
    place.write("staffed.toml", &text.replace(agents, "schedule = { file = \"schedule.csv\" }"));
    let options = ["--seed", "99", "--replications", "150", "--no-charts", "--out", folder];
    place.done(&[&["run", "staffed.toml"], &options[..]].concat());
}

#[test]
fn with_one_agent_less_in_any_interval_the_target_is_missed() {
    let place = Place::new();
    place.write("queue.toml", &stepped());
    place.done(&["staff", "queue.toml", "--target", "wait.mean < 30s", "--out", "out"]);
    let schedule = String::from_utf8(place.files("out").remove("schedule.csv").expect("a schedule")).expect("text");
    let rows: Vec<&str> = schedule.lines().collect();
    let counts =
        [1.0_f64, 3.0, 2.0].map(|rate| ErlangC::least_servers(rate, 2.0, Goal::MeanWait(0.5), 100).expect("a number"));
    let expected: Vec<String> = counts.iter().map(u32::to_string).collect();
    let found: Vec<&str> = rows[1..].iter().map(|row| row.split(',').nth(2).expect("agents")).collect();
    assert_eq!(found, expected, "{schedule}");
    let waits = |schedule: &str| {
        run_with(&place, &stepped(), "agents = 3", schedule, "run");
        by_interval(&place, "run", "wait", "mean")
    };
    assert!(waits(&schedule).values().all(|wait| *wait < 30.0));
    for (interval, row) in rows[1..].iter().enumerate() {
        let cells: Vec<&str> = row.split(',').collect();
        let fewer = format!("{},{},{},{}", cells[0], cells[1], counts[interval] - 1, cells[3]);
        let wait = waits(&schedule.replace(row, &fewer))[&(interval + 1)];
        assert!(wait > 30.0, "interval {}: {wait}", interval + 1);
    }
}

/// A day of thirteen hours whose volume nobody knows beforehand.
fn uncertain_day() -> String {
    let demand = r#"
handling = { first = { exponential = { mean = "3m" } } }
day_factor = { name = "weather", gamma = { mean = 1, cv = 0.25 } }
arrivals = { profile = { per_day = 1300, steps = [
    { days = "daily", from = "08:00", to = "10:00", weight = 1 },
    { days = "daily", from = "10:00", to = "15:00", weight = 5 },
    { days = "daily", from = "15:00", to = "21:00", weight = 3 },
] } }"#;
    let agents = "agents = [{ days = \"daily\", from = \"08:00\", to = \"21:00\", count = 3 }]";
    queue("horizon = \"1d\"\ninterval = \"1h\"", demand, agents)
}

#[test]
fn a_day_of_unknown_volume_keeps_the_target_in_every_hour() {
    let place = Place::new();
    let text = uncertain_day();
    place.write("day.toml", &text);
    let said = place.done(&["staff", "day.toml", "--target", "wait.p90 < 3m", "--out", "out"]);
    assert!(said.contains("Verified on"), "{said}");
    let schedule = String::from_utf8(place.files("out").remove("schedule.csv").expect("a schedule")).expect("text");
    let agents = "agents = [{ days = \"daily\", from = \"08:00\", to = \"21:00\", count = 3 }]";
    run_with(&place, &text, agents, &schedule, "run");
    let waits = by_interval(&place, "run", "wait", "p90");
    assert_eq!(waits.keys().copied().collect::<Vec<_>>(), (9..=21).collect::<Vec<_>>());
    assert!(waits.values().all(|wait| *wait < 180.0), "{waits:?}");
    // A known volume needs fewer.
    let hours = |text: &str| {
        let answer = answer(&question(text, &["wait.p90 < 3m"], Per::Interval));
        answer.posts.sum(&answer.counts, |post| post.hours)
    };
    let known = text.replace("day_factor", "# day_factor");
    assert!(hours(&text) > 1.1 * hours(&known), "{} and {}", hours(&text), hours(&known));
}

/// Two shifts that overlap, and a short one where they do, which is when most customers come.
fn in_shifts() -> String {
    let demand = r#"
handling = { first = { exponential = { mean = "4m" } } }
arrivals = { profile = { per_day = 700, steps = [
    { days = "daily", from = "08:00", to = "12:00", weight = 1 },
    { days = "daily", from = "12:00", to = "16:00", weight = 8 },
    { days = "daily", from = "16:00", to = "20:00", weight = 1 },
] } }"#;
    let shifts = r#"
cost = 20
[[team.shift]]
name = "early"
hours = "08:00-16:00"
agents = 1
breaks = { between = "10:00-14:00", for = "30m" }
[[team.shift]]
name = "noon"
hours = "12:00-16:00"
agents = 1
[[team.shift]]
name = "late"
hours = "12:00-20:00"
agents = 1
"#;
    queue("horizon = \"1d\"\ninterval = \"2h\"\ncool_down = \"1h\"", demand, shifts)
}

#[test]
fn shifts_are_filled_at_least_cost_and_their_schedule_can_be_run() {
    let place = Place::new();
    let text = in_shifts();
    let answer = answer(&question(&text, &["wait.mean < 1m"], Per::Shift));
    assert!(answer.less.iter().all(|less| matches!(less, Less::Fails { .. })), "{:?}", answer.less);
    let [early, noon, late] = answer.counts[..] else { panic!("three shifts: {:?}", answer.counts) };
    assert!(noon > 0, "who is there at noon only costs half: {:?}", answer.counts);
    place.write("queue.toml", &text);
    let said = place.done(&["staff", "queue.toml", "--target", "wait.mean < 1m", "--per", "shift", "--out", "out"]);
    assert!(said.contains(&format!("--set 'team.servers.shift[1].agents={early}'")), "{said}");
    let schedule = String::from_utf8(place.files("out").remove("schedule.csv").expect("a schedule")).expect("text");
    assert_eq!(schedule.matches(",work,").count(), (early + noon + late) as usize);
    assert_eq!(schedule.matches(",break,").count(), early as usize);
    let agents = text[text.find("cost = 20").expect("a cost")..text.find("[[policy]]").expect("a policy")].trim_end();
    run_with(&place, &text, agents, &schedule, "run");
    assert!(by_interval(&place, "run", "wait", "mean").values().all(|wait| *wait < 60.0));
}

#[test]
fn the_same_staffing_on_any_number_of_threads() {
    let place = Place::new();
    place.write("queue.toml", &stepped());
    for (threads, folder) in [("1", "one"), ("2", "two")] {
        let options = ["--replications", "10", "--shrinkage", "25%", "--threads", threads, "--out", folder];
        place.done(&[&["staff", "queue.toml", "--target", "wait.p90<3m"], &options[..]].concat());
    }
    let (mut one, mut two) = (place.files("one"), place.files("two"));
    assert!(one.remove("timing.json").is_some() && two.remove("timing.json").is_some());
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        ["run.json", "schedule.csv", "staffing.csv", "staffing.png", "staffing.svg"]
    );
    assert!(one == two);
    let staffing = String::from_utf8(one.remove("staffing.csv").expect("a table")).expect("text");
    let mut reader = csv::Reader::from_reader(staffing.as_bytes());
    for row in reader.deserialize::<BTreeMap<String, String>>().map(|row| row.expect("a row")) {
        let number = |name: &str| row[name].parse::<f64>().expect("a number");
        assert!((number("gross") - number("net") / 0.75).abs() < 1e-6);
        assert!(row["one_less"].contains("wait.p90 < 3m"), "{row:?}");
    }
}

#[test]
fn teams_are_counted_side_by_side() {
    let place = Place::new();
    let more = r#"
[[demand]]
name = "guests"
arrivals = { poisson = { per_hour = 30 } }
exchanges = { constant = 1 }
handling = { first = { exponential = { mean = "8m" } } }
reply = { latency = { constant = "1s" } }
ending = { recognised = 1 }

[[team]]
name = "hosts"
serves = ["guests"]
agents = 2

[[policy]]
"#;
    let text = steady("").replacen("[[policy]]", more, 1);
    let answer = answer(&question(&text, &["wait.mean < 30s"], Per::Team));
    let [servers, hosts] = answer.counts[..] else { panic!("two teams: {:?}", answer.counts) };
    // With the load as agents either queue would grow.
    assert!(servers > 8 && hosts > 4, "{:?}", answer.counts);
    assert!(answer.less.iter().all(|less| matches!(less, Less::Fails { .. })), "{:?}", answer.less);
    place.write("queue.toml", &text);
    place.done(&["staff", "queue.toml", "--target", "wait.mean < 30s", "--per", "team", "--out", "out"]);
    let files = place.files("out");
    let table = |name: &str| String::from_utf8(files[name].clone()).expect("text");
    assert!(table("schedule.csv").contains(&format!(",{hosts},hosts")), "{}", table("schedule.csv"));
    let teams: Vec<String> =
        table("staffing.csv").lines().skip(1).map(|row| row.split(',').next().unwrap().to_owned()).collect();
    assert_eq!(teams, ["servers", "hosts", ""], "targets are about everybody");
}

#[test]
fn an_interrupted_search_leaves_nothing() {
    let place = Place::new();
    place.write("day.toml", &uncertain_day());
    let options = ["--target", "wait.p90 < 3m", "--replications", "2000", "--out", "out"];
    let mut child = place.start(&[&["staff", "day.toml"], &options[..]].concat());
    let begun = std::time::Instant::now();
    // The folder is made when Ctrl-C is heard.
    while !place.path("out").exists() && begun.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    signal(&child, "-INT");
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert!(!place.path("out").exists());
}

#[test]
fn what_no_staffing_meets_is_told_with_the_best_there_is() {
    let place = Place::new();
    place.write("queue.toml", &stepped());
    let refused = |arguments: &[&str], texts: &[&str]| {
        let output = place.run(&[&["staff", "queue.toml", "--out", "out"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", errors(&output));
        for text in texts {
            assert!(errors(&output).contains(text), "{arguments:?}: {}", errors(&output));
        }
        assert!(!place.path("out").exists());
    };
    // Two minutes of work take two minutes on average, whoever is there.
    refused(&["--target", "response_time.mean < 1m"], &["no staffing meets", "it is 2m", "of 3 that miss it"]);
    refused(&["--target", "service_level > 80%"], &["is never judged"]);
    refused(&["--target", "wait.mean < 1m", "--target", "utilisation > 99%"], &["`utilisation > 99%` contradicts"]);
    refused(&["--target", "wait.p90 < 2m", "--target", "wait.p90 > 5m"], &["contradict each other"]);
    refused(
        &["--target", "wait.p90 < 2", "--target", "abandonned < 3%"],
        &["no span of time", "did you mean `abandoned`?"],
    );
    refused(&["--target", "wait.p90 < 2m", "--shrinkage", "120%"], &["no shrinkage"]);
    refused(&[], &["there is no target"]);
    refused(&["--target", "wait.p90 < 2m", "--per", "shift"], &["no team has shifts"]);
}
