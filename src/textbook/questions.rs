//! Customers of one question: whoever has the reply is gone.

use super::customers::{Stream, Waits};
use super::operation::{Operation, Order};
use super::{Number, Textbook, overall};
use crate::closed_forms::{Class, ErlangA, ErlangC, SingleServer, erlang_b, priorities, single_server_priorities};
use crate::maths;
use crate::metrics::Scope;
use crate::units::{DemandId, Span};

/// The queue that it is, if it is one; with the shares that wait no longer than these spans, where they are known.
pub(super) fn recognised(streams: &[Stream<'_>], operation: &Operation, spans: &[Span]) -> Option<Textbook> {
    let one_class = streams.iter().all(|it| it.class == streams[0].class);
    let in_turn = |order: Order| one_class || order == Order::FirstCome;
    let one_slot = operation.slots == 1;
    if operation.turns_away {
        return lost(streams, operation).filter(|_| one_slot);
    }
    if in_turn(operation.queue) && (one_slot || operation.has_one_line() && in_turn(operation.inbox)) {
        return match common(streams, |it| Some(it.patience))? {
            Waits::Exponential(patience) => impatient(streams, operation, patience, spans),
            Waits::Always => patient(streams, operation, spans).or_else(|| single_server(streams, operation)),
        };
    }
    let urgent = !one_class && one_slot && operation.queue == Order::Class;
    urgent.then(|| by_class(streams, operation)).flatten()
}

/// What all streams have in common, if it is the same.
fn common<T: PartialEq>(streams: &[Stream<'_>], of: impl Fn(&Stream<'_>) -> Option<T>) -> Option<T> {
    let first = of(&streams[0])?;
    streams.iter().all(|it| of(it).as_ref() == Some(&first)).then_some(first)
}

fn total_rate(streams: &[Stream<'_>]) -> f64 {
    streams.iter().map(|it| it.rate).sum()
}

/// Nobody waits. Whatever the laws are, only their means matter.
fn lost(streams: &[Stream<'_>], operation: &Operation) -> Option<Textbook> {
    let agents = operation.agents;
    let load: f64 = streams.iter().map(|it| it.rate * it.first.mean()).sum();
    let blocked = erlang_b(agents, load);
    let busy = load * (1.0 - blocked);
    let numbers = vec![
        overall("refused", "share", blocked),
        overall("utilisation", "share", busy / f64::from(agents)),
        overall("needing_reply", "mean", busy),
    ];
    let patient = common(streams, |it| Some(it.patience))? == Waits::Always;
    patient.then(|| Textbook {
        name: format!("M/G/{agents}/{agents} (Erlang B)"),
        because: because("one exchange", operation, "whoever finds nobody free is turned away"),
        numbers,
    })
}

fn impatient(streams: &[Stream<'_>], operation: &Operation, patience: f64, spans: &[Span]) -> Option<Textbook> {
    let work = common(streams, |it| it.first.exponential_mean())?;
    let agents = operation.agents;
    let queue = ErlangA::new(total_rate(streams), work, patience, agents)?;
    let mut numbers = vec![
        overall("wait", "mean", queue.mean_wait()),
        overall("wait", "share_above_zero", queue.probability_of_wait()),
        overall("abandoned", "share", queue.probability_of_abandonment()),
        overall("utilisation", "share", queue.utilisation()),
        overall("needing_reply", "mean", queue.mean_queue() + f64::from(agents) * queue.utilisation()),
    ];
    numbers.extend(within(spans, |time| 1.0 - queue.probability_of_wait_above(time)));
    Some(Textbook {
        name: format!("M/M/{agents}+M (Erlang A)"),
        because: because("one exponential exchange", operation, "exponential patience"),
        numbers,
    })
}

fn patient(streams: &[Stream<'_>], operation: &Operation, spans: &[Span]) -> Option<Textbook> {
    let work = common(streams, |it| it.first.exponential_mean())?;
    let agents = operation.agents;
    let queue = ErlangC::new(total_rate(streams), work, agents)?;
    Some(Textbook {
        name: format!("M/M/{agents} (Erlang C)"),
        because: because("one exponential exchange", operation, "nobody gives up"),
        numbers: messages(&queue, total_rate(streams), spans),
    })
}

/// The numbers of an M/M/c queue of messages that come at this rate.
pub(super) fn messages(queue: &ErlangC, rate: f64, spans: &[Span]) -> Vec<Number> {
    let mut numbers = vec![
        overall("wait", "mean", queue.mean_wait()),
        overall("wait", "share_above_zero", queue.probability_of_wait()),
        overall("utilisation", "share", queue.utilisation()),
        overall("needing_reply", "mean", rate * queue.mean_sojourn()),
    ];
    numbers.extend(within(spans, |time| queue.service_level(time)));
    numbers
}

/// The shares of the messages that wait no longer than these spans.
fn within(spans: &[Span], share: impl Fn(f64) -> f64) -> impl Iterator<Item = Number> {
    spans.iter().map(move |span| overall("wait", format!("within_{span}"), share(span.as_seconds())))
}

/// One agent and any law.
fn single_server(streams: &[Stream<'_>], operation: &Operation) -> Option<Textbook> {
    let alone = operation.agents == 1;
    let all = together(streams.iter()).filter(|_| alone)?;
    let queue = SingleServer::new(all.arrival_rate, all.mean_service, all.variation)?;
    Some(Textbook {
        name: "M/G/1 (Pollaczek and Khinchine)".to_owned(),
        because: because("one exchange", operation, "nobody gives up"),
        numbers: vec![
            overall("wait", "mean", queue.mean_wait()),
            overall("wait", "share_above_zero", queue.utilisation()),
            overall("utilisation", "share", queue.utilisation()),
            overall("needing_reply", "mean", all.arrival_rate * queue.mean_sojourn()),
        ],
    })
}

/// Urgent classes first.
fn by_class(streams: &[Stream<'_>], operation: &Operation) -> Option<Textbook> {
    if streams.iter().any(|it| it.patience != Waits::Always) {
        return None;
    }
    let mut classes: Vec<u8> = streams.iter().map(|it| it.class).collect();
    classes.sort_unstable();
    classes.dedup();
    let of = |class: u8| streams.iter().filter(move |it| it.class == class);
    let agents = operation.agents;
    let (waits, name, exchange) = match agents {
        1 => {
            let merged = classes.iter().map(|class| together(of(*class))).collect::<Option<Vec<Class>>>()?;
            (single_server_priorities(&merged)?, "M/G/1 with classes of urgency (Cobham)".to_owned(), "one exchange")
        }
        _ => {
            let work = common(streams, |it| it.first.exponential_mean())?;
            let rates: Vec<f64> = classes.iter().map(|class| of(*class).map(|it| it.rate).sum()).collect();
            let name = format!("M/M/{agents} with classes of urgency (Kella and Yechiali)");
            (priorities(&rates, work, agents)?, name, "one exponential exchange of the same law")
        }
    };
    let wait = |stream: &Stream<'_>| waits[classes.partition_point(|class| *class < stream.class)];
    let load: f64 = streams.iter().map(|it| it.rate * it.first.mean()).sum();
    let mean = streams.iter().map(|it| it.rate * wait(it)).sum::<f64>() / total_rate(streams);
    let mut numbers = vec![overall("wait", "mean", mean), overall("utilisation", "share", load / f64::from(agents))];
    numbers.extend((0..).zip(streams).map(|(demand, stream)| Number {
        scope: Scope::Demand(DemandId(demand)),
        ..overall("wait", "mean", wait(stream))
    }));
    let because = because(exchange, operation, "nobody gives up, and the most urgent class goes first");
    Some(Textbook { name, because, numbers })
}

/// Several streams as one class, whose law of service is the mixture of theirs; `None` if it has no variance.
fn together<'s, 'm: 's>(streams: impl Iterator<Item = &'s Stream<'m>> + Clone) -> Option<Class> {
    let arrival_rate: f64 = streams.clone().map(|it| it.rate).sum();
    let mean_service = streams.clone().map(|it| it.rate * it.first.mean()).sum::<f64>() / arrival_rate;
    let square = |it: &Stream<'_>| Some(it.rate * (it.first.variance()? + it.first.mean() * it.first.mean()));
    let square = streams.map(square).sum::<Option<f64>>()? / arrival_rate;
    let variation = maths::sqrt((square / (mean_service * mean_service) - 1.0).max(0.0));
    // Nothing to do at all is no queue, nor is nobody.
    (mean_service > 0.0).then_some(Class { arrival_rate, mean_service, variation })
}

fn because(exchange: &str, operation: &Operation, patience: &str) -> String {
    format!("Poisson arrivals, {exchange}, {}, {patience}", operation.words())
}
