//! What surrounds the data: heading, grid and axes.

use super::ChartError;
use super::axis::Axis;
use super::canvas::{Align, Area, Canvas};
use super::font;
use super::style::{AXIS, GRID, MARGIN, MUTED, Pen, SUBTITLE, TEXT, TICK, TITLE, WHITE, WIDTH};
use plotters_backend::DrawingBackend;

/// Height of a tick below the axis.
const TICK_LENGTH: f64 = 4.0;
/// From an axis to the baseline of the labels below it.
const TICK_BASELINE: f64 = 19.0;
/// From an axis to the baseline of its name.
pub(super) const NAME_BASELINE: f64 = 42.0;

const TITLE_LEADING: f64 = 24.0;
const SUBTITLE_LEADING: f64 = 18.0;

/// The whole picture.
pub(super) fn sheet((width, height): (u32, u32)) -> Area {
    Area { left: 0.0, top: 0.0, right: f64::from(width), bottom: f64::from(height) }
}

/// A coordinate at which a hairline covers whole pixels.
pub(super) fn crisp(coordinate: f64) -> f64 {
    (coordinate - 0.5).round() + 0.5
}

fn heading_lines(title: &str, subtitle: &str) -> (Vec<String>, Vec<String>) {
    let room = WIDTH - 2.0 * MARGIN;
    (font::wrap(title, TITLE, room), font::wrap(subtitle, SUBTITLE, room))
}

/// How far down the heading reaches.
pub(super) fn heading_bottom(title: &str, subtitle: &str) -> f64 {
    let (titles, subtitles) = heading_lines(title, subtitle);
    MARGIN + TITLE_LEADING * titles.len() as f64 + SUBTITLE_LEADING * subtitles.len() as f64
}

/// Writes title and subtitle.
pub(super) fn heading<B: DrawingBackend>(
    canvas: &mut Canvas<'_, B>,
    title: &str,
    subtitle: &str,
) -> Result<(), ChartError> {
    let (titles, subtitles) = heading_lines(title, subtitle);
    let mut baseline = MARGIN - 8.0;
    for line in &titles {
        baseline += TITLE_LEADING;
        canvas.text(line, TITLE, TEXT, Align::Left, (MARGIN, baseline))?;
    }
    baseline += 4.0;
    for line in &subtitles {
        baseline += SUBTITLE_LEADING;
        canvas.text(line, SUBTITLE, MUTED, Align::Left, (MARGIN, baseline))?;
    }
    Ok(())
}

/// Where the plot may start, to the right of the labels of these axes.
pub(super) fn plot_left<'a>(axes: impl IntoIterator<Item = &'a Axis>) -> f64 {
    let ticks = axes.into_iter().flat_map(|axis| &axis.ticks);
    MARGIN + ticks.map(|tick| font::width(&tick.label, TICK)).fold(24.0, f64::max) + 10.0
}

/// Draws a line across the plot for each tick of the upward axis, with its label at the left.
pub(super) fn rows<B: DrawingBackend>(canvas: &mut Canvas<'_, B>, plot: Area, upward: &Axis) -> Result<(), ChartError> {
    for tick in &upward.ticks {
        let y = crisp(height(plot, upward, tick.value));
        canvas.line(&[(plot.left, y), (plot.right, y)], Pen::solid(GRID, 1.0))?;
        canvas.text(&tick.label, TICK, MUTED, Align::Right, (plot.left - 10.0, y + 4.3))?;
    }
    Ok(())
}

/// Draws the axis along the bottom of the plot with its ticks and its name.
pub(super) fn bottom<B: DrawingBackend>(
    canvas: &mut Canvas<'_, B>,
    plot: Area,
    along: &Axis,
    name: &str,
) -> Result<(), ChartError> {
    let y = crisp(plot.bottom);
    let pen = Pen::solid(AXIS, 1.0);
    canvas.line(&[(plot.left, y), (plot.right, y)], pen)?;
    for tick in &along.ticks {
        let x = crisp(across(plot, along, tick.value));
        canvas.line(&[(x, y), (x, y + TICK_LENGTH)], pen)?;
        canvas.text(&tick.label, TICK, MUTED, Align::Centre, (x, y + TICK_BASELINE))?;
    }
    let name = font::fit(name, TICK, plot.right - plot.left);
    canvas.text(&name, TICK, MUTED, Align::Centre, ((plot.left + plot.right) / 2.0, y + NAME_BASELINE))
}

/// Says in the middle of a plot that there is nothing to see.
pub(super) fn nothing<B: DrawingBackend>(canvas: &mut Canvas<'_, B>, plot: Area) -> Result<(), ChartError> {
    let middle = ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0 + 4.0);
    const WORDS: &str = "nothing to show";
    let half = font::width(WORDS, SUBTITLE) / 2.0 + 8.0;
    let ground = Area { left: middle.0 - half, right: middle.0 + half, top: middle.1 - 15.0, bottom: middle.1 + 7.0 };
    canvas.rectangle(ground, WHITE)?;
    canvas.text(WORDS, SUBTITLE, MUTED, Align::Centre, middle)
}

/// Where a value of the upward axis lies on the sheet.
pub(super) fn height(plot: Area, upward: &Axis, value: f64) -> f64 {
    plot.bottom - (plot.bottom - plot.top) * upward.place(value)
}

/// Where a value of the axis along the bottom lies on the sheet.
pub(super) fn across(plot: Area, along: &Axis, value: f64) -> f64 {
    plot.left + (plot.right - plot.left) * along.place(value)
}
