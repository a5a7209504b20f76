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
/// The bits below time and phase in the upper half of an entry.
const REST: u32 = SUBJECT + SEQUENCE - 64;

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
        let upper = (at.0 << PHASE | u64::from(due.phase)) << REST | due.sequence >> (SEQUENCE - REST);
        let lower = due.sequence << SUBJECT | u64::from(due.subject);
        self.heap.push(u128::from(upper) << 64 | u128::from(lower));
    }

    /// When the next thing is due; later than [`Time::LAST`] if there is none.
    #[inline]
    pub fn next_time(&self) -> Time {
        Time(upper(self.heap.least) >> (PHASE + REST))
    }

    /// Takes the next thing off the agenda if it is due at this very instant and not in a later phase than `last_phase`.
    #[inline(always)]
    pub fn pop_at(&mut self, now: Time, last_phase: u8) -> Option<Due> {
        let entry = self.heap.least;
        // Where there is no entry, this is later than any instant.
        if upper(entry) >> REST > now.0 << PHASE | u64::from(last_phase) {
            return None;
        }
        self.heap.pop();
        Some(Due {
            phase: (upper(entry) >> REST) as u8 & ((1 << PHASE) - 1),
            subject: entry as u32,
            sequence: (entry >> SUBJECT) as u64 & ((1 << SEQUENCE) - 1),
        })
    }
}

#[inline]
fn upper(entry: u128) -> u64 {
    (entry >> 64) as u64
}

/// A heap of numbers in which every node has four children, which share a cache line: half as deep as a binary one, and
/// three quarters of its time (LaMarca and Ladner, "The influence of caches on the performance of heaps", 1996).
///
/// The least is kept apart. Below it are the four places of group 0; the children of place `i` are group `i + 1`.
///
/// What is taken off leaves one of these four places vacant, until something new is put there or something else is taken
/// off: most of what happens has one consequence, and that way the heap is put in order once for both.
#[derive(Clone, Debug)]
struct Heap {
    least: u128,
    groups: Vec<Group>,
    /// One more than the last place in use.
    end: usize,
    vacant: Option<usize>,
}

/// Four places, each entry in two halves: the upper halves nearly always decide, and are compared without a branch.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Group {
    upper: [u64; 4],
    lower: [u64; 4],
}

/// No entry: greater than any.
const EMPTY: u128 = u128::MAX;

/// Four places without entries, greater than any. Their upper halves differ, so that they are compared like others.
const NOTHING: Group = Group { upper: [u64::MAX, u64::MAX - 1, u64::MAX - 2, u64::MAX - 3], lower: [u64::MAX; 4] };

impl Default for Heap {
    fn default() -> Heap {
        Heap { least: EMPTY, groups: Vec::new(), end: 0, vacant: None }
    }
}

impl Heap {
    #[inline]
    fn at(&self, place: usize) -> u128 {
        self.groups[place / 4].get(place % 4)
    }

    #[inline]
    fn set(&mut self, place: usize, entry: u128) {
        let group = &mut self.groups[place / 4];
        group.upper[place % 4] = upper(entry);
        group.lower[place % 4] = entry as u64;
    }

    #[inline]
    fn clear(&mut self, place: usize) {
        self.set(place, NOTHING.get(place % 4));
    }

    #[inline]
    fn push(&mut self, entry: u128) {
        let mut entry = entry;
        if entry < self.least {
            std::mem::swap(&mut self.least, &mut entry);
            if entry == EMPTY {
                return;
            }
        }
        match self.vacant.take() {
            Some(place) => self.sink(place, entry),
            None => self.rise(entry),
        }
    }

    /// Takes the least entry off a heap that is not empty.
    #[inline(never)]
    fn pop(&mut self) {
        if let Some(place) = self.vacant.take() {
            self.end -= 1;
            let last = self.at(self.end);
            self.clear(self.end);
            if place < self.end {
                self.sink(place, last);
            }
        }
        if self.end == 0 {
            self.least = EMPTY;
            return;
        }
        let group = &self.groups[0];
        let place = group.least();
        self.least = group.get(place);
        self.vacant = Some(place);
    }

    /// Puts an entry into a new place, or above it.
    #[inline]
    fn rise(&mut self, entry: u128) {
        let mut hole = self.end;
        self.end += 1;
        if hole / 4 == self.groups.len() {
            self.groups.push(NOTHING);
        }
        while hole >= 4 {
            let parent = hole / 4 - 1;
            let above = self.at(parent);
            if above <= entry {
                break;
            }
            self.set(hole, above);
            hole = parent;
        }
        self.set(hole, entry);
    }

    /// Puts an entry into a vacant place, or below it.
    #[inline(never)]
    fn sink(&mut self, mut hole: usize, entry: u128) {
        let own = (upper(entry), entry as u64);
        // Places are far from running over.
        while let Some(group) = self.groups.get(hole.wrapping_add(1)) {
            let child = group.least() % 4;
            let least = (group.upper[child], group.lower[child]);
            if own.0 < least.0 || own.0 == least.0 && own.1 <= least.1 {
                break;
            }
            let above = &mut self.groups[hole / 4];
            (above.upper[hole % 4], above.lower[hole % 4]) = least;
            hole = hole.wrapping_add(1) << 2 | child;
        }
        self.set(hole, entry);
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

    /// The same where upper halves are equal: things due within the same microsecond.
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
                assert_eq!(heap.least, least);
                heap.pop();
            }
            assert_eq!(heap.least, sorted.last().copied().unwrap_or(EMPTY));
        }
        while let Some(least) = sorted.pop() {
            assert_eq!(heap.least, least);
            heap.pop();
        }
        assert_eq!(heap.least, EMPTY);
    }

    #[test]
    fn time_then_phase_then_the_order_of_scheduling() {
        let mut agenda = Agenda::default();
        for (at, phase, subject) in [(5, 1, 10), (5, 0, 11), (4, 3, 12), (5, 0, 13), (5, 3, 14)] {
            agenda.schedule(Time(at), phase, subject);
        }
        assert_eq!(agenda.next_time(), Time(4));
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
        assert!(agenda.next_time() > Time::LAST);
    }

    #[test]
    fn the_largest_entry_survives_packing() {
        let mut agenda = Agenda::default();
        let sequence = agenda.schedule(Time::LAST, 7, u32::MAX);
        assert_eq!(agenda.next_time(), Time::LAST);
        assert_eq!(agenda.pop_at(Time::LAST, 7), Some(Due { phase: 7, subject: u32::MAX, sequence }));
    }
}
