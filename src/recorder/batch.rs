//! What is told most often is written down first and added up many at a time: where it goes is looked for once.

use super::replies::{CUSTOMERS, RESPONSES, band, tempo};
use super::slot::Place;
use crate::metrics::measures::Timing;
use crate::model::Bands;
use crate::units::{Span, Time};
use crate::world::Conversation;

/// So many are added up at a time: what is written down stays in the nearest cache.
const BATCH: usize = 128;

/// A later reply to a message of the present interval. Microseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    /// From the message to the start of work on it.
    pickup: u64,
    /// From the message to the reply.
    response: Span,
    /// From the reply before to the message, or [`Answer::TOLD`].
    pause: u64,
    /// The customer's smoothed gap.
    gap: Span,
}

/// A conversation that is closed and solved, and had its owner and was active all along. Microseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Steady {
    pub(super) queued: u64,
    /// From the last message to the end.
    pub(super) lag: u64,
    /// From the first assignment to the end.
    pub(super) lasted: u64,
    pub(super) effort: u64,
}

impl Answer {
    /// In place of a pause that belongs somewhere else, and is told there.
    pub(super) const TOLD: u64 = u64::MAX;
}

impl Place {
    /// Writes down the answer that comes now in a conversation. Whether it is time to add them up.
    ///
    /// Takes its parts, not the whole: what goes to memory in parts and is read as a whole at once has to wait.
    #[inline(always)]
    pub(super) fn has_answer(&mut self, it: &Conversation, pause: u64, now: Time) -> bool {
        let (pickup, response) = (it.since.since(it.written).0, now.since(it.written));
        self.answers.push(Answer { pickup, response, pause, gap: it.gap() });
        self.answers.len() == BATCH
    }

    /// Adds up the answers that are written down, to messages for which there was a target or not.
    pub(super) fn answers_add_up(&mut self, target: Option<Span>, bands: &Bands) {
        if self.answers.is_empty() {
            return;
        }
        let mut answers = std::mem::take(&mut self.answers);
        let mut slot = self.present();
        for it in &answers {
            slot.response(band(bands, it.response, RESPONSES), target.map(|target| it.response <= target));
            if it.pause != Answer::TOLD {
                slot.count(band(bands, Span(it.pause), CUSTOMERS));
            }
        }
        slot.times(Timing::PickupLater, answers.iter().map(|it| it.pickup));
        slot.times(Timing::ResponseLater, answers.iter().map(|it| it.response.0));
        slot.times(Timing::TempoRatio, answers.iter().map(|it| tempo(it.response, it.gap)));
        answers.clear();
        self.answers = answers;
    }

    /// Writes down a conversation that is over.
    pub(super) fn has_steady(&mut self, steady: Steady) {
        self.steady.push(steady);
        if self.steady.len() == BATCH {
            self.steady_add_up();
        }
    }

    /// Adds up the conversations that are written down.
    pub(super) fn steady_add_up(&mut self) {
        if self.steady.is_empty() {
            return;
        }
        let mut steady = std::mem::take(&mut self.steady);
        let mut slot = self.present();
        slot.times(Timing::QueueSummed, steady.iter().map(|it| it.queued));
        slot.times(Timing::CloseLag, steady.iter().map(|it| it.lag));
        slot.times(Timing::Steady, steady.iter().map(|it| it.lasted));
        slot.times(Timing::Effort, steady.iter().map(|it| it.effort));
        steady.clear();
        self.steady = steady;
    }
}
