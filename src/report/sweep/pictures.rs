//! The charts of a sweep: what each key does to the main numbers, which key does most, two keys together, and what shorter
//! waits cost.

use super::super::Output;
use super::super::chart::{
    self, ChartError, Grid, Heat, Lines, LinesPanel, Picture, RangeRow, Ranges, RangesPanel, Unit,
};
use super::super::key::Key;
use super::super::pictures::files;
use super::super::words::duration;
use super::Swept;

/// A grid of more cells than this tells nothing.
const MOST_CELLS: usize = 900;

/// All charts of a sweep for which there are data, each as SVG and as PNG.
///
/// # Errors
/// No data cause one, only a lack of memory.
pub fn sweep_pictures(swept: &Swept<'_>) -> Result<Vec<Output<'static>>, ChartError> {
    let lines = (0..swept.plan.axes.len()).map(|axis| chart::lines(&swept.lines(axis)));
    let tornado = swept.tornado().map(|tornado| chart::ranges(&tornado));
    let heat = swept.heat().map(|heat| chart::heat(&heat));
    let frontier = swept.frontier().map(|frontier| chart::frontier(&frontier));
    let pictures: Vec<Picture> = lines.chain(tornado).chain(heat).chain(frontier).collect::<Result<_, _>>()?;
    Ok(pictures.into_iter().flat_map(files).collect())
}

/// A main number in one line.
fn title(key: &Key) -> String {
    key.heading.replace("-\n", "").replace('\n', " ").trim().to_owned()
}

/// The same with a capital letter.
pub(super) fn capital(key: &Key) -> String {
    let title = title(key);
    title[..1].to_uppercase() + &title[1..]
}

impl Swept<'_> {
    /// What one key does, on average over the values of the others.
    fn lines(&self, axis: usize) -> Lines {
        let path = &self.plan.axes[axis].path;
        let confidence = self.scenario.experiment.confidence * 100.0;
        let bands = match self.plan.axes.len() {
            1 => format!("bands: {confidence:.0}\u{a0}% intervals"),
            _ => format!("means over what else was varied, with their {confidence:.0}\u{a0}% intervals"),
        };
        let levels = self.levels(axis);
        let panel = |key: &Key| {
            let line = |policy: &str| levels.iter().map(|level| self.mean(level, policy, key)).collect();
            LinesPanel { title: title(key), unit: unit(key), lines: self.policies().map(line).collect() }
        };
        let panels = self.keys.iter().map(panel);
        let there = |panel: &LinesPanel| panel.lines.iter().flatten().any(Option::is_some);
        Lines {
            name: if self.plan.axes.len() == 1 { "sweep".to_owned() } else { format!("sweep-{}", axis + 1) },
            title: format!("What {path} does"),
            subtitle: format!(
                "{}; the same customers everywhere, {}; {bands}",
                self.scenario.title,
                self.replications()
            ),
            across: path.clone(),
            values: levels.iter().map(|level| level.name.clone()).collect(),
            policies: self.policies().map(str::to_owned).collect(),
            panels: panels.filter(there).collect(),
        }
    }

    /// Which key moves the mean wait most: the range of its means over the values of each, the widest on top.
    fn tornado(&self) -> Option<Ranges> {
        let key = self.keys.first().filter(|_| self.plan.axes.len() > 1)?;
        let panel = |(series, policy): (usize, &str)| {
            let mut rows: Vec<RangeRow> =
                (0..self.plan.axes.len()).filter_map(|axis| self.range(axis, (series, policy), key)).collect();
            rows.sort_by(|a, b| (b.high - b.low).total_cmp(&(a.high - a.low)));
            let waits = || self.of(policy, key).map(|it| it.value);
            let overall = waits().sum::<f64>() / waits().count() as f64;
            RangesPanel { title: policy.to_owned(), unit: unit(key), zero: overall, rows }
        };
        let panels = self.policies().enumerate().map(panel).filter(|panel| !panel.rows.is_empty());
        Some(Ranges {
            name: "tornado".to_owned(),
            title: format!("Which key moves the {} most", title(key)),
            subtitle: format!(
                "{}; from the least to the greatest mean over the values of each key, on average over those of the others; \
                 the line is the mean over all points",
                self.scenario.title
            ),
            together: true,
            panels: panels.collect(),
        })
        .filter(|tornado| !tornado.panels.is_empty())
    }

    /// From the least mean over the values of a key to the greatest.
    fn range(&self, axis: usize, (series, policy): (usize, &str), key: &Key) -> Option<RangeRow> {
        let levels = self.levels(axis);
        let means = || levels.iter().filter_map(|level| Some((self.mean(level, policy, key)?, &level.name)));
        let (least, at_least) = means().min_by(|a, b| a.0.value.total_cmp(&b.0.value))?;
        let (greatest, at_greatest) = means().max_by(|a, b| a.0.value.total_cmp(&b.0.value))?;
        let ends = [at_least.clone(), at_greatest.clone()];
        let label = self.plan.axes[axis].path.clone();
        Some(RangeRow { label, series, low: least.value, high: greatest.value, value: None, ends })
    }

    /// The mean wait over two keys.
    fn heat(&self) -> Option<Heat> {
        let [across, upward] = &self.plan.axes[..] else { return None };
        if !self.plan.is_grid || across.values.len() * upward.values.len() > MOST_CELLS {
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
        let values = |values: &[String]| values.iter().map(|value| value.trim_matches('"').to_owned()).collect();
        Some(Heat {
            name: "sweep-heat".to_owned(),
            title: format!("{} over both", capital(&self.keys[0])),
            subtitle: format!("{}; the same customers everywhere; all grids share their colours", self.scenario.title),
            across: (across.path.clone(), values(&across.values)),
            upward: (upward.path.clone(), values(&upward.values)),
            grids: self.policies().map(grid).collect(),
        })
    }
}

/// How a main number is written along an axis.
fn unit(key: &Key) -> Unit {
    if key.statistic == "share" { Unit::Share } else { Unit::Duration }
}
