//! Names written beside the ends of lines, instead of a legend.

use super::ChartError;
use super::canvas::{Align, Canvas, Point};
use super::font;
use super::style::{self, AXIS, LABEL, LABEL_GAP, LABEL_ROOM, LEADER_OPACITY, MARGIN, Pen, WIDTH};
use plotters_backend::DrawingBackend;

/// From the edge of the plot to labels that stay where they belong.
const NEAR: f64 = 8.0;
/// From the edge of the plot to labels at the end of leaders.
const FAR: f64 = 50.0;
/// Between the end of a sample and its label.
const AFTER_SAMPLE: f64 = 6.0;
/// The piece of each line shown before its label when leaders are needed.
const SAMPLE: f64 = 20.0;
/// Labels moved by less than this need no leader.
const UNNOTICED: f64 = 1.5;

/// The name of a line.
#[derive(Debug, Clone)]
pub(super) struct EndLabel {
    pub(super) text: String,
    /// Index of the policy, which decides the colour.
    pub(super) series: usize,
    /// Where the line ends; without, the label stands alone.
    pub(super) end: Option<Point>,
    /// Where the label would like to be.
    pub(super) height: f64,
}

/// Pixels to keep free between the plot and the right edge of the picture.
pub(super) fn room(texts: impl IntoIterator<Item = impl AsRef<str>>) -> f64 {
    let widest = texts.into_iter().map(|text| font::width(text.as_ref(), LABEL).min(LABEL_ROOM)).fold(0.0, f64::max);
    if widest > 0.0 { FAR + widest + MARGIN } else { MARGIN + 12.0 }
}

/// The least height in which so many labels stand apart.
pub(super) fn least_height(count: usize) -> f64 {
    LABEL_GAP * count.saturating_sub(1) as f64
}

/// Writes the labels to the right of `edge`, from the topmost to the lowest, none outside `top` to `bottom`.
pub(super) fn draw<B: DrawingBackend>(
    canvas: &mut Canvas<'_, B>,
    labels: &[EndLabel],
    edge: f64,
    (top, bottom): (f64, f64),
) -> Result<(), ChartError> {
    let mut order: Vec<&EndLabel> = labels.iter().collect();
    order.sort_by(|a, b| a.height.total_cmp(&b.height));
    let wished: Vec<f64> = order.iter().map(|label| label.height).collect();
    let heights = spread(&wished, LABEL_GAP, top, bottom);
    let moved = |label: &EndLabel, height: f64| {
        label.end.is_some_and(|end| (end.1 - height).abs() > UNNOTICED || edge - end.0 > NEAR)
    };
    let any_moved = order.iter().zip(&heights).any(|(label, &height)| moved(label, height));
    let left = edge + if any_moved { FAR } else { NEAR };
    for (label, height) in order.into_iter().zip(heights) {
        if let (true, Some(end)) = (any_moved, label.end) {
            let ink = style::series_ink(label.series).with_opacity(LEADER_OPACITY);
            let sample = [(left - AFTER_SAMPLE - SAMPLE, height), (left - AFTER_SAMPLE, height)];
            let corner = (edge.max(end.0) + 3.0, end.1);
            if edge - end.0 > NEAR {
                // Across the plot it must not look as if the line went on.
                let dotted = Pen { ink: AXIS, width: 1.0, dash: Some((1.0, 3.0)) };
                canvas.line(&[end, corner, sample[0]], dotted)?;
            } else {
                canvas.line(&[end, corner, sample[0]], Pen::solid(ink, 1.0))?;
            }
            canvas.line(&sample, style::series_pen(label.series))?;
        }
        let text = font::fit(&label.text, LABEL, (WIDTH - 4.0 - left).min(LABEL_ROOM));
        canvas.text(&text, LABEL, style::series_lettering(label.series), Align::Left, (left, height + 4.4))?;
    }
    Ok(())
}

/// Moves sorted heights as little as possible (in squares) so that all keep the gap and stay within the bounds. Where
/// the bounds are too tight for that, the gap gives way.
///
/// With the gaps taken off, the best places in order are an isotonic regression, found by pooling neighbours that are out
/// of order (M. Ayer and others, 1955); clamping it to bounds keeps it the best.
pub(super) fn spread(wished: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let Some(gaps) = wished.len().checked_sub(1) else { return Vec::new() };
    let gap = if gaps == 0 { gap } else { gap.min((bottom - top).max(0.0) / gaps as f64) };
    let highest = (bottom - gap * gaps as f64).max(top);
    let places = in_order(wished.iter().enumerate().map(|(index, height)| height - gap * index as f64));
    places.enumerate().map(|(index, place)| place.clamp(top, highest) + gap * index as f64).collect()
}

/// Moves sorted middles of labels of these widths as little as possible so that there are gaps between the labels, and
/// all of them lie between `left` and `right` if that is wide enough.
pub(super) fn line_up(wished: &[f64], widths: &[f64], gap: f64, (left, right): (f64, f64)) -> Vec<f64> {
    let mut reach = 0.0;
    let mut offsets = Vec::new();
    for width in widths {
        offsets.push(reach + width / 2.0);
        reach += width + gap;
    }
    let highest = (right - reach + gap).max(left);
    let places = in_order(wished.iter().zip(&offsets).map(|(middle, offset)| middle - offset));
    places.zip(&offsets).map(|(place, offset)| place.clamp(left, highest) + offset).collect()
}

/// The nearest values (in squares) that do not fall.
fn in_order(wished: impl Iterator<Item = f64>) -> impl Iterator<Item = f64> {
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for value in wished {
        let mut pool = (value, 1);
        while let Some(&(sum, count)) = pools.last()
            && sum / count as f64 > pool.0 / pool.1 as f64
        {
            pools.pop();
            pool = (pool.0 + sum, pool.1 + count);
        }
        pools.push(pool);
    }
    pools.into_iter().flat_map(|(sum, count)| std::iter::repeat_n(sum / count as f64, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_are_apart_stay() {
        assert_eq!(spread(&[10.0, 40.0, 90.0], 15.0, 0.0, 100.0), [10.0, 40.0, 90.0]);
    }

    #[test]
    fn crowded_labels_move_apart_around_their_middle() {
        assert_eq!(spread(&[50.0, 50.0, 50.0], 10.0, 0.0, 100.0), [40.0, 50.0, 60.0]);
    }

    #[test]
    fn labels_stay_within_the_bounds() {
        assert_eq!(spread(&[0.0, 0.0, 1.0], 10.0, 0.0, 100.0), [0.0, 10.0, 20.0]);
        assert_eq!(spread(&[99.0, 100.0], 10.0, 0.0, 100.0), [90.0, 100.0]);
        assert_eq!(spread(&[0.0; 5], 10.0, 0.0, 20.0), [0.0, 5.0, 10.0, 15.0, 20.0]);
    }

    #[test]
    fn labels_in_a_line_leave_each_other_room() {
        assert_eq!(line_up(&[50.0, 52.0], &[20.0, 40.0], 8.0, (0.0, 200.0)), [32.0, 70.0]);
        assert_eq!(line_up(&[0.0, 100.0, 100.0], &[20.0; 3], 5.0, (0.0, 100.0)), [10.0, 65.0, 90.0]);
    }

    #[test]
    fn few_labels_are_no_trouble() {
        assert!(spread(&[], 10.0, 0.0, 100.0).is_empty());
        assert_eq!(spread(&[200.0], 10.0, 0.0, 100.0), [100.0]);
    }
}
