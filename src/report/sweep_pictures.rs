//! The charts of a sweep: what each key does to the main numbers, and two keys together to the mean wait.

use super::Output;
use super::chart::{self, ChartError, Grid, Heat, Interval, Lines, LinesPanel, Picture, Unit};
use super::sweep::{Found, found};
use super::sweep_text::{Shown, shown};
use super::words::duration;
use crate::scenario::Scenario;
use crate::study::Plan;

/// A grid of more cells than this tells nothing.
const MOST_CELLS: usize = 900;

/// All charts of a sweep over every combination, each as SVG and as PNG; `points` are the files of the points. A Latin
/// hypercube meets hardly any value twice, and has none.
///
/// # Errors
/// No data cause one, only a lack of memory.
pub fn sweep_pictures(
    scenario: &Scenario,
    plan: &Plan,
    points: &[Vec<u8>],
) -> Result<Vec<Output<'static>>, ChartError> {
    let shown = shown(scenario);
    let wanted: Vec<(&str, &str)> = shown.iter().map(|it| (it.1, it.2)).collect();
    let found = points.iter().flat_map(|file| found(file, plan.axes.len(), &wanted)).collect();
    let policies = scenario.experiment.policies.iter().map(|it| it.name.clone()).collect();
    let it = Pictures { scenario, plan, shown, found, policies };
    if plan.points.len() != plan.axes.iter().map(|axis| axis.values.len()).product::<usize>() {
        return Ok(Vec::new());
    }
    let lines = (0..plan.axes.len()).map(|axis| chart::lines(&it.lines(axis)));
    let heat = it.heat().map(|heat| chart::heat(&heat));
    let pictures: Vec<Picture> = lines.chain(heat).collect::<Result<_, _>>()?;
    let files = |picture: Picture| {
        let output = |ending: &str, bytes| Output::new(&format!("{}.{ending}", picture.name), bytes);
        [output("svg", picture.svg), output("png", picture.png)]
    };
    Ok(pictures.into_iter().flat_map(files).collect())
}

struct Pictures<'a> {
    scenario: &'a Scenario,
    plan: &'a Plan,
    shown: [Shown; 5],
    found: Vec<Found>,
    policies: Vec<String>,
}

impl Pictures<'_> {
    /// What one key does, on average over the values of the others.
    fn lines(&self, axis: usize) -> Lines {
        let (path, values) = (&self.plan.axes[axis].path, &self.plan.axes[axis].values);
        let others = match self.plan.axes.len() {
            1 => {
                let confidence = self.scenario.experiment.confidence * 100.0;
                format!("bands: {confidence:.0}\u{a0}% intervals")
            }
            _ => "means over all values of what else was varied".to_owned(),
        };
        let panel = |shown: &Shown| {
            let line = |policy: &String| values.iter().map(|value| self.mean(axis, value, policy, shown)).collect();
            LinesPanel {
                title: shown.0.replace("-\n", "").replace('\n', " ").trim().to_owned(),
                unit: if shown.2 == "share" { Unit::Share } else { Unit::Duration },
                lines: self.policies.iter().map(line).collect(),
            }
        };
        let panels = self.shown.iter().map(panel);
        let there = |panel: &LinesPanel| panel.lines.iter().flatten().any(Option::is_some);
        Lines {
            name: if self.plan.axes.len() == 1 { "sweep".to_owned() } else { format!("sweep-{}", axis + 1) },
            title: format!("What {path} does"),
            subtitle: format!(
                "{}; the same customers at every value, {} replications; {others}",
                self.scenario.title, self.scenario.experiment.replications
            ),
            across: path.clone(),
            values: values.iter().map(|value| value.trim_matches('"').to_owned()).collect(),
            policies: self.policies.clone(),
            panels: panels.filter(there).collect(),
        }
    }

    /// A number of a policy at a value of a key: the mean over all points that have it, with the interval if it is one.
    fn mean(&self, axis: usize, value: &str, policy: &str, shown: &Shown) -> Option<Interval> {
        let all: Vec<&Found> =
            self.found.iter().filter(|it| self.plan.points[it.point][axis] == value && is(it, policy, shown)).collect();
        let count = self.plan.points.iter().filter(|point| point[axis] == value).count();
        let mean = all.iter().map(|it| it.value).sum::<f64>() / all.len() as f64;
        let (low, high) = match all[..] {
            [only] => only.interval.unwrap_or((mean, mean)),
            _ => (mean, mean),
        };
        // Where one of them is blank, the mean of the others is another thing.
        (all.len() == count).then_some(Interval { value: mean, low, high })
    }

    /// The mean wait over two keys.
    fn heat(&self) -> Option<Heat> {
        let [across, upward] = &self.plan.axes[..] else { return None };
        if across.values.len() * upward.values.len() > MOST_CELLS {
            return None;
        }
        let grid = |policy: &String| {
            let cell = |high: usize, along: usize| {
                let point = along * upward.values.len() + high;
                let it = self.found.iter().find(|it| it.point == point && is(it, policy, &self.shown[0]))?;
                Some((it.value, duration(it.value)))
            };
            let row = |high: usize| (0..across.values.len()).map(|along| cell(high, along)).collect();
            Grid { policy: policy.clone(), rows: (0..upward.values.len()).map(row).collect() }
        };
        Some(Heat {
            name: "sweep-heat".to_owned(),
            title: format!("{} over both", self.shown[0].0.replace('\n', " ")).replacen('m', "M", 1),
            subtitle: format!("{}; the same customers everywhere; all grids share their colours", self.scenario.title),
            across: (across.path.clone(), across.values.clone()),
            upward: (upward.path.clone(), upward.values.clone()),
            grids: self.policies.iter().map(grid).collect(),
        })
    }
}

/// Whether this is a certain number of a policy.
fn is(it: &Found, policy: &str, shown: &Shown) -> bool {
    (&*it.policy, &*it.metric, &*it.statistic) == (policy, shown.1, shown.2)
}
