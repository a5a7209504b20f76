//! A second observer, of what customers do besides waiting and leaving: who goes without a word and what that costs, who
//! comes again, who nudges, who turns slower, how threads end.

use quasisync::facts::{Cause, Fact, Observer};
use quasisync::model::{Frame, Model};
use quasisync::stats::Tally;
use quasisync::units::{ConversationId, Span, Time};
use quasisync::world::World;

/// What is known of a conversation, by the order in which conversations began.
#[derive(Clone, Copy, Debug, Default)]
struct Past {
    /// When its customer left without a word.
    left: Option<Time>,
    assigned: Time,
    started: Time,
    /// When its customer went away, and may come again.
    over: Time,
    /// The message after which its customer nudged last: the number of replies before it, plus 1.
    nudged: u16,
}

/// Listens to one run. Times in microseconds.
#[derive(Clone, Debug)]
pub(super) struct Ledger {
    frame: Frame,
    past: Vec<Past>,
    /// Conversations begun, by whoever, in counted time; so are all counts of what follows.
    pub(super) begun: u64,
    /// Of those, by customers who came again.
    pub(super) came_again: u64,
    /// Of those, because the old thread was closed too long ago.
    pub(super) linked: u64,
    pub(super) refused: u64,
    /// Customers who gave up, told.
    pub(super) told: u64,
    /// Customers who gave up, silently.
    pub(super) silent: u64,
    /// Messages that said nothing new.
    pub(super) nudges: u64,
    /// Messages after which at least one of those came.
    pub(super) nudged: u64,
    /// Replies that solved the matter.
    pub(super) resolved: u64,
    /// Replies.
    pub(super) replies: u64,
    pub(super) reopened: u64,
    /// Closings by [`Cause`].
    pub(super) closings: [u64; 6],
    /// From being turned away, giving up or the solution to coming again.
    pub(super) away: Tally<7>,
    /// Message to the start of work, the customer being there.
    pub(super) wait_there: Tally<7>,
    /// Message to the start of work, the customer being gone.
    pub(super) wait_gone: Tally<7>,
    /// Message to giving up, silently.
    pub(super) until_silent: Tally<7>,
    /// Work on first messages.
    pub(super) first_work: Tally<7>,
    /// Work on later messages.
    pub(super) later_work: Tally<7>,
    /// Work on messages without content.
    pub(super) closing_work: Tally<7>,
    /// Reply to the customer's next message.
    pub(super) gaps: Tally<7>,
    /// Those messages by the mode in which they were written.
    pub(super) modes: [u64; 4],
    /// Those messages by the hour of the day.
    pub(super) hours: [u64; 24],
    /// Work on messages, and the part of it for customers who had left.
    pub(super) work: [u64; 2],
    /// Time in slots from assignment to closing, and the part of it after the customer had left.
    pub(super) slots: [u64; 2],
}

impl Ledger {
    pub(super) fn new(model: &Model) -> Ledger {
        Ledger {
            frame: model.frame.clone(),
            past: Vec::new(),
            begun: 0,
            came_again: 0,
            linked: 0,
            refused: 0,
            told: 0,
            silent: 0,
            nudges: 0,
            nudged: 0,
            resolved: 0,
            replies: 0,
            reopened: 0,
            closings: [0; 6],
            away: Tally::new(),
            wait_there: Tally::new(),
            wait_gone: Tally::new(),
            until_silent: Tally::new(),
            first_work: Tally::new(),
            later_work: Tally::new(),
            closing_work: Tally::new(),
            gaps: Tally::new(),
            modes: [0; 4],
            hours: [0; 24],
            work: [0; 2],
            slots: [0; 2],
        }
    }

    pub(super) fn finish(&mut self) {
        self.past = Vec::new();
    }

    fn is_over(&mut self, conversation: ConversationId, now: Time) {
        self.past[conversation.index()].over = now;
    }

    fn started(&mut self, conversation: ConversationId, world: &World, now: Time) {
        let past = &mut self.past[conversation.index()];
        past.started = now;
        let written = world.conversation(conversation).written;
        if self.frame.counts(written) {
            let tally = if past.left.is_some() { &mut self.wait_gone } else { &mut self.wait_there };
            tally.add(now.since(written).0);
        }
    }

    fn replied(&mut self, conversation: ConversationId, world: &World, now: Time) {
        let Past { left, started, .. } = self.past[conversation.index()];
        if !self.frame.counts(started) {
            return;
        }
        let took = now.since(started).0;
        let tally =
            if world.conversation(conversation).came_back() { &mut self.later_work } else { &mut self.first_work };
        tally.add(took);
        self.work[0] += took;
        self.work[1] += if left.is_some() { took } else { 0 };
    }

    fn closed(&mut self, conversation: ConversationId, world: &World, now: Time) {
        let Past { left, assigned, .. } = self.past[conversation.index()];
        if world.conversation(conversation).desk().is_none() || !self.frame.counts(assigned) {
            return;
        }
        self.slots[0] += now.since(assigned).0;
        self.slots[1] += left.map_or(0, |left| now.since(left.max(assigned)).0);
    }

    fn wrote(&mut self, conversation: ConversationId, world: &World, now: Time) {
        let replied = world.conversation(conversation).replied;
        if self.frame.counts(replied) {
            self.gaps.add(now.since(replied).0);
            self.hours[(now.0 % Span::DAY.0 / Span::HOUR.0) as usize] += 1;
        }
    }

    fn nudged(&mut self, conversation: ConversationId, world: &World) {
        let it = world.conversation(conversation);
        if !self.frame.counts(it.written) {
            return;
        }
        self.nudges += 1;
        let past = &mut self.past[conversation.index()];
        self.nudged += u64::from(past.nudged != it.exchange + 1);
        past.nudged = it.exchange + 1;
    }
}

impl Observer<World> for Ledger {
    fn record(&mut self, now: Time, world: &World, fact: Fact) {
        let counts = u64::from(self.frame.counts(now));
        match fact {
            Fact::Arrived { .. } => {
                self.past.push(Past::default());
                self.begun += counts;
            }
            Fact::CameBack { earlier, .. } => {
                self.came_again += counts;
                let over = self.past[earlier.index()].over;
                if self.frame.counts(over) {
                    self.away.add(now.since(over).0);
                }
            }
            Fact::Linked { .. } => self.linked += counts,
            Fact::Refused { conversation } => {
                self.refused += counts;
                self.is_over(conversation, now);
            }
            Fact::Assigned { conversation, .. } => self.past[conversation.index()].assigned = now,
            Fact::Started { conversation, .. } => self.started(conversation, world, now),
            Fact::Replied { conversation, .. } => {
                self.replies += counts;
                self.replied(conversation, world, now);
            }
            Fact::Read { conversation, .. } => {
                let started = self.past[conversation.index()].started;
                if self.frame.counts(started) {
                    self.closing_work.add(now.since(started).0);
                }
            }
            Fact::Wrote { conversation, mode } => {
                self.wrote(conversation, world, now);
                if self.frame.counts(world.conversation(conversation).replied) {
                    self.modes[usize::from(mode)] += 1;
                }
            }
            Fact::Concluded { conversation } => self.wrote(conversation, world, now),
            Fact::Nudged { conversation } => self.nudged(conversation, world),
            Fact::Resolved { conversation } => {
                self.resolved += counts;
                self.is_over(conversation, now);
            }
            Fact::Reopened { .. } => self.reopened += counts,
            Fact::GaveUp { conversation, .. } => {
                self.told += counts;
                self.is_over(conversation, now);
            }
            Fact::LeftSilently { conversation } => {
                self.silent += counts;
                self.past[conversation.index()].left = Some(now);
                self.is_over(conversation, now);
                let written = world.conversation(conversation).written;
                if self.frame.counts(written) {
                    self.until_silent.add(now.since(written).0);
                }
            }
            Fact::Closed { conversation, cause } => {
                self.closings[cause as usize] += counts;
                if !matches!(cause, Cause::Refused | Cause::GaveUp) {
                    self.closed(conversation, world, now);
                }
            }
            _ => {}
        }
    }
}
