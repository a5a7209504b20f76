//! `staffing.csv`: the staffing with everything that it rests on, a row for each team and interval, and for each shift.

use super::super::Output;
use super::super::intervals::beginning;
use super::super::table::{Table, maybe};
use super::super::words::number;
use super::{Staffed, said};
use crate::study::staffing::{Judged, Less, Post};
use crate::units::{Span, TeamId};

/// The rows of all intervals. Targets and rules of thumb are about everybody: with several teams they have a row without one.
pub fn staffing(staffed: &Staffed<'_>) -> Output<'static> {
    let answer = staffed.answer;
    let targets = answer.targets.iter().flat_map(|it| [it.to_string(), format!("{it}: end"), format!("{it}: asked")]);
    let rules = staffed.rules.iter().map(|(rule, _)| rule.name().to_owned());
    let fixed = ["team", "shift", "interval", "start", "hours", "offered_load", "net", "gross", "one_less"];
    let header: Vec<String> = fixed.iter().map(|it| (*it).to_owned()).chain(targets).chain(rules).collect();
    let mut table = Table::new("staffing.csv", &header.iter().map(String::as_str).collect::<Vec<_>>());
    let mut row = |cells: Vec<String>| {
        let blank = std::iter::repeat_n(String::new(), header.len() - cells.len());
        let cells: Vec<String> = cells.into_iter().chain(blank).collect();
        table.row(&cells.iter().map(String::as_str).collect::<Vec<_>>());
    };
    let teams = answer.posts.teams();
    for (interval, length) in staffed.intervals() {
        for &team in &teams {
            let cells = of_team(staffed, team, interval, length);
            row(if teams.len() == 1 { [cells, of_everybody(staffed, interval)].concat() } else { cells });
        }
        if teams.len() > 1 {
            row([of_all(staffed, &teams, interval, length), of_everybody(staffed, interval)].concat());
        }
    }
    for (place, post) in answer.posts.all.iter().enumerate().filter(|(_, post)| post.shift.is_some()) {
        row(of_shift(staffed, place, post));
    }
    table.finish()
}

fn place(staffed: &Staffed<'_>, interval: usize, length: Span) -> [String; 3] {
    let frame = &staffed.model().frame;
    let start = beginning(&frame.zone, frame.interval_at(interval).0);
    [(interval + 1).to_string(), start, number(length.as_seconds() / 3600.0)]
}

fn of_team(staffed: &Staffed<'_>, team: TeamId, interval: usize, length: Span) -> Vec<String> {
    let [interval_number, start, hours] = place(staffed, interval, length);
    let net = staffed.net(team, interval);
    let posts = staffed.answer.posts.all.iter().enumerate();
    let mine = posts.filter(|(_, post)| post.team == team && post.shift.is_none() && post.is_in(interval));
    let less = mine.map(|(place, _)| one_less(staffed, place)).next().unwrap_or_default();
    vec![
        staffed.team(team).name.clone(),
        String::new(),
        interval_number,
        start,
        hours,
        number(staffed.load(team, interval, length)),
        number(net),
        number(net * staffed.gross_of_one(team)),
        less,
    ]
}

fn of_all(staffed: &Staffed<'_>, teams: &[TeamId], interval: usize, length: Span) -> Vec<String> {
    let [interval_number, start, hours] = place(staffed, interval, length);
    let sum = |of: &dyn Fn(TeamId) -> f64| number(teams.iter().map(|team| of(*team)).sum());
    vec![
        String::new(),
        String::new(),
        interval_number,
        start,
        hours,
        sum(&|team| staffed.load(team, interval, length)),
        sum(&|team| staffed.net(team, interval)),
        sum(&|team| staffed.net(team, interval) * staffed.gross_of_one(team)),
        String::new(),
    ]
}

/// Targets and rules of thumb.
fn of_everybody(staffed: &Staffed<'_>, interval: usize) -> Vec<String> {
    let of_target = |target: usize| {
        let reached = staffed.reached(interval, target);
        let asked = match staffed.answer.judged[interval][target] {
            Judged::Nothing | Judged::Few => "",
            Judged::Value => "value",
            Judged::Shown => "end",
        };
        [maybe(reached.map(|it| it.value)), maybe(reached.and_then(|it| it.end)), asked.to_owned()]
    };
    let targets = (0..staffed.answer.targets.len()).flat_map(of_target);
    targets.chain(staffed.rules.iter().map(|(_, agents)| agents[interval].to_string())).collect()
}

fn of_shift(staffed: &Staffed<'_>, place: usize, post: &Post) -> Vec<String> {
    let answer = staffed.answer;
    let count = f64::from(answer.counts[place]);
    let shift = post.shift.map(|shift| match &staffed.team(post.team).agents {
        crate::model::Staffing::Shifts(shifts) => shifts[shift].name.clone(),
        _ => String::new(),
    });
    vec![
        staffed.team(post.team).name.clone(),
        shift.unwrap_or_default(),
        String::new(),
        String::new(),
        number(post.hours),
        String::new(),
        number(count * post.net),
        number(count),
        one_less(staffed, place),
    ]
}

/// What happens with one agent less.
fn one_less(staffed: &Staffed<'_>, place: usize) -> String {
    match staffed.answer.less[place] {
        Less::Nobody => String::new(),
        Less::Last => "the last agent of the team".to_owned(),
        Less::Fails { interval, target, reached, verifying } => {
            let of = &staffed.answer.targets[target];
            let end = reached.and_then(|it| it.end.or(Some(it.value)));
            let end = end.map_or(String::new(), |end| format!(" is {}", said(end, of.unit())));
            let whose = if verifying { ", with customers of a verification" } else { "" };
            format!("end of {of}{end} at {}{whose}", staffed.label(interval))
        }
    }
}
