//! A line of conversations in which the next one is found in a logarithm: the queue, or an inbox.

use crate::units::ConversationId;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The place of a conversation in some line; a ticket is given once. `None` of it is written as 0.
pub type Ticket = u32;

/// Conversations by key, then by ticket.
///
/// Whoever leaves before his turn just loses his ticket; the entry is dropped when it comes up.
#[derive(Clone, Debug, Default)]
pub struct Line {
    heap: BinaryHeap<Reverse<Entry>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    // The halves of a 128-bit key: the compiler would align a whole one to 16 bytes and make the entry 32.
    key: (u64, u64),
    ticket: Ticket,
    conversation: u32,
}

impl Line {
    /// Joins the line.
    #[inline]
    pub fn join(&mut self, key: u128, ticket: Ticket, conversation: ConversationId) {
        self.heap.push(Reverse(Entry { key: ((key >> 64) as u64, key as u64), ticket, conversation: conversation.0 }));
    }

    /// The first whose ticket is still valid, with key and ticket; drops those that are not.
    #[inline]
    pub fn first(&mut self, valid: impl Fn(ConversationId, Ticket) -> bool) -> Option<(u128, Ticket, ConversationId)> {
        while let Some(&Reverse(entry)) = self.heap.peek() {
            let conversation = ConversationId(entry.conversation);
            if valid(conversation, entry.ticket) {
                return Some((u128::from(entry.key.0) << 64 | u128::from(entry.key.1), entry.ticket, conversation));
            }
            self.heap.pop();
        }
        None
    }

    /// Everybody whose ticket is still valid, in no order.
    pub fn members<'a>(
        &'a self,
        valid: impl Fn(ConversationId, Ticket) -> bool + 'a,
    ) -> impl Iterator<Item = ConversationId> + 'a {
        let members = self.heap.iter().map(|Reverse(entry)| (ConversationId(entry.conversation), entry.ticket));
        members
            .filter(move |(conversation, ticket)| valid(*conversation, *ticket))
            .map(|(conversation, _)| conversation)
    }

    /// Keeps only those whose ticket is still valid. Linear.
    pub fn retain(&mut self, valid: impl Fn(ConversationId, Ticket) -> bool) {
        self.heap.retain(|Reverse(entry)| valid(ConversationId(entry.conversation), entry.ticket));
    }

    /// Takes the first entry off, valid or not.
    #[inline]
    pub fn pop(&mut self) {
        self.heap.pop();
    }
}
