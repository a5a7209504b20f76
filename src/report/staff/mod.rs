//! What a search for a staffing says: a schedule that a scenario can read, a table, a chart, and words.

mod picture;
mod schedule;
mod table;
mod text;

pub use picture::staff_pictures;
pub use schedule::schedule;
pub use table::staffing;
pub use text::{staff_failure, staff_text};

use super::intervals::moment;
use super::words::duration;
use crate::civil::Zone;
use crate::metrics::Unit;
use crate::model::{Model, Staffing, Team};
use crate::scenario::Scenario;
use crate::study::staffing::{Answer, Question, Reached, Rule, rules_of_thumb};
use crate::units::{Span, TeamId, Time};

/// A staffing that was found, for all outputs.
#[derive(Debug)]
pub struct Staffed<'a> {
    scenario: &'a Scenario,
    question: &'a Question,
    answer: &'a Answer,
    /// The share of the paid time that agents who are only counted are not at the desk.
    shrinkage: Option<f64>,
    /// By rule of thumb and interval: how many agents.
    rules: Vec<(Rule, Vec<u32>)>,
}

impl<'a> Staffed<'a> {
    /// `shrinkage`: the share of the paid time that counted agents are not at the desk; of those with shifts it is known.
    pub fn new(scenario: &'a Scenario, question: &'a Question, answer: &'a Answer, shrinkage: Option<f64>) -> Self {
        Staffed { scenario, question, answer, shrinkage, rules: rules_of_thumb(question, answer) }
    }

    fn model(&self) -> &'a Model {
        &self.question.experiment.model
    }

    fn team(&self, team: TeamId) -> &'a Team {
        &self.model().teams[team.index()]
    }

    /// The intervals in which anybody of the teams is there, and for how long.
    fn intervals(&self) -> Vec<(usize, Span)> {
        let mut all: Vec<(usize, Span)> = self.answer.posts.all.iter().flat_map(|it| it.intervals.clone()).collect();
        // Of several lengths the longest stays.
        all.sort_by_key(|it| (it.0, std::cmp::Reverse(it.1)));
        all.dedup_by_key(|it| it.0);
        all
    }

    /// How many of a team are at the desk in an interval.
    fn net(&self, team: TeamId, interval: usize) -> f64 {
        self.answer.posts.net(&self.answer.counts, team, interval)
    }

    /// How many of a team are at the desk in an interval, of all teams together.
    fn net_of_all(&self, interval: usize) -> f64 {
        self.answer.posts.teams().into_iter().map(|team| self.net(team, interval)).sum()
    }

    /// How many people of a team have to be planned so that one is at the desk.
    fn gross_of_one(&self, team: TeamId) -> f64 {
        let shrinkage = match &self.team(team).agents {
            Staffing::Shifts(shifts) => {
                let paid = |shift: &crate::model::Shift| {
                    let days = shift.days.iter().filter(|day| **day).count() as f64;
                    days * f64::from(shift.to - shift.from) * f64::from(shift.agents.max(1))
                };
                let all: f64 = shifts.iter().map(paid).sum();
                1.0 - shifts.iter().map(|shift| paid(shift) * shift.net()).sum::<f64>() / all
            }
            _ => self.shrinkage.unwrap_or(0.0),
        };
        1.0 / (1.0 - shrinkage)
    }

    /// The load that the work of a team makes in an interval, in erlang.
    fn load(&self, team: TeamId, interval: usize, length: Span) -> f64 {
        self.answer.plenty.load(interval, team, length)
    }

    /// The number of a target in an interval, with its end.
    fn reached(&self, interval: usize, target: usize) -> Option<Reached> {
        let of = &self.question.targets[target];
        self.answer.verified.reached(interval, target, of, self.answer.tail)
    }

    /// The agent-hours of the staffing at the desk.
    fn hours_at_the_desk(&self) -> f64 {
        self.answer.posts.sum(&self.answer.counts, |post| post.hours * post.net)
    }

    /// The agent-hours at the desk of what a rule says, by interval.
    fn hours(&self, agents: &[u32]) -> f64 {
        self.intervals().iter().map(|it| f64::from(agents[it.0]) * it.1.as_seconds() / 3600.0).sum()
    }

    /// The interval with the most agents, and how many; the first of several.
    fn busiest(&self) -> Option<(usize, f64)> {
        let all = self.intervals().into_iter().map(|(interval, _)| (interval, self.net_of_all(interval)));
        all.fold(None, |best: Option<(usize, f64)>, it| best.filter(|best| best.1 >= it.1).or(Some(it)))
    }

    /// When an interval begins, as people say it: with the day where there are several.
    fn label(&self, interval: usize) -> String {
        label(self.model(), interval)
    }
}

fn label(model: &Model, interval: usize) -> String {
    let frame = &model.frame;
    let at = moment(&frame.zone, frame.interval_at(interval).0);
    let form = match frame.horizon.0 {
        0..=86_400_000_000 => "%H:%M",
        86_400_000_001..=604_800_000_000 => "%a %H:%M",
        _ => "%Y-%m-%d %H:%M",
    };
    at.strftime(form).to_string()
}

/// A number in its unit, as people write it.
fn said(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Seconds => duration(value),
        Unit::Share => format!("{:.1}%", value * 100.0),
        _ => format!("{value:.2}"),
    }
}

/// An instant on the clocks of a team, as schedules write it.
fn written(zone: &Zone, at: Time) -> String {
    moment(zone, at).to_string()
}
