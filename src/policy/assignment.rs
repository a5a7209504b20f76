//! Which desk gets the conversation, of those that serve its demand and have room.

use super::Value;
use super::rule::{AssignmentRule, Shared, descending};
use crate::units::{ConversationId, DeskId};
use crate::world::{DeskSet, Desks, Lane, Level, Lot, World};
use std::sync::Arc;

/// One key of the choice; a list of keys is compared from left to right, and last the lowest number wins.
#[derive(Clone, Debug, PartialEq)]
pub enum AssignmentKey {
    /// The least load.
    LeastLoaded,
    /// The most room below the preferred capacity.
    MostSpare,
    /// The most load that still has room.
    MostLoaded,
    /// The longest since the last reply sent, or since signing in.
    LongestIdle,
    /// The next number after the desk assigned last from the same queue, around: demands with the same teams share a queue.
    Cyclic,
    /// At random, all equally likely.
    Random,
    /// The most room below the preferred capacity, as a share of it.
    MostSpareShare,
    /// The fewest conversations that are not closed, whatever they weigh.
    FewestOpen,
    /// The fewest conversations whose customer waits for a reply.
    FewestNeedingReply,
    /// Whose last new work is longest ago; who never had any first.
    LeastRecentlyAssigned,
    /// The least new work since the beginning.
    FewestAssigned,
    /// The one who wrote the last reply, in this conversation or in the one that it goes on with.
    LastAgent,
    /// The fastest.
    Fastest,
    /// A rule from outside: the highest score.
    Custom(Shared<dyn AssignmentRule>),
}

/// The names of the keys, as a scenario writes them.
pub const NAMES: &[(&str, AssignmentKey)] = &[
    ("least-loaded", AssignmentKey::LeastLoaded),
    ("most-spare", AssignmentKey::MostSpare),
    ("most-loaded", AssignmentKey::MostLoaded),
    ("longest-idle", AssignmentKey::LongestIdle),
    ("cyclic", AssignmentKey::Cyclic),
    ("random", AssignmentKey::Random),
    ("most-spare-share", AssignmentKey::MostSpareShare),
    ("fewest-open", AssignmentKey::FewestOpen),
    ("fewest-needing-reply", AssignmentKey::FewestNeedingReply),
    ("least-recently-assigned", AssignmentKey::LeastRecentlyAssigned),
    ("fewest-assigned", AssignmentKey::FewestAssigned),
    ("last-agent", AssignmentKey::LastAgent),
    ("fastest", AssignmentKey::Fastest),
];

/// The names of the keys with what they do.
pub const VALUES: &[Value] = &[
    Value { name: "least-loaded", parameters: "", about: "the least load" },
    Value { name: "most-spare", parameters: "", about: "the most room below the preferred capacity" },
    Value { name: "most-loaded", parameters: "", about: "the most load that still has room" },
    Value { name: "longest-idle", parameters: "", about: "the longest since the last reply sent, or since signing in" },
    Value {
        name: "cyclic",
        parameters: "",
        about: "the next one after the one assigned last from the same queue, around",
    },
    Value { name: "random", parameters: "", about: "at random, all equally likely" },
    Value {
        name: "most-spare-share",
        parameters: "",
        about: "the most room below the preferred capacity, as a share of it",
    },
    Value { name: "fewest-open", parameters: "", about: "the fewest conversations not closed, whatever they weigh" },
    Value {
        name: "fewest-needing-reply",
        parameters: "",
        about: "the fewest conversations whose customer waits for a reply",
    },
    Value {
        name: "least-recently-assigned",
        parameters: "",
        about: "whose last new work is longest ago; who never had any first",
    },
    Value { name: "fewest-assigned", parameters: "", about: "the least new work since the beginning" },
    Value {
        name: "last-agent",
        parameters: "",
        about: "the one who wrote the last reply, in this conversation or in the one that it goes on with",
    },
    Value { name: "fastest", parameters: "", about: "the fastest" },
];

/// What the world should keep an index of, for these lists of keys: nothing on which they do not agree.
pub fn common_level<'a>(mut lists: impl Iterator<Item = &'a [AssignmentKey]>) -> Level {
    let first = lists.next().map_or(Level::Room, level);
    if lists.all(|keys| level(keys) == first) { first } else { Level::Room }
}

/// Which agent, in a sentence.
pub fn sentence(keys: &[AssignmentKey]) -> String {
    let mut phrases: Vec<String> = keys.iter().map(AssignmentKey::phrase).collect();
    if !matches!(keys.last(), Some(AssignmentKey::Random | AssignmentKey::Cyclic)) {
        phrases.push("the first in the list".to_owned());
    }
    format!("Of the agents with room, {}.", phrases.join("; of equals "))
}

impl AssignmentKey {
    /// A rule of your own, the highest score gets it.
    pub fn custom(rule: impl AssignmentRule + 'static) -> AssignmentKey {
        AssignmentKey::Custom(Shared(Arc::new(rule)))
    }

    /// Which agent this key prefers.
    fn phrase(&self) -> String {
        let phrase = match self {
            AssignmentKey::LeastLoaded => "the one with the least load",
            AssignmentKey::MostSpare => "the one with the most free slots",
            AssignmentKey::MostLoaded => "the one with the most load",
            AssignmentKey::LongestIdle => "the one whose last reply, or signing in, is longest ago",
            AssignmentKey::Cyclic => "the next one in the list after the one assigned last",
            AssignmentKey::Random => "anyone, by lot",
            AssignmentKey::MostSpareShare => "the one with the greatest share of free slots",
            AssignmentKey::FewestOpen => "the one with the fewest conversations that are not closed",
            AssignmentKey::FewestNeedingReply => "the one with the fewest customers who wait for a reply",
            AssignmentKey::LeastRecentlyAssigned => "the one whose last new conversation is longest ago",
            AssignmentKey::FewestAssigned => "the one who got the fewest new conversations so far",
            AssignmentKey::LastAgent => "the one who wrote the last reply to this customer",
            AssignmentKey::Fastest => "the fastest one",
            AssignmentKey::Custom(rule) => return format!("the one preferred by a rule from outside, {:?}", &**rule),
        };
        phrase.to_owned()
    }
}

/// What the world should keep an index of, for this list of keys.
fn level(keys: &[AssignmentKey]) -> Level {
    match keys.first() {
        Some(AssignmentKey::LeastLoaded | AssignmentKey::MostLoaded) => Level::Load,
        Some(AssignmentKey::MostSpare) => Level::Spare,
        _ => Level::Room,
    }
}

/// Where a choice is made, again and again.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// The desks that are equal so far.
    pub ties: Vec<DeskId>,
    /// A rule whose score was not a number.
    pub no_number: Option<Shared<dyn AssignmentRule>>,
}

/// The desk that gets the conversation, of those of the best rank that has one with room; `None` if none has.
///
/// With an index for the first key it looks only at the desks of the best level; a random choice among those costs a
/// walk over their bits, every other key a look at each of them.
pub fn choose(
    keys: &[AssignmentKey],
    world: &World,
    lane: &Lane,
    conversation: ConversationId,
    scratch: &mut Scratch,
) -> Option<DeskId> {
    lane.ranks.iter().find_map(|desks| choose_among(keys, world, desks, conversation, scratch))
}

/// The same where it depends on the conversation who has room: looks at every desk.
pub fn choose_where(
    keys: &[AssignmentKey],
    world: &World,
    lane: &Lane,
    conversation: ConversationId,
    has_room: impl Fn(DeskId) -> bool,
    scratch: &mut Scratch,
) -> Option<DeskId> {
    candidates(world, lane, has_room, &mut scratch.ties);
    first_of(keys, world, conversation, scratch)
}

/// Whether any desk of a lane has room.
pub fn any(world: &World, lane: &Lane, has_room: impl Fn(DeskId) -> bool) -> bool {
    world.desks.levels_with(&lane.desks).any(|level| level.iter(&lane.desks).any(&has_room))
}

/// All desks with room of the best rank that has one, in the order of their numbers.
pub fn candidates(world: &World, lane: &Lane, has_room: impl Fn(DeskId) -> bool, found: &mut Vec<DeskId>) {
    found.clear();
    for desks in &lane.ranks {
        for level in world.desks.levels_with(desks) {
            found.extend(level.iter(desks).filter(|desk| has_room(*desk)));
        }
        if !found.is_empty() {
            return found.sort_unstable();
        }
    }
}

/// The same for one rank.
#[inline]
fn choose_among(
    keys: &[AssignmentKey],
    world: &World,
    desks: &DeskSet,
    conversation: ConversationId,
    scratch: &mut Scratch,
) -> Option<DeskId> {
    let mut levels = world.desks.levels_with(desks);
    let (level, rest) = match keys.first() {
        Some(AssignmentKey::LeastLoaded) if world.desks.level() == Level::Load => (levels.next()?, &keys[1..]),
        Some(AssignmentKey::MostLoaded) if world.desks.level() == Level::Load => (levels.next_back()?, &keys[1..]),
        Some(AssignmentKey::MostSpare) if world.desks.level() == Level::Spare => (levels.next_back()?, &keys[1..]),
        // Without an index of its own the first key sees all levels; there is one level only.
        _ => (levels.next()?, keys),
    };
    if let [AssignmentKey::Random, ..] = rest {
        let place = draw(world, conversation, level.count(desks));
        return level.select(desks, place);
    }
    scratch.ties.clear();
    scratch.ties.extend(level.iter(desks));
    first_of(rest, world, conversation, scratch)
}

/// The first of the desks in the order of the keys.
#[inline]
fn first_of(
    keys: &[AssignmentKey],
    world: &World,
    conversation: ConversationId,
    scratch: &mut Scratch,
) -> Option<DeskId> {
    for key in keys {
        if scratch.ties.len() <= 1 {
            break;
        }
        key.narrow(world, conversation, scratch);
    }
    scratch.ties.first().copied()
}

/// A place below `count`, all equally likely (Lemire 2019, without the rejection: the bias is below count / 2^64).
fn draw(world: &World, conversation: ConversationId, count: u32) -> u32 {
    let it = world.conversation(conversation);
    let bits = world.draw(conversation, it.passages.into(), Lot::Assignment);
    ((u128::from(bits) * u128::from(count)) >> 64) as u32
}

impl AssignmentKey {
    /// Whether it compares what is kept for some keys only.
    pub fn needs_tallies(&self) -> bool {
        match self {
            AssignmentKey::FewestOpen
            | AssignmentKey::FewestNeedingReply
            | AssignmentKey::LeastRecentlyAssigned
            | AssignmentKey::FewestAssigned
            | AssignmentKey::LastAgent
            | AssignmentKey::Fastest
            | AssignmentKey::Custom(_) => true,
            AssignmentKey::LeastLoaded
            | AssignmentKey::MostSpare
            | AssignmentKey::MostLoaded
            | AssignmentKey::LongestIdle
            | AssignmentKey::Cyclic
            | AssignmentKey::Random
            | AssignmentKey::MostSpareShare => false,
        }
    }

    /// Leaves the best of the desks, in the order of their numbers.
    fn narrow(&self, world: &World, conversation: ConversationId, scratch: &mut Scratch) {
        let (desks, ties) = (&world.desks, &mut scratch.ties);
        let tallies = || world.tallies.as_ref().expect("a key that compares tallies has them kept");
        match self {
            AssignmentKey::LeastLoaded => keep_least(ties, |desk| desks.load[desk.index()]),
            AssignmentKey::MostLoaded => keep_least(ties, |desk| u64::MAX - desks.load[desk.index()]),
            AssignmentKey::MostSpare => keep_least(ties, |desk| u64::MAX - desks.spare(desk)),
            AssignmentKey::LongestIdle => keep_least(ties, |desk| desks.replied[desk.index()].0),
            AssignmentKey::Cyclic => {
                let lane = &world.lanes[world.lane_of(conversation)];
                let last = lane.assigned_last.map_or(0, |desk| desk.0 + 1);
                keep_least(ties, |desk| u64::from(desk.0 < last) << 32 | u64::from(desk.0));
            }
            AssignmentKey::Random => {
                let chosen = ties[draw(world, conversation, ties.len() as u32) as usize];
                ties.clear();
                ties.push(chosen);
            }
            AssignmentKey::MostSpareShare => keep_least(ties, |desk| u64::MAX - spare_share(desks, desk)),
            AssignmentKey::FewestOpen => keep_least(ties, |desk| tallies().open[desk.index()].into()),
            AssignmentKey::FewestNeedingReply => keep_least(ties, |desk| tallies().needing_reply[desk.index()].into()),
            AssignmentKey::LeastRecentlyAssigned => {
                keep_least(ties, |desk| tallies().chosen[desk.index()].map_or(0, |at| at.0 + 1));
            }
            AssignmentKey::FewestAssigned => keep_least(ties, |desk| tallies().choices[desk.index()].into()),
            AssignmentKey::LastAgent => {
                let last = world.last_agent(conversation).map(|agent| world.agents[agent.index()].desk);
                keep_least(ties, |desk| u64::from(Some(desk) != last));
            }
            AssignmentKey::Fastest => keep_least(ties, |desk| descending(tallies().speed(desk))),
            AssignmentKey::Custom(rule) => {
                let values = ties.iter().map(|desk| rule.score(world, conversation, *desk)).collect::<Vec<f64>>();
                if values.iter().any(|value| value.is_nan()) {
                    scratch.no_number = Some(rule.clone());
                }
                let best = values.iter().map(|value| descending(*value)).min();
                let mut values = values.into_iter();
                ties.retain(|_| values.next().map(descending) == best);
            }
        }
    }
}

/// The room below the preferred capacity as a share of it, in whole millionths.
fn spare_share(desks: &Desks, desk: DeskId) -> u64 {
    (1_000_000 * desks.spare(desk)).checked_div(desks.preferred(desk)).unwrap_or(0)
}

/// Keeps those with the least value.
fn keep_least(desks: &mut Vec<DeskId>, value: impl Fn(DeskId) -> u64) {
    let least = desks.iter().map(|&desk| value(desk)).min();
    desks.retain(|&desk| Some(value(desk)) == least);
}
