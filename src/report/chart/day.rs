//! How a day or a week goes: panels one above the other over the same time.

use super::axis::Axis;
use super::calendar::{self, Calendar};
use super::canvas::{Align, Area, Canvas, Point};
use super::labels::{self, EndLabel};
use super::style::{self, AXIS, BAND_OPACITY, GRID, MARGIN, MUTED, PANEL_TITLE, Pen, TEXT, TICK, WIDTH};
use super::words::Unit;
use super::{ChartError, Scene, font, frame};
use jiff::civil::DateTime;
use plotters_backend::DrawingBackend;

const PANEL_HEIGHT: f64 = 128.0;
/// Above each panel: its title and the distance to the one before.
const PANEL_HEAD: f64 = 46.0;
const BELOW_PANELS: f64 = 58.0;

/// Courses over time, in panels with a shared axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Day {
    /// Stem of the file name.
    pub name: &'static str,
    /// What is seen, in a few words.
    pub title: String,
    /// What the reader must know to read it.
    pub subtitle: String,
    /// Civil time of minute 0.
    pub start: DateTime,
    /// When each value applies, in rising minutes after `start`.
    pub minutes: Vec<f64>,
    /// Names of the policies; their order decides the colours.
    pub policies: Vec<String>,
    /// From the top.
    pub panels: Vec<Panel>,
}

/// One measure over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What is measured.
    pub title: String,
    /// In what.
    pub unit: Unit,
    /// Any number, of policies or of what they have in common.
    pub lines: Vec<Line>,
}

/// One course over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Index of the policy. Without one it is a fact that all policies meet, such as arrivals: a grey area.
    pub policy: Option<usize>,
    /// A value for each minute of the day; `None` where there is none, which interrupts the line.
    pub values: Vec<Option<f64>>,
}

impl Line {
    /// The unbroken parts, as pairs of minute and value.
    fn runs(&self, minutes: &[f64]) -> Vec<Vec<(f64, f64)>> {
        let mut runs = vec![Vec::new()];
        for (&minute, &value) in minutes.iter().zip(&self.values) {
            let run = runs.last_mut().expect("there is always a run");
            match value.filter(|value| value.is_finite() && minute.is_finite()) {
                Some(value) => run.push((minute, value.max(0.0))),
                None if run.is_empty() => {}
                None => runs.push(Vec::new()),
            }
        }
        runs.retain(|run| !run.is_empty());
        runs
    }
}

impl Panel {
    fn upward(&self) -> Axis {
        let values = self.lines.iter().flat_map(|line| line.values.iter().flatten());
        let highest = values.copied().filter(|value| value.is_finite()).fold(0.0, f64::max);
        // Shares are read against the whole, as long as they come anywhere near it.
        let highest = if self.unit == Unit::Share && highest > 0.4 { highest.max(1.0) } else { highest };
        Axis::from_zero(highest, self.unit, 4)
    }
}

impl Day {
    fn top(&self) -> f64 {
        frame::heading_bottom(&self.title, &self.subtitle)
    }

    /// The first and the last minute at which anything is seen.
    fn range(&self) -> (f64, f64) {
        let lines = self.panels.iter().flat_map(|panel| &panel.lines);
        let seen: Vec<f64> =
            lines.flat_map(|line| line.runs(&self.minutes)).flatten().map(|(minute, _)| minute).collect();
        let from = seen.iter().copied().fold(f64::INFINITY, f64::min);
        let to = seen.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        match to > from {
            true => calendar::rounded(self.start, from, to),
            false if seen.is_empty() => (0.0, 1440.0),
            false => (from - 30.0, to + 30.0),
        }
    }

    fn areas(&self, uprights: &[Axis]) -> Vec<Area> {
        let left = frame::plot_left(uprights);
        let right = WIDTH - labels::room(self.labelled().map(|(_, name)| name));
        let place = |index: usize| {
            let top = self.top() + PANEL_HEAD + (PANEL_HEIGHT + PANEL_HEAD) * index as f64;
            Area { left, top, right, bottom: top + PANEL_HEIGHT }
        };
        (0..self.panels.len()).map(place).collect()
    }

    /// Policies with a line in any panel.
    fn labelled(&self) -> impl Iterator<Item = (usize, &str)> {
        let drawn =
            |index: usize| self.panels.iter().flat_map(|panel| &panel.lines).any(|line| line.policy == Some(index));
        self.policies
            .iter()
            .enumerate()
            .filter(move |(index, _)| drawn(*index))
            .map(|(index, name)| (index, name.as_str()))
    }

    fn draw_panel<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        panel: &Panel,
        sheet: &Sheet<'_>,
    ) -> Result<(), ChartError> {
        let title = font::fit(&panel.title, PANEL_TITLE, WIDTH - 2.0 * MARGIN);
        canvas.text(&title, PANEL_TITLE, TEXT, Align::Left, (MARGIN, sheet.plot.top - 14.0))?;
        for &midnight in &sheet.calendar.midnights {
            let x = frame::crisp(sheet.across(midnight));
            canvas.line(&[(x, sheet.plot.top), (x, sheet.plot.bottom)], Pen::solid(GRID, 1.0))?;
        }
        frame::rows(canvas, sheet.plot, sheet.upward)?;
        let base = frame::crisp(sheet.plot.bottom);
        canvas.line(&[(sheet.plot.left, base), (sheet.plot.right, base)], Pen::solid(AXIS, 1.0))?;
        let (common, own): (Vec<&Line>, Vec<&Line>) = panel.lines.iter().partition(|line| line.policy.is_none());
        for line in common {
            for run in line.runs(&self.minutes) {
                sheet.draw_area(canvas, &run)?;
            }
        }
        // The first policy is drawn last, on top.
        for line in own.iter().rev() {
            let pen = style::series_pen(line.policy.unwrap_or(0));
            for run in line.runs(&self.minutes) {
                sheet.draw_run(canvas, &run, pen)?;
            }
        }
        match panel.lines.iter().all(|line| line.runs(&self.minutes).is_empty()) {
            true => frame::nothing(canvas, sheet.plot),
            false => Ok(()),
        }
    }

    fn draw_time<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>, sheet: &Sheet<'_>) -> Result<(), ChartError> {
        let base = frame::crisp(sheet.plot.bottom);
        for (minute, label) in &sheet.calendar.clock {
            let x = frame::crisp(sheet.across(*minute));
            canvas.line(&[(x, base), (x, base + 4.0)], Pen::solid(AXIS, 1.0))?;
            canvas.text(label, TICK, MUTED, Align::Centre, (x, base + 19.0))?;
        }
        let below = if sheet.calendar.clock.is_empty() { 19.0 } else { 37.0 };
        for (minute, label) in &sheet.calendar.days {
            canvas.text(label, TICK, MUTED, Align::Centre, (sheet.across(*minute), base + below))?;
        }
        Ok(())
    }

    /// Labels beside the first panel; they may reach down along the others.
    fn draw_labels<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>, first: &Sheet<'_>) -> Result<(), ChartError> {
        let end_of = |index: usize| {
            let lines = self.panels.first().into_iter().flat_map(|panel| &panel.lines);
            let own = lines.filter(|line| line.policy == Some(index));
            own.flat_map(|line| line.runs(&self.minutes)).next_back().and_then(|run| run.last().copied())
        };
        let names: Vec<EndLabel> = self
            .labelled()
            .map(|(series, name)| {
                let end = end_of(series).map(|point| first.place(point));
                let height = end.map_or(first.plot.bottom, |end| end.1);
                EndLabel { text: name.to_owned(), series, end, height }
            })
            .collect();
        let bottom = f64::from(self.size().1) - MARGIN;
        let end = first.plot.bottom.max(first.plot.top + labels::least_height(names.len())).min(bottom);
        labels::draw(canvas, &names, first.plot.right, (first.plot.top, end))
    }
}

/// One panel laid out on the picture.
struct Sheet<'a> {
    plot: Area,
    upward: &'a Axis,
    range: (f64, f64),
    calendar: &'a Calendar,
}

impl Sheet<'_> {
    fn across(&self, minute: f64) -> f64 {
        let (from, to) = self.range;
        self.plot.left + (self.plot.right - self.plot.left) * (minute - from) / (to - from)
    }

    fn place(&self, (minute, value): (f64, f64)) -> Point {
        (self.across(minute), frame::height(self.plot, self.upward, value))
    }

    fn draw_run<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        run: &[(f64, f64)],
        pen: Pen,
    ) -> Result<(), ChartError> {
        let points: Vec<Point> = run.iter().map(|&point| self.place(point)).collect();
        match points[..] {
            [single] => canvas.disc(single, 2.5, pen.ink),
            _ => canvas.line(&points, Pen { width: 1.75, ..pen }),
        }
    }

    fn draw_area<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>, run: &[(f64, f64)]) -> Result<(), ChartError> {
        let points: Vec<Point> = run.iter().map(|&point| self.place(point)).collect();
        if let (Some(first), Some(last)) = (points.first(), points.last()) {
            let mut outline = points.clone();
            outline.extend([(last.0, self.plot.bottom), (first.0, self.plot.bottom)]);
            canvas.polygon(&outline, MUTED.with_opacity(BAND_OPACITY))?;
        }
        self.draw_run(canvas, run, Pen::solid(MUTED, 1.75))
    }
}

impl Scene for Day {
    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> (u32, u32) {
        let panels = (PANEL_HEIGHT + PANEL_HEAD) * self.panels.len() as f64;
        let labels = PANEL_HEAD + labels::least_height(self.labelled().count());
        (WIDTH as u32, (self.top() + panels.max(labels) + BELOW_PANELS).ceil() as u32)
    }

    fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        frame::heading(canvas, &self.title, &self.subtitle)?;
        let uprights: Vec<Axis> = self.panels.iter().map(Panel::upward).collect();
        let areas = self.areas(&uprights);
        let Some(&first) = areas.first() else { return Ok(()) };
        let range = self.range();
        let calendar = calendar::calendar(self.start, range.0, range.1, first.right - first.left);
        let sheets: Vec<Sheet<'_>> = areas
            .iter()
            .zip(&uprights)
            .map(|(&plot, upward)| Sheet { plot, upward, range, calendar: &calendar })
            .collect();
        for (panel, sheet) in self.panels.iter().zip(&sheets) {
            self.draw_panel(canvas, panel, sheet)?;
        }
        self.draw_time(canvas, &sheets[sheets.len() - 1])?;
        self.draw_labels(canvas, &sheets[0])
    }
}
