//! `satisfaction` and `conversion`: what a wait costs, as a curve.

use super::decode::{At, Item, Problem, Read, Reported, not_negative, share, shown};
use super::duration::duration;
use crate::model::{Curve, CurveError, Of};

const BY: &[(&str, Of)] = &[("response-time", Of::Response), ("tempo-ratio", Of::TempoRatio), ("target", Of::Target)];

/// More points than this nobody can estimate.
const MOST_POINTS: usize = 1000;

/// (what is looked at, share) with its place, and what is looked at as the file has it.
type Point = (At<(f64, f64)>, String);

/// A curve over the response to every message.
pub(super) fn satisfaction(item: &Item<'_>) -> Read<Curve> {
    curve(item, by)
}

/// A curve over the first response.
pub(super) fn conversion(item: &Item<'_>) -> Read<Curve> {
    curve(item, |item| match by(item)? {
        Of::TempoRatio => {
            let message = "conversion goes by the first response, when the customer's tempo is not known yet";
            Err(item.refuse(message, "write \"response-time\" or \"target\""))
        }
        of => Ok(of),
    })
}

fn by(item: &Item<'_>) -> Read<Of> {
    item.choice("measure", BY)
}

fn curve(item: &Item<'_>, by: impl FnOnce(&Item<'_>) -> Read<Of>) -> Read<Curve> {
    let mut table = item.table()?;
    let by = table.required("by", by);
    // Without knowing what they look at, the points cannot be read.
    let list = table.required("points", |item| points(item, by?));
    table.finish();
    let (by, list) = (by?, list?);
    let values: Vec<(f64, f64)> = list.iter().map(|point| point.0.value).collect();
    Curve::new(by, &values).map_err(|error| refuse(item, &list, error))
}

fn points(item: &Item<'_>, of: Of) -> Read<Vec<Point>> {
    let list = item.list("points of a curve", |item| point(item, of))?;
    if list.len() > MOST_POINTS {
        return Err(item.refuse(format!("there are {} points", list.len()), format!("write at most {MOST_POINTS}")));
    }
    Ok(list)
}

fn point(item: &Item<'_>, of: Of) -> Read<Point> {
    let (expected, help) = match of {
        Of::Response => ("a point: a response time and a share", "write for instance [\"5m\", 0.7]"),
        Of::TempoRatio => {
            ("a point: a multiple of the customer's own gap and a share", "write for instance [2.0, 0.7]")
        }
        Of::Target => ("a point: a multiple of the promised time and a share", "write for instance [1.5, 0.7]"),
    };
    let [looked_at, share_there] = item.pair(expected, help)?;
    let place = match of {
        Of::Response => duration(&looked_at).map(|span| span.as_seconds()),
        _ => not_negative(&looked_at),
    };
    let share = share(&share_there);
    item.normal(vec![looked_at.take_normal(), share_there.take_normal()]);
    let written = looked_at.written().trim_matches(['"', '\'']).to_owned();
    let value = (place?, share?);
    Ok((At { value, place: item.place(), key: item.key.clone() }, written))
}

fn refuse(item: &Item<'_>, list: &[Point], error: CurveError) -> Reported {
    let (place, message, help) = match error {
        CurveError::Empty => {
            return item.refuse("the curve has no points", "write at least one, for instance points = [[\"5m\", 0.7]]");
        }
        CurveError::Place(place) => (place, "this point is nowhere".to_owned(), "write zero or more"),
        CurveError::Share(place) => (place, "this is no share".to_owned(), "write a number from 0 to 1"),
        CurveError::Order(place) => {
            let message = format!("{} does not lie beyond {}", list[place].1, list[place - 1].1);
            (place, message, "write the points from left to right, each place once")
        }
        CurveError::Rises(place) => {
            let [before, here] = [place - 1, place].map(|place| list[place].0.value.1);
            let message = format!("the curve rises from {} to {}", shown(before), shown(here));
            (place, message, "no wait makes anybody happier: write shares that never rise")
        }
    };
    let problem = Problem::new(message, help);
    let problem = match place.checked_sub(1).map(|before| &list[before].0) {
        Some(before) => problem.related(before.place.clone(), "the point before"),
        None => problem,
    };
    item.context.report(list[place].0.place.clone(), &list[place].0.key, problem)
}
