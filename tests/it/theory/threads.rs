//! How threads end, and what is written after that.

use super::ledger::Ledger;
use super::setup::{Setup, constant, exponential, minutes};
use super::verdict::Verdict;
use quasisync::facts::Cause;
use quasisync::model::Ending;
use quasisync::policy::{CloseClock, Contentless};

/// Agents see two of ten endings, three customers say that this is all, four say thanks, which takes an agent half a
/// minute, and one says nothing until the thread is closed after 20 minutes. Thanks come long before that. If nobody
/// reads thanks, their threads end like those of the silent.
#[test]
fn endings() {
    let ending = Ending { recognised: 0.2, confirms: 0.3, thanks: 0.4, silent: 0.1 };
    let run = |contentless| {
        let setup = Setup::queue(0.5, exponential(1.0), 1).slots_for_all().customers(|it| {
            it.ending = ending;
            it.handling_closing = Some(constant(0.5));
            it.reply.modes[0].latency = constant(2.0);
        });
        let setup = setup.rules(|it| {
            it.close.after = Some((minutes(20.0), CloseClock::LastAgent));
            it.close.contentless = contentless;
        });
        setup.lasting(200.0, 6_000.0).run_noting("endings")
    };
    let (handled, ignored) = (run(Contentless::Handle), run(Contentless::Ignore));
    let mut verdict = Verdict::on("endings");
    let shares = [
        (Cause::Recognised, 0.2, 0.2),
        (Cause::Confirmed, 0.3, 0.3),
        (Cause::Thanked, 0.4, 0.0),
        (Cause::Silence, 0.1, 0.5),
    ];
    for (cause, with, without) in shares {
        for (name, runs, share) in [("handled", &handled, with), ("ignored", &ignored, without)] {
            let estimate = runs.rate(move |it| it.closings[cause as usize], |it| it.closings.iter().sum());
            let name = format!("{cause:?}, {name}");
            verdict = match share == 0.0 {
                true => verdict.exact(&name, estimate.value, 0.0, 0.0),
                false => verdict.value(&name, estimate, share),
            };
        }
    }
    verdict
        .exact("work on thanks", handled.noted(|it| &it.closing_work).mean().value, 0.5, 1e-12)
        .exact("works on ignored thanks", ignored.noted(|it| &it.closing_work).count() as f64, 0.0, 0.0)
        .rough("mean wait, thanks ignored", ignored.wait().mean(), 1.0, 0.015)
        .holds();
}

/// Threads are closed after 5 minutes of silence and reopened within 10 more; a later message begins a new conversation.
/// With an exponential latency of mean 8 that happens with probability exp(-15/8) a latency.
#[test]
fn thread_window() {
    let runs = Setup::conversations(0.2, exponential(1.0), exponential(8.0), 0.75, 100)
        .closed_after(5.0)
        .rules(|it| it.close.thread_window = Some(minutes(10.0)))
        .lasting(300.0, 4_000.0)
        .run_noting("thread_window");
    let latencies = |it: &Ledger| it.replies - it.resolved;
    let (closed, late) = ((-5.0_f64 / 8.0).exp(), (-15.0_f64 / 8.0).exp());
    Verdict::on("thread window")
        .value("P(closed)", runs.rate(|it| it.closings[Cause::Silence as usize], latencies), closed)
        .value("P(reopened)", runs.rate(|it| it.reopened, latencies), closed - late)
        .value("P(linked)", runs.rate(|it| it.linked, latencies), late)
        .value("works a person", runs.rate(|it| it.replies, |it| it.begun - it.linked), 4.0)
        .value("works a conversation", runs.rate(|it| it.replies, |it| it.begun), 4.0 / (1.0 + 3.0 * late))
        .holds();
}
