//! Points by cost and wait, and for each policy the line of those that nothing beats.

use super::axis::Axis;
use super::canvas::{Align, Area, Canvas, Point};
use super::labels::{self, EndLabel};
use super::scatter::{Cross, place_labels};
use super::style::{self, LABEL, LABEL_ROOM, MARGIN, MUTED, Pen, TICK, WIDTH};
use super::words::Unit;
use super::{ChartError, Scene, font, frame};
use plotters_backend::DrawingBackend;

const PLOT_HEIGHT: f64 = 390.0;
const ABOVE_PLOT: f64 = 40.0;
const BELOW_PLOT: f64 = 64.0;
const DOT: f64 = 3.0;
/// Share of a policy's colour left in what is beaten.
const BEATEN_OPACITY: f64 = 0.3;
/// More labels than these cover each other.
const MOST_LABELS: usize = 14;

/// Waits against costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Frontier {
    /// Stem of the file name.
    pub name: String,
    /// What is seen, in a few words.
    pub title: String,
    /// What the reader must know to read it.
    pub subtitle: String,
    /// Name of the axis of costs.
    pub across: String,
    /// Name of the axis of waits.
    pub upward: String,
    /// Names of the policies; their order decides the colours.
    pub policies: Vec<String>,
    /// By policy.
    pub spots: Vec<Vec<FrontierSpot>>,
}

/// A point.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontierSpot {
    /// What it costs.
    pub cost: f64,
    /// Wait in seconds.
    pub wait: f64,
    /// What is written beside it if nothing beats it.
    pub label: String,
}

impl FrontierSpot {
    fn is_finite(&self) -> bool {
        self.cost.is_finite() && self.wait.is_finite()
    }
}

/// Those than which no other is both as cheap and as short, one of them more so; the cheapest first, one of equals.
fn unbeaten(spots: &[FrontierSpot]) -> Vec<&FrontierSpot> {
    let mut order: Vec<&FrontierSpot> = spots.iter().filter(|spot| spot.is_finite()).collect();
    order.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.wait.total_cmp(&b.wait)));
    let mut shortest = f64::INFINITY;
    order.retain(|spot| {
        let better = spot.wait < shortest;
        shortest = shortest.min(spot.wait);
        better
    });
    order
}

/// Where everything is.
struct Sheet {
    plot: Area,
    along: Axis,
    upward: Axis,
}

impl Sheet {
    fn at(&self, spot: &FrontierSpot) -> Point {
        (frame::across(self.plot, &self.along, spot.cost), frame::height(self.plot, &self.upward, spot.wait))
    }

    /// Places on the line of what is not beaten, and from its end to the name of the policy, a few pixels apart.
    fn along_line(&self, spots: &[FrontierSpot]) -> Vec<Point> {
        const STEP: f64 = 5.0;
        let mut line: Vec<Point> = unbeaten(spots).into_iter().map(|spot| self.at(spot)).collect();
        line.extend(line.last().map(|end| (self.plot.right, end.1)));
        let between = |pair: &[Point]| {
            let (from, to) = (pair[0], pair[1]);
            let steps = (libm::hypot(to.0 - from.0, to.1 - from.1) / STEP).ceil().max(1.0);
            let at = move |step: usize| {
                let part = step as f64 / steps;
                (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part)
            };
            (0..=steps as usize).map(at)
        };
        line.windows(2).flat_map(between).collect()
    }
}

impl Frontier {
    fn top(&self) -> f64 {
        frame::heading_bottom(&self.title, &self.subtitle) + ABOVE_PLOT
    }

    fn sheet(&self) -> Sheet {
        let all = || self.spots.iter().flatten().filter(|spot| spot.is_finite());
        let upward = Axis::from_zero(all().map(|spot| spot.wait).fold(0.0, f64::max), Unit::Duration, 7);
        let least = all().map(|spot| spot.cost).fold(f64::INFINITY, f64::min);
        let most = all().map(|spot| spot.cost).fold(f64::NEG_INFINITY, f64::max);
        let (least, most) = if least.is_finite() { (least, most.max(least + 1.0)) } else { (0.0, 1.0) };
        let padding = 0.06 * (most - least);
        let along = Axis::over((least - padding).max(0.0), most + padding, Unit::Count, 8);
        let (top, right) = (self.top(), WIDTH - labels::room(&self.policies));
        let plot = Area { left: frame::plot_left([&upward]), top, right, bottom: top + PLOT_HEIGHT };
        Sheet { plot, along, upward }
    }

    /// What is beaten, then the line of what is not.
    fn draw_policy<B: DrawingBackend>(
        &self,
        canvas: &mut Canvas<'_, B>,
        sheet: &Sheet,
        policy: usize,
    ) -> Result<(), ChartError> {
        let pen = style::series_pen(policy);
        let ink = pen.ink.with_opacity(BEATEN_OPACITY);
        for spot in self.spots[policy].iter().filter(|spot| spot.is_finite()) {
            canvas.disc(sheet.at(spot), DOT, ink)?;
        }
        let line: Vec<Point> = unbeaten(&self.spots[policy]).into_iter().map(|spot| sheet.at(spot)).collect();
        canvas.line(&line, Pen { width: 1.75, ..pen })?;
        line.into_iter().try_for_each(|at| canvas.disc(at, DOT + 1.0, pen.ink))
    }

    /// The labels of what no point of any policy beats.
    fn draw_labels<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>, sheet: &Sheet) -> Result<(), ChartError> {
        let every: Vec<FrontierSpot> = self.spots.iter().flatten().cloned().collect();
        let best = unbeaten(&every);
        // Evenly over the line, its ends among them.
        let step = (best.len().saturating_sub(1)).div_ceil(MOST_LABELS - 1).max(1);
        let series = |spot: &FrontierSpot| self.spots.iter().position(|spots| spots.contains(spot)).unwrap_or_default();
        let cross = |spot: &&FrontierSpot| {
            let at = sheet.at(spot);
            let arms = Area { left: at.0, right: at.0, top: at.1, bottom: at.1 };
            Cross { index: series(spot), label: font::fit(&spot.label, LABEL, LABEL_ROOM), at, arms }
        };
        let crosses: Vec<Cross> = best.iter().step_by(step).map(cross).collect();
        let lines = self.spots.iter().flat_map(|spots| sheet.along_line(spots));
        let names = Area { left: sheet.plot.right, right: WIDTH, ..sheet.plot };
        let taken = lines.map(around).chain(crosses.iter().flat_map(Cross::boxes)).chain([names]).collect();
        let places = place_labels(&crosses, sheet.plot, taken);
        for (cross, place) in crosses.iter().zip(&places) {
            place.draw_leader(canvas, cross)?;
            place.draw_text(canvas, cross)?;
        }
        Ok(())
    }

    /// The names of the policies beside the plot, at the ends of their lines.
    fn draw_names<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>, sheet: &Sheet) -> Result<(), ChartError> {
        let label = |(series, name): (usize, &String)| {
            let end = unbeaten(&self.spots[series]).last().map(|spot| sheet.at(spot));
            EndLabel { text: name.clone(), series, end, height: end.map_or(sheet.plot.bottom, |end| end.1) }
        };
        let names: Vec<EndLabel> = self.policies.iter().enumerate().map(label).collect();
        labels::draw(canvas, &names, sheet.plot.right, (sheet.plot.top, sheet.plot.bottom))
    }
}

fn around(at: Point) -> Area {
    Area { left: at.0 - DOT, right: at.0 + DOT, top: at.1 - DOT, bottom: at.1 + DOT }
}

impl Scene for Frontier {
    fn title(&self) -> &str {
        &self.title
    }

    fn size(&self) -> (u32, u32) {
        (WIDTH as u32, (self.top() + PLOT_HEIGHT + BELOW_PLOT).ceil() as u32)
    }

    fn draw<B: DrawingBackend>(&self, canvas: &mut Canvas<'_, B>) -> Result<(), ChartError> {
        frame::heading(canvas, &self.title, &self.subtitle)?;
        let sheet = self.sheet();
        let name = font::fit(&self.upward, TICK, WIDTH - 2.0 * MARGIN);
        canvas.text(&name, TICK, MUTED, Align::Left, (MARGIN, sheet.plot.top - 16.0))?;
        frame::rows(canvas, sheet.plot, &sheet.upward)?;
        frame::bottom(canvas, sheet.plot, &sheet.along, &self.across)?;
        if !self.spots.iter().flatten().any(FrontierSpot::is_finite) {
            return frame::nothing(canvas, sheet.plot);
        }
        (0..self.spots.len()).rev().try_for_each(|policy| self.draw_policy(canvas, &sheet, policy))?;
        self.draw_labels(canvas, &sheet)?;
        self.draw_names(canvas, &sheet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unbeaten_is_cheap_or_short() {
        let spot = |cost: f64, wait: f64| FrontierSpot { cost, wait, label: String::new() };
        let spots = [(3.0, 5.0), (1.0, 9.0), (2.0, 9.0), (3.0, 4.0), (4.0, 4.0), (5.0, 1.0), (6.0, f64::NAN)];
        let spots: Vec<FrontierSpot> = spots.into_iter().map(|(cost, wait)| spot(cost, wait)).collect();
        let best: Vec<(f64, f64)> = unbeaten(&spots).into_iter().map(|spot| (spot.cost, spot.wait)).collect();
        assert_eq!(best, [(1.0, 9.0), (3.0, 4.0), (5.0, 1.0)]);
    }
}
