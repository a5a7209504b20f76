//! The timers of a silence where more than one can matter, or something can make them void: sweeps, clocks that run on
//! while a customer waits, setting aside, reminders, limits on waiting.
//!
//! Each timer is set when its clock starts. Whatever starts the clock anew makes the older timer void: its entry in the
//! agenda is then no longer the one noted here. In one instant they go in the order in which they were set.

use super::reminders::Plan;
use super::{Engine, phase};
use crate::facts::{Cause, Fact, Observer};
use crate::policy::silence::swept;
use crate::units::{ConversationId, Span, Time};
use crate::world::{State, World};

/// The timers of a conversation.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clocks {
    /// Which entries of the agenda they are; 0: not set.
    entries: [u64; ALL.len()],
    /// When somebody got it who need not reply: closing counts from then.
    pub(super) adopted: Option<Time>,
    /// The number of the next reminder of the last reply.
    pub(super) reminder: u16,
    /// Whether it was due for closing while an agent had it in hand, or was offered it.
    overdue: bool,
}

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clock {
    /// The customer is reminded.
    Reminder,
    /// It is no longer set aside.
    Resume,
    /// It goes inactive, or counts as such, or may on demand.
    Inactivity,
    /// It is closed, or requeued.
    Close,
    /// It has waited in the queue for too long.
    Queue,
}

const ALL: [Clock; 5] = [Clock::Reminder, Clock::Resume, Clock::Inactivity, Clock::Close, Clock::Queue];

/// The shortest time between the assignment of a conversation that needs no reply and its closing: otherwise it could go
/// round for ever in one instant.
const LEAST_STAY: Span = Span::SECOND;

impl Clocks {
    /// The timer with this entry fires, if it is still set.
    fn take(&mut self, entry: u64) -> Option<Clock> {
        let place = self.entries.iter().position(|&it| it == entry)?;
        self.entries[place] = 0;
        Some(ALL[place])
    }

    /// A customer was heard, or a reply sent: everything but the limit of waiting in the queue begins anew.
    fn restart(&mut self) {
        *self = Clocks { entries: [0, 0, 0, 0, self.entries[Clock::Queue as usize]], ..Clocks::default() };
    }
}

impl<O: Observer<World>> Engine<'_, O> {
    /// A conversation begins.
    #[cold]
    #[inline(never)]
    pub(super) fn clocks_begin(&mut self) {
        self.clocks.as_mut().expect("timers are kept").push(Clocks::default());
        if let Some(plans) = &mut self.plans {
            plans.push(Plan::default());
        }
    }

    pub(super) fn clocks_of(&mut self, conversation: ConversationId) -> &mut Clocks {
        &mut self.clocks.as_mut().expect("timers are kept")[conversation.index()]
    }

    /// Sets a timer; one that was set before is void.
    pub(super) fn set_clock(&mut self, conversation: ConversationId, clock: Clock, due: Time, sweep: Span) {
        let at = swept(due.max(self.now()), sweep);
        let entry = self.agenda.schedule(at, phase::TIMERS, conversation.0);
        self.clocks_of(conversation).entries[clock as usize] = entry;
    }

    /// A timer is void.
    pub(super) fn stop_clock(&mut self, conversation: ConversationId, clock: Clock) {
        self.clocks_of(conversation).entries[clock as usize] = 0;
    }

    /// An entry of the agenda is due: whether it is a timer that is set.
    #[cold]
    #[inline(never)]
    pub(super) fn rings(&mut self, conversation: ConversationId, entry: u64) -> bool {
        let Some(clock) = self.clocks_of(conversation).take(entry) else { return false };
        match clock {
            Clock::Reminder => self.reminder_is_due(conversation),
            Clock::Resume => self.resumes(conversation),
            Clock::Inactivity => self.inactivity_is_due(conversation),
            Clock::Close => self.closing_is_due(conversation),
            Clock::Queue => self.waited_too_long(conversation),
        }
        true
    }

    /// A reply is sent, or a template, and the customer is awaited.
    #[cold]
    #[inline(never)]
    pub(super) fn silence_begins(&mut self, conversation: ConversationId, with_reply: bool) {
        *self.clocks_of(conversation) = Clocks::default();
        self.watch_reminder(conversation);
        let silence = self.treatment(conversation).silence;
        match silence.sets_aside(&self.world, conversation).filter(|_| with_reply) {
            Some(lasts) => self.sets_aside(conversation, lasts),
            None => self.judges_silence(conversation),
        }
        self.watch_close_unless_watched(conversation);
    }

    /// The agent sets a conversation aside with the reply.
    fn sets_aside(&mut self, conversation: ConversationId, lasts: Span) {
        self.tell(Fact::Parked { conversation });
        self.become_(conversation, State::Parked);
        let due = self.now() + lasts;
        self.set_clock(conversation, Clock::Resume, due, Span::ZERO);
    }

    /// It is no longer set aside, whatever its owner holds.
    fn resumes(&mut self, conversation: ConversationId) {
        self.tell(Fact::Resumed { conversation });
        self.become_(conversation, State::Awaiting);
        self.judges_silence(conversation);
    }

    /// The customer is awaited: when silence frees the slot.
    pub(super) fn judges_silence(&mut self, conversation: ConversationId) {
        let treatment = self.treatment(conversation);
        let (inactivity, sweep) = (treatment.inactivity, treatment.silence.sweep);
        if inactivity.is_at_once() {
            self.goes_inactive(conversation);
        } else if let Some(due) = inactivity.due(self.world.conversation(conversation)) {
            self.set_clock(conversation, Clock::Inactivity, due, sweep);
        }
    }

    /// Sets the timer of closing a conversation whose customer is awaited.
    pub(super) fn watch_close_unless_watched(&mut self, conversation: ConversationId) {
        let Clocks { entries, adopted, .. } = *self.clocks_of(conversation);
        if entries[Clock::Close as usize] != 0 {
            return;
        }
        let close = self.treatment(conversation).close;
        let it = self.world.conversation(conversation);
        if let Some(due) = close.due_since(it, adopted.unwrap_or(Time::START)) {
            let due = adopted.map_or(due, |adopted| due.max(adopted + LEAST_STAY));
            self.set_clock(conversation, Clock::Close, due, close.sweep);
        }
    }

    /// The customer was heard, and waits: clocks that run on begin anew.
    #[cold]
    #[inline(never)]
    pub(super) fn is_heard(&mut self, conversation: ConversationId) {
        self.clocks_of(conversation).restart();
        let (treatment, it) = (self.treatment(conversation), self.world.conversation(conversation));
        let (silence, close) = (treatment.silence, treatment.close);
        let lapses = treatment.inactivity.due_while_waiting(it);
        // Nobody is closed in the past, in which nobody could answer.
        let closes = close.due_while_waiting(it, self.model.begins());
        if let Some(due) = lapses {
            self.set_clock(conversation, Clock::Inactivity, due, silence.sweep);
        }
        if let Some(due) = closes {
            self.set_clock(conversation, Clock::Close, due, close.sweep);
        }
    }

    /// Silence has lasted for so long.
    fn inactivity_is_due(&mut self, conversation: ConversationId) {
        let treatment = self.treatment(conversation);
        let (inactivity, silence) = (treatment.inactivity, treatment.silence);
        let it = self.world.conversation(conversation);
        if it.state == State::Awaiting && inactivity.is_on_demand() {
            return self.may_go_inactive(conversation);
        }
        if !inactivity.is_noted(&self.world, conversation) {
            return;
        }
        if it.state == State::Awaiting {
            self.goes_inactive(conversation);
        } else if silence.reaches(it.state) && it.needs_reply() {
            self.lapses_while_waiting(conversation);
        }
    }

    /// Silence has lasted for so long that it ends the conversation.
    fn closing_is_due(&mut self, conversation: ConversationId) {
        let it = self.world.conversation(conversation);
        match it.state {
            State::Awaiting | State::Inactive | State::Parked => match self.treatment(conversation).close.requeues {
                true => self.requeues(conversation),
                false => self.close(conversation, Cause::Silence),
            },
            State::Queued | State::Waiting if it.needs_reply() => {
                self.closes_while_waiting(conversation, Cause::Silence);
            }
            // What an agent is about to answer is left alone; perhaps it comes to nothing.
            State::Offered | State::InHand => self.clocks_of(conversation).overdue = true,
            _ => {}
        }
    }

    /// An offer is over: closing that was due meanwhile is due now.
    #[cold]
    #[inline(never)]
    pub(super) fn is_offered_no_more(&mut self, conversation: ConversationId) {
        if std::mem::take(&mut self.clocks_of(conversation).overdue) {
            let now = self.now();
            self.set_clock(conversation, Clock::Close, now, Span::ZERO);
        }
    }

    /// A conversation whose customer waits begins a passage through the queue.
    #[cold]
    #[inline(never)]
    pub(super) fn watch_queue(&mut self, conversation: ConversationId) {
        if let Some(limit) = self.treatment(conversation).close.queue_wait {
            // The backlog has all of it when the run begins.
            let due = self.now().max(self.model.begins()) + limit;
            self.set_clock(conversation, Clock::Queue, due, Span::ZERO);
        }
    }

    /// It was in the queue for as long as the policy lets anybody be.
    fn waited_too_long(&mut self, conversation: ConversationId) {
        let it = self.world.conversation(conversation);
        if matches!(it.state, State::Queued | State::Offered) && it.needs_reply() {
            self.closes_while_waiting(conversation, Cause::WaitedTooLong);
        }
    }
}
