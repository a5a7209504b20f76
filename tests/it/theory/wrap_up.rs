//! What a wrap-up holds: the agent, a slot, or nothing. See also `wrap_a` of the classic queues.

use super::exact::erlang_c;
use super::runs::{Run, Runs};
use super::setup::{Setup, exponential};
use super::verdict::Verdict;
use quasisync::model::{Holds, WrapUp};

/// M/M/4 of WRAP-a.
fn servers() -> Setup {
    Setup::queue(0.5, exponential(5.0), 4)
}

/// A wrap-up that holds this much.
fn wrapping(setup: Setup, mean: f64, holds: Holds) -> Setup {
    setup.agents(|it| it.wrap_up = Some(WrapUp { law: exponential(mean), holds }))
}

/// Waits and sojourns are the same to the microsecond.
fn same(verdict: Verdict, name: &str, a: &Runs, b: &Runs) -> Verdict {
    let pairs = [("wait", a.wait(), b.wait()), ("sojourn", a.first_response(), b.first_response())];
    pairs.into_iter().fold(verdict, |verdict, (what, a, b)| {
        verdict
            .exact(&format!("{name}: count of {what}"), a.count() as f64, b.count() as f64, 0.0)
            .exact(&format!("{name}: mean {what}"), a.mean().value, b.mean().value, 0.0)
            .exact(&format!("{name}: sd of {what}"), a.deviation().value, b.deviation().value, 0.0)
    })
}

/// Who has one slot and gives it to the wrap-up gets nothing new: as if it held the agent (WRAP-a).
#[test]
fn one_slot_is_the_agent() {
    let run = |holds| wrapping(servers(), 1.5, holds).lasting(500.0, 15_000.0).run("one_slot_is_the_agent");
    let (slot, agent) = (run(Holds::Slot), run(Holds::Agent));
    let verdict = Verdict::on("one slot is the agent")
        .value("P(wait > 0)", slot.wait().positive(), 0.61623388684)
        .rough("mean wait", slot.wait().mean(), 4.44389543976, 0.02)
        .rough("mean queue", slot.queue_length(), 2.22194771988, 0.02)
        .rough("mean sojourn", slot.first_response().mean(), 9.44389543976, 0.015)
        .value("slots in use, wrap-ups included", slot.slots_in_use(), 4.0 * 0.8125);
    same(verdict, "slot or agent", &slot, &agent).holds();
}

/// A wrap-up that holds nothing is as none: M/M/4, Erlang C.
#[test]
fn held_nothing_is_no_wrap_up() {
    let plain = servers().lasting(300.0, 12_000.0);
    let without = plain.clone().run("held_nothing_is_no_wrap_up");
    let beside = wrapping(plain, 1.5, Holds::Nothing).run("held_nothing_is_no_wrap_up");
    let waits = erlang_c(4, 2.5);
    let verdict = Verdict::on("a wrap-up that holds nothing")
        .value("P(wait > 0)", beside.wait().positive(), waits)
        .rough("mean wait", beside.wait().mean(), waits / (4.0 / 5.0 - 0.5), 0.015)
        .value("slots in use", beside.slots_in_use(), 2.5);
    same(verdict, "beside or none", &beside, &without).holds();
}

/// One agent with two slots: work of 1 minute one after the other, and a wrap-up of 1.5 minutes keeps its slot while the
/// agent goes on. A Markov chain of (customers inside, wrap-ups), truncated at 220 customers (mass 2e-30).
#[test]
fn a_slot_is_held_while_the_agent_goes_on() {
    let setup = Setup::queue(0.5, exponential(1.0), 1).slots(2);
    let name = "a_slot_is_held_while_the_agent_goes_on";
    let runs = wrapping(setup, 1.5, Holds::Slot).lasting(500.0, 10_000.0).run(name);
    let wrapping = |run: &Run| {
        let slots = run.measures.work.iter().map(|work| work.load).sum::<u128>() as f64 / 1000.0;
        slots - run.measures.work.iter().map(|work| work.active).sum::<u128>() as f64
    };
    Verdict::on("a slot is held while the agent goes on")
        .value("P(waits for a slot)", runs.slot_wait().positive(), 0.587266817411)
        .rough("mean wait for a slot", runs.slot_wait().mean(), 2.40966904775, 0.02)
        .value("slots in use", runs.slots_in_use(), 1.40693894856)
        .value("wrap-ups going on", runs.ratio(wrapping, |run| run.measures.counted as f64), 0.75)
        .rough("mean sojourn", runs.first_response().mean(), 3.72354694487, 0.015)
        .value("utilisation", runs.utilisation(), 0.5)
        .holds();
}
