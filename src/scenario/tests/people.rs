//! Who is there, when, and for whom.

use super::*;
use crate::model::{Looks, Particulars, Pause, PlannedPause, Serves, ServesFrom, Shift, Staffing, Stint, Team, Why};
use crate::policy::{Desk, Leaving};
use crate::units::DemandId;
use serde_json::json;

/// The small scenario with something else in place of its number of agents, and a second demand.
fn staffed(keys: &str) -> Scenario {
    let second = "[[demand]]\nname = \"returns\"\nneeds = [\"spanish\"]\narrivals = { poisson = { per_hour = 6 } }\n\
                  exchanges = { constant = 1 }\nhandling = { first = { constant = \"2m\" } }\n\n[[team]]";
    let other = "[[team]]\nname = \"madrid\"\nserves = [\"returns\"]\nskills = [\"spanish\"]\nagents = 1\n\n[[policy]]";
    let text = SMALL.replacen("[[team]]", second, 1).replacen("agents = 3", keys, 1).replacen("[[policy]]", other, 1);
    load_text(&text).unwrap_or_else(|found| panic!("{found}"))
}

fn team(keys: &str) -> Team {
    staffed(keys).experiment.model.teams.remove(0)
}

const SHIFTS: &str = r#"
absence = 0.08
[[team.shift]]
name = "early"
days = "mon-fri"
hours = "07:00-15:30"
agents = 16
breaks = [{ between = "11:00-13:30", for = "30m" }, { days = "mon,tue", hours = "15:15-15:30" }]

[[team.shift]]
name = "night"
hours = "22:00-06:00"
agents = ["ada", "tom"]
absence = 0
breaks = [{ between = "23:00-02:00", for = "30m" }]
off_desk = [{ name = "briefing", hours = "02:00-02:30" }]
"#;

#[test]
fn shifts_have_people_with_breaks_and_absences() {
    let Staffing::Shifts(shifts) = team(SHIFTS).agents else { panic!() };
    let weekdays = [true, true, true, true, true, false, false];
    let pause = |why, days, (from, to): (u32, u32), lasts| PlannedPause { why, days, from, to, lasts };
    let minutes = |hour: u32, minute: u32| (hour * 60 + minute) * 60;
    let early = Shift {
        name: "early".to_owned(),
        days: weekdays,
        from: minutes(7, 0),
        to: minutes(15, 30),
        agents: 16,
        pauses: vec![
            pause(Why::Break, weekdays, (minutes(11, 0), minutes(13, 30)), 1800),
            pause(Why::Break, [true, true, false, false, false, false, false], (minutes(15, 15), minutes(15, 30)), 900),
        ],
        absence: 0.08,
    };
    let night = Shift {
        name: "night".to_owned(),
        days: [true; 7],
        from: minutes(22, 0),
        to: minutes(30, 0),
        agents: 2,
        pauses: vec![
            pause(Why::Break, [true; 7], (minutes(23, 0), minutes(26, 0)), 1800),
            pause(Why::Meeting, [true; 7], (minutes(26, 0), minutes(26, 30)), 1800),
        ],
        absence: 0.0,
    };
    assert_eq!(shifts, [early, night]);
    let whole = "[[team.shift]]\nname = \"all\"\nhours = \"00:00-24:00\"\nagents = 1\n";
    assert_eq!(team(whole).agents, Staffing::Shifts(vec![Shift::daily("all", 0, DAY, 1)]));
}

#[test]
fn a_single_break_needs_no_list() {
    let only = SHIFTS
        .replace("[{ between = \"23:00-02:00\", for = \"30m\" }]", "{ between = \"23:00-02:00\", for = \"30m\" }");
    let only = only.replace(
        "[{ name = \"briefing\", hours = \"02:00-02:30\" }]",
        "{ name = \"briefing\", hours = \"02:00-02:30\" }",
    );
    assert_ne!(only, SHIFTS);
    assert_eq!(
        (staffed(&only).experiment, staffed(&only).normalised),
        (staffed(SHIFTS).experiment, staffed(SHIFTS).normalised)
    );
}

#[test]
fn the_normal_form_of_a_shift_is_complete() {
    let normal = &staffed(SHIFTS).normalised["team"][0];
    assert_eq!(
        normal["shift"][0],
        json!({
            "name": "early", "days": "mon,tue,wed,thu,fri", "hours": "07:00-15:30", "agents": 16, "absence": 0.08,
            "off_desk": [], "breaks": [
                { "days": "mon,tue,wed,thu,fri", "between": "11:00-13:30", "for": "30m" },
                { "days": "mon,tue", "hours": "15:15-15:30" },
            ],
        })
    );
    assert_eq!(normal.get("agents"), None);
    assert_eq!(staffed("agents = 3").normalised["team"][0].get("shift"), None);
}

#[test]
fn people_have_particulars() {
    let plain =
        |place, name: &str| Particulars { place, name: name.to_owned(), speed: None, serves: None, capacity: None };
    assert_eq!(team(SHIFTS).particulars, [plain(16, "ada"), plain(17, "tom")]);
    let own = r#"
[[team.agent]]
name = "zoe"
shift = "early"
speed = 1.5

[[team.agent]]
name = "tom"
capacity = { preferred = 1, maximum = 2 }

[[team.agent]]
name = "eve"
shift = "early"
serves = ["orders", { demand = "returns", rank = 2 }]
skills = ["spanish"]
"#;
    let serves =
        vec![Serves::from(DemandId(0)), Serves { demand: DemandId(1), rank: 2, from: ServesFrom::After(Span::ZERO) }];
    assert_eq!(
        team(&format!("{SHIFTS}{own}")).particulars,
        [
            Particulars { speed: Some(1.5), ..plain(0, "zoe") },
            Particulars { serves: Some(serves), ..plain(1, "eve") },
            plain(16, "ada"),
            Particulars { capacity: Some((1, 2)), ..plain(17, "tom") },
        ]
    );
    assert_eq!(team("agents = 3").particulars, []);
}

#[test]
fn teams_serve_by_rank_after_a_delay_or_when_nobody_else_does() {
    let serves = |list: &str| {
        let text = SMALL.replacen("serves = [\"orders\"]", &format!("serves = [{list}]"), 1);
        let scenario = load_text(&text).unwrap_or_else(|found| panic!("{found}"));
        (scenario.experiment.model.teams[0].serves[0], scenario.normalised["team"][0]["serves"][0].clone())
    };
    let orders = |rank, from| Serves { demand: DemandId(0), rank, from };
    let at_once = (Serves::from(DemandId(0)), json!("orders"));
    assert_eq!(serves("\"orders\""), at_once);
    assert_eq!(serves("{ demand = \"orders\", delay = \"0m\" }"), at_once);
    let later = json!({ "demand": "orders", "rank": 2, "delay": "30s", "fallback": false });
    let after = ServesFrom::After(Span(30 * Span::SECOND.0));
    assert_eq!(serves("{ demand = \"orders\", rank = 2, delay = \"30s\" }"), (orders(2, after), later));
    let fallback = json!({ "demand": "orders", "rank": 1, "fallback": true });
    assert_eq!(serves("{ demand = \"orders\", fallback = true }"), (orders(1, ServesFrom::Fallback), fallback));
}

#[test]
fn who_lacks_a_skill_does_not_serve_the_demand() {
    let keys = r#"
skills = []
[[team.shift]]
name = "early"
hours = "07:00-15:30"
agents = ["ada", "tom"]
[[team.agent]]
name = "tom"
skills = ["spanish"]
"#;
    let text = |keys: &str| format!("{keys}\n#");
    let both = "serves = [\"orders\", \"returns\"]\n";
    let scenario = staffed(&text(keys));
    let [berlin, madrid] = &scenario.experiment.model.teams[..] else { panic!() };
    assert_eq!((berlin.serves.len(), madrid.serves.len()), (1, 1));
    assert!(berlin.particulars.iter().all(|it| it.serves.is_none()), "tom can more, and is not asked to");
    let second = SMALL.replacen("agents = 3", keys, 1).replacen("serves = [\"orders\"]\n", both, 1).replacen(
        "[[team]]",
        "[[demand]]\nname = \"returns\"\nneeds = [\"spanish\"]\narrivals = { poisson = { per_hour = 6 } }\n\
         exchanges = { constant = 1 }\nhandling = { first = { constant = \"2m\" } }\n[[team]]",
        1,
    );
    let scenario = load_text(&second).unwrap_or_else(|found| panic!("{found}"));
    let berlin = &scenario.experiment.model.teams[0];
    assert_eq!(berlin.serves, [Serves::from(DemandId(0))]);
    let served: Vec<_> = berlin.particulars.iter().map(|it| it.serves.clone()).collect();
    assert_eq!(served, [None, Some(vec![Serves::from(DemandId(0)), Serves::from(DemandId(1))])]);
    assert_eq!(scenario.experiment.model.teams_for(DemandId(1)).len(), 1);
}

#[test]
fn colleagues_look_now_and_then() {
    let looks = |text: &str| team(&format!("agents = 3\nlooks = {text}")).looks;
    let minutes = |minutes: u64| Span(minutes * Span::MINUTE.0);
    assert_eq!(looks("{ every = \"30m\" }"), Some(Looks { every: Some(minutes(30)), interruption: Span::ZERO }));
    let at_once = Looks { every: None, interruption: minutes(2) };
    assert_eq!(looks("{ every = \"at-once\", interruption = \"2m\" }"), Some(at_once));
    assert_eq!(team("agents = 3").looks, None);
}

#[test]
fn the_desk_has_its_rules() {
    let desk = |text: &str| load_text(&format!("{SMALL}desk = {text}\n")).unwrap().experiment.policies[0].desk;
    assert_eq!(desk("{}"), Desk::default());
    assert_eq!(load_text(SMALL).unwrap().experiment.policies[0].desk, Desk::default());
    let written = "{ shift_end = \"finish\", breaks = \"hand-over-all\", no_new_before = \"20m\" }";
    let no_new_before = Span(20 * Span::MINUTE.0);
    assert_eq!(desk(written), Desk { shift_end: Leaving::Finish, breaks: Leaving::HandOverAll, no_new_before });
}

/// The first team of the small scenario with a schedule in a file, from a Monday on.
fn scheduled(file: &str, keys: &str) -> (Team, Scenario) {
    let text = SMALL
        .replacen("horizon = \"7d\"", "start = \"2026-03-02T00:00\"\nwarm_up = \"12h\"\nhorizon = \"7d\"", 1)
        .replacen("agents = 3", &format!("schedule = {{ file = \"plan.csv\" }}\n{keys}"), 1);
    let files = Memory::default().with("dir/plan.csv", file);
    let scenario = parse(&text, Path::new("dir/case.toml"), &files).unwrap_or_else(|found| panic!("{found}"));
    (scenario.experiment.model.teams[0].clone(), scenario)
}

/// So long after the beginning of a run that begins half a day before Monday.
fn monday(hour: u64, minute: u64) -> Time {
    Time((12 + hour) * Span::HOUR.0 + minute * Span::MINUTE.0)
}

#[test]
fn a_schedule_of_counts_has_steps() {
    let agents = |file: &str| scheduled(file, "").0.agents;
    let steps = vec![(Time(0), 2), (monday(7, 0), 4), (monday(9, 0), 0), (monday(10, 0), 1)];
    let from = "agents,from\n2,2026-03-01T06:00\n1,2026-03-02 10:00\n4,2026-03-02T07:00\n0,2026-03-02T09:00\n9,2026-05-01T00:00\n";
    assert_eq!(agents(from), Staffing::Dated(steps));
    let to = "team,from,to,agents\nberlin,2026-03-02T07:00,2026-03-02T07:30,4\nrome,2026-03-02T07:00,2026-03-02T07:30,9\n\
              berlin,2026-03-02T07:30,2026-03-02T08:00,4\nberlin,2026-03-02T12:00,2026-03-02T13:00,2\n";
    let steps = vec![(monday(7, 0), 4), (monday(8, 0), 0), (monday(12, 0), 2), (monday(13, 0), 0)];
    assert_eq!(agents(to), Staffing::Dated(steps));
    let (team, scenario) = scheduled(to, "");
    assert_eq!(team.particulars, []);
    assert!(scenario.normalised["team"][0]["schedule"]["sha256"].is_string());
}

#[test]
fn a_schedule_of_people_has_stints() {
    let file = "agent,start,end,activity,note\n\
                tom,2026-03-02T07:00,2026-03-02T15:30,work,\nmaria,2026-03-02T12:00,2026-03-02T20:00,work,\n\
                tom,2026-03-02T11:00,2026-03-02T11:30,break,\ntom,2026-03-02T09:00,2026-03-02T10:00,meeting,team\n\
                tom,2026-03-01T06:00,2026-03-01T14:00,work,\nmaria,2026-03-02T14:00,2026-03-03T00:00,absent,ill\n\
                ada,2026-06-01T06:00,2026-06-01T14:00,work,\n";
    let (team, _) = scheduled(file, "[[team.agent]]\nname = \"maria\"\nspeed = 1.2");
    let stint = |from, to, pauses: &[(Why, Time, Time)]| Stint {
        from,
        to,
        pauses: pauses.iter().map(|&(why, from, to)| Pause { why, from, to }).collect(),
    };
    let tom = vec![
        stint(Time(0), Time(2 * Span::HOUR.0), &[]),
        stint(
            monday(7, 0),
            monday(15, 30),
            &[(Why::Meeting, monday(9, 0), monday(10, 0)), (Why::Break, monday(11, 0), monday(11, 30))],
        ),
    ];
    assert_eq!(team.agents, Staffing::Schedule(vec![tom, vec![stint(monday(12, 0), monday(14, 0), &[])], vec![]]));
    let names: Vec<_> = team.particulars.iter().map(|it| (it.place, it.name.as_str(), it.speed)).collect();
    assert_eq!(names, [(0, "tom", None), (1, "maria", Some(1.2)), (2, "ada", None)]);
}

#[test]
fn a_schedule_goes_by_the_clocks_of_the_team() {
    let file = "agent,start,end,activity\ntom,2026-03-02T09:00,2026-03-02T17:00,work\n";
    let text = SMALL
        .replacen("horizon = \"7d\"", "start = \"2026-03-02T00:00\"\nzone = \"Europe/Berlin\"\nhorizon = \"7d\"", 1)
        .replacen("agents = 3", "schedule = { file = \"plan.csv\" }\nzone = \"Europe/London\"", 1);
    let files = Memory::default().with("dir/plan.csv", file);
    let scenario = parse(&text, Path::new("dir/case.toml"), &files).unwrap_or_else(|found| panic!("{found}"));
    let Staffing::Schedule(agents) = &scenario.experiment.model.teams[0].agents else { panic!() };
    assert_eq!((agents[0][0].from, agents[0][0].to), (Time(10 * Span::HOUR.0), Time(18 * Span::HOUR.0)));
}
