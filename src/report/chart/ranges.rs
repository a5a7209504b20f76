//! Ranges along an axis, in panels: from where to where something moves a number, or a change with its interval.

use super::axis::Axis;
use super::canvas::{Align, Area, Canvas};
use super::style::{self, AXIS, GRID, MARGIN, MUTED, PANEL_TITLE, Pen, TEXT, TICK, WIDTH};
use super::words::Unit;
use super::{ChartError, Scene, font, frame};
use plotters_backend::DrawingBackend;

const ROW: f64 = 27.0;
const BAR: f64 = 15.0;
const DOT: f64 = 4.5;
/// Above each panel: its title and the distance to the one before.
const PANEL_HEAD: f64 = 40.0;
/// Below each panel: the labels of its axis.
const PANEL_FOOT: f64 = 30.0;
/// The most that the names of rows take.
const NAMES: f64 = 330.0;
const AFTER_NAME: f64 = 14.0;
/// Between the end of a bar and what is written there.
const BESIDE_BAR: f64 = 6.0;
/// Free paper beyond the outermost ranges, as a part of all.
const PADDING: f64 = 0.04;

/// Ranges in panels.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranges {
    /// Stem of the file name.
    pub name: String,
    /// What is seen, in a few words.
    pub title: String,
    /// What the reader must know to read it.
    pub subtitle: String,
    /// Whether the panels share one axis, so that they can be compared.
    pub together: bool,
    /// From the top.
    pub panels: Vec<RangesPanel>,
}

/// Ranges of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct RangesPanel {
    /// What is measured, or whose it is.
    pub title: String,
    /// In what.
    pub unit: Unit,
    /// Where the line stands with which the ranges are compared.
    pub zero: f64,
    /// From the top.
    pub rows: Vec<RangeRow>,
}

/// A range.
#[derive(Debug, Clone, PartialEq)]
pub struct RangeRow {
    /// Of what.
    pub label: String,
    /// Decides the colour.
    pub series: usize,
    /// Where it begins.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
    /// What it is around; without, the range is all there is.
    pub value: Option<f64>,
    /// What is written at its beginning and at its end.
    pub ends: [String; 2],
}

impl RangeRow {
    fn is_finite(&self) -> bool {
        self.low.is_finite() && self.high.is_finite() && self.value.is_none_or(f64::is_finite)
    }
}

impl Ranges {
    fn plots(&self) -> Vec<Area> {
        let rows = || self.panels.iter().flat_map(|panel| &panel.rows);
        let names = rows().map(|row| font::width(&row.label, TICK)).fold(0.0, f64::max).min(NAMES);
        let mut top = frame::heading_bottom(&self.title, &self.subtitle);
        let place = |panel: &RangesPanel| {
            top += PANEL_HEAD;
            let bottom = top + ROW * panel.rows.len().max(1) as f64;
            let plot = Area { left: MARGIN + names + AFTER_NAME, top, right: WIDTH - MARGIN - 12.0, bottom };
            top = bottom + PANEL_FOOT;
            plot
        };
        self.panels.iter().map(place).collect()
    }

    /// The axis of a panel, with room for what is written beside the bars.
    fn along(&self, place: usize, plot: Area) -> Axis {
        let panels = if self.together { &self.panels[..] } else { &self.panels[place..=place] };
        let rows = || panels.iter().flat_map(|panel| &panel.rows).filter(|row| row.is_finite());
        let zeros = || panels.iter().map(|panel| panel.zero).filter(|zero| zero.is_finite());
        let low = rows().map(|row| row.low).chain(zeros()).fold(f64::INFINITY, f64::min);
        let high = rows().map(|row| row.high).chain(zeros()).fold(f64::NEG_INFINITY, f64::max);
        let (low, high) = if low < high { (low, high) } else { (0.0, 1.0) };
        let room = |end: usize| {
            let widest = rows().map(|row| font::width(&row.ends[end], TICK)).fold(0.0, f64::max);
            widest.min(WIDTH / 6.0) / (plot.right - plot.left) + PADDING
        };
        let (before, after) = (room(0), room(1));
        let scale = (high - low) / (1.0 - before - after);
        Axis::over(low - before * scale, high + after * scale, self.panels[place].unit, 7)
    }

    fn draw_panel<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        panel: &RangesPanel,
        (plot, along): (Area, &Axis),
    ) -> Result<(), ChartError> {
        let title = font::fit(&panel.title, PANEL_TITLE, WIDTH - 2.0 * MARGIN);
        canvas.text(&title, PANEL_TITLE, TEXT, Align::Left, (MARGIN, plot.top - 12.0))?;
        for tick in &along.ticks {
            let x = frame::crisp(frame::across(plot, along, tick.value));
            canvas.line(&[(x, plot.top), (x, plot.bottom)], Pen::solid(GRID, 1.0))?;
            canvas.text(&tick.label, TICK, MUTED, Align::Centre, (x, plot.bottom + 17.0))?;
        }
        if panel.zero.is_finite() {
            let x = frame::crisp(frame::across(plot, along, panel.zero));
            canvas.line(&[(x, plot.top), (x, plot.bottom)], Pen::solid(AXIS, 1.5))?;
        }
        if !panel.rows.iter().any(RangeRow::is_finite) {
            frame::nothing(canvas, plot)?;
        }
        panel.rows.iter().enumerate().try_for_each(|row| draw_row(canvas, row, (plot, along)))
    }
}

fn draw_row<B: DrawingBackend>(
    canvas: &mut Canvas<'_, B>,
    (place, row): (usize, &RangeRow),
    (plot, along): (Area, &Axis),
) -> Result<(), ChartError> {
    let middle = plot.top + ROW * (place as f64 + 0.5);
    let name = font::fit(&row.label, TICK, NAMES);
    canvas.text(&name, TICK, TEXT, Align::Right, (plot.left - AFTER_NAME, middle + 4.3))?;
    if !row.is_finite() {
        return Ok(());
    }
    let [left, right] = [row.low, row.high].map(|value| frame::across(plot, along, value));
    let ink = style::series_ink(row.series);
    match row.value {
        None => {
            let area = Area { left, right, top: middle - BAR / 2.0, bottom: middle + BAR / 2.0 };
            canvas.rectangle(area, ink.with_opacity(0.85))?;
        }
        Some(value) => {
            canvas.line(&[(left, middle), (right, middle)], Pen::solid(ink, 2.0))?;
            canvas.disc((frame::across(plot, along, value), middle), DOT, ink)?;
        }
    }
    let [before, after] = row.ends.each_ref().map(|text| font::fit(text, TICK, WIDTH / 6.0));
    canvas.text(&before, TICK, MUTED, Align::Right, (left - BESIDE_BAR, middle + 4.3))?;
    canvas.text(&after, TICK, MUTED, Align::Left, (right + BESIDE_BAR, middle + 4.3))
}

impl Scene for Ranges {
    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> (u32, u32) {
        let top = frame::heading_bottom(&self.title, &self.subtitle);
        let bottom = self.plots().last().map_or(top, |plot| plot.bottom + PANEL_FOOT);
        (WIDTH as u32, (bottom + MARGIN / 2.0).ceil() as u32)
    }

    fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        frame::heading(canvas, &self.title, &self.subtitle)?;
        for (place, (panel, plot)) in self.panels.iter().zip(self.plots()).enumerate() {
            self.draw_panel(canvas, panel, (plot, &self.along(place, plot)))?;
        }
        Ok(())
    }
}
