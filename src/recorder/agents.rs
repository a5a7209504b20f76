//! What agents do with their time.

use super::Recorder;
use super::ledger::{Known, Marks};
use crate::metrics::measures::{AgentWork, BILLION, WASTED_PARTS as PARTS, Work, fairness};
use crate::units::{AgentId, ConversationId, DeskId, TeamId, Time};
use crate::world::{Activity, World};

/// An agent who shares time between several conversations: each has got an even part of every moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Sharer {
    pub(super) hands: Vec<Hand>,
    /// Since when something is in hand.
    pub(super) busy: Time,
    /// Since when so many are.
    since: Time,
    /// What a conversation that was in hand all along would have got, in [`PARTS`] of a microsecond.
    part: u64,
    /// The same at the beginning of intervals one after the other, and at the end of the last one: of those in which what
    /// is in hand was worked on.
    ends: Vec<u64>,
    /// The interval of the first of them.
    first: usize,
}

/// A conversation in hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hand {
    pub(super) conversation: ConversationId,
    began: u64,
    /// The part at which the work began to be for nobody.
    pub(super) wasted: Option<u64>,
}

impl Hand {
    /// What it has got, in microseconds.
    pub(super) fn effort(&self, part: u64) -> u64 {
        (part - self.began + PARTS / 2) / PARTS
    }
}

impl Sharer {
    pub(super) fn part_at(&self, now: Time) -> u64 {
        self.part + (now.since(self.since).0 * PARTS).checked_div(self.hands.len() as u64).unwrap_or(0)
    }

    fn changes(&mut self, now: Time) {
        self.part = self.part_at(now);
        self.since = now;
    }

    /// An interval ends, or counted time begins.
    fn interval_ends(&mut self, at: Time) {
        self.ends.push(self.part_at(at));
        // Of intervals that were over before anything in hand began nobody will ask.
        let began = self.hands.iter().map(|hand| hand.began).min();
        let over = self.ends.iter().skip(1).take_while(|end| began.is_none_or(|began| **end <= began)).count();
        self.ends.drain(..over);
        self.first += over;
    }

    /// The intervals of which it is known what a conversation in hand would have got: from which part to which.
    fn intervals(&self) -> impl Iterator<Item = (usize, u64, u64)> + '_ {
        let ends = self.ends.iter().skip(1).copied().chain([u64::MAX]);
        let parts = self.ends.iter().copied().zip(ends).enumerate();
        parts.map(|(place, (begin, end))| (self.first + place, begin, end))
    }
}

/// Why work is for nobody.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Waste {
    /// It is not, unless the customer has left without a word.
    None,
    /// The customer gave up before the reply.
    All,
}

impl Recorder<'_> {
    /// The load or staff of a desk is about to change: what it was is accounted for.
    #[inline]
    pub(super) fn desk_changes(&mut self, world: &World, desk: DeskId, now: Time) {
        self.desk_has_held(world, desk, world.desks.load[desk.index()], now);
    }

    /// So much was the load of a desk until now.
    #[inline]
    pub(super) fn desk_has_held(&mut self, world: &World, desk: DeskId, load: u64, now: Time) {
        let since = std::mem::replace(&mut self.desk_since[desk.index()], now);
        let desks = &world.desks;
        let servers = desks.servers[desk.index()];
        let span = now.since(since.max(self.begun)).0;
        if servers == 0 || span == 0 {
            return;
        }
        let (active, preferred) = (desks.active[desk.index()], desks.preferred(desk));
        let work = &mut self.work[desks.team[desk.index()].index()];
        let present = span * u64::from(servers);
        work.load += area(load, span);
        work.preferred += area(preferred, span);
        work.active += area(active.into(), span);
        if active == 0 && self.holds_agent[desks.team[desk.index()].index()] {
            work.wrap_up_alone += span * wrapping_up(world, desk);
        }
        if load > preferred {
            work.over_preferred += present;
            work.over_maximum += if load > desks.maximum(desk) { present } else { 0 };
        }
        // Agents with a shared inbox have their conversations spread among them as evenly as can be.
        let (each, more) = if servers == 1 { (active, 0) } else { (active / servers, active % servers) };
        work.at_level.add_times(u64::from(each), span * u64::from(servers - more));
        if more > 0 {
            work.at_level.add_times(u64::from(each + 1), span * u64::from(more));
        }
    }

    /// An agent begins to work on a message.
    #[inline(always)]
    pub(super) fn work_begins(&mut self, world: &World, conversation: ConversationId, agent: AgentId, now: Time) {
        let it = &world.agents[agent.index()];
        if self.present.is_some() && it.last.is_some_and(|last| last != conversation) {
            self.work[it.team.index()].switches += 1;
        }
        if self.shares(it.team) {
            let gone = self.ledger.known(conversation).has(Marks::GONE);
            let sharer = &mut self.sharers[agent.index()];
            sharer.changes(now);
            if sharer.hands.is_empty() {
                sharer.busy = now;
            }
            let began = sharer.part;
            sharer.hands.push(Hand { conversation, began, wasted: gone.then_some(began) });
        }
    }

    #[inline(always)]
    fn shares(&self, team: TeamId) -> bool {
        !self.sharers.is_empty() && self.sharing[team.index()]
    }

    /// The work on a message is over. What is known of the conversation is given back.
    #[inline(always)]
    pub(super) fn work_ends(
        &mut self,
        world: &World,
        conversation: ConversationId,
        agent: AgentId,
        waste: Waste,
        now: Time,
    ) -> Known {
        let it = &world.agents[agent.index()];
        if self.shares(it.team) {
            self.shared_work_ends(it.team, conversation, agent, waste, now);
            return self.ledger.known(conversation);
        }
        self.members[agent.index()].handled(it.since, now);
        let known = self.ledger.known_mut(conversation);
        known.add_effort(now.since(it.since).0);
        let known = *known;
        if waste == Waste::All {
            self.wasted(it.team, it.since, now);
        } else if known.has(Marks::GONE) {
            self.wasted(it.team, it.since.max(self.ledger.gone.get(conversation)), now);
        }
        known
    }

    #[inline(never)]
    fn shared_work_ends(
        &mut self,
        team: TeamId,
        conversation: ConversationId,
        agent: AgentId,
        waste: Waste,
        now: Time,
    ) {
        let sharer = &mut self.sharers[agent.index()];
        sharer.changes(now);
        let place = sharer.hands.iter().position(|hand| hand.conversation == conversation);
        let hand = sharer.hands.remove(place.expect("what ends was in hand"));
        let (part, busy, free) = (sharer.part, sharer.busy, sharer.hands.is_empty());
        if free {
            self.members[agent.index()].handled(busy, now);
        }
        self.ledger.known_mut(conversation).add_effort(hand.effort(part));
        if let Some(from) = if waste == Waste::All { Some(hand.began) } else { hand.wasted } {
            self.shared_work_wasted(team, agent, from, part);
        }
    }

    /// The customer of a conversation in hand leaves without a word: looks at all who share their time.
    pub(super) fn work_is_for_nobody(&mut self, conversation: ConversationId, now: Time) {
        for sharer in &mut self.sharers {
            let part = sharer.part_at(now);
            sharer.hands.iter_mut().filter(|hand| hand.conversation == conversation).for_each(|hand| {
                hand.wasted = Some(part);
            });
        }
    }

    /// Work of an agent from an instant on was for nobody: now it is known, also of intervals that are over.
    #[cold]
    pub(super) fn wasted(&mut self, team: TeamId, from: Time, to: Time) {
        let (mut from, to) = (from.max(self.window.start), to.min(self.window.end));
        while from < to {
            let interval = self.window.interval(from);
            let until = self.window.end_of(interval).min(to);
            self.wasted_in(interval, team, until.since(from).0 * PARTS);
            from = until;
        }
    }

    /// The same for someone who shares his time.
    #[cold]
    pub(super) fn shared_work_wasted(&mut self, team: TeamId, agent: AgentId, from: u64, to: u64) {
        // Those after counted time are none.
        let counted = |it: &(usize, u64, u64)| it.0 < self.intervals.len() && it.2 > from && it.1 < to;
        let intervals: Vec<_> = self.sharers[agent.index()].intervals().filter(counted).collect();
        for (interval, begin, end) in intervals {
            self.wasted_in(interval, team, end.min(to) - begin.max(from));
        }
    }

    fn wasted_in(&mut self, interval: usize, team: TeamId, parts: u64) {
        let wasted = u128::from(parts);
        if self.present == Some(interval) {
            self.work[team.index()].wasted += wasted;
        } else {
            self.intervals[interval].work(team.index(), &mut Work { wasted, ..Work::default() });
            self.measures.work[team.index()].wasted += wasted;
        }
    }

    /// Accounts for what desks and agents do, up to the end of the present interval.
    pub(super) fn account_agents(&mut self, at: Time, world: &World) {
        for desk in 0..world.desks.len() as u32 {
            self.desk_changes(world, DeskId(desk), at);
        }
        (0..self.members.len()).for_each(|agent| self.accounts_for(world, agent, at));
        self.sharers.iter_mut().for_each(|sharer| sharer.interval_ends(at));
    }

    /// The work of everybody in the present interval, which is over.
    pub(super) fn work_adds_up(&mut self) -> Vec<Work> {
        let teams = self.work.len();
        let mut work = std::mem::replace(&mut self.work, vec![Work::default(); teams]);
        for (agent, member) in self.members.iter_mut().enumerate() {
            work[self.measures.agent_teams[agent].index()].agents.merge(&member.work);
            self.measures.agents[agent].merge(&member.work);
        }
        work
    }

    /// How unevenly work was spread in the present interval, which is over: over everybody, and by team.
    pub(super) fn fairness(&self) -> Vec<(u64, u32)> {
        let work = self.members.iter().map(|member| member.work);
        let agents: Vec<(TeamId, AgentWork)> = self.measures.agent_teams.iter().copied().zip(work).collect();
        let teams = self.staff.iter().map(|staff| &agents[staff.members()]);
        let whole = |cv: f64| ((cv * BILLION + 0.5) as u64, 1);
        [agents.as_slice()].into_iter().chain(teams).map(|it| fairness(it).map_or((0, 0), whole)).collect()
    }
}

/// A height over a span of time. Two numbers of 64 bits multiply into 128 without a check.
#[inline]
fn area(height: u64, span: u64) -> u128 {
    u128::from(height).wrapping_mul(u128::from(span))
}

/// How many agents of a desk finish a closed conversation.
fn wrapping_up(world: &World, desk: DeskId) -> u64 {
    let wraps_up = |activity: &Activity| matches!(activity, Activity::WrappingUp { .. });
    // A desk for each agent: no need to look at all of them.
    match world.desks.len() == world.agents.len() {
        true => u64::from(wraps_up(&world.agents[desk.index()].activity)),
        false => world.agents.iter().filter(|it| it.desk == desk && wraps_up(&it.activity)).count() as u64,
    }
}
