//! The charts of a sweep: what each key does to the main numbers, and two keys together to the mean wait.

use super::Output;
use super::chart::{self, ChartError, Grid, Heat, Interval, Lines, LinesPanel, Picture, Unit};
use super::key::Key;
use super::pictures::files;
use super::sweep::{Found, Swept};
use super::words::duration;

/// A grid of more cells than this tells nothing.
const MOST_CELLS: usize = 900;

/// All charts of a sweep over every combination, each as SVG and as PNG. A Latin hypercube meets hardly any value twice, and
/// has none.
///
/// # Errors
/// No data cause one, only a lack of memory.
pub fn sweep_pictures(swept: &Swept<'_>) -> Result<Vec<Output<'static>>, ChartError> {
    if !swept.plan.is_grid {
        return Ok(Vec::new());
    }
    let lines = (0..swept.plan.axes.len()).map(|axis| chart::lines(&swept.lines(axis)));
    let heat = swept.heat().map(|heat| chart::heat(&heat));
    let pictures: Vec<Picture> = lines.chain(heat).collect::<Result<_, _>>()?;
    Ok(pictures.into_iter().flat_map(files).collect())
}

impl Swept<'_> {
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
        let panel = |key: &Key| {
            let line = |policy: &str| values.iter().map(|value| self.mean(axis, value, policy, key)).collect();
            LinesPanel {
                title: key.heading.replace("-\n", "").replace('\n', " ").trim().to_owned(),
                unit: if key.statistic == "share" { Unit::Share } else { Unit::Duration },
                lines: self.policies().map(line).collect(),
            }
        };
        let panels = self.keys.iter().map(panel);
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
            policies: self.policies().map(str::to_owned).collect(),
            panels: panels.filter(there).collect(),
        }
    }

    /// A number of a policy at a value of a key: the mean over all points that have it, with the interval if it is one.
    fn mean(&self, axis: usize, value: &str, policy: &str, key: &Key) -> Option<Interval> {
        let all: Vec<&Found> = self.of(policy, key).filter(|it| self.plan.points[it.point][axis] == value).collect();
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
        let grid = |policy: &str| {
            let cell = |high: usize, along: usize| {
                let point = along * upward.values.len() + high;
                let it = self.at(point, policy, &self.keys[0])?;
                Some((it.value, duration(it.value)))
            };
            let row = |high: usize| (0..across.values.len()).map(|along| cell(high, along)).collect();
            Grid { policy: policy.to_owned(), rows: (0..upward.values.len()).map(row).collect() }
        };
        Some(Heat {
            name: "sweep-heat".to_owned(),
            title: format!("{} over both", self.keys[0].heading.replace('\n', " ")).replacen('m', "M", 1),
            subtitle: format!("{}; the same customers everywhere; all grids share their colours", self.scenario.title),
            across: (across.path.clone(), across.values.clone()),
            upward: (upward.path.clone(), upward.values.clone()),
            grids: self.policies().map(grid).collect(),
        })
    }
}
