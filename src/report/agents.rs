//! `agents.csv`: the work of each agent.

use super::table::{Table, maybe};
use super::{Output, Report};
use crate::metrics::measures::AgentWork;

/// The table of agents: hours and replies are means per replication, shares are ratios of sums over the replications.
pub fn agents(report: &Report<'_>) -> Output<'static> {
    let header = ["policy", "team", "agent", "signed_in_hours", "replies", "utilisation", "occupancy"];
    let mut table = Table::new("agents.csv", &header);
    for (place, results) in report.results.policies.iter().enumerate() {
        let replications = results.runs.len() as f64;
        let mut agent = 0;
        for team in &report.experiment().model.teams {
            for number in 1..=team.places() {
                let mut work = AgentWork::default();
                results.runs.iter().for_each(|run| work.merge(&run.agents[agent]));
                let share = |(part, of): (u64, u64)| (of > 0).then(|| part as f64 / of as f64);
                table.row(&[
                    report.policy(place),
                    &team.name,
                    &number.to_string(),
                    &maybe(Some(work.signed_in as f64 / 3.6e9 / replications)),
                    &maybe(Some(work.replies as f64 / replications)),
                    &maybe(share(work.utilisation())),
                    &maybe(share(work.occupancy())),
                ]);
                agent += 1;
            }
        }
    }
    table.finish()
}
