//! The answers to the questions that the phases ask. None of them changes anything.

use super::Twin;
use super::events::Event;
use super::things::{Reach, State};
use quasisync::civil::{Weekly, Zone};
use quasisync::model::{Demand, Holds, Particulars, Until};
use quasisync::policy::{Adaptive, Gives, Inactivity, LONGEST_GAP, OrderKey, Ownership, SLOT, Treatment};
use quasisync::units::{AgentId, Span, Time};
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

    /// What the agent whose desk it is has of his own.
    pub(super) fn particulars(&self, desk: usize) -> Option<&'a Particulars> {
        if self.policy.capacity.ownership == Ownership::Team {
            return None;
        }
        let team = self.agents[desk].team;
        let place = self.agents[..desk].iter().filter(|it| it.team == team).count();
        self.model.teams[team].particulars.iter().find(|it| it.place as usize == place)
    }

    /// Those who are signed in, and at the desk.
    pub(super) fn agents_at(&self, desk: usize) -> Vec<usize> {
        (0..self.agents.len()).filter(|&it| self.agents[it].is_here() && self.desk_of(it) == desk).collect()
    }

    /// Who gets to a desk. A team's is there with whoever is there.
    pub(super) fn reach(&self, desk: usize) -> Reach {
        match self.policy.capacity.ownership {
            Ownership::Agent => self.agents[desk].reach,
            Ownership::Team if self.agents_at(desk).is_empty() => Reach::None,
            Ownership::Team => Reach::Open,
        }
    }

    /// Preferred and maximum capacity of one agent at a desk.
    fn limits(&self, desk: usize) -> (u32, u32) {
        let limits = self.policy.capacity.limits[self.team_of(desk)];
        let own = self.particulars(desk).and_then(|it| it.capacity);
        own.unwrap_or((limits.preferred, limits.maximum))
    }

    pub(super) fn preferred(&self, desk: usize) -> u64 {
        u64::from(self.limits(desk).0 * SLOT) * self.agents_at(desk).len() as u64
    }

    pub(super) fn maximum(&self, desk: usize) -> u64 {
        u64::from(self.limits(desk).1 * SLOT) * self.agents_at(desk).len() as u64
    }

    pub(super) fn is_wrapping_up(&self, agent: usize) -> bool {
        let holds =
            |event: &Event| matches!(event, Event::WrappedUp(it) if it.agent == agent && it.holds == Holds::Agent);
        self.events.iter().any(|it| holds(&it.1))
    }

    /// Whether an agent is there and has nothing to do.
    pub(super) fn is_free(&self, agent: usize) -> bool {
        self.agents[agent].is_here() && self.in_hand(agent).is_empty() && !self.is_wrapping_up(agent)
    }

    /// The most that a gap counts.
    pub(super) fn longest_gap(&self) -> Span {
        fn of_order(order: &[OrderKey]) -> Vec<Span> {
            let of_key = |key: &OrderKey| match key {
                OrderKey::Adaptive(it) => vec![it.maximum],
                OrderKey::Blend(members) => members.iter().flat_map(|it| of_order(&it.1)).collect(),
                _ => Vec::new(),
            };
            order.iter().flat_map(of_key).collect()
        }
        let silences = self.policy.own.iter().map(|it| it.1.inactivity).chain([self.policy.inactivity]);
        let silences = silences.filter_map(|it| match it {
            Inactivity::Adaptive { adaptive, .. } => Some(adaptive.maximum),
            _ => None,
        });
        let orders = of_order(&self.policy.queue).into_iter().chain(of_order(&self.policy.inbox));
        orders.chain(silences).max().unwrap_or(LONGEST_GAP)
    }

    // Who a customer is.

    /// The rules for a conversation.
    pub(super) fn treatment(&self, conversation: usize) -> &Treatment {
        &self.treatments[self.conversations[conversation].person.demand.index()]
    }

    pub(super) fn demand(&self, person: Person) -> &'a Demand {
        &self.model.demands[person.demand.index()]
    }

    /// The urgency.
    pub(super) fn class(&self, person: Person) -> u8 {
        let demand = self.demand(person);
        demand.urgent.filter(|_| self.reactions.is_urgent(person)).map_or(demand.class, |it| it.class)
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
        work += self.turning(agent, conversation);
        work += self.interruption(agent);
        work
    }

    /// The work on the message itself, and what the agent has to read before.
    pub(super) fn content(&self, agent: usize, conversation: usize) -> Span {
        let it = &self.conversations[conversation];
        if it.contentless {
            return self.reactions.closing(it.person);
        }
        let handling = it.exchange().expect("a matter that is open").handling();
        if it.template {
            let window = self.channel(conversation).and_then(|it| it.reply_window);
            return window.expect("no template without a window").template;
        }
        let behind = it.behind + it.answered;
        if behind == 0 || it.author == Some(agent) {
            return handling;
        }
        let catch_up = self.model.teams[self.agents[agent].team].catch_up;
        handling + catch_up.first + Span(catch_up.per_exchange.0 * u64::from(behind))
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
        let typing = self.gives(it.person, it.wrote).typing;
        let waits = match (it.state, self.demand(it.person).patience.until) {
            (State::Queued, _) => !it.only_needs_an_agent,
            (State::Offered, _) => true,
            (State::Waiting, until) => until != Until::Assigned,
            (State::InHand, until) => until == Until::Reply && !typing,
            (State::New | State::WithBot | State::WithBotAgain, _) => false,
            (State::Awaiting | State::Inactive | State::Parked | State::Closed, _) => false,
        };
        if !waits || it.gone || it.contentless {
            return None;
        }
        let (patience, factor) = (self.patience(conversation)?, self.signals(it.person, it.wrote));
        // Nobody loses patience in the past.
        let from = it.wrote.max(self.model.begins());
        Some(from + if factor == 1.0 { patience } else { Span((patience.0 as f64 * factor + 0.5) as u64) })
    }

    /// The patience with the message, as the customer brings it.
    fn patience(&self, conversation: usize) -> Option<Span> {
        let it = &self.conversations[conversation];
        let shut = self.is_shut(it.person.demand, it.wrote);
        let out_of_hours = self.reactions.patience_out_of_hours(it.person, it.answered);
        if shut && out_of_hours.is_some() { out_of_hours } else { it.exchange()?.patience() }
    }

    /// The signs of life that the platform gives to who wrote at an instant.
    fn gives(&self, person: Person, wrote: Time) -> Gives {
        let door = self.policy.door;
        let out_of_hours = door.gives_out_of_hours.filter(|_| self.is_shut(person.demand, wrote));
        out_of_hours.unwrap_or(door.gives)
    }

    /// What those do to patience.
    fn signals(&self, person: Person, wrote: Time) -> f64 {
        let (gives, factors) = (self.gives(person, wrote), self.demand(person).patience.signals);
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
