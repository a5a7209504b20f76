//! Which desk gets the conversation, of those that serve its demand and have room.

use super::Value;

/// One key of the choice; a list of keys is compared from left to right, and last the lowest number wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssignmentKey {
    /// The least load.
    LeastLoaded,
    /// The most room below the preferred capacity.
    MostSpare,
    /// The most load that still has room.
    MostLoaded,
    /// The longest since the last reply sent, or since signing in.
    LongestIdle,
    /// The next number after the desk assigned last, around.
    Cyclic,
    /// At random, all equally likely.
    Random,
}

/// The names of the keys, as a scenario writes them.
pub const NAMES: &[(&str, AssignmentKey)] = &[
    ("least-loaded", AssignmentKey::LeastLoaded),
    ("most-spare", AssignmentKey::MostSpare),
    ("most-loaded", AssignmentKey::MostLoaded),
    ("longest-idle", AssignmentKey::LongestIdle),
    ("cyclic", AssignmentKey::Cyclic),
    ("random", AssignmentKey::Random),
];

/// The names of the keys with what they do.
pub const VALUES: &[Value] = &[
    Value { name: "least-loaded", parameters: "", about: "the least load" },
    Value { name: "most-spare", parameters: "", about: "the most room below the preferred capacity" },
    Value { name: "most-loaded", parameters: "", about: "the most load that still has room" },
    Value { name: "longest-idle", parameters: "", about: "the longest since the last reply sent, or since signing in" },
    Value { name: "cyclic", parameters: "", about: "the next one after the one assigned last, around" },
    Value { name: "random", parameters: "", about: "at random, all equally likely" },
];
