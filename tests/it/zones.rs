//! The clocks of a place: days of 23 and 25 hours, places that differ by half an hour, customers far away.

use quasisync::experiment::{Experiment, run};
use quasisync::metrics::Scope;
use quasisync::scenario::{FileProblem, Files, parse};
use quasisync::units::{Span, Time};
use quasisync::workload::Workload;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// The only file of a scenario.
struct Log(&'static str);

impl Files for Log {
    fn read(&self, _: &Path) -> Result<Vec<u8>, FileProblem> {
        Ok(self.0.into())
    }
}

fn read_with(time: &str, demand: &str, team: &str, log: &'static str) -> Experiment {
    let text = format!(
        "[time]\n{time}\n[experiment]\nreplications = 1\n\
         [[demand]]\nname = \"loans\"\nexchanges = {{ constant = 1 }}\nhandling = {{ first = {{ constant = \"1s\" }} }}\n\
         {demand}\n\
         [[team]]\nname = \"team\"\nserves = [\"loans\"]\n{team}\n\
         [[policy]]\nname = \"plain\"\ncapacity = {{ preferred = 9, maximum = 9 }}\n"
    );
    let scenario = parse(&text, Path::new("case.toml"), &Log(log));
    scenario.unwrap_or_else(|found| panic!("{text}\n{found:?}")).experiment
}

fn read(time: &str, demand: &str, team: &str) -> Experiment {
    read_with(time, demand, team, "")
}

/// The hours after the beginning of the run at which customers come.
fn hours(experiment: &Experiment) -> Vec<f64> {
    let workload = Workload::sample(&experiment.model, 42, 3);
    workload.customers.iter().map(|it| it.arrives.since(Time::START).as_seconds() / 3600.0).collect()
}

fn value(experiment: &Experiment, metric: &str) -> f64 {
    let results = run(experiment, &(), &AtomicBool::new(false)).expect("nobody stops it");
    let row = results.policies[0].rows.iter().find(|row| row.scope == Scope::Overall && row.metric.name == metric);
    row.and_then(|row| row.estimate.as_ref()).expect("a number").value
}

/// Wherever and in whatever direction the clocks are put: on that Sunday agents are scheduled and customers come for as
/// long as it has hours. Every run begins on Saturday at noon.
#[test]
fn a_day_has_as_many_hours_as_its_clocks_show() {
    for (zone, saturday, length) in [
        ("America/Denver", "2026-03-07", 23.0),
        ("America/Denver", "2026-10-31", 25.0),
        ("Europe/Berlin", "2026-03-28", 23.0),
        ("Europe/Berlin", "2026-10-24", 25.0),
        ("Australia/Sydney", "2026-10-03", 23.0),
        ("Australia/Sydney", "2026-04-04", 25.0),
        ("America/Santiago", "2026-09-05", 23.0),
        ("Australia/Lord_Howe", "2026-10-03", 23.5),
        ("Australia/Lord_Howe", "2026-04-04", 24.5),
        ("Asia/Kolkata", "2026-03-07", 24.0),
    ] {
        let time = format!("zone = \"{zone}\"\nstart = \"{saturday}T12:00\"\nhorizon = \"3d\"");
        let sundays = "days = \"sun\", from = \"00:00\", to = \"24:00\"";
        let demand = format!("arrivals = {{ profile = {{ steps = [{{ {sundays}, per_hour = 900 }}] }} }}");
        let experiment = read(&time, &demand, &format!("agents = [{{ {sundays}, count = 2 }}]"));
        let hours = hours(&experiment);
        // Santiago puts its clocks at midnight, from 24:00 to 1:00; nobody is missed.
        let (first, last) = (hours[0], hours[hours.len() - 1]);
        assert!((12.0..12.05).contains(&first), "{zone}: {first}");
        assert!((12.0 + length - 0.05..12.0 + length).contains(&last), "{zone}: {last}");
        let expected = 900.0 * length;
        assert!((hours.len() as f64 - expected).abs() < 4.0 * f64::sqrt(expected), "{zone}: {}", hours.len());
        for metric in ["agent_hours_scheduled", "agent_hours_signed_in"] {
            assert!((value(&experiment, metric) - 2.0 * length).abs() < 0.01, "{zone}: {metric}");
        }
    }
}

/// What is planned for an hour that is skipped does not happen, and what is planned for one that is shown twice happens
/// twice.
#[test]
fn an_hour_happens_as_often_as_the_clocks_show_it() {
    let come = |day: &str, from: &str, to: &str| {
        let time = format!("zone = \"America/Denver\"\nstart = \"{day}T00:00\"\nhorizon = \"1d\"");
        let steps = format!("[{{ days = \"sun\", from = \"{from}\", to = \"{to}\", per_hour = 1000 }}]");
        hours(&read(&time, &format!("arrivals = {{ profile = {{ steps = {steps} }} }}"), "agents = 1"))
    };
    assert!(come("2026-03-08", "02:00", "03:00").is_empty());
    let after = come("2026-03-08", "03:00", "04:00");
    assert!(after.iter().all(|hour| (2.0..3.0).contains(hour)) && after.len() > 800);
    let twice = come("2026-11-01", "01:00", "01:30");
    assert!(twice.iter().all(|hour| (1.0..1.5).contains(hour) || (2.0..2.5).contains(hour)));
    let early = twice.iter().filter(|hour| **hour < 1.5).count();
    assert!(early.abs_diff(500) < 90 && (twice.len() - early).abs_diff(500) < 90);
}

/// A factor of 0 or 2 makes whole days empty or full, and days are those of the customers, who may live half an hour apart
/// from whole hours, and put their clocks.
#[test]
fn day_factors_go_by_the_days_of_the_customers() {
    let factor = "{ mixture = [{ weight = 1, constant = 0 }, { weight = 1, constant = 2 }] }";
    for (zone, midnight) in [("Asia/Kolkata", 18.5), ("Australia/Lord_Howe", 13.0), ("Asia/Kathmandu", 18.25)] {
        let time = "zone = \"UTC\"\nstart = \"2026-03-01T00:00\"\nhorizon = \"60d\"";
        let demand =
            format!("zone = \"{zone}\"\narrivals = {{ poisson = {{ per_hour = 100 }} }}\nday_factor = {factor}");
        let experiment = read(time, &demand, "agents = 1");
        let zone = experiment.model.customer_zone(&experiment.model.demands[0]);
        assert_eq!(zone.second_of_day(Time::START + Span::seconds(midnight * 3600.0)), 0);
        let mut days = vec![0_u32; 62];
        let customers = Workload::sample(&experiment.model, 42, 3).customers;
        customers.iter().for_each(|it| days[(zone.day(it.arrives) - zone.day(Time::START)) as usize] += 1);
        let full = days[1..60].iter().filter(|&&count| count > 4400).count();
        assert!((15..45).contains(&full), "{days:?}");
        assert!(days[1..60].iter().all(|&count| count == 0 || count > 4400), "{days:?}");
    }
}

/// Customers are points of universal time: the same ones come, wherever the clocks hang by which the run is read.
#[test]
fn the_clocks_of_the_run_change_nobody() {
    let with = |zone: &str, start: &str| {
        let time = format!("{zone}\nstart = \"{start}\"\nhorizon = \"2d\"");
        let experiment = read(&time, "arrivals = { poisson = { per_hour = 20 } }", "agents = 3");
        let customers = Workload::sample(&experiment.model, 42, 3).customers;
        customers.iter().map(|it| (it.arrives, it.identity)).collect::<Vec<_>>()
    };
    let base = with("", "2026-03-08T07:00");
    assert!(base.len() > 800);
    assert_eq!(with("zone = \"UTC\"", "2026-03-08T07:00"), base);
    assert_eq!(with("zone = \"America/Denver\"", "2026-03-08T00:00"), base);
    assert_eq!(with("zone = \"Asia/Kolkata\"", "2026-03-08T12:30"), base);
}

/// The warm-up is elapsed time before the start: over a night of 23 hours it begins an hour earlier on the wall.
#[test]
fn the_warm_up_is_elapsed_time() {
    let time = "zone = \"America/Denver\"\nstart = \"2026-03-09T00:00\"\nwarm_up = \"1d\"\nhorizon = \"1d\"";
    let experiment = read(time, "arrivals = { poisson = { per_hour = 1 } }", "agents = 1");
    let zone = &experiment.model.frame.zone;
    assert_eq!((zone.second_of_day(Time::START), zone.second_of_day(experiment.model.frame.start())), (23 * 3600, 0));
}

/// Each goes by its own clocks: agents by those of the team, customers by those of the demand, and the hours of the
/// operation by those of the run, if they have none of their own.
#[test]
fn teams_and_demands_have_clocks_of_their_own() {
    let nine_to_five = "days = \"daily\", from = \"09:00\", to = \"17:00\"";
    let with = |demand: &str, team: &str| {
        let demand = format!(
            "{demand}\nawake = \"08:00-20:00\"\n\
             arrivals = {{ profile = {{ steps = [{{ {nine_to_five}, per_hour = 60 }}] }} }}"
        );
        let team = format!("{team}\nagents = [{{ {nine_to_five}, count = 1 }}]");
        read("zone = \"America/Denver\"\nstart = \"2026-01-15T00:00\"\nhorizon = \"1d\"", &demand, &team).model
    };
    let time_of_day = |zone: &quasisync::civil::Zone| zone.second_of_day(Time::START) / 60;
    let far = with("zone = \"Asia/Tokyo\"\nopen = \"08:00-18:00\"", "zone = \"Europe/Berlin\"");
    let (demand, team) = (&far.demands[0], &far.teams[0]);
    assert_eq!(time_of_day(far.customer_zone(demand)), 16 * 60);
    assert_eq!(time_of_day(far.open_zone(demand)), 0);
    assert_eq!(time_of_day(far.team_zone(team)), 8 * 60);
    let customers = Workload::sample(&far, 42, 3).customers;
    let here = |it: &quasisync::workload::Customer| it.arrives.since(Time::START).as_seconds() / 3600.0;
    // From 9 to 17 in Tokyo it is 17 to 1 in Denver, on the day before.
    assert!(customers.iter().map(here).all(|hour| !(1.0..17.0).contains(&hour)));
    assert!(customers.len() > 400);
    let own = with("open = { hours = \"08:00-18:00\", zone = \"Asia/Kolkata\" }", "");
    assert_eq!(time_of_day(own.open_zone(&own.demands[0])), 12 * 60 + 30);
    assert_eq!(own.team_zone(&own.teams[0]), &own.frame.zone);
}

/// The rows of a log are local times of its customers. A time that is skipped is what the clocks show instead, and of a time
/// that is shown twice the first is meant.
#[test]
fn a_log_is_in_the_local_time_of_its_customers() {
    const LOG: &str = "created\n2026-03-08T01:30\n2026-03-08T02:30\n2026-03-08T03:30\n600\n2026-11-01T01:30\n";
    let come = |start: &str, zone: &str| {
        let time = format!("zone = \"UTC\"\nstart = \"{start}\"\nhorizon = \"12h\"");
        let demand = format!("{zone}\narrivals = {{ trace = {{ file = \"log.csv\", column = \"created\" }} }}");
        hours(&read_with(&time, &demand, "agents = 1", LOG))
    };
    let sixth = 600.0 / 3600.0;
    assert_eq!(come("2026-03-08T00:00", "zone = \"America/Denver\""), [sixth, 8.5, 9.5, 9.5]);
    assert_eq!(come("2026-11-01T00:00", "zone = \"America/Denver\""), [sixth, 7.5]);
    assert_eq!(come("2026-03-08T00:00", ""), [sixth, 1.5, 2.5, 3.5]);
}

/// Intervals are equal lengths of elapsed time: of a Sunday there are 23 or 25 hours. Charts of the day are drawn all the
/// same, also where intervals are longer than the step of the clocks.
#[cfg(feature = "program")]
#[test]
fn tables_and_charts_go_over_days_of_23_and_25_hours() {
    let place = crate::runner::Place::new();
    for (start, sunday, lines) in [("2026-03-07", "2026-03-08", 23), ("2026-10-31", "2026-11-01", 25)] {
        for interval in ["1h", "2h", "45m"] {
            let text = format!(
                "[time]\nzone = \"America/Denver\"\nstart = \"{start}T00:00\"\nhorizon = \"3d\"\ninterval = \"{interval}\"\n\
                 [experiment]\nreplications = 1\n\
                 [[demand]]\nname = \"loans\"\nexchanges = {{ constant = 1 }}\narrivals = {{ poisson = {{ per_hour = 9 }} }}\n\
                 handling = {{ first = {{ constant = \"1m\" }} }}\n\
                 [[team]]\nname = \"team\"\nserves = [\"loans\"]\nagents = 1\n\
                 [[policy]]\nname = \"plain\"\ncapacity = {{ preferred = 9, maximum = 9 }}\n"
            );
            place.write("zones.toml", &text);
            place.done(&["run", "zones.toml"]);
            let files = place.files("output/zones");
            assert!(files.contains_key("day-waits.svg"), "{start} {interval}");
            if interval != "1h" {
                continue;
            }
            let table = String::from_utf8(files["planner.csv"].clone()).expect("text");
            let begin = |line: &str| line.split(',').nth(1).unwrap_or_default().to_owned();
            let mut hours: Vec<String> = table.lines().map(begin).filter(|start| start.starts_with(sunday)).collect();
            assert_eq!(hours.len(), lines, "{start}");
            // In their order, and each with a name of its own, also where clocks show an hour twice.
            hours.dedup();
            assert_eq!(hours.len(), lines, "{hours:?}");
            let second = lines == 25;
            assert_eq!(hours.iter().any(|hour| hour == "2026-11-01T01:00:00-07:00"), second, "{hours:?}");
        }
    }
}
