//! How many there are at once: in the queue, inactive, needing a reply, open; and how old the oldest message is.

use super::height::Peak;
use super::ledger::{Ledger, Marks};
use super::{Recorder, team_of};
use crate::metrics::measures::{LEVELS, Level};
use crate::units::{ConversationId, Time};
use crate::world::{Conversation, World};
use std::collections::VecDeque;

/// The messages of one demand in the order of writing, those that are settled dropped late.
#[derive(Clone, Debug, Default)]
pub(super) struct Messages {
    line: VecDeque<(Time, ConversationId)>,
    /// So long it may become before somebody cleans up.
    room: usize,
}

impl Messages {
    #[inline]
    fn push(&mut self, world: &World, ledger: &Ledger, written: Time, conversation: ConversationId) {
        if self.line.len() >= self.room {
            self.clean_up(world, ledger);
        }
        self.line.push_back((written, conversation));
    }

    /// Constant time a message, taken over all: it is called again only when there are twice as many.
    #[cold]
    fn clean_up(&mut self, world: &World, ledger: &Ledger) {
        self.line.retain(|message| stands(message, world, ledger));
        self.room = (2 * self.line.len()).max(1024);
    }

    /// When the oldest was written.
    fn oldest(&mut self, world: &World, ledger: &Ledger) -> Option<Time> {
        while let Some(message) = self.line.front() {
            if stands(message, world, ledger) {
                return Some(message.0);
            }
            self.line.pop_front();
        }
        None
    }
}

/// Whether a message still awaits an answer, and its customer too.
fn stands(&(written, conversation): &(Time, ConversationId), world: &World, ledger: &Ledger) -> bool {
    let it = world.conversation(conversation);
    let nobody = Marks::GONE | Marks::CONTENTLESS;
    it.state.needs_reply() && it.written == written && !ledger.get(conversation).has(nobody)
}

impl Recorder {
    /// A level changes by `change` now.
    #[inline(always)]
    pub(super) fn level_changes(&mut self, place: usize, level: Level, change: i32, now: Time) {
        self.places[place].levels[level as usize].changes(change, now);
        self.peaks[level as usize].changes(change, self.begun, now);
    }

    #[inline(always)]
    pub(super) fn needs_reply(&mut self, it: &Conversation, change: i32, now: Time) {
        let place = self.measures.layout.place(it.demand(), None);
        self.level_changes(place, Level::NeedingReply, change, now);
        if self.extra {
            self.peaks[Level::Backlog as usize].changes(change, self.begun, now);
        }
    }

    /// A customer wrote something that somebody has to answer.
    #[inline(always)]
    pub(super) fn awaits_answer(&mut self, world: &World, conversation: ConversationId, it: &Conversation, now: Time) {
        self.needs_reply(it, 1, now);
        self.messages[it.demand().index()].push(world, &self.ledger, now, conversation);
    }

    /// Nobody waits for an answer any more.
    #[inline(always)]
    pub(super) fn is_settled(&mut self, conversation: ConversationId, it: &Conversation, now: Time) {
        self.needs_reply(it, -1, now);
        if self.extra {
            let extra = self.ledger.extra.get(conversation);
            self.extra_changes(conversation, it, -extra, now);
        }
    }

    /// The messages that await an answer are more, or fewer, than one for each conversation that needs a reply.
    #[cold]
    pub(super) fn extra_changes(&mut self, conversation: ConversationId, it: &Conversation, change: i32, now: Time) {
        if change == 0 {
            return;
        }
        if !self.extra {
            // Up to now the two were the same.
            self.extra = true;
            self.peaks[Level::Backlog as usize] = self.peaks[Level::NeedingReply as usize];
        }
        *self.ledger.extra.at(conversation) += change;
        let place = self.measures.layout.place(it.demand(), None);
        self.level_changes(place, Level::Backlog, change, now);
    }

    /// Nobody is there for the messages of this conversation.
    #[cold]
    pub(super) fn awaits_nothing(&mut self, conversation: ConversationId, it: &Conversation, now: Time) {
        let extra = self.ledger.extra.get(conversation);
        self.extra_changes(conversation, it, -1 - extra, now);
    }

    pub(super) fn queue_changes(&mut self, it: &Conversation, change: i32, now: Time) {
        let place = self.measures.layout.place(it.demand(), None);
        self.level_changes(place, Level::QueueLength, change, now);
    }

    /// An inactive conversation is in its owner's pool.
    pub(super) fn pool_changes(&mut self, it: &Conversation, world: &World, change: i32, now: Time) {
        let place = self.measures.layout.place(it.demand(), team_of(it, world));
        self.level_changes(place, Level::InactivePool, change, now);
    }

    #[inline]
    pub(super) fn open_changes(&mut self, it: &Conversation, change: i32, now: Time) {
        let place = self.measures.layout.place(it.demand(), None);
        self.level_changes(place, Level::Open, change, now);
    }

    /// The present interval ends: integrals, what there is, and what was most.
    pub(super) fn account_levels(&mut self, at: Time) {
        for place in &mut self.places {
            let mut integrals = [0; LEVELS];
            for (level, integral) in place.levels.iter_mut().zip(&mut integrals) {
                *integral = level.ends(at);
            }
            integrals[Level::Backlog as usize] += integrals[Level::NeedingReply as usize];
            let mut ends = place.levels.map(|level| i64::from(level.height()));
            ends[Level::Backlog as usize] += ends[Level::NeedingReply as usize];
            if self.present.is_some() {
                place.cells[0].integrals = integrals.map(|it| it as u128);
                place.cells[0].ends = ends.map(|it| it as u64);
            }
        }
        let begun = self.begun;
        self.peaks.iter_mut().for_each(|peak| peak.stood(begun, at));
    }

    /// How old the oldest unanswered message is: overall, by demand, by channel.
    pub(super) fn ages(&mut self, at: Time, world: &World) -> Vec<u64> {
        let demands = self.messages.len();
        let mut ages = vec![0; self.measures.ages.len()];
        for (demand, messages) in self.messages.iter_mut().enumerate() {
            let age = messages.oldest(world, &self.ledger).map_or(0, |written| at.since(written).0);
            ages[0] = ages[0].max(age);
            ages[1 + demand] = age;
            if let Some(channel) = self.measures.layout.channels[demand] {
                let channel = &mut ages[1 + demands + channel.index()];
                *channel = age.max(*channel);
            }
        }
        ages
    }

    /// What was most at once, within counted time.
    pub(super) fn most(&self) -> [u32; LEVELS] {
        let mut most = self.peaks.map(|peak: Peak| peak.most);
        if !self.extra {
            most[Level::Backlog as usize] = most[Level::NeedingReply as usize];
        }
        most
    }
}
