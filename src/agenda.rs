//! The event list: what is due when, in a fixed order among equals.

use crate::units::Time;

/// What is due: the earliest first; at one instant by phase; within a phase in the order of scheduling.
///
/// An entry is one 128-bit number (48 bits of time, 3 of phase, 40 of sequence, 32 of subject, from the top), so that a
/// comparison is one comparison and an entry is 16 bytes. Scheduling and popping cost a logarithm.
#[derive(Clone, Debug, Default)]
pub struct Agenda {
    heap: Heap,
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
        self.put_back(at, Due { phase, subject, sequence });
        sequence
    }

    /// Puts back what was taken off too early in its instant.
    #[inline]
    pub fn put_back(&mut self, at: Time, due: Due) {
        let place = u64::from(due.phase) << SEQUENCE | due.sequence;
        let entry = u128::from(at.0) << (PHASE + SEQUENCE) | u128::from(place);
        self.heap.push(entry << SUBJECT | u128::from(due.subject));
    }

    /// When the next thing is due.
    #[inline]
    pub fn next_time(&self) -> Option<Time> {
        self.heap.least().map(|entry| Time((entry >> (PHASE + SEQUENCE + SUBJECT)) as u64))
    }

    /// Takes the next thing off the agenda if it is due at this very instant and not in a later phase than `last_phase`.
    #[inline]
    pub fn pop_at(&mut self, now: Time, last_phase: u8) -> Option<Due> {
        let entry = self.heap.least()?;
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

/// A heap of numbers in which every node has four children, which share a cache line: half as deep as a binary one, and
/// three quarters of its time (LaMarca and Ladner, "The influence of caches on the performance of heaps", 1996).
///
/// Place 3 is the root; the children of place `i` are the group `i - 2`, that is places `4 (i - 2)` and the three after.
#[derive(Clone, Debug, Default)]
struct Heap {
    groups: Vec<Group>,
    /// One more than the last place in use; 0 in a heap that was never used, then at least `ROOT`.
    end: usize,
}

/// Four places, each entry in two halves: the upper halves nearly always decide, and are compared without a branch.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Group {
    upper: [u64; 4],
    lower: [u64; 4],
}

/// No entry: greater than any.
const EMPTY: u64 = u64::MAX;
const ROOT: usize = 3;

impl Heap {
    #[inline]
    fn least(&self) -> Option<u128> {
        self.groups.first().filter(|group| group.upper[ROOT] != EMPTY).map(|group| group.get(ROOT))
    }

    #[inline]
    fn at(&self, place: usize) -> u128 {
        self.groups[place / 4].get(place % 4)
    }

    #[inline]
    fn set(&mut self, place: usize, entry: u128) {
        let group = &mut self.groups[place / 4];
        group.upper[place % 4] = (entry >> 64) as u64;
        group.lower[place % 4] = entry as u64;
    }

    #[inline]
    fn push(&mut self, entry: u128) {
        let mut hole = self.end.max(ROOT);
        self.end = hole + 1;
        if hole / 4 == self.groups.len() {
            self.groups.push(Group { upper: [EMPTY; 4], lower: [EMPTY; 4] });
        }
        while hole > ROOT {
            let parent = hole / 4 + 2;
            let above = self.at(parent);
            if above <= entry {
                break;
            }
            self.set(hole, above);
            hole = parent;
        }
        self.set(hole, entry);
    }

    /// Takes the least entry off a heap that is not empty.
    #[inline(never)]
    fn pop(&mut self) {
        self.end -= 1;
        let last = &mut self.groups[self.end / 4];
        let (upper, lower) = (last.upper[self.end % 4], last.lower[self.end % 4]);
        last.upper[self.end % 4] = EMPTY;
        if self.end == ROOT {
            return;
        }
        let mut hole = ROOT;
        while let Some(group) = self.groups.get(hole.wrapping_sub(2)) {
            let child = group.least() % 4;
            let least = (group.upper[child], group.lower[child]);
            if upper < least.0 || upper == least.0 && lower <= least.1 {
                break;
            }
            let above = &mut self.groups[hole / 4];
            (above.upper[hole % 4], above.lower[hole % 4]) = least;
            hole = hole.wrapping_sub(2) << 2 | child;
        }
        let group = &mut self.groups[hole / 4];
        (group.upper[hole % 4], group.lower[hole % 4]) = (upper, lower);
    }
}

impl Group {
    #[inline]
    fn get(&self, place: usize) -> u128 {
        u128::from(self.upper[place]) << 64 | u128::from(self.lower[place])
    }

    /// Where the least of the four is, without a branch that depends on the order.
    #[inline]
    fn least(&self) -> usize {
        let [a, b, c, d] = self.upper;
        let (left, right) = (a.min(b), c.min(d));
        // Equal halves: neighbours, or the best of the two pairs. Any others do not matter.
        if left == right || a == b || c == d {
            return self.least_of_equals();
        }
        // Arithmetic, because the processor guesses a branch between the pairs wrong every other time.
        let (in_left, in_right) = (usize::from(b < a), 2 | usize::from(d < c));
        in_left ^ (in_left ^ in_right) & usize::from(right < left).wrapping_neg()
    }

    /// The same where upper halves are equal: things due within the same microsecond, or empty places.
    #[cold]
    fn least_of_equals(&self) -> usize {
        (0..4).min_by_key(|&place| self.get(place)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heap_gives_back_what_it_got_in_order() {
        let mut bits: u64 = 7;
        let mut next = || {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u128::from(bits >> 40)
        };
        let (mut heap, mut sorted) = (Heap::default(), Vec::new());
        for round in 0..4_000 {
            // Grows to a thousand, then shrinks to nothing, with both in turn all along.
            if round % 3 < if round < 2_000 { 2 } else { 1 } {
                let entry = next();
                heap.push(entry);
                sorted.push(entry);
                sorted.sort_unstable_by(|a, b| b.cmp(a));
            } else if let Some(least) = sorted.pop() {
                assert_eq!(heap.least(), Some(least));
                heap.pop();
            }
            assert_eq!(heap.least(), sorted.last().copied());
        }
        while let Some(least) = sorted.pop() {
            assert_eq!(heap.least(), Some(least));
            heap.pop();
        }
        assert_eq!(heap.least(), None);
    }

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
