//! What desks hold, and where conversations spend their time.

use super::{Clerk, State, Task, Thread};
use crate::metrics::book::{Post, Spell};
use quasisync::policy::{SLOT, Weights};
use quasisync::units::{ConversationId, DeskId, Time};

impl Clerk<'_> {
    /// What a conversation weighs on the desk that it is on, or is offered to, in thousandths of a slot.
    fn weight(&self, it: &Thread) -> u64 {
        let capacity = &self.policy.capacity;
        let channel = self.model.demands[it.demand.index()].channel;
        let share = channel.and_then(|channel| capacity.channels.get(channel.index())).copied().unwrap_or_default();
        let Weights { offered, needs_reply, awaits_customer, inactive, parked, .. } =
            share.weights.unwrap_or(capacity.weights);
        let part = match it.state {
            State::Offered | State::Needing if it.lapsed => inactive,
            State::Offered => offered,
            State::Needing => needs_reply,
            State::Awaiting => awaits_customer,
            State::Inactive => inactive,
            State::Parked => parked,
            State::New | State::WithBot | State::Queued | State::Closed => 0,
        };
        u64::from(share.weight) * u64::from(part) / u64::from(SLOT)
    }

    /// What every desk with somebody there holds from one instant to another.
    pub(super) fn desks_hold(&mut self, from: Time, to: Time) {
        let desks = if self.shared_inbox() { self.model.teams.len() } else { self.book.agents.len() };
        let (mut agents, mut load, mut active) = (vec![0_u64; desks], self.held.clone(), vec![0_u64; desks]);
        for (agent, task) in self.tasks.iter().enumerate() {
            agents[self.desk_of(agent)] += u64::from(*task != Task::Away);
        }
        for thread in &self.threads {
            let offered = thread.offered.filter(|_| thread.state == State::Offered).map(|it| it.0);
            let Some(desk) = thread.owner.or(offered) else { continue };
            let is_active = matches!(thread.state, State::Needing | State::Awaiting) && !thread.lapsed;
            load[desk.index()] += self.weight(thread);
            active[desk.index()] += u64::from(is_active);
        }
        for desk in (0..desks).filter(|&desk| agents[desk] > 0) {
            let team = self.team_of(DeskId(desk as u32));
            let (each_preferred, each_maximum) = self.limits(DeskId(desk as u32));
            let (agents, load, active) = (agents[desk], load[desk], active[desk]);
            let slots = |slots: u32| agents * u64::from(slots) * u64::from(SLOT);
            let (preferred, maximum) = (slots(each_preferred), slots(each_maximum));
            self.book.posts.push(Post { team, from, to, agents, load, preferred, maximum, active });
        }
    }

    /// Something about a conversation changes: what has been so until now is noted.
    pub(super) fn spell_ends(&mut self, conversation: ConversationId) {
        let (team, to) = (self.owner(conversation), self.now);
        let thread = self.thread(conversation);
        let (demand, state, lapsed) = (thread.demand, thread.state, thread.lapsed);
        let from = std::mem::replace(&mut thread.since, to);
        let visit = self.visit(conversation);
        match state {
            State::Queued | State::Offered => visit.queued.push((from, to)),
            State::Needing | State::Awaiting if team.is_some() && !lapsed => visit.active.push((from, to)),
            State::Needing | State::Inactive | State::Parked if team.is_some() => visit.aside.push((from, to)),
            _ => {}
        }
        let spell = Spell { demand, team, from, to };
        if matches!(state, State::Queued | State::Offered) {
            self.book.queued.push(Spell { team: None, ..spell.clone() });
        }
        if lapsed || state == State::Inactive {
            self.book.inactive.push(spell.clone());
        }
        if state == State::Parked {
            self.book.parked.push(spell);
        }
    }

    /// A conversation goes into another state.
    pub(super) fn turns(&mut self, conversation: ConversationId, state: State) {
        self.spell_ends(conversation);
        self.thread(conversation).state = state;
    }

    /// It lapses, or does so no longer.
    pub(super) fn lapses(&mut self, conversation: ConversationId, lapsed: bool) {
        self.spell_ends(conversation);
        self.thread(conversation).lapsed = lapsed;
    }
}
