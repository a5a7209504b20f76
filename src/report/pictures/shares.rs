//! What parts a whole is made of: who leaves, and where the agents' time goes.

use super::super::Report;
use super::super::chart::{Bar, Bars, Fill};
use super::{from_replications, replications};
use crate::metrics::measures::Work;

/// Who gives up, and what the platform sees of it; none if nobody may leave without a word.
pub(super) fn abandonment(report: &Report<'_>) -> Option<Bars> {
    let silent = report.experiment().model.demands.iter().any(|it| it.patience.limited() && it.patience.silent > 0.0);
    let share = |policy: usize, metric: &str| {
        let estimate = report.row(policy, metric, "share").and_then(|row| row.estimate.as_ref());
        estimate.map_or(f64::NAN, |it| it.value)
    };
    let text = |share: f64| if share.is_finite() { format!("{:.1} %", share * 100.0) } else { String::new() };
    let bar = |policy: usize| {
        let seen = share(policy, "abandoned_seen");
        Bar {
            label: report.policy(policy).to_owned(),
            parts: vec![share(policy, "abandoned_told"), share(policy, "abandoned_silent")],
            interval: report.row(policy, "abandoned", "share").and_then(|it| it.interval).map(|it| (it.low, it.high)),
            beside: Some(seen),
            numbers: vec![text(share(policy, "abandoned")), text(seen)],
        }
    };
    silent.then(|| Bars {
        name: "abandonment",
        title: "How many customers give up, and how many of them the platform sees".to_owned(),
        subtitle: format!(
            "upper bar: how many do, lower bar: what the platform sees; {}",
            from_replications(report, "lines at the ends of bars")
        ),
        axis: "share of the conversations offered".to_owned(),
        parts: vec!["left the queue or said so".to_owned(), "left without a word".to_owned()],
        fill: Fill::Policy,
        columns: vec!["truth".to_owned(), "platform sees".to_owned()],
        bars: (0..report.results.policies.len()).map(bar).collect(),
    })
}

/// Where the agents' signed-in time goes; none if nobody is ever signed in.
pub(super) fn agent_time(report: &Report<'_>) -> Option<Bars> {
    let bars: Vec<Bar> = (0..report.results.policies.len())
        .map(|policy| Bar {
            label: report.policy(policy).to_owned(),
            parts: parts(&work(report, policy)),
            interval: None,
            beside: None,
            numbers: Vec::new(),
        })
        .collect();
    let any = |part: usize| bars.iter().any(|bar| bar.parts[part] > 0.0);
    let told = [
        any(1).then_some("wasted: on customers who had left, or gave up before the reply"),
        any(3).then_some("free with active conversations: those customers are to write next"),
    ];
    bars.iter().any(|bar| bar.parts.iter().all(|part| part.is_finite())).then(|| Bars {
        name: "agent-time",
        title: "Where the agents\u{2019} time goes".to_owned(),
        subtitle: told.into_iter().flatten().map(|it| it.to_owned() + "; ").collect::<String>() + &replications(report),
        axis: "share of signed-in time".to_owned(),
        parts: ["handling", "wasted", "wrap-up", "free, conversations active", "free, none active"]
            .map(str::to_owned)
            .to_vec(),
        fill: Fill::Time,
        columns: Vec::new(),
        bars,
    })
}

/// All teams, all replications.
fn work(report: &Report<'_>, policy: usize) -> Work {
    let mut all = Work::default();
    report.results.policies[policy].intervals.iter().for_each(|it| all.merge(&it.work(|_| true)));
    all
}

/// Shares of the signed-in time: handling that was not wasted, what was wasted, wrap-up, free with active conversations on
/// the desk, free without. Where a team has one desk, its conversations are taken as spread evenly.
fn parts(work: &Work) -> Vec<f64> {
    let signed_in = work.agents.signed_in as f64;
    let wasted = work.wasted().min(work.agents.handling as f64);
    let free = signed_in - work.agents.handling as f64 - work.agents.wrap_up as f64;
    let alone = (work.at_level.count_at_most(0) - work.wrap_up_alone as f64).clamp(0.0, free.max(0.0));
    [work.agents.handling as f64 - wasted, wasted, work.agents.wrap_up as f64, free - alone, alone]
        .map(|it| it / signed_in)
        .to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_the_time_are_the_whole() {
        let mut work = Work { wasted: 100 * 4096, ..Work::default() };
        (work.agents.handling, work.agents.wrap_up, work.agents.signed_in) = (500, 80, 1000);
        work.wrap_up_alone = 30;
        work.at_level.add_times(0, 230);
        work.at_level.add_times(2, 770);
        assert_eq!(parts(&work), [0.4, 0.1, 0.08, 0.22, 0.2]);
        assert!(parts(&Work::default()).iter().all(|part| part.is_nan()));
    }
}
