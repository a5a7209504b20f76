//! Observers of the trajectory itself: a fingerprint of all facts, and a journal that keeps them.

use crate::facts::{Fact, Observer};
use crate::units::Time;

/// A cheap mix over the ordered facts and their times: two runs with the same fingerprint went the same way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fingerprint(pub u64);

impl<W> Observer<W> for Fingerprint {
    #[inline(always)]
    fn record(&mut self, now: Time, _world: &W, fact: Fact) {
        let word = now.0 << 16 ^ code(fact);
        // Multiplication by an odd constant and a rotation: every bit of a fact reaches every later fingerprint.
        self.0 = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

/// A number for a fact: a kind, and who took part.
#[inline(always)]
fn code(fact: Fact) -> u64 {
    let (kind, subject, object) = match fact {
        Fact::Arrived { conversation } => (1, conversation.0, 0),
        Fact::Wrote { conversation, mode } => (2, conversation.0, mode.into()),
        Fact::Refused { conversation } => (3, conversation.0, 0),
        Fact::Queued { conversation } => (4, conversation.0, 0),
        Fact::Assigned { conversation, desk } => (5, conversation.0, desk.0),
        Fact::Reactivated { conversation, desk } => (6, conversation.0, desk.0),
        Fact::Reopened { conversation } => (7, conversation.0, 0),
        Fact::Started { conversation, agent } => (8, conversation.0, agent.0),
        Fact::Replied { conversation, agent } => (9, conversation.0, agent.0),
        Fact::Resolved { conversation } => (10, conversation.0, 0),
        Fact::GaveUp { conversation, in_hand } => (11, conversation.0, in_hand.map_or(0, |agent| agent.0 + 1)),
        Fact::Ghosted { conversation } => (12, conversation.0, 0),
        Fact::WentInactive { conversation } => (13, conversation.0, 0),
        Fact::Closed { conversation, cause } => (14, conversation.0, cause as u32),
        Fact::WrappedUp { conversation, agent, .. } => (15, conversation.0, agent.0),
        Fact::SignedIn { agent, team } => (16, agent.0, team.0),
        Fact::SignedOut { agent, team } => (17, agent.0, team.0),
        Fact::CameBack { conversation, earlier } => (18, conversation.0, earlier.0),
        Fact::Linked { conversation, earlier } => (19, conversation.0, earlier.0),
        Fact::Nudged { conversation } => (20, conversation.0, 0),
        Fact::Concluded { conversation } => (21, conversation.0, 0),
        Fact::Read { conversation, agent } => (22, conversation.0, agent.0),
        Fact::LeftSilently { conversation } => (23, conversation.0, 0),
        Fact::Transferred { conversation, earlier, escalated } => {
            (24 + u32::from(escalated), conversation.0, earlier.0)
        }
        Fact::MetBot { conversation } => (26, conversation.0, 0),
        Fact::Contained { conversation } => (27, conversation.0, 0),
        Fact::HandedOver { conversation } => (28, conversation.0, 0),
        Fact::SentTemplate { conversation, agent } => (29, conversation.0, agent.0),
        Fact::WentAway { agent, team, why } => (30 + why as u32, agent.0, team.0),
        Fact::Returned { agent, team } => (32, agent.0, team.0),
        Fact::ShiftEnded { agent, team } => (33, agent.0, team.0),
        Fact::ShiftBegan { agent, team } => (34, agent.0, team.0),
        Fact::Released { conversation } => (35, conversation.0, 0),
        Fact::Offered { conversation, desk } => (36, conversation.0, desk.0),
        Fact::Missed { conversation, desk } => (37, conversation.0, desk.0),
        Fact::TakenAway { conversation, desk } => (38, conversation.0, desk.0),
        Fact::Lapsed { conversation } => (39, conversation.0, 0),
        Fact::Parked { conversation } => (40, conversation.0, 0),
        Fact::Resumed { conversation } => (41, conversation.0, 0),
        Fact::Reminded { conversation } => (42, conversation.0, 0),
    };
    (u64::from(object) << 40).wrapping_add(u64::from(subject) << 8) ^ u64::from(kind)
}

/// Keeps every fact with its time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// What happened, in order.
    pub facts: Vec<(Time, Fact)>,
}

impl<W> Observer<W> for Journal {
    fn record(&mut self, now: Time, _world: &W, fact: Fact) {
        self.facts.push((now, fact));
    }
}
