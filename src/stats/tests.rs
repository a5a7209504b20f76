//! Tests of the statistics against exact sorting and, by simulation, against known truths.

mod choice;
mod coverage;
mod integers;
mod known_truth;
mod steady;

use crate::maths;

/// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): enough for tests,
/// and independent of the generator under the simulator.
pub(super) struct Generator(pub(super) u64);

impl Generator {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Between 0 and 1, both excluded.
    pub(super) fn uniform(&mut self) -> f64 {
        ((self.next() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// With mean 1.
    pub(super) fn exponential(&mut self) -> f64 {
        -maths::ln(self.uniform())
    }

    /// Standard normal.
    pub(super) fn normal(&mut self) -> f64 {
        maths::normal_quantile(self.uniform())
    }
}

/// Checks that the documentation has a line.
pub(super) fn assert_documented(line: &str) {
    println!("{line}");
    let documentation = include_str!("mod.rs");
    assert!(documentation.lines().any(|it| it == line), "the documentation of the module lacks this line:\n{line}");
}
