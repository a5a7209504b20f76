//! What lets the queue be looked at: who has less to do than before.

use super::Twin;
use super::events::Event;
use super::things::State;
use quasisync::model::Holds;

/// What can be seen before something happens.
pub(super) struct Sight {
    /// By conversation.
    conversations: Vec<Glance>,
    /// By agent.
    here: Vec<bool>,
    free: Vec<bool>,
    /// The wrap-ups that weigh something.
    wrapping: usize,
}

/// What a conversation is to a desk.
struct Glance {
    desk: Option<usize>,
    weight: u64,
    active: bool,
    needs_reply: bool,
}

impl Twin<'_> {
    /// Once in every instant, after what agents do: desks may get more from now on.
    pub(super) fn begin_instant(&mut self) {
        if self.begun != Some(self.now) {
            self.begun = Some(self.now);
            let now = self.now;
            let again = |desk: usize| self.takes_new_work(desk) && self.gets_more_again(desk, now);
            self.happened.freed |= (0..self.desks()).any(again);
        }
    }

    pub(super) fn sight(&self) -> Sight {
        let agents = 0..self.agents.len();
        let weighs = |event: &Event| matches!(event, Event::WrappedUp(it) if it.holds != Holds::Nothing);
        let wrapping = self.events.iter().filter(|it| weighs(&it.1)).count();
        Sight {
            conversations: (0..self.conversations.len()).map(|it| self.glance(it)).collect(),
            here: agents.clone().map(|it| self.agents[it].is_here()).collect(),
            free: agents.map(|it| self.is_free(it)).collect(),
            wrapping: if self.policy.capacity.weights.wrap_up > 0 { wrapping } else { 0 },
        }
    }

    fn glance(&self, conversation: usize) -> Glance {
        let it = &self.conversations[conversation];
        let desk = it.owner.filter(|_| it.state != State::Closed);
        let here = desk.is_some();
        Glance {
            desk,
            weight: self.weight(conversation),
            active: here && it.is_active(),
            needs_reply: here && it.is_to_be_answered_on_a_desk(),
        }
    }

    /// Takes note if some conversation is less to its desk than before, or some agent has nothing to do who had.
    pub(super) fn compare(&mut self, before: Sight) {
        let after = self.sight();
        let less = |(before, after): (&Glance, &Glance)| {
            let same = after.desk == before.desk;
            let weighs_here = if same { after.weight } else { 0 };
            let lighter = before.desk.is_some() && weighs_here < before.weight;
            lighter || before.active && !(after.active && same) || before.needs_reply && !(after.needs_reply && same)
        };
        let less = before.conversations.iter().zip(&after.conversations).any(less);
        let becomes_free = |it: usize| before.here[it] && !before.free[it] && after.free[it];
        let free = (0..self.agents.len()).any(becomes_free);
        self.happened.freed |= less || free || after.wrapping < before.wrapping;
    }
}
