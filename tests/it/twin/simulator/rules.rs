//! The answers to the questions that the phases ask. None of them changes anything.

use super::Twin;
use super::things::{State, Task};
use quasisync::model::{Target, Until};
use quasisync::policy::{Adaptive, AssignmentKey, OrderKey, Ownership, SLOT};
use quasisync::random::philox;
use quasisync::units::{AgentId, Span, TeamId, Time};

impl Twin<'_> {
    // What a desk is.

    pub(super) fn desk_of(&self, agent: usize) -> usize {
        match self.policy.capacity.ownership {
            Ownership::Agent => agent,
            Ownership::Team => self.agents[agent].team,
        }
    }

    pub(super) fn team_of(&self, desk: usize) -> usize {
        match self.policy.capacity.ownership {
            Ownership::Agent => self.agents[desk].team,
            Ownership::Team => desk,
        }
    }

    /// Those who are signed in.
    pub(super) fn agents_at(&self, desk: usize) -> Vec<usize> {
        (0..self.agents.len()).filter(|&it| self.agents[it].present && self.desk_of(it) == desk).collect()
    }

    pub(super) fn preferred(&self, desk: usize) -> u64 {
        let limit = self.policy.capacity.limits[self.team_of(desk)].preferred;
        u64::from(limit * SLOT) * self.agents_at(desk).len() as u64
    }

    pub(super) fn maximum(&self, desk: usize) -> u64 {
        let limit = self.policy.capacity.limits[self.team_of(desk)].maximum;
        u64::from(limit * SLOT) * self.agents_at(desk).len() as u64
    }

    pub(super) fn weight(&self, state: State) -> u64 {
        match state {
            State::Waiting | State::InHand | State::Awaiting => u64::from(SLOT),
            State::Inactive => u64::from(self.policy.capacity.inactive_weight),
            State::New | State::Queued | State::Closed => 0,
        }
    }

    pub(super) fn load(&self, desk: usize) -> u64 {
        let owned = self.conversations.iter().filter(|it| it.owner == Some(desk));
        let wrapping = self.agents_at(desk).into_iter().filter(|&agent| self.agents[agent].task == Task::WrapUp);
        owned.map(|it| self.weight(it.state)).sum::<u64>() + wrapping.count() as u64 * u64::from(SLOT)
    }

    pub(super) fn has_room(&self, desk: usize) -> bool {
        self.load(desk) + u64::from(SLOT) <= self.preferred(desk)
    }

    pub(super) fn active(&self, desk: usize) -> usize {
        let active = |state| matches!(state, State::Waiting | State::InHand | State::Awaiting);
        self.conversations.iter().filter(|it| it.owner == Some(desk) && active(it.state)).count()
    }

    // Which conversation next.

    pub(super) fn teams_for(&self, conversation: usize) -> Vec<TeamId> {
        self.model.teams_for(self.workload.customers[conversation].demand())
    }

    /// What decides in a line, the least first; equal ranks in the order of joining.
    pub(super) fn rank(
        &self,
        order: &[OrderKey],
        conversation: usize,
        since: Option<Time>,
        [passage, purpose]: [u64; 2],
    ) -> Vec<u64> {
        let it = &self.conversations[conversation];
        let customer = &self.workload.customers[conversation];
        let demand = &self.model.demands[customer.demand().index()];
        let came_back = it.replies > 0;
        let value = |key: &OrderKey| match key {
            OrderKey::JoinedFirst => 0,
            OrderKey::WaitingLongest => since.map_or(0, |since| since.0),
            OrderKey::Newest => since.map_or(0, |since| u64::MAX - since.0),
            OrderKey::Class => u64::from(demand.class),
            OrderKey::Deadline => {
                let promise = |target: Target| if came_back { target.later } else { target.first };
                demand.target.map_or(u64::MAX, |target| (it.wrote + promise(target)).0)
            }
            OrderKey::RepliesFirst | OrderKey::ReactivatedFirst => u64::from(!came_back),
            OrderKey::ReactivatedLast => u64::from(came_back),
            OrderKey::Adaptive(adaptive) => (it.wrote + adapted(adaptive, it.gap)).0,
            OrderKey::MostEngaged => it.gap,
            OrderKey::Random => philox(self.workload.key(), [customer.identity, passage, 0, purpose])[0] >> 32,
        };
        // Last, whoever is at the front before the others.
        order.iter().map(value).chain([u64::from(since.is_some())]).collect()
    }

    // Which desk.

    pub(super) fn desks_for(&self, teams: &[TeamId]) -> Vec<usize> {
        (0..self.idle_since.len()).filter(|&desk| teams.contains(&TeamId(self.team_of(desk) as u32))).collect()
    }

    pub(super) fn desks_with_room(&self, teams: &[TeamId]) -> Vec<usize> {
        self.desks_for(teams).into_iter().filter(|&desk| self.has_room(desk)).collect()
    }

    /// The keys narrow the choice one after the other; last, the lowest number.
    pub(super) fn choose(&self, conversation: usize) -> usize {
        let mut desks = self.desks_with_room(&self.teams_for(conversation));
        for key in &self.policy.assignment {
            let count = self.idle_since.len();
            let score = |desk: usize| match key {
                AssignmentKey::LeastLoaded => self.load(desk),
                AssignmentKey::MostLoaded => u64::MAX - self.load(desk),
                AssignmentKey::MostSpare => u64::MAX - (self.preferred(desk) - self.load(desk)),
                AssignmentKey::LongestIdle => self.idle_since[desk].0,
                AssignmentKey::Cyclic => {
                    self.last_assigned.map_or(desk, |last| (desk + count - last - 1) % count) as u64
                }
                AssignmentKey::Random => 0,
            };
            if *key == AssignmentKey::Random {
                let identity = self.workload.customers[conversation].identity;
                let passages = self.conversations[conversation].passages;
                let bits = philox(self.workload.key(), [identity, passages, 0, 101])[0];
                desks = vec![desks[((u128::from(bits) * desks.len() as u128) >> 64) as usize]];
            }
            let best = desks.iter().map(|&desk| score(desk)).min();
            desks.retain(|&desk| Some(score(desk)) == best);
        }
        desks[0]
    }

    // How long.

    /// How long the agent is going to work on the message.
    pub(super) fn work(&self, agent: usize, conversation: usize) -> Span {
        let desk = self.desk_of(agent);
        let team = &self.model.teams[self.agents[agent].team];
        let active = match self.policy.capacity.ownership {
            Ownership::Agent => self.active(desk),
            Ownership::Team => self.active(desk).div_ceil(self.agents_at(desk).len()),
        };
        let slowdown = team.slowdown[active.clamp(1, team.slowdown.len()) - 1];
        let speed = self.workload.speed(AgentId(agent as u32));
        let mut work = self.exchange(conversation).handling();
        if slowdown != 1.0 || speed != 1.0 {
            work = Span((work.0 as f64 * slowdown / speed + 0.5) as u64);
        }
        if self.agents[agent].last.is_some_and(|last| last != conversation) {
            work += team.switch_cost;
        }
        work
    }

    /// When the customer gives up, if nothing changes; `None` if nothing makes him wait.
    pub(super) fn deadline(&self, conversation: usize) -> Option<Time> {
        let it = &self.conversations[conversation];
        let until = self.model.demands[self.workload.customers[conversation].demand().index()].patience.until;
        let waits = match it.state {
            State::Queued => true,
            State::Waiting => until != Until::Assigned,
            State::InHand => until == Until::Reply,
            State::New | State::Awaiting | State::Inactive | State::Closed => false,
        };
        self.exchange_or_none(conversation).filter(|_| waits)?.patience().map(|patience| it.wrote + patience)
    }
}

/// factor x gap to the nearest microsecond, within the limits.
pub(super) fn adapted(adaptive: &Adaptive, gap: u64) -> Span {
    let span = Span((Span::milliseconds(gap).0 as f64 * adaptive.factor + 0.5) as u64);
    span.max(adaptive.minimum).min(adaptive.maximum)
}
