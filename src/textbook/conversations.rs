//! Customers who write again. There is one stream of them, so that an order by class is the order of writing.

use super::customers::{Stream, Waits};
use super::operation::Operation;
use super::questions::messages;
use super::{Textbook, overall};
use crate::closed_forms::{ErlangR, FullSlots, SingleServer};
use crate::maths;
use crate::units::Span;

/// An agent's slots are taken for good if more customers come than he can serve by this factor: nearer to it the queue
/// runs empty for long, again and again.
const FAR_TOO_MANY: f64 = 1.1;

/// The natural logarithm of one in a billion.
const ONE_IN_A_BILLION: f64 = -20.723_265_836_946_41;

/// The queue that it is, if it is one; with the shares that wait no longer than these spans, where they are known.
pub(super) fn recognised(stream: &Stream<'_>, operation: &Operation, spans: &[Span]) -> Option<Textbook> {
    if operation.turns_away || stream.patience != Waits::Always {
        return None;
    }
    let of_messages = || reentrant(stream, operation, spans);
    of_messages().or_else(|| whole(stream, operation)).or_else(|| full(stream, operation))
}

/// The probability that a customer writes again and the mean work on every reply, if both are always the same.
fn alike(stream: &Stream<'_>) -> Option<(f64, f64)> {
    let work = stream.first.exponential_mean().filter(|work| stream.later.exponential_mean() == Some(*work))?;
    Some((stream.exchanges.again()?, work))
}

/// Whoever writes waits for the next agent, in the order of writing.
fn reentrant(stream: &Stream<'_>, operation: &Operation, spans: &[Span]) -> Option<Textbook> {
    let (again, work) = alike(stream)?;
    let agents = operation.agents;
    let system = ErlangR::new(stream.rate, again, work, stream.think?.mean())?;
    let queue = system.messages(agents)?;
    let slots = match operation.frees {
        true if operation.slots == 1 => "a reply frees the slot, and whoever writes again queues anew",
        false if operation.has_one_line() && has_slots_for_all(&system, operation) => "slots for all",
        _ => return None,
    };
    Some(Textbook {
        name: format!("Erlang-R, by message M/M/{agents}"),
        because: format!(
            "Poisson arrivals, a geometric number of exponential exchanges, {}, {slots}, nobody gives up",
            operation.words()
        ),
        numbers: messages(&queue, system.message_rate(), spans),
    })
}

/// Whether all slots are taken less than twice in a billion. Those who need a reply are geometric beyond the agents; those
/// who think are Poisson, whose tail is bounded as in S. Boucheron, G. Lugosi and P. Massart, "Concentration Inequalities"
/// (2013), section 2.4.
fn has_slots_for_all(system: &ErlangR, operation: &Operation) -> bool {
    let agents = f64::from(operation.agents);
    let needing_reply = agents + ONE_IN_A_BILLION / maths::ln(system.offered_load() / agents);
    let mean = system.mean_awaiting();
    let awaiting = mean + maths::sqrt(-2.0 * mean * ONE_IN_A_BILLION) - ONE_IN_A_BILLION / 3.0;
    agents * f64::from(operation.slots) >= needing_reply + awaiting
}

/// One agent who serves one customer from the first message to the last.
fn whole(stream: &Stream<'_>, operation: &Operation) -> Option<Textbook> {
    let (exchanges, think) = (stream.exchanges, stream.think?);
    let further = exchanges.mean() - 1.0;
    let work = stream.first.mean() + further * stream.later.mean();
    let mean = work + further * think.mean();
    // Of a random number of times: the mean number times the variance, and the variance of the number times the mean squared.
    let each = stream.later.mean() + think.mean();
    let variance = stream.first.variance()?
        + further * (stream.later.variance()? + think.variance()?)
        + exchanges.variance() * each * each;
    let one_by_one = (operation.agents, operation.slots, operation.frees) == (1, 1, false) && mean > 0.0;
    let queue = one_by_one.then(|| SingleServer::new(stream.rate, mean, maths::sqrt(variance) / mean)).flatten()?;
    Some(Textbook {
        name: "M/G/1 of whole conversations (Pollaczek and Khinchine)".to_owned(),
        because: format!(
            "Poisson arrivals, {} for one conversation after the other, nobody gives up",
            operation.words()
        ),
        numbers: vec![
            overall("wait_first", "mean", queue.mean_wait()),
            overall("wait_first", "share_above_zero", queue.utilisation()),
            overall("utilisation", "share", stream.rate * work),
            overall("concurrency", "mean", queue.utilisation()),
        ],
    })
}

/// One agent whose slots are always full.
fn full(stream: &Stream<'_>, operation: &Operation) -> Option<Textbook> {
    let (again, work) = alike(stream)?;
    let agent = FullSlots::new(operation.slots, again, work, stream.think?.mean());
    let too_many = stream.rate > FAR_TOO_MANY * agent.completions();
    (too_many && operation.agents == 1 && !operation.frees).then(|| Textbook {
        name: format!("{} always full (the repairman's queue)", super::counted(operation.slots, "slot")),
        because: format!(
            "a geometric number of exponential exchanges, {} that conversations hold to their end, and far more \
             customers than fit in",
            operation.words()
        ),
        numbers: vec![
            overall("utilisation", "share", agent.utilisation()),
            overall("replies_per_hour", "mean", agent.replies() * Span::HOUR.as_seconds()),
            overall("wait_later", "mean", agent.mean_response() - work),
        ],
    })
}
