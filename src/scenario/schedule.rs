//! `schedule`: a CSV file that says when how many agents are there, or when each of them is.

use std::collections::BTreeMap;

use serde_json::json;

use super::decode::{Context, Item, Problem, Read, Reported, is_name};
use super::sheet::{Row, Sheet};
use super::shift::MOST_AGENTS;
use super::stint::{Activity, Planned, stints};
use super::suggest::{all_of, alternatives, nearest};
use super::trace::civil_microseconds;
use super::zone::Run;
use crate::model::{Pause, Staffing, Stint, count_at};
use crate::units::Time;

/// What is wrong with a row, and what would be right.
type RowProblem = (String, String);

/// The staffing of a team by the rows of a file, read by its own clocks, and the names of its agents in their order.
pub(super) fn schedule(item: &Item<'_>, team: &str, home: Option<Run<'_>>) -> Read<(Staffing, Vec<String>)> {
    let mut table = item.table()?;
    let sheet = table.required("file", Sheet::open);
    table.finish();
    let sheet = sheet?;
    // Without a run its own mistake has been reported.
    let file = File { context: item.context, sheet: &sheet, team, home: home.ok_or_else(Reported::promised)? };
    item.normal(json!({ "sha256": sheet.sha256 }));
    match sheet.find("agent").or(sheet.find("activity")) {
        Some(_) => file.people(item),
        None => file.counts(item).map(|steps| (Staffing::Dated(steps), Vec::new())),
    }
}

/// A file while it is read for a team.
struct File<'f> {
    context: &'f Context<'f>,
    sheet: &'f Sheet,
    team: &'f str,
    home: Run<'f>,
}

/// So many agents from a moment on, in microseconds since the run began, up to another one or to the next row.
struct Counted {
    from: i128,
    to: Option<i128>,
    agents: u32,
    begin: usize,
}

impl File<'_> {
    /// The rows of the team; without a column `team` all of them are.
    fn rows<T>(&self, item: &Item<'_>, read: impl Fn(&Row<'_>) -> Result<T, RowProblem>) -> Read<Vec<T>> {
        let team = self.sheet.find("team");
        let ours = |row: &Row<'_>| team.is_none_or(|team| row.text(team) == self.team);
        let rows = self.sheet.rows(self.context, |row| match ours(row) {
            true => read(row).map(Some),
            false => Ok(None),
        })?;
        let rows: Vec<T> = rows.into_iter().flatten().collect();
        if !rows.is_empty() {
            return Ok(rows);
        }
        let Some(column) = team else {
            return Err(item.refuse("the file has no rows", "add a row for each time"));
        };
        let others = self.sheet.rows(self.context, |row| Ok(row.text(column).to_owned()))?;
        let mut names: Vec<&str> = others.iter().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let meant = nearest(self.team, names.iter().copied()).map_or(String::new(), |name| format!("is it `{name}`? "));
        let help = format!("{meant}the teams in the file are {}", all_of(names));
        Err(item.refuse(format!("the file has no rows of the team `{}`", self.team), help))
    }

    /// When the clocks of the team show a moment, in microseconds since the run began.
    fn moment(&self, row: &Row<'_>, column: usize) -> Result<i128, RowProblem> {
        let (text, name) = (row.text(column), &self.sheet.header[column]);
        let refuse =
            |what: &str| (format!("{name}: `{text}` {what}"), "write local time such as 2026-03-02T07:00".to_owned());
        if text.ends_with(['Z', 'z']) || text.contains('+') {
            return Err(refuse("has a time zone"));
        }
        let moment = civil_microseconds(text).ok_or_else(|| refuse("is not a point in time"))?;
        self.home.since_begin(moment).ok_or_else(|| refuse("is beyond the calendar"))
    }

    fn both(&self, row: &Row<'_>, columns: [usize; 2]) -> Result<(i128, i128), RowProblem> {
        let (from, to) = (self.moment(row, columns[0])?, self.moment(row, columns[1])?);
        if from < to {
            return Ok((from, to));
        }
        let [from, to] = columns.map(|column| row.text(column));
        Err((format!("the row ends at {to} and begins at {from}"), "it must end later".to_owned()))
    }

    /// Refuses two rows that contradict each other; `begins` are the bytes at which they begin.
    fn refuse_pair(&self, key: &str, begins: [usize; 2], message: String, help: &str) -> Reported {
        // The one further down is probably the newer one.
        let [first, second] = [begins[0].min(begins[1]), begins[0].max(begins[1])];
        let mut problem = Problem::new(message, help);
        if first < second {
            problem = problem.related(self.sheet.row_place(first), "the other row");
        }
        self.context.report(self.sheet.row_place(second), key, problem)
    }

    fn counts(&self, item: &Item<'_>) -> Read<Vec<(Time, u32)>> {
        let (from, agents) = (self.sheet.column(self.context, "from"), self.sheet.column(self.context, "agents"));
        let (from, agents, to) = (from?, agents?, self.sheet.find("to"));
        let mut rows = self.rows(item, |row| {
            let number = row.number(agents)?;
            if number.fract() != 0.0 || number > MOST_AGENTS as f64 {
                let message = format!("agents: {} is no number of agents", row.text(agents));
                return Err((message, format!("write a whole number from 0 to {MOST_AGENTS}")));
            }
            let (from, to) = match to {
                Some(to) => self.both(row, [from, to]).map(|(from, to)| (from, Some(to)))?,
                None => (self.moment(row, from)?, None),
            };
            Ok(Counted { from, to, agents: number as u32, begin: row.begin() })
        })?;
        rows.sort_by_key(|row| row.from);
        for pair in rows.windows(2) {
            let [before, here] = pair else { continue };
            if before.to.unwrap_or(before.from + 1) > here.from {
                let help = "at every time at most one row of a team may hold";
                let message = "this row overlaps another one".to_owned();
                return Err(self.refuse_pair(&item.key, [before.begin, here.begin], message, help));
            }
        }
        self.warn_of_gaps(item, &rows);
        let steps = self.steps(&rows);
        let end = self.home.frame.end();
        if count_at(&steps, Time::START) == 0 && steps.iter().all(|step| step.1 == 0 || step.0 >= end) {
            let help = "write agents for the time of the run, warm-up and cool-down included";
            return Err(item.refuse("nobody is there during the run", help));
        }
        Ok(steps)
    }

    /// Nobody is there between rows. A gap that is no longer than the row before it is probably a row that is missing.
    fn warn_of_gaps(&self, item: &Item<'_>, rows: &[Counted]) {
        for pair in rows.windows(2) {
            let [before, here] = pair else { continue };
            let Some(over) = before.to else { continue };
            if over < here.from && here.from - over <= over - before.from {
                let problem = Problem::new(
                    "nobody is there between the row before and this one: is a row missing?",
                    "add it, with 0 agents if nobody is meant to be there",
                );
                let problem = problem.related(self.sheet.row_place(before.begin), "the row before");
                self.context.warn(self.sheet.row_place(here.begin), &item.key, problem);
            }
        }
    }

    fn steps(&self, rows: &[Counted]) -> Vec<(Time, u32)> {
        let mut steps: Vec<(i128, u32)> = Vec::with_capacity(2 * rows.len());
        for row in rows {
            if steps.last().is_some_and(|last| last.0 == row.from) {
                steps.pop();
            }
            steps.push((row.from, row.agents));
            steps.extend(row.to.map(|to| (to, 0)));
        }
        let mut clean: Vec<(Time, u32)> = Vec::with_capacity(steps.len());
        for (from, agents) in steps {
            let at = instant(from);
            if clean.last().is_some_and(|last| last.0 == at) {
                clean.pop();
            }
            if at < self.home.frame.end() && clean.last().map_or(0, |last| last.1) != agents {
                clean.push((at, agents));
            }
        }
        clean
    }

    fn people(&self, item: &Item<'_>) -> Read<(Staffing, Vec<String>)> {
        let columns = ["agent", "start", "end", "activity"].map(|name| self.sheet.column(self.context, name));
        let [agent, start, end, activity] = columns;
        let (agent, start, end, activity) = (agent?, start?, end?, activity?);
        let rows = self.rows(item, |row| {
            let name = row.text(agent);
            if !is_name(name) {
                return Err((format!("`{name}` is no name of an agent"), "write a short name without dots".to_owned()));
            }
            let (from, to) = self.both(row, [start, end])?;
            Ok((name.to_owned(), Planned { activity: known_activity(row.text(activity))?, from, to, row: row.begin() }))
        })?;
        let mut places = BTreeMap::new();
        let mut agents: Vec<(String, Vec<Planned>)> = Vec::new();
        for (name, planned) in rows {
            let place = *places.entry(name.clone()).or_insert(agents.len());
            if place == agents.len() {
                agents.push((name, Vec::new()));
            }
            agents[place].1.push(planned);
        }
        if agents.len() as u64 > MOST_AGENTS {
            return Err(item.refuse(format!("the file has {} agents", agents.len()), format!("at most {MOST_AGENTS}")));
        }
        let mut failed = None;
        let mut all = Vec::with_capacity(agents.len());
        let mut names = Vec::with_capacity(agents.len());
        for (name, planned) in agents {
            match stints(planned) {
                Ok(stints) => all.push(stints.iter().filter_map(|stint| self.within_run(stint)).collect::<Vec<_>>()),
                Err(wrong) => {
                    let message = format!("{name}: {}", wrong.message);
                    failed = Some(self.refuse_pair(&item.key, wrong.rows, message, wrong.help));
                }
            }
            names.push(name);
        }
        if let Some(reported) = failed {
            return Err(reported);
        }
        if all.iter().all(Vec::is_empty) {
            let help = "write rows for the time of the run, warm-up and cool-down included";
            return Err(item.refuse("nobody is there during the run", help));
        }
        Ok((Staffing::Schedule(all), names))
    }

    /// What of a stint lies within the run.
    fn within_run(&self, stint: &super::stint::Stretch) -> Option<Stint> {
        let (from, to) = (instant(stint.from), instant(stint.to));
        let pause = |pause: &(crate::model::Why, i128, i128)| {
            let (from, to) = (instant(pause.1), instant(pause.2));
            (from < to).then_some(Pause { why: pause.0, from, to })
        };
        let pauses = stint.pauses.iter().filter_map(pause).collect();
        (from < to && from < self.home.frame.end()).then_some(Stint { from, to, pauses })
    }
}

/// The instant so many microseconds after the run began; its beginning for earlier ones.
fn instant(microseconds: i128) -> Time {
    Time(u64::try_from(microseconds.max(0)).unwrap_or(u64::MAX).min(Time::LAST.0))
}

fn known_activity(text: &str) -> Result<Activity, RowProblem> {
    let names = || Activity::NAMES.iter().map(|(name, _)| *name);
    let found = Activity::NAMES.iter().find(|(name, _)| *name == text);
    found.map(|(_, activity)| *activity).ok_or_else(|| {
        let meant = nearest(text, names()).map_or(String::new(), |name| format!("did you mean `{name}`? otherwise "));
        (format!("there is no activity `{text}`"), format!("{meant}write {}", alternatives(names())))
    })
}
