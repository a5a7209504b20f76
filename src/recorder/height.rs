//! A number over time: its integral, and the most that it was.

use crate::units::Time;

/// A level as it is, and its integral over the present interval so far, by parts: a conversation that joins at t adds
/// end - t, one that leaves takes end - t off.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Height {
    height: i32,
    /// The sum of the times of leaving, minus that of joining.
    moments: i128,
}

impl Height {
    #[inline(always)]
    pub(super) fn changes(&mut self, change: i32, now: Time) {
        self.height = self.height.wrapping_add(change);
        // Neither can overflow: 2^31 conversations times 2^48 microseconds.
        self.moments = self.moments.wrapping_sub(i128::from(i64::from(change).wrapping_mul(now.0 as i64)));
    }

    /// How many there are.
    pub(super) fn height(&self) -> i32 {
        self.height
    }

    /// The integral up to now, where the interval ends; the next one begins with everybody joining.
    pub(super) fn ends(&mut self, now: Time) -> i128 {
        let all = i128::from(self.height) * i128::from(now.0);
        let integral = self.moments + all;
        self.moments = -all;
        integral
    }
}

/// The most that a level was since it was asked last, as long as it stood for a while: what comes and goes within an instant
/// never stood.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Peak {
    pub(super) height: u32,
    pub(super) most: u32,
    since: Time,
}

impl Peak {
    /// It changes now.
    #[inline(always)]
    pub(super) fn changes(&mut self, change: i32, now: Time) {
        self.stood(now);
        self.height = self.height.wrapping_add_signed(change);
    }

    /// It stood until now.
    #[inline(always)]
    pub(super) fn stood(&mut self, now: Time) {
        if self.since < now {
            self.most = self.most.max(self.height);
            self.since = now;
        }
    }
}
