//! Urgent classes first, nobody interrupted.

use super::setup::{Setup, constant, exponential, lognormal};
use super::verdict::Verdict;
use quasisync::metrics::measures::Level;
use quasisync::policy::OrderKey;

/// M/G/1 with two classes: A. Cobham, "Priority assignment in waiting line problems", Operations Research 2 (1954).
/// With W0 = sum of lambda E[S^2] / 2 the mean waits are W0 / (1 - rho1) and W0 / ((1 - rho1) (1 - rho1 - rho2)).
#[test]
fn prio1_a() {
    let runs = Setup::queue(0.1, lognormal(2.0, 1.2), 1)
        .and_less_urgent(0.12, constant(5.0))
        .lasting(1_000.0, 80_000.0)
        .run("prio1_a");
    let queue = |class| runs.level_of(class, Level::QueueLength);
    Verdict::on("prio1_a")
        .value("mean wait, class 1", runs.wait_of(0).mean(), 2.485)
        .value("mean queue, class 1", queue(0), 0.2485)
        .value("mean sojourn, class 1", runs.sojourn_of(0).mean(), 4.485)
        .value("mean wait, class 2", runs.wait_of(1).mean(), 12.425)
        .value("mean queue, class 2", queue(1), 1.491)
        .value("mean sojourn, class 2", runs.sojourn_of(1).mean(), 17.425)
        .value("utilisation", runs.utilisation(), 0.8)
        .value("mean wait, everybody", runs.wait().mean(), 7.90681818182)
        .holds();
}

/// M/M/4 with two classes and one law of service: R. H. Davis, "Waiting-time distribution of a multi-server, priority
/// queuing system", Operations Research 14 (1966); O. Kella and U. Yechiali, "Waiting times in the non-preemptive
/// priority M/M/c queue", Stochastic Models 1 (1985).
#[test]
fn prioc_a() {
    let runs = Setup::queue(0.24, exponential(5.0), 4)
        .and_less_urgent(0.4, exponential(5.0))
        .lasting(800.0, 50_000.0)
        .run("prioc_a");
    let queue = |class| runs.level_of(class, Level::QueueLength);
    let urgent = runs.wait_of(0);
    Verdict::on("prioc_a")
        .value("P(wait > 0)", runs.wait().positive(), 0.596432471787)
        .value("utilisation", runs.utilisation(), 0.8)
        .value("mean wait, class 1", urgent.mean(), 1.06505798533)
        .value("mean queue, class 1", queue(0), 0.25561391648)
        .value("mean wait, class 2", runs.wait_of(1).mean(), 5.32528992667)
        .value("mean queue, class 2", queue(1), 2.13011597067)
        .value("P(wait > 1), class 1", urgent.above(1.0), 0.340687633859)
        .value("wait, 95 %, class 1", urgent.quantile(0.95), 4.4266839684)
        .holds();
}

/// M/M/1 whose two classes gain urgency at rates 1 and 1/4: L. Kleinrock, "A delay dependent queue discipline", Naval
/// Research Logistics Quarterly 11 (1964). With W0 as above and W = W0 / (1 - rho), the mean wait of the slower class is
/// W / (1 - rho1 (1 - b2 / b1)), and that of the faster one W - rho2 (1 - b2 / b1) times it.
#[test]
fn accumulating_a() {
    let (rates, service, growth) = ([0.3, 0.5], 1.0, 0.25);
    let runs = Setup::queue(rates[0], exponential(service), 1)
        .and_less_urgent(rates[1], exponential(service))
        .order(&[OrderKey::Accumulating(vec![1.0, growth])])
        .lasting(1_000.0, 80_000.0)
        .run("accumulating_a");
    let load = rates.map(|rate| rate * service);
    let all = (load[0] + load[1]) * service / (1.0 - load[0] - load[1]);
    let slow = all / (1.0 - load[0] * (1.0 - growth));
    let fast = all - load[1] * (1.0 - growth) * slow;
    Verdict::on("accumulating_a")
        .value("mean wait, faster class", runs.wait_of(0).mean(), fast)
        .value("mean wait, slower class", runs.wait_of(1).mean(), slow)
        .value("mean wait, everybody", runs.wait().mean(), all)
        .holds();
}
