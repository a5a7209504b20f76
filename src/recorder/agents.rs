//! What agents do with their time.

use super::Recorder;
use super::ledger::Marks;
use crate::metrics::measures::WASTED_PARTS as PARTS;
use crate::units::{AgentId, ConversationId, DeskId, TeamId, Time};
use crate::world::{Activity, World};

/// An agent who shares time between several conversations: each has got an even part of every moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Sharer {
    hands: Vec<Hand>,
    /// Since when something is in hand.
    busy: Time,
    /// Since when so many are.
    since: Time,
    /// What a conversation that was in hand all along would have got, in [`PARTS`] of a microsecond.
    part: u64,
    /// The same at the beginning of each interval, and at the end of the last one.
    ends: Vec<u64>,
}

/// A conversation in hand.
#[derive(Clone, Copy, Debug)]
struct Hand {
    conversation: ConversationId,
    began: u64,
    /// The part at which the work began to be for nobody.
    wasted: Option<u64>,
}

impl Sharer {
    fn part_at(&self, now: Time) -> u64 {
        self.part + (now.since(self.since).0 * PARTS).checked_div(self.hands.len() as u64).unwrap_or(0)
    }

    fn changes(&mut self, now: Time) {
        self.part = self.part_at(now);
        self.since = now;
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

impl Recorder {
    /// The load or staff of a desk is about to change: what it was is accounted for.
    #[inline]
    pub(super) fn desk_changes(&mut self, world: &World, desk: DeskId, now: Time) {
        let since = std::mem::replace(&mut self.desk_since[desk.index()], now);
        let desks = &world.desks;
        let servers = desks.servers[desk.index()];
        let span = now.since(since.max(self.begun)).0;
        if servers == 0 || span == 0 {
            return;
        }
        let (active, load, preferred) = (desks.active[desk.index()], desks.load[desk.index()], desks.preferred(desk));
        let work = &mut self.work[desks.team[desk.index()].index()];
        let present = span * u64::from(servers);
        work.signed_in += present;
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

    /// An agent worked on messages from `since` on.
    #[inline]
    fn worked(&mut self, agent: AgentId, team: TeamId, since: Time, now: Time) {
        let span = now.since(since.max(self.begun)).0;
        self.measures.agents[agent.index()].handling += span;
        self.work[team.index()].handling += span;
    }

    pub(super) fn wrapped_up(&mut self, agent: AgentId, team: TeamId, since: Time, now: Time) {
        let span = now.since(since.max(self.begun)).0;
        self.measures.agents[agent.index()].wrap_up += span;
        self.work[team.index()].wrap_up += span;
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

    /// The work on a message is over.
    #[inline(always)]
    pub(super) fn work_ends(
        &mut self,
        world: &World,
        conversation: ConversationId,
        agent: AgentId,
        waste: Waste,
        now: Time,
    ) {
        let it = &world.agents[agent.index()];
        if self.shares(it.team) {
            return self.shared_work_ends(it.team, conversation, agent, waste, now);
        }
        self.worked(agent, it.team, it.since, now);
        let known = self.ledger.known_mut(conversation);
        known.add_effort(now.since(it.since).0);
        let gone = known.has(Marks::GONE);
        if waste == Waste::All {
            self.wasted(it.team, it.since, now);
        } else if gone {
            self.wasted(it.team, it.since.max(self.ledger.gone.get(conversation)), now);
        }
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
            self.worked(agent, team, busy, now);
        }
        self.ledger.known_mut(conversation).add_effort((part - hand.began + PARTS / 2) / PARTS);
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
    fn wasted(&mut self, team: TeamId, from: Time, to: Time) {
        let (mut from, to) = (from.max(self.window.start), to.min(self.window.end));
        while from < to {
            let interval = self.window.interval(from);
            let until = self.window.end_of(interval).min(to);
            *self.wasted_in(interval, team) += u128::from(until.since(from).0 * PARTS);
            from = until;
        }
    }

    /// The same for someone who shares his time.
    #[cold]
    fn shared_work_wasted(&mut self, team: TeamId, agent: AgentId, from: u64, to: u64) {
        for interval in (0..self.measures.intervals.len()).rev() {
            let ends = &self.sharers[agent.index()].ends;
            let Some(&begin) = ends.get(interval) else { continue };
            let end = ends.get(interval + 1).copied().unwrap_or(u64::MAX);
            if end <= from {
                break;
            }
            *self.wasted_in(interval, team) += u128::from(end.min(to).saturating_sub(begin.max(from)));
        }
    }

    fn wasted_in(&mut self, interval: usize, team: TeamId) -> &mut u128 {
        match self.present == Some(interval) {
            true => &mut self.work[team.index()].wasted,
            false => &mut self.measures.intervals[interval].work[team.index()].wasted,
        }
    }

    /// Accounts for what desks and agents do, up to the end of the present interval.
    pub(super) fn account_agents(&mut self, at: Time, world: &World) {
        for desk in 0..world.desks.len() as u32 {
            self.desk_changes(world, DeskId(desk), at);
        }
        for (agent, it) in (0..).map(AgentId).zip(&world.agents) {
            match it.activity {
                Activity::Handling { .. } => self.worked(agent, it.team, it.since, at),
                Activity::WrappingUp { .. } => self.wrapped_up(agent, it.team, it.since, at),
                Activity::Sharing { .. } => self.worked(agent, it.team, self.sharers[agent.index()].busy, at),
                Activity::Free | Activity::Away | Activity::SignedOut => {}
            }
            if it.signed_in() {
                self.measures.agents[agent.index()].signed_in += at.since(self.begun.max(it.signed)).0;
            }
        }
        for sharer in &mut self.sharers {
            let part = sharer.part_at(at);
            sharer.ends.push(part);
        }
    }

    /// What is still in hand at the end of the run, for nobody.
    pub(super) fn work_is_left(&mut self, world: &World, end: Time) {
        for (agent, it) in (0..).map(AgentId).zip(&world.agents) {
            match it.activity {
                Activity::Handling { conversation, .. } if self.ledger.known(conversation).has(Marks::GONE) => {
                    self.wasted(it.team, it.since.max(self.ledger.gone.get(conversation)), end);
                }
                Activity::Sharing { .. } => {
                    let sharer = &self.sharers[agent.index()];
                    let (hands, part) = (sharer.hands.clone(), sharer.part_at(end));
                    for from in hands.into_iter().filter_map(|hand| hand.wasted) {
                        self.shared_work_wasted(it.team, agent, from, part);
                    }
                }
                _ => {}
            }
        }
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
