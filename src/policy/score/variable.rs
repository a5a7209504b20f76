//! What an expression may ask of a conversation and its line: the past and the present, as a platform sees them.

use crate::units::{ConversationId, Span, Time};
use crate::world::{Conversation, DemandView, World};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A plain number.
    Number,
    /// A time, in seconds.
    Duration,
    /// True or false.
    Condition,
    /// Which class: only compared with its name.
    Class,
    /// Which demand: only compared with its name.
    Demand,
    /// Which channel: only compared with its name.
    Channel,
}

impl Kind {
    /// In one word.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Duration => "duration",
            Kind::Condition => "condition",
            Kind::Class => "class",
            Kind::Demand => "demand",
            Kind::Channel => "channel",
        }
    }

    /// Whether it can be added and compared by size.
    pub(super) fn is_amount(self) -> bool {
        matches!(self, Kind::Number | Kind::Duration)
    }

    /// Whether it stands for itself, not for a name.
    pub(super) fn is_value(self) -> bool {
        self.is_amount() || self == Kind::Condition
    }
}

/// The target, and what is left until it, where there is none: ten years, more than any run lasts.
pub const NO_TARGET: Span = Span(3650 * Span::DAY.0);

/// A variable of a score.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// The name.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// What it says.
    pub about: &'static str,
    pub(super) fact: Fact,
}

/// Which fact about a conversation or the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fact {
    Wait,
    Age,
    Unanswered,
    Silence,
    SinceHeard,
    SinceReply,
    OwnGap,
    Target,
    TimeLeft,
    MeanHandling,
    Exchanges,
    Passages,
    ClassNumber,
    QueueLength,
    Open,
    First,
    Returned,
    Class,
    Demand,
    Channel,
}

const fn variable(name: &'static str, kind: Kind, fact: Fact, about: &'static str) -> Variable {
    Variable { name, kind, about, fact }
}

/// The variables.
#[rustfmt::skip]
pub const VARIABLES: &[Variable] = &[
    variable("wait", Kind::Duration, Fact::Wait, "since it entered this line: in the queue since entry, in an inbox since the message"),
    variable("age", Kind::Duration, Fact::Age, "since the conversation began"),
    variable("unanswered", Kind::Duration, Fact::Unanswered, "since the message that waits for a reply"),
    variable("silence", Kind::Duration, Fact::Silence, "since the last message of either side"),
    variable("since_heard", Kind::Duration, Fact::SinceHeard, "since the customer's last message, nudges included"),
    variable("since_reply", Kind::Duration, Fact::SinceReply, "since the last reply; before the first one, since the conversation began"),
    variable("own_gap", Kind::Duration, Fact::OwnGap, "the customer's smoothed gap"),
    variable("target", Kind::Duration, Fact::Target, "the promised time for this reply; 3650d without a target"),
    variable("time_left", Kind::Duration, Fact::TimeLeft, "until the target is due, negative from then on; 3650d without a target"),
    variable("mean_handling", Kind::Duration, Fact::MeanHandling, "the mean handling time of the demand, for a first or a later message"),
    variable("exchanges", Kind::Number, Fact::Exchanges, "replies so far"),
    variable("passages", Kind::Number, Fact::Passages, "how often it has entered the queue so far; 255 stands for more"),
    variable("class_number", Kind::Number, Fact::ClassNumber, "the place of its class, 0 for the most urgent"),
    variable("queue_length", Kind::Number, Fact::QueueLength, "conversations in all queues"),
    variable("open", Kind::Number, Fact::Open, "open conversations"),
    variable("first", Kind::Condition, Fact::First, "whether nobody has replied yet"),
    variable("returned", Kind::Condition, Fact::Returned, "whether its customer came back after a reply: the opposite of first"),
    variable("class", Kind::Class, Fact::Class, "its class, to be compared with a name: class == \"vip\""),
    variable("demand", Kind::Demand, Fact::Demand, "its demand, to be compared with a name"),
    variable("channel", Kind::Channel, Fact::Channel, "its channel, to be compared with a name; without one it differs from every name"),
];

/// What one evaluation looks at.
pub(super) struct Sight<'w> {
    world: &'w World,
    it: &'w Conversation,
    demand: &'w DemandView,
    entered: Time,
}

/// In seconds.
#[inline]
fn seconds(span: Span) -> f64 {
    span.as_seconds()
}

impl<'w> Sight<'w> {
    #[inline]
    pub(super) fn new(world: &'w World, conversation: ConversationId, entered: Time) -> Sight<'w> {
        let it = world.conversation(conversation);
        Sight { world, it, demand: &world.demands[it.demand().index()], entered }
    }

    /// The promised time for the reply that is due.
    #[inline]
    fn target(&self) -> Option<Span> {
        self.demand.target.map(|(first, later)| if self.it.came_back() { later } else { first })
    }

    /// A fact: a number, seconds, 1 or 0 for a condition, or a place for a name.
    #[inline]
    pub(super) fn fact(&self, fact: Fact) -> f64 {
        let (world, it) = (self.world, self.it);
        let since = |instant: Time| seconds(world.now.since(instant));
        match fact {
            Fact::Wait => since(self.entered),
            Fact::Age => since(it.created),
            Fact::Unanswered => since(it.written),
            Fact::Silence => since(it.heard.max(it.replied)),
            Fact::SinceHeard => since(it.heard),
            Fact::SinceReply => since(it.replied),
            Fact::OwnGap => seconds(it.gap()),
            Fact::Target => seconds(self.target().unwrap_or(NO_TARGET)),
            Fact::TimeLeft => match self.target() {
                // Of integers, so that the same instant gives the same.
                Some(target) => (target.0 as i64 - world.now.since(it.written).0 as i64) as f64 / 1e6,
                None => seconds(NO_TARGET),
            },
            Fact::MeanHandling => seconds(self.demand.mean_handling[usize::from(it.came_back())]),
            Fact::Exchanges => f64::from(it.exchange),
            Fact::Passages => f64::from(it.passages),
            Fact::ClassNumber | Fact::Class => f64::from(it.class),
            Fact::QueueLength => f64::from(world.queued),
            Fact::Open => f64::from(world.open),
            Fact::First => f64::from(u8::from(!it.came_back())),
            Fact::Returned => f64::from(u8::from(it.came_back())),
            Fact::Demand => f64::from(it.demand().0),
            // No name has the place -1.
            Fact::Channel => self.demand.channel.channel.map_or(-1.0, |channel| f64::from(channel.0)),
        }
    }
}
