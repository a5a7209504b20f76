//! The counter-based generator Philox4x64-10 of J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel Random
//! Numbers: As Easy as 1, 2, 3", SC 2011.

const ROUNDS: usize = 10;
const MULTIPLIERS: [u64; 2] = [0xD2E7_470E_E14C_6C93, 0xCA5A_8263_9512_1157];
/// The golden ratio and the square root of three, which step the key from round to round.
const KEY_STEPS: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xBB67_AE85_84CA_A73B];

/// 256 random bits that are a function of the key and the counter alone: no state, no order of calls.
#[inline]
pub fn philox(key: [u64; 2], counter: [u64; 4]) -> [u64; 4] {
    Philox::new(key).block(counter)
}

/// The generator under one key, with the key of every round worked out beforehand: for whoever draws millions of blocks.
#[derive(Clone, Copy, Debug)]
pub struct Philox {
    keys: [[u64; 2]; ROUNDS],
}

impl Philox {
    /// The generator under this key.
    #[inline]
    pub fn new(key: [u64; 2]) -> Philox {
        let mut keys = [key; ROUNDS];
        for round in 1..ROUNDS {
            let before = keys[round - 1];
            keys[round] = [before[0].wrapping_add(KEY_STEPS[0]), before[1].wrapping_add(KEY_STEPS[1])];
        }
        Philox { keys }
    }

    /// What [`philox`] gives for this key and a counter.
    // Always inlined: handing over a counter and a block by memory takes as long as three rounds.
    #[inline(always)]
    pub fn block(&self, mut counter: [u64; 4]) -> [u64; 4] {
        for key in &self.keys {
            let (first_high, first_low) = wide_product(MULTIPLIERS[0], counter[0]);
            let (second_high, second_low) = wide_product(MULTIPLIERS[1], counter[2]);
            counter = [second_high ^ counter[1] ^ key[0], second_low, first_high ^ counter[3] ^ key[1], first_low];
        }
        counter
    }
}

/// The high and the low half of the product.
#[inline(always)]
fn wide_product(left: u64, right: u64) -> (u64, u64) {
    let product = u128::from(left) * u128::from(right);
    ((product >> 64) as u64, product as u64)
}

#[cfg(test)]
mod tests {
    use super::philox;

    /// The known answers that the authors publish with their library Random123 (`kat_vectors`).
    #[test]
    fn known_answers() {
        assert_eq!(
            philox([0; 2], [0; 4]),
            [0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b]
        );
        assert_eq!(
            philox([u64::MAX; 2], [u64::MAX; 4]),
            [0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0]
        );
        assert_eq!(
            philox(
                [0x452821e638d01377, 0xbe5466cf34e90c6c],
                [0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89]
            ),
            [0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6]
        );
    }
}
