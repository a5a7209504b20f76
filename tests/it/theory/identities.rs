//! What must hold in every run, whatever the numbers.

use super::delta::product;
use super::runs::{Run, Runs};
use super::setup::{Setup, exponential, lognormal};
use super::verdict::Verdict;
use quasisync::metrics::measures::Count;

/// Erlang A with a limit on the queue: everything happens that can happen to a customer of a classic queue.
fn busy_queue() -> Setup {
    Setup::queue(1.1, exponential(5.0), 5).patience(exponential(8.0)).waiting_room(6)
}

/// Conversations on desks with two slots, which go inactive after 3 minutes of silence and are closed after 12; some
/// customers never write again.
fn busy_desks() -> Setup {
    Setup::conversations(0.5, lognormal(1.0, 1.0), lognormal(3.0, 2.0), 0.75, 3)
        .slots(2)
        .inactive_after(3.0)
        .closed_after(12.0)
        .ghosts(0.05)
}

/// J. D. C. Little, "A proof for the queuing formula L = lambda W", Operations Research 9 (1961): the time average of
/// customers somewhere is their rate times their mean time there.
#[test]
fn little() {
    let queue = busy_queue().lasting(100.0, 10_000.0).run("little");
    let whole = |runs: &Runs| runs.ratio(|run| run.probe.whole.moments().sum as f64 / 6e7, Run::minutes);
    let wait_rate = product(&queue.wait().mean(), &queue.ratio(Run::accepted, Run::minutes));
    let desks = busy_desks().lasting(500.0, 5_000.0).run("little");
    let needy = product(&desks.probed(|probe| &probe.needy_time).mean(), &desks.replies_per_minute());
    Verdict::on("little")
        .same("queue: inside", &queue.inside(), &whole(&queue), 0.002)
        .same("queue: waiting", &queue.queue_length(), &wait_rate, 0.002)
        .same("desks: inside", &desks.inside(), &whole(&desks), 0.01)
        .same("desks: needy", &desks.needy_on_desks(), &needy, 0.002)
        .holds();
}

/// Customers who wait with a constant hazard theta give up at the rate theta E\[queue\].
#[test]
fn abandonment_is_hazard_times_queue() {
    let runs = busy_queue().lasting(100.0, 10_000.0).run("hazard");
    let given_up = runs.per_minute(Count::AbandonedTold);
    Verdict::on("abandonment is hazard times queue")
        .same("given up a minute", &given_up, &runs.queue_length().scaled(1.0 / 8.0), 0.01)
        .holds();
}

/// R. W. Wolff, "Poisson arrivals see time averages", Operations Research 30 (1982).
#[test]
fn poisson_arrivals_see_time_averages() {
    let runs = Setup::queue(0.6, lognormal(5.0, 1.0), 4).lasting(500.0, 20_000.0).run("pasta");
    let all_busy = runs.crowd(|probe| &probe.in_hand[0], |number| f64::from(u8::from(number == 4.0)));
    let blocked = Setup::queue(0.6, lognormal(5.0, 1.0), 4).waiting_room(0).lasting(500.0, 20_000.0).run("pasta");
    let full = blocked.crowd(|probe| &probe.inside, |number| f64::from(u8::from(number == 4.0)));
    Verdict::on("Poisson arrivals see time averages")
        .same("P(wait > 0)", &runs.wait().positive(), &all_busy, 0.01)
        .same("P(blocked)", &blocked.share(Count::Refused, Count::Offered), &full, 0.01)
        .holds();
}

/// Nobody is lost or counted twice: who arrived is answered, gone, turned away, or still there; and who was closed and
/// wrote again has one more ending.
#[test]
fn everybody_is_accounted_for() {
    let mean = |runs: &Runs, of: Count| runs.ratio(|run| run.count(None, of), |_| 1.0).value;
    let queue = busy_queue().lasting(0.0, 5_000.0).run("accounted for");
    let fates = [Count::Answered, Count::AbandonedTold, Count::Refused, Count::OpenAtEnd];
    let fates: f64 = fates.map(|fate| mean(&queue, fate)).iter().sum();
    let desks = busy_desks().lasting(0.0, 5_000.0).run("accounted for");
    let openings = mean(&desks, Count::Offered) + mean(&desks, Count::Reopened);
    let endings = desks.ratio(|run| run.probe.endings as f64, |_| 1.0).value;
    Verdict::on("everybody is accounted for")
        .exact("queue: arrived", mean(&queue, Count::Offered), fates, 1e-6)
        .exact("queue: resolved", mean(&queue, Count::Resolved), mean(&queue, Count::Answered), 1e-6)
        .exact("desks: opened", openings, endings + mean(&desks, Count::OpenAtEnd), 1e-6)
        .holds();
}
