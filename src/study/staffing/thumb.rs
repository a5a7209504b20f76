//! What the usual rules of thumb would have said.

use super::{Answer, Question};
use crate::closed_forms::{ErlangC, Goal};
use crate::metrics::Kind;
use crate::metrics::measures::Timing;
use crate::model::Model;
use crate::study::target::{Side, Statistic, Target};
use crate::units::Span;

/// A rule of thumb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Erlang C with the time that a conversation holds a slot, over the slots.
    OverConcurrency,
    /// Erlang C with the same time over a factor that is a little less than the slots.
    OverFactor,
    /// The agent work that comes, over an occupancy of 85 %.
    OverOccupancy,
}

/// All of them.
pub const RULES: [Rule; 3] = [Rule::OverConcurrency, Rule::OverFactor, Rule::OverOccupancy];

/// By how much so many conversations at once raise what an agent gets done; beyond the last of them it stays as it is.
/// Call Centre Helper, "Erlang calculator for web chat" (callcentrehelper.com), which calls it an approximation.
const FACTORS: [f64; 5] = [1.0, 1.7, 2.5, 2.9, 3.5];

/// The occupancy that planners reckon with.
const OCCUPANCY: f64 = 0.85;

/// More agents than this no rule says.
const MOST: u32 = 100_000;

impl Rule {
    /// As the files write it.
    pub const fn name(self) -> &'static str {
        match self {
            Rule::OverConcurrency => "erlang_c_over_concurrency",
            Rule::OverFactor => "erlang_c_over_factor",
            Rule::OverOccupancy => "workload_over_occupancy",
        }
    }

    /// In words.
    pub const fn about(self) -> &'static str {
        match self {
            Rule::OverConcurrency => "Erlang C, handle time over concurrency",
            Rule::OverFactor => "Erlang C, handle time over the published factor",
            Rule::OverOccupancy => "workload over 85% occupancy",
        }
    }
}

/// What a planner reads from the reports of such an operation.
struct Reports {
    /// The time that a conversation holds a slot, in seconds.
    slot_time: f64,
    /// The agent work on a conversation, in seconds.
    effort: f64,
    /// The slots of an agent.
    slots: u32,
    goal: Goal,
}

/// By rule and interval: how many agents of all searched teams together; 0 where nobody comes, and in intervals in which nobody
/// is planned. The reports are those of the verified staffing.
pub fn rules_of_thumb(question: &Question, answer: &Answer) -> Vec<(Rule, Vec<u32>)> {
    let reports = reports(question, answer);
    let frame = &question.experiment.model.frame;
    let agents = |rule: Rule, interval: usize| {
        let staffed = answer.posts.all.iter().flat_map(|post| &post.intervals).filter(|it| it.0 == interval);
        let Some(length) = staffed.map(|it| it.1).max() else { return 0 };
        reports.agents(rule, answer.verified.offered(interval) / length.as_seconds())
    };
    let of = |rule: Rule| (rule, (0..frame.intervals()).map(|interval| agents(rule, interval)).collect());
    RULES.into_iter().map(of).collect()
}

impl Reports {
    /// How many agents a rule says for so many customers a second.
    fn agents(&self, rule: Rule, rate: f64) -> u32 {
        let erlang = |handle_time: f64| {
            if rate <= 0.0 || handle_time <= 0.0 {
                return 0;
            }
            ErlangC::least_servers(rate, handle_time, self.goal, MOST).unwrap_or(MOST)
        };
        match rule {
            Rule::OverConcurrency => erlang(self.slot_time / f64::from(self.slots)),
            Rule::OverFactor => {
                let place = (self.slots as usize).min(FACTORS.len()) - 1;
                erlang(self.slot_time / FACTORS[place])
            }
            Rule::OverOccupancy => (rate * self.effort / OCCUPANCY).ceil() as u32,
        }
    }
}

fn reports(question: &Question, answer: &Answer) -> Reports {
    let frame = &question.experiment.model.frame;
    let (mut slot_time, mut effort) = ((0.0, 0.0), (0.0, 0.0));
    for interval in 0..frame.intervals() {
        let coarse = answer.verified.everybody(interval);
        let add = |sum: &mut (f64, f64), timings: &[Timing]| {
            let tally = coarse.timing(timings);
            sum.0 += tally.moments().sum as f64 * 1e-6;
            sum.1 += tally.moments().count as f64;
        };
        add(&mut slot_time, &[Timing::Steady, Timing::Active, Timing::ActiveBare]);
        add(&mut effort, &[Timing::Effort, Timing::EffortBare]);
    }
    let mean = |(sum, count): (f64, f64)| if count > 0.0 { sum / count } else { 0.0 };
    let policy = &question.experiment.policies[0];
    let limits = answer.posts.teams().into_iter().filter_map(|team| policy.capacity.limits.get(team.index()));
    let slots = limits.map(|it| it.preferred).max().unwrap_or(1).max(1);
    let goal = goal(&question.targets, &question.experiment.model);
    Reports { slot_time: mean(slot_time), effort: mean(effort), slots, goal }
}

/// What the first target that a textbook knows comes to; without one, that the queue does not grow.
fn goal(targets: &[Target], model: &Model) -> Goal {
    targets.iter().find_map(|target| of_target(target, model)).unwrap_or(Goal::GivesUp(1.0))
}

fn of_target(target: &Target, model: &Model) -> Option<Goal> {
    let is_time = matches!(target.metric.kind, Kind::Times(_) | Kind::InHours(_));
    match (target.side, target.statistic) {
        (Side::Below { .. }, Statistic::Quantile(share)) if is_time => {
            Some(Goal::ServedWithin { share, time: target.bound })
        }
        (Side::Above { .. }, Statistic::Within(span)) => {
            Some(Goal::ServedWithin { share: target.bound, time: span.as_seconds() })
        }
        (Side::Below { .. }, Statistic::Plain) if is_time => Some(Goal::MeanWait(target.bound)),
        (Side::Below { .. }, Statistic::AboveZero) => Some(Goal::Waits(target.bound)),
        (Side::Above { .. }, Statistic::Plain) if target.metric.name.starts_with("service_level") => {
            let promises = model.demands.iter().filter_map(|demand| demand.target);
            let time = promises.map(|promise| promise.first).min().unwrap_or(Span::ZERO);
            Some(Goal::ServedWithin { share: target.bound, time: time.as_seconds() })
        }
        _ => None,
    }
}
