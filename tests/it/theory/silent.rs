//! Customers who give up without a word. The platform takes them for waiting, an agent writes to nobody, and the thread
//! holds its slot until silence ends it: A. Castellanos, G. B. Yom-Tov, Y. Goldberg and J. Park, "Silent abandonment in
//! text-based contact centers" (2025), arXiv 2501.08869.
//!
//! In the closed forms a reply frees the slot at once, so that whoever left costs nothing but the work on his message.

use super::exact::erlang_c;
use super::runs::{Run, Runs, Times};
use super::setup::{Setup, exponential, lognormal, minutes};
use super::verdict::Verdict;
use quasisync::metrics::measures::{Count, Level};
use quasisync::policy::{AssignmentKey, CloseClock};
use quasisync::stats::Estimate;

/// If it takes no work to see that somebody is gone, he passes through an agent within an instant, and those who are
/// there wait as long as if he had told, to the microsecond, whatever the share of the silent. What differs is what the
/// platform sees: its queue is longer.
#[test]
fn gone_at_no_cost_is_told() {
    let run = |silent| {
        let setup = Setup::queue(0.8, exponential(5.0), 5).patience(exponential(10.0)).inactive_at_once();
        setup.silent(silent, 0.0).lasting(300.0, 8_500.0).run_noting("gone_at_no_cost_is_told")
    };
    let told = run(0.0);
    let mut verdict = Verdict::on("gone at no cost is told");
    for silent in [0.7, 1.0] {
        let runs = run(silent);
        let pairs = [
            ("wait of those there", there(&runs), there(&told)),
            ("sojourn of those there", runs.resolution(), told.resolution()),
        ];
        for (what, a, b) in pairs {
            verdict = verdict
                .exact(&format!("{what}, count, {silent}"), a.count() as f64, b.count() as f64, 0.0)
                .exact(&format!("{what}, mean, {silent}"), a.mean().value, b.mean().value, 0.0)
                .exact(&format!("{what}, sd, {silent}"), a.deviation().value, b.deviation().value, 0.0);
        }
        let gone = runs.rate(|ledger| ledger.told + ledger.silent, |ledger| ledger.begun);
        verdict = verdict
            .value(&format!("P(gives up), {silent}"), gone, 0.0779686752871)
            .value(&format!("mean wait of those there, {silent}"), there(&runs).mean(), 0.703703629699)
            .value(&format!("utilisation, {silent}"), runs.utilisation(), 0.73762505977);
    }
    verdict.holds();
}

fn there(runs: &Runs) -> Times {
    runs.noted(|ledger| &ledger.wait_there)
}

/// If all go silently and an agent takes as long for somebody who is gone, nobody leaves as far as the queue is concerned:
/// Erlang C. A customer is gone before the start of work with probability E\[1 - exp(-theta W)\]; as W is exponential with
/// rate c mu - lambda if it is not 0, that is C theta / (theta + c mu - lambda).
#[test]
fn gone_at_full_cost_is_erlang_c() {
    let (rate, service, servers, patience) = (0.68, 5.0, 4, 6.0);
    let runs = Setup::queue(rate, exponential(service), servers)
        .patience(exponential(patience))
        .silent(1.0, 1.0)
        .inactive_at_once()
        .lasting(500.0, 15_000.0)
        .run_noting("gone_at_full_cost_is_erlang_c");
    let waits = erlang_c(servers as usize, rate * service);
    let spare = f64::from(servers) / service - rate;
    let (hazard, both) = (1.0 / patience, 1.0 / patience + spare);
    let gone = waits * hazard / both;
    let starts = runs.ratio(|run| (run.ledger.wait_there.count() + run.ledger.wait_gone.count()) as f64, Run::accepted);
    Verdict::on("gone at full cost is Erlang C")
        .value("starts a customer", starts, 1.0)
        .value("utilisation", runs.utilisation(), rate * service / f64::from(servers))
        .value("P(leaves silently)", runs.rate(|it| it.silent, |it| it.begun), gone)
        .rough("mean wait for the start, all", sum_of_waits(&runs), waits / spare, 0.02)
        .value("mean wait of those there", there(&runs).mean(), waits * spare / both.powi(2) / (1.0 - gone))
        .value("mean time to leaving", runs.noted(|it| &it.until_silent).mean(), 1.0 / both)
        .value("share of work for nobody", wasted(&runs, |run| run.ledger.work), gone)
        .holds();
}

/// The mean wait for the start of work, whether anybody is still there or not.
fn sum_of_waits(runs: &Runs) -> Estimate {
    let both = |run: &Run| [run.ledger.wait_there.clone(), run.ledger.wait_gone.clone()];
    let sum = |run: &Run| both(run).iter().map(|tally| tally.moments().sum).sum::<u128>() as f64 / 6e7;
    runs.ratio(sum, |run| both(run).iter().map(|tally| tally.count()).sum::<u64>() as f64)
}

/// The part of something that went on those who had left.
fn wasted(runs: &Runs, of: impl Fn(&Run) -> [u64; 2]) -> Estimate {
    runs.ratio(|run| of(run)[1] as f64, |run| of(run)[0] as f64)
}

/// Seven of ten go silently and cost a full service, three tell: M/M/4+G in which 7 of 10 have no limit to their
/// patience. Numbers from the law of the offered wait of F. Baccelli and G. Hebuterne, "On queues with impatient
/// customers", Performance '81, by quadrature.
#[test]
fn seven_of_ten_go_silently() {
    let runs = Setup::queue(0.75, exponential(5.0), 4)
        .patience(exponential(6.0))
        .silent(0.7, 1.0)
        .inactive_at_once()
        .lasting(500.0, 8_000.0)
        .run_noting("seven_of_ten_go_silently");
    Verdict::on("seven of ten go silently")
        .value("P(gives up, told)", runs.rate(|it| it.told, |it| it.begun), 0.0946877024516)
        .value("P(leaves silently)", runs.rate(|it| it.silent, |it| it.begun), 0.220937972387)
        .value("utilisation", runs.utilisation(), 0.848730278952)
        .rough("mean wait for the start, all", sum_of_waits(&runs), 2.91553730699, 0.015)
        .value("mean wait of those there", there(&runs).mean(), 1.54961605237)
        .value("mean time to leaving, silent", runs.noted(|it| &it.until_silent).mean(), 2.63995192836)
        .value("mean time to leaving, told", runs.wait_of_lost().mean(), 2.63995192836)
        .value("share of work for nobody", wasted(&runs, |run| run.ledger.work), 0.244046140746)
        .holds();
}

/// M/M/1 in which all who give up go silently, and it takes 0.3 of the work to see that: customers of 1.1 times what one
/// server could do, did they all wait. An arrival who finds the work x in front of him will be gone with probability
/// 1 - exp(-theta x), so that by the method of level crossings (P. H. Brill and M. J. M. Posner, "Level crossings in point
/// processes applied to queues: single-server case", Operations Research 25, 1977) the density of that work is A + B with
///
/// A' = -mu A + lambda exp(-theta x) (A + B), B' = -mu / 0.3 B + lambda (1 - exp(-theta x)) (A + B),
///
/// A(0) = lambda P(W = 0), B(0) = 0; integrated numerically. That P(W = 0) is 1 - utilisation checks the numbers.
#[test]
fn gone_at_part_of_the_cost() {
    let runs = Setup::queue(1.1, exponential(1.0), 1)
        .patience(exponential(5.0))
        .silent(1.0, 0.3)
        .inactive_at_once()
        .lasting(200.0, 8_000.0)
        .run_noting("gone_at_part_of_the_cost");
    Verdict::on("gone at part of the cost")
        .value("P(leaves silently)", runs.rate(|it| it.silent, |it| it.begun), 0.329457186115)
        .value("mean wait for the start, all", sum_of_waits(&runs), 2.41448667593)
        .value("mean wait of those there", there(&runs).mean(), 1.64141627998)
        .value("mean time to leaving", runs.noted(|it| &it.until_silent).mean(), 1.65923240554)
        .value("share of work for nobody", wasted(&runs, |run| run.ledger.work), 0.128463385745)
        .value("utilisation", runs.utilisation(), 0.846317966692)
        .holds();
}

/// A chat of ten agents with three slots: four works on average of 42 seconds, customers who answer after a minute
/// (long-tailed), a patience of 6 minutes, threads closed after 8 minutes of silence. A share of those who give up goes
/// without a word, and takes the work of any other first message.
fn chat(silent: f64) -> Setup {
    Setup::conversations(3.4, lognormal(0.7, 1.0), lognormal(1.0, 1.5), 0.75, 10)
        .slots(3)
        .assignment(&[AssignmentKey::LeastLoaded])
        .patience(exponential(6.0))
        .silent(silent, 1.0)
        .rules(|it| it.close.after = Some((minutes(8.0), CloseClock::LastAgent)))
        .lasting(300.0, 5_000.0)
}

/// The effect that Castellanos and others measured in one company, where 12.6 % of all customers left silently, 71.3 % of
/// those who left at all: agents lost 3.2 % of their efficiency and the system 15.3 % of its capacity.
///
/// Here the rate of arrivals is chosen so that about as many leave silently, 12.3 % (5.3 % tell). Then 3.6 % of the agents'
/// work and 14.5 % of the time in slots go on customers who have left. Were all to tell, with the same patience, 11.4 % of
/// the same customers would leave instead of 17.6 %, and agents would work for somebody who is there 84.4 % of their time
/// instead of 78.5 %: it is slots that are short.
#[test]
fn what_silence_costs() {
    let name = "what_silence_costs";
    let (silent, told) = (chat(0.7).run_noting(name), chat(0.0).run_noting(name));
    let print = |name: &str, runs: &Runs| {
        let percent = |estimate: Estimate| estimate.value * 100.0;
        println!(
            "{name}: gave up {:.2} % told, {:.2} % silently; work for nobody {:.2} %, slots for nobody {:.2} %; \
             utilisation {:.2} %, slots in use {:.2}, mean wait of those there {:.3} min, resolved {:.2} %, queue {:.2}",
            percent(runs.rate(|it| it.told, |it| it.begun)),
            percent(runs.rate(|it| it.silent, |it| it.begun)),
            percent(wasted(runs, |run| run.ledger.work)),
            percent(wasted(runs, |run| run.ledger.slots)),
            percent(runs.utilisation()),
            runs.slots_in_use().value,
            there(runs).mean().value,
            percent(runs.share(Count::Resolved, Count::Offered)),
            runs.level(Level::QueueLength).value,
        );
    };
    print("silent", &silent);
    print("told", &told);
    let gone = |runs: &Runs| runs.rate(|it| it.told + it.silent, |it| it.begun).value;
    let left = silent.rate(|it| it.silent, |it| it.begun).value;
    let (work, slots) = (wasted(&silent, |run| run.ledger.work).value, wasted(&silent, |run| run.ledger.slots).value);
    assert!((0.08..0.18).contains(&left), "as many leave silently as in that company: {left}");
    assert!((left / gone(&silent) - 0.7).abs() < 0.01, "and as large a share of those who leave at all");
    assert!((0.016..0.064).contains(&work), "efficiency lost, 3.2 %: {work}");
    assert!((0.077..0.306).contains(&slots), "capacity lost, 15.3 %: {slots}");
    assert_eq!(wasted(&told, |run| run.ledger.slots).value, 0.0, "nothing is lost if all tell");
    assert!(there(&silent).mean().value > there(&told).mean().value, "those who are there wait longer for it");
    assert!(gone(&silent) > gone(&told), "and more of them give up");
}
