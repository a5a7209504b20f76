//! A number over the values of two keys: a grid for each policy, the darker the longer.

use super::canvas::{Align, Area, Canvas};
use super::style::{AXIS, Ink, MARGIN, MUTED, PANEL_TITLE, Pen, TEXT, TICK, WHITE, WIDTH, shade};
use super::{ChartError, Scene, font, frame};
use plotters_backend::DrawingBackend;

const CELL_HEIGHT: f64 = 30.0;
/// Above each grid: its title and the distance to the one before.
const GRID_HEAD: f64 = 44.0;
/// Below each grid: the values and their name.
const GRID_FOOT: f64 = 50.0;
/// From here on a cell is so dark that what is written in it is white.
const DARK: f64 = 0.55;

/// A number over two keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Heat {
    /// Stem of the file name.
    pub name: String,
    /// What is seen, in a few words.
    pub title: String,
    /// What the reader must know to read it.
    pub subtitle: String,
    /// Name of the axis along the bottom, and its values.
    pub across: (String, Vec<String>),
    /// Name of the upward axis, and its values from the bottom.
    pub upward: (String, Vec<String>),
    /// By policy.
    pub grids: Vec<Grid>,
}

/// The numbers of a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Its name.
    pub policy: String,
    /// By upward value, and by value across: the number, and how it is written.
    pub rows: Vec<Vec<Option<(f64, String)>>>,
}

impl Heat {
    fn top(&self) -> f64 {
        frame::heading_bottom(&self.title, &self.subtitle)
    }

    /// Least and greatest number of all grids: policies share their colours, so that they can be compared.
    fn range(&self) -> (f64, f64) {
        let all = || self.grids.iter().flat_map(|grid| grid.rows.iter().flatten().flatten()).map(|cell| cell.0);
        (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max))
    }

    fn plots(&self) -> Vec<Area> {
        let widest = self.upward.1.iter().map(|value| font::width(value, TICK)).fold(24.0, f64::max).min(WIDTH / 3.0);
        let height = CELL_HEIGHT * self.upward.1.len() as f64;
        let place = |index: usize| {
            let top = self.top() + GRID_HEAD + (height + GRID_HEAD + GRID_FOOT) * index as f64;
            Area { left: MARGIN + widest + 10.0, top, right: WIDTH - MARGIN, bottom: top + height }
        };
        (0..self.grids.len()).map(place).collect()
    }

    fn cell(&self, plot: Area, row: usize, column: usize) -> Area {
        let width = (plot.right - plot.left) / self.across.1.len().max(1) as f64;
        let (left, bottom) = (plot.left + width * column as f64, plot.bottom - CELL_HEIGHT * row as f64);
        Area { left: left + 1.0, top: bottom - CELL_HEIGHT + 1.0, right: left + width - 1.0, bottom: bottom - 1.0 }
    }

    fn draw_grid<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        Grid { policy, rows }: &Grid,
        plot: Area,
        (least, greatest): (f64, f64),
    ) -> Result<(), ChartError> {
        let title = font::fit(policy, PANEL_TITLE, WIDTH / 2.0);
        canvas.text(&title, PANEL_TITLE, TEXT, Align::Left, (MARGIN, plot.top - 12.0))?;
        let beside = MARGIN + font::width(&title, PANEL_TITLE) + 12.0;
        let name = font::fit(&format!("upward: {}", self.upward.0), TICK, WIDTH - MARGIN - beside);
        canvas.text(&name, TICK, MUTED, Align::Left, (beside, plot.top - 12.0))?;
        for (row, values) in rows.iter().enumerate() {
            let middle = self.cell(plot, row, 0);
            let height = (middle.top + middle.bottom) / 2.0 + 4.3;
            let value = font::fit(&self.upward.1[row], TICK, plot.left - MARGIN - 10.0);
            canvas.text(&value, TICK, MUTED, Align::Right, (plot.left - 10.0, height))?;
            for (column, value) in values.iter().enumerate() {
                let Some((value, text)) = value else { continue };
                let area = self.cell(plot, row, column);
                let share = if greatest > least { (value - least) / (greatest - least) } else { 0.0 };
                canvas.rectangle(area, shade(share))?;
                if font::width(text, TICK) <= area.right - area.left - 4.0 {
                    let ink: Ink = if share > DARK { WHITE } else { TEXT };
                    canvas.text(text, TICK, ink, Align::Centre, ((area.left + area.right) / 2.0, height))?;
                }
            }
        }
        self.draw_values(canvas, plot)
    }

    fn draw_values<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>, plot: Area) -> Result<(), ChartError> {
        let base = frame::crisp(plot.bottom);
        canvas.line(&[(plot.left, base), (plot.right, base)], Pen::solid(AXIS, 1.0))?;
        let mut free = f64::NEG_INFINITY;
        for (column, value) in self.across.1.iter().enumerate() {
            let area = self.cell(plot, 0, column);
            let (x, half) = ((area.left + area.right) / 2.0, font::width(value, TICK) / 2.0);
            if x - half >= free {
                canvas.text(value, TICK, MUTED, Align::Centre, (x, base + 17.0))?;
                free = x + half + 8.0;
            }
        }
        let name = font::fit(&self.across.0, TICK, plot.right - plot.left);
        canvas.text(&name, TICK, MUTED, Align::Centre, ((plot.left + plot.right) / 2.0, base + 36.0))
    }
}

impl Scene for Heat {
    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> (u32, u32) {
        let height = CELL_HEIGHT * self.upward.1.len() as f64 + GRID_HEAD + GRID_FOOT;
        (WIDTH as u32, (self.top() + height * self.grids.len() as f64 + MARGIN).ceil() as u32)
    }

    fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        frame::heading(canvas, &self.title, &self.subtitle)?;
        let range = self.range();
        let plots = self.plots();
        self.grids.iter().zip(plots).try_for_each(|(grid, plot)| self.draw_grid(canvas, grid, plot, range))
    }
}
