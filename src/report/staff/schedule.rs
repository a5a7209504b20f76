//! `schedule.csv`: the staffing as `schedule = { file = "schedule.csv" }` of a team reads it, warm-up and cool-down included.

use super::super::Output;
use super::super::table::Table;
use super::{Staffed, written};
use crate::model::{Model, Staffing, Why};
use crate::units::{AgentId, TeamId};
use crate::workload::Roster;

/// Counts as rows of from, to and agents; people with shifts as rows of agent, start, end and activity, who all come.
pub fn schedule(staffed: &Staffed<'_>) -> Output<'static> {
    let answer = staffed.answer;
    let model = answer.posts.model(&answer.counts);
    if answer.posts.all.iter().any(|post| post.shift.is_some()) {
        return people(staffed, model);
    }
    let mut table = Table::new("schedule.csv", &["from", "to", "agents", "team"]);
    for team in answer.posts.teams() {
        let zone = model.team_zone(&model.teams[team.index()]);
        for (from, to, agents) in answer.posts.rows(&answer.counts, team) {
            let cells = [written(zone, from), written(zone, to), agents.to_string(), staffed.team(team).name.clone()];
            table.row(&cells.each_ref().map(String::as_str));
        }
    }
    table.finish()
}

fn people(staffed: &Staffed<'_>, mut model: Model) -> Output<'static> {
    let mut table = Table::new("schedule.csv", &["agent", "start", "end", "activity", "team"]);
    for team in &mut model.teams {
        if let Staffing::Shifts(shifts) = &mut team.agents {
            shifts.iter_mut().for_each(|shift| shift.absence = 0.0);
        }
    }
    let roster = Roster::new(&model, [0, 0]);
    let mut row = |agent: &str, team: TeamId, (from, to), activity: &str| {
        let zone = model.team_zone(&model.teams[team.index()]);
        table.row(&[agent, &written(zone, from), &written(zone, to), activity, &staffed.team(team).name]);
    };
    for team in staffed.answer.posts.teams() {
        for (place, name) in names(&model, team).iter().enumerate() {
            let agent = AgentId(model.first_agent(team) + place as u32);
            let mut at = model.begins();
            while let Some(stint) = roster.next(agent, at) {
                row(name, team, (stint.from, stint.to), "work");
                for pause in &stint.pauses {
                    let activity = if pause.why == Why::Break { "break" } else { "meeting" };
                    row(name, team, (pause.from, pause.to), activity);
                }
                at = stint.to;
            }
        }
    }
    table.finish()
}

/// The agents of a team by their shifts: `early 1`, `early 2`.
fn names(model: &Model, team: TeamId) -> Vec<String> {
    let Staffing::Shifts(shifts) = &model.teams[team.index()].agents else { return Vec::new() };
    shifts.iter().flat_map(|shift| (1..=shift.agents).map(|place| format!("{} {place}", shift.name))).collect()
}
