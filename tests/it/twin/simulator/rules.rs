//! The answers to the questions that the phases ask. None of them changes anything.

use super::Twin;
use super::things::{Event, State};
use quasisync::civil::{Weekly, Zone};
use quasisync::model::{Demand, Holds, Target, Until};
use quasisync::policy::{Adaptive, AssignmentKey, OrderKey, Ownership, SLOT};
use quasisync::random::philox;
use quasisync::units::{AgentId, Span, TeamId, Time};
use quasisync::workload::Person;

impl<'a> Twin<'a> {
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
        let holds_slot = |event: &Event| match event {
            Event::WrappedUp(it) => it.holds != Holds::Nothing && self.desk_of(it.agent) == desk,
            _ => false,
        };
        let wrapping = self.events.iter().filter(|it| holds_slot(&it.1)).count();
        owned.map(|it| self.weight(it.state)).sum::<u64>() + wrapping as u64 * u64::from(SLOT)
    }

    pub(super) fn has_room(&self, desk: usize) -> bool {
        self.load(desk) + u64::from(SLOT) <= self.preferred(desk)
    }

    pub(super) fn active(&self, desk: usize) -> usize {
        self.conversations.iter().filter(|it| it.owner == Some(desk) && it.is_active()).count()
    }

    pub(super) fn is_wrapping_up(&self, agent: usize) -> bool {
        let holds =
            |event: &Event| matches!(event, Event::WrappedUp(it) if it.agent == agent && it.holds == Holds::Agent);
        self.events.iter().any(|it| holds(&it.1))
    }

    /// Whether an agent is there and has nothing to do.
    pub(super) fn is_free(&self, agent: usize) -> bool {
        self.agents[agent].present && self.in_hand(agent).is_empty() && !self.is_wrapping_up(agent)
    }

    // Who a customer is.

    pub(super) fn demand(&self, person: Person) -> &'a Demand {
        &self.model.demands[person.demand.index()]
    }

    /// What random rules draw by.
    pub(super) fn identity(&self, conversation: usize) -> u64 {
        self.reactions.identity(self.conversations[conversation].person)
    }

    /// This instant, or the beginning of the first second after it at which the person is awake.
    pub(super) fn awake(&self, person: Person, at: Time) -> Time {
        let Some(awake) = &self.demand(person).awake else { return at };
        let (zone, mut at) = (self.model.customer_zone(self.demand(person)), at);
        while !awake.at(zone.second_of_week(at)) {
            let Some(next) = may_change(zone, awake, at) else { return Time::LAST };
            at = next;
        }
        at
    }

    // Which conversation next.

    pub(super) fn lane_of(&self, conversation: usize) -> usize {
        let teams = self.teams_for(conversation);
        self.lanes.iter().position(|it| *it == teams).expect("every demand has a lane")
    }

    pub(super) fn teams_for(&self, conversation: usize) -> Vec<TeamId> {
        self.model.teams_for(self.conversations[conversation].person.demand)
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
        let demand = self.demand(it.person);
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
            OrderKey::Random => {
                philox(self.workload.key(), [self.identity(conversation), passage, 0, purpose])[0] >> 32
            }
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
                    let last = self.last_assigned[self.lane_of(conversation)];
                    last.map_or(desk, |last| (desk + count - last - 1) % count) as u64
                }
                AssignmentKey::Random => 0,
            };
            if *key == AssignmentKey::Random {
                let passages = self.conversations[conversation].passages;
                let bits = philox(self.workload.key(), [self.identity(conversation), passages, 0, 101])[0];
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
        let share = self.share(conversation);
        let mut work = self.content(agent, conversation);
        if slowdown != 1.0 || speed != 1.0 || share != 1.0 {
            work = Span((work.0 as f64 * slowdown / speed * share + 0.5) as u64);
        }
        if self.agents[agent].last.is_some_and(|last| last != conversation) {
            work += team.switch_cost;
        }
        work
    }

    /// The work on the message itself, and what the agent has to read before.
    pub(super) fn content(&self, agent: usize, conversation: usize) -> Span {
        let it = &self.conversations[conversation];
        if it.contentless {
            return self.reactions.closing(it.person);
        }
        let handling = it.exchange().expect("a matter that is open").handling();
        if it.answered == 0 || it.author == Some(agent) {
            return handling;
        }
        let catch_up = self.model.teams[self.agents[agent].team].catch_up;
        handling + catch_up.first + Span(catch_up.per_exchange.0 * u64::from(it.answered))
    }

    /// How much of the work on a message is left once its customer has gone without a word.
    pub(super) fn share(&self, conversation: usize) -> f64 {
        let it = &self.conversations[conversation];
        if it.gone { self.demand(it.person).patience.gone_share } else { 1.0 }
    }

    // How long customers wait.

    /// When the customer gives up, if nothing changes; `None` if nothing makes him wait.
    pub(super) fn deadline(&self, conversation: usize) -> Option<Time> {
        let it = &self.conversations[conversation];
        let typing = self.policy.door.gives.typing;
        let waits = match (it.state, self.demand(it.person).patience.until) {
            (State::Queued, _) => true,
            (State::Waiting, until) => until != Until::Assigned,
            (State::InHand, until) => until == Until::Reply && !typing,
            (State::New | State::Awaiting | State::Inactive | State::Closed, _) => false,
        };
        if !waits || it.gone || it.contentless {
            return None;
        }
        let (patience, factor) = (self.patience(conversation)?, self.signals(it.person));
        // Nobody loses patience in the past.
        let from = it.wrote.max(self.model.begins());
        Some(from + if factor == 1.0 { patience } else { Span((patience.0 as f64 * factor + 0.5) as u64) })
    }

    /// The patience with the message, as the customer brings it.
    fn patience(&self, conversation: usize) -> Option<Span> {
        let it = &self.conversations[conversation];
        let second = self.model.open_zone(self.demand(it.person)).second_of_week(it.wrote);
        let shut = self.demand(it.person).open.as_ref().is_some_and(|open| !open.at(second));
        let out_of_hours = self.reactions.patience_out_of_hours(it.person, it.answered);
        if shut && out_of_hours.is_some() { out_of_hours } else { it.exchange()?.patience() }
    }

    /// What the signs of life that the platform gives do to patience.
    fn signals(&self, person: Person) -> f64 {
        let (gives, factors) = (self.policy.door.gives, self.demand(person).patience.signals);
        let mut product = 1.0;
        for (given, factor) in [
            (gives.acknowledgement, factors.acknowledgement),
            (gives.presence, factors.presence),
            (gives.estimated_wait, factors.estimated_wait),
        ] {
            if given {
                product *= factor;
            }
        }
        product
    }
}

/// factor x gap to the nearest microsecond, within the limits.
pub(super) fn adapted(adaptive: &Adaptive, gap: u64) -> Span {
    let span = Span((Span::milliseconds(gap).0 as f64 * adaptive.factor + 0.5) as u64);
    span.max(adaptive.minimum).min(adaptive.maximum)
}

/// The next instant at which a weekly value may change: with the week or with the clocks.
pub(super) fn may_change<T: Copy + PartialEq>(zone: &Zone, weekly: &Weekly<T>, at: Time) -> Option<Time> {
    let second = zone.second_of_week(at);
    let begun = Time(at.0 / Span::SECOND.0 * Span::SECOND.0);
    let week = weekly.next_change(second).map(|change| begun + Span(u64::from(change - second) * Span::SECOND.0));
    zone.steps().filter(|step| *step > at).chain(week).min()
}
