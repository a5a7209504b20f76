//! What each policy costs and gives: waits against utilisation.

use super::axis::Axis;
use super::canvas::{Align, Area, Canvas, Point};
use super::scatter::{Cross, overlap, place_labels};
use super::style::{LABEL, LABEL_ROOM, MARGIN, MUTED, Pen, SUBTITLE, TICK, WIDTH};
use super::words::Unit;
use super::{ChartError, Scene, font, frame};
use plotters_backend::DrawingBackend;

const PLOT_HEIGHT: f64 = 390.0;
const ABOVE_PLOT: f64 = 40.0;
const BELOW_PLOT: f64 = 64.0;
/// Free paper around the outermost crosses, as a part of their range.
const PADDING: f64 = 0.12;

/// Policies by wait and utilisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Tradeoff {
    /// Stem of the file name.
    pub name: &'static str,
    /// What is seen, in a few words.
    pub title: String,
    /// What the reader must know to read it: which wait, which intervals.
    pub subtitle: String,
    /// Name of the axis of utilisation.
    pub across: String,
    /// Name of the axis of waits.
    pub upward: String,
    /// One for each policy; their order decides the colours.
    pub spots: Vec<Spot>,
}

/// One policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// Name of the policy.
    pub label: String,
    /// Share of the agents' time.
    pub utilisation: Interval,
    /// Wait in seconds.
    pub wait: Interval,
}

/// An estimate and the interval around it. Without an interval all three are equal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    fn is_finite(&self) -> bool {
        self.value.is_finite() && self.low.is_finite() && self.high.is_finite()
    }
}

impl Tradeoff {
    /// Policies that can be drawn, with their index.
    fn drawn(&self) -> impl Iterator<Item = (usize, &Spot)> {
        self.spots.iter().enumerate().filter(|(_, spot)| spot.utilisation.is_finite() && spot.wait.is_finite())
    }

    /// The axis of a measure. It spans at least `least` and stops at `ceiling`, unless an interval goes beyond.
    fn axis(&self, pick: impl Fn(&Spot) -> Interval, unit: Unit, (least, ceiling): (f64, f64)) -> Axis {
        let intervals: Vec<Interval> = self.drawn().map(|(_, spot)| pick(spot)).collect();
        let low = intervals.iter().map(|interval| interval.low.min(interval.value)).fold(f64::INFINITY, f64::min);
        let high = intervals.iter().map(|interval| interval.high.max(interval.value)).fold(f64::NEG_INFINITY, f64::max);
        if intervals.is_empty() {
            return Axis::from_zero(0.0, unit, 5);
        }
        // A difference that is minute against the values must not fill the paper.
        let spread = (high - low).max(0.02 * high.abs()).max(least);
        let middle = (low + high) / 2.0;
        let half = spread * (0.5 + PADDING);
        let from = (middle - half).max(0.0);
        Axis::over(from, (middle + half).min(ceiling.max(high)).max(from + spread), unit, 8)
    }

    fn plot(&self, upward: &Axis) -> Area {
        let top = frame::heading_bottom(&self.title, &self.subtitle) + ABOVE_PLOT;
        let bottom = top + PLOT_HEIGHT;
        Area { left: frame::plot_left([upward]), top, right: WIDTH - MARGIN - 12.0, bottom }
    }
}

impl Scene for Tradeoff {
    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> (u32, u32) {
        let top = frame::heading_bottom(&self.title, &self.subtitle) + ABOVE_PLOT;
        (WIDTH as u32, (top + PLOT_HEIGHT + BELOW_PLOT).ceil() as u32)
    }

    fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        let upward = self.axis(|spot| spot.wait, Unit::Duration, (1.0, f64::INFINITY));
        let along = self.axis(|spot| spot.utilisation, Unit::Share, (0.01, 1.0));
        let plot = self.plot(&upward);
        frame::heading(canvas, &self.title, &self.subtitle)?;
        let name = font::fit(&self.upward, TICK, WIDTH - 2.0 * MARGIN);
        canvas.text(&name, TICK, MUTED, Align::Left, (MARGIN, plot.top - 16.0))?;
        frame::rows(canvas, plot, &upward)?;
        frame::bottom(canvas, plot, &along, &self.across)?;
        let crosses: Vec<Cross> = self.drawn().map(|(index, spot)| cross(index, spot, plot, &along, &upward)).collect();
        if crosses.is_empty() {
            return frame::nothing(canvas, plot);
        }
        let mut taken: Vec<Area> = crosses.iter().flat_map(Cross::boxes).collect();
        draw_hint(canvas, plot, &mut taken)?;
        let labels = place_labels(&crosses, plot, taken);
        for (cross, label) in crosses.iter().zip(&labels) {
            cross.draw_arms(canvas)?;
            label.draw_leader(canvas, cross)?;
        }
        crosses.iter().rev().try_for_each(|cross| cross.draw_dot(canvas))?;
        crosses.iter().zip(&labels).try_for_each(|(cross, label)| label.draw_text(canvas, cross))
    }
}

/// Lays a policy out on paper.
fn cross(index: usize, spot: &Spot, plot: Area, along: &Axis, upward: &Axis) -> Cross {
    let x = |value: f64| frame::across(plot, along, value);
    let y = |value: f64| frame::height(plot, upward, value);
    Cross {
        index,
        label: font::fit(&spot.label, LABEL, LABEL_ROOM),
        at: (x(spot.utilisation.value), y(spot.wait.value)),
        arms: Area {
            left: x(spot.utilisation.low),
            right: x(spot.utilisation.high),
            top: y(spot.wait.high),
            bottom: y(spot.wait.low).min(plot.bottom),
        },
    }
}

/// Writes that lower is better for customers (whether busier is better is for the reader to say) in the first corner that is free, and keeps labels away from it.
fn draw_hint<B: DrawingBackend>(
    canvas: &mut Canvas<'_, B>,
    plot: Area,
    taken: &mut Vec<Area>,
) -> Result<(), ChartError> {
    const TEXT: &str = "shorter waits";
    const ARROW: f64 = 18.0;
    const HEIGHT: f64 = 30.0;
    let width = font::width(TEXT, SUBTITLE) + 20.0;
    let inset = 10.0;
    let (right, bottom) = (plot.right - width - inset, plot.bottom - HEIGHT - inset);
    let corners = [(right, bottom), (right, plot.top), (plot.left + inset, bottom), (plot.left + inset, plot.top)];
    let boxed = |(left, top): Point| Area { left, top, right: left + width, bottom: top + HEIGHT };
    let free = corners.into_iter().map(boxed).find(|area| taken.iter().all(|other| overlap(*area, *other) == 0.0));
    // With every corner taken there is room beside the name of the axis.
    let area = free.unwrap_or_else(|| boxed((right, plot.bottom + 24.0)));
    taken.push(area);
    canvas.text(TEXT, SUBTITLE, MUTED, Align::Left, (area.left, area.top + 19.0))?;
    let tip = (area.right - 6.0, area.top + 6.0 + ARROW);
    let pen = Pen::solid(MUTED, 1.5);
    canvas.line(&[(tip.0, tip.1 - ARROW), tip], pen)?;
    canvas.line(&[(tip.0 - 5.0, tip.1 - 5.0), tip, (tip.0 + 5.0, tip.1 - 5.0)], pen)
}
