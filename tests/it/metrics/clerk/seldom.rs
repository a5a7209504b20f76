//! What the facts mean that few policies bring about: offers, messages taken away, the bot on coming back, waits cut short.

use super::{Clerk, State};
use crate::metrics::book::{Instant, Spell};
use quasisync::facts::Cause;
use quasisync::units::{ConversationId, DeskId};

impl Clerk<'_> {
    /// Something that a metric counts happens with the team of a desk, whoever owns the conversation.
    fn happens_at(&mut self, metric: &'static str, conversation: ConversationId, desk: DeskId) {
        let (demand, team, at) = (self.demand(conversation), Some(self.team_of(desk)), self.now);
        self.book.instants.push((metric, Instant { demand, team, at }));
    }

    /// Whether a message waits for a reply.
    pub(super) fn needs_reply(&mut self, conversation: ConversationId) -> bool {
        self.message(conversation).replied.is_none()
    }

    pub(super) fn offered(&mut self, conversation: ConversationId, desk: DeskId) {
        self.happens_at("offers", conversation, desk);
        self.turns(conversation, State::Offered);
        self.thread(conversation).offered = Some((desk, self.now));
    }

    pub(super) fn missed(&mut self, conversation: ConversationId, desk: DeskId) {
        self.happens_at("offers_missed", conversation, desk);
        self.turns(conversation, State::Queued);
    }

    pub(super) fn queued(&mut self, conversation: ConversationId) {
        let state = self.threads[conversation.index()].state;
        // Whatever silence has taken from its owner needs no reply.
        let writes = self.needs_reply(conversation);
        if matches!(state, State::Inactive | State::Parked | State::Closed) && writes {
            self.happens("reactivated", conversation);
        }
        self.visit(conversation).passages += 1;
        if self.visit(conversation).passages > 1 {
            self.happens("requeues", conversation);
        }
        self.turns(conversation, State::Queued);
        let now = self.now;
        let thread = self.thread(conversation);
        (thread.owner, thread.joined) = (None, now);
    }

    /// A passage through the queue is over.
    fn leaves_queue_for(&mut self, conversation: ConversationId, desk: DeskId) {
        let (demand, from, to) = (self.demand(conversation), self.threads[conversation.index()].joined, self.now);
        let team = Some(self.team_of(desk));
        self.book.passages.push(Spell { demand, team, from, to });
    }

    pub(super) fn assigned(&mut self, conversation: ConversationId, desk: DeskId) {
        let (now, team) = (self.now, self.team_of(desk));
        let (state, demand) = (self.threads[conversation.index()].state, self.demand(conversation));
        // What is taken from one agent and given to another does not come from the queue.
        if state != State::Needing {
            self.leaves_queue_for(conversation, desk);
        }
        if let (State::Offered, Some((to, from))) = (state, self.threads[conversation.index()].offered) {
            assert_eq!(to, desk);
            self.book.accepted.push(Spell { demand, team: Some(team), from, to: now });
        }
        self.visit(conversation).first_assigned.get_or_insert(now);
        self.visit(conversation).teams.push(team);
        let needs_reply = self.needs_reply(conversation);
        self.turns(conversation, if needs_reply { State::Needing } else { State::Awaiting });
        self.thread(conversation).owner = Some(desk);
    }

    pub(super) fn reactivated(&mut self, conversation: ConversationId, desk: DeskId) {
        if self.threads[conversation.index()].state == State::Queued {
            // He waited there for the owner.
            self.leaves_queue_for(conversation, desk);
        } else {
            assert_eq!(self.threads[conversation.index()].owner, Some(desk));
            self.happens("reactivated", conversation);
        }
        self.turns(conversation, State::Needing);
        self.thread(conversation).owner = Some(desk);
    }

    /// Nobody waits yet, and nothing is open.
    pub(super) fn met_bot(&mut self, conversation: ConversationId) {
        let state = self.threads[conversation.index()].state;
        if self.threads[conversation.index()].replies > 0 {
            self.happens("met_bot_again", conversation);
            if matches!(state, State::Inactive | State::Parked | State::Closed) {
                self.happens("reactivated", conversation);
            }
        } else {
            self.visit(conversation).met_bot = true;
        }
        self.turns(conversation, State::WithBot);
        let thread = self.thread(conversation);
        thread.unanswered.clear();
        thread.owner = None;
        self.one_less_is_open(conversation);
    }

    /// The bot is done with it, and that may be enough.
    pub(super) fn bot_is_done(&mut self, conversation: ConversationId, enough: bool) {
        let (now, demand) = (self.now, self.demand(conversation));
        let from = self.threads[conversation.index()].since;
        self.book.bot.push(Spell { demand, team: None, from, to: now });
        if self.threads[conversation.index()].replies == 0 {
            self.visit(conversation).after_bot = Some((now, enough));
        }
    }

    /// The message is as one that is written now.
    pub(super) fn handed_over(&mut self, conversation: ConversationId) {
        let (now, demand, end) = (self.now, self.demand(conversation), self.model.frame.end());
        self.bot_is_done(conversation, false);
        self.visit(conversation).last_message = now;
        self.turns(conversation, State::New);
        self.thread(conversation).unanswered.push(now);
        let first = self.threads[conversation.index()].replies == 0;
        if first {
            self.thread(conversation).replied = now;
        }
        let message = self.message(conversation);
        (message.written, message.handed_over) = (now, first);
        self.book.open.push(Spell { demand, team: None, from: now, to: end });
    }

    /// One of the demand's conversations that are open is open no more; it does not matter which.
    pub(super) fn one_less_is_open(&mut self, conversation: ConversationId) {
        let (now, demand, end) = (self.now, self.demand(conversation), self.model.frame.end());
        let open = self.book.open.iter_mut().rfind(|it| it.demand == demand && it.to == end);
        open.expect("it was open").to = now;
    }

    /// Closed by the platform: perhaps while its customer waits.
    pub(super) fn closed_by_platform(&mut self, conversation: ConversationId, cause: Cause) {
        if cause == Cause::Silence {
            self.happens("auto_closed", conversation);
        }
        if self.needs_reply(conversation) {
            let team = self.owner(conversation);
            self.visit(conversation).cut_short = Some((team, cause));
            self.message(conversation).turned_away = Some(team);
            self.settled(conversation);
        }
    }
}
