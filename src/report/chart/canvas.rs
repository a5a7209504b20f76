//! A sheet to draw on in pixels with fractions, whichever backend is behind it.

use super::ChartError;
use super::font::{self, Weight};
use super::style::{Ink, Pen, Type};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily, FontStyle,
};
use std::convert::Infallible;

/// Backends know only whole coordinates: each pixel of a chart is this many of theirs.
pub(super) const UNITS_PER_PIXEL: u32 = 8;

/// Backends multiply the em by this to get what they call the size of a text.
pub(super) const SIZE_PER_EM: f64 = 1.24;

/// Backends hang a text by its top, this far above the baseline in ems.
pub(super) const TOP_ABOVE_BASELINE: f64 = 0.76;

/// Points of a line nearer than this to the one before are left out, in pixels: nobody sees them, but files grow.
const NEGLIGIBLE: f64 = 0.3;

/// Across and down, in pixels from the upper left corner.
pub(super) type Point = (f64, f64);

/// A rectangle in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// Which end of a text is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// Draws on a backend.
pub(super) struct Canvas<'a, B> {
    backend: &'a mut B,
}

impl<'a, B: DrawingBackend> Canvas<'a, B> {
    pub(super) fn new(backend: &'a mut B) -> Canvas<'a, B> {
        Canvas { backend }
    }

    /// Draws a line through the points; fewer than two draw nothing.
    pub(super) fn line(&mut self, points: &[Point], pen: Pen) -> Result<(), ChartError> {
        match pen.dash {
            None => self.stroke(points, pen),
            Some(dash) => dashes(points, dash).iter().try_for_each(|piece| self.stroke(piece, pen)),
        }
    }

    fn stroke(&mut self, points: &[Point], pen: Pen) -> Result<(), ChartError> {
        let path = thinned(points);
        if path.len() < 2 {
            return Ok(());
        }
        let width = (pen.width * f64::from(UNITS_PER_PIXEL)).round() as u32;
        self.backend.draw_path(path, &Stroke { ink: pen.ink, width }).map_err(refused)
    }

    /// Fills the shape within the points.
    pub(super) fn polygon(&mut self, points: &[Point], ink: Ink) -> Result<(), ChartError> {
        let path = thinned(points);
        if path.len() < 3 {
            return Ok(());
        }
        self.backend.fill_polygon(path, &Stroke { ink, width: 0 }).map_err(refused)
    }

    /// Fills a rectangle.
    pub(super) fn rectangle(&mut self, area: Area, ink: Ink) -> Result<(), ChartError> {
        let corners = (units((area.left, area.top)), units((area.right, area.bottom)));
        self.backend.draw_rect(corners.0, corners.1, &Stroke { ink, width: 0 }, true).map_err(refused)
    }

    /// Fills a circle.
    pub(super) fn disc(&mut self, centre: Point, radius: f64, ink: Ink) -> Result<(), ChartError> {
        let radius = (radius * f64::from(UNITS_PER_PIXEL)).round() as u32;
        self.backend.draw_circle(units(centre), radius, &Stroke { ink, width: 0 }, true).map_err(refused)
    }

    /// Writes a text with its baseline at `at`.
    pub(super) fn text(
        &mut self,
        text: &str,
        lettering: Type,
        ink: Ink,
        align: Align,
        at: Point,
    ) -> Result<(), ChartError> {
        let text = printable(text);
        if text.trim().is_empty() {
            return Ok(());
        }
        let at = units((at.0, at.1 - TOP_ABOVE_BASELINE * lettering.size));
        self.backend.draw_text(&text, &Lettering { lettering, ink, align }, at).map_err(refused)
    }

    /// Completes the picture.
    pub(super) fn finish(self) -> Result<(), ChartError> {
        self.backend.present().map_err(refused)
    }
}

/// Without control characters, which neither a font nor an XML document can hold.
pub(super) fn printable(text: &str) -> String {
    let unfit = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.chars().map(|c| if unfit(c) { ' ' } else { c }).collect()
}

fn refused<E: std::error::Error + Send + Sync>(error: DrawingErrorKind<E>) -> ChartError {
    ChartError::Drawing(error.to_string())
}

fn units(point: Point) -> BackendCoord {
    let scale = |pixels: f64| (pixels * f64::from(UNITS_PER_PIXEL)).round() as i32;
    (scale(point.0), scale(point.1))
}

/// The points worth drawing, in the backend's coordinates: always the first and the last.
fn thinned(points: &[Point]) -> Vec<BackendCoord> {
    let mut kept: Vec<Point> = Vec::new();
    for (index, &point) in points.iter().enumerate() {
        let near = |other: &Point| (point.0 - other.0).abs().max((point.1 - other.1).abs()) < NEGLIGIBLE;
        if index + 1 == points.len() || !kept.last().is_some_and(near) {
            kept.push(point);
        }
    }
    kept.into_iter().map(units).collect()
}

/// Cuts a line into strokes, since backends know no dashes.
fn dashes(points: &[Point], (stroke, gap): (f64, f64)) -> Vec<Vec<Point>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<Point> = points.first().copied().into_iter().collect();
    let (mut drawing, mut left) = (true, stroke);
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let length = libm::hypot(to.0 - from.0, to.1 - from.1);
            if !length.is_finite() || length < left {
                left -= length;
                break;
            }
            let part = left / length;
            from = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            piece.push(from);
            if drawing {
                pieces.push(std::mem::take(&mut piece));
            }
            piece = vec![from];
            drawing = !drawing;
            left = if drawing { stroke } else { gap };
        }
        if drawing {
            piece.push(to);
        }
    }
    if drawing {
        pieces.push(piece);
    }
    pieces
}

impl Ink {
    fn backend(self) -> BackendColor {
        BackendColor { alpha: self.opacity, rgb: self.rgb }
    }
}

struct Stroke {
    ink: Ink,
    width: u32,
}

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        self.ink.backend()
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

struct Lettering {
    lettering: Type,
    ink: Ink,
    align: Align,
}

impl BackendTextStyle for Lettering {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.ink.backend()
    }

    fn size(&self) -> f64 {
        self.lettering.size * f64::from(UNITS_PER_PIXEL) * SIZE_PER_EM
    }

    fn style(&self) -> FontStyle {
        match self.lettering.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::SemiBold => FontStyle::Bold,
        }
    }

    fn anchor(&self) -> Pos {
        let across = match self.align {
            Align::Left => HPos::Left,
            Align::Centre => HPos::Center,
            Align::Right => HPos::Right,
        };
        Pos::new(across, VPos::Top)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(font::FAMILY)
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), units((font::width(text, self.lettering), self.lettering.size))))
    }

    /// Would paint the text dot by dot, for backends that cannot write. Both of ours can.
    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _text: &str,
        _at: BackendCoord,
        _paint: F,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}
