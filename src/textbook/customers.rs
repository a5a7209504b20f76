//! What of the customers a textbook knows; `None` for all who do anything else.

use crate::model::{
    Arrivals, Bands, Channel, ComesBack, Demand, Ending, Frame, Mode, Model, Patience, Reply, Takes, Until,
};
use crate::random::{Count, Law};
use crate::units::Span;

/// A Poisson stream of customers. Times are in seconds, rates per second.
pub(super) struct Stream<'m> {
    pub(super) rate: f64,
    /// 0 is the most urgent.
    pub(super) class: u8,
    pub(super) exchanges: &'m Count,
    pub(super) first: &'m Law,
    pub(super) later: &'m Law,
    pub(super) patience: Waits,
    /// From a reply to the next message, if it has the same law every time.
    pub(super) think: Option<&'m Law>,
}

/// How long customers wait.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Waits {
    /// As long as it takes.
    Always,
    /// For the beginning of the work on their first message, an exponential time with this mean.
    Exponential(f64),
}

impl Stream<'_> {
    /// Whether one reply is all it takes.
    pub(super) fn asks_once(&self) -> bool {
        self.exchanges.cdf(1) >= 1.0
    }
}

/// The streams of a model, at least one, if all of them are plain.
pub(super) fn streams(model: &Model) -> Option<Vec<Stream<'_>>> {
    // Time frame and bands say what is counted; the teams are looked at with the policy.
    let Model { frame, past, bands, channels, demands, teams: _, disruptions } = model;
    let Frame { zone: _, warm_up: _, horizon: _, cool_down: _, interval: _ } = frame;
    let Bands { live: _, quasi_live: _, short: _, within: _ } = bands;
    let plain = *past == Span::ZERO && disruptions.is_empty() && channels.iter().all(is_plain);
    let streams = demands.iter().map(stream).collect::<Option<Vec<_>>>()?;
    (plain && streams.iter().any(|it| it.rate > 0.0)).then_some(streams)
}

/// Whether a channel is a name, and no more.
fn is_plain(channel: &Channel) -> bool {
    let Channel { name: _, takes, rank, resume: _, page, reply_window } = channel;
    (*takes, *rank, *page, reply_window) == (Takes::Slot, 0, false, &None)
}

fn stream(demand: &Demand) -> Option<Stream<'_>> {
    let Demand {
        name: _,
        channel: _,
        class,
        zone: _,
        open,
        open_zone: _,
        // Promises and curves are about what came out.
        target: _,
        satisfaction: _,
        conversion: _,
        arrivals,
        day_factor,
        factors,
        backlog,
        events,
        batch,
        exchanges,
        handling_first,
        handling_later,
        // Nobody writes a message without content.
        handling_closing: _,
        patience,
        ghosts,
        ending,
        awake,
        burst,
        nudges,
        comes_back,
        bot,
        urgent,
        transfer,
        escalates,
        reply,
    } = demand;
    let ComesBack { solved, gave_up, refused } = comes_back;
    let Ending { recognised, confirms: _, thanks: _, silent: _ } = ending;
    let plain = open.is_none()
        && day_factor.is_none()
        && factors.is_none()
        && backlog.is_none()
        && events.is_empty()
        && batch.is_none()
        && *ghosts == 0.0
        && *recognised == 1.0
        && awake.is_none()
        && burst.is_none()
        && nudges.is_none()
        && solved.is_none()
        && gave_up.is_none()
        && refused.is_none()
        && bot.is_none()
        && urgent.is_none()
        && transfer.is_none()
        && escalates.is_none();
    let rate = rate(arrivals)?;
    let patience = waits(patience)?;
    plain.then(|| Stream {
        rate,
        class: *class,
        exchanges,
        first: handling_first,
        later: handling_later,
        patience,
        think: think(reply),
    })
}

/// The rate of a Poisson stream that never changes, per second.
fn rate(arrivals: &Arrivals) -> Option<f64> {
    match arrivals {
        Arrivals::Poisson(per_hour) => match per_hour.steps() {
            [(_, per_hour)] => Some(per_hour / Span::HOUR.as_seconds()),
            _ => None,
        },
        Arrivals::Trace(_) => None,
    }
}

fn waits(patience: &Patience) -> Option<Waits> {
    if !patience.limited() {
        return Some(Waits::Always);
    }
    // Signals are multiplied only where the door gives them; who goes told needs no work any more.
    let Patience { first, later: _, out_of_hours, until, silent, gone_share: _, signals: _ } = patience;
    let told = out_of_hours.is_none() && *until == Until::Handling && *silent == 0.0;
    let mean = first.as_ref()?.exponential_mean()?;
    told.then_some(Waits::Exponential(mean))
}

/// The law of the customer's turns, if it is one law, whoever the customer is and whatever was before.
fn think(reply: &Reply) -> Option<&Law> {
    let Reply { personal_ln_sd, modes, transitions: _, default_gap: _, drift } = reply;
    match &modes[..] {
        [Mode { name: _, start: _, latency }] if *personal_ln_sd == 0.0 && drift.is_none() => Some(latency),
        _ => None,
    }
}
