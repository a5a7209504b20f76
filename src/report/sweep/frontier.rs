//! What shorter waits cost: the points of a sweep by cost and wait, and those that nothing beats.

use super::super::chart::{Frontier, FrontierSpot};
use super::pictures::capital;
use super::{Found, Swept};

/// What is taken for the cost, the first that there is: money, or the hours that are paid.
pub(super) const COSTS: [(&str, &str); 2] = [("cost", "total"), ("agent_hours_paid", "total")];

impl Swept<'_> {
    /// All points of all policies; nothing if all cost the same.
    pub(super) fn frontier(&self) -> Option<Frontier> {
        let cost =
            COSTS.into_iter().find(|cost| self.policies().any(|policy| self.number(policy, *cost).count() > 0))?;
        let key = self.keys.first()?;
        let spot = |cost: &Found, policy: &str| {
            let values = self.plan.points[cost.point].iter().map(|value| value.trim_matches('"'));
            let label = values.collect::<Vec<_>>().join(" · ");
            Some(FrontierSpot { cost: cost.value, wait: self.at(cost.point, policy, key)?.value, label })
        };
        let spots = |policy: &str| self.number(policy, cost).filter_map(|it| spot(it, policy)).collect();
        let spots: Vec<Vec<FrontierSpot>> = self.policies().map(spots).collect();
        let costs = || spots.iter().flatten().map(|spot| spot.cost);
        let (least, most) = (costs().fold(f64::INFINITY, f64::min), costs().fold(f64::NEG_INFINITY, f64::max));
        let paths: Vec<&str> = self.plan.axes.iter().map(|axis| axis.path.as_str()).collect();
        let across = if cost == COSTS[0] { "cost of a replication" } else { "paid agent hours of a replication" };
        (least < most).then(|| Frontier {
            name: "frontier".to_owned(),
            title: format!("{} against what it costs", capital(key)),
            subtitle: format!(
                "{}; lines join what no other point of the policy beats in both; in the labels: {}",
                self.scenario.title,
                paths.join(" · ")
            ),
            across: across.to_owned(),
            upward: format!("{} for an agent to turn to a message", key.title),
            policies: self.policies().map(str::to_owned).collect(),
            spots,
        })
    }
}
