//! The adaptive response timer in a mixed population: engaged customers who answer in seconds, and intermittent ones who
//! take many minutes, half of the customers each, in one inbox of a busy team.
//!
//! Fair is a service at each customer's own pace: the tempo ratio, how long a reply takes over how long that customer takes
//! to answer, is the same whoever he is. How unfair it is says the logarithm of the median of the engaged over that of the
//! intermittent: 0 is fair. Nobody starves if nobody is overtaken without end: by no message that was written more than so
//! much later.

use quasisync::engine::simulate;
use quasisync::experiment::{Experiment, Results, run};
use quasisync::facts::{Fact, Observer};
use quasisync::maths;
use quasisync::metrics::Scope;
use quasisync::policy::{Adaptive, OrderKey};
use quasisync::scenario::{Disk, parse};
use quasisync::stats::{Distribution, quantile};
use quasisync::units::{ConversationId, Span, Time};
use quasisync::workload::Workload;
use quasisync::world::World;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Bounds of the timer: nobody is overtaken by a message that was written later by more than their difference.
const TIMER: Adaptive =
    Adaptive { factor: 1.0, minimum: Span(15 * Span::SECOND.0), maximum: Span(10 * Span::MINUTE.0) };

const SCENARIO: &str = r#"
time       = { warm_up = "2h", horizon = "2d", cool_down = "2h" }
experiment = { seed = 5, replications = 12 }
team       = [{ name = "team", serves = ["questions"], agents = 5 }]

[[demand]]
name      = "questions"
arrivals  = { poisson = { per_hour = 56 } }
exchanges = { geometric = { mean = 5 }, maximum = 30 }
handling  = { first = { exponential = { mean = "1m" } } }

[demand.reply]
personal_cv = 0.3
transitions = [[1, 0], [0, 1]]
modes       = [
    { name = "engaged",      start = 0.5, latency = { lognormal = { median = "20s", p90 = "1m" } } },
    { name = "intermittent", start = 0.5, latency = { lognormal = { median = "15m", p90 = "1h" } } },
]

[[policy]]
name     = "longest waiting"
capacity = { preferred = 1000, ownership = "team" }

[[policy]]
name  = "adaptive timer"
like  = "longest waiting"
inbox = { adaptive = { factor = 1, minimum = "15s", maximum = "10m" } }

[[policy]]
name  = "most engaged"
like  = "longest waiting"
inbox = "most-engaged"
"#;

const LONGEST_WAITING: usize = 0;
const ADAPTIVE_TIMER: usize = 1;
const MOST_ENGAGED: usize = 2;

fn experiment() -> Experiment {
    parse(SCENARIO, Path::new("mixed.toml"), &Disk).expect("it can be read").experiment
}

/// By replication: how unfair a policy is.
fn unfairness(results: &Results, policy: usize) -> Vec<f64> {
    let unfair = |modes: &[Distribution<7>]| {
        let [engaged, intermittent] = [0, 1].map(|mode| quantile(0.5, &[&modes[mode]]).expect("many replies").value);
        maths::ln(engaged / intermittent)
    };
    results.policies[policy].runs.iter().map(|run| unfair(&run.tempo[0])).collect()
}

/// The mean of some values, and its standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / (count * (count - 1.0))).sqrt())
}

/// Served in the order of writing, the engaged wait for many times their own pace and the intermittent for a part of
/// theirs. The timer brings them nearer to each other, by four standard errors and by a third at least.
#[test]
fn the_timer_is_fairer_than_longest_waiting() {
    let results = run(&experiment(), &(), &AtomicBool::new(false)).expect("nobody stops it");
    let [before, after] = [LONGEST_WAITING, ADAPTIVE_TIMER].map(|policy| unfairness(&results, policy));
    let nearer: Vec<f64> = before.iter().zip(&after).map(|(before, after)| before.abs() - after.abs()).collect();
    let (gain, error) = mean(&nearer);
    assert!(gain > 4.0 * error, "nearer to fair by {gain} ± {error}");
    let [(before, _), (after, _)] = [before, after].map(|it| mean(&it));
    assert!(before > 0.0 && after.abs() < before * 2.0 / 3.0, "from {before} to {after}");
    // And nearly everybody is answered nearer to his own pace.
    let p90 = results.comparison(ADAPTIVE_TIMER, Scope::Overall, "tempo_ratio", "p90").expect("there are replies");
    let interval = p90.difference.interval.expect("there are several replications");
    assert!(interval.high < 0.0, "{interval:?}");
}

/// Notes by how much the message that is answered was written later than the oldest one that still waits.
#[derive(Default)]
struct Overtaking {
    waiting: BTreeMap<ConversationId, Time>,
    most: Span,
}

impl Observer<World> for &mut Overtaking {
    fn record(&mut self, now: Time, _: &World, fact: Fact) {
        match fact {
            Fact::Arrived { conversation, .. } | Fact::Wrote { conversation, .. } => {
                self.waiting.insert(conversation, now);
            }
            Fact::Started { conversation, .. } => {
                let written = self.waiting.remove(&conversation).expect("whoever is answered wrote");
                let oldest = self.waiting.values().min().copied().unwrap_or(written);
                self.most = self.most.max(written.since(oldest));
            }
            _ => {}
        }
    }
}

/// The most that anybody was overtaken by, over all replications.
fn overtaken(experiment: &Experiment, policy: usize) -> Span {
    let (model, policy, stop) = (&experiment.model, &experiment.policies[policy], AtomicBool::new(false));
    let most = |replication: u32| {
        let (workload, mut overtaking) = (Workload::sample(model, experiment.seed, replication), Overtaking::default());
        simulate(model, &workload, policy, &mut overtaking, &stop).expect("nobody stops it");
        overtaking.most
    };
    (0..experiment.replications).map(most).max().expect("there is a replication")
}

/// Under the timer somebody is overtaken, but by no message that was written later by more than the difference of its
/// bounds; the shortest gap first knows no such limit.
#[test]
fn nobody_starves_under_the_timer() {
    let experiment = experiment();
    let limit = TIMER.maximum - TIMER.minimum;
    assert_eq!(overtaken(&experiment, LONGEST_WAITING), Span::ZERO);
    let by_timer = overtaken(&experiment, ADAPTIVE_TIMER);
    assert!(limit - by_timer < Span::MINUTE && by_timer <= limit, "{by_timer}");
    assert!(overtaken(&experiment, MOST_ENGAGED) > limit + limit);
    // So the longest wait of all is no longer than in the order of writing by more than that.
    let results = run(&experiment, &(), &AtomicBool::new(false)).expect("nobody stops it");
    let longest = |policy: usize| {
        let row = results.policies[policy].row(Scope::Overall, "wait", "max").expect("there is such a row");
        row.estimate.as_ref().expect("somebody waited").value
    };
    let (in_order, by_timer) = (longest(LONGEST_WAITING), longest(ADAPTIVE_TIMER));
    assert!(by_timer <= in_order + limit.as_seconds(), "{by_timer} s instead of {in_order} s");
}

/// The bounds that the tests go by are those of the policy.
#[test]
fn the_timer_is_the_one_of_the_scenario() {
    assert_eq!(experiment().policies[ADAPTIVE_TIMER].inbox, [OrderKey::Adaptive(TIMER)]);
}
