//! A sequence of random bits for what needs more than one block.

use super::philox;
use rand::TryRng;
use rand::rand_core::Infallible;

/// The random words of consecutive blocks: the counters `[prefix[0], prefix[1], prefix[2], 0]`, `..., 1]`, and so on
/// under one key. Implements the generator traits of `rand`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stream {
    key: [u64; 2],
    /// The counter of the next block.
    counter: [u64; 4],
    block: [u64; 4],
    /// How many words of the block have been handed out.
    used: usize,
}

impl Stream {
    /// The stream at its beginning.
    pub fn new(key: [u64; 2], prefix: [u64; 3]) -> Self {
        Self { key, counter: [prefix[0], prefix[1], prefix[2], 0], block: [0; 4], used: 4 }
    }

    /// The next 64 random bits.
    #[inline]
    pub fn word(&mut self) -> u64 {
        if self.used == self.block.len() {
            self.block = philox(self.key, self.counter);
            self.counter[3] = self.counter[3].wrapping_add(1);
            self.used = 0;
        }
        let word = self.block[self.used];
        self.used += 1;
        word
    }

    /// The next number in the open interval (0, 1), from one word.
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        super::uniform(self.word())
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    /// The upper half of a word; the lower half is dropped.
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.word() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.word())
    }

    /// Whole words in little-endian order, whatever the machine; the rest of the last one is dropped.
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.word().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}
