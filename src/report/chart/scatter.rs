//! Crosses scattered over a plot, and places for their names that cover nothing.

use super::ChartError;
use super::canvas::{Align, Area, Canvas, Point};
use super::font;
use super::style::{self, LABEL, LEADER_OPACITY, Pen, WHITE, WIDTH};
use plotters_backend::DrawingBackend;

const DOT: f64 = 5.0;
/// Labels stay this far from the arms of crosses.
const CLEARANCE: f64 = 3.0;

/// A policy on paper.
pub(super) struct Cross {
    /// Index of the policy, which decides the colour.
    pub(super) index: usize,
    pub(super) label: String,
    pub(super) at: Point,
    /// How far the intervals reach.
    pub(super) arms: Area,
}

impl Cross {
    /// What labels should not cover.
    pub(super) fn boxes(&self) -> [Area; 3] {
        let (x, y) = self.at;
        [
            Area { left: x - DOT - 1.0, right: x + DOT + 1.0, top: y - DOT - 1.0, bottom: y + DOT + 1.0 },
            Area { top: y - CLEARANCE, bottom: y + CLEARANCE, ..self.arms },
            Area { left: x - CLEARANCE, right: x + CLEARANCE, ..self.arms },
        ]
    }

    pub(super) fn draw_arms<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        let pen = Pen::solid(style::series_ink(self.index).with_opacity(0.75), 1.5);
        let (x, y) = self.at;
        canvas.line(&[(self.arms.left, y), (self.arms.right, y)], pen)?;
        canvas.line(&[(x, self.arms.top), (x, self.arms.bottom)], pen)
    }

    /// A dot; policies beyond the palette have a hollow one.
    pub(super) fn draw_dot<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        canvas.disc(self.at, DOT + 1.25, WHITE)?;
        canvas.disc(self.at, DOT, style::series_ink(self.index))?;
        match style::series_pen(self.index).dash {
            Some(_) => canvas.disc(self.at, DOT - 2.0, WHITE),
            None => Ok(()),
        }
    }
}

/// Where the name of a policy stands.
pub(super) struct Place {
    area: Area,
    /// Whether it is so far off that a leader must join it to its cross.
    led: bool,
}

impl Place {
    pub(super) fn draw_leader<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        cross: &Cross,
    ) -> Result<(), ChartError> {
        match self.led {
            true => {
                let ink = style::series_ink(cross.index).with_opacity(LEADER_OPACITY);
                canvas.line(&[cross.at, nearest(self.area, cross.at)], Pen::solid(ink, 1.0))
            }
            false => Ok(()),
        }
    }

    pub(super) fn draw_text<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        cross: &Cross,
    ) -> Result<(), ChartError> {
        let at = (self.area.left + INSET, self.area.bottom - 4.5);
        canvas.text(&cross.label, LABEL, style::series_lettering(cross.index), Align::Left, at)
    }
}

/// Directions in which a label may stand, evenly all around.
const DIRECTIONS: usize = 24;
/// Distances of labels from their cross in pixels; those from the third on need a leader.
const DISTANCES: [f64; 16] =
    [8.0, 12.0, 22.0, 32.0, 42.0, 54.0, 66.0, 78.0, 92.0, 106.0, 120.0, 136.0, 152.0, 170.0, 190.0, 210.0];
const LED_FROM: usize = 2;
/// Between the end of an arm and a label beyond it.
const BEYOND_ARM: f64 = 4.0;
/// Free space at both ends of a label.
const INSET: f64 = 3.0;

/// Gives each label in turn the place that covers least and is nearest.
pub(super) fn place_labels(crosses: &[Cross], plot: Area, mut taken: Vec<Area>) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for cross in crosses {
        let costed = candidates(cross).into_iter().map(|(distaste, place)| {
            let cost = distaste + cost(&place, cross, plot, &taken, &places);
            (cost, place)
        });
        if let Some((_, place)) = costed.min_by(|a, b| a.0.total_cmp(&b.0)) {
            taken.push(place.area);
            places.push(place);
        }
    }
    places
}

/// Places for a label, each with what speaks against it even where it covers nothing: distance, and not standing to the
/// right.
fn candidates(cross: &Cross) -> Vec<(f64, Place)> {
    let width = font::width(&cross.label, LABEL) + 2.0 * INSET;
    let (at, arms) = (cross.at, cross.arms);
    let reaches = [
        ((1.0, 0.0), arms.right - at.0),
        ((-1.0, 0.0), at.0 - arms.left),
        ((0.0, -1.0), at.1 - arms.top),
        ((0.0, 1.0), arms.bottom - at.1),
    ];
    let beyond_arms = reaches.into_iter().enumerate().map(|(rank, (direction, reach))| {
        let distance = reach.max(DOT) + BEYOND_ARM;
        (12.0 + 0.1 * reach + rank as f64, Place { area: label_area(at, direction, distance, width), led: false })
    });
    let around = (0..DIRECTIONS).flat_map(|step| {
        let angle = std::f64::consts::TAU * step as f64 / DIRECTIONS as f64;
        let direction = (libm::cos(angle), libm::sin(angle));
        DISTANCES.into_iter().enumerate().map(move |(ring, distance)| {
            let distaste = distance + 2.0 * (1.0 - direction.0) + direction.1.max(-0.5 * direction.1);
            (distaste, Place { area: label_area(at, direction, distance, width), led: ring >= LED_FROM })
        })
    });
    beyond_arms.chain(around).collect()
}

/// The box of a label so far from a cross in a direction.
fn label_area(at: Point, direction: Point, distance: f64, width: f64) -> Area {
    const HEIGHT: f64 = 17.0;
    let anchor = (at.0 + direction.0 * distance, at.1 + direction.1 * distance);
    // The box hangs on its side or corner that faces the cross.
    let left = match direction.0 {
        across if across > 1e-9 => anchor.0,
        across if across < -1e-9 => anchor.0 - width,
        _ => anchor.0 - width / 2.0,
    };
    let top = anchor.1 - HEIGHT / 2.0 + direction.1 * HEIGHT / 2.0;
    Area { left, top, right: left + width, bottom: top + HEIGHT }
}

/// How bad a place is: much for covering something, more for leaving the paper.
fn cost(place: &Place, cross: &Cross, plot: Area, taken: &[Area], places: &[Place]) -> f64 {
    let area = place.area;
    let covered: f64 = taken.iter().map(|other| overlap(area, *other)).sum();
    let inside = overlap(
        area,
        Area { left: plot.left + 2.0, right: WIDTH - 8.0, top: plot.top - 8.0, bottom: plot.bottom - 3.0 },
    );
    let outside = (area.right - area.left) * (area.bottom - area.top) - inside;
    let mut cost = covered * 20.0 + outside.max(0.0) * 60.0;
    if place.led {
        let end = nearest(area, cross.at);
        let crossed = |other: &&Place| (1..20).any(|i| holds(other.area, between(cross.at, end, f64::from(i) / 20.0)));
        cost += 200.0 * places.iter().filter(crossed).count() as f64;
    }
    cost
}

/// The area that two boxes share.
pub(super) fn overlap(a: Area, b: Area) -> f64 {
    let width = a.right.min(b.right) - a.left.max(b.left);
    let height = a.bottom.min(b.bottom) - a.top.max(b.top);
    width.max(0.0) * height.max(0.0)
}

fn holds(area: Area, point: Point) -> bool {
    point.0 > area.left && point.0 < area.right && point.1 > area.top && point.1 < area.bottom
}

fn between(a: Point, b: Point, part: f64) -> Point {
    (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part)
}

/// The point of an area that is nearest to another point.
fn nearest(area: Area, point: Point) -> Point {
    (point.0.clamp(area.left, area.right), point.1.clamp(area.top, area.bottom))
}
