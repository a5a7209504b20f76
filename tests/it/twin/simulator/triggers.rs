//! What lets the queue be looked at: who has less to do than before.

use super::Twin;
use quasisync::model::Takes;
use quasisync::policy::{Offer, Ownership};

/// What can be seen of desks and agents before something happens.
pub(super) struct Sight {
    /// By desk.
    loads: Vec<u64>,
    active: Vec<usize>,
    /// By agent.
    here: Vec<bool>,
    free: Vec<bool>,
}

impl Twin<'_> {
    /// Once in every instant, before anything else: desks may get more from now on.
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
        Sight {
            loads: (0..self.desks()).map(|it| self.load(it)).collect(),
            active: (0..self.desks()).map(|it| self.active(it)).collect(),
            here: agents.clone().map(|it| self.agents[it].is_here()).collect(),
            free: agents.map(|it| self.is_free(it)).collect(),
        }
    }

    /// Takes note if some desk carries less than before, or some agent has nothing to do who had.
    pub(super) fn compare(&mut self, before: Sight) {
        let after = self.sight();
        let lighter = (0..self.desks()).any(|it| after.loads[it] < before.loads[it]);
        let fewer = (0..self.desks()).any(|it| after.active[it] < before.active[it]);
        let becomes_free = |it: usize| before.here[it] && !before.free[it] && after.free[it];
        let free = self.room_depends_on_being_free() && (0..self.agents.len()).any(becomes_free);
        self.happened.freed |= lighter || fewer || free;
    }

    fn room_depends_on_being_free(&self) -> bool {
        let pulls = self.treatments.iter().any(|it| it.offer == Offer::Pull);
        let whole = self.model.channels.iter().any(|it| it.takes != Takes::Slot);
        self.policy.capacity.ownership == Ownership::Agent && (pulls || whole || self.policy.capacity.on_request)
    }
}
