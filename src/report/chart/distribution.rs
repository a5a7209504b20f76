//! How waits are distributed: the share of customers served within each duration.

use super::axis::Axis;
use super::canvas::{Align, Area, Canvas, Point};
use super::labels::{self, EndLabel};
use super::style::{self, BAND_OPACITY, MARGIN, MUTED, Pen, TICK, WIDTH};
use super::words::{Unit, duration};
use super::{ChartError, Scene, font, frame};
use plotters_backend::DrawingBackend;

const PLOT_HEIGHT: f64 = 350.0;
/// Between the heading and the plot: room for the name of the target.
const ABOVE_PLOT: f64 = 34.0;
const BELOW_PLOT: f64 = 64.0;

/// The axis ends where the slowest policy has served this share of those whom it serves at all.
const SHOWN: f64 = 0.99;
/// A logarithmic axis starts where the fastest policy has served this share.
const EARLIEST: f64 = 0.04;
/// The start of a logarithmic axis, in seconds, is nowhere below this.
const SHORTEST: f64 = 1.0;
/// The axis is logarithmic by itself when its end is this many times the shortest median.
const WIDE: f64 = 60.0;

/// More bands than this lie on top of each other and tell nothing.
pub const MOST_BANDS: usize = 6;

/// Cumulative shares of a duration by policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    /// Stem of the file name.
    pub name: &'static str,
    /// What is seen, in a few words.
    pub title: String,
    /// What the reader must know to read it: whose waits, which bands.
    pub subtitle: String,
    /// The name of the axis of durations.
    pub axis: String,
    /// How durations are laid out.
    pub scale: DurationScale,
    /// Promised duration in seconds, marked by a line.
    pub target: Option<f64>,
    /// One for each policy; their order decides the colours.
    pub curves: Vec<Curve>,
}

/// How an axis of durations is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationScale {
    /// Equal lengths are equal durations.
    Linear,
    /// Equal lengths are equal ratios.
    Logarithmic,
    /// Logarithmic if the durations differ by much, else linear.
    Fitting,
}

/// One policy's distribution.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Name of the policy.
    pub label: String,
    /// Seconds and the share served within them, by rising seconds.
    pub points: Vec<(f64, f64)>,
    /// Lower end of the interval of each share; empty for no band.
    pub low: Vec<f64>,
    /// Upper end of the interval of each share; empty for no band.
    pub high: Vec<f64>,
}

impl Curve {
    /// The points with other values at their durations, without those that are no numbers.
    fn with(&self, values: impl IntoIterator<Item = f64>) -> Vec<(f64, f64)> {
        let points = self.points.iter().zip(values).map(|(point, value)| (point.0, value));
        points.filter(|(x, y)| x.is_finite() && y.is_finite()).map(|(x, y)| (x.max(0.0), y.clamp(0.0, 1.0))).collect()
    }

    /// The label, which says so if there is no line to it.
    fn name(&self) -> String {
        if self.shares().is_empty() { format!("{} (no data)", self.label) } else { self.label.clone() }
    }

    fn shares(&self) -> Vec<(f64, f64)> {
        self.with(self.points.iter().map(|point| point.1))
    }

    /// Seconds until this part of the final share is reached.
    fn time_of(&self, part: f64) -> Option<f64> {
        let shares = self.shares();
        let wanted = shares.last()?.1 * part;
        shares.iter().find(|point| point.1 >= wanted).map(|point| point.0)
    }
}

impl Distribution {
    /// The subtitle, which also says if the axis is not linear.
    fn subtitle(&self) -> String {
        let logarithmic = self.axis(WIDTH).logarithmic;
        format!("{}{}", self.subtitle, if logarithmic { "; logarithmic axis" } else { "" })
    }

    fn axis(&self, length: f64) -> Axis {
        let times = |part: f64| self.curves.iter().filter_map(move |curve| curve.time_of(part));
        let target = self.target.filter(|target| target.is_finite() && *target > 0.0);
        let slowest = times(SHOWN).fold(0.0, f64::max);
        let end = target.map_or(slowest, |target| slowest.max(target * 1.1));
        let median = times(0.5).fold(slowest, f64::min).max(SHORTEST);
        let logarithmic = match self.scale {
            DurationScale::Linear => false,
            DurationScale::Logarithmic => true,
            DurationScale::Fitting => slowest > WIDE * median,
        };
        if logarithmic && end > 4.0 * SHORTEST {
            let start = times(EARLIEST).chain(target).fold(end / 10.0, f64::min);
            return Axis::logarithmic(start.max(SHORTEST), end, length);
        }
        Axis::from_zero(end, Unit::Duration, 8)
    }

    fn plot(&self, upward: &Axis) -> Area {
        let top = frame::heading_bottom(&self.title, &self.subtitle()) + ABOVE_PLOT;
        let bottom = f64::from(self.size().1) - BELOW_PLOT;
        let right = WIDTH - labels::room(self.curves.iter().map(Curve::name));
        Area { left: frame::plot_left([upward]), top, right, bottom }
    }

    fn draw_target<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        plot: Area,
        along: &Axis,
    ) -> Result<(), ChartError> {
        let Some(target) = self.target.filter(|target| target.is_finite() && *target >= along.low) else {
            return Ok(());
        };
        let x = frame::crisp(frame::across(plot, along, target));
        let pen = Pen { ink: MUTED, width: 1.25, dash: Some((1.5, 3.0)) };
        canvas.line(&[(x, plot.top - 6.0), (x, plot.bottom)], pen)?;
        let text = format!("target {}", duration(target));
        let half = font::width(&text, TICK) / 2.0;
        let middle = x.clamp(MARGIN + half, WIDTH - MARGIN - half);
        canvas.text(&text, TICK, MUTED, Align::Centre, (middle, plot.top - 12.0))
    }
}

impl Scene for Distribution {
    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> (u32, u32) {
        let plot = labels::least_height(self.curves.len() + 1).max(PLOT_HEIGHT);
        let top = frame::heading_bottom(&self.title, &self.subtitle()) + ABOVE_PLOT;
        (WIDTH as u32, (top + plot + BELOW_PLOT).ceil() as u32)
    }

    fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        let upward = Axis::from_zero(1.0, Unit::Share, 5);
        let plot = self.plot(&upward);
        let along = self.axis(plot.right - plot.left);
        let on_sheet = |points: Vec<(f64, f64)>| -> Vec<Point> {
            let shown = clipped(&points, &along);
            shown.iter().map(|&(x, y)| (frame::across(plot, &along, x), frame::height(plot, &upward, y))).collect()
        };
        frame::heading(canvas, &self.title, &self.subtitle())?;
        frame::rows(canvas, plot, &upward)?;
        let bands = if self.curves.len() > MOST_BANDS { &[] } else { self.curves.as_slice() };
        for (index, curve) in bands.iter().enumerate() {
            let (high, low) = (curve.with(curve.high.iter().copied()), curve.with(curve.low.iter().copied()));
            if high.is_empty() || low.is_empty() {
                continue;
            }
            let mut outline = on_sheet(high);
            outline.extend(on_sheet(low).into_iter().rev());
            canvas.polygon(&outline, style::series_ink(index).with_opacity(BAND_OPACITY))?;
        }
        frame::bottom(canvas, plot, &along, &self.axis)?;
        self.draw_target(canvas, plot, &along)?;
        let lines: Vec<Vec<Point>> = self.curves.iter().map(|curve| on_sheet(curve.shares())).collect();
        if lines.iter().all(Vec::is_empty) {
            frame::nothing(canvas, plot)?;
        }
        // The first policy is drawn last, on top: it is usually the baseline.
        for (index, line) in lines.iter().enumerate().rev() {
            canvas.line(line, style::series_pen(index))?;
        }
        let names: Vec<EndLabel> = by_speed(&lines)
            .into_iter()
            .map(|index| EndLabel {
                text: self.curves[index].name(),
                series: index,
                end: lines[index].last().copied(),
                height: lines[index].last().map_or(plot.bottom, |end| end.1),
            })
            .collect();
        labels::draw(canvas, &names, plot.right, (plot.top, plot.bottom))
    }
}

/// The part of a line on the axis, cut at its ends. A share that is reached stays reached: the line goes on to the right
/// end.
fn clipped(points: &[(f64, f64)], axis: &Axis) -> Vec<(f64, f64)> {
    let at = |edge: f64| {
        let after = points.partition_point(|point| point.0 <= edge);
        let before = points[..after].last()?;
        let Some(next) = points.get(after) else { return Some((edge, before.1)) };
        let part = (edge - before.0) / (next.0 - before.0);
        Some((edge, before.1 + (next.1 - before.1) * part))
    };
    let inner = points.iter().filter(|point| point.0 > axis.low && point.0 < axis.high).copied();
    at(axis.low).into_iter().chain(inner).chain(at(axis.high)).collect()
}

/// Lines from the fastest to the slowest, so that labels of lines that end together stand in a telling order.
fn by_speed(lines: &[Vec<Point>]) -> Vec<usize> {
    let area = |line: &[Point]| -> f64 {
        line.windows(2).map(|pair| (pair[1].0 - pair[0].0) * (pair[0].1 + pair[1].1) / 2.0).sum()
    };
    let areas: Vec<f64> = lines.iter().map(|line| area(line)).collect();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by(|&a, &b| areas[a].total_cmp(&areas[b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_the_ends_of_the_axis_and_go_on_to_its_end() {
        let axis = Axis::over(1.0, 4.0, Unit::Duration, 3);
        assert_eq!(clipped(&[(0.0, 0.0), (2.0, 0.5), (8.0, 0.8)], &axis), [(1.0, 0.25), (2.0, 0.5), (4.0, 0.6)]);
        assert_eq!(clipped(&[(2.0, 0.5)], &axis), [(2.0, 0.5), (4.0, 0.5)]);
        assert!(clipped(&[(9.0, 1.0)], &axis).is_empty());
        assert!(clipped(&[], &axis).is_empty());
    }
}
