//! The agent starts and replies.

use super::truth::Standing;
use super::{Engine, phase};
use crate::facts::{Cause, Fact, Observer};
use crate::model::{CatchUp, Team};
use crate::policy::{Contentless, Ownership};
use crate::units::{AgentId, ConversationId, DeskId, Span, Time};
use crate::workload::{After, End, Occasion};
use crate::world::{Activity, State, World};
use std::cmp::Reverse;

impl<O: Observer<World>> Engine<'_, O> {
    /// Whether a desk takes what its own customers write: a team's inbox always does.
    #[inline]
    pub(super) fn present(&self, desk: DeskId) -> bool {
        self.policy.capacity.ownership == Ownership::Team || self.world.desks.takes_own(desk)
    }

    /// Every agent with nothing in hand starts on the next conversation of the inbox, desk by desk.
    pub(super) fn start_all(&mut self) {
        if self.ready.len() > 1 {
            // The last one is taken first.
            self.ready.sort_unstable_by_key(|desk| Reverse(*desk));
            self.ready.dedup();
        }
        // Who has a desk of his own and one in hand is free for no other.
        let one_each = self.free.is_empty() && self.sharing.is_empty();
        while let Some(desk) = self.ready.pop() {
            while let Some(agent) = self.free_agent(desk)
                && let Some(conversation) = self.next_of(desk)
            {
                if let Some(free) = self.free.get_mut(desk.index()) {
                    free.pop_front();
                }
                self.starts(agent, conversation);
                if one_each {
                    break;
                }
            }
        }
    }

    /// Who starts next at a desk.
    #[inline]
    fn free_agent(&self, desk: DeskId) -> Option<AgentId> {
        match self.free.get(desk.index()) {
            Some(free) => free.front().copied(),
            None => {
                let (agent, activity) = (AgentId(desk.0), self.world.agents[desk.index()].activity);
                let free = matches!(activity, Activity::Free | Activity::Sharing { .. }) && !self.is_kept(agent);
                free.then_some(agent)
            }
        }
    }

    /// Whether an agent with nothing in hand starts nothing: is about to leave, or does other work.
    #[inline]
    fn is_kept(&self, agent: AgentId) -> bool {
        self.is_leaving(agent) && !self.works_off(agent) || self.is_busy_otherwise(agent)
    }

    /// Takes the next conversation from an inbox.
    #[inline]
    fn next_of(&mut self, desk: DeskId) -> Option<ConversationId> {
        let first = self.take_first(desk)?;
        self.world.conversations[first.index()].ticket = 0;
        Some(first)
    }

    fn starts(&mut self, agent: AgentId, conversation: ConversationId) {
        self.tell(Fact::Started { conversation, agent });
        self.become_(conversation, State::InHand);
        if self.windows
            && let Some(template) = self.template(conversation)
        {
            self.templates.insert(conversation, template);
        }
        if !self.sharing.is_empty() && self.team(agent).shares() {
            let (base, share) = self.work_on(agent, conversation);
            return self.shares(agent, conversation, base.0 as f64 * share);
        }
        let work = self.work(agent, conversation) + self.interrupts(agent);
        let now = self.now();
        let reply = self.agenda.schedule(now + work, phase::REPLIES, agent.0);
        let it = &mut self.world.agents[agent.index()];
        it.activity = Activity::Handling { conversation, reply };
        it.since = now;
    }

    /// How long the work on a message takes: (handling + catch-up) x slowdown / speed + switch cost.
    #[inline]
    fn work(&self, agent: AgentId, conversation: ConversationId) -> Span {
        let it = &self.world.agents[agent.index()];
        let team = &self.model.teams[it.team.index()];
        let desks = &self.world.desks;
        let (base, share) = self.work_on(agent, conversation);
        // With a shared inbox an agent's share of the team's active conversations slows down.
        let active = desks.active[it.desk.index()].div_ceil(desks.servers[it.desk.index()].max(1)).max(1) as usize;
        let slowdown = team.slowdown[active.min(team.slowdown.len()) - 1];
        let speed = self.workload.speed(agent);
        let scaled = match slowdown == 1.0 && speed == 1.0 && share == 1.0 {
            true => base,
            // The four operations of arithmetic are exact to the last bit everywhere.
            false => Span((base.0 as f64 * slowdown / speed * share + 0.5) as u64),
        };
        match it.last {
            Some(last) if last != conversation => scaled + self.turning(last, conversation, team),
            _ => scaled,
        }
    }

    /// What it costs an agent to turn from the conversation handled last to another one: more where a channel of higher
    /// rank had interrupted this one's.
    #[inline]
    fn turning(&self, last: ConversationId, conversation: ConversationId, team: &Team) -> Span {
        if self.world.rooms.is_none() {
            return team.switch_cost;
        }
        let (from, to) = (self.world.demand_of(last).channel, self.world.demand_of(conversation).channel);
        match to.channel.filter(|_| from.rank > to.rank) {
            Some(channel) => self.model.channels[channel.index()].resume,
            None => team.switch_cost,
        }
    }

    /// The work on a message for an agent of speed 1 with nothing else to do, and the share of it that is done.
    #[inline(always)]
    fn work_on(&self, agent: AgentId, conversation: ConversationId) -> (Span, f64) {
        match self.truth.is_there(conversation) {
            true => match self.templates.get(&conversation) {
                Some(template) => (*template, 1.0),
                None => (self.truth.handling(conversation) + self.catch_up(agent, conversation), 1.0),
            },
            false => self.work_for_nobody(agent, conversation),
        }
    }

    /// The same for a message without content, or for somebody who has gone without a word.
    #[cold]
    #[inline(never)]
    fn work_for_nobody(&self, agent: AgentId, conversation: ConversationId) -> (Span, f64) {
        if self.truth.standing(conversation) == Standing::Solved {
            return (self.truth.closing(conversation), 1.0);
        }
        let demand = self.world.conversation(conversation).demand();
        let share = self.model.demands[demand.index()].patience.gone_share;
        (self.truth.handling(conversation) + self.catch_up(agent, conversation), share)
    }

    /// What it takes to read what somebody else wrote before.
    #[inline]
    fn catch_up(&self, agent: AgentId, conversation: ConversationId) -> Span {
        let catch_up = self.team(agent).catch_up;
        if catch_up == CatchUp::default() || self.world.conversation(conversation).author() == Some(agent) {
            return Span::ZERO;
        }
        match self.truth.so_far(conversation) {
            0 => Span::ZERO,
            so_far => catch_up.first + Span(catch_up.per_exchange.0 * u64::from(so_far)),
        }
    }

    #[inline]
    pub(super) fn team(&self, agent: AgentId) -> &Team {
        &self.model.teams[self.world.agents[agent.index()].team.index()]
    }

    /// An entry of the agenda says that an agent is done; it counts unless the work was stopped before.
    pub(super) fn finishes(&mut self, agent: AgentId, sequence: u64) {
        match self.world.agents[agent.index()].activity {
            Activity::Handling { conversation, reply } if reply == sequence => self.replies(agent, conversation),
            Activity::Sharing { .. } => self.finishes_one(agent, sequence),
            Activity::WrappingUp { conversation, end } if end == sequence => self.ends_wrap_up(agent, conversation),
            _ => self.events -= 1,
        }
    }

    /// The same for an agent who shares time between several.
    #[inline(never)]
    fn finishes_one(&mut self, agent: AgentId, sequence: u64) {
        match self.shared_out(agent, sequence) {
            Some(conversation) => self.replies(agent, conversation),
            None => self.events -= 1,
        }
    }

    #[inline(always)]
    fn replies(&mut self, agent: AgentId, conversation: ConversationId) {
        if self.windows && self.templates.remove(&conversation).is_some() {
            return self.sends_template(agent, conversation);
        }
        match self.truth.is_there(conversation) {
            true => self.answers(agent, conversation),
            false => self.is_done_for_nobody(agent, conversation),
        }
    }

    /// The agent is done with the message of somebody who has gone without a word, or with one without content.
    #[cold]
    #[inline(never)]
    fn is_done_for_nobody(&mut self, agent: AgentId, conversation: ConversationId) {
        if self.truth.standing(conversation) == Standing::Gone {
            self.sends(agent, conversation);
            self.falls_silent(conversation, None);
            return self.frees(agent);
        }
        self.tell(Fact::Read { conversation, agent });
        self.wakes(conversation);
        self.world.agents[agent.index()].last = Some(conversation);
        self.become_(conversation, State::Awaiting);
        self.close(conversation, Cause::Thanked);
        self.wraps_up(agent, conversation);
    }

    /// The agent sends a reply.
    #[inline(always)]
    fn sends(&mut self, agent: AgentId, conversation: ConversationId) {
        self.tell(Fact::Replied { conversation, agent });
        self.puts_down(agent, conversation);
    }

    /// The agent is done with a message.
    #[inline(always)]
    pub(super) fn puts_down(&mut self, agent: AgentId, conversation: ConversationId) {
        let now = self.now();
        let desk = self.world.agents[agent.index()].desk;
        self.wakes(conversation);
        self.world.agents[agent.index()].last = Some(conversation);
        self.world.desks.replied[desk.index()] = now;
        self.world.conversations[conversation.index()].replied_by(agent, now);
        self.become_(conversation, State::Awaiting);
    }

    /// The agent sends a reply, and the customer reads it.
    #[inline(always)]
    fn answers(&mut self, agent: AgentId, conversation: ConversationId) {
        self.sends(agent, conversation);
        let response = self.now().since(self.world.conversation(conversation).written);
        let after = self.truth.reads(conversation, response);
        if self.passes && !matches!(after, After::Solved(_)) && self.goes_on(agent, conversation) {
            return;
        }
        match after {
            After::Message(latency) => {
                let next = self.writes_after(conversation, latency);
                self.falls_silent(conversation, Some(next));
            }
            After::Ghost => {
                self.tell(Fact::Ghosted { conversation });
                self.writes_no_more(conversation);
            }
            After::Solved(end) => {
                self.tell(Fact::Resolved { conversation });
                self.may_come_again(conversation, Occasion::Solved);
                match end {
                    End::Recognised => {
                        self.close(conversation, Cause::Recognised);
                        return self.wraps_up(agent, conversation);
                    }
                    End::Silent => self.writes_no_more(conversation),
                    End::Confirms(latency) | End::Thanks(latency) => self.ends(conversation, latency),
                }
            }
        }
        self.frees(agent);
    }

    /// The customer's next message comes after a latency: when.
    #[inline(always)]
    pub(super) fn writes_after(&mut self, conversation: ConversationId, latency: Span) -> Time {
        let demand = self.world.conversation(conversation).demand();
        let next = self.awake(demand, self.is_read_at(demand) + latency);
        self.plans_to_write(conversation, next);
        next
    }

    /// The customer has one more message to write, without content.
    #[inline(never)]
    fn ends(&mut self, conversation: ConversationId, latency: Span) {
        let next = self.writes_after(conversation, latency);
        // A message that is ignored stops no timer.
        let handled = self.treatment(conversation).close.contentless == Contentless::Handle;
        let stops = handled || self.is_read(conversation);
        self.falls_silent(conversation, stops.then_some(next));
    }

    /// The agent has nothing in hand: leaves if the team is to shrink, else looks into the inbox.
    pub(super) fn frees(&mut self, agent: AgentId) {
        let now = self.now();
        let it = &mut self.world.agents[agent.index()];
        if let Activity::Sharing { conversations } = it.activity {
            self.unsettled.push(it.desk);
            if conversations > 1 {
                it.activity = Activity::Sharing { conversations: conversations - 1 };
                return;
            }
        }
        it.activity = Activity::Free;
        it.since = now;
        let (team, desk) = (it.team, it.desk);
        if self.departing[team.index()] > 0 {
            self.departing[team.index()] -= 1;
            return self.departs(agent);
        }
        self.may_look_up(agent);
        if self.is_leaving(agent) && self.may_leave(agent) {
            return;
        }
        self.happened.freed |= self.watches_closely;
        if let Some(free) = self.free.get_mut(desk.index()) {
            free.push_back(agent);
        }
        self.ready.push(desk);
    }
}
