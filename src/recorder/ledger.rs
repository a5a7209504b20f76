//! What is added up for each conversation: a few words in one column, and columns that grow only where they are needed.

use crate::units::{ConversationId, DeskId, Span, TeamId, Time};

/// What every message of a conversation asks for, or adds to. 8 bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// Agent work so far in microseconds, of which there are fewer than 2^48 in a run: the lower bits, and the upper ones.
    effort: u32,
    effort_above: u16,
    /// [`Marks`].
    pub(super) marks: u8,
    /// The mode in which the customer answered last.
    pub(super) mode: u8,
}

/// Where a conversation spent its time, apart from its owner's desk. Microseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spells {
    /// In the queue, passages that have ended.
    pub(super) queued: u64,
    /// On its owner's desk and not active (inactive, lapsed, set aside), spells that have ended.
    pub(super) inactive: u64,
    /// From creation to the first assignment.
    assigned: u64,
}

/// What is known of the customer of a conversation, bit by bit.
pub(super) struct Marks;

impl Marks {
    /// The matter is solved: whatever the customer writes now has no content.
    pub(super) const SOLVED: u8 = 1;
    /// The only message has no content: it goes on with a conversation that was solved.
    pub(super) const EMPTY: u8 = 2;
    /// The customer has left without a word.
    pub(super) const GONE: u8 = 4;
    /// Nothing more will come of the matter in here.
    pub(super) const OVER: u8 = 8;
    /// The message that waits for a reply reopened the conversation.
    pub(super) const REOPENED: u8 = 16;
    /// The customer has met the bot, which has handed nothing over.
    pub(super) const BOT: u8 = 32;
    /// The bot has handed over the message that waits for a reply.
    pub(super) const HANDED_OVER: u8 = 64;
    /// Work on the message of somebody who has left without a word had begun before.
    pub(super) const PICKED_UP: u8 = 128;
    /// What the customer wrote last has no content.
    pub(super) const CONTENTLESS: u8 = Marks::SOLVED | Marks::EMPTY;
}

impl Known {
    /// Agent work so far, in microseconds.
    #[inline]
    pub(super) fn effort(self) -> u64 {
        u64::from(self.effort_above) << 32 | u64::from(self.effort)
    }

    #[inline]
    pub(super) fn add_effort(&mut self, microseconds: u64) {
        let effort = self.effort() + microseconds;
        (self.effort, self.effort_above) = (effort as u32, (effort >> 32) as u16);
    }

    #[inline]
    pub(super) fn has(self, marks: u8) -> bool {
        self.marks & marks != 0
    }
}

impl Spells {
    /// From creation to the first assignment, if there was one.
    pub(super) fn assigned(&self) -> Option<Span> {
        (self.assigned != u64::MAX).then_some(Span(self.assigned))
    }

    /// Takes note of an assignment; whether it is the first one.
    #[inline]
    pub(super) fn note_assigned(&mut self, after: Span) -> bool {
        let first = self.assigned == u64::MAX;
        if first {
            self.assigned = after.0;
        }
        first
    }
}

/// The wrap-ups of a conversation: those that are over, minus the instants at which the others began.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wrapped {
    took: u64,
    running: u32,
}

impl Wrapped {
    pub(super) fn begins(&mut self, now: Time) {
        *self = Wrapped { took: self.took.wrapping_sub(now.0), running: self.running + 1 };
    }

    pub(super) fn ends(&mut self, now: Time) {
        *self = Wrapped { took: self.took.wrapping_add(now.0), running: self.running - 1 };
    }

    /// How long all of them took, or have taken so far.
    pub(super) fn until(self, now: Time) -> u64 {
        self.took.wrapping_add(now.0 * u64::from(self.running))
    }
}

/// What is offered to an agent: since when, and at which desk.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer {
    pub(super) since: Time,
    pub(super) desk: DeskId,
}

/// What of some times is within opening hours.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct InHours {
    pub(super) queued: u64,
    pub(super) inactive: u64,
    pub(super) gaps: u64,
}

/// A column that reaches as far as the last conversation that needed it.
#[derive(Clone, Debug, Default)]
pub(super) struct Rare<T>(Vec<T>);

impl<T: Copy + Default> Rare<T> {
    #[inline]
    pub(super) fn get(&self, conversation: ConversationId) -> T {
        self.0.get(conversation.index()).copied().unwrap_or_default()
    }

    pub(super) fn at(&mut self, conversation: ConversationId) -> &mut T {
        self.at_place(conversation.index())
    }

    fn at_place(&mut self, place: usize) -> &mut T {
        if self.0.len() <= place {
            self.0.resize(place + 1, T::default());
        }
        &mut self.0[place]
    }
}

/// The ledger of a run. 32 bytes a conversation, in columns by what is asked for together: the conversations in process
/// are neighbours, and few bytes of each stay in the cache.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    known: Vec<Known>,
    spells: Vec<Spells>,
    /// Time on nobody's desk and not in the queue: between closing and reopening, with the bot, released.
    pub(super) gaps: Rare<u64>,
    /// When its owner released it, while nobody owns it.
    pub(super) released: Rare<Time>,
    /// Since when it has been lapsed on the desk that it is on, while it is.
    pub(super) lapsed: Rare<Time>,
    /// The last offer.
    pub(super) offers: Rare<Option<Offer>>,
    pub(super) wrapped: Rare<Wrapped>,
    pub(super) in_hours: Rare<InHours>,
    /// When the customer left without a word.
    pub(super) gone: Rare<Time>,
    /// When the customer wrote that the matter is over.
    pub(super) concluded: Rare<Time>,
    /// By how much the messages that await an answer differ from one for each conversation that needs a reply.
    pub(super) extra: Rare<i32>,
    /// By conversation and 64 teams: bit by bit, whether it was assigned to them. Empty with one team.
    reached: Rare<u64>,
    /// How many times 64 teams there are.
    words: usize,
}

impl Ledger {
    /// Nothing has happened yet.
    pub(super) fn new(teams: usize) -> Ledger {
        Ledger { words: if teams > 1 { teams.div_ceil(64) } else { 0 }, ..Ledger::default() }
    }

    /// A conversation is assigned to a team; whether it is the first time that this team gets it.
    #[inline]
    pub(super) fn reaches(&mut self, conversation: ConversationId, team: TeamId, after: Span) -> bool {
        let first = self.spells_mut(conversation).note_assigned(after);
        if self.words == 0 {
            return first;
        }
        let (word, bit) = (team.index() / 64, 1 << (team.index() % 64));
        let teams = self.reached.at_place(conversation.index() * self.words + word);
        let before = std::mem::replace(teams, *teams | bit);
        before & bit == 0
    }

    /// A new conversation, of so many that are expected.
    #[inline]
    pub(super) fn open(&mut self, expected: usize) {
        if self.known.is_empty() {
            self.known.reserve(expected);
            self.spells.reserve(expected);
        }
        self.known.push(Known::default());
        self.spells.push(Spells { queued: 0, inactive: 0, assigned: u64::MAX });
    }

    #[inline]
    pub(super) fn known(&self, conversation: ConversationId) -> Known {
        self.known[conversation.index()]
    }

    /// The same, if the conversation has begun.
    pub(super) fn find(&self, conversation: ConversationId) -> Option<Known> {
        self.known.get(conversation.index()).copied()
    }

    #[inline]
    pub(super) fn known_mut(&mut self, conversation: ConversationId) -> &mut Known {
        &mut self.known[conversation.index()]
    }

    pub(super) fn mark(&mut self, conversation: ConversationId, marks: u8) {
        self.known_mut(conversation).marks |= marks;
    }

    #[inline]
    pub(super) fn spells(&self, conversation: ConversationId) -> Spells {
        self.spells[conversation.index()]
    }

    #[inline]
    pub(super) fn spells_mut(&mut self, conversation: ConversationId) -> &mut Spells {
        &mut self.spells[conversation.index()]
    }
}
