//! What silence does to a conversation whose customer waits: it counts as inactive, or it is closed.

use super::Engine;
use super::clocks::Clocks;
use crate::facts::{Cause, Fact, Observer};
use crate::units::ConversationId;
use crate::workload::Occasion;
use crate::world::{State, World};

impl<O: Observer<World>> Engine<'_, O> {
    /// It counts as inactive though its customer waits. Nothing else changes: it keeps its place, and is answered as ever.
    pub(super) fn lapses_while_waiting(&mut self, conversation: ConversationId) {
        if !self.world.conversation(conversation).lapsed {
            self.tell(Fact::Lapsed { conversation });
            self.set_lapsed(conversation, true);
        }
    }

    /// The customer was heard, or is answered: whatever lapsed counts as usual again.
    #[inline]
    pub(super) fn wakes(&mut self, conversation: ConversationId) {
        if self.world.conversation(conversation).lapsed {
            self.set_lapsed(conversation, false);
        }
    }

    /// Closed while its customer waits: his wait is over as if the door had turned him away.
    pub(super) fn closes_while_waiting(&mut self, conversation: ConversationId, cause: Cause) {
        let state = self.world.conversation(conversation).state;
        self.close(conversation, cause);
        let it = &mut self.world.conversations[conversation.index()];
        it.ticket = 0;
        if let Some(desk) = it.desk().filter(|_| state == State::Waiting) {
            self.has_less_to_work_off(desk);
        }
        if self.truth.is_there(conversation) {
            self.may_come_again(conversation, Occasion::Refused);
        }
    }

    /// A conversation was closed: no timer of it is left.
    #[cold]
    #[inline(never)]
    pub(super) fn clocks_stop(&mut self, conversation: ConversationId) {
        self.world.conversations[conversation.index()].lapsed = false;
        *self.clocks_of(conversation) = Clocks::default();
    }
}
