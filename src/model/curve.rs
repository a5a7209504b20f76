//! What a wait costs, as a curve: a model that the scenario brings, not a measurement.

use crate::units::Span;

/// A curve that never rises: straight between its points, level before the first and after the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    of: Of,
    /// (what is looked at, share in millionths), ascending by the first.
    points: Vec<(f64, f64)>,
}

/// What a curve looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The response time in seconds.
    Response,
    /// The response time over the customer's own smoothed gap; from the second exchange on.
    TempoRatio,
    /// The response time over the promised time.
    Target,
}

/// What is wrong with a curve; places count from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CurveError {
    /// It has no points.
    Empty,
    /// This point looks at a number below zero, or none at all.
    Place(usize),
    /// The value of this point is no share between 0 and 1.
    Share(usize),
    /// This point does not lie to the right of the one before.
    Order(usize),
    /// This point lies higher than the one before.
    Rises(usize),
}

impl Curve {
    /// A curve through points (what is looked at, share between 0 and 1).
    ///
    /// # Errors
    /// The first [`CurveError`] from left to right.
    pub fn new(of: Of, points: &[(f64, f64)]) -> Result<Curve, CurveError> {
        if points.is_empty() {
            return Err(CurveError::Empty);
        }
        for (place, &(at, share)) in points.iter().enumerate() {
            if !(at.is_finite() && at >= 0.0) {
                return Err(CurveError::Place(place));
            }
            if !(0.0..=1.0).contains(&share) {
                return Err(CurveError::Share(place));
            }
            let Some(before) = place.checked_sub(1).map(|before| points[before]) else { continue };
            if at <= before.0 {
                return Err(CurveError::Order(place));
            }
            if share > before.1 {
                return Err(CurveError::Rises(place));
            }
        }
        Ok(Curve { of, points: points.iter().map(|&(at, share)| (at, share * 1e6)).collect() })
    }

    /// What it looks at.
    pub fn of(&self) -> Of {
        self.of
    }

    /// The share at a response of `response` to a customer with this smoothed gap and this promise, in whole millionths;
    /// `None` where there is nothing to look at.
    pub fn millionths(&self, response: Span, gap: Option<Span>, promised: Option<Span>) -> Option<u64> {
        let over = |whole: Span| response.0 as f64 / whole.0 as f64;
        let at = match self.of {
            Of::Response => response.0 as f64 / Span::SECOND.0 as f64,
            Of::TempoRatio => over(gap?.max(Span::SECOND)),
            Of::Target => over(promised?),
        };
        Some((self.value(at) + 0.5) as u64)
    }

    /// In millionths.
    fn value(&self, at: f64) -> f64 {
        let next = self.points.partition_point(|point| point.0 <= at);
        let Some(&(right, low)) = self.points.get(next) else { return self.points[next - 1].1 };
        let Some(&(left, high)) = next.checked_sub(1).map(|before| &self.points[before]) else { return low };
        high + (low - high) * ((at - left) / (right - left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_straight_between_its_points_and_level_outside() {
        let curve = Curve::new(Of::Response, &[(60.0, 0.9), (120.0, 0.5)]).expect("a curve");
        let at = |seconds: u64| curve.millionths(Span(seconds * Span::SECOND.0), None, None);
        assert_eq!([0, 60, 75, 90, 120, 999].map(at), [900_000, 900_000, 800_000, 700_000, 500_000, 500_000].map(Some));
        let tempo = Curve::new(Of::TempoRatio, &[(0.0, 1.0), (2.0, 0.0)]).expect("a curve");
        assert_eq!(tempo.millionths(Span(10), None, None), None, "the first response has no tempo");
        assert_eq!(tempo.millionths(Span::MINUTE, Some(Span::MINUTE), None), Some(500_000));
        assert_eq!(tempo.millionths(Span::SECOND, Some(Span(1)), None), Some(500_000), "no gap is below a second");
    }

    #[test]
    fn the_first_mistake_of_a_curve_is_named() {
        let wrong = |points: &[(f64, f64)]| Curve::new(Of::Target, points).expect_err("a mistake");
        assert_eq!(wrong(&[]), CurveError::Empty);
        assert_eq!(wrong(&[(-1.0, 0.5)]), CurveError::Place(0));
        assert_eq!(wrong(&[(f64::NAN, 0.5)]), CurveError::Place(0));
        assert_eq!(wrong(&[(0.0, 0.5), (1.0, 1.5)]), CurveError::Share(1));
        assert_eq!(wrong(&[(1.0, 0.5), (1.0, 0.4)]), CurveError::Order(1));
        assert_eq!(wrong(&[(0.0, 0.5), (1.0, 0.6)]), CurveError::Rises(1));
    }
}
