//! The life of a conversation: the only place where its state, the load of its owner and the counts of the world change.

use super::Engine;
use crate::facts::{Cause, Fact, Observer};
use crate::model::Takes;
use crate::units::{ConversationId, DeskId};
use crate::world::{Burden, State, World};

impl<O: Observer<World>> Engine<'_, O> {
    /// From one state to another on the same desk, or off it.
    ///
    /// ```text
    /// New ──▶ Queued ──▶ Waiting ──▶ InHand ──▶ Awaiting ──▶ Inactive ──▶ Closed
    ///           ▲           ▲                      │             │          │
    ///           └───────────┴────── the customer writes ─────────┴──────────┘
    /// ```
    ///
    /// An agent may set aside what awaits its customer (Parked), for a while. Whoever waits may be closed on the way, and
    /// a returning customer may meet the bot first (New).
    #[inline(always)]
    pub(super) fn become_(&mut self, conversation: ConversationId, state: State) {
        let now = self.now();
        let it = &mut self.world.conversations[conversation.index()];
        let before = std::mem::replace(&mut it.state, state);
        it.since = now;
        debug_assert!(legal(before, state), "{conversation:?} from {before:?} to {state:?} at {now:?}");
        // From active to active nothing else changes as a rule, and that is most of a life.
        if !(before.is_active() && state.is_active()) || self.watches_closely {
            self.counts_change(conversation, before, state);
        }
    }

    /// What a change of state means for the owner's load and the counts of the world.
    #[inline(never)]
    fn counts_change(&mut self, conversation: ConversationId, before: State, state: State) {
        if let Some(desk) = self.world.conversation(conversation).desk() {
            self.reload(conversation, desk, before, state);
        }
        if before == State::Queued || state == State::Queued {
            let lane = self.world.lane_of(conversation);
            let change = |count: &mut u32| if state == State::Queued { *count += 1 } else { *count -= 1 };
            change(&mut self.world.lanes[lane].waiting);
            change(&mut self.world.queued);
            if self.watches_closely {
                self.watches_sweep();
            }
        }
        match (before, state) {
            (State::New | State::Closed, State::Closed) => {}
            // Who met the bot on coming back has been in all the time.
            (State::New, _) if self.world.conversation(conversation).passages > 0 => {}
            (State::New | State::Closed, _) => self.world.open += 1,
            (_, State::Closed) => self.world.open -= 1,
            (State::Offered, _) if self.clocks.is_some() => self.is_offered_no_more(conversation),
            _ => {}
        }
    }

    /// Gives a conversation to a desk, in a state that weighs there.
    #[inline(always)]
    pub(super) fn give(&mut self, conversation: ConversationId, desk: DeskId, state: State) {
        self.take_away(conversation);
        self.become_(conversation, state);
        self.world.conversations[conversation.index()].set_desk(Some(desk));
        self.is_owned_by(conversation, desk);
        self.reload(conversation, desk, State::New, state);
    }

    /// Notes what an agent may have to leave to nobody.
    #[inline]
    pub(super) fn is_owned_by(&mut self, conversation: ConversationId, desk: DeskId) {
        if let Some(owned) = self.owned.get_mut(desk.index()) {
            owned.push(conversation);
        }
    }

    /// Takes a conversation off its owner's desk.
    pub(super) fn take_away(&mut self, conversation: ConversationId) {
        let it = &mut self.world.conversations[conversation.index()];
        if let Some(desk) = it.desk() {
            let state = it.state;
            it.set_desk(None);
            self.reload(conversation, desk, state, State::New);
        }
    }

    /// Over, until the customer writes again. The owner stays the owner.
    pub(super) fn close(&mut self, conversation: ConversationId, cause: Cause) {
        self.tell(Fact::Closed { conversation, cause });
        if self.world.conversation(conversation).state == State::Offered {
            // Who was offered it never had it.
            self.withdraws(conversation);
        }
        self.become_(conversation, State::Closed);
        if self.clocks.is_some() {
            self.clocks_stop(conversation);
        }
    }

    /// A wrap-up may take the slot of the conversation that it follows: otherwise an agent who cannot start anything would look
    /// idle and attract work.
    pub(super) fn hold_slot(&mut self, desk: DeskId) {
        let desks = &mut self.world.desks;
        let weight = u64::from(self.policy.capacity.weights.wrap_up);
        desks.set_load(desk, desks.load[desk.index()] + weight, desks.active[desk.index()]);
    }

    /// The wrap-up is over.
    pub(super) fn release_slot(&mut self, desk: DeskId) {
        let desks = &mut self.world.desks;
        let weight = u64::from(self.policy.capacity.weights.wrap_up);
        desks.set_load(desk, desks.load[desk.index()] - weight, desks.active[desk.index()]);
        self.happened.freed |= weight > 0;
    }

    /// The load of a desk after a conversation on it went from one state to another.
    #[inline]
    fn reload(&mut self, conversation: ConversationId, desk: DeskId, before: State, after: State) {
        let lapsed = self.world.conversation(conversation).lapsed;
        self.reload_between(conversation, desk, (before, lapsed), (after, lapsed));
    }

    /// A conversation counts as inactive though its customer waits, or does no more.
    #[cold]
    #[inline(never)]
    pub(super) fn set_lapsed(&mut self, conversation: ConversationId, lapsed: bool) {
        let it = &mut self.world.conversations[conversation.index()];
        let (state, desk, before) = (it.state, it.desk(), it.lapsed);
        it.lapsed = lapsed;
        if let Some(desk) = desk {
            self.reload_between(conversation, desk, (state, before), (state, lapsed));
        }
    }

    /// The load of a desk after a conversation went from one state to another, in each of which it may have lapsed.
    #[inline(always)]
    fn reload_between(
        &mut self,
        conversation: ConversationId,
        desk: DeskId,
        before: (State, bool),
        after: (State, bool),
    ) {
        let channel = self.world.demand_of(conversation).channel;
        let weight = |(state, lapsed): (State, bool)| match lapsed {
            true => channel.weight_when_lapsed(state),
            false => channel.weight(state),
        };
        let is_active = |(state, lapsed): (State, bool)| state.is_active() && !lapsed;
        let (less, more) = (weight(before), weight(after));
        let (was, is) = (u32::from(is_active(before)), u32::from(is_active(after)));
        if self.watches_closely {
            let less = Burden { state: before.0, weight: less, active: is_active(before) };
            let more = Burden { state: after.0, weight: more, active: is_active(after) };
            self.note_burden(conversation, desk, less, more);
        }
        if less == more && was == is {
            return;
        }
        if !self.sharing.is_empty() {
            self.unsettled.push(desk);
        }
        let desks = &mut self.world.desks;
        let load = desks.load[desk.index()] + u64::from(more) - u64::from(less);
        let active = desks.active[desk.index()] + is - was;
        desks.set_load(desk, load, active);
        self.happened.freed |= less > more;
    }

    /// What else changes on a desk, where somebody asks for it.
    #[cold]
    #[inline(never)]
    fn note_burden(&mut self, conversation: ConversationId, desk: DeskId, before: Burden, after: Burden) {
        let world = &mut self.world;
        let demand = world.conversations[conversation.index()].demand();
        let channel = world.demands[demand.index()].channel;
        if let Some(rooms) = &mut world.rooms {
            rooms.change(desk, demand, &channel, before, after);
        }
        if let Some(tallies) = &mut world.tallies {
            tallies.change(desk, before, after);
        }
        let change = |count: &mut u32, was: bool, is: bool| *count = *count + u32::from(is) - u32::from(was);
        let (needed, needs) = (before.needs_reply(), after.needs_reply());
        if channel.takes == Takes::Agent && needed != needs {
            let mut whole = world.desks.whole(desk);
            change(&mut whole, needed, needs);
            world.desks.set_whole(desk, whole);
        }
        self.happened.freed |= before.active && !after.active || needed && !needs;
    }
}

/// Whether a conversation may go from one state to another.
fn legal(before: State, after: State) -> bool {
    use State::*;
    match before {
        New => matches!(after, Queued | Closed),
        Queued => matches!(after, Offered | Waiting | Awaiting | Closed),
        Offered => matches!(after, Queued | Waiting | Closed),
        Waiting => matches!(after, InHand | Waiting | Queued | Closed),
        InHand => matches!(after, Awaiting | Closed),
        Awaiting => matches!(after, New | Waiting | Queued | Inactive | Parked | Closed),
        Inactive => matches!(after, New | Waiting | Queued | Closed),
        Parked => matches!(after, New | Waiting | Queued | Awaiting | Closed),
        Closed => matches!(after, New | Waiting | Queued),
    }
}
