//! Poisson arrivals, exponential service, servers alike: Erlang's formulas.

use super::exact;
use super::runs::Runs;
use super::setup::{Setup, constant, exponential, lognormal};
use super::verdict::Verdict;
use quasisync::metrics::measures::Count;
use quasisync::policy::{AssignmentKey, OrderKey};
use quasisync::random::Law;

/// What is the same in every M/M/1 queue with service rate 1 and load rho: a wait is 0 with probability 1 - rho and
/// exponential with mean 1 / (1 - rho) otherwise; a sojourn is exponential with mean 1 / (1 - rho).
fn single_server(name: &str, load: f64, runs: &Runs) -> Verdict {
    let (wait, sojourn) = (runs.wait(), runs.first_response());
    let mean = 1.0 / (1.0 - load);
    Verdict::on(name)
        .value("utilisation", runs.utilisation(), load)
        .value("P(wait > 0)", wait.positive(), load)
        .value("mean wait", wait.mean(), load * mean)
        .value("mean wait of those who wait", wait.mean_of_positive(), mean)
        .value("sd of wait", wait.deviation(), mean * (load * (2.0 - load)).sqrt())
        .value("mean queue", runs.queue_length(), load * load * mean)
        .value("mean number inside", runs.inside(), load * mean)
        .value("mean needing a reply", runs.needy(), load * mean)
        .value("mean sojourn", sojourn.mean(), mean)
        .value("sd of sojourn", sojourn.deviation(), mean)
        .value("mean resolution time", runs.resolution().mean(), mean)
}

/// M/M/1 at load 0.3. Kleinrock, "Queueing Systems" I (1975), sections 3.2 and 5.7.
#[test]
fn mm1_a() {
    let runs = Setup::queue(0.3, exponential(1.0), 1).lasting(100.0, 20_000.0).run("mm1_a");
    let (wait, sojourn) = (runs.wait(), runs.first_response());
    single_server("mm1_a", 0.3, &runs)
        .exact("wait, 50 %", wait.quantile(0.5).value, 0.0, 0.0)
        .value("wait, 80 %", wait.quantile(0.8), 0.579235868726)
        .value("wait, 90 %", wait.quantile(0.9), 1.56944612667)
        .value("wait, 95 %", wait.quantile(0.95), 2.55965638461)
        .rough("wait, 99 %", wait.quantile(0.99), 4.85885340237, 0.02)
        .value("P(wait <= 1)", wait.within(1.0), 0.851024408863)
        .value("P(wait <= 5)", wait.within(5.0), 0.990940784973)
        .value("sojourn, 50 %", sojourn.quantile(0.5), 0.990210257943)
        .value("sojourn, 90 %", sojourn.quantile(0.9), 3.28940727571)
        .value("sojourn, 99 %", sojourn.quantile(0.99), 6.57881455141)
        .holds();
}

/// M/M/1 at load 0.7. Kleinrock, "Queueing Systems" I (1975), sections 3.2 and 5.7.
#[test]
fn mm1_b() {
    let runs = Setup::queue(0.7, exponential(1.0), 1).lasting(400.0, 16_000.0).run("mm1_b");
    let (wait, sojourn) = (runs.wait(), runs.first_response());
    single_server("mm1_b", 0.7, &runs)
        .value("wait, 50 %", wait.quantile(0.5), 1.12157412207)
        .value("wait, 80 %", wait.quantile(0.8), 4.17587656165)
        .value("wait, 90 %", wait.quantile(0.9), 6.48636716352)
        .value("wait, 95 %", wait.quantile(0.95), 8.79685776538)
        .rough("wait, 99 %", wait.quantile(0.99), 14.1616508068, 0.02)
        .value("P(wait <= 1)", wait.within(1.0), 0.481427245523)
        .value("P(wait <= 5)", wait.within(5.0), 0.843808887896)
        .value("sojourn, 50 %", sojourn.quantile(0.5), 2.31049060187)
        .value("sojourn, 90 %", sojourn.quantile(0.9), 7.67528364331)
        .rough("sojourn, 99 %", sojourn.quantile(0.99), 15.3505672866, 0.02)
        .holds();
}

/// M/M/2 at load 0.5, Erlang C: a customer waits with probability C(c, a), and then exponentially with rate
/// c mu - lambda. Gross, Shortle, Thompson and Harris, "Fundamentals of Queueing Theory" (4th edition, 2008),
/// section 2.3.
#[test]
fn mmc_a_erlang_c() {
    let runs = Setup::queue(1.0, exponential(1.0), 2).lasting(100.0, 16_000.0).run("mmc_a_erlang_c");
    let wait = runs.wait();
    Verdict::on("mmc_a_erlang_c")
        .value("utilisation", runs.utilisation(), 0.5)
        .value("P(wait > 0)", wait.positive(), 1.0 / 3.0)
        .value("mean wait", wait.mean(), 1.0 / 3.0)
        .value("sd of wait", wait.deviation(), 0.7453559925)
        .value("mean wait of those who wait", wait.mean_of_positive(), 1.0)
        .value("mean sojourn", runs.first_response().mean(), 4.0 / 3.0)
        .value("mean queue", runs.queue_length(), 1.0 / 3.0)
        .value("mean number inside", runs.inside(), 4.0 / 3.0)
        .exact("wait, 50 %", wait.quantile(0.5).value, 0.0, 0.0)
        .value("wait, 80 %", wait.quantile(0.8), 0.510825623766)
        .value("wait, 90 %", wait.quantile(0.9), 1.20397280433)
        .value("wait, 95 %", wait.quantile(0.95), 1.89711998489)
        .rough("wait, 99 %", wait.quantile(0.99), 3.50655789732, 0.02)
        .value("P(wait <= 0.5)", wait.within(0.5), 0.797823113429)
        .value("P(wait <= 1)", wait.within(1.0), 0.87737351961)
        .holds();
}

/// M/M/20 at load 0.9, Erlang C as in [`mmc_a_erlang_c`].
#[test]
fn mmc_c_erlang_c() {
    let runs = Setup::queue(3.6, exponential(5.0), 20).lasting(1_000.0, 30_000.0).run("mmc_c_erlang_c");
    let wait = runs.wait();
    Verdict::on("mmc_c_erlang_c")
        .value("utilisation", runs.utilisation(), 0.9)
        .value("P(wait > 0)", wait.positive(), 0.550769004816)
        .rough("mean wait", wait.mean(), 1.37692251204, 0.02)
        .rough("sd of wait", wait.deviation(), 2.23353911003, 0.02)
        .rough("mean wait of those who wait", wait.mean_of_positive(), 2.5, 0.02)
        .value("mean sojourn", runs.first_response().mean(), 6.37692251204)
        .rough("mean queue", runs.queue_length(), 4.95692104335, 0.02)
        .value("mean number inside", runs.inside(), 22.9569210433)
        .rough("wait, 50 %", wait.quantile(0.5), 0.241768484552, 0.05)
        .rough("wait, 80 %", wait.quantile(0.8), 2.53249531424, 0.02)
        .rough("wait, 90 %", wait.quantile(0.9), 4.26536326564, 0.02)
        .rough("wait, 95 %", wait.quantile(0.95), 5.99823121704, 0.02)
        .rough("wait, 99 %", wait.quantile(0.99), 10.0218259981, 0.02)
        .value("P(wait <= 0.5)", wait.within(0.5), 0.549068477915)
        .value("P(wait <= 1)", wait.within(1.0), 0.630808495337)
        .holds();
}

/// M/M/3 with 8 places: who finds all of them taken is turned away. A truncated birth and death process: Gross et al.
/// (2008), section 2.4. The door limits the queue to the 5 places without a server.
#[test]
fn mmck_a() {
    let runs = Setup::queue(0.5, exponential(5.0), 3).waiting_room(5).lasting(300.0, 15_000.0).run("mmck_a");
    let wait = runs.wait();
    Verdict::on("mmck_a")
        .value("P(blocked)", runs.share(Count::Refused, Count::Offered), 0.0614998355544)
        .value("utilisation", runs.utilisation(), 0.782083470371)
        .value("P(wait > 0), those let in", wait.positive(), 0.585176894282)
        .value("mean wait, those let in", wait.mean(), 2.57527321676)
        .value("mean queue", runs.queue_length(), 1.20844716871)
        .value("mean number inside", runs.inside(), 3.55469757982)
        .value("served a minute", runs.per_minute(Count::Answered), 0.469250082223)
        .value("wait, 90 %", wait.quantile(0.9), 7.62686487203)
        .value("wait, 99 %", wait.quantile(0.99), 14.1758203675)
        .holds();
}

/// The same queue, with the limit on everybody inside instead of on the queue.
#[test]
fn mmck_a_by_places_inside() {
    let runs = Setup::queue(0.5, exponential(5.0), 3).places_inside(8).lasting(300.0, 15_000.0).run("mmck_a_inside");
    Verdict::on("mmck_a_by_places_inside")
        .value("P(blocked)", runs.share(Count::Refused, Count::Offered), 0.0614998355544)
        .value("mean wait, those let in", runs.wait().mean(), 2.57527321676)
        .value("mean number inside", runs.inside(), 3.55469757982)
        .holds();
}

/// Erlang B: 5 servers, no waiting room, 3 erlang. The law of service does not matter but for its mean: B. A.
/// Sevastyanov, "An ergodic theorem for Markov processes and its application to telephone systems with refusals",
/// Theory of Probability and its Applications 2 (1957).
fn erlang_b(name: &str, setup: Setup, lost: Count) {
    let runs = setup.lasting(300.0, 20_000.0).run(name);
    Verdict::on(name)
        .value("P(blocked)", runs.share(lost, Count::Offered), 0.110054347826)
        .value("utilisation", runs.utilisation(), 0.533967391304)
        .value("mean busy", runs.inside(), 2.66983695652)
        .holds();
}

fn no_waiting_room(service: Law) -> Setup {
    Setup::queue(0.6, service, 5).waiting_room(0)
}

/// See [`erlang_b`].
#[test]
fn erlb_a_exponential() {
    erlang_b("erlb_a_exponential", no_waiting_room(exponential(5.0)), Count::Refused);
}

/// See [`erlang_b`].
#[test]
fn erlb_a_lognormal() {
    erlang_b("erlb_a_lognormal", no_waiting_room(lognormal(5.0, 1.5)), Count::Refused);
}

/// See [`erlang_b`].
#[test]
fn erlb_a_constant() {
    erlang_b("erlb_a_constant", no_waiting_room(constant(5.0)), Count::Refused);
}

/// A customer of patience 0 leaves if and only if no server is free: Erlang B once more, without a door.
#[test]
fn erlb_a_by_patience_0() {
    let setup = Setup::queue(0.6, lognormal(5.0, 1.0), 5).patience(constant(0.0));
    erlang_b("erlb_a_by_patience_0", setup, Count::AbandonedTold);
}

/// M/M/4 with exponential wrap-up, in which the server is not free: a Markov chain of the numbers of customers and of
/// servers wrapping up, solved numerically. Load 0.5 (5 + 1.5) / 4.
#[test]
fn wrap_a() {
    let runs = Setup::queue(0.5, exponential(5.0), 4).wrap_up(exponential(1.5)).lasting(500.0, 40_000.0).run("wrap_a");
    let wait = runs.wait();
    Verdict::on("wrap_a")
        .value("P(wait > 0)", wait.positive(), 0.61623388684)
        .value("mean wait", wait.mean(), 4.44389543976)
        .value("utilisation", runs.utilisation(), 0.5 * 5.0 / 4.0)
        .value("mean needing a reply", runs.needy(), 2.22194771988 + 2.5)
        .value("occupancy, wrap-up included", runs.occupancy(), 0.8125)
        .value("mean sojourn", runs.first_response().mean(), 9.44389543976)
        .holds();
}

/// Ordered hunting: in Erlang B with the lowest free number first, server k carries a (B(k - 1, a) - B(k, a)). Gross et
/// al. (2008), section 2.5. At random all carry the same.
#[test]
fn ordered_hunting() {
    let (load, servers) = (3.0, 5);
    let setup = no_waiting_room(exponential(5.0)).lasting(300.0, 12_000.0);
    let runs = setup.run("ordered_hunting");
    let at_random = setup.assignment(&[AssignmentKey::Random]).run("ordered_hunting");
    let mut verdict = Verdict::on("ordered hunting");
    for server in 0..servers {
        let carried = load * (exact::erlang_b(server, load) - exact::erlang_b(server + 1, load));
        let equal = load * (1.0 - exact::erlang_b(servers, load)) / servers as f64;
        verdict = verdict
            .value(&format!("utilisation of server {server}"), runs.utilisation_of_agent(server), carried)
            .value(&format!("the same at random, {server}"), at_random.utilisation_of_agent(server), equal);
    }
    verdict.holds();
}

/// The order of service leaves the mean wait of M/M/1 as it is, and changes its second moment. With the latest first it
/// is 1 / (1 - rho) times that of first come, first served: L. Takacs, "Delay distributions for one line with Poisson
/// input, general holding times, and various orders of service", Bell System Technical Journal 42 (1963).
///
/// The rule `random` draws a rank once, on joining: as many classes of urgency as there are customers. R. G. Miller,
/// "Priority queues", Annals of Mathematical Statistics 31 (1960), has the second moment of a class that a share u of the
/// customers precedes, here 2 rho / (1 - rho u)^3 + 4 rho^2 u / (1 - rho u)^4, to be averaged over u.
#[test]
fn orders_of_service() {
    let load: f64 = 0.6;
    let mean = load / (1.0 - load);
    let in_order = 2.0 * load / (1.0 - load).powi(2);
    let free = 1.0 - load;
    let random = free.powi(-2) - 1.0 + 2.0 / 3.0 + 4.0 / 3.0 * free.powi(-3) - 2.0 * free.powi(-2);
    let orders = [
        ("first come, first served", OrderKey::WaitingLongest, in_order),
        ("random rank", OrderKey::Random, random),
        ("latest first", OrderKey::Newest, in_order / free),
    ];
    let mut verdict = Verdict::on("orders of service");
    for (name, key, square) in orders {
        let setup = Setup::queue(load, exponential(1.0), 1).order(&[key]).lasting(300.0, 15_000.0);
        let wait = setup.run("orders_of_service").wait();
        verdict = verdict.value(&format!("mean wait, {name}"), wait.mean(), mean).rough(
            &format!("sd of wait, {name}"),
            wait.deviation(),
            (square - mean * mean).sqrt(),
            0.02,
        );
    }
    verdict.holds();
}
