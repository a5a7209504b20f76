//! A stretch of time in one scope, added up over the replications: an interval, or several taken together.

use crate::metrics::measures::{Cell, Interval, Layout};
use crate::metrics::{Clock, Contribution, Kind, METRICS, Metric, Scope, Unit, View};

/// What a stretch of time says about each metric.
pub(super) struct Slice {
    view: View,
    coarse: Cell<3>,
    replications: f64,
}

/// One number of a metric; `None` is blank (0/0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Value {
    pub(super) statistic: &'static str,
    pub(super) unit: Unit,
    pub(super) value: Option<f64>,
}

/// The quantiles that coarse histograms are good enough for.
const QUANTILES: [(&str, f64); 2] = [("p50", 0.5), ("p90", 0.9)];

impl Slice {
    /// A stretch of so many microseconds, added up over so many replications.
    pub(super) fn new(
        interval: &Interval,
        layout: &Layout,
        scope: Scope,
        microseconds: u64,
        replications: u32,
    ) -> Slice {
        let replications = f64::from(replications);
        let (view, coarse) = View::of_interval(interval, layout, scope, microseconds as f64 * replications);
        Slice { view, coarse, replications }
    }

    /// The statistics of a metric: averages are ratios of sums, counts a mean per replication. None if the metric does
    /// not exist in this scope.
    pub(super) fn values(&self, metric: &Metric) -> Vec<Value> {
        let value = |statistic, unit, value| Value { statistic, unit, value };
        let average = || {
            let (numerator, denominator) = self.view.average(metric, &self.coarse)?;
            let (statistic, unit) = metric.average()?;
            Some(value(statistic, unit, (denominator > 0.0).then(|| numerator / denominator)))
        };
        match metric.kind {
            Kind::InHours(_) if !self.view.layout.hours => Vec::new(),
            Kind::Times(Clock { ended, .. }) | Kind::InHours(Clock { ended, .. }) => {
                let within = matches!(metric.kind, Kind::InHours(_));
                let tally = if within { self.coarse.in_hours(ended) } else { self.coarse.timing(ended) };
                let mean = value("mean", metric.unit, tally.moments().mean().map(|mean| mean * 1e-6));
                let quantile = |p| tally.milliseconds().quantile(p).map(|it| it as f64 * 1e-3);
                let quantiles = QUANTILES.map(|(name, p)| value(name, metric.unit, quantile(p)));
                [mean].into_iter().chain(quantiles).collect()
            }
            Kind::Ratio { .. } | Kind::Concurrency => average().into_iter().collect(),
            Kind::Count(_) => match self.view.contribution(metric) {
                Contribution::Pair(count, _) => vec![value("count", Unit::Number, Some(count / self.replications))],
                _ => Vec::new(),
            },
            Kind::Level(level) => {
                let end = self.view.at_end(level).map(|end| value("end", metric.unit, Some(end / self.replications)));
                average().into_iter().chain(end).collect()
            }
            Kind::Age => {
                let age = self.view.age().map(|age| value("end", metric.unit, Some(age / self.replications)));
                age.into_iter().collect()
            }
            Kind::Total(of) => {
                let total =
                    of(&self.view).map(|sum| value("total", metric.unit, sum.map(|sum| sum / self.replications)));
                total.into_iter().collect()
            }
            Kind::Each { statistic, of } => {
                let each = of(&self.view).map(|mean| value(statistic, metric.unit, mean));
                each.into_iter().collect()
            }
            // Coarse histograms are too coarse for them.
            Kind::Quantiles(_) => Vec::new(),
        }
    }

    /// One statistic of a metric.
    pub(super) fn value(&self, metric: &str, statistic: &str) -> Option<f64> {
        let metric = METRICS.iter().filter(|it| it.name == metric);
        metric.flat_map(|it| self.values(it)).find(|it| it.statistic == statistic)?.value
    }

    /// Replies sent, a mean per replication; `None` for a demand.
    pub(super) fn replies(&self) -> Option<f64> {
        self.view.work.as_ref().map(|work| work.agents.replies as f64 / self.replications)
    }
}

/// The metrics with these names, in their order.
pub(super) fn metrics(names: &[&str]) -> Vec<&'static Metric> {
    METRICS.iter().filter(|metric| names.contains(&metric.name)).collect()
}
