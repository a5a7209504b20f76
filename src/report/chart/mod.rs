//! Charts as SVG and PNG, drawn without any library or font of the system.
//!
//! A chart is plain data (`Distribution`, `Day`, `Tradeoff`, `Spectrum`, `Tempo`, `Bars`, `Lines`, `Heat`,
//! `Ranges`, `Frontier`, `Welch`); one drawing routine each serves
//! both formats. The same data give the same bytes. No input makes a chart fail: where there is nothing to show, it says so.
//!
//! Reading order: `style` and `font`, `canvas` with its two backends (`skia`, `svg`), `words` and `axis`, `frame`, `labels`
//! and `scatter`, then the charts.

mod axis;
mod bars;
mod calendar;
mod canvas;
mod day;
mod distribution;
mod font;
mod frame;
mod frontier;
mod heat;
mod labels;
mod lines;
mod ranges;
mod scatter;
mod skia;
mod spectrum;
mod style;
mod svg;
mod tempo;
#[cfg(test)]
mod tests;
mod tradeoff;
mod welch;
mod words;

pub use bars::{Bar, Bars, Fill};
use canvas::Canvas;
pub use day::{Day, Line, Panel};
pub use distribution::{Curve, Distribution, DurationScale, MOST_BANDS};
pub use frontier::{Frontier, FrontierSpot};
pub use heat::{Grid, Heat};
pub use lines::{Lines, LinesPanel};
use plotters_backend::DrawingBackend;
pub use ranges::{RangeRow, Ranges, RangesPanel};
pub use spectrum::{Spectrum, SpectrumPanel};
use std::fmt;
pub use tempo::{Tempo, TempoDemand, TempoPolicy};
pub use tradeoff::{Interval, Spot, Tradeoff};
pub use welch::{Welch, WelchPanel};
pub use words::{Unit, duration};

/// One chart in both formats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Stem of the file name.
    pub name: String,
    /// A complete SVG document. Its text stays text, in Inter where the reader has it, else Helvetica or Arial.
    pub svg: Vec<u8>,
    /// The same picture with two pixels for each of the SVG's, for dense screens and print.
    pub png: Vec<u8>,
}

/// Why a chart could not be made. No data cause this, only a lack of memory or a defect.
#[derive(Debug)]
pub enum ChartError {
    /// A backend refused to draw.
    Drawing(String),
    /// The picture could not be packed as PNG.
    Packing(png::EncodingError),
}

impl fmt::Display for ChartError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ChartError::Drawing(reason) => write!(formatter, "cannot draw the chart: {reason}"),
            ChartError::Packing(reason) => write!(formatter, "cannot write the chart as PNG: {reason}"),
        }
    }
}

impl std::error::Error for ChartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            ChartError::Drawing(_) => None,
            ChartError::Packing(reason) => Some(reason),
        }
    }
}

/// Draws cumulative shares of waits, one line with its band for each policy.
pub fn distribution(chart: &Distribution) -> Result<Picture, ChartError> {
    picture(chart.name, chart)
}

/// Draws panels over a shared axis of time.
pub fn day(chart: &Day) -> Result<Picture, ChartError> {
    picture(chart.name, chart)
}

/// Draws waits against utilisation, one cross for each policy.
pub fn tradeoff(chart: &Tradeoff) -> Result<Picture, ChartError> {
    picture(chart.name, chart)
}

/// Draws parts of a whole through the day, one panel for each policy.
pub fn spectrum(chart: &Spectrum) -> Result<Picture, ChartError> {
    picture(chart.name, chart)
}

/// Draws ranges of ratios around 1, one for each policy and mode.
pub fn tempo(chart: &Tempo) -> Result<Picture, ChartError> {
    picture(chart.name, chart)
}

/// Draws bars cut into parts, one for each policy.
pub fn bars(chart: &Bars) -> Result<Picture, ChartError> {
    picture(chart.name, chart)
}

/// Draws numbers over the values of a key, one line with its band for each policy.
pub fn lines(chart: &Lines) -> Result<Picture, ChartError> {
    picture(&chart.name, chart)
}

/// Draws a number over the values of two keys, one grid for each policy.
pub fn heat(chart: &Heat) -> Result<Picture, ChartError> {
    picture(&chart.name, chart)
}

/// Draws ranges along an axis, in panels.
pub fn ranges(chart: &Ranges) -> Result<Picture, ChartError> {
    picture(&chart.name, chart)
}

/// Draws points by cost and wait, and the lines of those that nothing beats.
pub fn frontier(chart: &Frontier) -> Result<Picture, ChartError> {
    picture(&chart.name, chart)
}

/// Draws how a level settles, one panel for each policy.
pub fn welch(chart: &Welch) -> Result<Picture, ChartError> {
    picture(&chart.name, chart)
}

/// What a chart must tell to become a picture.
trait Scene {
    /// Its title, which is also the title of the SVG document.
    fn title(&self) -> &str;

    /// Width and height in pixels.
    fn size(&self) -> (u32, u32);

    /// Draws everything but the white ground.
    fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError>;
}

fn picture(name: &str, scene: &impl Scene) -> Result<Picture, ChartError> {
    Ok(Picture { name: name.to_owned(), svg: svg::render(scene)?, png: skia::render(scene)? })
}
