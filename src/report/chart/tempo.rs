//! How fast something goes against a measure of its own, around 1: ranges by policy and mode on a logarithmic axis.

use super::axis::Axis;
use super::canvas::{Align, Area, Canvas};
use super::style::{self, GRID, LABEL, MARGIN, MUTED, PANEL_TITLE, Pen, TEXT, TICK, WHITE, WIDTH};
use super::words::figures;
use super::{ChartError, Scene, font, frame};
use plotters_backend::DrawingBackend;

/// The height of a mode's line.
const LINE: f64 = 17.0;
/// Between two policies.
const BETWEEN: f64 = 9.0;
/// Above the lines of a demand: the name of the line at 1; and its own name, if there are several.
const HEAD: f64 = 40.0;
const NAMED_HEAD: f64 = 60.0;
/// Below the lines of a demand: its axis.
const FOOT: f64 = 30.0;
/// Below the last axis: its name.
const BELOW: f64 = 34.0;
/// The most that names of policies and of modes take.
const NAMES: f64 = 230.0;
const MODES: f64 = 130.0;
const GAP: f64 = 14.0;
const THICK: f64 = 6.0;
const DOT: f64 = 4.0;
/// What is faster than this lies at the end of the axis.
const LEAST: f64 = 0.01;

/// Quantiles of a ratio by demand, policy and mode.
#[derive(Debug, Clone, PartialEq)]
pub struct Tempo {
    /// Stem of the file name.
    pub name: &'static str,
    /// What is seen, in a few words.
    pub title: String,
    /// What the reader must know to read it.
    pub subtitle: String,
    /// The name of the axis.
    pub axis: String,
    /// What it means to be at 1.
    pub at_one: String,
    /// From the top.
    pub demands: Vec<TempoDemand>,
}

/// One stream of customers.
#[derive(Debug, Clone, PartialEq)]
pub struct TempoDemand {
    /// Its name.
    pub title: String,
    /// One for each policy; their order decides the colours.
    pub policies: Vec<TempoPolicy>,
}

/// One policy.
#[derive(Debug, Clone, PartialEq)]
pub struct TempoPolicy {
    /// Its name.
    pub label: String,
    /// By mode: its name, and the 10th, 25th, 50th, 75th and 90th percentile if there are any values.
    pub modes: Vec<(String, Option<[f64; 5]>)>,
}

impl TempoPolicy {
    fn height(&self) -> f64 {
        LINE * self.modes.len() as f64 + BETWEEN
    }
}

impl TempoDemand {
    fn height(&self) -> f64 {
        self.policies.iter().map(TempoPolicy::height).sum::<f64>().max(2.0 * LINE)
    }
}

fn sound(quantiles: Option<[f64; 5]>) -> Option<[f64; 5]> {
    quantiles.filter(|them| them.iter().all(|it| it.is_finite() && *it >= 0.0))
}

impl Tempo {
    fn head(&self) -> f64 {
        if self.demands.len() > 1 { NAMED_HEAD } else { HEAD }
    }

    fn policies(&self) -> impl Iterator<Item = &TempoPolicy> {
        self.demands.iter().flat_map(|demand| &demand.policies)
    }

    /// Where the names of modes end, and the plot from left to right.
    fn across(&self) -> (f64, f64, f64) {
        let widest = |widths: &mut dyn Iterator<Item = f64>, most: f64| widths.fold(0.0, f64::max).min(most);
        let names = widest(&mut self.policies().map(|it| font::width(&it.label, LABEL)), NAMES);
        let modes = self.policies().flat_map(|it| &it.modes);
        let modes = widest(&mut modes.map(|it| font::width(&it.0, TICK)), MODES);
        let end = MARGIN + names + GAP + modes;
        (end, end + GAP, WIDTH - MARGIN - font::width("median", TICK) - GAP)
    }

    fn along(&self, length: f64) -> Axis {
        let all = || self.policies().flat_map(|it| &it.modes).filter_map(|it| sound(it.1));
        let low = all().map(|it| it[0]).fold(1.0, f64::min).max(LEAST);
        Axis::ratios(low, all().map(|it| it[4]).fold(1.0, f64::max), length)
    }

    fn draw_demand<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        demand: &TempoDemand,
        (plot, along): (Area, &Axis),
    ) -> Result<(), ChartError> {
        let several = self.demands.len() > 1;
        if several {
            let title = font::fit(&demand.title, PANEL_TITLE, WIDTH - 2.0 * MARGIN);
            canvas.text(&title, PANEL_TITLE, TEXT, Align::Left, (MARGIN, plot.top - 30.0))?;
        }
        for tick in &along.ticks {
            let x = frame::crisp(frame::across(plot, along, tick.value));
            canvas.line(&[(x, plot.top), (x, plot.bottom)], Pen::solid(GRID, 1.0))?;
        }
        let one = frame::crisp(frame::across(plot, along, 1.0));
        canvas.line(&[(one, plot.top - 4.0), (one, plot.bottom)], Pen::solid(MUTED, 1.5))?;
        let half = font::width(&self.at_one, TICK) / 2.0;
        let middle = one.clamp(plot.left + half, plot.right - half);
        canvas.text(&self.at_one, TICK, MUTED, Align::Centre, (middle, plot.top - 10.0))?;
        canvas.text("median", TICK, MUTED, Align::Right, (WIDTH - MARGIN, plot.top - 10.0))?;
        let mut top = plot.top;
        for (index, policy) in demand.policies.iter().enumerate() {
            self.draw_policy(canvas, (index, policy), Area { top, ..plot }, along)?;
            top += policy.height();
        }
        match demand.policies.iter().flat_map(|it| &it.modes).all(|it| sound(it.1).is_none()) {
            true => frame::nothing(canvas, plot),
            false => Ok(()),
        }
    }

    fn draw_policy<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        (index, policy): (usize, &TempoPolicy),
        plot: Area,
        along: &Axis,
    ) -> Result<(), ChartError> {
        let first = plot.top + BETWEEN / 2.0 + LINE / 2.0;
        let name = font::fit(&policy.label, LABEL, NAMES);
        canvas.text(&name, LABEL, style::series_lettering(index), Align::Left, (MARGIN, first + 4.4))?;
        for (line, (mode, quantiles)) in policy.modes.iter().enumerate() {
            let y = first + LINE * line as f64;
            let name = font::fit(mode, TICK, MODES);
            canvas.text(&name, TICK, MUTED, Align::Right, (plot.left - GAP, y + 4.3))?;
            let Some(quantiles) = sound(*quantiles) else { continue };
            let ink = style::series_ink(index);
            let x = quantiles.map(|it| frame::across(plot, along, it.max(along.low)));
            canvas.line(&[(x[0], y), (x[4], y)], Pen::solid(ink.with_opacity(0.6), 1.5))?;
            let thick = Area { left: x[1], right: x[3], top: y - THICK / 2.0, bottom: y + THICK / 2.0 };
            canvas.rectangle(thick, WHITE)?;
            canvas.rectangle(thick, ink.with_opacity(0.6))?;
            canvas.disc((x[2], y), DOT + 1.25, WHITE)?;
            canvas.disc((x[2], y), DOT, ink)?;
            canvas.text(&figures(quantiles[2]), TICK, TEXT, Align::Right, (WIDTH - MARGIN, y + 4.3))?;
        }
        Ok(())
    }
}

impl Scene for Tempo {
    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> (u32, u32) {
        let demands: f64 = self.demands.iter().map(|demand| self.head() + demand.height() + FOOT).sum();
        (WIDTH as u32, (frame::heading_bottom(&self.title, &self.subtitle) + demands + BELOW).ceil() as u32)
    }

    fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        frame::heading(canvas, &self.title, &self.subtitle)?;
        let (_, left, right) = self.across();
        let along = self.along(right - left);
        let mut top = frame::heading_bottom(&self.title, &self.subtitle);
        for (place, demand) in self.demands.iter().enumerate() {
            let plot = Area { left, right, top: top + self.head(), bottom: top + self.head() + demand.height() };
            let last = place + 1 == self.demands.len();
            frame::bottom(canvas, plot, &along, if last { &self.axis } else { "" })?;
            self.draw_demand(canvas, demand, (plot, &along))?;
            top = plot.bottom + FOOT;
        }
        Ok(())
    }
}
