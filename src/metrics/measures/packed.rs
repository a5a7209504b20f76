//! Numbers by key in few bytes: what is not there takes none.

/// Numbers by key, ascending, none of them 0. Of each, the distance of its key from the one before, then the number: seven
/// bits a byte, the lowest first (LEB128, DWARF 5, section 7.6). Most keys and most numbers take a byte each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Packed {
    bytes: Box<[u8]>,
}

/// The numbers of a [`Packed`], one after the other.
#[derive(Clone, Debug)]
pub(super) struct Numbers<'a> {
    rest: &'a [u8],
    key: u64,
}

/// Writes a number behind others.
#[inline]
pub(super) fn write(bytes: &mut Vec<u8>, number: u128) {
    match number < 0x80 {
        true => bytes.push(number as u8),
        false => write_long(bytes, number),
    }
}

fn write_long(bytes: &mut Vec<u8>, number: u128) {
    let mut high = number;
    while high > u128::from(u64::MAX) {
        bytes.push(high as u8 | 0x80);
        high >>= 7;
    }
    // Numbers of 64 bits are shifted in one step.
    let mut low = high as u64;
    while low >= 0x80 {
        bytes.push(low as u8 | 0x80);
        low >>= 7;
    }
    bytes.push(low as u8);
}

/// Takes the next number from the front; `None` at the end.
#[inline(always)]
pub(super) fn read(bytes: &mut &[u8]) -> Option<u128> {
    let (&first, rest) = bytes.split_first()?;
    *bytes = rest;
    match first < 0x80 {
        true => Some(first.into()),
        false => read_on(bytes, first),
    }
}

#[inline(never)]
fn read_on(bytes: &mut &[u8], first: u8) -> Option<u128> {
    let (mut number, mut shift) = (u128::from(first & 0x7f), 7);
    loop {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u128::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            return Some(number);
        }
    }
}

impl Iterator for Numbers<'_> {
    type Item = (u64, u128);

    #[inline]
    fn next(&mut self) -> Option<(u64, u128)> {
        self.key += read(&mut self.rest)? as u64;
        Some((self.key, read(&mut self.rest)?))
    }
}

/// Puts numbers together in the order of their keys.
#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
    key: u64,
}

impl Writer {
    #[inline]
    fn push(&mut self, key: u64, number: u128) {
        if number > 0 {
            write(&mut self.bytes, (key - self.key).into());
            write(&mut self.bytes, number);
            self.key = key;
        }
    }

    /// Takes over a number and those after it that come before a key, and gives back the next one. All but the first are as
    /// far from the one before as they were.
    fn take_before(&mut self, key: u64, first: (u64, u128), rest: &mut Numbers<'_>) -> Option<(u64, u128)> {
        self.push(first.0, first.1);
        let from = rest.rest;
        loop {
            let taken = from.len() - rest.rest.len();
            let next = rest.next();
            match next {
                Some((before, _)) if before < key => self.key = before,
                _ => {
                    self.bytes.extend_from_slice(&from[..taken]);
                    return next;
                }
            }
        }
    }
}

impl Packed {
    /// The numbers with their keys, ascending.
    pub(super) fn numbers(&self) -> Numbers<'_> {
        Numbers { rest: &self.bytes, key: 0 }
    }

    /// How many bytes it takes.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Adds other numbers, ascending by key, each key once. Negative ones are those that wrap around. Linear.
    pub(super) fn add(&mut self, more: impl Iterator<Item = (u64, u128)>) {
        let mut sum = Writer { bytes: Vec::with_capacity(self.bytes.len() + 64), key: 0 };
        let mut mine = self.numbers();
        let mut next = mine.next();
        for (key, number) in more {
            if let Some(first) = next.filter(|it| it.0 < key) {
                next = sum.take_before(key, first, &mut mine);
            }
            let same = next.filter(|it| it.0 == key);
            if same.is_some() {
                next = mine.next();
            }
            sum.push(key, same.map_or(0, |it| it.1).wrapping_add(number));
        }
        if let Some((key, number)) = next {
            sum.push(key, number);
            sum.bytes.extend_from_slice(mine.rest);
        }
        self.bytes = sum.bytes.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn packed(numbers: &[(u64, u128)]) -> Packed {
        let mut packed = Packed::default();
        packed.add(numbers.iter().copied());
        packed
    }

    #[test]
    fn numbers_of_every_length_come_back() {
        let numbers: Vec<(u64, u128)> =
            (0..128).map(|bit| (bit * bit * bit, 1 << bit)).chain([(1 << 63, u128::MAX)]).collect();
        assert_eq!(packed(&numbers).numbers().collect::<Vec<_>>(), numbers);
    }

    #[test]
    fn adding_is_that_of_maps_in_any_order() {
        let part = |step: u64| -> Vec<(u64, u128)> {
            (0..200).map(|place| (place * step, u128::from(place % 7) << (place % 100))).collect()
        };
        let mut sums: BTreeMap<u64, u128> = BTreeMap::new();
        [1, 3, 300, 5].into_iter().flat_map(part).for_each(|(key, number)| *sums.entry(key).or_default() += number);
        sums.retain(|_, number| *number > 0);
        for order in [[1, 3, 300, 5], [300, 5, 3, 1]] {
            let mut all = Packed::default();
            order.into_iter().for_each(|step| all.add(part(step).into_iter()));
            assert_eq!(all.numbers().collect::<Vec<_>>(), sums.clone().into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_is_taken_off_again_leaves_nothing() {
        let mut some = packed(&[(5, 2), (9, 1)]);
        some.add([(9, u128::MAX)].into_iter());
        assert_eq!(some, packed(&[(5, 2)]));
        assert_eq!(packed(&[(3, 0)]).len(), 0);
    }

    #[test]
    fn small_numbers_next_to_each_other_take_two_bytes() {
        assert_eq!(packed(&(1..=50).map(|key| (key, 3)).collect::<Vec<_>>()).len(), 100);
    }
}
