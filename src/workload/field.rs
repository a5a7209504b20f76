//! Arrivals as the points of a random field, so that each customer keeps an identity of his own.
//!
//! Customers of a Poisson stream are points of a unit-rate Poisson field over time x rate; one exists if its height is
//! below the rate at its time. The field is generated cell by cell: an hour of the calendar by a band of rates (0 to 1, 1 to
//! 2, 2 to 4, 4 to 8 ... customers an hour), within a cell in the order of time with exponential gaps (Lewis and Shedler's
//! thinning, 1979, on a fixed grid). A customer's identity is cell and place in the cell, never his rank: 10 % more
//! volume keeps every customer there was, and a longer warm-up or horizon changes nobody.
//!
//! A point may bring a batch. Its first customer is the one who would have come alone, the others have identities made of
//! the point's and their place, so that a larger batch keeps the customers of a smaller one.

use super::Purpose;
use crate::model::{Arrivals, Demand, Model};
use crate::random::{Count, name_key, philox, uniform};
use crate::units::{DemandId, Span, Time};
use std::collections::BTreeMap;

/// One customer's coming. Among equals by demand, by point, then by place in the batch: the order of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Arrival {
    pub(super) at: Time,
    pub(super) demand: DemandId,
    /// The identity of the point or the row that brings the customer.
    point: u64,
    /// The place in the batch.
    place: u32,
}

impl Arrival {
    /// Who comes. The first of a batch has the identity of the point.
    pub(super) fn identity(&self, key: [u64; 2]) -> u64 {
        match self.place {
            0 => self.point,
            place => philox(key, [self.point, u64::from(place), 0, Purpose::Batch as u64])[0],
        }
    }
}

/// Walks through the run hour by hour.
pub(super) struct Field<'m> {
    model: &'m Model,
    key: [u64; 2],
    names: Vec<u64>,
    traces: Vec<Vec<(Time, u64)>>,
    hour: i64,
    last_hour: i64,
    factors: BTreeMap<(u64, i64), f64>,
    arrivals: Vec<Arrival>,
}

impl<'m> Field<'m> {
    pub(super) fn new(model: &'m Model, key: [u64; 2]) -> Field<'m> {
        let origin = model.frame.origin;
        let traces = model.demands.iter().map(|demand| match &demand.arrivals {
            Arrivals::Poisson(_) => Vec::new(),
            Arrivals::Trace(rows) => {
                let mut trace: Vec<(Time, u64)> = rows.iter().copied().zip(0..).collect();
                trace.sort_unstable_by(|a, b| b.cmp(a)); // latest first, so that the next one is popped
                trace
            }
        });
        Field {
            names: model.demands.iter().map(|demand| name_key(&demand.name)).collect(),
            traces: traces.collect(),
            hour: origin.hour(Time::START),
            last_hour: origin.hour(model.frame.end()),
            factors: BTreeMap::new(),
            arrivals: Vec::new(),
            model,
            key,
        }
    }

    /// The arrivals of the next hour in their order. `None` after the end of the run.
    pub(super) fn next_hour(&mut self) -> Option<&[Arrival]> {
        if self.hour > self.last_hour {
            return None;
        }
        self.arrivals.clear();
        for demand in 0..self.model.demands.len() {
            match &self.model.demands[demand].arrivals {
                Arrivals::Poisson(_) => self.points(demand),
                Arrivals::Trace(_) => self.rows(demand),
            }
        }
        self.hour += 1;
        self.arrivals.sort_unstable();
        Some(&self.arrivals)
    }

    fn rows(&mut self, demand: usize) {
        let (frame, name) = (&self.model.frame, self.names[demand]);
        let trace = &mut self.traces[demand];
        while let Some((at, row)) = trace.pop_if(|(at, _)| frame.origin.hour(*at) <= self.hour) {
            if at < frame.end() {
                let demand = DemandId(demand as u32);
                self.arrivals.push(Arrival { at, demand, point: mix(name, row), place: 0 });
            }
        }
    }

    /// The points of this hour that lie below the rate.
    fn points(&mut self, demand: usize) {
        let Demand { arrivals: Arrivals::Poisson(rates), batch, .. } = &self.model.demands[demand] else { return };
        let (frame, name) = (&self.model.frame, self.names[demand]);
        let factor = self.factor(demand);
        let second = crate::civil::second_of_week(self.hour * 3600);
        let mut steps = vec![(0, rates.at(second) * factor)];
        while let Some(next) = rates.next_change(second + steps[steps.len() - 1].0).filter(|&next| next < second + 3600)
        {
            steps.push((next - second, rates.at(next % crate::civil::WEEK) * factor));
        }
        let highest = steps.iter().fold(0.0, |highest: f64, step| highest.max(step.1));
        let (mut floor, mut ceiling) = (0.0, 1.0);
        for band in 0..64 {
            if floor >= highest {
                break;
            }
            let cell = (self.hour as u64) << 6 | band;
            for point in Points::new(self.key, name, cell, floor, ceiling) {
                let rate = steps[steps.partition_point(|step| f64::from(step.0) <= point.second) - 1].1;
                let micros = (self.hour - frame.origin.hour(Time::START)) * Span::HOUR.0 as i64
                    + (point.second * 1e6) as i64
                    - (frame.origin.second(Time::START).rem_euclid(3600)) * Span::SECOND.0 as i64;
                if point.height < rate && micros >= 0 && (micros as u64) < frame.end().0 {
                    let identity = mix(name ^ cell.rotate_left(32), point.place);
                    let (at, demand) = (Time(micros as u64), DemandId(demand as u32));
                    let size = batch.as_ref().map_or(1, |law| batch_size(law, self.key, identity));
                    self.arrivals.extend((0..size).map(|place| Arrival { at, demand, point: identity, place }));
                }
            }
            (floor, ceiling) = (ceiling, ceiling * 2.0);
        }
    }

    /// The factor of this hour's day on the demand's rate.
    fn factor(&mut self, demand: usize) -> f64 {
        let Some(factor) = &self.model.demands[demand].day_factor else { return 1.0 };
        let (name, day, key) = (name_key(&factor.name), self.hour.div_euclid(24), self.key);
        *self.factors.entry((name, day)).or_insert_with(|| {
            let bits = philox(key, [name, day as u64, 0, Purpose::DayFactor as u64])[0];
            factor.law.quantile(uniform(bits))
        })
    }
}

/// How many customers a point brings. The other words of this block are nobody's: places count from 1.
fn batch_size(law: &Count, key: [u64; 2], point: u64) -> u32 {
    law.quantile(uniform(philox(key, [point, 0, 0, Purpose::Batch as u64])[1]))
}

/// The points of one cell in the order of time.
struct Points {
    key: [u64; 2],
    name: u64,
    cell: u64,
    floor: f64,
    depth: f64,
    place: u64,
    second: f64,
    spare: [u64; 2],
}

struct Point {
    second: f64,
    height: f64,
    place: u64,
}

impl Points {
    fn new(key: [u64; 2], name: u64, cell: u64, floor: f64, ceiling: f64) -> Points {
        Points { key, name, cell, floor, depth: ceiling - floor, place: 0, second: 0.0, spare: [0; 2] }
    }
}

impl Iterator for Points {
    type Item = Point;

    fn next(&mut self) -> Option<Point> {
        // A block serves two points: a gap and a height each.
        let draws = if self.place.is_multiple_of(2) {
            let block = philox(self.key, [self.name, self.cell, self.place / 2, Purpose::Field as u64]);
            self.spare = [block[2], block[3]];
            [block[0], block[1]]
        } else {
            self.spare
        };
        self.second -= crate::maths::ln(uniform(draws[0])) / self.depth * 3600.0;
        let place = self.place;
        self.place += 1;
        (self.second < 3600.0).then(|| Point {
            second: self.second,
            height: self.floor + self.depth * uniform(draws[1]),
            place,
        })
    }
}

/// One number for two; different pairs collide with probability 2^-64. The finaliser of SplitMix64 (Steele, Lea and
/// Flood 2014), twice.
fn mix(a: u64, b: u64) -> u64 {
    finalise(finalise(a).wrapping_add(b.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
}

fn finalise(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}
