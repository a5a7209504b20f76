//! Randomness that is a pure function of what it is for: keyed blocks of random bits, and laws that turn one uniform
//! number into one value.

pub mod count;
pub mod law;
pub mod philox;
mod stream;
#[cfg(test)]
mod tests;

pub use count::Count;
pub use law::{Law, LawError};
pub use philox::{Philox, philox};
pub use stream::Stream;

/// A number in the open interval (0, 1) from 64 random bits, equally spaced and symmetrical around a half.
///
/// It keeps 52 bits: with 53 the addition of a half would round, and the largest word would give 1.
#[inline]
pub fn uniform(bits: u64) -> f64 {
    const SPACING: f64 = 1.0 / (1_u64 << 52) as f64;
    // From a signed number: without the sign bit it is the same, and one instruction instead of five.
    ((bits >> 12) as i64 as f64 + 0.5) * SPACING
}

/// A number in the open interval (0, 1) from 32 random bits, for what needs no finer resolution.
#[inline]
pub fn uniform32(bits: u32) -> f64 {
    const SPACING: f64 = 1.0 / (1_u64 << 32) as f64;
    (f64::from(bits) + 0.5) * SPACING
}

/// A key that depends on a name alone, so that adding or reordering things leaves the randomness of the others as it
/// was.
///
/// The 64-bit FNV-1a hash (IETF RFC 9923) followed by the finaliser of SplitMix64 (G. L. Steele, D. Lea and
/// C. H. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014), which spreads a difference in the last
/// letter over all bits.
pub fn name_key(name: &str) -> u64 {
    let hash = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let mixed = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
