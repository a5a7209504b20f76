//! What brings customers beyond the usual: a premiere, a campaign, an outage.

use crate::units::Span;
use std::fmt;

/// So many means after it begins a decay is over; two customers in a billion would come later.
const LONGEST_DECAY: u64 = 20;

/// Something that brings customers beyond the usual.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The name; it keys the random times, so that demands with an event of the same name share them.
    pub name: String,
    /// When it happens.
    pub when: When,
    /// Whom it brings each time, on top of the usual rate and whatever the factors of the day.
    pub surge: Surge,
}

/// When an event happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// Once, at this second of universal time since 1970-01-01T00:00.
    At(i64),
    /// So often a week on average, at random: a Poisson number of times in each replication.
    PerWeek(f64),
}

/// How customers come who come at once: their rate rises evenly, stays, and decays exponentially.
#[derive(Clone, Debug, PartialEq)]
pub struct Surge {
    customers: f64,
    ramp: Span,
    hold: Span,
    decay: Span,
}

/// Why there is no such surge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurgeError {
    /// The number of customers is not finite or below zero.
    Customers,
    /// It has no length.
    Length,
}

impl fmt::Display for SurgeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            SurgeError::Customers => "the number of customers is not finite or below zero",
            SurgeError::Length => "the surge has no length",
        })
    }
}

impl std::error::Error for SurgeError {}

impl Surge {
    /// So many customers on average: their rate rises for the length of `ramp`, stays for that of `hold`, and decays with
    /// the mean `decay`.
    ///
    /// # Errors
    /// What is wrong.
    pub fn new(customers: f64, ramp: Span, hold: Span, decay: Span) -> Result<Surge, SurgeError> {
        if !customers.is_finite() || customers < 0.0 {
            return Err(SurgeError::Customers);
        }
        if ramp + hold + decay == Span::ZERO {
            return Err(SurgeError::Length);
        }
        Ok(Surge { customers, ramp, hold, decay })
    }

    /// How many customers it brings on average.
    pub fn customers(&self) -> f64 {
        self.customers
    }

    /// From its beginning to its end.
    pub fn length(&self) -> Span {
        self.ramp + self.hold + Span(self.decay.0.saturating_mul(LONGEST_DECAY))
    }

    /// The highest rate, in customers an hour.
    pub fn peak(&self) -> f64 {
        let tail = self.decay.as_seconds() * -crate::maths::exp_m1(-(LONGEST_DECAY as f64));
        let hours = (self.ramp.as_seconds() / 2.0 + self.hold.as_seconds() + tail) / 3600.0;
        self.customers / hours
    }

    /// The rate so long after its beginning, in customers an hour.
    pub fn rate(&self, since: Span) -> f64 {
        let steady = self.ramp + self.hold;
        if since < self.ramp {
            self.peak() * since.as_seconds() / self.ramp.as_seconds()
        } else if since < steady {
            self.peak()
        } else if since < self.length() {
            self.peak() * crate::maths::exp(-((since - steady).as_seconds() / self.decay.as_seconds()))
        } else {
            0.0
        }
    }

    /// The highest rate from one time after its beginning to another.
    pub fn highest(&self, from: Span, to: Span) -> f64 {
        if to < self.ramp {
            self.rate(to)
        } else if from < self.ramp + self.hold {
            self.peak()
        } else {
            self.rate(from)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(minutes: u64) -> Span {
        Span(minutes * Span::MINUTE.0)
    }

    #[test]
    fn the_rate_adds_up_to_the_customers() {
        for (ramp, hold, decay) in [(10, 20, 45), (0, 30, 0), (60, 0, 0), (0, 0, 15), (7, 0, 3)] {
            let surge = Surge::new(400.0, minutes(ramp), minutes(hold), minutes(decay)).expect("a surge");
            let step = Span::SECOND.0;
            let middles = (0..surge.length().0 / step).map(|second| Span(second * step + step / 2));
            let sum: f64 = middles.map(|since| surge.rate(since) / 3600.0).sum();
            assert!((sum - 400.0).abs() < 0.01, "{ramp} {hold} {decay}: {sum}");
            assert_eq!(surge.rate(surge.length()), 0.0);
        }
    }

    #[test]
    fn the_rate_rises_stays_and_decays() {
        let surge = Surge::new(400.0, minutes(10), minutes(20), minutes(45)).expect("a surge");
        let peak = surge.peak();
        assert!((peak - 400.0 / (70.0 / 60.0)).abs() < 0.001);
        let at = |minute: u64| surge.rate(minutes(minute)) / peak;
        assert_eq!([at(0), at(5), at(10), at(29)], [0.0, 0.5, 1.0, 1.0]);
        assert!((at(75) - crate::maths::exp(-1.0)).abs() < 1e-12);
        for (from, to) in [(0, 4), (3, 12), (12, 15), (25, 60), (40, 90), (2000, 3000)] {
            let every = (from..=to).map(|minute| surge.rate(minutes(minute)));
            assert_eq!(surge.highest(minutes(from), minutes(to)), every.fold(0.0, f64::max), "{from} to {to}");
        }
    }

    #[test]
    fn what_is_no_surge_is_refused() {
        let new = |customers, minute| Surge::new(customers, minutes(minute), Span::ZERO, Span::ZERO).err();
        assert_eq!(new(f64::NAN, 1), Some(SurgeError::Customers));
        assert_eq!(new(-1.0, 1), Some(SurgeError::Customers));
        assert_eq!(new(1.0, 0), Some(SurgeError::Length));
    }
}
