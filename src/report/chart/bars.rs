//! Parts of something by policy: a bar for each, cut into its parts.

use super::axis::Axis;
use super::canvas::{Align, Area, Canvas};
use super::labels::line_up;
use super::style::{
    self, AXIS, BESIDE, GRID, Ink, LABEL, MARGIN, MUTED, Pen, SECOND_OPACITY, TEXT, TICK, TIME, WHITE, WIDTH,
};
use super::words::{Unit, percent};
use super::{ChartError, Scene, font, frame};
use plotters_backend::DrawingBackend;

const ROW: f64 = 34.0;
const BAR: f64 = 18.0;
/// A bar that has another below it is this high, and the other that.
const UPPER: f64 = 14.0;
const LOWER: f64 = 6.0;
/// Between the heading and the first row: room for the names of the parts.
const ABOVE_ROWS: f64 = 58.0;
const BELOW_ROWS: f64 = 64.0;
/// The most that names of policies take.
const NAMES: f64 = 250.0;
/// Between a name and its bar.
const AFTER_NAME: f64 = 14.0;
const SWATCH: f64 = 9.0;
/// Between two names of parts.
const BETWEEN: f64 = 18.0;
/// Between the plot and the first column of numbers, and between two of them.
const BEFORE_COLUMN: f64 = 22.0;
/// Free space at both ends of a number in a part.
const INSET: f64 = 5.0;

/// Bars cut into parts, one for each policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    /// Stem of the file name.
    pub name: &'static str,
    /// What is seen, in a few words.
    pub title: String,
    /// What the reader must know to read it.
    pub subtitle: String,
    /// The name of the axis.
    pub axis: String,
    /// What the parts are, in the order in which they follow each other.
    pub parts: Vec<String>,
    /// How the parts look.
    pub fill: Fill,
    /// The headings of the numbers to the right of the bars.
    pub columns: Vec<String>,
    /// From the top.
    pub bars: Vec<Bar>,
}

/// How parts are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// Two parts in two strengths of the policy's colour; `beside` is told by the last column.
    Policy,
    /// Up to five parts of a time, work first. The bars are wholes, and have numbers in them.
    Time,
}

/// One policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// A share for each part.
    pub parts: Vec<f64>,
    /// Where the end of the bar may be.
    pub interval: Option<(f64, f64)>,
    /// A share to be compared with the bar.
    pub beside: Option<f64>,
    /// A text for each column.
    pub numbers: Vec<String>,
}

impl Bar {
    fn shares(&self) -> Option<Vec<f64>> {
        let sound = !self.parts.is_empty() && self.parts.iter().all(|part| part.is_finite());
        sound.then(|| self.parts.iter().map(|part| part.max(0.0)).collect())
    }

    /// The name, which says so if there is nothing to it.
    fn name(&self) -> String {
        if self.shares().is_some() { self.label.clone() } else { format!("{} (no data)", self.label) }
    }
}

/// Where everything is.
struct Sheet {
    plot: Area,
    along: Axis,
    /// The right ends of the columns of numbers.
    columns: Vec<f64>,
}

impl Sheet {
    fn x(&self, share: f64) -> f64 {
        frame::across(self.plot, &self.along, share)
    }
}

impl Bars {
    fn ink(&self, policy: usize, part: usize) -> Ink {
        match self.fill {
            Fill::Time => TIME[part % TIME.len()],
            Fill::Policy if part == 0 => style::series_ink(policy),
            Fill::Policy => style::series_ink(policy).with_opacity(SECOND_OPACITY),
        }
    }

    fn sheet(&self) -> Sheet {
        let names = self.bars.iter().map(|bar| font::width(&bar.name(), LABEL)).fold(0.0, f64::max).min(NAMES);
        let mut right = WIDTH - MARGIN;
        let mut columns = Vec::new();
        for (place, head) in self.columns.iter().enumerate().rev() {
            columns.insert(0, right);
            let numbers = self.bars.iter().filter_map(|bar| bar.numbers.get(place));
            let width = numbers.map(|text| font::width(text, TICK)).fold(self.head_width(place, head), f64::max);
            right -= width + BEFORE_COLUMN;
        }
        let left = MARGIN + names + AFTER_NAME;
        let top = frame::heading_bottom(&self.title, &self.subtitle) + ABOVE_ROWS;
        // The last label of the axis stands on its middle.
        let plot = Area { left, top, right: right - 12.0, bottom: top + ROW * self.bars.len().max(1) as f64 };
        Sheet { plot, along: self.along(), columns }
    }

    /// A column that tells of what stands beside the bars has a swatch of it.
    fn head_width(&self, place: usize, head: &str) -> f64 {
        font::width(head, TICK) + if self.is_beside(place) { SWATCH + INSET } else { 0.0 }
    }

    fn is_beside(&self, column: usize) -> bool {
        column + 1 == self.columns.len() && self.bars.iter().any(|bar| bar.beside.is_some())
    }

    fn along(&self) -> Axis {
        let ends = |bar: &Bar| {
            let whole = bar.shares().map_or(0.0, |shares| shares.iter().sum());
            [whole, bar.interval.map_or(0.0, |it| it.1), bar.beside.unwrap_or(0.0)]
        };
        let highest = self.bars.iter().flat_map(ends).filter(|share| share.is_finite()).fold(0.0, f64::max);
        match self.fill {
            Fill::Time => Axis::over(0.0, 1.0, Unit::Share, 5),
            Fill::Policy => Axis::from_zero(highest.min(1.0), Unit::Share, 6),
        }
    }

    fn draw_bar<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        sheet: &Sheet,
        (policy, bar): (usize, &Bar),
    ) -> Result<(), ChartError> {
        let middle = sheet.plot.top + ROW * (policy as f64 + 0.5);
        let name = font::fit(&bar.name(), LABEL, NAMES);
        let ink = style::series_lettering(policy);
        canvas.text(&name, LABEL, ink, Align::Right, (sheet.plot.left - AFTER_NAME, middle + 4.4))?;
        let Some(shares) = bar.shares() else { return Ok(()) };
        let (top, height) = match bar.beside {
            Some(_) => (middle - (UPPER + LOWER) / 2.0 - 1.0, UPPER),
            None => (middle - BAR / 2.0, BAR),
        };
        let mut from = 0.0;
        for (part, share) in shares.iter().enumerate() {
            let (left, right) = (sheet.x(from), sheet.x(from + share));
            let area = Area { left, right, top, bottom: top + height };
            // A pale part must not let the grid through.
            canvas.rectangle(area, WHITE)?;
            canvas.rectangle(area, self.ink(policy, part))?;
            // A hair of white between neighbours.
            if from > 0.0 && *share > 0.0 {
                canvas.line(&[(left, top), (left, top + height)], Pen::solid(WHITE, 1.0))?;
            }
            self.draw_number(canvas, area, part, *share)?;
            from += share;
        }
        if let Some((low, high)) = bar.interval.filter(|it| it.0.is_finite() && it.1.is_finite()) {
            let y = top + height / 2.0;
            let (low, high) = (sheet.x(low.max(0.0)), sheet.x(high.min(sheet.along.high)));
            canvas.line(&[(low, y), (high, y)], Pen::solid(TEXT, 1.25))?;
        }
        if let Some(beside) = bar.beside.filter(|it| it.is_finite()) {
            let top = top + height + 2.0;
            let area = Area { left: sheet.plot.left, right: sheet.x(beside), top, bottom: top + LOWER };
            canvas.rectangle(area, BESIDE)?;
        }
        for (text, &right) in bar.numbers.iter().zip(&sheet.columns) {
            canvas.text(text, TICK, TEXT, Align::Right, (right, middle + 4.3))?;
        }
        Ok(())
    }

    /// The number of a part, if it has room for it.
    fn draw_number<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        area: Area,
        part: usize,
        share: f64,
    ) -> Result<(), ChartError> {
        let text = percent(share);
        if self.fill != Fill::Time || font::width(&text, TICK) + 2.0 * INSET > area.right - area.left {
            return Ok(());
        }
        let ink = if part < 2 { WHITE } else { TEXT };
        let at = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0 + 4.3);
        canvas.text(&text, TICK, ink, Align::Centre, at)
    }

    /// The names of the parts above the first bar, each joined to its part if the bar has it.
    fn draw_heads<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>, sheet: &Sheet) -> Result<(), ChartError> {
        let baseline = sheet.plot.top - 26.0;
        for (place, (head, &right)) in self.columns.iter().zip(&sheet.columns).enumerate() {
            canvas.text(head, TICK, MUTED, Align::Right, (right, sheet.plot.top - 6.0))?;
            if self.is_beside(place) {
                let left = right - self.head_width(place, head);
                canvas.rectangle(swatch(left, sheet.plot.top - 6.0), BESIDE)?;
            }
        }
        let Some((policy, shares)) = self.bars.iter().enumerate().find_map(|(at, bar)| Some((at, bar.shares()?)))
        else {
            return Ok(());
        };
        let seen: Vec<usize> = (0..self.parts.len().min(shares.len())).filter(|&part| self.is_seen(part)).collect();
        let starts: Vec<f64> = (0..shares.len()).map(|part| shares[..part].iter().sum()).collect();
        let middles: Vec<f64> = seen.iter().map(|&part| sheet.x(starts[part] + shares[part] / 2.0)).collect();
        let width = |part: &usize| font::width(&self.parts[*part], TICK) + SWATCH + INSET;
        let widths: Vec<f64> = seen.iter().map(width).collect();
        let places = line_up(&middles, &widths, BETWEEN, (MARGIN, WIDTH - MARGIN));
        let first = sheet.plot.top + ROW * policy as f64;
        for (((&part, &middle), &place), width) in seen.iter().zip(&middles).zip(&places).zip(&widths) {
            let left = place - width / 2.0;
            let (foot, tip) = (baseline + 5.0, first + (ROW - BAR) / 2.0 - 1.0);
            if policy == 0 && shares[part] > 0.0 {
                canvas.line(&[(place, foot), (middle, tip - 7.0), (middle, tip)], Pen::solid(AXIS, 1.0))?;
            }
            canvas.rectangle(swatch(left, baseline), self.ink(policy, part))?;
            canvas.text(&self.parts[part], TICK, MUTED, Align::Left, (left + SWATCH + INSET, baseline))?;
        }
        Ok(())
    }

    /// Whether any bar has this part.
    fn is_seen(&self, part: usize) -> bool {
        self.bars.iter().filter_map(Bar::shares).any(|shares| shares.get(part).is_some_and(|share| *share > 0.0))
    }
}

/// A little square before a text on this baseline.
fn swatch(left: f64, baseline: f64) -> Area {
    Area { left, right: left + SWATCH, top: baseline - SWATCH, bottom: baseline }
}

impl Scene for Bars {
    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> (u32, u32) {
        (WIDTH as u32, (self.sheet().plot.bottom + BELOW_ROWS).ceil() as u32)
    }

    fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        frame::heading(canvas, &self.title, &self.subtitle)?;
        let sheet = self.sheet();
        for tick in &sheet.along.ticks {
            let x = frame::crisp(sheet.x(tick.value));
            canvas.line(&[(x, sheet.plot.top), (x, sheet.plot.bottom)], Pen::solid(GRID, 1.0))?;
        }
        frame::bottom(canvas, sheet.plot, &sheet.along, &self.axis)?;
        if self.bars.iter().all(|bar| bar.shares().is_none()) {
            frame::nothing(canvas, sheet.plot)?;
        }
        self.draw_heads(canvas, &sheet)?;
        self.bars.iter().enumerate().try_for_each(|bar| self.draw_bar(canvas, &sheet, bar))
    }
}
