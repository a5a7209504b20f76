//! A sweep: the points at which a scenario is looked at, and in which order they are run.

use crate::experiment::{Experiment, with_the_same_customers};
use crate::random::{philox, uniform};
use crate::scenario::{Axis, MOST_POINTS};

/// So many points that have the same customers are run together at most: what is finished is kept soon enough.
const TOGETHER: usize = 8;

/// So many runs are together at most, unless one point has more: what each contributes, about two megabytes, is in memory
/// until all are through.
const RUNS_TOGETHER: usize = 320;

/// What is varied, and the values at each point.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// What is varied.
    pub axes: Vec<Axis>,
    /// By point, in the order of their numbers: the values in the order of the axes.
    pub points: Vec<Vec<String>>,
    /// Whether the points are all combinations of the values.
    pub is_grid: bool,
}

impl Plan {
    /// Every combination of the values; the last axis varies first.
    ///
    /// # Errors
    /// If there is nothing to vary, something is varied twice, or there are too many points.
    pub fn grid(axes: Vec<Axis>) -> Result<Plan, String> {
        check(&axes)?;
        let count = axes.iter().try_fold(1_usize, |all, axis| all.checked_mul(axis.values.len()));
        let count = count.filter(|count| *count <= MOST_POINTS).ok_or_else(|| {
            let many = axes.iter().map(|axis| axis.values.len().to_string()).collect::<Vec<_>>().join(" x ");
            format!("{many} points are too many: at most {MOST_POINTS}; take fewer values, or --latin-hypercube POINTS")
        })?;
        let point = |number: usize| {
            let mut rest = number;
            let mut values: Vec<String> = axes
                .iter()
                .rev()
                .map(|axis| {
                    let place = rest % axis.values.len();
                    rest /= axis.values.len();
                    axis.values[place].clone()
                })
                .collect();
            values.reverse();
            values
        };
        Ok(Plan { points: (0..count).map(point).collect(), axes, is_grid: true })
    }

    /// A Latin hypercube: each axis is cut into as many pieces as there are points, and each piece is met once, in an order
    /// that is drawn (McKay, Beckman and Conover, Technometrics 21 (1979), 239-245).
    ///
    /// # Errors
    /// As for a grid.
    pub fn latin_hypercube(axes: Vec<Axis>, points: usize, seed: u64) -> Result<Plan, String> {
        check(&axes)?;
        if !(2..=MOST_POINTS).contains(&points) {
            return Err(format!("{points} points are no Latin hypercube: take 2 to {MOST_POINTS}"));
        }
        let key = [seed, 0x5EED_1A71];
        let columns: Vec<Vec<String>> = (0..)
            .zip(&axes)
            .map(|(number, axis)| {
                let drawn = |place: u64, what: u64| uniform(philox(key, [number, place, what, 0])[0]);
                let mut pieces: Vec<usize> = (0..points).collect();
                // Fisher and Yates, from the end.
                for place in (1..points).rev() {
                    pieces.swap(place, (drawn(place as u64, 0) * (place + 1) as f64) as usize);
                }
                let share = |(place, piece): (usize, &usize)| (*piece as f64 + drawn(place as u64, 1)) / points as f64;
                pieces.iter().enumerate().map(share).map(|share| axis.at(share)).collect()
            })
            .collect();
        let point = |number: usize| columns.iter().map(|column| column[number].clone()).collect();
        Ok(Plan { points: (0..points).map(point).collect(), axes, is_grid: false })
    }

    /// What is set at a point, each as in `team.denver.agents=12`.
    pub fn changes(&self, point: usize) -> Vec<String> {
        self.axes.iter().zip(&self.points[point]).map(|(axis, value)| format!("{}={value}", axis.path)).collect()
    }
}

fn check(axes: &[Axis]) -> Result<(), String> {
    if axes.is_empty() {
        return Err(
            "nothing is varied: write --vary PATH=VALUES, for instance --vary team.denver.agents=8..12, or a section [sweep]".to_owned()
        );
    }
    let twice = axes.iter().enumerate().find(|(place, axis)| axes[..*place].iter().any(|it| it.path == axis.path));
    twice
        .map_or(Ok(()), |(_, axis)| Err(format!("`{}` is varied twice: write all its values in one --vary", axis.path)))
}

/// The places of experiments that are to be run, in batches: those of one batch have the same customers.
///
/// Where replications are added until enough is known, each is run by itself: those of a batch get as many as the one that
/// needs most, and which points are left to run must not decide how many a point gets.
pub fn batches(experiments: &[&Experiment]) -> Vec<Vec<usize>> {
    let runs = experiments.iter().map(|it| it.replications as usize * it.policies.len()).max().unwrap_or(1);
    let at_most = match experiments.iter().any(|it| it.until.is_some()) {
        true => 1,
        false => (RUNS_TOGETHER / runs.max(1)).clamp(1, TOGETHER),
    };
    with_the_same_customers(experiments, at_most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axes(texts: &[&str]) -> Vec<Axis> {
        texts.iter().map(|text| Axis::parse(text).unwrap()).collect()
    }

    #[test]
    fn a_grid_has_every_combination_once() {
        let plan = Plan::grid(axes(&["a=1..2", "b=x,y,z"])).unwrap();
        let points: Vec<String> = plan.points.iter().map(|point| point.concat()).collect();
        assert_eq!(points, ["1x", "1y", "1z", "2x", "2y", "2z"]);
        assert_eq!(plan.changes(4), ["a=2", "b=y"]);
        assert!(Plan::grid(Vec::new()).unwrap_err().contains("nothing is varied"));
        assert!(Plan::grid(axes(&["a=1..2", "a=3"])).unwrap_err().contains("varied twice"));
        assert!(Plan::grid(axes(&["a=1..100", "b=1..100"])).unwrap_err().contains("100 x 100"));
    }

    #[test]
    fn batches_are_small_where_runs_are_many_and_single_where_replications_are_added() {
        use crate::experiment::Until;
        use crate::scenario::{Disk, parse};
        use std::path::Path;
        let text = "[time]\nhorizon = \"1h\"\n[experiment]\nreplications = 4\n[[demand]]\nname = \"orders\"\n\
                    arrivals = { poisson = { per_hour = 1 } }\nexchanges = { constant = 1 }\n\
                    handling = { first = { constant = \"1s\" } }\n[[team]]\nname = \"berlin\"\nserves = [\"orders\"]\n\
                    agents = 1\n[[policy]]\nname = \"plain\"\ncapacity = { preferred = 1 }\n";
        let mut experiment = parse(text, Path::new("it.toml"), &Disk).expect("a scenario").experiment;
        let sizes =
            |experiment: &Experiment| -> Vec<usize> { batches(&[experiment; 10]).iter().map(Vec::len).collect() };
        assert_eq!(sizes(&experiment), [8, 2]);
        experiment.replications = 100;
        assert_eq!(sizes(&experiment), [3, 3, 3, 1]);
        experiment.replications = 1000;
        assert_eq!(sizes(&experiment), [1; 10]);
        (experiment.replications, experiment.until) = (4, Some(Until::Precise(Vec::new())));
        assert_eq!(sizes(&experiment), [1; 10], "how many a point gets must not depend on the others");
    }

    #[test]
    fn a_latin_hypercube_meets_every_piece_once() {
        let plan = Plan::latin_hypercube(axes(&["a=0.0..1/2", "b=0..999", "c=u,v"]), 10, 3).unwrap();
        let column = |place: usize| plan.points.iter().map(move |point| point[place].parse::<f64>().unwrap());
        let mut tenths: Vec<u32> = column(0).map(|it| (it * 10.0) as u32).collect();
        tenths.sort_unstable();
        assert_eq!(tenths, (0..10).collect::<Vec<_>>());
        let mut hundreds: Vec<u32> = column(1).map(|it| (it / 99.9) as u32).collect();
        hundreds.sort_unstable();
        assert_eq!(hundreds, (0..10).collect::<Vec<_>>());
        assert_eq!(plan.points.iter().filter(|point| point[2] == "u").count(), 5);
        assert_eq!(plan, Plan::latin_hypercube(plan.axes.clone(), 10, 3).unwrap());
        assert_ne!(plan.points, Plan::latin_hypercube(plan.axes.clone(), 10, 4).unwrap().points);
        let first: Vec<f64> = column(0).collect();
        assert!(first.windows(2).any(|it| it[0] > it[1]), "the order is drawn");
    }
}
