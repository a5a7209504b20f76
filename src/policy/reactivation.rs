//! Where a conversation goes whose customer comes back.

use super::{Value, order::Joining, words};
use crate::units::{DeskId, Span};
use crate::world::{Conversation, Reach, World};

/// The rule of reactivation; it holds for inactive and for closed conversations alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reactivation {
    /// To whom.
    pub to: To,
    /// Where in the queue, if it must queue.
    pub at: Entry,
    /// So long it waits in the queue for an owner who cannot take it, before it is for anybody.
    pub wait: Span,
}

/// To whom a returning customer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    /// To the owner, whatever the load, and even if nobody is there.
    OwnerAlways,
    /// To the owner if signed in, whatever the load.
    OwnerSignedIn,
    /// To the owner while he fits in below the maximum, else to the queue.
    OwnerBelowMaximum,
    /// To the queue.
    Queue,
    /// To the bot first, where the demand has one, and then to the queue.
    Bot,
}

/// With which time a returning conversation enters the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// With the present time, like a new one.
    Back,
    /// With the time at which the conversation first could be assigned.
    Original,
    /// Before all others of its rank, among its like in the order of coming back.
    Front,
}

/// The names of the owners' rules, as a scenario writes them.
pub const OWNERS: &[(&str, To)] = &[
    ("owner-always", To::OwnerAlways),
    ("owner-signed-in", To::OwnerSignedIn),
    ("owner-below-maximum", To::OwnerBelowMaximum),
    ("queue", To::Queue),
    ("bot", To::Bot),
];

/// The names of the entries, as a scenario writes them.
pub const ENTRIES: &[(&str, Entry)] = &[("front", Entry::Front), ("back", Entry::Back), ("original", Entry::Original)];

/// The names of the rules, as a scenario writes them.
pub const VALUES: &[Value] = &[
    Value {
        name: "owner-always",
        parameters: "",
        about: "to the owner, whatever the load, and even if nobody is there",
    },
    Value { name: "owner-signed-in", parameters: "", about: "to the owner if signed in, whatever the load" },
    Value {
        name: "owner-below-maximum",
        parameters: "",
        about: "to the owner while it fits in below the maximum, else to the queue",
    },
    Value { name: "queue", parameters: "", about: "to the queue" },
    Value {
        name: "at",
        parameters: "front | back | original",
        about: "where in the queue: ahead of its class, with the present time, with the time it was first there",
    },
    Value { name: "bot", parameters: "", about: "to the bot first, where the demand has one, and then to the queue" },
    Value {
        name: "wait",
        parameters: "span",
        about: "so long it waits in the queue for an owner who cannot take it, before it is for anybody; default 0s",
    },
    Value {
        name: "parked, closed",
        parameters: "{ to, at, wait }",
        about: "the same for conversations set aside, and for closed ones; default: as for inactive ones",
    },
];

/// The answer: where a returning conversation goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Into the inbox of its owner.
    Owner(DeskId),
    /// Into the queue.
    Queue(Joining),
    /// To the bot, where the demand has one, and then into the queue.
    Bot,
}

impl Reactivation {
    /// Where a conversation goes whose customer wrote while it was inactive, set aside or closed, or while its owner was
    /// away.
    pub fn target(&self, world: &World, conversation: &Conversation) -> Target {
        let owner = conversation.desk();
        match owner.filter(|owner| self.goes_to(*owner, world, conversation)) {
            Some(owner) => Target::Owner(owner),
            None if self.to == To::Bot => Target::Bot,
            None => Target::Queue(self.entry(world, conversation)),
        }
    }

    /// So long it waits for an owner who does not take it, under a rule that asks the owner first.
    pub fn waits(&self) -> Option<Span> {
        let asks = matches!(self.to, To::OwnerSignedIn | To::OwnerBelowMaximum);
        Some(self.wait).filter(|wait| asks && *wait > Span::ZERO)
    }

    /// Whether it goes to its owner. One who is away and keeps his customers is not asked how much he holds.
    pub fn goes_to(&self, owner: DeskId, world: &World, conversation: &Conversation) -> bool {
        let (desks, channel) = (&world.desks, &world.demands[conversation.demand().index()].channel);
        match self.to {
            To::OwnerAlways => true,
            To::OwnerSignedIn => desks.takes_own(owner),
            To::OwnerBelowMaximum if desks.reach(owner) == Reach::Held => true,
            To::OwnerBelowMaximum if !desks.takes_own(owner) => false,
            To::OwnerBelowMaximum => {
                let pooled = world.rooms.as_ref().and_then(|rooms| rooms.pooled(owner, conversation.demand()));
                let load = pooled.unwrap_or(desks.load[owner.index()]);
                // Whoever waits in the queue for the owner weighs nothing there.
                let others = load - u64::from(channel.weight(conversation.state));
                others + u64::from(channel.weights.needs_reply) <= desks.maximum(owner)
            }
            To::Queue | To::Bot => false,
        }
    }

    /// Where it enters the queue, if it must queue.
    pub fn entry(&self, world: &World, conversation: &Conversation) -> Joining {
        self.at.joining(world, conversation)
    }
}

impl Entry {
    /// Where a conversation enters the queue.
    pub fn joining(self, world: &World, conversation: &Conversation) -> Joining {
        match self {
            Entry::Back => Joining::Queue(world.now),
            Entry::Original => Joining::Queue(conversation.created),
            Entry::Front => Joining::QueueFront,
        }
    }
}

impl Reactivation {
    /// The rule in sentences; `who` is for instance "A customer who writes in a closed conversation".
    pub fn sentences(&self, who: &str) -> Vec<String> {
        let Reactivation { to, at, wait } = *self;
        let goes = match to {
            To::OwnerAlways => "goes to the owner, whatever the load, and even if nobody is there",
            To::OwnerSignedIn => "goes to the owner if signed in, whatever the load, and otherwise to the queue",
            To::OwnerBelowMaximum => {
                "goes to the owner while there is room below the limit, and otherwise to the queue"
            }
            To::Queue => "goes to the queue, and to whoever has room",
            To::Bot => "goes to the bot first, where there is one, and then to the queue",
        };
        let mut said =
            vec![format!("{who} {goes}."), format!("Whoever goes to the queue joins it {}.", words::place(at))];
        if wait > Span::ZERO {
            said.push(format!("For {} only the owner may take it from there.", words::span(wait)));
        }
        said
    }
}
