//! Factors that are known beforehand: holidays, and months that are busier than others.

use crate::table::{MONDAY, demand, team};
use quasisync::civil::{DAY, Weekly, Zone};
use quasisync::model::{Arrivals, DayFactor, Demand, Factors, Frame, Model};
use quasisync::random::Law;
use quasisync::scenario::{FileProblem, Files, parse};
use quasisync::units::{Span, Time};
use quasisync::workload::Workload;
use std::path::Path;

/// 2026-03-02 in days since 1970-01-01.
const FIRST: i64 = MONDAY / DAY as i64;

fn loans() -> Demand {
    let mut loans = demand("loans");
    loans.arrivals = Arrivals::Poisson(Weekly::constant(20.0));
    loans
}

/// The customers of each civil day of ten from Monday on, by their identities.
fn days(loans: Demand) -> Vec<Vec<u64>> {
    let (zero, horizon) = (Span::ZERO, Span(10 * Span::DAY.0));
    let frame = Frame { zone: Zone::new(MONDAY), warm_up: zero, horizon, cool_down: zero, interval: Span::HOUR };
    let model = Model::new(frame, vec![loans], vec![team("team", 1, &[0])]);
    let zone = model.customer_zone(&model.demands[0]);
    let first = zone.day(Time::START);
    let mut days = vec![Vec::new(); (zone.day(model.frame.end()) - first + 1) as usize];
    for customer in Workload::sample(&model, 42, 3).customers {
        days[(zone.day(customer.arrives) - first) as usize].push(customer.identity);
    }
    days
}

/// A factor changes its own day and no other. Half of the usual keeps some of the customers, twice the usual keeps all.
#[test]
fn a_factor_changes_its_day_and_keeps_whom_it_can() {
    let base = days(loans());
    let mut changed = loans();
    changed.factors = Factors::new(&[(FIRST + 2, 0.0), (FIRST + 3, 0.5), (FIRST + 5, 2.0)], [1.0; 12]).ok();
    let changed = days(changed);
    for day in [0, 1, 4, 6, 7, 8, 9] {
        assert_eq!(changed[day], base[day], "day {day}");
    }
    assert!(changed[2].is_empty());
    let near = |count: usize, expected: f64| (count as f64 - expected).abs() < 4.0 * expected.sqrt();
    assert!(near(changed[3].len(), 240.0) && changed[3].iter().all(|it| base[3].contains(it)));
    assert!(near(changed[5].len(), 960.0) && base[5].iter().all(|it| changed[5].contains(it)));
}

/// A month's factor is in force on all of its days, times that of the day, times what is drawn for the day.
#[test]
fn factors_multiply() {
    let mut months = [1.0; 12];
    months[2] = 3.0;
    let with = |days: &[(i64, f64)], months, drawn: Option<f64>| {
        let mut it = loans();
        it.factors = Factors::new(days, months).ok();
        it.day_factor = drawn.map(|value| DayFactor { name: "day".into(), law: Law::constant(value).unwrap() });
        self::days(it)
    };
    let base = days(loans());
    // March begins on the day before the run.
    let march = with(&[(FIRST, 0.5)], months, Some(2.0 / 3.0));
    let expected: Vec<Vec<u64>> = days({
        let mut it = loans();
        it.arrivals = Arrivals::Poisson(Weekly::constant(40.0));
        it.factors = Factors::new(&[(FIRST, 0.5)], [1.0; 12]).ok();
        it
    });
    assert_eq!(march, expected);
    assert_eq!(march[0], base[0]);
    let mut april = [1.0; 12];
    april[3] = 0.0;
    assert_eq!(with(&[], april, None), base, "another month");
}

/// Days and months are those of the customers.
#[test]
fn factors_go_by_the_days_of_the_customers() {
    let mut far = loans();
    // Ten and a half hours ahead of the run.
    far.zone = Zone::with_steps(MONDAY, MONDAY + 37_800, &[]).ok();
    far.factors = Factors::new(&[(FIRST + 1, 0.0)], [1.0; 12]).ok();
    let days = days(far);
    assert!(days[1].is_empty());
    assert!(days[0].len() > 13 * 20 / 2 && days[2].len() > 300);
}

struct Memory;

impl Files for Memory {
    fn read(&self, path: &Path) -> Result<Vec<u8>, FileProblem> {
        Ok(match path.to_str() {
            Some("days.csv") => b"factor,date\n0,2026-12-25\n0.4,2026-12-24\n".to_vec(),
            _ => b"month,factor\n12,1.5\n1,0.5\n".to_vec(),
        })
    }
}

#[test]
fn factors_are_read_from_files() {
    let read = |factors: &str| {
        let text = format!(
            "[time]\nstart = \"2026-12-20T00:00\"\nhorizon = \"7d\"\n\
             [[demand]]\nname = \"loans\"\nexchanges = {{ constant = 1 }}\narrivals = {{ poisson = {{ per_hour = 9 }} }}\n\
             handling = {{ first = {{ constant = \"1m\" }} }}\n{factors}\n\
             [[team]]\nname = \"team\"\nserves = [\"loans\"]\nagents = 1\n\
             [[policy]]\nname = \"plain\"\ncapacity = {{ preferred = 9, maximum = 9 }}\n"
        );
        let read = parse(&text, Path::new("case.toml"), &Memory).unwrap_or_else(|found| panic!("{found:?}"));
        assert!(read.warnings.is_empty());
        read.experiment.model.demands[0].factors.clone()
    };
    let christmas = jiff::civil::date(2026, 12, 25).duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24;
    let [mut months, mut list] = [[1.0; 12]; 2];
    (months[11], months[0], list[6]) = (1.5, 0.5, 0.7);
    let days = [(christmas, 0.0), (christmas - 1, 0.4)];
    assert_eq!(read(""), None);
    assert_eq!(read("day_factors = { file = \"days.csv\" }"), Factors::new(&days, [1.0; 12]).ok());
    let both = "day_factors = { file = \"days.csv\" }\nmonth_factors = { file = \"months.csv\" }";
    assert_eq!(read(both), Factors::new(&days, months).ok());
    let list_of_months = "month_factors = [1, 1, 1, 1, 1, 1, 0.7, 1, 1, 1, 1, 1]";
    assert_eq!(read(list_of_months), Factors::new(&[], list).ok());
}
