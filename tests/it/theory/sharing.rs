//! Agents who share their time between conversations, the processor sharing of the literature. A conversation is one
//! exchange unless it is said otherwise, and its agent works on all that he holds at once.

use super::exact::{mean, stationary};
use super::runs::{Run, Runs};
use super::setup::{Setup, constant, exponential, lognormal};
use super::verdict::Verdict;
use quasisync::metrics::measures::Count;
use quasisync::model::Until;
use quasisync::policy::AssignmentKey;
use quasisync::random::Law;

/// PS-a: M/G/1 with egalitarian processor sharing at load 0.8. The number inside is geometric whatever the law of the
/// work: M. Sakata, S. Noguchi and J. Oizumi, "Analysis of a processor-shared queueing model for time-sharing systems",
/// Proceedings of the 2nd Hawaii International Conference on System Sciences (1969). Mean sojourn 5 / (1 - 0.8).
fn ps_a(name: &str, work: Law, lasting: f64, precision: f64) {
    let runs = Setup::queue(0.16, work, 1).sharing(&[1.0]).slots_for_all().lasting(4_000.0, lasting).run(name);
    let with = |least: f64| runs.crowd(|probe| &probe.inside, move |number| f64::from(u8::from(number >= least)));
    Verdict::on(name)
        .rough("mean sojourn", runs.first_response().mean(), 25.0, precision)
        .rough("mean number inside", runs.inside(), 4.0, precision)
        .value("P(somebody is there)", with(1.0), 0.8)
        .rough("P(4 or more)", with(4.0), 0.4096, precision)
        .exact("waits", runs.wait().positive().value, 0.0, 0.0)
        .holds();
}

/// See [`ps_a`].
#[test]
fn ps_a_exponential() {
    ps_a("ps_a_exponential", exponential(5.0), 50_000.0, 0.012);
}

/// See [`ps_a`]. Heavy tails make the number inside change slowly.
#[test]
fn ps_a_lognormal() {
    ps_a("ps_a_lognormal", lognormal(5.0, 1.5), 50_000.0, 0.02);
}

/// With processor sharing a customer's mean sojourn is his work x over 1 - rho, in proportion: L. Kleinrock,
/// "Time-shared systems: a theoretical treatment", Journal of the ACM 14 (1967). Work of 2, 10 (PS-a: 50 minutes), and
/// lognormal, each at a load of its own, 0.8 together.
#[test]
fn sojourn_in_proportion_to_work() {
    let runs = Setup::queue(0.1, constant(2.0), 1)
        .and_less_urgent(0.02, constant(10.0))
        .and_less_urgent(0.08, lognormal(5.0, 1.5))
        .sharing(&[1.0])
        .slots_for_all()
        .lasting(4_000.0, 50_000.0)
        .run("sojourn_in_proportion_to_work");
    Verdict::on("sojourn in proportion to work")
        .rough("mean sojourn with work 2", runs.sojourn_of(0).mean(), 10.0, 0.015)
        .rough("mean sojourn with work 10", runs.sojourn_of(1).mean(), 50.0, 0.015)
        .rough("mean sojourn with lognormal work", runs.sojourn_of(2).mean(), 25.0, 0.02)
        .holds();
}

/// Limited processor sharing with exponential work and total speed 1: three share, others queue. The number inside is
/// that of M/M/1, so that the queue is that of Erlang C with one server: rho^4 / (1 - rho).
#[test]
fn limited_sharing() {
    let load: f64 = 0.7;
    let runs = Setup::queue(load, exponential(1.0), 1)
        .sharing(&[1.0])
        .slots(3)
        .lasting(500.0, 10_000.0)
        .run_noting("limited_sharing");
    let queue = load.powi(4) / (1.0 - load);
    Verdict::on("limited sharing")
        .value("P(wait > 0)", runs.wait().positive(), load.powi(3))
        .rough("mean wait", runs.wait().mean(), queue / load, 0.02)
        .rough("mean number inside", runs.inside(), load / (1.0 - load), 0.015)
        .value("mean time in hand", runs.noted(|ledger| &ledger.first_work).mean(), 1.0 / (1.0 - load) - queue / load)
        .holds();
}

/// Total speeds with 1, 2, 3 conversations: 0.2, 0.3 and 0.35 a minute at a mean work of 5 minutes.
const LEVELS: [f64; 3] = [1.0, 1.5, 1.75];

/// What is known of agents whose rate depends on their level.
struct Levels {
    waits: f64,
    queue: f64,
    wait: f64,
    on_desks: f64,
    in_hand: f64,
    throughput: f64,
    /// The share of agents' time with 0, 1, 2, 3 conversations.
    agent_has: [f64; 4],
}

fn compare(name: &str, runs: &Runs, reference: &Levels, precision: f64) -> Verdict {
    let mut verdict = Verdict::on(name)
        .value("P(wait > 0)", runs.wait().positive(), reference.waits)
        .rough("mean queue", runs.queue_length(), reference.queue, precision)
        .rough("mean wait", runs.wait().mean(), reference.wait, precision)
        .value("mean on desks", runs.active(), reference.on_desks)
        .value("mean time in hand", runs.noted(|ledger| &ledger.first_work).mean(), reference.in_hand)
        .value("served a minute", runs.replies_per_minute(), reference.throughput);
    for (active, share) in (0..).zip(reference.agent_has) {
        verdict = verdict.value(&format!("P(agent has {active})"), runs.share_of_agents_with(active), share);
    }
    verdict
}

/// LEVEL-a: one agent who holds three at most and works faster in total the more he holds; customers give up in the
/// queue. J. Luo and J. Zhang, "Staffing and control of instant messaging contact centers", Operations Research 61 (2013);
/// T. Tezcan and J. Zhang, "Routing and staffing in customer service chat systems with impatient customers", Operations
/// Research 62 (2014). A birth and death process.
#[test]
fn level_a() {
    let runs = Setup::queue(0.3, exponential(5.0), 1)
        .sharing(&LEVELS)
        .slots(3)
        .patience(exponential(10.0))
        .until(Until::Assigned)
        .lasting(500.0, 10_000.0)
        .run_noting("level_a");
    let reference = Levels {
        waits: 0.424978116875,
        queue: 0.434410560078,
        wait: 1.44803520026,
        on_desks: 1.92183396914,
        in_hand: 7.49080869774,
        throughput: 0.256558943992,
        agent_has: [0.143755470781, 0.215633206172, 0.215633206172, 0.424978116875],
    };
    compare("level_a", &runs, &reference, 0.01)
        .value("P(gives up)", runs.share(Count::AbandonedTold, Count::Offered), 0.144803520026)
        .holds();
}

/// LEVEL-b: two of those agents, the one with fewer conversations first, and nobody gives up. Solved as a Markov chain.
#[test]
fn level_b() {
    let runs = Setup::queue(0.55, exponential(5.0), 2)
        .sharing(&LEVELS)
        .slots(3)
        .assignment(&[AssignmentKey::LeastLoaded, AssignmentKey::Random])
        .lasting(1_000.0, 25_000.0)
        .run_noting("level_b");
    let reference = Levels {
        waits: 0.395108305685,
        queue: 1.44873045418,
        wait: 2.63405537123,
        on_desks: 4.15206905005,
        in_hand: 7.54921645463,
        throughput: 0.55,
        agent_has: [0.0914389685224, 0.210278650933, 0.229091267543, 0.469191113001],
    };
    compare("level_b", &runs, &reference, 0.02).holds();
}

/// The agent of LEVEL-a takes all who come, and they give up while he works on their message: what he can do goes to the
/// others from then on. Everybody inside leaves with a constant hazard: a birth and death process.
#[test]
fn giving_up_in_hand() {
    let (rate, patience) = (0.4, 10.0);
    let total = |inside: usize| LEVELS[inside.min(3) - 1] / 5.0;
    let law = stationary(200, |_| rate, |inside| total(inside) + inside as f64 / patience);
    let inside = mean(&law, |inside| inside);
    let runs = Setup::queue(rate, exponential(5.0), 1)
        .sharing(&LEVELS)
        .slots_for_all()
        .patience(exponential(patience))
        .until(Until::Reply)
        .lasting(200.0, 8_000.0)
        .run("giving_up_in_hand");
    let mut verdict = Verdict::on("giving up in hand")
        .value("P(gives up)", runs.share(Count::AbandonedTold, Count::Offered), inside / patience / rate)
        .value("mean number inside", runs.inside(), inside)
        .value("served a minute", runs.replies_per_minute(), rate - inside / patience);
    for (active, share) in (0..4).zip(law) {
        verdict = verdict.value(&format!("P(agent has {active})"), runs.share_of_agents_with(active), share);
    }
    verdict.holds();
}

/// Where nobody queues, the law of the work does not matter for an agent whose rate depends on his level: J. W. Cohen,
/// "The multiple phase service network with generalized processor sharing", Acta Informatica 12 (1979). The agent of
/// LEVEL-a with lognormal work, and a fourth customer is turned away.
#[test]
fn levels_do_not_depend_on_the_law_of_work() {
    let runs = Setup::queue(0.3, lognormal(5.0, 1.5), 1)
        .sharing(&LEVELS)
        .slots(3)
        .places_inside(3)
        .lasting(500.0, 8_000.0)
        .run("levels_do_not_depend_on_the_law_of_work");
    let law = stationary(3, |_| 0.3, |inside| LEVELS[inside - 1] / 5.0);
    let inside = mean(&law, |inside| inside);
    let mut verdict = Verdict::on("levels with lognormal work")
        .value("P(refused)", runs.share(Count::Refused, Count::Offered), law[3])
        .value("mean number inside", runs.inside(), inside)
        .value("mean time in hand", runs.first_response().mean(), inside / (0.3 * (1.0 - law[3])));
    for (active, share) in (0..).zip(law) {
        verdict = verdict.value(&format!("P(agent has {active})"), runs.share_of_agents_with(active), share);
    }
    verdict.holds();
}

/// Erlang-R with one agent who shares his time: of product form for any law of work and think, which processor sharing
/// adds to the theorem of Baskett, Chandy, Muntz and Palacios (1975). Those who need a reply are as many as in M/M/1 with
/// lambda / (1 - p).
#[test]
fn erlang_r_with_sharing() {
    let runs = Setup::conversations(0.14, lognormal(1.0, 1.5), lognormal(4.0, 2.0), 0.8, 1)
        .sharing(&[1.0])
        .slots_for_all()
        .lasting(1_000.0, 10_000.0)
        .run("erlang_r_with_sharing");
    Verdict::on("Erlang-R with sharing")
        .rough("mean needing a reply", runs.needy(), 7.0 / 3.0, 0.02)
        .rough("mean response", runs.response().mean(), 10.0 / 3.0, 0.02)
        .rough("mean thinking", runs.thinking(), 2.24, 0.015)
        .holds();
}

/// The total speed goes by all active conversations, those that await their customer included, and those that need a
/// reply get equal parts of it: the agent of LEVEL-a with conversations of four works on average (mean 1 minute), thinks
/// of 4 minutes, and three places. A Markov chain of (needing a reply, thinking), ten states.
#[test]
fn levels_count_those_who_think() {
    let runs = Setup::conversations(0.3, exponential(1.0), exponential(4.0), 0.75, 1)
        .sharing(&LEVELS)
        .slots(3)
        .places_inside(3)
        .lasting(300.0, 8_000.0)
        .run("levels_count_those_who_think");
    let agent_has = [0.0282981915911, 0.144078583353, 0.33109609105, 0.496527134006];
    let mut verdict = Verdict::on("levels count those who think")
        .value("P(rejected)", runs.share(Count::Refused, Count::Offered), 0.496527134006)
        .value("mean needing a reply", runs.ratio(needy, |run| run.measures.counted as f64), 0.483349849894)
        .value("mean thinking", runs.thinking(), 1.81250231758)
        .value("works a minute", runs.replies_per_minute(), 0.604167439192)
        .value("mean response", runs.response().mean(), 0.800026314791);
    for (active, share) in (0..).zip(agent_has) {
        verdict = verdict.rough(&format!("P(agent has {active})"), runs.share_of_agents_with(active), share, 0.02);
    }
    verdict.holds();
}

fn needy(run: &Run) -> f64 {
    run.probe.in_hand[0].integral(|number| number)
}
