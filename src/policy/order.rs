//! Which conversation next, from the queue of all or from the inbox of one agent.
//!
//! Nearly every key is fixed when a conversation joins, so that a line is a heap and a decision costs a logarithm. The
//! others make a [changing](super::changing) order.

use super::rule::{OrderRule, Shared};
use super::score::{Score, Variable};
use super::{Value, words};
use crate::units::{ConversationId, Span, Time};
use crate::world::{Conversation, Lot, World};
use std::sync::Arc;

/// One key of an order; a list of keys is compared from left to right.
#[derive(Clone, Debug, PartialEq)]
pub enum OrderKey {
    /// Who joined the line first.
    JoinedFirst,
    /// Who waits longest: in the queue since the time of entry, in the inbox since the message.
    WaitingLongest,
    /// Who waits shortest.
    Newest,
    /// The most urgent class first.
    Class,
    /// Whose target is due first; without a target last.
    Deadline,
    /// Replies to later messages before replies to first ones.
    RepliesFirst,
    /// Conversations that came back before new ones.
    ReactivatedFirst,
    /// New conversations before those that came back.
    ReactivatedLast,
    /// The adaptive response timer: the message is due after a time that suits this customer's tempo.
    Adaptive(Adaptive),
    /// The customer with the shortest smoothed gap first.
    MostEngaged,
    /// In the order of a number drawn at random on joining.
    Random,
    /// Whose conversation began first.
    Oldest,
    /// Whose unanswered message was written first.
    UnansweredLongest,
    /// Whose last message, of either side, is oldest on joining.
    Quietest,
    /// Whose customer wrote last, nudges included, on joining.
    Freshest,
    /// The fewest replies so far.
    FewestExchanges,
    /// First messages before replies to later ones.
    FirstMessagesFirst,
    /// Those who wait for a reply before those who only need an agent.
    NeedsReplyFirst,
    /// The shortest mean handling time of the demand, for a first or a later message.
    ShortestExpected,
    /// Who waits longest, with a head start for each class; the last one holds for all classes beyond.
    HeadStart(Vec<Span>),
    /// Priority grows with the wait at a rate for each class (Stanford, Taylor and Ziedins, "Waiting time distributions in
    /// the accumulating priority queue", 2014); the last one holds for all classes beyond.
    Accumulating(Vec<f64>),
    /// One of several orders, drawn anew whenever the queue or inbox is looked at, with these shares. Stands alone.
    Blend(Vec<(f64, Vec<OrderKey>)>),
    /// The highest score first.
    Score(Arc<Score>),
    /// A rule from outside: the highest score first.
    Custom(Shared<dyn OrderRule>),
}

/// factor x the customer's smoothed gap, but not below `minimum` and not above `maximum`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adaptive {
    /// The factor; positive.
    pub factor: f64,
    /// The least.
    pub minimum: Span,
    /// The most.
    pub maximum: Span,
}

impl Adaptive {
    /// The span for a customer with this smoothed gap.
    pub fn span(&self, gap: Span) -> Span {
        Span((gap.0 as f64 * self.factor + 0.5) as u64).clamp(self.minimum, self.maximum)
    }
}

/// The names of the keys without parameters, as a scenario writes them; `adaptive` is written as a table.
pub const NAMES: &[(&str, OrderKey)] = &[
    ("joined-first", OrderKey::JoinedFirst),
    ("waiting-longest", OrderKey::WaitingLongest),
    ("newest", OrderKey::Newest),
    ("class", OrderKey::Class),
    ("deadline", OrderKey::Deadline),
    ("replies-first", OrderKey::RepliesFirst),
    ("reactivated-first", OrderKey::ReactivatedFirst),
    ("reactivated-last", OrderKey::ReactivatedLast),
    ("most-engaged", OrderKey::MostEngaged),
    ("random", OrderKey::Random),
    ("oldest", OrderKey::Oldest),
    ("unanswered-longest", OrderKey::UnansweredLongest),
    ("quietest", OrderKey::Quietest),
    ("freshest", OrderKey::Freshest),
    ("fewest-exchanges", OrderKey::FewestExchanges),
    ("first-messages-first", OrderKey::FirstMessagesFirst),
    ("needs-reply-first", OrderKey::NeedsReplyFirst),
    ("shortest-expected", OrderKey::ShortestExpected),
];

/// The names of the keys, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value { name: "joined-first", parameters: "", about: "who joined this line first" },
    Value {
        name: "waiting-longest",
        parameters: "",
        about: "who waits longest: in the queue since entry, in the inbox since the message",
    },
    Value { name: "newest", parameters: "", about: "who waits shortest" },
    Value { name: "class", parameters: "", about: "the most urgent class first" },
    Value { name: "deadline", parameters: "", about: "whose target is due first; without a target last" },
    Value { name: "replies-first", parameters: "", about: "later messages before first messages" },
    Value { name: "reactivated-first", parameters: "", about: "conversations that came back before new ones" },
    Value { name: "reactivated-last", parameters: "", about: "new conversations before those that came back" },
    Value {
        name: "adaptive",
        parameters: "{ factor, minimum, maximum }",
        about: "adaptive response timer: due after factor x the customer's smoothed gap, between minimum and maximum",
    },
    Value { name: "most-engaged", parameters: "", about: "the customer with the shortest smoothed gap first" },
    Value { name: "random", parameters: "", about: "in the order of a number drawn on joining" },
    Value { name: "oldest", parameters: "", about: "the oldest conversation" },
    Value { name: "unanswered-longest", parameters: "", about: "whose unanswered message was written first" },
    Value { name: "quietest", parameters: "", about: "whose last message, of either side, is oldest on joining" },
    Value { name: "freshest", parameters: "", about: "whose customer wrote last, on joining" },
    Value { name: "fewest-exchanges", parameters: "", about: "the fewest replies so far" },
    Value { name: "first-messages-first", parameters: "", about: "first messages before later ones" },
    Value {
        name: "needs-reply-first",
        parameters: "",
        about: "those who wait for a reply before those who only need an agent",
    },
    Value {
        name: "shortest-expected",
        parameters: "",
        about: "the shortest mean handling time of the demand, for a first or a later message",
    },
    Value {
        name: "head_start",
        parameters: "[span, ...]",
        about: "who waits longest, with a head start for each class, the most urgent first",
    },
    Value {
        name: "accumulating",
        parameters: "[rate, ...]",
        about: "priority grows with the wait, at a rate for each class, the most urgent first",
    },
    Value {
        name: "blend",
        parameters: "[{ share, order }, ...]",
        about: "one of several orders, drawn whenever the queue or inbox is looked at",
    },
    Value { name: "score", parameters: "\"expression\"", about: "the highest score first" },
];

impl OrderKey {
    /// A rule of your own, the highest score first.
    pub fn custom(rule: impl OrderRule + 'static) -> OrderKey {
        OrderKey::Custom(Shared(Arc::new(rule)))
    }

    /// The most bits that the keys of an order can have together: of a line's 128 three are for the channel, and
    /// one for the front of the queue.
    pub const MOST: u32 = 124;

    /// How many bits of a line's key it takes.
    pub fn width(&self) -> u32 {
        match self {
            OrderKey::JoinedFirst | OrderKey::Blend(_) => 0,
            OrderKey::WaitingLongest
            | OrderKey::Newest
            | OrderKey::Deadline
            | OrderKey::Adaptive(_)
            | OrderKey::Oldest
            | OrderKey::UnansweredLongest
            | OrderKey::Quietest
            | OrderKey::Freshest
            | OrderKey::ShortestExpected => 48,
            OrderKey::HeadStart(_) => 49,
            OrderKey::Class => 8,
            OrderKey::RepliesFirst
            | OrderKey::ReactivatedFirst
            | OrderKey::ReactivatedLast
            | OrderKey::FirstMessagesFirst
            | OrderKey::NeedsReplyFirst => 1,
            OrderKey::FewestExchanges => 16,
            OrderKey::MostEngaged => 42,
            OrderKey::Random => 32,
            OrderKey::Accumulating(_) | OrderKey::Score(_) | OrderKey::Custom(_) => 64,
        }
    }
}

/// Who is next, in a sentence.
pub fn sentence(order: &[OrderKey]) -> String {
    if let [OrderKey::Blend(parts)] = order {
        let sum: f64 = parts.iter().map(|(share, _)| share).sum();
        let part = |(share, order): &(f64, Vec<OrderKey>)| {
            format!("in {} of cases {}", words::percent(share / sum), line(order))
        };
        let parts: Vec<String> = parts.iter().map(part).collect();
        return format!("One of several orders is drawn each time: {}.", words::all(&parts));
    }
    let line = line(order);
    format!("{}{}.", line[..1].to_uppercase(), &line[1..])
}

/// The keys of an order, and what decides between those that are equal in all of them.
fn line(order: &[OrderKey]) -> String {
    let mut keys: Vec<String> = order.iter().map(OrderKey::phrase).collect();
    if !matches!(order.last(), Some(OrderKey::JoinedFirst)) {
        keys.push(OrderKey::JoinedFirst.phrase());
    }
    format!("first {}", keys.join("; of equals "))
}

impl OrderKey {
    /// Who is next by this key.
    fn phrase(&self) -> String {
        let each = |list: Vec<String>| {
            format!("{} (from the most urgent class on; the last one for all beyond)", list.join(", "))
        };
        match self {
            OrderKey::JoinedFirst => "whoever joined first".to_owned(),
            OrderKey::WaitingLongest => "whoever has waited longest".to_owned(),
            OrderKey::Newest => "whoever has waited least".to_owned(),
            OrderKey::Class => "the most urgent class".to_owned(),
            OrderKey::Deadline => "whoever is promised an answer soonest".to_owned(),
            OrderKey::RepliesFirst => "replies to later messages, before those to first ones".to_owned(),
            OrderKey::ReactivatedFirst => "customers who came back, before new ones".to_owned(),
            OrderKey::ReactivatedLast => "new customers, before those who came back".to_owned(),
            OrderKey::Adaptive(adaptive) => {
                format!("whose reply is due soonest, {} after the message", adaptive.phrase())
            }
            OrderKey::MostEngaged => "whoever usually answers fastest".to_owned(),
            OrderKey::Random => "whom the lot falls on".to_owned(),
            OrderKey::Oldest => "the oldest conversation".to_owned(),
            OrderKey::UnansweredLongest => "the oldest unanswered message".to_owned(),
            OrderKey::Quietest => "whose last message, of either side, is oldest".to_owned(),
            OrderKey::Freshest => "whoever wrote last".to_owned(),
            OrderKey::FewestExchanges => "whoever got the fewest replies so far".to_owned(),
            OrderKey::FirstMessagesFirst => "first messages, before later ones".to_owned(),
            OrderKey::NeedsReplyFirst => "whoever waits for a reply, before those who only need an agent".to_owned(),
            OrderKey::ShortestExpected => "what usually takes the least work".to_owned(),
            OrderKey::HeadStart(spans) => {
                let spans = spans.iter().map(|span| words::span(*span)).collect();
                format!("whoever has waited longest, with a head start of {}", each(spans))
            }
            OrderKey::Accumulating(rates) => {
                let rates = rates.iter().map(f64::to_string).collect();
                format!("the highest priority, which grows with the wait at a rate of {}", each(rates))
            }
            // Stands alone, and is told as a whole.
            OrderKey::Blend(_) => "one of several orders".to_owned(),
            OrderKey::Score(score) => format!("the highest score by `{}`", score.text),
            OrderKey::Custom(rule) => format!("the highest score by a rule from outside, {:?}", &**rule),
        }
    }
}

impl Adaptive {
    /// How long that is, in words.
    pub(super) fn phrase(&self) -> String {
        let Adaptive { factor, minimum, maximum } = *self;
        let (minimum, maximum) = (words::span(minimum), words::span(maximum));
        format!("{factor} times the customer's usual gap (at least {minimum}, at most {maximum})")
    }
}

/// Where a conversation enters a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joining {
    /// The queue, with this time of entry.
    Queue(Time),
    /// The queue, before all others of its rank.
    QueueFront,
    /// An inbox.
    Inbox,
}

impl Joining {
    /// The time of entry.
    #[inline]
    pub fn entered(self, conversation: &Conversation) -> Time {
        match self {
            Joining::Queue(entered) => entered,
            Joining::QueueFront => Time::START,
            Joining::Inbox => conversation.written,
        }
    }
}

/// What holds for a class, in a list of which the last one holds for all classes beyond.
fn of_class<T: Copy + Default>(list: &[T], class: u8) -> T {
    list.get(usize::from(class)).or(list.last()).copied().unwrap_or_default()
}

/// The key of a conversation that joins a line now: the lowest is next. Among equals those at the front are next, then the
/// one that joined first.
#[inline]
pub fn key(order: &[OrderKey], world: &World, conversation: ConversationId, joining: Joining) -> u128 {
    let mut key = u128::from(rank(world, conversation));
    for part in order {
        key = key << part.width() | u128::from(part.value(world, conversation, joining));
    }
    key << 1 | u128::from(joining != Joining::QueueFront)
}

/// Work of a channel of higher rank goes first, whatever the order.
#[inline]
pub(super) fn rank(world: &World, conversation: ConversationId) -> u8 {
    7 - world.demand_of(conversation).channel.rank.min(7)
}

/// The largest maximum of the adaptive keys of an order, those in a blend included.
pub(super) fn longest_maximum(keys: &[OrderKey]) -> Option<Span> {
    let maximum = |key: &OrderKey| match key {
        OrderKey::Adaptive(adaptive) => Some(adaptive.maximum),
        OrderKey::Blend(orders) => orders.iter().filter_map(|(_, keys)| longest_maximum(keys)).max(),
        _ => None,
    };
    keys.iter().filter_map(maximum).max()
}

/// The largest value of a key that is a time.
const LATEST: u64 = Time::LAST.0;

impl OrderKey {
    /// This key's part of the whole, below 2^[`width`](OrderKey::width).
    #[inline]
    pub(super) fn value(&self, world: &World, conversation: ConversationId, joining: Joining) -> u64 {
        let it = world.conversation(conversation);
        let entered = joining.entered(it).0;
        match self {
            OrderKey::JoinedFirst => 0,
            OrderKey::WaitingLongest => entered,
            OrderKey::Newest if joining == Joining::QueueFront => 0,
            OrderKey::Newest => LATEST - entered,
            OrderKey::Class => u64::from(it.class),
            OrderKey::Deadline => match world.demands[it.demand().index()].target {
                Some((first, later)) => (it.written + if it.came_back() { later } else { first }).0,
                None => LATEST,
            },
            OrderKey::RepliesFirst => u64::from(!it.came_back()),
            OrderKey::ReactivatedFirst => u64::from(!it.came_back()),
            OrderKey::ReactivatedLast => u64::from(it.came_back()),
            OrderKey::Adaptive(adaptive) => (it.written + adaptive.span(it.gap())).0,
            OrderKey::MostEngaged => it.gap().0,
            OrderKey::Random => match joining {
                Joining::Inbox => world.draw(conversation, it.exchange, Lot::Inbox) >> 32,
                _ => world.draw(conversation, it.passages.into(), Lot::Queue) >> 32,
            },
            OrderKey::Oldest => it.created.0,
            OrderKey::UnansweredLongest => it.written.0,
            OrderKey::Quietest => it.heard.max(it.replied).0,
            OrderKey::Freshest => LATEST - it.heard.0,
            OrderKey::FewestExchanges => u64::from(it.exchange),
            OrderKey::FirstMessagesFirst => u64::from(it.came_back()),
            OrderKey::NeedsReplyFirst => u64::from(!it.needs_reply()),
            OrderKey::ShortestExpected => world.mean_handling(conversation).0,
            // Moved by all the time there is, so that a head start before the beginning is a number, too.
            OrderKey::HeadStart(head_starts) => LATEST + entered - of_class(head_starts, it.class).0.min(LATEST),
            // Not fixed: looked at later.
            OrderKey::Accumulating(_) | OrderKey::Blend(_) | OrderKey::Score(_) | OrderKey::Custom(_) => 0,
        }
    }

    /// Whether it says something else from instant to instant, or from look to look.
    pub fn changes(&self) -> bool {
        matches!(self, OrderKey::Accumulating(_) | OrderKey::Blend(_) | OrderKey::Score(_) | OrderKey::Custom(_))
    }

    /// What it is called where a run stops because of it.
    pub fn title(&self) -> String {
        match self {
            OrderKey::Score(score) => score.text.clone(),
            OrderKey::Custom(rule) => format!("{:?}", &**rule),
            other => other.phrase(),
        }
    }

    /// The variables that it asks for, and what they are for a conversation that joined a line.
    pub fn sight(
        &self,
        world: &World,
        conversation: ConversationId,
        joining: Joining,
    ) -> Vec<(&'static Variable, f64)> {
        match self {
            OrderKey::Score(score) => {
                score.sight(world, conversation, joining.entered(world.conversation(conversation)))
            }
            _ => Vec::new(),
        }
    }

    /// What a key that changes says now: the greatest is next.
    pub(super) fn value_now(&self, world: &World, conversation: ConversationId, joining: Joining) -> f64 {
        let it = world.conversation(conversation);
        match self {
            OrderKey::Accumulating(rates) => {
                let entered = joining.entered(it);
                of_class(rates, it.class) * world.now.since(entered).0 as f64
            }
            OrderKey::Score(score) => score.value(world, conversation, joining.entered(it)),
            OrderKey::Custom(rule) => rule.score(world, conversation),
            _ => 0.0,
        }
    }
}
