//! Arrivals as the points of a random field, so that each customer keeps an identity of his own.
//!
//! Customers of a Poisson stream are points of a unit-rate Poisson field over time x rate; one exists if its height is
//! below the rate at its time. The field is generated cell by cell: an hour of universal time by a band of rates (0 to 1, 1 to
//! 2, 2 to 4, 4 to 8 ... customers an hour), within a cell in the order of time with exponential gaps (Lewis and Shedler's
//! thinning, 1979, on a fixed grid). A customer's identity is cell and place in the cell, never his rank: 10 % more
//! volume keeps every customer there was, and a longer warm-up or horizon changes nobody. The rate in a cell goes by the
//! clocks of the demand's customers, which may be put within it, or strike midnight. What events bring is added to it, so
//! that the customers of a larger event are those of a smaller one and more.
//!
//! Who waits already when the run begins is known by his place in the backlog, so that a larger one keeps everybody.
//!
//! A point may bring a batch. Its first customer is the one who would have come alone, the others have identities made of
//! the point's and their place, so that a larger batch keeps the customers of a smaller one.

use super::Purpose;
use super::surges::Surges;
use crate::civil::Zone;
use crate::model::{Arrivals, DayFactor, Model};
use crate::random::{Count, Philox, name_key, philox, uniform};
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
    surges: Vec<Surges<'m>>,
    hour: i64,
    last_hour: i64,
    factors: BTreeMap<(u64, i64), f64>,
    arrivals: Vec<Arrival>,
    backlog: Vec<Arrival>,
}

impl<'m> Field<'m> {
    pub(super) fn new(model: &'m Model, key: [u64; 2]) -> Field<'m> {
        let zone = &model.frame.zone;
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
            surges: model.demands.iter().map(|demand| Surges::new(demand, &model.frame, key)).collect(),
            hour: hour(zone, model.begins()),
            last_hour: hour(zone, model.frame.end()),
            factors: BTreeMap::new(),
            arrivals: Vec::new(),
            backlog: backlog(model, key),
            model,
            key,
        }
    }

    /// The arrivals of the next hour in their order, before the first one those of the past. `None` after the end of the
    /// run.
    pub(super) fn next_hour(&mut self) -> Option<&[Arrival]> {
        if self.hour > self.last_hour {
            return None;
        }
        self.arrivals.clear();
        self.arrivals.append(&mut self.backlog);
        for demand in 0..self.model.demands.len() {
            match &self.model.demands[demand].arrivals {
                Arrivals::Poisson(_) => self.points(demand),
                Arrivals::Trace(_) => self.rows(demand),
            }
        }
        self.hour += 1;
        // Runs in their order, one from each band of each demand: the stable sort merges them.
        self.arrivals.sort();
        Some(&self.arrivals)
    }

    fn rows(&mut self, demand: usize) {
        let (frame, name) = (&self.model.frame, self.names[demand]);
        let trace = &mut self.traces[demand];
        while let Some((at, row)) = trace.pop_if(|(at, _)| hour(&frame.zone, *at) <= self.hour) {
            if at < frame.end() {
                let demand = DemandId(demand as u32);
                self.arrivals.push(Arrival { at, demand, point: mix(name, row), place: 0 });
            }
        }
    }

    /// The points of this hour that lie below the rate.
    fn points(&mut self, demand: usize) {
        let (frame, name) = (&self.model.frame, self.names[demand]);
        // The first hour may begin before the run does, after the past.
        let first = self.model.begins();
        let begin = (self.hour * 3600 - frame.zone.universal(Time::START)) * Span::SECOND.0 as i64;
        let end = begin + Span::HOUR.0 as i64;
        let rates = self.rates(demand, first.max(Time(begin.max(0) as u64)), Time(end as u64).min(frame.end()));
        let (surges, batch) = (&mut self.surges[demand], self.model.demands[demand].batch.as_ref());
        surges.go_on(begin, end);
        let highest = rates.iter().fold(0.0, |highest: f64, rate| highest.max(rate.1)) + surges.highest(begin, end);
        let (mut floor, mut ceiling) = (0.0, 1.0);
        for band in 0..64 {
            if floor >= highest {
                break;
            }
            let cell = (self.hour as u64) << 6 | band;
            for point in Points::new(self.key, Purpose::Field, name, cell, floor, ceiling) {
                let at = u64::try_from(begin + (point.second * 1e6) as i64).map(Time);
                let Some(at) = at.ok().filter(|at| (first..frame.end()).contains(at)) else { continue };
                let rate = rates[rates.partition_point(|rate| rate.0 <= at) - 1].1;
                if point.height < rate + surges.rate(at) {
                    let identity = mix(name ^ cell.rotate_left(32), point.place);
                    let demand = DemandId(demand as u32);
                    let size = batch.map_or(1, |law| batch_size(law, self.key, identity));
                    self.arrivals.extend((0..size).map(|place| Arrival { at, demand, point: identity, place }));
                }
            }
            (floor, ceiling) = (ceiling, ceiling * 2.0);
        }
    }

    /// The rate of a demand, from each of these instants on.
    fn rates(&mut self, demand: usize, from: Time, to: Time) -> Vec<(Time, f64)> {
        let model = self.model;
        let demand = &model.demands[demand];
        let Arrivals::Poisson(weekly) = &demand.arrivals else { return Vec::new() };
        let zone = model.customer_zone(demand);
        let (mut at, mut rates) = (from, Vec::new());
        while at < to {
            let known = demand.factors.as_ref().map_or(1.0, |factors| factors.of(zone.day(at)));
            let drawn = demand.day_factor.as_ref().map_or(1.0, |factor| self.factor(factor, zone.day(at)));
            rates.push((at, weekly.at(zone.second_of_week(at)) * known * drawn));
            let change = zone.next_change(weekly, at).unwrap_or(Time::LAST);
            let by_day = demand.factors.is_some() || demand.day_factor.is_some();
            at = if by_day { change.min(zone.next_day(at)) } else { change };
        }
        rates
    }

    /// The factor of a civil day.
    fn factor(&mut self, factor: &DayFactor, day: i64) -> f64 {
        let (name, key) = (name_key(&factor.name), self.key);
        *self.factors.entry((name, day)).or_insert_with(|| {
            let bits = philox(key, [name, day as u64, 0, Purpose::DayFactor as u64])[0];
            factor.law.quantile(uniform(bits))
        })
    }
}

/// The hour of universal time of an instant: hours since 1970-01-01T00:00.
fn hour(zone: &Zone, at: Time) -> i64 {
    zone.universal(at).div_euclid(3600)
}

/// Who waits already when the run begins: each wrote at least a microsecond before.
fn backlog(model: &Model, key: [u64; 2]) -> Vec<Arrival> {
    let mut arrivals = Vec::new();
    for (number, demand) in model.demands.iter().enumerate() {
        let Some(backlog) = &demand.backlog else { continue };
        let name = name_key(&demand.name);
        arrivals.extend((0..backlog.count).map(|place| {
            let bits = philox(key, [name, u64::from(place), 0, Purpose::Backlog as u64]);
            let age = Span::seconds(backlog.age.quantile(uniform(bits[1]))).clamp(Span(1), model.past.max(Span(1)));
            let at = Time(model.begins().0.saturating_sub(age.0));
            Arrival { at, demand: DemandId(number as u32), point: bits[0], place: 0 }
        }));
    }
    arrivals
}

/// How many customers a point brings. The other words of this block are nobody's: places count from 1.
fn batch_size(law: &Count, key: [u64; 2], point: u64) -> u32 {
    law.quantile(uniform(philox(key, [point, 0, 0, Purpose::Batch as u64])[1]))
}

/// The points of one cell in the order of time.
pub(super) struct Points {
    philox: Philox,
    purpose: Purpose,
    name: u64,
    cell: u64,
    floor: f64,
    depth: f64,
    place: u64,
    second: f64,
    spare: [u64; 2],
}

/// A point of a cell of an hour.
pub(super) struct Point {
    pub(super) second: f64,
    pub(super) height: f64,
    place: u64,
}

impl Points {
    pub(super) fn new(key: [u64; 2], purpose: Purpose, name: u64, cell: u64, floor: f64, ceiling: f64) -> Points {
        Points {
            philox: Philox::new(key),
            purpose,
            name,
            cell,
            floor,
            depth: ceiling - floor,
            place: 0,
            second: 0.0,
            spare: [0; 2],
        }
    }
}

impl Iterator for Points {
    type Item = Point;

    fn next(&mut self) -> Option<Point> {
        // A block serves two points: a gap and a height each.
        let draws = if self.place.is_multiple_of(2) {
            let block = self.philox.block([self.name, self.cell, self.place / 2, self.purpose as u64]);
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
