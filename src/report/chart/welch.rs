//! How a level settles: its course from the beginning on, thin, under its moving average, one panel for each policy.

use super::axis::Axis;
use super::canvas::{Align, Area, Canvas, Point};
use super::style::{self, AXIS, MARGIN, MUTED, PANEL_TITLE, Pen, TEXT, TICK, WHITE, WIDTH};
use super::words::Unit;
use super::{ChartError, Scene, font, frame};
use plotters_backend::DrawingBackend;

const PANEL_HEIGHT: f64 = 128.0;
/// Above each panel: its title and the distance to the one before.
const PANEL_HEAD: f64 = 46.0;
const BELOW_PANELS: f64 = 64.0;
/// Share of a policy's colour left in the course under its average.
const COURSE_OPACITY: f64 = 0.45;
/// The line at which the warm-up ends.
const END: Pen = Pen { ink: TEXT, width: 1.25, dash: Some((5.0, 4.0)) };
/// Between that line and what is written beside it.
const BESIDE_LINE: f64 = 6.0;

/// How a level settles under each policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Welch {
    /// Stem of the file name.
    pub name: String,
    /// What is seen, in a few words.
    pub title: String,
    /// What the reader must know to read it.
    pub subtitle: String,
    /// Name of the axis along the bottom.
    pub across: String,
    /// The length of an interval in seconds; above zero.
    pub interval: f64,
    /// When the warm-up ends, in seconds after the beginning, and what is written there.
    pub warm_up: Option<(f64, String)>,
    /// From the top, the policies in their order.
    pub panels: Vec<WelchPanel>,
}

/// How the level settles under one policy.
#[derive(Debug, Clone, PartialEq)]
pub struct WelchPanel {
    /// Whose it is.
    pub title: String,
    /// By interval.
    pub level: Vec<f64>,
    /// The moving average, from the first interval on; it may end before the level does.
    pub average: Vec<f64>,
}

impl WelchPanel {
    fn upward(&self) -> Axis {
        let values = self.level.iter().chain(&self.average).copied().filter(|value| value.is_finite());
        Axis::from_zero(values.fold(0.0, f64::max), Unit::Count, 4)
    }
}

impl Welch {
    fn top(&self) -> f64 {
        frame::heading_bottom(&self.title, &self.subtitle)
    }

    fn along(&self) -> Axis {
        let longest = self.panels.iter().map(|panel| panel.level.len()).max().unwrap_or(0);
        Axis::over(0.0, longest as f64 * self.interval, Unit::Duration, 8)
    }

    fn areas(&self, uprights: &[Axis]) -> Vec<Area> {
        let (left, right) = (frame::plot_left(uprights), WIDTH - MARGIN - 12.0);
        let place = |index: usize| {
            let top = self.top() + PANEL_HEAD + (PANEL_HEIGHT + PANEL_HEAD) * index as f64;
            Area { left, top, right, bottom: top + PANEL_HEIGHT }
        };
        (0..self.panels.len()).map(place).collect()
    }

    fn draw_panel<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        (series, panel): (usize, &WelchPanel),
        (plot, along, upward): (Area, &Axis, &Axis),
    ) -> Result<(), ChartError> {
        let title = font::fit(&panel.title, PANEL_TITLE, WIDTH - 2.0 * MARGIN);
        canvas.text(&title, PANEL_TITLE, TEXT, Align::Left, (MARGIN, plot.top - 14.0))?;
        frame::rows(canvas, plot, upward)?;
        let base = frame::crisp(plot.bottom);
        canvas.line(&[(plot.left, base), (plot.right, base)], Pen::solid(AXIS, 1.0))?;
        // Each value stands in the middle of its interval.
        let point = |(place, value): (usize, &f64)| {
            let seconds = (place as f64 + 0.5) * self.interval;
            (frame::across(plot, along, seconds), frame::height(plot, upward, value.clamp(0.0, upward.high)))
        };
        let points = |values: &[f64]| -> Vec<Point> {
            values.iter().enumerate().filter(|(_, value)| value.is_finite()).map(point).collect()
        };
        let (level, average) = (points(&panel.level), points(&panel.average));
        canvas.line(&level, Pen::solid(style::series_ink(series).with_opacity(COURSE_OPACITY), 1.0))?;
        canvas.line(&average, style::series_pen(series))?;
        if level.is_empty() { frame::nothing(canvas, plot) } else { Ok(()) }
    }

    /// Where the warm-up ends, with its words at the first panel.
    fn draw_warm_up<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        (areas, along): (&[Area], &Axis),
    ) -> Result<(), ChartError> {
        let within = |seconds: f64| (along.low..=along.high).contains(&seconds);
        let Some((seconds, words)) = self.warm_up.as_ref().filter(|it| within(it.0)) else { return Ok(()) };
        for plot in areas {
            let x = frame::crisp(frame::across(*plot, along, *seconds));
            canvas.line(&[(x, plot.top), (x, plot.bottom)], END)?;
        }
        let Some(plot) = areas.first() else { return Ok(()) };
        let x = frame::across(*plot, along, *seconds);
        let words = font::fit(words, TICK, (plot.right - plot.left) / 2.0 - BESIDE_LINE);
        let width = font::width(&words, TICK);
        let left = if x > (plot.left + plot.right) / 2.0 { x - BESIDE_LINE - width } else { x + BESIDE_LINE };
        let ground = Area { left: left - 2.0, right: left + width + 2.0, top: plot.top, bottom: plot.top + 18.0 };
        canvas.rectangle(ground, WHITE)?;
        canvas.text(&words, TICK, MUTED, Align::Left, (left, plot.top + 13.0))
    }
}

impl Scene for Welch {
    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> (u32, u32) {
        let panels = (PANEL_HEIGHT + PANEL_HEAD) * self.panels.len() as f64;
        (WIDTH as u32, (self.top() + panels + BELOW_PANELS).ceil() as u32)
    }

    fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        frame::heading(canvas, &self.title, &self.subtitle)?;
        let uprights: Vec<Axis> = self.panels.iter().map(WelchPanel::upward).collect();
        let (areas, along) = (self.areas(&uprights), self.along());
        for ((panel, &plot), upward) in self.panels.iter().enumerate().zip(&areas).zip(&uprights) {
            self.draw_panel(canvas, panel, (plot, &along, upward))?;
        }
        self.draw_warm_up(canvas, (&areas, &along))?;
        match areas.last() {
            Some(&plot) => frame::bottom(canvas, plot, &along, &self.across),
            None => Ok(()),
        }
    }
}
