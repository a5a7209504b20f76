//! Conversations that come back to a common inbox: Erlang-R and its relatives. All are of product form, so that the law
//! of the think does not matter but for its mean: F. Baskett, K. M. Chandy, R. R. Muntz and F. G. Palacios, "Open, closed,
//! and mixed networks of queues with different classes of customers", Journal of the ACM 22 (1975).

use super::runs::{Run, Runs};
use super::setup::{Setup, constant, exponential, lognormal};
use super::verdict::Verdict;
use quasisync::metrics::measures::{Count, Level};
use quasisync::policy::{Entry, OrderKey, To};
use quasisync::random::Law;

/// What is known of an Erlang-R model.
struct ErlangR {
    works: f64,
    utilisation: f64,
    waits: f64,
    wait: f64,
    wait_95: f64,
    needy: f64,
    thinking: f64,
    thinking_deviation: f64,
    time: f64,
}

/// Erlang-R: G. B. Yom-Tov and A. Mandelbaum, "Erlang-R: a time-varying queue with reentrant customers, in support of
/// healthcare staffing", M&SOM 16 (2014). Those who need a reply are as many as in M/M/s with lambda / (1 - p); those
/// who think are Poisson with mean p lambda / (1 - p) x E[think].
fn erlang_r(name: &str, runs: &Runs, reference: &ErlangR, precision: f64) -> Verdict {
    let wait = runs.wait();
    Verdict::on(name)
        .value("works a minute", runs.replies_per_minute(), reference.works)
        .value("utilisation", runs.utilisation(), reference.utilisation)
        .value("P(wait > 0)", wait.positive(), reference.waits)
        .rough("mean wait a visit", wait.mean(), reference.wait, precision)
        .rough("wait, 95 %", wait.quantile(0.95), reference.wait_95, precision)
        .rough("mean needing a reply", runs.needy(), reference.needy, precision)
        .value("mean thinking", runs.thinking(), reference.thinking)
        .rough("sd of thinking", runs.crowd_deviation(|probe| &probe.thinking), reference.thinking_deviation, 0.02)
        .value("mean works", runs.replies_per_conversation(), 5.0)
        .value("mean time to the end", runs.resolution().mean(), reference.time)
}

/// Erlang-R at load 0.5, see [`erlang_r`].
#[test]
fn erlr_a() {
    let runs = Setup::conversations(0.3, exponential(1.0), exponential(4.0), 0.8, 3)
        .shared_inbox()
        .lasting(300.0, 16_000.0)
        .run("erlr_a");
    let reference = ErlangR {
        works: 1.5,
        utilisation: 0.5,
        waits: 0.236842105263,
        wait: 0.157894736842,
        wait_95: 1.03691379411,
        needy: 1.73684210526,
        thinking: 4.8,
        thinking_deviation: 2.19089023002,
        time: 21.7894736842,
    };
    let nobody = |number: f64| f64::from(u8::from(number == 0.0));
    erlang_r("erlr_a", &runs, &reference, 0.02)
        .rough("P(nobody thinks)", runs.crowd(|probe| &probe.thinking, nobody), 0.00822974704902, 0.03)
        .holds();
}

/// The same Erlang-R without a shared inbox: a reply frees the slot, and the customer comes back through the queue to any
/// agent. Message by message the waits are those of the shared inbox. Whom the queue prefers does not change their mean,
/// as all works have one law.
#[test]
fn erlr_a_through_the_queue() {
    let setup = Setup::conversations(0.3, exponential(1.0), exponential(4.0), 0.8, 3).lasting(300.0, 25_000.0);
    let name = "erlr_a through the queue";
    let shared = setup.clone().shared_inbox().run(name);
    let back = setup.clone().back_through_the_queue(Entry::Back).run(name);
    let front = setup.back_through_the_queue(Entry::Front).order(&[OrderKey::WaitingLongest]).run(name);
    let wait = back.wait();
    Verdict::on(name)
        .value("utilisation", back.utilisation(), 0.5)
        .value("P(wait > 0)", wait.positive(), 0.236842105263)
        .value("mean wait a visit", wait.mean(), 0.157894736842)
        .value("mean passage through the queue", back.slot_wait().mean(), 0.157894736842)
        .value("wait, 95 %", wait.quantile(0.95), 1.03691379411)
        .value("mean needing a reply", back.needy(), 1.73684210526)
        .value("mean inactive", back.level(Level::InactivePool), 4.8)
        .value("mean time to the end", back.resolution().mean(), 21.7894736842)
        .exact("mean wait, shared inbox", wait.mean().value, shared.wait().mean().value, 1e-12)
        .exact("sd of wait, shared inbox", wait.deviation().value, shared.wait().deviation().value, 1e-12)
        .value("mean wait, replies in front", front.wait().mean(), 0.157894736842)
        .holds();
}

/// Two slots an agent, shared: six for 6.5 conversations. Where silence gives up its slot as soon as somebody waits, no agent
/// is idle while a message waits, and those who need a reply are as many as in Erlang-R without a limit.
fn erlr_a_on_demand(name: &str, to: To) {
    let runs = Setup::conversations(0.3, exponential(1.0), exponential(4.0), 0.8, 3)
        .shared_inbox()
        .slots(2)
        .inactive_on_demand(to)
        .lasting(300.0, 16_000.0)
        .run(name);
    let silent = |run: &Run| run.probe.thinking.integral(|number| number) + run.integral(Level::InactivePool);
    let wait = runs.wait();
    Verdict::on(name)
        .value("utilisation", runs.utilisation(), 0.5)
        .value("P(wait > 0)", wait.positive(), 0.236842105263)
        .rough("mean wait a visit", wait.mean(), 0.157894736842, 0.02)
        .value("mean needing a reply", runs.needy(), 1.73684210526)
        .value("mean thinking, active or not", runs.ratio(silent, |run| run.measures.counted as f64), 4.8)
        .value("mean time to the end", runs.resolution().mean(), 21.7894736842)
        .same("all come back", &runs.per_minute(Count::Reactivated), &runs.per_minute(Count::WentInactive), 0.005)
        .holds();
}

/// See [`erlr_a_on_demand`]; nobody is ever above the limit.
#[test]
fn erlr_a_on_demand_through_the_queue() {
    erlr_a_on_demand("erlr_a on demand through the queue", To::Queue);
}

/// See [`erlr_a_on_demand`]; who comes back may be one too many, and then several must make room for a new one.
#[test]
fn erlr_a_on_demand_to_the_owner() {
    erlr_a_on_demand("erlr_a on demand to the owner", To::OwnerSignedIn);
}

/// Erlang-R at load 0.95, see [`erlang_r`]; the law of the think does not matter.
fn erlang_r_c(name: &str, think: Law) {
    let runs =
        Setup::conversations(1.9, exponential(1.0), think, 0.8, 10).shared_inbox().lasting(1_500.0, 14_000.0).run(name);
    let reference = ErlangR {
        works: 9.5,
        utilisation: 0.95,
        waits: 0.825585578126,
        wait: 1.65117115625,
        wait_95: 5.60813984158,
        needy: 25.1861259844,
        thinking: 45.6,
        thinking_deviation: 6.75277720645,
        time: 37.2558557813,
    };
    erlang_r(name, &runs, &reference, 0.04).holds();
}

/// See [`erlang_r_c`].
#[test]
fn erlr_c_lognormal() {
    erlang_r_c("erlr_c_lognormal", lognormal(6.0, 2.0));
}

/// See [`erlang_r_c`].
#[test]
fn erlr_c_exponential() {
    erlang_r_c("erlr_c_exponential", exponential(6.0));
}

/// Four everlasting conversations and one agent: the repairman of C. Palm (1947), with K. C. Sevcik and I. Mitrani,
/// "The distribution of queuing network states at input and output instants", Journal of the ACM 28 (1981): a message
/// finds what an observer of three conversations sees.
fn closed_a(name: &str, think: Law) {
    let runs = Setup::conversations(0.0, exponential(1.0), think, 0.8, 1)
        .all_at_once(0, 4)
        .works(6_000)
        .shared_inbox()
        .lasting(500.0, 10_000.0)
        .run(name);
    let wait = runs.wait();
    Verdict::on(name)
        .value("works a minute", runs.replies_per_minute(), 0.68932038835)
        .value("utilisation", runs.utilisation(), 0.68932038835)
        .value("mean needing a reply", runs.needy(), 1.2427184466)
        .value("mean thinking", runs.thinking(), 4.0 - 1.2427184466)
        .value("mean response", runs.response().mean(), 1.80281690141)
        .value("mean wait", wait.mean(), 0.802816901408)
        .value("P(wait > 0)", wait.positive(), 0.549295774648)
        .value("P(wait > 2)", wait.above(2.0), 0.142959806236)
        .holds();
}

/// See [`closed_a`].
#[test]
fn closed_a_exponential() {
    closed_a("closed_a_exponential", exponential(4.0));
}

/// See [`closed_a`].
#[test]
fn closed_a_lognormal() {
    closed_a("closed_a_lognormal", lognormal(4.0, 2.0));
}

/// See [`closed_a`].
#[test]
fn closed_a_constant() {
    closed_a("closed_a_constant", constant(4.0));
}

/// Erlang-R with 6 places; who finds them taken is lost. J. S. H. van Leeuwaarden, B. W. J. Mathijsen, F. Sloothaak and
/// G. B. Yom-Tov, "The restricted Erlang-R queue: finite-size effects in service systems with returning customers"
/// (2016).
fn loss_a(name: &str, think: Law) {
    let runs = Setup::conversations(0.3, exponential(1.0), think, 0.75, 2)
        .shared_inbox()
        .places_inside(6)
        .lasting(300.0, 12_000.0)
        .run(name);
    Verdict::on(name)
        .value("P(rejected)", runs.share(Count::Refused, Count::Offered), 0.1952163638)
        .value("conversations a minute", runs.per_minute(Count::Resolved), 0.24143509086)
        .value("utilisation", runs.utilisation(), 0.48287018172)
        .value("mean needing a reply", runs.needy(), 1.12751773896)
        .value("mean thinking", runs.thinking(), 2.89722109032)
        .value("mean wait a work", runs.wait().mean(), 0.167516427445)
        .value("mean time to the end", runs.resolution().mean(), 16.6700657098)
        .holds();
}

/// See [`loss_a`].
#[test]
fn loss_a_exponential() {
    loss_a("loss_a_exponential", exponential(4.0));
}

/// See [`loss_a`].
#[test]
fn loss_a_lognormal() {
    loss_a("loss_a_lognormal", lognormal(4.0, 1.5));
}

/// Erlang-R with a lognormal think, and silence of 10 minutes frees the slot until the customer writes. Nobody waits for
/// a slot, so that the queue is that of Erlang-R; the think splits into the part below 10 minutes, of mean
/// E[min(X, 10)], and the rest.
#[test]
fn tout_a() {
    let runs = Setup::conversations(0.8, exponential(1.0), lognormal(8.0, 1.5), 0.8, 6)
        .shared_inbox()
        .inactive_after(10.0)
        .lasting(1_000.0, 8_000.0)
        .run("tout_a");
    let wait = runs.wait();
    let silences = |run: &Run| run.count(None, Count::WentInactive);
    let thinks = |run: &Run| run.probe.replies as f64 - run.count(None, Count::Resolved);
    Verdict::on("tout_a")
        .value("P(inactive) a think", runs.ratio(silences, thinks), 0.227119454751)
        .value("times inactive", runs.share(Count::WentInactive, Count::Offered), 0.908477819006)
        .same("all come back", &runs.per_minute(Count::Reactivated), &runs.per_minute(Count::WentInactive), 0.005)
        .value("mean thinking, active", runs.thinking(), 16.687302136)
        .value("mean inactive", runs.level(Level::InactivePool), 8.91269786397)
        .value("mean needing a reply", runs.needy(), 4.56952169077)
        .value("P(wait > 0)", wait.positive(), 0.284760845384)
        .rough("mean wait a visit", wait.mean(), 0.142380422692, 0.02)
        .value("mean slots in use", runs.slots_in_use(), 21.2568238268)
        .holds();
}

/// One agent, 3 places, and a silence of 6 minutes ends the conversation: the customer is gone. A network of product
/// form, in which the time until the next message or the end is min(X, 6) for an exponential X of mean 4.
///
/// Here a customer who would be too late never writes: he ghosts with probability P(X > 6) = exp(-6/4), and otherwise
/// his latency has the law of X below 6. What agent and platform see is the same.
#[test]
fn tout_c() {
    let think = exponential(4.0).truncate(None, Some(360.0)).expect("most of it is below");
    let runs = Setup::conversations(0.2, exponential(1.0), think, 0.8, 1)
        .slots(3)
        .places_inside(3)
        .ghosts((-6.0_f64 / 4.0).exp())
        .closed_after(6.0)
        .lasting(200.0, 20_000.0)
        .run("tout_c");
    Verdict::on("tout_c")
        .value("P(rejected)", runs.share(Count::Refused, Count::Offered), 0.22368653591)
        .value("utilisation", runs.utilisation(), 0.410200791177)
        .value("mean needing a reply", runs.needy(), 0.566361462271)
        .value("mean thinking", runs.thinking(), 1.01975239344)
        .value("mean works", runs.replies_per_conversation(), 2.64197911122)
        .value("share closed for silence", runs.share_of_accepted(Count::AutoClosed), 0.471604177756)
        .value("share of ghosts", runs.share_of_accepted(Count::Ghosted), 0.471604177756)
        .value("mean time to the end", runs.probed(|probe| &probe.whole).mean(), 10.2156791623)
        .value("mean wait a work", runs.wait().mean(), 0.380693246948)
        .holds();
}
