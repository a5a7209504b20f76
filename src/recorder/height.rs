//! A number of conversations over time, and its integral.

use crate::units::Time;

/// A level as it is, and its integral over the present interval so far, by parts: a conversation that joins at t adds
/// end - t, one that leaves takes end - t off.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Height {
    height: u32,
    /// The sum of the times of leaving, minus that of joining.
    moments: i128,
}

impl Height {
    #[inline(always)]
    pub(super) fn changes(&mut self, change: i32, now: Time) {
        self.height = self.height.wrapping_add_signed(change);
        self.moments -= i128::from(i64::from(change) * now.0 as i64);
    }

    /// The integral up to now, where the interval ends; the next one begins with everybody joining.
    pub(super) fn ends(&mut self, now: Time) -> u128 {
        let all = i128::from(self.height) * i128::from(now.0);
        let integral = self.moments + all;
        self.moments = -all;
        integral as u128
    }
}
