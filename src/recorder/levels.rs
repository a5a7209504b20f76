//! How many there are at once: in the queue, inactive, needing a reply, open; and how old the oldest message is.

use super::Recorder;
use super::aside::Pool;
use super::ledger::Marks;
use crate::metrics::measures::{LEVELS, Level};
use crate::units::{ConversationId, DemandId, Time};
use crate::world::{Conversation, World};

impl Recorder<'_> {
    /// A level of a demand changes by `change` now.
    #[inline(always)]
    fn level_changes(&mut self, demand: DemandId, level: Level, change: i32, now: Time) {
        self.heights[demand.index()][level as usize].changes(change, now);
        self.peaks[level as usize].changes(change, now);
    }

    #[inline(always)]
    pub(super) fn needs_reply(&mut self, it: &Conversation, change: i32, now: Time) {
        self.level_changes(it.demand(), Level::NeedingReply, change, now);
        if self.extra {
            self.peaks[Level::Backlog as usize].changes(change, now);
        }
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
        self.level_changes(it.demand(), Level::Backlog, change, now);
    }

    /// Nobody is there for the messages of this conversation.
    #[cold]
    pub(super) fn awaits_nothing(&mut self, conversation: ConversationId, it: &Conversation, now: Time) {
        let extra = self.ledger.extra.get(conversation);
        self.extra_changes(conversation, it, -1 - extra, now);
    }

    pub(super) fn queue_changes(&mut self, it: &Conversation, change: i32, now: Time) {
        self.level_changes(it.demand(), Level::QueueLength, change, now);
    }

    #[inline]
    pub(super) fn open_changes(&mut self, it: &Conversation, change: i32, now: Time) {
        self.level_changes(it.demand(), Level::Open, change, now);
    }

    /// The present interval ends: integrals, what there is, and what was most.
    pub(super) fn account_levels(&mut self, at: Time) {
        for (demand, heights) in (0..).map(DemandId).zip(&mut self.heights) {
            let mut integrals = heights.each_mut().map(|level| level.ends(at));
            integrals[Level::Backlog as usize] += integrals[Level::NeedingReply as usize];
            let mut ends = heights.map(|level| i64::from(level.height()));
            ends[Level::Backlog as usize] += ends[Level::NeedingReply as usize];
            let running = &mut self.places[self.measures.layout.place(demand, None)].running[0];
            if self.present.is_some() {
                (running.integrals, running.ends) = (integrals.map(|it| it as u128), ends.map(|it| it as u64));
            }
        }
        for (pools, place) in self.pools.iter_mut().zip(&mut self.places) {
            for (pool, height) in Pool::ALL.into_iter().zip(pools) {
                let (level, integral, end) = (pool.level() as usize, height.ends(at), height.height());
                if self.present.is_some() {
                    place.running[0].integrals[level] = integral as u128;
                    place.running[0].ends[level] = end as u64;
                }
            }
        }
        self.peaks.iter_mut().for_each(|peak| peak.stood(at));
    }

    /// How old the oldest unanswered message is: overall, by demand, by channel. Looks at every customer of whom there is
    /// still something to come.
    pub(super) fn ages(&mut self, at: Time, world: &World) -> Vec<u64> {
        let demands = self.promises.len();
        let mut ages = vec![0; self.measures.ages.len()];
        let (ledger, layout) = (&self.ledger, &self.measures.layout);
        self.in_process.extend((self.seen..world.conversations.len() as u32).map(ConversationId));
        self.seen = world.conversations.len() as u32;
        self.in_process.retain(|&conversation| {
            if ledger.find(conversation).is_some_and(|entry| entry.has(Marks::CONTENTLESS | Marks::OVER)) {
                return false;
            }
            let it = world.conversation(conversation);
            if it.needs_reply() {
                let (demand, age) = (it.demand(), at.since(it.written).0);
                let channel = layout.channels[demand.index()].map(|channel| 1 + demands + channel.index());
                for place in [Some(0), Some(1 + demand.index()), channel].into_iter().flatten() {
                    ages[place] = age.max(ages[place]);
                }
            }
            true
        });
        ages
    }

    /// What was most at once in the present interval, which is over; another one begins.
    pub(super) fn most(&mut self) -> [u32; LEVELS] {
        let mut most = self.peaks.each_mut().map(|peak| std::mem::take(&mut peak.most));
        if !self.extra {
            most[Level::Backlog as usize] = most[Level::NeedingReply as usize];
        }
        most
    }
}
