//! What is added up for each conversation: a few words in one column, and columns that grow only where they are needed.

use crate::units::{ConversationId, Span, Time};

/// What every conversation needs. 40 bytes. Times in microseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Agent work so far.
    pub(super) effort: u64,
    /// In the queue, passages that have ended.
    pub(super) queued: u64,
    /// Inactive, spells that have ended.
    pub(super) inactive: u64,
    /// From creation to the first assignment.
    assigned: u64,
    /// What is known of the customer; [`Marks`].
    pub(super) marks: u8,
    /// The mode in which the customer answered last.
    pub(super) mode: u8,
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
    /// What the customer wrote last has no content.
    pub(super) const CONTENTLESS: u8 = Marks::SOLVED | Marks::EMPTY;
}

impl Entry {
    /// From creation to the first assignment, if there was one.
    pub(super) fn assigned(&self) -> Option<Span> {
        (self.assigned != u64::MAX).then_some(Span(self.assigned))
    }

    #[inline]
    pub(super) fn note_assigned(&mut self, after: Span) {
        if self.assigned == u64::MAX {
            self.assigned = after.0;
        }
    }

    #[inline]
    pub(super) fn has(&self, marks: u8) -> bool {
        self.marks & marks != 0
    }
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
        if self.0.len() <= conversation.index() {
            self.0.resize(conversation.index() + 1, T::default());
        }
        &mut self.0[conversation.index()]
    }
}

/// The ledger of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    entries: Vec<Entry>,
    /// Time between closing and reopening.
    pub(super) gaps: Rare<u64>,
    /// Wrap-up.
    pub(super) wrapped: Rare<u64>,
    /// Like queued, within opening hours.
    pub(super) queued_in_hours: Rare<u64>,
    /// When the customer left without a word.
    pub(super) gone: Rare<Time>,
    /// When the customer wrote that the matter is over.
    pub(super) concluded: Rare<Time>,
    /// By how much the messages that await an answer differ from one for each conversation that needs a reply.
    pub(super) extra: Rare<i32>,
}

impl Ledger {
    /// A new conversation.
    #[inline]
    pub(super) fn open(&mut self) {
        let entry = Entry { effort: 0, queued: 0, inactive: 0, assigned: u64::MAX, marks: 0, mode: 0 };
        self.entries.push(entry);
    }

    #[inline]
    pub(super) fn get(&self, conversation: ConversationId) -> &Entry {
        &self.entries[conversation.index()]
    }

    /// The entry of a conversation, if it has got one already.
    pub(super) fn find(&self, conversation: ConversationId) -> Option<&Entry> {
        self.entries.get(conversation.index())
    }

    #[inline]
    pub(super) fn at(&mut self, conversation: ConversationId) -> &mut Entry {
        &mut self.entries[conversation.index()]
    }
}
