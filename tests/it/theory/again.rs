//! Customers who come again: after being turned away, after giving up, after the solution.

use super::delta::product;
use super::exact::erlang_c;
use super::setup::{Setup, exponential, lognormal};
use super::verdict::Verdict;
use quasisync::civil::Weekly;
use quasisync::facts::{Fact, Observer};
use quasisync::model::{ComesBack, Return};
use quasisync::random::Law;
use quasisync::units::{ConversationId, Span, Time};
use quasisync::world::World;

fn again(probability: f64, after: Law, keep: bool) -> Option<Return> {
    Some(Return { probability, after, keep })
}

fn after_refusal(setup: Setup, again: Option<Return>) -> Setup {
    setup.customers(|it| it.comes_back = ComesBack { refused: again, ..ComesBack::default() })
}

/// The M/M/1 retrial queue: who finds the server busy comes again after an exponential time, until he is served. G. I.
/// Falin and J. G. C. Templeton, "Retrial Queues" (1997), section 1.2: the mean number of those who will come again is
/// rho (lambda + rho theta) / ((1 - rho) theta).
#[test]
fn retrial_queue() {
    let (rate, service, away) = (0.12, 5.0, 10.0);
    let load: f64 = rate * service;
    let orbit = load * (rate + load / away) / ((1.0 - load) / away);
    let attempts = rate + orbit / away;
    let setup = Setup::queue(rate, exponential(service), 1).places_inside(1).lasting(2_000.0, 35_000.0);
    let runs = after_refusal(setup, again(1.0, exponential(away), true)).run_noting("retrial_queue");
    let came_again = runs.noted_per_minute(|ledger| ledger.came_again);
    let time_away = runs.noted(|ledger| &ledger.away).mean();
    Verdict::on("retrial queue")
        .value("utilisation", runs.utilisation(), load)
        .rough("mean number away", product(&came_again, &time_away), orbit, 0.015)
        .value("mean time away", time_away, away)
        .value("attempts a minute", runs.noted_per_minute(|ledger| ledger.begun), attempts)
        .value("P(refused)", runs.rate(|it| it.refused, |it| it.begun), 1.0 - rate / attempts)
        .value("served a minute", runs.noted_per_minute(|ledger| ledger.resolved), rate)
        .holds();
}

/// Three servers and customers who come again with probability 0.8 each time they are turned away. A Markov chain of
/// (busy servers, customers who will come again), truncated at 70 of them (mass 1e-33).
#[test]
fn retrials_with_losses() {
    let setup = Setup::queue(0.5, exponential(5.0), 3).places_inside(3).lasting(1_000.0, 6_000.0);
    let runs = after_refusal(setup, again(0.8, exponential(10.0), true)).run_noting("retrials_with_losses");
    Verdict::on("retrials with losses")
        .value("utilisation", runs.utilisation(), 0.709969748416)
        .value("attempts a minute", runs.noted_per_minute(|ledger| ledger.begun), 0.796072603802)
        .value("P(refused)", runs.rate(|it| it.refused, |it| it.begun), 0.464895730596)
        .value("come again a minute", runs.noted_per_minute(|ledger| ledger.came_again), 0.296072603802)
        .value("served a minute", runs.noted_per_minute(|ledger| ledger.resolved), 0.5 * 0.851963698099)
        .holds();
}

/// Erlang A in which half of those who give up come again, as if for the first time, after an exponential time of 15
/// minutes. A Markov chain of (inside, who will come again), truncated at 38 and 30 (mass 1e-19).
#[test]
fn giving_up_for_a_while() {
    let runs = Setup::queue(0.5, exponential(5.0), 3)
        .patience(exponential(6.0))
        .customers(|it| it.comes_back.gave_up = again(0.5, exponential(15.0), false))
        .lasting(500.0, 10_000.0)
        .run_noting("giving_up_for_a_while");
    Verdict::on("giving up for a while")
        .value("attempts a minute", runs.noted_per_minute(|ledger| ledger.begun), 0.553692754941)
        .value("P(gives up)", runs.rate(|it| it.told, |it| it.begun), 0.193944220732)
        .value("come again a minute", runs.noted_per_minute(|ledger| ledger.came_again), 0.053692754941)
        .value("mean queue", runs.queue_length(), 0.644313059293)
        .value("utilisation", runs.utilisation(), 0.743845408432)
        .holds();
}

/// Half of those served come again with a fresh matter, after a lognormal time: a Jackson network in which the way back
/// is a node of infinitely many servers, so that every conversation finds M/M/4 with lambda / (1 - p). The same theorem
/// as Erlang-R.
#[test]
fn solved_for_a_while() {
    let runs = Setup::queue(0.3, exponential(5.0), 4)
        .customers(|it| it.comes_back.solved = again(0.5, lognormal(8.0, 1.5), false))
        .lasting(500.0, 20_000.0)
        .run_noting("solved_for_a_while");
    let waits = erlang_c(4, 3.0);
    let wait = runs.wait();
    Verdict::on("solved for a while")
        .value("conversations a minute", runs.noted_per_minute(|ledger| ledger.begun), 0.6)
        .value("share of those who come again", runs.rate(|it| it.came_again, |it| it.begun), 0.5)
        .value("time away", runs.noted(|ledger| &ledger.away).mean(), 8.0)
        .value("utilisation", runs.utilisation(), 0.75)
        .value("P(wait > 0)", wait.positive(), waits)
        .rough("mean wait", wait.mean(), waits * 5.0, 0.02)
        .rough("wait, 95 %", wait.quantile(0.95), (waits / 0.05).ln() * 5.0, 0.02)
        .rough("P(wait > 5)", wait.above(5.0), waits * (-1.0_f64).exp(), 0.02)
        .holds();
}

/// Times of each conversation, and which one it follows.
#[derive(Debug, Default)]
struct Twice {
    begun: Vec<Time>,
    started: Vec<Time>,
    /// Work, or time to giving up.
    took: Vec<Option<Span>>,
    follows: Vec<(ConversationId, ConversationId)>,
}

impl Observer<World> for &mut Twice {
    fn record(&mut self, now: Time, _world: &World, fact: Fact) {
        match fact {
            Fact::Arrived { .. } => {
                self.begun.push(now);
                self.started.push(now);
                self.took.push(None);
            }
            Fact::CameBack { conversation, earlier } => self.follows.push((earlier, conversation)),
            Fact::Started { conversation, .. } => self.started[conversation.index()] = now,
            Fact::Replied { conversation, .. } => {
                self.took[conversation.index()] = Some(now.since(self.started[conversation.index()]));
            }
            Fact::GaveUp { conversation, .. } => {
                self.took[conversation.index()] = Some(now.since(self.begun[conversation.index()]));
            }
            _ => {}
        }
    }
}

impl Twice {
    /// How many conversations took exactly as long as the one before of the same person, and how many did not.
    fn same_and_other(&self) -> (usize, usize) {
        let took = |it: ConversationId| self.took[it.index()];
        let both = self.follows.iter().filter_map(|&(earlier, later)| took(earlier).zip(took(later)));
        let (same, other): (Vec<_>, Vec<_>) = both.partition(|(earlier, later)| earlier == later);
        (same.len(), other.len())
    }
}

/// Who comes again with the same matter brings the same work and the same patience, else fresh ones.
#[test]
fn the_same_matter_is_the_same() {
    let served = |keep| {
        let setup = Setup::queue(1.0, exponential(5.0), 30).lasting(0.0, 20_000.0);
        setup.customers(|it| it.comes_back.solved = again(0.5, exponential(8.0), keep))
    };
    let lost = |keep| {
        let setup = Setup::queue(1.0, exponential(5.0), 1).patience(exponential(6.0)).lasting(0.0, 20_000.0);
        let setup = setup.agents(|it| it.agents = Weekly::constant(0).into());
        setup.customers(|it| it.comes_back.gave_up = again(0.5, exponential(8.0), keep))
    };
    let pairs = |setup: Setup| setup.watched("the_same_matter_is_the_same", &mut Twice::default()).same_and_other();
    for (what, fresh, kept) in [("work", served(false), served(true)), ("patience", lost(false), lost(true))] {
        let ((same, other), (kept, changed)) = (pairs(fresh), pairs(kept));
        assert!(kept > 5_000 && changed == 0, "{what} of the same matter: {kept} the same, {changed} changed");
        assert!(other > 5_000 && same < other / 1_000, "{what} of a fresh matter: {same} the same, {other} changed");
    }
}
