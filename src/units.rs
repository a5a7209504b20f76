//! Integer time and the identities of things. Nothing here knows what is simulated.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// An instant of simulated time: microseconds since the run began (warm-up included).
///
/// At most [`Time::LAST`], about 8.9 years, so that an instant fits into 48 bits of an event's key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub u64);

/// A length of simulated time in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub u64);

impl Time {
    /// The beginning of the run.
    pub const START: Time = Time(0);
    /// The last instant that can be written down: 2^48 - 1 microseconds.
    pub const LAST: Time = Time((1 << 48) - 1);

    /// From `earlier` to here; zero if `earlier` is later.
    pub fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// One second.
    pub const SECOND: Span = Span(1_000_000);
    /// One minute.
    pub const MINUTE: Span = Span(60 * 1_000_000);
    /// One hour.
    pub const HOUR: Span = Span(3600 * 1_000_000);
    /// One day of 24 hours.
    pub const DAY: Span = Span(24 * 3600 * 1_000_000);

    /// A span of whole milliseconds.
    pub const fn milliseconds(milliseconds: u64) -> Span {
        Span(milliseconds * 1000)
    }

    /// The nearest span to a number of seconds; negative and not-a-number become zero, and nothing exceeds
    /// [`Time::LAST`].
    pub fn seconds(seconds: f64) -> Span {
        Span(((seconds * 1e6).max(0.0) + 0.5).min(Time::LAST.0 as f64) as u64)
    }

    /// This span in seconds.
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// This span in whole milliseconds, cut off.
    pub const fn as_milliseconds(self) -> u64 {
        self.0 / 1000
    }
}

impl Add<Span> for Time {
    type Output = Time;
    /// The instant a span later, at most [`Time::LAST`].
    #[inline]
    fn add(self, span: Span) -> Time {
        Time(self.0.saturating_add(span.0).min(Time::LAST.0))
    }
}

impl Add for Span {
    type Output = Span;
    /// Both, at most as long as there is time.
    fn add(self, other: Span) -> Span {
        Span(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Span) {
        self.0 += other.0;
    }
}

impl Sub for Span {
    type Output = Span;
    /// The difference, or zero if `other` is longer.
    fn sub(self, other: Span) -> Span {
        Span(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Span {
    /// As a scenario writes it: `1h30m`, `45s`, `250ms`, `3d`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const PARTS: [(u64, &str); 6] = [
            (Span::DAY.0, "d"),
            (Span::HOUR.0, "h"),
            (Span::MINUTE.0, "m"),
            (Span::SECOND.0, "s"),
            (1000, "ms"),
            (1, "us"),
        ];
        if self.0 == 0 {
            return formatter.write_str("0s");
        }
        let mut rest = self.0;
        for (length, unit) in PARTS {
            if rest >= length {
                write!(formatter, "{}{unit}", rest / length)?;
                rest %= length;
            }
        }
        Ok(())
    }
}

/// Declares an index type: a place in a list, never mixed up with the place in another.
macro_rules! identity {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The place in the list.
            #[inline]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

identity!(/// A conversation, in the order in which they began. Where nobody comes again, the place of its customer in the
    /// order of arrival.
    ConversationId);
identity!(/// An agent: numbered through the teams in the order of the scenario.
    AgentId);
identity!(/// A desk: who owns conversations, one agent or (team ownership) one team.
    DeskId);
identity!(/// A demand, in the order of the scenario.
    DemandId);
identity!(/// A team, in the order of the scenario.
    TeamId);
identity!(/// A channel, in the order of the scenario.
    ChannelId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_as_a_scenario_writes_them() {
        for (span, text) in [
            (Span::ZERO, "0s"),
            (Span::milliseconds(90_000), "1m30s"),
            (Span::milliseconds(5_400_000), "1h30m"),
            (Span(Span::DAY.0 * 3), "3d"),
            (Span(1_000_250), "1s250us"),
        ] {
            assert_eq!(span.to_string(), text);
        }
    }

    #[test]
    fn seconds_round_to_the_nearest_microsecond_and_never_run_over() {
        assert_eq!(Span::seconds(1.000_000_4), Span(1_000_000));
        assert_eq!(Span::seconds(1.000_000_6), Span(1_000_001));
        assert_eq!(Span::seconds(-3.0), Span::ZERO);
        assert_eq!(Span::seconds(f64::NAN), Span::ZERO);
        assert_eq!(Span::seconds(f64::INFINITY), Span(Time::LAST.0));
        assert_eq!(Time::LAST + Span::DAY, Time::LAST);
    }
}
