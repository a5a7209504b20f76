//! Queues: who stands in them, and who may serve.

use super::{DeskSet, Line};
use crate::units::{ConversationId, DeskId, Span};

/// Demands that the same desks serve, and their queue.
#[derive(Clone, Debug)]
pub struct Lane {
    /// The desks that may serve.
    pub desks: DeskSet,
    /// The same by rank, the best rank first.
    pub ranks: Vec<DeskSet>,
    /// Who waits.
    pub line: Line,
    /// How many wait.
    pub waiting: u32,
    /// Which desk got the last one of them.
    pub assigned_last: Option<DeskId>,
    /// When whoever waits here moves on to the next lane, which has more desks.
    pub widens: Option<Widens>,
    /// The first lane of those through which its conversations move on: they are one queue.
    pub queue: usize,
    /// Of how many kinds the demands in this queue are, as to who has room for them.
    pub kinds: u32,
}

/// When more desks may serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Widens {
    /// After so long in the queue, or when nobody is there.
    After(Span),
    /// When nobody is there.
    WhenEmpty,
}

/// How far conversations have moved on from lane to lane.
#[derive(Clone, Debug, Default)]
pub struct Stages {
    /// By conversation: how many lanes further than the first.
    stage: Vec<u8>,
    /// By conversation: its key in the queue.
    key: Vec<u128>,
}

impl Stages {
    /// How many lanes a conversation has moved on.
    #[inline]
    pub fn stage(&self, conversation: ConversationId) -> usize {
        self.stage.get(conversation.index()).copied().unwrap_or(0).into()
    }

    /// The key with which a conversation joined the queue.
    pub fn key(&self, conversation: ConversationId) -> u128 {
        self.key[conversation.index()]
    }

    /// A conversation stands in the first lane again.
    pub fn begins_anew(&mut self, conversation: ConversationId) {
        self.joins(conversation, 0, 0);
    }

    /// A conversation joins the queue with a key, in the lane so many further than the first.
    pub fn joins(&mut self, conversation: ConversationId, stage: usize, key: u128) {
        if self.stage.len() <= conversation.index() {
            self.stage.resize(conversation.index() + 1, 0);
            self.key.resize(conversation.index() + 1, 0);
        }
        self.stage[conversation.index()] = stage as u8;
        self.key[conversation.index()] = key;
    }
}
