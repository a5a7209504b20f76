//! Who writes: the behaviour of one stream of customers.

use super::{Curve, Event, Factors};
use crate::civil::{Weekly, Zone};
use crate::random::{Count, Law};
use crate::units::{ChannelId, DemandId, Span, Time};

/// One stream of customers with the same behaviour.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// The name, unique; it also keys the random numbers of the demand's customers.
    pub name: String,
    /// The channel on which they write; `None` where the scenario names no channels.
    pub channel: Option<ChannelId>,
    /// Urgency: 0 is the most urgent class.
    pub class: u8,
    /// The clocks of the customers, by which they come and sleep; `None` are those of the frame.
    pub zone: Option<Zone>,
    /// The opening hours; `None` is round the clock.
    pub open: Option<Weekly<bool>>,
    /// The clocks of the opening hours; `None` are those of the frame.
    pub open_zone: Option<Zone>,
    /// The promise to the customer.
    pub target: Option<Target>,
    /// When customers come.
    pub arrivals: Arrivals,
    /// A factor on the rate of a Poisson stream, drawn for each day.
    pub day_factor: Option<DayFactor>,
    /// Factors on the rate of a Poisson stream that are known beforehand; they and the drawn one multiply.
    pub factors: Option<Factors>,
    /// Who waits already when the run begins.
    pub backlog: Option<Backlog>,
    /// What brings customers on top of a Poisson stream.
    pub events: Vec<Event>,
    /// How many customers come at each point of a Poisson stream, at the same instant; `None` is one. A trace has a row
    /// for each customer and no batches.
    pub batch: Option<Count>,
    /// How many exchanges a visit needs.
    pub exchanges: Count,
    /// Agent work on the first exchange, in seconds.
    pub handling_first: Law,
    /// Agent work on each later exchange, in seconds.
    pub handling_later: Law,
    /// Agent work on a message without content, such as "thanks", in seconds; `None` is no work at all.
    pub handling_closing: Option<Law>,
    /// How long customers wait before they give up.
    pub patience: Patience,
    /// The probability that the customer never answers, for each reply that leaves the matter open.
    pub ghosts: f64,
    /// How a visit ends once the matter is solved.
    pub ending: Ending,
    /// When customers are awake; a message that would come in the night comes in the morning. `None` is always.
    pub awake: Option<Weekly<bool>>,
    /// The messages of which a customer's turn consists.
    pub burst: Option<Burst>,
    /// What customers write while they wait.
    pub nudges: Option<Nudges>,
    /// Who comes again.
    pub comes_back: ComesBack,
    /// What a bot at the door can do for these customers; `None`: nothing.
    pub bot: Option<Bot>,
    /// Who needs help more urgently than the others.
    pub urgent: Option<Urgent>,
    /// What goes on to somebody else.
    pub transfer: Option<Transfer>,
    /// As which demand a matter goes on once it escalates, for instance one of calls; `None`: it never does.
    pub escalates: Option<DemandId>,
    /// How satisfied customers are with a response; a model, not a measurement.
    pub satisfaction: Option<Curve>,
    /// How many customers buy after the first response; a model, not a measurement.
    pub conversion: Option<Curve>,
    /// When customers answer.
    pub reply: Reply,
}

/// Promised times, with the share that must keep them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// For the first reply.
    pub first: Span,
    /// For every later reply.
    pub later: Span,
    /// The share of first replies that must come in time.
    pub share: f64,
    /// Whether the promise holds in opening hours only: the clock stands still while it is closed.
    pub in_hours: bool,
}

/// A bot at the door.
#[derive(Clone, Debug, PartialEq)]
pub struct Bot {
    /// How long it takes with a customer, in seconds.
    pub takes: Law,
    /// The share of customers for whom nobody else is needed afterwards.
    pub contains: f64,
    /// Of those, the share who only seemed to be helped: they come again.
    pub falsely: f64,
    /// After what time they come again, in seconds; at least one. They go past the bot then.
    pub back_after: Law,
}

/// Customers who need help more urgently than the others, and say so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Urgent {
    /// Their share.
    pub share: f64,
    /// Their class: 0 is the most urgent.
    pub class: u8,
}

/// A matter that goes on to somebody else with a reply that does not solve it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transfer {
    /// The probability, for each such reply.
    pub probability: f64,
    /// As which demand the matter goes on: whose work, patience and teams it has from then on.
    pub to: DemandId,
    /// A warm transfer: the agent briefs the next one for so long, who then need not read what was written. `None`: cold.
    pub warm: Option<Span>,
}

/// When the customers of a demand come.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrivals {
    /// A Poisson stream with a rate in customers (with batches: batches) an hour that repeats every week, by
    /// the clocks of the customers.
    Poisson(Weekly<f64>),
    /// One customer at each of these instants, in the order of the rows of a log; a customer is known by his row.
    Trace(Vec<Time>),
}

/// A random factor on the rate, one value a civil day of the customers; demands with the same name share it.
#[derive(Clone, Debug, PartialEq)]
pub struct DayFactor {
    /// The name that keys the draws.
    pub name: String,
    /// The law of the factor, mean about 1.
    pub law: Law,
}

/// Customers who wrote before the run begins, and wait for the reply to their first message.
#[derive(Clone, Debug, PartialEq)]
pub struct Backlog {
    /// How many.
    pub count: u32,
    /// How long before, in seconds; more than the past of the model counts as the past.
    pub age: Law,
}

/// Patience, in seconds, by message; `None` never gives up.
#[derive(Clone, Debug, PartialEq)]
pub struct Patience {
    /// For the reply to the first message.
    pub first: Option<Law>,
    /// For the reply to every later message.
    pub later: Option<Law>,
    /// For the reply to a message written out of opening hours; `None` is as in hours.
    pub out_of_hours: Option<Law>,
    /// What stops the clock.
    pub until: Until,
    /// The share of those who give up that goes without a word.
    pub silent: f64,
    /// Of the normal work on a message, how much it takes to see that its customer has gone without a word.
    pub gone_share: f64,
    /// What the signs of life that a platform gives do to patience.
    pub signals: Signals,
}

impl Default for Patience {
    /// Nobody gives up.
    fn default() -> Patience {
        Patience {
            first: None,
            later: None,
            out_of_hours: None,
            until: Until::Handling,
            silent: 0.0,
            gone_share: 1.0,
            signals: Signals::default(),
        }
    }
}

impl Patience {
    /// Whether anybody may give up.
    pub fn limited(&self) -> bool {
        self.first.is_some() || self.later.is_some() || self.out_of_hours.is_some()
    }
}

/// The factors by which the signs of life that a platform gives multiply patience; 1 changes nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signals {
    /// "We got your message."
    pub acknowledgement: f64,
    /// "An agent is there."
    pub presence: f64,
    /// "It will take about four minutes."
    pub estimated_wait: f64,
}

impl Default for Signals {
    fn default() -> Signals {
        Signals { acknowledgement: 1.0, presence: 1.0, estimated_wait: 1.0 }
    }
}

/// How a visit ends after the reply that solves the matter: shares that add up to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ending {
    /// The agent sees it and closes with the reply.
    pub recognised: f64,
    /// The customer says that this is all, after a latency.
    pub confirms: f64,
    /// The customer writes a message without content, after a latency.
    pub thanks: f64,
    /// The customer writes no more.
    pub silent: f64,
}

impl Ending {
    /// The agent sees this share of the endings, the others are silent.
    pub fn recognised(share: f64) -> Ending {
        Ending { recognised: share, confirms: 0.0, thanks: 0.0, silent: 1.0 - share }
    }
}

/// A customer's turn is a burst of messages. They reset the platform's clocks and cost no work of their own; those that
/// would come after the reply are not written.
#[derive(Clone, Debug, PartialEq)]
pub struct Burst {
    /// How many messages.
    pub messages: Count,
    /// From one to the next, in seconds.
    pub gap: Law,
}

/// "Hello?": messages of a customer who waits. They reset the platform's clocks and cost no work of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Nudges {
    /// From the customer's last message, in seconds.
    pub after: Law,
    /// At most so many while the customer waits for a reply.
    pub at_most: u16,
}

/// Who comes again with a new visit, by how the last one ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComesBack {
    /// After the matter was solved; the delay counts from the reply that solved it.
    pub solved: Option<Return>,
    /// After giving up, told or silent; the delay counts from then.
    pub gave_up: Option<Return>,
    /// After being turned away; the delay counts from then.
    pub refused: Option<Return>,
}

impl ComesBack {
    /// All ways of coming again that there are.
    pub fn ways(&self) -> impl Iterator<Item = &Return> {
        [&self.solved, &self.gave_up, &self.refused].into_iter().flatten()
    }
}

/// One way of coming again.
#[derive(Clone, Debug, PartialEq)]
pub struct Return {
    /// How probable it is.
    pub probability: f64,
    /// After what time, in seconds; at least one.
    pub after: Law,
    /// Whether it is the same matter, with the same patience and work, or a fresh one.
    pub keep: bool,
}

/// What stops the clock of a customer's patience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// The conversation is on an agent's desk.
    Assigned,
    /// An agent works on the message.
    Handling,
    /// The reply is sent.
    Reply,
}

/// The tempo of a demand's customers.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The logarithmic standard deviation of a customer's personal factor on every latency (lognormal, median 1).
    pub personal_ln_sd: f64,
    /// The modes, listed from fast to slow; at least one.
    pub modes: Vec<Mode>,
    /// Row by row the probabilities of the next mode given this one; rows add up to 1.
    pub transitions: Vec<Vec<f64>>,
    /// What a platform takes for the gap of a customer who has not answered yet.
    pub default_gap: Span,
    /// What a long wait does to the mode.
    pub drift: Option<Drift>,
}

/// Who waits for long turns to something else: the next mode is one slower than it would have been.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drift {
    /// After a longer response than this.
    pub after_wait: Span,
    /// With this probability.
    pub slower: f64,
}

/// One way of being there.
#[derive(Clone, Debug, PartialEq)]
pub struct Mode {
    /// The name.
    pub name: String,
    /// The probability that a customer begins in this mode.
    pub start: f64,
    /// From an agent's reply to the customer's next message, in seconds.
    pub latency: Law,
}

impl Demand {
    /// A demand of customers who answer in one mode, are never impatient, never leave and come once; the agent sees when
    /// a matter is solved. Everything else is there to be changed.
    pub fn new(name: &str, arrivals: Arrivals, exchanges: Count, handling: Law, latency: Law) -> Demand {
        Demand {
            name: name.to_owned(),
            channel: None,
            class: 0,
            zone: None,
            open: None,
            open_zone: None,
            target: None,
            arrivals,
            day_factor: None,
            factors: None,
            backlog: None,
            events: Vec::new(),
            batch: None,
            exchanges,
            handling_first: handling.clone(),
            handling_later: handling,
            handling_closing: None,
            patience: Patience::default(),
            ghosts: 0.0,
            ending: Ending::recognised(1.0),
            awake: None,
            burst: None,
            nudges: None,
            comes_back: ComesBack::default(),
            bot: None,
            urgent: None,
            transfer: None,
            escalates: None,
            satisfaction: None,
            conversion: None,
            reply: Reply {
                personal_ln_sd: 0.0,
                modes: vec![Mode { name: "always".to_owned(), start: 1.0, latency }],
                transitions: vec![vec![1.0]],
                default_gap: Span::MINUTE,
                drift: None,
            },
        }
    }
}
