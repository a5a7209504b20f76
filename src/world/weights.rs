//! What conversations weigh on a desk.

use super::State;

/// The load of one active conversation. Loads are integers in thousandths of a slot.
pub const SLOT: u32 = 1000;

/// What a conversation weighs on its owner's desk, in thousandths of a slot (of the weight of its channel, if it has one).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weights {
    /// Offered, and not yet accepted.
    pub offered: u32,
    /// Its customer waits for a reply, in the inbox or in hand. New work is offered where so much fits in.
    pub needs_reply: u32,
    /// It awaits its customer.
    pub awaits_customer: u32,
    /// Silence has made it inactive.
    pub inactive: u32,
    /// The agent has set it aside.
    pub parked: u32,
    /// It is closed, and the agent or the slot is held by a wrap-up.
    pub wrap_up: u32,
}

impl Default for Weights {
    /// A slot while it is active, nothing otherwise.
    fn default() -> Weights {
        Weights { offered: SLOT, needs_reply: SLOT, awaits_customer: SLOT, inactive: 0, parked: 0, wrap_up: SLOT }
    }
}

impl Weights {
    /// All of them.
    pub fn all(&self) -> [u32; 6] {
        [self.offered, self.needs_reply, self.awaits_customer, self.inactive, self.parked, self.wrap_up]
    }

    /// The same where a slot counts `weight` thousandths; rounded down. A wrap-up is the agent's, whatever the channel.
    pub fn times(&self, weight: u32) -> Weights {
        let of = |part: u32| (u64::from(weight) * u64::from(part) / u64::from(SLOT)) as u32;
        Weights {
            offered: of(self.offered),
            needs_reply: of(self.needs_reply),
            awaits_customer: of(self.awaits_customer),
            inactive: of(self.inactive),
            parked: of(self.parked),
            wrap_up: self.wrap_up,
        }
    }

    /// What a conversation weighs in a state.
    #[inline]
    pub fn of(&self, state: State) -> u32 {
        match state {
            State::Offered => self.offered,
            State::Waiting | State::InHand => self.needs_reply,
            State::Awaiting => self.awaits_customer,
            State::Inactive => self.inactive,
            State::Parked => self.parked,
            State::New | State::Queued | State::Closed => 0,
        }
    }
}
