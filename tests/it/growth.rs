//! The warning that work piles up all along compares like with like: a night, a closed Sunday or the Monday after it is no
//! growth, and hides none.

use quasisync::experiment;
use quasisync::scenario::{Disk, parse};
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Customers write every day from eight to eight, so many an hour; two agents, who can answer sixty an hour, are there
/// from nine to five, and not on Sundays.
fn grows(start: &str, horizon: &str, rate: u32) -> bool {
    let text = format!(
        "[time]\nstart = \"{start}T00:00\"\nhorizon = \"{horizon}\"\nwarm_up = \"3d\"\n\
         [[demand]]\nname = \"orders\"\nexchanges = {{ constant = 1 }}\n\
         arrivals = {{ profile = {{ steps = [{{ days = \"daily\", from = \"08:00\", to = \"20:00\", per_hour = {rate} }}] }} }}\n\
         handling = {{ first = {{ exponential = {{ mean = \"2m\" }} }} }}\n\
         [[team]]\nname = \"desk\"\nserves = [\"orders\"]\n\
         agents = [{{ days = \"mon-sat\", from = \"09:00\", to = \"17:00\", count = 2 }}]\n\
         [[policy]]\nname = \"one\"\ncapacity = {{ preferred = 1 }}\n"
    );
    let scenario = parse(&text, Path::new("growth.toml"), &Disk).unwrap_or_else(|found| panic!("{found}"));
    let results = experiment::run(&scenario.experiment, &(), &AtomicBool::new(false)).expect("nobody stops it");
    results.policies[0].growth.is_some_and(|growth| growth.grows)
}

const FRIDAY: &str = "2026-03-06";
const SATURDAY: &str = "2026-03-07";
const MONDAY: &str = "2026-03-09";
const TUESDAY: &str = "2026-03-10";

#[test]
fn closed_hours_and_what_they_leave_are_no_growth() {
    for start in [FRIDAY, SATURDAY, MONDAY, TUESDAY] {
        for horizon in ["17h", "1d", "2d", "3d", "4d", "7d", "10d", "14d"] {
            assert!(!grows(start, horizon, 20), "{horizon} from {start}");
        }
    }
}

#[test]
fn closed_hours_hide_no_growth() {
    let cases = [
        (MONDAY, "1d"),
        (SATURDAY, "1d"),
        (MONDAY, "2d"),
        (FRIDAY, "3d"),
        (FRIDAY, "4d"),
        (MONDAY, "7d"),
        (TUESDAY, "7d"),
        (MONDAY, "10d"),
        (MONDAY, "14d"),
        (TUESDAY, "17d"),
    ];
    for (start, horizon) in cases {
        assert!(grows(start, horizon, 90), "{horizon} from {start}");
    }
}
