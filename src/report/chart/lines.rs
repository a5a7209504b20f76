//! How numbers change with what is set: panels one above the other over the same values, one line for each policy.

use super::axis::Axis;
use super::canvas::{Align, Area, Canvas, Point};
use super::labels::{self, EndLabel};
use super::style::{self, AXIS, BAND_OPACITY, MARGIN, MUTED, PANEL_TITLE, Pen, TEXT, TICK, WIDTH};
use super::words::Unit;
use super::{ChartError, Interval, Scene, font, frame};
use plotters_backend::DrawingBackend;

const PANEL_HEIGHT: f64 = 128.0;
/// Above each panel: its title and the distance to the one before.
const PANEL_HEAD: f64 = 46.0;
const BELOW_PANELS: f64 = 64.0;
const DOT: f64 = 3.0;

/// Numbers over the values of one key, in panels.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// Stem of the file name.
    pub name: String,
    /// What is seen, in a few words.
    pub title: String,
    /// What the reader must know to read it.
    pub subtitle: String,
    /// Name of the axis along the bottom.
    pub across: String,
    /// The values, in their order: at equal distances, because people choose them so that each tells something.
    pub values: Vec<String>,
    /// Names of the policies; their order decides the colours.
    pub policies: Vec<String>,
    /// From the top.
    pub panels: Vec<LinesPanel>,
}

/// One measure.
#[derive(Debug, Clone, PartialEq)]
pub struct LinesPanel {
    /// What is measured.
    pub title: String,
    /// In what.
    pub unit: Unit,
    /// By policy, and by value: the number; `None` where there is none, which interrupts the line.
    pub lines: Vec<Vec<Option<Interval>>>,
}

impl LinesPanel {
    fn upward(&self) -> Axis {
        let all = || self.lines.iter().flatten().flatten().filter(|it| it.value.is_finite());
        let highest = all().map(|it| it.value.max(it.high)).fold(0.0, f64::max);
        // A band that is far wider than what it is around would hide everything else.
        let highest = highest.min(3.0 * all().map(|it| it.value).fold(0.0, f64::max));
        let highest = if self.unit == Unit::Share { highest.min(1.0) } else { highest };
        Axis::from_zero(highest, self.unit, 4)
    }
}

impl Lines {
    fn top(&self) -> f64 {
        frame::heading_bottom(&self.title, &self.subtitle)
    }

    fn areas(&self, uprights: &[Axis]) -> Vec<Area> {
        let (left, right) = (frame::plot_left(uprights), WIDTH - labels::room(&self.policies));
        let place = |index: usize| {
            let top = self.top() + PANEL_HEAD + (PANEL_HEIGHT + PANEL_HEAD) * index as f64;
            Area { left, top, right, bottom: top + PANEL_HEIGHT }
        };
        (0..self.panels.len()).map(place).collect()
    }

    /// Where a value lies: half a step of paper on either side.
    fn across(&self, plot: Area, place: usize) -> f64 {
        plot.left + (plot.right - plot.left) * (place as f64 + 0.5) / self.values.len().max(1) as f64
    }

    fn draw_panel<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        panel: &LinesPanel,
        (plot, upward): (Area, &Axis),
    ) -> Result<(), ChartError> {
        let title = font::fit(&panel.title, PANEL_TITLE, WIDTH - 2.0 * MARGIN);
        canvas.text(&title, PANEL_TITLE, TEXT, Align::Left, (MARGIN, plot.top - 14.0))?;
        frame::rows(canvas, plot, upward)?;
        let base = frame::crisp(plot.bottom);
        canvas.line(&[(plot.left, base), (plot.right, base)], Pen::solid(AXIS, 1.0))?;
        let height = |value: f64| frame::height(plot, upward, value.clamp(0.0, upward.high));
        // The first policy is drawn last, on top; all bands lie below all lines.
        for (policy, line) in panel.lines.iter().enumerate().rev() {
            let ink = style::series_ink(policy).with_opacity(BAND_OPACITY);
            for run in runs(line) {
                let edge = |pick: fn(&Interval) -> f64| {
                    run.iter().map(move |(place, it)| (*place, pick(it))).collect::<Vec<_>>()
                };
                let point = |(place, value): (usize, f64)| (self.across(plot, place), height(value));
                let (high, mut low) = (edge(|it| it.high), edge(|it| it.low));
                low.reverse();
                canvas.polygon(&high.into_iter().chain(low).map(point).collect::<Vec<_>>(), ink)?;
            }
        }
        for (policy, line) in panel.lines.iter().enumerate().rev() {
            let pen = style::series_pen(policy);
            for run in runs(line) {
                let points: Vec<Point> =
                    run.iter().map(|(place, it)| (self.across(plot, *place), height(it.value))).collect();
                canvas.line(&points, Pen { width: 1.75, ..pen })?;
                points.into_iter().try_for_each(|point| canvas.disc(point, DOT, pen.ink))?;
            }
        }
        match panel.lines.iter().flatten().flatten().next() {
            None => frame::nothing(canvas, plot),
            Some(_) => Ok(()),
        }
    }

    /// The values below the lowest panel, as many as have room.
    fn draw_values<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>, plot: Area) -> Result<(), ChartError> {
        let base = frame::crisp(plot.bottom);
        let mut free = f64::NEG_INFINITY;
        for (place, value) in self.values.iter().enumerate() {
            let (x, half) = (frame::crisp(self.across(plot, place)), font::width(value, TICK) / 2.0);
            canvas.line(&[(x, base), (x, base + 4.0)], Pen::solid(AXIS, 1.0))?;
            if x - half >= free {
                canvas.text(value, TICK, MUTED, Align::Centre, (x, base + 19.0))?;
                free = x + half + 8.0;
            }
        }
        let name = font::fit(&self.across, TICK, plot.right - plot.left);
        canvas.text(&name, TICK, MUTED, Align::Centre, ((plot.left + plot.right) / 2.0, base + frame::NAME_BASELINE))
    }

    /// Labels beside the first panel; they may reach down along the others.
    fn draw_labels<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        (plot, upward): (Area, &Axis),
    ) -> Result<(), ChartError> {
        let end_of = |policy: usize| {
            let line = self.panels.first().and_then(|panel| panel.lines.get(policy));
            let last = line.into_iter().flat_map(|line| runs(line)).next_back().and_then(|run| run.last().copied());
            last.map(|(place, it)| (self.across(plot, place), frame::height(plot, upward, it.value.min(upward.high))))
        };
        let label = |(series, name): (usize, &String)| {
            let end = end_of(series);
            EndLabel { text: name.clone(), series, end, height: end.map_or(plot.bottom, |end| end.1) }
        };
        let names: Vec<EndLabel> = self.policies.iter().enumerate().map(label).collect();
        let bottom = f64::from(self.size().1) - MARGIN;
        let end = plot.bottom.max(plot.top + labels::least_height(names.len())).min(bottom);
        labels::draw(canvas, &names, plot.right, (plot.top, end))
    }
}

/// The unbroken parts of a line, as pairs of a place and what is there.
fn runs(line: &[Option<Interval>]) -> Vec<Vec<(usize, Interval)>> {
    let mut runs = vec![Vec::new()];
    for (place, it) in line.iter().enumerate() {
        let run = runs.last_mut().expect("there is always a run");
        match it.filter(|it| it.value.is_finite() && it.low.is_finite() && it.high.is_finite()) {
            Some(it) => run.push((place, it)),
            None if run.is_empty() => {}
            None => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

impl Scene for Lines {
    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> (u32, u32) {
        let panels = (PANEL_HEIGHT + PANEL_HEAD) * self.panels.len() as f64;
        let labels = PANEL_HEAD + labels::least_height(self.policies.len());
        (WIDTH as u32, (self.top() + panels.max(labels) + BELOW_PANELS).ceil() as u32)
    }

    fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        frame::heading(canvas, &self.title, &self.subtitle)?;
        let uprights: Vec<Axis> = self.panels.iter().map(LinesPanel::upward).collect();
        let areas = self.areas(&uprights);
        for ((panel, &plot), upward) in self.panels.iter().zip(&areas).zip(&uprights) {
            self.draw_panel(canvas, panel, (plot, upward))?;
        }
        let (Some(&first), Some(&last)) = (areas.first(), areas.last()) else { return Ok(()) };
        self.draw_values(canvas, last)?;
        self.draw_labels(canvas, (first, &uprights[0]))
    }
}
