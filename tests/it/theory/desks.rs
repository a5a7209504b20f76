//! Agents with slots of their own: a conversation needs a slot, keeps its agent, and alternates between work (mean 1
//! minute) and think (mean 2 minutes), five works on average. Within an agent the order is that of becoming needy; a
//! freed slot goes to the head of the common queue, who joins the end of the agent's inbox. Solved as Markov chains.

use super::runs::Runs;
use super::setup::{Setup, exponential, minutes};
use super::verdict::Verdict;
use quasisync::policy::{Adaptive, AssignmentKey, OrderKey};
use std::f64::consts::{E, LN_10};

/// Conversations as above.
fn desks(rate: f64, agents: u32, slots: u32) -> Setup {
    Setup::conversations(rate, exponential(1.0), exponential(2.0), 0.8, agents)
        .slots(slots)
        .assignment(&[AssignmentKey::LeastLoaded, AssignmentKey::Random])
}

/// One agent whose slots are always full: the source of a finite-source queue is the slots. (slots, conversations ended
/// a minute, utilisation, mean from becoming needy to the reply.)
const SATURATED: [(u32, f64, f64, f64); 8] = [
    (1, 0.0769230769231, 0.384615384615, 1.0),
    (2, 0.134020618557, 0.670103092784, 1.38461538462),
    (3, 0.17007597896, 0.850379894798, 1.92783505155),
    (4, 0.188706297563, 0.943531487813, 2.63939216832),
    (5, 0.196450160549, 0.982250802744, 3.4903496195),
    (6, 0.199057835523, 0.995289177616, 4.42839871561),
    (7, 0.199784879752, 0.998924398762, 5.40753731581),
    (8, 0.199956985204, 0.999784926019, 6.40172096198),
];

/// More slots, more conversations ended, but less and less so: C. Palm's repairman again. The backlog is there from the
/// beginning and longer than the run.
#[test]
fn cap_a() {
    for (slots, ended, utilisation, response) in SATURATED {
        let name = format!("cap_a, {slots} slots");
        let runs = desks(0.0, 1, slots).all_at_once(0, 1_000).lasting(100.0, 4_000.0).run(&name);
        Verdict::on(&name)
            .value("conversations ended a minute", runs.endings_per_minute(), ended)
            .value("works a minute", runs.replies_per_minute(), utilisation)
            .value("utilisation", runs.utilisation(), utilisation)
            .value("mean response on the desk", runs.probed(|probe| &probe.needy_time).mean(), response)
            .exact("slots in use", runs.slots_in_use().value, f64::from(slots), 1e-9)
            .holds();
    }
}

/// What is known of agents with slots.
struct Reference {
    slot_waits: f64,
    slot_queue: f64,
    slot_wait: f64,
    slot_wait_90: f64,
    slot_wait_95: f64,
    slot_wait_above_5: f64,
    utilisation: f64,
    on_desks: f64,
    thinking: f64,
    needy: f64,
    wait: f64,
    wait_first: f64,
    wait_later: f64,
    response_above_1: f64,
    response_90: f64,
    response_99: f64,
    time_on_desk: f64,
    first_response: f64,
    time: f64,
    /// The share of time with 0, 1, 2, ... conversations.
    agent_has: &'static [f64],
}

/// Compares; `precision` is that of the waits for a slot.
fn compare(name: &str, runs: &Runs, reference: &Reference, precision: f64) {
    let (slot, later) = (runs.slot_wait(), runs.later_response());
    let mut verdict = Verdict::on(name)
        .value("P(waits for a slot)", slot.positive(), reference.slot_waits)
        .rough("mean queue", runs.queue_length(), reference.slot_queue, precision)
        .rough("mean wait for a slot", slot.mean(), reference.slot_wait, precision)
        .rough("wait for a slot, 90 %", slot.quantile(0.9), reference.slot_wait_90, precision)
        .rough("wait for a slot, 95 %", slot.quantile(0.95), reference.slot_wait_95, precision)
        .value("P(wait for a slot > 5)", slot.above(5.0), reference.slot_wait_above_5)
        .value("utilisation", runs.utilisation(), reference.utilisation)
        .value("mean on desks", runs.active(), reference.on_desks)
        .value("mean thinking", runs.thinking(), reference.thinking)
        .value("mean needy on desks", runs.needy_on_desks(), reference.needy)
        .value("mean wait on the desk", runs.probed(|probe| &probe.needy_wait).mean(), reference.wait)
        .value("the same, first works", runs.probed(|probe| &probe.first_needy_wait).mean(), reference.wait_first)
        .value("the same, later works", runs.wait_later().mean(), reference.wait_later)
        .value("mean response, later works", later.mean(), reference.wait_later + 1.0)
        .value("P(response > 1), later works", later.above(1.0), reference.response_above_1)
        .value("response, 90 %, later works", later.quantile(0.9), reference.response_90)
        .value("response, 99 %, later works", later.quantile(0.99), reference.response_99)
        .value("mean assignment to end", runs.probed(|probe| &probe.on_desk).mean(), reference.time_on_desk)
        .rough("mean first response", runs.first_response().mean(), reference.first_response, precision)
        .rough("mean arrival to end", runs.resolution().mean(), reference.time, precision);
    for (active, &share) in (0..).zip(reference.agent_has) {
        verdict = verdict.rough(&format!("P(agent has {active})"), runs.share_of_agents_with(active), share, 0.02);
    }
    verdict.holds();
}

/// One agent with one slot: M/G/1 whose service is a whole conversation.
#[test]
fn chat1_a() {
    let runs = desks(0.05, 1, 1).lasting(2_000.0, 160_000.0).run("chat1_a");
    let reference = Reference {
        slot_waits: 0.65,
        slot_queue: 1.32142857143,
        slot_wait: 26.4285714286,
        slot_wait_90: 76.1640151185,
        slot_wait_95: 104.393845815,
        slot_wait_above_5: 0.573932949362,
        utilisation: 0.25,
        on_desks: 0.65,
        thinking: 0.4,
        needy: 0.25,
        wait: 0.0,
        wait_first: 0.0,
        wait_later: 0.0,
        response_above_1: 1.0 / E,
        response_90: LN_10,
        response_99: 2.0 * LN_10,
        time_on_desk: 13.0,
        first_response: 27.4285714286,
        time: 39.4285714286,
        agent_has: &[0.35, 0.65],
    };
    compare("chat1_a", &runs, &reference, 0.02);
}

/// One agent with three slots.
#[test]
fn chat1_c() {
    let runs = desks(0.13, 1, 3).lasting(2_000.0, 120_000.0).run("chat1_c");
    let reference = Reference {
        slot_waits: 0.551169363658,
        slot_queue: 1.83130781602,
        slot_wait: 14.0869832001,
        slot_wait_90: 43.6409630084,
        slot_wait_95: 61.3736047985,
        slot_wait_above_5: 0.452875572566,
        utilisation: 0.65,
        on_desks: 2.16839898247,
        thinking: 1.04,
        needy: 1.12839898247,
        wait: 0.735998434566,
        wait_first: 0.733694103824,
        wait_later: 0.736574517251,
        response_above_1: 0.604673138191,
        response_90: 3.78881234736,
        response_99: 6.80868747448,
        time_on_desk: 16.6799921728,
        first_response: 15.820677304,
        time: 30.766975373,
        agent_has: &[0.103739378188, 0.175291624815, 0.169799633339, 0.551169363658],
    };
    compare("chat1_c", &runs, &reference, 0.02);
}

/// The five slots of [`chat1_e`] and [`chat1_g`].
fn five_slots(name: &str, inbox: &[OrderKey]) -> Runs {
    desks(0.17, 1, 5).inbox(inbox).lasting(3_000.0, 80_000.0).run(name)
}

/// One agent with five slots.
#[test]
fn chat1_e() {
    let runs = five_slots("chat1_e", &[OrderKey::JoinedFirst]);
    let reference = Reference {
        slot_waits: 0.588575047658,
        slot_queue: 3.79102686223,
        slot_wait: 22.3001580131,
        slot_wait_90: 67.1598405846,
        slot_wait_95: 93.4233588024,
        slot_wait_above_5: 0.515787536193,
        utilisation: 0.85,
        on_desks: 3.89776881604,
        thinking: 1.36,
        needy: 2.53776881604,
        wait: 1.98561037181,
        wait_first: 1.9849958153,
        wait_later: 1.98576401093,
        response_above_1: 0.814014076124,
        response_90: 5.93445647547,
        response_99: 9.57307697535,
        time_on_desk: 22.928051859,
        first_response: 25.2851538284,
        time: 45.2282098721,
        agent_has: &[0.0362849021661, 0.0801894849625, 0.10171619299, 0.101665782091, 0.0915685901329, 0.588575047658],
    };
    compare("chat1_e", &runs, &reference, 0.025);
}

/// The same agent answers replies before first messages: first works wait longer and later ones shorter.
#[test]
fn chat1_g() {
    let runs = five_slots("chat1_g", &[OrderKey::RepliesFirst]);
    let slot = runs.slot_wait();
    Verdict::on("chat1_g")
        .value("P(waits for a slot)", slot.positive(), 0.588575047658)
        .rough("mean wait for a slot", slot.mean(), 22.3001580131, 0.025)
        .value("utilisation", runs.utilisation(), 0.85)
        .value("wait on the desk, first works", runs.probed(|probe| &probe.first_needy_wait).mean(), 4.06399566117)
        .value("wait on the desk, later works", runs.wait_later().mean(), 1.46601404946)
        .rough("mean first response", runs.first_response().mean(), 27.3641536743, 0.025)
        .holds();
}

/// Whom the agent answers first changes who waits, not how much is waited: all works have one law, and no order knows
/// them. L. Kleinrock, "A conservation law for a wide class of queueing disciplines", Naval Research Logistics Quarterly
/// 12 (1965).
#[test]
fn chat1_e_and_chat1_g_conserve_work() {
    let name = "chat1_e and chat1_g";
    let adaptive = Adaptive { factor: 0.5, minimum: minutes(0.5), maximum: minutes(4.0) };
    let orders = [
        ("in order", OrderKey::JoinedFirst),
        ("replies first", OrderKey::RepliesFirst),
        ("newest first", OrderKey::Newest),
        ("most engaged first", OrderKey::MostEngaged),
        ("adaptive", OrderKey::Adaptive(adaptive)),
        ("at random", OrderKey::Random),
    ];
    let mut verdict = Verdict::on(name);
    for (rule, order) in orders {
        let runs = desks(0.17, 1, 5).inbox(&[order]).lasting(3_000.0, 20_000.0).run(name);
        let wait = runs.probed(|probe| &probe.needy_wait).mean();
        verdict = verdict.value(&format!("mean wait on the desk, {rule}"), wait, 1.98561037181);
    }
    verdict.holds();
}

/// Two agents with two slots each; the less loaded one gets the next conversation, of equals either.
#[test]
fn chat2_a() {
    let runs = desks(0.18, 2, 2).lasting(1_000.0, 80_000.0).run("chat2_a");
    let reference = Reference {
        slot_waits: 0.365032723974,
        slot_queue: 0.785665974266,
        slot_wait: 4.36481096814,
        slot_wait_90: 15.491640765,
        slot_wait_95: 23.8090501511,
        slot_wait_above_5: 0.239734678939,
        utilisation: 0.45,
        on_desks: 2.58479713424,
        thinking: 1.44,
        needy: 1.14479713424,
        wait: 0.271996815824,
        wait_first: 0.269788136351,
        wait_later: 0.272548985692,
        response_above_1: 0.46814460972,
        response_90: 2.88232552882,
        response_99: 5.52364395635,
        time_on_desk: 14.3599840791,
        first_response: 5.63459910449,
        time: 18.7247950473,
        agent_has: &[0.183223485457, 0.341154461965, 0.475622052578],
    };
    compare("chat2_a", &runs, &reference, 0.02);
}

/// Two agents with three slots each; any with a free slot gets the next conversation, all equally likely.
#[test]
fn chat2_d() {
    let setup = desks(0.3, 2, 3).assignment(&[AssignmentKey::Random]);
    let runs = setup.lasting(3_000.0, 60_000.0).run("chat2_d");
    let reference = Reference {
        slot_waits: 0.661544447349,
        slot_queue: 5.06186783233,
        slot_wait: 16.8728927744,
        slot_wait_90: 48.206507208,
        slot_wait_95: 65.8990056042,
        slot_wait_above_5: 0.54342966384,
        utilisation: 0.75,
        on_desks: 5.13044363466,
        thinking: 2.4,
        needy: 2.73044363466,
        wait: 0.820295756441,
        wait_first: 0.819627437357,
        wait_later: 0.820462836212,
        response_above_1: 0.630082633644,
        response_90: 3.91634771574,
        response_99: 6.94718327395,
        time_on_desk: 17.1014787822,
        first_response: 18.6925202118,
        time: 33.9743715566,
        agent_has: &[0.0396046505302, 0.0928659934798, 0.130232244119, 0.737297111871],
    };
    compare("chat2_d", &runs, &reference, 0.025);
}

/// The six slots of [`chat2_d`] pooled, with an inbox that both agents share: half the wait for a slot, and less on the
/// desk. The semi-open queue that van Leeuwaarden et al. (2016) call restricted Erlang-R with holding.
#[test]
fn pooled_slots() {
    let setup = Setup::conversations(0.3, exponential(1.0), exponential(2.0), 0.8, 2).shared_inbox().slots(3);
    let runs = setup.lasting(2_000.0, 60_000.0).run("pooled_slots");
    let slot = runs.slot_wait();
    Verdict::on("pooled slots")
        .value("P(waits for a slot)", slot.positive(), 0.521366532524)
        .rough("mean queue", runs.queue_length(), 2.56333512306, 0.025)
        .rough("mean wait for a slot", slot.mean(), 8.54445041021, 0.025)
        .value("utilisation", runs.utilisation(), 0.75)
        .value("mean thinking", runs.thinking(), 2.4)
        .value("mean needy on desks", runs.needy_on_desks(), 2.29480114407)
        .value("mean wait on the desk", runs.probed(|probe| &probe.needy_wait).mean(), 0.529867429383)
        .value("mean number inside", runs.inside(), 7.25813626714)
        .holds();
}

/// One agent with three slots whom more conversations make slower: the work on a message takes 1, 1.2 or 1.4 times as
/// long with 1, 2 or 3 active ones when it begins. One message a customer; a Markov chain of the number inside and the
/// factor of the work in hand, solved numerically.
#[test]
fn slowdown() {
    let runs = Setup::queue(0.15, exponential(4.0), 1)
        .slots(3)
        .slowdown(&[1.0, 1.2, 1.4])
        .lasting(1_000.0, 100_000.0)
        .run("slowdown");
    Verdict::on("slowdown")
        .value("utilisation", runs.utilisation(), 0.719081396165)
        .value("P(waits for a slot)", runs.slot_wait().positive(), 0.441814734181)
        .value("P(wait > 0)", runs.wait().positive(), 0.719081396165)
        .rough("mean wait", runs.wait().mean(), 21.5360769717, 0.02)
        .rough("mean queue", runs.queue_length(), 2.23806657771, 0.02)
        .rough("mean sojourn", runs.first_response().mean(), 26.3299529461, 0.02)
        .rough("mean number inside", runs.inside(), 3.94949294192, 0.02)
        .holds();
}
