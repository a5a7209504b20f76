//! Customers who cannot write when they would: some never do, some turn elsewhere, the others come when they can.

use super::Purpose;
use super::field::Arrival;
use crate::model::{Disruption, Down, Model};
use crate::random::{name_key, philox, uniform};
use crate::units::Time;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Lets arrivals pass in their order, around all disruptions.
pub(super) struct Disrupted<'m> {
    disruptions: &'m [Disruption],
    begins: Time,
    end: Time,
    key: [u64; 2],
    postponed: BinaryHeap<Reverse<Arrival>>,
}

impl<'m> Disrupted<'m> {
    pub(super) fn new(model: &'m Model, key: [u64; 2]) -> Disrupted<'m> {
        Disrupted {
            disruptions: &model.disruptions,
            begins: model.begins(),
            end: model.frame.end(),
            key,
            postponed: BinaryHeap::new(),
        }
    }

    /// Takes the next arrival, and passes on whoever comes up to then.
    #[inline]
    pub(super) fn pass(&mut self, arrival: &Arrival, mut each: impl FnMut(&Arrival)) {
        // Whoever wrote in the past could.
        match self.disruptions.is_empty() || arrival.at < self.begins {
            true => each(arrival),
            false => self.pass_around(*arrival, &mut each),
        }
    }

    #[inline(never)]
    fn pass_around(&mut self, arrival: Arrival, each: &mut dyn FnMut(&Arrival)) {
        self.pass_up_to(arrival.at, each);
        if let Some(arrival) = self.around(arrival) {
            self.postponed.push(Reverse(arrival));
        }
    }

    /// Passes on whoever comes before an instant.
    fn pass_up_to(&mut self, at: Time, each: &mut dyn FnMut(&Arrival)) {
        while let Some(Reverse(first)) = self.postponed.peek().copied().filter(|first| first.0.at < at) {
            self.postponed.pop();
            each(&first);
        }
    }

    /// Passes on everybody who is left.
    pub(super) fn finish(mut self, mut each: impl FnMut(&Arrival)) {
        self.pass_up_to(self.end, &mut each);
    }

    /// When and as whose customer somebody comes; `None`: never.
    fn around(&self, mut arrival: Arrival) -> Option<Arrival> {
        let holds = |arrival: &Arrival| {
            let channel = |it: &&Disruption| matches!(it.down, Down::Channel { .. });
            self.disruptions.iter().filter(channel).find(|it| it.holds(arrival.demand, arrival.at))
        };
        let mut moved = false;
        while let Some(disruption) = holds(&arrival) {
            let Down::Channel { lost, moves, .. } = disruption.down else { break };
            let identity = arrival.identity(self.key);
            let bits = philox(self.key, [identity, name_key(&disruption.name), 0, Purpose::Disruption as u64]);
            if uniform(bits[0]) < lost {
                return None;
            }
            // Nobody turns elsewhere twice.
            match moves.filter(|(share, _)| !moved && uniform(bits[1]) < *share) {
                Some((_, demand)) => (arrival.demand, moved) = (demand, true),
                None => arrival.at = disruption.postponed(arrival.at),
            }
        }
        Some(arrival)
    }
}
