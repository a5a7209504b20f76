//! What customers do about time: they are awake or not, turn slower, nudge, wait differently out of hours; and what it
//! costs an agent to read what somebody else wrote.

use super::setup::{Setup, constant, every_day, exponential, minutes};
use super::verdict::Verdict;
use quasisync::metrics::measures::Count;
use quasisync::model::{Burst, CatchUp, Drift, Ending, Mode, Nudges, Patience};
use quasisync::policy::{AssignmentKey, Entry};
use quasisync::random::Count as Number;
use quasisync::units::Span;

/// So many agents that nobody waits.
const CROWD: u32 = 100;

/// Open from 8 to 20 o'clock, and staffed: who writes at night waits for the morning. With an exponential patience of mean
/// m, a uniform instant of the night and thus a uniform time T below n = 12 hours to the opening, he is gone by then with
/// probability 1 - (1 - exp(-n/m)) m / n, and his mean wait E\[min(X, T)\] is m times that. In hours nobody waits, so that
/// a patience of no time at all changes nothing.
#[test]
fn patience_at_night() {
    let (mean, night) = (240.0, 720.0);
    let patience =
        Patience { first: Some(constant(0.0)), out_of_hours: Some(exponential(mean)), ..Patience::default() };
    let runs = Setup::queue(0.02, exponential(5.0), CROWD)
        .customers(|it| {
            it.patience = patience;
            it.open = Some(every_day(&[(480, 1200, true)]));
        })
        .daily_agents(&[(480, 1200, CROWD)])
        .lasting(1_440.0, 60.0 * 1_440.0)
        .run("patience_at_night");
    let until_morning = (-night / mean).exp();
    let gone = 1.0 - (1.0 - until_morning) * mean / night;
    // E[T; X > T], the waits of those who stay.
    let stays = mean * mean / night * (1.0 - until_morning * (1.0 + night / mean));
    Verdict::on("patience at night")
        .value("P(gives up)", runs.share(Count::AbandonedTold, Count::Offered), gone / 2.0)
        .value("mean wait", runs.wait().mean(), mean * gone / 2.0)
        .value("mean wait of the lost", runs.wait_of_lost().mean(), (mean * gone - stays) / gone)
        .value("P(wait > 0)", runs.wait().positive(), 0.5)
        .holds();
}

/// Awake from 8 to 24 o'clock: a message that would come at night comes at 8. Replies are sent at all times of the day
/// alike, and so a message is due at a uniform one whatever the law of the latency: a third comes at 8, 4 hours late on
/// average.
#[test]
fn awake_by_day() {
    let runs = Setup::conversations(0.02, constant(1.0), exponential(240.0), 0.5, CROWD)
        .works(2)
        .customers(|it| it.awake = Some(every_day(&[(480, 1440, true)])))
        .lasting(7_200.0, 50.0 * 1_440.0)
        .run_noting("awake_by_day");
    let between =
        |from: usize, to: usize| runs.rate(move |it| it.hours[from..to].iter().sum(), |it| it.hours.iter().sum());
    Verdict::on("awake by day")
        .value("mean gap", runs.noted(|ledger| &ledger.gaps).mean(), 240.0 + 240.0 / 3.0)
        .exact("share of messages at night", between(0, 8).value, 0.0, 0.0)
        .value("share from 8 to 9", between(8, 9), 1.0 / 3.0 + 1.0 / 24.0)
        .value("share from 9 to 16", between(9, 16), 7.0 / 24.0)
        .value("share from 16 to 24", between(16, 24), 8.0 / 24.0)
        .holds();
}

/// Modes of these latencies in minutes; all begin in the first and stay in it, but for the drift.
fn modes(setup: Setup, latencies: &[f64], drift: Drift) -> Setup {
    let mode = |(place, &latency): (usize, &f64)| Mode {
        name: format!("mode {place}"),
        start: f64::from(u8::from(place == 0)),
        latency: constant(latency),
    };
    let stays = |row: usize| (0..latencies.len()).map(|place| f64::from(u8::from(place == row))).collect();
    setup.customers(|it| {
        it.reply.modes = latencies.iter().enumerate().map(mode).collect();
        it.reply.transitions = (0..latencies.len()).map(stays).collect();
        it.reply.drift = Some(drift);
    })
}

/// Whoever always turns slower answers in the second mode, then in the third, and stays there; whoever never waits for
/// so long stays in the first.
#[test]
fn slower_and_slower() {
    let run = |after_wait: Span| {
        let setup = Setup::queue(0.0, exponential(1.0), 1).all_at_once(0, 50).works(4).slots_for_all();
        let setup = modes(setup, &[1.0, 10.0, 100.0], Drift { after_wait, slower: 1.0 });
        setup.lasting(0.0, 2_000.0).run_noting("slower_and_slower")
    };
    let (always, never) = (run(Span::ZERO), run(Span::DAY));
    let share = |mode: usize| always.rate(move |it| it.modes[mode], |it| it.modes.iter().sum()).value;
    Verdict::on("slower and slower")
        .exact("messages", always.noted(|it| &it.gaps).count() as f64, 100.0 * 150.0, 0.0)
        .exact("mean gap", always.noted(|it| &it.gaps).mean().value, 70.0, 1e-9)
        .exact("sd of gap", always.noted(|it| &it.gaps).deviation().value, 1_800.0_f64.sqrt(), 1e-9)
        .exact("in the first mode", share(0), 0.0, 0.0)
        .exact("in the second mode", share(1), 1.0 / 3.0, 1e-12)
        .exact("in the third mode", share(2), 2.0 / 3.0, 1e-12)
        .exact("mean gap of whoever never waits so long", never.noted(|it| &it.gaps).mean().value, 1.0, 1e-12)
        .exact("sd of it", never.noted(|it| &it.gaps).deviation().value, 0.0, 0.0)
        .holds();
}

/// In M/M/1 the response is exponential with rate mu - lambda. Whoever waits longer than 4 minutes says a minute later
/// that this is all, or with probability 0.6 only after 11.
#[test]
fn slower_after_a_long_wait() {
    let setup = Setup::queue(0.7, exponential(1.0), 1).slots_for_all();
    let setup = setup.customers(|it| it.ending = Ending { recognised: 0.0, confirms: 1.0, thanks: 0.0, silent: 0.0 });
    let runs = modes(setup, &[1.0, 11.0], Drift { after_wait: minutes(4.0), slower: 0.6 })
        .lasting(300.0, 7_000.0)
        .run_noting("slower_after_a_long_wait");
    let slower = 0.6 * (-0.3_f64 * 4.0).exp();
    Verdict::on("slower after a long wait")
        .value("P(slower)", runs.noted(|it| &it.gaps).above(5.0), slower)
        .value("mean gap", runs.noted(|it| &it.gaps).mean(), 1.0 + 10.0 * slower)
        .rough("mean response", runs.response().mean(), 1.0 / 0.3, 0.015)
        .holds();
}

/// Each of three works goes to one of four agents at random. What somebody else wrote takes half a minute to read, and a
/// quarter of a minute for each exchange so far: with probability 3/4 more than the work of 1 minute.
#[test]
fn catching_up() {
    let runs = Setup::conversations(0.6, exponential(1.0), exponential(3.0), 0.5, 4)
        .works(3)
        .slots_for_all()
        .back_through_the_queue(Entry::Back)
        .assignment(&[AssignmentKey::Random])
        .agents(|it| it.catch_up = CatchUp { first: minutes(0.5), per_exchange: minutes(0.25) })
        .lasting(300.0, 4_000.0)
        .run_noting("catching_up");
    Verdict::on("catching up")
        .value("first work", runs.noted(|it| &it.first_work).mean(), 1.0)
        .value("later work", runs.noted(|it| &it.later_work).mean(), 1.0 + 0.75 * (0.75 + 1.0) / 2.0)
        .value("utilisation", runs.utilisation(), 0.6 * (3.0 + 0.75 * (0.75 + 1.0)) / 4.0)
        .holds();
}

/// M/M/1 at load 0.7, where the time to the reply T is exponential: P(T > t).
fn response_above(minutes: f64) -> f64 {
    (-0.3 * minutes).exp()
}

/// M/M/1 at load 0.7 with customers who write more than they have to.
fn talkative(burst: Option<Burst>, nudges: Option<Nudges>) -> Setup {
    let setup = Setup::queue(0.7, exponential(1.0), 1).lasting(300.0, 6_000.0);
    setup.customers(|it| (it.burst, it.nudges) = (burst, nudges))
}

/// "Hello?" every 2 minutes until the reply: floor(T / 2) times, a geometric number of mean q / (1 - q) with q = P(T > 2).
/// Two times at most: q + q^2.
#[test]
fn nudges_while_waiting() {
    let nudges = |at_most| Some(Nudges { after: constant(2.0), at_most });
    let free = talkative(None, nudges(u16::MAX)).run_noting("nudges_while_waiting");
    let twice = talkative(None, nudges(2)).run_noting("nudges_while_waiting");
    let q = response_above(2.0);
    Verdict::on("nudges while waiting")
        .rough("nudges a message", free.rate(|it| it.nudges, |it| it.begun), q / (1.0 - q), 0.015)
        .value("P(nudges)", free.rate(|it| it.nudged, |it| it.begun), q)
        .value("nudges a message, 2 at most", twice.rate(|it| it.nudges, |it| it.begun), q + q * q)
        .value("P(nudges), 2 at most", twice.rate(|it| it.nudged, |it| it.begun), q)
        .exact("mean response is the same", free.response().mean().value, twice.response().mean().value, 0.0)
        .holds();
}

/// Three messages half a minute apart, then two nudges 2 minutes apart; or a geometric number of messages of mean 3, of
/// which the rest has k or more with probability (2/3)^k. Those that would come after the reply are not written.
#[test]
fn bursts_then_nudges() {
    let burst = |messages| Some(Burst { messages, gap: constant(0.5) });
    let three = burst(Number::constant(3).expect("three"));
    let any = burst(Number::geometric(3.0).expect("a mean above 1"));
    let three = talkative(three, Some(Nudges { after: constant(2.0), at_most: 2 })).run_noting("bursts_then_nudges");
    let any = talkative(any, None).run_noting("bursts_then_nudges");
    let expected = [0.5, 1.0, 3.0, 5.0].map(response_above).iter().sum();
    let q = response_above(0.5) * 2.0 / 3.0;
    Verdict::on("bursts, then nudges")
        .value("extra messages", three.rate(|it| it.nudges, |it| it.begun), expected)
        .value("P(an extra message)", three.rate(|it| it.nudged, |it| it.begun), response_above(0.5))
        .value("extra messages, geometric", any.rate(|it| it.nudges, |it| it.begun), q / (1.0 - q))
        .value("P(an extra message), geometric", any.rate(|it| it.nudged, |it| it.begun), q)
        .holds();
}
