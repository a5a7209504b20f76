//! Customers who give up: exact results of the M/M/c+G queue.

use super::delta::quotient;
use super::exact::{mean, stationary};
use super::runs::Runs;
use super::setup::{Setup, constant, exponential};
use super::verdict::Verdict;
use quasisync::metrics::measures::Count;
use quasisync::model::{Signals, Until};
use quasisync::policy::Gives;

/// What is known of an M/M/c+G queue: waits of all, of those served, of those who gave up.
struct Reference {
    waits: f64,
    abandons: f64,
    wait: f64,
    wait_of_served: f64,
    wait_of_lost: f64,
    queue: f64,
    utilisation: f64,
    abandons_if_waiting: f64,
    /// (minutes, P(served within them), P(wait above them)).
    within: [(f64, f64, f64); 2],
}

fn compare(name: &str, runs: &Runs, reference: &Reference, precision: f64) {
    let (wait, served, lost) = (runs.wait(), runs.wait_of_served(), runs.wait_of_lost());
    let abandons = runs.share(Count::AbandonedTold, Count::Offered);
    let mut verdict = Verdict::on(name)
        .value("P(wait > 0)", wait.positive(), reference.waits)
        .rough("P(gives up)", abandons.clone(), reference.abandons, precision)
        .rough("mean wait", wait.mean(), reference.wait, precision)
        .rough("mean wait of the served", served.mean(), reference.wait_of_served, precision)
        .value("mean wait of the lost", lost.mean(), reference.wait_of_lost)
        .rough("mean queue", runs.queue_length(), reference.queue, precision)
        .value("utilisation", runs.utilisation(), reference.utilisation)
        .exact("everybody is served or lost", (served.count() + lost.count()) as f64, wait.count() as f64, 0.0)
        .value("P(gives up | waits)", quotient(&abandons, &wait.positive()), reference.abandons_if_waiting);
    for (minutes, within, above) in reference.within {
        verdict = verdict
            .value(&format!("P(served within {minutes})"), served.within_of(minutes, &wait), within)
            .rough(&format!("P(wait > {minutes})"), wait.above(minutes), above, precision);
    }
    verdict.holds();
}

/// Erlang A, 5 servers at an offered load of 0.8: C. Palm, "Research on telephone traffic carried by full availability
/// groups", Tele 1 (1957); numbers from the law of the offered wait of F. Baccelli and G. Hebuterne, "On queues with
/// impatient customers", Performance '81.
#[test]
fn erla_a() {
    let runs =
        Setup::queue(0.8, exponential(5.0), 5).patience(exponential(10.0)).lasting(300.0, 25_000.0).run("erla_a");
    compare("erla_a", &runs, &ERLA_A, 0.01);
}

const ERLA_A: Reference = Reference {
    waits: 0.415051540181,
    abandons: 0.0779686752871,
    wait: 0.779686752871,
    wait_of_served: 0.703703629699,
    wait_of_lost: 1.67823760622,
    queue: 0.623749402296,
    utilisation: 0.73762505977,
    abandons_if_waiting: 0.187852995927,
    within: [(0.5, 0.652238476078, 0.329217447555), (1.0, 0.709056363313, 0.257781757024)],
};

/// Signs of life multiply patience. An exponential patience of mean 5 that "an agent is there" makes 2.5 times as long and
/// "we got your message" 0.8 times is that of [`erla_a`]; the estimated wait, which is not given, does nothing; and while
/// the agent is typing nobody gives up, though these customers would wait for the reply.
#[test]
fn erla_a_by_signs_of_life() {
    let runs = Setup::queue(0.8, exponential(5.0), 5)
        .patience(exponential(5.0))
        .until(Until::Reply)
        .customers(|it| it.patience.signals = Signals { acknowledgement: 0.8, presence: 2.5, estimated_wait: 0.1 })
        .rules(|it| {
            it.door.gives = Gives { acknowledgement: true, presence: true, estimated_wait: false, typing: true }
        })
        .lasting(300.0, 7_000.0)
        .run("erla_a_by_signs_of_life");
    compare("erla_a by signs of life", &runs, &ERLA_A, 0.01);
}

/// Erlang A as in [`erla_a`], 50 servers with a fifth too much to do.
#[test]
fn erla_c() {
    let runs =
        Setup::queue(12.0, exponential(5.0), 50).patience(exponential(5.0)).lasting(100.0, 2_500.0).run("erla_c");
    let reference = Reference {
        waits: 0.915593318906,
        abandons: 0.171991551091,
        wait: 0.859957755456,
        wait_of_served: 0.901218548772,
        wait_of_lost: 0.661318431273,
        queue: 10.3194930655,
        utilisation: 0.99361013869,
        abandons_if_waiting: 0.18784710148,
        within: [(0.5, 0.252486108752, 0.667723525218), (1.0, 0.483624297019, 0.38410768635)],
    };
    compare("erla_c", &runs, &reference, 0.01);
}

/// M/M/10+D: all customers wait 3 minutes at most. Numbers from the law of the offered wait: Baccelli and Hebuterne
/// (1981); the first to solve it was D. Y. Barrer, "Queuing with impatient customers and ordered service", Operations
/// Research 5 (1957).
#[test]
fn mmcd_a() {
    let runs = Setup::queue(1.9, exponential(5.0), 10).patience(constant(3.0)).lasting(200.0, 15_000.0).run("mmcd_a");
    let reference = Reference {
        waits: 0.583708249797,
        abandons: 0.0729892950634,
        wait: 0.946799728725,
        wait_of_served: 0.785138553049,
        wait_of_lost: 3.0,
        queue: 1.79891948458,
        utilisation: 0.88066016969,
        abandons_if_waiting: 0.125044138212,
        within: [(0.5, 0.512394406054, 0.487605593946), (1.0, 0.603810080073, 0.396189919927)],
    };
    compare("mmcd_a", &runs, &reference, 0.01);
}

/// The N model: 3 agents know skill 1, 3 others know both and take skill 2 first; exponential patience. Solved as a
/// Markov chain; the model is that of O. Garnett and A. Mandelbaum, "An introduction to skills-based routing and its
/// operational complexities" (2000).
///
/// Of equally loaded agents the lowest number is assigned, which is one who knows skill 1 only. Skill 2 is the more
/// urgent class, which decides only where an agent could take both.
#[test]
fn nmod_a() {
    let runs = Setup::queue(0.45, exponential(5.0), 3)
        .and_less_urgent(0.7, exponential(5.0))
        .teams(&[1], 3, &[0, 1])
        .patience_of(0, exponential(4.0))
        .patience_of(1, exponential(6.0))
        .lasting(200.0, 30_000.0)
        .run("nmod_a");
    let gives_up = |skill| runs.share_in(skill, Count::AbandonedTold, Count::Offered);
    let (second, first) = (0, 1);
    Verdict::on("nmod_a")
        .value("P(gives up), skill 1", gives_up(first), 0.113478821364)
        .value("P(gives up), skill 2", gives_up(second), 0.254403093981)
        .value("mean wait, skill 1", runs.wait_of(first).mean(), 0.680872928184)
        .value("mean wait, skill 2", runs.wait_of(second).mean(), 1.01761237592)
        .value("utilisation, skill 1 only", runs.utilisation_of(0), 0.772230075214)
        .value("utilisation, both skills", runs.utilisation_of(1), 0.821242312709)
        .value("P(wait > 0), skill 1", runs.wait_of(first).positive(), 0.431182900082)
        .value("P(wait > 0), skill 2", runs.wait_of(second).positive(), 0.653241254468)
        .holds();
}

/// The same with the order of the teams turned round: the rank says who is asked first.
#[test]
fn nmod_a_by_rank() {
    let runs = Setup::queue(0.45, exponential(5.0), 3)
        .and_less_urgent(0.7, exponential(5.0))
        .teams(&[0, 1], 3, &[1])
        .agents(|it| it.serves[1].rank = 2)
        .patience_of(0, exponential(4.0))
        .patience_of(1, exponential(6.0))
        .lasting(200.0, 30_000.0)
        .run("nmod_a_by_rank");
    let gives_up = |skill| runs.share_in(skill, Count::AbandonedTold, Count::Offered);
    Verdict::on("nmod_a_by_rank")
        .value("P(gives up), skill 1", gives_up(1), 0.113478821364)
        .value("P(gives up), skill 2", gives_up(0), 0.254403093981)
        .value("utilisation, skill 1 only", runs.utilisation_of(1), 0.772230075214)
        .value("utilisation, both skills", runs.utilisation_of(0), 0.821242312709)
        .holds();
}

/// Customers who give up while they are served, too: an M/M/3 queue in which everybody inside leaves with a constant
/// hazard. A birth and death process; the share who give up is theta E\[N\] / lambda.
#[test]
fn patience_until_the_reply() {
    let (rate, service, patience) = (0.7, 5.0, 9.0);
    let law = stationary(200, |_| rate, |inside| inside.min(3) as f64 / service + inside as f64 / patience);
    let inside = mean(&law, |inside| inside);
    let runs = Setup::queue(rate, exponential(service), 3)
        .patience(exponential(patience))
        .until(Until::Reply)
        .lasting(200.0, 15_000.0)
        .run("patience_until_the_reply");
    Verdict::on("patience until the reply")
        .value("P(gives up)", runs.share(Count::AbandonedTold, Count::Offered), inside / patience / rate)
        .value("mean number inside", runs.inside(), inside)
        .value("utilisation", runs.utilisation(), mean(&law, |inside| inside.min(3.0)) / 3.0)
        .value("P(wait > 0)", runs.wait().positive(), law[3..].iter().sum())
        .holds();
}

/// Customers who give up only as long as no agent has them: one agent with three slots, so that two wait patiently in
/// the inbox. A birth and death process.
#[test]
fn patience_until_assigned() {
    let (rate, service, patience) = (0.25, 4.0, 6.0);
    let queue = |inside: f64| (inside - 3.0).max(0.0);
    let law = stationary(200, |_| rate, |inside| 1.0 / service + queue(inside as f64) / patience);
    let runs = Setup::queue(rate, exponential(service), 1)
        .slots(3)
        .patience(exponential(patience))
        .until(Until::Assigned)
        .lasting(500.0, 40_000.0)
        .run("patience_until_assigned");
    Verdict::on("patience until assigned")
        .value("P(gives up)", runs.share(Count::AbandonedTold, Count::Offered), mean(&law, queue) / patience / rate)
        .value("mean queue", runs.queue_length(), mean(&law, queue))
        .value("mean number inside", runs.inside(), mean(&law, |inside| inside))
        .value("mean on the desk", runs.active(), mean(&law, |inside| inside.min(3.0)))
        .value("utilisation", runs.utilisation(), 1.0 - law[0])
        .holds();
}
