//! The event list: what is due when, in a fixed order among equals.

use crate::units::Time;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What is due: the earliest first; at one instant by phase; within a phase in the order of scheduling.
///
/// An entry is one 128-bit number (48 bits of time, 3 of phase, 40 of sequence, 32 of subject, from the top), so that a
/// comparison is one comparison and an entry is 16 bytes. Scheduling and popping cost a logarithm.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    heap: BinaryHeap<Reverse<u128>>,
    scheduled: u64,
}

/// Something due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// The phase of the instant, below 8.
    pub phase: u8,
    /// Whom it is about.
    pub subject: u32,
    /// Which entry of the agenda it is: the number that [`Agenda::schedule`] gave.
    pub sequence: u64,
}

const SUBJECT: u32 = 32;
const SEQUENCE: u32 = 40;
const PHASE: u32 = 3;

impl Agenda {
    /// Puts something on the agenda and says which entry it is.
    #[inline]
    pub fn schedule(&mut self, at: Time, phase: u8, subject: u32) -> u64 {
        self.scheduled += 1;
        let sequence = self.scheduled;
        debug_assert!(sequence < 1 << SEQUENCE && phase < 1 << PHASE);
        let place = u64::from(phase) << SEQUENCE | sequence;
        let due = u128::from(at.0) << (PHASE + SEQUENCE) | u128::from(place);
        self.heap.push(Reverse(due << SUBJECT | u128::from(subject)));
        sequence
    }

    /// When the next thing is due.
    #[inline]
    pub fn next_time(&self) -> Option<Time> {
        self.heap.peek().map(|Reverse(entry)| Time((entry >> (PHASE + SEQUENCE + SUBJECT)) as u64))
    }

    /// Takes the next thing off the agenda if it is due at this very instant and not in a later phase than `last_phase`.
    #[inline]
    pub fn pop_at(&mut self, now: Time, last_phase: u8) -> Option<Due> {
        let &Reverse(entry) = self.heap.peek()?;
        if (entry >> (SEQUENCE + SUBJECT)) as u64 > now.0 << PHASE | u64::from(last_phase) {
            return None;
        }
        self.heap.pop();
        let place = (entry >> SUBJECT) as u64;
        Some(Due {
            phase: (place >> SEQUENCE) as u8 & ((1 << PHASE) - 1),
            subject: entry as u32,
            sequence: place & ((1 << SEQUENCE) - 1),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_then_phase_then_the_order_of_scheduling() {
        let mut agenda = Agenda::default();
        for (at, phase, subject) in [(5, 1, 10), (5, 0, 11), (4, 3, 12), (5, 0, 13), (5, 3, 14)] {
            agenda.schedule(Time(at), phase, subject);
        }
        assert_eq!(agenda.next_time(), Some(Time(4)));
        let mut subjects = |now, last| {
            let mut found = Vec::new();
            while let Some(due) = agenda.pop_at(Time(now), last) {
                found.push((due.phase, due.subject));
            }
            found
        };
        assert_eq!(subjects(4, 7), [(3, 12)]);
        assert_eq!(subjects(5, 1), [(0, 11), (0, 13), (1, 10)], "the message of phase 3 waits");
        assert_eq!(subjects(5, 3), [(3, 14)]);
        assert_eq!(agenda.next_time(), None);
    }

    #[test]
    fn the_largest_entry_survives_packing() {
        let mut agenda = Agenda::default();
        let sequence = agenda.schedule(Time::LAST, 7, u32::MAX);
        assert_eq!(agenda.next_time(), Some(Time::LAST));
        assert_eq!(agenda.pop_at(Time::LAST, 7), Some(Due { phase: 7, subject: u32::MAX, sequence }));
    }
}
