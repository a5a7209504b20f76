//! What each fact means for the book.

use super::{Clerk, State, Task, Thread, WrapUp};
use crate::metrics::book::{Instant, Reply, Shift, Spell, Visit};
use quasisync::facts::{Cause, Fact};
use quasisync::model::Holds;
use quasisync::units::{AgentId, ConversationId, Time};

impl Clerk<'_> {
    pub(super) fn note(&mut self, fact: Fact) {
        let now = self.now;
        match fact {
            Fact::Arrived { conversation } => self.arrived(conversation),
            Fact::CameBack { conversation, earlier } => {
                self.visit(conversation).came_back = true;
                let contained = self.visit(earlier).after_bot.is_some_and(|(_, enough)| enough);
                self.visit(earlier).falsely_contained |= contained;
            }
            Fact::Linked { conversation, earlier } => self.linked(conversation, earlier),
            Fact::Wrote { conversation, mode } => self.wrote(conversation, mode),
            Fact::Nudged { conversation } => {
                self.happens("nudges", conversation);
                self.visit(conversation).last_message = now;
                self.thread(conversation).unanswered.push(now);
                self.lapses(conversation, false);
            }
            Fact::Concluded { conversation } => {
                if self.threads[conversation.index()].state != State::Closed {
                    self.visit(conversation).last_message = now;
                }
            }
            Fact::Transferred { conversation, earlier, escalated } => {
                self.transferred(conversation, earlier, escalated)
            }
            Fact::MetBot { conversation } => self.met_bot(conversation),
            Fact::Contained { conversation } => self.bot_is_done(conversation, true),
            Fact::HandedOver { conversation } => self.handed_over(conversation),
            Fact::SentTemplate { conversation, agent } => {
                let (demand, team) = (self.demand(conversation), Some(self.book.agents[agent.index()]));
                self.book.instants.push(("templates", Instant { demand, team, at: now }));
                self.replied(conversation, agent);
            }
            Fact::Offered { conversation, desk } => self.offered(conversation, desk),
            Fact::Missed { conversation, desk } => self.missed(conversation, desk),
            Fact::TakenAway { conversation, desk } => {
                assert_eq!(self.threads[conversation.index()].owner, Some(desk));
                self.happens("taken_away", conversation);
            }
            Fact::Lapsed { conversation } => {
                self.happens("lapsed", conversation);
                self.lapses(conversation, true);
            }
            Fact::Parked { conversation } => {
                self.happens("parked", conversation);
                self.turns(conversation, State::Parked);
            }
            Fact::Resumed { conversation } => self.turns(conversation, State::Awaiting),
            Fact::Reminded { conversation } => self.happens("reminders", conversation),
            Fact::Released { conversation } => {
                self.spell_ends(conversation);
                self.thread(conversation).owner = None;
            }
            Fact::Refused { conversation } => {
                self.visit(conversation).refused = true;
                self.message(conversation).turned_away = Some(None);
                self.settled(conversation);
            }
            Fact::Queued { conversation } => self.queued(conversation),
            Fact::Assigned { conversation, desk } => self.assigned(conversation, desk),
            Fact::Reactivated { conversation, desk } => self.reactivated(conversation, desk),
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
                self.lapses(conversation, false);
                self.turns(conversation, State::Awaiting);
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
                let ends = |it: &WrapUp| it.conversation == conversation && it.agent == agent && it.began == began;
                let place = self.wrap_ups.iter().position(ends);
                let holds = self.wrap_ups.remove(place.expect("it went on")).holds;
                let desk = self.desk_of(agent.index());
                if holds != Holds::Nothing {
                    self.held[desk] -= u64::from(self.policy.capacity.weights.wrap_up);
                }
                if holds == Holds::Agent {
                    self.task_ends(agent);
                }
            }
            Fact::SignedIn { agent, .. } | Fact::Returned { agent, .. } => {
                self.tasks[agent.index()] = Task::Free;
                self.signed[agent.index()] = now;
                self.over[agent.index()] = false;
            }
            Fact::ShiftEnded { agent, .. } => self.over[agent.index()] = true,
            Fact::ShiftBegan { agent, .. } => self.over[agent.index()] = false,
            Fact::WentAway { agent, .. } => self.leaves(agent),
            // Who goes home from a break has left before.
            Fact::SignedOut { agent, .. } if self.tasks[agent.index()] == Task::Away => {}
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
            lapsed: false,
            joined: now,
            offered: None,
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
            cut_short: None,
            ghosted: None,
            left_behind: false,
            passed_on: false,
            transferred: None,
            escalated: None,
            met_bot: false,
            after_bot: None,
            falsely_contained: false,
            closed: None,
            last_message: now,
            owner: None,
            in_queue: false,
            queued: Vec::new(),
            active: Vec::new(),
            aside: Vec::new(),
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
        before.ghosted = None;
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
        // Who seemed to have fallen silent for ever has heeded a reminder.
        self.visit(conversation).ghosted = None;
        if self.threads[conversation.index()].state == State::Awaiting {
            self.turns(conversation, State::Needing);
        }
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
        self.lapses(conversation, false);
        self.turns(conversation, State::Awaiting);
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
        if matches!(cause, Cause::Silence | Cause::WaitedTooLong) {
            self.closed_by_platform(conversation, cause);
        }
        self.visit(conversation).closed = Some(self.now);
        self.turns(conversation, State::Closed);
        self.thread(conversation).lapsed = false;
        if cause != Cause::Contained {
            self.one_less_is_open(conversation);
        }
        if matches!(cause, Cause::Recognised | Cause::Thanked) {
            let agent = self.threads[conversation.index()].worker.expect("somebody worked on it");
            self.holds(agent).into_iter().for_each(|holds| self.wraps_up(conversation, agent, holds));
        }
    }

    fn wraps_up(&mut self, conversation: ConversationId, agent: AgentId, holds: Holds) {
        let (began, desk) = (self.now, self.desk_of(agent.index()));
        self.wrap_ups.push(WrapUp { conversation, agent, began, holds });
        if holds != Holds::Nothing {
            self.held[desk] += u64::from(self.policy.capacity.weights.wrap_up);
        }
        if holds == Holds::Agent {
            self.tasks[agent.index()] = Task::WrappingUp(began);
        }
    }

    fn transferred(&mut self, conversation: ConversationId, earlier: ConversationId, escalated: bool) {
        let owner = self.owner(earlier);
        self.visit(conversation).passed_on = true;
        match escalated {
            true => self.visit(earlier).escalated = Some(owner),
            false => self.visit(earlier).transferred = Some(owner),
        }
        let Some(agent) = self.threads[earlier.index()].worker else {
            // Nobody has worked on it: it went on before it came to the door.
            return self.settled(earlier);
        };
        let transfer = self.model.demands[self.demand(earlier).index()].transfer.filter(|_| !escalated);
        let holds = match transfer.and_then(|transfer| transfer.warm) {
            Some(_) if self.shares(agent) && !self.shared_inbox() => Some(Holds::Slot),
            Some(_) => Some(Holds::Agent),
            None => self.holds(agent),
        };
        holds.into_iter().for_each(|holds| self.wraps_up(earlier, agent, holds));
    }

    pub(super) fn leaves(&mut self, agent: AgentId) {
        let (team, from, to) = (self.book.agents[agent.index()], self.signed[agent.index()], self.now);
        self.book.signed_in.push(Shift { agent, team, from, to });
        self.tasks[agent.index()] = Task::Away;
    }
}
