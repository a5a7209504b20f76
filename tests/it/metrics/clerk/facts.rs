//! What each fact means for the book.

use super::{Clerk, State, Task, Thread};
use crate::metrics::book::{Reply, Shift, Spell, Visit};
use quasisync::facts::{Cause, Fact};
use quasisync::model::Holds;
use quasisync::policy::SLOT;
use quasisync::units::{AgentId, ConversationId, Time};

impl Clerk<'_> {
    pub(super) fn note(&mut self, fact: Fact) {
        let now = self.now;
        match fact {
            Fact::Arrived { conversation } => self.arrived(conversation),
            Fact::CameBack { conversation, .. } => self.visit(conversation).came_back = true,
            Fact::Linked { conversation, earlier } => self.linked(conversation, earlier),
            Fact::Wrote { conversation, mode } => self.wrote(conversation, mode),
            Fact::Nudged { conversation } => {
                self.happens("nudges", conversation);
                self.visit(conversation).last_message = now;
                self.thread(conversation).unanswered.push(now);
            }
            Fact::Concluded { conversation } => {
                if self.threads[conversation.index()].state != State::Closed {
                    self.visit(conversation).last_message = now;
                }
            }
            Fact::Transferred { .. }
            | Fact::MetBot { .. }
            | Fact::Contained { .. }
            | Fact::HandedOver { .. }
            | Fact::SentTemplate { .. }
            | Fact::WentAway { .. }
            | Fact::Returned { .. }
            | Fact::ShiftEnded { .. }
            | Fact::ShiftBegan { .. }
            | Fact::Released { .. } => panic!("no scenario of these tests has it"),
            Fact::Refused { conversation } => {
                self.visit(conversation).refused = true;
                self.message(conversation).refused = true;
                self.settled(conversation);
            }
            Fact::Queued { conversation } => {
                if matches!(self.threads[conversation.index()].state, State::Inactive | State::Closed) {
                    self.happens("reactivated", conversation);
                }
                self.visit(conversation).passages += 1;
                if self.visit(conversation).passages > 1 {
                    self.happens("requeues", conversation);
                }
                self.turns(conversation, State::Queued);
                self.thread(conversation).owner = None;
            }
            Fact::Assigned { conversation, desk } => {
                let (demand, from) = (self.demand(conversation), self.threads[conversation.index()].since);
                let team = Some(self.team_of(desk));
                self.book.passages.push(Spell { demand, team, from, to: now });
                self.visit(conversation).first_assigned.get_or_insert(now);
                self.visit(conversation).teams.extend(team);
                self.turns(conversation, State::Active);
                self.thread(conversation).owner = Some(desk);
            }
            Fact::Reactivated { conversation, desk } => {
                assert_eq!(self.threads[conversation.index()].owner, Some(desk));
                self.happens("reactivated", conversation);
                self.turns(conversation, State::Active);
            }
            Fact::Reopened { conversation } => {
                self.happens("reopened", conversation);
                self.message(conversation).reopened = true;
                let (demand, to) = (self.demand(conversation), self.model.frame.end());
                self.book.open.push(Spell { demand, team: None, from: now, to });
                self.visit(conversation).closed = None;
            }
            Fact::Started { conversation, agent } => self.work_begins(conversation, agent),
            Fact::Replied { conversation, agent } => self.replied(conversation, agent),
            Fact::Read { conversation, agent } => {
                self.settled(conversation);
                self.work_ends(conversation, agent);
            }
            Fact::Resolved { conversation } => {
                let team = self.owner(conversation).expect("who solved it owns it");
                self.visit(conversation).solved = Some((now, team));
            }
            Fact::GaveUp { conversation, in_hand } => self.gave_up(conversation, in_hand),
            Fact::LeftSilently { conversation } => {
                let (team, place) = (self.owner(conversation), self.threads[conversation.index()].replies);
                self.message(conversation).silent = Some((now, team));
                self.visit(conversation).silent = Some((now, place, team));
                self.nobody_waits(conversation);
                let hand = self.hands.iter_mut().find(|it| it.conversation == conversation);
                hand.into_iter().for_each(|hand| hand.wasted = Some(now));
            }
            Fact::Ghosted { conversation } => {
                let team = self.owner(conversation);
                self.visit(conversation).ghosted = Some((now, team));
            }
            Fact::WentInactive { conversation } => {
                self.happens("went_inactive", conversation);
                self.turns(conversation, State::Inactive);
            }
            Fact::Closed { conversation, cause } => self.closed(conversation, cause),
            Fact::WrappedUp { conversation, agent, took } => {
                self.visit(conversation).wrapped += took.0;
                let began = Time(now.0 - took.0);
                let place = self.wrap_ups.iter().position(|it| *it == (conversation, began));
                self.wrap_ups.remove(place.expect("it went on"));
                let desk = self.desk_of(agent.index());
                if self.holds(agent) != Some(Holds::Nothing) {
                    self.held[desk] -= u64::from(SLOT);
                }
                if self.holds(agent) == Some(Holds::Agent) {
                    self.task_ends(agent);
                }
            }
            Fact::SignedIn { agent, .. } => {
                self.tasks[agent.index()] = Task::Free;
                self.signed[agent.index()] = now;
            }
            Fact::SignedOut { agent, .. } => self.leaves(agent),
        }
    }

    /// What a wrap-up of an agent takes: who shares his time is never held by one conversation.
    fn holds(&self, agent: AgentId) -> Option<Holds> {
        let holds = self.model.teams[self.book.agents[agent.index()].index()].wrap_up.as_ref()?.holds;
        Some(if self.shares(agent) && holds == Holds::Agent { Holds::Slot } else { holds })
    }

    fn arrived(&mut self, conversation: ConversationId) {
        assert_eq!(conversation.index(), self.threads.len());
        let (now, demand) = (self.now, self.demands[conversation.index()]);
        let default = self.model.demands[demand.index()].reply.default_gap;
        self.threads.push(Thread {
            demand,
            state: State::New,
            owner: None,
            since: now,
            message: 0,
            replies: 0,
            replied: now,
            gap: default.0 / 1000 * 1000,
            author: None,
            worker: None,
            unanswered: Vec::new(),
        });
        let end = self.model.frame.end();
        self.book.open.push(Spell { demand, team: None, from: now, to: end });
        self.book.visits.push(Visit {
            demand,
            created: now,
            linked: false,
            came_back: false,
            empty: false,
            passages: 0,
            teams: Vec::new(),
            first_assigned: None,
            first_reply: None,
            solved: None,
            told: None,
            silent: None,
            refused: false,
            ghosted: None,
            left_behind: false,
            closed: None,
            last_message: now,
            owner: None,
            in_queue: false,
            queued: Vec::new(),
            active: Vec::new(),
            inactive: Vec::new(),
            work: Vec::new(),
            wrapped: 0,
            end,
        });
        self.written(conversation, None);
    }

    fn linked(&mut self, conversation: ConversationId, earlier: ConversationId) {
        self.visit(conversation).linked = true;
        let before = self.visit(earlier);
        before.left_behind = true;
        if before.solved.is_some() || before.empty {
            self.visit(conversation).empty = true;
            self.message(conversation).content = false;
            self.thread(conversation).unanswered.clear();
        } else {
            self.gap_ends(earlier);
        }
    }

    fn wrote(&mut self, conversation: ConversationId, mode: u8) {
        let (now, longest) = (self.now, self.policy.longest_gap().0);
        let thread = self.thread(conversation);
        // Half of the smoothed gap is new, half is old, in whole milliseconds.
        let new = (now.0 - thread.replied.0).min(longest) / 1000;
        thread.gap = (thread.gap / 1000 + new) / 2 * 1000;
        self.written(conversation, Some(mode));
        if self.message(conversation).content {
            self.gap_ends(conversation);
        }
    }

    fn replied(&mut self, conversation: ConversationId, agent: AgentId) {
        let (now, team) = (self.now, self.book.agents[agent.index()]);
        let gone = self.visit(conversation).silent.is_some();
        self.message(conversation).replied = Some((now, team, gone));
        let visit = self.visit(conversation);
        visit.first_reply.get_or_insert((now, team, gone));
        visit.last_message = now;
        self.settled(conversation);
        self.work_ends(conversation, agent);
        let thread = self.thread(conversation);
        let before = thread.author.replace(agent);
        thread.replies += 1;
        thread.replied = now;
        self.book.replies.push(Reply { at: now, agent, team, before });
    }

    fn gave_up(&mut self, conversation: ConversationId, in_hand: Option<AgentId>) {
        let (now, team) = (self.now, self.owner(conversation));
        let place = self.threads[conversation.index()].replies;
        self.message(conversation).told = Some((now, team));
        self.visit(conversation).told = Some((now, place, team));
        self.settled(conversation);
        if let Some(agent) = in_hand {
            for hand in self.hands.iter_mut().filter(|it| it.conversation == conversation) {
                hand.wasted = Some(hand.began);
            }
            self.work_ends(conversation, agent);
        }
    }

    fn closed(&mut self, conversation: ConversationId, cause: Cause) {
        let (now, demand) = (self.now, self.demand(conversation));
        if cause == Cause::Silence {
            self.happens("auto_closed", conversation);
        }
        self.visit(conversation).closed = Some(now);
        self.turns(conversation, State::Closed);
        // One of the demand's conversations that are open is open no more; it does not matter which.
        let end = self.model.frame.end();
        let open = self.book.open.iter_mut().rfind(|it| it.demand == demand && it.to == end);
        open.expect("it was open").to = now;
        if matches!(cause, Cause::Recognised | Cause::Thanked) {
            let agent = self.threads[conversation.index()].worker.expect("somebody worked on it");
            let desk = self.desk_of(agent.index());
            if self.holds(agent).is_some() {
                self.wrap_ups.push((conversation, now));
            }
            if self.holds(agent).is_some_and(|holds| holds != Holds::Nothing) {
                self.held[desk] += u64::from(SLOT);
            }
            if self.holds(agent) == Some(Holds::Agent) {
                self.tasks[agent.index()] = Task::WrappingUp(now);
            }
        }
    }

    pub(super) fn leaves(&mut self, agent: AgentId) {
        let (team, from, to) = (self.book.agents[agent.index()], self.signed[agent.index()], self.now);
        self.book.signed_in.push(Shift { agent, team, from, to });
        self.tasks[agent.index()] = Task::Away;
    }
}
