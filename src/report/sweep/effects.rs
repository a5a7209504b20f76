//! What one key does, whatever the others are set to.

use super::super::chart::Interval;
use super::super::key::Key;
use super::{Found, Swept};

/// So many pieces of a range tell how a number changes over it.
const PIECES: usize = 4;

/// Values that are no more than this stand for themselves.
const FEW: usize = 8;

/// A value of a key, or a piece of its range, and the points that have it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Level {
    pub(super) name: String,
    points: Vec<usize>,
}

impl Swept<'_> {
    /// The values that a key takes. In a Latin hypercube hardly any value is met twice: there they are pieces of its range,
    /// with as many points in each as far as that goes, unless there are few values.
    pub(super) fn levels(&self, axis: usize) -> Vec<Level> {
        let (key, points) = (&self.plan.axes[axis], &self.plan.points);
        let values = || points.iter().map(|point| point[axis].as_str());
        let along: Option<Vec<f64>> = values().map(|value| key.along(value)).collect();
        let unquoted = |value: &str| value.trim_matches('"').to_owned();
        match along.filter(|_| !self.plan.is_grid && key.values.len() > FEW) {
            None => {
                let having = |value: &str| (0..points.len()).filter(|point| points[*point][axis] == value).collect();
                key.values.iter().map(|value| Level { name: unquoted(value), points: having(value) }).collect()
            }
            Some(along) => {
                let mut order: Vec<usize> = (0..points.len()).collect();
                order.sort_by(|a, b| along[*a].total_cmp(&along[*b]));
                let pieces = PIECES.min(points.len() / 2).max(1);
                let piece = |number: usize| {
                    let points = &order[number * order.len() / pieces..(number + 1) * order.len() / pieces];
                    let ends = [points[0], points[points.len() - 1]].map(|point| &*self.plan.points[point][axis]);
                    Level { name: format!("{} to {}", ends[0], ends[1]), points: points.to_vec() }
                };
                (0..pieces).map(piece).collect()
            }
        }
    }

    /// A number of a policy at a level of a key: the mean over all points that have it, `None` where one of them is blank.
    ///
    /// Its ends are the means of theirs. All points have the same customers, so their errors go together; if they did not,
    /// the interval of the mean would be narrower, and never is it wider.
    pub(super) fn mean(&self, level: &Level, policy: &str, key: &Key) -> Option<Interval> {
        let all: Vec<&Found> = self.of(policy, key).filter(|it| level.points.contains(&it.point)).collect();
        let mean = |pick: fn(&Found) -> f64| all.iter().map(|it| pick(it)).sum::<f64>() / all.len() as f64;
        (!all.is_empty() && all.len() == level.points.len()).then(|| Interval {
            value: mean(|it| it.value),
            low: mean(|it| it.interval.map_or(it.value, |ends| ends.0)),
            high: mean(|it| it.interval.map_or(it.value, |ends| ends.1)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::key::{self, Key};
    use super::*;
    use crate::scenario::{Axis, Disk, Scenario, parse};
    use crate::study::Plan;
    use std::path::Path;

    const SCENARIO: &str = r#"
[time]
horizon = "1h"
[[demand]]
name = "orders"
arrivals = { poisson = { per_hour = 1 } }
exchanges = { constant = 1 }
handling = { first = { constant = "1s" } }
[[team]]
name = "berlin"
serves = ["orders"]
agents = 1
[[policy]]
name = "plain"
capacity = { preferred = 1 }
"#;

    fn scenario() -> Scenario {
        parse(SCENARIO, Path::new("it.toml"), &Disk).expect("a scenario")
    }

    fn axes(texts: &[&str]) -> Vec<Axis> {
        texts.iter().map(|text| Axis::parse(text).expect("an axis")).collect()
    }

    /// The file of a point at which customers wait so long, give or take as much as the wait itself.
    fn point(number: usize, axes: usize, wait: Option<f64>) -> Vec<u8> {
        let blanks = ",".repeat(axes);
        let numbers = wait.map_or(",,".to_owned(), |wait| format!("{wait},0,{}", 2.0 * wait));
        let header = "policy,metric,statistic,unit,value,low,high,replications,queue_grows";
        format!("point{blanks},{header}\n{number}{blanks},plain,wait,mean,s,{numbers},4,false\n").into_bytes()
    }

    fn wait() -> Key {
        key::all(false).next().expect("the mean wait")
    }

    #[test]
    fn a_mean_is_over_all_points_that_have_the_value() {
        let (scenario, plan) = (scenario(), Plan::grid(axes(&["a=1..2", "b=x,y"])).expect("a plan"));
        let waits = [Some(10.0), Some(20.0), Some(40.0), None];
        let files: Vec<Vec<u8>> = (1..).zip(waits).map(|(number, wait)| point(number, 2, wait)).collect();
        let swept = Swept::new(&scenario, &plan, &files);
        let mean = |axis: usize, level: usize| swept.mean(&swept.levels(axis)[level], "plain", &wait());
        assert_eq!(mean(0, 0), Some(Interval { value: 15.0, low: 0.0, high: 30.0 }));
        assert_eq!(mean(0, 1), None, "one of them is blank");
        assert_eq!(mean(1, 0), Some(Interval { value: 25.0, low: 0.0, high: 50.0 }));
        assert_eq!(swept.levels(1)[1].name, "y");
    }

    #[test]
    fn pieces_of_a_range_stand_for_its_values_in_a_latin_hypercube() {
        let (scenario, axes) = (scenario(), axes(&["a=0.0..8/100", "b=u,v", "c=1..5"]));
        let plan = Plan::latin_hypercube(axes, 8, 3).expect("a plan");
        let files: Vec<Vec<u8>> = (1..=8).map(|number| point(number, 3, Some(1.0))).collect();
        let swept = Swept::new(&scenario, &plan, &files);
        let pieces = swept.levels(0);
        assert_eq!(pieces.iter().map(|it| it.points.len()).collect::<Vec<_>>(), [2; 4]);
        for (number, piece) in pieces.iter().enumerate() {
            let value = |point: &usize| plan.points[*point][0].parse::<f64>().expect("a number");
            assert!(piece.points.iter().all(|it| value(it) as usize / 2 == number), "{piece:?}");
        }
        assert_eq!(swept.levels(1).iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["u", "v"]);
        assert_eq!(swept.levels(2).len(), 5, "few values stand for themselves");
    }
}
