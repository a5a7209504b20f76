//! One server, any law of service: Pollaczek and Khinchine, batches, breaks.

use super::runs::Runs;
use super::setup::{Setup, constant, exponential, lognormal, minutes};
use super::verdict::Verdict;
use quasisync::model::Looks;
use quasisync::random::{Count, Law};
use quasisync::units::Span;

/// The first two moments of an M/G/1 queue with mean service 5: mean wait lambda E[S^2] / (2 (1 - rho)), and so on.
/// F. Pollaczek (1930), A. Khinchine (1932); Kleinrock, "Queueing Systems" I (1975), section 5.7.
fn pollaczek_khinchine(
    name: &str,
    rate: f64,
    runs: &Runs,
    wait: f64,
    deviations: (f64, f64),
    precision: f64,
) -> Verdict {
    let load = rate * 5.0;
    let (waits, sojourns) = (runs.wait(), runs.first_response());
    Verdict::on(name)
        .value("utilisation", runs.utilisation(), load)
        .value("P(wait > 0)", waits.positive(), load)
        .rough("mean wait", waits.mean(), wait, precision)
        .rough("sd of wait", waits.deviation(), deviations.0, 2.0 * precision)
        .rough("mean sojourn", sojourns.mean(), wait + 5.0, precision)
        .rough("sd of sojourn", sojourns.deviation(), deviations.1, 2.0 * precision)
        .rough("mean queue", runs.queue_length(), rate * wait, precision)
        .rough("mean number inside", runs.inside(), rate * (wait + 5.0), precision)
}

/// M/D/1 at load 0.5. The percentiles follow from the series of C. D. Crommelin, "Delay probability formulae when the
/// holding times are constant", Post Office Electrical Engineers' Journal 25 (1932).
#[test]
fn md1_a() {
    let runs = Setup::queue(0.1, constant(5.0), 1).lasting(300.0, 80_000.0).run("md1_a");
    let wait = runs.wait();
    pollaczek_khinchine("md1_a", 0.1, &runs, 2.5, (3.81881307913, 3.81881307913), 0.01)
        .value("wait, 90 %", wait.quantile(0.9), 7.57872420691)
        .value("wait, 95 %", wait.quantile(0.95), 10.2531920365)
        .rough("wait, 99 %", wait.quantile(0.99), 16.681279785, 0.02)
        .rough("P(wait > 12)", wait.above(12.0), 0.0325409586648, 0.02)
        .holds();
}

/// M/G/1 with lognormal service of coefficient of variation 1.5, at load 0.8.
#[test]
fn mln1_a() {
    let runs = Setup::queue(0.16, lognormal(5.0, 1.5), 1).lasting(5_000.0, 160_000.0).run("mln1_a");
    pollaczek_khinchine("mln1_a", 0.16, &runs, 32.5, (46.9097093717, 47.5054821398), 0.02).holds();
}

/// M/G/1 with gamma service of shape 4, at load 0.8. Percentiles by numerical inversion of the transform.
#[test]
fn mgam1_a() {
    let service = Law::gamma(4.0, 75.0).expect("in range");
    let runs = Setup::queue(0.16, service, 1).lasting(2_000.0, 60_000.0).run("mgam1_a");
    let wait = runs.wait();
    pollaczek_khinchine("mgam1_a", 0.16, &runs, 12.5, (14.7901994577, 15.0), 0.015)
        .rough("wait, 90 %", wait.quantile(0.9), 31.801119954, 0.02)
        .rough("wait, 99 %", wait.quantile(0.99), 66.2110309022, 0.04)
        .value("P(wait > 10)", wait.above(10.0), 0.43010689474)
        .holds();
}

/// Every customer is another conversation, so that each costs the agent a turn of 2 minutes: M/G/1 with service S + 2.
/// The same with a wrap-up of 2 minutes, but that the customer is gone before it.
#[test]
fn switching_and_wrapping_up() {
    let (rate, mean, extra) = (0.12, 4.0, 2.0);
    let second_moment = 2.0 * mean * mean + 2.0 * mean * extra + extra * extra;
    let load = rate * (mean + extra);
    let wait = rate * second_moment / (2.0 * (1.0 - load));
    let queue = |name: &str| (Setup::queue(rate, exponential(mean), 1), name.to_owned());
    let (switching, name) = queue("switching");
    let switches = switching.switch_cost(extra).lasting(500.0, 60_000.0).run(&name);
    let (wrapping, name) = queue("wrapping up");
    let wraps = wrapping.wrap_up(constant(extra)).lasting(500.0, 60_000.0).run(&name);
    Verdict::on("switching and wrapping up")
        .value("switching: utilisation", switches.utilisation(), load)
        .value("switching: mean wait", switches.wait().mean(), wait)
        .value("switching: mean sojourn", switches.first_response().mean(), wait + mean + extra)
        .value("wrapping up: utilisation", wraps.utilisation(), rate * mean)
        .value("wrapping up: occupancy", wraps.occupancy(), load)
        .value("wrapping up: mean wait", wraps.wait().mean(), wait)
        .value("wrapping up: mean sojourn", wraps.first_response().mean(), wait + mean)
        .holds();
}

/// M^X/M/1 with batches of mean 3 at load 0.6. A batch sees L = rho (1 + E[X^2] / E[X]) / (2 (1 - rho)) inside, Gross et
/// al., "Fundamentals of Queueing Theory" (4th edition, 2008), section 3.1. The first of a batch waits for nobody if
/// the server is idle: a third of 1 - rho. `ratio` is E[X^2] / E[X].
fn batches(name: &str, size: Count, ratio: f64) -> Verdict {
    let runs = Setup::queue(0.05, exponential(4.0), 1).batches(size).lasting(1_000.0, 60_000.0).run(name);
    let (wait, load, rate) = (runs.wait(), 0.6, 0.15);
    let inside = load * (1.0 + ratio) / (2.0 * (1.0 - load));
    Verdict::on(name)
        .value("utilisation", runs.utilisation(), load)
        .value("mean number inside", runs.inside(), inside)
        .value("mean sojourn", runs.first_response().mean(), inside / rate)
        .value("mean wait", wait.mean(), inside / rate - 4.0)
        .value("P(wait = 0)", wait.within(0.0), (1.0 - load) / 3.0)
}

/// Always 3: L = 3.
#[test]
fn batch_a() {
    batches("batch_a", Count::constant(3).expect("a size"), 3.0).holds();
}

/// Geometric sizes, E[X^2] = 2 E[X]^2 - E[X]: L = 4.5. Whoever comes in a batch comes in a large one.
#[test]
fn batches_of_all_sizes() {
    batches("batches of all sizes", Count::geometric(3.0).expect("a mean"), 5.0).holds();
}

/// M/G/1 with breaks of 10 minutes whenever nobody waits: the wait of M/G/1 plus the rest of a break, 5 minutes. S. W.
/// Fuhrmann and R. B. Cooper, "Stochastic decompositions in the M/G/1 queue with generalized vacations", Operations
/// Research 33 (1985).
///
/// A break is a customer of a class that is less urgent and never runs out.
#[test]
fn vac_a() {
    let (warm_up, counted) = (500.0, 40_000.0);
    let runs = Setup::queue(0.14, lognormal(5.0, 1.0), 1)
        .and_less_urgent(0.0, constant(10.0))
        .all_at_once(1, 2_000)
        .lasting(warm_up, counted)
        .run("vac_a");
    let busy = |class: usize| runs.crowd(move |probe| &probe.in_hand[class], |number| number);
    Verdict::on("vac_a")
        .value("mean wait", runs.wait_of(0).mean(), 50.0 / 3.0)
        .value("mean queue", runs.level_of(0, quasisync::metrics::measures::Level::QueueLength), 7.0 / 3.0)
        .value("utilisation", busy(0), 0.7)
        .value("share of time on break", busy(1), 0.3)
        .holds();
}

/// The same with a colleague who looks at messages ten minutes after the end of the last look, and then works them off.
#[test]
fn vac_a_as_looks() {
    let runs = Setup::queue(0.14, lognormal(5.0, 1.0), 1)
        .agents(|it| it.looks = Some(Looks { every: Some(minutes(10.0)), interruption: Span::ZERO }))
        .lasting(500.0, 40_000.0)
        .run("vac_a_as_looks");
    Verdict::on("vac_a_as_looks")
        .value("mean wait", runs.wait().mean(), 50.0 / 3.0)
        .value("utilisation", runs.utilisation(), 0.7)
        .holds();
}
