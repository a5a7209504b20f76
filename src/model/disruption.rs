//! Times in which a channel, or its notifications, do not work.

use crate::units::{DemandId, Span, Time};

/// A time in which some customers cannot write, or do not see that they were answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Disruption {
    /// The name, unique; it also keys the random numbers.
    pub name: String,
    /// Whose customers.
    pub demands: Vec<DemandId>,
    /// From when on.
    pub from: Time,
    /// The first instant after it; later than `from`.
    pub to: Time,
    /// What does not work.
    pub down: Down,
}

/// What does not work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Down {
    /// Nobody can write, and replies are read when it is over.
    Channel {
        /// The share of those who would have written a first message and never do.
        lost: f64,
        /// The share of them who turn to another demand, such as the same matter on another channel, at once.
        moves: Option<(f64, DemandId)>,
        /// Everybody else writes within so long after its end, in the same order.
        back_within: Span,
    },
    /// Messages arrive, but customers see only at its end that they were answered.
    Notifications,
}

impl Disruption {
    /// Whether it is about customers of a demand at an instant.
    pub fn holds(&self, demand: DemandId, at: Time) -> bool {
        self.from <= at && at < self.to && self.demands.contains(&demand)
    }

    /// When a message is written that would have been written at an instant of it.
    pub fn postponed(&self, at: Time) -> Time {
        match self.down {
            Down::Channel { back_within, .. } => {
                let (passed, whole) = (u128::from(at.since(self.from).0), u128::from(self.to.since(self.from).0));
                self.to + Span((passed * u128::from(back_within.0) / whole) as u64)
            }
            Down::Notifications => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_who_could_not_write_do_so_in_the_same_order() {
        let down = Down::Channel { lost: 0.0, moves: None, back_within: Span(10) };
        let it = Disruption { name: "outage".into(), demands: vec![DemandId(1)], from: Time(100), to: Time(200), down };
        assert_eq!([100, 150, 199].map(|at| it.postponed(Time(at)).0), [200, 205, 209]);
        assert!(
            it.holds(DemandId(1), Time(199)) && !it.holds(DemandId(1), Time(200)) && !it.holds(DemandId(0), Time(150))
        );
    }
}
