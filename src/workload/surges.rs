//! The times at which a demand's events happen, and the rate that they add.
//!
//! Times at random are points of a field of their own, over weeks of universal time x times a week, keyed by the name of
//! the event: demands with an event of the same name share them, twice as many a week keep those there were, and another
//! event moves nobody.

use super::Purpose;
use super::field::Points;
use crate::civil::WEEK;
use crate::model::{Demand, Event, Frame, Surge, When};
use crate::random::name_key;
use crate::units::{Span, Time};

/// Seconds of a cell of the field of points, and of one of times.
const CELL: f64 = 3600.0;

/// Walks through the run with the surges that are going on.
#[derive(Debug, Default)]
pub(super) struct Surges<'m> {
    /// (microseconds from the beginning of the run to that of the surge, which may be earlier), the latest first.
    coming: Vec<(i64, &'m Surge)>,
    going: Vec<(i64, &'m Surge)>,
}

impl<'m> Surges<'m> {
    /// All times at which the events of a demand happen and matter to the run.
    pub(super) fn new(demand: &'m Demand, frame: &Frame, key: [u64; 2]) -> Surges<'m> {
        let mut coming: Vec<(i64, &Surge)> = Vec::new();
        for event in &demand.events {
            let begins = begins(event, frame, key).into_iter();
            let matters = |begin: &i64| *begin < frame.end().0 as i64 && end(*begin, &event.surge) > 0;
            coming.extend(begins.filter(matters).map(|begin| (begin, &event.surge)));
        }
        coming.sort_by_key(|it| std::cmp::Reverse(it.0));
        Surges { coming, going: Vec::new() }
    }

    /// Goes on to this time, from one microsecond of the run to another.
    pub(super) fn go_on(&mut self, from: i64, to: i64) {
        self.going.retain(|(begin, surge)| end(*begin, surge) > from);
        while let Some(next) = self.coming.pop_if(|next| next.0 < to) {
            self.going.push(next);
        }
    }

    /// The highest rate that they could add in this time, in customers an hour.
    pub(super) fn highest(&self, from: i64, to: i64) -> f64 {
        self.going.iter().map(|(begin, surge)| surge.highest(since(from, *begin), since(to, *begin))).sum()
    }

    /// The rate that they add at an instant of this time, in customers an hour.
    pub(super) fn rate(&self, at: Time) -> f64 {
        let at = at.0 as i64;
        let begun = self.going.iter().filter(|(begin, _)| *begin <= at);
        begun.map(|(begin, surge)| surge.rate(since(at, *begin))).sum()
    }
}

/// When an event happens, in microseconds of the run.
fn begins(event: &Event, frame: &Frame, key: [u64; 2]) -> Vec<i64> {
    let begin = frame.zone.universal(Time::START);
    let since_begin = |second: i64| second.saturating_sub(begin).saturating_mul(Span::SECOND.0 as i64);
    let per_week = match event.when {
        When::At(second) => return vec![since_begin(second)],
        When::PerWeek(times) => times,
    };
    let week = |second: i64| second.div_euclid(i64::from(WEEK));
    let reaches = (event.surge.length().0 / Span::SECOND.0).min(Time::LAST.0 / Span::SECOND.0) as i64;
    let mut begins = Vec::new();
    for week in week(begin - reaches)..=week(frame.zone.universal(frame.end())) {
        let (mut floor, mut ceiling) = (0.0, 1.0);
        for band in 0..64 {
            if floor >= per_week {
                break;
            }
            let cell = (week as u64) << 6 | band;
            let points = Points::new(key, Purpose::Event, name_key(&event.name), cell, floor, ceiling);
            begins.extend(points.filter(|point| point.height < per_week).map(|point| {
                let microseconds = point.second / CELL * f64::from(WEEK) * 1e6;
                since_begin(week * i64::from(WEEK)) + microseconds as i64
            }));
            (floor, ceiling) = (ceiling, ceiling * 2.0);
        }
    }
    begins
}

/// The microsecond of the run at which a surge is over.
fn end(begin: i64, surge: &Surge) -> i64 {
    begin.saturating_add(surge.length().0.min(Time::LAST.0) as i64)
}

/// From the beginning of a surge on; nothing before.
fn since(at: i64, begin: i64) -> Span {
    Span(at.saturating_sub(begin).max(0) as u64)
}
