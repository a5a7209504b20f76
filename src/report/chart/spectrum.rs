//! Which parts make up a whole through the day: small panels side by side, one for each policy.

use super::calendar::{self, Calendar};
use super::canvas::{Align, Area, Canvas, Point};
use super::labels::spread;
use super::style::{self, AXIS, LABEL, MARGIN, MUTED, Pen, SPECTRUM, SPECTRUM_LETTERING, TEXT, TICK, WHITE, WIDTH};
use super::words::percent;
use super::{ChartError, Scene, font, frame};
use jiff::civil::DateTime;
use plotters_backend::DrawingBackend;

const PANEL_HEIGHT: f64 = 104.0;
/// Above each panel: its title.
const PANEL_HEAD: f64 = 40.0;
/// Below the panels: the time, and the day if it is told.
const BELOW_PANELS: f64 = 42.0;
const NAMED_DAYS: f64 = 18.0;
/// Between two panels side by side.
const GUTTER: f64 = 18.0;
/// The labels of shares at the left.
const SHARES: f64 = 40.0;
/// Between a panel and its labels.
const NEAR: f64 = 7.0;
/// Least distance of labels.
const APART: f64 = 15.0;

/// Parts of a whole over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Spectrum {
    /// Stem of the file name.
    pub name: &'static str,
    /// What is seen, in a few words.
    pub title: String,
    /// What the reader must know to read it.
    pub subtitle: String,
    /// Civil time of minute 0.
    pub start: DateTime,
    /// The middle of each stretch, in rising minutes after `start`.
    pub minutes: Vec<f64>,
    /// How long a stretch is, in minutes.
    pub step: f64,
    /// What the parts are, the lowest first.
    pub parts: [&'static str; 3],
    /// How many panels stand side by side.
    pub columns: usize,
    /// Row by row.
    pub panels: Vec<SpectrumPanel>,
}

/// One whole.
#[derive(Debug, Clone, PartialEq)]
pub struct SpectrumPanel {
    /// Whose it is.
    pub title: String,
    /// What else is to be said.
    pub note: String,
    /// Index of the policy, if it is one's.
    pub policy: Option<usize>,
    /// For each stretch the shares, which add up to 1; `None` where there is nothing.
    pub values: Vec<Option<[f64; 3]>>,
    /// The same of the whole time.
    pub total: Option<[f64; 3]>,
}

/// What fits into the part `0..1`; nothing if one is no number.
fn sound(shares: Option<[f64; 3]>) -> Option<[f64; 3]> {
    shares.filter(|them| them.iter().all(|it| it.is_finite() && *it >= 0.0) && them.iter().sum::<f64>() > 0.0)
}

impl SpectrumPanel {
    /// The unbroken parts, as places of stretches.
    fn runs(&self) -> Vec<Vec<(usize, [f64; 3])>> {
        let mut runs: Vec<Vec<(usize, [f64; 3])>> = vec![Vec::new()];
        for (place, shares) in self.values.iter().enumerate() {
            match sound(*shares) {
                Some(shares) => runs.last_mut().expect("there is always a run").push((place, shares)),
                None => runs.push(Vec::new()),
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }
}

/// Where everything is.
struct Sheet {
    range: (f64, f64),
    calendar: Calendar,
    top: f64,
    width: f64,
    /// Room for the labels of a panel.
    room: f64,
}

impl Sheet {
    fn plot(&self, place: usize, columns: usize) -> Area {
        let (row, column) = (place / columns, place % columns);
        let left = MARGIN + SHARES + (self.width + self.room + GUTTER) * column as f64;
        let top = self.top + PANEL_HEAD + (PANEL_HEAD + PANEL_HEIGHT) * row as f64;
        Area { left, right: left + self.width, top, bottom: top + PANEL_HEIGHT }
    }

    fn across(&self, plot: Area, minute: f64) -> f64 {
        let (from, to) = self.range;
        (plot.left + (plot.right - plot.left) * (minute - from) / (to - from)).clamp(plot.left, plot.right)
    }
}

impl Spectrum {
    fn columns(&self) -> usize {
        self.columns.max(1)
    }

    /// The first and the last minute at which anything is seen.
    fn range(&self) -> (f64, f64) {
        let places = || self.panels.iter().flat_map(SpectrumPanel::runs).flatten().map(|(place, _)| place);
        let minute = |place: Option<usize>| place.and_then(|place| self.minutes.get(place)).copied();
        match (minute(places().min()), minute(places().max())) {
            (Some(from), Some(to)) => calendar::rounded(self.start, from - self.step / 2.0, to + self.step / 2.0),
            _ => (0.0, 1440.0),
        }
    }

    fn sheet(&self) -> Sheet {
        let label = |part: &&str| font::width(&format!("{part} 100 %"), TICK);
        let room = NEAR + self.parts.iter().map(label).fold(0.0, f64::max);
        let columns = self.columns() as f64;
        let width = (WIDTH - 2.0 * MARGIN - SHARES - GUTTER * (columns - 1.0)) / columns - room;
        let range = self.range();
        Sheet {
            range,
            calendar: calendar::calendar(self.start, range.0, range.1, width),
            top: frame::heading_bottom(&self.title, &self.subtitle),
            width,
            room,
        }
    }

    fn draw_panel<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        sheet: &Sheet,
        (panel, plot): (&SpectrumPanel, Area),
    ) -> Result<(), ChartError> {
        let ink = panel.policy.map_or(TEXT, style::series_lettering);
        let note = if panel.note.is_empty() { 0.0 } else { font::width(&panel.note, TICK) + 7.0 };
        let title = font::fit(&panel.title, LABEL, sheet.width + sheet.room - note);
        canvas.text(&title, LABEL, ink, Align::Left, (plot.left, plot.top - 9.0))?;
        let after = plot.left + font::width(&title, LABEL) + 7.0;
        canvas.text(&panel.note, TICK, MUTED, Align::Left, (after, plot.top - 9.0))?;
        let runs = panel.runs();
        for run in &runs {
            self.draw_run(canvas, sheet, plot, run)?;
        }
        for height in [0.25, 0.5, 0.75] {
            let y = frame::crisp(plot.bottom - (plot.bottom - plot.top) * height);
            canvas.line(&[(plot.left, y), (plot.right, y)], Pen::solid(WHITE.with_opacity(0.45), 1.0))?;
        }
        for &midnight in &sheet.calendar.midnights {
            let x = frame::crisp(sheet.across(plot, midnight));
            canvas.line(&[(x, plot.top), (x, plot.bottom)], Pen::solid(WHITE.with_opacity(0.7), 1.0))?;
        }
        let base = frame::crisp(plot.bottom);
        canvas.line(&[(plot.left, base), (plot.right, base)], Pen::solid(AXIS, 1.0))?;
        match runs.is_empty() {
            true => frame::nothing(canvas, plot),
            false => self.draw_parts(canvas, plot, panel),
        }
    }

    /// The parts from the top to the bottom, each painted over what is left: no seams between them.
    fn draw_run<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        sheet: &Sheet,
        plot: Area,
        run: &[(usize, [f64; 3])],
    ) -> Result<(), ChartError> {
        for part in (0..SPECTRUM.len()).rev() {
            let mut outline: Vec<Point> = Vec::new();
            for (place, shares) in run {
                let Some(&minute) = self.minutes.get(*place) else { continue };
                let (all, below): (f64, f64) = (shares.iter().sum(), shares[..=part].iter().sum());
                let y = plot.bottom - (plot.bottom - plot.top) * below / all;
                let edge = |minute: f64| sheet.across(plot, minute);
                outline.extend([(edge(minute - self.step / 2.0), y), (edge(minute + self.step / 2.0), y)]);
            }
            if let (Some(&first), Some(&last)) = (outline.first(), outline.last()) {
                outline.extend([(last.0, plot.bottom), (first.0, plot.bottom)]);
            }
            canvas.polygon(&outline, SPECTRUM[part])?;
        }
        Ok(())
    }

    /// What the parts are, and how much of the whole time, at the heights at which they would lie then.
    fn draw_parts<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        plot: Area,
        panel: &SpectrumPanel,
    ) -> Result<(), ChartError> {
        let Some(total) = sound(panel.total) else { return Ok(()) };
        let all: f64 = total.iter().sum();
        let middle = |part: usize| {
            let below: f64 = total[..part].iter().sum();
            plot.bottom - (plot.bottom - plot.top) * (below + total[part] / 2.0) / all
        };
        let seen: Vec<usize> = (0..SPECTRUM.len()).rev().filter(|&part| total[part] > 0.0).collect();
        let wished: Vec<f64> = seen.iter().map(|&part| middle(part)).collect();
        let heights = spread(&wished, APART, plot.top + 4.0, plot.bottom - 4.0);
        for (&part, height) in seen.iter().zip(heights) {
            let text = format!("{} {}", self.parts[part], percent(total[part]));
            canvas.text(&text, TICK, SPECTRUM_LETTERING[part], Align::Left, (plot.right + NEAR, height + 4.3))?;
        }
        Ok(())
    }

    fn draw_axes<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        sheet: &Sheet,
        (place, plot): (usize, Area),
    ) -> Result<(), ChartError> {
        if place.is_multiple_of(self.columns()) {
            for (share, label) in [(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")] {
                let y = plot.bottom - (plot.bottom - plot.top) * share + 4.3;
                canvas.text(label, TICK, MUTED, Align::Right, (plot.left - 7.0, y))?;
            }
        }
        // The lowest of its column bears the time.
        if place + self.columns() < self.panels.len() {
            return Ok(());
        }
        let base = frame::crisp(plot.bottom);
        for (minute, label) in &sheet.calendar.clock {
            let x = frame::crisp(sheet.across(plot, *minute));
            canvas.line(&[(x, base), (x, base + 4.0)], Pen::solid(AXIS, 1.0))?;
            canvas.text(label, TICK, MUTED, Align::Centre, (x, base + 19.0))?;
        }
        let below = if sheet.calendar.clock.is_empty() { 19.0 } else { 37.0 };
        for (minute, label) in &sheet.calendar.days {
            canvas.text(label, TICK, MUTED, Align::Centre, (sheet.across(plot, *minute), base + below))?;
        }
        Ok(())
    }
}

impl Scene for Spectrum {
    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> (u32, u32) {
        let rows = self.panels.len().div_ceil(self.columns()) as f64;
        let top = frame::heading_bottom(&self.title, &self.subtitle);
        let calendar = self.sheet().calendar;
        let days = if calendar.clock.is_empty() || calendar.days.is_empty() { 0.0 } else { NAMED_DAYS };
        (WIDTH as u32, (top + (PANEL_HEAD + PANEL_HEIGHT) * rows + BELOW_PANELS + days).ceil() as u32)
    }

    fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        frame::heading(canvas, &self.title, &self.subtitle)?;
        let sheet = self.sheet();
        for (place, panel) in self.panels.iter().enumerate() {
            let plot = sheet.plot(place, self.columns());
            self.draw_panel(canvas, &sheet, (panel, plot))?;
            self.draw_axes(canvas, &sheet, (place, plot))?;
        }
        Ok(())
    }
}
