//! What repeats week by week.

use super::WEEK;

/// A value that is constant on steps and repeats every week.
#[derive(Clone, Debug, PartialEq)]
pub struct Weekly<T> {
    /// (second of the week at which the step begins, value), ascending, the first at 0.
    steps: Vec<(u32, T)>,
}

impl<T: Copy + PartialEq> Weekly<T> {
    /// The same value all week.
    pub fn constant(value: T) -> Weekly<T> {
        Weekly { steps: vec![(0, value)] }
    }

    /// From pieces (first second, second after the last, value) of the week; `otherwise` in between.
    ///
    /// # Errors
    /// The places of the two pieces that overlap, or of one that is empty or ends after the week (then twice the same).
    pub fn from_pieces(pieces: &[(u32, u32, T)], otherwise: T) -> Result<Weekly<T>, (usize, usize)> {
        let mut order: Vec<usize> = (0..pieces.len()).collect();
        order.sort_by_key(|&place| pieces[place].0);
        let mut steps = vec![(0, otherwise)];
        let (mut covered, mut last) = (0, 0);
        for place in order {
            let (from, to, value) = pieces[place];
            if from >= to || to > WEEK {
                return Err((place, place));
            }
            if from < covered {
                return Err((last, place));
            }
            steps.push((covered, otherwise));
            steps.push((from, value));
            (covered, last) = (to, place);
        }
        if covered < WEEK {
            steps.push((covered, otherwise));
        }
        // Of several steps that begin together the last counts; neighbours of equal value are one step.
        let mut clean: Vec<(u32, T)> = Vec::with_capacity(steps.len());
        for step in steps {
            if clean.last().is_some_and(|before| before.0 == step.0) {
                clean.pop();
            }
            if clean.last().is_none_or(|before| before.1 != step.1) {
                clean.push(step);
            }
        }
        Ok(Weekly { steps: clean })
    }

    /// The value at a second of the week.
    pub fn at(&self, second_of_week: u32) -> T {
        self.steps[self.place(second_of_week)].1
    }

    /// The first second after `second_of_week` at which the value changes, counted on into the next week;
    /// `None` if it never does.
    pub fn next_change(&self, second_of_week: u32) -> Option<u32> {
        let next = self.place(second_of_week) + 1;
        match self.steps.get(next) {
            Some(step) => Some(step.0),
            None if self.steps.len() == 1 => None,
            // The week begins anew: with the first step, unless its value is that of the last.
            None if self.steps[0].1 != self.steps[next - 1].1 => Some(WEEK),
            None => Some(WEEK + self.steps[1].0),
        }
    }

    /// All steps: (second of the week at which it begins, value).
    pub fn steps(&self) -> &[(u32, T)] {
        &self.steps
    }

    /// The same steps with other values; neighbours that become equal are one step.
    pub fn map<U: Copy + PartialEq>(&self, other: impl Fn(T) -> U) -> Weekly<U> {
        let mut steps: Vec<(u32, U)> = self.steps.iter().map(|(second, value)| (*second, other(*value))).collect();
        steps.dedup_by_key(|step| step.1);
        Weekly { steps }
    }

    /// The mean over the week of what `number` makes of the values.
    pub fn mean(&self, number: impl Fn(T) -> f64) -> f64 {
        let ends = self.steps.iter().skip(1).map(|step| step.0).chain([WEEK]);
        let sum: f64 = self.steps.iter().zip(ends).map(|(step, end)| number(step.1) * f64::from(end - step.0)).sum();
        sum / f64::from(WEEK)
    }

    fn place(&self, second_of_week: u32) -> usize {
        self.steps.partition_point(|step| step.0 <= second_of_week) - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekly_value_keeps_its_steps_and_its_gaps() {
        let weekly = Weekly::from_pieces(&[(100, 200, 3), (200, 300, 3), (300, 400, 5)], 0).unwrap();
        assert_eq!(weekly.steps(), &[(0, 0), (100, 3), (300, 5), (400, 0)]);
        for (second, value) in [(0, 0), (99, 0), (100, 3), (299, 3), (300, 5), (400, 0), (WEEK - 1, 0)] {
            assert_eq!(weekly.at(second), value, "at {second}");
        }
        assert_eq!(weekly.next_change(0), Some(100));
        assert_eq!(weekly.next_change(150), Some(300));
        assert_eq!(weekly.next_change(500), Some(WEEK + 100), "the week after");
        assert_eq!(weekly.map(|it| it.min(3)).steps(), &[(0, 0), (100, 3), (400, 0)]);
        assert_eq!(Weekly::constant(7).next_change(3), None);
        assert_eq!(weekly.mean(f64::from), 1100.0 / f64::from(WEEK));
    }

    #[test]
    fn pieces_that_overlap_or_are_empty_are_named() {
        assert_eq!(Weekly::from_pieces(&[(0, 10, 1), (5, 20, 2)], 0), Err((0, 1)));
        assert_eq!(Weekly::from_pieces(&[(5, 20, 2), (0, 10, 1)], 0), Err((1, 0)));
        assert_eq!(Weekly::from_pieces(&[(7, 7, 1)], 0), Err((0, 0)));
        assert_eq!(Weekly::from_pieces(&[(7, WEEK + 1, 1)], 0), Err((0, 0)));
    }

    #[test]
    fn a_week_that_ends_as_it_begins_changes_only_inside() {
        let weekly = Weekly::from_pieces(&[(0, 10, 1), (20, WEEK, 1)], 0).unwrap();
        assert_eq!(weekly.next_change(30), Some(WEEK + 10));
    }
}
