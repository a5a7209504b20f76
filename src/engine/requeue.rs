//! Conversations in the queue that need no reply: silence took them from their owners, and whoever gets them awaits their
//! customers as the owners did.

use super::Engine;
use super::clocks::Clock;
use super::timers::Silent;
use crate::facts::Observer;
use crate::policy::order::Joining;
use crate::units::{ConversationId, DeskId};
use crate::world::{State, World};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

impl<O: Observer<World>> Engine<'_, O> {
    /// A silent conversation goes to the queue instead of being closed.
    pub(super) fn requeues(&mut self, conversation: ConversationId) {
        if self.on_demand() {
            // The same desk may get it back, and must then wait for its silence anew. Of what was left to nobody it is not
            // known whose it was.
            let forgets =
                |all: &mut BinaryHeap<Reverse<Silent>>| all.retain(|Reverse(it)| it.conversation != conversation);
            match self.world.conversation(conversation).desk() {
                Some(desk) => forgets(&mut self.silent[desk.index()]),
                None => self.silent.iter_mut().for_each(forgets),
            }
        }
        for clock in [Clock::Resume, Clock::Inactivity, Clock::Close] {
            self.stop_clock(conversation, clock);
        }
        self.leaves_for_queue(conversation);
        self.world.conversations[conversation.index()].set_only_needs_an_agent();
        self.join_queue(conversation, Joining::Queue(self.now()));
    }

    /// A desk gets a conversation that needs no reply.
    #[cold]
    #[inline(never)]
    pub(super) fn adopts(&mut self, conversation: ConversationId, desk: DeskId) {
        self.world.conversations[conversation.index()].ticket = 0;
        self.give(conversation, desk, State::Awaiting);
        self.clocks_of(conversation).adopted = Some(self.now());
        self.judges_silence(conversation);
        self.watch_close_unless_watched(conversation);
    }

    /// Its customer has written while it was in the queue: it needs a reply from now on, and keeps its place.
    #[cold]
    #[inline(never)]
    pub(super) fn needs_a_reply_now(&mut self, conversation: ConversationId) {
        self.world.conversations[conversation.index()].set_desk(None);
        self.watch_queue(conversation);
    }

    /// Its customer has said while it was in the queue that the matter is over: it leaves the queue, closed.
    pub(super) fn leaves_queue(&mut self, conversation: ConversationId) {
        let it = &mut self.world.conversations[conversation.index()];
        it.ticket = 0;
        it.set_desk(None);
    }
}
